//! The rows of a batch, written with few statements: each statement stores up to [`ROWS_MAX`] rows.

use sqlx::query_builder::Separated;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::chains::{LinkedAudit, MovedHead};
use crate::model::Remembered;
use crate::moment::micros;
use crate::prepared::{
    StoredEffect, StoredEvent, StoredFact, StoredFile, StoredInstance, StoredJob, StoredTask,
    StoredTerm, StoredTimer,
};

/// Rows of one statement. Rows are written in portions of 64, 32, 16 … 1, so that only seven texts
/// of a statement exist and each stays prepared.
const ROWS_MAX: usize = 64;

type Columns<'a> = Separated<'a, Sqlite, &'static str>;

/// A row that is inserted.
pub(crate) trait Stored {
    /// `insert into … (columns)`, up to `values`.
    const INSERT: &'static str;
    /// What to do with a row that exists; empty where none may.
    const THEN: &'static str = "";
    /// The values, in the order of the columns.
    fn columns(&self, columns: Columns<'_>);
}

impl<Row: Stored> Stored for &Row {
    const INSERT: &'static str = Row::INSERT;
    const THEN: &'static str = Row::THEN;

    fn columns(&self, columns: Columns<'_>) {
        Row::columns(self, columns);
    }
}

pub(crate) async fn insert<Row: Stored>(
    connection: &mut SqliteConnection,
    mut rows: &[Row],
) -> Result<(), sqlx::Error> {
    while !rows.is_empty() {
        let (portion, rest) = rows.split_at(portion(rows.len()));
        let mut query = QueryBuilder::new(Row::INSERT);
        query.push_values(portion, |columns, row| row.columns(columns));
        query.push(Row::THEN);
        query.build().execute(&mut *connection).await?;
        rows = rest;
    }
    Ok(())
}

/// The largest power of two that is not more than the rows that are left.
pub(super) const fn portion(rows: usize) -> usize {
    let rows = if rows > ROWS_MAX { ROWS_MAX } else { rows };
    1 << rows.ilog2()
}

impl Stored for StoredInstance {
    const INSERT: &'static str = "insert into instance (instance, process, edition, version, \
        state, status, started_at, ended_at, due_at, clock, clock_from, extended, \
        incidents, linked_to, office, body) ";
    const THEN: &'static str = " on conflict (instance) do update set \
        edition = excluded.edition, version = excluded.version, state = excluded.state, \
        status = excluded.status, ended_at = excluded.ended_at, due_at = excluded.due_at, \
        clock = excluded.clock, clock_from = excluded.clock_from, extended = excluded.extended, \
        incidents = excluded.incidents, \
        linked_to = excluded.linked_to, office = excluded.office, body = excluded.body";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(&*self.instance)
            .push_bind(&*self.process)
            .push_bind(&*self.edition)
            .push_bind(self.version)
            .push_bind(&*self.state)
            .push_bind(self.status.as_deref())
            .push_bind(self.started_at)
            .push_bind(self.ended_at)
            .push_bind(self.due_at)
            .push_bind(&*self.clock)
            .push_bind(self.clock_from)
            .push_bind(self.extended)
            .push_bind(self.incidents)
            .push_bind(self.linked_to.as_deref())
            .push_bind(self.office.as_deref())
            .push_bind(&*self.body);
    }
}

impl Stored for StoredEvent {
    const INSERT: &'static str = "insert into event (instance, seq, at, actor, body) ";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(&*self.instance)
            .push_bind(self.seq)
            .push_bind(self.at)
            .push_bind(&*self.actor)
            .push_bind(&*self.body);
    }
}

impl Stored for StoredTask {
    const INSERT: &'static str = "insert into task (instance, no, process, edition, step, unit, \
        group_id, assignee, on_behalf_of, owner, claimed_at, opened_at, due_at, clock, clock_from, \
        extended, applicant, label, applicant_key, office, priority) ";
    const THEN: &'static str = " on conflict (instance, no) do update set \
        edition = excluded.edition, step = excluded.step, unit = excluded.unit, \
        group_id = excluded.group_id, assignee = excluded.assignee, \
        on_behalf_of = excluded.on_behalf_of, owner = excluded.owner, \
        claimed_at = excluded.claimed_at, due_at = excluded.due_at, clock = excluded.clock, \
        clock_from = excluded.clock_from, extended = excluded.extended, \
        applicant = excluded.applicant, label = excluded.label, \
        applicant_key = excluded.applicant_key, office = excluded.office, \
        priority = excluded.priority";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(&*self.key.instance)
            .push_bind(self.key.no)
            .push_bind(&*self.process)
            .push_bind(&*self.edition)
            .push_bind(&*self.step)
            .push_bind(&*self.unit)
            .push_bind(&*self.group_id)
            .push_bind(self.assignee.as_deref())
            .push_bind(self.on_behalf_of.as_deref())
            .push_bind(self.owner.as_deref())
            .push_bind(self.claimed_at)
            .push_bind(self.opened_at)
            .push_bind(self.due_at)
            .push_bind(&*self.clock)
            .push_bind(self.clock_from)
            .push_bind(self.extended)
            .push_bind(&*self.applicant)
            .push_bind(&*self.label)
            .push_bind(&*self.applicant_key)
            .push_bind(self.office.as_deref())
            .push_bind(self.priority);
    }
}

