//! Decision tables fit what asks them: documents have names, fees give `fee`, and in a table where
//! one rule fires, one and no other does.

use indexmap::IndexMap;

use super::{View, expressions, unknown};
use crate::decision::{DecisionTable, HitPolicy, Overlap};
use crate::definition::FeeTable;
use crate::diagnostic::Diagnostic;
use crate::fee::{FEE, REASON};
use crate::feel::{Expression, Scope, Type, TypeScope};
use crate::language::reader::list;
use crate::language::rules;
use crate::source::Span;
use crate::value::{Context, Value};
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let map = view.definition;
    let scope = expressions::scope(view);
    for (table, node, each) in view.tables() {
        let scope = expressions::with_item(&scope, each);
        let whole = was_read_whole(table, node) && !view.reader.fields_unread;
        if whole && expressions::cells(view, table, node, &scope).is_empty() {
            found.extend(overlaps(table, node, &scope));
            found.extend(gaps(table, node, &scope));
        }
        if let Some(documents) =
            map.documents.as_ref().filter(|one| std::ptr::eq(&raw const one.table, table))
        {
            found.extend(output(table, "document", node));
            let names: Vec<&str> = documents.names.keys().map(String::as_str).collect();
            found.extend(nameless(table, node, &names));
        }
        if let Some(fee) = map.fees.values().find(|fee| std::ptr::eq(&raw const fee.table, table)) {
            found.extend(output(table, FEE, node));
            found.extend(self::fee(fee, node));
        }
        found.extend(dates(table, node, &scope));
    }
    found
}

