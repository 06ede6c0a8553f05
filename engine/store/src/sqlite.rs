//! SQLite: the embedded default. One writer that commits the waiting commands of many callers in
//! one transaction, readers beside it.

pub(crate) mod bare;
mod batch;
mod documents;
mod gone;
mod open;
mod outbox;
mod people;
mod queries;
mod rows;
mod work;
mod writer;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_core::event::Recorded;
use reglament_core::ids::{EditionId, EffectId, InstanceId, PersonId, ProcessId, TaskId};
use reglament_core::instance::Instance;
use reglament_core::rows::{InstanceRow, TaskRow, TimerRow};
use sqlx::SqlitePool;

use crate::document::{DocumentOrder, DocumentPlace, DocumentRow, MadeDocument};
use crate::error::{CommitError, StoreError};
use crate::model::{
    AuditEntry, Commit, EditionRow, InstanceFilter, LeasedEffect, LeasedJob, OutboxRow, Person,
    Program, Remembered, Session, TaskFilter, Totals,
};
use crate::prepared::Prepared;
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
        queries::tasks(&self.readers, filter).await
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

    async fn put_edition(&self, edition: &EditionRow) -> Result<(), StoreError> {
        self.writer.write(people::PutEdition(edition.clone())).await
    }

    async fn edition(&self, id: &EditionId) -> Result<Option<EditionRow>, StoreError> {
        people::edition(&self.readers, id).await
    }

    async fn editions(&self, process: Option<&ProcessId>) -> Result<Vec<EditionRow>, StoreError> {
        people::editions(&self.readers, process).await
    }

    async fn put_person(&self, person: &Person) -> Result<(), StoreError> {
        self.writer.write(people::PutPerson(person.clone())).await
    }

    async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        people::person(&self.readers, id).await
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        people::people(&self.readers).await
    }

    async fn put_program(&self, program: &Program) -> Result<(), StoreError> {
        self.writer.write(people::PutProgram(program.clone())).await
    }

    async fn program_by_token(&self, token_hash: &str) -> Result<Option<Program>, StoreError> {
        people::program_by_token(&self.readers, token_hash).await
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.writer.write(people::PutSession(session.clone())).await
    }

    async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
        people::session(&self.readers, hash, now).await
    }

    async fn end_session(&self, hash: &str) -> Result<(), StoreError> {
        self.writer.write(people::EndSession(hash.to_owned())).await
    }

    async fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.writer.write(people::Audit(entry.into())).await
    }

    async fn audit_of(
        &self,
        instance: &InstanceId,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        queries::audit_of(&self.readers, instance, limit).await
    }

    async fn begin_run(&self, schedule: &str, moment: Timestamp) -> Result<bool, StoreError> {
        self.writer.write(work::BeginRun::new(schedule, moment)).await
    }

    async fn last_run(&self, schedule: &str) -> Result<Option<Timestamp>, StoreError> {
        work::last_run(&self.readers, schedule).await
    }
}
