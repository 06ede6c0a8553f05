//! Moving a running case to another edition of its map: which step continues which, what becomes of its
//! tasks, timers, clocks and fields. Pure: the preview and the execution are the same computation.
//!
//! What cannot be continued is an [`Obstacle`], and a case with one is not touched
//! (docs/decisions/0030-a-case-is-moved-as-a-whole.md).

mod carry;
mod clock;
mod obstacle;
mod plan;
mod preview;
mod timers;

use jiff::Timestamp;

use crate::decide::moved;
use crate::instance::Instance;
use crate::process::Process;

pub use obstacle::{Obstacle, of_plan};
pub use plan::{ClockRule, MigrationPlan, without_namesake};
pub use preview::{CaseMove, DueMove, FieldMove, FieldState, TaskMove, TimerMove, TimerState};

/// Two editions of one process, and how cases go from one to the other.
#[derive(Clone, Copy, Debug)]
pub struct Migration<'a> {
    /// The edition that the case runs.
    pub from: &'a Process,
    /// The edition that it will run.
    pub to: &'a Process,
    /// Which step continues which.
    pub plan: &'a MigrationPlan,
}

impl Migration<'_> {
    /// The case as it stands on the other edition, or every reason why it cannot. The version is that of
    /// `case`, and the timers of its clock are still to be armed; `at` decides only what the calendar knows.
    pub(crate) fn image(&self, case: &Instance, at: Timestamp) -> Result<Instance, Vec<Obstacle>> {
        let mut obstacles = obstacle::of_plan(self);
        obstacles.extend(obstacle::of_case(self, case));
        if !obstacles.is_empty() {
            return Err(obstacles);
        }
        carry::carry(self, case, at).map_err(|obstacle| vec![obstacle])
    }

    /// What moving the case changes, listed; or every reason why it cannot be moved. It is what
    /// [`crate::transition::migrate`] does, without an event.
    pub fn preview(&self, case: &Instance, at: Timestamp) -> Result<CaseMove, Vec<Obstacle>> {
        let image = self.image(case, at)?;
        let after = moved(self.to, case, image, at);
        let after = after.map_err(|rejection| vec![Obstacle::rejected(&rejection)])?;
        Ok(CaseMove::between(self, case, &after))
    }
}
