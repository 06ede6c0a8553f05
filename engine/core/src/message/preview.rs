//! The variables of a letter before there is a case: samples, with the data that an author gives.

use jiff::Timestamp;

use super::demands::{self, demanded_document, document_name};
use super::{Use, data, details, samples};
use crate::command::DocumentState;
use crate::process::Process;
use crate::value::Value;

/// The fullest sample for this use of a document, with this case data in place of samples and what the
/// tables of the map make of it at this moment.
pub fn preview(process: &Process, used: &Use, given: Option<&Value>, at: Timestamp) -> Value {
    let definition = &process.definition;
    let mut variables = samples(definition, used).into_iter().next().unwrap_or_default();
    let now = at.to_zoned(process.calendar.zone().clone()).datetime();
    variables.put("today", Value::Date(now.date()));
    variables.put("now", Value::DateTime(super::minute(now)));
    variables.put("case.started_on", Value::Date(now.date()));
    variables.put("case.started_at", Value::DateTime(super::minute(now)));
    let Some(given) = given else { return variables };
    variables.put("data", data::labelled(definition, given));
    variables.put("details", details::of(definition, given));
    variables.put("applicant.name", Value::text(process.applicant_name(given, at)));
    variables.put("fee", demands::fee(process, given, at));
    variables.put("fees", demands::fees(process, given, at));
    if let Ok(demanded) = process.demanded_documents(given, at)
        && !variables.at("documents").is_null()
    {
        let present = demanded.iter().map(|one| {
            let title = document_name(definition, &one.document);
            demanded_document(title, one.copies, DocumentState::Present)
        });
        variables.put("documents.demanded", Value::List(present.collect()));
    }
    variables
}
