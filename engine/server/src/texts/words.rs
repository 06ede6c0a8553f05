//! The words of tables and diagrams, from the catalogues.

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

#[cfg(test)]
mod tests {
    use super::*;

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
