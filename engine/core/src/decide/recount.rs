//! Recount: an amendment of the calendar moves the due dates of this case, because somebody says so.

use super::Deciding;
use super::clock::refusal;
use crate::access::Action;
use crate::event::Event;
use crate::recount::{ClockMove, Recount, TaskMove};
use crate::rejection::{Rejection, RejectionCode};

impl Deciding<'_> {
    pub(super) fn recount(&mut self) -> Result<(), Rejection> {
        self.allow(&Action::RecountDeadline)?;
        let recount = Recount::of(self.process, &self.instance, self.at).map_err(refusal)?;
        if recount.is_empty() {
            return Err(Rejection::new(
                RejectionCode::NothingMoves,
                "by the calendar as it is known now no due date of this case is another",
            ));
        }
        for TaskMove { no, was, due, .. } in recount.tasks {
            self.emit(Event::TaskRecounted { no, was: was.date, due });
        }
        let Some(ClockMove { was, original, due, .. }) = recount.clock else { return Ok(()) };
        self.emit(Event::ClockRecounted { was: was.date, original, due });
        // A due date that moves into the past is a breach at once.
        self.catch_up();
        self.arm_clock()
    }
}
