//! What is counted by edition and office: looked up once for each run of lines, not for each line.

use std::collections::{BTreeMap, HashMap};

use super::gather::Run;

/// Something for each edition and office.
#[derive(Clone, Debug, Default)]
pub struct Groups<T> {
    places: HashMap<String, usize>,
    all: Vec<(String, String, T)>,
    key: String,
    last: usize,
}

impl<T: Default> Groups<T> {
    /// That of an edition and an office.
    pub fn of(&mut self, edition: &str, office: &str) -> &mut T {
        // Each day has the same editions and offices in the same order: the next one is mostly behind the last.
        for place in [self.last + 1, 0] {
            let next = self.all.get(place);
            if next.is_some_and(|(of, at, _)| of == edition && at == office) {
                self.last = place;
                return &mut self.all[place].2;
            }
        }
        self.key.clear();
        self.key.push_str(edition);
        self.key.push(' ');
        self.key.push_str(office);
        let known = self.places.get(&self.key).copied();
        let place = known.unwrap_or(self.all.len());
        if known.is_none() {
            self.places.insert(self.key.clone(), place);
            self.all.push((edition.to_owned(), office.to_owned(), T::default()));
        }
        self.last = place;
        &mut self.all[place].2
    }

    /// That of a run of lines.
    pub fn of_run(&mut self, run: &Run<'_>) -> &mut T {
        self.of(run.edition, run.office)
    }

    /// Adds those of another one.
    pub fn join(&mut self, other: &Self, join: impl Fn(&mut T, &T)) {
        for (edition, office, counted) in &other.all {
            join(self.of(edition, office), counted);
        }
    }

    /// All by edition and office, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &T)> {
        let ordered: BTreeMap<(&str, &str), &T> = self
            .all
            .iter()
            .map(|(edition, office, counted)| ((edition.as_str(), office.as_str()), counted))
            .collect();
        ordered.into_iter().map(|((edition, office), counted)| (edition, office, counted))
    }
}
