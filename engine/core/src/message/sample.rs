//! Samples of the variables of every message that a map sends, so that a template which asks for
//! something the map does not have is found when the map is checked.

use std::collections::BTreeSet;

use jiff::civil::{date, time};

use crate::command::DocumentState;
use crate::definition::{Definition, Element, Field, FieldType, Fields, Step};
use crate::ids::StepId;
use crate::text::Texts;
use crate::value::{Context, Value};

use super::demands::{demanded_document, fee_line, requirement};
use super::{Use, data, details, object, record, service, step_value, texts};

/// Sample variables for one use of a message: one sample for each combination of what the case may
/// or may not have by then. A refusal's ground is in all of them when every way to the step passes
/// an outcome that demands one; an extension is in all of them for its own notice alone.
pub fn samples(definition: &Definition, used: &Use) -> Vec<Value> {
    let full = full(definition, used.step.as_ref());
    let ground_is_sure =
        used.step.as_ref().is_some_and(|step| !reached_without_ground(definition, step));
    let mut samples = vec![full.clone()];
    if !ground_is_sure {
        samples.push(without(&full, &["ground"]));
    }
    if !used.notice {
        // What the clock sends it sends about a due date.
        let unsure = if used.step.is_some() { UNSURE } else { &UNSURE[1..] };
        samples.extend(samples.clone().iter().map(|sample| without(sample, unsure)));
        let empty = data::labelled(definition, &Value::Null);
        let mut bare = samples[samples.len() - 1].clone();
        bare.put("data", empty);
        bare.put("details", details::of(definition, &Value::Null));
        for list in ["performed", "fees", "unmet"] {
            bare.put(list, Value::List(Vec::new()));
        }
        samples.push(bare);
    }
    samples
}

/// What a case may not have when a message is sent.
const UNSURE: &[&str] = &["due", "extension", "documents", "fee"];

/// A sample with everything that a message may ever say, whether this map can say it or not: the
/// checker renders both branches of every condition with it.
pub fn everything(definition: &Definition, used: &Use) -> Value {
    let mut sample = full(definition, used.step.as_ref());
    let due = sample.at("due").clone();
    let names = || Value::List(vec![words()]);
    let always = [
        ("ground", object([("id", Value::text("sample")), ("title", words())])),
        (
            "documents",
            object([("demanded", demanded()), ("missing", names()), ("expired", names())]),
        ),
        ("extension", object([("days", Value::Number(10.into())), ("reason", words())])),
        ("fee", fee()),
    ];
    let within = [
        ("ground.facts", words()),
        ("ground.until", words()),
        ("ground.until_norm", words()),
        ("ground.cites", sources()),
        ("extension.due", due.clone()),
        ("extension.original", due),
    ];
    for (path, value) in always.into_iter().chain(within) {
        if sample.at(path).is_null() {
            sample.put(path, value);
        }
    }
    sample
}

fn without(sample: &Value, names: &[&str]) -> Value {
    let mut sample = sample.clone();
    for name in names {
        sample.put(name, Value::Null);
    }
    sample
}

fn full(definition: &Definition, step: Option<&StepId>) -> Value {
    let step = step.or_else(|| definition.first());
    let due = object([
        ("date", Value::Date(date(2026, 3, 27))),
        ("time", Value::Time(time(18, 0, 0, 0))),
    ]);
    let extension = definition.deadline.as_ref().and_then(|it| it.extension.as_ref()).map(|_| {
        object([
            ("days", Value::Number(10.into())),
            ("reason", words()),
            ("due", due.clone()),
            ("original", due.clone()),
        ])
    });
    let ground = definition.grounds.first().map(|(id, norm)| {
        object([
            ("id", Value::text(id.as_str())),
            ("title", texts(&norm.title)),
            ("facts", words()),
            ("until", norm.until.as_ref().map(texts).unwrap_or_default()),
            ("until_norm", norm.until.as_ref().map(texts).unwrap_or_default()),
            ("cites", record::sources(definition, &norm.cites)),
        ])
    });
    let filled = Value::Context(sample_fields(definition));
    object([
        ("case", case(definition)),
        ("service", service(definition)),
        ("applicant", object([("name", Value::text("Sample Applicant"))])),
        ("step", step.map_or(Value::Null, |step| step_value(definition, step))),
        ("today", Value::Date(date(2026, 3, 18))),
        ("now", Value::DateTime(date(2026, 3, 18).at(10, 0, 0, 0))),
        ("due", due),
        ("ground", ground.unwrap_or_default()),
        ("extension", extension.unwrap_or_default()),
        ("documents", documents(definition)),
        ("fee", if definition.fees.is_empty() { Value::Null } else { fee() }),
        ("fees", Value::List(vec![fee_line(words(), fee(), 2, words())])),
        ("unmet", Value::List(vec![requirement(words(), words())])),
        ("performed", performed(definition)),
        ("data", data::labelled(definition, &filled)),
        ("details", details::of(definition, &filled)),
    ])
}

fn case(definition: &Definition) -> Value {
    let (status, words) = definition.statuses.first().map_or_else(
        || (Value::Null, Value::Null),
        |(status, words)| (Value::text(status.as_str()), texts(words)),
    );
    object([
        ("number", Value::text("26031800000001")),
        ("started_on", Value::Date(date(2026, 3, 18))),
        ("started_at", Value::DateTime(date(2026, 3, 18).at(9, 30, 0, 0))),
        ("status", status),
        ("status_text", words),
    ])
}

fn documents(definition: &Definition) -> Value {
    let Some(documents) = &definition.documents else { return Value::Null };
    let names =
        || Value::List(documents.names.values().take(1).map(|one| texts(&one.title)).collect());
    let demanded = documents.names.values().take(3).map(|one| texts(&one.title));
    let demanded = demanded.map(|title| demanded_document(title, 2, DocumentState::Present));
    object([
        ("demanded", Value::List(demanded.collect())),
        ("missing", names()),
        ("expired", names()),
    ])
}

