//! The names of types after `instance of` and in parameters.

use super::super::ast::TypeName;
use super::super::error::SyntaxError;
use super::super::lexer::TokenKind;
use super::{Parsed, Parser};

/// The types that can be named.
const TYPES: [&str; 15] = [
    "days and time duration",
    "years and months duration",
    "date and time",
    "date time",
    "any",
    "null",
    "boolean",
    "number",
    "string",
    "date",
    "time",
    "list",
    "context",
    "range",
    "function",
];

impl Parser<'_> {
    /// `number`, `date and time`, `list<number>`, `context<a: string>`, `function<number> -> number`.
    pub(super) fn type_name(&mut self) -> Parsed<TypeName> {
        self.deeper(Self::type_name_here)
    }

    fn type_name_here(&mut self) -> Parsed<TypeName> {
        let name = self.type_words()?;
        let mut arguments = Vec::new();
        if self.take("<") {
            while !self.take(">") {
                if !arguments.is_empty() {
                    self.expect(",")?;
                }
                let entry = self.entry_name();
                arguments.push((entry, self.type_name()?));
            }
        }
        if name == "function" && self.take("->") {
            self.type_name()?;
        }
        Ok(TypeName { name: name.to_owned(), arguments })
    }

    /// `name:` before the type of a context's entry.
    fn entry_name(&mut self) -> Option<String> {
        let TokenKind::Name(name) = self.peek() else { return None };
        if *self.peek_at(1) != TokenKind::Sign(":") {
            return None;
        }
        let name = name.clone();
        self.at += 2;
        Some(name)
    }

    fn type_words(&mut self) -> Parsed<&'static str> {
        for name in TYPES {
            let mut words = name.split(' ').enumerate();
            let fits = words.all(
                |(n, word)| matches!(self.peek_at(n), TokenKind::Name(seen) if seen.eq_ignore_ascii_case(word)),
            );
            if fits {
                self.at += name.split(' ').count();
                return Ok(name);
            }
        }
        let token = &self.tokens[self.at];
        Err(SyntaxError::new(token.start, token.end, "this is not the name of a type")
            .help(format!("the types are {}", TYPES.join(", "))))
    }
}
