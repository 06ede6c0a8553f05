//! What can go wrong: in the text, and at run time.

use std::fmt;

use serde::Serialize;

use super::limits::{
    EVALUATION_DEPTH_MAX, FUEL_MAX, LIST_ELEMENTS_MAX, STRING_BYTES_MAX, VALUE_DEPTH_MAX,
};

/// A mistake in the text of an expression; offsets are bytes of that text, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct SyntaxError {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl SyntaxError {
    pub(super) fn new(start: usize, end: usize, message: impl Into<String>) -> Self {
        Self { start, end, message: message.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

/// An evaluation that was stopped. A type error is none: it gives null and a [`Warning`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// More than [`FUEL_MAX`] steps.
    #[error("the expression takes more than {FUEL_MAX} steps; make its lists shorter")]
    OutOfFuel,
    /// Deeper than [`EVALUATION_DEPTH_MAX`].
    #[error(
        "the expression nests deeper than {EVALUATION_DEPTH_MAX} levels; does a function call itself without end?"
    )]
    TooDeep,
    /// A list longer than [`LIST_ELEMENTS_MAX`].
    #[error("the expression makes a list of more than {LIST_ELEMENTS_MAX} elements")]
    ListTooLong,
    /// A text longer than [`STRING_BYTES_MAX`].
    #[error("the expression makes a text of more than {STRING_BYTES_MAX} bytes")]
    TextTooLong,
    /// A value nested deeper than [`VALUE_DEPTH_MAX`].
    #[error("the expression makes a value nested deeper than {VALUE_DEPTH_MAX} levels")]
    ValueTooDeep,
    /// More names than may be visible at one place.
    #[error("the expression makes too many names visible at one place; split it")]
    TooManyNames,
}

/// Why a part of an expression gave null: DMN lets a type error pass silently, we do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// First byte in the text of the expression.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What was wrong, with the words of the expression.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
