//! `ClaimTask`, `UnclaimTask`, `CompleteTask`: what people do.

use super::Deciding;
use super::extension::extension_of;
use super::flow::Place;
use super::hold::{checked, is_held};
use super::timer::completed;
use crate::access::{Action, TaskFacts, in_whose_name};
use crate::command::{Completion, DocumentChecks, DocumentState, RefusalGround};
use crate::data;
use crate::definition::{Checks, Element, Outcome, UserTask};
use crate::document::with_validity;
use crate::event::{ActivationNo, DueDate, Event};
use crate::ids::{PersonId, StepId, TaskId};
use crate::instance::{ActivationState, HeldDecision, Task};
use crate::rejection::{FieldFault, Rejection, RejectionCode};
use crate::requirement;
use crate::value::Value;

/// Who works a task, and in whose name.
#[derive(Clone)]
pub(super) struct By {
    pub(super) person: PersonId,
    pub(super) on_behalf_of: Option<PersonId>,
}

impl<'a> Deciding<'a> {
    pub(super) fn claim(&mut self, task: &TaskId) -> Result<(), Rejection> {
        let (no, place, task) = self.task(task)?;
        let by = self.whoever(&place, &task, |facts| Action::ClaimTask(facts))?;
        if task.assignee.as_ref().is_none_or(|holder| holder.person != by.person) {
            self.take_task(no, &place.step, &task, by)?;
        }
        Ok(())
    }

    /// A person takes a task. When it stood in a queue, its own term counts from here.
    fn take_task(
        &mut self,
        no: ActivationNo,
        step: &StepId,
        task: &Task,
        by: By,
    ) -> Result<(), Rejection> {
        let due = self.due_when_taken(step, task)?;
        let By { person, on_behalf_of } = by;
        self.emit(Event::TaskClaimed { no, person, on_behalf_of, due });
        self.arm_overdue(no, due);
        Ok(())
    }

    /// The due date of a step whose task leaves its queue now.
    pub(super) fn due_when_taken(
        &self,
        step: &StepId,
        task: &Task,
    ) -> Result<Option<DueDate>, Rejection> {
        let within = self.process.definition.step(step).and_then(|step| step.within);
        within.filter(|_| task.queue).map(|term| self.step_due(term)).transpose()
    }

    pub(super) fn unclaim(&mut self, task: &TaskId) -> Result<(), Rejection> {
        let (no, place, task) = self.task(task)?;
        self.with_facts(&place, &task, |facts| self.allow(&Action::UnclaimTask(facts)))?;
        let (person, on_behalf_of) = (self.person()?, self.stands_in_for(&task));
        self.emit(Event::TaskUnclaimed { no, person, on_behalf_of });
        Ok(())
    }

    pub(super) fn complete_task(
        &mut self,
        task: &TaskId,
        completion: &Completion,
    ) -> Result<(), Rejection> {
        let (no, place, task) = self.task(task)?;
        let by = self.whoever(&place, &task, |facts| Action::CompleteTask(facts))?;
        let user_task = self.user_task(&place.step)?;
        let data = data::folded_case(&self.process.definition, &completion.data);
        let completion = &Completion { data, ..completion.clone() };
        let (first, name, outcome) = chosen(user_task, completion)?;
        if outcome.extends_deadline {
            return self.extend_by_outcome(completion);
        }
        let after = self.view(place.scope).with(&completion.data);
        // What is refused or sent back may lack what the form asks for; that is why.
        let complete = !outcome.returns && (first || user_task.checks.is_none());
        let documents = self.check_documents(user_task, first, outcome, completion, &after);
        all_at_once([
            documents.as_ref().map(|_| ()).map_err(Clone::clone),
            self.check_ground(outcome, completion),
            self.check_form(user_task, completion, complete, &after),
            requirement::refuse(self.process.unmet_at(&place.step, Some(name), &after, self.at)),
            check_comment(outcome, completion),
        ])?;
        if task.assignee.as_ref().is_none_or(|holder| holder.person != by.person) {
            self.take_task(no, &place.step, &task, by.clone())?;
        }
        let recall = user_task.recall.filter(|_| !outcome.returns);
        let until = self.held_until(&task, recall)?;
        let By { person, on_behalf_of } = by;
        let completion = checked(completion, name, documents?);
        let decision = HeldDecision { person, on_behalf_of, completion, until: self.at };
        match until {
            Some(until) => {
                self.hold(no, HeldDecision { until, ..decision });
                Ok(())
            }
            None => self.finish(no, &place, decision),
        }
    }

