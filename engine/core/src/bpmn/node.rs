//! Parts of a map, made in the place of the element that they come from.

use crate::source::Span;
use crate::yaml::{Entry, Key, Kind, Node, Style};

/// A text.
pub(super) fn text(span: Span, text: impl Into<String>) -> Node {
    Node { span, kind: Kind::Scalar { text: text.into(), style: Style::Quoted } }
}

/// A number, `true` or `false`.
pub(super) fn plain(span: Span, text: impl Into<String>) -> Node {
    Node { span, kind: Kind::Scalar { text: text.into(), style: Style::Plain } }
}

/// A list.
pub(super) const fn list(span: Span, items: Vec<Node>) -> Node {
    Node { span, kind: Kind::List(items) }
}

/// A map.
pub(super) const fn map(span: Span, entries: Vec<Entry>) -> Node {
    Node { span, kind: Kind::Map(entries) }
}

/// An entry of a map.
pub(super) fn entry(span: Span, key: impl Into<String>, value: Node) -> Entry {
    Entry { key: Key { text: key.into(), span, style: Style::Quoted }, value }
}
