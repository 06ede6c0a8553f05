//! Refusals on record: who tried what they may not do, and with which case.

use axum::http::StatusCode;
use reglament_core::command::Actor;
use reglament_core::rejection::Rejection;
use reglament_store::AuditEntry;

use super::error::{DispatchError, Fault};
use super::reply::Reply;
use super::road::Errand;
use super::{Shared, Target};
use crate::api::problem::Code;

impl Shared {
    /// Takes a command down the road; when its sender may not give it, that goes on record.
    pub(super) async fn carry_out_on_record(&self, errand: Errand) -> Result<Reply, DispatchError> {
        let entry = self.entry(&errand);
        let done = self.carry_out(errand).await;
        if let (Err(DispatchError::Rejected(rejection)), Some(mut entry)) = (&done, entry)
            && is_denial(rejection)
        {
            entry.detail = format!("{}: {}", entry.detail, rejection.code.as_str());
            self.store.audit(&entry).await.map_err(Fault::from)?;
        }
        done
    }

    /// The entry of a refusal; the engine itself refuses itself nothing.
    fn entry(&self, errand: &Errand) -> Option<AuditEntry> {
        let instance = match &errand.target {
            Target::Instance(id) => Some(id.clone()),
            Target::New(_) | Target::NewOn(..) => None,
        };
        (errand.actor != Actor::Engine).then(|| AuditEntry {
            at: self.clock.now(),
            actor: errand.actor.name().to_owned(),
            action: "refused".to_owned(),
            instance,
            detail: errand.command.name().to_owned(),
        })
    }
}

/// Whether somebody did what they may not do; what is only wrong or late is no denial.
fn is_denial(rejection: &Rejection) -> bool {
    Code::Rejected(rejection.code).status() == StatusCode::FORBIDDEN
}
