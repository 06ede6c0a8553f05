//! SQLite: the embedded default. One writer that commits the waiting commands of many callers in
//! one transaction, readers beside it.

mod audit;
pub(crate) mod bare;
mod batch;
mod chains;
mod documents;
mod editions;
mod facts;
mod gone;
mod guard;
mod inbox;
mod maps;
mod open;
mod organization;
mod outbox;
mod queries;
mod rows;
mod schedules;
mod work;
mod writer;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::event::Recorded;
use reglament_core::ids::{EditionId, EffectId, InstanceId, PersonId, ProcessId, TaskId};
use reglament_core::instance::Instance;
use reglament_core::rows::{InstanceRow, TaskRow, TimerRow};
use sqlx::SqlitePool;

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
use crate::{Store, sqlite::writer::Writer};

/// A store in one file.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Writer,
    readers: SqlitePool,
}

#[async_trait]
impl Store for SqliteStore {
    fn backend(&self) -> &'static str {
        "sqlite"
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        self.writer.commit(Prepared::new(commit)?).await
    }

    async fn instance(&self, id: &InstanceId) -> Result<Option<Instance>, StoreError> {
        queries::instance(&self.readers, id).await
    }

    async fn instances(&self, filter: &InstanceFilter) -> Result<Vec<InstanceRow>, StoreError> {
        queries::instances(&self.readers, filter).await
    }

    async fn events(
        &self,
        id: &InstanceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Recorded>, StoreError> {
        queries::events(&self.readers, id, after, limit).await
    }

    async fn remembered(&self, key: &str) -> Result<Option<Remembered>, StoreError> {
        queries::remembered(&self.readers, key).await
    }

    async fn tasks(&self, filter: &TaskFilter) -> Result<Vec<TaskRow>, StoreError> {
        inbox::tasks(&self.readers, filter).await
    }

    async fn task(&self, id: &TaskId) -> Result<Option<TaskRow>, StoreError> {
        queries::task(&self.readers, id).await
    }

    async fn totals(&self, now: Timestamp) -> Result<Totals, StoreError> {
        queries::totals(&self.readers, now).await
    }

    async fn due_timers(&self, now: Timestamp, limit: u32) -> Result<Vec<TimerRow>, StoreError> {
        work::due_timers(&self.readers, now, limit).await
    }

    async fn next_timer(&self) -> Result<Option<Timestamp>, StoreError> {
        work::next_timer(&self.readers).await
    }

    async fn lease_jobs(
        &self,
        worker: &str,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<LeasedJob>, StoreError> {
        self.writer.write(work::LeaseJobs::new(worker, now, lease, limit)?).await
    }

    async fn expired_jobs(&self, now: Timestamp, limit: u32) -> Result<Vec<LeasedJob>, StoreError> {
        work::expired_jobs(&self.readers, now, limit).await
    }

    async fn lease_effects(
        &self,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<LeasedEffect>, StoreError> {
        if !outbox::any_waits(&self.readers, now).await? {
            return Ok(Vec::new());
        }
        self.writer.write(outbox::Lease::new(now, lease, limit)?).await
    }

    async fn effect_delivered(
        &self,
        id: &EffectId,
        token: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.writer.write(outbox::Done::new(id, token, "delivered", at)?).await
    }

    async fn effect_failed(
        &self,
        id: &EffectId,
        token: &str,
        error: &str,
        retry_at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        self.writer.write(outbox::Undelivered::new(id, token, error, retry_at)?).await
    }

    async fn effect_to_print(
        &self,
        id: &EffectId,
        token: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.writer.write(outbox::Done::new(id, token, "to_print", at)?).await
    }

    async fn effects(&self, instance: &InstanceId) -> Result<Vec<OutboxRow>, StoreError> {
        outbox::effects(&self.readers, instance).await
    }

    async fn number_document(&self, order: &DocumentOrder) -> Result<DocumentPlace, StoreError> {
        self.writer.write(documents::Number(order.clone())).await
    }

    async fn keep_document(
        &self,
        effect: &EffectId,
        made: MadeDocument,
    ) -> Result<bool, StoreError> {
        self.writer.write(documents::Keep { effect: effect.clone(), made }).await
    }

    async fn documents(&self, instance: &InstanceId) -> Result<Vec<DocumentRow>, StoreError> {
        documents::of_instance(&self.readers, instance).await
    }

    async fn document_by_code(&self, code: &str) -> Result<Option<DocumentRow>, StoreError> {
        documents::by_code(&self.readers, code).await
    }

    async fn document_content(&self, effect: &EffectId) -> Result<Option<Vec<u8>>, StoreError> {
        documents::content(&self.readers, effect).await
    }

    async fn attachment(
        &self,
        instance: &InstanceId,
        sha256: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        documents::attachment(&self.readers, instance, sha256).await
    }

    async fn put_edition(&self, edition: &EditionRow) -> Result<(), StoreError> {
        self.writer.write(editions::PutEdition(edition.clone())).await
    }

    async fn edition(&self, id: &EditionId) -> Result<Option<EditionRow>, StoreError> {
        editions::edition(&self.readers, id).await
    }

    async fn editions(&self, process: Option<&ProcessId>) -> Result<Vec<EditionRow>, StoreError> {
        editions::editions(&self.readers, process).await
    }

    async fn change_organization(
        &self,
        change: OrganizationChange,
    ) -> Result<Option<u64>, StoreError> {
        self.writer.write(organization::ChangeOrganization(change)).await
    }

    async fn organization_version(&self) -> Result<u64, StoreError> {
        organization::version(&self.readers).await
    }

    async fn organization(&self, after: Timestamp) -> Result<OrganizationData, StoreError> {
        organization::whole(&self.readers, after).await
    }

    async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        organization::person(&self.readers, id).await
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        organization::people(&self.readers).await
    }

    async fn absences(
        &self,
        person: Option<&PersonId>,
        limit: u32,
    ) -> Result<Vec<Absence>, StoreError> {
        organization::absences(&self.readers, person, limit).await
    }

    async fn loads(&self, people: &[PersonId]) -> Result<Vec<(PersonId, u64)>, StoreError> {
        organization::loads(&self.readers, people).await
    }

    async fn token(&self, hash: &str) -> Result<Option<Token>, StoreError> {
        organization::token(&self.readers, hash).await
    }

    async fn tokens(&self, holder: &Holder) -> Result<Vec<Token>, StoreError> {
        organization::tokens(&self.readers, holder).await
    }

    async fn token_used(&self, hash: &str, day: Date) -> Result<(), StoreError> {
        self.writer.write(guard::UseToken(hash.to_owned(), day)).await
    }

    async fn guesses(&self, key: &str) -> Result<Option<Guesses>, StoreError> {
        guard::guesses(&self.readers, key).await
    }

    async fn count_guess(
        &self,
        key: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<Guesses, StoreError> {
        self.writer.write(guard::CountGuess { key: key.to_owned(), at, since }).await
    }

    async fn forget_guesses(&self, key: &str) -> Result<(), StoreError> {
        self.writer.write(guard::ForgetGuesses(key.to_owned())).await
    }

    async fn put_way(
        &self,
        state: &str,
        body: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<(), StoreError> {
        let (state, body) = (state.to_owned(), body.to_owned());
        self.writer.write(guard::PutWay { state, body, at, since }).await
    }

    async fn take_way(&self, state: &str, since: Timestamp) -> Result<Option<String>, StoreError> {
        self.writer.write(guard::TakeWay(state.to_owned(), since)).await
    }

    async fn move_session(&self, hash: &str, end: Timestamp) -> Result<(), StoreError> {
        self.writer.write(guard::MoveSession(hash.to_owned(), end)).await
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.writer.write(guard::PutSession(session.clone())).await
    }

    async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
        guard::session(&self.readers, hash, now).await
    }

    async fn end_session(&self, hash: &str) -> Result<(), StoreError> {
        self.writer.write(guard::EndSession(hash.to_owned())).await
    }

    async fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.writer.write(chains::Audit(entry.into())).await
    }

    async fn audit_of(
        &self,
        instance: &InstanceId,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        queries::audit_of(&self.readers, instance, limit).await
    }

    async fn facts(&self, range: &FactRange) -> Result<Vec<FactDay>, StoreError> {
        facts::read(&self.writer, &self.readers, range).await
    }

    async fn facts_size(&self, range: &FactRange) -> Result<Option<u64>, StoreError> {
        facts::size(&self.readers, range).await
    }

    async fn facts_by_case(&self, range: &FactRange) -> Result<Vec<FactDay>, StoreError> {
        facts::by_case(&self.readers, range).await
    }

    async fn open_cases(&self) -> Result<Vec<OpenCase>, StoreError> {
        facts::open_cases(&self.readers).await
    }

    async fn open_tasks(&self) -> Result<Vec<OpenTask>, StoreError> {
        facts::open_tasks(&self.readers).await
    }

    async fn put_report(&self, report: &SavedReport) -> Result<(), StoreError> {
        self.writer.write(facts::PutReport(report.clone())).await
    }

    async fn reports(&self) -> Result<Vec<SavedReport>, StoreError> {
        facts::reports(&self.readers).await
    }

    async fn forget_report(&self, id: &str) -> Result<bool, StoreError> {
        self.writer.write(facts::ForgetReport(id.to_owned())).await
    }

    async fn audit_rows(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        audit::rows(&self.readers, filter).await
    }

    async fn audit_chain(
        &self,
        chain: &str,
        after: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        audit::of_chain(&self.readers, chain, after, limit).await
    }

    async fn audit_heads(
        &self,
        after: &str,
        only_new: bool,
        limit: u32,
    ) -> Result<Vec<ChainHead>, StoreError> {
        audit::heads(&self.readers, after, only_new, limit).await
    }

    async fn audit_head(&self, chain: &str) -> Result<Option<ChainHead>, StoreError> {
        audit::head(&self.readers, chain).await
    }

    async fn audit_unchained(&self, chain: &str) -> Result<u64, StoreError> {
        audit::unchained(&self.readers, chain).await
    }

    async fn audit_count(&self) -> Result<AuditCount, StoreError> {
        audit::count(&self.readers).await
    }

    async fn event_texts(
        &self,
        id: &InstanceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<EventText>, StoreError> {
        audit::events(&self.readers, id, after, limit).await
    }

    async fn heads_kept(&self, heads: &[ChainHead]) -> Result<(), StoreError> {
        self.writer.write(audit::Kept(heads.to_vec())).await
    }

    async fn put_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.writer.write(audit::PutCheckpoint(checkpoint.clone())).await
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<Checkpoint>, StoreError> {
        audit::checkpoints(&self.readers, limit).await
    }

    async fn begin_run(&self, schedule: &str, moment: Timestamp) -> Result<bool, StoreError> {
        self.writer.write(work::BeginRun::new(schedule, moment)).await
    }

    async fn last_run(&self, schedule: &str) -> Result<Option<Timestamp>, StoreError> {
        work::last_run(&self.readers, schedule).await
    }

    async fn put_schedule(&self, schedule: &Schedule) -> Result<(), StoreError> {
        self.writer.write(schedules::Put(schedule.clone())).await
    }

    async fn remove_schedule(&self, name: &str) -> Result<bool, StoreError> {
        self.writer.write(schedules::Remove(name.to_owned())).await
    }

    async fn schedules(&self) -> Result<Vec<Schedule>, StoreError> {
        schedules::all(&self.readers).await
    }

    async fn plan_run(&self, run: PlannedRun) -> Result<bool, StoreError> {
        self.writer.write(schedules::Plan(run)).await
    }

    async fn runs(&self, schedule: &str, limit: u32) -> Result<Vec<RunRow>, StoreError> {
        schedules::runs(&self.readers, schedule, limit).await
    }

    async fn run_mails(
        &self,
        schedule: &str,
        moment: Timestamp,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        schedules::mails(&self.readers, schedule, moment).await
    }

    async fn run_file(
        &self,
        schedule: &str,
        moment: Timestamp,
        name: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        schedules::file(&self.readers, schedule, moment, name).await
    }
}
