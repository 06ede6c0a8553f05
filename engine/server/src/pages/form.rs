//! The form of a task, generated from the fields of the map: what stands in it, and what is read
//! back from it. Fields within fields and lists become one flat sequence of items, so that a
//! template needs no recursion.

mod draw;
mod read;
mod rows;

use reglament_core::data::field_at;
use reglament_core::definition::{Definition, Field};
use reglament_core::rejection::FieldFault;
use reglament_core::text::Lang;
use serde::Serialize;

pub use draw::{draw, word};
pub use read::{Pairs, read};
pub use rows::change_rows;

/// Deeper than this a field is neither drawn nor read; the checker refuses such maps anyway.
const DEPTH_MAX: usize = 8;
/// Every name of a field of case data in a form begins with this.
pub const PREFIX: &str = "data.";

/// A field of the form with the path of its value in the case data.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The path, such as `inviter.bin`.
    pub path: String,
    /// The field.
    pub field: &'a Field,
}

/// One item of a drawn form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `open`, `close`, `row`, `row-end`, `add`, `text`, `long`, `date`, `money`, `choice`, `select`,
    /// `checks`, `moment`, `password`.
    pub kind: &'static str,
    /// The name in the posted form.
    pub name: String,
    /// The identifier in the page.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// A sentence below the label.
    pub hint: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The value, as text.
    pub value: String,
    /// Whether it may be left empty.
    pub optional: bool,
    /// What the keyboard of a phone should offer.
    pub inputmode: &'static str,
    /// What a browser may fill in.
    pub autocomplete: &'static str,
    /// The choices.
    pub options: Vec<Choice>,
}

/// A choice of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Its identifier in the page.
    pub id: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A fault of a field, linked from the summary at the top of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The identifier of what is wrong.
    pub id: String,
    /// What is wrong with it.
    pub text: String,
}

/// The faults of a form, by the path of the field.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<(String, &'static str)>);

impl Faults {
    /// The faults of a rejection. The core counts rows from 1 (`invitees[1].name`), a form from 0
    /// (`invitees.0.name`).
    pub fn of(faults: &[FieldFault]) -> Self {
        Self(faults.iter().map(|fault| (plain(&fault.field), fault.code)).collect())
    }

    fn at(&self, path: &str) -> Option<&'static str> {
        self.0.iter().find(|fault| fault.0 == path).map(|fault| fault.1)
    }
}

/// The path of a fault as forms write it.
fn plain(field: &str) -> String {
    let mut parts = field.split('[');
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (row, rest) = part.split_once(']').unwrap_or((part, ""));
        let row = row.parse::<usize>().map_or(0, |row| row.saturating_sub(1));
        path = format!("{path}.{row}{rest}");
    }
    path
}

/// The identifier in the page of the field at this path.
pub fn id_of(path: &str) -> String {
    format!("f-{}", path.replace('.', "-"))
}

/// The fields that a task asks for, in its order.
pub fn asked<'a>(definition: &'a Definition, form: &[String]) -> Vec<Asked<'a>> {
    let find =
        |path: &String| Some(Asked { path: path.clone(), field: field_at(definition, path)? });
    form.iter().filter_map(find).collect()
}

/// The label of a field; its name where the map gives none.
pub fn label_of(lang: Lang, field: &Field, path: &str) -> String {
    if field.title.is_empty() {
        return path.rsplit('.').next().unwrap_or(path).to_owned();
    }
    field.title.get(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_forms_count_them() {
        for (core, form) in [
            ("applicant.bin", "applicant.bin"),
            ("invitees[1].name", "invitees.0.name"),
            ("a[2].b[10]", "a.1.b.9"),
        ] {
            assert_eq!(plain(core), form);
        }
    }
}
