//! A comparison for people: sections with their changes, as text or as Markdown.

use indexmap::IndexMap;

use super::shown::{field, shown, thing};
use super::{Change, Diff, DiffWords, Place, What};

/// How sections and their lines are written.
struct Form {
    heading: &'static str,
    line: &'static str,
    gap: &'static str,
}

const TEXT: Form = Form { heading: "", line: "  ", gap: "" };
const MARKDOWN: Form = Form { heading: "### ", line: "- ", gap: "\n" };

impl Diff {
    /// The changes as lines of text, below the sections and things that they concern.
    ///
    /// ```text
    /// deadline of the service
    ///   term: 7 → 5 working days
    /// step decision "Decision"
    ///   added: outcome refuse "Refuse"
    /// ```
    pub fn to_text(&self, words: &dyn DiffWords) -> String {
        self.written(words, &TEXT)
    }

    /// The same as Markdown, for a note or a merge request.
    pub fn to_markdown(&self, words: &dyn DiffWords) -> String {
        self.written(words, &MARKDOWN)
    }

    fn written(&self, words: &dyn DiffWords, form: &Form) -> String {
        let Form { heading, line, gap } = form;
        if self.is_empty() {
            return format!("{}\n", words.word("mark-same"));
        }
        let mut sections = IndexMap::<String, String>::new();
        for (section, said) in self.changes.iter().map(|change| change.said(words)) {
            sections.entry(section).or_default().extend([line, said.as_str(), "\n"]);
        }
        let mut text = format!("{}\n", words.count(self.changes.len()));
        for (section, lines) in sections {
            text.extend([gap, heading, section.as_str(), "\n", gap, lines.as_str()]);
        }
        text
    }
}

impl Change {
    /// The section, and what is said below it.
    fn said(&self, words: &dyn DiffWords) -> (String, String) {
        let (section, rest) = match self.place.split_first() {
            Some((first, rest)) if !rest.iter().all(is_lang) => (named(&[], first, words), rest),
            _ => (words.word("mark-map"), &*self.place),
        };
        let around = &self.place[..self.place.len() - rest.len()];
        (section, self.line(around, rest, words))
    }

    fn line(&self, around: &[Place], rest: &[Place], words: &dyn DiffWords) -> String {
        let place = places(around, rest, words);
        let mark = |mark: &str| words.word(&format!("mark-{mark}"));
        match &self.what {
            What::Added => format!("{}: {place}", mark("added")),
            What::Removed => format!("{}: {place}", mark("removed")),
            What::Renamed { from } => format!("{}: {from} → {place}", mark("renamed")),
            What::Moved { after: None } => format!("{}: {place}; {}", mark("moved"), mark("first")),
            What::Moved { after: Some(after) } => {
                format!("{}: {place}; {} {after}", mark("moved"), mark("after"))
            }
            What::Changed { before, after } => {
                format!("{place}: {}", shown(self.key(), before, after, words))
            }
        }
    }

    /// The field that changed.
    fn key(&self) -> &str {
        match self.place.last() {
            Some(Place::Field { field }) => field,
            _ => "",
        }
    }
}

/// The places below a section, the languages of texts in brackets.
fn places(around: &[Place], rest: &[Place], words: &dyn DiffWords) -> String {
    let mut text = String::new();
    for (n, place) in rest.iter().enumerate() {
        let above: Vec<Place> = around.iter().chain(&rest[..n]).cloned().collect();
        let name = named(&above, place, words);
        let gap = if text.is_empty() { "" } else { ", " };
        let (before, after) = if is_lang(place) { (" (", ")") } else { (gap, "") };
        text.extend([before, name.as_str(), after]);
    }
    text.trim_start().to_owned()
}

fn is_lang(place: &Place) -> bool {
    matches!(place, Place::Field { field } if matches!(&**field, "ru" | "kk" | "en"))
}

fn named(above: &[Place], place: &Place, words: &dyn DiffWords) -> String {
    match place {
        Place::Thing { thing: kind, id, title } => thing(*kind, id, title, words),
        Place::Field { field: key } => field(above.last(), key, words),
    }
}
