//! What is the same in two lists: by name, or by what rows say where they have no name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A row of both lists, or of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its place in the list before.
    pub(super) old: Option<usize>,
    /// Its place in the list after.
    pub(super) new: Option<usize>,
}

/// The names that stand elsewhere among their like: as few as explain the new order.
pub(super) fn moved(old: &Map<String, Value>, new: &Map<String, Value>) -> BTreeSet<String> {
    let before: Vec<&String> = old.keys().filter(|name| new.contains_key(*name)).collect();
    let after: Vec<&String> = new.keys().filter(|name| old.contains_key(*name)).collect();
    let (_, new) = differing(&before, &after);
    new.into_iter().map(|(_, n)| after[n].clone()).collect()
}

/// The rows that are not the same in both lists: the same row elsewhere, one that was changed, one
/// that came or went. In the order of the new list; those that went stand first.
pub(super) fn pairs(old: &[Value], new: &[Value]) -> Vec<Pair> {
    let (before, after) = (texts(old), texts(new));
    let (mut gone, mut come) = differing(&before, &after);
    let mut found = Vec::new();
    matched(&mut gone, &mut come, &mut found, |(_, o), (_, n)| before[o] == after[n]);
    matched(&mut gone, &mut come, &mut found, |(_, o), (_, n)| {
        mark(&old[o]).is_some_and(|mark| Some(mark) == self::mark(&new[n]))
    });
    matched(&mut gone, &mut come, &mut found, |(here, _), (there, _)| here == there);
    found.extend(gone.into_iter().map(|(_, n)| Pair { old: Some(n), new: None }));
    found.extend(come.into_iter().map(|(_, n)| Pair { old: None, new: Some(n) }));
    found.sort_by_key(|pair| (pair.new, pair.old));
    found
}

/// How a row is named: by its own name, by where it leads, or by its number.
pub(super) fn name(row: &Value, at: usize) -> String {
    mark(row).map_or_else(|| (at + 1).to_string(), str::to_owned)
}

fn mark(row: &Value) -> Option<&str> {
    row.get("id").or_else(|| row.get("to")).and_then(Value::as_str)
}

fn texts(rows: &[Value]) -> Vec<String> {
    rows.iter().map(Value::to_string).collect()
}

/// A place in a list, after the number of the gap between what is common.
type InGap = (usize, usize);

/// What is not common to two lists.
fn differing<T: Eq + std::hash::Hash + Ord>(old: &[T], new: &[T]) -> (Vec<InGap>, Vec<InGap>) {
    let (mut gone, mut come, mut gap) = (Vec::new(), Vec::new(), 0);
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            gap += 1;
            continue;
        }
        gone.extend(op.old_range().map(|n| (gap, n)));
        come.extend(op.new_range().map(|n| (gap, n)));
    }
    (gone, come)
}

/// Pairs what went with what came where both are alike, the first with the first.
fn matched(
    gone: &mut Vec<InGap>,
    come: &mut Vec<InGap>,
    found: &mut Vec<Pair>,
    alike: impl Fn(InGap, InGap) -> bool,
) {
    gone.retain(|&old| {
        let Some(at) = come.iter().position(|&new| alike(old, new)) else { return true };
        let (_, new) = come.remove(at);
        found.push(Pair { old: Some(old.1), new: Some(new) });
        false
    });
}
