//! The steps of the road: load, decide, commit; again when another command was first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use reglament_core::command::{Actor, Command, Request};
use reglament_core::ids::InstanceId;
use reglament_core::instance::Instance;
use reglament_core::process::Process;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_core::rows::InstanceRow;
use reglament_core::transition::Transition;
use reglament_store::{AuditEntry, Commit, CommitError};

use super::error::{DispatchError, Fault};
use super::linked;
use super::moving::{self, Moving};
use super::reply::Reply;
use super::{Decide, Options, Shared, Target};
use crate::workers::Bells;

/// A command is decided at most this often; who loses every time is told to come back.
const ATTEMPTS_MAX: usize = 16;

/// A command on its way.
pub(crate) struct Errand {
    pub target: Target,
    pub command: Command,
    pub actor: Actor,
    pub options: Options,
}

/// What a command is decided on.
struct Ground {
    id: InstanceId,
    process: Arc<Process>,
    before: Option<Arc<Instance>>,
    /// Where it goes, when it changes its edition.
    moving: Option<Moving>,
    /// Whether the store was asked; if not, a refusal proves nothing.
    is_fresh: bool,
}

impl Shared {
    /// Takes a command down the road.
    pub(super) async fn carry_out(&self, mut errand: Errand) -> Result<Reply, DispatchError> {
        let _lane = match &errand.target {
            Target::New(_) | Target::NewOn(..) => None,
            Target::Instance(id) => Some(self.cache.lane(id).await),
        };
        let mut is_fresh = false;
        for _ in 0..ATTEMPTS_MAX {
            if let Some(reply) = self.given_before(&errand).await? {
                return Ok(reply);
            }
            let ground = self.ground(&errand, is_fresh).await?;
            let (id, asked) = (ground.id.clone(), ground.is_fresh);
            match self.attempt(&errand, ground).await {
                Ok(Some(reply)) => return Ok(reply),
                Err(error) if asked || !may_be_stale(&error) => {
                    // Between the look at the key and the decision the same request may have won.
                    return self.given_before(&errand).await?.ok_or(error);
                }
                // Another command was first, or what was kept here is old: look again.
                Ok(None) | Err(_) => {}
            }
            self.cache.forget(&id);
            is_fresh = true;
            errand.actor = self.again(&errand.actor).await?;
        }
        Err(DispatchError::Contended)
    }

    /// The sender with the rights that they have by now.
    async fn again(&self, actor: &Actor) -> Result<Actor, DispatchError> {
        if actor.credential().is_none_or(|credential| credential.organization.is_none()) {
            return Ok(actor.clone());
        }
        let now = self.clock.now();
        let roster = self.rosters.current(&*self.store, now).await.map_err(Fault::from)?;
        let gone = "your account was closed meanwhile; ask an administrator";
        let gone = || Rejection::new(RejectionCode::Forbidden, gone);
        Ok(roster.again(actor, now).ok_or_else(gone)?)
    }

    /// The reply that the key of this command was given before.
    async fn given_before(&self, errand: &Errand) -> Result<Option<Reply>, DispatchError> {
        let Some(key) = &errand.options.idempotency else { return Ok(None) };
        let remembered = self.store.remembered(key.key()).await.map_err(Fault::from)?;
        remembered.map(|remembered| key.repeat(&remembered)).transpose()
    }

    /// What the command is decided on: from the cache, or from the store.
    async fn ground(&self, errand: &Errand, fresh: bool) -> Result<Ground, DispatchError> {
        let catalogue = {
            let shared = self.catalogue.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            Arc::clone(&shared)
        };
        let id = match &errand.target {
            Target::New(process) => {
                // By the day on which it is filed: an edition comes into force at midnight.
                let today = self.clock.now().to_zoned(self.numbers.zone().clone()).date();
                let in_force = catalogue.in_force(process, today).cloned();
                let missing = || DispatchError::NoSuchProcess(process.clone());
                return Ok(self.new_ground(in_force.ok_or_else(missing)?));
            }
            Target::NewOn(process, edition) => {
                let found = catalogue.edition(edition);
                let found = found.filter(|found| found.definition.process == *process).cloned();
                let missing = || DispatchError::NoSuchEdition(process.clone(), edition.clone());
                return Ok(self.new_ground(found.ok_or_else(missing)?));
            }
            Target::Instance(id) => id,
        };
        let kept = if fresh { None } else { self.cache.get(id) };
        let is_fresh = kept.is_none();
        let instance = match kept {
            Some(kept) => kept,
            None => self.load(id).await?,
        };
        let no_edition =
            || Fault::NoEdition { instance: id.clone(), edition: instance.edition.clone() };
        let process = catalogue.edition(&instance.edition).cloned().ok_or_else(no_edition)?;
        let moving = moving::of(&errand.command, &instance, &catalogue, &*self.store).await?;
        Ok(Ground { id: id.clone(), process, before: Some(instance), moving, is_fresh })
    }

