//! Fees: what is paid for a case, part by part, with the rule behind every amount.

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::decision::{Decision, FiredRule, HitPolicy};
use crate::definition::FeeTable;
use crate::process::Process;
use crate::text::Texts;
use crate::value::{Context, Value};

/// Under this name a table of `for_each` sees the element.
pub const ITEM: &str = "item";

/// The output that holds the amount.
pub const FEE: &str = "fee";

/// The output that names an exemption.
pub const REASON: &str = "reason";

/// What is paid for a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Fee {
    /// All parts together, in tenge.
    pub total: Decimal,
    /// The parts, in the order of the map.
    pub parts: Vec<FeePart>,
}

/// One component of the fee.
#[derive(Clone, Debug, PartialEq)]
pub struct FeePart {
    /// Its name in the map.
    pub component: String,
    /// What it is called.
    pub title: Texts,
    /// The table that gives it.
    pub table: String,
    /// All its lines together.
    pub amount: Decimal,
    /// What it is made of; several where it is paid for each of a list.
    pub lines: Vec<FeeLine>,
}

/// An amount and why it is paid, or why nothing is.
#[derive(Clone, Debug, PartialEq)]
pub struct FeeLine {
    /// The amount of one.
    pub amount: Decimal,
    /// How many times it is paid.
    pub count: u32,
    /// The number of the rule in its table, from 1.
    pub rule: usize,
    /// The name of the rule, if it has one.
    pub rule_id: Option<String>,
    /// What the rules asked for, with the values.
    pub inputs: IndexMap<String, Value>,
    /// The day that chose among rules with validity dates.
    pub on: Option<Date>,
    /// Why nothing or less is paid: its name and its words.
    pub reason: Option<FeeReason>,
    /// The sources of the rule.
    pub cites: Vec<String>,
}

/// An exemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeReason {
    /// Its name in the table.
    pub name: String,
    /// Its words.
    pub title: Texts,
}

impl Process {
    /// The fee for a case with this data; none when the map has no fees. A case for which a table
    /// has no rule is an error, never free of charge.
    pub fn fee(&self, data: &Value, at: Timestamp) -> Result<Option<Fee>, String> {
        if self.definition.fees.is_empty() {
            return Ok(None);
        }
        let mut fee = Fee { total: Decimal::ZERO, parts: Vec::new() };
        for (name, table) in &self.definition.fees {
            let part = self.fee_part(name, table, data, at)?;
            fee.total = sum(fee.total, part.amount, name)?;
            fee.parts.push(part);
        }
        Ok(Some(fee))
    }

    fn fee_part(
        &self,
        name: &str,
        fee: &FeeTable,
        data: &Value,
        at: Timestamp,
    ) -> Result<FeePart, String> {
        let table = &fee.table.decision;
        let mut part = FeePart {
            component: name.to_owned(),
            title: fee.title.clone(),
            table: table.clone(),
            amount: Decimal::ZERO,
            lines: Vec::new(),
        };
        for item in self.fee_items(fee, data, at)? {
            let names = item.map(|item| Context::from([(ITEM.to_owned(), item)]));
            let names = names.unwrap_or_default();
            let decision = self
                .decide_table_with(&fee.table, data, &names, at)
                .map_err(|problem| problem.message)?;
            for line in lines(fee, decision)? {
                part.amount = sum(part.amount, line.amount, table)?;
                add(&mut part.lines, line);
            }
        }
        Ok(part)
    }

    /// The elements that are paid for one by one; none once where the table asks of the whole case.
    fn fee_items(
        &self,
        fee: &FeeTable,
        data: &Value,
        at: Timestamp,
    ) -> Result<Vec<Option<Value>>, String> {
        let Some(list) = &fee.for_each else { return Ok(vec![None]) };
        let typed = crate::data::typed(&self.definition, &self.shape, data);
        let found = list.evaluate(&self.scope(&typed, at)).map_err(|error| error.to_string())?;
        match found.value {
            Value::List(items) => Ok(items.into_iter().map(Some).collect()),
            other => {
                let (table, found) = (&fee.table.decision, other.type_name());
                Err(format!(
                    "the fees of `{table}` are paid for each of `{list}`, but it is {found}"
                ))
            }
        }
    }
}

/// The lines of a decision: of the rule that counts, or of all that add up.
fn lines(fee: &FeeTable, decision: Decision) -> Result<Vec<FeeLine>, String> {
    let (hit, trace) = (fee.table.hit, decision.trace);
    let counts = |rule: &FiredRule| match hit {
        HitPolicy::CollectMin | HitPolicy::CollectMax => {
            rule.outputs.get(FEE) == Some(&decision.value)
        }
        _ => true,
    };
    let adds_up = matches!(hit, HitPolicy::Collect | HitPolicy::CollectSum);
    let rules = trace.fired.iter().filter(|rule| counts(rule));
    let rules = rules.take(if adds_up { usize::MAX } else { 1 });
    let lines = rules.map(|rule| line(fee, rule, &trace.inputs, trace.on));
    let lines: Vec<FeeLine> = lines.collect::<Result<_, String>>()?;
    if lines.is_empty() { Err(no_tariff(fee)) } else { Ok(lines) }
}

fn line(
    fee: &FeeTable,
    rule: &FiredRule,
    inputs: &IndexMap<String, Value>,
    on: Option<Date>,
) -> Result<FeeLine, String> {
    let Some(Value::Number(amount)) = rule.outputs.get(FEE) else { return Err(no_tariff(fee)) };
    let reason = match rule.outputs.get(REASON) {
        Some(Value::Text(name)) => {
            let title = fee.reasons.get(name).cloned().unwrap_or_default();
            Some(FeeReason { name: name.clone(), title })
        }
        _ => None,
    };
    Ok(FeeLine {
        amount: *amount,
        count: 1,
        rule: rule.number,
        rule_id: rule.id.clone(),
        inputs: inputs.clone(),
        on,
        reason,
        cites: rule.cites.clone(),
    })
}

/// One line for what is paid several times in the same way.
fn add(lines: &mut Vec<FeeLine>, line: FeeLine) {
    let same = |known: &&mut FeeLine| FeeLine { count: 1, ..(*known).clone() } == line;
    match lines.iter_mut().find(same) {
        Some(known) => known.count += 1,
        None => lines.push(line),
    }
}

fn no_tariff(fee: &FeeTable) -> String {
    let table = &fee.table.decision;
    format!("no tariff is configured in `{table}` for this case; add a rule that gives its `fee`")
}

fn sum(total: Decimal, more: Decimal, name: &str) -> Result<Decimal, String> {
    total.checked_add(more).ok_or_else(|| format!("the fees of `{name}` are too large to add up"))
}
