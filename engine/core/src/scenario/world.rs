//! Where a scenario is played: anything that takes commands for one instance and shows what became
//! of it.

use std::sync::Arc;

use jiff::Timestamp;

use crate::command::{Actor, Command};
use crate::effect::{Effect, EffectKind, Recipient};
use crate::event::Recorded;
use crate::instance::Instance;
use crate::process::Process;
use crate::rejection::Rejection;

/// One instance under a virtual clock.
pub trait World {
    /// The process.
    fn process(&self) -> Arc<Process>;

    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Sets the clock; it never goes back.
    fn set(&mut self, at: Timestamp);

    /// Gives a command to the instance that its identifier names, or to the one that is played; the
    /// first is [`Command::Start`]. Called cases are started and come back before it is over.
    fn submit(&mut self, command: Command, by: &Actor) -> Result<(), Trouble>;

    /// Fires the earliest timer of the instance and of the cases that it called, which is due.
    fn fire(&mut self) -> Result<(), Trouble>;

    /// The instance as it is now; none before it started.
    fn instance(&mut self) -> Result<Option<Instance>, Trouble>;

    /// The cases that it called, and those that these called, in the order of their start, each with
    /// its process.
    fn called(&mut self) -> Result<Vec<(Arc<Process>, Instance)>, Trouble>;

    /// Everything that happened to the instance, in order.
    fn events(&mut self) -> Result<Vec<Recorded>, Trouble>;

    /// Everything that was to be told about it, in order.
    fn effects(&mut self) -> Result<Vec<Effect>, Trouble>;
}

/// Why a command did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The engine refused it.
    Refused(Rejection),
    /// The world is not sound: a fault, never an outcome that a scenario can expect.
    Broken(String),
}

impl From<Rejection> for Trouble {
    fn from(rejection: Rejection) -> Self {
        Self::Refused(rejection)
    }
}

/// A message as scenarios name it, and the names under which its receiver is known; none for an
/// effect that sends nothing.
pub fn letters(process: &Process, effect: &Effect) -> Option<(String, Vec<String>)> {
    let EffectKind::Notify { message, to, .. } = &effect.kind else { return None };
    let names = match to {
        Recipient::Applicant { .. } => vec!["applicant".to_owned()],
        Recipient::Staff { duty, .. } => vec![duty.as_str().to_owned()],
        Recipient::Group { group } => {
            let of_group = process.definition.units.iter().filter(|(_, unit)| unit.group == *group);
            of_group.map(|(unit, _)| unit.to_string()).chain([group.to_string()]).collect()
        }
    };
    Some((message.clone(), names))
}
