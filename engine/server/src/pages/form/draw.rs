//! Draws the fields of a form with their values and faults.

use jiff::civil::Date;
use reglament_core::definition::{Field, FieldType, Fields};
use reglament_core::text::{Lang, Texts};
use reglament_core::value::Value;

use super::{Asked, Choice, DEPTH_MAX, Faults, Item, PREFIX, Problem, id_of, label_of};
use crate::texts::say;

/// Up to this many choices are radio buttons; more are a list to pick from.
const RADIOS_MAX: usize = 6;
/// A form that nobody has filled in shows at most so many empty rows.
const ROWS_SHOWN_MAX: usize = 16;

/// The items of a form, and the faults for the summary in the order of the page. Codes are offered
/// by the lists of the day on which the application was filed.
pub fn draw(
    lang: Lang,
    asked: &[Asked],
    data: &Value,
    faults: &Faults,
    filed_on: Date,
) -> (Vec<Item>, Vec<Problem>) {
    let mut page = Page { lang, faults, filed_on, items: Vec::new(), problems: Vec::new() };
    for Asked { path, field } in asked {
        page.field(path, field, data.at(path), 0);
    }
    (page.items, page.problems)
}

/// A list that is drawn.
struct Listed<'a> {
    label: &'a str,
    path: &'a str,
    of: &'a FieldType,
    depth: usize,
}

struct Page<'a> {
    lang: Lang,
    faults: &'a Faults,
    filed_on: Date,
    items: Vec<Item>,
    problems: Vec<Problem>,
}

impl Page<'_> {
    fn field(&mut self, path: &str, field: &Field, value: &Value, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        let item = self.item(path, field);
        match &field.kind {
            FieldType::Object { fields } => {
                self.items.push(Item { kind: "open", ..item });
                self.fields(path, fields, value, depth);
                self.close("close");
            }
            FieldType::List { of, at_least } => {
                let listed = Listed { label: &item.label, path, of, depth };
                self.items.push(Item { kind: "open", ..item.clone() });
                self.list(&listed, *at_least, value);
                self.close("close");
            }
            simple => self.items.push(self.input(item, simple, value)),
        }
    }

    fn fields(&mut self, path: &str, fields: &Fields, value: &Value, depth: usize) {
        for (name, field) in fields {
            self.field(&format!("{path}.{name}"), field, value.at(name), depth + 1);
        }
    }

    fn list(&mut self, list: &Listed, at_least: Option<u32>, value: &Value) {
        let rows: &[Value] = if let Value::List(rows) = value { rows } else { &[] };
        let least = usize::try_from(at_least.unwrap_or(1)).unwrap_or(1).clamp(1, ROWS_SHOWN_MAX);
        let shown = rows.len().max(least);
        for n in 0..shown {
            self.row(list, n, rows.get(n).unwrap_or(&Value::Null), shown > least);
        }
        let label = say(self.lang, "form-add-row", &[("list", list.label.into())]);
        let value = format!("add:{}", list.path);
        self.items.push(Item { kind: "add", value, label, ..Item::default() });
    }

    fn row(&mut self, list: &Listed, n: usize, value: &Value, removable: bool) {
        let path = format!("{}.{n}", list.path);
        let number = i64::try_from(n + 1).unwrap_or(i64::MAX);
        let args = [("list", list.label.into()), ("n", number.into())];
        let label = say(self.lang, "form-row", &args);
        let remove = removable.then(|| say(self.lang, "form-remove-row", &args));
        self.items.push(Item {
            kind: "row",
            id: id_of(&path),
            label: label.clone(),
            hint: remove.unwrap_or_default(),
            value: format!("remove:{path}"),
            ..Item::default()
        });
        if let FieldType::Object { fields } = list.of {
            self.fields(&path, fields, value, list.depth + 1);
        } else if !matches!(list.of, FieldType::List { .. }) {
            let item = self.plain(&path, label, String::new(), false);
            self.items.push(self.input(item, list.of, value));
        }
        self.close("row-end");
    }

    fn item(&mut self, path: &str, field: &Field) -> Item {
        let label = label_of(self.lang, field, path);
        let optional = field.optional && field.required_if.is_none();
        self.plain(path, label, field.hint.get(self.lang).to_owned(), optional)
    }

    fn plain(&mut self, path: &str, label: String, hint: String, optional: bool) -> Item {
        let error = self.faults.at(path).map(|code| fault(self.lang, code, &label));
        if let Some(text) = &error {
            self.problems.push(Problem { id: id_of(path), text: text.clone() });
        }
        let (name, id) = (format!("{PREFIX}{path}"), id_of(path));
        Item { name, id, label, hint, error, optional, ..Item::default() }
    }

    fn input(&self, item: Item, kind: &FieldType, value: &Value) -> Item {
        let text = if value.is_null() { String::new() } else { value.to_string() };
        match kind {
            FieldType::Text { long: true, .. } => Item { kind: "long", value: text, ..item },
            FieldType::Text { format, .. } => {
                Item { value: text, ..text_input(item, format.as_deref()) }
            }
            FieldType::Number => Item { kind: "text", inputmode: "decimal", value: text, ..item },
            FieldType::Money => Item { kind: "money", inputmode: "decimal", value: text, ..item },
            FieldType::Date => Item { kind: "date", value: text, ..item },
            FieldType::Boolean => {
                let yes_no = [("true", "form-yes"), ("false", "form-no")];
                let words = yes_no.map(|(value, key)| (value.to_owned(), say(self.lang, key, &[])));
                Item { kind: "choice", options: choices(&item.id, &words, &text), ..item }
            }
            FieldType::Choice { of, valid, .. } => {
                let on_list =
                    |value: &String| valid.get(value).is_none_or(|it| it.on(self.filed_on));
                let offered = of.iter().filter(|(value, _)| on_list(value) || **value == text);
                let word = |(value, title): (&String, &Texts)| {
                    (value.clone(), word(self.lang, value, title))
                };
                let words: Vec<_> = offered.map(word).collect();
                let kind = if words.len() <= RADIOS_MAX { "choice" } else { "select" };
                Item { kind, options: choices(&item.id, &words, &text), ..item }
            }
            FieldType::Object { .. } | FieldType::List { .. } => item,
        }
    }

    fn close(&mut self, kind: &'static str) {
        self.items.push(Item { kind, ..Item::default() });
    }
}

