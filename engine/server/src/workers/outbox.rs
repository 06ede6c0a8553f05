//! The outbox: what the engine decided to tell is rendered and leaves by a channel.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_core::effect::{EffectKind, Mail};
use reglament_store::LeasedEffect;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::letters::{self, Letters, Post};
use super::papers::Papers;
use super::run::{Worker, WorkerFault};
use super::{calls, ladder};
use crate::app::App;
use crate::channels::{Channel, DeliveryError, Letter};
use crate::dispatch::DispatchError;

/// Effects taken in one batch: all of them are delivered at the same time, so that none waits while its
/// lease runs.
const OUTBOX_BATCH_MAX: u32 = 16;
/// For so long an effect is ours; after a crash nobody delivers it any sooner.
const LEASE: Duration = Duration::from_mins(1);
/// A delivery that takes longer is given up, before the lease ends and another node repeats it. A group
/// too large for it goes on with the next attempt where this one stopped.
const DELIVERY_TIME_MAX: Duration = Duration::from_secs(45);
/// An effect that failed this often is failed for good: it is counted on the overview and stays on the
/// case page with its reason. With the rests below that is after about two and a half days, so a mail
/// server that is down over a weekend costs nothing.
pub const DELIVERY_ATTEMPTS_MAX: u32 = 20;
/// The rest after the first failure; it doubles.
const RETRY_REST: Duration = Duration::from_secs(30);
/// The longest rest between two attempts.
const RETRY_REST_MAX: Duration = Duration::from_hours(6);
/// How many letters are remembered as delivered. When one letter to a group fails, the others are not
/// sent again; after a restart they are, with the same Message-ID.
const DELIVERED_MAX: usize = 10_000;

/// Delivers effects: at least once, always with the same id, in the order of their instance.
#[derive(Clone)]
pub struct Outbox {
    app: App,
    letters: Arc<Letters>,
    papers: Arc<Papers>,
    channel: Arc<dyn Channel>,
    delivered: Arc<Mutex<HashSet<String>>>,
}

/// What became of an effect.
enum Delivery {
    Delivered,
    ToPrint,
    Later(String),
    Never(String),
}

impl Outbox {
    /// The worker of this product, over this channel.
    pub fn new(
        app: App,
        letters: Arc<Letters>,
        papers: Arc<Papers>,
        channel: Arc<dyn Channel>,
    ) -> Self {
        Self { app, letters, papers, channel, delivered: Arc::default() }
    }

    /// Delivers one effect and notes what became of it.
    async fn handle(self, leased: LeasedEffect, now: Timestamp) -> Result<(), WorkerFault> {
        let delivery = self.try_to_deliver(leased.clone(), now).await;
        let (store, id, token) = (&self.app.store, &leased.effect.id, leased.token.as_str());
        let attempt = leased.attempts + 1;
        let is_ours = match delivery {
            Delivery::Delivered => store.effect_delivered(id, token, self.app.clock.now()).await?,
            Delivery::ToPrint => store.effect_to_print(id, token, self.app.clock.now()).await?,
            Delivery::Later(reason) if attempt < DELIVERY_ATTEMPTS_MAX => {
                tracing::warn!(effect = %id, attempt, %reason, "a message waits to be delivered");
                let retry_at = now.saturating_add(rest(attempt)).unwrap_or(Timestamp::MAX);
                store.effect_failed(id, token, &reason, Some(retry_at)).await?
            }
            Delivery::Later(reason) | Delivery::Never(reason) => {
                tracing::error!(effect = %id, attempt, %reason, "a message is not delivered");
                store.effect_failed(id, token, &reason, None).await?
            }
        };
        if !is_ours {
            tracing::warn!(effect = %id, "the lease of a message ran out before its delivery was noted");
        }
        Ok(())
    }

    /// A delivery that ends, whatever a template or a channel does.
    async fn try_to_deliver(&self, leased: LeasedEffect, now: Timestamp) -> Delivery {
        let mut work = JoinSet::new();
        let outbox = self.clone();
        work.spawn(async move { outbox.deliver(&leased, now).await });
        match tokio::time::timeout(DELIVERY_TIME_MAX, work.join_next()).await {
            Ok(Some(Ok(delivery))) => delivery,
            Ok(_) => Delivery::Later("the delivery broke off: a bug, see the log".to_owned()),
            Err(_) => Delivery::Later("the delivery took too long".to_owned()),
        }
    }

