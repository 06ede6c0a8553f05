//! What people did to tasks and to the case beside its data: assigned, delegated, commented, attached.

use reglament_core::definition::Threshold;
use reglament_core::event::Event;
use reglament_core::instance::Priority;

use super::Teller;
use crate::pages::format;
use crate::texts::FluentValue;

impl Teller<'_> {
    /// The sentence of such an event.
    pub(super) fn work(&self, event: &Event) -> String {
        match event {
            Event::TaskAssigned { no, to, .. } => {
                let to = self.people.name(to.as_str());
                self.say("event-task-assigned", &[("step", self.at(*no).into()), ("to", to.into())])
            }
            Event::TaskDelegated { no, to, .. } => {
                let to = self.people.name(to.as_str());
                let args = [("step", self.at(*no).into()), ("to", to.into())];
                self.say("event-task-delegated", &args)
            }
            Event::DelegationResolved { no, .. } => self.with_no("event-delegation-resolved", *no),
            Event::DecisionHeld { no, decision } => {
                let outcome = decision.completion.outcome.as_deref().unwrap_or_default();
                let until = format::moment(self.lang, decision.until, self.zone);
                let args = [
                    ("step", self.at(*no).into()),
                    ("outcome", self.outcome(*no, outcome).into()),
                    ("until", until.into()),
                ];
                self.say("event-decision-held", &args)
            }
            Event::DecisionRecalled { no, .. } => self.with_no("event-decision-recalled", *no),
            Event::TaskMoved { no, group } => {
                let args = [("step", self.at(*no).into()), ("group", group.to_string().into())];
                self.say("event-task-moved", &args)
            }
            Event::TaskPrioritised { no, priority } => {
                let args = [("step", self.at(*no).into()), ("priority", self.priority(*priority))];
                self.say("event-task-prioritised", &args)
            }
            Event::CasePrioritised { priority } => {
                self.say("event-case-prioritised", &[("priority", self.priority(*priority))])
            }
            Event::EscalationReached { rung } => self.rung(*rung),
            Event::CommentAdded { .. } => self.say("event-comment", &[]),
            Event::FileAttached { file, .. } => {
                let key = if file.version_of.is_some() {
                    "event-file-version"
                } else {
                    "event-file-attached"
                };
                self.say(key, &[("name", file.name.clone().into())])
            }
            Event::AttachmentRemoved { no, .. } => {
                let name = self.files.get(no).cloned().unwrap_or_else(|| no.to_string());
                self.say("event-file-removed", &[("name", name.into())])
            }
            _ => String::new(),
        }
    }

    /// When a rung goes off: it is named by that.
    fn rung(&self, rung: u32) -> String {
        let ladder = self.process.definition.deadline.as_ref().map(|deadline| &deadline.escalate);
        match ladder.and_then(|ladder| ladder.get(rung as usize)).map(|rung| rung.at) {
            Some(Threshold::Percent(percent)) => {
                self.say("event-rung-part", &[("percent", i64::from(percent).into())])
            }
            Some(Threshold::Overdue(term)) => {
                self.say("event-rung-overdue", &[("term", format::term(self.lang, term).into())])
            }
            Some(Threshold::Before(_)) | None => self.say("event-rung", &[]),
        }
    }

    fn priority(&self, priority: Priority) -> FluentValue<'static> {
        let key = match priority {
            Priority::Normal => "priority-normal",
            Priority::High => "priority-high",
            Priority::Urgent => "priority-urgent",
        };
        self.say(key, &[]).into()
    }
}
