//! What stands at which key of the canonical form, and the keys of its words. A field that is not
//! listed here is still compared; a test tells that it has no word.

use serde::Serialize;
use serde_json::Value;

use super::tree::{is_texts, is_type};

/// How what stands at a key is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// As one value.
    Value,
    /// Field by field.
    Record,
    /// Field by field, as if its fields stood around it.
    Through,
    /// Thing by thing, by their names.
    Things(Kind),
    /// Row by row.
    Rows(Kind),
}

macro_rules! kinds {
    ($($kind:ident $word:literal: $($key:literal)+),+ $(,)?) => {
        /// What a thing of a map is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $(#[doc = concat!("A thing below `", $($key, "` "),+)] $kind),+
        }

        impl Kind {
            const ALL: &[(Self, &'static str, &'static [&'static str])] =
                &[$((Self::$kind, $word, &[$($key),+])),+];
        }
    };
}

kinds! {
    Source "source": "basis",
    Unit "unit": "units",
    Field "field": "data" "fields" "receives",
    Status "status": "statuses",
    Document "document": "names",
    Fee "fee": "fees",
    Exemption "exemption": "reasons",
    Ground "ground": "grounds",
    Requirement "requirement": "requirements",
    Table "table": "decisions",
    Deadline "deadline": "deadlines",
    Step "step": "steps",
    Outcome "outcome": "outcomes",
    Choice "choice": "of",
    Validity "validity": "valid",
    Sent "sent": "sends",
    Test "test": "when",
    Answer "answer": "then",
    Rule "rule": "rules",
    Flow "flow": "next",
    Event "event": "on",
    Rung "rung": "escalate",
    Alternative "alternative": "alternatives",
}

impl Kind {
    /// Its word.
    pub(super) fn word(self) -> String {
        let found = Self::ALL.iter().find(|it| it.0 == self);
        format!("kind-{}", found.map_or("", |it| it.1))
    }

    fn at(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|it| it.2.contains(&key)).map(|it| it.0)
    }
}

/// Records within things; each is one value where it comes or goes as a whole.
const RECORDS: [&str; 8] =
    ["in_force", "applicant", "documents", "deadline", "extension", "notify", "action", "retry"];

/// How the two nodes at this key are compared.
pub(super) fn shape(key: &str, before: &Value, after: &Value) -> Shape {
    let one = if after.is_null() { before } else { after };
    let both_are = |is: fn(&Value) -> bool| is(before) && is(after);
    let come_or_gone =
        |is: fn(&Value) -> bool| (is(before) || before.is_null()) && (is(after) || after.is_null());
    let named = |node: &Value| node.is_object() && !is_type(node);
    match Kind::at(key) {
        Some(kind) if one.is_array() && is_rows(one) && come_or_gone(is_rows) => Shape::Rows(kind),
        Some(kind) if named(one) && come_or_gone(Value::is_object) => Shape::Things(kind),
        _ if !both_are(Value::is_object) => Shape::Value,
        _ if ["element", "table"].contains(&key) => Shape::Through,
        _ if is_texts(one) || both_are(is_type) || RECORDS.contains(&key) => Shape::Record,
        _ => Shape::Value,
    }
}

/// Rows: not a list of words, which is one value.
fn is_rows(node: &Value) -> bool {
    node.as_array().is_some_and(|rows| !rows.is_empty() && rows.iter().all(Value::is_object))
}

/// The fields of the language, by their keys in the canonical form.
pub(super) const FIELDS: &[&str] = &[
    "act",
    "action",
    "after",
    "alternatives",
    "applicant",
    "at",
    "at_least",
    "attach",
    "attempts",
    "authority",
    "backoff",
    "basis",
    "by",
    "calendar",
    "checks",
    "cites",
    "clause",
    "codes",
    "compensate",
    "compensates",
    "completion",
    "count",
    "counted_from",
    "data",
    "deadline",
    "deadlines",
    "decision",
    "decisions",
    "demands_ground",
    "document",
    "documents",
    "edition",
    "email",
    "error",
    "escalate",
    "escalation",
    "event",
    "extends_deadline",
    "extension",
    "fees",
    "fields",
    "for",
    "for_each",
    "form",
    "format",
    "from",
    "grounds",
    "group",
    "help",
    "hint",
    "hit",
    "holds",
    "id",
    "in_force",
    "inputs",
    "interrupting",
    "item",
    "join",
    "key",
    "label",
    "language",
    "linked_case",
    "long",
    "message",
    "name",
    "next",
    "next_working_day_at",
    "not_same_person_as",
    "note",
    "notify",
    "number",
    "of",
    "office",
    "on",
    "optional",
    "outcome",
    "outcomes",
    "outputs",
    "pauses",
    "process",
    "raise",
    "reason_required",
    "reasons",
    "reassign",
    "recall",
    "receives",
    "remind",
    "required_if",
    "requirements",
    "retry",
    "returns",
    "rules",
    "sends",
    "sequential",
    "status",
    "statuses",
    "step",
    "steps",
    "terminate",
    "then",
    "timer",
    "title",
    "to",
    "trigger",
    "type",
    "unit",
    "units",
    "until",
    "up_to",
    "valid",
    "wait",
    "waits",
    "warn",
    "when",
    "why",
    "within",
    "wording",
    "worker",
];

/// Fields whose name means something else in this place.
pub(super) const IN_PLACE: &[(&str, &str)] = &[
    ("action", "unit"),
    ("action", "within"),
    ("deadline", "from"),
    ("deadline", "until"),
    ("document", "form"),
    ("ground", "until"),
    ("notify", "to"),
    ("requirement", "at"),
    ("wait", "until"),
];

/// Words of the language that stand as values.
pub(super) const VALUES: &[&str] = &[
    "all",
    "any",
    "boolean",
    "business_rule_task",
    "call_activity",
    "choice",
    "copy",
    "date",
    "day_zero",
    "documents",
    "due_date",
    "electronic",
    "end_event",
    "event_gateway",
    "exclusive_gateway",
    "extended",
    "head",
    "high",
    "holder",
    "inclusive_gateway",
    "list",
    "manual_task",
    "money",
    "normal",
    "notarised_copy",
    "notice_given",
    "number",
    "object",
    "original",
    "parallel_gateway",
    "receive_task",
    "send_task",
    "service_task",
    "start",
    "subprocess",
    "supervisor",
    "text",
    "timer",
    "urgent",
    "user_task",
];

/// Fields whose values are such words.
pub(super) const OF_WORDS: &[&str] = &[
    "at",
    "checks",
    "counted_from",
    "from",
    "join",
    "raise",
    "reassign",
    "remind",
    "type",
    "until",
];

/// The other words.
const MARKS: &[&str] = &[
    "added",
    "after",
    "before-term",
    "below",
    "first",
    "map",
    "moved",
    "no",
    "none",
    "overdue-term",
    "removed",
    "renamed",
    "same",
    "yes",
];

/// Every key for which a catalogue has words, in Fluent's way of writing.
pub fn word_keys() -> impl Iterator<Item = String> {
    let fields = FIELDS.iter().map(|field| format!("field-{field}"));
    let in_place = IN_PLACE.iter().map(|(place, field)| format!("in-{place}-{field}"));
    let values = VALUES.iter().map(|value| format!("value-{value}"));
    let marks = MARKS.iter().map(|mark| format!("mark-{mark}"));
    let kinds = Kind::ALL.iter().map(|kind| kind.0.word());
    let keys = fields.chain(in_place).chain(values).chain(marks).chain(kinds);
    keys.map(|key| key.replace('_', "-"))
}