    fn new_ground(&self, process: Arc<Process>) -> Ground {
        let id = self.numbers.draw(self.clock.now());
        Ground { id, process, before: None, moving: None, is_fresh: true }
    }

    async fn load(&self, id: &InstanceId) -> Result<Arc<Instance>, DispatchError> {
        let instance = self.store.instance(id).await.map_err(Fault::from)?;
        let instance = instance.ok_or_else(|| DispatchError::NoSuchInstance(id.clone()))?;
        Ok(Arc::new(instance))
    }

    /// Decides and commits once. None when another command was first.
    async fn attempt(
        &self,
        errand: &Errand,
        ground: Ground,
    ) -> Result<Option<Reply>, DispatchError> {
        let expected_version = ground.before.as_ref().map_or(0, |instance| instance.version);
        if errand.options.if_match.is_some_and(|demanded| demanded != expected_version) {
            return Err(DispatchError::VersionMismatch { current: expected_version });
        }
        let at = self.clock.now();
        let transition = decide(self.decide, errand, &ground, at)?;
        let before = ground.before.as_deref();
        let process = ground.moving.as_ref().map_or(&ground.process, Moving::process);
        let linked = linked::check(&*self.store, process, before, &transition.after).await;
        linked.map_err(Fault::from)??;
        let after = Arc::new(transition.after.clone());
        let reply = Reply::of(&after);
        let commit = commit(errand, expected_version, transition, &reply, at)?;
        let (bells, news) = (Bells::of(&commit), self.live.before(before, &commit));
        match self.store.commit(commit).await {
            Ok(()) => {
                self.cache.put(&after);
                self.wake.ring(bells);
                self.live.tell(news);
                Ok(Some(reply))
            }
            Err(CommitError::Conflict | CommitError::OrganizationMoved) => Ok(None),
            Err(CommitError::LeaseLost) => Err(DispatchError::LeaseLost),
            Err(CommitError::Repeated(remembered)) => match &errand.options.idempotency {
                Some(key) => key.repeat(&remembered).map(Some),
                None => Ok(None),
            },
            Err(CommitError::Store(error)) => {
                // Whether it was committed is not known: what is kept here may be old now.
                self.cache.forget(&after.id);
                Err(Fault::from(error).into())
            }
        }
    }
}

/// Whether a fresh look at the instance could end otherwise.
const fn may_be_stale(error: &DispatchError) -> bool {
    matches!(error, DispatchError::Rejected(_) | DispatchError::VersionMismatch { .. })
}

/// The pure part. A panic in it is a fault of this one instance, not the end of the server.
fn decide(
    decide: Decide,
    errand: &Errand,
    ground: &Ground,
    at: Timestamp,
) -> Result<Transition, DispatchError> {
    let request = Request { command: errand.command.clone(), by: errand.actor.clone(), at };
    let decided = catch_unwind(AssertUnwindSafe(|| match (&ground.moving, &ground.before) {
        (Some(moving), Some(case)) => moving.decide(&ground.process, case, &request),
        _ => decide(&ground.process, &ground.id, ground.before.as_deref(), &request),
    }));
    match decided {
        Ok(decided) => Ok(decided?),
        Err(_) => Err(Fault::Panicked(ground.id.clone()).into()),
    }
}

/// Everything that the command changes, for one transaction.
pub(crate) fn commit(
    errand: &Errand,
    expected_version: u64,
    transition: Transition,
    reply: &Reply,
    at: Timestamp,
) -> Result<Commit, Fault> {
    let remember = errand.options.idempotency.as_ref();
    Ok(Commit {
        expected_version,
        audit: AuditEntry {
            at,
            actor: errand.actor.name().to_owned(),
            action: errand.command.name().to_owned(),
            instance: Some(reply.instance.clone()),
            detail: format!("version {}", reply.version),
        },
        instance: InstanceRow::of(&transition.after),
        events: transition.events,
        rows: transition.rows,
        outbox: transition.effects,
        remember: remember.map(|key| key.remember(reply, at)).transpose()?,
        lease: errand.options.lease.clone(),
        attachment: errand.options.attachment.clone(),
        organization: errand.actor.credential().and_then(|credential| credential.organization),
    })
}
