//! A document as it will look, with a number and a code that no document has.

use jiff::civil::{DateTime, date};
use reglament_core::text::Texts;
use reglament_core::value::Value;

use super::{Documents, Sheet};

/// The code of previews: it can never be given.
const CODE: &str = "0000-0000-0000-0000";

/// A sheet for a preview: the first of its sequence, on the day that the variables name.
pub fn preview(documents: &Documents, document: &str, variables: &Value) -> Sheet {
    let variables = serde_json::to_value(variables).unwrap_or_default();
    let now = variables.get("now").and_then(|now| now.as_str()?.parse::<DateTime>().ok());
    let at = now.unwrap_or_else(|| date(2026, 3, 18).at(10, 0, 0, 0));
    let kind = documents.kind(document);
    Sheet {
        document: document.to_owned(),
        variables,
        office: Texts { ru: "Образец".into(), kk: "Үлгі".into(), en: "Specimen".into() },
        number: kind.map(|kind| kind.number.number(1, at.date())).unwrap_or_default(),
        at,
        code: CODE.to_owned(),
        url: format!("https://example.org/verify/{CODE}"),
        id: format!("preview/{document}"),
    }
}
