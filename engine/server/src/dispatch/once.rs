//! Commands that are carried out once, however often they are sent.

use jiff::Timestamp;
use reglament_core::command::Actor;
use reglament_store::Remembered;

use super::error::{DispatchError, Fault};
use super::reply::Reply;

/// The key of a request, and what the request was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    key: String,
    request_hash: String,
}

impl Idempotency {
    /// A key of this sender for a request with this hash. Two senders may choose the same key: it
    /// counts for each of them alone.
    pub fn new(sender: &Actor, key: &str, request_hash: impl Into<String>) -> Self {
        let kind = match sender {
            Actor::Person { .. } => "person",
            Actor::Program { .. } => "program",
            Actor::Engine => "engine",
        };
        Self { key: format!("{kind}/{}/{key}", sender.name()), request_hash: request_hash.into() }
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The reply that was given to this key before; an error if it was for another request.
    pub(super) fn repeat(&self, remembered: &Remembered) -> Result<Reply, DispatchError> {
        if remembered.request_hash != self.request_hash {
            return Err(DispatchError::KeyReused);
        }
        Self::given(remembered)
    }

    /// The reply that was given to this key before, whatever the request was.
    pub(super) fn given(remembered: &Remembered) -> Result<Reply, DispatchError> {
        Ok(serde_json::from_str(&remembered.answer).map_err(Fault::from)?)
    }

    /// What is to be remembered of this reply.
    pub(super) fn remember(&self, reply: &Reply, at: Timestamp) -> Result<Remembered, Fault> {
        Ok(Remembered {
            key: self.key.clone(),
            request_hash: self.request_hash.clone(),
            answer: serde_json::to_string(reply)?,
            at,
        })
    }
}
