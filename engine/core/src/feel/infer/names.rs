//! Names, paths and filters.

use super::super::ast::{Kind, Node};
use super::super::builtins;
use super::super::types::{Type, few};
use super::{Checker, Local};
use crate::diagnostic::did_you_mean;
use crate::value::Value;

impl<'a> Checker<'a> {
    pub(super) fn name(&mut self, node: &Node, name: &str) -> Type {
        let mut open = false;
        for local in self.locals.iter().rev() {
            match local {
                Local::Name(known, ty) if *known == name => return ty.clone(),
                Local::Entry(known, ty) if known == name => return ty.clone(),
                Local::Open => open = true,
                Local::Name(..) | Local::Entry(..) => {}
            }
        }
        if let Some(ty) = self.scope.names.get(name) {
            return ty.clone();
        }
        if let Some(builtin) = builtins::find(name) {
            let parameters = builtin.forms.first().map_or(0, |form| form.parameters.len());
            return Type::Function(parameters, Box::new(Type::Any));
        }
        if !open {
            let help = self.like_name(name);
            self.report(node, format!("there is no `{name}` here"), help);
        }
        Type::Any
    }

    fn like_name(&self, name: &str) -> Option<String> {
        let locals = self.locals.iter().filter_map(|local| match local {
            Local::Name(known, _) => Some(*known),
            Local::Entry(known, _) => Some(known.as_str()),
            Local::Open => None,
        });
        let known: Vec<&str> = locals.chain(self.scope.names.keys().map(String::as_str)).collect();
        let near = did_you_mean(name, known.iter().copied());
        near.map(|near| format!("did you mean `{near}`?"))
            .or_else(|| {
                let elsewhere = self.scope.names.iter().find_map(|(outer, ty)| match ty {
                    Type::Context(entries) if entries.contains_key(name) => Some(outer),
                    _ => None,
                });
                elsewhere
                    .map(|outer| format!("did you mean `{outer}.{name}`? A text stands in quotes"))
            })
            .or_else(|| Some(format!("a text stands in quotes: \"{name}\"")))
    }

    pub(super) fn input(&mut self, node: &Node) -> Type {
        if let Some(ty) = &self.input {
            return ty.clone();
        }
        let message = "`?` has a value in the cells of tables and after `in` only".to_owned();
        self.report(node, message, None);
        Type::Any
    }

    pub(super) fn path(&mut self, node: &Node, base: &'a Node, member: &str) -> Type {
        match self.infer(base) {
            Type::List(of) => self.member(node, base, &of, member).list(),
            ty => self.member(node, base, &ty, member),
        }
    }

    fn member(&mut self, node: &Node, base: &Node, ty: &Type, member: &str) -> Type {
        let names: Vec<&str> = match ty {
            Type::Any | Type::Null => return Type::Any,
            Type::Context(entries) => match entries.get(member) {
                Some(ty) => return ty.clone(),
                None => entries.keys().map(String::as_str).collect(),
            },
            _ => match property(ty, member) {
                Some(ty) => return ty,
                None => properties(ty).to_vec(),
            },
        };
        let help = match did_you_mean(member, names.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if names.is_empty() => None,
            None => {
                let names: Vec<String> = names.iter().map(ToString::to_string).collect();
                Some(format!("it has {}", few(&names)))
            }
        };
        let message = format!("{} is {ty} and has no `{member}`", self.quote(base));
        let place = Node { start: node.end.saturating_sub(member.len()), ..node.clone() };
        self.report(&place, message, help);
        Type::Any
    }

    /// A number in the brackets gives an element, a condition a list.
    pub(super) fn filter(&mut self, nodes: &'a [Node; 2]) -> Type {
        let [list, condition] = nodes;
        let ty = self.infer(list);
        let element = ty.clone().into_element();
        let names = element_names(&element);
        match self.within(names, |checker| checker.infer(condition)) {
            Type::Number => element,
            Type::Boolean => element.list(),
            Type::Any | Type::Null => Type::Any,
            other => {
                let message = format!(
                    "{} is {other}, but a filter is a condition or an index",
                    self.quote(condition)
                );
                self.report(condition, message, None);
                Type::Any
            }
        }
    }

    /// Reports a text that is compared with a choice and is not one of its words.
    pub(super) fn words_of_choice(&mut self, ty: &Type, node: &Node) {
        let Type::Choice(words) = ty else { return };
        match &node.kind {
            Kind::Literal(Value::Text(word)) if !words.contains(word) => {
                let near = did_you_mean(word, words.iter().map(String::as_str));
                let help = match near {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("it is one of {}", few(words)),
                };
                self.report(node, format!("\"{word}\" is not among the choices"), Some(help));
            }
            Kind::List(items) => items.iter().for_each(|item| self.words_of_choice(ty, item)),
            Kind::If(nodes) => nodes[1..].iter().for_each(|node| self.words_of_choice(ty, node)),
            _ => {}
        }
    }
}

/// The names that a filter's brackets add.
fn element_names<'a>(element: &Type) -> Vec<Local<'a>> {
    let mut names = match element {
        Type::Context(entries) => {
            entries.iter().map(|(name, ty)| Local::Entry(name.clone(), ty.clone())).collect()
        }
        Type::Any => vec![Local::Open],
        _ => Vec::new(),
    };
    names.push(Local::Name("item", element.clone()));
    names
}

fn properties(ty: &Type) -> &'static [&'static str] {
    match ty {
        Type::Date => &["year", "month", "day", "weekday"],
        Type::DateTime => &["year", "month", "day", "weekday", "hour", "minute", "second"],
        Type::Time => &["hour", "minute", "second"],
        Type::DurationMonths => &["years", "months"],
        Type::DurationDays => &["days", "hours", "minutes", "seconds"],
        Type::Duration => &["years", "months", "days", "hours", "minutes", "seconds"],
        Type::Range(_) => &["start", "end", "start included", "end included"],
        _ => &[],
    }
}

fn property(ty: &Type, name: &str) -> Option<Type> {
    properties(ty).contains(&name).then(|| match (ty, name) {
        (Type::Range(of), "start" | "end") => (**of).clone(),
        (Type::Range(_), _) => Type::Boolean,
        _ => Type::Number,
    })
}

impl Type {
    /// What a list or range of this type holds; a single value is a list of one.
    pub(super) fn into_element(self) -> Self {
        match self {
            Self::List(of) | Self::Range(of) => *of,
            Self::Null => Self::Any,
            single => single,
        }
    }
}
