//! The order of names in a dictionary: the one place that compares what people read in lists. Kazakh and
//! Russian put `І` and `Ә` in different places, so a list stands in the language of its page; what a store
//! sorts by has the Kazakh order, which holds every letter of Russian as well.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

use crate::text::Lang;

/// A key holds so many bytes: names that share as many stand beside each other by number.
const BYTES_MAX: usize = 40;

/// A text whose bytes order names as a dictionary does, whatever their case: what a store sorts by.
pub fn key(name: &str) -> String {
    key_in(Lang::Kk, name)
}

/// The same as a dictionary of this language does: what a list of a page is sorted by.
pub fn key_in(lang: Lang, name: &str) -> String {
    use std::fmt::Write as _;
    let mut bytes = Vec::with_capacity(2 * name.len());
    if let Some(collator) = collators().get(&lang) {
        let Ok(()) = collator.write_sort_key_to(name, &mut bytes);
    }
    bytes.truncate(BYTES_MAX);
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn collators() -> &'static BTreeMap<Lang, CollatorBorrowed<'static>> {
    static COLLATORS: OnceLock<BTreeMap<Lang, CollatorBorrowed<'static>>> = OnceLock::new();
    let make = |lang| {
        let locale = match lang {
            Lang::Kk => locale!("kk"),
            Lang::Ru => locale!("ru"),
            Lang::En => locale!("en"),
        };
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Secondary);
        // The data is compiled in: a language that is not there has the order of the root.
        Some((lang, Collator::try_new(CollatorPreferences::from(&locale), options).ok()?))
    };
    COLLATORS.get_or_init(|| Lang::ALL.into_iter().filter_map(make).collect())
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

    #[test]
    fn a_list_stands_in_the_order_of_its_language() {
        let sorted = |lang| {
            let mut names = ["Іле", "Иса", "Ұлан", "Ықылас", "Әсел", "Яна", "Аружан"];
            names.sort_by_key(|name| key_in(lang, name));
            names
        };
        assert_eq!(sorted(Lang::Kk), ["Аружан", "Әсел", "Иса", "Ұлан", "Ықылас", "Іле", "Яна"]);
        assert_eq!(sorted(Lang::Ru), ["Аружан", "Әсел", "Иса", "Іле", "Ұлан", "Ықылас", "Яна"]);
    }
}
