//! The case data: fields and their types.

use super::{NameKind, choices};
use crate::definition::{Definition, Field, FieldType, Fields};
use crate::diagnostic::did_you_mean;
use crate::language::reader::{Reader, Section, list};
use crate::language::rules;
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

/// Named types within named types are followed this deep; deeper ones contain themselves.
const TYPE_DEPTH_MAX: u32 = 8;

/// More fields than this, named types counted at each use, are no form.
const FIELDS_MAX: u32 = 2_000;

/// Lists longer than this do not fit a form.
const ITEMS_MAX: u32 = 1_000;

const TYPES: [&str; 8] = ["text", "number", "money", "boolean", "date", "choice", "object", "list"];

const FORMATS: [(&str, &str); 6] = [
    ("email", "email"),
    ("phone", "phone"),
    ("kz_iin", "kz_iin"),
    ("kz_bin", "kz_bin"),
    ("passport", "passport"),
    ("url", "url"),
];

const COMMON_KEYS: [&str; 5] = ["type", "title", "hint", "optional", "required_if"];

/// Reads `types` and `data`.
pub(super) fn read(r: &mut Reader<'_>, map: &mut Definition, top: &Section<'_>) {
    if let Some(node) = top.get("types") {
        // Read for its findings; a type that is used is read again where it is used.
        for (_, entry) in r.named(node, "`types`", NameKind::Variable) {
            fields(r, &entry.value);
        }
    }
    if let Some(node) = top.get("data") {
        map.data = fields(r, node);
    }
}

/// A group of fields.
pub(super) fn fields(r: &mut Reader<'_>, node: &Node) -> Fields {
    r.named(node, "a group of fields", NameKind::Variable)
        .into_iter()
        .filter_map(|(name, entry)| Some((name, field(r, entry)?)))
        .collect()
}

fn field(r: &mut Reader<'_>, entry: &Entry) -> Option<Field> {
    r.fields += 1;
    if r.fields > FIELDS_MAX {
        too_many_fields(r, entry);
        return None;
    }
    let kind = kind(r, &entry.value, entry.key.span, &COMMON_KEYS);
    let node = &entry.value;
    let texts = |r: &mut Reader<'_>, key| node.at(&[key]).and_then(|node| r.texts(node));
    let title = texts(r, "title").unwrap_or_default();
    let hint = texts(r, "hint").unwrap_or_default();
    let optional = node.at(&["optional"]).and_then(|node| r.boolean(node)).unwrap_or_default();
    let required_if = node.at(&["required_if"]).and_then(|node| r.condition(node));
    r.fields_unread |= kind.is_none();
    // A field whose type was not understood still exists: references to it are not wrong, too.
    let kind = kind.unwrap_or(FieldType::Text { format: None, long: false });
    Some(Field { kind, title, hint, optional, required_if })
}

fn too_many_fields(r: &mut Reader<'_>, entry: &Entry) {
    if r.fields == FIELDS_MAX + 1 {
        let message = format!("the map has more than {FIELDS_MAX} fields");
        let help = "a named type counts at each use; leave out what the case does not need";
        r.report(&rules::OUT_OF_RANGE, entry.key.span, message, help);
    }
}

/// Reads a type with its keys; `common` are the keys that stand beside it.
fn kind(r: &mut Reader<'_>, node: &Node, head: Span, common: &[&str]) -> Option<FieldType> {
    let Kind::Map(_) = &node.kind else {
        r.wrong_type(node, "a field is a map such as `{ type: text }`");
        return None;
    };
    let Some(type_node) = node.at(&["type"]) else {
        let help = format!("add `type:`, one of {}", list(&TYPES));
        r.report(&rules::MISSING_KEY, head, "a field needs the key `type`", help);
        return None;
    };
    let name = r.text(type_node)?;
    let own: &[&str] = match name.as_str() {
        "text" => &["format", "long"],
        "choice" => &["of", "only"],
        "object" => &["fields"],
        "list" => &["of", "at_least"],
        _ => &[],
    };
    let keys: Vec<&str> = common.iter().chain(own).copied().collect();
    let section = r.section(node, head, &format!("a field of type `{name}`"), &keys)?;
    match name.as_str() {
        "text" => Some(text(r, &section)),
        "choice" => {
            r.need(&section, "of", "a choice")?;
            choices::read(r, &section)
        }
        "object" => {
            let node = r.need(&section, "fields", "an object")?;
            Some(FieldType::Object { fields: fields(r, node) })
        }
        "list" => list_of(r, &section),
        other => simple(other).or_else(|| named_type(r, other, type_node)),
    }
}

/// The types that need no further keys.
fn simple(name: &str) -> Option<FieldType> {
    match name {
        "text" => Some(FieldType::Text { format: None, long: false }),
        "number" => Some(FieldType::Number),
        "money" => Some(FieldType::Money),
        "boolean" => Some(FieldType::Boolean),
        "date" => Some(FieldType::Date),
        _ => None,
    }
}

fn text(r: &mut Reader<'_>, section: &Section<'_>) -> FieldType {
    let format = section.get("format").and_then(|node| r.word(node, "a format", &FORMATS));
    let long = section.get("long").and_then(|node| r.boolean(node)).unwrap_or_default();
    FieldType::Text { format: format.map(str::to_owned), long }
}

fn list_of(r: &mut Reader<'_>, section: &Section<'_>) -> Option<FieldType> {
    let of = r.need(section, "of", "a list");
    let at_least = section.get("at_least").and_then(|node| r.count(node, ITEMS_MAX));
    let of = of?;
    let item = if let Kind::Map(_) = &of.kind {
        kind(r, of, of.span, &["type"])?
    } else {
        let name = r.text(of)?;
        match simple(&name) {
            Some(simple) => simple,
            None => named_type(r, &name, of)?,
        }
    };
    Some(FieldType::List { of: Box::new(item), at_least })
}

/// A type of the map's `types:`: an object with these fields.
fn named_type(r: &mut Reader<'_>, name: &str, at: &Node) -> Option<FieldType> {
    let named = r.around.types.map(Node::entries).unwrap_or_default();
    let Some(entry) = named.iter().find(|entry| entry.key.text == name) else {
        unknown_type(r, name, at, named);
        return None;
    };
    if r.type_depth >= TYPE_DEPTH_MAX {
        let help = "leave out the field that closes the circle";
        let message = format!("the type `{name}` contains itself");
        r.report(&rules::UNKNOWN_TYPE, at.span, message, help);
        return None;
    }
    r.type_depth += 1;
    let fields = fields(r, &entry.value);
    r.type_depth -= 1;
    Some(FieldType::Object { fields })
}

fn unknown_type(r: &mut Reader<'_>, name: &str, at: &Node, named: &[Entry]) {
    let known = TYPES.iter().copied().chain(named.iter().map(|entry| entry.key.text.as_str()));
    let known: Vec<&str> = known.collect();
    let near = did_you_mean(name, known.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    let help = format!("{near}known are {}; your own stand under `types:`", list(&known));
    r.report(&rules::UNKNOWN_TYPE, at.span, format!("there is no type `{name}`"), help);
}
