//! A case goes on in another edition of its map, or back.

use jiff::Timestamp;

use super::Deciding;
use crate::access::Action;
use crate::command::{Actor, Request};
use crate::event::Event;
use crate::instance::Instance;
use crate::process::Process;
use crate::rejection::{Rejection, RejectionCode};

impl Deciding<'_> {
    /// The case becomes `image`, and its clock arms its timers by the map that it has now.
    fn move_to(&mut self, image: Instance) -> Result<(), Rejection> {
        self.emit(Event::CaseMigrated { after: Box::new(image) });
        self.arm_clock()?;
        self.settle_pause()
    }

    /// The case becomes what it was before it was moved.
    fn move_back(&mut self, image: Instance) {
        self.emit(Event::MigrationUndone { after: Box::new(image) });
    }
}

/// Decides that a case goes on as `image` in the edition of `to`.
pub(crate) fn migrate<'a>(
    to: &'a Process,
    before: &Instance,
    image: Instance,
    request: &'a Request,
) -> Result<Deciding<'a>, Rejection> {
    let mut deciding = open(to, before, request)?;
    deciding.move_to(image)?;
    Ok(deciding)
}

/// Decides that a case goes back to `image`, which it was before it was moved.
pub(crate) fn undo_migration<'a>(
    to: &'a Process,
    before: &Instance,
    image: Instance,
    request: &'a Request,
) -> Result<Deciding<'a>, Rejection> {
    let mut deciding = open(to, before, request)?;
    deciding.move_back(image);
    Ok(deciding)
}

fn open<'a>(
    to: &'a Process,
    before: &Instance,
    request: &'a Request,
) -> Result<Deciding<'a>, Rejection> {
    let deciding = Deciding::of(to, before.clone(), &request.by, request.at);
    deciding.allow(&Action::MigrateInstance)?;
    if before.is_running() {
        return Ok(deciding);
    }
    let message = "the case is closed, and runs no edition any more";
    Err(Rejection::new(RejectionCode::InstanceClosed, message))
}

/// What [`migrate`] makes of a case, without an event and without asking who may.
pub(crate) fn moved(
    to: &Process,
    before: &Instance,
    image: Instance,
    at: Timestamp,
) -> Result<Instance, Rejection> {
    let mut deciding = Deciding::of(to, before.clone(), &Actor::Engine, at);
    deciding.move_to(image)?;
    Ok(deciding.instance)
}
