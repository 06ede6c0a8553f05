//! Reads the cells of decision tables: unary tests and outputs.

use super::super::ast::{Kind, Node, Test};
use super::super::lexer::{TokenKind, begins_name, in_name};
use super::{Parsed, Parser};
use crate::value::Value;

/// A cell of the condition side of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Whether it stands in `not(…)`.
    pub negated: bool,
    /// The tests, of which one must hold; none for `-`.
    pub tests: Vec<Test>,
}

/// Reads unary tests: `-`, `R1, R2`, `[1..12]`, `> 5`, `not(S3)`, `? > limit`, `null`.
pub fn cell(text: &str) -> Parsed<Cell> {
    let mut parser = Parser::new(text)?;
    if parser.sees("-") && *parser.peek_at(1) == TokenKind::End {
        return Ok(Cell { negated: false, tests: Vec::new() });
    }
    let start = parser.at;
    if parser.sees_word("not") && *parser.peek_at(1) == TokenKind::Sign("(") {
        parser.at += 2;
        let tests = parser.cell_tests()?;
        parser.expect(")")?;
        if *parser.peek() == TokenKind::End {
            return Ok(Cell { negated: true, tests });
        }
        parser.at = start;
    }
    let tests = parser.cell_tests()?;
    parser.end()?;
    Ok(Cell { negated: false, tests })
}

/// The text, if it is a bare word such as `R1` or `parents-letter`: a text literal in a cell.
pub fn bare_word(text: &str) -> Option<&str> {
    let word = text.trim();
    let parts = word.split('-').all(|part| !part.is_empty() && part.chars().all(in_name));
    let literal = matches!(word, "true" | "false" | "null");
    (parts && !literal && word.starts_with(begins_name)).then_some(word)
}

impl Parser<'_> {
    fn cell_tests(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = vec![self.cell_test()?];
        while self.take(",") {
            tests.push(self.cell_test()?);
        }
        Ok(tests)
    }

    fn cell_test(&mut self) -> Parsed<Test> {
        match self.word_literal() {
            Some(node) => Ok(Test { comparison: None, conditional: false, node }),
            None => self.test(Self::expression),
        }
    }

    /// A bare word up to the next comma, bracket or end.
    fn word_literal(&mut self) -> Option<Node> {
        let mut last = self.at;
        while !matches!(self.tokens[last].kind, TokenKind::End | TokenKind::Sign("," | ")")) {
            last += 1;
        }
        let (start, end) = (self.start(), self.tokens[last.checked_sub(1)?].end);
        let word = bare_word(self.text.get(start..end)?)?.to_owned();
        self.at = last;
        Some(Node::new(Kind::Literal(Value::Text(word)), start, end))
    }
}
