//! Mail by SMTP: `smtp://user:password@host:port?tls=required`, `smtps://…`.

use std::time::Duration;

use async_trait::async_trait;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::{Channel, ChannelError, DeliveryError, Letter};

/// A server that does not answer within this time is tried again later.
const ANSWER_SECONDS_MAX: u64 = 15;

/// Sends letters over an SMTP server, with connections kept open between letters.
pub struct SmtpChannel {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpChannel {
    /// The channel at this address. `?tls=required` asks for STARTTLS, `?tls=opportunistic` takes it
    /// when offered; `smtps:` speaks TLS from the start. The password never shows in an error.
    pub fn open(address: &str, from: Mailbox) -> Result<Self, ChannelError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(address)
            .map_err(|error| ChannelError(format!("this is no SMTP address: {error}")))?
            .timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))
            .build();
        Ok(Self { transport, from })
    }
}

#[async_trait]
impl Channel for SmtpChannel {
    fn name(&self) -> &'static str {
        "smtp"
    }

    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        let mail = letter.mail(&self.from)?;
        self.transport.send(mail).await.map(drop).map_err(|error| sorted(&error))
    }
}

/// Replies that condemn the letter itself: no such mailbox, too large, a wrong address. Any other
/// refusal, such as of our password, concerns the server's or our own settings and can be mended.
const CONDEMNED: [&str; 5] = ["550", "551", "552", "553", "555"];

/// Whether a failure is for good. The server's words may quote the address, so only its code is kept.
fn sorted(error: &Error) -> DeliveryError {
    let later = |reason: &str| DeliveryError::Later(reason.to_owned());
    match error.status().map(|code| code.to_string()) {
        Some(code) if CONDEMNED.contains(&code.as_str()) => {
            DeliveryError::Never(format!("the mail server refused the letter: {code}"))
        }
        Some(code) => DeliveryError::Later(format!("the mail server did not take it: {code}")),
        None if error.is_timeout() => later("the mail server did not answer in time"),
        None if error.is_tls() => later("no secure connection to the mail server"),
        None => later("the mail server cannot be reached"),
    }
}
