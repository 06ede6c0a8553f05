//! PostgreSQL: for more than one machine. Nodes share nothing but the database: an instance is
//! guarded by its version, due work is taken with `for update skip locked` and a lease.
//!
//! Everything that writes is one statement (numbering a document is a transaction of three) and runs in
//! a task of its own. A transaction in the future of a caller that goes away could stay open on its pooled connection, and the commits of
//! the next callers on that connection would be lost with it.

mod audit;
pub(crate) mod bare;
mod commit;
mod documents;
mod editions;
mod facts;
mod guard;
mod inbox;
mod maps;
mod open;
mod organization;
mod outbox;
mod queries;
mod schedules;
mod work;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::event::Recorded;
use reglament_core::ids::{EditionId, EffectId, InstanceId, PersonId, ProcessId, TaskId};
use reglament_core::instance::Instance;
use reglament_core::rows::{InstanceRow, TaskRow, TimerRow};
use sqlx::PgPool;

use crate::Store;
use crate::audit::{AuditCount, AuditFilter, AuditRow, ChainHead, Checkpoint, EventText};
use crate::document::{DocumentOrder, DocumentPlace, DocumentRow, MadeDocument};
use crate::error::{CommitError, StoreError};
use crate::fact::{FactDay, FactRange, OpenCase, OpenTask, SavedReport};
use crate::inbox::TaskFilter;
use crate::model::{
    AuditEntry, Commit, EditionRow, InstanceFilter, LeasedEffect, LeasedJob, OutboxRow, Remembered,
    Session, Totals,
};
use crate::organization::{
    Absence, Guesses, Holder, OrganizationChange, OrganizationData, Person, Token,
};
use crate::prepared::Prepared;
use crate::schedule::{PlannedRun, RunRow, Schedule};

/// A store on a PostgreSQL server.
#[derive(Debug)]
pub struct PostgresStore {
    pool: PgPool,
}

/// Runs a write to its end, whether or not the caller waits for it.
async fn apart<T, E>(write: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    tokio::spawn(write).await.unwrap_or_else(|_| Err(StoreError::Unknown.into()))
}

