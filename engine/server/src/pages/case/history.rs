//! The history in plain words: every event has a sentence.

mod changes;
mod scopes;
mod work;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use reglament_core::command::{DocumentChecks, DocumentState, RefusalGround};
use reglament_core::event::{ActivationNo, Event, Recorded, ScopeNo, TimerPurpose};
use reglament_core::ids::{InstanceId, StepId};
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_core::value::Value;
use serde::Serialize;

use super::deadlines;
use crate::pages::format;
use crate::pages::names::{self, People};
use crate::pages::sources;
use crate::texts::{Args, say};

use scopes::Scopes;

/// A line of the history.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The number of the event.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// What happened.
    pub text: String,
    /// More about it.
    pub notes: Vec<String>,
}

/// Tells the history of one case.
pub struct Teller<'a> {
    lang: Lang,
    process: &'a Process,
    people: &'a People,
    zone: &'a TimeZone,
    steps: BTreeMap<ActivationNo, StepId>,
    scopes: Scopes,
    files: BTreeMap<u32, String>,
    changes: BTreeMap<u64, Vec<String>>,
}

impl<'a> Teller<'a> {
    /// A teller of these events.
    pub fn new(lang: Lang, process: &'a Process, people: &'a People, events: &[Recorded]) -> Self {
        let opened = events.iter().filter_map(|recorded| match &recorded.event {
            Event::StepEntered { no, step, .. }
            | Event::TaskOpened { no, step, .. }
            | Event::JobOpened { no, step, .. }
            | Event::CallOpened { no, step, .. }
            | Event::MessagesAwaited { no, step, .. }
            | Event::SubprocessOpened { no, step, .. }
            | Event::CompensationBegun { no, step, .. }
            | Event::IncidentRaised { no, step, .. } => Some((*no, step.clone())),
            _ => None,
        });
        let steps = opened.collect();
        let scopes = Scopes::of(events);
        let files = events.iter().filter_map(|recorded| match &recorded.event {
            Event::FileAttached { no, file } => Some((*no, file.name.clone())),
            _ => None,
        });
        let (zone, files, changes) = (process.calendar.zone(), files.collect(), BTreeMap::new());
        Self { lang, process, people, zone, steps, scopes, files, changes }
    }

    /// The same, telling what each event changed in the case data: before and after. `events` are those of
    /// the case from its first one on.
    #[must_use]
    pub fn with_changes(self, id: &InstanceId, events: &[Recorded]) -> Self {
        let changes = changes::of(self.lang, self.process, id, events);
        Self { changes, ..self }
    }

    /// The lines, the newest first; `all` includes what the engine noted for itself.
    pub fn lines(&self, events: &[Recorded], all: bool) -> Vec<Line> {
        let shown = events.iter().rev().filter(|recorded| all || concerns_people(&recorded.event));
        shown.map(|recorded| self.line(recorded)).collect()
    }

    fn line(&self, recorded: &Recorded) -> Line {
        let by = match recorded.by.as_str() {
            "engine" => say(self.lang, "history-engine", &[]),
            by => self.people.name(by),
        };
        let by = match recorded.event.on_behalf_of() {
            Some(whom) => self.say(
                "history-on-behalf",
                &[("who", by.into()), ("whom", self.people.name(whom.as_str()).into())],
            ),
            None => by,
        };
        let mut notes = self.notes(&recorded.event);
        notes.extend(self.changes.get(&recorded.seq).into_iter().flatten().cloned());
        Line {
            seq: recorded.seq,
            at: format::moment(self.lang, recorded.at, self.zone),
            by,
            text: self.labelled(&recorded.event),
            notes,
        }
    }

    /// The sentence of an event, with the item that it is about.
    fn labelled(&self, event: &Event) -> String {
        let sentence = self.sentence(event);
        match self.scopes.label(event) {
            Some(label) => {
                let args = [("text", sentence.into()), ("item", label.into())];
                self.say("event-of-item", &args)
            }
            None => sentence,
        }
    }

