//! What stands at which key of the canonical form. A field that is not listed here is still compared.

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
            pub(super) const ALL: &[(Self, &'static str, &'static [&'static str])] =
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