fn text_input(item: Item, format: Option<&str>) -> Item {
    let (inputmode, autocomplete) = match format {
        Some("email") => ("email", "off"),
        Some("phone") => ("tel", "off"),
        Some("kz_iin" | "kz_bin") => ("numeric", "off"),
        _ => ("text", "off"),
    };
    Item { kind: "text", inputmode, autocomplete, ..item }
}

/// The word of a choice; the choice itself where the map gives none.
pub fn word(lang: Lang, value: &str, title: &Texts) -> String {
    if title.is_empty() { value.to_owned() } else { title.get(lang).to_owned() }
}

fn choices(id: &str, words: &[(String, String)], chosen: &str) -> Vec<Choice> {
    let choice = |(n, (value, label)): (usize, &(String, String))| Choice {
        value: value.clone(),
        label: label.clone(),
        // The summary of faults leads to the first choice: it has the identifier of the field.
        id: if n == 0 { id.to_owned() } else { format!("{id}-{n}") },
        chosen: value == chosen,
    };
    words.iter().enumerate().map(choice).collect()
}

/// The sentence for a fault code of the core.
fn fault(lang: Lang, code: &str, label: &str) -> String {
    let key = match code {
        "required" => "form-fault-required",
        "type" => "form-fault-type",
        "format" => "form-fault-format",
        "choice" => "form-fault-choice",
        "count" => "form-fault-count",
        "unknown_case" => "form-fault-unknown-case",
        _ => "form-fault-other",
    };
    say(lang, key, &[("field", label.to_owned().into())])
}
