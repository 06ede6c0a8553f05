//! Arithmetic, comparisons and ranges.

use super::super::ast::{Comparison, Node, Operator};
use super::super::types::Type;
use super::Checker;

impl<'a> Checker<'a> {
    pub(super) fn range(&mut self, node: &Node, ends: impl IntoIterator<Item = &'a Node>) -> Type {
        let types: Vec<Type> = ends.into_iter().map(|end| self.infer(end)).collect();
        if let [low, high] = types.as_slice()
            && (!low.compares_with(high) || !low.is_ordered())
        {
            self.report(node, format!("a range cannot go from {low} to {high}"), None);
        }
        let of = types.into_iter().reduce(Type::join).unwrap_or(Type::Any);
        Type::Range(Box::new(of))
    }

    pub(super) fn negate(&mut self, operand: &'a Node) -> Type {
        let ty = self.infer(operand);
        if !(ty == Type::Number || ty.is_duration() || ty.is_open()) {
            let message =
                format!("{} is {ty}; `-` needs a number or a duration", self.quote(operand));
            self.report(operand, message, None);
            return Type::Any;
        }
        ty
    }

    pub(super) fn arithmetic(&mut self, first: &'a Node, rest: &'a [(Operator, Node)]) -> Type {
        let mut total = self.infer(first);
        for (operator, node) in rest {
            let right = self.infer(node);
            let ty = result(*operator, &total, &right);
            if ty.is_none() {
                self.misfit(*operator, &total, node, &right);
            }
            total = ty.unwrap_or(Type::Any);
        }
        total
    }

    fn misfit(&mut self, operator: Operator, left: &Type, node: &Node, right: &Type) {
        let message = format!("`{}` does not take {left} and {right}", operator.sign());
        let help = match (left, right) {
            (Type::Text | Type::Choice(_), _) if operator == Operator::Add => Some(format!(
                "to join texts write `string({})`",
                self.text.get(node.start..node.end).unwrap_or("…")
            )),
            (Type::Date | Type::DateTime, Type::Number) => Some(
                "add a duration, such as `@\"P5D\"`; terms in working days are the calendar's"
                    .to_owned(),
            ),
            _ => None,
        };
        self.report(node, message, help);
    }

    pub(super) fn compare(
        &mut self,
        node: &Node,
        comparison: Comparison,
        sides: &'a [Node; 2],
    ) -> Type {
        let (left, right) = (self.infer(&sides[0]), self.infer(&sides[1]));
        if !left.compares_with(&right) {
            let message = format!(
                "{} is {left}, but {} is {right}: they do not compare",
                self.quote(&sides[0]),
                self.quote(&sides[1])
            );
            self.report(node, message, conversion(&left, &right));
            return Type::Boolean;
        }
        self.comparable(comparison, (&left, Some(&sides[0])), (&right, &sides[1]));
        Type::Boolean
    }

    /// Reports sides that have no order, do not compare, or name a word that is no choice.
    pub(super) fn comparable(
        &mut self,
        comparison: Comparison,
        left: (&Type, Option<&Node>),
        right: (&Type, &Node),
    ) {
        if !left.0.compares_with(right.0) {
            let message =
                format!("the input is {}, but {} is {}", left.0, self.quote(right.1), right.0);
            return self.report(right.1, message, conversion(left.0, right.0));
        }
        let by_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if by_order && !(left.0.is_ordered() && right.0.is_ordered()) {
            let message =
                format!("`{}` needs values with an order, not {}", comparison.sign(), left.0);
            return self.report(right.1, message, None);
        }
        self.words_of_choice(left.0, right.1);
        if let Some(node) = left.1 {
            self.words_of_choice(right.0, node);
        }
    }

    pub(super) fn between(&mut self, nodes: &'a [Node; 3]) -> Type {
        let value = self.infer(&nodes[0]);
        for end in &nodes[1..] {
            let ty = self.infer(end);
            if !value.compares_with(&ty) || !ty.is_ordered() {
                let message = format!(
                    "{} is {value}, but {} is {ty}",
                    self.quote(&nodes[0]),
                    self.quote(end)
                );
                self.report(end, message, None);
            }
        }
        Type::Boolean
    }
}

/// What helps when these two do not compare.
fn conversion(left: &Type, right: &Type) -> Option<String> {
    match (left, right) {
        (Type::Number, Type::Text) | (Type::Text, Type::Number) => {
            Some("numbers stand without quotes".to_owned())
        }
        (Type::Date, Type::Text) | (Type::Text, Type::Date) => {
            Some("a day is written @\"2026-03-18\"".to_owned())
        }
        (Type::Date, Type::DateTime) | (Type::DateTime, Type::Date) => {
            Some("`date(…)` gives the day of a date and time".to_owned())
        }
        (Type::List(_), _) => Some("`list contains(…, …)` asks a list".to_owned()),
        (Type::DurationDays, Type::DurationMonths) | (Type::DurationMonths, Type::DurationDays) => {
            Some("months have no fixed number of days".to_owned())
        }
        _ => None,
    }
}

/// The type of a result; none if the operator does not take these.
fn result(operator: Operator, left: &Type, right: &Type) -> Option<Type> {
    use Operator::{Add, Divide, Multiply, Power, Subtract};
    use Type::{Any, Choice, Date, DateTime, DurationDays, Null, Number, Text, Time};
    Some(match (operator, left, right) {
        (_, Number, Number) | (Power, Any | Number, Any | Number) => Number,
        (Power, ..) | (_, Null, _) | (_, _, Null) => return None,
        (Add, Text | Choice(_), Text | Choice(_)) => Text,
        (Add | Subtract, Date | DateTime, duration) if duration.is_duration() => left.clone(),
        (Add, duration, Date | DateTime | Time) if duration.is_duration() => right.clone(),
        (Add | Subtract, Time, DurationDays | Type::Duration) => Time,
        (Subtract, Date | DateTime, Date | DateTime) | (Subtract, Time, Time) => DurationDays,
        (Add | Subtract, a, b) if a.is_duration() && b.is_duration() => {
            return a.compares_with(b).then(|| a.clone().join(b.clone()));
        }
        (Multiply | Divide, duration, Number) | (Multiply, Number, duration)
            if duration.is_duration() =>
        {
            duration.clone()
        }
        (Divide, a, b) if a.is_duration() && b.is_duration() => {
            return a.compares_with(b).then_some(Number);
        }
        (_, Any, known) | (_, known, Any) => return takes(operator, known).then_some(Any),
        _ => return None,
    })
}

/// Whether an operator takes a value of this type at all.
fn takes(operator: Operator, ty: &Type) -> bool {
    match ty {
        Type::Any | Type::Number => true,
        Type::Text | Type::Choice(_) => operator == Operator::Add,
        Type::Date | Type::DateTime | Type::Time => {
            matches!(operator, Operator::Add | Operator::Subtract)
        }
        ty => ty.is_duration(),
    }
}
