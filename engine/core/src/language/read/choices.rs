//! What a choice is chosen from: `[a, b]`, `{ a: { ru: … } }`, or a list that maps share, such as
//! `categories.readers` or `lists.countries`, and of it `only: [a, b]`.

use indexmap::IndexMap;

use super::NameKind;
use crate::codes;
use crate::definition::FieldType;
use crate::diagnostic::did_you_mean;
use crate::language::reader::{Reader, Section, list};
use crate::language::rules;
use crate::reference::CodeList;
use crate::text::Texts;
use crate::yaml::{Kind, Node};

/// Reads a choice.
pub(super) fn read(r: &mut Reader<'_>, section: &Section<'_>) -> Option<FieldType> {
    let node = section.get("of")?;
    let of = match &node.kind {
        Kind::List(items) => {
            let name = |item| Some((r.name(item, NameKind::Label)?, Texts::default()));
            items.iter().filter_map(name).collect()
        }
        Kind::Map(_) => super::named_texts(r, node, "a list of choices"),
        _ => return shared(r, section, node),
    };
    if let Some(entry) = section.entry("only") {
        let help = "leave out of `of` what may not be chosen";
        let message = "`only` picks from a list that maps share";
        r.report(&rules::UNKNOWN_KEY, entry.key.span, message, help);
    }
    Some(FieldType::Choice { of, valid: IndexMap::new(), codes: false })
}

/// The codes of a list that maps share, with the days on which each can be chosen.
fn shared(r: &mut Reader<'_>, section: &Section<'_>, node: &Node) -> Option<FieldType> {
    let name = r.text(node)?;
    let codes = name.starts_with("categories.");
    let list = list_named(r, node, &name)?;
    let only = section.get("only").map(|node| only(r, node, list, &name));
    let wanted = |code: &&String| only.as_ref().is_none_or(|only| only.contains(code));
    let chosen = || list.entries.iter().filter(|(code, _)| wanted(code));
    let of = chosen().map(|(code, entry)| (code.clone(), entry.title.clone())).collect();
    let limited = chosen().filter(|(_, entry)| !entry.valid.is_always());
    let valid = limited.map(|(code, entry)| (code.clone(), entry.valid)).collect();
    Some(FieldType::Choice { of, valid, codes })
}

fn only(r: &mut Reader<'_>, node: &Node, list: &CodeList, name: &str) -> Vec<String> {
    let items = r.items(node, "`only`").unwrap_or_default();
    let mut known = Vec::new();
    for item in items {
        let Some(code) = r.text(item) else { continue };
        if list.entries.contains_key(&code) {
            known.push(code);
            continue;
        }
        let folded = codes::fold(&code);
        let near = did_you_mean(&code, list.entries.keys().map(String::as_str));
        let help = match (list.entries.contains_key(&folded), near) {
            (true, _) => format!("write `{folded}` in Latin capitals"),
            (false, Some(near)) => format!("did you mean `{near}`?"),
            (false, None) => format!("write a code of `{name}`"),
        };
        let message = format!("`{code}` is not in `{name}`");
        r.report(&rules::UNKNOWN_WORD, item.span, message, help);
    }
    known
}

fn list_named<'a>(r: &mut Reader<'a>, node: &Node, name: &str) -> Option<&'a CodeList> {
    let reference = r.around.reference;
    let (kind, lists) = match name.split_once('.') {
        Some(("lists", _)) => ("lists", reference.map(|all| &all.lists)),
        _ => ("categories", reference.map(|all| &all.categories)),
    };
    let own = name.strip_prefix(kind).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
    let found = lists.and_then(|lists| lists.get(own));
    if found.is_none() {
        let known: Vec<&str> =
            lists.into_iter().flat_map(|all| all.keys()).map(String::as_str).collect();
        let help = match did_you_mean(own, known.iter().copied()) {
            Some(near) => format!("did you mean `{kind}.{near}`?"),
            None if known.is_empty() => "write the choices here, or add the list".to_owned(),
            None => format!("known under `{kind}` are {}", list(&known)),
        };
        let (rule, message) = match kind {
            "lists" => (&rules::UNKNOWN_LIST, format!("there is no list `{name}`")),
            _ => (&rules::UNKNOWN_CATEGORIES, format!("there is no list of categories `{name}`")),
        };
        r.report(rule, node.span, message, help);
    }
    found
}
