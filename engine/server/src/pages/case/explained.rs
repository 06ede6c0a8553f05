//! How the fee and the documents of a case came about: each with its rule, what the rule asked for and
//! its sources.

use jiff::Timestamp;
use reglament_core::data::field_at;
use reglament_core::definition::FieldType;
use reglament_core::explain::{Explanation, Line, Question, Rule, Source};
use reglament_core::instance::Instance;
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_core::value::Value;
use serde::Serialize;

use crate::pages::form::{label_of, word};
use crate::pages::format;
use crate::texts::say;

/// What is explained, and how it came about.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    /// What it is.
    pub heading: String,
    /// What it comes to, or why it cannot be told yet.
    pub result: String,
    /// What it is made of.
    pub lines: Vec<ExplainedLine>,
}

/// A part of it.
#[derive(Clone, Debug, Serialize)]
pub struct ExplainedLine {
    /// What it is.
    pub title: String,
    /// How much.
    pub value: String,
    /// Why, by which rule, on which source.
    pub notes: Vec<String>,
}

/// The explanations that the map of a case can give.
pub fn list(lang: Lang, process: &Process, case: &Instance, at: Timestamp) -> Vec<Explained> {
    let asked = [
        (Question::Fee, "explain-fee", !process.definition.fees.is_empty()),
        (Question::Documents, "explain-documents", process.definition.documents.is_some()),
    ];
    let asked = asked.into_iter().filter(|(_, _, is_asked)| *is_asked);
    let told = asked.map(|(what, heading, _)| {
        let heading = say(lang, heading, &[]);
        match process.explain(what, &case.data, at) {
            Ok(found) => of(lang, process, heading, &found),
            // The data that tables ask for may not be known yet.
            Err(_) => {
                Explained { heading, result: say(lang, "explain-not-yet", &[]), lines: Vec::new() }
            }
        }
    });
    told.collect()
}

fn of(lang: Lang, process: &Process, heading: String, found: &Explanation) -> Explained {
    let result = match (found.total, found.lines.len()) {
        (Some(total), _) => format::money(lang, total),
        (None, 0) => say(lang, "explain-no-documents", &[]),
        (None, count) => {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            say(lang, "explain-count", &[("count", count.into())])
        }
    };
    let lines = found.lines.iter().map(|part| line(lang, process, part));
    Explained { heading, result, lines: lines.collect() }
}

fn line(lang: Lang, process: &Process, part: &Line) -> ExplainedLine {
    let title = part.title.get(lang);
    let copies =
        part.copies.map(|copies| say(lang, "task-copies", &[("copies", i64::from(copies).into())]));
    let mut notes = Vec::new();
    notes.extend(Some(part.why.get(lang)).filter(|why| !why.is_empty()).map(str::to_owned));
    let computed = part.computed.as_ref();
    notes.extend(computed.map(|how| say(lang, "explain-computed", &[("how", how.clone().into())])));
    notes.extend(part.rule.as_ref().map(|fired| rule(lang, process, fired)));
    notes.extend(part.sources.iter().map(source));
    ExplainedLine {
        title: if title.is_empty() { part.name.clone() } else { title.to_owned() },
        value: part.amount.map(|amount| format::money(lang, amount)).or(copies).unwrap_or_default(),
        notes,
    }
}

fn rule(lang: Lang, process: &Process, rule: &Rule) -> String {
    let inputs = rule.inputs.iter().map(|(name, value)| input(lang, process, name, value));
    let inputs: Vec<String> = inputs.collect();
    let number = ("n", i64::try_from(rule.number).unwrap_or(i64::MAX).into());
    let table = ("table", rule.table.clone().into());
    if inputs.is_empty() {
        return say(lang, "explain-rule-for-all", &[number, table]);
    }
    say(lang, "explain-rule", &[number, table, ("inputs", inputs.join("; ").into())])
}

/// An input in the words of the map, where it is a field of the case data.
fn input(lang: Lang, process: &Process, name: &str, value: &Value) -> String {
    let field = field_at(&process.definition, name);
    let label = field.map_or_else(|| name.to_owned(), |field| label_of(lang, field, name));
    let shown = match (field.map(|field| &field.kind), value) {
        (_, Value::Null) => say(lang, "explain-nothing", &[]),
        (_, Value::Boolean(true)) => say(lang, "form-yes", &[]),
        (_, Value::Boolean(false)) => say(lang, "form-no", &[]),
        (_, Value::Date(day)) => format::date(lang, *day),
        (Some(FieldType::Choice { of, .. }), Value::Text(text)) => {
            of.get(text).map_or_else(|| text.clone(), |title| word(lang, text, title))
        }
        (_, other) => other.to_string(),
    };
    format!("{label}: {shown}")
}

fn source(source: &Source) -> String {
    let clause = Some(&source.clause).filter(|clause| !clause.is_empty());
    clause.map_or_else(|| source.act.clone(), |clause| format!("{}, {clause}", source.act))
}
