//! Extend: the deadline is moved within the limit of the map, with reason, role and notice.

use super::Deciding;
use crate::access::Action;
use crate::command::ExtensionRequest;
use crate::definition::{ClockEvent, Deadline, Extension};
use crate::effect::Recipient;
use crate::event::{CASE, DueDate, Event};
use crate::instance::{Clock, ClockFigures};
use crate::process::Process;
use crate::react::recipient;
use crate::rejection::{Rejection, RejectionCode};

impl Deciding<'_> {
    pub(super) fn extend(&mut self, request: &ExtensionRequest) -> Result<(), Rejection> {
        let process = self.process;
        let (deadline, extension) = extension_of(process)?;
        let unit = process
            .definition
            .units
            .get(&extension.by)
            .ok_or_else(|| not_allowed("its unit is unknown"))?;
        self.allow(&Action::ExtendDeadline(&unit.group, self.instance.office.as_ref()))?;
        self.grant(deadline, extension, request)
    }

    /// Grants an extension, the right to which was checked.
    pub(super) fn grant(
        &mut self,
        deadline: &Deadline,
        extension: &Extension,
        request: &ExtensionRequest,
    ) -> Result<(), Rejection> {
        let (Clock::Running(figures) | Clock::Breached(figures) | Clock::Paused { figures, .. }) =
            self.instance.clock.clone()
        else {
            return Err(not_allowed("its clock does not run"));
        };
        let total = figures.extended_days.saturating_add(request.days);
        if request.days == 0 || total > extension.up_to.count {
            return Err(beyond(extension, &figures, request));
        }
        if extension.reason_required && request.reason.is_empty() {
            return Err(Rejection::new(
                RejectionCode::ReasonRequired,
                "an extension needs a reason",
            ));
        }
        let longer = ClockFigures { extended_days: total, ..figures.clone() };
        let due = self.counted(&longer, deadline)?;
        self.within_whole(extension, &figures, due)?;
        self.emit(Event::ClockExtended { days: request.days, reason: request.reason.clone(), due });
        self.arm_clock()?;
        self.clock_event(|event| matches!(event, ClockEvent::Extended))?;
        self.give_notice(extension)
    }

    /// Where the limit is the length of the whole, the new due date lies in it.
    fn within_whole(
        &self,
        extension: &Extension,
        figures: &ClockFigures,
        due: DueDate,
    ) -> Result<(), Rejection> {
        if extension.counted_from.is_due_date() {
            return Ok(());
        }
        let last = self.due(figures.from, extension.up_to)?;
        if due.date <= last.date {
            return Ok(());
        }
        Err(Rejection::new(
            RejectionCode::ExtensionNotAllowed,
            format!(
                "the term with its extension is {} at most, which end on {}; this would be {}",
                extension.up_to, last.date, due.date
            ),
        ))
    }

    /// The notice goes out at once. It is given with that, unless it must be printed and handed over.
    fn give_notice(&mut self, extension: &Extension) -> Result<(), Rejection> {
        if let Some(notice) = &extension.notify
            && let Some(step) = self.process.definition.first()
        {
            if let Some(document) = &notice.document {
                self.emit(Event::DocumentRequested {
                    step: step.clone(),
                    scope: CASE,
                    document: document.clone(),
                });
            }
            self.emit(Event::NotificationRequested {
                step: step.clone(),
                scope: CASE,
                message: notice.notify.message.clone(),
                to: notice.notify.to.clone(),
                attach: notice.notify.attach.clone(),
            });
            if !self.is_to_print(&notice.notify.to) {
                self.clock_event(|event| matches!(event, ClockEvent::NoticeGiven))?;
            }
        }
        Ok(())
    }

    fn is_to_print(&self, to: &str) -> bool {
        let to = recipient(self.process, &self.instance, self.at, to);
        matches!(to, Some(Recipient::Applicant { email: None, .. }))
    }
}

/// The deadline and the extension of it that the map allows.
pub(super) fn extension_of(process: &Process) -> Result<(&Deadline, &Extension), Rejection> {
    let deadline =
        process.definition.deadline.as_ref().ok_or_else(|| not_allowed("it has no deadline"))?;
    let extension =
        deadline.extension.as_ref().ok_or_else(|| not_allowed("its map names no extension"))?;
    Ok((deadline, extension))
}

fn beyond(extension: &Extension, figures: &ClockFigures, request: &ExtensionRequest) -> Rejection {
    Rejection::new(
        RejectionCode::ExtensionNotAllowed,
        format!(
            "the term can be extended by {} in all; {} of it are used, {} were asked for",
            extension.up_to, figures.extended_days, request.days
        ),
    )
}

fn not_allowed(why: &str) -> Rejection {
    Rejection::new(
        RejectionCode::ExtensionNotAllowed,
        format!("the case cannot be extended: {why}"),
    )
}
