//! The canonical form of a definition as a tree, and what its nodes are.

use serde_json::Value;
use serde_yaml::with::singleton_map_recursive;

use crate::definition::Definition;
use crate::text::Texts;

/// The canonical tree: the same content that names an edition.
pub(super) fn of(definition: &Definition) -> Result<Value, serde_json::Error> {
    singleton_map_recursive::serialize(definition, serde_json::value::Serializer)
}

/// The words of a thing: its `title`, or itself where it is nothing but words.
pub(super) fn title(thing: &Value) -> Texts {
    let words = thing.get("title").unwrap_or(thing);
    let texts = is_texts(words).then(|| serde_json::from_value(words.clone()));
    texts.and_then(Result::ok).unwrap_or_default()
}

/// Whether a node is a text in several languages.
pub(super) fn is_texts(node: &Value) -> bool {
    let Some(entries) = node.as_object() else { return false };
    let is_text =
        |(lang, text): (&String, &Value)| matches!(&**lang, "ru" | "kk" | "en") && text.is_string();
    !entries.is_empty() && entries.iter().all(is_text)
}

/// Whether a node is the type of a field, as the items of a list have one.
pub(super) fn is_type(node: &Value) -> bool {
    node.get("type").is_some_and(Value::is_string)
}

/// Whether two nodes are written alike; the order of entries counts, as it does for an edition.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    let (one, other) = (one.to_string(), other.to_string());
    one == other
}
