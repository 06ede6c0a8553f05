//! Builds the fields of a form with their values and faults.

use std::collections::BTreeSet;

use reglament_core::text::Lang;

use crate::organization::Fault;
use crate::pages::form::{Choice, Item, Pairs, Problem, id_of};
use crate::texts::say;

/// A form that is being built.
pub struct Form<'a> {
    lang: Lang,
    faults: &'a [Fault],
    items: Vec<Item>,
}

/// Names and words to choose from.
pub type Options = Vec<(String, String)>;

impl<'a> Form<'a> {
    /// An empty form with these faults.
    pub const fn new(lang: Lang, faults: &'a [Fault]) -> Self {
        Self { lang, faults, items: Vec::new() }
    }

    /// A line of text.
    pub fn text(&mut self, name: &str, label: &str, value: &str) {
        let item = self.item(name, label);
        self.items.push(Item { kind: "text", inputmode: "text", value: value.to_owned(), ..item });
    }

    /// A line that may be left empty.
    pub fn maybe(&mut self, name: &str, label: &str, value: &str) {
        self.text(name, label, value);
        if let Some(item) = self.items.last_mut() {
            item.optional = true;
        }
    }

    /// A password; what was typed is never sent back.
    pub fn password(&mut self, name: &str, label: &str, autocomplete: &'static str) {
        let item = self.item(name, label);
        self.items.push(Item { kind: "password", autocomplete, ..item });
    }

    /// A date with a time.
    pub fn moment(&mut self, name: &str, label: &str, value: &str) {
        let item = self.item(name, label);
        self.items.push(Item { kind: "moment", value: value.to_owned(), optional: true, ..item });
    }

    /// One of these.
    pub fn select(&mut self, name: &str, label: &str, options: Options, chosen: &str) {
        let item = self.item(name, label);
        let options = choices(&item.id, options, |value| value == chosen);
        self.items.push(Item { kind: "select", options, optional: true, ..item });
    }

    /// Any of these.
    pub fn checks(&mut self, name: &str, label: &str, options: Options, chosen: &BTreeSet<String>) {
        if options.is_empty() {
            return;
        }
        let item = self.item(name, label);
        let options = choices(&item.id, options, |value| chosen.contains(value));
        self.items.push(Item { kind: "checks", options, optional: true, ..item });
    }

    /// A sentence below the last field.
    pub fn hint(&mut self, key: &str) {
        let hint = say(self.lang, key, &[]);
        if let Some(item) = self.items.last_mut() {
            item.hint = hint;
        }
    }

    /// The fields, and the summary of what is wrong. A fault of no field stands in the summary alone.
    pub fn end(self) -> (Vec<Item>, Vec<Problem>) {
        let first = self.items.first().map(|item| item.id.clone()).unwrap_or_default();
        let problem = |fault: &Fault| {
            let id = id_of(fault.field);
            let known = self.items.iter().any(|item| item.id == id);
            Problem { id: if known { id } else { first.clone() }, text: fault.text(self.lang) }
        };
        let problems = self.faults.iter().map(problem).collect();
        (self.items, problems)
    }

    fn item(&self, name: &str, label: &str) -> Item {
        let fault = self.faults.iter().find(|fault| fault.field == name);
        Item {
            name: name.to_owned(),
            id: id_of(name),
            label: say(self.lang, label, &[]),
            error: fault.map(|fault| fault.text(self.lang)),
            autocomplete: "off",
            ..Item::default()
        }
    }
}

fn choices(id: &str, options: Options, chosen: impl Fn(&str) -> bool) -> Vec<Choice> {
    let choice = |(n, (value, label)): (usize, (String, String))| Choice {
        chosen: chosen(&value),
        value,
        label,
        id: if n == 0 { id.to_owned() } else { format!("{id}-{n}") },
    };
    options.into_iter().enumerate().map(choice).collect()
}

/// All values of a name.
pub fn all<T: From<String> + Ord>(pairs: &Pairs, name: &str) -> BTreeSet<T> {
    let values = pairs.0.iter().filter(|pair| pair.0 == name && !pair.1.trim().is_empty());
    values.map(|pair| T::from(pair.1.trim().to_owned())).collect()
}

/// A value, empty when it was not typed.
pub fn text(pairs: &Pairs, name: &str) -> String {
    pairs.get(name).unwrap_or_default().to_owned()
}

/// A value, if one was typed or chosen.
pub fn some<T: From<String>>(pairs: &Pairs, name: &str) -> Option<T> {
    pairs.get(name).map(|value| T::from(value.to_owned()))
}

/// Names as texts.
pub fn names<T: ToString>(all: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    all.into_iter().map(|one| one.to_string()).collect()
}
