//! A commit in one statement, which is one transaction and one round trip: the instance moves from
//! the expected version to the next one, and everything else happens only if it did.

use sqlx::{PgPool, Postgres, QueryBuilder};

use super::{facts, queries};
use crate::decode::TASK_COLUMNS;
use crate::error::{CommitError, StoreError};
use crate::moment::micros;
use crate::prepared::{Prepared, StoredFile, StoredTerm, clean, json};

/// Breaking the uniqueness of a key: somebody else was first.
const UNIQUE_VIOLATION: &str = "23505";

/// Stores the commit. Runs in a task of its own.
pub(crate) async fn commit(pool: PgPool, commit: Prepared) -> Result<(), CommitError> {
    let stored: Result<(bool, bool, bool), sqlx::Error> =
        statement(&commit)?.build_query_as().fetch_one(&pool).await;
    let (held, known, moved) = match stored {
        Ok(outcome) => outcome,
        Err(error) if is_unique_violation(&error) => (true, true, false),
        Err(error) => return Err(StoreError::from(error).into()),
    };
    if moved {
        return Ok(());
    }
    // The key is asked first: a repeated request must get its answer, not a conflict with itself.
    if let Some(remember) = &commit.remember
        && let Some(known) = queries::remembered(&pool, &remember.key).await?
    {
        return Err(CommitError::Repeated(Box::new(known)));
    }
    Err(match (held, known) {
        (false, _) => CommitError::LeaseLost,
        (true, false) => CommitError::OrganizationMoved,
        (true, true) => CommitError::Conflict,
    })
}

fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref()
        == Some(UNIQUE_VIOLATION)
}

pub(super) type Statement = QueryBuilder<Postgres>;

/// The statement; only the tables that change are named in it.
pub(super) fn statement(commit: &Prepared) -> Result<Statement, StoreError> {
    let mut sql = Statement::new("with held as (");
    held(&mut sql, commit);
    sql.push("), known as (");
    known(&mut sql, commit);
    sql.push("), moved as (");
    if commit.expected_version == 0 {
        begin_instance(&mut sql, commit);
    } else {
        move_instance(&mut sql, commit);
    }
    sql.push(")");
    events(&mut sql, commit);
    tasks(&mut sql, commit)?;
    timers(&mut sql, commit);
    jobs(&mut sql, commit)?;
    terms(&mut sql, commit);
    outbox(&mut sql, commit);
    attachment(&mut sql, commit);
    facts::add(&mut sql, commit);
    audit(&mut sql, commit);
    remember(&mut sql, commit);
    sql.push(
        " select exists (select from held), exists (select from known), exists (select from moved)",
    );
    Ok(sql)
}

/// One row when the lease is held, or none is needed. The job needs no lock: its token changes only
/// with the version of its instance.
fn held(sql: &mut Statement, commit: &Prepared) {
    match &commit.lease {
        None => {
            sql.push("select 1");
        }
        Some((job, token)) => {
            sql.push("select 1 from job where instance = ").push_bind(clean(&job.instance));
            sql.push(" and no = ").push_bind(job.no);
            sql.push(" and lease_token = ").push_bind(clean(token));
        }
    }
}

/// One row when the organisation is as the sender's rights were read from. It needs no lock: a change of it that
/// commits while this statement runs comes after it.
fn known(sql: &mut Statement, commit: &Prepared) {
    match commit.organization {
        None => sql.push("select 1"),
        Some(version) => sql.push("select 1 from organization where version = ").push_bind(version),
    };
}

fn begin_instance(sql: &mut Statement, commit: &Prepared) {
    let row = &commit.instance;
    sql.push(
        "insert into instance (instance, process, edition, version, state, status, started_at, \
         ended_at, due_at, clock, clock_from, extended, incidents, linked_to, office, body) \
         select ",
    );
    let mut columns = sql.separated(", ");
    columns
        .push_bind(&*row.instance)
        .push_bind(&*row.process)
        .push_bind(&*row.edition)
        .push_bind(row.version)
        .push_bind(&*row.state)
        .push_bind(row.status.as_deref())
        .push_bind(row.started_at)
        .push_bind(row.ended_at)
        .push_bind(row.due_at)
        .push_bind(&*row.clock)
        .push_bind(row.clock_from)
        .push_bind(row.extended)
        .push_bind(row.incidents)
        .push_bind(row.linked_to.as_deref())
        .push_bind(row.office.as_deref())
        .push_bind(&*row.body)
        .push_unseparated("::json");
    sql.push(" from held, known on conflict do nothing returning 1");
}

