//! A register kept as a file, and how a person is found in it.

use std::fmt;

use jiff::civil::Date;
use reglament_core::value::Value;
use serde::Deserialize;

/// A register:
///
/// ```yaml
/// register: Demonstration register
/// entries:
///   - { name: Вымышленный Тест, birth_date: 1980-02-29, reason: invented, also: [Vymyshlennyy Test] }
/// ```
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    /// What it is called.
    register: String,
    /// Who is in it.
    entries: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    birth_date: Option<Date>,
    reason: String,
    /// Other spellings.
    #[serde(default)]
    also: Vec<String>,
    /// The names as they are compared; computed once.
    #[serde(skip)]
    skeletons: Vec<Vec<String>>,
}

/// Somebody to look up.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) born: Option<Date>,
}

impl Register {
    /// Reads a register.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut register: Self = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        for entry in &mut register.entries {
            let names = std::iter::once(&entry.name).chain(&entry.also);
            entry.skeletons = names.map(|name| skeleton(name)).collect();
            if entry.skeletons.iter().any(Vec::is_empty) {
                return Err("an entry has an empty name; fill it in or take the entry out".into());
            }
        }
        Ok(register)
    }

    /// The entries that may be this person: the same words in any order and spelling, and no other
    /// date of birth. Whether it is the person, a human decides.
    pub(super) fn hits(&self, person: &Person) -> impl Iterator<Item = Hit<'_>> {
        let (wanted, born) = (skeleton(&person.name), person.born);
        let found = self.entries.iter().filter(move |entry| {
            let same_day = entry.birth_date.zip(born).is_none_or(|(one, other)| one == other);
            same_day && entry.skeletons.contains(&wanted)
        });
        found.map(|entry| Hit { register: &self.register, entry })
    }
}

/// An entry that may be the person.
pub(super) struct Hit<'a> {
    register: &'a str,
    entry: &'a Entry,
}

impl Hit<'_> {
    /// `{register, name, reason}`.
    pub(super) fn into_object(self) -> Value {
        let Self { register, entry } = self;
        let mut hit = Value::default();
        for (name, text) in
            [("register", register), ("name", &entry.name), ("reason", &entry.reason)]
        {
            hit.put(name, Value::text(text));
        }
        hit
    }
}

impl fmt::Display for Hit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.register, self.entry.name, self.entry.reason)
    }
}

/// A name as it is compared: its words in order of the alphabet, in small letters, with Cyrillic
/// letters that look like Latin ones turned into these. Names are typed both ways (X-08).
fn skeleton(name: &str) -> Vec<String> {
    let folded: String = name.chars().flat_map(char::to_lowercase).map(look).collect();
    let mut words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}

const fn look(letter: char) -> char {
    match letter {
        'а' => 'a',
        'в' => 'b',
        'е' | 'ё' => 'e',
        'к' => 'k',
        'м' => 'm',
        'н' => 'h',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'т' => 't',
        'у' | 'ү' => 'y',
        'х' => 'x',
        'і' => 'i',
        '-' | '\u{2010}'..='\u{2015}' | '.' | ',' => ' ',
        other => other,
    }
}
