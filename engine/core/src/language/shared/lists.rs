//! Lists of codes: `categories.yaml`, and a file each below `lists/`.

use std::collections::BTreeMap;

use crate::diagnostic::did_you_mean;
use crate::language::layout;
use crate::language::reader::{NameKind, Reader, list};
use crate::language::rules;
use crate::reference::{CodeEntry, CodeList, Validity};
use crate::source::Span;
use crate::text::Texts;
use crate::yaml::{Entry, Node};

/// `readers: { R1: { ru: …, kk: …, en: … }, R2: { title: …, from: …, until: … } }`.
pub(super) fn categories(r: &mut Reader<'_>, root: &Node) -> BTreeMap<String, CodeList> {
    let mut schemes = BTreeMap::new();
    for (name, entry) in r.named(root, "`categories.yaml`", NameKind::Variable) {
        let entries = r.named(&entry.value, "a list of categories", NameKind::Label);
        let entries = entries.into_iter().map(|(code, entry)| (code, category(r, entry))).collect();
        schemes.insert(name, CodeList { title: Texts::default(), entries });
    }
    schemes
}

fn category(r: &mut Reader<'_>, entry: &Entry) -> CodeEntry {
    let bare = ["title", "from", "until"].iter().all(|key| entry.value.entry(key).is_none());
    if bare {
        let title = r.texts(&entry.value).unwrap_or_default();
        return CodeEntry { title, valid: Validity::default() };
    }
    code(r, entry, None)
}

/// The lists of all files, each by its name; a list that takes its codes of another one takes its
/// words, too.
pub(super) fn lists(r: &mut Reader<'_>) -> BTreeMap<String, CodeList> {
    let mut read = BTreeMap::new();
    let mut of_others = Vec::new();
    for (name, file) in layout::lists(r.sources) {
        let Some(root) = r.tree(file) else { continue };
        match root.at(&["of"]) {
            None => drop(read.insert(name.clone(), one(r, &name, &root, None))),
            Some(_) => of_others.push((name, root)),
        }
    }
    let whole = read.clone();
    for (name, root) in of_others {
        let parent = root.at(&["of"]).and_then(|node| parent(r, node, &whole));
        read.insert(name.clone(), one(r, &name, &root, parent));
    }
    read
}

fn parent<'l>(
    r: &mut Reader<'_>,
    node: &Node,
    whole: &'l BTreeMap<String, CodeList>,
) -> Option<&'l CodeList> {
    let name = r.text(node)?;
    let found = whole.get(&name);
    if found.is_none() {
        let known: Vec<&str> = whole.keys().map(String::as_str).collect();
        let help = format!("lists with codes of their own are {}", list(&known));
        let message = format!("there is no list `{name}` to take codes of");
        r.report(&rules::UNKNOWN_LIST, node.span, message, help);
    }
    found
}

fn one(r: &mut Reader<'_>, name: &str, root: &Node, of: Option<&CodeList>) -> CodeList {
    let what = "a list";
    let start = Span { end: root.span.start, ..root.span };
    let keys = ["list", "title", "of", "entries"];
    let Some(section) = r.section(root, start, what, &keys) else { return CodeList::default() };
    let title = r.need(&section, "title", what).and_then(|node| r.texts(node));
    if let Some(node) = r.need(&section, "list", what)
        && let Some(said) = r.name(node, NameKind::Label)
        && said != name
    {
        let message = format!("the list `{said}` stands in the file `{name}.yaml`");
        let help = format!("write `list: {name}`, or rename the file");
        r.report(&rules::BAD_SHARED_FILE, node.span, message, help);
    }
    let entries = r.need(&section, "entries", what);
    let entries = entries.map(|node| r.named(node, "`entries`", NameKind::Label));
    let entries = entries.unwrap_or_default().into_iter();
    let entries = entries.map(|(name, entry)| (name, code(r, entry, of))).collect();
    CodeList { title: title.unwrap_or_default(), entries }
}

/// `{ title, from, until }`; the words of a code of another list stand there.
fn code(r: &mut Reader<'_>, entry: &Entry, of: Option<&CodeList>) -> CodeEntry {
    let name = &entry.key.text;
    let known = of.map(|of| of.entries.get(name));
    if let (Some(None), Some(of)) = (known, of) {
        let near = did_you_mean(name, of.entries.keys().map(String::as_str));
        let help = near.map_or_else(
            || "add it to that list first".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`{name}` is no code of the list it is taken from");
        r.report(&rules::UNKNOWN_WORD, entry.key.span, message, help);
    }
    let words = known.flatten().map(|known| known.title.clone());
    if entry.value.is_nothing() {
        return CodeEntry { title: words.unwrap_or_default(), valid: Validity::default() };
    }
    let what = "an entry of a list";
    let keys = ["title", "from", "until"];
    let Some(section) = r.section(&entry.value, entry.key.span, what, &keys) else {
        return CodeEntry::default();
    };
    let title = match (section.get("title"), words) {
        (Some(node), _) => r.texts(node),
        (None, Some(words)) => Some(words),
        (None, None) => r.need(&section, "title", what).and_then(|node| r.texts(node)),
    };
    CodeEntry { title: title.unwrap_or_default(), valid: r.validity(&section) }
}
