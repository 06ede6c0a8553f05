//! Scenarios as analysts write them: from a file to a [`Scenario`], with everything that is wrong
//! found in one run. What a scenario means is said in [`crate::scenario`].

mod act;
mod expect;
mod value;

use indexmap::IndexMap;
use jiff::civil::DateTime;

use super::reader::{NameKind, Reader, Section, Surroundings};
use super::rules;
use crate::command::Role;
use crate::diagnostic::{Diagnostic, Severity};
use crate::scenario::{Play, Scenario, User, What};
use crate::source::Sources;
use crate::value::Value;
use crate::yaml::{Entry, Kind, Node};

const KEYS: [&str; 5] = ["scenario", "process", "at", "users", "play"];

/// The entries of a play.
const ENTRIES: [&str; 16] = [
    "start",
    "expect",
    "complete",
    "claim",
    "unclaim",
    "job",
    "message",
    "extend",
    "recount",
    "cancel",
    "retry",
    "refused",
    "notice_given",
    "recall",
    "wait",
    "until",
];

/// A file of scenarios may hold this many entries: a scenario is a story, not a load test.
const ENTRIES_MAX: usize = 1_000;

/// Reads the scenario in the file with this index; none when it has an error.
pub fn scenario(sources: &Sources, file: u32) -> (Option<Scenario>, Vec<Diagnostic>) {
    let text = sources.file(file).map(|file| file.text.clone()).unwrap_or_default();
    let (tree, mut found) = crate::yaml::parse(file, &text);
    let Some(root) = tree else { return (None, found) };
    let mut r = Reader::new(sources, Surroundings::default());
    let scenario = read(&mut r, &root);
    found.append(&mut r.found);
    let sound = found.iter().all(|found| found.rule.severity != Severity::Error);
    (scenario.filter(|_| sound), found)
}

/// Reads a file that holds one value, such as the data of a case; none when it has an error.
pub fn case(sources: &Sources, file: u32) -> (Option<Value>, Vec<Diagnostic>) {
    let text = sources.file(file).map(|file| file.text.clone()).unwrap_or_default();
    let (tree, mut found) = crate::yaml::parse(file, &text);
    let Some(root) = tree else { return (None, found) };
    let mut r = Reader::new(sources, Surroundings::default());
    let value = value::read(&mut r, &root);
    found.append(&mut r.found);
    let sound = found.iter().all(|found| found.rule.severity != Severity::Error);
    (sound.then_some(value), found)
}

fn read(r: &mut Reader<'_>, root: &Node) -> Option<Scenario> {
    let what = "a scenario";
    let start = crate::source::Span { end: root.span.start, ..root.span };
    let top = r.section(root, start, what, &KEYS)?;
    let title = r.need(&top, "scenario", what).and_then(|node| r.text(node));
    let process = r.need(&top, "process", what).and_then(|node| r.name(node, NameKind::Label));
    let at = r.need(&top, "at", what).and_then(|node| moment(r, node));
    let users = top.get("users").map(|node| users(r, node)).unwrap_or_default();
    let play = r.need(&top, "play", what)?;
    let mut entries = Vec::new();
    for item in r.items(play, "`play`")?.iter().take(ENTRIES_MAX) {
        entries.extend(entry(r, item, &users));
    }
    Some(Scenario { title: title?, process: process?.into(), at: at?, users, play: entries })
}

/// `aliya: [mp-district]`, or `gulnar: { groups: [mp-head], roles: [supervisor] }`.
fn users(r: &mut Reader<'_>, node: &Node) -> IndexMap<String, User> {
    let mut users = IndexMap::new();
    for (name, entry) in r.named(node, "`users`", NameKind::Label) {
        users.insert(name, user(r, entry));
    }
    users
}