    /// The sentence of an event.
    #[expect(clippy::too_many_lines, reason = "one arm for each event: it reads as a table")]
    pub fn sentence(&self, event: &Event) -> String {
        match event {
            Event::InstanceStarted { caller: Some(caller), .. } => {
                self.say("event-called", &[("number", caller.instance.to_string().into())])
            }
            Event::InstanceStarted { .. } => self.say("event-started", &[]),
            Event::StepPassed { step, .. } => self.with_step("event-step-passed", step),
            Event::StepEntered { step, .. } => self.with_step("event-step-entered", step),
            Event::TaskOpened { step, unit, .. } => {
                let unit = names::unit(self.lang, Some(self.process), unit);
                self.say(
                    "event-task-opened",
                    &[("step", self.step(step).into()), ("unit", unit.into())],
                )
            }
            Event::TaskRecounted { no, was, due } => self.say(
                "event-task-recounted",
                &[
                    ("step", self.at(*no).into()),
                    ("was", format::date(self.lang, *was).into()),
                    ("date", format::date(self.lang, due.date).into()),
                ],
            ),
            Event::TaskClaimed { no, .. } => self.with_no("event-task-claimed", *no),
            Event::TaskUnclaimed { no, .. } => self.with_no("event-task-unclaimed", *no),
            Event::TaskCompleted { no, outcome, .. } => {
                let outcome = self.outcome(*no, outcome);
                self.say(
                    "event-task-completed",
                    &[("step", self.at(*no).into()), ("outcome", outcome.into())],
                )
            }
            Event::TaskAssigned { .. }
            | Event::TaskDelegated { .. }
            | Event::DelegationResolved { .. }
            | Event::DecisionHeld { .. }
            | Event::DecisionRecalled { .. }
            | Event::TaskMoved { .. }
            | Event::EscalationReached { .. }
            | Event::TaskPrioritised { .. }
            | Event::CasePrioritised { .. }
            | Event::CommentAdded { .. }
            | Event::FileAttached { .. }
            | Event::AttachmentRemoved { .. } => self.work(event),
            Event::JobOpened { step, .. } => self.with_step("event-job-opened", step),
            Event::JobCompleted { no, .. } => self.with_no("event-job-completed", *no),
            Event::JobFailed { no, .. } => self.with_no("event-job-failed", *no),
            Event::CallOpened { step, .. } => self.with_step("event-call-opened", step),
            Event::CallCompleted { no, child, .. } => self.called(*no, child.as_ref()),
            Event::DecisionMade { step, .. } => self.with_step("event-decision", step),
            Event::TimerArmed { purpose, due, .. } => {
                let what = self.purpose(purpose);
                let due = format::moment(self.lang, *due, self.zone);
                self.say("event-timer-armed", &[("what", what.into()), ("due", due.into())])
            }
            Event::TimerFired { .. } => self.say("event-timer-fired", &[]),
            Event::StepOverdue { step, waiting: true, .. } => {
                self.with_step("event-waiting-too-long", step)
            }
            Event::StepOverdue { step, .. } => self.with_step("event-step-overdue", step),
            Event::DeadlineStarted { deadline, due, .. } => {
                let due = format::date(self.lang, due.date);
                let title = deadlines::title(self.lang, self.process, deadline);
                self.say("event-deadline", &[("deadline", title.into()), ("date", due.into())])
            }
            Event::DeadlineMet { deadline } => self.deadline("event-deadline-met", deadline),
            Event::DeadlineBreached { deadline } => {
                self.deadline("event-deadline-breached", deadline)
            }
            Event::DoneLate { deadline } => self.deadline("event-done-late", deadline),
            Event::MessagesAwaited { step, .. } => self.with_step("event-message-awaited", step),
            Event::MessageKept { message, .. } => {
                self.say("event-message-kept", &[("message", message.clone().into())])
            }
            Event::MessageReceived { message, .. } => {
                self.say("event-message", &[("message", message.clone().into())])
            }
            Event::NotificationRequested { step, to, .. } => self.notification(step, to),
            Event::DocumentRequested { step, .. } => self.with_step("event-document", step),
            Event::TokenWaits { step, .. } => self.with_step("event-token-waits", step),
            Event::Joined { step, .. } => self.with_step("event-joined", step),
            Event::TokenEnded { step, .. } => self.with_step("event-token-ended", step),
            Event::TokensDropped { step, .. } => self.with_step("event-tokens-dropped", step),
            Event::ErrorThrown { step, error, .. } => self.thrown("event-error", step, error),
            Event::EscalationThrown { step, escalation, .. } => {
                self.thrown("event-escalation", step, escalation)
            }
            Event::SignalThrown { step, signal, .. } => self.thrown("event-signal", step, signal),
            Event::FlowChosen { no, .. } => self.with_no("event-flow-chosen", *no),
            Event::ConditionMet { no: Some(no), .. } => self.with_no("event-condition-met", *no),
            Event::ConditionMet { no: None, .. } => self.say("event-condition-of-case", &[]),
            Event::UndoNoted { step, .. } => self.with_step("event-undo-noted", step),
            Event::CompensationBegun { step, .. } => self.with_step("event-undoing", step),
            Event::CompensationEnded { no } => self.with_no("event-undone", *no),
            Event::ScopeOpened { undoes: Some(step), .. } => self.with_step("event-undo", step),
            Event::SubprocessOpened { step, .. } => self.with_step("event-subprocess", step),
            Event::ScopeOpened { of, .. } => self.with_no("event-scope-opened", *of),
            Event::ScopeEnded { scope } => self.with_scope("event-scope-ended", *scope),
            Event::ScopeCancelled { scope } => self.with_scope("event-scope-cancelled", *scope),
            Event::ScopeCleared { scope } => self.with_scope("event-scope-cleared", *scope),
            Event::SubprocessCompleted { no } => self.with_no("event-subprocess-completed", *no),
            Event::StepInterrupted { no } => self.with_no("event-interrupted", *no),
            Event::ApplicantNamed { name } => {
                self.say("event-applicant", &[("name", name.clone().into())])
            }
            Event::CaseLinked { to: Some(number) } => {
                self.say("event-case-linked", &[("number", number.clone().into())])
            }
            Event::OfficeNamed { office: Some(office) } => {
                self.say("event-office", &[("office", office.to_string().into())])
            }
            Event::OfficeNamed { office: None } => self.say("event-no-office", &[]),
            Event::CaseLinked { to: None } => self.say("event-case-unlinked", &[]),
            Event::CaseMigrated { after } => {
                self.say("event-migrated", &[("edition", after.edition.to_string().into())])
            }
            Event::MigrationUndone { after } => {
                self.say("event-migration-undone", &[("edition", after.edition.to_string().into())])
            }
            Event::StatusChanged { status } => self.status(status),
            Event::InstanceEnded { step } => self.with_step("event-ended", step),
            Event::InstanceCancelled { .. } => self.say("event-cancelled", &[]),
            Event::IncidentRaised { step, .. } => self.with_step("event-incident", step),
            Event::IncidentResolved { no } => self.with_no("event-incident-resolved", *no),
            Event::ClockStarted { .. }
            | Event::ClockPaused
            | Event::ClockResumed { .. }
            | Event::ClockExtended { .. }
            | Event::ClockRecounted { .. }
            | Event::ClockWarned { .. }
            | Event::ClockDoneLate
            | Event::ClockBreached
            | Event::ClockMet => self.clock(event),
        }
    }

