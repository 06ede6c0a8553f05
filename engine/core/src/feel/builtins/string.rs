//! Functions of texts. Positions and lengths count characters, not bytes.

use super::super::evaluator::{Arguments, Evaluator, Outcome, null};
use super::super::operand::Operand;
use super::Line;
use crate::value::Value;

pub const TABLE: [Line; 11] = [
    ("substring", "string: text, start position: number, length?: number -> text", substring),
    ("string length", "string: text -> number", string_length),
    ("upper case", "string: text -> text", upper_case),
    ("lower case", "string: text -> text", lower_case),
    ("trim", "string: text -> text", trim),
    ("contains", "string: text, match: text -> boolean", contains),
    ("starts with", "string: text, match: text -> boolean", starts_with),
    ("ends with", "string: text, match: text -> boolean", ends_with),
    ("substring before", "string: text, match: text -> text", substring_before),
    ("substring after", "string: text, match: text -> text", substring_after),
    ("string join", "list: list, delimiter?: text -> text", string_join),
];

/// From a position counted from 1, or from the end if it is negative.
fn substring<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let text = arguments.text(0)?;
    let start = arguments.whole(1)?;
    let count = text.chars().count();
    let length = if arguments.is_null(2) { i64::MAX } else { arguments.whole(2)? };
    let place =
        if start < 0 { i64::try_from(count).unwrap_or(i64::MAX) + start } else { start - 1 };
    match (usize::try_from(place), usize::try_from(length)) {
        (Ok(place), Ok(length)) if place < count && length > 0 => {
            Ok(Value::Text(text.chars().skip(place).take(length).collect()).into())
        }
        _ => {
            null(format!("a text of {count} characters has no part from {start} on of that length"))
        }
    }
}

fn string_length<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::Number(arguments.text(0)?.chars().count().into()).into())
}

fn upper_case<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::Text(arguments.text(0)?.to_uppercase()).into())
}

fn lower_case<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::Text(arguments.text(0)?.to_lowercase()).into())
}

fn trim<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::text(arguments.text(0)?.trim()).into())
}

fn contains<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::Boolean(arguments.text(0)?.contains(&arguments.text(1)?)).into())
}

fn starts_with<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::Boolean(arguments.text(0)?.starts_with(&arguments.text(1)?)).into())
}

fn ends_with<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::Boolean(arguments.text(0)?.ends_with(&arguments.text(1)?)).into())
}

/// Empty when the words do not occur.
fn substring_before<'a>(
    _: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let (text, words) = (arguments.text(0)?, arguments.text(1)?);
    Ok(Value::text(text.split_once(words.as_str()).map_or("", |parts| parts.0)).into())
}

/// Empty when the words do not occur.
fn substring_after<'a>(
    _: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let (text, words) = (arguments.text(0)?, arguments.text(1)?);
    Ok(Value::text(text.split_once(words.as_str()).map_or("", |parts| parts.1)).into())
}

/// Nulls are left out.
fn string_join<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let items = arguments.list(0)?;
    let delimiter = if arguments.is_null(1) { String::new() } else { arguments.text(1)? };
    let mut parts = Vec::new();
    for item in items {
        match item {
            Value::Text(text) => parts.push(text),
            Value::Null => {}
            other => return arguments.wrong(0, "a list of texts", other.type_name()),
        }
    }
    Ok(Value::Text(parts.join(&delimiter)).into())
}
