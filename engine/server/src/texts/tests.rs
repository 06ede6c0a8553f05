use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};

use super::*;

#[test]
fn numbers_take_the_forms_of_each_language() {
    let late = |lang, days: i64| say(lang, "chip-late-days", &[("days", days.into())]);
    assert_eq!(late(Lang::Ru, 1), "Просрочено на 1 раб. день");
    assert_eq!(late(Lang::Ru, 3), "Просрочено на 3 раб. дня");
    assert_eq!(late(Lang::Ru, 11), "Просрочено на 11 раб. дней");
    assert_eq!(late(Lang::Ru, 21), "Просрочено на 21 раб. день");
    assert_eq!(late(Lang::Kk, 3), "3 жұмыс күніне кешікті");
    assert_eq!(late(Lang::En, 1), "1 working day late");
    assert_eq!(late(Lang::En, 2), "2 working days late");
}

#[test]
fn a_text_that_lacks_its_variable_is_not_shown() {
    assert_eq!(find(Lang::Ru, "chip-late-days", &FluentArgs::new()), None);
    assert_eq!(find(Lang::Ru, "no-such-key", &FluentArgs::new()), None);
}

/// The plural categories that the texts of each key tell apart, by variable.
type Plurals = BTreeMap<(String, String), BTreeSet<String>>;

const CATEGORIES: [&str; 4] = ["one", "few", "many", "other"];

fn plurals(lang: Lang) -> Plurals {
    let mut found = Plurals::new();
    let folder = format!("{}/", lang.code());
    for path in Catalogues::iter().filter(|path| path.starts_with(&folder)) {
        let file = Catalogues::get(&path).unwrap();
        let text = String::from_utf8(file.data.into_owned()).unwrap();
        for entry in fluent_syntax::parser::parse(text).unwrap().body {
            let Entry::Message(message) = entry else { continue };
            let Some(pattern) = &message.value else { continue };
            collect(&message.id.name, pattern, &mut found);
        }
    }
    found
}

fn collect(key: &str, pattern: &Pattern<String>, found: &mut Plurals) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let Expression::Select { selector, variants } = expression else { continue };
        let names = variants.iter().map(|variant| match &variant.key {
            VariantKey::Identifier { name } => name.clone(),
            VariantKey::NumberLiteral { value } => value.clone(),
        });
        let names: BTreeSet<String> =
            names.filter(|name| CATEGORIES.contains(&name.as_str())).collect();
        if let (InlineExpression::VariableReference { id }, false) = (selector, names.is_empty()) {
            found.insert((key.to_owned(), id.name.clone()), names);
        }
        for variant in variants {
            collect(key, &variant.value, found);
        }
    }
}

/// Russian tells apart one, few and many, English one and other; Kazakh leaves a noun alone after a number.
#[test]
fn what_is_counted_has_the_plural_forms_of_its_language() {
    let [ru, kk, en] = [Lang::Ru, Lang::Kk, Lang::En].map(plurals);
    let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    for (lang, plurals, forms) in
        [("ru", &ru, all(&["one", "few", "many"])), ("en", &en, all(&["one", "other"]))]
    {
        for ((key, variable), found) in plurals {
            // `other` is for fractions in Russian: one may write it out.
            let found = if lang == "ru" { found & &forms } else { found.clone() };
            assert_eq!(found, forms, "{lang}: `{key}` by `{variable}`");
        }
    }
    // The noun stays as it is after a Kazakh number: `one` may be left to the default.
    let few = kk.iter().find(|(_, found)| found.contains("few") || found.contains("many"));
    assert_eq!(few, None, "Kazakh has no few and many");
    assert!(ru.len() > 5, "the catalogues are not read: {ru:?}");
    // Where English counts, Russian does; the other way round too, but for abbreviations.
    let missing: Vec<_> = en.keys().filter(|key| !ru.contains_key(key)).collect();
    assert!(missing.is_empty(), "English has plural forms that Russian lacks: {missing:?}");
}

/// Every text of each catalogue is written in the letters of its language: what is a name stays Latin.
#[test]
fn no_catalogue_holds_letters_of_another_language() {
    let kazakh = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";
    for path in Catalogues::iter() {
        let text = String::from_utf8(Catalogues::get(&path).unwrap().data.into_owned()).unwrap();
        let foreign = |letter: char| match &path[..2] {
            "en" => ('\u{400}'..='\u{4ff}').contains(&letter),
            "ru" => kazakh.contains(letter),
            _ => false,
        };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            // The names that languages have for themselves are the same in each.
            let words = line.replace("ҚАЗ", "").replace("РУС", "");
            assert!(!words.contains(foreign), "{path}: {line}");
        }
    }
}
