//! Explanations: how a fee, the documents, the requirements and the due date of a case come about. Every
//! line names its table, the rule that fired, what the rule asked for and found, and the sources.

mod due;
mod tables;
mod text;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::calendar::Ledger;
use crate::ids::{EditionId, ProcessId};
use crate::process::Process;
use crate::text::Texts;
use crate::value::Value;

/// What is to be explained of a case with this data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// What is paid.
    Fee,
    /// Which documents are demanded.
    Documents,
    /// What must hold.
    Requirements,
    /// When the term ends.
    Due,
}

/// How something came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// What is explained.
    pub what: Question,
    /// The process.
    pub process: ProcessId,
    /// The edition of its map.
    pub edition: EditionId,
    /// The day for which it holds.
    pub on: Date,
    /// The whole fee.
    #[serde(serialize_with = "as_number", skip_serializing_if = "Option::is_none")]
    pub total: Option<Decimal>,
    /// The due date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// What it is made of.
    pub lines: Vec<Line>,
    /// The days of the term, with those by which it was extended in an account of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Ledger>,
}

/// A part of what is explained.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    /// Its name in the map.
    pub name: String,
    /// What it is called.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// How much is paid, all times together.
    #[serde(serialize_with = "as_number", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// How the amount was computed: the cell of the table, and how many times it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed: Option<String>,
    /// In how many copies a document is demanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
    /// Whether it holds: a requirement, or the validity of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
    /// Why: the words of the map, such as those of an exemption.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub why: Texts,
    /// Why it cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
    /// The rule that fired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// A rule that fired.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// The table.
    pub table: String,
    /// Its number in the table, from 1.
    pub number: usize,
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The day that chose among rules with validity dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What it asked for, with the values that it found.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub inputs: IndexMap<String, Value>,
}

/// A clause of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its name in the map.
    pub id: String,
    /// The act.
    pub act: String,
    /// The clause.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub clause: String,
    /// What it says, or which reading of it was taken.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Amounts are written like the numbers of the case data.
#[expect(clippy::ref_option, reason = "the form that serde asks for")]
fn as_number<S: Serializer>(amount: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    amount.map(Value::Number).serialize(serializer)
}

impl Process {
    /// Explains something of a case with this data, as of this moment. A due date counts from it.
    pub fn explain(
        &self,
        what: Question,
        data: &Value,
        at: Timestamp,
    ) -> Result<Explanation, String> {
        let data = &crate::data::folded(&self.definition.data, data);
        match what {
            Question::Fee => self.explain_fee(data, at),
            Question::Documents => self.explain_documents(data, at),
            Question::Requirements => Ok(self.explain_requirements(data, at)),
            Question::Due => self.explain_term(at),
        }
    }

    pub(crate) fn explanation(
        &self,
        what: Question,
        at: Timestamp,
        lines: Vec<Line>,
    ) -> Explanation {
        Explanation {
            what,
            process: self.definition.process.clone(),
            edition: self.edition.clone(),
            on: self.day(at),
            total: None,
            due: None,
            lines,
            accounts: Vec::new(),
        }
    }

    pub(crate) fn sources(&self, cites: &[String]) -> Vec<Source> {
        let source = |id: &String| {
            let found = self.definition.basis.get(id)?;
            let (act, clause) = (found.act.clone(), found.clause.clone());
            Some(Source { id: id.clone(), act, clause, note: found.note.clone() })
        };
        cites.iter().filter_map(source).collect()
    }
}
