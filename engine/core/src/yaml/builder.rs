//! From the parser's events to the tree, with a stack of its own instead of recursion.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};

use super::{DEPTH_MAX, Entry, Key, Kind, Node, Style};
use crate::diagnostic::{Diagnostic, Rule};
use crate::language::{DIAGNOSTICS_MAX, rules};
use crate::source::Span;

/// Reads the events of one file.
pub(super) fn build(file: u32, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let options = granit_parser::options! {
        flow_nesting_limit: DEPTH_MAX * 2,
        block_nesting_limit: DEPTH_MAX * 2,
        emit_unresolved_aliases: true,
    };
    let mut builder = Builder { file, text, open: Vec::new(), root: None, found: Vec::new() };
    for event in Parser::new_from_str_with_options(text, options) {
        let step = match event {
            Ok((event, span)) => builder.take(&event, span),
            Err(error) => Err(builder.syntax_error(&error).into()),
        };
        if let Err(fatal) = step {
            // One diagnostic and no cascade: what stands behind it cannot be read reliably.
            return (None, vec![*fatal]);
        }
    }
    builder.finish()
}

struct Builder<'a> {
    file: u32,
    text: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
    found: Vec<Diagnostic>,
}

/// A collection whose end has not come yet.
enum Open {
    List {
        start: u32,
        items: Vec<Node>,
    },
    Map {
        start: u32,
        entries: Vec<Entry>,
        keys: BTreeMap<String, Span>,
        key: Option<Key>,
        skip: bool,
    },
}

