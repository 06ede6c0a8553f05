//! A case that ended.

use jiff::Timestamp;

use super::measure::{days_late, minutes, worked};
use super::words::{Reader, Writer};
use crate::calendar::CalendarView;
use crate::decide::end_of_term;
use crate::instance::{Clock, ClockFigures, Instance};
use crate::process::Process;

/// Where a complaint says how it was decided, by the shared part of the complaints' maps.
const VERDICT: &str = "answer.outcome";

/// How a case ended, by the status that the applicant sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// With the result that was asked for.
    Granted,
    /// The service was refused.
    Refused,
    /// The application was not accepted.
    NotAccepted,
    /// The application went back to the applicant.
    Returned,
    /// The applicant withdrew it.
    Withdrawn,
    /// A supervisor cancelled the case.
    Cancelled,
}

impl Outcome {
    /// All, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Granted,
        Self::Refused,
        Self::NotAccepted,
        Self::Returned,
        Self::Withdrawn,
        Self::Cancelled,
    ];

    /// Its name in addresses and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::NotAccepted => "not_accepted",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
        }
    }

    /// The outcome with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// How a case ended with this status; maps share these words.
    fn of(status: &str) -> Self {
        match status {
            "refused" => Self::Refused,
            "not_accepted" | "not_considered" => Self::NotAccepted,
            "returned" => Self::Returned,
            "withdrawn" => Self::Withdrawn,
            _ => Self::Granted,
        }
    }
}

/// A case that ended, as reports count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed<'a> {
    /// When it began, in whole minutes since 1970.
    pub started: u32,
    /// When it ended, in whole minutes since 1970.
    pub ended: u32,
    /// When its term ended, in whole minutes since 1970.
    pub due: Option<u32>,
    /// The working minutes from beginning to end, without those for which the clock stood still.
    pub cycle: Option<u32>,
    /// The working minutes for which the clock stood still.
    pub paused: u32,
    /// How late it was, in working days: 0 in time; none when it had no term, or was cancelled.
    pub late: Option<u32>,
    /// The same against the term without its extensions.
    pub late_original: Option<u32>,
    /// By how many days the term was extended.
    pub extended: u32,
    /// How it ended.
    pub outcome: Outcome,
    /// The status that the applicant sees.
    pub status: &'a str,
    /// The ground, when it was refused.
    pub ground: Option<&'a str>,
    /// How a complaint was decided.
    pub verdict: Option<&'a str>,
    /// The case that it is about.
    pub linked: Option<&'a str>,
}

impl<'a> Closed<'a> {
    /// What a text says; none when it is no such text.
    pub fn read(text: &'a str) -> Option<Self> {
        let mut words = Reader::new(text);
        Some(Self {
            started: words.number()?,
            ended: words.number()?,
            due: words.number(),
            cycle: words.number(),
            paused: words.number()?,
            late: words.number(),
            late_original: words.number(),
            extended: words.number()?,
            outcome: Outcome::named(words.word()?)?,
            status: words.word().unwrap_or_default(),
            ground: words.word(),
            verdict: words.word(),
            linked: words.word(),
        })
    }

    /// The minutes by the clock from beginning to end.
    pub const fn wall(&self) -> u32 {
        self.ended.saturating_sub(self.started)
    }
}

pub(super) fn text(
    process: &Process,
    case: &Instance,
    ended: Timestamp,
    is_cancelled: bool,
) -> String {
    let calendar = process.calendar_known(ended);
    let (late, late_original) = if is_cancelled {
        (None, None)
    } else {
        lateness(process, &calendar, &case.clock, ended).unzip()
    };
    let figures = case.clock.figures();
    let paused = paused(&calendar, &case.clock, ended);
    let status = case.status.as_deref().unwrap_or_default();
    let outcome = if is_cancelled { Outcome::Cancelled } else { Outcome::of(status) };
    let ground = case.ground.as_ref().filter(|_| outcome == Outcome::Refused);
    let is_complaint = process.definition.linked_case.is_some();
    let verdict = case.data.at(VERDICT).as_text().filter(|_| is_complaint);
    let mut words = Writer::default();
    words.word(minutes(Timestamp::UNIX_EPOCH, case.started_at));
    words.word(minutes(Timestamp::UNIX_EPOCH, ended));
    words.opt(figures.map(|figures| minutes(Timestamp::UNIX_EPOCH, figures.due.at)));
    words.opt(worked(&calendar, case.started_at, ended).map(|all| all.saturating_sub(paused)));
    words.word(paused).opt(late).opt(late_original);
    words.word(figures.map_or(0, |figures| figures.extended_days)).word(outcome.name());
    words.name(status).name(ground.map_or("", |ground| &ground.ground));
    words.name(verdict.unwrap_or_default());
    words.name(case.linked_to.as_deref().unwrap_or_default());
    words.text()
}

/// The working minutes for which the clock stood still, the pause included in which the case ended.
fn paused(calendar: &CalendarView, clock: &Clock, ended: Timestamp) -> u32 {
    let Some(figures) = clock.figures() else { return 0 };
    let last = match clock {
        Clock::Paused { since, .. } => Some(*since),
        _ => figures.stood_since,
    };
    let last = last.and_then(|since| {
        calendar.working_time_between(since, figures.met_at.unwrap_or(ended)).ok()
    });
    let all = figures.paused + last.unwrap_or_default();
    u32::try_from(all.minutes()).unwrap_or(u32::MAX)
}

/// How late the case is against its term, and against the term without its extensions.
fn lateness(
    process: &Process,
    calendar: &CalendarView,
    clock: &Clock,
    ended: Timestamp,
) -> Option<(u32, u32)> {
    let figures = clock.figures()?;
    let done = figures.met_at.unwrap_or(ended);
    let is_breached = matches!(clock, Clock::Breached(_));
    let against = |due| {
        let days = days_late(calendar, due, done).ok()?;
        // One extended after the breach stays late.
        Some(if is_breached { days.max(1) } else { days })
    };
    let late = if is_breached { against(figures.due.at)? } else { 0 };
    let unextended = ClockFigures { extended_days: 0, ..figures.clone() };
    let known = process.calendar.known_on(figures.due.known_on);
    let deadline = process.definition.deadline.as_ref()?;
    let original = match figures.extended_days {
        0 => late,
        _ => against(end_of_term(&known, &unextended, deadline).ok()?.0)?,
    };
    Some((late, original))
}
