//! Findings as SARIF 2.1.0, the format of code scanners: with the rules that were broken, their pages,
//! and the repairs that need no thought.

use std::collections::BTreeMap;

use reglament_core::diagnostic::{Diagnostic, Located, Rule, Severity};
use reglament_core::source::Span;
use serde_json::{Value, json};

use super::Report;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// The rule of what is found in templates, which have no code.
const TEMPLATE: &str = "template";

/// One run with everything that was found.
pub(super) fn render(report: &Report) -> serde_json::Result<String> {
    let rules: BTreeMap<&str, &Rule> =
        report.checked.diagnostics.iter().map(|found| (found.rule.code, found.rule)).collect();
    let found = report.checked.diagnostics.iter().zip(report.located());
    let found = found.map(|(one, place)| result(report, one, &place));
    let templates = report.messages.iter().map(|problem| {
        let place = json!({ "startLine": problem.line });
        let file = format!("templates/{}", problem.file);
        json!({
            "ruleId": TEMPLATE, "level": "error", "message": { "text": problem.message },
            "locations": [location(&file, &place)],
        })
    });
    serde_json::to_string_pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "reglament",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|rule| described(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": found.chain(templates).collect::<Vec<_>>(),
        }],
    }))
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A rule with its page.
fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.name },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(report: &Report, found: &Diagnostic, place: &Located) -> Value {
    let help = found.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    let related = found.related.iter().filter_map(|label| {
        let mut place = location(&report.path(label.span)?, &region(report, label.span)?);
        place["message"] = json!({ "text": label.text });
        Some(place)
    });
    let mut result = json!({
        "ruleId": place.code,
        "level": level(place.severity),
        "message": { "text": format!("{}{help}", found.message) },
        "locations": [location(&place.file, &lines(place))],
        "relatedLocations": related.collect::<Vec<_>>(),
    });
    if let Some(repair) = repair(report, found) {
        result["fixes"] = json!([repair]);
    }
    result
}

/// What `--fix` would write.
fn repair(report: &Report, found: &Diagnostic) -> Option<Value> {
    let (span, repair) = found.place_of_repair(&report.sources)?;
    Some(json!({
        "description": { "text": format!("`{}` → `{}`", repair.from, repair.to) },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&report.path(span)?) },
            "replacements": [{
                "deletedRegion": region(report, span)?,
                "insertedContent": { "text": repair.to },
            }],
        }],
    }))
}

fn region(report: &Report, span: Span) -> Option<Value> {
    let file = report.sources.file(span.file)?;
    let (start, end) = (file.position(span.start), file.position(span.end));
    Some(json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
    }))
}

fn lines(place: &Located) -> Value {
    json!({
        "startLine": place.start.line, "startColumn": place.start.column,
        "endLine": place.end.line, "endColumn": place.end.column,
    })
}

fn location(file: &str, region: &Value) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(file) }, "region": region } })
}

/// A path as a URI reference: what is no letter, digit or mark of paths is percent-encoded.
fn uri(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let encoded = |byte: u8| {
        if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    let path: String = path.bytes().map(encoded).collect();
    if path.starts_with('/') { format!("file://{path}") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("processes/a b/é.yaml"), "processes/a%20b/%C3%A9.yaml");
        assert_eq!(uri("/tmp/x"), "file:///tmp/x");
    }
}
