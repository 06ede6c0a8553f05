//! What an event changed in the case data: before and after, in words.

use std::collections::BTreeMap;

use reglament_core::event::{Event, Recorded};
use reglament_core::evolve::replay;
use reglament_core::ids::InstanceId;
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_core::value::Value;

use crate::pages::facts;
use crate::texts::say;

/// So many changes are told of one event; a list of thousands of guests is not read in a history.
const CHANGES_MAX: usize = 40;

/// The changes of each event, by its number. `events` are those of the case from its first one on.
pub fn of(
    lang: Lang,
    process: &Process,
    id: &InstanceId,
    events: &[Recorded],
) -> BTreeMap<u64, Vec<String>> {
    let mut told = BTreeMap::new();
    let mut before = Vec::new();
    for (n, recorded) in events.iter().enumerate() {
        if !may_change(&recorded.event) {
            continue;
        }
        let data = replay(id, &events[..=n]).map(|case| case.data).unwrap_or_default();
        let after = values(lang, process, &data);
        // What the application says stands on the page itself.
        if !matches!(recorded.event, Event::InstanceStarted { .. }) {
            let lines = differences(lang, &before, &after);
            if !lines.is_empty() {
                told.insert(recorded.seq, lines);
            }
        }
        before = after;
    }
    told
}

const fn may_change(event: &Event) -> bool {
    matches!(
        event,
        Event::InstanceStarted { .. }
            | Event::TaskCompleted { .. }
            | Event::JobCompleted { .. }
            | Event::MessageReceived { .. }
            | Event::CallCompleted { .. }
            | Event::DecisionMade { .. }
    )
}

/// The values of the case data with their whole labels.
fn values(lang: Lang, process: &Process, data: &Value) -> Vec<(String, String)> {
    let mut path: Vec<String> = Vec::new();
    let mut values = Vec::new();
    for fact in facts::of(lang, process, data) {
        path.truncate(fact.depth);
        path.push(fact.label);
        if !fact.heading {
            values.push((path.join(" · "), fact.value));
        }
    }
    values
}

fn differences(lang: Lang, before: &[(String, String)], after: &[(String, String)]) -> Vec<String> {
    let find = |values: &[(String, String)], label: &str| {
        values.iter().find(|(known, _)| known == label).map(|(_, value)| value.clone())
    };
    let changed = after.iter().filter_map(|(label, value)| {
        let label_of = || ("field", label.clone().into());
        match find(before, label) {
            Some(was) if was == *value => None,
            Some(was) => Some(say(
                lang,
                "change-from-to",
                &[label_of(), ("was", was.into()), ("now", value.clone().into())],
            )),
            None => Some(say(lang, "change-set", &[label_of(), ("now", value.clone().into())])),
        }
    });
    let gone = before.iter().filter(|(label, _)| find(after, label).is_none());
    let gone = gone.map(|(label, was)| {
        say(lang, "change-gone", &[("field", label.clone().into()), ("was", was.clone().into())])
    });
    changed.chain(gone).take(CHANGES_MAX).collect()
}
