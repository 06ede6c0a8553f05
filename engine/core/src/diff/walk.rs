//! From two trees to changes.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::vocabulary::{self, Kind, Shape};
use super::{Change, Place, What, names::Renamed, rows, tree};

static NOTHING: Value = Value::Null;

/// The changes from one canonical tree to another, in which renamed steps have their new names.
pub(super) fn changes(before: &Value, after: &Value, renamed: &Renamed) -> Vec<Change> {
    let mut walk = Walk { place: Vec::new(), found: Vec::new() };
    for (id, step) in &renamed.0 {
        let place = Place::Thing { thing: Kind::Step, id: id.clone(), title: step.title.clone() };
        walk.within(place, |walk| walk.note(What::Renamed { from: step.before.clone() }));
    }
    walk.record(before, after);
    walk.found
}

struct Walk {
    place: Vec<Place>,
    found: Vec<Change>,
}

impl Walk {
    /// The fields of one thing, in the order of the language: those of the new edition, then those
    /// that it has no more.
    fn record(&mut self, before: &Value, after: &Value) {
        let (old, new) = (entries(before), entries(after));
        for (key, value) in new {
            self.field(key, old.get(key).unwrap_or(&NOTHING), value);
        }
        for (key, value) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
            self.field(key, value, &NOTHING);
        }
    }

    fn field(&mut self, key: &str, before: &Value, after: &Value) {
        if tree::same(before, after) {
            return;
        }
        match vocabulary::shape(key, before, after) {
            Shape::Through => self.record(before, after),
            Shape::Things(kind) => self.things(kind, before, after),
            Shape::Rows(kind) => self.rows(kind, before, after),
            Shape::Record => self.within(of_field(key), |walk| walk.record(before, after)),
            Shape::Value => {
                let what = What::Changed { before: before.clone(), after: after.clone() };
                self.within(of_field(key), |walk| walk.note(what));
            }
        }
    }

    /// Things with names: those that came, went, stand elsewhere, and what changed in the others.
    fn things(&mut self, kind: Kind, before: &Value, after: &Value) {
        let (old, new) = (entries(before), entries(after));
        let moved = rows::moved(old, new);
        for (id, thing) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
            self.within(named(kind, id, thing), |walk| walk.note(What::Removed));
        }
        let mut above: Option<&String> = None;
        for (id, thing) in new {
            self.within(named(kind, id, thing), |walk| {
                let Some(earlier) = old.get(id) else { return walk.note(What::Added) };
                if moved.contains(id) {
                    walk.note(What::Moved { after: above.cloned() });
                }
                walk.thing(earlier, thing);
            });
            above = Some(id);
        }
    }

    /// Rows without names, told apart by what they say.
    fn rows(&mut self, kind: Kind, before: &Value, after: &Value) {
        let (old, new) = (items(before), items(after));
        for pair in rows::pairs(old, new) {
            let (earlier, row) = (pair.old.map(|n| &old[n]), pair.new.map(|n| &new[n]));
            let number = pair.new.or(pair.old).unwrap_or_default();
            let name = rows::name(row.or(earlier).unwrap_or(&NOTHING), number);
            let above = number.checked_sub(1).and_then(|n| Some(rows::name(new.get(n)?, n)));
            self.within(named(kind, &name, &NOTHING), |walk| match (earlier, row) {
                (None, _) => walk.note(What::Added),
                (_, None) => walk.note(What::Removed),
                (Some(old), Some(new)) if tree::same(old, new) => {
                    walk.note(What::Moved { after: above });
                }
                (Some(old), Some(new)) => walk.thing(old, new),
            });
        }
    }

    /// A thing: a record of fields, or one value.
    fn thing(&mut self, before: &Value, after: &Value) {
        if before.is_object() && after.is_object() {
            self.record(before, after);
        } else if !tree::same(before, after) {
            self.note(What::Changed { before: before.clone(), after: after.clone() });
        }
    }

    fn within(&mut self, place: Place, look: impl FnOnce(&mut Self)) {
        self.place.push(place);
        look(self);
        self.place.pop();
    }

    fn note(&mut self, what: What) {
        self.found.push(Change { place: self.place.clone(), what });
    }
}

fn entries(node: &Value) -> &Map<String, Value> {
    static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    node.as_object().unwrap_or(&EMPTY)
}

fn items(node: &Value) -> &[Value] {
    node.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn of_field(key: &str) -> Place {
    Place::Field { field: key.to_owned() }
}

fn named(kind: Kind, id: &str, thing: &Value) -> Place {
    Place::Thing { thing: kind, id: id.to_owned(), title: tree::title(thing) }
}
