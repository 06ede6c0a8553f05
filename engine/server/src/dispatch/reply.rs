//! What a command made of its instance, as its sender sees it.

use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::ids::{EditionId, InstanceId, ProcessId, StepId};
use reglament_core::instance::{ActivationState, Instance, InstanceState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An instance in short: where it stands and what it waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reply {
    /// The number of the case.
    #[schema(value_type = String, example = "26112203600123")]
    pub instance: InstanceId,
    /// Its process.
    #[schema(value_type = String, example = "library-card")]
    pub process: ProcessId,
    /// The edition of the map that it runs.
    #[schema(value_type = String)]
    pub edition: EditionId,
    /// Its version: the number of its events. The `ETag` of the case.
    pub version: u64,
    /// `running`, `ended` or `cancelled`.
    #[schema(example = "running")]
    pub state: String,
    /// The end event that it reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub ended_at_step: Option<StepId>,
    /// The status that the applicant sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The state of its SLA clock: `idle`, `running`, `paused`, `met` or `breached`.
    #[schema(example = "running")]
    pub clock: String,
    /// The last day of the term, once it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// The moment at which the term ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    /// The open tasks.
    pub tasks: Vec<OpenTask>,
    /// The jobs that wait for a worker.
    pub jobs: Vec<OpenJob>,
    /// What a person must look at.
    pub incidents: Vec<OpenIncident>,
}

/// An open task of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenTask {
    /// The task.
    #[schema(example = "26112203600123.2")]
    pub task: String,
    /// Its step.
    #[schema(value_type = String, example = "intake")]
    pub step: StepId,
    /// The item of a list that it is for; absent when it is for the whole case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(example = "")]
    pub item: String,
    /// The group that works it.
    pub group: String,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// It is decided, and may be recalled until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub held_until: Option<Timestamp>,
}

/// A job of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenJob {
    /// The job.
    pub job: String,
    /// Its step.
    #[schema(value_type = String, example = "register_check")]
    pub step: StepId,
    /// The item of a list that it is for; absent when it is for the whole case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(example = "")]
    pub item: String,
    /// The worker that it waits for.
    #[schema(example = "special-register")]
    pub worker: String,
}

/// An incident of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenIncident {
    /// The incident.
    pub incident: String,
    /// The step that it stopped.
    #[schema(value_type = String)]
    pub step: StepId,
    /// A stable code.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Reply {
    /// The instance in short.
    pub fn of(instance: &Instance) -> Self {
        let (state, ended_at_step) = match &instance.state {
            InstanceState::Running => ("running", None),
            InstanceState::Ended { step, .. } => ("ended", Some(step.clone())),
            InstanceState::Cancelled { .. } => ("cancelled", None),
        };
        let due = instance.clock.figures().map(|figures| figures.due);
        let mut reply = Self {
            instance: instance.id.clone(),
            process: instance.process.clone(),
            edition: instance.edition.clone(),
            version: instance.version,
            state: state.to_owned(),
            ended_at_step,
            status: instance.status.clone(),
            clock: instance.clock.name().to_owned(),
            due: due.map(|due| due.date),
            due_at: due.map(|due| due.at),
            tasks: Vec::new(),
            jobs: Vec::new(),
            incidents: Vec::new(),
        };
        reply.add_open(instance);
        reply
    }

    fn add_open(&mut self, instance: &Instance) {
        for (no, activation) in &instance.activations {
            let step = activation.step.clone();
            match &activation.state {
                ActivationState::Task(task) => self.tasks.push(OpenTask {
                    task: instance.task_id(*no).to_string(),
                    step,
                    item: instance.label(activation.scope),
                    group: task.group.to_string(),
                    assignee: task.assignee.as_ref().map(|holder| holder.person.to_string()),
                    held_until: task.held.as_ref().map(|held| held.until),
                }),
                ActivationState::Job(job) => self.jobs.push(OpenJob {
                    job: instance.job_id(*no).to_string(),
                    step,
                    item: instance.label(activation.scope),
                    worker: job.worker.clone(),
                }),
                ActivationState::Incident(incident) => self.incidents.push(OpenIncident {
                    incident: instance.incident_id(*no).to_string(),
                    step,
                    code: incident.code.clone(),
                    message: incident.message.clone(),
                }),
                ActivationState::Entered
                | ActivationState::Timer
                | ActivationState::Call { .. }
                | ActivationState::Messages { .. }
                | ActivationState::Runs(_)
                | ActivationState::Undoing { .. } => {}
            }
        }
    }
}
