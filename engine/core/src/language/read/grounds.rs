//! The grounds of refusal: `grounds: { id: { title, until?, cites } }`.

use indexmap::IndexMap;

use super::NameKind;
use crate::definition::Ground;
use crate::language::reader::{Reader, RefKind};
use crate::yaml::Node;

/// Reads the grounds.
pub(super) fn read(r: &mut Reader<'_>, node: &Node) -> IndexMap<String, Ground> {
    let mut all = IndexMap::new();
    for (name, entry) in r.named(node, "`grounds`", NameKind::Label) {
        let keys = ["title", "until", "cites"];
        let Some(section) = r.section(&entry.value, entry.key.span, "a ground", &keys) else {
            continue;
        };
        let title = r.need(&section, "title", "a ground").and_then(|node| r.texts(node));
        let until = section.get("until").and_then(|node| r.texts(node));
        let cites = section.get("cites");
        let cites = cites.map(|node| r.references(node, RefKind::Citation)).unwrap_or_default();
        all.insert(name, Ground { title: title.unwrap_or_default(), until, cites });
    }
    all
}
