//! The only crate with SQL: one trait, two backends behind it, one contract suite for both.
//!
//! [`Store::commit`] is the only way in which an instance changes: events, rows, timers, jobs,
//! outbox, audit and the idempotency key are stored in one transaction or not at all.

mod audit;
pub mod ceiling;
pub mod chain;
mod decode;
mod dialect;
pub mod document;
pub mod error;
pub mod fact;
pub mod inbox;
pub mod maps;
mod migrate;
pub mod model;
mod moment;
mod open;
pub mod organization;
pub mod postgres;
mod prepared;
pub mod schedule;
pub mod sqlite;
mod token;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::event::Recorded;
use reglament_core::ids::{EditionId, EffectId, InstanceId, PersonId, ProcessId, TaskId};
use reglament_core::instance::Instance;
use reglament_core::rows::{InstanceRow, TaskRow, TimerRow};

pub use audit::{AuditCount, AuditFilter, AuditRow, ChainHead, Checkpoint, EventText};
pub use document::{DocumentOrder, DocumentPlace, DocumentRow, MadeDocument};
pub use error::{CommitError, StoreError};
pub use fact::{FactDay, FactRange, OpenCase, OpenTask, SavedReport};
pub use inbox::{Draft, InboxStore, SavedFilter, Search, TaskFilter, TaskOrder, TaskPlace};
pub use maps::{
    CaseState, Decided, FILES, MapDraft, MapStore, MigrationCase, MigrationRow, MigrationState,
    Publication, PublicationState,
};
pub use model::{
    AttachedFile, AuditEntry, Commit, EditionRow, InstanceFilter, LeaseCheck, LeasedEffect,
    LeasedJob, OutboxRow, Remembered, Session, Totals,
};
pub use open::open;
pub use organization::{
    Absence, Change, Group, Guesses, Holder, Office, OrganizationChange, OrganizationData, Person,
    Program, Token,
};
pub use schedule::{DaysOff, PlannedRun, RunNote, RunRow, Schedule, mail_id, mail_of};