    /// Completes a task as it was decided, and the token goes on.
    pub(super) fn finish(
        &mut self,
        no: ActivationNo,
        place: &Place,
        decision: HeldDecision,
    ) -> Result<(), Rejection> {
        let HeldDecision { person, on_behalf_of, completion, .. } = decision;
        let (_, name, outcome) = chosen(self.user_task(&place.step)?, &completion)?;
        let definition = &self.process.definition;
        let (data, items) = self.instance.placed(definition, place.scope, &completion.data);
        self.emit(Event::TaskCompleted {
            no,
            person,
            on_behalf_of,
            outcome: name.to_owned(),
            data,
            items,
            documents: completion.documents.clone(),
            ground: completion.ground.clone(),
            returned_to: outcome.to.clone().filter(|_| outcome.returns),
            comment: completion.comment.clone().filter(|_| outcome.returns),
        });
        self.note_names();
        if !outcome.returns {
            self.clock_event(|event| completed(event, &place.step, Some(name)))?;
        }
        match &outcome.to {
            // A step to which work is sent back begins at once, whatever its join waits for.
            Some(to) if outcome.returns => self.flow_to(place.beside(to), None),
            Some(to) => {
                self.note_undo(place);
                self.flow_to(place.beside(to), Some(&place.step));
            }
            None => self.go_on(place),
        }
        self.settle_pause()
    }

    fn extend_by_outcome(&mut self, completion: &Completion) -> Result<(), Rejection> {
        let Some(request) = &completion.extension else {
            return Err(Rejection::new(
                RejectionCode::ReasonRequired,
                "say by how many days the term is extended, and why",
            ));
        };
        let (deadline, extension) = extension_of(self.process)?;
        self.grant(deadline, extension, request)
    }

    /// An open task that no decision is held of.
    pub(super) fn task(&self, id: &TaskId) -> Result<(ActivationNo, Place, Task), Rejection> {
        let (no, place, task) = self.any_task(id)?;
        match &task.held {
            Some(decision) => Err(is_held(decision)),
            None => Ok((no, place, task)),
        }
    }

    pub(super) fn any_task(&self, id: &TaskId) -> Result<(ActivationNo, Place, Task), Rejection> {
        let found = self.activation(id.as_str());
        match found.map(|(no, open)| (no, open, &open.state)) {
            Some((no, open, ActivationState::Task(task))) => Ok((no, open.into(), task.clone())),
            _ => Err(Rejection::new(
                RejectionCode::NoSuchTask,
                "the task is done or unknown; look at the inbox again",
            )),
        }
    }