fn move_instance(sql: &mut Statement, commit: &Prepared) {
    let row = &commit.instance;
    sql.push("update instance set edition = ").push_bind(&*row.edition);
    sql.push(", version = ").push_bind(row.version);
    sql.push(", state = ").push_bind(&*row.state);
    sql.push(", status = ").push_bind(row.status.as_deref());
    sql.push(", ended_at = ").push_bind(row.ended_at);
    sql.push(", due_at = ").push_bind(row.due_at);
    sql.push(", clock = ").push_bind(&*row.clock);
    sql.push(", clock_from = ").push_bind(row.clock_from);
    sql.push(", extended = ").push_bind(row.extended);
    sql.push(", incidents = ").push_bind(row.incidents);
    sql.push(", linked_to = ").push_bind(row.linked_to.as_deref());
    sql.push(", office = ").push_bind(row.office.as_deref());
    sql.push(", body = ").push_bind(&*row.body).push("::json where instance = ");
    sql.push_bind(&*row.instance);
    sql.push(" and version = ").push_bind(commit.expected_version);
    sql.push(" and exists (select from held) and exists (select from known) returning 1");
}

/// Ends a part of the statement: it happens only if the instance moved.
pub(super) const IF_MOVED: &str = " and exists (select from moved)";

fn events(sql: &mut Statement, commit: &Prepared) {
    if commit.events.is_empty() {
        return;
    }
    let column = |text: fn(&crate::prepared::StoredEvent) -> &str| {
        commit.events.iter().map(text).collect::<Vec<_>>()
    };
    sql.push(", event_added as (insert into event (instance, seq, at, actor, body) select ");
    sql.push_bind(&*commit.instance.instance);
    sql.push(", seq, at, actor, body::json from unnest(");
    sql.push_bind(commit.events.iter().map(|event| event.seq).collect::<Vec<_>>());
    sql.push(", ").push_bind(commit.events.iter().map(|event| event.at).collect::<Vec<_>>());
    sql.push(", ").push_bind(column(|event| &event.actor));
    sql.push(", ").push_bind(column(|event| &event.body));
    sql.push(") as row (seq, at, actor, body) where true").push(IF_MOVED).push(")");
}

fn tasks(sql: &mut Statement, commit: &Prepared) -> Result<(), StoreError> {
    if !commit.tasks.is_empty() {
        sql.push(format_args!(
            ", task_kept as (insert into task ({TASK_COLUMNS}, applicant_key) \
             select {TASK_COLUMNS}, applicant_key \
             from json_populate_recordset(null::task, "
        ));
        sql.push_bind(json(&commit.tasks)?).push("::json) where true").push(IF_MOVED);
        sql.push(
            " on conflict (instance, no) do update set edition = excluded.edition, \
             step = excluded.step, unit = excluded.unit, group_id = excluded.group_id, \
             assignee = excluded.assignee, on_behalf_of = excluded.on_behalf_of, \
             owner = excluded.owner, claimed_at = excluded.claimed_at, \
             due_at = excluded.due_at, clock = excluded.clock, \
             clock_from = excluded.clock_from, extended = excluded.extended, \
             applicant = excluded.applicant, label = excluded.label, \
             applicant_key = excluded.applicant_key, office = excluded.office, \
             priority = excluded.priority)",
        );
    }
    let closed = commit.tasks_closed.iter().map(|key| key.no).collect();
    close(sql, commit, ", task_gone as (delete from task", closed);
    Ok(())
}

fn jobs(sql: &mut Statement, commit: &Prepared) -> Result<(), StoreError> {
    if !commit.jobs.is_empty() {
        sql.push(
            ", job_kept as (insert into job (instance, no, worker, input, attempts, available_at) \
             select instance, no, worker, input::json, attempts, available_at \
             from json_to_recordset(",
        );
        sql.push_bind(json(&commit.jobs)?).push(
            "::json) as row (instance text, no bigint, worker text, input text, \
             attempts bigint, available_at bigint) where true",
        );
        sql.push(IF_MOVED).push(
            " on conflict (instance, no) do update set worker = excluded.worker, \
             input = excluded.input, attempts = excluded.attempts, \
             available_at = excluded.available_at, lease_token = null, lease_until = null)",
        );
    }
    let closed = commit.jobs_closed.iter().map(|key| key.no).collect();
    close(sql, commit, ", job_gone as (delete from job", closed);
    Ok(())
}