impl Stored for StoredTerm {
    const INSERT: &'static str = "insert into search_term (term, instance, whole) ";
    const THEN: &'static str = " on conflict do nothing";

    fn columns(&self, mut columns: Columns<'_>) {
        columns.push_bind(&*self.term).push_bind(&*self.instance).push_bind(&*self.whole);
    }
}

impl Stored for StoredTimer {
    const INSERT: &'static str = "insert into timer (instance, timer, due_at) ";
    const THEN: &'static str =
        " on conflict (instance, timer) do update set due_at = excluded.due_at";

    fn columns(&self, mut columns: Columns<'_>) {
        columns.push_bind(&*self.key.instance).push_bind(&*self.key.timer).push_bind(self.due_at);
    }
}

impl Stored for StoredJob {
    const INSERT: &'static str =
        "insert into job (instance, no, worker, input, attempts, available_at) ";
    const THEN: &'static str = " on conflict (instance, no) do update set \
        worker = excluded.worker, input = excluded.input, attempts = excluded.attempts, \
        available_at = excluded.available_at, lease_token = null, lease_until = null";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(&*self.key.instance)
            .push_bind(self.key.no)
            .push_bind(&*self.worker)
            .push_bind(&*self.input)
            .push_bind(self.attempts)
            .push_bind(self.available_at);
    }
}

impl Stored for StoredEffect {
    const INSERT: &'static str = "insert into outbox (instance, seq, n, at, available_at, body) ";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(&*self.instance)
            .push_bind(self.seq)
            .push_bind(self.n)
            .push_bind(self.at)
            .push_bind(self.at)
            .push_bind(&*self.body);
    }
}

impl Stored for StoredFile {
    const INSERT: &'static str = "insert into attachment (instance, sha256, content) ";
    const THEN: &'static str = " on conflict do nothing";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(&*self.instance)
            .push_bind(&*self.file.sha256)
            .push_bind(&*self.file.content);
    }
}

impl Stored for StoredFact {
    const INSERT: &'static str =
        "insert into fact (kind, day, edition, office, instance, seq, body) ";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(self.kind)
            .push_bind(self.day)
            .push_bind(&*self.edition)
            .push_bind(&*self.office)
            .push_bind(&*self.instance)
            .push_bind(self.seq)
            .push_bind(&*self.body);
    }
}

impl Stored for LinkedAudit<'_> {
    const INSERT: &'static str = "insert into audit (at, actor, action, instance, detail, chain, \
        place, hash, events) ";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(self.row.at)
            .push_bind(&*self.row.actor)
            .push_bind(&*self.row.action)
            .push_bind(self.row.instance.as_deref())
            .push_bind(&*self.row.detail)
            .push_bind(&*self.row.chain)
            .push_bind(self.place)
            .push_bind(&*self.hash)
            .push_bind(self.row.events.as_deref());
    }
}

impl Stored for MovedHead<'_> {
    const INSERT: &'static str = "insert into audit_head (chain, place, hash) ";
    const THEN: &'static str =
        " on conflict (chain) do update set place = excluded.place, hash = excluded.hash";

    fn columns(&self, mut columns: Columns<'_>) {
        columns.push_bind(self.chain).push_bind(self.place).push_bind(self.hash);
    }
}

impl Stored for Remembered {
    const INSERT: &'static str = "insert into remembered (key, request_hash, answer, at) ";

    fn columns(&self, mut columns: Columns<'_>) {
        columns
            .push_bind(&*self.key)
            .push_bind(&*self.request_hash)
            .push_bind(&*self.answer)
            .push_bind(micros(self.at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_in_portions_of_powers_of_two() {
        let mut left = 205;
        let mut portions = Vec::new();
        while left > 0 {
            portions.push(portion(left));
            left -= portion(left);
        }
        assert_eq!(portions, [64, 64, 64, 8, 4, 1]);
    }
}