    fn user_task(&self, step: &StepId) -> Result<&'a UserTask, Rejection> {
        match self.process.definition.step(step).map(|step| &step.element) {
            Some(Element::UserTask(task) | Element::ManualTask(task)) => Ok(task),
            _ => Err(Rejection::new(
                RejectionCode::NoSuchTask,
                "the step of the task is not in its map",
            )),
        }
    }

    pub(super) fn person(&self) -> Result<PersonId, Rejection> {
        self.by().person().cloned().ok_or_else(|| {
            Rejection::new(RejectionCode::Forbidden, "only a person works tasks; sign in as one")
        })
    }

    /// Who does this to a task, and in whose name, if they may.
    pub(super) fn whoever(
        &self,
        place: &Place,
        task: &Task,
        action: impl for<'f> Fn(&'f TaskFacts<'f>) -> Action<'f>,
    ) -> Result<By, Rejection> {
        self.with_facts(place, task, |facts| {
            self.allow(&action(facts))?;
            let on_behalf_of = in_whose_name(self.by(), facts)?.cloned();
            Ok(By { person: self.person()?, on_behalf_of })
        })
    }

    /// The first outcome demands every document present and valid; each must be ticked off in any case.
    fn check_documents(
        &self,
        task: &UserTask,
        first: bool,
        outcome: &Outcome,
        completion: &Completion,
        after: &Value,
    ) -> Result<Option<DocumentChecks>, Rejection> {
        if task.checks != Some(Checks::Documents) || outcome.returns {
            return Ok(completion.documents.clone());
        }
        let demanded = self
            .process
            .demanded_documents(after, self.at)
            .map_err(|problem| Rejection::new(RejectionCode::DocumentsIncomplete, problem))?;
        let checks = completion.documents.as_ref();
        let checks = checks.map(|checks| with_validity(checks, &demanded));
        let faults: Vec<_> = demanded
            .iter()
            .filter_map(|demand| document_fault(&demand.document, first, checks.as_ref()))
            .collect();
        if faults.is_empty() { Ok(checks) } else { Err(not_acceptable(faults)) }
    }

    fn check_ground(&self, outcome: &Outcome, completion: &Completion) -> Result<(), Rejection> {
        if !outcome.demands_ground {
            return Ok(());
        }
        let stated = completion
            .ground
            .as_ref()
            .ok_or_else(|| ground_fault("ground", "choose a ground of the list"))?;
        self.check_stated(stated)
    }

    fn check_stated(&self, stated: &RefusalGround) -> Result<(), Rejection> {
        let ground = self.process.definition.grounds.get(&stated.ground).ok_or_else(|| {
            let known: Vec<_> =
                self.process.definition.grounds.keys().map(String::as_str).collect();
            ground_fault(
                "ground",
                &format!("`{}` is not one of {}", stated.ground, known.join(", ")),
            )
        })?;
        if stated.facts.ru.trim().is_empty() || stated.facts.kk.trim().is_empty() {
            return Err(ground_fault("ground.facts", "state the facts in Russian and in Kazakh"));
        }
        let until = stated.until.as_deref().unwrap_or_default().trim();
        if ground.until.is_some() && until.is_empty() {
            return Err(ground_fault("ground.until", "state until when the ground holds"));
        }
        Ok(())
    }

    fn check_form(
        &self,
        task: &UserTask,
        completion: &Completion,
        complete: bool,
        after: &Value,
    ) -> Result<(), Rejection> {
        let process = self.process;
        let mut faults = data::check_form(process, &task.form, &completion.data, self.filed_on());
        if complete {
            let scope = process.scope(after, self.at);
            faults.extend(data::missing_in_form(process, &task.form, after, &scope));
        }
        if faults.is_empty() { Ok(()) } else { Err(data::rejection(faults)) }
    }

    /// Notes who and what the case is about when the case data says otherwise than before.
    pub(super) fn note_names(&mut self) {
        self.name_applicant();
        self.link_case();
        self.name_office();
    }

    /// Notes the applicant's name when the case data tells another than before.
    fn name_applicant(&mut self) {
        let name = self.process.applicant_name(&self.instance.data, self.at);
        if name != self.instance.applicant {
            self.emit(Event::ApplicantNamed { name });
        }
    }

    /// Notes the office that the case belongs to when the case data names another than before.
    pub(super) fn name_office(&mut self) {
        let office = self.process.office(&self.instance.data, self.at);
        if office != self.instance.office {
            self.emit(Event::OfficeNamed { office });
        }
    }

    /// Notes the case that this one is about when the case data names another than before.
    pub(super) fn link_case(&mut self) {
        let to = self.process.linked_case(&self.instance.data, self.at);
        if to != self.instance.linked_to {
            self.emit(Event::CaseLinked { to });
        }
    }
}

