//! Tasks of people: forms, outcomes, four eyes.

use indexmap::IndexMap;

use super::NameKind;
use crate::definition::{Checks, Outcome, UserTask};
use crate::language::reader::{Reader, RefKind, Section};
use crate::language::rules;
use crate::source::Span;
use crate::term::{Term, TermUnit};
use crate::yaml::Node;

/// The outcome of a task that names none.
pub(super) const DONE: &str = "done";

/// The outcome that sends work back.
const RETURN: &str = "return";

/// Longer windows are refused: nothing follows from a decision before its window is over.
const RECALL_MINUTES_MAX: u32 = 60;

const OUTCOME_KEYS: [&str; 4] = ["title", "to", "demands", "extends"];

/// Reads what is special to a task.
pub(super) fn read(r: &mut Reader<'_>, step: &Section<'_>) -> UserTask {
    r.need(step, "unit", "a task of people");
    let form = step.get("form").map(|node| r.references(node, RefKind::Field));
    let checks = step
        .get("checks")
        .and_then(|node| r.word(node, "known here", &[("documents", Checks::Documents)]));
    let others = step.get("not_same_person_as").map(|node| r.references(node, RefKind::Step));
    let mut outcomes = outcomes(r, step);
    returns(r, step, &mut outcomes);
    let waits = step.get("waits").and_then(|node| r.term(node));
    let recall = step.get("recall").and_then(|node| recall(r, node));
    UserTask {
        form: form.unwrap_or_default(),
        checks,
        outcomes,
        not_same_person_as: others.unwrap_or_default().into_iter().map(Into::into).collect(),
        recall,
        waits,
    }
}

/// The applicant waits as long as a decision is held, so that it is minutes of the clock, or an hour.
fn recall(r: &mut Reader<'_>, node: &Node) -> Option<Term> {
    let term = r.term(node)?;
    let minutes = match term.unit {
        TermUnit::Minutes => term.count,
        TermUnit::Hours => term.count.saturating_mul(60),
        _ => u32::MAX,
    };
    if minutes <= RECALL_MINUTES_MAX {
        return Some(term);
    }
    let message = format!("`{term}` is too long to hold a decision");
    let help = format!("write minutes or hours, {RECALL_MINUTES_MAX} minutes at most: `5 minutes`");
    r.report(&rules::BAD_TERM, node.span, message, help);
    None
}

fn outcomes(r: &mut Reader<'_>, step: &Section<'_>) -> IndexMap<String, Outcome> {
    let Some(node) = step.get("outcomes") else {
        return IndexMap::from([(DONE.to_owned(), Outcome::default())]);
    };
    let mut all = IndexMap::new();
    for (name, entry) in r.named(node, "`outcomes`", NameKind::Variable) {
        all.insert(name, outcome(r, &entry.value, entry.key.span));
    }
    if all.is_empty() && node.entries().is_empty() {
        let help = "name the ways to complete it, or leave the key out for the one outcome `done`";
        r.report(&rules::MISSING_KEY, node.span, "a task needs an outcome", help);
    }
    all
}

/// `returns: [intake]` is one more way to complete the task: `return`, or `return_to_<step>` when
/// there are several earlier steps.
fn returns(r: &mut Reader<'_>, step: &Section<'_>, outcomes: &mut IndexMap<String, Outcome>) {
    let Some(node) = step.get("returns") else { return };
    let steps = r.references(node, RefKind::Step);
    for to in &steps {
        let name = match steps.as_slice() {
            [_] => RETURN.to_owned(),
            _ => format!("{RETURN}_to_{to}"),
        };
        if outcomes.contains_key(&name) {
            let message = format!("`returns` makes an outcome `{name}`, which stands here already");
            r.report(&rules::NAME_TWICE, node.span, message, "give the other one another name");
        } else {
            let to = Some(to.as_str().into());
            outcomes.insert(name, Outcome { to, returns: true, ..Outcome::default() });
        }
    }
}

fn outcome(r: &mut Reader<'_>, node: &Node, head: Span) -> Outcome {
    if node.is_nothing() {
        return Outcome::default();
    }
    let Some(section) = r.section(node, head, "an outcome", &OUTCOME_KEYS) else {
        return Outcome::default();
    };
    let title = section.get("title").and_then(|node| r.texts(node)).unwrap_or_default();
    let to = section.get("to").and_then(|node| r.reference(node, RefKind::Step));
    let demands = section.get("demands");
    let extends = section.get("extends");
    if let (Some(to), Some(_)) = (section.entry("to"), extends) {
        let message = "an outcome that extends the deadline stays on the step";
        r.report(&rules::BAD_FLOWS, to.key.span, message, "remove `to`");
    }
    Outcome {
        title,
        to: to.map(Into::into),
        demands_ground: demands
            .and_then(|node| r.word(node, "known here", &[("ground", true)]))
            .unwrap_or_default(),
        extends_deadline: extends
            .and_then(|node| r.word(node, "known here", &[("deadline", true)]))
            .unwrap_or_default(),
        returns: false,
    }
}
