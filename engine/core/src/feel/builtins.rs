//! The builtin functions: one table per area, one line per function.
//!
//! A signature reads `parameter: type, optional?: type -> type`; `|` parts two forms, `...` takes
//! any number of arguments. `moment` is a date or a date and time; the result `same` has the type of
//! the first argument, `element` that of its elements. The checker reads the same lines.

mod context;
mod conversion;
mod date;
mod list;
mod logic;
mod numeric;
pub mod pattern;
mod range;
mod reference;
mod sets;
mod string;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::evaluator::{Arguments, Evaluator, Outcome};
use super::operand::Operand;
use crate::value::Value;

/// The code of a builtin.
pub type Run = for<'a> fn(&mut Evaluator<'a>, Arguments<'a>) -> Outcome<Operand<'a>>;

/// A line of a table: name, signature, code.
pub type Line = (&'static str, &'static str, Run);

/// A builtin function.
#[derive(Debug)]
pub struct Builtin {
    pub name: &'static str,
    /// Its forms; a call must fit one of them.
    pub forms: Vec<Form>,
    pub run: Run,
}

/// One way to call a builtin.
#[derive(Debug)]
pub struct Form {
    pub parameters: Vec<Parameter>,
    pub variadic: bool,
    /// The type of the result, as the signature writes it.
    pub result: &'static str,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub ty: &'static str,
    pub optional: bool,
}

static BUILTINS: LazyLock<BTreeMap<&'static str, Builtin>> = LazyLock::new(|| {
    let tables: [&[Line]; 11] = [
        &conversion::TABLE,
        &logic::TABLE,
        &string::TABLE,
        &pattern::TABLE,
        &list::TABLE,
        &sets::TABLE,
        &numeric::TABLE,
        &date::TABLE,
        &reference::TABLE,
        &context::TABLE,
        &range::TABLE,
    ];
    let lines = tables.into_iter().flatten();
    lines.map(|line| (line.0, Builtin::of(line))).collect()
});

/// The builtin of this name.
pub fn find(name: &str) -> Option<&'static Builtin> {
    BUILTINS.get(name)
}

/// The names of all builtins; a name before the names that begin with it and have more words.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILTINS.keys().copied()
}

impl Builtin {
    fn of((name, signature, run): &Line) -> Self {
        Self { name, forms: signature.split(" | ").map(Form::of).collect(), run: *run }
    }

    /// Puts arguments into the order of the parameters, or says why they do not fit.
    pub fn arrange<'a>(
        &'static self,
        names: &[&str],
        values: Vec<Operand<'a>>,
    ) -> Result<Arguments<'a>, String> {
        let given = values.len();
        let form = self.form(names, given)?;
        let values = if names.is_empty() { values } else { form.ordered(names, &values) };
        Ok(Arguments { builtin: self, values, given })
    }

    /// The form that fits these names, or this number of arguments.
    pub fn form(&self, names: &[&str], given: usize) -> Result<&Form, String> {
        // `before(point: …, range: …)` and `before(range: …, point: …)` are two forms.
        let exact = |form: &&Form| {
            !names.is_empty()
                && form.parameters.iter().map(|known| known.name).eq(names.iter().copied())
        };
        let fitting = || self.forms.iter().find(|form| form.fits(names, given));
        if let Some(form) = self.forms.iter().find(exact).or_else(fitting) {
            return Ok(form);
        }
        let forms: Vec<String> = self.forms.iter().map(|form| form.call(self.name)).collect();
        let found = if names.is_empty() {
            format!("{given} arguments are given")
        } else {
            format!("the arguments {} are given", names.join(", "))
        };
        Err(format!("`{}` is called as {}, but {found}", self.name, forms.join(" or ")))
    }
}

impl Form {
    fn of(signature: &'static str) -> Self {
        let (parameters, result) = signature.split_once("-> ").unwrap_or((signature, "any"));
        let parameters = parameters.trim();
        let variadic = parameters.starts_with("...");
        let parts = parameters.trim_start_matches("...").split(", ");
        Self {
            parameters: parts.filter(|part| !part.is_empty()).map(Parameter::of).collect(),
            variadic,
            result,
        }
    }

    fn fits(&self, names: &[&str], given: usize) -> bool {
        if self.variadic {
            return names.is_empty() && given > 0;
        }
        let known = |name: &&str| self.parameters.iter().any(|known| known.name == *name);
        let needed = self.parameters.iter().enumerate().filter(|(_, known)| !known.optional);
        let has = |n: usize, known: &Parameter| {
            if names.is_empty() { n < given } else { names.contains(&known.name) }
        };
        given <= self.parameters.len()
            && names.iter().all(known)
            && needed.into_iter().all(|(n, known)| has(n, known))
    }

    fn ordered<'a>(&self, names: &[&str], values: &[Operand<'a>]) -> Vec<Operand<'a>> {
        let value = |parameter: &Parameter| {
            let place = names.iter().position(|name| *name == parameter.name);
            place.and_then(|n| values.get(n).cloned()).unwrap_or(Operand::Plain(Value::Null))
        };
        self.parameters.iter().map(value).collect()
    }

    /// `substring(string, start position, length?)`.
    pub fn call(&self, name: &str) -> String {
        let parameters: Vec<String> = self
            .parameters
            .iter()
            .map(|known| format!("{}{}", known.name, if known.optional { "?" } else { "" }))
            .collect();
        let more = if self.variadic { ", …" } else { "" };
        format!("`{name}({}{more})`", parameters.join(", "))
    }
}

impl Parameter {
    fn of(part: &'static str) -> Self {
        let (name, ty) = part.split_once(": ").unwrap_or((part, "any"));
        let optional = name.ends_with('?');
        Self { name: name.trim_end_matches('?'), ty, optional }
    }
}
