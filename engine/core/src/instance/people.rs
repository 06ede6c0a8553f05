//! Who works a task, and who did: everybody of them counts for the four-eyes rule.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::PersonId;

/// Who has a task, since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignee {
    /// Who.
    pub person: PersonId,
    /// Since when.
    pub since: Timestamp,
    /// Who was absent when they took it, and in whose name they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
}

/// Who completed a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Performance {
    /// Who acted.
    pub person: PersonId,
    /// In whose name.
    pub on_behalf_of: Option<PersonId>,
    /// To whom work on it had been delegated.
    pub with: BTreeSet<PersonId>,
}

impl Performance {
    /// Everybody who counts for the four-eyes rule.
    pub fn people(&self) -> impl Iterator<Item = &PersonId> {
        [&self.person].into_iter().chain(&self.on_behalf_of).chain(&self.with)
    }
}

/// Before anybody acted for somebody, a performance was one name; it still is where it says all.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Name(PersonId),
    Whole {
        person: PersonId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<PersonId>,
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        with: BTreeSet<PersonId>,
    },
}

impl From<Written> for Performance {
    fn from(written: Written) -> Self {
        match written {
            Written::Name(person) => Self { person, on_behalf_of: None, with: BTreeSet::new() },
            Written::Whole { person, on_behalf_of, with } => Self { person, on_behalf_of, with },
        }
    }
}

impl From<Performance> for Written {
    fn from(Performance { person, on_behalf_of, with }: Performance) -> Self {
        if on_behalf_of.is_none() && with.is_empty() {
            return Self::Name(person);
        }
        Self::Whole { person, on_behalf_of, with }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_performance_of_an_earlier_version_is_one_name() {
        let read: Performance = serde_json::from_str("\"aliya\"").unwrap();
        assert_eq!(read.people().collect::<Vec<_>>(), [&PersonId::from("aliya")]);
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"aliya\"");
    }

    #[test]
    fn everybody_who_had_a_hand_in_it_is_kept() {
        let both = Performance {
            person: "petrov".into(),
            on_behalf_of: Some("ivanov".into()),
            with: ["dana".into()].into(),
        };
        let text = serde_json::to_string(&both).unwrap();
        assert_eq!(serde_json::from_str::<Performance>(&text).unwrap(), both);
        assert_eq!(both.people().count(), 3);
    }
}
