//! Relations of points and ranges (Allen's intervals).

use super::super::evaluator::{Arguments, Outcome, null};
use super::super::operand::{Operand, Range};
use super::super::order::{self, Order};
use super::Line;
use crate::value::Value;

const RANGES: &str = "range1: range, range2: range -> boolean";
const PAIRS: &str = "point1: any, point2: any -> boolean | point: any, range: range -> boolean | \
                     range: range, point: any -> boolean | range1: range, range2: range -> boolean";
/// A point, or a range, in a range.
const INWARD: &str =
    "point: any, range: range -> boolean | range1: range, range2: range -> boolean";
const OUTWARD: &str =
    "range: range, point: any -> boolean | range1: range, range2: range -> boolean";

pub const TABLE: [Line; 14] = [
    ("before", PAIRS, |_, a| relation(a, before)),
    ("after", PAIRS, |_, a| relation(a, |x, y| before(y, x))),
    ("meets", RANGES, |_, a| relation(a, meets)),
    ("met by", RANGES, |_, a| relation(a, |x, y| meets(y, x))),
    ("overlaps", RANGES, |_, a| relation(a, overlaps)),
    ("overlaps before", RANGES, |_, a| relation(a, overlaps_before)),
    ("overlaps after", RANGES, |_, a| relation(a, |x, y| overlaps_before(y, x))),
    ("finishes", INWARD, |_, a| relation(a, finishes)),
    ("finished by", OUTWARD, |_, a| relation(a, |x, y| finishes(y, x))),
    ("includes", OUTWARD, |_, a| relation(a, |x, y| during(y, x))),
    ("during", INWARD, |_, a| relation(a, during)),
    ("starts", INWARD, |_, a| relation(a, starts)),
    ("started by", OUTWARD, |_, a| relation(a, |x, y| starts(y, x))),
    ("coincides", PAIRS, |_, a| relation(a, coincides)),
];

/// A point is a closed range of one value; that is what makes one rule serve both.
struct Extent {
    range: Range,
    point: bool,
}

fn extent(operand: Operand<'_>) -> Option<Extent> {
    match operand {
        Operand::Range(range) => Some(Extent { range: (*range).clone(), point: false }),
        Operand::Plain(value) if !value.is_null() => {
            let range =
                Range { start: value.clone(), end: value, start_closed: true, end_closed: true };
            Some(Extent { range, point: true })
        }
        _ => None,
    }
}

fn relation(
    mut arguments: Arguments<'_>,
    holds: fn(&Extent, &Extent) -> Option<bool>,
) -> Outcome<Operand<'_>> {
    let (Some(left), Some(right)) = (extent(arguments.operand(0)), extent(arguments.operand(1)))
    else {
        return null(format!("`{}` needs points or ranges", arguments.builtin.name));
    };
    match holds(&left, &right) {
        Some(result) => Ok(Value::Boolean(result).into()),
        None => null(format!("the arguments of `{}` do not compare", arguments.builtin.name)),
    }
}

/// How a point where one range ends lies to the point where another begins.
fn end_to_start(left: &Range, right: &Range) -> Option<Order> {
    order::compare(&left.end, &right.start)
}

fn before(left: &Extent, right: &Extent) -> Option<bool> {
    let order = end_to_start(&left.range, &right.range)?;
    let apart = !left.range.end_closed || !right.range.start_closed;
    Some(order.is_lt() || order.is_eq() && apart)
}

fn meets(left: &Extent, right: &Extent) -> Option<bool> {
    let order = end_to_start(&left.range, &right.range)?;
    Some(order.is_eq() && left.range.end_closed && right.range.start_closed)
}

fn overlaps(left: &Extent, right: &Extent) -> Option<bool> {
    Some(!before(left, right)? && !before(right, left)?)
}

/// How two ranges begin: an open start lies after a closed one at the same value.
fn start_order(left: &Range, right: &Range) -> Option<Order> {
    let order = order::compare(&left.start, &right.start)?;
    Some(order.then(right.start_closed.cmp(&left.start_closed)))
}

/// How two ranges end: an open end lies before a closed one at the same value.
fn end_order(left: &Range, right: &Range) -> Option<Order> {
    let order = order::compare(&left.end, &right.end)?;
    Some(order.then(left.end_closed.cmp(&right.end_closed)))
}

/// Begins earlier and ends within.
fn overlaps_before(left: &Extent, right: &Extent) -> Option<bool> {
    let earlier = start_order(&left.range, &right.range)?.is_lt();
    let ends_within = end_order(&left.range, &right.range)?.is_le();
    Some(earlier && ends_within && overlaps(left, right)?)
}

fn finishes(left: &Extent, right: &Extent) -> Option<bool> {
    let same_end = end_order(&left.range, &right.range)?.is_eq();
    Some(same_end && (left.point || start_order(&left.range, &right.range)?.is_ge()))
}

fn starts(left: &Extent, right: &Extent) -> Option<bool> {
    let same_start = start_order(&left.range, &right.range)?.is_eq();
    Some(same_start && (left.point || end_order(&left.range, &right.range)?.is_le()))
}

fn during(left: &Extent, right: &Extent) -> Option<bool> {
    let starts_within = start_order(&left.range, &right.range)?.is_ge();
    Some(starts_within && end_order(&left.range, &right.range)?.is_le())
}

fn coincides(left: &Extent, right: &Extent) -> Option<bool> {
    let same_start = start_order(&left.range, &right.range)?.is_eq();
    Some(same_start && end_order(&left.range, &right.range)?.is_eq())
}
