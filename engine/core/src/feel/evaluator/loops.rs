//! `for`, `some` and `every`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::ast::{Clause, Node, Quantifier, Source};
use super::super::error::EvaluationError;
use super::super::limits::LIST_ELEMENTS_MAX;
use super::super::operand::{Names, Operand, Range, bind};
use super::super::temporal;
use super::compare::truth;
use super::{Evaluated, Evaluator};
use crate::value::{Duration, Value};

impl<'a> Evaluator<'a> {
    pub(super) fn for_loop(
        &mut self,
        clauses: &'a [Clause],
        body: &'a Node,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let mut made = Vec::new();
        let partial = reads_partial(body);
        self.rounds(clauses, names, &mut |evaluator, names| {
            let names = if partial {
                let so_far = evaluator.keep(Value::List(made.clone()))?;
                bind(names, "partial", so_far)?
            } else {
                names.clone()
            };
            let value = evaluator.value(body, &names)?;
            evaluator.spend_on(&value, 1)?;
            made.push(value);
            let full = made.len() > LIST_ELEMENTS_MAX;
            if full { Err(EvaluationError::ListTooLong) } else { Ok(true) }
        })?;
        Ok(Operand::Plain(Value::List(made)))
    }

    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        clauses: &'a [Clause],
        condition: &'a Node,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let decider = quantifier == Quantifier::Some;
        let mut result = Some(!decider);
        self.rounds(clauses, names, &mut |evaluator, names| {
            match evaluator.value(condition, names)? {
                Value::Boolean(value) if value == decider => {
                    result = Some(decider);
                    return Ok(false);
                }
                Value::Boolean(_) => {}
                Value::Null => result = None,
                other => {
                    evaluator.warn_of(condition, &other, "`satisfies` needs true or false");
                    result = None;
                }
            }
            Ok(true)
        })?;
        Ok(truth(result))
    }

    /// Runs the body for every combination, the last clause fastest, until it says false.
    fn rounds(
        &mut self,
        clauses: &'a [Clause],
        names: &Names<'a>,
        body: &mut dyn FnMut(&mut Self, &Names<'a>) -> Evaluated<'a, bool>,
    ) -> Evaluated<'a, bool> {
        let Some((clause, rest)) = clauses.split_first() else { return body(self, names) };
        for item in self.items(clause, names)? {
            self.spend(1)?;
            let names = bind(names, &clause.name, Operand::Plain(item))?;
            if !self.rounds(rest, &names, body)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn items(&mut self, clause: &'a Clause, names: &Names<'a>) -> Evaluated<'a, Vec<Value>> {
        match &clause.source {
            Source::Steps(low, high) => {
                let start = self.value(low, names)?;
                let end = self.value(high, names)?;
                self.steps(high, &start, &end)
            }
            Source::List(node) => match self.evaluate(node, names)? {
                Operand::Plain(Value::List(items)) => Ok(items),
                Operand::Plain(Value::Null) => {
                    let message = format!("{} has no value to go through", self.quote(node));
                    self.warn(node, message);
                    Ok(Vec::new())
                }
                Operand::Range(range) => self.range_items(node, &range),
                operand => Ok(vec![self.plain(operand, node)]),
            },
        }
    }

    fn range_items(&mut self, node: &'a Node, range: &Range) -> Evaluated<'a, Vec<Value>> {
        let items = self.steps(node, &range.start, &range.end)?;
        Ok(items.into_iter().filter(|item| range.includes(item) == Some(true)).collect())
    }

    /// Whole numbers or days from one end to the other, in either direction.
    fn steps(&mut self, node: &Node, start: &Value, end: &Value) -> Evaluated<'a, Vec<Value>> {
        let Some(distance) = distance(start, end) else {
            self.warn(node, "a loop counts from a whole number to another, or from day to day");
            return Ok(Vec::new());
        };
        let count = distance.unsigned_abs() + 1;
        if count > LIST_ELEMENTS_MAX as u64 {
            return Err(EvaluationError::ListTooLong);
        }
        self.spend(count)?;
        Ok((0..=distance.abs()).filter_map(|n| step(start, n * distance.signum())).collect())
    }
}

fn distance(start: &Value, end: &Value) -> Option<i64> {
    match (start, end) {
        (Value::Number(low), Value::Number(high)) => {
            (low.is_integer() && high.is_integer()).then(|| high.checked_sub(*low)?.to_i64())?
        }
        (Value::Date(_), Value::Date(_)) => match temporal::difference(end, start)? {
            Duration::Seconds(seconds) => Some(seconds / temporal::DAY),
            Duration::Months(_) => None,
        },
        _ => None,
    }
}

fn step(start: &Value, n: i64) -> Option<Value> {
    match start {
        Value::Number(low) => low.checked_add(Decimal::from(n)).map(Value::Number),
        day => temporal::add(day, Duration::Seconds(n.checked_mul(temporal::DAY)?)),
    }
}

/// Whether the body asks for the results so far; giving them costs a copy per round.
fn reads_partial(node: &Node) -> bool {
    use super::super::ast::Kind;
    matches!(&node.kind, Kind::Name(name) if name == "partial")
        || node.kind.children().into_iter().any(reads_partial)
}
