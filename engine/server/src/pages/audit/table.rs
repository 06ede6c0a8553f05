//! Rows of the audit as people read them.

use reglament_core::ids::PersonId;
use reglament_core::text::Lang;
use reglament_store::AuditRow;

use crate::pages::report::Choice;
use crate::reports::Viewer;
use crate::reports::model::{Cell, Table, Value};
use crate::texts::{FluentArgs, find};

const COLUMNS: [&str; 8] =
    ["moment", "who", "login", "action", "number", "detail", "chain", "#place"];

/// What a filter offers; whatever else the audit holds is asked for by its name in the address.
const ACTIONS: [&str; 36] = [
    "read",
    "refused",
    "sign-in",
    "sign-in-refused",
    "search",
    "read_list",
    "export_list",
    "read_report",
    "export_report",
    "keep_report",
    "forget_report",
    "read_audit",
    "export_audit",
    "export",
    "start",
    "claim_task",
    "unclaim_task",
    "complete_task",
    "assign_task",
    "delegate_task",
    "resolve_delegation",
    "recall_decision",
    "set_priority",
    "comment",
    "attach",
    "remove_attachment",
    "complete_job",
    "fail_job",
    "complete_call",
    "fire_timer",
    "receive_message",
    "extend",
    "give_notice",
    "recount",
    "retry_incident",
    "cancel",
];

/// The table of these rows.
pub fn of(viewer: &Viewer, rows: &[AuditRow]) -> Table {
    let mut table = Table::new(viewer.lang, &COLUMNS);
    for one in rows {
        table.row(row(viewer, one));
    }
    table
}

fn row(viewer: &Viewer, row: &AuditRow) -> Vec<Cell> {
    let entry = &row.entry;
    let known = viewer.roster.person(&PersonId::from(entry.actor.as_str()));
    vec![
        Cell::of(Value::Moment(viewer.local(entry.at))),
        Cell::text(known.map_or(entry.actor.as_str(), |person| &person.name)),
        Cell::text(entry.actor.as_str()),
        Cell::text(words(viewer.lang, &entry.action)),
        Cell::text(entry.instance.as_ref().map_or("", |case| case.as_str())),
        Cell::text(entry.detail.as_str()),
        Cell::text(row.chain.as_str()),
        Cell::of(row.place.map_or(Value::None, Value::Count)),
    ]
}

/// An action in words; as the audit has it where there are none.
fn words(lang: Lang, action: &str) -> String {
    let key = format!("audit-action-{}", action.replace('_', "-"));
    find(lang, &key, &FluentArgs::new()).unwrap_or_else(|| action.to_owned())
}

/// Actions to choose from, with the one that is chosen.
pub fn actions(lang: Lang, chosen: &str) -> Vec<Choice> {
    let other = Some(chosen).filter(|it| !it.is_empty() && !ACTIONS.contains(it));
    let choice = |action: &str| Choice {
        value: action.to_owned(),
        label: words(lang, action),
        chosen: action == chosen,
    };
    ACTIONS.into_iter().chain(other).map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_words_in_every_language() {
        for lang in Lang::ALL {
            for action in ACTIONS {
                assert!(words(lang, action) != action, "{lang}: {action}");
            }
        }
    }
}
