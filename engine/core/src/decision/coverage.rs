//! Overlaps and gaps of a table, found by trying it out.
//!
//! The constants of a column part its values into pieces on which no cell changes its mind: each
//! constant, and what lies between two. One sample of each piece, put to the cells themselves, tells
//! all. Between whole numbers only whole numbers are tried. Cells that read other data are not
//! known before run time: a rule with one is left out, and then no gap is claimed.

use indexmap::IndexMap;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use super::{DecisionRule, DecisionTable};
use crate::feel::{Scope, Type, TypeScope, UnaryTests};
use crate::value::{Context, Value};

/// Tables with more rules are not searched.
const RULES_MAX: usize = 200;

/// Combinations tried in search of gaps before the search is given up.
const TRIES_MAX: usize = 20_000;

/// Gaps reported at most; the first ones show what is missing.
const GAPS_MAX: usize = 5;

/// Two rules that match at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// Their numbers, from 1.
    pub rules: [usize; 2],
    /// Inputs for which both match.
    pub example: IndexMap<String, Value>,
}

/// A column with a sample of each of its pieces, and which rules hold there.
struct Column<'t> {
    name: &'t str,
    samples: Vec<Sample>,
    /// By rule: whether its cell holds for all samples.
    always: Vec<bool>,
}

struct Sample {
    /// None where no cell of the column asks: it may be anything.
    value: Option<Value>,
    /// By rule: whether its cell holds; none if it depends on other data.
    holds: Vec<Option<bool>>,
}

impl DecisionTable {
    /// Pairs of rules that match at once. In a `unique` table each is a mistake.
    pub fn overlaps(&self, scope: &TypeScope) -> Vec<Overlap> {
        let columns = self.columns(scope);
        let count = if self.rules.len() > RULES_MAX { 0 } else { self.rules.len() };
        let pairs = (0..count).flat_map(|second| (0..second).map(move |first| [first, second]));
        pairs.filter_map(|pair| overlap(&columns, pair)).collect()
    }

    /// Inputs for which no rule matches; an input that is not named may be anything.
    pub fn gaps(&self, scope: &TypeScope) -> Vec<IndexMap<String, Value>> {
        let columns = self.columns(scope);
        let mut search = Search { columns: &columns, tries: 0, path: Vec::new(), gaps: Vec::new() };
        let rules: Vec<usize> = (0..self.rules.len()).collect();
        let known = rules.len() <= RULES_MAX && search.visit(0, &rules);
        if known { search.gaps } else { Vec::new() }
    }

    fn columns(&self, scope: &TypeScope) -> Vec<Column<'_>> {
        if self.rules.len() > RULES_MAX {
            return Vec::new();
        }
        let mut names: Vec<&str> = self.inputs.iter().map(|(name, _)| name).collect();
        for name in self.rules.iter().flat_map(|rule| rule.when.keys()) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let asked = names.into_iter().map(|name| self.column(name, scope));
        asked.chain(self.days()).collect()
    }

    /// The days on which rules begin and end to hold; before the first and after the last of them
    /// nobody expects an answer.
    fn days(&self) -> Option<Column<'_>> {
        let days =
            |rule: &DecisionRule| [rule.from, rule.until.and_then(|day| day.tomorrow().ok())];
        let mut days: Vec<Date> = self.rules.iter().flat_map(days).flatten().collect();
        days.sort_unstable();
        days.dedup();
        let holds_later =
            |day: &Date| self.rules.iter().any(|rule| rule.until.is_none_or(|until| *day <= until));
        days.retain(holds_later);
        let sample = |day: Date| {
            let holds = self.rules.iter().map(|rule| Some(rule.valid().on(day)));
            Sample { holds: holds.collect(), value: Some(Value::Date(day)) }
        };
        let samples: Vec<Sample> = days.into_iter().map(sample).collect();
        if samples.is_empty() {
            return None;
        }
        let always = self.rules.iter().map(|rule| rule.valid().is_always()).collect();
        Some(Column { name: "on", samples, always })
    }

    fn column<'t>(&'t self, name: &'t str, scope: &TypeScope) -> Column<'t> {
        let ty = self.input_type(name, scope);
        let cells: Vec<Option<&UnaryTests>> =
            self.rules.iter().map(|rule| rule.when.get(name)).collect();
        let constants: Vec<Option<Vec<Value>>> =
            cells.iter().map(|cell| cell.map_or(Some(Vec::new()), UnaryTests::constants)).collect();
        let known: Vec<Value> = constants.iter().flatten().flatten().cloned().collect();
        let sample = |value: Option<Value>| {
            let asked = value.clone().unwrap_or_default();
            let rules = cells.iter().zip(&constants);
            let holds = rules.map(|(cell, constants)| constants.as_ref().and(holds(*cell, &asked)));
            Sample { holds: holds.collect(), value }
        };
        let asks = cells.iter().flatten().any(|cell| !cell.is_any());
        let mut values: Vec<Option<Value>> = Vec::new();
        if asks {
            values.extend(samples(&ty, known).into_iter().map(Some));
        }
        if values.is_empty() {
            values.push(None);
        }
        let samples: Vec<Sample> = values.into_iter().map(sample).collect();
        let holds = |rule| samples.iter().all(|sample| sample.holds[rule] == Some(true));
        Column { name, always: (0..cells.len()).map(holds).collect(), samples }
    }

    fn input_type(&self, name: &str, scope: &TypeScope) -> Type {
        let path = crate::feel::Expression::parse(name).ok();
        let expression = self.inputs.get(name).or(path.as_ref());
        expression.and_then(|expression| expression.infer(scope).ok()).unwrap_or(Type::Any)
    }
}

