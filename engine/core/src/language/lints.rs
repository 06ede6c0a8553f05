//! Lints: what can only be seen when the whole map is read. One file and one line each.

mod actions;
mod applicant;
mod attachments;
mod blocks;
mod calls;
mod clock;
mod documents;
mod ends;
mod events;
mod expressions;
mod extension;
mod four_eyes;
mod gateways;
mod grounds;
mod ladder;
mod loops;
mod names;
mod numbers;
mod one_person;
mod reachable;
mod read_early;
mod references;
mod requirements;
mod returns;
mod shared_term;
mod soundness;
mod spelling;
mod tables;
mod terms;
mod uncited;
mod undo;

use blocks::Items;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::read::fees::is_one_table;
use super::reader::{ExpressionUse, Reader, Reference};
use super::shared::Shared;
use crate::decision::DecisionTable;
use crate::definition::{Definition, Element, Outcome, Step};
use crate::diagnostic::{Diagnostic, did_you_mean, only_meant};
use crate::feel::Expression;
use crate::graph::{Graph, numbers};
use crate::ids::StepId;
use crate::source::Span;
use crate::yaml::{Entry, Node};

/// All lints, in no particular order: what they find is sorted by its place.
const ALL: &[fn(&View<'_>) -> Vec<Diagnostic>] = &[
    actions::check,
    applicant::check,
    attachments::check,
    blocks::check,
    calls::check,
    clock::check,
    documents::check,
    ends::check,
    events::check,
    expressions::check,
    extension::check,
    four_eyes::check,
    gateways::check,
    grounds::check,
    ladder::check,
    loops::check,
    names::check,
    numbers::check,
    one_person::check,
    reachable::check,
    read_early::check,
    references::check,
    requirements::check,
    returns::check,
    shared_term::check,
    soundness::check,
    spelling::check,
    tables::check,
    terms::check,
    uncited::check,
    undo::check,
];

/// Looks at a map from all sides.
pub(super) fn check(
    definition: &Definition,
    root: &Node,
    reader: &Reader<'_>,
    shared: &Shared,
) -> Vec<Diagnostic> {
    let view = View::new(definition, root, reader, shared);
    ALL.iter().flat_map(|lint| lint(&view)).collect()
}

/// A map as the lints see it.
struct View<'a> {
    definition: &'a Definition,
    root: &'a Node,
    shared: &'a Shared,
    reader: &'a Reader<'a>,
    /// The flows; one to a misspelt step leads to the step that was probably meant, so that a
    /// single mistake does not make half a map unreachable.
    graph: Graph,
    /// Whether every flow has found a step.
    complete: bool,
    /// Where a case can begin: the first step, and where events of the whole process lead.
    starts: Vec<&'a StepId>,
    /// Steps whose element could not be read.
    broken: BTreeSet<&'a StepId>,
    /// The entries of the steps in the file, by name.
    entries: BTreeMap<&'a str, &'a Entry>,
    /// Steps that have the name of another.
    same_name: Vec<(&'a Entry, &'a Entry)>,
    /// The subprocesses that run for the items of a list, the outer ones first.
    items: Vec<Items<'a>>,
}

/// Misspelt steps beyond this are not guessed at: the map is not one with a slip of the pen.
const GUESSES_MAX: u32 = 100;

/// Among more names than this none is guessed.
const NAMES_GUESSED_MAX: usize = 1_000;

impl<'a> View<'a> {
    fn new(
        definition: &'a Definition,
        root: &'a Node,
        reader: &'a Reader<'a>,
        shared: &'a Shared,
    ) -> Self {
        let steps: Vec<(&StepId, &Step)> = definition.all_steps().collect();
        let numbers = numbers(definition);
        let guesses = Cell::new(0);
        let guess = |name: &StepId| {
            guesses.set(guesses.get() + 1);
            let near = did_you_mean(name.as_str(), steps.iter().map(|(id, _)| id.as_str()));
            numbers.get(near?).copied()
        };
        let few = |(): &()| guesses.get() < GUESSES_MAX && steps.len() <= NAMES_GUESSED_MAX;
        let meant = |name: &StepId| {
            let known = numbers.get(name).copied();
            known.or_else(|| Some(()).filter(few).and_then(|()| guess(name)))
        };
        let graph = Graph::with(definition, meant);
        let events: Vec<Option<usize>> = definition.on.iter().map(|on| meant(&on.to)).collect();
        let mut targets = steps.iter().flat_map(|(_, step)| step.targets());
        let complete = events.iter().all(Option::is_some) && targets.all(|to| meant(to).is_some());
        let starts = [Some(0)].into_iter().chain(events).flatten();
        let starts = starts.filter_map(|n| Some(steps.get(n)?.0)).collect();
        let broken = reader.broken.iter().collect();
        let all = blocks::entries(root);
        let entries = all.iter().rev().map(|entry| (entry.key.text.as_str(), *entry)).collect();
        let same_name = twice(all.iter().map(|entry| (entry.key.text.as_str(), *entry)));
        let same_name = same_name.into_iter().map(|(_, first, again)| (first, again)).collect();
        let items = blocks::items(definition, &entries);
        Self {
            definition,
            root,
            shared,
            reader,
            graph,
            complete,
            starts,
            broken,
            entries,
            same_name,
            items,
        }
    }

