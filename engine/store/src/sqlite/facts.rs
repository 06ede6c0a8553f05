//! Facts: written with a commit, read by days; the lines of a day that is over are one text.

use std::collections::BTreeSet;

use async_trait::async_trait;
use sqlx::{SqliteConnection, SqlitePool};

use super::rows;
use super::writer::{Write, Writer};
use crate::decode;
use crate::error::StoreError;
use crate::fact::{
    self, FactDay, FactRange, OpenCase, OpenColumns, OpenTask, OpenTaskColumns, ReportColumns,
    SavedReport,
};
use crate::moment::micros;
use crate::prepared::{StoredFact, clean, json};

/// Days that are put together in one write: others wait for the writer meanwhile.
const DAYS_PACKED: usize = 16;

/// The lines of these days: `?1` is the kind, `?2` the list of days. Groups come in the order of the
/// key, so nothing is sorted.
macro_rules! lines {
    ($line:literal) => {
        concat!(
            "select day, group_concat('#' || edition || ' ' || office || char(10) || lines, char(10)) \
             as body from (select day, edition, office, group_concat(",
            $line,
            ", char(10)) as lines from fact \
             where kind = ?1 and day in (select value from json_each(?2)) \
             group by day, edition, office) group by day"
        )
    };
}

/// Adds the facts of a batch. What was put together of their days is no longer whole.
pub(crate) async fn add(
    connection: &mut SqliteConnection,
    facts: &[&StoredFact],
) -> Result<(), sqlx::Error> {
    if facts.is_empty() {
        return Ok(());
    }
    rows::insert(connection, facts).await?;
    let days: BTreeSet<(i64, i64)> = facts.iter().map(|fact| (fact.kind, fact.day)).collect();
    for (kind, day) in days {
        sqlx::query("delete from fact_pack where kind = ? and day = ?")
            .bind(kind)
            .bind(day)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Reads a range. A commit may take away what was just put together; then it is done again.
pub(crate) async fn read(
    writer: &Writer,
    pool: &SqlitePool,
    range: &FactRange,
) -> Result<Vec<FactDay>, StoreError> {
    loop {
        for days in missing(pool, range).await?.chunks(DAYS_PACKED) {
            writer.write(Pack { kind: range.kind.number(), days: days.to_vec() }).await?;
        }
        if let Some(days) = packed(pool, range).await? {
            return Ok(days);
        }
    }
}

/// The days that are over and were not put together.
async fn missing(pool: &SqlitePool, range: &FactRange) -> Result<Vec<i64>, StoreError> {
    let days = range.days_over();
    let packed: Vec<(i64,)> =
        sqlx::query_as("select day from fact_pack where kind = ? and day >= ? and day < ?")
            .bind(range.kind.number())
            .bind(days.start)
            .bind(days.end)
            .fetch_all(pool)
            .await?;
    let packed: BTreeSet<i64> = packed.into_iter().map(|(day,)| day).collect();
    Ok(days.filter(|day| !packed.contains(day)).collect())
}

/// The range in one statement, which sees one state; none when a day that is over is missing.
async fn packed(pool: &SqlitePool, range: &FactRange) -> Result<Option<Vec<FactDay>>, StoreError> {
    let over = range.days_over();
    let rows: Vec<(i64, String)> = sqlx::query_as(concat!(
        "select day, body from fact_pack where kind = ?1 and day >= ?3 and day < ?4 union all ",
        lines!("body")
    ))
    .bind(range.kind.number())
    .bind(json(&range.days_open().collect::<Vec<_>>())?)
    .bind(over.start)
    .bind(over.end)
    .fetch_all(pool)
    .await?;
    let whole = over.clone().count() == rows.iter().filter(|(day, _)| over.contains(day)).count();
    if whole { fact::fact_days(rows).map(Some) } else { Ok(None) }
}

/// How many bytes the texts of a range have; the length of a text stands beside it, and no text is read.
pub(crate) async fn size(pool: &SqlitePool, range: &FactRange) -> Result<Option<u64>, StoreError> {
    let over = range.days_over();
    if !range.days_open().is_empty() {
        return Ok(None);
    }
    let (days, bytes): (i64, i64) = sqlx::query_as(
        "select count(*), coalesce(sum(octet_length(body)), 0) from fact_pack
         where kind = ?1 and day >= ?2 and day < ?3",
    )
    .bind(range.kind.number())
    .bind(over.start)
    .bind(over.end)
    .fetch_one(pool)
    .await?;
    let whole = usize::try_from(days).is_ok_and(|days| days == over.count());
    whole.then(|| decode::count("bytes", bytes)).transpose()
}

pub(crate) async fn by_case(
    pool: &SqlitePool,
    range: &FactRange,
) -> Result<Vec<FactDay>, StoreError> {
    let days: Vec<i64> = (range.days_over().start..range.days_open().end).collect();
    let rows: Vec<(i64, String)> = sqlx::query_as(lines!("instance || ' ' || body"))
        .bind(range.kind.number())
        .bind(json(&days)?)
        .fetch_all(pool)
        .await?;
    fact::fact_days(rows)
}

/// Puts the lines of days together. A day without any gets an empty text: it was looked at.
struct Pack {
    kind: i64,
    days: Vec<i64>,
}

#[async_trait]
impl Write for Pack {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query(concat!(
            "insert into fact_pack (kind, day, body) \
             select ?1, asked.value, coalesce(found.body, '') from json_each(?2) asked \
             left join (",
            lines!("body"),
            ") found on found.day = asked.value where true on conflict do nothing"
        ))
        .bind(self.kind)
        .bind(json(&self.days)?)
        .execute(connection)
        .await?;
        Ok(())
    }
}

pub(crate) async fn open_cases(pool: &SqlitePool) -> Result<Vec<OpenCase>, StoreError> {
    let rows: Vec<OpenColumns> = sqlx::query_as(
        "select instance, process, edition, coalesce(office, ''), started_at, due_at, clock, clock_from, extended
         from instance where state = 'running' order by due_at, instance",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, fact::open_case)
}

pub(crate) async fn open_tasks(pool: &SqlitePool) -> Result<Vec<OpenTask>, StoreError> {
    let rows: Vec<OpenTaskColumns> = sqlx::query_as(
        "select instance, no, edition, step, unit, assignee, claimed_at, opened_at, due_at, clock,
                clock_from, coalesce(office, '') from task order by due_at, instance, no",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, fact::open_task)
}

pub(crate) async fn reports(pool: &SqlitePool) -> Result<Vec<SavedReport>, StoreError> {
    let rows: Vec<ReportColumns> = sqlx::query_as(
        "select id, name, report, query, owner, at from saved_report order by name, id",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, fact::saved_report)
}

/// Keeps a report.
pub(crate) struct PutReport(pub SavedReport);

#[async_trait]
impl Write for PutReport {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let report = &self.0;
        sqlx::query(
            "insert into saved_report (id, name, report, query, owner, at) values (?, ?, ?, ?, ?, ?)
             on conflict (id) do update set name = excluded.name, report = excluded.report,
             query = excluded.query",
        )
        .bind(clean(&report.id))
        .bind(clean(&report.name))
        .bind(clean(&report.report))
        .bind(clean(&report.query))
        .bind(clean(&report.owner))
        .bind(micros(report.at))
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Forgets a report.
pub(crate) struct ForgetReport(pub String);

#[async_trait]
impl Write for ForgetReport {
    type Output = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, StoreError> {
        let gone = sqlx::query("delete from saved_report where id = ?")
            .bind(&*self.0)
            .execute(connection)
            .await?;
        Ok(gone.rows_affected() == 1)
    }
}