/// Deletes the closed tasks or jobs of the instance.
fn close(sql: &mut Statement, commit: &Prepared, delete: &str, numbers: Vec<i64>) {
    if numbers.is_empty() {
        return;
    }
    sql.push(delete).push(" where instance = ").push_bind(&*commit.instance.instance);
    sql.push(" and no = any(").push_bind(numbers).push(")").push(IF_MOVED).push(")");
}

fn timers(sql: &mut Statement, commit: &Prepared) {
    if !commit.timers.is_empty() {
        let names: Vec<&str> = commit.timers.iter().map(|row| &*row.key.timer).collect();
        let due: Vec<i64> = commit.timers.iter().map(|row| row.due_at).collect();
        sql.push(
            ", timer_kept as (insert into timer (instance, timer, due_at, visible_at) select ",
        );
        sql.push_bind(&*commit.instance.instance);
        sql.push(", timer, due_at, due_at from unnest(").push_bind(names);
        sql.push(", ").push_bind(due).push(") as row (timer, due_at) where true");
        sql.push(IF_MOVED).push(
            " on conflict (instance, timer) do update set due_at = excluded.due_at, \
             visible_at = excluded.visible_at)",
        );
    }
    if !commit.timers_closed.is_empty() {
        let names: Vec<&str> = commit.timers_closed.iter().map(|key| &*key.timer).collect();
        sql.push(", timer_gone as (delete from timer where instance = ");
        sql.push_bind(&*commit.instance.instance).push(" and timer = any(").push_bind(names);
        sql.push(")").push(IF_MOVED).push(")");
    }
}

fn terms(sql: &mut Statement, commit: &Prepared) {
    let columns = |rows: &[StoredTerm]| -> (Vec<String>, Vec<String>) {
        rows.iter().map(|row| (row.term.clone(), row.whole.clone())).unzip()
    };
    if !commit.terms.is_empty() {
        let (terms, wholes) = columns(&commit.terms);
        sql.push(", term_kept as (insert into search_term (term, instance, whole) select term, ");
        sql.push_bind(&*commit.instance.instance).push(", whole from unnest(").push_bind(terms);
        sql.push(", ").push_bind(wholes).push(") as row (term, whole) where true").push(IF_MOVED);
        sql.push(" on conflict do nothing)");
    }
    if !commit.terms_gone.is_empty() {
        let (terms, wholes) = columns(&commit.terms_gone);
        sql.push(", term_gone as (delete from search_term where instance = ");
        sql.push_bind(&*commit.instance.instance)
            .push(" and (term, whole) in (select * from unnest(");
        sql.push_bind(terms).push(", ").push_bind(wholes).push("))").push(IF_MOVED).push(")");
    }
}

fn outbox(sql: &mut Statement, commit: &Prepared) {
    if commit.outbox.is_empty() {
        return;
    }
    sql.push(
        ", effect_added as (insert into outbox (instance, seq, n, at, available_at, body) select ",
    );
    sql.push_bind(&*commit.instance.instance);
    sql.push(", seq, n, at, at, body::json from unnest(");
    sql.push_bind(commit.outbox.iter().map(|effect| effect.seq).collect::<Vec<_>>());
    sql.push(", ").push_bind(commit.outbox.iter().map(|effect| effect.n).collect::<Vec<_>>());
    sql.push(", ").push_bind(commit.outbox.iter().map(|effect| effect.at).collect::<Vec<_>>());
    sql.push(", ").push_bind(commit.outbox.iter().map(|effect| &*effect.body).collect::<Vec<_>>());
    sql.push(") as row (seq, n, at, body) where true").push(IF_MOVED).push(")");
}

fn attachment(sql: &mut Statement, commit: &Prepared) {
    let Some(StoredFile { instance, file }) = &commit.attachment else { return };
    sql.push(", file_kept as (insert into attachment (instance, sha256, content) select ");
    sql.push_bind(&**instance).push(", ").push_bind(&*file.sha256);
    sql.push(", ").push_bind(&*file.content).push(" from moved on conflict do nothing)");
}

fn audit(sql: &mut Statement, commit: &Prepared) {
    sql.push(", ");
    super::audit::append(sql, &commit.audit, " from moved");
}

/// Without `on conflict`: a key that is taken undoes the whole statement.
fn remember(sql: &mut Statement, commit: &Prepared) {
    let Some(remember) = &commit.remember else { return };
    sql.push(", key_kept as (insert into remembered (key, request_hash, answer, at) select ");
    sql.push_bind(clean(&remember.key));
    sql.push(", ").push_bind(clean(&remember.request_hash));
    sql.push(", ").push_bind(clean(&remember.answer));
    sql.push(", ").push_bind(micros(remember.at)).push(" from moved)");
}