impl Builder<'_> {
    fn take(
        &mut self,
        event: &Event<'_>,
        span: granit_parser::Span,
    ) -> Result<(), Box<Diagnostic>> {
        let place = self.place(span);
        match event {
            Event::DocumentStart(..) => return self.document(place),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_extras(place, *anchor, tag.is_some());
                let kind = Kind::Scalar { text: text.to_string(), style: style_of(*style) };
                self.add(Node { span: self.trimmed(place), kind });
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_extras(place, *anchor, tag.is_some());
                self.open(Open::List { start: place.start, items: Vec::new() }, place)?;
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_extras(place, *anchor, tag.is_some());
                let (start, entries, keys) = (place.start, Vec::new(), BTreeMap::new());
                self.open(Open::Map { start, entries, keys, key: None, skip: false }, place)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(place),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let message = "aliases (`*name`) are not part of the language";
                self.report(&rules::ANCHOR, place, message, "write the value out here");
                self.add(Node { span: place, kind: Kind::Reported });
            }
            _ => {}
        }
        Ok(())
    }

    fn document(&mut self, place: Span) -> Result<(), Box<Diagnostic>> {
        if self.root.is_none() {
            return Ok(());
        }
        Err(Diagnostic::new(&rules::ONE_DOCUMENT, place, "a second document begins here")
            .help("keep one document in a file: remove the `---`, or move what follows it")
            .into())
    }

    fn refuse_extras(&mut self, place: Span, anchor: usize, tagged: bool) {
        if anchor != 0 {
            let message = "anchors (`&name`) are not part of the language";
            let help = "remove the anchor; write the value out where it is needed";
            self.report(&rules::ANCHOR, place, message, help);
        }
        if tagged {
            let message = "tags (`!name`) are not part of the language";
            let help = "remove the tag; every field knows its type";
            self.report(&rules::ANCHOR, place, message, help);
        }
    }

    fn open(&mut self, open: Open, place: Span) -> Result<(), Box<Diagnostic>> {
        if self.open.len() >= DEPTH_MAX {
            let message = format!("the file is nested more than {DEPTH_MAX} levels deep here");
            return Err(Diagnostic::new(&rules::TOO_DEEP, place, message)
                .help("a map needs about ten levels; look for a bracket that was not closed")
                .into());
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self, place: Span) {
        match self.open.pop() {
            Some(Open::List { start, items }) => {
                let end = items.last().map_or(place.end, |item| item.span.end.max(start));
                self.add(self.collection(start, end, place, Kind::List(items)));
            }
            Some(Open::Map { start, entries, .. }) => {
                let end = entries.last().map_or(place.end, |entry| entry.value.span.end.max(start));
                self.add(self.collection(start, end, place, Kind::Map(entries)));
            }
            None => {}
        }
    }

    /// Flow collections end with their bracket, block collections with their last child.
    fn collection(&self, start: u32, child_end: u32, close: Span, kind: Kind) -> Node {
        let flow = self.text[..close.end as usize].ends_with([']', '}']) && close.end > child_end;
        let end = if flow { close.end } else { child_end };
        Node { span: Span { file: self.file, start, end }, kind }
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { key: None, skip: false, .. }) => self.add_key(node),
            Some(Open::Map { entries, key, skip, .. }) => {
                *skip = false;
                if let Some(key) = key.take() {
                    entries.push(Entry { key, value: node });
                }
            }
        }
    }

    fn add_key(&mut self, node: Node) {
        let key = match node.kind {
            Kind::Scalar { text, style } => Key { text, span: node.span, style },
            _ => return self.skip_key(&rules::WRONG_TYPE, node.span, "a key must be a text"),
        };
        if key.text == "<<" && key.style == Style::Plain {
            let message = "merge keys (`<<`) are not part of the language";
            return self.skip_key(&rules::ANCHOR, key.span, message);
        }
        match self.first_of(&key.text) {
            Some(first) => self.duplicate(&key, first),
            None => self.open_key(key),
        }
    }

    fn open_key(&mut self, new: Key) {
        if let Some(Open::Map { keys, key, .. }) = self.open.last_mut() {
            keys.insert(new.text.clone(), new.span);
            *key = Some(new);
        }
    }

    fn duplicate(&mut self, key: &Key, first: Span) {
        let message = format!("the key `{}` stands twice in the same map", key.text);
        let found = Diagnostic::new(&rules::DUPLICATE_KEY, key.span, message)
            .label("again here")
            .related(first, "first here")
            .help("keep one of them");
        self.keep(found);
        self.skip_value();
    }

    fn skip_key(&mut self, rule: &'static Rule, span: Span, message: &str) {
        self.report(rule, span, message, "write a plain key, such as `name:`");
        self.skip_value();
    }

    /// The value of a key that was refused is passed over.
    fn skip_value(&mut self) {
        if let Some(Open::Map { skip, .. }) = self.open.last_mut() {
            *skip = true;
        }
    }

    fn first_of(&self, text: &str) -> Option<Span> {
        let Some(Open::Map { keys, .. }) = self.open.last() else { return None };
        keys.get(text).copied()
    }

    fn report(&mut self, rule: &'static Rule, span: Span, message: &str, help: &str) {
        self.keep(Diagnostic::new(rule, span, message).help(help));
    }

    /// Nobody reads more findings than the checker shows.
    fn keep(&mut self, found: Diagnostic) {
        if self.found.len() < DIAGNOSTICS_MAX {
            self.found.push(found);
        }
    }

    fn finish(mut self) -> (Option<Node>, Vec<Diagnostic>) {
        if self.root.is_none() && self.found.is_empty() {
            let start = Span { file: self.file, start: 0, end: 0 };
            let help = "write a map, or remove the file";
            self.report(&rules::ONE_DOCUMENT, start, "the file is empty", help);
        }
        (self.root, self.found)
    }

    fn syntax_error(&self, error: &ScanError) -> Diagnostic {
        let at = self.offset(error.marker());
        let span = Span { file: self.file, start: at, end: at };
        Diagnostic::new(&rules::SYNTAX, span, format!("this is not YAML: {}", error.info()))
            .help("check the indentation, the brackets and the quotes just before this place")
    }

    fn place(&self, span: granit_parser::Span) -> Span {
        let start = self.offset(&span.start);
        Span { file: self.file, start, end: self.offset(&span.end).max(start) }
    }

    fn offset(&self, marker: &granit_parser::Marker) -> u32 {
        let bytes = marker.byte_offset().unwrap_or(0).min(self.text.len());
        u32::try_from(bytes).unwrap_or(u32::MAX)
    }

    /// Without the blanks and breaks that the parser counts to a plain or block scalar's end.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let kept = u32::try_from(text.trim_end().len()).unwrap_or(0);
        Span { end: span.start + kept, ..span }
    }
}

const fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}
