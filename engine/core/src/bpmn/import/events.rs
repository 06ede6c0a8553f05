//! What an event is about: its definitions, and the names that they refer to.

use super::Import;
use super::names::label;
use crate::bpmn::xml::{Element, Space};

impl<'x> Import<'x> {
    /// The definitions of an event: its own, and those of the model to which it refers.
    pub(super) fn definitions(&self, event: &'x Element) -> Vec<&'x Element> {
        let own = event.children.iter().filter(|it| it.space == Space::Model);
        own.filter_map(|child| match child.name.as_str() {
            "eventDefinitionRef" => self.global(child.text.trim()),
            name if name.ends_with("EventDefinition") => Some(child),
            _ => None,
        })
        .collect()
    }

    /// The name of the message, signal, error or escalation of a definition.
    pub(super) fn referred(&mut self, definition: &Element) -> String {
        self.referred_or(definition, "unnamed")
    }

    /// The same, where it may refer to nothing.
    pub(super) fn referred_or(&mut self, definition: &Element, otherwise: &str) -> String {
        let key = match definition.name.as_str() {
            "messageEventDefinition" => "messageRef",
            "signalEventDefinition" => "signalRef",
            "errorEventDefinition" => "errorRef",
            _ => "escalationRef",
        };
        match definition.attribute(key) {
            Some(reference) => self.global_name(reference),
            None => otherwise.to_owned(),
        }
    }

    /// What is declared for the whole model, by its code or its name.
    pub(super) fn global_name(&mut self, reference: &str) -> String {
        let Some(found) = self.global(reference) else { return label(reference) };
        let code = found.attribute("errorCode").or_else(|| found.attribute("escalationCode"));
        let named = code.or_else(|| found.attribute("name")).filter(|it| !it.trim().is_empty());
        let name = label(named.unwrap_or(found.id()));
        // The content of a message is stored under its name.
        if found.name == "message" && self.is_taken(&name) {
            format!("message-{name}")
        } else {
            name
        }
    }

    /// Whether an element or a variable of the model has this name.
    fn is_taken(&self, name: &str) -> bool {
        let variable = super::names::variable(name);
        self.variables.contains_key(&variable)
            || self.root.all("process").any(|process| {
                process.everything().any(|it| super::scope::is_node(&it.name) && it.id() == name)
            })
    }
}
