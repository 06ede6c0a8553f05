//! Cuts the text of an expression into tokens.

use rust_decimal::Decimal;

use super::error::SyntaxError;

/// A token and its byte range.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    Number(Decimal),
    Text(String),
    /// `@"…"`.
    At(String),
    /// A name or a keyword.
    Name(String),
    Sign(&'static str),
    End,
}

/// Longer signs stand before their beginnings.
const SIGNS: [&str; 24] = [
    "**", "->", "..", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "+", "-", "*",
    "/", "=", "<", ">", "?", "@",
];

/// What people write who know another language, and what it is called here.
const STRANGERS: [(&str, &str); 7] = [
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("!", "write `not(…)`, or `!=` for unequal"),
    ("%", "write `modulo(dividend, divisor)`"),
    ("'", "texts stand in double quotes"),
    (";", "an expression has no statements; remove it"),
    ("^", "write `**`"),
];

/// The tokens of a text; the last one is [`TokenKind::End`].
pub fn tokens(text: &str) -> Result<Vec<Token>, SyntaxError> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blank()?;
        let start = lexer.at;
        let kind = lexer.token()?;
        let end = kind == TokenKind::End;
        tokens.push(Token { kind, start, end: lexer.at });
        if end {
            return Ok(tokens);
        }
    }
}

/// Whether a name may begin with this letter.
pub fn begins_name(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

/// Whether this letter may stand within a name.
pub fn in_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Blanks and comments.
    fn skip_blank(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.take_while(char::is_whitespace);
            if self.rest().starts_with("//") {
                self.take_while(|letter| letter != '\n');
            } else if self.rest().starts_with("/*") {
                let end = self.rest().find("*/").ok_or_else(|| {
                    SyntaxError::new(self.at, self.text.len(), "the comment does not end")
                        .help("close it with `*/`")
                })?;
                self.at += end + 2;
            } else {
                return Ok(());
            }
        }
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|letter| !wanted(letter)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn token(&mut self) -> Result<TokenKind, SyntaxError> {
        let Some(first) = self.peek() else { return Ok(TokenKind::End) };
        let second = self.rest().chars().nth(1);
        if first.is_ascii_digit() || first == '.' && second.is_some_and(|c| c.is_ascii_digit()) {
            return self.number();
        }
        if begins_name(first) {
            return Ok(TokenKind::Name(self.take_while(in_name).to_owned()));
        }
        if first == '"' {
            return Ok(TokenKind::Text(self.quoted()?));
        }
        if first == '@' && second == Some('"') {
            self.at += 1;
            return Ok(TokenKind::At(self.quoted()?));
        }
        self.sign()
    }

    fn sign(&mut self) -> Result<TokenKind, SyntaxError> {
        let rest = self.rest();
        if rest.starts_with("==") {
            return Err(
                SyntaxError::new(self.at, self.at + 2, "`==` is not an operator").help("write `=`")
            );
        }
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            self.at += sign.len();
            return Ok(TokenKind::Sign(sign));
        }
        let stranger = STRANGERS.iter().find(|stranger| rest.starts_with(stranger.0));
        let letter = stranger.map_or_else(
            || rest.chars().next().map(String::from).unwrap_or_default(),
            |stranger| stranger.0.to_owned(),
        );
        let message = format!("`{letter}` has no meaning here");
        let error = SyntaxError::new(self.at, self.at + letter.len(), message);
        Err(match stranger {
            Some(stranger) => error.help(stranger.1),
            None => error,
        })
    }

    /// `12`, `.5`, `2162.50`, `1e6`; a point that begins `..` belongs to the range.
    fn number(&mut self) -> Result<TokenKind, SyntaxError> {
        let start = self.at;
        self.take_while(|c| c.is_ascii_digit());
        let mut after = self.rest().chars().skip(1);
        if self.rest().starts_with('.') && after.next().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
            self.take_while(|c| c.is_ascii_digit());
        }
        self.exponent();
        let text = &self.text[start..self.at];
        if self.peek().is_some_and(begins_name) {
            self.take_while(in_name);
            let word = &self.text[start..self.at];
            return Err(SyntaxError::new(start, self.at, format!("`{word}` is not a number"))
                .help("names begin with a letter; texts stand in double quotes"));
        }
        let number = if text.contains(['e', 'E']) {
            Decimal::from_scientific(text).ok()
        } else {
            text.parse().ok()
        };
        number.map(TokenKind::Number).ok_or_else(|| {
            SyntaxError::new(start, self.at, format!("the number `{text}` is too long"))
                .help("numbers have at most 28 digits")
        })
    }

    fn exponent(&mut self) {
        let mut letters = self.rest().chars();
        if !matches!(letters.next(), Some('e' | 'E')) {
            return;
        }
        let sign = usize::from(matches!(letters.next(), Some('+' | '-')));
        if self.rest()[1 + sign..].starts_with(|c: char| c.is_ascii_digit()) {
            self.at += 1 + sign;
            self.take_while(|c| c.is_ascii_digit());
        }
    }

    /// A text in double quotes, its escapes resolved.
    fn quoted(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|c| c != '"' && c != '\\'));
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(_) => text.push(self.escape()?),
                None => {
                    return Err(SyntaxError::new(start, self.at, "the text does not end")
                        .help("close it with `\"`"));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        let start = self.at;
        let letter = self.rest().chars().nth(1);
        self.at += 1 + letter.map_or(0, char::len_utf8);
        let plain = match letter {
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some(same @ ('"' | '\'' | '\\' | '/')) => Some(same),
            Some('u') => self.unicode(4),
            Some('U') => self.unicode(6),
            _ => None,
        };
        plain.ok_or_else(|| {
            SyntaxError::new(start, self.at, "this escape has no meaning").help(
                "known are \\n, \\r, \\t, \\\", \\\\, \\uXXXX and \\UXXXXXX; a backslash of a \
                 pattern is written twice: \"\\\\d\"",
            )
        })
    }

    /// A character by its hexadecimal number; two `\uXXXX` may form a surrogate pair.
    fn unicode(&mut self, digits: usize) -> Option<char> {
        let first = self.hexadecimal(digits)?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        if !self.rest().starts_with("\\u") {
            return None;
        }
        self.at += 2;
        let second = self.hexadecimal(4)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second)
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let code = self.rest().get(..digits)?;
        let code = u32::from_str_radix(code, 16).ok().filter(|_| !code.starts_with('+'))?;
        self.at += digits;
        Some(code)
    }
}