    fn called(&self, no: ActivationNo, child: Option<&InstanceId>) -> String {
        let number = child.map(ToString::to_string).unwrap_or_default();
        self.say("event-call-completed", &[("step", self.at(no).into()), ("number", number.into())])
    }

    fn clock(&self, event: &Event) -> String {
        let date = |date| format::date(self.lang, date).into();
        match event {
            Event::ClockStarted { term, due, .. } => {
                let term = format::term(self.lang, *term).into();
                self.say("event-clock-started", &[("term", term), ("date", date(due.date))])
            }
            Event::ClockPaused => self.say("event-clock-paused", &[]),
            Event::ClockResumed { due, .. } => {
                self.say("event-clock-resumed", &[("date", date(due.date))])
            }
            Event::ClockExtended { days, due, .. } => {
                let days = i64::from(*days).into();
                self.say("event-clock-extended", &[("days", days), ("date", date(due.date))])
            }
            Event::ClockRecounted { was, due, .. } => {
                let dates = [("was", date(*was)), ("date", date(due.date))];
                self.say("event-clock-recounted", &dates)
            }
            Event::ClockWarned { .. } => self.say("event-clock-warned", &[]),
            Event::ClockDoneLate => self.say("event-clock-done-late", &[]),
            Event::ClockBreached => self.say("event-clock-breached", &[]),
            Event::ClockMet => self.say("event-clock-met", &[]),
            _ => String::new(),
        }
    }

