//! Names, paths and filters.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::ast::{Kind, Node};
use super::super::builtins;
use super::super::operand::{Binding, Frame, Names, Operand, Range};
use super::super::scope::Scope;
use super::super::temporal;
use super::{Evaluated, Evaluator};
use crate::value::{Duration, Value};

impl<'a> Evaluator<'a> {
    /// A name, `?` or a path. Only what is asked for is copied.
    pub(super) fn read(&mut self, node: &'a Node, names: &Names<'a>) -> Evaluated<'a> {
        match &node.kind {
            Kind::Name(name) => self.named(name, names),
            Kind::Path(base, member) => match borrowed(self.scope, node, names) {
                Some(value) => self.copy(value),
                None => self.path(node, base, member, names),
            },
            _ => match borrowed(self.scope, node, names) {
                Some(value) => self.copy(value),
                None => Ok(self.no_value(node, "`?` has a value in table cells and tests only")),
            },
        }
    }

    fn copy(&mut self, value: &Value) -> Evaluated<'a> {
        self.spend_on(value, 0)?;
        Ok(Operand::Plain(value.clone()))
    }

    fn named(&mut self, name: &'a str, names: &Names<'a>) -> Evaluated<'a> {
        match local(names, name) {
            Some(Local::Operand(operand)) => return Ok(operand.clone()),
            Some(Local::Value(value)) => return self.copy(value),
            None => {}
        }
        match self.scope.get(name) {
            Some(value) => self.copy(value),
            // Absent data is data that is not there yet; the checker knows the names that exist.
            None => Ok(builtins::find(name).map_or(Operand::Plain(Value::Null), Operand::Builtin)),
        }
    }

    fn path(
        &mut self,
        node: &'a Node,
        base: &'a Node,
        member: &str,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let value = match self.evaluate(base, names)? {
            Operand::Plain(Value::List(items)) => {
                Value::List(items.into_iter().map(|item| entry(item, member)).collect())
            }
            Operand::Plain(Value::Null) => Value::Null,
            Operand::Plain(Value::Context(entries)) => entry(Value::Context(entries), member),
            Operand::Plain(value) => {
                if let Some(property) = property(&value, member) {
                    property
                } else {
                    let message =
                        format!("{}, which has no `{member}`", self.describe(base, &value));
                    return Ok(self.no_value(node, message));
                }
            }
            Operand::Range(range) => range_property(&range, member).unwrap_or_default(),
            other => {
                let message = format!("a {} has no `{member}`", other.type_name());
                return Ok(self.no_value(node, message));
            }
        };
        self.keep(value)
    }

    /// `list[condition]` or `list[index]`; a single value is a list of one.
    pub(super) fn filter(&mut self, nodes: &'a [Node; 2], names: &Names<'a>) -> Evaluated<'a> {
        let [list, condition] = nodes;
        let items = match self.value(list, names)? {
            Value::List(items) => items,
            Value::Null => return Ok(Operand::Plain(Value::Null)),
            single => vec![single],
        };
        if let Some(index) = self.index(condition, items.first(), names)? {
            return Ok(self.element(condition, items, index));
        }
        let mut found = Vec::new();
        for item in items {
            let frame = Frame::push(names, Binding::Item(item))?;
            match self.value(condition, &Some(frame.clone()))? {
                Value::Boolean(true) => found.push(Frame::into_item(frame)),
                Value::Boolean(false) | Value::Null => {}
                other => {
                    self.warn_of(condition, &other, "a filter is a condition or an index");
                    return Ok(Operand::Plain(Value::Null));
                }
            }
        }
        self.keep(Value::List(found))
    }

    /// The number in the brackets, if one stands there: asked of the first element.
    fn index(
        &mut self,
        node: &'a Node,
        first: Option<&Value>,
        names: &Names<'a>,
    ) -> Evaluated<'a, Option<Decimal>> {
        if !may_be_index(node) {
            return Ok(None);
        }
        let first = first.cloned().unwrap_or_default();
        self.spend_on(&first, 0)?;
        let frame = Frame::push(names, Binding::Item(first))?;
        let before = self.warnings.len();
        if let Operand::Plain(Value::Number(index)) = self.evaluate(node, &Some(frame))? {
            Ok(Some(index))
        } else {
            self.warnings.truncate(before);
            Ok(None)
        }
    }

    fn element(&mut self, node: &Node, mut items: Vec<Value>, index: Decimal) -> Operand<'a> {
        let count = items.len();
        let place = index.is_integer().then(|| index.to_i64()).flatten().and_then(|index| {
            let back = usize::try_from(index.unsigned_abs()).ok()?;
            let place = if index < 0 { count.checked_sub(back) } else { back.checked_sub(1) };
            place.filter(|place| *place < count)
        });
        if let Some(place) = place {
            Operand::Plain(items.swap_remove(place))
        } else {
            let message = format!("the list has {count} elements, but no number {index}");
            self.no_value(node, message)
        }
    }
}

