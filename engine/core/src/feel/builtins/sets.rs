//! Functions that make lists of lists.

use super::super::evaluator::{Arguments, Evaluator, Fault, Outcome, null};
use super::super::operand::Operand;
use super::super::order::{self, Order};
use super::Line;
use crate::value::Value;

pub const TABLE: [Line; 13] = [
    ("sublist", "list: list, start position: number, length?: number -> same", sublist),
    ("append", "list: list, item: any -> same | ...list: any -> same", append),
    ("concatenate", "...list: any -> same", concatenate),
    ("union", "...list: any -> same", union),
    ("insert before", "list: list, position: number, newItem: any -> same", insert_before),
    ("remove", "list: list, position: number -> same", remove),
    (
        "list replace",
        "list: list, position: any, newItem: any -> same | list: list, match: function, newItem: any -> same",
        list_replace,
    ),
    ("reverse", "list: list -> same", reverse),
    ("index of", "list: list, match: any -> numbers", index_of),
    ("distinct values", "list: list -> same", distinct_values),
    ("flatten", "list: list -> list", flatten),
    ("sort", "list: list, precedes?: function -> same", sort),
    ("partition", "list: list, size: number -> list", partition),
];

/// A position counted from 1, or from the end if it is negative.
fn place(arguments: &mut Arguments<'_>, n: usize, count: usize) -> Outcome<usize> {
    let position = arguments.whole(n)?;
    let count_signed = i64::try_from(count).unwrap_or(i64::MAX);
    let place = if position < 0 { count_signed.saturating_add(position) } else { position - 1 };
    match usize::try_from(place) {
        Ok(place) if place < count => Ok(place),
        _ => null(format!("the list has {count} elements, but no number {position}")),
    }
}

fn sublist<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let items = arguments.list(0)?;
    let start = place(&mut arguments, 1, items.len())?;
    let rest = items.len() - start;
    let length = if arguments.is_null(2) {
        rest
    } else {
        match usize::try_from(arguments.whole(2)?) {
            Ok(length) if length <= rest => length,
            _ => return null(format!("only {rest} elements stand from there on")),
        }
    };
    Ok(Value::List(items.into_iter().skip(start).take(length).collect()).into())
}

fn append<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut items = arguments.list(0)?;
    for n in 1..arguments.values.len() {
        items.push(arguments.value(n)?);
    }
    Ok(Value::List(items).into())
}

fn joined(arguments: &mut Arguments<'_>) -> Outcome<Vec<Value>> {
    let mut items = Vec::new();
    for n in 0..arguments.values.len() {
        items.extend(arguments.list(n)?);
    }
    Ok(items)
}

fn concatenate<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::List(joined(&mut arguments)?).into())
}

fn union<'a>(evaluator: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let items = joined(&mut arguments)?;
    distinct(evaluator, items)
}

fn distinct_values<'a>(
    evaluator: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let items = arguments.list(0)?;
    distinct(evaluator, items)
}

/// Each value once, where it stands first. Every comparison is paid for.
fn distinct<'a>(evaluator: &mut Evaluator<'a>, items: Vec<Value>) -> Outcome<Operand<'a>> {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        evaluator.spend(1 + kept.len() as u64)?;
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    Ok(Value::List(kept).into())
}

fn insert_before<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut items = arguments.list(0)?;
    let place = place(&mut arguments, 1, items.len())?;
    items.insert(place, arguments.value(2)?);
    Ok(Value::List(items).into())
}

fn remove<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut items = arguments.list(0)?;
    let place = place(&mut arguments, 1, items.len())?;
    items.remove(place);
    Ok(Value::List(items).into())
}

/// Replaces the element at a position, or all for which a function of item and new item is true.
fn list_replace<'a>(
    evaluator: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let mut items = arguments.list(0)?;
    let new = arguments.value(2)?;
    if matches!(arguments.values[1], Operand::Plain(_)) {
        let place = place(&mut arguments, 1, items.len())?;
        items[place] = new;
        return Ok(Value::List(items).into());
    }
    let function = arguments.operand(1);
    for item in &mut items {
        evaluator.spend_on(item, 0)?;
        evaluator.spend_on(&new, 0)?;
        match evaluator.apply(&function, vec![item.clone(), new.clone()])? {
            Operand::Plain(Value::Boolean(true)) => item.clone_from(&new),
            Operand::Plain(Value::Boolean(false)) => {}
            other => {
                return null(format!("the function of `list replace` gave {}", other.type_name()));
            }
        }
    }
    Ok(Value::List(items).into())
}

fn reverse<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut items = arguments.list(0)?;
    items.reverse();
    Ok(Value::List(items).into())
}

/// The positions of all elements that equal a value.
fn index_of<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let (items, wanted) = (arguments.list(0)?, arguments.value(1)?);
    let places = items.iter().enumerate().filter(|(_, item)| **item == wanted);
    Ok(Value::List(places.map(|(n, _)| Value::Number((n + 1).into())).collect()).into())
}

/// The elements of lists within lists, however deep; the depth of values is limited.
fn flatten<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut flat = Vec::new();
    flatten_into(arguments.list(0)?, &mut flat);
    Ok(Value::List(flat).into())
}

fn flatten_into(items: Vec<Value>, flat: &mut Vec<Value>) {
    for item in items {
        match item {
            Value::List(inner) => flatten_into(inner, flat),
            other => flat.push(other),
        }
    }
}

/// In natural order, or by a function that says whether its first argument precedes the second.
fn sort<'a>(evaluator: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let items = arguments.list(0)?;
    let function = (!arguments.is_null(1)).then(|| arguments.operand(1));
    let sorted = merge_sort(items, &mut |left, right| match &function {
        Some(function) => {
            evaluator.spend_on(left, 0)?;
            evaluator.spend_on(right, 0)?;
            let before = evaluator.apply(function, vec![left.clone(), right.clone()])?;
            match before {
                Operand::Plain(Value::Boolean(before)) => Ok(before),
                other => null(format!("the function of `sort` gave {}", other.type_name())),
            }
        }
        None => match order::compare(left, right) {
            Some(order) => Ok(order == Order::Less),
            None => null(format!("{} and {} have no order", left.type_name(), right.type_name())),
        },
    })?;
    Ok(Value::List(sorted).into())
}

/// Stable, and calm whatever the function answers; the depth is the logarithm of the length.
fn merge_sort(
    mut items: Vec<Value>,
    before: &mut dyn FnMut(&Value, &Value) -> Outcome<bool>,
) -> Outcome<Vec<Value>> {
    if items.len() < 2 {
        return Ok(items);
    }
    let right = items.split_off(items.len() / 2);
    let mut left = merge_sort(items, before)?.into_iter().peekable();
    let mut right = merge_sort(right, before)?.into_iter().peekable();
    let mut merged = Vec::with_capacity(left.len() + right.len());
    while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
        let next = if before(second, first)? { right.next() } else { left.next() };
        merged.extend(next);
    }
    merged.extend(left);
    merged.extend(right);
    Ok::<_, Fault>(merged)
}

/// Lists of at most this many elements.
fn partition<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let items = arguments.list(0)?;
    match usize::try_from(arguments.whole(1)?) {
        Ok(size) if size > 0 => {
            let parts = items.chunks(size).map(|part| Value::List(part.to_vec()));
            Ok(Value::List(parts.collect()).into())
        }
        _ => null("the size of a part is at least 1"),
    }
}