#[async_trait]
impl Store for PostgresStore {
    fn backend(&self) -> &'static str {
        "postgres"
    }

    async fn close(&self) {
        self.pool.close().await;
    }

    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        apart(commit::commit(self.pool.clone(), Prepared::new(commit)?)).await
    }

    async fn instance(&self, id: &InstanceId) -> Result<Option<Instance>, StoreError> {
        queries::instance(&self.pool, id).await
    }

    async fn instances(&self, filter: &InstanceFilter) -> Result<Vec<InstanceRow>, StoreError> {
        queries::instances(&self.pool, filter).await
    }

    async fn events(
        &self,
        id: &InstanceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Recorded>, StoreError> {
        queries::events(&self.pool, id, after, limit).await
    }

    async fn remembered(&self, key: &str) -> Result<Option<Remembered>, StoreError> {
        queries::remembered(&self.pool, key).await
    }

    async fn tasks(&self, filter: &TaskFilter) -> Result<Vec<TaskRow>, StoreError> {
        inbox::tasks(&self.pool, filter).await
    }

    async fn task(&self, id: &TaskId) -> Result<Option<TaskRow>, StoreError> {
        queries::task(&self.pool, id).await
    }

    async fn totals(&self, now: Timestamp) -> Result<Totals, StoreError> {
        queries::totals(&self.pool, now).await
    }

    async fn due_timers(&self, now: Timestamp, limit: u32) -> Result<Vec<TimerRow>, StoreError> {
        apart(work::due_timers(self.pool.clone(), now, limit)).await
    }

    async fn next_timer(&self) -> Result<Option<Timestamp>, StoreError> {
        work::next_timer(&self.pool).await
    }

    async fn lease_jobs(
        &self,
        worker: &str,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<LeasedJob>, StoreError> {
        apart(work::lease_jobs(self.pool.clone(), worker.to_owned(), now, lease, limit)).await
    }

    async fn expired_jobs(&self, now: Timestamp, limit: u32) -> Result<Vec<LeasedJob>, StoreError> {
        work::expired_jobs(&self.pool, now, limit).await
    }

    async fn lease_effects(
        &self,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<LeasedEffect>, StoreError> {
        apart(outbox::lease(self.pool.clone(), now, lease, limit)).await
    }

    async fn effect_delivered(
        &self,
        id: &EffectId,
        token: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        apart(outbox::done(self.pool.clone(), id.clone(), token.to_owned(), "delivered", at)).await
    }

    async fn effect_failed(
        &self,
        id: &EffectId,
        token: &str,
        error: &str,
        retry_at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let (id, token, error) = (id.clone(), token.to_owned(), error.to_owned());
        apart(outbox::undelivered(self.pool.clone(), id, token, error, retry_at)).await
    }

    async fn effect_to_print(
        &self,
        id: &EffectId,
        token: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        apart(outbox::done(self.pool.clone(), id.clone(), token.to_owned(), "to_print", at)).await
    }

    async fn effects(&self, instance: &InstanceId) -> Result<Vec<OutboxRow>, StoreError> {
        outbox::effects(&self.pool, instance).await
    }

    async fn number_document(&self, order: &DocumentOrder) -> Result<DocumentPlace, StoreError> {
        apart(documents::number(self.pool.clone(), order.clone())).await
    }

    async fn keep_document(
        &self,
        effect: &EffectId,
        made: MadeDocument,
    ) -> Result<bool, StoreError> {
        apart(documents::keep(self.pool.clone(), effect.clone(), made)).await
    }

    async fn documents(&self, instance: &InstanceId) -> Result<Vec<DocumentRow>, StoreError> {
        documents::of_instance(&self.pool, instance).await
    }

    async fn document_by_code(&self, code: &str) -> Result<Option<DocumentRow>, StoreError> {
        documents::by_code(&self.pool, code).await
    }

    async fn document_content(&self, effect: &EffectId) -> Result<Option<Vec<u8>>, StoreError> {
        documents::content(&self.pool, effect).await
    }

    async fn attachment(
        &self,
        instance: &InstanceId,
        sha256: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        documents::attachment(&self.pool, instance, sha256).await
    }

    async fn put_edition(&self, edition: &EditionRow) -> Result<(), StoreError> {
        apart(editions::put_edition(self.pool.clone(), edition.clone())).await
    }

    async fn edition(&self, id: &EditionId) -> Result<Option<EditionRow>, StoreError> {
        editions::edition(&self.pool, id).await
    }

    async fn editions(&self, process: Option<&ProcessId>) -> Result<Vec<EditionRow>, StoreError> {
        editions::editions(&self.pool, process).await
    }

    async fn change_organization(
        &self,
        change: OrganizationChange,
    ) -> Result<Option<u64>, StoreError> {
        apart(organization::change(self.pool.clone(), change)).await
    }

    async fn organization_version(&self) -> Result<u64, StoreError> {
        organization::version(&self.pool).await
    }

    async fn organization(&self, after: Timestamp) -> Result<OrganizationData, StoreError> {
        apart(organization::whole(self.pool.clone(), after)).await
    }

    async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        organization::person(&self.pool, id).await
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        organization::people(&self.pool).await
    }

    async fn absences(
        &self,
        person: Option<&PersonId>,
        limit: u32,
    ) -> Result<Vec<Absence>, StoreError> {
        organization::absences(&self.pool, person, limit).await
    }

    async fn loads(&self, people: &[PersonId]) -> Result<Vec<(PersonId, u64)>, StoreError> {
        organization::loads(&self.pool, people).await
    }

    async fn token(&self, hash: &str) -> Result<Option<Token>, StoreError> {
        organization::token(&self.pool, hash).await
    }

    async fn tokens(&self, holder: &Holder) -> Result<Vec<Token>, StoreError> {
        organization::tokens(&self.pool, holder).await
    }

    async fn token_used(&self, hash: &str, day: Date) -> Result<(), StoreError> {
        apart(guard::use_token(self.pool.clone(), hash.to_owned(), day)).await
    }

    async fn guesses(&self, key: &str) -> Result<Option<Guesses>, StoreError> {
        guard::guesses(&self.pool, key).await
    }

    async fn count_guess(
        &self,
        key: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<Guesses, StoreError> {
        apart(guard::count_guess(self.pool.clone(), key.to_owned(), at, since)).await
    }

    async fn forget_guesses(&self, key: &str) -> Result<(), StoreError> {
        apart(guard::forget_guesses(self.pool.clone(), key.to_owned())).await
    }

    async fn put_way(
        &self,
        state: &str,
        body: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<(), StoreError> {
        let (state, body) = (state.to_owned(), body.to_owned());
        apart(guard::put_way(self.pool.clone(), state, body, at, since)).await
    }

    async fn take_way(&self, state: &str, since: Timestamp) -> Result<Option<String>, StoreError> {
        apart(guard::take_way(self.pool.clone(), state.to_owned(), since)).await
    }

    async fn move_session(&self, hash: &str, end: Timestamp) -> Result<(), StoreError> {
        apart(guard::move_session(self.pool.clone(), hash.to_owned(), end)).await
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        apart(guard::put_session(self.pool.clone(), session.clone())).await
    }

    async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
        guard::session(&self.pool, hash, now).await
    }

    async fn end_session(&self, hash: &str) -> Result<(), StoreError> {
        apart(guard::end_session(self.pool.clone(), hash.to_owned())).await
    }

    async fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        apart(audit::record(self.pool.clone(), entry.into())).await
    }

    async fn audit_of(
        &self,
        instance: &InstanceId,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        queries::audit_of(&self.pool, instance, limit).await
    }

    async fn facts(&self, range: &FactRange) -> Result<Vec<FactDay>, StoreError> {
        facts::read(&self.pool, range).await
    }

    async fn facts_size(&self, range: &FactRange) -> Result<Option<u64>, StoreError> {
        facts::size(&self.pool, range).await
    }

    async fn facts_by_case(&self, range: &FactRange) -> Result<Vec<FactDay>, StoreError> {
        facts::by_case(&self.pool, range).await
    }

    async fn open_cases(&self) -> Result<Vec<OpenCase>, StoreError> {
        facts::open_cases(&self.pool).await
    }

    async fn open_tasks(&self) -> Result<Vec<OpenTask>, StoreError> {
        facts::open_tasks(&self.pool).await
    }

    async fn put_report(&self, report: &SavedReport) -> Result<(), StoreError> {
        apart(facts::put_report(self.pool.clone(), report.clone())).await
    }

    async fn reports(&self) -> Result<Vec<SavedReport>, StoreError> {
        facts::reports(&self.pool).await
    }

    async fn forget_report(&self, id: &str) -> Result<bool, StoreError> {
        apart(facts::forget_report(self.pool.clone(), id.to_owned())).await
    }

    async fn audit_rows(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        audit::rows(&self.pool, filter).await
    }

    async fn audit_chain(
        &self,
        chain: &str,
        after: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        audit::of_chain(&self.pool, chain, after, limit).await
    }

    async fn audit_heads(
        &self,
        after: &str,
        only_new: bool,
        limit: u32,
    ) -> Result<Vec<ChainHead>, StoreError> {
        audit::heads(&self.pool, after, only_new, limit).await
    }

    async fn audit_head(&self, chain: &str) -> Result<Option<ChainHead>, StoreError> {
        audit::head(&self.pool, chain).await
    }

    async fn audit_unchained(&self, chain: &str) -> Result<u64, StoreError> {
        audit::unchained(&self.pool, chain).await
    }

    async fn audit_count(&self) -> Result<AuditCount, StoreError> {
        audit::count(&self.pool).await
    }

    async fn event_texts(
        &self,
        id: &InstanceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<EventText>, StoreError> {
        audit::events(&self.pool, id, after, limit).await
    }

    async fn heads_kept(&self, heads: &[ChainHead]) -> Result<(), StoreError> {
        apart(audit::kept(self.pool.clone(), heads.to_vec())).await
    }

    async fn put_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        apart(audit::put_checkpoint(self.pool.clone(), checkpoint.clone())).await
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<Checkpoint>, StoreError> {
        audit::checkpoints(&self.pool, limit).await
    }

    async fn begin_run(&self, schedule: &str, moment: Timestamp) -> Result<bool, StoreError> {
        apart(work::begin_run(self.pool.clone(), schedule.to_owned(), moment)).await
    }

    async fn last_run(&self, schedule: &str) -> Result<Option<Timestamp>, StoreError> {
        work::last_run(&self.pool, schedule).await
    }

    async fn put_schedule(&self, schedule: &Schedule) -> Result<(), StoreError> {
        apart(schedules::put(self.pool.clone(), schedule.clone())).await
    }

    async fn remove_schedule(&self, name: &str) -> Result<bool, StoreError> {
        apart(schedules::remove(self.pool.clone(), name.to_owned())).await
    }

    async fn schedules(&self) -> Result<Vec<Schedule>, StoreError> {
        schedules::all(&self.pool).await
    }

    async fn plan_run(&self, run: PlannedRun) -> Result<bool, StoreError> {
        apart(schedules::plan(self.pool.clone(), run)).await
    }

    async fn runs(&self, schedule: &str, limit: u32) -> Result<Vec<RunRow>, StoreError> {
        schedules::runs(&self.pool, schedule, limit).await
    }

    async fn run_mails(
        &self,
        schedule: &str,
        moment: Timestamp,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        schedules::mails(&self.pool, schedule, moment).await
    }

    async fn run_file(
        &self,
        schedule: &str,
        moment: Timestamp,
        name: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        schedules::file(&self.pool, schedule, moment, name).await
    }
}
