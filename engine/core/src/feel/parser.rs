//! Reads tokens into a tree: recursive descent, loosest operator first. The depth is counted
//! before every step down, so that no text can exhaust the stack.

mod cell;
mod loops;
mod primary;
mod types;

use super::ast::{Comparison, Kind, Node, Operator, Test};
use super::error::SyntaxError;
use super::lexer::{Token, TokenKind, tokens};
use super::limits::{DEPTH_MAX, TEXT_BYTES_MAX};

pub use cell::{Cell, bare_word, cell};

type Parsed<T = Node> = Result<T, SyntaxError>;

/// Operators of arithmetic, loosest first.
const CHAINS: [&[Operator]; 3] = [
    &[Operator::Add, Operator::Subtract],
    &[Operator::Multiply, Operator::Divide],
    &[Operator::Power],
];

/// Words that cannot name data.
pub const KEYWORDS: [&str; 17] = [
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "and",
    "or",
    "between",
    "instance",
    "function",
    "true",
    "false",
    "null",
];

/// Reads one expression that is the whole text.
pub fn expression(text: &str) -> Parsed {
    let mut parser = Parser::new(text)?;
    let node = parser.expression()?;
    parser.end()?;
    Ok(node)
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// Within the upper end of a range, `[` closes the range and begins no filter.
    no_filter: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Parsed<Self> {
        if text.len() > TEXT_BYTES_MAX {
            let message = format!("the expression is longer than {TEXT_BYTES_MAX} bytes");
            return Err(SyntaxError::new(0, text.len(), message)
                .help("put the facts into a decision table"));
        }
        let tokens = tokens(text)?;
        Ok(Self { text, tokens, at: 0, depth: 0, no_filter: false })
    }

    /// `if`, `for`, `or` and everything tighter.
    fn expression(&mut self) -> Parsed {
        self.deeper(Self::disjunction)
    }

    fn disjunction(&mut self) -> Parsed {
        let start = self.start();
        let first = self.conjunction()?;
        let rest = self.while_word("or", Self::conjunction)?;
        if rest.is_empty() { Ok(first) } else { self.node(Kind::Or(joined(first, rest)), start) }
    }

    fn conjunction(&mut self) -> Parsed {
        let start = self.start();
        let first = self.comparison()?;
        let rest = self.while_word("and", Self::comparison)?;
        if rest.is_empty() { Ok(first) } else { self.node(Kind::And(joined(first, rest)), start) }
    }

    fn while_word(&mut self, word: &str, part: fn(&mut Self) -> Parsed) -> Parsed<Vec<Node>> {
        let mut parts = Vec::new();
        while self.take_word(word) {
            parts.push(part(self)?);
        }
        Ok(parts)
    }

    /// The frame of this function lies on the way down of every bracket: what is rare stands in
    /// functions of its own.
    fn comparison(&mut self) -> Parsed {
        let start = self.start();
        let left = self.sum()?;
        if let Some(comparison) = self.take_comparison() {
            self.compared(left, comparison, start)
        } else if self.take_word("between") {
            self.between(left, start)
        } else if self.take_word("in") {
            self.member_of(left, start)
        } else {
            Ok(left)
        }
    }

    fn compared(&mut self, left: Node, comparison: Comparison, start: usize) -> Parsed {
        let right = self.sum()?;
        let node = self.node(Kind::Compare(comparison, Box::new([left, right])), start)?;
        self.single_comparison(node)
    }

    fn between(&mut self, value: Node, start: usize) -> Parsed {
        let low = self.sum()?;
        self.expect_word("and")?;
        let high = self.sum()?;
        let node = self.node(Kind::Between(Box::new([value, low, high])), start)?;
        self.single_comparison(node)
    }

    fn member_of(&mut self, value: Node, start: usize) -> Parsed {
        let tests = self.tests_of_in()?;
        let node = self.node(Kind::In(Box::new(value), tests), start)?;
        self.single_comparison(node)
    }

    fn single_comparison(&mut self, node: Node) -> Parsed {
        if self.take_comparison().is_none() {
            return Ok(node);
        }
        let token = self.before();
        Err(SyntaxError::new(token.start, token.end, "two comparisons in a row")
            .help("join them with `and`, or write `x between a and b`"))
    }

    /// `5 in > 3`, `5 in [1..9]`, `5 in (1, [3..5])`. Nothing is read twice: going back would cost
    /// a step for each of 2^depth readings.
    fn tests_of_in(&mut self) -> Parsed<Vec<Test>> {
        let start = self.start();
        if !self.take("(") {
            return Ok(vec![self.test(Self::sum)?]);
        }
        self.bracketed(|parser| {
            let mut tests = vec![parser.test(Self::expression)?];
            if parser.sees("..") && tests[0].comparison.is_none() {
                let node = parser.range(tests.remove(0).node, false, start)?;
                return Ok(vec![Test { comparison: None, conditional: node.reads_input(), node }]);
            }
            while parser.take(",") {
                tests.push(parser.test(Self::expression)?);
            }
            parser.expect(")")?;
            Ok(tests)
        })
    }

    fn test(&mut self, operand: fn(&mut Self) -> Parsed) -> Parsed<Test> {
        let comparison = self.take_comparison();
        let node = if comparison.is_some() { self.sum()? } else { operand(self)? };
        Ok(Test { comparison, conditional: node.reads_input(), node })
    }

    fn sum(&mut self) -> Parsed {
        self.chain(0)
    }

    /// Operators of this level and of tighter ones, the tightest first.
    fn chain(&mut self, level: usize) -> Parsed {
        let start = self.start();
        let mut node = self.negation()?;
        for tight in (level..CHAINS.len()).rev() {
            let rest = self.operands(tight)?;
            if !rest.is_empty() {
                node = self.node(Kind::Arithmetic(Box::new(node), rest), start)?;
            }
        }
        Ok(node)
    }

    fn operands(&mut self, level: usize) -> Parsed<Vec<(Operator, Node)>> {
        let mut rest = Vec::new();
        while let Some(operator) = CHAINS[level].iter().find(|one| self.sees(one.sign())) {
            self.at += 1;
            rest.push((*operator, self.chain(level + 1)?));
        }
        Ok(rest)
    }

    fn negation(&mut self) -> Parsed {
        let start = self.start();
        if !self.take("-") {
            return self.postfix();
        }
        let operand = self.deeper(Self::negation)?;
        self.node(Kind::Negate(Box::new(operand)), start)
    }

    fn take_comparison(&mut self) -> Option<Comparison> {
        let TokenKind::Sign(sign) = self.peek() else { return None };
        let comparison = Comparison::of_sign(sign)?;
        self.at += 1;
        Some(comparison)
    }

    /// Goes one level down, if there is one left.
    fn deeper<T>(&mut self, part: fn(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEPTH_MAX {
            let token = &self.tokens[self.at];
            return Err(too_deep(token.start, token.end));
        }
        self.depth += 1;
        let parsed = part(self);
        self.depth -= 1;
        parsed
    }

    /// A node from `start` to the last token taken.
    fn node(&self, kind: Kind, start: usize) -> Parsed {
        let node = Node::new(kind, start, self.before().end);
        if node.depth > DEPTH_MAX { Err(too_deep(start, node.end)) } else { Ok(node) }
    }

    fn start(&self) -> usize {
        self.tokens[self.at].start
    }

    /// The token taken last.
    fn before(&self) -> &Token {
        &self.tokens[self.at.saturating_sub(1)]
    }

    fn peek(&self) -> &TokenKind {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> &TokenKind {
        self.tokens.get(self.at + ahead).map_or(&TokenKind::End, |token| &token.kind)
    }

    fn sees(&self, sign: &str) -> bool {
        matches!(self.peek(), TokenKind::Sign(seen) if *seen == sign)
    }

    fn sees_word(&self, word: &str) -> bool {
        matches!(self.peek(), TokenKind::Name(seen) if seen == word)
    }

    fn take(&mut self, sign: &str) -> bool {
        let seen = self.sees(sign);
        self.at += usize::from(seen);
        seen
    }

    fn take_word(&mut self, word: &str) -> bool {
        let seen = self.sees_word(word);
        self.at += usize::from(seen);
        seen
    }

    fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.take_word(word) { Ok(()) } else { Err(self.unexpected(&format!("`{word}`"))) }
    }

    fn end(&self) -> Parsed<()> {
        if *self.peek() == TokenKind::End { Ok(()) } else { Err(self.unexpected("the end")) }
    }

    /// The error "this stands here, that was expected".
    fn unexpected(&self, expected: &str) -> SyntaxError {
        let token = &self.tokens[self.at];
        if token.kind == TokenKind::End {
            let message = format!("the expression ends where {expected} is expected");
            return SyntaxError::new(token.start, token.end, message);
        }
        let found = &self.text[token.start..token.end];
        let message = format!("`{found}` stands where {expected} is expected");
        let error = SyntaxError::new(token.start, token.end, message);
        match (&self.before().kind, &token.kind) {
            (TokenKind::Name(before), TokenKind::Name(_)) if expected == "the end" => error.help(
                format!("a name has no blanks: `{before}_{found}`; or an operator is missing"),
            ),
            _ => error,
        }
    }
}

fn too_deep(start: usize, end: usize) -> SyntaxError {
    let message = format!("the expression nests deeper than {DEPTH_MAX} levels");
    SyntaxError::new(start, end, message).help("move a part of it into a decision table")
}

fn joined(first: Node, mut rest: Vec<Node>) -> Vec<Node> {
    rest.insert(0, first);
    rest
}
