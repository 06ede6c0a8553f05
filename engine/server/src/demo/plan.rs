//! When what a case waits for will happen: how long tasks lie and how long they are worked, when messages
//! come, when somebody withdraws.

use std::collections::BTreeSet;
use std::sync::Arc;

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use reglament_core::calendar::WorkingTime;
use reglament_core::definition::{EXTENSION_NOTICE, Trigger};
use reglament_core::event::ActivationNo;
use reglament_core::ids::InstanceId;
use reglament_core::instance::{
    Activation, ActivationState, Clock, Instance, SideClockState, Task,
};
use reglament_core::process::Process;

use super::agenda::Act;
use super::staff::Staff;
use super::vary::Varied;

/// Chances, in per mille: a task is forgotten; it comes too late; somebody withdraws; a term that can be
/// extended is; something is noted for colleagues; a task is urgent.
const FORGOTTEN: f64 = 4.0;
const LATE: f64 = 18.0;
const INTERRUPTED: u32 = 35;
const EXTENDED: u32 = 90;
const COMMENTED: u32 = 120;
const URGENT: u32 = 40;
/// The working time for a task that no term binds, in minutes.
const UNBOUND_MINUTES: f64 = 900.0;
/// An incident is looked at so often; then it stands for a person of today.
const RETRIES_MAX: u32 = 1;

/// A case of the demonstration. Its own chances come from its own generator, so that they do not depend on
/// what other cases do.
#[expect(clippy::struct_excessive_bools, reason = "each says whether something was planned once")]
pub(super) struct Case {
    pub rng: Rng,
    pub process: Arc<Process>,
    pub id: Option<InstanceId>,
    pub varied: Varied,
    /// How often work was sent back.
    pub returned: u32,
    planned: BTreeSet<(ActivationNo, u32)>,
    retries: u32,
    came_again: bool,
    is_begun: bool,
    has_term: bool,
    gives_notice: bool,
}

