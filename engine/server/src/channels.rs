//! The ways a letter leaves: one file and one line in [`open`] for each
//! (`docs/guides/add-a-channel.md`).

mod folder;
mod letter;
mod recording;
mod smtp;

use std::sync::Arc;

use async_trait::async_trait;
use lettre::message::Mailbox;

pub use folder::FolderChannel;
pub use letter::{Attachment, Letter};
pub use recording::RecordingChannel;
pub use smtp::SmtpChannel;

/// A way a letter leaves. Delivering the same letter again must be harmless, or at least look like a
/// repeat: a crash between the delivery and its note in the store repeats it, with the same id.
#[async_trait]
pub trait Channel: Send + Sync + 'static {
    /// Its name, for the log.
    fn name(&self) -> &'static str;

    /// Hands the letter over; when it returns, the letter is not the product's any more.
    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError>;
}

/// A letter did not leave. The reason is kept with the effect and names no person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// It may leave later: the server is down, the disk is full.
    #[error("{0}")]
    Later(String),
    /// It will never leave as it is: the address is none, the server refuses for good.
    #[error("{0}")]
    Never(String),
}

/// A mail setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("--mail: {0}")]
pub struct ChannelError(String);

type Open = fn(&str, Mailbox) -> Opened;
type Opened = Result<Arc<dyn Channel>, ChannelError>;

/// The channels by the scheme of their address.
const CHANNELS: [(&str, Open); 4] = [
    ("folder", |address, from| Ok(Arc::new(FolderChannel::open(address, from)?))),
    ("smtp", |address, from| Ok(Arc::new(SmtpChannel::open(address, from)?))),
    ("smtps", |address, from| Ok(Arc::new(SmtpChannel::open(address, from)?))),
    ("record", |_, _| Ok(Arc::new(RecordingChannel::default()))),
];

/// The channel at an address such as `folder:./mail` or `smtp://mail.example.kz:587`.
pub fn open(address: &str, from: &str) -> Opened {
    let from =
        from.parse().map_err(|error| ChannelError(format!("the sender {from:?}: {error}")))?;
    let scheme = address.split(':').next().unwrap_or_default();
    let known = CHANNELS.iter().find(|channel| channel.0 == scheme);
    let (_, open) = known.ok_or_else(|| {
        ChannelError("write folder:DIR, smtp://host:port or smtps://host:port".to_owned())
    })?;
    open(address, from)
}
