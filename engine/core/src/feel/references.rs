//! Which data an expression reads.

use super::ast::{Clause, Kind, Node, Source};
use super::builtins;
use super::expression::Expression;
use super::unary::UnaryTests;

/// A place where data is read; offsets are bytes of the expression's text, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The path, such as `inviter.kind`. What is read of the elements of a list counts as the
    /// list's: `invitees[age < 16]` reads `invitees` and `invitees.age`.
    pub path: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Expression {
    /// The data that is read, in the order of the text. A plain name in the brackets of a filter
    /// may be an entry of the element or data outside; both are listed.
    pub fn references(&self) -> Vec<Reference> {
        let mut reader = Reader::default();
        reader.visit(&self.root);
        reader.found
    }
}

impl UnaryTests {
    /// The data that is read besides the input.
    pub fn references(&self) -> Vec<Reference> {
        let mut reader = Reader::default();
        for test in self.cell().into_iter().flat_map(|cell| &cell.tests) {
            reader.visit(&test.node);
        }
        reader.found
    }
}

/// A name that is not data itself, or stands for the elements of data.
enum Local<'a> {
    Name(&'a str, Option<String>),
    /// Within a filter of this path.
    Element(Option<String>),
}

#[derive(Default)]
struct Reader<'a> {
    locals: Vec<Local<'a>>,
    found: Vec<Reference>,
}

impl<'a> Reader<'a> {
    fn visit(&mut self, node: &'a Node) {
        match &node.kind {
            Kind::Name(name) => self.name(node, name),
            Kind::Path(base, _) => match self.path(node) {
                Some(path) => {
                    self.add(path, node);
                    self.visit_conditions(base);
                }
                None => self.visit(base),
            },
            Kind::Filter(nodes) => {
                self.visit(&nodes[0]);
                self.condition(nodes);
            }
            Kind::For(clauses, body) | Kind::Quantified(_, clauses, body) => {
                self.clauses(clauses, body);
            }
            Kind::Context(entries) => {
                let outer = self.locals.len();
                for entry in entries {
                    self.visit(&entry.value);
                    let path = self.path(&entry.value);
                    self.locals.push(Local::Name(&entry.key, path));
                }
                self.locals.truncate(outer);
            }
            Kind::Function(function) => {
                let outer = self.locals.len();
                let names = function.parameters.iter().map(|name| Local::Name(name, None));
                self.locals.extend(names);
                self.visit(&function.body);
                self.locals.truncate(outer);
            }
            Kind::Call(call) => {
                if !matches!(&call.callee.kind, Kind::Name(name) if builtins::find(name).is_some())
                {
                    self.visit(&call.callee);
                }
                call.arguments.iter().for_each(|argument| self.visit(&argument.value));
            }
            kind => kind.children().into_iter().for_each(|child| self.visit(child)),
        }
    }

    fn name(&mut self, node: &Node, name: &str) {
        let mut within = Vec::new();
        for local in self.locals.iter().rev() {
            match local {
                Local::Name(known, path) if *known == name => {
                    let path = path.clone();
                    return path.into_iter().for_each(|path| self.add(path, node));
                }
                Local::Element(Some(list)) => within.push(format!("{list}.{name}")),
                Local::Name(..) | Local::Element(None) => {}
            }
        }
        within.push(name.to_owned());
        for path in within {
            self.add(path, node);
        }
    }

    fn clauses(&mut self, clauses: &'a [Clause], body: &'a Node) {
        let outer = self.locals.len();
        for clause in clauses {
            clause.nodes().into_iter().for_each(|node| self.visit(node));
            let path = match &clause.source {
                Source::List(list) => self.path(list),
                Source::Steps(..) => None,
            };
            self.locals.push(Local::Name(&clause.name, path));
        }
        self.visit(body);
        self.locals.truncate(outer);
    }

    fn condition(&mut self, nodes: &'a [Node; 2]) {
        let outer = self.locals.len();
        let path = self.path(&nodes[0]);
        self.locals.push(Local::Name("item", path.clone()));
        self.locals.push(Local::Element(path));
        self.visit(&nodes[1]);
        self.locals.truncate(outer);
    }

    /// The conditions of the filters on the way of a path.
    fn visit_conditions(&mut self, node: &'a Node) {
        match &node.kind {
            Kind::Path(base, _) => self.visit_conditions(base),
            Kind::Filter(nodes) => {
                self.visit_conditions(&nodes[0]);
                self.condition(nodes);
            }
            _ => {}
        }
    }

    /// The path of data that a node stands for.
    fn path(&self, node: &Node) -> Option<String> {
        match &node.kind {
            Kind::Name(name) => {
                let local = self.locals.iter().rev().find_map(|local| match local {
                    Local::Name(known, path) if known == name => Some(path.clone()),
                    _ => None,
                });
                local.unwrap_or_else(|| Some(name.clone()))
            }
            Kind::Path(base, member) => Some(format!("{}.{member}", self.path(base)?)),
            Kind::Filter(nodes) => self.path(&nodes[0]),
            _ => None,
        }
    }

    fn add(&mut self, path: String, node: &Node) {
        self.found.push(Reference { path, start: node.start, end: node.end });
    }
}
