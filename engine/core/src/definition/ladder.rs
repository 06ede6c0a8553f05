//! The ladder of a deadline: who is told, and what happens to its tasks, the later it gets.

use serde::{Deserialize, Serialize};

use super::Threshold;
use crate::ids::UnitId;
use crate::instance::Priority;

/// A rung of the ladder. It goes off once in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// When.
    pub at: Threshold,
    /// Who is reminded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind: Vec<Duty>,
    /// How urgent the tasks of the case are from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raise: Option<Priority>,
    /// Who gets its open tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassign: Option<Reassign>,
}

/// Whoever has a duty towards a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Who has the task; everybody of its group while nobody has.
    Holder,
    /// The head of the group in the office of the case.
    Head,
    /// The supervisors of the office of the case.
    Supervisor,
}

impl Duty {
    /// All with the words that name them in a map.
    pub const ALL: [(&'static str, Self); 3] =
        [("holder", Self::Holder), ("head", Self::Head), ("supervisor", Self::Supervisor)];

    /// Its word in a map.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, duty)| *duty == self).map_or("", |(word, _)| word)
    }
}

/// Who gets the open tasks of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reassign {
    /// The head of the group in the office of the case.
    Head,
    /// The group of this unit.
    Unit(UnitId),
}
