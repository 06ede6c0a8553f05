//! What became known of a calendar later than the rest, and when.

use jiff::civil::Date;

use super::model::{Amendment, Transfer};
use super::resolve::WorkingCalendar;
use crate::text::Texts;

/// An amendment, or the order of a transfer, with the day it became known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The day it became known.
    pub known_from: Date,
    /// What happened, for people; empty for a transfer, which is two days.
    pub title: Texts,
    /// The day that became free and the day that is worked instead, of a transfer.
    pub transfer: Option<(Date, Date)>,
    /// The act or announcement.
    pub cites: Option<String>,
}

impl Announcement {
    pub(super) fn of_amendment(amendment: &Amendment) -> Self {
        Self {
            known_from: amendment.known_from,
            title: amendment.title.clone(),
            transfer: None,
            cites: amendment.cites.clone(),
        }
    }

    pub(super) fn of_transfer(transfer: &Transfer) -> Option<Self> {
        Some(Self {
            known_from: transfer.known_from?,
            title: Texts::default(),
            transfer: Some((transfer.off, transfer.work)),
            cites: transfer.cites.clone(),
        })
    }
}

impl WorkingCalendar {
    /// What became known after the first day, and by the second at the latest, in order.
    pub fn announced(&self, after: Date, by: Date) -> impl Iterator<Item = &Announcement> {
        self.announcements.iter().filter(move |one| one.known_from > after && one.known_from <= by)
    }
}
