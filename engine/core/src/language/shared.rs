//! What the maps of a processes folder share: calendars, indices, lists, categories, the
//! organisation.

mod lists;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::calls::Calls;
use super::layout;
use super::reader::{NameKind, Reader, Surroundings, list};
use super::rules;
use crate::calendar::{Calendar, WorkingCalendar};
use crate::diagnostic::{Diagnostic, did_you_mean, only_meant};
use crate::ids::CalendarId;
use crate::reference::ReferenceData;
use crate::source::{Sources, Span};
use crate::yaml::Node;

/// The shared files, read.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The groups of `organization.yaml`, when there is one.
    pub(super) groups: Option<BTreeSet<String>>,
    /// The people in each of its groups.
    pub(super) members: BTreeMap<String, BTreeSet<String>>,
    /// Indices, lists and categories.
    pub(super) reference: Arc<ReferenceData>,
    /// The sound calendars.
    pub(super) calendars: BTreeMap<CalendarId, Arc<WorkingCalendar>>,
    /// Which map calls which.
    pub(super) calls: Calls,
    /// The names of all calendar files, sound or not.
    names: BTreeSet<String>,
}

impl Shared {
    /// Reads the shared files of a processes folder.
    pub(super) fn read(sources: &Sources) -> (Self, Vec<Diagnostic>) {
        let mut r = Reader::new(sources, Surroundings::default());
        let organization = tree(&mut r, layout::ORGANIZATION);
        let groups = organization.as_ref().map(groups);
        let members = organization.as_ref().map(members).unwrap_or_default();
        let reference = Arc::new(reference(&mut r));
        let (calendars, names) = calendars(&mut r);
        (Self { groups, members, reference, calendars, calls: Calls::default(), names }, r.found)
    }

