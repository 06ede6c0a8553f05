//! Decision tables. Cells are FEEL: a bare word is a text, a
//! list is one of its items.

use indexmap::IndexMap;

use super::NameKind;
use crate::decision::{DecisionRule, DecisionTable, HitPolicy, Inputs};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::feel::{Expression, UnaryTests};
use crate::language::reader::{Reader, RefKind, Section, list};
use crate::language::rules;
use crate::reference::Validity;
use crate::source::Span;
use crate::value::Value;
use crate::yaml::{Entry, Kind, Meaning, Node, Style, meaning};

pub(super) const KEYS: [&str; 6] = ["decision", "hit", "on", "inputs", "outputs", "rules"];

/// Wider tables are read by nobody.
const COLUMNS_MAX: usize = 100;

/// Reads a decision table.
pub(super) fn read(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<DecisionTable> {
    let section = r.section(node, head_of(node, head), "a decision table", &KEYS)?;
    table(r, &section)
}

/// What is missing in a file of its own is missing at its beginning.
pub(super) fn head_of(node: &Node, head: Span) -> Span {
    if node.span.file == head.file { head } else { Span { end: node.span.start, ..node.span } }
}

pub(super) fn table(r: &mut Reader<'_>, section: &Section<'_>) -> Option<DecisionTable> {
    let what = "a decision table";
    let decision = r.need(section, "decision", what).and_then(|node| r.name(node, NameKind::Label));
    let words = HitPolicy::ALL.map(|(policy, word)| (word, policy));
    let hit = section.get("hit").and_then(|node| r.word(node, "a hit policy", &words));
    let on = section.get("on").and_then(|node| r.expression(node));
    let inputs = section.get("inputs").map(|node| inputs(r, node)).unwrap_or_default();
    let outputs = r.need(section, "outputs", what).map(|node| names(r, node)).unwrap_or_default();
    let rows = r.need(section, "rules", what).and_then(|node| r.items(node, "`rules`"));
    let columns = Columns { inputs, outputs };
    let rules = rows.unwrap_or_default().iter().filter_map(|row| rule(r, row, &columns)).collect();
    let Columns { inputs, outputs } = columns;
    Some(DecisionTable {
        decision: decision?,
        hit: hit.unwrap_or_default(),
        on,
        inputs,
        outputs,
        rules,
    })
}

struct Columns {
    inputs: Inputs,
    outputs: Vec<String>,
}

/// Names and paths of the data, or `{ name: expression }`.
fn inputs(r: &mut Reader<'_>, node: &Node) -> Inputs {
    let mut all = IndexMap::new();
    for item in few(r, node, "`inputs`") {
        if let Kind::Map(entries) = &item.kind {
            for entry in entries {
                if let Some(expression) = r.expression(&entry.value) {
                    all.insert(entry.key.text.clone(), expression);
                }
            }
        } else if let Some(name) = r.text(item)
            && let Some(expression) = r.expression(item)
        {
            all.insert(name, expression);
        }
    }
    Inputs(all)
}

/// The columns, as many as a table can have.
fn few<'n>(r: &mut Reader<'_>, node: &'n Node, what: &str) -> &'n [Node] {
    let items = r.items(node, what).unwrap_or_default();
    if items.len() > COLUMNS_MAX {
        let message = format!("{what} has more than {COLUMNS_MAX} columns");
        r.report(&rules::OUT_OF_RANGE, node.span, message, "split the table");
    }
    &items[..items.len().min(COLUMNS_MAX)]
}

fn names(r: &mut Reader<'_>, node: &Node) -> Vec<String> {
    few(r, node, "`outputs`").iter().filter_map(|item| r.name(item, NameKind::Variable)).collect()
}

fn rule(r: &mut Reader<'_>, node: &Node, columns: &Columns) -> Option<DecisionRule> {
    let what = "a rule of a table";
    let section =
        r.section(node, node.span, what, &["id", "when", "then", "from", "until", "cites"])?;
    let id = section.get("id").and_then(|node| r.name(node, NameKind::Label));
    let known: Vec<&str> = columns.inputs.iter().map(|(name, _)| name).collect();
    let when = section.get("when").and_then(|node| r.entries(node, "`when`")).unwrap_or_default();
    let when = when.iter().filter_map(|entry| {
        column(r, entry, "input", &known)?;
        Some((entry.key.text.clone(), test(r, &entry.value)?))
    });
    let when = when.collect();
    let known: Vec<&str> = columns.outputs.iter().map(String::as_str).collect();
    let then = r.need(&section, "then", what).and_then(|node| r.entries(node, "`then`"));
    let then = then.unwrap_or_default().iter().filter_map(|entry| {
        column(r, entry, "output", &known)?;
        Some((entry.key.text.clone(), answer(r, &entry.value)?))
    });
    let then = then.collect();
    let cites = section.get("cites").map(|node| r.references(node, RefKind::Citation));
    let Validity { from, until } = r.validity(&section);
    Some(DecisionRule { id, when, then, from, until, cites: cites.unwrap_or_default() })
}

/// A cell's column must be declared: a misspelt input would never be asked.
fn column(r: &mut Reader<'_>, entry: &Entry, what: &str, known: &[&str]) -> Option<()> {
    let name = entry.key.text.as_str();
    if known.contains(&name) {
        return Some(());
    }
    let help = match did_you_mean(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the table has the {what}s {}; add it there", list(known)),
    };
    let message = format!("`{name}` is no {what} of this table");
    let found = Diagnostic::new(&rules::BAD_TABLE, entry.key.span, message).help(help);
    r.report_word(found, name, known);
    None
}

fn test(r: &mut Reader<'_>, node: &Node) -> Option<UnaryTests> {
    match &node.kind {
        Kind::List(items) => {
            let values = items.iter().filter_map(|item| literal(r, item)).collect();
            Some(UnaryTests::one_of(values))
        }
        Kind::Scalar { text, .. } if !text.is_empty() => {
            code_in_one_alphabet(r, node, text);
            let parsed = UnaryTests::parse(text);
            r.parsed_feel(node, parsed)
        }
        _ => {
            r.wrong_type(node, "a cell is a test such as `> 5` or a list such as `[R1, R2]`");
            None
        }
    }
}

/// An item of a list of values.
fn literal(r: &mut Reader<'_>, node: &Node) -> Option<Value> {
    let Kind::Scalar { text, style } = &node.kind else {
        r.wrong_type(node, "a value is expected");
        return None;
    };
    match meaning(text).filter(|_| *style == Style::Plain) {
        Some(Meaning::Boolean) => r.boolean(node).map(Value::Boolean),
        Some(Meaning::Number | Meaning::OddNumber) => r.number(node).map(Value::Number),
        Some(Meaning::Nothing) => Some(Value::Null),
        _ => {
            r.one_alphabet(text, node.span);
            r.text(node).map(Value::Text)
        }
    }
}

fn answer(r: &mut Reader<'_>, node: &Node) -> Option<Expression> {
    let Some(text) = node.text().filter(|text| !text.is_empty()) else {
        r.wrong_type(node, "an answer is a value or an expression");
        return None;
    };
    code_in_one_alphabet(r, node, text);
    let parsed = Expression::parse_cell(text);
    let expression = r.parsed_feel(node, parsed)?;
    r.uses(node, &expression, false);
    Some(expression)
}

/// A cell of one word is a code that is compared, not a text that is read.
fn code_in_one_alphabet(r: &mut Reader<'_>, node: &Node, text: &str) {
    if text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
        r.one_alphabet(text, node.span);
    }
}
