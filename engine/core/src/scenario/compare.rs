//! Compares what a scenario expects with what is: gives both in words when they differ.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::{Due, Expected, Letter, SideDeadlineExpected};
use crate::definition::{EXTENSION_NOTICE, Threshold};
use crate::event::{DueDate, Event, Recorded};
use crate::instance::{ActivationState, Instance, InstanceState, SideClock};
use crate::process::Process;
use crate::value::Value;

/// What is.
pub(super) struct Facts<'a> {
    pub(super) process: &'a Process,
    pub(super) now: Timestamp,
    pub(super) instance: Option<&'a Instance>,
    pub(super) events: &'a [Recorded],
    /// The letters so far: the message, and the names of its receiver.
    pub(super) letters: Vec<(String, Vec<String>)>,
    /// How many of them an earlier `expect` has looked at.
    pub(super) told: usize,
}

type Difference = (String, String);

/// Whether the facts are as expected.
pub(super) fn compare(that: &Expected, facts: &Facts<'_>) -> Result<(), Difference> {
    match that {
        Expected::Open(steps) => set("open", steps, facts.open()),
        Expected::Status(status) => {
            let found = facts.instance.and_then(|instance| instance.status.as_deref());
            one("status", status.as_deref(), found)
        }
        Expected::Due(due) => {
            let found = facts.instance.and_then(|instance| instance.clock.figures());
            facts.due("due", *due, found.map(|figures| figures.due))
        }
        Expected::NoticeDue(due) => {
            let clock = facts.side_clock(EXTENSION_NOTICE);
            facts.due("notice_due", *due, clock.map(|clock| clock.due))
        }
        Expected::Deadlines(all) => all.iter().try_for_each(|one| facts.side_deadline(one)),
        Expected::Deadline(state) => {
            let found = facts.instance.map_or("idle", |instance| instance.clock.name());
            one("deadline", Some(state), Some(found))
        }
        Expected::Fee(fee) => {
            let found = facts.process.fee(facts.data(), facts.now);
            let found = found.map(|fee| fee.map(|fee| fee.total));
            if found.as_ref() == Ok(fee) { Ok(()) } else { Err(differ(*fee, found)) }
        }
        Expected::Documents(documents) => {
            let found = facts.process.demanded_documents(facts.data(), facts.now);
            let found = found.map_err(|problem| ("documents".to_owned(), problem))?;
            set("documents", documents, found.into_iter().map(|it| it.document).collect())
        }
        Expected::Data(data) => within("data", data, facts.data()),
        Expected::Sent(letters) => facts.sent(letters),
        Expected::Rungs(rungs) => list("rungs", rungs, &facts.rungs()),
        Expected::Escalated(warnings) => list("escalated", warnings, &facts.escalated()),
        Expected::DocumentsMade(documents) => in_order("documents_made", documents, &facts.made()),
        Expected::Path(path) => {
            let found: Vec<_> =
                facts.instance.iter().flat_map(|it| &it.path).map(ToString::to_string).collect();
            list("path", path, &found)
        }
        Expected::Ended(end) => one("ended", end.as_deref(), facts.ended()),
        Expected::Incidents(steps) => set("incidents", steps, facts.incidents()),
    }
}

static NOTHING: Value = Value::Null;

