//! `if`, `for`, `some`, `every` and `function`.

use super::super::ast::{Clause, FunctionNode, Kind, Quantifier, Source};
use super::super::error::SyntaxError;
use super::super::lexer::TokenKind;
use super::{KEYWORDS, Parsed, Parser};

impl Parser<'_> {
    /// `if condition then a else b`.
    pub(super) fn conditional(&mut self) -> Parsed {
        let start = self.start();
        self.expect_word("if")?;
        let condition = self.expression()?;
        self.expect_word("then")?;
        let then = self.expression()?;
        if !self.sees_word("else") {
            return Err(self.unexpected("`else`").help("say what holds otherwise, be it `null`"));
        }
        self.at += 1;
        let otherwise = self.expression()?;
        self.node(Kind::If(Box::new([condition, then, otherwise])), start)
    }

    /// `for x in list, y in 1..3 return body`.
    pub(super) fn for_loop(&mut self) -> Parsed {
        let start = self.start();
        self.expect_word("for")?;
        let clauses = self.clauses()?;
        self.expect_word("return")?;
        let body = self.expression()?;
        self.node(Kind::For(clauses, Box::new(body)), start)
    }

    /// `some x in list satisfies condition`.
    pub(super) fn quantified(&mut self) -> Parsed {
        let start = self.start();
        let quantifier = if self.take_word("every") { Quantifier::Every } else { Quantifier::Some };
        self.at += usize::from(quantifier == Quantifier::Some);
        let clauses = self.clauses()?;
        self.expect_word("satisfies")?;
        let condition = self.expression()?;
        self.node(Kind::Quantified(quantifier, clauses, Box::new(condition)), start)
    }

    fn clauses(&mut self) -> Parsed<Vec<Clause>> {
        let mut clauses = vec![self.clause()?];
        while self.take(",") {
            clauses.push(self.clause()?);
        }
        Ok(clauses)
    }

    fn clause(&mut self) -> Parsed<Clause> {
        let name = self.new_name()?;
        self.expect_word("in")?;
        let low = self.expression()?;
        let source = if self.take("..") {
            Source::Steps(low, self.expression()?)
        } else {
            Source::List(low)
        };
        Ok(Clause { name, source })
    }

    /// `function(a, b: number) body`.
    pub(super) fn function(&mut self) -> Parsed {
        let start = self.start();
        self.expect_word("function")?;
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.take(")") {
            if !parameters.is_empty() {
                self.expect(",")?;
            }
            parameters.push(self.new_name()?);
            if self.take(":") {
                self.type_name()?;
            }
        }
        if self.sees_word("external") {
            let token = &self.tokens[self.at];
            return Err(SyntaxError::new(
                token.start,
                token.end,
                "there are no external functions",
            )
            .help("use a service task to call another system"));
        }
        let body = self.expression()?;
        self.node(Kind::Function(Box::new(FunctionNode { parameters, body })), start)
    }

    fn new_name(&mut self) -> Parsed<String> {
        match self.peek().clone() {
            TokenKind::Name(name) if !KEYWORDS.contains(&name.as_str()) => {
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.unexpected("a name")),
        }
    }
}
