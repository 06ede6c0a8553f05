//! What somebody does becomes a command, tried on the pure part of the engine before it is given: the map
//! alone says what may be done, and an example that does not fit is left for another.

use jiff::Timestamp;
use reglament_core::command::{
    Actor, Command, Completion, DocumentChecks, DocumentState, ExtensionRequest, RefusalGround,
    Request, Role,
};
use reglament_core::data::field_at;
use reglament_core::definition::{Definition, Element, Outcome, UserTask};
use reglament_core::event::ActivationNo;
use reglament_core::ids::InstanceId;
use reglament_core::instance::{ActivationState, Instance};
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_core::transition::transition;
use reglament_core::value::Value;
use reglament_store::Person;

use super::examples::{Example, Examples};
use super::fill;
use super::plan::Case;
use super::staff::Staff;
use super::vary::Around;
use super::words::Words;

/// In this share of completions another outcome than the first is tried, in per cent.
const OTHER_OUTCOMES_PERCENT: u32 = 13;
/// Work is sent back so often in one case.
const RETURNS_MAX: u32 = 2;
/// A form is mended so often by what its refusal says.
const MENDED_MAX: usize = 5;
/// Applications tried for one arrival.
const APPLICATIONS_MAX: usize = 5;
/// An application comes on paper this often, in per cent.
const PAPER_PERCENT: u32 = 35;

/// What a command is made from.
pub(super) struct Scene<'a> {
    pub words: &'a Words,
    pub examples: &'a Examples,
    pub staff: &'a Staff,
    /// The program that files applications and sends messages.
    pub portal: &'a str,
    /// Somebody who reads and mends everything.
    pub supervisor: Option<&'a Person>,
    /// A case that another may be about.
    pub decided: Option<&'a InstanceId>,
    pub now: Timestamp,
}

/// A command that was accepted when it was tried.
pub(super) type Doing = Option<(Command, Actor)>;

