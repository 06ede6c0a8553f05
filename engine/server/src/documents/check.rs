//! The check of documents: every document that a map makes is there and can be made with samples of what
//! that map can say.

use std::collections::BTreeSet;

use reglament_core::catalogue::Catalogue;
use reglament_core::definition::Definition;
use reglament_core::message::{self, Use};
use reglament_core::value::Value;

use super::{Documents, Problem, preview};
use crate::assets::Assets;

/// The problems of the templates, in the order of their files; none when every document can be made.
pub fn check(catalogue: &Catalogue, templates: &Assets) -> Vec<Problem> {
    let documents = match Documents::load(templates) {
        Ok(documents) => documents,
        Err(problems) => return problems,
    };
    let missing = missing(catalogue, &documents);
    if !missing.is_empty() {
        return missing;
    }
    let mut problems = BTreeSet::new();
    for process in catalogue.all_current() {
        let definition = &process.definition;
        let mut seen = BTreeSet::new();
        let uses = message::documents_of(definition).into_iter();
        for used in uses.filter(|used| seen.insert(used.name.clone())) {
            // The fullest case, the barest one, and one with everything that this map cannot say: what
            // lies between them has no variable that these have not.
            let samples = message::samples(definition, &used);
            let everything = message::everything(definition, &used);
            let ends = samples.first().into_iter().chain(samples.last()).chain([&everything]);
            let found = ends.into_iter().find_map(|sample| fault(&documents, &used.name, sample));
            problems.extend(found.map(|problem| made_by(definition, &used, problem)));
        }
    }
    problems.into_iter().collect()
}

/// The documents that maps make and nobody has written: what can be told without making any.
pub fn missing(catalogue: &Catalogue, documents: &Documents) -> Vec<Problem> {
    let mut problems = BTreeSet::new();
    for process in catalogue.all_current() {
        for used in message::documents_of(&process.definition) {
            if documents.kind(&used.name).is_none() {
                let problem = Documents::unknown(&used.name);
                problems.insert(made_by(&process.definition, &used, problem));
            }
        }
    }
    problems.into_iter().collect()
}

/// A problem with the map and the step that meet it.
fn made_by(definition: &Definition, used: &Use, problem: Problem) -> Problem {
    let maker = used.step.as_ref().map_or_else(
        || format!("{}: the notice of an extension", definition.process),
        |step| format!("{}: step {step}", definition.process),
    );
    Problem { message: format!("{} ({maker} makes it)", problem.message), ..problem }
}

fn fault(documents: &Documents, name: &str, sample: &Value) -> Option<Problem> {
    documents.try_out(&preview(documents, name, sample)).err()
}
