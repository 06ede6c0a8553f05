//! Texts in the languages of the interface.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of pages, letters and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Russian.
    Ru,
    /// Kazakh.
    Kk,
    /// English.
    En,
}

impl Lang {
    /// All languages, in the order in which the interface offers them.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::Kk => "kk",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.code() == text)
            .ok_or_else(|| format!("unknown language `{text}`; use ru, kk or en"))
    }
}

/// One text in up to three languages. The checker reports a missing one; at run time
/// [`Texts::get`] falls back to Russian, the language of the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Russian.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ru: String,
    /// Kazakh.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kk: String,
    /// English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Texts {
    /// The text in this language alone; empty if there is none.
    pub fn only(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ru => &self.ru,
            Lang::Kk => &self.kk,
            Lang::En => &self.en,
        }
    }

    /// The text in this language, else in Russian, else in any.
    pub fn get(&self, lang: Lang) -> &str {
        [self.only(lang), &self.ru, &self.kk, &self.en]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.get(Lang::Ru).is_empty()
    }
}
