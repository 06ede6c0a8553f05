//! The text of a fact: words with a blank between them, `-` where there is none.

use std::fmt::{Display, Write as _};

/// Longer numbers than this are none of ours.
const NUMBER_DIGITS_MAX: usize = 10;
/// Stands for a figure that there is none of.
const NONE: &str = "-";

/// Writes the words of a fact.
#[derive(Default)]
pub(super) struct Writer(String);

impl Writer {
    /// Adds a number or a name without blanks.
    pub(super) fn word(&mut self, word: impl Display) -> &mut Self {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        // Writing to a String cannot fail.
        let _ = write!(self.0, "{word}");
        self
    }

    /// Adds a word if there is one.
    pub(super) fn opt(&mut self, word: Option<impl Display>) -> &mut Self {
        match word {
            Some(word) => self.word(word),
            None => self.word(NONE),
        }
    }

    /// Adds a name, of which only what may stand in a line stays; `-` when it is empty.
    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        let name: String = name
            .chars()
            .map(|it| if it.is_whitespace() || it.is_control() { '_' } else { it })
            .collect();
        self.opt(Some(name).filter(|name| !name.is_empty()))
    }

    /// Adds words of a person, on one line, no longer than so many letters. They come last.
    pub(super) fn rest(&mut self, words: &str, letters_max: usize) -> &mut Self {
        let words: Vec<&str> =
            words.split(|it: char| it.is_whitespace() || it.is_control()).collect();
        let words = words.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
        self.word(words.chars().take(letters_max).collect::<String>())
    }

    pub(super) fn text(self) -> String {
        self.0
    }
}

/// Reads the words of a fact.
pub(super) struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The next word; none when it is absent.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        let word = match self.0.as_bytes().iter().position(|byte| *byte == b' ') {
            Some(end) => {
                let (word, rest) = self.0.split_at(end);
                self.0 = &rest[1..];
                word
            }
            None => std::mem::take(&mut self.0),
        };
        Some(word).filter(|word| *word != NONE && !word.is_empty())
    }

    /// The next number; none when it is absent.
    pub(super) fn number(&mut self) -> Option<u32> {
        // A million cases have some ten million numbers: each is read in one go.
        let (bytes, mut number, mut end) = (self.0.as_bytes(), 0_u64, 0);
        while let Some(digit) = bytes.get(end).map(|byte| byte.wrapping_sub(b'0')) {
            if digit > 9 || end > NUMBER_DIGITS_MAX {
                break;
            }
            number = number * 10 + u64::from(digit);
            end += 1;
        }
        if end == 0 || bytes.get(end).is_some_and(|byte| *byte != b' ') {
            self.word();
            return None;
        }
        self.0 = self.0.get(end + 1..).unwrap_or_default();
        u32::try_from(number).ok()
    }

    /// What is left.
    pub(super) const fn rest(self) -> &'a str {
        self.0
    }
}