fn user(r: &mut Reader<'_>, entry: &Entry) -> User {
    let (groups, roles) = match &entry.value.kind {
        Kind::Map(_) => {
            let what = "a person";
            let section = r.section(&entry.value, entry.key.span, what, &["groups", "roles"]);
            (section.and_then(|it| it.get("groups")), section.and_then(|it| it.get("roles")))
        }
        _ => (Some(&entry.value), None),
    };
    let groups = groups.map(|node| texts(r, node, "`groups`")).unwrap_or_default();
    let known = [
        ("officer", Role::Officer),
        ("supervisor", Role::Supervisor),
        ("filing", Role::Filing),
        ("worker", Role::Worker),
    ];
    let mut user = User { groups: groups.into_iter().map(Into::into).collect(), roles: [].into() };
    match roles {
        None => user.roles.extend([Role::Officer]),
        Some(node) => {
            for item in r.items(node, "`roles`").unwrap_or_default() {
                user.roles.extend(r.word(item, "a role", &known));
            }
        }
    }
    user
}

fn entry(r: &mut Reader<'_>, node: &Node, users: &IndexMap<String, User>) -> Option<Play> {
    let entries = r.entries(node, "an entry of `play`")?;
    let [only] = entries else {
        let message = format!("an entry of `play` is one thing, but here are {}", entries.len());
        r.report(&rules::WRONG_TYPE, node.span, message, "begin each with a `-` of its own");
        return None;
    };
    let what = what(r, only, users)?;
    Some(Play { span: only.key.span.to(node.span), what })
}

fn what(r: &mut Reader<'_>, entry: &Entry, users: &IndexMap<String, User>) -> Option<What> {
    match entry.key.text.as_str() {
        "expect" => expect::read(r, &entry.value, entry.key.span).map(What::Expect),
        "wait" => r.term(&entry.value).map(What::Wait),
        "until" => moment(r, &entry.value).map(What::Until),
        "refused" => refused(r, entry, users),
        name if ENTRIES.contains(&name) => act::read(r, entry, users).map(What::Act),
        name => {
            r.unknown_word(name, entry.key.span, "an entry of a play", &ENTRIES);
            None
        }
    }
}

/// `refused: { complete: {…}, because: not_candidate }`.
fn refused(r: &mut Reader<'_>, entry: &Entry, users: &IndexMap<String, User>) -> Option<What> {
    let keys: Vec<&str> = act::ACTS.iter().copied().chain(["because"]).collect();
    let section = r.section(&entry.value, entry.key.span, "`refused`", &keys)?;
    let because = r.need(&section, "because", "`refused`").and_then(|node| r.text(node));
    let mut tried = act::ACTS.iter().filter_map(|act| section.entry(act));
    let (Some(tried), None) = (tried.next(), tried.next()) else {
        let help = "write what is tried, such as `complete: { task: decision, by: aliya }`";
        r.report(
            &rules::MISSING_KEY,
            entry.key.span,
            "`refused` needs one act that is tried",
            help,
        );
        return None;
    };
    let act = act::read(r, tried, users)?;
    Some(What::Refused { act, because: because? })
}

/// `2026-03-18T10:00`, in the zone of the process's calendar.
fn moment(r: &mut Reader<'_>, node: &Node) -> Option<DateTime> {
    let text = node.text().unwrap_or_default();
    let parsed = Some(text).filter(|text| text.contains('T')).and_then(|text| text.parse().ok());
    if parsed.is_none() {
        let message = format!("`{text}` is not a moment");
        r.report(&rules::OUT_OF_RANGE, node.span, message, "write it like 2026-03-18T10:00");
    }
    parsed
}

/// A list of texts.
fn texts(r: &mut Reader<'_>, node: &Node, what: &str) -> Vec<String> {
    let items = r.items(node, what).unwrap_or_default();
    items.iter().filter_map(|item| r.text(item)).collect()
}

/// A text under a key, when it is there.
fn text_at(r: &mut Reader<'_>, section: &Section<'_>, key: &str) -> Option<String> {
    section.get(key).and_then(|node| r.text(node))
}

#[cfg(test)]
mod tests;