/// Where everything is kept. Every method is one transaction; none may be cancelled half-way by a
/// caller that goes away, so implementations run their bodies in tasks of their own.
#[async_trait]
pub trait Store: InboxStore + MapStore + Send + Sync + 'static {
    /// `sqlite` or `postgres`, for figures and diagnostics.
    fn backend(&self) -> &'static str;

    /// Finishes what was asked before and closes the database; everything asked later fails.
    async fn close(&self);

    /// Stores one command's outcome; durable when it returns. Fails without any change when the
    /// version is not the expected one, the lease is not held, or the idempotency key is known. The
    /// key is asked first. A lease is held as long as the job has its token: one that ran out counts
    /// until [`Store::expired_jobs`] was acted on or another commit changed the job. Moments of
    /// events have at most microseconds.
    async fn commit(&self, commit: Commit) -> Result<(), CommitError>;

    /// The instance as of its last commit. Runs on the primary, never on a replica.
    async fn instance(&self, id: &InstanceId) -> Result<Option<Instance>, StoreError>;
    /// Rows of instances, newest first.
    async fn instances(&self, filter: &InstanceFilter) -> Result<Vec<InstanceRow>, StoreError>;
    /// Events of an instance with a sequence number above `after`, in order, at most `limit`.
    async fn events(
        &self,
        id: &InstanceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Recorded>, StoreError>;
    /// What a key that was used before was answered.
    async fn remembered(&self, key: &str) -> Result<Option<Remembered>, StoreError>;

    /// Open tasks, in the order that the filter names.
    async fn tasks(&self, filter: &TaskFilter) -> Result<Vec<TaskRow>, StoreError>;
    /// One open task.
    async fn task(&self, id: &TaskId) -> Result<Option<TaskRow>, StoreError>;
    /// How much is open, at risk and late: the figures of pages and of the digest.
    async fn totals(&self, now: Timestamp) -> Result<Totals, StoreError>;

    /// Timers due by `now`, in due order. Nodes of one database get different ones.
    async fn due_timers(&self, now: Timestamp, limit: u32) -> Result<Vec<TimerRow>, StoreError>;
    /// When the next timer is due.
    async fn next_timer(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Leases jobs of a worker that are available; each gets a new token, its fence.
    async fn lease_jobs(
        &self,
        worker: &str,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<LeasedJob>, StoreError>;
    /// Jobs whose lease ran out by `now`: each has cost an attempt.
    async fn expired_jobs(&self, now: Timestamp, limit: u32) -> Result<Vec<LeasedJob>, StoreError>;

    /// Leases effects to deliver: at most one per instance at a time, the oldest first.
    async fn lease_effects(
        &self,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<LeasedEffect>, StoreError>;
    /// The effect was delivered.
    async fn effect_delivered(
        &self,
        id: &EffectId,
        token: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
    /// The effect was not delivered; tried again at `retry_at`, never when none.
    async fn effect_failed(
        &self,
        id: &EffectId,
        token: &str,
        error: &str,
        retry_at: Option<Timestamp>,
    ) -> Result<bool, StoreError>;
    /// The applicant gave no address: the letter waits on the case page until somebody prints it. Like a
    /// delivered effect it does not hold up the next one of its instance.
    async fn effect_to_print(
        &self,
        id: &EffectId,
        token: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
    /// The effects of an instance, in order, with what became of them.
    async fn effects(&self, instance: &InstanceId) -> Result<Vec<OutboxRow>, StoreError>;

    /// Numbers a document: the same effect gets the same place, code and moment however often it is
    /// asked, and no number is given twice or left out.
    async fn number_document(&self, order: &DocumentOrder) -> Result<DocumentPlace, StoreError>;
    /// Keeps a document that was numbered and made. False when it was kept before: the first stays.
    async fn keep_document(
        &self,
        effect: &EffectId,
        made: MadeDocument,
    ) -> Result<bool, StoreError>;
    /// The documents made for an instance, in order.
    async fn documents(&self, instance: &InstanceId) -> Result<Vec<DocumentRow>, StoreError>;
    /// The document with this verification code.
    async fn document_by_code(&self, code: &str) -> Result<Option<DocumentRow>, StoreError>;
    /// The bytes of a document.
    async fn document_content(&self, effect: &EffectId) -> Result<Option<Vec<u8>>, StoreError>;

    /// The bytes of a file of a case.
    async fn attachment(
        &self,
        instance: &InstanceId,
        sha256: &str,
    ) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps an edition; the same content again changes nothing.
    async fn put_edition(&self, edition: &EditionRow) -> Result<(), StoreError>;
    /// An edition.
    async fn edition(&self, id: &EditionId) -> Result<Option<EditionRow>, StoreError>;
    /// The editions of a process, or of all, the newest first.
    async fn editions(&self, process: Option<&ProcessId>) -> Result<Vec<EditionRow>, StoreError>;

    /// Changes the organisation: all of it or nothing, in one transaction that raises its version. Gives the
    /// new version; none when the version is not the one the change was decided on.
    async fn change_organization(
        &self,
        change: OrganizationChange,
    ) -> Result<Option<u64>, StoreError>;
    /// The version of the organisation. Runs on the primary, never on a replica.
    async fn organization_version(&self) -> Result<u64, StoreError>;
    /// The whole organisation as of one version, with the absences that end after this moment.
    async fn organization(&self, after: Timestamp) -> Result<OrganizationData, StoreError>;
    /// Stores a person; replaces the one with the same id.
    async fn put_person(&self, person: &Person) -> Result<(), StoreError> {
        let change = Change::Person(person.clone());
        self.change_organization(change.into()).await.map(drop)
    }
    /// A person.
    async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError>;
    /// All people.
    async fn people(&self) -> Result<Vec<Person>, StoreError>;
    /// The absences of a person, or of all, the newest first, those that ended too.
    async fn absences(
        &self,
        person: Option<&PersonId>,
        limit: u32,
    ) -> Result<Vec<Absence>, StoreError>;
    /// How many open tasks each of these people holds.
    async fn loads(&self, people: &[PersonId]) -> Result<Vec<(PersonId, u64)>, StoreError>;
    /// The token with this hash, whether or not it counts any more.
    async fn token(&self, hash: &str) -> Result<Option<Token>, StoreError>;
    /// The tokens of a person or a program, the newest first.
    async fn tokens(&self, holder: &Holder) -> Result<Vec<Token>, StoreError>;
    /// Remembers the day on which a token was used last.
    async fn token_used(&self, hash: &str, day: Date) -> Result<(), StoreError>;

    /// Wrong guesses under this key.
    async fn guesses(&self, key: &str) -> Result<Option<Guesses>, StoreError>;
    /// Counts a wrong guess and tells how many there are; those whose last was before `since` are forgotten.
    async fn count_guess(
        &self,
        key: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<Guesses, StoreError>;
    /// Forgets the wrong guesses under this key.
    async fn forget_guesses(&self, key: &str) -> Result<(), StoreError>;
    /// Keeps what somebody must bring back from the identity provider, as JSON text; ways begun before `since`
    /// are forgotten.
    async fn put_way(
        &self,
        state: &str,
        body: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<(), StoreError>;
    /// Takes a way that was begun not before `since`: each way is taken once.
    async fn take_way(&self, state: &str, since: Timestamp) -> Result<Option<String>, StoreError>;

    /// Begins a session; sessions that ended before it are forgotten.
    async fn put_session(&self, session: &Session) -> Result<(), StoreError>;
    /// Moves the end of a session; one that was ended meanwhile stays ended.
    async fn move_session(&self, hash: &str, end: Timestamp) -> Result<(), StoreError>;
    /// A session that has not expired.
    async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError>;
    /// Ends a session.
    async fn end_session(&self, hash: &str) -> Result<(), StoreError>;

    /// Records a read of a case by a person, or a sign-in: what no command records.
    async fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError>;
    /// The audit of an instance, oldest first.
    async fn audit_of(
        &self,
        instance: &InstanceId,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError>;
    /// Rows of the audit, newest first.
    async fn audit_rows(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError>;
    /// Rows of a chain after this place, in order.
    async fn audit_chain(
        &self,
        chain: &str,
        after: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError>;
    /// The last rows of chains, by chain, from after this one on.
    async fn audit_heads(
        &self,
        after: &str,
        only_new: bool,
        limit: u32,
    ) -> Result<Vec<ChainHead>, StoreError>;
    /// The last row of a chain.
    async fn audit_head(&self, chain: &str) -> Result<Option<ChainHead>, StoreError>;
    /// How many rows a case or a day has from before there were chains.
    async fn audit_unchained(&self, chain: &str) -> Result<u64, StoreError>;
    /// How many rows the audit has.
    async fn audit_count(&self) -> Result<AuditCount, StoreError>;
    /// Events of an instance as they are stored, word for word.
    async fn event_texts(
        &self,
        id: &InstanceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<EventText>, StoreError>;
    /// Notes that a checkpoint has these heads.
    async fn heads_kept(&self, heads: &[ChainHead]) -> Result<(), StoreError>;
    /// Keeps what a checkpoint says of itself.
    async fn put_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError>;
    /// The last checkpoints, newest first.
    async fn checkpoints(&self, limit: u32) -> Result<Vec<Checkpoint>, StoreError>;

    /// The facts of one kind, a text for each day that has any, in order. Days before
    /// `range.over_before` are over: their lines are put together once and read as one.
    async fn facts(&self, range: &FactRange) -> Result<Vec<FactDay>, StoreError>;
    /// How many bytes the texts have that [`Store::facts`] gives of a range of days that are over; none while a
    /// day of it is open or was not put together. Facts are only ever added: the same number is the same text.
    async fn facts_size(&self, range: &FactRange) -> Result<Option<u64>, StoreError>;
    /// The same with the number of the case and a blank before each line.
    async fn facts_by_case(&self, range: &FactRange) -> Result<Vec<FactDay>, StoreError>;
    /// Every running case, without its body.
    async fn open_cases(&self) -> Result<Vec<OpenCase>, StoreError>;
    /// Every open task.
    async fn open_tasks(&self) -> Result<Vec<OpenTask>, StoreError>;

    /// Keeps a report under a name; replaces the one with the same id.
    async fn put_report(&self, report: &SavedReport) -> Result<(), StoreError>;
    /// The reports that are kept, by name.
    async fn reports(&self) -> Result<Vec<SavedReport>, StoreError>;
    /// Forgets a report. False when there is none with this id.
    async fn forget_report(&self, id: &str) -> Result<bool, StoreError>;

    /// Remembers that a scheduled run (`overdue-digest`) was done for this moment. False when it was
    /// done before, here or on another node: each run happens once.
    async fn begin_run(&self, schedule: &str, moment: Timestamp) -> Result<bool, StoreError>;
    /// When a schedule ran last.
    async fn last_run(&self, schedule: &str) -> Result<Option<Timestamp>, StoreError>;

    /// Keeps a schedule; replaces the one with the same name.
    async fn put_schedule(&self, schedule: &Schedule) -> Result<(), StoreError>;
    /// Removes a schedule; its runs and the mails that wait stay. False when there was none.
    async fn remove_schedule(&self, name: &str) -> Result<bool, StoreError>;
    /// All schedules, by name.
    async fn schedules(&self) -> Result<Vec<Schedule>, StoreError>;
    /// Stores a run, its mails and their files in one transaction. False, and nothing is stored, when
    /// there was a run for this moment before, here or on another node.
    async fn plan_run(&self, run: PlannedRun) -> Result<bool, StoreError>;
    /// The last runs of a schedule, the newest first.
    async fn runs(&self, schedule: &str, limit: u32) -> Result<Vec<RunRow>, StoreError>;
    /// The mails of a run, by person, with what became of them.
    async fn run_mails(
        &self,
        schedule: &str,
        moment: Timestamp,
    ) -> Result<Vec<OutboxRow>, StoreError>;
    /// A file that goes with the mails of a run.
    async fn run_file(
        &self,
        schedule: &str,
        moment: Timestamp,
        name: &str,
    ) -> Result<Option<Vec<u8>>, StoreError>;
}
