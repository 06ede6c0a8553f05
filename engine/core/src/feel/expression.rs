//! A parsed expression.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ast::{Kind, Node};
use super::error::{EvaluationError, SyntaxError, Warning};
use super::evaluator::Evaluator;
use super::parser;
use super::scope::Scope;
use crate::value::Value;

/// An expression, parsed once; cheap to clone. Two are equal if their texts are.
#[derive(Clone)]
pub struct Expression {
    text: Arc<str>,
    pub(super) root: Arc<Node>,
}

/// What an evaluation gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The value; null where a type error occurred.
    pub value: Value,
    /// Why parts of it are null. Show them: a silent null decides about people.
    pub warnings: Vec<Warning>,
}

impl Expression {
    /// Parses the text of an expression.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let root = parser::expression(text)?;
        Ok(Self { text: text.into(), root: Arc::new(root) })
    }

    /// Parses an output cell of a decision table. There a bare word (`parents-letter`, `R1`) is a
    /// text; to read a name write `= name`. Everything else is an expression.
    pub fn parse_cell(text: &str) -> Result<Self, SyntaxError> {
        if let Some(word) = parser::bare_word(text) {
            let root = Node::new(Kind::Literal(Value::text(word)), 0, text.len());
            return Ok(Self { text: text.into(), root: Arc::new(root) });
        }
        let Some(rest) = text.trim_start().strip_prefix('=') else { return Self::parse(text) };
        // Blanks in the place of the sign keep every byte offset.
        let blank = " ".repeat(text.len() - rest.len());
        let root = parser::expression(&format!("{blank}{rest}"))?;
        Ok(Self { text: text.into(), root: Arc::new(root) })
    }

    /// The text it was parsed from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Evaluates it.
    pub fn evaluate(&self, scope: &Scope<'_>) -> Result<Evaluation, EvaluationError> {
        let mut evaluator = Evaluator::new(scope, &self.text);
        let value = evaluator.value(&self.root, &None)?;
        Ok(Evaluation { value, warnings: evaluator.warnings })
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.text)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.root == other.root
    }
}

impl FromStr for Expression {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor(Self::parse))
    }
}

/// An output cell of a table, for reading it with serde.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OutputCell(pub Expression);

impl<'de> Deserialize<'de> for OutputCell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor(Expression::parse_cell)).map(Self)
    }
}

/// Reads a text; a number or a boolean that YAML already understood is one too.
pub(crate) struct TextVisitor<T>(pub fn(&str) -> Result<T, SyntaxError>);

impl<T> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an expression")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(|error| E::custom(format!("in `{text}`: {error}")))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        self.visit_str(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        self.visit_str("null")
    }
}
