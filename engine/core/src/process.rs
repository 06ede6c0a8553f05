//! A definition with all it needs to run: its calendar, the indices and its edition.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::access::Hand;
use crate::calendar::{CalendarView, WorkingCalendar};
use crate::decide::incident::Problem;
use crate::decision::{Decision, DecisionTable};
use crate::definition::{Definition, Element, Fields, Join};
use crate::event::{CASE, ScopeNo};
use crate::feel::{Expression, Lookup, Scope};
use crate::ids::{EditionId, OfficeId, PersonId, StepId};
use crate::instance::{Instance, Performance, Scope as Run};
use crate::reference::ReferenceData;
use crate::value::{Context, Value};

/// A process that can run. Cheap to share behind an `Arc`; building one is not on the hot path.
#[derive(Clone, Debug)]
pub struct Process {
    /// The definition.
    pub definition: Definition,
    /// The edition: the first 16 hexadecimal digits of the SHA-256 of the canonical content.
    pub edition: EditionId,
    /// The calendar by which its terms count.
    pub calendar: Arc<WorkingCalendar>,
    /// The indices and lists of the installation.
    pub reference: Arc<ReferenceData>,
    /// The case data with what steps store in the items of its lists.
    pub shape: Fields,
    incoming: IndexMap<StepId, Vec<StepId>>,
    patient: BTreeMap<StepId, BTreeSet<StepId>>,
    pairs: BTreeMap<StepId, Vec<StepId>>,
}

impl Process {
    /// A definition made ready to run.
    pub fn new(
        definition: Definition,
        edition: EditionId,
        calendar: Arc<WorkingCalendar>,
        reference: Arc<ReferenceData>,
    ) -> Self {
        let incoming = incoming(&definition);
        let patient = patient(&definition, &incoming);
        let pairs = pairs(&definition);
        let shape = definition.shape();
        Self { definition, edition, calendar, reference, shape, incoming, patient, pairs }
    }

    /// The steps from which a flow enters this one, each once, in the order of the map.
    pub fn incoming(&self, step: &StepId) -> &[StepId] {
        self.incoming.get(step).map_or(&[], Vec::as_slice)
    }

    /// The steps that lead to a join behind an inclusive gateway, which waits for what can still
    /// arrive; none for any other step.
    pub(crate) fn patient(&self, join: &StepId) -> Option<&BTreeSet<StepId>> {
        self.patient.get(join)
    }

    /// The steps that another person than this one's must perform. A pair holds both ways: the work
    /// may come back to the first step after the second was done.
    pub fn other_eyes(&self, step: &StepId) -> impl Iterator<Item = &StepId> {
        self.pairs.get(step).into_iter().flatten()
    }