fn demanded() -> Value {
    Value::List(vec![demanded_document(words(), 2, DocumentState::Present)])
}

fn sources() -> Value {
    let source = object([("act", Value::text("Sample")), ("clause", Value::text("1"))]);
    Value::List(vec![source])
}

/// Every step of people was done by somebody.
fn performed(definition: &Definition) -> Value {
    let steps = record::of_people(definition);
    Value::List(steps.map(|step| record::performance(definition, step, "Sample Officer")).collect())
}

/// 0.5 of the monthly index of 2026.
fn fee() -> Value {
    Value::Number(rust_decimal::Decimal::new(216_250, 2))
}

fn words() -> Value {
    texts(&Texts { ru: "Пример".into(), kk: "Үлгі".into(), en: "Sample".into() })
}

fn sample_fields(definition: &Definition) -> Context {
    let shape = definition.shape();
    let mut entries = of_fields(&shape);
    for (name, fields) in definition.received() {
        entries.insert(name.into_owned(), Value::Context(of_fields(fields)));
    }
    for (_, step) in definition.all_steps() {
        if let Some((item, kind)) = step.block().and_then(|block| definition.item_in(&shape, block))
        {
            entries.insert(item.to_owned(), of_type(kind));
        }
    }
    entries
}

fn of_fields(fields: &Fields) -> Context {
    let entry = |(name, field): (&String, &Field)| (name.clone(), of_type(&field.kind));
    fields.iter().map(entry).collect()
}

fn of_type(kind: &FieldType) -> Value {
    match kind {
        FieldType::Text { format, .. } => Value::text(match format.as_deref() {
            Some("email") => "sample@example.org",
            Some("kz_iin" | "kz_bin") => "000000000000",
            Some("phone") => "+7 000 000 00 00",
            Some("passport") => "N00000000",
            _ => "Sample",
        }),
        FieldType::Number => Value::Number(1.into()),
        FieldType::Money => fee(),
        FieldType::Boolean => Value::Boolean(true),
        FieldType::Date => Value::Date(date(2000, 2, 29)),
        FieldType::Choice { of, .. } => {
            of.first().map_or(Value::Null, |(value, _)| Value::text(value.as_str()))
        }
        FieldType::Object { fields } => Value::Context(of_fields(fields)),
        FieldType::List { of, .. } => Value::List(vec![of_type(of)]),
    }
}

/// Whether a token can come to this step without passing an outcome that demands a ground.
/// Boundary events count as ways. Walks the map once: O(flows).
fn reached_without_ground(definition: &Definition, target: &StepId) -> bool {
    let of_process = definition.on.iter().map(|boundary| &boundary.to);
    let mut open: Vec<&StepId> = definition.first().into_iter().chain(of_process).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if id == target {
            return true;
        }
        if !seen.insert(id) {
            continue;
        }
        if let Some(step) = definition.step(id) {
            open.extend(ways_without_ground(step));
        }
    }
    false
}

fn ways_without_ground(step: &Step) -> Vec<&StepId> {
    let mut ways: Vec<&StepId> = step.on.iter().map(|boundary| &boundary.to).collect();
    let flows = step.next.iter().map(|flow| &flow.to);
    ways.extend(step.block().and_then(|block| block.steps.keys().next()));
    match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) => {
            let plain = || task.outcomes.values().filter(|outcome| !outcome.demands_ground);
            ways.extend(plain().filter_map(|outcome| outcome.to.as_ref()));
            if plain().any(|outcome| outcome.to.is_none()) {
                ways.extend(flows);
            }
        }
        _ => ways.extend(flows),
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::super::uses;
    use super::*;

    fn definition() -> Definition {
        let definition = serde_json::from_value(serde_json::json!({
            "process": "sample-pass",
            "title": { "ru": "Пропуск", "kk": "Рұқсат", "en": "Pass" },
            "authority": "sample",
            "in_force": { "from": "2014-02-21" },
            "calendar": "sample",
            "data": { "zone": { "type": "choice", "of": { "north": { "en": "North" } } } },
            "grounds": { "watch_list": { "title": { "ru": "Учёт", "kk": "Есеп" } } },
            "steps": {
                "decision": {
                    "element": { "type": "user_task", "outcomes": {
                        "approve": {},
                        "refuse": { "to": "refused", "demands_ground": true }
                    } },
                    "next": [{ "to": "approved" }]
                },
                "approved": { "element": { "type": "end_event",
                    "notify": { "to": "applicant", "message": "approved" } } },
                "refused": { "element": { "type": "end_event",
                    "notify": { "to": "applicant", "message": "refused" } } }
            }
        }));
        definition.unwrap()
    }

    fn samples_of(message: &str) -> Vec<Value> {
        let definition = definition();
        let used = uses(&definition).into_iter().find(|it| it.name == message).unwrap();
        samples(&definition, &used)
    }

    #[test]
    fn a_refusal_always_has_its_ground() {
        assert!(samples_of("refused").iter().all(|sample| !sample.at("ground.title").is_null()));
    }

    #[test]
    fn an_approval_may_have_none() {
        assert!(samples_of("approved").iter().any(|sample| sample.at("ground").is_null()));
    }

    #[test]
    fn a_choice_has_its_words_when_chosen_and_is_null_when_not() {
        let samples = samples_of("approved");
        assert_eq!(samples[0].at("data.zone.en").as_text(), Some("North"));
        assert_eq!(samples[0].at("data.zone.value").as_text(), Some("north"));
        assert!(samples.iter().any(|sample| sample.at("data.zone").is_null()));
    }
}
