//! XML as a tree with places. What comes from outside has limits: size, depth, number of elements; a
//! document type, and with it entities of the author's own, is refused.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::{MODEL_NAMESPACE, OWN_NAMESPACE};
use crate::source::Span;

/// Larger files are refused: a model with a picture of 200 steps has 200 KB.
pub(super) const BYTES_MAX: usize = 4 * 1024 * 1024;
/// Deeper elements are refused, before anything recurses over them.
const DEPTH_MAX: usize = 64;
/// More attributes at one element than this are no model.
const ATTRIBUTES_MAX: usize = 64;

/// An element.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Whose it is.
    pub(super) space: Space,
    /// Its name without a prefix.
    pub(super) name: String,
    /// Its attributes; those of the own namespace begin with `own:`.
    attributes: Vec<(String, String)>,
    /// The elements in it.
    pub(super) children: Vec<Element>,
    /// The text in it.
    pub(super) text: String,
    /// Where its text begins.
    pub(super) text_at: u32,
    /// From its first to after its last byte.
    pub(super) span: Span,
    /// Its start tag.
    pub(super) head: Span,
}

/// Whose an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// BPMN.
    Model,
    /// This product.
    Own,
    /// Anybody else: pictures, other engines.
    Other,
}

/// Why a file could not be read: where, and what to do.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) at: Span,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Element {
    /// An attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that is `true` or `false`.
    pub(super) fn flag(&self, name: &str, default: bool) -> bool {
        self.attribute(name).map_or(default, |value| matches!(value, "true" | "1"))
    }

    /// Its identifier; empty if it has none.
    pub(super) fn id(&self) -> &str {
        self.attribute("id").unwrap_or_default()
    }

    /// The elements of BPMN in it with this name.
    pub(super) fn all<'x>(&'x self, name: &'x str) -> impl Iterator<Item = &'x Self> {
        self.children.iter().filter(move |child| child.space == Space::Model && child.name == name)
    }

    /// The first of them.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.space == Space::Model && child.name == name)
    }

    /// Everything in it, it included, from above.
    pub(super) fn everything(&self) -> impl Iterator<Item = &Self> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(next.children.iter().rev());
            Some(next)
        })
    }
}

/// Reads a file.
pub(super) fn parse(file: u32, text: &str) -> Result<Element, Fault> {
    let mut parser =
        Parser { file, reader: NsReader::from_str(text), open: Vec::new(), root: None };
    if text.len() > BYTES_MAX {
        let message = format!("models of more than {} MB are not read", BYTES_MAX >> 20);
        return Err(parser.fault(
            0,
            message,
            "leave out pictures and what the service does not need",
        ));
    }
    while parser.step()? {}
    match parser.root.take() {
        Some(root) if parser.open.is_empty() => Ok(root),
        _ => Err(parser.fault(0, "this is no complete XML document".into(), WELL_FORMED)),
    }
}

const WELL_FORMED: &str = "save the model again with a modeller: it must be well-formed XML";

struct Parser<'t> {
    file: u32,
    reader: NsReader<&'t [u8]>,
    open: Vec<Element>,
    root: Option<Element>,
}

impl Parser<'_> {
    /// Reads one event; whether there are more.
    fn step(&mut self) -> Result<bool, Fault> {
        let start = self.position();
        let event = match self.reader.read_event() {
            Ok(event) => event.into_owned(),
            Err(error) => {
                let message = format!("this is not XML: {error}");
                return Err(self.fault(self.position(), message, WELL_FORMED));
            }
        };
        match event {
            Event::Start(tag) => self.begin(&tag, start)?,
            Event::Empty(tag) => {
                self.begin(&tag, start)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.into_inner(), start),
            Event::CData(text) => self.text(&text.into_inner(), start + 9),
            Event::GeneralRef(reference) => self.reference(&reference, start)?,
            Event::DocType(_) => {
                let message = "a document type is not read: it may bring entities".to_owned();
                return Err(self.fault(start, message, "remove the line `<!DOCTYPE …>`"));
            }
            Event::Eof => return Ok(false),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        Ok(true)
    }

    fn begin(&mut self, tag: &BytesStart<'_>, start: u32) -> Result<(), Fault> {
        if self.open.len() >= DEPTH_MAX || self.root.is_some() {
            let message = format!("elements stand in each other more than {DEPTH_MAX} deep");
            return Err(self.fault(start, message, "lay subprocesses side by side"));
        }
        let (space, _) = self.reader.resolver().resolve_element(tag.name());
        let space = space_of(&space);
        let head = Span { file: self.file, start, end: self.position() };
        let attributes = self.attributes(tag, start)?;
        let name = tag.local_name().into_inner().to_owned();
        let (text, children) = (String::new(), Vec::new());
        let element = Element {
            space,
            name,
            attributes,
            children,
            text,
            text_at: head.end,
            span: head,
            head,
        };
        self.open.push(element);
        Ok(())
    }

    fn attributes(&self, tag: &BytesStart<'_>, start: u32) -> Result<Vec<(String, String)>, Fault> {
        let mut all = Vec::new();
        for attribute in tag.attributes().with_checks(false).take(ATTRIBUTES_MAX) {
            let value = attribute.as_ref().ok().and_then(|known| {
                known
                    .normalized_value(XmlVersion::Implicit1_0)
                    .ok()
                    .map(std::borrow::Cow::into_owned)
            });
            let (Ok(attribute), Some(value)) = (attribute, value) else {
                let message = "an attribute of this element is not well-formed".to_owned();
                return Err(self.fault(start, message, WELL_FORMED));
            };
            let (space, name) = self.reader.resolver().resolve_attribute(attribute.key);
            let own = space_of(&space) == Space::Own;
            all.push((format!("{}{}", if own { "own:" } else { "" }, name.into_inner()), value));
        }
        Ok(all)
    }

    fn end(&mut self) {
        let Some(mut element) = self.open.pop() else { return };
        element.span.end = self.position();
        match self.open.last_mut() {
            Some(around) => around.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str, at: u32) {
        if let Some(element) = self.open.last_mut() {
            if element.text.trim().is_empty() && !text.trim().is_empty() {
                element.text.clear();
                element.text_at = at;
            }
            element.text.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>, start: u32) -> Result<(), Fault> {
        let name = reference.clone().into_inner().into_owned();
        let letter = match name.as_str() {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        let Some(letter) = letter else {
            let message = format!("the entity `&{name};` is not known");
            return Err(self.fault(start, message, "write the text itself"));
        };
        if let Some(element) = self.open.last_mut() {
            element.text.push(letter);
        }
        Ok(())
    }

    fn position(&self) -> u32 {
        u32::try_from(self.reader.buffer_position()).unwrap_or(u32::MAX)
    }

    fn fault(&self, at: u32, message: String, help: &'static str) -> Fault {
        Fault { at: Span { file: self.file, start: at, end: at }, message, help }
    }
}

fn space_of(space: &ResolveResult<'_>) -> Space {
    match space {
        ResolveResult::Bound(name) if name.0 == MODEL_NAMESPACE => Space::Model,
        ResolveResult::Bound(name) if name.0 == OWN_NAMESPACE => Space::Own,
        _ => Space::Other,
    }
}
