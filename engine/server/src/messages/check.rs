//! The check of messages: every message that a map sends is there in three languages and renders
//! strictly with samples of what that map can say.

use std::collections::BTreeSet;

use reglament_core::catalogue::Catalogue;
use reglament_core::message::{self, Use};
use reglament_core::process::Process;
use reglament_core::text::Lang;
use serde_json::Value;

use super::{Messages, Problem};
use crate::assets::Assets;
use crate::schedules::told;

/// The problems of the templates, in the order of their files; none when every message can be sent.
pub fn check(catalogue: &Catalogue, templates: &Assets) -> Vec<Problem> {
    let loaded = Messages::load(templates).and_then(|messages| {
        let every_branch = Messages::load_every_branch(templates)?;
        Ok((messages, every_branch))
    });
    let (messages, every_branch) = match loaded {
        Ok(loaded) => loaded,
        Err(problems) => return problems,
    };
    let mut problems = BTreeSet::new();
    for process in catalogue.all_current() {
        for used in message::uses(&process.definition) {
            let samples = message::samples(&process.definition, &used);
            problems.extend(render_all(&messages, process, &used, &samples));
            let everything = [message::everything(&process.definition, &used)];
            problems.extend(render_all(&every_branch, process, &used, &everything));
        }
    }
    for lang in Lang::ALL {
        for (message, sample) in told::samples() {
            problems.extend(messages.render(message, lang, &sample).err());
        }
    }
    problems.into_iter().collect()
}

/// The problems of one message with these samples, each told with the map and the step that send it.
fn render_all(
    messages: &Messages,
    process: &Process,
    used: &Use,
    samples: &[reglament_core::value::Value],
) -> Vec<Problem> {
    let sender = used.step.as_ref().map_or_else(
        || format!("{}: the notice of an extension", process.definition.process),
        |step| format!("{}: step {step}", process.definition.process),
    );
    let mut problems = Vec::new();
    for lang in Lang::ALL {
        let found = samples.iter().find_map(|sample| {
            let variables = with_surroundings(sample, "https://example.org", "Office");
            messages.render(&used.name, lang, &variables).err()
        });
        problems.extend(found.map(|problem| Problem {
            message: format!("{} ({sender} sends it)", problem.message),
            ..problem
        }));
    }
    problems
}

/// The variables of a message with what only the server knows: the address of the case, the office.
pub(crate) fn with_surroundings(
    variables: &reglament_core::value::Value,
    url: &str,
    office: &str,
) -> Value {
    let mut json = serde_json::to_value(variables).unwrap_or_default();
    if let Value::Object(entries) = &mut json {
        entries.insert("url".to_owned(), Value::String(url.to_owned()));
        entries.insert("office".to_owned(), Value::String(office.to_owned()));
    }
    json
}
