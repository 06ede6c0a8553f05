//! The invented names and texts of the demonstration, from `demo-names.yaml` among the processes, and
//! invented numbers whose check digits are right.

use fastrand::Rng;
use reglament_core::text::Texts;
use serde::Deserialize;

use crate::assets::{AssetError, Assets};

/// Where the words stand, among the processes.
const FILE: &str = "demo-names.yaml";

/// The words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Words {
    people: People,
    latin: Names,
    companies: Companies,
    addresses: Addresses,
    /// Facts of a refusal.
    pub facts: Vec<Texts>,
    /// Reasons of an extension.
    pub reasons: Vec<Texts>,
    /// Why work is sent back.
    pub comments: Vec<String>,
    /// Free texts.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    men: Names,
    women: Names,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    surnames: Vec<String>,
    given: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Companies {
    forms: Vec<String>,
    names: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Addresses {
    town: String,
    streets: Vec<String>,
    /// Those in which somebody works.
    regions: Vec<String>,
}

impl Words {
    /// Reads them; an installation without the file has few words and still runs.
    pub(super) fn read(processes: &Assets) -> Result<Self, AssetError> {
        let error = |reason: String| AssetError { path: FILE.to_owned(), reason };
        let Some(text) = processes.text(FILE)? else { return Ok(Self::default()) };
        serde_yaml::from_str(&text).map_err(|fault| error(fault.to_string()))
    }

    /// The invented value of a placeholder such as `$person`; none for any other text.
    pub(super) fn placeholder(&self, text: &str, rng: &mut Rng) -> Option<String> {
        Some(match text {
            "$person" => self.person(rng),
            "$latin" => self.latin.draw(rng),
            "$company" => format!(
                "{} «{}»",
                draw(&self.companies.forms, rng),
                draw(&self.companies.names, rng)
            ),
            "$address" => self.address(rng),
            "$region" => draw(&self.addresses.regions, rng),
            _ => return None,
        })
    }

    /// Somebody.
    pub(super) fn person(&self, rng: &mut Rng) -> String {
        let names = if rng.bool() { &self.people.men } else { &self.people.women };
        names.draw(rng)
    }

    fn address(&self, rng: &mut Rng) -> String {
        let Addresses { town, streets, .. } = &self.addresses;
        format!("{town}, ул. {}, {}", draw(streets, rng), rng.u32(1..180))
    }
}

impl Names {
    fn draw(&self, rng: &mut Rng) -> String {
        format!("{} {}", draw(&self.surnames, rng), draw(&self.given, rng))
    }
}

/// One of these; a word that says what it is when there are none.
pub(super) fn draw<T: Clone + From<&'static str>>(all: &[T], rng: &mut Rng) -> T {
    if all.is_empty() { T::from("Sample") } else { all[rng.usize(..all.len())].clone() }
}

/// A number of the form of an IIN or BIN that begins with these digits, with its check digit.
pub(super) fn identification_number(begins: &str, rng: &mut Rng) -> String {
    loop {
        let mut digits: Vec<u32> = begins.chars().filter_map(|it| it.to_digit(10)).collect();
        digits.truncate(11);
        while digits.len() < 11 {
            digits.push(rng.u32(..10));
        }
        if let Some(check) = check_digit(&digits) {
            digits.push(check);
            return digits.into_iter().filter_map(|it| char::from_digit(it, 10)).collect();
        }
        // Eleven given digits may have no check digit: then the last one is drawn anew.
        if begins.len() > 10 {
            return identification_number(&begins[..10], rng);
        }
    }
}

/// The check digit of an IIN or BIN, as the formats of `core` check it; some numbers have none.
fn check_digit(digits: &[u32]) -> Option<u32> {
    let sum = |first: u32| -> u32 {
        let weight = |n: u32| (n + first - 1) % 11 + 1;
        (0u32..).zip(digits).map(|(n, digit)| weight(n) * digit).sum::<u32>() % 11
    };
    Some(sum(1)).filter(|it| *it < 10).or_else(|| Some(sum(3)).filter(|it| *it < 10))
}

/// The text with its long runs of digits drawn anew, each as long as before.
pub(super) fn renumbered(text: &str, rng: &mut Rng) -> String {
    const RUN_MIN: usize = 5;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let run = rest.bytes().take_while(u8::is_ascii_digit).count();
        if run >= RUN_MIN {
            out.extend((0..run).map(|_| rng.digit(10)));
        } else if run > 0 {
            out.push_str(&rest[..run]);
        }
        rest = &rest[run..];
        let plain = rest.find(|it: char| it.is_ascii_digit()).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_numbers_have_right_check_digits() {
        let mut rng = Rng::with_seed(1);
        for begins in ["800101", "900101000008", "9900"] {
            for _ in 0..200 {
                let number = identification_number(&begins[..begins.len().min(7)], &mut rng);
                assert_eq!(number.len(), 12);
                let digits: Vec<u32> = number.chars().filter_map(|it| it.to_digit(10)).collect();
                assert_eq!(check_digit(&digits[..11]), Some(digits[11]), "{number}");
            }
        }
        // The number that the formats of core are tested with.
        assert_eq!(check_digit(&[8, 0, 0, 1, 0, 1, 3, 0, 0, 1, 2]), Some(5));
    }

    #[test]
    fn only_long_runs_of_digits_change() {
        let mut rng = Rng::with_seed(7);
        let changed = renumbered("КВ-000001 от 12", &mut rng);
        assert!(changed.starts_with("КВ-") && changed.ends_with(" от 12"), "{changed}");
        assert_ne!(changed, "КВ-000001 от 12");
        assert_eq!(renumbered("ул. Примерная, 1", &mut rng), "ул. Примерная, 1");
    }
}
