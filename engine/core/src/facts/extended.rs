//! An extension of a term, and the deadlines beside that of the case, such as its notice.

use super::words::{Reader, Writer};
use crate::process::Process;
use crate::term::TermUnit;
use crate::text::{Lang, Texts};

/// A reason is counted by its first letters.
const REASON_LETTERS_MAX: usize = 120;

/// An extension, as reports count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extended<'a> {
    /// By how much, in the unit of the map.
    pub count: u32,
    /// Whether that unit is the working day; otherwise it is the calendar day.
    pub working_days: bool,
    /// Why.
    pub reason: &'a str,
}

/// A deadline beside that of the case, as reports count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noticed<'a> {
    /// Its name in the map.
    pub deadline: &'a str,
    /// Whether its due date passed first.
    pub late: bool,
}

impl<'a> Extended<'a> {
    /// What a text says; none when it is no such text.
    pub fn read(text: &'a str) -> Option<Self> {
        let mut words = Reader::new(text);
        let (count, unit) = (words.number()?, words.number()?);
        Some(Self { count, working_days: unit > 0, reason: words.rest() })
    }
}

impl<'a> Noticed<'a> {
    /// What a text says; none when it is no such text.
    pub fn read(text: &'a str) -> Option<Self> {
        let mut words = Reader::new(text);
        Some(Self { deadline: words.word()?, late: words.number()? > 0 })
    }
}

pub(super) fn text(process: &Process, days: u32, reason: &Texts) -> String {
    let extension = process.definition.deadline.as_ref().and_then(|it| it.extension.as_ref());
    let working = extension.is_some_and(|it| it.up_to.unit == TermUnit::WorkingDays);
    let mut words = Writer::default();
    words.word(days).word(u8::from(working)).rest(reason.get(Lang::Ru), REASON_LETTERS_MAX);
    words.text()
}

pub(super) fn noticed(deadline: &str, late: bool) -> String {
    let mut words = Writer::default();
    words.name(deadline).word(u8::from(late));
    words.text()
}
