//! The words of tables and diagrams, from the catalogues.

use reglament_core::diff::DiffWords;
use reglament_core::term::Term;
use reglament_core::text::Lang;
use reglament_core::words::{Label, Words};

use crate::pages::format;
use crate::texts::say;

/// The catalogue of a language.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue(pub Lang);

impl Words for Catalogue {
    fn lang(&self) -> Lang {
        self.0
    }

    fn label(&self, label: Label) -> String {
        say(self.0, &format!("print-{}", label.key()), &[])
    }

    fn term(&self, term: Term) -> String {
        format::term(self.0, term)
    }
}

impl DiffWords for Catalogue {
    fn word(&self, key: &str) -> String {
        say(self.0, &format!("diff-{key}"), &[])
    }

    fn count(&self, changes: usize) -> String {
        say(self.0, "diff-count", &[("count", changes.into())])
    }
}

#[cfg(test)]
mod tests {
    use reglament_core::diff::word_keys;

    use super::*;

    #[test]
    fn every_field_of_the_language_has_its_word_in_every_language() {
        let keys: Vec<String> = word_keys().collect();
        assert!(keys.len() > 150, "{}", keys.len());
        for lang in Lang::ALL {
            for key in &keys {
                let words = Catalogue(lang).word(key);
                assert!(!words.is_empty() && !words.starts_with("diff-"), "{lang}: {key}");
            }
        }
    }

    #[test]
    fn every_label_has_its_words_in_every_language() {
        for lang in Lang::ALL {
            for label in Label::ALL {
                let words = Catalogue(lang).label(label);
                assert!(!words.is_empty() && !words.starts_with("print-"), "{lang}: {label:?}");
            }
        }
    }
}
