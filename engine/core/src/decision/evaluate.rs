//! Evaluates a decision table and says which rules fired.

use std::collections::HashMap;

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{DecisionRule, DecisionTable, HitPolicy};
use crate::feel::{EvaluationError, Expression, Scope, Warning};
use crate::value::{Context, Value};

/// What a table decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The answer by the rules of DMN: of a single-hit table the outputs of the rule (null if none
    /// matched), of `collect` the list of them, of `collect sum` and the like a number. Where the
    /// table has one output, its values stand there without their name.
    pub value: Value,
    /// The outputs of the rules that count, by name: what a caller reads who knows the columns.
    pub rows: Vec<Context>,
    /// How it came about.
    pub trace: Trace,
}

/// How a decision came about; kept in the history of the case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The name of the table.
    pub decision: String,
    /// The day by which rules with validity dates were chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The inputs that rules asked for, with their values.
    pub inputs: IndexMap<String, Value>,
    /// The rules that count, in the order of the table.
    pub fired: Vec<FiredRule>,
    /// What could not be compared or computed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<TraceWarning>,
}

/// A rule that fired.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FiredRule {
    /// Its number in the table, from 1.
    pub number: usize,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The clauses it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
    /// Its answers.
    pub outputs: Context,
}

/// A warning with the cell it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceWarning {
    /// The number of the rule, from 1; none for an input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<usize>,
    /// The input or output.
    pub column: String,
    /// What was wrong.
    pub message: String,
}

/// Why a table gave no decision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// Two rules of a `unique` table match.
    #[error("`{decision}`: the rules {rules} match at once, but at most one may; make their tests exclude each other, or use `hit: first`", rules = list(.rules))]
    NotUnique {
        /// The table.
        decision: String,
        /// The numbers of the rules, from 1.
        rules: Vec<usize>,
    },
    /// Two rules of an `any` table answer differently.
    #[error("`{decision}`: the rules {rules} match at once and answer differently", rules = list(.rules))]
    NotTheSame {
        /// The table.
        decision: String,
        /// The numbers of the rules, from 1.
        rules: Vec<usize>,
    },
    /// A rule tests something that is neither an input nor a name of data.
    #[error("`{decision}`, rule {rule}: `{input}` is no input of the table")]
    UnknownInput {
        /// The table.
        decision: String,
        /// The number of the rule, from 1.
        rule: usize,
        /// The word.
        input: String,
    },
    /// The answers cannot be summed up or compared.
    #[error("`{decision}`: `hit: {hit}` needs one output of numbers, but found {found}")]
    NotNumbers {
        /// The table.
        decision: String,
        /// The hit policy.
        hit: HitPolicy,
        /// What was found.
        found: String,
    },
    /// An expression was stopped.
    #[error("`{decision}`, `{column}`: {error}")]
    Stopped {
        /// The table.
        decision: String,
        /// The input or output.
        column: String,
        /// Why.
        error: EvaluationError,
    },
}

fn list(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

impl DecisionTable {
    /// Evaluates the table. Inputs are computed once, and only if a rule asks for them.
    pub fn evaluate(&self, scope: &Scope<'_>) -> Result<Decision, DecisionError> {
        let mut run = Run { table: self, scope, extra: HashMap::new(), trace: Trace::default() };
        run.trace.decision.clone_from(&self.decision);
        let day = run.day()?;
        run.trace.on = Some(day).filter(|_| self.is_dated());
        for (n, rule) in self.rules.iter().enumerate() {
            if rule.valid().on(day) && run.matches(n + 1, rule)? {
                let outputs = run.outputs(n + 1, rule)?;
                run.fire(n + 1, rule, outputs);
                if self.hit == HitPolicy::First {
                    break;
                }
            }
        }
        run.decide()
    }
}

struct Run<'r> {
    table: &'r DecisionTable,
    scope: &'r Scope<'r>,
    /// Paths that rules test without declaring them as inputs.
    extra: HashMap<&'r str, Expression>,
    trace: Trace,
}

