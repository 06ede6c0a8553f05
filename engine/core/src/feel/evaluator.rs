//! Evaluates a tree in a scope. Every visit costs fuel and counts depth; a type error gives null
//! and a warning.

mod access;
mod arithmetic;
mod call;
mod compare;
mod loops;
mod types;

use std::rc::Rc;

use super::ast::{Entry, Kind, Node, RangeNode};
use super::error::{EvaluationError, Warning};
use super::limits::{
    EVALUATION_DEPTH_MAX, FUEL_MAX, LIST_ELEMENTS_MAX, STRING_BYTES_MAX, VALUE_DEPTH_MAX,
    WARNINGS_MAX,
};
use super::operand::{Closure, Names, Operand, Range, bind};
use super::scope::Scope;
use crate::value::{Context, Value};

pub use call::Arguments;

/// What evaluating a node gives.
pub type Evaluated<'a, T = Operand<'a>> = Result<T, EvaluationError>;

/// Why an operation gave nothing: it must stop, or it is null for this reason.
#[derive(Debug)]
pub enum Fault {
    Stop(EvaluationError),
    Null(String),
}

impl From<EvaluationError> for Fault {
    fn from(error: EvaluationError) -> Self {
        Self::Stop(error)
    }
}

/// What an operation on values gives.
pub type Outcome<T> = Result<T, Fault>;

/// A null with its reason.
pub fn null<T>(reason: impl Into<String>) -> Outcome<T> {
    Err(Fault::Null(reason.into()))
}

/// One evaluation.
pub struct Evaluator<'a> {
    pub scope: &'a Scope<'a>,
    pub text: &'a str,
    pub warnings: Vec<Warning>,
    fuel: u64,
    depth: usize,
}

impl<'a> Evaluator<'a> {
    pub fn new(scope: &'a Scope<'a>, text: &'a str) -> Self {
        Self { scope, text, warnings: Vec::new(), fuel: FUEL_MAX, depth: 0 }
    }

