//! What a message or a letter may say: the variables of its template, and samples of them for the checker.
//!
//! The shape is the contract with the authors of templates (`docs/guides/write-a-message.md`, `write-a-letter.md`): every
//! name is always there, null when there is nothing to say, so that a template which renders with the
//! samples renders with every case. Texts are objects `{ru, kk, en}`; days and moments are of the
//! calendar's zone.

mod data;
mod demands;
mod details;
mod preview;
mod record;
mod sample;
mod uses;

use jiff::{Timestamp, Zoned};

use crate::definition::Definition;
use crate::event::{DueDate, ScopeNo};
use crate::ids::StepId;
use crate::instance::Instance;
use crate::process::Process;
use crate::text::{Lang, Texts};
use crate::value::{Context, Value};

pub use preview::preview;
pub use sample::{everything, samples};
pub use uses::{Use, documents_of, uses};

/// The variables of a message or a letter of `step` within a scope at this moment, which is given in the zone of the
/// process's calendar. The server adds `url` and `office`, which the core does not know.
pub fn variables(
    process: &Process,
    instance: &Instance,
    step: &StepId,
    scope: ScopeNo,
    at: &Zoned,
) -> Value {
    let definition = &process.definition;
    let seen = instance.seen_in(definition, scope);
    let due = instance.clock.figures().map_or(Value::Null, |figures| due_value(&figures.due, at));
    let extension = instance.extension.as_ref().map_or(Value::Null, |extension| {
        object([
            ("days", Value::Number(extension.days.into())),
            ("reason", texts(&extension.reason)),
            ("due", due.clone()),
            (
                "original",
                instance
                    .clock
                    .figures()
                    .map_or(Value::Null, |figures| due_value(&figures.original, at)),
            ),
        ])
    });
    object([
        ("case", case(definition, instance, at)),
        ("service", service(definition)),
        ("applicant", object([("name", Value::text(instance.applicant.as_str()))])),
        ("step", step_value(definition, step)),
        ("today", Value::Date(at.date())),
        ("now", Value::DateTime(minute(at.datetime()))),
        ("due", due),
        ("ground", ground(definition, instance)),
        ("documents", demands::documents(process, instance, at)),
        ("extension", extension),
        ("fee", demands::fee(process, &seen, at.timestamp())),
        ("fees", demands::fees(process, &seen, at.timestamp())),
        ("unmet", demands::unmet(process, instance, &seen, at.timestamp())),
        ("performed", record::performed(definition, instance, scope)),
        ("data", data::labelled(definition, &seen)),
        ("details", details::of(definition, &seen)),
    ])
}

fn case(definition: &Definition, instance: &Instance, at: &Zoned) -> Value {
    let status = instance.status.as_deref();
    let words = status.and_then(|status| definition.statuses.get(status));
    object([
        ("number", Value::text(instance.id.as_str())),
        ("started_on", Value::Date(civil(instance.started_at, at).date())),
        ("started_at", Value::DateTime(minute(civil(instance.started_at, at)))),
        ("status", status.map_or(Value::Null, Value::text)),
        ("status_text", words.map_or(Value::Null, texts)),
    ])
}

fn service(definition: &Definition) -> Value {
    object([
        ("process", Value::text(definition.process.as_str())),
        ("title", texts(&definition.title)),
        ("authority", Value::text(definition.authority.as_str())),
        ("basis", record::sources(definition, definition.basis.keys())),
    ])
}

fn step_value(definition: &Definition, step: &StepId) -> Value {
    let title = definition.step(step).map_or(Value::Null, |step| texts(&step.title));
    object([("id", Value::text(step.as_str())), ("title", title)])
}

fn due_value(due: &DueDate, at: &Zoned) -> Value {
    object([("date", Value::Date(due.date)), ("time", Value::Time(civil(due.at, at).time()))])
}

/// The ground of a refusal: the words of the norm, the facts, and until when, as the officer stated
/// it or else as the norm words it.
fn ground(definition: &Definition, instance: &Instance) -> Value {
    let Some(stated) = &instance.ground else { return Value::Null };
    let norm = definition.grounds.get(&stated.ground);
    let worded = norm.and_then(|norm| norm.until.as_ref()).map(texts);
    object([
        ("id", Value::text(stated.ground.as_str())),
        ("title", norm.map_or(Value::Null, |norm| texts(&norm.title))),
        ("facts", texts(&stated.facts)),
        ("until", stated.until.as_deref().map(Value::text).or(worded.clone()).unwrap_or_default()),
        ("until_norm", worded.unwrap_or_default()),
        ("cites", record::sources(definition, norm.iter().flat_map(|norm| &norm.cites))),
    ])
}

/// To the minute: letters say no seconds.
fn minute(moment: jiff::civil::DateTime) -> jiff::civil::DateTime {
    moment.with().second(0).subsec_nanosecond(0).build().unwrap_or(moment)
}

/// A moment in the zone of another.
fn civil(moment: Timestamp, like: &Zoned) -> jiff::civil::DateTime {
    moment.to_zoned(like.time_zone().clone()).datetime()
}

/// A context of these entries.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Context(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// `{ru, kk, en}`, all three always there; a missing one falls back as on the pages.
fn texts(texts: &Texts) -> Value {
    let entry = |lang: Lang| (lang.code().to_owned(), Value::text(texts.get(lang)));
    Value::Context(Lang::ALL.into_iter().map(entry).collect::<Context>())
}
