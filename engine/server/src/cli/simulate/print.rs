//! What a simulation prints: events, letters and the clock, for people or for programs.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::Timestamp;
use reglament_core::event::{ActivationNo, Event, Recorded};
use reglament_core::ids::StepId;
use reglament_core::instance::Instance;
use reglament_core::process::Process;
use reglament_core::scenario::{Observer, Played, letters};
use reglament_core::text::Lang;
use serde_json::json;

/// Gathers the lines of a simulation. The same play gives the same bytes.
#[derive(Debug)]
pub(super) struct Printer {
    json: bool,
    lang: Lang,
    text: String,
    /// The steps of tasks and jobs, by activation.
    steps: BTreeMap<ActivationNo, StepId>,
}

impl Printer {
    pub(super) const fn new(json: bool, lang: Lang) -> Self {
        Self { json, lang, text: String::new(), steps: BTreeMap::new() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn for_programs(&mut self, played: &Played<'_>) {
        for recorded in played.events {
            self.line(&json!({ "event": recorded }).to_string());
        }
        for effect in played.effects {
            self.line(&json!({ "effect": effect }).to_string());
        }
        let clock = json!({ "at": played.at, "clock": played.instance.clock });
        self.line(&clock.to_string());
    }

    fn for_people(&mut self, played: &Played<'_>) {
        for recorded in played.events {
            if let Event::TaskOpened { no, step, .. } | Event::JobOpened { no, step, .. } =
                &recorded.event
            {
                self.steps.insert(*no, step.clone());
            }
            if let Some(words) = self.words(played, recorded) {
                let at = local(played.process, recorded.at);
                let by = &recorded.by;
                self.line(&format!("{at}  {words}  ({by})"));
            }
        }
        for effect in played.effects {
            let Some((message, to)) = letters(played.process, effect) else { continue };
            let to = to.first().cloned().unwrap_or_default();
            self.line(&format!("{:16}  letter `{message}` to {to}", ""));
        }
    }

    fn words(&self, played: &Played<'_>, recorded: &Recorded) -> Option<String> {
        let titled = |step: &StepId| titled(played.process, step, self.lang);
        let step = |no: &ActivationNo| self.steps.get(no).map_or("", StepId::as_str);
        let due = |at: Timestamp| local(played.process, at);
        Some(match &recorded.event {
            Event::InstanceStarted { applicant, .. } => format!("filed by {applicant}"),
            Event::TaskOpened { step, group, .. } => {
                format!("task {} for {group}", titled(step))
            }
            Event::TaskCompleted { outcome, no, .. } => {
                format!("task {} completed: {outcome}", step(no))
            }
            Event::JobOpened { step, worker, .. } => format!("job {} for {worker}", titled(step)),
            Event::JobCompleted { .. } => "job completed".to_owned(),
            Event::CallOpened { step, process, .. } => {
                format!("case of {process} called at {}", titled(step))
            }
            Event::CallCompleted { .. } => "called case came back".to_owned(),
            Event::JobFailed { error, attempts, retry_at, .. } => {
                format!(
                    "job failed: {error}; {attempts} attempts left, again at {}",
                    due(*retry_at)
                )
            }
            Event::DecisionMade { decision, result, rules, .. } => {
                format!("decision {decision}: {result} by rules {rules:?}")
            }
            Event::MessageReceived { message, .. } => format!("message `{message}` received"),
            Event::DocumentRequested { document, .. } => format!("document `{document}`"),
            Event::StepPassed { step, .. } => format!("passed {}", titled(step)),
            Event::StatusChanged { status } => format!("status: {status}"),
            Event::ClockStarted { term, due: until, .. } => {
                format!("clock: {term}, due {}", due(until.at))
            }
            Event::ClockPaused => "clock paused".to_owned(),
            Event::ClockResumed { due: until, .. } => {
                format!("clock goes on, due {}", due(until.at))
            }
            Event::ClockExtended { days, due: until, .. } => {
                format!("clock extended by {days}, due {}", due(until.at))
            }
            Event::ClockRecounted { was, due: until, .. } => {
                format!("clock recounted: was {was}, due {}", due(until.at))
            }
            Event::ClockWarned { .. } => format!("clock warns{}", remaining(played.instance)),
            Event::ClockBreached => "clock breached".to_owned(),
            Event::ClockMet => "clock met".to_owned(),
            Event::IncidentRaised { step, message, .. } => {
                format!("incident at {}: {message}", titled(step))
            }
            Event::InstanceEnded { step } => format!("ended at {}", titled(step)),
            Event::InstanceCancelled { reason } => format!("cancelled: {reason}"),
            _ => return None,
        })
    }
}

impl Observer for Printer {
    fn played(&mut self, played: &Played<'_>) {
        if self.json { self.for_programs(played) } else { self.for_people(played) }
    }
}

fn remaining(instance: &Instance) -> String {
    instance.clock.figures().map_or_else(String::new, |it| format!(": due {}", it.due.date))
}

/// A step by its name and title.
fn titled(process: &Process, step: &StepId, lang: Lang) -> String {
    let mut words = step.to_string();
    let title = process.definition.step(step).map(|step| step.title.get(lang));
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        let _ = write!(words, " \"{title}\"");
    }
    words
}

/// A moment by the clock on the wall, to the minute.
fn local(process: &Process, at: Timestamp) -> String {
    process.calendar.latest().local(at).strftime("%Y-%m-%d %H:%M").to_string()
}
