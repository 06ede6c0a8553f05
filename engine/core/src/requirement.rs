//! Requirements: what must hold before an application is taken, or an outcome is given.

use jiff::Timestamp;
use serde::Serialize;

use crate::definition::{ClockEvent, Requirement};
use crate::ids::StepId;
use crate::process::Process;
use crate::rejection::{Rejection, RejectionCode};
use crate::text::Texts;
use crate::value::Value;

/// A requirement that does not hold for a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmet {
    /// Its name in the map.
    pub requirement: String,
    /// What must hold, in the words of the source.
    pub title: Texts,
    /// What to do instead.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub help: Texts,
    /// The outcome that is refused; none where nothing is taken at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Why it could not be told whether it holds, such as a value that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
    /// Its sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}

impl Process {
    /// What an application with this data must still meet before it is taken.
    pub fn unmet_at_start(&self, data: &Value, at: Timestamp) -> Vec<Unmet> {
        self.unmet(data, at, |event| *event == ClockEvent::Start)
    }

    /// What a case with this data must still meet before the step gets this outcome, or any of its
    /// outcomes.
    pub fn unmet_at(
        &self,
        step: &StepId,
        outcome: Option<&str>,
        data: &Value,
        at: Timestamp,
    ) -> Vec<Unmet> {
        self.unmet(data, at, |event| match event {
            ClockEvent::Completed { step: of, outcome: given } => {
                of == step && outcome.is_none_or(|outcome| given.as_deref() == Some(outcome))
            }
            ClockEvent::Start | ClockEvent::Extended | ClockEvent::NoticeGiven => false,
        })
    }

    /// Every requirement that applies to this data, with the answer.
    pub(crate) fn answered(
        &self,
        data: &Value,
        at: Timestamp,
    ) -> Vec<(&str, &Requirement, Answer)> {
        let typed = crate::data::typed(&self.definition, &self.shape, data);
        let all = self.definition.requirements.iter();
        all.filter(|(_, requirement)| self.applies(requirement, &typed, at))
            .map(|(name, one)| (name.as_str(), one, self.answer(one, &typed, at)))
            .collect()
    }

    pub(crate) fn unmet(
        &self,
        data: &Value,
        at: Timestamp,
        wanted: impl Fn(&ClockEvent) -> bool,
    ) -> Vec<Unmet> {
        let all = self.definition.requirements.iter();
        let wanted = all.filter(|(_, requirement)| wanted(&requirement.at));
        let typed = crate::data::typed(&self.definition, &self.shape, data);
        wanted
            .filter(|(_, requirement)| self.applies(requirement, &typed, at))
            .filter_map(|(name, requirement)| match self.answer(requirement, &typed, at) {
                Answer::Holds => None,
                Answer::Fails => Some(unmet(name, requirement, None)),
                Answer::Unknown(why) => Some(unmet(name, requirement, Some(why))),
            })
            .collect()
    }

    /// Whether it applies. Where one cannot tell, it does.
    fn applies(&self, requirement: &Requirement, typed: &Value, at: Timestamp) -> bool {
        let Some(when) = &requirement.when else { return true };
        let scope = self.scope(typed, at);
        !when.evaluate(&scope).is_ok_and(|found| found.value == Value::Boolean(false))
    }

    /// Whether it holds. Where one cannot tell, it does not; the reason is told.
    fn answer(&self, requirement: &Requirement, typed: &Value, at: Timestamp) -> Answer {
        let scope = self.scope(typed, at);
        let found = match requirement.holds.evaluate(&scope) {
            Err(error) => return Answer::Unknown(error.to_string()),
            Ok(found) => found,
        };
        let missing = || "a value is missing".to_owned();
        match found.value {
            Value::Boolean(true) => Answer::Holds,
            Value::Boolean(false) => Answer::Fails,
            _ => Answer::Unknown(found.warnings.first().map_or_else(missing, ToString::to_string)),
        }
    }
}

/// Whether a requirement holds.
pub(crate) enum Answer {
    /// It does.
    Holds,
    /// It does not.
    Fails,
    /// It could not be told, because of this; it counts as not holding.
    Unknown(String),
}

impl Answer {
    pub(crate) const fn holds(&self) -> bool {
        matches!(self, Self::Holds)
    }

    /// Why it could not be told, if it could not.
    pub(crate) fn unknown(self) -> Option<String> {
        match self {
            Self::Unknown(why) => Some(why),
            Self::Holds | Self::Fails => None,
        }
    }
}

fn unmet(name: &str, requirement: &Requirement, unknown: Option<String>) -> Unmet {
    let outcome = match &requirement.at {
        ClockEvent::Completed { outcome, .. } => outcome.clone(),
        ClockEvent::Start | ClockEvent::Extended | ClockEvent::NoticeGiven => None,
    };
    Unmet {
        requirement: name.to_owned(),
        title: requirement.title.clone(),
        help: requirement.help.clone(),
        outcome,
        unknown,
        cites: requirement.cites.clone(),
    }
}

/// Refuses when something is not met, and names all of it at once.
pub(crate) fn refuse(unmet: Vec<Unmet>) -> Result<(), Rejection> {
    if unmet.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = unmet.iter().map(|one| one.requirement.as_str()).collect();
    let message = format!("these requirements are not met: {}", names.join(", "));
    Err(Rejection {
        requirements: unmet,
        ..Rejection::new(RejectionCode::RequirementNotMet, message)
    })
}
