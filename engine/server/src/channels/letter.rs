//! A letter to one address, and its form as a mail.

use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{
    Attachment as Attached, Mailbox, MessageBuilder, MultiPart, MultiPartKind, SinglePart,
};
use reglament_core::text::Lang;

use super::DeliveryError;

/// A letter to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its identifier, which never changes: `<effect>` or `<effect>/<person>`. A receiver that sees it
    /// twice has got one letter twice.
    pub id: String,
    /// The name of the receiver.
    pub to_name: String,
    /// The address.
    pub to_email: String,
    /// Its language.
    pub language: Lang,
    /// The subject: one line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Documents that go with it.
    pub attachments: Vec<Attachment>,
    /// When it was handed to the channel.
    pub at: Timestamp,
}

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The name of the file.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl Attachment {
    /// Its type, by the name of the file: a letter takes along documents and tables.
    fn kind(&self) -> &'static str {
        let ending = std::path::Path::new(&self.name).extension();
        if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        } else {
            "application/pdf"
        }
    }
}

impl Letter {
    /// Its identifier as a file name and as the left side of a Message-ID: letters, digits, `.`, `-`
    /// and `_` as they are, `/` as `.`, anything else by its code.
    pub fn plain_id(&self) -> String {
        let plain = |it: char| match it {
            '/' => ".".to_owned(),
            it if it.is_ascii_alphanumeric() || "-_.".contains(it) => it.to_string(),
            it => format!("={:x}", u32::from(it)),
        };
        self.id.chars().map(plain).collect()
    }

    /// The letter as a mail from this sender.
    pub fn mail(&self, from: &Mailbox) -> Result<Message, DeliveryError> {
        let never = |reason: String| DeliveryError::Never(reason);
        let address = self.to_email.trim().parse();
        let address = address.map_err(|_| never("the address is not an e-mail address".into()))?;
        let name = Some(self.to_name.clone()).filter(|name| !name.trim().is_empty());
        let mail = self.headers(from).to(Mailbox::new(name, address)).subject(self.subject.clone());
        let mail = if self.attachments.is_empty() {
            mail.header(ContentType::TEXT_PLAIN).body(self.body.clone())
        } else {
            mail.multipart(self.parts())
        };
        mail.map_err(|error| never(format!("the mail cannot be written: {error}")))
    }

    /// The text, and the documents behind it. The boundary is made of the identifier, so that a
    /// repeated letter is the same mail.
    fn parts(&self) -> MultiPart {
        let boundary: String =
            self.plain_id().chars().filter(char::is_ascii_alphanumeric).collect();
        let boundary = format!("part-{}", boundary.get(..50).unwrap_or(&boundary));
        let text = SinglePart::plain(self.body.clone());
        let whole = MultiPart::builder().kind(MultiPartKind::Mixed).boundary(boundary);
        self.attachments.iter().fold(whole.singlepart(text), |whole, attachment| {
            let file = Attached::new(attachment.name.clone());
            // The names of the types are right, so they are read.
            let kind = ContentType::parse(attachment.kind()).unwrap_or(ContentType::TEXT_PLAIN);
            whole.singlepart(file.body(attachment.content.clone(), kind))
        })
    }

    fn headers(&self, from: &Mailbox) -> MessageBuilder {
        let id = format!("<{}@{}>", self.plain_id(), from.email.domain());
        Message::builder()
            .from(from.clone())
            .date(self.at.into())
            .message_id(Some(id))
            .header(ContentLanguage(self.language.code().to_owned()))
            .header(AutoSubmitted("auto-generated".to_owned()))
    }
}

/// The language of the text (RFC 3282).
#[derive(Clone)]
struct ContentLanguage(String);

/// Nobody wrote this by hand, so nobody's absence note should answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted(String);

macro_rules! plain_header {
    ($header:ident, $name:literal) => {
        impl Header for $header {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

plain_header!(ContentLanguage, "Content-Language");
plain_header!(AutoSubmitted, "Auto-Submitted");

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn letter(id: &str) -> Letter {
        Letter {
            id: id.to_owned(),
            to_name: "Образцова \"Алия\"".to_owned(),
            to_email: "aliya@example.org".to_owned(),
            language: Lang::Kk,
            subject: "Рұқсаттама\r\nBcc: all@example.org".to_owned(),
            body: "Бірінші жол\n.\nСоңғы жол\n".to_owned(),
            attachments: Vec::new(),
            at: "2026-03-18T10:00:00+05".parse().unwrap(),
        }
    }

    #[test]
    fn a_mail_names_its_effect_and_nothing_breaks_out_of_its_headers() {
        let from = "Reglament <robot@example.kz>".parse().unwrap();
        let mail = letter("26031800000001/7/1/aliya").mail(&from).unwrap();
        let text = String::from_utf8(mail.formatted()).unwrap();
        assert!(text.contains("Message-ID: <26031800000001.7.1.aliya@example.kz>\r\n"), "{text}");
        assert!(text.contains("Content-Language: kk\r\n"), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
    }

    #[test]
    fn a_document_goes_with_the_text_and_a_repeat_is_the_same_mail() {
        let from = "robot@example.kz".parse().unwrap();
        let mut letter = letter("26031800000001/7/1");
        letter.attachments =
            vec![Attachment { name: "a.pdf".into(), content: b"%PDF-1.7".to_vec() }];
        let mail = letter.mail(&from).unwrap().formatted();
        let text = String::from_utf8(mail.clone()).unwrap();
        assert!(text.contains("Content-Disposition: attachment; filename=\"a.pdf\""), "{text}");
        assert!(text.contains("Content-Type: application/pdf"), "{text}");
        assert_eq!(letter.mail(&from).unwrap().formatted(), mail);
    }

    #[test]
    fn what_is_no_address_is_never_delivered() {
        let from = "robot@example.kz".parse().unwrap();
        let mut letter = letter("1/1/1");
        letter.to_email = "aliya@example.org\r\nRCPT TO:<all@example.org>".to_owned();
        assert!(matches!(letter.mail(&from), Err(DeliveryError::Never(_))));
    }

    #[test]
    fn no_identifier_leaves_the_folder() {
        assert_eq!(letter("../a/б c").plain_id(), "...a.=431=20c");
    }
}
