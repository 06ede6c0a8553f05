//! Calls of builtins and of functions defined in the expression.

use std::rc::Rc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::ast::{Argument, Call, Kind, Node};
use super::super::builtins::{self, Builtin};
use super::super::operand::{Closure, Names, Operand, bind};
use super::{Evaluated, Evaluator, Fault, Outcome, null};
use crate::value::{Context, Value};

/// The arguments of a call, in the order of the parameters; an argument left out is null.
pub struct Arguments<'a> {
    pub builtin: &'static Builtin,
    pub values: Vec<Operand<'a>>,
    /// How many were given.
    pub given: usize,
}

impl<'a> Evaluator<'a> {
    pub(super) fn call(
        &mut self,
        node: &'a Node,
        call: &'a Call,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let callee = self.evaluate(&call.callee, names)?;
        let callee = match (callee, &call.callee.kind) {
            // Data may be called as a builtin is: `date`, `count`. Before `(` it is the builtin.
            (Operand::Plain(_), Kind::Name(name)) => match builtins::find(name) {
                Some(builtin) => Operand::Builtin(builtin),
                None => return Ok(self.no_value(node, format!("there is no function `{name}`"))),
            },
            (callee, _) => callee,
        };
        match callee {
            Operand::Builtin(builtin) => self.call_builtin(node, builtin, call, names),
            Operand::Function(closure) => self.call_closure(node, &closure, call, names),
            other => Ok(self.no_value(node, format!("a {} cannot be called", other.type_name()))),
        }
    }

    fn call_builtin(
        &mut self,
        node: &'a Node,
        builtin: &'static Builtin,
        call: &'a Call,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let mut values = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            values.push(self.evaluate(&argument.value, names)?);
        }
        let outcome = builtin
            .arrange(&argument_names(&call.arguments), values)
            .map_err(Fault::Null)
            .and_then(|arguments| (builtin.run)(self, arguments));
        let result = self.settle(node, outcome)?;
        if let Operand::Plain(value) = &result {
            self.spend_on(value, 0)?;
        }
        Ok(result)
    }

    fn call_closure(
        &mut self,
        node: &'a Node,
        closure: &Rc<Closure<'a>>,
        call: &'a Call,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let given = argument_names(&call.arguments);
        if call.arguments.len() != closure.parameters.len() {
            let message = format!(
                "the function takes {} arguments, but {} are given",
                closure.parameters.len(),
                call.arguments.len()
            );
            return Ok(self.no_value(node, message));
        }
        let mut inner = closure.names.clone();
        // A function that is an entry may call itself by the entry's name.
        if let Kind::Name(name) = &call.callee.kind {
            inner = bind(&inner, name, Operand::Function(closure.clone()))?;
        }
        for (n, parameter) in closure.parameters.iter().enumerate() {
            let place = if given.is_empty() {
                Some(n)
            } else {
                given.iter().position(|name| name == parameter)
            };
            let Some(argument) = place.and_then(|place| call.arguments.get(place)) else {
                return Ok(self.no_value(node, format!("the argument `{parameter}` is missing")));
            };
            let value = self.evaluate(&argument.value, names)?;
            inner = bind(&inner, parameter, value)?;
        }
        self.evaluate(closure.body, &inner)
    }

    /// Calls a function that was given as an argument.
    pub fn apply(&mut self, function: &Operand<'a>, values: Vec<Value>) -> Outcome<Operand<'a>> {
        match function {
            Operand::Function(closure) if closure.parameters.len() == values.len() => {
                let mut names = closure.names.clone();
                for (parameter, value) in closure.parameters.iter().zip(values) {
                    names = bind(&names, parameter, Operand::Plain(value))?;
                }
                Ok(self.evaluate(closure.body, &names)?)
            }
            Operand::Builtin(builtin) => {
                let values = values.into_iter().map(Operand::Plain).collect();
                let arguments = builtin.arrange(&[], values).map_err(Fault::Null)?;
                (builtin.run)(self, arguments)
            }
            Operand::Function(closure) => null(format!(
                "the function takes {} arguments, but {} are given",
                closure.parameters.len(),
                values.len()
            )),
            other => null(format!("a {} cannot be called", other.type_name())),
        }
    }
}

/// The names of the arguments; empty when they are positional.
fn argument_names(arguments: &[Argument]) -> Vec<&str> {
    arguments.iter().filter_map(|argument| argument.name.as_deref()).collect()
}

impl<'a> Arguments<'a> {
    /// Whether this argument was left out or is null.
    pub fn is_null(&self, n: usize) -> bool {
        matches!(self.values.get(n), None | Some(Operand::Plain(Value::Null)))
    }

    /// The operand, whatever it is.
    pub fn operand(&mut self, n: usize) -> Operand<'a> {
        match self.values.get_mut(n) {
            Some(operand) => std::mem::replace(operand, Operand::Plain(Value::Null)),
            None => Operand::Plain(Value::Null),
        }
    }

    /// The value, null included.
    pub fn value(&mut self, n: usize) -> Outcome<Value> {
        match self.operand(n) {
            Operand::Plain(value) => Ok(value),
            other => self.wrong(n, "a value", other.type_name()),
        }
    }

    pub fn text(&mut self, n: usize) -> Outcome<String> {
        match self.value(n)? {
            Value::Text(text) => Ok(text),
            other => self.wrong(n, "a text", other.type_name()),
        }
    }

    pub fn number(&mut self, n: usize) -> Outcome<Decimal> {
        match self.value(n)? {
            Value::Number(number) => Ok(number),
            other => self.wrong(n, "a number", other.type_name()),
        }
    }

    /// A whole number.
    pub fn whole(&mut self, n: usize) -> Outcome<i64> {
        let number = self.number(n)?;
        match number.trunc().to_i64() {
            Some(whole) if number.is_integer() => Ok(whole),
            _ => self.wrong(n, "a whole number", &number.normalize().to_string()),
        }
    }

    /// A list; a single value is a list of one.
    pub fn list(&mut self, n: usize) -> Outcome<Vec<Value>> {
        match self.value(n)? {
            Value::List(items) => Ok(items),
            Value::Null => self.wrong(n, "a list", "null"),
            single => Ok(vec![single]),
        }
    }

    pub fn context(&mut self, n: usize) -> Outcome<Context> {
        match self.value(n)? {
            Value::Context(entries) => Ok(entries),
            other => self.wrong(n, "an object", other.type_name()),
        }
    }

    /// All arguments from `n` on, or the elements of the only list among them.
    pub fn rest(&mut self, n: usize) -> Outcome<Vec<Value>> {
        let many: Outcome<Vec<Value>> =
            (n..self.values.len()).map(|place| self.value(place)).collect();
        let mut many = many?;
        match many.as_mut_slice() {
            [Value::List(items)] => Ok(std::mem::take(items)),
            _ => Ok(many),
        }
    }

    /// Null, because an argument is of the wrong kind.
    pub fn wrong<T>(&self, n: usize, wanted: &str, found: &str) -> Outcome<T> {
        let name = self.builtin.name;
        if found == "null" {
            return null(format!(
                "argument {} of `{name}` has no value; it must be {wanted}",
                n + 1
            ));
        }
        null(format!("argument {} of `{name}` is {found}; it must be {wanted}", n + 1))
    }
}
