//! The commits of many callers as one: each is judged in its turn, in memory, against what the
//! database and the commits before it say; then all rows are written together. A commit that is
//! refused leaves no trace and does not disturb the others.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqliteConnection;

use super::chains::{Heads, LinkedAudit};
use super::facts;
use super::gone::{self, JobGone, TaskGone, TermGone, TimerGone};
use super::rows;
use crate::decode::{self, RememberedColumns};
use crate::error::{CommitError, StoreError};
use crate::model::Remembered;
use crate::prepared::{
    Key, Prepared, StoredEffect, StoredEvent, StoredFact, StoredFile, StoredInstance, StoredJob,
    StoredTask, StoredTerm, StoredTimer, TimerKey, json,
};

/// Why a commit of the batch changed nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    Conflict,
    OrganizationMoved,
    LeaseLost,
    Repeated(Remembered),
}

impl From<Refusal> for CommitError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Conflict => Self::Conflict,
            Refusal::OrganizationMoved => Self::OrganizationMoved,
            Refusal::LeaseLost => Self::LeaseLost,
            Refusal::Repeated(remembered) => Self::Repeated(Box::new(remembered)),
        }
    }
}

/// Judges and writes the commits, in order, within the transaction of the caller.
pub(crate) async fn store(
    connection: &mut SqliteConnection,
    commits: &[&Prepared],
) -> Result<Vec<Result<(), Refusal>>, StoreError> {
    let mut batch = Batch::load(connection, commits).await?;
    let judged = commits.iter().copied().map(|commit| batch.admit(commit)).collect();
    batch.write(connection).await?;
    Ok(judged)
}

/// Writes the rows of the commits without a question.
pub(crate) async fn write_unjudged(
    connection: &mut SqliteConnection,
    commits: &[Prepared],
) -> Result<(), sqlx::Error> {
    let mut batch = Batch::default();
    for commit in commits {
        batch.add(commit);
    }
    batch.write(connection).await
}

/// What the database says about the instances, keys and jobs of the commits, kept up to date with
/// the commits that were admitted; and the rows of these.
#[derive(Default)]
struct Batch<'a> {
    versions: BTreeMap<String, i64>,
    remembered: BTreeMap<String, Remembered>,
    leases: BTreeMap<Key, String>,
    organization: i64,
    heads: Heads,

    instances: BTreeMap<&'a str, &'a StoredInstance>,
    events: Vec<&'a StoredEvent>,
    tasks: Changes<'a, Key, StoredTask>,
    timers: Changes<'a, TimerKey, StoredTimer>,
    jobs: Changes<'a, Key, StoredJob>,
    terms: Changes<'a, StoredTerm, StoredTerm>,
    outbox: Vec<&'a StoredEffect>,
    files: Vec<&'a StoredFile>,
    facts: Vec<&'a StoredFact>,
    audit: Vec<LinkedAudit<'a>>,
    keys: Vec<&'a Remembered>,
}

/// What the batch asks first: versions, known keys, held leases, the version of the
/// organisation, heads of chains.
type Asked = (String, String, String, i64, String);

/// The last state of each row that the batch touches: none when it is gone.
type Changes<'a, K, Row> = BTreeMap<&'a K, Option<&'a Row>>;

