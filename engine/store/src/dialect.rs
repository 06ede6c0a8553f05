//! What the two databases say differently, for statements that are written once.

use sqlx::{Database, Postgres, QueryBuilder, Sqlite};

use crate::prepared::clean;

/// A database that a statement is written for.
pub(crate) trait Dialect: Database {
    /// Stands before a column that no index shall be chosen for.
    const UNINDEXED: &'static str;

    /// A text, at this place of the statement.
    fn text(sql: &mut QueryBuilder<Self>, text: &str);

    /// A number, at this place of the statement.
    fn number(sql: &mut QueryBuilder<Self>, number: i64);
}

impl Dialect for Sqlite {
    const UNINDEXED: &'static str = "+";

    fn text(sql: &mut QueryBuilder<Self>, text: &str) {
        sql.push_bind(clean(text));
    }

    fn number(sql: &mut QueryBuilder<Self>, number: i64) {
        sql.push_bind(number);
    }
}

impl Dialect for Postgres {
    const UNINDEXED: &'static str = "";

    fn text(sql: &mut QueryBuilder<Self>, text: &str) {
        sql.push_bind(clean(text));
    }

    fn number(sql: &mut QueryBuilder<Self>, number: i64) {
        sql.push_bind(number);
    }
}

/// A statement in parts: texts of ours, and values of others that are bound.
pub(crate) struct Sql<DB: Dialect>(QueryBuilder<DB>);

impl<DB: Dialect> Sql<DB> {
    /// A statement that begins so.
    pub(crate) fn new(begin: &str) -> Self {
        Self(QueryBuilder::new(begin))
    }

    /// More of its own text.
    pub(crate) fn say(&mut self, sql: impl std::fmt::Display) -> &mut Self {
        self.0.push(sql);
        self
    }

    /// A text that is bound.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        DB::text(&mut self.0, text);
        self
    }

    /// A number that is bound.
    pub(crate) fn number(&mut self, number: impl Into<i64>) -> &mut Self {
        DB::number(&mut self.0, number.into());
        self
    }

    /// Texts that are bound, with commas in between.
    pub(crate) fn texts<'v>(&mut self, texts: impl Iterator<Item = &'v str>) -> &mut Self {
        for (n, text) in texts.enumerate() {
            self.say(if n == 0 { "" } else { ", " }).text(text);
        }
        self
    }

    /// The statement, to be sent.
    pub(crate) fn done(self) -> QueryBuilder<DB> {
        self.0
    }
}
