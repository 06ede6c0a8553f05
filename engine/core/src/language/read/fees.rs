//! Fees: one table, or several by name.

use indexmap::IndexMap;

use super::NameKind;
use super::table::{self, head_of};
use crate::definition::FeeTable;
use crate::language::reader::Reader;
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// The component of a map that has one table.
const ONLY: &str = "fee";

/// Whether these fees are one table and not several by name.
pub(in crate::language) fn is_one_table(node: &Node) -> bool {
    let is_value = |key: &str| node.at(&[key]).is_some_and(|node| node.text().is_some());
    node.text().is_some() || node.entry("rules").is_some() || is_value("decision")
}

/// Reads the fees.
pub(super) fn read(r: &mut Reader<'_>, node: &Node, head: Span) -> IndexMap<String, FeeTable> {
    if is_one_table(node) || matches!(node.kind, Kind::Reported) {
        let only = fee(r, node, head).map(|fee| (ONLY.to_owned(), fee));
        return only.into_iter().collect();
    }
    let named = r.named(node, "`fees`", NameKind::Label).into_iter();
    named.filter_map(|(name, entry)| Some((name, fee(r, &entry.value, entry.key.span)?))).collect()
}

fn fee(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<FeeTable> {
    let own = ["title", "for_each", "reasons"];
    let keys: Vec<&str> = table::KEYS.iter().copied().chain(own).collect();
    let section = r.section(node, head_of(node, head), "a table of fees", &keys)?;
    let title = section.get("title").and_then(|node| r.texts(node)).unwrap_or_default();
    let for_each = section.get("for_each").and_then(|node| r.expression(node));
    let reasons = section.get("reasons").map(|node| super::named_texts(r, node, "`reasons`"));
    let outer = std::mem::replace(&mut r.each, for_each.clone());
    let table = table::table(r, &section);
    r.each = outer;
    let mut reasons = reasons.unwrap_or_default();
    reasons.sort_unstable_keys(); // rules name them
    Some(FeeTable { title, for_each, reasons, table: table? })
}
