//! What follows from other changes and is not said again: references to a step that has another name,
//! and flows that lead to the step below.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::tree::{same, title};
use crate::text::Texts;

/// What a flow says that leads to the step below, wherever that is.
pub(super) const BELOW: &str = "(below)";

/// Fields that name a step.
const NAMES_A_STEP: [&str; 5] = ["to", "step", "compensate", "not_same_person_as", "pauses"];

/// Steps with another name, by the name after.
#[derive(Debug, Default)]
pub(super) struct Renamed(pub(super) BTreeMap<String, NewName>);

/// A step that has another name.
#[derive(Debug)]
pub(super) struct NewName {
    /// The name before.
    pub(super) before: String,
    /// What the step is called.
    pub(super) title: Texts,
}

/// Steps that are new by their name alone: another step with the same content went, or one of the
/// same element with the same title. What fits several is not guessed.
pub(super) fn renamed(before: &Value, after: &Value) -> Renamed {
    let (mut old, mut new) = (BTreeMap::new(), BTreeMap::new());
    steps(before, &mut old);
    steps(after, &mut new);
    let gone: Vec<_> = old.iter().filter(|(id, _)| !new.contains_key(*id)).collect();
    let come: Vec<_> = new.iter().filter(|(id, _)| !old.contains_key(*id)).collect();
    let pairs = come.iter().filter_map(|(id, step)| {
        let was = only(gone.iter().filter(|(_, old)| alike(old, step)))?;
        only(come.iter().filter(|(_, new)| alike(was.1, new)))?;
        Some((id.to_string(), NewName { before: was.0.to_string(), title: title(step) }))
    });
    Renamed(pairs.collect())
}

fn alike(old: &Value, new: &Value) -> bool {
    let titled = !title(new).is_empty() && title(old) == title(new);
    let kind = |step: &Value| step.pointer("/element/type").cloned();
    same(old, new) || (titled && kind(old) == kind(new))
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    found.next().filter(|_| found.next().is_none())
}

/// The steps of a tree and of the subprocesses in it.
fn steps<'t>(node: &'t Value, found: &mut BTreeMap<&'t str, &'t Value>) {
    let steps = node.get("steps").and_then(Value::as_object);
    for (id, step) in steps.into_iter().flatten() {
        found.insert(id, step);
        step.get("element").into_iter().for_each(|element| self::steps(element, found));
    }
}

/// Gives the steps of the earlier tree their new names, wherever they are named.
pub(super) fn rename(tree: &mut Value, renamed: &Renamed) {
    let now: BTreeMap<_, _> = renamed.0.iter().map(|(now, was)| (&*was.before, &**now)).collect();
    if !now.is_empty() {
        renamed_in(tree, "", &now);
    }
}

fn renamed_in(node: &mut Value, key: &str, now: &BTreeMap<&str, &str>) {
    match node {
        Value::String(name) if NAMES_A_STEP.contains(&key) => {
            *name = now.get(&**name).map_or_else(|| name.clone(), |now| (*now).to_owned());
        }
        Value::Array(items) => items.iter_mut().for_each(|item| renamed_in(item, key, now)),
        Value::Object(entries) => {
            if key == "steps" {
                *entries = with_new_keys(std::mem::take(entries), now);
            }
            // A message goes `to` a unit or the applicant.
            for (key, value) in entries.iter_mut().filter(|(key, _)| *key != "notify") {
                renamed_in(value, key, now);
            }
        }
        _ => {}
    }
}

fn with_new_keys(steps: Map<String, Value>, now: &BTreeMap<&str, &str>) -> Map<String, Value> {
    let name = |id: String| now.get(&*id).map_or(id.clone(), |now| (*now).to_owned());
    steps.into_iter().map(|(id, step)| (name(id), step)).collect()
}

/// Writes plain flows as the names they lead to, and the flow to the step below as that.
pub(super) fn shorten(tree: &mut Value) {
    let Some(steps) = tree.get_mut("steps").and_then(Value::as_object_mut) else { return };
    let below: Vec<Option<String>> = steps.keys().skip(1).cloned().map(Some).collect();
    for (step, below) in steps.values_mut().zip(below.into_iter().chain([None])) {
        if let Some(next) = step.get_mut("next") {
            *next = short(std::mem::take(next), below.as_deref());
        }
        step.get_mut("element").into_iter().for_each(shorten);
    }
}

fn short(next: Value, below: Option<&str>) -> Value {
    let plain = |flow: &Value| {
        let flow = flow.as_object().filter(|flow| flow.len() == 1)?;
        flow.get("to")?.as_str().map(str::to_owned)
    };
    let flows = next.as_array().map(Vec::as_slice).unwrap_or_default();
    let names: Option<Vec<String>> = flows.iter().map(plain).collect();
    match names.as_deref() {
        Some([one]) if Some(&**one) == below => Value::from(vec![Value::from(BELOW)]),
        Some(names) => Value::from(names.to_vec()),
        None => next,
    }
}
