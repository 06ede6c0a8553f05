//! The case data of a model: its data objects and properties, and what its conditions read.

use indexmap::IndexMap;

use super::Import;
use super::names::variable;
use crate::bpmn::feel::{self, Hint};
use crate::bpmn::node::{entry, list, map, plain, text};
use crate::bpmn::xml::{Element, Space};
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::source::Span;
use crate::yaml::{Entry, Node};

/// More variables than this are no case data.
const VARIABLES_MAX: usize = 500;

/// The variables and what is known of their types.
pub(super) type Variables = IndexMap<String, (Kind, Span)>;

/// The type of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing says more.
    Unknown,
    /// One value.
    One(Hint),
    /// Several texts.
    Texts,
}

/// The elements whose text is an expression.
const EXPRESSIONS: [&str; 5] =
    ["conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition"];

impl<'x> Import<'x> {
    /// Collects the variables of a process and of the processes that it calls.
    pub(super) fn collect_variables(&mut self, process: &'x Element) {
        let root = self.root;
        let called = root.all("process").filter(|other| other.id() != process.id());
        for scope in [process].into_iter().chain(called) {
            for element in scope.everything().filter(|it| it.space == Space::Model) {
                self.variable_of(element);
            }
        }
    }

    fn variable_of(&mut self, element: &Element) {
        match element.name.as_str() {
            "dataObject" | "property" => {
                let name = element.attribute("name").filter(|name| !name.trim().is_empty());
                let kind = if element.flag("isCollection", false) {
                    Kind::Texts
                } else {
                    self.item_kind(element.attribute("itemSubjectRef"))
                };
                self.know(variable(name.unwrap_or(element.id())), kind, element.head);
            }
            "loopDataInputRef" => {
                self.know(variable(element.text.trim()), Kind::Texts, element.head);
            }
            name if EXPRESSIONS.contains(&name) => {
                let Ok(expression) = feel::translate(&element.text) else { return };
                let number = name == "loopCardinality";
                for (name, hint) in feel::hints(expression.text()) {
                    let hint = if number { Some(Hint::Number) } else { hint };
                    // The counter of a complex gateway is no variable of the case.
                    if name != "activationCount" {
                        self.know(name, hint.map_or(Kind::Unknown, Kind::One), element.head);
                    }
                }
            }
            _ => {}
        }
    }

    fn know(&mut self, name: String, kind: Kind, at: Span) {
        if self.variables.len() < VARIABLES_MAX || self.variables.contains_key(&name) {
            let known = self.variables.entry(name).or_insert((Kind::Unknown, at));
            if known.0 == Kind::Unknown {
                known.0 = kind;
            }
        }
    }

    fn item_kind(&self, item: Option<&str>) -> Kind {
        let found = item.and_then(|item| self.global(item));
        let Some(named) = found.and_then(|found| found.attribute("structureRef")) else {
            return Kind::Unknown;
        };
        let local = named.rsplit([':', '.']).next().unwrap_or_default().to_lowercase();
        Kind::One(match local.as_str() {
            "boolean" => Hint::Boolean,
            "int" | "integer" | "long" | "double" | "float" | "decimal" | "number" => Hint::Number,
            _ => Hint::Text,
        })
    }

    /// `data:` of the map.
    pub(super) fn data(&self) -> Vec<Entry> {
        let field = |(name, (kind, at)): (&String, &(Kind, Span))| {
            let of = match kind {
                Kind::One(Hint::Number) => "number",
                Kind::One(Hint::Boolean) => "boolean",
                Kind::Texts => "list",
                Kind::Unknown | Kind::One(Hint::Text) => "text",
            };
            let mut entries = vec![entry(*at, "type", text(*at, of))];
            if *kind == Kind::Texts {
                entries.push(entry(*at, "of", text(*at, "text")));
            }
            entries.push(entry(*at, "optional", plain(*at, "true")));
            entry(*at, name, map(*at, entries))
        };
        self.variables.iter().map(field).collect()
    }

    /// The names of all variables: engines let every task read and write them.
    pub(super) fn all_variables(&self, at: Span) -> Option<Node> {
        let names: Vec<Node> = self.variables.keys().map(|name| text(at, name)).collect();
        (!names.is_empty()).then(|| list(at, names))
    }

    /// What a job gets: all variables, and what it is to do.
    pub(super) fn sends(&self, at: Span, what: &[(&str, &str)]) -> Node {
        let literal = |value: &str| {
            let value: String =
                value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            format!("\"{}\"", value.trim().replace('\\', "\\\\").replace('"', "\\\""))
        };
        let own = what.iter().map(|(name, value)| entry(at, *name, text(at, literal(value))));
        let own: Vec<Entry> = own.collect();
        let free = |name: &&String| !what.iter().any(|(known, _)| known == name);
        let all = self.variables.keys().filter(free);
        map(at, own.into_iter().chain(all.map(|name| entry(at, name, text(at, name)))).collect())
    }

    /// The expression in an element, in FEEL.
    pub(super) fn expression(&mut self, element: &Element) -> Option<Node> {
        let at = text_span(element);
        if self.own {
            return Some(text(at, element.text.trim()));
        }
        match feel::translate(&element.text) {
            Ok(expression) => Some(text(at, expression.text())),
            Err(why) => {
                let shown: String = element.text.trim().chars().take(80).collect();
                let message = format!("`{shown}` cannot be put into FEEL: {why}");
                let found = Diagnostic::new(&rules::BAD_EXPRESSION, at, message);
                let help =
                    "write FEEL, or what engines share: `a.contains(\"x\")`, `!a`, `n < 3`, `${n}`";
                self.found.push(found.help(help));
                None
            }
        }
    }
}

/// Where the text of an element stands.
pub(super) fn text_span(element: &Element) -> Span {
    let blank = element.text.len() - element.text.trim_start().len();
    let start = element.text_at + u32::try_from(blank).unwrap_or_default();
    let end = start + u32::try_from(element.text.trim().len()).unwrap_or_default();
    Span { start, end: end.min(element.span.end.max(start)), ..element.span }
}
