//! Schedules of digests and their runs. A run and its mails are stored at once; the mails leave by the
//! outbox, like everything else.

use std::collections::BTreeSet;

use jiff::Timestamp;
use reglament_core::command::Role;
use reglament_core::effect::Effect;
use reglament_core::ids::{EffectId, InstanceId, PersonId};
use serde::{Deserialize, Serialize};

/// A digest that is mailed again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Its name: letters, digits and `-`.
    pub name: String,
    /// When: a cron line with seconds, by the clock on the wall of its zone.
    pub line: String,
    /// The zone by its name; that of the installation when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The calendar that knows the days off; any of the maps' when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// What becomes of a run on a day off.
    #[serde(default)]
    pub days_off: DaysOff,
    /// What it tells: the name of a report, and its filter as in the address of its page.
    pub report: String,
    /// Who gets it: people with one of these roles.
    pub roles: BTreeSet<Role>,
    /// Of these offices alone; of all when none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub offices: BTreeSet<String>,
    /// Whether the mail may name people.
    #[serde(default)]
    pub personal_data: bool,
}

/// What becomes of a run on a day off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DaysOff {
    /// It is left out.
    #[default]
    Skip,
    /// It waits for the next working day, at the same time of the day; several that wait become one.
    Shift,
    /// It runs as on any day.
    Run,
}

impl DaysOff {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Skip, Self::Shift, Self::Run];

    /// Its word, as the command line and the page write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Shift => "shift",
            Self::Run => "run",
        }
    }
}

/// A run as it is stored: whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRun {
    /// The schedule.
    pub schedule: String,
    /// The moment of the schedule that it is for.
    pub moment: Timestamp,
    /// When it was made.
    pub at: Timestamp,
    /// What is remembered of it.
    pub note: RunNote,
    /// Its mails.
    pub mails: Vec<Effect>,
    /// The files that go with them, by name.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What is remembered of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunNote {
    /// How much the report had to tell.
    pub rows: u64,
    /// How many people are written to.
    pub recipients: u32,
    /// Who should have got it and has no address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_address: Vec<PersonId>,
}

/// A run that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// The moment of the schedule that it is for.
    pub moment: Timestamp,
    /// What is remembered of it.
    pub note: RunNote,
}

/// What stands for the case in the identifiers of a run's mail, counted from 0. Logs show it, so it names
/// nobody.
pub fn mail_of(schedule: &str, moment: Timestamp, place: u32) -> InstanceId {
    InstanceId::new(format!("{}/{place:04}", run_of(schedule, moment)))
}

/// The identifier of a run's mail: a repeat is the same mail.
pub fn mail_id(schedule: &str, moment: Timestamp, place: u32) -> EffectId {
    EffectId::new(format!("{}/0/0", mail_of(schedule, moment, place)))
}

/// What the identifiers of a run's mails begin with.
pub(crate) fn run_of(schedule: &str, moment: Timestamp) -> String {
    format!("{schedule}@{}", moment.as_second())
}

/// The smallest and the least too large key of a run's mails.
pub(crate) fn keys_of(schedule: &str, moment: Timestamp) -> (String, String) {
    let run = run_of(schedule, moment);
    (format!("{run}/"), format!("{run}0"))
}

/// Files of runs older than this, in microseconds, are thrown away: their mails are long gone.
pub(crate) const FILES_KEPT_MICROS: i64 = 35 * 24 * 3_600 * 1_000_000;
