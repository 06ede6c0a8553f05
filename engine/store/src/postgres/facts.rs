//! Facts: written with a commit, read by days; the lines of a day that is over are one text.

use std::collections::BTreeSet;

use sqlx::PgPool;

use super::apart;
use super::commit::{IF_MOVED, Statement};
use crate::decode;
use crate::error::StoreError;
use crate::fact::{
    self, FactDay, FactRange, OpenCase, OpenColumns, OpenTask, OpenTaskColumns, ReportColumns,
    SavedReport,
};
use crate::moment::micros;
use crate::prepared::{Prepared, StoredFact, clean};

/// Days that are put together in one transaction: others wait meanwhile.
const DAYS_PACKED: usize = 16;

/// The lines of these days: `$1` is the kind, `$2` the days.
macro_rules! lines {
    ($line:literal) => {
        concat!(
            "select day, string_agg('#' || edition || ' ' || office || chr(10) || lines, chr(10) \
             order by edition, office) as body from (select day, edition, office, string_agg(",
            $line,
            ", chr(10) order by instance, seq) as lines from fact \
             where kind = $1 and day = any($2) group by day, edition, office) lines group by day"
        )
    };
}

/// Adds the facts of a commit. What was put together of their days is no longer whole.
pub(super) fn add(sql: &mut Statement, commit: &Prepared) {
    if commit.facts.is_empty() {
        return;
    }
    let numbers =
        |column: fn(&StoredFact) -> i64| commit.facts.iter().map(column).collect::<Vec<_>>();
    let texts =
        |column: fn(&StoredFact) -> &str| commit.facts.iter().map(column).collect::<Vec<_>>();
    sql.push(
        ", fact_added as (insert into fact (kind, day, edition, office, instance, seq, body) \
         select kind, day, edition, office, ",
    );
    sql.push_bind(&*commit.instance.instance);
    sql.push(", seq, body from unnest(").push_bind(numbers(|fact| fact.kind));
    sql.push(", ").push_bind(numbers(|fact| fact.day));
    sql.push(", ").push_bind(texts(|fact| &fact.edition));
    sql.push(", ").push_bind(texts(|fact| &fact.office));
    sql.push(", ").push_bind(numbers(|fact| fact.seq));
    sql.push(", ").push_bind(texts(|fact| &fact.body));
    sql.push(") as row (kind, day, edition, office, seq, body) where true").push(IF_MOVED);
    sql.push("), pack_gone as (delete from fact_pack using unnest(");
    sql.push_bind(numbers(|fact| fact.kind)).push(", ").push_bind(numbers(|fact| fact.day));
    sql.push(") as row (kind, day) where fact_pack.kind = row.kind and fact_pack.day = row.day");
    sql.push(IF_MOVED).push(")");
}

/// Reads a range. A commit may take away what was just put together; then it is done again.
pub(crate) async fn read(pool: &PgPool, range: &FactRange) -> Result<Vec<FactDay>, StoreError> {
    loop {
        for days in missing(pool, range).await?.chunks(DAYS_PACKED) {
            apart(pack(pool.clone(), range.kind.number(), days.to_vec())).await?;
        }
        if let Some(days) = packed(pool, range).await? {
            return Ok(days);
        }
    }
}

/// The days that are over and were not put together.
async fn missing(pool: &PgPool, range: &FactRange) -> Result<Vec<i64>, StoreError> {
    let days = range.days_over();
    let packed: Vec<(i64,)> =
        sqlx::query_as("select day from fact_pack where kind = $1 and day >= $2 and day < $3")
            .bind(range.kind.number())
            .bind(days.start)
            .bind(days.end)
            .fetch_all(pool)
            .await?;
    let packed: BTreeSet<i64> = packed.into_iter().map(|(day,)| day).collect();
    Ok(days.filter(|day| !packed.contains(day)).collect())
}