    /// The calendar that a map names. A name without a file is reported at the name; a calendar
    /// that cannot be read was reported in its file.
    pub(super) fn calendar(
        &self,
        root: &Node,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Arc<WorkingCalendar>> {
        let node = root.at(&["calendar"])?;
        let name = node.text()?;
        if !self.names.contains(name) {
            let known: Vec<&str> = self.names.iter().map(String::as_str).collect();
            let help = match did_you_mean(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("`calendars/` has {}", list(&known)),
            };
            let message = format!("there is no calendar `{name}`");
            let meant = only_meant(name, known.iter().copied());
            let one = Diagnostic::new(&rules::UNKNOWN_CALENDAR, node.span, message).help(help);
            found.push(one.repair(name, meant));
        }
        self.calendars.get(name).cloned()
    }

    /// The sound calendar of this name.
    pub(super) fn calendar_named(&self, name: &CalendarId) -> Option<Arc<WorkingCalendar>> {
        self.calendars.get(name).cloned()
    }
}

fn tree(r: &mut Reader<'_>, path: &str) -> Option<Node> {
    let index = r.sources.find(path)?;
    r.tree(index)
}

fn reference(r: &mut Reader<'_>) -> ReferenceData {
    let categories = tree(r, layout::CATEGORIES).map(|node| lists::categories(r, &node));
    let indices = tree(r, layout::INDICES).map(|node| indices(r, &node));
    ReferenceData {
        indices: indices.unwrap_or_default(),
        lists: lists::lists(r),
        categories: categories.unwrap_or_default(),
    }
}

/// The names of the groups; the rest of the organisation is read by who signs people in.
fn groups(node: &Node) -> BTreeSet<String> {
    let groups = node.at(&["groups"]).map(Node::entries).unwrap_or_default();
    groups.iter().map(|entry| entry.key.text.clone()).collect()
}

/// Who is in which group.
fn members(node: &Node) -> BTreeMap<String, BTreeSet<String>> {
    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for person in node.at(&["people"]).map(Node::entries).unwrap_or_default() {
        let groups = person.value.at(&["groups"]).map(Node::items).unwrap_or_default();
        for group in groups.iter().filter_map(Node::text) {
            members.entry(group.to_owned()).or_default().insert(person.key.text.clone());
        }
    }
    members
}

type Indices = BTreeMap<String, BTreeMap<Date, Decimal>>;

/// `mrp: [{ from: 2026-01-01, value: 4325 }]`.
fn indices(r: &mut Reader<'_>, node: &Node) -> Indices {
    let mut table = Indices::default();
    for (name, entry) in r.named(node, "`indices.yaml`", NameKind::Variable) {
        let mut values = BTreeMap::new();
        for item in r.items(&entry.value, "an index").unwrap_or_default() {
            let keys = ["from", "value", "source", "verified"];
            let what = "a value of an index";
            let Some(section) = r.section(item, item.span, what, &keys) else { continue };
            let from = r.need(&section, "from", what).and_then(|node| r.date(node));
            let value = r.need(&section, "value", what).and_then(|node| r.number(node));
            section.get("source").map(|node| r.text(node));
            section.get("verified").map(|node| r.boolean(node));
            if let (Some(from), Some(value)) = (from, value)
                && values.insert(from, value).is_some()
            {
                let message = format!("`{name}` has two values from {from}");
                r.report(&rules::BAD_SHARED_FILE, item.span, message, "keep one of them");
            }
        }
        table.insert(name, values);
    }
    table
}

type Calendars = (BTreeMap<CalendarId, Arc<WorkingCalendar>>, BTreeSet<String>);

fn calendars(r: &mut Reader<'_>) -> Calendars {
    let mut read = BTreeMap::new();
    let mut names = BTreeSet::new();
    let mut places: BTreeMap<CalendarId, (u32, Node)> = BTreeMap::new();
    for (name, file) in layout::calendars(r.sources) {
        names.insert(name.clone());
        let path = format!("{}/{name}.yaml", layout::CALENDARS);
        let before = r.found.len();
        let Some(root) = tree(r, &path) else { continue };
        if r.found.len() > before {
            continue; // serde would say the same again, or take what was refused
        }
        let Some(calendar) = calendar(r, file, &name, &root) else { continue };
        places.insert(calendar.calendar.clone(), (file, root));
        read.insert(calendar.calendar.clone(), calendar);
    }
    let mut resolved = BTreeMap::new();
    for id in read.keys() {
        match WorkingCalendar::resolve(id, &read) {
            Ok(calendar) => drop(resolved.insert(id.clone(), Arc::new(calendar))),
            Err(problems) => {
                for problem in problems {
                    let place = places.get(&problem.calendar);
                    let span =
                        place.map_or_else(Span::default, |(_, root)| at(root, &problem.path));
                    let message = format!("`{}` {}", problem.path, problem.message);
                    let help = "mend the calendar; maps that use it are not published";
                    r.report(&rules::BAD_SHARED_FILE, span, message, help);
                }
            }
        }
    }
    (resolved, names)
}

fn calendar(r: &mut Reader<'_>, file: u32, name: &str, root: &Node) -> Option<Calendar> {
    let text = r.sources.file(file)?.text.clone();
    let calendar: Calendar = match serde_yaml::from_str(&text) {
        Ok(calendar) => calendar,
        Err(error) => {
            let offset = error.location().map_or(0, |place| place.index());
            let start = u32::try_from(offset.min(text.len())).unwrap_or(0);
            let span = Span { file, start, end: start };
            let help = "see docs/guides/add-a-calendar.md for the keys of a calendar";
            r.report(&rules::BAD_SHARED_FILE, span, error.to_string(), help);
            return None;
        }
    };
    if calendar.calendar != *name {
        let span = root.at(&["calendar"]).map_or(root.span, |node| node.span);
        let message =
            format!("the calendar `{}` stands in the file `{name}.yaml`", calendar.calendar);
        let help = format!("write `calendar: {name}`, or rename the file");
        r.report(&rules::BAD_SHARED_FILE, span, message, help);
        return None;
    }
    Some(calendar)
}

/// The place of a path such as `transfers[3].work` or `holidays.town-fair.dates`, as far as it
/// can be followed.
fn at(root: &Node, path: &str) -> Span {
    let mut node = root;
    for part in path.split(['.', '[']) {
        let next = match part.strip_suffix(']') {
            Some(number) => number.parse::<usize>().ok().and_then(|n| node.items().get(n)),
            None => node.entry(part).map(|entry| &entry.value),
        };
        let Some(next) = next else { break };
        node = next;
    }
    if node.span == root.span { Span { end: root.span.start, ..root.span } } else { node.span }
}
