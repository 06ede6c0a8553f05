//! Documents demanded for a case: which, in how many copies, in which form, why.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::command::{DocumentChecks, DocumentState};
use crate::definition::DocumentForm;
use crate::process::Process;
use crate::text::Texts;
use crate::value::Value;

/// A document demanded for a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Demanded {
    /// The document, by its name in the map.
    pub document: String,
    /// What it is called.
    pub title: Texts,
    /// In how many copies.
    pub copies: u32,
    /// In which form.
    pub form: Option<DocumentForm>,
    /// Why it is demanded.
    pub why: Texts,
    /// What may be handed in instead.
    pub alternatives: Vec<Texts>,
    /// Whether it is valid by the data of the case; where one cannot tell, it is not.
    pub valid: bool,
    /// The number of the rule that demands it, from 1.
    pub rule: usize,
    /// The name of the rule, if it has one.
    pub rule_id: Option<String>,
    /// What the rule asked for, with the values.
    pub inputs: Vec<(String, Value)>,
    /// The sources of the rule.
    pub cites: Vec<String>,
}

impl Process {
    /// The documents demanded for a case with this data, in the order of the table.
    pub fn demanded_documents(&self, data: &Value, at: Timestamp) -> Result<Vec<Demanded>, String> {
        let Some(documents) = &self.definition.documents else { return Ok(Vec::new()) };
        let table = &documents.table;
        let decision = self.decide_table(table, data, at).map_err(|problem| problem.message)?;
        let (fired, inputs) = (decision.trace.fired, decision.trace.inputs);
        let demanded = fired.into_iter().map(|fired| {
            let tests = table.rules.get(fired.number - 1).map(|rule| &rule.when);
            let asked = |name: &&String| tests.is_some_and(|tests| tests.contains_key(*name));
            let inputs = inputs.iter().filter(|(name, _)| asked(name));
            let row = Value::Context(fired.outputs);
            let document = row.at("document").to_string();
            let copies = match row.at("copies") {
                Value::Number(copies) => u32::try_from(*copies).unwrap_or(1),
                _ => 1,
            };
            let known = documents.names.get(&document).cloned().unwrap_or_default();
            let valid = known.valid.as_ref();
            Demanded {
                valid: valid.is_none_or(|valid| {
                    matches!(self.evaluate(valid, data, at), Ok(Value::Boolean(true)))
                }),
                document,
                title: known.title,
                copies,
                form: known.form,
                why: known.why,
                alternatives: known.alternatives,
                rule: fired.number,
                rule_id: fired.id,
                inputs: inputs.map(|(name, value)| (name.clone(), value.clone())).collect(),
                cites: fired.cites,
            }
        });
        Ok(demanded.collect())
    }
}

/// What was ticked off, with every document that is not valid as expired.
pub fn with_validity(checks: &DocumentChecks, demanded: &[Demanded]) -> DocumentChecks {
    let state = |one: &Demanded| {
        let ticked = match checks {
            DocumentChecks::All => Some(DocumentState::Present),
            DocumentChecks::Each(each) => each.get(&one.document).copied(),
        };
        let expired = !one.valid && ticked == Some(DocumentState::Present);
        if expired { Some(DocumentState::Expired) } else { ticked }
    };
    if demanded.iter().all(|one| one.valid) {
        return checks.clone();
    }
    let found = demanded.iter().filter_map(|one| Some((one.document.clone(), state(one)?)));
    let mut all = match checks {
        DocumentChecks::All => BTreeMap::new(),
        DocumentChecks::Each(each) => each.clone(),
    };
    all.extend(found);
    DocumentChecks::Each(all)
}