/// Whether every rule with all its tests could be read: what is missing may be what tells two apart.
fn was_read_whole(table: &DecisionTable, node: &Node) -> bool {
    let rows = node.at(&["rules"]).map(Node::items).unwrap_or_default();
    let tests = |row: &Node| row.at(&["when"]).map_or(0, |when| when.entries().len());
    rows.len() == table.rules.len()
        && rows.iter().zip(&table.rules).all(|(row, rule)| tests(row) == rule.when.len())
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

/// A fee is a number or a sum, and every exemption has its words.
fn fee(fee: &FeeTable, node: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if fee.table.hit == HitPolicy::CollectCount
        && let Some(hit) = node.at(&["hit"])
    {
        let message = "`collect count` gives a number of rules, not an amount";
        let help = "write `collect sum`, or `first`";
        found.push(Diagnostic::new(&rules::BAD_TABLE, hit.span, message).help(help));
    }
    let names: Vec<&str> = fee.reasons.keys().map(String::as_str).collect();
    for (n, rule) in fee.table.rules.iter().enumerate() {
        let Some(Value::Text(reason)) = rule.then.get(REASON).and_then(constant) else { continue };
        if names.contains(&reason.as_str()) {
            continue;
        }
        if let Some(cell) = row(node, n).and_then(|row| row.at(&["then", REASON])) {
            let message = format!("the reason `{reason}` has no words under `reasons`");
            let known = names.iter().copied();
            found.push(unknown(&rules::BAD_TABLE, cell.span, message, &reason, known));
        }
    }
    found
}

/// The day of a table is a day, and is asked for only where rules have days.
fn dates(table: &DecisionTable, node: &Node, scope: &TypeScope) -> Option<Diagnostic> {
    let on = table.on.as_ref()?;
    let entry = node.entry("on")?;
    if !table.is_dated() {
        let message = "no rule of this table has `from` or `until`, so `on` chooses nothing";
        let help = "give the rules their days, or remove `on`";
        return Some(Diagnostic::new(&rules::BAD_TABLE, entry.key.span, message).help(help));
    }
    let day = on.infer(scope).ok()?;
    let is_day = matches!(day, Type::Date | Type::DateTime | Type::Any | Type::Null);
    let message = format!("`{on}` is {day}, but the day that chooses a rule is needed");
    let found = Diagnostic::new(&rules::EXPRESSION_TYPE, entry.value.span, message);
    (!is_day).then(|| found.help("write a date of the case data, such as `payment.date`"))
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

/// Pairs of rules of a `unique` table that match at once, each rule with the first such before it.
fn overlaps(table: &DecisionTable, node: &Node, scope: &TypeScope) -> Vec<Diagnostic> {
    if table.hit != HitPolicy::Unique {
        return Vec::new();
    }
    let place = |n: usize| row(node, n - 1).map_or_else(Span::default, |row| row.span);
    let mut found = table.overlaps(scope);
    found.dedup_by_key(|overlap| overlap.rules[1]);
    let report = |overlap: Overlap| {
        let [first, second] = overlap.rules;
        let message = format!(
            "rules {first} and {second} match at once{}, but at most one may",
            example(&overlap.example)
        );
        Diagnostic::new(&rules::BAD_TABLE, place(second), message)
            .related(place(first), "the other rule")
            .help("make their tests exclude each other, or write `hit: first`")
    };
    found.into_iter().map(report).collect()
}

/// Inputs that no rule of a table answers, where one rule should.
fn gaps(table: &DecisionTable, node: &Node, scope: &TypeScope) -> Vec<Diagnostic> {
    let single = matches!(table.hit, HitPolicy::Unique | HitPolicy::First | HitPolicy::Any);
    let (true, Some(rows)) = (single && !table.rules.is_empty(), node.at(&["rules"])) else {
        return Vec::new();
    };
    let report = |gap: IndexMap<String, Value>| {
        let message = format!("no rule answers{}: the result is null there", example(&gap));
        Diagnostic::new(&rules::TABLE_GAP, rows.span, message)
            .help("add a rule for it, or a last rule without tests under `hit: first`")
    };
    table.gaps(scope).into_iter().map(report).collect()
}

/// ` for category = S3, n = 5`; nothing if anything will do.
fn example(values: &IndexMap<String, Value>) -> String {
    let values: Vec<String> =
        values.iter().map(|(name, value)| format!("`{name}` = {value}")).collect();
    if values.is_empty() { String::new() } else { format!(" for {}", values.join(", ")) }
}

#[cfg(test)]
mod tests {
    use crate::language::check;
    use crate::language::tests::{TOWN, folder, lines};
    use crate::source::Sources;

    /// What is found in the town of the tests with this table of fees.
    fn found(fees: &str) -> Vec<String> {
        let mut sources = Sources::default();
        for file in folder(TOWN).files() {
            let changed = file.path.ends_with("library-card/tables/fees.yaml");
            sources.add(&file.path, if changed { fees } else { &*file.text });
        }
        let checked = check(&sources);
        lines(&sources, &checked)
    }

    #[test]
    fn a_gap_and_an_overlap_are_shown_with_an_example() {
        let table = |low: &str, high: &str| {
            let inputs = "inputs: [{ year: 'today().year' }]\noutputs: [fee]";
            let rule =
                |test: &str| format!("  - {{ when: {{ year: '{test}' }}, then: {{ fee: 1 }} }}");
            format!("decision: t\nhit: unique\n{inputs}\nrules:\n{}\n{}\n", rule(low), rule(high))
        };
        assert_eq!(found(&table("< 2026", ">= 2026")), Vec::<String>::new());
        let gap = found(&table("< 2026", "> 2026"));
        assert_eq!(gap.len(), 1, "{gap:?}");
        assert!(gap[0].contains("fees.yaml:6:"), "{gap:?}");
        assert!(gap[0].contains("RGL-047 no rule answers for `year` = 2026"), "{gap:?}");
        let overlap = found(&table("<= 2026", ">= 2026"));
        assert_eq!(overlap.len(), 1, "{overlap:?}");
        assert!(overlap[0].contains("fees.yaml:7:"), "{overlap:?}");
        assert!(
            overlap[0].contains("rules 1 and 2 match at once for `year` = 2026"),
            "{overlap:?}"
        );
    }
}