impl Case {
    /// A case to come.
    pub(super) fn new(process: Arc<Process>, seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            process,
            id: None,
            varied: Varied::default(),
            returned: 0,
            planned: BTreeSet::new(),
            retries: 0,
            came_again: false,
            is_begun: false,
            has_term: false,
            gives_notice: false,
        }
    }

    /// What will happen to the case as it stands now, beside what was planned before.
    pub(super) fn plan(
        &mut self,
        instance: &Instance,
        staff: &Staff,
        now: Timestamp,
    ) -> Vec<(Timestamp, Act)> {
        let mut acts = Vec::new();
        for (no, open) in &instance.activations {
            if self.planned.insert((*no, tries(open))) {
                acts.extend(self.wait_for(*no, open, instance, staff, now));
                acts.extend(self.aside(*no, open, now));
            }
        }
        acts.extend(self.surprises(instance, now));
        acts
    }

    /// When somebody who was sent away comes again, once: in the next hours of reception.
    pub(super) fn comes_again(&mut self, now: Timestamp) -> Option<Timestamp> {
        if std::mem::replace(&mut self.came_again, true) {
            return None;
        }
        let later = now.checked_add(SignedDuration::from_mins(self.rng.i64(10..120))).ok()?;
        self.process.calendar_known(now).next_opening(later).ok()
    }

    /// The working moment so many minutes later.
    pub(super) fn later(&self, now: Timestamp, minutes: f64) -> Timestamp {
        let minutes = minutes.max(1.0);
        // A few thousand minutes at the most.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small and positive"
        )]
        let seconds = (minutes * 60.0) as u64;
        let view = self.process.calendar_known(now);
        view.add_working_time(now, WorkingTime::from_seconds(seconds)).unwrap_or(now)
    }

    fn wait_for(
        &mut self,
        no: ActivationNo,
        open: &Activation,
        instance: &Instance,
        staff: &Staff,
        now: Timestamp,
    ) -> Option<(Timestamp, Act)> {
        match &open.state {
            ActivationState::Task(task) if task.assignee.is_none() => {
                let lies = self.lies(task, instance, staff, now)?;
                Some((self.later(now, lies), Act::Take(no)))
            }
            ActivationState::Job(job) => {
                let minutes = 5.0 + 55.0 * self.rng.f64();
                Some((self.later(now.max(job.available_at), minutes), Act::Work(no)))
            }
            ActivationState::Messages { .. } => {
                // Applicants act at any hour.
                let minutes = self.rng.i64(4..600) * if self.rng.u8(..10) == 0 { 12 } else { 1 };
                let at = now.checked_add(SignedDuration::from_mins(minutes)).ok()?;
                Some((at, Act::Answer(no)))
            }
            ActivationState::Incident(_) if self.retries < RETRIES_MAX => {
                self.retries += 1;
                let minutes = 200.0 + 900.0 * self.rng.f64();
                Some((self.later(now, minutes), Act::Retry(no)))
            }
            _ => None,
        }
    }

    /// What people do beside the work when a task comes: they note something, or it is urgent.
    fn aside(
        &mut self,
        no: ActivationNo,
        open: &Activation,
        now: Timestamp,
    ) -> Option<(Timestamp, Act)> {
        let ActivationState::Task(task) = &open.state else { return None };
        let chance = self.rng.u32(..1_000);
        let act = match task.assignee {
            Some(_) if chance < COMMENTED => Act::Comment,
            None if chance < URGENT => Act::Urge(no),
            _ => return None,
        };
        let minutes = 2.0 + 20.0 * self.rng.f64();
        Some((self.later(now, minutes), act))
    }

    /// How many working minutes a task lies until somebody takes it; none when it is forgotten.
    fn lies(
        &mut self,
        task: &Task,
        instance: &Instance,
        staff: &Staff,
        now: Timestamp,
    ) -> Option<f64> {
        let view = self.process.calendar_known(now);
        let dues =
            [instance.clock.figures().map(|it| it.due.at), task.due.as_ref().map(|it| it.at)];
        let due = dues.into_iter().flatten().min();
        let left = due.and_then(|due| view.working_minutes_between(now, due).ok());
        #[expect(clippy::cast_precision_loss, reason = "a few thousand minutes")]
        let left = left.map(|left| left as f64);
        let load = staff.load(&task.group, self.process.day(now));
        let chance = f64::from(self.rng.u32(..1_000));
        if chance < FORGOTTEN {
            return None;
        }
        let soon = 0.02 + 0.2 * self.rng.f64() * self.rng.f64() + 0.08 * self.rng.f64();
        let late = 0.7 + 0.8 * self.rng.f64();
        // What is late already is not left much longer; a long term is not used up for its length.
        Some(match left {
            Some(left) if left >= 60.0 && chance < FORGOTTEN + LATE * load * load => left * late,
            Some(left) if left >= 60.0 => left.min(UNBOUND_MINUTES * 9.0) * soon * load,
            Some(_) => 240.0 * load * self.rng.f64(),
            None => UNBOUND_MINUTES * soon * load,
        })
    }

    /// What comes without being waited for.
    fn surprises(&mut self, instance: &Instance, now: Timestamp) -> Vec<(Timestamp, Act)> {
        let mut acts = Vec::new();
        if !std::mem::replace(&mut self.is_begun, true) && self.rng.u32(..1_000) < INTERRUPTED {
            let messages: Vec<_> = self.process.definition.on.iter().collect();
            if let Some(place) = (!messages.is_empty()).then(|| self.rng.usize(..messages.len()))
                && let Trigger::Message(name) = &messages[place].trigger
            {
                let minutes = 60.0 + 1_800.0 * self.rng.f64();
                acts.push((self.later(now, minutes), Act::Interrupt(name.clone())));
            }
        }
        let deadline = self.process.definition.deadline.as_ref();
        let can_be_extended = deadline.is_some_and(|it| it.extension.is_some());
        if let Clock::Running(figures) = &instance.clock
            && !std::mem::replace(&mut self.has_term, true)
            && can_be_extended
            && self.rng.u32(..1_000) < EXTENDED
        {
            let view = self.process.calendar_known(now);
            let percent = self.rng.u8(45..95);
            if let Ok(at) = view.part_of(figures.from, figures.due.at, percent) {
                acts.push((at.max(now), Act::Extend));
            }
        }
        let notice = instance.side_clocks.get(EXTENSION_NOTICE);
        if notice.is_some_and(|it| it.state == SideClockState::Running)
            && !std::mem::replace(&mut self.gives_notice, true)
        {
            let minutes = 100.0 + 1_700.0 * self.rng.f64();
            acts.push((self.later(now, minutes), Act::HandOver));
        }
        acts
    }
}

/// What makes an activation another thing to wait for: a job that failed is to be done again.
fn tries(open: &Activation) -> u32 {
    match &open.state {
        ActivationState::Job(job) => job.attempts,
        ActivationState::Incident(_) => u32::MAX,
        ActivationState::Task(task) => u32::from(task.assignee.is_some()) + 1,
        _ => 0,
    }
}
