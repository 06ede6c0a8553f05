//! What tables and requirements say of a case.

use indexmap::IndexMap;
use jiff::Timestamp;

use super::{Explanation, Line, Question, Rule};
use crate::decision::DecisionTable;
use crate::fee::{FEE, FeeLine, FeePart};
use crate::process::Process;
use crate::text::Texts;
use crate::value::Value;

impl Process {
    pub(super) fn explain_fee(&self, data: &Value, at: Timestamp) -> Result<Explanation, String> {
        let fee = self.fee(data, at)?;
        let parts = fee.as_ref().map(|fee| fee.parts.as_slice()).unwrap_or_default();
        let lines = parts.iter().flat_map(|part| part.lines.iter().map(move |line| (part, line)));
        let lines = lines.map(|(part, line)| self.fee_line(part, line)).collect();
        let total = fee.as_ref().map(|fee| fee.total);
        Ok(Explanation { total, ..self.explanation(Question::Fee, at, lines) })
    }

    fn fee_line(&self, part: &FeePart, line: &FeeLine) -> Line {
        let table = self.definition.fees.get(&part.component).map(|fee| &fee.table);
        let cell = table.and_then(|table| cell(table, line.rule));
        let times = (line.count > 1).then(|| format!("{} × {}", line.amount, line.count));
        let cell = cell.filter(|cell| *cell != line.amount.to_string());
        let computed: Vec<String> = cell.into_iter().chain(times).collect();
        Line {
            name: part.component.clone(),
            title: part.title.clone(),
            amount: line.amount.checked_mul(line.count.into()),
            computed: (!computed.is_empty()).then(|| computed.join("; ")),
            why: line.reason.as_ref().map(|reason| reason.title.clone()).unwrap_or_default(),
            rule: Some(Rule {
                table: part.table.clone(),
                number: line.rule,
                id: line.rule_id.clone(),
                on: line.on,
                inputs: table
                    .map(|table| asked(table, line.rule, &line.inputs))
                    .unwrap_or_default(),
            }),
            sources: self.sources(&line.cites),
            ..Line::default()
        }
    }

    pub(super) fn explain_documents(
        &self,
        data: &Value,
        at: Timestamp,
    ) -> Result<Explanation, String> {
        let table = self.definition.documents.as_ref().map(|all| all.table.decision.clone());
        let table = table.unwrap_or_default();
        let lines = self.demanded_documents(data, at)?.into_iter().map(|demanded| Line {
            name: demanded.document,
            title: demanded.title,
            copies: Some(demanded.copies),
            holds: (!demanded.valid).then_some(false),
            why: demanded.why,
            rule: Some(Rule {
                table: table.clone(),
                number: demanded.rule,
                id: demanded.rule_id,
                on: None,
                inputs: demanded.inputs.into_iter().collect(),
            }),
            sources: self.sources(&demanded.cites),
            ..Line::default()
        });
        Ok(self.explanation(Question::Documents, at, lines.collect()))
    }

    pub(super) fn explain_requirements(&self, data: &Value, at: Timestamp) -> Explanation {
        let lines = self.answered(data, at).into_iter().map(|(name, requirement, answer)| Line {
            name: name.to_owned(),
            title: requirement.title.clone(),
            holds: Some(answer.holds()),
            computed: Some(requirement.holds.to_string()),
            why: if answer.holds() { Texts::default() } else { requirement.help.clone() },
            unknown: answer.unknown(),
            sources: self.sources(&requirement.cites),
            ..Line::default()
        });
        self.explanation(Question::Requirements, at, lines.collect())
    }
}

/// The cell of the table that gives the amount.
fn cell(table: &DecisionTable, rule: usize) -> Option<String> {
    let rule = table.rules.get(rule.checked_sub(1)?)?;
    rule.then.get(FEE).map(ToString::to_string)
}

/// What this rule asked for, of all that was asked.
fn asked(
    table: &DecisionTable,
    rule: usize,
    inputs: &IndexMap<String, Value>,
) -> IndexMap<String, Value> {
    let tests = rule.checked_sub(1).and_then(|place| table.rules.get(place)).map(|rule| &rule.when);
    let is_asked = |(name, _): &(&String, &Value)| tests.is_some_and(|all| all.contains_key(*name));
    let found = inputs.iter().filter(is_asked);
    found.map(|(name, value)| (name.clone(), value.clone())).collect()
}