fn holds(cell: Option<&UnaryTests>, value: &Value) -> Option<bool> {
    let Some(cell) = cell else { return Some(true) };
    let nothing = Context::new();
    cell.test(value, &Scope::new(&nothing, DateTime::ZERO)).ok().map(|tested| tested.holds)
}

/// One value of each piece of a column.
fn samples(ty: &Type, mut constants: Vec<Value>) -> Vec<Value> {
    match ty {
        Type::Boolean => return vec![Value::Boolean(true), Value::Boolean(false)],
        Type::Choice(words) => return words.iter().map(Value::text).collect(),
        Type::List(of) => return samples(of, constants),
        _ => {}
    }
    let mut samples = Vec::new();
    constants.sort_by(|left, right| {
        order(left).partial_cmp(&order(right)).unwrap_or(std::cmp::Ordering::Equal)
    });
    constants.dedup();
    let whole = constants.iter().all(|value| !matches!(value, Value::Number(n) if !n.is_integer()));
    for (n, value) in constants.iter().enumerate() {
        if n == 0 {
            samples.extend(beside(value, -1));
        }
        samples.push(value.clone());
        match constants.get(n + 1) {
            Some(next) => samples.extend(between(value, next, whole)),
            None => samples.extend(beside(value, 1)),
        }
    }
    if constants.iter().any(|value| matches!(value, Value::Text(_))) {
        samples.push(Value::text("…"));
    }
    samples
}

/// A number by which ordered values are sorted; values of other kinds come last.
fn order(value: &Value) -> Decimal {
    match value {
        Value::Number(number) => *number,
        Value::Date(day) => days(day.to_datetime(jiff::civil::Time::midnight())),
        Value::DateTime(moment) => days(*moment),
        _ => Decimal::MAX,
    }
}

fn days(moment: DateTime) -> Decimal {
    let span = moment.duration_since(DateTime::ZERO);
    Decimal::from(span.as_secs())
}

/// A value just below or above an ordered one.
fn beside(value: &Value, step: i64) -> Option<Value> {
    match value {
        Value::Number(number) => number.checked_add(step.into()).map(Value::Number),
        Value::Date(day) => day.checked_add(jiff::Span::new().days(step)).ok().map(Value::Date),
        Value::DateTime(moment) => {
            moment.checked_add(jiff::Span::new().seconds(step)).ok().map(Value::DateTime)
        }
        _ => None,
    }
}

/// A value between two ordered ones, if there is one.
fn between(left: &Value, right: &Value, whole: bool) -> Option<Value> {
    if let (Value::Number(low), Value::Number(high), false) = (left, right, whole) {
        return low.checked_add(*high)?.checked_div(Decimal::TWO).map(Value::Number);
    }
    beside(left, 1).filter(|value| order(value) < order(right) && order(right) != Decimal::MAX)
}

/// A value in every column on which both rules hold.
fn overlap(columns: &[Column<'_>], pair: [usize; 2]) -> Option<Overlap> {
    let mut example = IndexMap::new();
    for column in columns {
        let both = |sample: &&Sample| pair.iter().all(|rule| sample.holds[*rule] == Some(true));
        let sample = column.samples.iter().find(both)?;
        example.extend(sample.value.clone().map(|value| (column.name.to_owned(), value)));
    }
    Some(Overlap { rules: [pair[0] + 1, pair[1] + 1], example })
}

/// Goes through the combinations, column by column, with the rules that still match.
struct Search<'s> {
    columns: &'s [Column<'s>],
    tries: usize,
    path: Vec<(&'s str, Option<Value>)>,
    gaps: Vec<IndexMap<String, Value>>,
}

impl Search<'_> {
    /// Whether all could be decided.
    fn visit(&mut self, column: usize, rules: &[usize]) -> bool {
        self.tries += 1;
        if rules.is_empty() {
            let named = self.path.iter().cloned();
            let named = named.filter_map(|(name, value)| Some((name.to_owned(), value?)));
            self.gaps.push(named.collect());
            return true;
        }
        let columns = self.columns;
        let Some(here) = columns.get(column) else { return true };
        if self.tries > TRIES_MAX {
            return false;
        }
        // A rule that asks no more covers all that follows.
        let covered = |rule: &usize| columns[column..].iter().all(|one| one.always[*rule]);
        if rules.iter().any(covered) {
            return true;
        }
        for sample in &here.samples {
            if self.gaps.len() >= GAPS_MAX {
                return true;
            }
            let left: Vec<usize> =
                rules.iter().copied().filter(|rule| sample.holds[*rule] != Some(false)).collect();
            self.path.push((here.name, sample.value.clone()));
            let known = self.visit(column + 1, &left);
            self.path.pop();
            if !known {
                return false;
            }
        }
        true
    }
}