impl<'a> Batch<'a> {
    /// One question and one row of answer: every statement and every row is a trip between threads.
    async fn load(
        connection: &mut SqliteConnection,
        commits: &[&Prepared],
    ) -> Result<Self, StoreError> {
        let instances: BTreeSet<_> =
            commits.iter().map(|commit| &commit.instance.instance).collect();
        let keys: BTreeSet<_> =
            commits.iter().filter_map(|commit| Some(&commit.remember.as_ref()?.key)).collect();
        let jobs: BTreeSet<_> =
            commits.iter().filter_map(|commit| Some(&commit.lease.as_ref()?.0)).collect();
        let (versions, remembered, leases, organization, heads) = sqlx::query_as::<_, Asked>(
            "select (select json_group_object(i.instance, i.version) from json_each(?) k
                     cross join instance i on i.instance = k.value),
                    (select json_group_array(json_array(r.key, r.request_hash, r.answer, r.at))
                     from json_each(?) k cross join remembered r on r.key = k.value),
                    (select json_group_array(json_array(j.instance, j.no, j.lease_token))
                     from json_each(?) k
                     cross join job j on j.instance = k.value ->> 'instance'
                                     and j.no = k.value ->> 'no'
                     where j.lease_token is not null),
                    (select version from organization),
                    (select json_group_object(h.chain, json_array(h.place, h.hash))
                     from json_each(?) k cross join audit_head h on h.chain = k.value)",
        )
        .bind(json(&instances)?)
        .bind(json(&keys)?)
        .bind(json(&jobs)?)
        .bind(json(&instances)?)
        .fetch_one(connection)
        .await?;
        Ok(Self {
            versions: decode::from_json("list of versions", &versions)?,
            remembered: known_keys(&remembered)?,
            leases: held_leases(&leases)?,
            organization,
            heads: Heads::read(&heads)?,
            ..Self::default()
        })
    }

    fn admit(&mut self, commit: &'a Prepared) -> Result<(), Refusal> {
        self.judge(commit)?;
        self.versions.insert(commit.instance.instance.clone(), commit.instance.version);
        for job in commit.jobs.iter().map(|row| &row.key).chain(&commit.jobs_closed) {
            self.leases.remove(job);
        }
        if let Some(remember) = &commit.remember {
            self.remembered.insert(remember.key.clone(), remember.clone());
        }
        self.add(commit);
        Ok(())
    }

    /// Adds the rows of a commit.
    fn add(&mut self, commit: &'a Prepared) {
        self.instances.insert(&commit.instance.instance, &commit.instance);
        self.events.extend(&commit.events);
        change(&mut self.tasks, &commit.tasks, |row| &row.key, &commit.tasks_closed);
        change(&mut self.timers, &commit.timers, |row| &row.key, &commit.timers_closed);
        change(&mut self.jobs, &commit.jobs, |row| &row.key, &commit.jobs_closed);
        change(&mut self.terms, &commit.terms, |row| row, &commit.terms_gone);
        self.outbox.extend(&commit.outbox);
        self.files.extend(&commit.attachment);
        self.facts.extend(&commit.facts);
        self.audit.push(self.heads.link(&commit.audit));
        self.keys.extend(&commit.remember);
    }

    /// The key is asked first: a repeated request must get its answer, not a conflict with itself.
    fn judge(&self, commit: &Prepared) -> Result<(), Refusal> {
        let key = commit.remember.as_ref().map(|remember| &remember.key);
        if let Some(known) = key.and_then(|key| self.remembered.get(key)) {
            return Err(Refusal::Repeated(known.clone()));
        }
        if let Some((job, token)) = &commit.lease
            && self.leases.get(job) != Some(token)
        {
            return Err(Refusal::LeaseLost);
        }
        if commit.organization.is_some_and(|version| version != self.organization) {
            return Err(Refusal::OrganizationMoved);
        }
        let version = self.versions.get(&commit.instance.instance).copied().unwrap_or(0);
        if version == commit.expected_version { Ok(()) } else { Err(Refusal::Conflict) }
    }

    async fn write(self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let instances: Vec<_> = self.instances.into_values().collect();
        rows::insert(connection, &instances).await?;
        rows::insert(connection, &self.events).await?;
        let (tasks, closed) = split(self.tasks, TaskGone);
        rows::insert(connection, &tasks).await?;
        gone::delete(connection, &closed).await?;
        let (timers, closed) = split(self.timers, TimerGone);
        rows::insert(connection, &timers).await?;
        gone::delete(connection, &closed).await?;
        let (jobs, closed) = split(self.jobs, JobGone);
        rows::insert(connection, &jobs).await?;
        gone::delete(connection, &closed).await?;
        let (terms, gone) = split(self.terms, TermGone);
        rows::insert(connection, &terms).await?;
        gone::delete(connection, &gone).await?;
        rows::insert(connection, &self.outbox).await?;
        rows::insert(connection, &self.files).await?;
        facts::add(connection, &self.facts).await?;
        rows::insert(connection, &self.audit).await?;
        rows::insert(connection, &self.heads.moved()).await?;
        rows::insert(connection, &self.keys).await
    }
}

fn change<'a, K: Ord, Row>(
    changes: &mut Changes<'a, K, Row>,
    rows: &'a [Row],
    key: impl Fn(&'a Row) -> &'a K,
    closed: &'a [K],
) {
    changes.extend(rows.iter().map(|row| (key(row), Some(row))));
    changes.extend(closed.iter().map(|key| (key, None)));
}

fn split<'a, K, Row, Gone>(
    changes: Changes<'a, K, Row>,
    gone: impl Fn(&'a K) -> Gone,
) -> (Vec<&'a Row>, Vec<Gone>) {
    let mut rows = (Vec::new(), Vec::new());
    for (key, row) in changes {
        match row {
            Some(row) => rows.0.push(row),
            None => rows.1.push(gone(key)),
        }
    }
    rows
}

fn known_keys(rows: &str) -> Result<BTreeMap<String, Remembered>, StoreError> {
    let rows: Vec<RememberedColumns> = decode::from_json("list of keys", rows)?;
    rows.into_iter().map(|row| decode::remembered(row).map(|row| (row.key.clone(), row))).collect()
}

fn held_leases(rows: &str) -> Result<BTreeMap<Key, String>, StoreError> {
    let rows: Vec<(String, i64, String)> = decode::from_json("list of leases", rows)?;
    Ok(rows.into_iter().map(|(instance, no, token)| (Key { instance, no }, token)).collect())
}
