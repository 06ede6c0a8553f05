//! Literals, names, brackets, calls, paths and filters.

use super::super::ast::{Argument, Call, Entry, Kind, Node, RangeNode};
use super::super::builtins;
use super::super::error::SyntaxError;
use super::super::lexer::TokenKind;
use super::super::temporal;
use super::{KEYWORDS, Parsed, Parser};
use crate::value::Value;

impl Parser<'_> {
    /// A primary with its paths, filters, calls and `instance of`.
    pub(super) fn postfix(&mut self) -> Parsed {
        let start = self.start();
        let mut node = self.primary()?;
        loop {
            node = if self.take(".") {
                self.path(node, start)?
            } else if !self.no_filter && self.take("[") {
                self.filter(node, start)?
            } else if self.take("(") {
                self.call(node, start)?
            } else if self.take_word("instance") {
                self.instance_of(node, start)?
            } else {
                return Ok(node);
            }
        }
    }

    fn path(&mut self, base: Node, start: usize) -> Parsed {
        let name = self.member()?;
        self.node(Kind::Path(Box::new(base), name), start)
    }

    fn filter(&mut self, list: Node, start: usize) -> Parsed {
        let condition = self.bracketed(Self::expression)?;
        self.expect("]")?;
        self.node(Kind::Filter(Box::new([list, condition])), start)
    }

    fn call(&mut self, callee: Node, start: usize) -> Parsed {
        let arguments = self.bracketed(Self::arguments)?;
        self.node(Kind::Call(Box::new(Call { callee, arguments })), start)
    }

    fn instance_of(&mut self, value: Node, start: usize) -> Parsed {
        self.expect_word("of")?;
        let ty = self.type_name()?;
        self.node(Kind::InstanceOf(Box::new(value), Box::new(ty)), start)
    }

    /// The name after a point; `start included` and `end included` are the two with a blank.
    fn member(&mut self) -> Parsed<String> {
        let TokenKind::Name(name) = self.peek().clone() else {
            return Err(self.unexpected("a name"));
        };
        self.at += 1;
        if matches!(name.as_str(), "start" | "end") && self.take_word("included") {
            return Ok(format!("{name} included"));
        }
        Ok(name)
    }

    /// Reads what stands within brackets, where `[` is a filter again.
    pub(super) fn bracketed<T>(&mut self, part: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let outer = std::mem::replace(&mut self.no_filter, false);
        let parsed = part(self);
        self.no_filter = outer;
        parsed
    }

    fn primary(&mut self) -> Parsed {
        match self.peek().clone() {
            TokenKind::Number(number) => self.literal(Value::Number(number)),
            TokenKind::Text(text) => self.literal(Value::Text(text)),
            TokenKind::At(text) => self.at_literal(&text),
            TokenKind::Name(name) => self.named(name),
            TokenKind::Sign("?") => {
                self.at += 1;
                self.node(Kind::Input, self.before().start)
            }
            TokenKind::Sign("(") => self.bracketed(Self::parenthesis),
            TokenKind::Sign("[") => self.bracketed(Self::list),
            TokenKind::Sign("]") => self.bracketed(Self::open_range),
            TokenKind::Sign("{") => self.bracketed(Self::context),
            TokenKind::Sign(_) | TokenKind::End => Err(self.unexpected("a value")),
        }
    }

    fn literal(&mut self, value: Value) -> Parsed {
        self.at += 1;
        self.node(Kind::Literal(value), self.before().start)
    }

    fn at_literal(&mut self, text: &str) -> Parsed {
        let Some(value) = temporal::any(text) else {
            let token = &self.tokens[self.at];
            let message = format!("`{text}` is no date, time, date and time or duration");
            return Err(SyntaxError::new(token.start, token.end, message).help(
                "write @\"2026-03-18\", @\"10:00:00\", @\"2026-03-18T10:00:00\", @\"P5D\" or @\"P1Y6M\"",
            ));
        };
        self.literal(value)
    }

    fn named(&mut self, name: String) -> Parsed {
        match name.as_str() {
            "true" | "false" => self.literal(Value::Boolean(name == "true")),
            "null" => self.literal(Value::Null),
            "if" => self.conditional(),
            "for" => self.for_loop(),
            "some" | "every" => self.quantified(),
            "function" => self.function(),
            _ => self.plain_name(name),
        }
    }

    fn plain_name(&mut self, name: String) -> Parsed {
        let start = self.start();
        if let Some((builtin, words)) = self.builtin_of_words() {
            self.at += words;
            return self.node(Kind::Name(builtin.to_owned()), start);
        }
        if KEYWORDS.contains(&name.as_str()) {
            return Err(self.unexpected("a value"));
        }
        self.at += 1;
        self.node(Kind::Name(name), start)
    }

    /// The builtin of several words, such as `string length`, that stands here before a `(`.
    fn builtin_of_words(&self) -> Option<(&'static str, usize)> {
        builtins::names().filter(|name| name.contains(' ')).find_map(|name| {
            let mut count = 0;
            let fits = name.split(' ').all(|word| {
                count += 1;
                matches!(self.peek_at(count - 1), TokenKind::Name(seen) if seen == word)
            });
            (fits && *self.peek_at(count) == TokenKind::Sign("(")).then_some((name, count))
        })
    }

    /// `(expression)` or `(low..high)`.
    fn parenthesis(&mut self) -> Parsed {
        let start = self.start();
        self.expect("(")?;
        let inner = self.expression()?;
        if self.sees("..") {
            return self.range(inner, false, start);
        }
        self.expect(")")?;
        Ok(inner)
    }

    /// `[a, b]` or `[low..high]`.
    fn list(&mut self) -> Parsed {
        let start = self.start();
        self.expect("[")?;
        let mut items = Vec::new();
        while !self.take("]") {
            if !items.is_empty() {
                self.expect(",")?;
            }
            items.push(self.expression()?);
            if items.len() == 1 && self.sees("..") {
                return self.range(items.remove(0), true, start);
            }
        }
        self.node(Kind::List(items), start)
    }

    /// `]low..high]`.
    fn open_range(&mut self) -> Parsed {
        let start = self.start();
        self.expect("]")?;
        let low = self.expression()?;
        self.range(low, false, start)
    }

    /// The rest of a range after its lower end.
    pub(super) fn range(&mut self, low: Node, start_closed: bool, start: usize) -> Parsed {
        self.expect("..")?;
        self.no_filter = true;
        let high = self.expression()?;
        self.no_filter = false;
        let end_closed = self.take("]");
        if !end_closed && !self.take(")") && !self.take("[") {
            return Err(self.unexpected("`]` or `)` at the end of the range"));
        }
        let range = RangeNode { ends: [low, high], start_closed, end_closed };
        self.node(Kind::Range(Box::new(range)), start)
    }

    /// `{ name: value, "any text": value }`.
    fn context(&mut self) -> Parsed {
        let start = self.start();
        self.expect("{")?;
        let mut entries: Vec<Entry> = Vec::new();
        while !self.take("}") {
            if !entries.is_empty() {
                self.expect(",")?;
            }
            let key = self.key()?;
            if entries.iter().any(|entry| entry.key == key) {
                let token = self.before();
                let message = format!("the entry `{key}` stands here twice");
                return Err(SyntaxError::new(token.start, token.end, message));
            }
            self.expect(":")?;
            entries.push(Entry { key, value: self.expression()? });
        }
        self.node(Kind::Context(entries), start)
    }

    fn key(&mut self) -> Parsed<String> {
        let (TokenKind::Name(key) | TokenKind::Text(key)) = self.peek().clone() else {
            return Err(self.unexpected("the name of an entry"));
        };
        self.at += 1;
        Ok(key)
    }

    /// The arguments after `(`, up to and with `)`.
    fn arguments(&mut self) -> Parsed<Vec<Argument>> {
        let mut arguments: Vec<Argument> = Vec::new();
        while !self.take(")") {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            let start = self.start();
            let name = self.argument_name();
            if arguments.first().is_some_and(|first| first.name.is_some() != name.is_some()) {
                let message = "either all arguments have a name, or none";
                return Err(SyntaxError::new(start, self.before().end, message));
            }
            arguments.push(Argument { name, value: self.expression()? });
        }
        Ok(arguments)
    }

    /// `start position:`, words up to a colon.
    fn argument_name(&mut self) -> Option<String> {
        let mut words: Vec<&str> = Vec::new();
        while let TokenKind::Name(word) = self.peek_at(words.len()) {
            words.push(word);
        }
        if words.is_empty() || *self.peek_at(words.len()) != TokenKind::Sign(":") {
            return None;
        }
        let name = words.join(" ");
        self.at += name.split(' ').count() + 1;
        Some(name)
    }
}
