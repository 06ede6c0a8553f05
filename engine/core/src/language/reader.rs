//! The typed reader: from nodes to values. It collects what is wrong and goes on, so that one run
//! shows everything; a part that could not be read is left at its default.

mod alphabet;
mod scalars;
mod section;
mod words;

pub(super) use section::{Section, list};
pub(super) use words::NameKind;

use std::collections::BTreeMap;

use super::DIAGNOSTICS_MAX;
use crate::diagnostic::{Diagnostic, Rule, only_meant};
use crate::feel::Expression;
use crate::ids::StepId;
use crate::reference::ReferenceData;
use crate::source::{Sources, Span};
use crate::yaml::{Kind, Node, Style, parse};

/// Reads one map with its tables.
pub(super) struct Reader<'a> {
    /// All files of the check.
    pub(super) sources: &'a Sources,
    /// What was found.
    pub(super) found: Vec<Diagnostic>,
    /// Every name that refers to something declared elsewhere.
    pub(super) references: Vec<Reference>,
    /// Every expression, with its place.
    pub(super) expressions: Vec<ExpressionUse>,
    /// The files that were read beside the map, by their index.
    trees: BTreeMap<u32, Option<Node>>,
    /// The list whose elements the expressions that are read now see as `item`.
    pub(super) each: Option<Expression>,
    /// What stands around the map.
    pub(super) around: Surroundings<'a>,
    /// How deep within named types the reader is.
    pub(super) type_depth: u32,
    /// How deep within subprocesses the reader is.
    pub(super) block_depth: usize,
    /// How many fields were read, those of named types once for each use.
    pub(super) fields: u32,
    /// Whether the type of some field could not be read.
    pub(super) fields_unread: bool,
    /// Steps whose element could not be read: lints leave them alone.
    pub(super) broken: Vec<StepId>,
}

/// Where names are looked up while a map is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Surroundings<'a> {
    /// Lists and categories, when they were read.
    pub(super) reference: Option<&'a ReferenceData>,
    /// The map's own `types`.
    pub(super) types: Option<&'a Node>,
}

/// A name that refers to something declared elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// What it must be.
    pub(super) kind: RefKind,
    /// The name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) span: Span,
}

/// What a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefKind {
    /// A step of the map.
    Step,
    /// A unit of the map.
    Unit,
    /// A unit of the map, or `applicant`.
    Recipient,
    /// A path into the case data.
    Field,
    /// A status of the map.
    Status,
    /// A key of `basis`.
    Citation,
    /// A key of `decisions`.
    Decision,
    /// A group of the organisation.
    Group,
}

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub(super) struct ExpressionUse {
    /// The expression.
    pub(super) expression: Expression,
    /// Where its text begins and ends.
    pub(super) node: Node,
    /// Whether it must be true or false.
    pub(super) condition: bool,
    /// The list whose element it sees as `item`.
    pub(super) each: Option<Expression>,
}

impl<'a> Reader<'a> {
    /// A reader that has found nothing yet.
    pub(super) fn new(sources: &'a Sources, around: Surroundings<'a>) -> Self {
        Self {
            sources,
            found: Vec::new(),
            references: Vec::new(),
            expressions: Vec::new(),
            trees: BTreeMap::new(),
            each: None,
            around,
            type_depth: 0,
            block_depth: 0,
            fields: 0,
            fields_unread: false,
            broken: Vec::new(),
        }
    }

    /// Notes a finding and what to do about it.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report_found(Diagnostic::new(rule, span, message).help(help));
    }

    /// Notes a finding.
    pub(super) fn report_found(&mut self, found: Diagnostic) {
        // Nobody reads more findings than the checker shows.
        if self.found.len() < DIAGNOSTICS_MAX {
            self.found.push(found);
        }
    }

    /// Notes a misspelt word, with the one that is meant if it can be no other.
    pub(super) fn report_word(&mut self, found: Diagnostic, word: &str, known: &[&str]) {
        let meant = only_meant(word, known.iter().copied());
        self.report_found(found.repair(word, meant));
    }

    /// The tree of a file; read once, with its findings.
    pub(super) fn tree(&mut self, file: u32) -> Option<Node> {
        if let Some(tree) = self.trees.get(&file) {
            return tree.clone();
        }
        let (tree, found) = parse(file, &self.sources.file(file)?.text);
        self.found.extend(found);
        self.trees.insert(file, tree.clone());
        tree
    }

    /// Notes that a name refers to something.
    pub(super) fn refer(&mut self, kind: RefKind, name: &str, span: Span) {
        self.references.push(Reference { kind, name: name.to_owned(), span });
    }

    /// The place of a part of a scalar's text, given as bytes of the text. Where escapes or line
    /// folding made the text differ from the file, the whole scalar.
    pub(super) fn within(&self, node: &Node, start: usize, end: usize) -> Span {
        within(self.sources, node, start, end)
    }
}

/// See [`Reader::within`].
pub(super) fn within(sources: &Sources, node: &Node, start: usize, end: usize) -> Span {
    let Kind::Scalar { text, style } = &node.kind else { return node.span };
    let file = sources.file(node.span.file).map_or("", |file| &*file.text);
    let raw = file.get(node.span.start as usize..node.span.end as usize).unwrap_or_default();
    let shift = match style {
        Style::Plain if raw == text => 0,
        Style::Quoted if raw.get(1..raw.len().saturating_sub(1)) == Some(text) => 1,
        _ => return node.span,
    };
    let at = |offset: usize| {
        node.span.start + u32::try_from(offset.min(text.len()) + shift).unwrap_or(0)
    };
    Span { file: node.span.file, start: at(start), end: at(end.max(start)) }
}
