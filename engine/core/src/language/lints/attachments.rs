//! A message takes along only what the case makes.

use std::collections::BTreeSet;

use super::{View, unknown};
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::message::documents_of;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let uses = documents_of(view.definition);
    let made: BTreeSet<&str> = uses.iter().map(|it| it.name.as_str()).collect();
    let of_steps = view.steps().filter_map(|(id, _)| view.value(id, &["notify", "attach"]));
    let of_notice = view.root.at(&["deadline", "extension", "notify", "attach"]);
    let attached = of_steps.chain(of_notice).flat_map(Node::items);
    attached.filter_map(|item| dangling(item, &made)).collect()
}

fn dangling(item: &Node, made: &BTreeSet<&str>) -> Option<Diagnostic> {
    let name = item.text().filter(|name| !made.contains(name))?;
    let message = format!("no step of the map makes the document `{name}`");
    Some(unknown(&rules::NEVER_MADE, item.span, message, name, made.iter().copied()))
}