    async fn deliver(&self, leased: &LeasedEffect, now: Timestamp) -> Delivery {
        match &leased.effect.kind {
            EffectKind::Notify { .. } => self.send(leased, now).await,
            EffectKind::Mail(mail) => self.mail(leased, mail, now).await,
            EffectKind::StartCalled { .. }
            | EffectKind::ReturnToCaller { .. }
            | EffectKind::CancelCalled { .. } => {
                match calls::carry_out(&self.app, &leased.effect).await {
                    Ok(()) => Delivery::Delivered,
                    Err(error) => Delivery::Later(error.to_string()),
                }
            }
            EffectKind::Reassign { task, group, office } => {
                match ladder::reassign(&self.app, task, group, office.as_ref()).await {
                    Ok(()) => Delivery::Delivered,
                    // The rules will not say otherwise tomorrow: a person must look.
                    Err(DispatchError::Rejected(why)) => Delivery::Never(why.to_string()),
                    Err(error) => Delivery::Later(error.to_string()),
                }
            }
            EffectKind::Document { document, variables } => {
                let (store, id) = (self.app.store.as_ref(), &leased.effect.id);
                // The template may be mended: later is another day.
                match self.papers.make(store, id, document, variables, now).await {
                    Ok(()) => Delivery::Delivered,
                    Err(error) => Delivery::Later(error.to_string()),
                }
            }
        }
    }

    async fn send(&self, leased: &LeasedEffect, now: Timestamp) -> Delivery {
        let letters = match self.letters.of(&self.app, &leased.effect, now).await {
            Ok(Post::Print) => return Delivery::ToPrint,
            Ok(Post::Send(letters)) => letters,
            // A reminder for nobody must not hold up what the applicant waits for.
            Err(error) if error.is_for_nobody_on_duty() => {
                return Delivery::Never(error.to_string());
            }
            // The words may be mended, people may join the group: later is another day.
            Err(error) => return Delivery::Later(error.to_string()),
        };
        let (mut later, mut never) = (None, None);
        for letter in letters {
            match self.hand_over(&letter).await {
                Ok(()) => {}
                Err(DeliveryError::Later(reason)) => later = Some(reason),
                Err(DeliveryError::Never(reason)) => never = Some(reason),
            }
        }
        match (later, never) {
            (Some(reason), _) => Delivery::Later(reason),
            (None, Some(reason)) => Delivery::Never(reason),
            (None, None) => Delivery::Delivered,
        }
    }

    /// Sends a mail of a schedule with the files of its run.
    async fn mail(&self, leased: &LeasedEffect, mail: &Mail, now: Timestamp) -> Delivery {
        let letter = match letters::of_schedule(&*self.app.store, &leased.effect, mail, now).await {
            Ok(letter) => letter,
            Err(error) => return Delivery::Later(error.to_string()),
        };
        match self.hand_over(&letter).await {
            Ok(()) => Delivery::Delivered,
            Err(DeliveryError::Later(reason)) => Delivery::Later(reason),
            Err(DeliveryError::Never(reason)) => Delivery::Never(reason),
        }
    }

    /// Hands a letter to the channel, unless this was done a moment ago.
    async fn hand_over(&self, letter: &Letter) -> Result<(), DeliveryError> {
        let remembered = || self.delivered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered().contains(&letter.id) {
            return Ok(());
        }
        self.channel.deliver(letter).await?;
        let mut remembered = remembered();
        if remembered.len() >= DELIVERED_MAX {
            remembered.clear();
        }
        remembered.insert(letter.id.clone());
        Ok(())
    }
}

/// How long to rest after this many attempts.
fn rest(attempts: u32) -> Duration {
    RETRY_REST.saturating_mul(1 << attempts.saturating_sub(1).min(16)).min(RETRY_REST_MAX)
}

#[async_trait]
impl Worker for Outbox {
    fn name(&self) -> &'static str {
        "outbox"
    }

    async fn run_once(&self, now: Timestamp) -> Result<usize, WorkerFault> {
        let leased = self.app.store.lease_effects(now, LEASE, OUTBOX_BATCH_MAX).await?;
        let count = leased.len();
        let mut running = JoinSet::new();
        for leased in leased {
            running.spawn(self.clone().handle(leased, now));
        }
        let mut fault = None;
        while let Some(done) = running.join_next().await {
            // One that could not be noted is leased again later; the others go on.
            fault = done.map_err(WorkerFault::from).and_then(|noted| noted).err().or(fault);
        }
        fault.map_or(Ok(count), Err)
    }

    async fn next(&self, now: Timestamp) -> Result<Option<Timestamp>, WorkerFault> {
        // What failed is tried again after its rest; the store is asked for it at short intervals.
        Ok(now.checked_add(Duration::from_secs(5)).ok())
    }

    fn bell<'a>(&'a self, app: &'a App) -> &'a Notify {
        &app.dispatcher.wake().outbox
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekend_without_a_mail_server_is_survived() {
        assert_eq!(rest(1), RETRY_REST);
        assert_eq!(rest(2), RETRY_REST * 2);
        assert_eq!(rest(40), RETRY_REST_MAX);
        let whole: Duration = (1..DELIVERY_ATTEMPTS_MAX).map(rest).sum();
        assert!(whole > Duration::from_hours(60), "{whole:?}");
    }
}
