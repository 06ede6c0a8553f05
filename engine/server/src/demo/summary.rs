//! What the demonstration made, in a few lines.

use std::fmt;

use reglament_core::instance::{Clock, Instance, InstanceState};
use serde::Serialize;

/// How much there is now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Cases that were filed.
    pub filed: u64,
    /// Applications that no example of their service fits on their day.
    pub not_filed: u64,
    /// Cases that ended.
    pub ended: u64,
    /// Of these, in time; cases without a term are in neither.
    pub in_time: u64,
    /// Of these, too late.
    pub late: u64,
    /// Cases still running.
    pub running: u64,
    /// Of these, past their due date.
    pub overdue: u64,
    /// Deadlines that were extended.
    pub extended: u64,
    /// Cases with a refusal.
    pub refused: u64,
    /// Times that work was sent back.
    pub returned: u64,
    /// Cases that are about other cases.
    pub about_others: u64,
    /// Withdrawals and other messages that came without being waited for.
    pub interrupted: u64,
    /// Tasks that nobody could complete: their examples do not fit the map.
    pub stuck: u64,
    /// Commands carried out, those of timers and jobs left out.
    pub commands: u64,
    /// Letters and documents.
    pub effects: u64,
}

impl Summary {
    /// Counts a case as it stands at the end.
    pub(super) fn count(&mut self, instance: &Instance) {
        let has_ended = !matches!(instance.state, InstanceState::Running);
        let is_late = matches!(instance.clock, Clock::Breached(_));
        if has_ended {
            self.ended += 1;
            self.in_time += u64::from(matches!(instance.clock, Clock::Met(_)));
            self.late += u64::from(is_late);
        } else {
            self.running += 1;
            self.overdue += u64::from(is_late);
        }
        self.extended += u64::from(instance.clock.figures().is_some_and(|it| it.extended_days > 0));
        self.refused += u64::from(instance.ground.is_some());
        self.about_others += u64::from(instance.linked_to.is_some());
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = self;
        writeln!(
            f,
            "filed        {:>7}   ({} more applications fitted no map)",
            it.filed, it.not_filed
        )?;
        writeln!(f, "ended        {:>7}   {} in time, {} late", it.ended, it.in_time, it.late)?;
        writeln!(f, "running      {:>7}   {} of them overdue", it.running, it.overdue)?;
        writeln!(
            f,
            "             {:>7}   refusals, {} extensions, {} returns, {} withdrawals",
            it.refused, it.extended, it.returned, it.interrupted
        )?;
        writeln!(
            f,
            "             {:>7}   cases about other cases, such as complaints",
            it.about_others
        )?;
        write!(
            f,
            "             {:>7}   commands, {} letters and documents",
            it.commands, it.effects
        )?;
        if it.stuck > 0 {
            write!(f, "\n             {:>7}   tasks stuck: no example fits", it.stuck)?;
        }
        Ok(())
    }
}
