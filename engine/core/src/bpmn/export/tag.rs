//! XML that is put together before it is written.

use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

/// An element to write.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Tag>,
    text: Option<String>,
}

impl Tag {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children: Vec::new(), text: None }
    }

    /// With an attribute.
    pub(super) fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.attributes.push((name.to_owned(), clean(&value.to_string())));
        self
    }

    /// With text in it.
    pub(super) fn text(mut self, text: impl std::fmt::Display) -> Self {
        self.text = Some(clean(&text.to_string()));
        self
    }

    /// With an element in it.
    pub(super) fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    /// With elements in it.
    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// As a document.
    pub(super) fn document(&self) -> String {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        // Writing to memory does not fail.
        let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        self.write(&mut writer);
        let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) {
        let mut start = BytesStart::new(self.name.as_str());
        for (name, value) in &self.attributes {
            start.push_attribute((name.as_str(), value.as_str()));
        }
        if self.children.is_empty() && self.text.is_none() {
            let _ = writer.write_event(Event::Empty(start));
            return;
        }
        let _ = writer.write_event(Event::Start(start));
        if let Some(text) = &self.text {
            let _ = writer.write_event(Event::Text(BytesText::from_escaped(escape(text.as_str()))));
        }
        for child in &self.children {
            child.write(writer);
        }
        let _ = writer.write_event(Event::End(BytesEnd::new(self.name.as_str())));
    }
}

/// Control characters, which XML does not allow at all, become blanks.
fn clean(text: &str) -> String {
    let allowed = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\t');
    let whole = |letter: char| !matches!(letter, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|letter| if allowed(letter) && whole(letter) { letter } else { ' ' }).collect()
}