    fn notes(&self, event: &Event) -> Vec<String> {
        match event {
            Event::TaskCompleted { documents, ground, comment, .. } => {
                let documents = documents.as_ref().map(|checks| self.documents(checks));
                let ground = ground.as_ref().map(|ground| self.ground(ground));
                let comment = comment.iter().cloned();
                documents.into_iter().chain(ground.into_iter().flatten()).chain(comment).collect()
            }
            Event::ClockExtended { reason, .. } => filled(reason.get(self.lang)),
            Event::InstanceCancelled { reason }
            | Event::DecisionRecalled { reason, .. }
            | Event::AttachmentRemoved { reason, .. } => filled(reason),
            Event::TaskDelegated { note, .. } | Event::DelegationResolved { note, .. } => {
                filled(note)
            }
            Event::CommentAdded { text } => filled(text),
            Event::JobFailed { error, attempts, .. } => {
                let left =
                    say(self.lang, "note-attempts", &[("count", i64::from(*attempts).into())]);
                vec![error.clone(), left]
            }
            Event::IncidentRaised { message, code, .. } => vec![format!("{message} ({code})")],
            Event::DecisionMade { decision, result, rules, inputs, .. } => {
                let fired = self.fired(decision, rules, inputs);
                filled(&result.to_string()).into_iter().chain(fired).collect()
            }
            _ => Vec::new(),
        }
    }

    fn documents(&self, checks: &DocumentChecks) -> String {
        let all = || say(self.lang, "note-documents-all", &[]);
        let DocumentChecks::Each(each) = checks else { return all() };
        let lacking = each.iter().filter(|(_, state)| **state != DocumentState::Present);
        let names: Vec<_> = lacking.map(|(name, _)| self.document(name)).collect();
        if names.is_empty() {
            return all();
        }
        say(self.lang, "note-documents-lacking", &[("documents", names.join("; ").into())])
    }

    fn document(&self, name: &str) -> String {
        let documents = self.process.definition.documents.as_ref();
        let title = documents.and_then(|documents| documents.names.get(name));
        title.map_or_else(|| name.to_owned(), |it| it.title.get(self.lang).to_owned())
    }

    /// Which rules of a table fired, for which inputs, and where they are said.
    fn fired(
        &self,
        decision: &str,
        rules: &[u32],
        inputs: &BTreeMap<String, Value>,
    ) -> Vec<String> {
        let inputs = inputs.iter().map(|(name, value)| format!("{name} = {value}"));
        let inputs = inputs.collect::<Vec<_>>().join(", ");
        let definition = &self.process.definition;
        let numbers = rules.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let told = [
            ("table", decision.to_owned().into()),
            ("rules", numbers.into()),
            ("inputs", inputs.into()),
        ];
        let table = definition.decisions.get(decision);
        let rule = |number: &u32| table?.rules.get(usize::try_from(*number).ok()?.checked_sub(1)?);
        let cites: Vec<String> =
            rules.iter().filter_map(rule).flat_map(|rule| rule.cites.clone()).collect();
        let told = say(self.lang, "note-rules", &told);
        [told].into_iter().chain(sources::of(definition, &cites)).collect()
    }

    fn ground(&self, stated: &RefusalGround) -> Vec<String> {
        let title = self.process.definition.grounds.get(&stated.ground).map(|ground| &ground.title);
        let title =
            title.map_or_else(|| stated.ground.clone(), |title| title.get(self.lang).to_owned());
        let ground = say(self.lang, "note-ground", &[("ground", title.into())]);
        [ground].into_iter().chain(filled(stated.facts.get(self.lang))).collect()
    }