    /// The entry of a step in the file.
    fn entry(&self, step: &StepId) -> Option<&'a Entry> {
        self.entries.get(step.as_str()).copied()
    }

    /// The place of a step's name.
    fn step(&self, step: &StepId) -> Span {
        self.entry(step).map_or(self.root.span, |entry| entry.key.span)
    }

    /// The value of a step's key.
    fn value(&self, step: &StepId, path: &[&str]) -> Option<&'a Node> {
        self.entry(step)?.value.at(path)
    }

    /// The place of a step's value, or of its name.
    fn place(&self, step: &StepId, path: &[&str]) -> Span {
        self.value(step, path).map_or_else(|| self.step(step), |node| node.span)
    }

    /// The place of a key of a step, or of the step's name.
    fn key(&self, step: &StepId, key: &str) -> Span {
        let entry = self.entry(step).and_then(|entry| entry.value.entry(key));
        entry.map_or_else(|| self.step(step), |entry| entry.key.span)
    }

    /// The steps that could be read.
    fn steps(&self) -> impl Iterator<Item = (&'a StepId, &'a Step)> {
        self.definition.all_steps().filter(|(id, _)| !self.broken.contains(id))
    }

    /// Every outcome of every task.
    fn outcomes(&self) -> impl Iterator<Item = (&'a StepId, &'a str, &'a Outcome)> {
        self.steps().flat_map(|(id, step)| {
            let task = match &step.element {
                Element::UserTask(task) | Element::ManualTask(task) => Some(task),
                _ => None,
            };
            let outcomes = task.into_iter().flat_map(|task| &task.outcomes);
            outcomes.map(move |(name, outcome)| (id, name.as_str(), outcome))
        })
    }

    /// The decision tables of the map, each with its tree and the list whose element it sees.
    fn tables(&self) -> Vec<(&'a DecisionTable, &'a Node, Option<&'a Expression>)> {
        let map = self.definition;
        let documents = map.documents.as_ref().map(|documents| &documents.table);
        let documents = documents.into_iter().map(|table| (vec!["documents"], table, None));
        let fees = map.fees.iter().map(|(name, fee)| {
            let path = if self.fees_by_name() { vec!["fees", name] } else { vec!["fees"] };
            (path, &fee.table, fee.for_each.as_ref())
        });
        let named =
            map.decisions.iter().map(|(name, table)| (vec!["decisions", name], table, None));
        let all = documents.chain(fees).chain(named);
        all.filter_map(|(path, table, each)| Some((table, self.root.at(&path)?, each))).collect()
    }

    /// Whether the fees are several tables by name.
    fn fees_by_name(&self) -> bool {
        self.root.at(&["fees"]).is_some_and(|node| !is_one_table(node))
    }

    fn references(&self) -> &[Reference] {
        &self.reader.references
    }

    fn expressions(&self) -> &[ExpressionUse] {
        &self.reader.expressions
    }
}

/// A diagnostic for a name that is not known, with the nearest one that is.
fn unknown<'n>(
    rule: &'static crate::diagnostic::Rule,
    span: Span,
    message: String,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    /// Longer lists are no help.
    const SHOWN_MAX: usize = 12;
    let known: Vec<&str> = known.into_iter().collect();
    let near = known.iter().copied().filter(|_| known.len() <= NAMES_GUESSED_MAX);
    let meant = only_meant(name, near.clone());
    let help = match did_you_mean(name, near) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "declare it first".to_owned(),
        None if known.len() > SHOWN_MAX => "write one of the declared names".to_owned(),
        None => format!("declared are {}", super::reader::list(&known)),
    };
    Diagnostic::new(rule, span, message).help(help).repair(name, meant)
}

/// The first two places of each thing that stands more than once.
fn twice<K: Ord + Clone, T: Copy>(items: impl IntoIterator<Item = (K, T)>) -> Vec<(K, T, T)> {
    let mut first: BTreeMap<K, T> = BTreeMap::new();
    let mut again = Vec::new();
    for (key, item) in items {
        match first.get(&key) {
            Some(before) => again.push((key, *before, item)),
            None => drop(first.insert(key, item)),
        }
    }
    again
}