/// The first refusal with the faults of all: a person mends a form once, not three times.
fn all_at_once(checks: [Result<(), Rejection>; 5]) -> Result<(), Rejection> {
    let refusals = checks.into_iter().filter_map(Result::err);
    let whole = refusals.reduce(|mut first, other| {
        first.fields.extend(other.fields);
        first.requirements.extend(other.requirements);
        first
    });
    whole.map_or(Ok(()), Err)
}

/// Names the documents at fault; when all there is is expired, says so.
fn not_acceptable(faults: Vec<FieldFault>) -> Rejection {
    let names: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    let names = names.join(", ");
    let (code, message) = if faults.iter().all(|fault| fault.code == "expired") {
        (RejectionCode::DocumentExpired, format!("these documents are not valid: {names}"))
    } else {
        let message = format!("these documents are missing, expired or not ticked off: {names}");
        (RejectionCode::DocumentsIncomplete, message)
    };
    Rejection { fields: faults, ..Rejection::new(code, message) }
}

/// Work is sent back with a reason: the next person must know what to mend.
fn check_comment(outcome: &Outcome, completion: &Completion) -> Result<(), Rejection> {
    let comment = completion.comment.as_deref().unwrap_or_default().trim();
    if !outcome.returns || !comment.is_empty() {
        return Ok(());
    }
    let message = "say why the work is sent back";
    let fault =
        FieldFault { field: "comment".to_owned(), code: "required", message: message.to_owned() };
    Err(Rejection { fields: vec![fault], ..required(message) })
}

/// Something is to be said, and was not.
pub(super) fn required(message: &str) -> Rejection {
    Rejection::new(RejectionCode::ReasonRequired, message)
}

/// The outcome that was chosen: whether it is the first, its name, and what it does.
fn chosen<'t>(
    task: &'t UserTask,
    completion: &'t Completion,
) -> Result<(bool, &'t str, &'t Outcome), Rejection> {
    let name = completion.outcome.as_deref();
    let found = task
        .outcomes
        .iter()
        .enumerate()
        .find(|(_, (known, _))| name.is_none_or(|name| name == *known));
    found.map(|(place, (known, outcome))| (place == 0, known.as_str(), outcome)).ok_or_else(|| {
        let known: Vec<_> = task.outcomes.keys().map(String::as_str).collect();
        Rejection::new(
            RejectionCode::UnknownOutcome,
            format!(
                "`{}` is no outcome of this task; choose one of {}",
                name.unwrap_or_default(),
                known.join(", ")
            ),
        )
    })
}

fn document_fault(
    document: &str,
    first: bool,
    checks: Option<&DocumentChecks>,
) -> Option<FieldFault> {
    let state = match checks {
        Some(DocumentChecks::All) => Some(DocumentState::Present),
        Some(DocumentChecks::Each(each)) => each.get(document).copied(),
        None => None,
    };
    let (code, message) = match state {
        None => ("required", "say whether it is present, missing or expired"),
        Some(DocumentState::Missing) if first => {
            ("missing", "without it the package cannot be accepted")
        }
        Some(DocumentState::Expired) if first => ("expired", "its validity has passed"),
        Some(_) => return None,
    };
    Some(FieldFault { field: document.to_owned(), code, message: message.to_owned() })
}

fn ground_fault(field: &str, message: &str) -> Rejection {
    let fault =
        FieldFault { field: field.to_owned(), code: "required", message: message.to_owned() };
    Rejection {
        fields: vec![fault],
        ..Rejection::new(
            RejectionCode::GroundRequired,
            format!("a refusal rests on a ground: {message}"),
        )
    }
}
