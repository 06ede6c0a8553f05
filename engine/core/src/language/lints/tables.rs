//! Decision tables fit what asks them: documents have names, fees give `fee`, and in a table where
//! one rule may fire no two rules fire together.

use super::{View, unknown};
use crate::decision::{DecisionRule, DecisionTable, HitPolicy};
use crate::diagnostic::Diagnostic;
use crate::feel::{Expression, Scope};
use crate::language::reader::list;
use crate::language::rules;
use crate::source::Span;
use crate::value::{Context, Value};
use crate::yaml::Node;

/// Larger tables are not compared rule by rule.
const RULES_COMPARED_MAX: usize = 500;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let map = view.definition;
    for (table, node) in view.tables() {
        found.extend(overlaps(table, node));
        if let Some(documents) =
            map.documents.as_ref().filter(|one| std::ptr::eq(&raw const one.table, table))
        {
            found.extend(output(table, "document", node));
            let names: Vec<&str> = documents.names.keys().map(String::as_str).collect();
            found.extend(nameless(table, node, &names));
        }
        if map.fees.as_ref().is_some_and(|fees| std::ptr::eq(fees, table)) {
            found.extend(output(table, "fee", node));
        }
    }
    found
}

fn output(table: &DecisionTable, wanted: &str, node: &Node) -> Option<Diagnostic> {
    if table.outputs.iter().any(|output| output == wanted) {
        return None;
    }
    let span = node.at(&["outputs"])?.span;
    let message = format!("this table needs the output `{wanted}`");
    let outputs: Vec<&str> = table.outputs.iter().map(String::as_str).collect();
    let help = format!("it has {}; add `{wanted}`", list(&outputs));
    Some(Diagnostic::new(&rules::BAD_TABLE, span, message).help(help))
}

/// Documents that a rule demands and `names` does not call by any name.
fn nameless<'a>(
    table: &'a DecisionTable,
    node: &'a Node,
    names: &'a [&str],
) -> impl Iterator<Item = Diagnostic> + 'a {
    let rows = table.rules.iter().enumerate();
    rows.filter_map(move |(n, rule)| {
        let answer = rule.then.get("document")?;
        let Value::Text(document) = constant(answer)? else { return None };
        if names.contains(&document.as_str()) {
            return None;
        }
        let cell = row(node, n)?.at(&["then", "document"])?;
        let message = format!("the document `{document}` has no name under `names`");
        Some(unknown(&rules::BAD_TABLE, cell.span, message, &document, names.iter().copied()))
    })
}

/// The value of an expression that reads nothing.
fn constant(expression: &Expression) -> Option<Value> {
    let nothing = Context::new();
    let scope = Scope::new(&nothing, jiff::civil::DateTime::ZERO);
    expression.evaluate(&scope).ok().map(|evaluation| evaluation.value)
}

fn row(node: &Node, n: usize) -> Option<&Node> {
    node.at(&["rules"])?.items().get(n)
}

/// Pairs of rules of a `unique` table that can match at once, as far as lists of values tell.
fn overlaps(table: &DecisionTable, node: &Node) -> Vec<Diagnostic> {
    if table.hit != HitPolicy::Unique || table.rules.len() > RULES_COMPARED_MAX {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (n, rule) in table.rules.iter().enumerate() {
        let other = table.rules[..n].iter().position(|before| meet(before, rule));
        if let Some(before) = other {
            let place = |n| row(node, n).map_or_else(Span::default, |row| row.span);
            let (first, second) = (before + 1, n + 1);
            let message = format!("rules {first} and {second} match at once, but at most one may");
            let diagnostic = Diagnostic::new(&rules::BAD_TABLE, place(n), message)
                .related(place(before), "the other rule")
                .help("make their tests exclude each other, or write `hit: first`");
            found.push(diagnostic);
        }
    }
    found
}

/// Whether two rules surely can match at once: in every column both have a value in common, or one
/// does not ask. Cells with tests are not compared.
fn meet(left: &DecisionRule, right: &DecisionRule) -> bool {
    left.when.iter().all(|(input, test)| match right.when.get(input) {
        None => true,
        Some(other) if test.is_any() || other.is_any() => true,
        Some(other) => match (test.values(), other.values()) {
            (Some(left), Some(right)) => left.iter().any(|value| right.contains(value)),
            _ => test == other,
        },
    })
}