impl<'r> Run<'r> {
    fn matches(&mut self, number: usize, rule: &'r DecisionRule) -> Result<bool, DecisionError> {
        for (name, tests) in rule.when.iter().filter(|(_, tests)| !tests.is_any()) {
            let input = self.input(number, name)?;
            let tested =
                tests.test(&input, self.scope).map_err(|error| self.stopped(name, error))?;
            self.warn(Some(number), name, tested.warnings);
            if !tested.holds {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The day by which rules with validity dates are chosen.
    fn day(&mut self) -> Result<Date, DecisionError> {
        let today = self.scope.today();
        let Some(on) = self.table.on.as_ref().filter(|_| self.table.is_dated()) else {
            return Ok(today);
        };
        match self.evaluate(None, "on", on)? {
            Value::Null => Ok(today),
            Value::Date(day) => Ok(day),
            Value::DateTime(moment) => Ok(moment.date()),
            other => {
                let message = format!("`{on}` is {}, not a day", other.type_name());
                let column = "on".to_owned();
                self.trace.warnings.push(TraceWarning { rule: None, column, message });
                Ok(today)
            }
        }
    }

    /// The value of an input, computed when it is first asked for.
    fn input(&mut self, rule: usize, name: &'r str) -> Result<Value, DecisionError> {
        if let Some(value) = self.trace.inputs.get(name) {
            return Ok(value.clone());
        }
        if self.table.inputs.get(name).is_none() && !self.extra.contains_key(name) {
            let path = Expression::parse(name).map_err(|_| DecisionError::UnknownInput {
                decision: self.table.decision.clone(),
                rule,
                input: name.to_owned(),
            })?;
            self.extra.insert(name, path);
        }
        let expression = self.table.inputs.get(name).or_else(|| self.extra.get(name)).cloned();
        let Some(expression) = expression else { return Ok(Value::Null) };
        let value = self.evaluate(None, name, &expression)?;
        self.trace.inputs.insert(name.to_owned(), value.clone());
        Ok(value)
    }

    fn outputs(&mut self, number: usize, rule: &DecisionRule) -> Result<Context, DecisionError> {
        let mut outputs = Context::new();
        for name in &self.table.outputs {
            let value = match rule.then.get(name) {
                Some(expression) => self.evaluate(Some(number), name, expression)?,
                None => Value::Null,
            };
            outputs.insert(name.clone(), value);
        }
        Ok(outputs)
    }

    fn evaluate(
        &mut self,
        rule: Option<usize>,
        column: &str,
        expression: &Expression,
    ) -> Result<Value, DecisionError> {
        let evaluation =
            expression.evaluate(self.scope).map_err(|error| self.stopped(column, error))?;
        self.warn(rule, column, evaluation.warnings);
        Ok(evaluation.value)
    }

    fn fire(&mut self, number: usize, rule: &DecisionRule, outputs: Context) {
        let (id, cites) = (rule.id.clone(), rule.cites.clone());
        self.trace.fired.push(FiredRule { number, id, cites, outputs });
    }

    fn warn(&mut self, rule: Option<usize>, column: &str, warnings: Vec<Warning>) {
        self.trace.warnings.extend(warnings.into_iter().map(|warning| TraceWarning {
            rule,
            column: column.to_owned(),
            message: warning.message,
        }));
    }

    fn stopped(&self, column: &str, error: EvaluationError) -> DecisionError {
        let (decision, column) = (self.table.decision.clone(), column.to_owned());
        DecisionError::Stopped { decision, column, error }
    }

    /// Applies the hit policy to the rules that fired.
    fn decide(mut self) -> Result<Decision, DecisionError> {
        let fired = &mut self.trace.fired;
        let numbers = || fired.iter().map(|rule| rule.number).collect::<Vec<_>>();
        let decision = self.table.decision.clone();
        match self.table.hit {
            HitPolicy::Unique if fired.len() > 1 => {
                return Err(DecisionError::NotUnique { rules: numbers(), decision });
            }
            HitPolicy::Any if fired.iter().any(|rule| rule.outputs != fired[0].outputs) => {
                return Err(DecisionError::NotTheSame { rules: numbers(), decision });
            }
            _ => {}
        }
        let mut rows: Vec<Context> = fired.iter().map(|rule| rule.outputs.clone()).collect();
        if self.table.hit == HitPolicy::Any {
            rows.truncate(1);
        }
        let value = self.answer(&rows)?;
        Ok(Decision { value, rows, trace: self.trace })
    }

    fn answer(&self, rows: &[Context]) -> Result<Value, DecisionError> {
        let bare = |row: &Context| match self.table.outputs.as_slice() {
            [only] => row.get(only).cloned().unwrap_or_default(),
            _ => Value::Context(row.clone()),
        };
        Ok(match self.table.hit {
            HitPolicy::Unique | HitPolicy::First | HitPolicy::Any => {
                rows.first().map(bare).unwrap_or_default()
            }
            HitPolicy::Collect => Value::List(rows.iter().map(bare).collect()),
            HitPolicy::CollectCount => Value::Number(rows.len().into()),
            HitPolicy::CollectSum => Value::Number(self.sum(rows)?),
            HitPolicy::CollectMin => {
                self.numbers(rows)?.into_iter().min().map_or(Value::Null, Value::Number)
            }
            HitPolicy::CollectMax => {
                self.numbers(rows)?.into_iter().max().map_or(Value::Null, Value::Number)
            }
        })
    }

    fn sum(&self, rows: &[Context]) -> Result<Decimal, DecisionError> {
        let mut numbers = self.numbers(rows)?.into_iter();
        numbers
            .try_fold(Decimal::ZERO, Decimal::checked_add)
            .ok_or_else(|| self.not_numbers("a sum that is too large"))
    }

    fn numbers(&self, rows: &[Context]) -> Result<Vec<Decimal>, DecisionError> {
        let [only] = self.table.outputs.as_slice() else {
            return Err(self.not_numbers(&format!("{} outputs", self.table.outputs.len())));
        };
        rows.iter()
            .map(|row| match row.get(only) {
                Some(Value::Number(number)) => Ok(*number),
                other => Err(self.not_numbers(other.map_or("nothing", Value::type_name))),
            })
            .collect()
    }

    fn not_numbers(&self, found: &str) -> DecisionError {
        DecisionError::NotNumbers {
            decision: self.table.decision.clone(),
            hit: self.table.hit,
            found: found.to_owned(),
        }
    }
}
