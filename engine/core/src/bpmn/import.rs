//! Import: what each element of a model means in a map. What has no meaning there is listed with its
//! name and place, never dropped in silence.

mod activity;
mod call;
mod catch;
mod events;
mod flows;
mod gateway;
mod head;
mod names;
mod own;
mod scope;
mod throw;
mod timer;
mod variables;

use jiff::civil::Date;

use super::xml::{self, Element, Space};
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::source::{Sources, Span};
use crate::text::Lang;
use crate::yaml::{Entry, Node};
use names::Names;
use variables::Variables;

/// What a model does not say, and a map must.
#[derive(Clone, Debug)]
pub struct Options {
    /// The authority that provides the service.
    pub authority: String,
    /// The calendar by which terms are counted.
    pub calendar: String,
    /// The day from which the map is in force.
    pub from: Date,
    /// The language of the names in the model.
    pub lang: Lang,
    /// Whether to leave out what has no meaning in a map instead of refusing the model.
    pub partial: bool,
}

/// What an import gives.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The maps, one for each process of the model.
    pub maps: Vec<ImportedMap>,
    /// What was found, each at its element.
    pub diagnostics: Vec<Diagnostic>,
}

/// A map that was read from a model.
#[derive(Clone, Debug)]
pub struct ImportedMap {
    /// The name of the process.
    pub process: String,
    /// The map as the reader of the language takes it; places are those of the elements.
    pub root: Node,
    /// What starts a case by the model; a case is started by a command in any event.
    pub starts: Vec<Start>,
}

/// What starts a case by a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// A message.
    Message(String),
    /// A signal.
    Signal(String),
    /// A moment, a condition or anything else that nobody sends.
    Other,
}

/// Reads the model in this file.
pub fn import(sources: &Sources, file: u32, options: &Options) -> Imported {
    let text = sources.file(file).map_or("", |file| &*file.text);
    let root = match xml::parse(file, text) {
        Ok(root) => root,
        Err(fault) => return nothing(fault.at, fault.message, fault.help),
    };
    if root.space != Space::Model || root.name != "definitions" {
        let message = "this is no BPMN 2.0 model".to_owned();
        return nothing(root.head, message, "give a file whose first element is `definitions`");
    }
    let processes: Vec<&Element> = root.all("process").filter(|it| has_nodes(it)).collect();
    if processes.is_empty() {
        let message = "the model has no process with a step".to_owned();
        return nothing(root.head, message, "draw one, and save the model again");
    }
    let mut imported = Imported::default();
    for process in processes {
        let mut import = Import::new(&root, options);
        imported.maps.push(import.process(process));
        imported.diagnostics.append(&mut import.found);
    }
    imported.diagnostics.extend(strangers(&root, options));
    imported.diagnostics.sort_by_key(|found| (found.primary.span, found.message.clone()));
    imported.diagnostics.dedup();
    imported
}

fn has_nodes(process: &Element) -> bool {
    process.children.iter().any(|child| child.space == Space::Model && scope::is_node(&child.name))
}

fn nothing(at: Span, message: String, help: &str) -> Imported {
    let found = Diagnostic::new(&rules::NOT_A_MODEL, at, message).help(help);
    Imported { maps: Vec::new(), diagnostics: vec![found] }
}

/// What stands beside the processes and is not understood.
fn strangers(root: &Element, options: &Options) -> Vec<Diagnostic> {
    const KNOWN: [&str; 31] = [
        "process",
        "collaboration",
        "message",
        "signal",
        "error",
        "escalation",
        "itemDefinition",
        "interface",
        "documentation",
        "extensionElements",
        "import",
        "dataStore",
        "category",
        "resource",
        "messageEventDefinition",
        "signalEventDefinition",
        "errorEventDefinition",
        "escalationEventDefinition",
        "timerEventDefinition",
        "conditionalEventDefinition",
        "compensateEventDefinition",
        "cancelEventDefinition",
        "terminateEventDefinition",
        "linkEventDefinition",
        "globalTask",
        "globalUserTask",
        "globalManualTask",
        "globalScriptTask",
        "globalBusinessRuleTask",
        "extension",
        "correlationProperty",
    ];
    let strange =
        |child: &&Element| child.space == Space::Model && !KNOWN.contains(&child.name.as_str());
    let report = |child: &Element| refusal(options, child, "it has no meaning in a map");
    root.children.iter().filter(strange).map(report).collect()
}

/// The finding that an element is not understood; with a partial import, that it is left out.
fn refusal(options: &Options, element: &Element, why: &str) -> Diagnostic {
    let rule = if options.partial { &rules::LEFT_OUT } else { &rules::NOT_UNDERSTOOD };
    let id = match element.id() {
        "" => String::new(),
        id => format!(" `{id}`"),
    };
    let message = format!("{}{id}: {why}", element.name);
    Diagnostic::new(rule, element.head, message).help(
        "draw it with what docs/guides/exchange-bpmn.md lists, or import without it: --partial",
    )
}

/// The import of one process.
struct Import<'x> {
    root: &'x Element,
    options: &'x Options,
    found: Vec<Diagnostic>,
    names: Names,
    variables: Variables,
    /// The processes that are being read in place of their calls, one within the other.
    calls: Vec<String>,
    /// Sources that documentation was made of.
    basis: Vec<Entry>,
    /// The unit of each lane's elements, and the units themselves.
    lanes: head::Lanes,
    /// Boundary events of the whole process.
    on: Vec<Node>,
    /// Whether the model was written by this product.
    own: bool,
    /// Steps that are drawn within events of the whole process, with their places in the map.
    aside: Vec<(usize, Entry)>,
}

impl<'x> Import<'x> {
    fn new(root: &'x Element, options: &'x Options) -> Self {
        Self {
            root,
            options,
            found: Vec::new(),
            names: Names::default(),
            variables: Variables::default(),
            calls: Vec::new(),
            basis: Vec::new(),
            lanes: head::Lanes::default(),
            on: Vec::new(),
            own: false,
            aside: Vec::new(),
        }
    }

    /// Notes that an element is not understood.
    fn refuse(&mut self, element: &Element, why: &str) {
        self.found.push(refusal(self.options, element, why));
    }

    /// Notes that something of an element is not in the map; it runs as it should without it.
    fn leave_out(&mut self, element: &Element, what: &str, help: &str) {
        let message = format!("{} `{}`: {what}", element.name, element.id());
        self.found.push(Diagnostic::new(&rules::LEFT_OUT, element.head, message).help(help));
    }

    /// The element of the whole model with this identifier, which may have a prefix.
    fn global(&self, reference: &str) -> Option<&'x Element> {
        let local = reference.rsplit(':').next().unwrap_or_default();
        let by_id = |id: &str| self.root.children.iter().find(|child| child.id() == id);
        by_id(reference).or_else(|| by_id(local)).filter(|found| !found.id().is_empty())
    }
}
