//! The statements of drafts, saved filters, settings and of the search, the same for both databases.

use std::collections::BTreeSet;

use reglament_core::ids::{GroupId, InstanceId, OfficeId, PersonId, TaskId};
use sqlx::QueryBuilder;

use super::{Draft, SavedFilter, Search};
use crate::dialect::{Dialect, Sql};
use crate::error::StoreError;
use crate::model::Remembered;
use crate::moment::micros;
use crate::prepared::{Key, number, task_key};

/// So many rows of the index are looked at; who types one letter is asked for more.
const LOOKED_AT_MAX: i64 = 5_000;
/// Behind every text that begins with a prefix.
const AFTER_ALL: char = '\u{10ffff}';

/// A change that is one statement.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Keep(Key, Draft, i64),
    Leave(Key, PersonId),
    Drop(Key, PersonId),
    Filter(SavedFilter),
    DropFilter(String, PersonId),
    Preference(PersonId, String, String),
    Answer(Remembered),
}

impl Change {
    pub(crate) fn keep(draft: &Draft) -> Result<Self, StoreError> {
        Ok(Self::Keep(task_key(&draft.task)?, draft.clone(), number(draft.version)?))
    }

    pub(crate) fn sql<DB: Dialect>(&self) -> QueryBuilder<DB> {
        match self {
            Self::Keep(key, draft, version) => keep(key, draft, *version),
            Self::Leave(key, person) => {
                let mut sql = Sql::new("update draft set left_behind = 1");
                of_task(&mut sql, key, person);
                sql.done()
            }
            Self::Drop(key, person) => {
                let mut sql = Sql::new("delete from draft");
                of_task(&mut sql, key, person);
                sql.done()
            }
            Self::Filter(filter) => keep_filter(filter),
            Self::DropFilter(id, owner) => {
                let mut sql = Sql::new("delete from saved_filter where id = ");
                sql.text(id).say(" and owner = ").text(owner.as_str());
                sql.done()
            }
            Self::Answer(answer) => {
                let mut sql =
                    Sql::new("insert into remembered (key, request_hash, answer, at) values (");
                sql.text(&answer.key).say(", ").text(&answer.request_hash).say(", ");
                sql.text(&answer.answer).say(", ").number(micros(answer.at));
                sql.say(") on conflict (key) do nothing");
                sql.done()
            }
            Self::Preference(person, name, value) => {
                let mut sql = Sql::new("insert into preference (person, name, value) values (");
                sql.text(person.as_str()).say(", ").text(name).say(", ").text(value);
                sql.say(") on conflict (person, name) do update set value = excluded.value");
                sql.done()
            }
        }
    }
}

fn of_task<DB: Dialect>(sql: &mut Sql<DB>, key: &Key, person: &PersonId) {
    sql.say(" where instance = ").text(&key.instance).say(" and no = ").number(key.no);
    sql.say(" and person = ").text(person.as_str());
}

/// Only while the task is open: a draft of a closed one would be kept for nobody.
fn keep<DB: Dialect>(key: &Key, draft: &Draft, version: i64) -> QueryBuilder<DB> {
    let mut sql = Sql::new(
        "insert into draft (instance, no, person, version, body, saved_at, left_behind) \
         select instance, no, ",
    );
    sql.text(draft.person.as_str()).say(", ").number(version).say(", ").text(&draft.body);
    sql.say(", ").number(micros(draft.at)).say(", ").number(draft.left);
    sql.say(" from task where instance = ").text(&key.instance).say(" and no = ").number(key.no);
    sql.say(
        " on conflict (instance, no, person) do update set version = excluded.version, \
         body = excluded.body, saved_at = excluded.saved_at, left_behind = excluded.left_behind",
    );
    sql.done()
}

