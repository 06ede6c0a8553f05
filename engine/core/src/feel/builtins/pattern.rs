//! Patterns: `matches`, `replace`, `split`. The engine behind them takes time linear in the text,
//! whatever the pattern; it has no backreferences and no look-around for that reason.

use regex::{Regex, RegexBuilder};

use super::super::evaluator::{Arguments, Evaluator, Outcome, null};
use super::super::operand::Operand;
use super::Line;
use crate::value::Value;

/// Longest pattern, in bytes.
const PATTERN_BYTES_MAX: usize = 500;

/// Largest compiled pattern, in bytes; counted repetitions are what makes it grow.
const COMPILED_BYTES_MAX: usize = 64 * 1024;

/// Deepest nesting of groups.
const NESTING_MAX: u32 = 24;

/// What compiling a pattern costs.
const COMPILE_COST: u64 = 200;

pub const TABLE: [Line; 3] = [
    ("matches", "input: text, pattern: text, flags?: text -> boolean", matches),
    ("replace", "input: text, pattern: text, replacement: text, flags?: text -> text", replace),
    ("split", "string: text, delimiter: text -> texts", split),
];

fn matches<'a>(
    evaluator: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let text = arguments.text(0)?;
    let pattern = pattern(evaluator, &mut arguments, &text, 2)?;
    Ok(Value::Boolean(pattern.is_match(&text)).into())
}

fn replace<'a>(
    evaluator: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let text = arguments.text(0)?;
    let pattern = pattern(evaluator, &mut arguments, &text, 3)?;
    let replacement = braced(&arguments.text(2)?);
    // Each byte may become a whole replacement: pay before it is made.
    evaluator.spend((text.len() as u64 + 1) * (replacement.len() as u64 + 1) / 32)?;
    Ok(Value::Text(pattern.replace_all(&text, replacement.as_str()).into_owned()).into())
}

fn split<'a>(evaluator: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let text = arguments.text(0)?;
    let pattern = pattern(evaluator, &mut arguments, &text, usize::MAX)?;
    evaluator.spend(text.len() as u64)?;
    Ok(Value::List(pattern.split(&text).map(Value::text).collect()).into())
}

/// The pattern in argument 1 with the flags in argument `flags`, paid for this text.
fn pattern(
    evaluator: &mut Evaluator<'_>,
    arguments: &mut Arguments<'_>,
    text: &str,
    flags: usize,
) -> Outcome<Regex> {
    let pattern = arguments.text(1)?;
    let flags = if arguments.is_null(flags) { String::new() } else { arguments.text(flags)? };
    if pattern.len() > PATTERN_BYTES_MAX {
        return null(format!("the pattern is longer than {PATTERN_BYTES_MAX} bytes"));
    }
    evaluator.spend(COMPILE_COST + (text.len() as u64 / 8) * (1 + pattern.len() as u64 / 8))?;
    if let Some(unknown) = flags.chars().find(|flag| !"smix".contains(*flag)) {
        return null(format!("`{unknown}` is no flag of a pattern; they are s, m, i and x"));
    }
    compile(&pattern, &flags).or_else(|error| {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
        null(format!("`{pattern}` is not a pattern: {reason}"))
    })
}

/// Whether a text is a pattern, for the checker.
pub fn is_pattern(pattern: &str) -> bool {
    pattern.len() <= PATTERN_BYTES_MAX && compile(pattern, "").is_ok()
}

fn compile(pattern: &str, flags: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .size_limit(COMPILED_BYTES_MAX)
        .nest_limit(NESTING_MAX)
        .dot_matches_new_line(flags.contains('s'))
        .multi_line(flags.contains('m'))
        .case_insensitive(flags.contains('i'))
        .ignore_whitespace(flags.contains('x'))
        .build()
}

/// `$1` as `${1}`: what follows a group's number is text.
fn braced(replacement: &str) -> String {
    let mut made = String::new();
    let mut letters = replacement.chars().peekable();
    while let Some(letter) = letters.next() {
        made.push(letter);
        if letter != '$' {
            continue;
        }
        let digit = letters.next_if(char::is_ascii_digit);
        if let Some(digit) = digit {
            made.extend(['{', digit, '}']);
        }
    }
    made
}
