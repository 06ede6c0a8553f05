//! The outbox of the demonstration: every effect takes its place and its state, letters leave nowhere, and
//! documents are typeset for the last weeks only, so that half a year fits on a disk.

use std::time::Duration;

use jiff::Timestamp;
use reglament_core::effect::{EffectKind, Recipient};
use reglament_store::LeasedEffect;
use tokio::task::JoinSet;

use crate::app::App;
use crate::dispatch::DispatchError;
use crate::workers::{Papers, WorkerFault, calls, ladder};

/// Effects taken in one batch.
const BATCH_MAX: u32 = 256;
/// For so long an effect is ours; nobody else is there.
const LEASE: Duration = Duration::from_mins(1);

/// Delivers effects without a channel.
#[derive(Clone)]
pub(super) struct Post {
    pub app: App,
    pub papers: std::sync::Arc<Papers>,
    /// Documents are made from here on.
    pub typeset_from: Timestamp,
}

impl Post {
    /// Delivers all that waits; gives how many effects that were.
    pub(super) async fn deliver(&self, now: Timestamp) -> Result<u64, WorkerFault> {
        let mut delivered = 0;
        loop {
            let leased = self.app.store.lease_effects(now, LEASE, BATCH_MAX).await?;
            if leased.is_empty() {
                return Ok(delivered);
            }
            let mut running = JoinSet::new();
            for effect in leased {
                running.spawn(self.clone().one(effect, now));
            }
            while let Some(done) = running.join_next().await {
                done??;
                delivered += 1;
            }
        }
    }

    async fn one(self, leased: LeasedEffect, now: Timestamp) -> Result<(), WorkerFault> {
        let (effect, store) = (&leased.effect, self.app.store.as_ref());
        match &effect.kind {
            EffectKind::Notify { to: Recipient::Applicant { email: None, .. }, .. } => {
                store.effect_to_print(&effect.id, &leased.token, now).await?;
                return Ok(());
            }
            EffectKind::Document { document, variables } if now >= self.typeset_from => {
                self.papers.make(store, &effect.id, document, variables, now).await?;
            }
            EffectKind::Notify { .. } | EffectKind::Document { .. } | EffectKind::Mail(_) => {}
            EffectKind::Reassign { task, group, office } => {
                let given = ladder::reassign(&self.app, task, group, office.as_ref()).await;
                // Where nobody heads the group, it stands as in any installation.
                if let Err(DispatchError::Rejected(why)) = given {
                    let (id, token) = (&effect.id, &leased.token);
                    store.effect_failed(id, token, &why.to_string(), None).await?;
                    return Ok(());
                }
                given?;
            }
            EffectKind::StartCalled { .. }
            | EffectKind::ReturnToCaller { .. }
            | EffectKind::CancelCalled { .. } => calls::carry_out(&self.app, effect).await?,
        }
        store.effect_delivered(&effect.id, &leased.token, now).await?;
        Ok(())
    }
}