    /// The people who had a hand in those steps: who completed them, in whose name, and to whom work
    /// on them was delegated, also where it is not completed yet. Within a run of a subprocess only that run counts;
    /// from outside of it, everybody who performed the step in any run.
    pub fn other_people<'a>(
        &'a self,
        instance: &'a Instance,
        step: &'a StepId,
        scope: ScopeNo,
    ) -> Vec<Hand<'a>> {
        let of_one = |other| {
            let people = self.performers(instance, other, scope);
            people.into_iter().map(move |person| Hand { step: other, person })
        };
        self.other_eyes(step).flat_map(of_one).collect()
    }

    fn performers<'a>(
        &self,
        instance: &'a Instance,
        step: &StepId,
        seen_from: ScopeNo,
    ) -> Vec<&'a PersonId> {
        let is_run = |(_, run): &(ScopeNo, &Run)| {
            let home = self.definition.home_of(step);
            instance.block_of(&self.definition, run).is_some_and(|(block, _)| Some(block) == home)
        };
        let seen = match self.definition.home_of(step) {
            None => Some((CASE, &instance.local)),
            Some(_) => instance.around(seen_from).find(is_run).map(|(no, run)| (no, &run.local)),
        };
        let open = instance.delegates(step, seen.map(|(scope, _)| scope));
        if let Some((_, local)) = seen {
            let done = local.performers.get(step).into_iter();
            return done.flat_map(Performance::people).chain(open).collect();
        }
        let done = instance.performers_within.get(step).into_iter().flatten();
        done.chain(open).collect()
    }

    /// The calendar as it is known at this moment.
    pub fn calendar_known(&self, at: Timestamp) -> CalendarView {
        self.calendar.known_on(self.day(at))
    }

    /// The day of a moment, by the calendar of the map.
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.calendar.zone().clone()).date()
    }

    /// What expressions may read.
    pub(crate) fn scope<'a>(&'a self, data: &'a Value, at: Timestamp) -> Scope<'a> {
        let now = at.to_zoned(self.calendar.zone().clone()).datetime();
        let data = data.as_context().unwrap_or(&EMPTY);
        Scope::new(data, now).reference(self)
    }

    /// Evaluates an expression over case data. A type error that would silently give null is a
    /// problem: it would decide about people.
    pub(crate) fn evaluate(
        &self,
        expression: &Expression,
        data: &Value,
        at: Timestamp,
    ) -> Result<Value, Problem> {
        let typed = crate::data::typed(&self.definition, &self.shape, data);
        let evaluation = expression
            .evaluate(&self.scope(&typed, at))
            .map_err(|error| Problem::new("expression", format!("`{expression}`: {error}")))?;
        match evaluation.warnings.first() {
            Some(warning) => Err(Problem::new("expression", format!("`{expression}`: {warning}"))),
            None => Ok(crate::data::plain(evaluation.value)),
        }
    }

    /// Evaluates a decision table over case data, with the trace of the rules that fired.
    pub(crate) fn decide_table(
        &self,
        table: &DecisionTable,
        data: &Value,
        at: Timestamp,
    ) -> Result<Decision, Problem> {
        self.decide_table_with(table, data, &EMPTY, at)
    }

    /// The same with more names.
    pub(crate) fn decide_table_with(
        &self,
        table: &DecisionTable,
        data: &Value,
        names: &Context,
        at: Timestamp,
    ) -> Result<Decision, Problem> {
        let typed = crate::data::typed(&self.definition, &self.shape, data);
        let decision = table
            .evaluate(&self.scope(&typed, at).layer(names))
            .map_err(|error| Problem::new("decision", error.to_string()))?;
        match decision.trace.warnings.first() {
            Some(warning) => Err(Problem::new(
                "decision",
                format!("`{}`, `{}`: {}", table.decision, warning.column, warning.message),
            )),
            None => Ok(decision),
        }
    }

    /// The number of the case that a case with this data is about.
    pub(crate) fn linked_case(&self, data: &Value, at: Timestamp) -> Option<String> {
        match self.evaluate(self.definition.linked_case.as_ref()?, data, at) {
            Ok(Value::Text(number)) => Some(number.trim().to_owned()).filter(|it| !it.is_empty()),
            Ok(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The office that a case with this data belongs to; none when it belongs to all.
    pub(crate) fn office(&self, data: &Value, at: Timestamp) -> Option<OfficeId> {
        let office = self.evaluate(self.definition.office.as_ref()?, data, at).ok()?;
        let name = office.as_text()?.trim();
        (!name.is_empty()).then(|| name.into())
    }

    /// The applicant's name, as far as the data tells it; empty when it does not.
    pub(crate) fn applicant_name(&self, data: &Value, at: Timestamp) -> String {
        let name = self.definition.applicant.as_ref().map(|applicant| &applicant.name);
        match name.map(|name| self.evaluate(name, data, at)) {
            Some(Ok(Value::Text(name))) => name,
            _ => String::new(),
        }
    }
}

static EMPTY: Context = Context::new();

impl Lookup for Process {
    fn index(&self, name: &str, on: Date) -> Option<Decimal> {
        self.reference.index(name, on)
    }

    fn listed(&self, list: &str, entry: &str, on: Date) -> Option<bool> {
        Some(self.reference.lists.get(list)?.has(entry, on))
    }

    fn calendar(&self, known_on: Date) -> Option<CalendarView> {
        Some(self.calendar.known_on(known_on))
    }
}

fn incoming(definition: &Definition) -> IndexMap<StepId, Vec<StepId>> {
    let mut incoming: IndexMap<StepId, Vec<StepId>> = IndexMap::new();
    for (from, step) in definition.all_steps() {
        for to in step.targets_forward() {
            let sources = incoming.entry(to.clone()).or_default();
            if !sources.contains(from) {
                sources.push(from.clone());
            }
        }
    }
    incoming
}

/// The joins behind an inclusive gateway, each with all steps that lead to it.
fn patient(
    definition: &Definition,
    incoming: &IndexMap<StepId, Vec<StepId>>,
) -> BTreeMap<StepId, BTreeSet<StepId>> {
    let is_inclusive = |id: &StepId| {
        let step = definition.step(id).map(|step| &step.element);
        matches!(step, Some(Element::InclusiveGateway))
    };
    let joins = definition.all_steps().filter(|(_, step)| step.join == Join::All);
    let with_before = joins.map(|(id, _)| (id.clone(), before(id, incoming)));
    with_before.filter(|(_, before)| before.iter().any(is_inclusive)).collect()
}

/// All steps from which a token can come to this one.
fn before(step: &StepId, incoming: &IndexMap<StepId, Vec<StepId>>) -> BTreeSet<StepId> {
    let mut found = BTreeSet::new();
    let mut open = vec![step];
    while let Some(step) = open.pop() {
        for from in incoming.get(step).into_iter().flatten() {
            if found.insert(from.clone()) {
                open.push(from);
            }
        }
    }
    found
}

fn pairs(definition: &Definition) -> BTreeMap<StepId, Vec<StepId>> {
    let mut pairs: BTreeMap<StepId, Vec<StepId>> = BTreeMap::new();
    for (id, step) in definition.all_steps() {
        let (Element::UserTask(task) | Element::ManualTask(task)) = &step.element else { continue };
        for other in &task.not_same_person_as {
            pairs.entry(id.clone()).or_default().push(other.clone());
            pairs.entry(other.clone()).or_default().push(id.clone());
        }
    }
    pairs
}
