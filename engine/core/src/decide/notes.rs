//! `Comment`, `Attach`, `RemoveAttachment`: what people add to a case beside its data. It is internal, and
//! no path leads from here to a letter.

use super::Deciding;
use super::assign::text;
use crate::access::{Action, CaseFacts};
use crate::event::Event;
use crate::instance::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, File};
use crate::rejection::{Rejection, RejectionCode};

/// Longer names of files are refused.
const NAME_CHARACTERS_MAX: usize = 200;

impl Deciding<'_> {
    pub(super) fn comment(&mut self, words: &str) -> Result<(), Rejection> {
        self.allow_notes()?;
        let text = text(words, "write the comment")?;
        self.emit(Event::CommentAdded { text });
        Ok(())
    }

    pub(super) fn attach(&mut self, file: &File) -> Result<(), Rejection> {
        self.allow_notes()?;
        check(file)?;
        if self.instance.attachments.len() >= ATTACHMENTS_MAX {
            let message = format!("a case has at most {ATTACHMENTS_MAX} files");
            return Err(Rejection::new(RejectionCode::AttachmentRefused, message));
        }
        if let Some(earlier) = file.version_of {
            self.attachment(earlier)?;
        }
        let last = self.instance.attachments.keys().next_back().copied().unwrap_or_default();
        self.emit(Event::FileAttached { no: last + 1, file: file.clone() });
        Ok(())
    }

    pub(super) fn remove_attachment(&mut self, no: u32, reason: &str) -> Result<(), Rejection> {
        self.allow_notes()?;
        let by = self.attachment(no)?;
        self.allow(&Action::RemoveAttachment(&by))?;
        let reason = text(reason, "say why the file is removed")?;
        self.emit(Event::AttachmentRemoved { no, reason });
        Ok(())
    }

    fn allow_notes(&self) -> Result<(), Rejection> {
        let facts = CaseFacts::of(&self.process.definition, &self.instance);
        self.allow(&Action::Annotate(&facts))
    }

    /// Who attached the file with this number, if it is there.
    fn attachment(&self, no: u32) -> Result<String, Rejection> {
        let found = self.instance.attachments.get(&no).filter(|it| it.removed.is_none());
        found.map(|it| it.by.clone()).ok_or_else(|| {
            let message = "the case has no such file, or it was removed";
            Rejection::new(RejectionCode::NoSuchAttachment, message)
        })
    }
}

/// Whether a file is one that can be kept.
fn check(file: &File) -> Result<(), Rejection> {
    let refuse = |message: String| Err(Rejection::new(RejectionCode::AttachmentRefused, message));
    if file.size == 0 {
        return refuse("the file is empty; choose another".to_owned());
    }
    if file.size > ATTACHMENT_BYTES_MAX {
        let max = ATTACHMENT_BYTES_MAX / 1024 / 1024;
        return refuse(format!("the file is larger than {max} MB; split it or make it smaller"));
    }
    let is_digit = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if file.sha256.len() != 64 || !file.sha256.bytes().all(is_digit) {
        return refuse("the checksum is not that of a file".to_owned());
    }
    let is_plain = |letter: char| !letter.is_control() && !matches!(letter, '/' | '\\');
    let length = file.name.chars().count();
    if !(1..=NAME_CHARACTERS_MAX).contains(&length) || !file.name.chars().all(is_plain) {
        return refuse(format!(
            "name the file with 1 to {NAME_CHARACTERS_MAX} characters and no slash"
        ));
    }
    Ok(())
}
