//! The table of demanded documents, with what is known of each under `names`.

use super::NameKind;
use super::table::{self, head_of};
use crate::definition::{Document, DocumentForm, Documents};
use crate::language::reader::Reader;
use crate::source::Span;
use crate::text::Texts;
use crate::yaml::{Entry, Node};

const NAME_KEYS: [&str; 5] = ["title", "form", "valid", "why", "alternatives"];

/// Reads the table of documents with the names of the documents.
pub(super) fn read(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<Documents> {
    let what = "a table of documents";
    let keys: Vec<&str> = table::KEYS.iter().copied().chain(["names"]).collect();
    let section = r.section(node, head_of(node, head), what, &keys)?;
    let table = table::table(r, &section);
    let names = r.need(&section, "names", what);
    let names = names.map(|node| r.named(node, "`names`", NameKind::Label)).unwrap_or_default();
    let names = names.into_iter().map(|(name, entry)| (name, document(r, entry)));
    let mut names: indexmap::IndexMap<String, Document> = names.collect();
    names.sort_unstable_keys(); // the table gives the order
    Some(Documents { table: table?, names })
}

/// `{ ru: …, kk: …, en: … }`, or `{ title: …, form: …, valid: …, why: …, alternatives: … }`.
fn document(r: &mut Reader<'_>, entry: &Entry) -> Document {
    let node = &entry.value;
    if NAME_KEYS.iter().all(|key| node.entry(key).is_none()) {
        return Document { title: r.texts(node).unwrap_or_default(), ..Document::default() };
    }
    let what = "a document";
    let Some(section) = r.section(node, entry.key.span, what, &NAME_KEYS) else {
        return Document::default();
    };
    let title = r.need(&section, "title", what).and_then(|node| r.texts(node));
    let form = section.get("form");
    let form = form.and_then(|node| r.word(node, "a form of a document", &DocumentForm::ALL));
    let valid = section.get("valid").and_then(|node| r.condition(node));
    let why = section.get("why").and_then(|node| r.texts(node)).unwrap_or_default();
    let alternatives = section.get("alternatives").map(|node| alternatives(r, node));
    Document {
        title: title.unwrap_or_default(),
        form,
        valid,
        why,
        alternatives: alternatives.unwrap_or_default(),
    }
}

fn alternatives(r: &mut Reader<'_>, node: &Node) -> Vec<Texts> {
    let items = r.items(node, "`alternatives`").unwrap_or_default();
    items.iter().filter_map(|item| r.texts(item)).collect()
}
