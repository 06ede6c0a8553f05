//! Scalars: each reader says which type it wants, and nothing is turned into something else.

use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{ExpressionUse, Reader, RefKind, Section};
use crate::feel::{Expression, SyntaxError};
use crate::language::rules;
use crate::reference::Validity;
use crate::source::Span;
use crate::term::Term;
use crate::text::{Lang, Texts};
use crate::yaml::{Kind, Meaning, Node, Style, meaning};

impl Reader<'_> {
    /// A text: quoted, in a block, or bare when no reader of YAML takes it for anything else.
    pub(in crate::language) fn text(&mut self, node: &Node) -> Option<String> {
        let Kind::Scalar { text, style } = &node.kind else {
            self.wrong_type(node, "a text is expected");
            return None;
        };
        self.agreed_text(node, text, *style).then(|| text.clone())
    }

    fn agreed_text(&mut self, node: &Node, text: &str, style: Style) -> bool {
        let odd = if style == Style::Plain { meaning(text) } else { None };
        match odd {
            None => return true,
            Some(Meaning::Nothing) => self.wrong_type(node, "a text is expected"),
            Some(other) => {
                let what = other.describe();
                let message =
                    format!("`{text}` is {what} to readers of YAML, but a text is expected");
                self.report(&rules::QUOTE_IT, node.span, message, format!("write \"{text}\""));
            }
        }
        false
    }

    /// `true` or `false`.
    pub(in crate::language) fn boolean(&mut self, node: &Node) -> Option<bool> {
        match node.text() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            Some(text) if meaning(text) == Some(Meaning::OldBoolean) => {
                let message = format!("`{text}` is a boolean to some readers of YAML only");
                self.report(&rules::QUOTE_IT, node.span, message, "write `true` or `false`");
                None
            }
            _ => {
                self.wrong_type(node, "`true` or `false` is expected");
                None
            }
        }
    }

    /// A decimal number without ornament.
    pub(in crate::language) fn number(&mut self, node: &Node) -> Option<Decimal> {
        let Kind::Scalar { text, style: Style::Plain } = &node.kind else {
            self.wrong_type(node, "a number is expected");
            return None;
        };
        match meaning(text) {
            Some(Meaning::Number) => self.parsed(node, Decimal::from_str(text), "a number"),
            Some(Meaning::OddNumber) => {
                let message = format!("readers of YAML disagree on the number `{text}`");
                let help = "write it with plain digits, such as `12` or `0.5`";
                self.report(&rules::QUOTE_IT, node.span, message, help);
                None
            }
            _ => {
                self.wrong_type(node, "a number is expected");
                None
            }
        }
    }

    /// A whole number from 1 up to a limit.
    pub(in crate::language) fn count(&mut self, node: &Node, max: u32) -> Option<u32> {
        let number = self.number(node)?;
        let count = u32::try_from(number).ok().filter(|n| number.fract().is_zero() && *n <= max);
        if count.is_none_or(|n| n == 0) {
            let message = format!("a whole number from 1 to {max} is expected");
            self.report(&rules::OUT_OF_RANGE, node.span, message, "write a number in this range");
        }
        count.filter(|n| *n > 0)
    }

    /// A day: `2026-03-18`.
    pub(in crate::language) fn date(&mut self, node: &Node) -> Option<Date> {
        let Some(text) = node.text() else {
            self.wrong_type(node, "a day such as 2026-03-18 is expected");
            return None;
        };
        self.parsed(node, text.parse(), "a day such as 2026-03-18")
    }

    /// `from` and `until` of a section: both days included, in their order.
    pub(in crate::language) fn validity(&mut self, section: &Section<'_>) -> Validity {
        let from = section.get("from").and_then(|node| self.date(node));
        let until = section.get("until").and_then(|node| self.date(node));
        if let (Some(first), Some(last)) = (from, until)
            && last < first
            && let Some(node) = section.get("until")
        {
            let message = format!("the last day {last} comes before the first day {first}");
            self.report(&rules::OUT_OF_RANGE, node.span, message, "exchange them, or correct one");
        }
        Validity { from, until }
    }

    fn parsed<T, E>(&mut self, node: &Node, result: Result<T, E>, what: &str) -> Option<T> {
        if result.is_err() {
            let text = node.text().unwrap_or_default();
            let message = format!("`{text}` is not {what}");
            self.report(&rules::OUT_OF_RANGE, node.span, message, format!("write {what}"));
        }
        result.ok()
    }

    /// A term: `5 working days`.
    pub(in crate::language) fn term(&mut self, node: &Node) -> Option<Term> {
        let Some(text) = node.text() else {
            self.wrong_type(node, "a term such as `5 working days` is expected");
            return None;
        };
        match text.parse() {
            Ok(term) => Some(term),
            Err(message) => {
                self.bad_term(node, &message);
                None
            }
        }
    }

    /// Reports a term; the parser's message holds the finding and, after `; `, the help.
    pub(in crate::language) fn bad_term(&mut self, node: &Node, message: &str) {
        let (what, help) =
            message.split_once("; ").unwrap_or((message, "write a count and a unit"));
        self.report(&rules::BAD_TERM, node.span, what, help);
    }

    /// An expression. FEEL reads the bare text itself, so nothing needs quotes that YAML keeps whole.
    pub(in crate::language) fn expression(&mut self, node: &Node) -> Option<Expression> {
        self.feel(node, false)
    }

    /// An expression that must be true or false.
    pub(in crate::language) fn condition(&mut self, node: &Node) -> Option<Expression> {
        self.feel(node, true)
    }

    fn feel(&mut self, node: &Node, condition: bool) -> Option<Expression> {
        let Some(text) = node.text().filter(|text| !text.trim().is_empty()) else {
            self.wrong_type(node, "an expression is expected");
            return None;
        };
        let expression = self.parsed_feel(node, Expression::parse(text))?;
        self.uses(node, &expression, condition);
        Some(expression)
    }

    /// Notes an expression, for the lints on names and types.
    pub(in crate::language) fn uses(
        &mut self,
        node: &Node,
        expression: &Expression,
        condition: bool,
    ) {
        let (node, expression) = (node.clone(), expression.clone());
        let each = self.each.clone();
        self.expressions.push(ExpressionUse { expression, node, condition, each });
    }

    /// What a parser of FEEL gave, or its error in its place.
    pub(in crate::language) fn parsed_feel<T>(
        &mut self,
        node: &Node,
        result: Result<T, SyntaxError>,
    ) -> Option<T> {
        let error = match result {
            Ok(parsed) => return Some(parsed),
            Err(error) => error,
        };
        let span = self.within(node, error.start, error.end);
        let help = error.help.unwrap_or_else(|| "write a FEEL expression".to_owned());
        self.report(&rules::BAD_EXPRESSION, span, error.message, help);
        None
    }

    /// Texts in ru, kk and en; a missing one is a warning.
    pub(in crate::language) fn texts(&mut self, node: &Node) -> Option<Texts> {
        let texts = self.some_texts(node)?;
        self.translated(node.span, &texts);
        Some(texts)
    }

    /// Texts in some of the languages, such as what an officer states.
    pub(in crate::language) fn some_texts(&mut self, node: &Node) -> Option<Texts> {
        if let Some(text) = node.text() {
            let message = "a text in three languages is expected, but here is one text";
            let help = format!("write {{ ru: {text}, kk: …, en: … }}");
            self.report(&rules::WRONG_TYPE, node.span, message, help);
            return None;
        }
        let section =
            self.section(node, node.span, "a text in three languages", &["ru", "kk", "en"])?;
        let mut texts = Texts::default();
        for (key, slot) in [("ru", &mut texts.ru), ("kk", &mut texts.kk), ("en", &mut texts.en)] {
            if let Some(text) = section.get(key).and_then(|node| self.text(node)) {
                *slot = text;
            }
        }
        Some(texts)
    }

    fn translated(&mut self, span: Span, texts: &Texts) {
        let missing = Lang::ALL.into_iter().filter(|lang| texts.only(*lang).trim().is_empty());
        let missing: Vec<&str> = missing.map(Lang::code).collect();
        if !missing.is_empty() {
            let missing = missing.join(" and ");
            let message = format!("the text is missing in {missing}");
            let help = format!("add {missing}; until then its readers see Russian");
            self.report(&rules::MISSING_TRANSLATION, span, message, help);
        }
    }

    /// A list of names that refer to something.
    pub(in crate::language) fn references(&mut self, node: &Node, kind: RefKind) -> Vec<String> {
        let Some(items) = self.items(node, "this") else { return Vec::new() };
        items.iter().filter_map(|item| self.reference(item, kind)).collect()
    }

    /// A name that refers to something.
    pub(in crate::language) fn reference(&mut self, node: &Node, kind: RefKind) -> Option<String> {
        let name = self.text(node)?;
        self.refer(kind, &name, node.span);
        Some(name)
    }
}
