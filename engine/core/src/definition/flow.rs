//! What leads from one step to another: flows, how they meet, and boundary events.

use serde::{Deserialize, Serialize};

use crate::feel::Expression;
use crate::ids::StepId;
use crate::term::Term;

/// A sequence flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// The step it leads to.
    pub to: StepId,
    /// Taken when this holds; a flow of a gateway without a condition is its `otherwise`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Expression>,
    /// Taken when this happens: the flows of an event gateway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<FlowEvent>,
}

/// What an event gateway waits for at one of its flows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowEvent {
    /// A message.
    Message(AwaitedMessage),
    /// A term after the gateway began to wait.
    Timer(Term),
    /// A moment: an expression, evaluated when the gateway begins to wait.
    Until(Expression),
    /// A signal.
    Signal(String),
    /// A condition comes to hold.
    Condition(Expression),
}

/// A message and its correlation key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AwaitedMessage {
    /// The name of the message.
    pub message: String,
    /// The correlation key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Expression>,
}

impl Flow {
    /// A flow without a condition.
    pub const fn plain(to: StepId) -> Self {
        Self { to, when: None, event: None }
    }

    /// The message at which it is taken.
    pub const fn message(&self) -> Option<&AwaitedMessage> {
        match &self.event {
            Some(FlowEvent::Message(message)) => Some(message),
            _ => None,
        }
    }
}

/// How several flows that enter one step meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// Each arrival starts the step.
    #[default]
    Any,
    /// The step starts once every entering flow has arrived.
    All,
    /// The step starts once this many have arrived; later ones end there.
    Count(u32),
}

impl Join {
    /// Whether each arrival starts the step.
    pub const fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }
}

/// A boundary event of a step or of the whole process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Boundary {
    /// What sets it off.
    pub trigger: Trigger,
    /// Whether it ends the step it stands on.
    pub interrupting: bool,
    /// Where it leads.
    pub to: StepId,
}

/// What sets a boundary event off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A term after the step began.
    Timer(Term),
    /// A moment: an expression, evaluated when the step begins.
    Until(Expression),
    /// A signal.
    Signal(String),
    /// A condition comes to hold, once for each time the step begins.
    Condition(Expression),
    /// A message.
    Message(String),
    /// An error of the step, lasting this long if a term is given.
    Error {
        /// Its name.
        error: String,
        /// How long it must last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Term>,
    },
    /// An escalation of the step.
    Escalation(String),
    /// A threshold of the deadline.
    Deadline(super::Threshold),
}
