//! A tree as a file, in one form: short values on their line, everything else in blocks.

use std::fmt::Write;

use super::{Entry, Kind, Node, Style, meaning};

/// Longer lines are broken into blocks.
const LINE_CHARS_MAX: usize = 100;
/// Trees come from readers that go no deeper.
const DEPTH_MAX: usize = 2 * super::DEPTH_MAX;

/// The text of a file with this content.
pub fn print(root: &Node) -> String {
    let mut text = String::new();
    block(&mut text, root, 0);
    text
}

fn block(text: &mut String, node: &Node, depth: usize) {
    if depth > DEPTH_MAX {
        return;
    }
    match &node.kind {
        Kind::Map(entries) => {
            for one in entries {
                indent(text, depth);
                entry(text, one, depth);
            }
        }
        Kind::List(items) => {
            for item in items {
                indent(text, depth);
                text.push_str("- ");
                match inline(item, room(depth + 1)) {
                    Some(line) => text.push_str(&line),
                    None => first_in_line(text, item, depth + 1),
                }
                if !text.ends_with('\n') {
                    text.push('\n');
                }
            }
        }
        Kind::Scalar { .. } | Kind::Reported => {
            indent(text, depth);
            text.push_str(&scalar(node, false));
            text.push('\n');
        }
    }
}

/// A block whose first line stands behind a dash.
fn first_in_line(text: &mut String, node: &Node, depth: usize) {
    let mut inner = String::new();
    block(&mut inner, node, depth);
    text.push_str(inner.trim_start_matches(' '));
}

fn entry(text: &mut String, entry: &Entry, depth: usize) {
    let key = word(&entry.key.text, true);
    let wide = depth == 0 && !entry.value.entries().is_empty();
    match inline(&entry.value, room(depth).saturating_sub(key.chars().count() + 2)) {
        Some(line) if !wide => {
            let _ = writeln!(text, "{key}: {line}");
        }
        _ => {
            let _ = writeln!(text, "{key}:");
            block(text, &entry.value, depth + 1);
        }
    }
}

fn indent(text: &mut String, depth: usize) {
    for _ in 0..depth {
        text.push_str("  ");
    }
}

const fn room(depth: usize) -> usize {
    LINE_CHARS_MAX.saturating_sub(2 * depth)
}

/// The node on one line, if it fits.
fn inline(node: &Node, room: usize) -> Option<String> {
    let line = flow(node, room, 0)?;
    let always = matches!(node.kind, Kind::Scalar { .. } | Kind::Reported);
    (always || line.chars().count() <= room).then_some(line)
}

fn flow(node: &Node, room: usize, depth: usize) -> Option<String> {
    let join = |open: &str, parts: Option<Vec<String>>, close: &str| {
        let parts = parts?.join(", ");
        // What is too long anyway needs not be put together.
        (parts.len() <= 4 * room + 8).then(|| format!("{open}{parts}{close}"))
    };
    match &node.kind {
        Kind::Scalar { .. } | Kind::Reported => Some(scalar(node, depth > 0)),
        _ if depth > 4 => None,
        Kind::List(items) => {
            join("[", items.iter().map(|item| flow(item, room, depth + 1)).collect(), "]")
        }
        Kind::Map(entries) if entries.is_empty() => Some("{}".to_owned()),
        Kind::Map(entries) => {
            let part = |entry: &Entry| {
                let value = flow(&entry.value, room, depth + 1)?;
                Some(format!("{}: {value}", word(&entry.key.text, true)))
            };
            join("{ ", entries.iter().map(part).collect(), " }")
        }
    }
}

/// `within` says that it stands within brackets, where commas part.
fn scalar(node: &Node, within: bool) -> String {
    match &node.kind {
        Kind::Scalar { text, style: Style::Plain } if meaning(text).is_some() => text.clone(),
        Kind::Scalar { text, .. } => word(text, within),
        _ => "null".to_owned(),
    }
}

/// A text, in quotes unless every reader of YAML takes it for this text.
fn word(text: &str, within: bool) -> String {
    let first = text.chars().next().is_some_and(char::is_alphanumeric);
    let safe = |letter: char| {
        letter.is_alphanumeric()
            || "_-./%()<>=+*! ".contains(letter)
            || !within && "\",[]{}".contains(letter)
            || "—–«»№".contains(letter)
    };
    let bare = first
        && text.chars().all(safe)
        && text.trim() == text
        && meaning(text).is_none()
        && text.chars().count() <= 4 * LINE_CHARS_MAX;
    if bare { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let escapes = |letter: char| {
        letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}')
    };
    if text.contains(['"', '\\']) && !text.contains('\'') && !text.contains(escapes) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if escapes(letter) => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