impl Facts<'_> {
    fn data(&self) -> &Value {
        self.instance.map_or(&NOTHING, |instance| &instance.data)
    }

    fn steps(&self, is: impl Fn(&ActivationState) -> bool) -> Vec<String> {
        let open = self.instance.iter().flat_map(|instance| instance.activations.values());
        open.filter(|open| is(&open.state)).map(|open| open.step.to_string()).collect()
    }

    fn open(&self) -> Vec<String> {
        self.steps(|state| matches!(state, ActivationState::Task(_) | ActivationState::Job(_)))
    }

    fn incidents(&self) -> Vec<String> {
        self.steps(|state| matches!(state, ActivationState::Incident(_)))
    }

    fn ended(&self) -> Option<&str> {
        match &self.instance?.state {
            InstanceState::Running => None,
            InstanceState::Ended { step, .. } => Some(step.as_str()),
            InstanceState::Cancelled { .. } => Some("cancelled"),
        }
    }

    fn side_clock(&self, name: &str) -> Option<&SideClock> {
        self.instance?.side_clocks.get(name)
    }

    fn side_deadline(&self, expected: &SideDeadlineExpected) -> Result<(), Difference> {
        let clock = self.side_clock(&expected.name);
        let state = clock.map_or("idle", |clock| clock.state.name());
        one(&expected.name, Some(&expected.state), Some(state))?;
        match expected.due {
            Some(due) => self.due(&expected.name, Some(due), clock.map(|clock| clock.due)),
            None => Ok(()),
        }
    }

    fn due(
        &self,
        what: &str,
        expected: Option<Due>,
        found: Option<DueDate>,
    ) -> Result<(), Difference> {
        let moment = found.map(|due| self.process.calendar_known(self.now).local(due.at));
        let same = match expected {
            None => found.is_none(),
            Some(Due::Day(day)) => found.is_some_and(|due| due.date == day),
            Some(Due::Moment(wanted)) => moment == Some(wanted),
        };
        if same {
            return Ok(());
        }
        let wanted = expected.map_or_else(
            || "none".to_owned(),
            |due| match due {
                Due::Day(day) => day.to_string(),
                Due::Moment(moment) => moment.to_string(),
            },
        );
        let found = moment.map_or_else(|| "none".to_owned(), |moment| moment.to_string());
        Err((format!("{what}: {wanted}"), format!("{what}: {found}")))
    }

    /// The letters in their order, others between them aside; none at all since the last look when
    /// the list is empty.
    fn sent(&self, expected: &[Letter]) -> Result<(), Difference> {
        let fresh = self.letters.get(self.told..).unwrap_or_default();
        let mut rest = self.letters.iter();
        let is = |letter: &Letter, (message, to): &(String, Vec<String>)| {
            letter.message == *message && letter.to.as_ref().is_none_or(|it| to.contains(it))
        };
        let held = if expected.is_empty() {
            fresh.is_empty()
        } else {
            expected.iter().all(|letter| rest.any(|sent| is(letter, sent)))
        };
        if held {
            return Ok(());
        }
        let wanted: Vec<_> = expected
            .iter()
            .map(|it| format!("{} to {}", it.message, it.to.as_deref().unwrap_or("anybody")))
            .collect();
        let shown = if expected.is_empty() { fresh } else { &self.letters };
        let found: Vec<_> =
            shown.iter().map(|(message, to)| format!("{message} to {}", to.join("/"))).collect();
        Err((bracketed("sent", &wanted), bracketed("sent", &found)))
    }

    /// The documents made so far, in order.
    fn made(&self) -> Vec<String> {
        let made = self.events.iter().filter_map(|recorded| match &recorded.event {
            Event::DocumentRequested { document, .. } => Some(document.clone()),
            _ => None,
        });
        made.collect()
    }

    /// The rungs of the ladder that went off, in order.
    fn rungs(&self) -> Vec<String> {
        let ladder = self.process.definition.deadline.as_ref().map(|deadline| &deadline.escalate);
        let word = |event: &Event| match event {
            Event::EscalationReached { rung } => {
                Some(threshold_words(ladder?.get(*rung as usize)?.at))
            }
            _ => None,
        };
        self.events.iter().filter_map(|recorded| word(&recorded.event)).collect()
    }

    fn escalated(&self) -> Vec<String> {
        let warn = self.process.definition.deadline.as_ref().map(|deadline| &deadline.warn);
        let word = |event: &Event| match event {
            Event::ClockWarned { threshold } => Some(
                warn?.get(*threshold as usize).map_or_else(String::new, |it| threshold_words(*it)),
            ),
            Event::ClockBreached => Some("breach".to_owned()),
            Event::DeadlineBreached { deadline } => Some(deadline.clone()),
            Event::StepOverdue { step, waiting: true, .. } => Some(format!("{step}.waiting")),
            Event::StepOverdue { step, .. } => Some(step.to_string()),
            _ => None,
        };
        self.events.iter().filter_map(|recorded| word(&recorded.event)).collect()
    }
}

/// A threshold as maps write it.
fn threshold_words(threshold: Threshold) -> String {
    match threshold {
        Threshold::Percent(percent) => format!("{percent}%"),
        Threshold::Before(term) => format!("{term} before"),
        Threshold::Overdue(term) => format!("{term} overdue"),
    }
}

fn one(what: &str, expected: Option<&str>, found: Option<&str>) -> Result<(), Difference> {
    if expected == found {
        return Ok(());
    }
    let words = |it: Option<&str>| format!("{what}: {}", it.unwrap_or("none"));
    Err((words(expected), words(found)))
}

/// These names in this order, others between them aside; none at all when the list is empty.
fn in_order(what: &str, expected: &[String], found: &[String]) -> Result<(), Difference> {
    let mut rest = found.iter();
    let all = expected.iter().all(|name| rest.any(|it| it == name));
    if all && (!expected.is_empty() || found.is_empty()) {
        Ok(())
    } else {
        Err((bracketed(what, expected), bracketed(what, found)))
    }
}

fn list(what: &str, expected: &[String], found: &[String]) -> Result<(), Difference> {
    if expected == found {
        Ok(())
    } else {
        Err((bracketed(what, expected), bracketed(what, found)))
    }
}

fn set(what: &str, expected: &[String], mut found: Vec<String>) -> Result<(), Difference> {
    let mut expected = expected.to_vec();
    expected.sort();
    found.sort();
    list(what, &expected, &found)
}

fn bracketed(what: &str, items: &[String]) -> String {
    format!("{what}: [{}]", items.join(", "))
}

fn differ(expected: Option<Decimal>, found: Result<Option<Decimal>, String>) -> Difference {
    let amount = |fee: Option<Decimal>| {
        fee.map_or_else(|| "none".to_owned(), |fee| fee.normalize().to_string())
    };
    let found = found.map_or_else(|problem| problem, amount);
    (format!("fee: {}", amount(expected)), format!("fee: {found}"))
}

/// Whether everything that is expected is in what was found: contexts by their entries, lists item
/// by item, null where there is nothing. The depth is that of the scenario, which its reader limits.
fn within(path: &str, expected: &Value, found: &Value) -> Result<(), Difference> {
    match (expected, found) {
        (Value::Context(entries), Value::Context(_)) => entries
            .iter()
            .try_for_each(|(name, value)| within(&format!("{path}.{name}"), value, found.at(name))),
        (Value::List(items), Value::List(others)) if items.len() == others.len() => items
            .iter()
            .zip(others)
            .enumerate()
            .try_for_each(|(n, (item, other))| within(&format!("{path}.{n}"), item, other)),
        // A declared day comes back as a day, and a scenario writes it as a text.
        (Value::Text(text), Value::Date(_) | Value::DateTime(_) | Value::Time(_))
            if *text == found.to_string() =>
        {
            Ok(())
        }
        _ if expected == found => Ok(()),
        _ => Err((format!("{path}: {expected}"), format!("{path}: {found}"))),
    }
}