/// The range in one statement, which sees one state; none when a day that is over is missing.
async fn packed(pool: &PgPool, range: &FactRange) -> Result<Option<Vec<FactDay>>, StoreError> {
    let over = range.days_over();
    let rows: Vec<(i64, String)> = sqlx::query_as(concat!(
        "select day, body from fact_pack where kind = $1 and day >= $3 and day < $4 union all (",
        lines!("body"),
        ")"
    ))
    .bind(range.kind.number())
    .bind(range.days_open().collect::<Vec<_>>())
    .bind(over.start)
    .bind(over.end)
    .fetch_all(pool)
    .await?;
    let whole = over.clone().count() == rows.iter().filter(|(day, _)| over.contains(day)).count();
    if whole { fact::fact_days(rows).map(Some) } else { Ok(None) }
}

/// Puts the lines of days together. The lock waits for the commits under way, whose lines this
/// statement would not see, and holds up those that come; a day is put together once.
async fn pack(pool: PgPool, kind: i64, days: Vec<i64>) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    sqlx::query("lock table fact in share mode").execute(&mut *transaction).await?;
    sqlx::query(concat!(
        "insert into fact_pack (kind, day, body) \
         select $1, asked.day, coalesce(found.body, '') from unnest($2) as asked (day) \
         left join (",
        lines!("body"),
        ") found on found.day = asked.day on conflict do nothing"
    ))
    .bind(kind)
    .bind(days)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}

/// How many bytes the texts of a range have; the length of a text stands beside it, and no text is read.
pub(crate) async fn size(pool: &PgPool, range: &FactRange) -> Result<Option<u64>, StoreError> {
    let over = range.days_over();
    if !range.days_open().is_empty() {
        return Ok(None);
    }
    let (days, bytes): (i64, i64) = sqlx::query_as(
        "select count(*), coalesce(sum(octet_length(body)), 0)::bigint from fact_pack
         where kind = $1 and day >= $2 and day < $3",
    )
    .bind(range.kind.number())
    .bind(over.start)
    .bind(over.end)
    .fetch_one(pool)
    .await?;
    let whole = usize::try_from(days).is_ok_and(|days| days == over.count());
    whole.then(|| decode::count("bytes", bytes)).transpose()
}

pub(crate) async fn by_case(pool: &PgPool, range: &FactRange) -> Result<Vec<FactDay>, StoreError> {
    let days: Vec<i64> = (range.days_over().start..range.days_open().end).collect();
    let rows: Vec<(i64, String)> = sqlx::query_as(lines!("instance || ' ' || body"))
        .bind(range.kind.number())
        .bind(days)
        .fetch_all(pool)
        .await?;
    fact::fact_days(rows)
}

pub(crate) async fn open_cases(pool: &PgPool) -> Result<Vec<OpenCase>, StoreError> {
    let rows: Vec<OpenColumns> = sqlx::query_as(
        "select instance, process, edition, coalesce(office, ''), started_at, due_at, clock, clock_from, extended
         from instance where state = 'running' order by due_at nulls first, instance",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, fact::open_case)
}

pub(crate) async fn open_tasks(pool: &PgPool) -> Result<Vec<OpenTask>, StoreError> {
    let rows: Vec<OpenTaskColumns> = sqlx::query_as(
        "select instance, no, edition, step, unit, assignee, claimed_at, opened_at, due_at, clock,
                clock_from, coalesce(office, '') from task order by due_at nulls first, instance, no",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, fact::open_task)
}

pub(crate) async fn reports(pool: &PgPool) -> Result<Vec<SavedReport>, StoreError> {
    let rows: Vec<ReportColumns> = sqlx::query_as(
        "select id, name, report, query, owner, at from saved_report order by name collate \"C\", id",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, fact::saved_report)
}

pub(crate) async fn put_report(pool: PgPool, report: SavedReport) -> Result<(), StoreError> {
    sqlx::query(
        "insert into saved_report (id, name, report, query, owner, at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do update set name = excluded.name, report = excluded.report,
         query = excluded.query",
    )
    .bind(clean(&report.id))
    .bind(clean(&report.name))
    .bind(clean(&report.report))
    .bind(clean(&report.query))
    .bind(clean(&report.owner))
    .bind(micros(report.at))
    .execute(&pool)
    .await?;
    Ok(())
}

pub(crate) async fn forget_report(pool: PgPool, id: String) -> Result<bool, StoreError> {
    let gone = sqlx::query("delete from saved_report where id = $1")
        .bind(clean(&id))
        .execute(&pool)
        .await?;
    Ok(gone.rows_affected() == 1)
}
