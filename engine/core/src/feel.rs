//! The expression language of maps: a profile of FEEL, the language of DMN.
//!
//! Total and bounded: an expression does no I/O, reads no clock, ends after [`limits::FUEL_MAX`]
//! steps and never takes more stack than [`limits::DEPTH_MAX`] levels need. A type error gives null,
//! as DMN has it, and a [`Warning`], because a silent null decides about people.
//!
//! Names are identifiers (`first_this_year`) with points for paths; `-` is always minus. Numbers are
//! decimals. Dates and times are civil ones, in the zone of the map's calendar: there are no offsets.

mod ast;
mod builtins;
mod error;
mod evaluator;
mod expression;
mod infer;
mod lexer;
pub mod limits;
mod operand;
mod order;
mod parser;
mod references;
mod scope;
mod temporal;
mod types;
mod unary;

pub use error::{EvaluationError, SyntaxError, Warning};
pub(crate) use expression::OutputCell;
pub use expression::{Evaluation, Expression};
pub use references::Reference;
pub use scope::{Lookup, Scope};
pub use types::{Type, TypeProblem, TypeScope};
pub use unary::{Tested, UnaryTests};

#[cfg(test)]
mod tests;