    fn notification(&self, step: &StepId, to: &str) -> String {
        let to = match to {
            "applicant" => say(self.lang, "to-applicant", &[]),
            unit => names::unit(self.lang, Some(self.process), &unit.into()),
        };
        self.say("event-notification", &[("message", self.step(step).into()), ("to", to.into())])
    }

    fn status(&self, status: &str) -> String {
        let words = self.process.definition.statuses.get(status);
        let words =
            words.map_or_else(|| status.to_owned(), |words| words.get(self.lang).to_owned());
        self.say("event-status", &[("status", words.into())])
    }

    fn purpose(&self, purpose: &TimerPurpose) -> String {
        match purpose {
            TimerPurpose::Step { no }
            | TimerPurpose::Flow { no, .. }
            | TimerPurpose::Boundary { no, .. } => self.at(*no),
            TimerPurpose::Overdue { no } | TimerPurpose::Waiting { no } => {
                self.say("timer-overdue", &[("step", self.at(*no).into())])
            }
            TimerPurpose::TakeEffect { no } => {
                self.say("timer-take-effect", &[("step", self.at(*no).into())])
            }
            TimerPurpose::Process { .. } => say(self.lang, "timer-process", &[]),
            TimerPurpose::Deadline { .. }
            | TimerPurpose::Warning { .. }
            | TimerPurpose::Rung { .. } => say(self.lang, "timer-warning", &[]),
            TimerPurpose::SideBreach { deadline } => {
                deadlines::title(self.lang, self.process, deadline)
            }
            TimerPurpose::Breach => say(self.lang, "timer-breach", &[]),
        }
    }

    /// The words of an outcome: those of the button.
    fn outcome(&self, no: ActivationNo, outcome: &str) -> String {
        let step = self.steps.get(&no);
        step.map_or_else(
            || say(self.lang, "task-complete", &[]),
            |step| names::outcome(self.lang, self.process, step, outcome),
        )
    }

    fn deadline(&self, key: &str, name: &str) -> String {
        let title = deadlines::title(self.lang, self.process, name);
        self.say(key, &[("deadline", title.into())])
    }

    fn with_step(&self, key: &str, step: &StepId) -> String {
        self.say(key, &[("step", self.step(step).into())])
    }

    fn with_no(&self, key: &str, no: ActivationNo) -> String {
        self.say(key, &[("step", self.at(no).into())])
    }

    fn thrown(&self, key: &str, step: &StepId, name: &str) -> String {
        self.say(key, &[("step", self.step(step).into()), ("name", name.to_owned().into())])
    }

    fn with_scope(&self, key: &str, scope: ScopeNo) -> String {
        self.with_no(key, self.scopes.owner(scope).unwrap_or_default())
    }

    fn step(&self, step: &StepId) -> String {
        names::step(self.lang, Some(self.process), step)
    }

    /// The step of an activation that was opened on this page of the history or before it.
    fn at(&self, no: ActivationNo) -> String {
        self.steps.get(&no).map_or_else(|| say(self.lang, "some-step", &[]), |step| self.step(step))
    }

    fn say(&self, key: &str, args: &Args) -> String {
        say(self.lang, key, args)
    }
}

/// Whether people ask about it; the rest is what the engine noted for itself.
const fn concerns_people(event: &Event) -> bool {
    !matches!(
        event,
        Event::StepPassed { .. }
            | Event::StepEntered { .. }
            | Event::TimerArmed { .. }
            | Event::TimerFired { .. }
            | Event::TokenWaits { .. }
            | Event::Joined { .. }
            | Event::TokenEnded { .. }
            | Event::TokensDropped { .. }
            | Event::ScopeOpened { undoes: None, .. }
            | Event::UndoNoted { .. }
            | Event::ScopeCleared { .. }
            | Event::ApplicantNamed { .. }
    )
}

fn filled(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
}

#[cfg(test)]
mod tests;
