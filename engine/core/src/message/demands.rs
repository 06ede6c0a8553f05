//! What a case is asked for: documents, fees, requirements.

use jiff::{Timestamp, Zoned};

use super::{object, texts};
use crate::command::{DocumentChecks, DocumentState};
use crate::definition::{ClockEvent, Definition};
use crate::document::Demanded;
use crate::instance::Instance;
use crate::process::Process;
use crate::text::Lang;
use crate::value::Value;

/// What is paid for the case as its data stands; null without fees, or while they cannot be told.
pub(super) fn fee(process: &Process, data: &Value, at: Timestamp) -> Value {
    let fee = process.fee(data, at).ok().flatten();
    fee.map_or(Value::Null, |fee| Value::Number(fee.total))
}

/// What the fee is made of: each amount, how many times, and why nothing or less is paid.
pub(super) fn fees(process: &Process, data: &Value, at: Timestamp) -> Value {
    let parts = process.fee(data, at).ok().flatten().map(|fee| fee.parts).unwrap_or_default();
    let lines = parts.iter().flat_map(|part| part.lines.iter().map(move |line| (part, line)));
    let line = lines.map(|(part, line)| {
        let reason = line.reason.as_ref().map_or(Value::Null, |reason| texts(&reason.title));
        fee_line(texts(&part.title), Value::Number(line.amount), line.count, reason)
    });
    Value::List(line.collect())
}

pub(super) fn fee_line(title: Value, amount: Value, count: u32, reason: Value) -> Value {
    object([
        ("title", title),
        ("amount", amount),
        ("count", Value::Number(count.into())),
        ("reason", reason),
    ])
}

/// The requirements that do not hold, of the start and of the steps that people have completed.
pub(super) fn unmet(process: &Process, instance: &Instance, data: &Value, at: Timestamp) -> Value {
    let is_due = |event: &ClockEvent| match event {
        ClockEvent::Start => true,
        ClockEvent::Extended | ClockEvent::NoticeGiven => false,
        ClockEvent::Completed { step, .. } => instance.path.contains(step),
    };
    let unmet = process.unmet(data, at, is_due);
    Value::List(unmet.iter().map(|one| requirement(texts(&one.title), texts(&one.help))).collect())
}

pub(super) fn requirement(title: Value, help: Value) -> Value {
    object([("title", title), ("help", help)])
}

/// The demanded documents, and those that were missing or expired, each by its name; null when none
/// was checked.
pub(super) fn documents(process: &Process, instance: &Instance, at: &Zoned) -> Value {
    let definition = &process.definition;
    let Some(checks) = instance.documents.as_ref() else { return Value::Null };
    let demanded = process.demanded_documents(&instance.data, at.timestamp()).unwrap_or_default();
    let demanded: Vec<_> = demanded.iter().map(|one| (one, state(checks, one))).collect();
    let named = |wanted: DocumentState| {
        let of_state = demanded.iter().filter(|(_, state)| *state == wanted);
        Value::List(of_state.map(|(one, _)| document_name(definition, &one.document)).collect())
    };
    let all = demanded.iter().map(|(one, state)| {
        demanded_document(document_name(definition, &one.document), one.copies, *state)
    });
    object([
        ("demanded", Value::List(all.collect())),
        ("missing", named(DocumentState::Missing)),
        ("expired", named(DocumentState::Expired)),
    ])
}

/// How a document was found; one that is there and not valid by the data has expired.
fn state(checks: &DocumentChecks, demanded: &Demanded) -> DocumentState {
    let ticked = match checks {
        DocumentChecks::All => DocumentState::Present,
        DocumentChecks::Each(each) => {
            each.get(&demanded.document).copied().unwrap_or(DocumentState::Missing)
        }
    };
    if ticked == DocumentState::Present && !demanded.valid {
        DocumentState::Expired
    } else {
        ticked
    }
}

pub(super) fn demanded_document(title: Value, copies: u32, state: DocumentState) -> Value {
    object([
        ("title", title),
        ("copies", Value::Number(copies.into())),
        ("present", Value::Boolean(state == DocumentState::Present)),
    ])
}

pub(super) fn document_name(definition: &Definition, document: &str) -> Value {
    let names = definition.documents.as_ref().map(|documents| &documents.names);
    let same = |lang: Lang| (lang.code().to_owned(), Value::text(document));
    names.and_then(|names| names.get(document)).map_or_else(
        || Value::Context(Lang::ALL.into_iter().map(same).collect()),
        |it| texts(&it.title),
    )
}