/// Whether a filter's brackets may hold an index; comparisons and the like never do.
fn may_be_index(node: &Node) -> bool {
    matches!(
        node.kind,
        Kind::Literal(Value::Number(_))
            | Kind::Negate(_)
            | Kind::Arithmetic(..)
            | Kind::Call(_)
            | Kind::Filter(_)
            | Kind::Name(_)
            | Kind::Path(..)
            | Kind::If(_)
    )
}

/// The place in the data that a name or path leads to, without copying what is on the way.
fn borrowed<'s>(scope: &'s Scope<'_>, node: &Node, names: &'s Names<'_>) -> Option<&'s Value> {
    match &node.kind {
        Kind::Name(name) => match local(names, name) {
            Some(Local::Value(value)) => Some(value),
            Some(Local::Operand(_)) => None,
            None => scope.get(name),
        },
        Kind::Input => frames(names).find_map(|frame| match &frame.binding {
            Binding::Input(value) => Some(value),
            _ => None,
        }),
        Kind::Path(base, member) => borrowed(scope, base, names)?.as_context()?.get(member),
        _ => None,
    }
}

fn frames<'s, 'a>(names: &'s Names<'a>) -> impl Iterator<Item = &'s Frame<'a>> {
    std::iter::successors(names.as_deref(), |frame| frame.parent.as_deref())
}

/// What a local name stands for.
enum Local<'s, 'a> {
    Value(&'s Value),
    Operand(&'s Operand<'a>),
}

/// The innermost binding of a name.
fn local<'s, 'a>(names: &'s Names<'a>, name: &str) -> Option<Local<'s, 'a>> {
    frames(names).find_map(|frame| match &frame.binding {
        Binding::Name(bound, Operand::Plain(value)) if *bound == name => Some(Local::Value(value)),
        Binding::Name(bound, operand) if *bound == name => Some(Local::Operand(operand)),
        Binding::Item(Value::Context(entries)) if entries.contains_key(name) => {
            entries.get(name).map(Local::Value)
        }
        Binding::Item(value) if name == "item" => Some(Local::Value(value)),
        _ => None,
    })
}

fn entry(value: Value, name: &str) -> Value {
    match value {
        Value::Context(mut entries) => entries.remove(name).unwrap_or_default(),
        other => property(&other, name).unwrap_or_default(),
    }
}

/// The parts of dates, times and durations.
pub(super) fn property(value: &Value, name: &str) -> Option<Value> {
    if let Value::Duration(duration) = value {
        return duration_property(*duration, name).map(|n| Value::Number(n.into()));
    }
    let day = temporal::moment(value);
    let clock = match value {
        Value::Time(time) => Some(*time),
        Value::DateTime(moment) => Some(moment.time()),
        _ => None,
    };
    let number = match name {
        "year" => i64::from(day?.year()),
        "month" => i64::from(day?.month()),
        "day" => i64::from(day?.day()),
        "weekday" => i64::from(day?.weekday().to_monday_one_offset()),
        "hour" => i64::from(clock?.hour()),
        "minute" => i64::from(clock?.minute()),
        "second" => i64::from(clock?.second()),
        _ => return None,
    };
    Some(Value::Number(number.into()))
}

fn duration_property(duration: Duration, name: &str) -> Option<i64> {
    match (duration, name) {
        (Duration::Months(months), "years") => Some(months / 12),
        (Duration::Months(months), "months") => Some(months % 12),
        (Duration::Seconds(seconds), "days") => Some(seconds / temporal::DAY),
        (Duration::Seconds(seconds), "hours") => Some(seconds / 3600 % 24),
        (Duration::Seconds(seconds), "minutes") => Some(seconds / 60 % 60),
        (Duration::Seconds(seconds), "seconds") => Some(seconds % 60),
        _ => None,
    }
}

fn range_property(range: &Range, name: &str) -> Option<Value> {
    match name {
        "start" => Some(range.start.clone()),
        "end" => Some(range.end.clone()),
        "start included" => Some(Value::Boolean(range.start_closed)),
        "end included" => Some(Value::Boolean(range.end_closed)),
        _ => None,
    }
}