    /// Evaluates a node with the names visible there.
    pub fn evaluate(&mut self, node: &'a Node, names: &Names<'a>) -> Evaluated<'a> {
        self.spend(1)?;
        if self.depth >= EVALUATION_DEPTH_MAX {
            return Err(EvaluationError::TooDeep);
        }
        self.depth += 1;
        let result = self.dispatch(node, names);
        self.depth -= 1;
        result
    }

    /// One line per kind of node; the branches are in the files beside this one.
    fn dispatch(&mut self, node: &'a Node, names: &Names<'a>) -> Evaluated<'a> {
        match &node.kind {
            Kind::Literal(value) => Ok(Operand::Plain(value.clone())),
            Kind::Name(_) | Kind::Path(..) | Kind::Input => self.read(node, names),
            Kind::List(items) => self.list(items, names),
            Kind::Context(entries) => self.context(entries, names),
            Kind::Range(range) => self.range(node, range, names),
            Kind::Negate(operand) => self.negate(node, operand, names),
            Kind::Arithmetic(first, rest) => self.arithmetic(first, rest, names),
            Kind::Compare(comparison, sides) => self.compare(node, *comparison, sides, names),
            Kind::Between(nodes) => self.between(node, nodes, names),
            Kind::In(value, tests) => self.is_in(value, tests, names),
            Kind::And(parts) => self.junction(parts, false, names),
            Kind::Or(parts) => self.junction(parts, true, names),
            Kind::If(nodes) => self.conditional(nodes, names),
            Kind::For(clauses, body) => self.for_loop(clauses, body, names),
            Kind::Quantified(quantifier, clauses, condition) => {
                self.quantified(*quantifier, clauses, condition, names)
            }
            Kind::Filter(nodes) => self.filter(nodes, names),
            Kind::Call(call) => self.call(node, call, names),
            Kind::InstanceOf(value, ty) => self.instance_of(value, ty, names),
            Kind::Function(function) => Ok(Operand::Function(Rc::new(Closure {
                parameters: &function.parameters,
                body: &function.body,
                names: names.clone(),
            }))),
        }
    }

    /// Evaluates to a value; a range or function is none.
    pub fn value(&mut self, node: &'a Node, names: &Names<'a>) -> Evaluated<'a, Value> {
        let operand = self.evaluate(node, names)?;
        Ok(self.plain(operand, node))
    }

    /// The value of an operand; a range or function gives null and a warning.
    pub fn plain(&mut self, operand: Operand<'a>, node: &Node) -> Value {
        match operand {
            Operand::Plain(value) => value,
            other => {
                self.warn(node, format!("a {} is no value that can be kept", other.type_name()));
                Value::Null
            }
        }
    }

    fn list(&mut self, items: &'a [Node], names: &Names<'a>) -> Evaluated<'a> {
        let values: Result<_, _> = items.iter().map(|item| self.value(item, names)).collect();
        self.keep(Value::List(values?))
    }

    /// Every entry sees the entries before it.
    fn context(&mut self, entries: &'a [Entry], names: &Names<'a>) -> Evaluated<'a> {
        let mut context = Context::new();
        let mut names = names.clone();
        for entry in entries {
            let operand = self.evaluate(&entry.value, &names)?;
            if let Operand::Plain(value) = &operand {
                self.spend_on(value, 0)?;
                context.insert(entry.key.clone(), value.clone());
            }
            names = bind(&names, &entry.key, operand)?;
        }
        self.keep(Value::Context(context))
    }

    fn range(&mut self, node: &'a Node, range: &'a RangeNode, names: &Names<'a>) -> Evaluated<'a> {
        let start = self.value(&range.ends[0], names)?;
        let end = self.value(&range.ends[1], names)?;
        if super::order::compare(&start, &end).is_none() {
            let message = format!(
                "the ends of the range {} are {} and {}; both must be of one kind",
                self.quote(node),
                start.type_name(),
                end.type_name()
            );
            return Ok(self.no_value(node, message));
        }
        let (start_closed, end_closed) = (range.start_closed, range.end_closed);
        Ok(Operand::Range(Rc::new(Range { start, end, start_closed, end_closed })))
    }

    fn conditional(&mut self, nodes: &'a [Node; 3], names: &Names<'a>) -> Evaluated<'a> {
        let [condition, then, otherwise] = nodes;
        match self.value(condition, names)? {
            Value::Boolean(true) => self.evaluate(then, names),
            Value::Boolean(false) => self.evaluate(otherwise, names),
            other => {
                self.warn_of(condition, &other, "the condition is neither true nor false");
                self.evaluate(otherwise, names)
            }
        }
    }

    /// Takes this much from the fuel.
    pub fn spend(&mut self, cost: u64) -> Result<(), EvaluationError> {
        self.fuel = self.fuel.checked_sub(cost).ok_or(EvaluationError::OutOfFuel)?;
        Ok(())
    }

    /// Pays for a value that was made or copied, and holds it to the limits of size.
    pub fn keep(&mut self, value: Value) -> Evaluated<'a> {
        self.spend_on(&value, 0)?;
        Ok(Operand::Plain(value))
    }

    /// Pays one for every element, and one more for every 32 bytes of text.
    pub fn spend_on(&mut self, value: &Value, depth: usize) -> Result<(), EvaluationError> {
        if depth > VALUE_DEPTH_MAX {
            return Err(EvaluationError::ValueTooDeep);
        }
        match value {
            Value::Text(text) if text.len() > STRING_BYTES_MAX => Err(EvaluationError::TextTooLong),
            Value::Text(text) => self.spend(1 + text.len() as u64 / 32),
            Value::List(items) if items.len() > LIST_ELEMENTS_MAX => {
                Err(EvaluationError::ListTooLong)
            }
            Value::List(items) => {
                self.spend(1)?;
                items.iter().try_for_each(|item| self.spend_on(item, depth + 1))
            }
            Value::Context(entries) => {
                self.spend(1)?;
                entries.values().try_for_each(|item| self.spend_on(item, depth + 1))
            }
            _ => self.spend(1),
        }
    }

    /// Null, for a reason that is kept as a warning.
    pub fn no_value(&mut self, node: &Node, message: impl Into<String>) -> Operand<'a> {
        self.warn(node, message);
        Operand::Plain(Value::Null)
    }

    /// Turns the reason of a null into a warning.
    pub fn settle(&mut self, node: &Node, outcome: Outcome<Operand<'a>>) -> Evaluated<'a> {
        match outcome {
            Ok(operand) => Ok(operand),
            Err(Fault::Stop(error)) => Err(error),
            Err(Fault::Null(reason)) => Ok(self.no_value(node, reason)),
        }
    }

    pub fn warn(&mut self, node: &Node, message: impl Into<String>) {
        if self.warnings.len() < WARNINGS_MAX {
            let message = message.into();
            self.warnings.push(Warning { start: node.start, end: node.end, message });
        }
    }

    /// Warns that a node has a value of the wrong kind.
    pub fn warn_of(&mut self, node: &Node, value: &Value, message: &str) {
        let message = format!("{message}: {}", self.describe(node, value));
        self.warn(node, message);
    }

    /// "`inviter.kind` is text", "`age` has no value".
    pub fn describe(&self, node: &Node, value: &Value) -> String {
        match value {
            Value::Null => format!("{} has no value", self.quote(node)),
            other => format!("{} is {}", self.quote(node), other.type_name()),
        }
    }

    /// The words of a node, shortened.
    pub fn quote(&self, node: &Node) -> String {
        let words = self.text.get(node.start..node.end).unwrap_or_default();
        if words.chars().count() <= 60 {
            return format!("`{words}`");
        }
        format!("`{}…`", words.chars().take(59).collect::<String>())
    }
}