impl Scene<'_> {
    /// Files the application of a case.
    pub(super) fn file(&self, case: &mut Case) -> Doing {
        for _ in 0..APPLICATIONS_MAX {
            let data = self.application(case);
            let by = self.files(case);
            let make = |data: &Value| Command::Start { data: data.clone(), caller: None };
            if let Some(command) = self.mended(case, None, &by, data, make) {
                return Some((command, by));
            }
        }
        None
    }

    /// Takes a task: whoever may, there and then.
    pub(super) fn take(&self, case: &mut Case, instance: &Instance, no: ActivationNo) -> Doing {
        let ActivationState::Task(task) = &instance.activations.get(&no)?.state else {
            return None;
        };
        let day = case.process.day(self.now);
        let people = self.staff.of_group(&task.group, day, &mut case.rng);
        let command = Command::ClaimTask { task: instance.task_id(no) };
        let mut able = people.into_iter().filter_map(|it| self.staff.actor(&it.person));
        let by = able.find(|by| self.tried(case, Some(instance), &command, by).is_ok())?;
        Some((command, by))
    }

    /// Completes a task as the person who has it.
    pub(super) fn complete(&self, case: &mut Case, instance: &Instance, no: ActivationNo) -> Doing {
        let open = instance.activations.get(&no)?;
        let ActivationState::Task(task) = &open.state else { return None };
        let by = self.staff.actor(&task.assignee.as_ref()?.person)?;
        let process = std::sync::Arc::clone(&case.process);
        let (Element::UserTask(form) | Element::ManualTask(form)) =
            &process.definition.step(&open.step)?.element
        else {
            return None;
        };
        let is_first = case.rng.u32(..100) >= OTHER_OUTCOMES_PERCENT;
        for name in Self::outcomes(case, form, is_first) {
            let Some(outcome) = form.outcomes.get(&name) else { continue };
            for data in self.fillings(case, open.step.as_str(), &name) {
                let usual = self.completion(case, instance, form, &name, outcome);
                let task = instance.task_id(no);
                let make = |data: &Value| {
                    let completion = Completion { data: data.clone(), ..usual.clone() };
                    Command::CompleteTask { task: task.clone(), completion }
                };
                if let Some(command) = self.mended(case, Some(instance), &by, data, make) {
                    case.returned += u32::from(outcome.returns);
                    return Some((command, by));
                }
            }
        }
        None
    }

    /// Sends a message for which the case waits, or any other one.
    pub(super) fn answer(&self, case: &mut Case, instance: &Instance, no: ActivationNo) -> Doing {
        let ActivationState::Messages { awaited } = &instance.activations.get(&no)?.state else {
            return None;
        };
        let place = case.rng.usize(..awaited.len().max(1));
        let awaited = awaited.get(place)?;
        self.message(case, instance, &awaited.message, awaited.key.as_deref())
    }

    /// Sends a message.
    pub(super) fn message(
        &self,
        case: &mut Case,
        instance: &Instance,
        message: &str,
        key: Option<&str>,
    ) -> Doing {
        let by = match self.supervisor.filter(|_| instance.started_by != self.portal) {
            Some(person) => self.staff.actor(&person.person)?,
            None => self.program(),
        };
        let known = self.examples.messages.get(message).map_or(&[][..], Vec::as_slice);
        let data = self.drawn(case, known).unwrap_or_default();
        let make = |data: &Value| Command::ReceiveMessage {
            message: message.to_owned(),
            key: key.map(str::to_owned),
            data: data.clone(),
        };
        self.mended(case, Some(instance), &by, data, make).map(|command| (command, by))
    }

    /// What a worker outside gives back.
    pub(super) fn output(&self, case: &mut Case, worker: &str) -> Value {
        let known = self.examples.jobs.get(worker).map_or(&[][..], Vec::as_slice);
        self.drawn(case, known).unwrap_or_default()
    }

    /// Extends the deadline, by somebody of the unit that may.
    pub(super) fn extend(&self, case: &mut Case, instance: &Instance) -> Doing {
        let process = std::sync::Arc::clone(&case.process);
        let extension = process.definition.deadline.as_ref()?.extension.as_ref()?;
        let group = &process.definition.units.get(&extension.by)?.group;
        let extension = self.extension(case);
        let command = Command::Extend { extension };
        let people = self.staff.of_group(group, process.day(self.now), &mut case.rng);
        let mut able = people.into_iter().filter_map(|it| self.staff.actor(&it.person));
        let by = able.find(|by| self.tried(case, Some(instance), &command, by).is_ok())?;
        Some((command, by))
    }

    /// Notes something for colleagues, as whoever has a task of the case.
    pub(super) fn comment(&self, case: &mut Case, instance: &Instance) -> Doing {
        let holder = instance.activations.values().find_map(|open| match &open.state {
            ActivationState::Task(task) => task.assignee.as_ref(),
            _ => None,
        });
        let by = self.staff.actor(&holder?.person)?;
        let command =
            Command::Comment { text: super::words::draw(&self.words.notes, &mut case.rng) };
        self.tried(case, Some(instance), &command, &by).ok()?;
        Some((command, by))
    }

    /// A command of a supervisor.
    pub(super) fn supervise(&self, case: &Case, instance: &Instance, command: Command) -> Doing {
        let by = self.staff.actor(&self.supervisor?.person)?;
        self.tried(case, Some(instance), &command, &by).ok()?;
        Some((command, by))
    }

    fn application(&self, case: &mut Case) -> Value {
        let process = std::sync::Arc::clone(&case.process);
        let definition = &process.definition;
        let weights: Vec<f64> =
            self.examples.applications.iter().map(|it| f64::from(it.weight).sqrt()).collect();
        let Some(place) = super::arrivals::pick(&weights, &mut case.rng) else {
            return Value::default();
        };
        let example = &self.examples.applications[place];
        let today = process.day(self.now);
        let mut varied = std::mem::take(&mut case.varied);
        let mut around = Around { words: self.words, rng: &mut case.rng, today };
        let mut data = varied.data(example, &definition.data, &mut around);
        case.varied = varied;
        if let (Some(path), Some(number)) = (&definition.linked_case, self.decided)
            && field_at(definition, path.text()).is_some()
        {
            data.put(path.text(), Value::text(number.as_str()));
        }
        data
    }

    /// Who files: a program, or an officer with a paper in their hands.
    fn files(&self, case: &mut Case) -> Actor {
        let definition = &case.process.definition;
        let first = definition.steps.values().find_map(|step| step.unit.as_ref());
        let group =
            first.and_then(|unit| definition.units.get(unit)).map(|unit| unit.group.clone());
        if case.rng.u32(..100) < PAPER_PERCENT
            && let Some(group) = group
        {
            let day = case.process.day(self.now);
            let people = self.staff.of_group(&group, day, &mut case.rng);
            let files = people.into_iter().find(|it| it.roles.contains(&Role::Filing));
            if let Some(actor) = files.and_then(|it| self.staff.actor(&it.person)) {
                return actor;
            }
        }
        self.program()
    }

    fn program(&self) -> Actor {
        Actor::of_program(self.portal, [Role::Filing].into())
    }

    /// The outcomes to try, in order.
    fn outcomes(case: &mut Case, form: &UserTask, is_first: bool) -> Vec<String> {
        let mut others: Vec<String> = form
            .outcomes
            .iter()
            .skip(1)
            .filter(|(_, outcome)| !outcome.returns || case.returned < RETURNS_MAX)
            .map(|(name, _)| name.clone())
            .collect();
        case.rng.shuffle(&mut others);
        let first = form.outcomes.keys().next().cloned();
        if is_first {
            first.into_iter().chain(others).collect()
        } else {
            others.into_iter().chain(first).collect()
        }
    }

    /// What may be filled in at a step, the likeliest first, and nothing at last.
    fn fillings(&self, case: &mut Case, step: &str, outcome: &str) -> Vec<Value> {
        let known = self.examples.work.get(step).map_or(&[][..], Vec::as_slice);
        let fits = |it: &&Example| it.outcome.as_deref().is_none_or(|name| name == outcome);
        let fitting: Vec<Example> = known.iter().filter(fits).cloned().collect();
        let mut fillings: Vec<Value> =
            fitting.iter().map(|example| self.varied(case, example)).collect();
        // The first example is the usual one.
        if fillings.len() > 1 && case.rng.u32(..100) < OTHER_OUTCOMES_PERCENT {
            let place = case.rng.usize(1..fillings.len());
            fillings.swap(0, place);
        }
        fillings.push(Value::default());
        fillings
    }

    fn completion(
        &self,
        case: &mut Case,
        instance: &Instance,
        form: &UserTask,
        name: &str,
        outcome: &Outcome,
    ) -> Completion {
        let is_first = form.outcomes.keys().next().is_some_and(|first| first == name);
        let comment =
            outcome.returns.then(|| super::words::draw(&self.words.comments, &mut case.rng));
        Completion {
            outcome: Some(name.to_owned()),
            documents: form.checks.map(|_| self.documents(case, instance, is_first)),
            ground: outcome.demands_ground.then(|| self.ground(case)).flatten(),
            extension: outcome.extends_deadline.then(|| self.extension(case)),
            comment,
            ..Completion::default()
        }
    }

    /// All documents are there; for another outcome than the first one of them is not.
    fn documents(&self, case: &mut Case, instance: &Instance, is_first: bool) -> DocumentChecks {
        let demanded = case.process.demanded_documents(&instance.data, self.now);
        let demanded = demanded.unwrap_or_default();
        if is_first || demanded.is_empty() {
            return DocumentChecks::All;
        }
        let lacks = case.rng.usize(..demanded.len());
        let state = |place: usize| {
            if place == lacks { DocumentState::Missing } else { DocumentState::Present }
        };
        let each = demanded.into_iter().enumerate();
        DocumentChecks::Each(each.map(|(place, it)| (it.document, state(place))).collect())
    }

    fn ground(&self, case: &mut Case) -> Option<RefusalGround> {
        let grounds = &case.process.definition.grounds;
        let (name, ground) = grounds.get_index(case.rng.usize(..grounds.len().max(1)))?;
        let until = ground.until.as_ref().map(|_| case.process.day(self.now).to_string());
        let facts = &self.words.facts;
        let facts = facts.get(case.rng.usize(..facts.len().max(1))).cloned().unwrap_or_default();
        Some(RefusalGround { ground: name.clone(), facts, until })
    }

    fn extension(&self, case: &mut Case) -> ExtensionRequest {
        let extension = case.process.definition.deadline.as_ref();
        let most = extension.and_then(|it| it.extension.as_ref()).map_or(1, |it| it.up_to.count);
        let reasons = &self.words.reasons;
        let reason = reasons.get(case.rng.usize(..reasons.len().max(1))).cloned();
        let days = case.rng.u32(1..=most.max(1));
        ExtensionRequest { days, reason: reason.unwrap_or_default() }
    }

    fn drawn(&self, case: &mut Case, examples: &[Example]) -> Option<Value> {
        let example = examples.get(case.rng.usize(..examples.len().max(1)))?;
        Some(self.varied(case, example))
    }

    fn varied(&self, case: &mut Case, example: &Example) -> Value {
        let process = std::sync::Arc::clone(&case.process);
        let mut varied = std::mem::take(&mut case.varied);
        let today = process.day(self.now);
        let mut around = Around { words: self.words, rng: &mut case.rng, today };
        let data = varied.data(example, &process.definition.data, &mut around);
        case.varied = varied;
        data
    }

    /// The command with this data, mended by what its refusals ask for; none when that does not help.
    fn mended(
        &self,
        case: &mut Case,
        instance: Option<&Instance>,
        by: &Actor,
        mut data: Value,
        make: impl Fn(&Value) -> Command,
    ) -> Option<Command> {
        for _ in 0..MENDED_MAX {
            let command = make(&data);
            let Err(refusal) = self.tried(case, instance, &command, by) else {
                return Some(command);
            };
            if !self.mend(case, &mut data, &refusal) {
                return None;
            }
        }
        None
    }

    /// Fills in what was missing; says whether that was all there was to mend.
    fn mend(&self, case: &mut Case, data: &mut Value, refusal: &Rejection) -> bool {
        if refusal.code != RejectionCode::InvalidData || refusal.fields.is_empty() {
            return false;
        }
        let process = std::sync::Arc::clone(&case.process);
        let today = process.day(self.now);
        refusal.fields.iter().all(|fault| {
            let mut around = Around { words: self.words, rng: &mut case.rng, today };
            let value = missing(&process.definition, &fault.field, &mut around);
            let mended = fault.code == "required" && value.is_some();
            if let Some(value) = value.filter(|_| mended) {
                data.put(&fault.field, value);
            }
            mended
        })
    }

    /// What the engine says to the command.
    fn tried(
        &self,
        case: &Case,
        instance: Option<&Instance>,
        command: &Command,
        by: &Actor,
    ) -> Result<(), Rejection> {
        let request = Request { command: command.clone(), by: by.clone(), at: self.now };
        let id = instance.map_or_else(|| InstanceId::from(""), |it| it.id.clone());
        transition(&case.process, &id, instance, &request).map(drop)
    }
}

fn missing(definition: &Definition, path: &str, around: &mut Around<'_>) -> Option<Value> {
    let field = field_at(definition, path)?;
    let name = path.rsplit('.').next().unwrap_or(path);
    Some(fill::value(name, &field.kind, around))
}
