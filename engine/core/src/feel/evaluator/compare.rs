//! Comparisons, `between`, `in` and three-valued logic.

use super::super::ast::{Comparison, Kind, Node, Test};
use super::super::operand::{Binding, Frame, Names, Operand};
use super::super::order::{self, Order};
use super::{Evaluated, Evaluator};
use crate::value::Value;

impl<'a> Evaluator<'a> {
    pub(super) fn compare(
        &mut self,
        node: &'a Node,
        comparison: Comparison,
        sides: &'a [Node; 2],
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let left = self.evaluate(&sides[0], names)?;
        let right = self.evaluate(&sides[1], names)?;
        match (&left, &right) {
            (Operand::Range(left), Operand::Range(right)) => {
                return Ok(truth(order_free(comparison, left == right)));
            }
            (Operand::Range(_), Operand::Plain(Value::Null))
            | (Operand::Plain(Value::Null), Operand::Range(_)) => {
                return Ok(truth(order_free(comparison, false)));
            }
            _ => {}
        }
        let values = matches!((&left, &right), (Operand::Plain(_), Operand::Plain(_)));
        let (left, right) = (self.plain(left, &sides[0]), self.plain(right, &sides[1]));
        let result = if values { holds(comparison, &left, &right) } else { None };
        if values && result.is_none() {
            let message = format!(
                "{}, compared with {}",
                self.describe(&sides[0], &left),
                if right.is_null() { "nothing" } else { right.type_name() }
            );
            self.warn(node, message);
        }
        Ok(truth(result))
    }

    pub(super) fn between(
        &mut self,
        node: &'a Node,
        nodes: &'a [Node; 3],
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let value = self.value(&nodes[0], names)?;
        let low = self.value(&nodes[1], names)?;
        let high = self.value(&nodes[2], names)?;
        let above = holds(Comparison::GreaterOrEqual, &value, &low);
        let below = holds(Comparison::LessOrEqual, &value, &high);
        if above.is_none() || below.is_none() {
            let message = format!(
                "{}, compared with {} and {}",
                self.describe(&nodes[0], &value),
                low.type_name(),
                high.type_name()
            );
            self.warn(node, message);
        }
        Ok(truth(both(above, below)))
    }

    pub(super) fn is_in(
        &mut self,
        value: &'a Node,
        tests: &'a [Test],
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let input = self.value(value, names)?;
        let bound = Frame::push(names, Binding::Input(input.clone()))?;
        self.any_test(&input, tests, &Some(bound)).map(truth)
    }

    /// Whether one of the tests holds for the input; the names bind it to `?`.
    pub fn any_test(
        &mut self,
        input: &Value,
        tests: &'a [Test],
        names: &Names<'a>,
    ) -> Evaluated<'a, Option<bool>> {
        let mut result = Some(false);
        for test in tests {
            match self.test(input, test, names)? {
                Some(true) => return Ok(Some(true)),
                Some(false) => {}
                None => result = None,
            }
        }
        Ok(result)
    }

    fn test(
        &mut self,
        input: &Value,
        test: &'a Test,
        names: &Names<'a>,
    ) -> Evaluated<'a, Option<bool>> {
        if let (Kind::List(items), None) = (&test.node.kind, test.comparison)
            && items.iter().any(|item| matches!(item.kind, Kind::Range(_)))
        {
            return self.any_of(input, items, names);
        }
        let operand = self.evaluate(&test.node, names)?;
        let result = match (&operand, test.comparison) {
            // Something that should have been there; `null` by itself is asked for on purpose.
            (Operand::Plain(Value::Null), None) if asks_in_vain(input, &test.node) => None,
            (Operand::Plain(value), Some(comparison)) => holds(comparison, input, value),
            (Operand::Plain(Value::Boolean(result)), None) if test.conditional => Some(*result),
            (Operand::Plain(value), None) => matches(input, value),
            (Operand::Range(range), None) => range.includes(input),
            _ => None,
        };
        // Nothing entered matches nothing that is asked for; that is no mistake of types.
        if result.is_none() && !input.is_null() {
            let message = format!(
                "the input is {}, tested with {} ({})",
                input.type_name(),
                self.quote(&test.node),
                operand.type_name()
            );
            self.warn(&test.node, message);
        }
        Ok(result)
    }

    /// A list with ranges in it: one of its elements must pass.
    fn any_of(
        &mut self,
        input: &Value,
        items: &'a [Node],
        names: &Names<'a>,
    ) -> Evaluated<'a, Option<bool>> {
        let mut result = Some(false);
        for item in items {
            let passes = match self.evaluate(item, names)? {
                Operand::Range(range) => range.includes(input),
                operand => matches(input, &self.plain(operand, item)),
            };
            match passes {
                Some(true) => return Ok(Some(true)),
                Some(false) => {}
                None => result = None,
            }
        }
        Ok(result)
    }

    /// `and` (decided by false) and `or` (decided by true); null is "not known".
    pub(super) fn junction(
        &mut self,
        parts: &'a [Node],
        decider: bool,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let mut result = Some(!decider);
        for part in parts {
            match self.value(part, names)? {
                Value::Boolean(value) if value == decider => return Ok(truth(Some(decider))),
                Value::Boolean(_) => {}
                Value::Null => result = None,
                other => {
                    let word = if decider { "or" } else { "and" };
                    self.warn_of(part, &other, &format!("`{word}` needs true or false"));
                    result = None;
                }
            }
        }
        Ok(truth(result))
    }
}

fn asks_in_vain(input: &Value, node: &Node) -> bool {
    !input.is_null() && !matches!(node.kind, Kind::Literal(_))
}

/// A value tested with a value: equal, or one of a list.
fn matches(input: &Value, value: &Value) -> Option<bool> {
    match (input, value) {
        (Value::List(_), Value::List(items)) => Some(input == value || items.contains(input)),
        (_, Value::List(items)) => Some(items.contains(input)),
        _ => order::equal(input, value),
    }
}

/// Whether a comparison holds; none for values of two kinds.
pub fn holds(comparison: Comparison, left: &Value, right: &Value) -> Option<bool> {
    let by_order = |wanted: fn(Order) -> bool| order::compare(left, right).map(wanted);
    match comparison {
        Comparison::Equal => order::equal(left, right),
        Comparison::NotEqual => order::equal(left, right).map(|equal| !equal),
        Comparison::Less => by_order(Order::is_lt),
        Comparison::LessOrEqual => by_order(Order::is_le),
        Comparison::Greater => by_order(Order::is_gt),
        Comparison::GreaterOrEqual => by_order(Order::is_ge),
    }
}

fn order_free(comparison: Comparison, equal: bool) -> Option<bool> {
    match comparison {
        Comparison::Equal => Some(equal),
        Comparison::NotEqual => Some(!equal),
        _ => None,
    }
}

fn both(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Three-valued truth as an operand.
pub fn truth<'a>(value: Option<bool>) -> Operand<'a> {
    Operand::Plain(value.map_or(Value::Null, Value::Boolean))
}
