//! What an expression works with while it is evaluated: values, and the two things that only
//! live within an expression, ranges and functions.

use std::rc::Rc;

use super::ast::Node;
use super::builtins::Builtin;
use super::error::EvaluationError;
use super::limits::NAMES_VISIBLE_MAX;
use super::order::{self, Order};
use crate::value::Value;

/// An intermediate result.
#[derive(Clone, Debug)]
pub enum Operand<'a> {
    Plain(Value),
    Range(Rc<Range>),
    Function(Rc<Closure<'a>>),
    Builtin(&'static Builtin),
}

/// A range of ordered values; an end without a value is open for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    pub start: Value,
    pub end: Value,
    pub start_closed: bool,
    pub end_closed: bool,
}

/// A function with the names it saw where it was defined.
#[derive(Debug)]
pub struct Closure<'a> {
    pub parameters: &'a [String],
    pub body: &'a Node,
    pub names: Names<'a>,
}

/// The names that loops, parameters and entries made, innermost first.
pub type Names<'a> = Option<Rc<Frame<'a>>>;

/// One layer of names.
#[derive(Debug)]
pub struct Frame<'a> {
    pub binding: Binding<'a>,
    pub parent: Names<'a>,
    pub depth: usize,
}

/// What a layer binds.
#[derive(Debug)]
pub enum Binding<'a> {
    Name(&'a str, Operand<'a>),
    /// The element of a filter: `item`, and its entries by their names.
    Item(Value),
    /// The input of a unary test: `?`.
    Input(Value),
}

impl<'a> Frame<'a> {
    /// Puts a binding before the names.
    pub fn push(parent: &Names<'a>, binding: Binding<'a>) -> Result<Rc<Self>, EvaluationError> {
        let depth = parent.as_ref().map_or(0, |frame| frame.depth + 1);
        if depth >= NAMES_VISIBLE_MAX {
            return Err(EvaluationError::TooManyNames);
        }
        Ok(Rc::new(Self { binding, parent: parent.clone(), depth }))
    }

    /// Takes the element back out of an item's frame.
    pub fn into_item(frame: Rc<Self>) -> Value {
        match Rc::try_unwrap(frame) {
            Ok(Self { binding: Binding::Item(value), .. }) => value,
            Err(shared) => match &shared.binding {
                Binding::Item(value) => value.clone(),
                Binding::Name(..) | Binding::Input(_) => Value::Null,
            },
            Ok(_) => Value::Null,
        }
    }
}

/// The names with one more.
pub fn bind<'a>(
    names: &Names<'a>,
    name: &'a str,
    operand: Operand<'a>,
) -> Result<Names<'a>, EvaluationError> {
    Frame::push(names, Binding::Name(name, operand)).map(Some)
}

impl Operand<'_> {
    /// The name of the type, for messages.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Plain(value) => value.type_name(),
            Self::Range(_) => "range",
            Self::Function(_) | Self::Builtin(_) => "function",
        }
    }
}

impl From<Value> for Operand<'_> {
    fn from(value: Value) -> Self {
        Self::Plain(value)
    }
}

impl Range {
    /// Whether a value lies in it; none if it does not compare with the ends.
    pub fn includes(&self, value: &Value) -> Option<bool> {
        let above = order::compare(&self.start, value)?;
        let below = order::compare(value, &self.end)?;
        let holds = |order: Order, closed: bool| order.is_lt() || closed && order.is_eq();
        Some(holds(above, self.start_closed) && holds(below, self.end_closed))
    }
}
