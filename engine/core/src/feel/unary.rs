//! Unary tests: the cells of decision tables.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::DateTime;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ast::{Kind, Node};
use super::error::{EvaluationError, SyntaxError, Warning};
use super::evaluator::Evaluator;
use super::expression::TextVisitor;
use super::operand::{Binding, Frame};
use super::parser::{self, Cell};
use super::scope::Scope;
use crate::value::{Context, Value};

/// Functions that read nothing but their arguments and stand for constants.
const CONVERSIONS: [&str; 4] = ["date", "time", "date and time", "duration"];

/// Tests of one value: `-` (anything), `R1, R2`, `[1..12]`, `> 5`, `not(S3)`, `null`, or a
/// condition on `?`. A bare word is a text literal; to read a name write `= name`.
#[derive(Clone, PartialEq)]
pub struct UnaryTests(Tests);

#[derive(Clone, PartialEq)]
enum Tests {
    Cell { text: Arc<str>, cell: Arc<Cell> },
    OneOf(Arc<[Value]>),
}

/// What a test gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// Whether the value passes. What cannot be tested does not pass.
    pub holds: bool,
    /// Why a test could not be decided.
    pub warnings: Vec<Warning>,
}

impl UnaryTests {
    /// Parses a cell.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let cell = parser::cell(text)?;
        Ok(Self(Tests::Cell { text: text.into(), cell: Arc::new(cell) }))
    }

    /// The test "is one of these values": what a YAML list in a cell means.
    pub fn one_of(values: Vec<Value>) -> Self {
        Self(Tests::OneOf(values.into()))
    }

    /// Whether it holds for anything, as `-` does.
    pub fn is_any(&self) -> bool {
        matches!(&self.0, Tests::Cell { cell, .. } if cell.tests.is_empty())
    }

    /// The values of [`UnaryTests::one_of`].
    pub fn values(&self) -> Option<&[Value]> {
        match &self.0 {
            Tests::OneOf(values) => Some(values),
            Tests::Cell { .. } => None,
        }
    }

    /// The constants it compares with; none if it reads other data or is a condition on `?`, so
    /// that what it holds for is not known before run time.
    pub fn constants(&self) -> Option<Vec<Value>> {
        match &self.0 {
            Tests::OneOf(values) => Some(values.to_vec()),
            Tests::Cell { cell, .. } => {
                let mut constants = Vec::new();
                for test in &cell.tests {
                    constants_of(&test.node, &mut constants)?;
                }
                Some(constants)
            }
        }
    }

    /// The text of the cell; the offsets of warnings count in it.
    pub fn text(&self) -> String {
        match &self.0 {
            Tests::Cell { text, .. } => text.to_string(),
            Tests::OneOf(values) => {
                values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Tests a value.
    pub fn test(&self, input: &Value, scope: &Scope<'_>) -> Result<Tested, EvaluationError> {
        match &self.0 {
            Tests::OneOf(values) => {
                Ok(Tested { holds: is_one_of(input, values), warnings: vec![] })
            }
            Tests::Cell { text, cell } => test_cell(text, cell, input, scope),
        }
    }

    pub(super) fn cell(&self) -> Option<&Cell> {
        match &self.0 {
            Tests::Cell { cell, .. } => Some(cell),
            Tests::OneOf(_) => None,
        }
    }
}

/// The values in a node that is a literal, or a range or list of literals.
fn constants_of(node: &Node, constants: &mut Vec<Value>) -> Option<()> {
    match &node.kind {
        Kind::List(items) => items.iter().try_for_each(|item| constants_of(item, constants)),
        Kind::Range(range) => range.ends.iter().try_for_each(|end| constants_of(end, constants)),
        _ if is_constant(node) => {
            let nothing = Context::new();
            let scope = Scope::new(&nothing, DateTime::ZERO);
            constants.push(Evaluator::new(&scope, "").value(node, &None).ok()?);
            Some(())
        }
        _ => None,
    }
}

/// Whether a node has the same value always: `-5`, `date("2026-03-18") + @"P1D"`.
fn is_constant(node: &Node) -> bool {
    match &node.kind {
        Kind::Literal(_) => true,
        Kind::Negate(_) | Kind::Arithmetic(..) => node.kind.children().into_iter().all(is_constant),
        Kind::Call(call) => {
            matches!(&call.callee.kind, Kind::Name(name) if CONVERSIONS.contains(&name.as_str()))
                && call.arguments.iter().all(|argument| is_constant(&argument.value))
        }
        _ => false,
    }
}

/// A list passes if one of its elements does: `category` may hold several.
fn is_one_of(input: &Value, values: &[Value]) -> bool {
    match input {
        Value::List(items) => items.iter().any(|item| values.contains(item)),
        single => values.contains(single),
    }
}

fn test_cell(
    text: &str,
    cell: &Cell,
    input: &Value,
    scope: &Scope<'_>,
) -> Result<Tested, EvaluationError> {
    if cell.tests.is_empty() {
        return Ok(Tested { holds: true, warnings: Vec::new() });
    }
    let mut evaluator = Evaluator::new(scope, text);
    let names = Some(Frame::push(&None, Binding::Input(input.clone()))?);
    let result = evaluator.any_test(input, &cell.tests, &names)?;
    let holds = result.is_some_and(|holds| holds != cell.negated);
    Ok(Tested { holds, warnings: std::mem::take(&mut evaluator.warnings) })
}

impl fmt::Display for UnaryTests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for UnaryTests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnaryTests({:?})", self.text())
    }
}

impl FromStr for UnaryTests {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for UnaryTests {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Tests::Cell { text, .. } => serializer.serialize_str(text),
            Tests::OneOf(values) => serializer.collect_seq(values.iter()),
        }
    }
}

impl<'de> Deserialize<'de> for UnaryTests {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = UnaryTests;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell of a decision table: a test, or a list of values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<UnaryTests, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(UnaryTests::one_of(values))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<UnaryTests, E> {
        TextVisitor(UnaryTests::parse).visit_str(text)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<UnaryTests, E> {
        TextVisitor(UnaryTests::parse).visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<UnaryTests, E> {
        TextVisitor(UnaryTests::parse).visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<UnaryTests, E> {
        TextVisitor(UnaryTests::parse).visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<UnaryTests, E> {
        TextVisitor(UnaryTests::parse).visit_f64(value)
    }

    fn visit_unit<E: Error>(self) -> Result<UnaryTests, E> {
        TextVisitor(UnaryTests::parse).visit_unit()
    }
}
