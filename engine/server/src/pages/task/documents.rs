//! The demanded documents: each present, missing or expired.

use std::collections::BTreeMap;

use reglament_core::command::{DocumentChecks, DocumentState};
use reglament_core::definition::{Definition, DocumentForm};
use reglament_core::document::Demanded;
use reglament_core::rejection::FieldFault;
use reglament_core::text::Lang;

use super::DocumentRow;
use crate::pages::form::{Choice, Pairs, Problem};
use crate::pages::sources;
use crate::texts::say;

/// The field of a document begins with this.
const PREFIX: &str = "doc.";

const STATES: [(DocumentState, &str, &str); 3] = [
    (DocumentState::Present, "present", "document-present"),
    (DocumentState::Missing, "missing", "document-missing"),
    (DocumentState::Expired, "expired", "document-expired"),
];

/// What was ticked off.
pub fn read(pairs: &Pairs) -> BTreeMap<String, DocumentState> {
    let state = |text: &str| STATES.iter().find(|known| known.1 == text).map(|known| known.0);
    let ticked = pairs
        .0
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), state(value)?)));
    ticked.collect()
}

/// What stands in the case by now.
pub fn known(
    checks: Option<&DocumentChecks>,
    demanded: &[Demanded],
) -> BTreeMap<String, DocumentState> {
    match checks {
        Some(DocumentChecks::Each(each)) => each.clone(),
        Some(DocumentChecks::All) => {
            let all = demanded.iter().map(|one| (one.document.clone(), DocumentState::Present));
            all.collect()
        }
        None => BTreeMap::new(),
    }
}

/// The rows of the page, and their faults for the summary.
pub fn draw(
    lang: Lang,
    definition: &Definition,
    demanded: &[Demanded],
    ticked: &BTreeMap<String, DocumentState>,
    faults: &[FieldFault],
) -> (Vec<DocumentRow>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    for (n, one) in demanded.iter().enumerate() {
        let title = one.title.get(lang);
        let name = if title.is_empty() { one.document.clone() } else { title.to_owned() };
        let fault = faults.iter().find(|fault| fault.field == one.document);
        let error = fault.map(|fault| words(lang, fault.code, &name));
        if let Some(text) = &error {
            problems.push(Problem { id: format!("doc-{n}-0"), text: text.clone() });
        }
        rows.push(DocumentRow {
            field: format!("{PREFIX}{}", one.document),
            name,
            copies: (one.copies > 1).then_some(one.copies),
            form: one.form.map(|form| say(lang, form_key(form), &[])),
            why: one.why.get(lang).to_owned(),
            alternatives: one.alternatives.iter().map(|it| it.get(lang).to_owned()).collect(),
            invalid: !one.valid,
            sources: sources::of(definition, &one.cites),
            options: options(lang, n, ticked.get(&one.document).copied()),
            error,
        });
    }
    (rows, problems)
}

const fn form_key(form: DocumentForm) -> &'static str {
    match form {
        DocumentForm::Original => "document-form-original",
        DocumentForm::Copy => "document-form-copy",
        DocumentForm::NotarisedCopy => "document-form-notarised-copy",
        DocumentForm::Electronic => "document-form-electronic",
    }
}

fn options(lang: Lang, row: usize, chosen: Option<DocumentState>) -> Vec<Choice> {
    let option = |(n, (state, value, key)): (usize, (DocumentState, &str, &str))| Choice {
        value: value.to_owned(),
        label: say(lang, key, &[]),
        id: format!("doc-{row}-{n}"),
        chosen: chosen == Some(state),
    };
    STATES.into_iter().enumerate().map(option).collect()
}

fn words(lang: Lang, code: &str, name: &str) -> String {
    let key = match code {
        "missing" => "document-fault-missing",
        "expired" => "document-fault-expired",
        _ => "document-fault-required",
    };
    say(lang, key, &[("document", name.to_owned().into())])
}
