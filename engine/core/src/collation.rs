//! The order of names, as a Kazakh dictionary has it: it holds every letter of Russian as well.

use std::sync::OnceLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

/// A key holds so many bytes: names that share as many stand beside each other by number.
const BYTES_MAX: usize = 40;

/// A text whose bytes order names as a dictionary does, whatever their case: what a store sorts by.
pub fn key(name: &str) -> String {
    use std::fmt::Write as _;
    let mut bytes = Vec::with_capacity(2 * name.len());
    if let Some(collator) = collator() {
        let Ok(()) = collator.write_sort_key_to(name, &mut bytes);
    }
    bytes.truncate(BYTES_MAX);
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn collator() -> Option<&'static CollatorBorrowed<'static>> {
    static COLLATOR: OnceLock<Option<CollatorBorrowed<'static>>> = OnceLock::new();
    let make = || {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Secondary);
        // The data is compiled in: a language that is not there has the order of the root.
        Collator::try_new(CollatorPreferences::from(&locale!("kk")), options).ok()
    };
    COLLATOR.get_or_init(make).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_in_a_kazakh_dictionary() {
        let mut names = vec![
            "Яна",
            "Әлия",
            "Алия",
            "Ғалым",
            "Гульнар",
            "әсел",
            "Өміржан",
            "Омар",
            "Қанат",
            "Кайрат",
        ];
        names.sort_by_key(|name| key(name));
        assert_eq!(
            names,
            [
                "Алия",
                "Әлия",
                "әсел",
                "Гульнар",
                "Ғалым",
                "Кайрат",
                "Қанат",
                "Омар",
                "Өміржан",
                "Яна"
            ]
        );
    }

    #[test]
    fn the_case_does_not_count() {
        assert_eq!(key("ӘЛИЯ"), key("әлия"));
        assert_ne!(key("Алия"), key("Әлия"));
    }
}
