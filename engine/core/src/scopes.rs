//! What a case looks like from within a scope: in a run of a subprocess for the items of a list, the
//! item has a name of its own, and what steps give back is found and stored in it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::definition::{AllSteps, Definition, Element, Flow, Subprocess, message_variable};
use crate::event::ScopeNo;
use crate::ids::StepId;
use crate::instance::{Instance, Scope};
use crate::value::{Context, Value};

/// An item that a scope runs for.
struct Item<'a> {
    block: &'a Subprocess,
    name: &'a str,
    path: &'a str,
}

impl Item<'_> {
    /// Whether a step of its subprocess gives a result or takes a message of this name, which is
    /// stored with the item.
    fn has(&self, name: &str) -> bool {
        AllSteps::of(&self.block.steps).any(|(id, step)| match &step.element {
            Element::ReceiveTask(task) => message_variable(&task.message) == name,
            Element::EventGateway => {
                let mut messages = step.next.iter().filter_map(Flow::message);
                messages.any(|awaited| message_variable(&awaited.message) == name)
            }
            _ => id.as_str() == name,
        })
    }
}

impl Instance {
    /// The case data as a scope sees it: its items by their names, and the results of its steps.
    /// Computes in O(case data), within the case itself in O(1).
    pub fn seen_in(&self, definition: &Definition, scope: ScopeNo) -> Cow<'_, Value> {
        let items = self.items(definition, scope);
        if items.is_empty() {
            return Cow::Borrowed(&self.data);
        }
        let mut seen = self.data.clone();
        // The innermost last: what it names is meant.
        for item in items.iter().rev() {
            let element = self.data.at(item.path);
            for (name, value) in element.as_context().into_iter().flatten() {
                if item.has(name) {
                    seen.put(name, value.clone());
                }
            }
            seen.put(item.name, element.clone());
        }
        Cow::Owned(seen)
    }

    /// What somebody says within a scope: what belongs to the case, and what to its items, each by
    /// the place of the item.
    pub fn placed(
        &self,
        definition: &Definition,
        scope: ScopeNo,
        data: &Value,
    ) -> (Value, BTreeMap<String, Value>) {
        let items = self.items(definition, scope);
        let (false, Some(entries)) = (items.is_empty(), data.as_context()) else {
            return (data.clone(), BTreeMap::new());
        };
        let mut of_case = Context::new();
        let mut of_items = BTreeMap::new();
        for (name, value) in entries {
            let result = |item: &&Item<'_>| !definition.data.contains_key(name) && item.has(name);
            if let Some(item) = items.iter().find(|item| item.name == *name) {
                of_items.insert(item.path.to_owned(), value.clone());
            } else if let Some(item) = items.iter().find(result) {
                of_items.insert(format!("{}.{name}", item.path), value.clone());
            } else {
                of_case.insert(name.clone(), value.clone());
            }
        }
        let of_case = if of_case.is_empty() { Value::Null } else { Value::Context(of_case) };
        (of_case, of_items)
    }

    /// Where a path is that is written within a scope: `guest.children` is `guests[2].children`.
    pub(crate) fn place_of(&self, definition: &Definition, scope: ScopeNo, path: &str) -> String {
        let (first, rest) = path.split_once('.').map_or((path, None), |it| (it.0, Some(it.1)));
        let items = self.items(definition, scope);
        let place = match items.iter().find(|item| item.name == first) {
            Some(item) => item.path.to_owned(),
            None => match items.iter().find(|item| item.has(first)) {
                Some(item) => format!("{}.{first}", item.path),
                None => first.to_owned(),
            },
        };
        rest.map_or(place.clone(), |rest| format!("{place}.{rest}"))
    }

    /// The subprocess that a scope is a run of.
    pub(crate) fn block_of<'d>(
        &self,
        definition: &'d Definition,
        scope: &Scope,
    ) -> Option<(&StepId, &'d Subprocess)> {
        let step = &self.activations.get(&scope.of)?.step;
        Some((step, definition.step(step)?.block()?))
    }

    /// The items that a scope and those around it run for, the innermost first.
    fn items<'a>(&'a self, definition: &'a Definition, scope: ScopeNo) -> Vec<Item<'a>> {
        let item = |(_, scope): (ScopeNo, &'a Scope)| {
            scope.item?;
            let (_, block) = self.block_of(definition, scope)?;
            Some(Item { block, name: block.item.as_deref()?, path: &scope.path })
        };
        self.around(scope).filter_map(item).collect()
    }
}
