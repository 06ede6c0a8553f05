//! Calls: the function exists, the arguments fit.

use super::super::ast::{Argument, Call, Kind, Node};
use super::super::builtins::{self, Builtin, Form};
use super::super::temporal;
use super::super::types::{Type, few};
use super::Checker;
use crate::diagnostic::did_you_mean;
use crate::value::Value;

impl<'a> Checker<'a> {
    pub(super) fn call(&mut self, node: &Node, call: &'a Call) -> Type {
        let types: Vec<Type> =
            call.arguments.iter().map(|argument| self.infer(&argument.value)).collect();
        let Kind::Name(name) = &call.callee.kind else {
            let ty = self.infer(&call.callee);
            return self.call_value(node, &ty, types.len());
        };
        if let Some(ty) = self.local_function(name) {
            return self.call_value(node, &ty, types.len());
        }
        if let Some(builtin) = builtins::find(name) {
            return self.call_builtin(node, builtin, &call.arguments, &types);
        }
        self.unknown_function(&call.callee, name);
        Type::Any
    }

    fn local_function(&self, name: &str) -> Option<Type> {
        self.locals.iter().rev().find_map(|local| match local {
            super::Local::Name(known, ty @ (Type::Function(..) | Type::Any)) if *known == name => {
                Some(ty.clone())
            }
            _ => None,
        })
    }

    fn call_value(&mut self, node: &Node, ty: &Type, given: usize) -> Type {
        match ty {
            Type::Any => Type::Any,
            Type::Function(parameters, result) if *parameters == given => (**result).clone(),
            Type::Function(parameters, _) => {
                let message =
                    format!("the function takes {parameters} arguments, but {given} are given");
                self.report(node, message, None);
                Type::Any
            }
            other => {
                self.report(node, format!("{other} is no function"), None);
                Type::Any
            }
        }
    }

    fn unknown_function(&mut self, callee: &Node, name: &str) {
        let near = did_you_mean(name, builtins::names());
        let spaced = name.replace('_', " ");
        let help = match (builtins::find(&spaced), near) {
            (Some(builtin), _) => Some(format!("write `{}`, with blanks", builtin.name)),
            (None, Some(near)) => Some(format!("did you mean `{near}`?")),
            (None, None) => None,
        };
        self.report(callee, format!("there is no function `{name}`"), help);
    }

    fn call_builtin(
        &mut self,
        node: &Node,
        builtin: &'static Builtin,
        arguments: &'a [Argument],
        types: &[Type],
    ) -> Type {
        let names: Vec<&str> =
            arguments.iter().filter_map(|argument| argument.name.as_deref()).collect();
        let form = match builtin.form(&names, types.len()) {
            Ok(form) => form,
            Err(message) => {
                self.report(node, message, None);
                return Type::Any;
            }
        };
        for (n, argument) in arguments.iter().enumerate() {
            self.argument(builtin, form, n, argument, &types[n]);
        }
        self.literal_arguments(builtin, arguments, types);
        result(form, &names, types)
    }

    fn argument(
        &mut self,
        builtin: &Builtin,
        form: &Form,
        n: usize,
        argument: &Argument,
        ty: &Type,
    ) {
        let parameter = match &argument.name {
            Some(name) => form.parameters.iter().find(|parameter| parameter.name == name),
            None if form.variadic => form.parameters.first(),
            None => form.parameters.get(n),
        };
        let Some(parameter) = parameter else { return };
        if !accepts(parameter.ty, ty) {
            let message = format!(
                "{} is {ty}, but the argument `{}` of `{}` is a {}",
                self.quote(&argument.value),
                parameter.name,
                builtin.name,
                parameter.ty
            );
            self.report(&argument.value, message, None);
        }
    }

    /// What can be read now: a date that does not exist, an index that nobody publishes.
    fn literal_arguments(&mut self, builtin: &Builtin, arguments: &[Argument], types: &[Type]) {
        if let ("list contains", [Type::List(of), _], [_, word]) = (builtin.name, types, arguments)
        {
            return self.words_of_choice(of, &word.value);
        }
        if let ("matches" | "replace" | "split", [_, pattern, ..]) = (builtin.name, arguments) {
            self.pattern(&pattern.value);
        }
        let [first, ..] = arguments else { return };
        let Kind::Literal(Value::Text(text)) = &first.value.kind else { return };
        let wrong = match builtin.name {
            "date" => temporal::date(text).is_none().then_some("a date, such as 2026-03-18"),
            "time" => temporal::time(text).is_none().then_some("a time, such as 09:30:00"),
            "duration" => temporal::duration(text).is_none().then_some("a duration, such as P5D"),
            _ => None,
        };
        if let Some(wanted) = wrong {
            self.report(&first.value, format!("\"{text}\" is not {wanted}"), None);
        }
        match builtin.name {
            "index" => self.known(&first.value, text, "index", self.scope.indices.as_deref()),
            "listed" => self.known(&first.value, text, "list", self.scope.lists.as_deref()),
            _ => {}
        }
    }

    fn pattern(&mut self, node: &Node) {
        let Kind::Literal(Value::Text(pattern)) = &node.kind else { return };
        if !builtins::pattern::is_pattern(pattern) {
            let help = "a backslash is written twice; there is no look-around".to_owned();
            self.report(node, format!("\"{pattern}\" is not a pattern"), Some(help));
        }
    }

    /// Reports a name of reference data that nobody keeps.
    fn known(&mut self, node: &Node, name: &str, what: &str, known: Option<&[String]>) {
        let Some(known) = known else { return };
        if known.iter().any(|known| known == name) {
            return;
        }
        let help = match did_you_mean(name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("known are {}", few(known)),
        };
        self.report(node, format!("there is no {what} \"{name}\""), Some(help));
    }
}

/// Whether a parameter, whose type is a word of a signature, takes this type.
fn accepts(parameter: &str, ty: &Type) -> bool {
    match (parameter, ty) {
        ("any", _) | (_, Type::Any | Type::Null) => true,
        ("text", ty) => matches!(ty, Type::Text | Type::Choice(_)),
        ("number", ty) => *ty == Type::Number,
        ("boolean", ty) => *ty == Type::Boolean,
        ("moment", ty) => matches!(ty, Type::Date | Type::DateTime),
        ("time", ty) => *ty == Type::Time,
        ("list", ty) => matches!(ty, Type::List(_)),
        ("context", ty) => matches!(ty, Type::Context(_)),
        ("range", ty) => matches!(ty, Type::Range(_)),
        ("function", ty) => matches!(ty, Type::Function(..)),
        _ => true,
    }
}

/// The type of the result, from the word of the signature and the arguments.
fn result(form: &Form, names: &[&str], types: &[Type]) -> Type {
    let first = || {
        let place = match (names.is_empty(), form.parameters.first()) {
            (false, Some(first)) => names.iter().position(|name| *name == first.name),
            _ => Some(0),
        };
        place.and_then(|place| types.get(place)).cloned().unwrap_or(Type::Any)
    };
    match form.result {
        "boolean" => Type::Boolean,
        "number" => Type::Number,
        "text" => Type::Text,
        "date" => Type::Date,
        "date and time" => Type::DateTime,
        "time" => Type::Time,
        "duration" => Type::Duration,
        "years and months duration" => Type::DurationMonths,
        "list" => Type::Any.list(),
        "texts" => Type::Text.list(),
        "numbers" => Type::Number.list(),
        "same" => first(),
        "element" => first().into_element(),
        _ => Type::Any,
    }
}