/// Their own before those that others left, the newest of these.
pub(crate) fn draft<DB: Dialect>(
    task: &TaskId,
    person: &PersonId,
) -> Result<QueryBuilder<DB>, StoreError> {
    let key = task_key(task)?;
    let mut sql = Sql::new(
        "select person, version, body, saved_at, left_behind from draft where instance = ",
    );
    sql.text(&key.instance).say(" and no = ").number(key.no);
    sql.say(" and (left_behind = 1 or person = ").text(person.as_str());
    sql.say(") order by case when person = ").text(person.as_str());
    sql.say(" then 0 else 1 end, saved_at desc limit 1");
    Ok(sql.done())
}

fn keep_filter<DB: Dialect>(filter: &SavedFilter) -> QueryBuilder<DB> {
    let mut sql =
        Sql::new("insert into saved_filter (id, owner, group_id, name, query, made_at) values (");
    sql.text(&filter.id).say(", ").text(filter.owner.as_str()).say(", ");
    match &filter.group {
        Some(group) => sql.text(group.as_str()),
        None => sql.say("null"),
    };
    sql.say(", ").text(&filter.name).say(", ").text(&filter.query);
    sql.say(", ").number(micros(filter.at));
    sql.say(") on conflict (id) do update set name = excluded.name, query = excluded.query");
    sql.done()
}

pub(crate) fn filters<DB: Dialect>(
    person: &PersonId,
    groups: &BTreeSet<GroupId>,
) -> QueryBuilder<DB> {
    let mut sql = Sql::new(
        "select id, owner, group_id, name, query, made_at from saved_filter \
         where (group_id is null and owner = ",
    );
    sql.text(person.as_str()).say(")");
    if !groups.is_empty() {
        sql.say(" or group_id in (").texts(groups.iter().map(GroupId::as_str)).say(")");
    }
    sql.say(" order by name, id limit 100");
    sql.done()
}

pub(crate) fn preference<DB: Dialect>(person: &PersonId, name: &str) -> QueryBuilder<DB> {
    let mut sql = Sql::new("select value from preference where person = ");
    sql.text(person.as_str()).say(" and name = ").text(name);
    sql.done()
}

pub(crate) fn registered<DB: Dialect>(cases: &BTreeSet<InstanceId>) -> QueryBuilder<DB> {
    let mut sql = Sql::new(
        "select instance, number from document where number is not null and instance in (",
    );
    sql.texts(cases.iter().map(InstanceId::as_str)).say(") order by instance, seq, n");
    sql.done()
}

/// The cases that have all the words in one name, or the number. The longest word leads: it is the
/// rarest; the others are looked for in the whole name beside it.
pub(crate) fn search<DB: Dialect>(search: &Search) -> QueryBuilder<DB> {
    let mut sql =
        Sql::new("select distinct found.instance from (select '' as instance where false");
    if let Some(lead) = search.words.iter().max_by_key(|word| word.len()) {
        begins(&mut sql, lead);
        for word in search.words.iter().filter(|word| *word != lead) {
            // Folded words have no sign that `like` would read as its own.
            sql.say(" and whole like ").text(&format!("% {word}%"));
        }
        sql.say(" limit ").number(LOOKED_AT_MAX).say(") named");
    }
    if let Some(number) = &search.number {
        begins(&mut sql, number);
        sql.say(" and whole = '' limit ").number(LOOKED_AT_MAX).say(") numbered");
    }
    if let Some(document) = &search.document {
        sql.say(" union all select instance from document where number = ").text(document);
    }
    sql.say(") found");
    if let Some(offices) = &search.offices {
        sql.say(" join instance i on i.instance = found.instance and (i.office is null");
        if !offices.is_empty() {
            sql.say(" or i.office in (").texts(offices.iter().map(OfficeId::as_str)).say(")");
        }
        sql.say(")");
    }
    sql.say(" order by found.instance desc limit ").number(search.limit);
    sql.done()
}

fn begins<DB: Dialect>(sql: &mut Sql<DB>, prefix: &str) {
    sql.say(" union all select * from (select instance from search_term where term >= ");
    sql.text(prefix).say(" and term < ").text(&format!("{prefix}{AFTER_ALL}"));
}
