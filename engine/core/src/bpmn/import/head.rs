//! The head of a map: its name, its units from pools and lanes, its data.

use indexmap::IndexMap;

use super::names::{Names, label, variable};
use super::{Import, ImportedMap, Start};
use crate::bpmn::node::{entry, map, plain, text};
use crate::bpmn::xml::Element;
use crate::source::Span;
use crate::text::Lang;
use crate::yaml::{Entry, Node};

/// The unit where the model names none.
const STAFF: &str = "staff";

/// The units, and the unit of each element that stands in a lane.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    of: IndexMap<String, String>,
    units: IndexMap<String, (String, Span)>,
}

impl<'x> Import<'x> {
    /// Reads a process.
    pub(super) fn process(&mut self, process: &'x Element) -> ImportedMap {
        let fragment = self.fragment(process);
        self.own = fragment.is_some();
        self.names = Names::of_own(self.own);
        if !self.own {
            self.collect_variables(process);
        }
        self.names.reserve(self.variables.keys().cloned().chain(["start".to_owned()]));
        self.lanes(process);
        self.calls.push(process.id().to_owned());
        let steps = self.scope(process, "", None, true);
        let name = label(process.id());
        let mut entries = match fragment {
            Some(fragment) => fragment.entries().to_vec(),
            None => self.head(process, &name),
        };
        let at = process.head;
        if !self.on.is_empty() {
            let on = std::mem::take(&mut self.on);
            entries.push(entry(at, "on", crate::bpmn::node::list(at, on)));
        }
        entries.push(entry(at, "steps", map(process.span, steps)));
        let starts = self.starts(process);
        ImportedMap { process: name, root: map(process.span, entries), starts }
    }

    fn head(&mut self, process: &Element, name: &str) -> Vec<Entry> {
        let at = process.head;
        let title = process.attribute("name").filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or(process.id()).to_owned();
        let from = map(at, vec![entry(at, "from", plain(at, self.options.from.to_string()))]);
        let mut entries = vec![
            entry(at, "process", text(at, name)),
            entry(at, "title", self.texts(at, &title)),
            entry(at, "authority", text(at, &self.options.authority)),
            entry(at, "in_force", from),
            entry(at, "calendar", text(at, &self.options.calendar)),
        ];
        self.documented(process);
        let basis = std::mem::take(&mut self.basis);
        if !basis.is_empty() {
            entries.push(entry(at, "basis", map(at, basis)));
        }
        let units = self.units();
        if !units.is_empty() {
            entries.push(entry(at, "units", map(at, units)));
        }
        let data = self.data();
        if !data.is_empty() {
            entries.push(entry(at, "data", map(at, data)));
        }
        entries
    }

    fn units(&self) -> Vec<Entry> {
        let unit = |(name, (title, at)): (&String, &(String, Span))| {
            let group = entry(*at, "group", text(*at, name.replace('_', "-")));
            let title = entry(*at, "title", self.texts(*at, title));
            entry(*at, name, map(*at, vec![title, group]))
        };
        self.lanes.units.iter().map(unit).collect()
    }

    /// The words of the model, in its language; where that is not Russian, there as well, because
    /// that is what readers of a missing language see.
    pub(super) fn texts(&self, at: Span, words: &str) -> Node {
        let words = words.trim();
        let lang = self.options.lang;
        let langs = [Lang::Ru, lang];
        let langs = langs.iter().take(if lang == Lang::Ru { 1 } else { 2 });
        map(at, langs.map(|lang| entry(at, lang.code(), text(at, words))).collect())
    }

    /// The unit of an element, if its lane says one.
    pub(super) fn lane_of(&self, element: &Element) -> Option<&str> {
        self.lanes.of.get(element.id()).map(String::as_str)
    }

    /// The unit where the model names none; declared once it is used.
    pub(super) fn default_unit(&mut self) -> String {
        if let Some((first, _)) = self.lanes.units.first() {
            return first.clone();
        }
        let process = self.calls.first().cloned().unwrap_or_default();
        let pool = self.pool(&process).and_then(|pool| pool.attribute("name"));
        let title = pool.filter(|name| !name.trim().is_empty()).unwrap_or(&process).to_owned();
        self.lanes.units.insert(STAFF.to_owned(), (title, self.root.head));
        STAFF.to_owned()
    }

    fn pool(&self, process: &str) -> Option<&'x Element> {
        let pools = self.root.all("collaboration").flat_map(|it| it.all("participant"));
        let is_of = |pool: &&Element| {
            let of = pool.attribute("processRef").unwrap_or_default();
            of == process || of.rsplit(':').next() == Some(process)
        };
        pools.into_iter().find(is_of)
    }

    fn lanes(&mut self, process: &'x Element) {
        let lanes = process.everything().filter(|it| it.name == "lane");
        let lanes: Vec<&Element> =
            lanes.filter(|lane| lane.child("childLaneSet").is_none()).collect();
        let mut used = std::collections::BTreeSet::from(["applicant".to_owned()]);
        for lane in lanes {
            let title = lane.attribute("name").filter(|name| !name.trim().is_empty());
            let title = title.unwrap_or(lane.id()).to_owned();
            let own = lane.attribute("own:unit").map(ToOwned::to_owned);
            if self.own && own.is_none() {
                continue; // a lane of the picture: the applicant's, or the engine's
            }
            let mut unit = own.unwrap_or_else(|| variable(lane.id()));
            while !self.own && !used.insert(unit.clone()) {
                unit.push('_');
            }
            for of in lane.all("flowNodeRef") {
                self.lanes.of.insert(of.text.trim().to_owned(), unit.clone());
            }
            self.lanes.units.insert(unit, (title, lane.head));
        }
    }

    fn starts(&mut self, process: &'x Element) -> Vec<Start> {
        let mut starts = Vec::new();
        for event in process.all("startEvent") {
            for definition in self.definitions(event) {
                let name = self.referred(definition);
                starts.push(match definition.name.as_str() {
                    "messageEventDefinition" => Start::Message(name),
                    "signalEventDefinition" => Start::Signal(name),
                    _ => Start::Other,
                });
                let what = "the map does not say what starts a case";
                self.leave_out(
                    event,
                    what,
                    "have whoever notices it start the case: POST /api/v1/cases",
                );
            }
        }
        starts
    }

    /// Documentation becomes a source that the step cites.
    pub(super) fn documented(&mut self, element: &Element) -> Option<String> {
        let words =
            element.all("documentation").map(|it| it.text.trim()).filter(|it| !it.is_empty());
        let words: Vec<&str> = words.collect();
        if words.is_empty() || self.own {
            return None;
        }
        let at = element.head;
        let key = format!("note-{}", self.basis.len() + 1);
        let note = words.join(" ");
        let act = entry(at, "act", text(at, "BPMN"));
        let clause = entry(at, "clause", text(at, element.id()));
        self.basis.push(entry(
            at,
            &key,
            map(at, vec![act, clause, entry(at, "note", text(at, note))]),
        ));
        Some(key)
    }
}
