//! What was counted of months that are over, kept for the next report.
//!
//! A month that is over mostly stays as it is, and counting it anew is most of the time of a long report. What
//! is kept counts as long as the texts of its days are as long as they were: facts are only ever added.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use reglament_core::command::Offices;
use reglament_store::FactRange;

use super::gather::Tally;
use super::pick::Pick;
use super::viewer::Viewer;

/// Numbers that are kept in all, of four bytes each.
const NUMBERS_MAX: u64 = 48_000_000;
/// Pieces that are expected to fit.
const PIECES: usize = 1_000;
/// What a piece weighs beside its numbers.
const PIECE_WEIGHT: u64 = 256;

/// What was counted: of what, which days, under which conditions, for whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    tally: TypeId,
    days: (Date, Date),
    with: BTreeMap<&'static str, String>,
    offices: Option<Vec<String>>,
    organization: u64,
    editions: usize,
}

impl Key {
    /// The key of a tally of these days. Offices are put together as the organisation says, and editions are
    /// chosen by their services, so what is known of both counts.
    pub fn of<T: Tally>(viewer: &Viewer, pick: &Pick, range: &FactRange) -> Self {
        Self {
            tally: TypeId::of::<T>(),
            days: (range.from, range.until),
            with: pick.with.clone(),
            offices: match &viewer.offices {
                Offices::All => None,
                Offices::Only(offices) => Some(offices.iter().map(ToString::to_string).collect()),
            },
            organization: viewer.roster.version(),
            editions: viewer.catalogue.all().count(),
        }
    }
}

/// Something that was counted when the texts had this size.
#[derive(Clone)]
struct Kept {
    size: u64,
    weight: u64,
    counted: Arc<dyn Any + Send + Sync>,
}

#[derive(Clone)]
struct ByNumbers;

impl Weighter<Key, Kept> for ByNumbers {
    fn weight(&self, _: &Key, kept: &Kept) -> u64 {
        kept.weight
    }
}

/// What was counted, bounded; the least used goes first.
pub struct Counts(Cache<Key, Kept, ByNumbers>);

impl Default for Counts {
    /// In one shard: a piece may weigh more than a part of several would hold.
    fn default() -> Self {
        let options = OptionsBuilder::new()
            .shards(1)
            .estimated_items_capacity(PIECES)
            .weight_capacity(NUMBERS_MAX)
            .build();
        match options {
            Ok(options) => Self(Cache::with_options(
                options,
                ByNumbers,
                DefaultHashBuilder::default(),
                DefaultLifecycle::default(),
            )),
            Err(_) => Self(Cache::with_weighter(PIECES, NUMBERS_MAX, ByNumbers)),
        }
    }
}

impl Counts {
    /// What was counted under this key when the texts had this size.
    pub fn get<T: Tally>(&self, key: &Key, size: u64) -> Option<Arc<T>> {
        let kept = self.0.get(key).filter(|kept| kept.size == size)?;
        kept.counted.downcast().ok()
    }

    /// Keeps what was counted of texts of this size.
    pub fn keep<T: Tally>(&self, key: Key, size: u64, counted: T) -> Arc<T> {
        let (weight, counted) = (counted.weight() as u64 + PIECE_WEIGHT, Arc::new(counted));
        let shared = Arc::clone(&counted) as Arc<dyn Any + Send + Sync>;
        self.0.insert(key, Kept { size, weight, counted: shared });
        counted
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use reglament_core::facts::FactKind;

    use super::super::gather::Run;
    use super::*;

    #[derive(Debug, Default)]
    struct Heavy;

    impl Tally for Heavy {
        const KIND: FactKind = FactKind::Done;

        fn run(&mut self, _: &Pick, _: &Run<'_>) {}

        fn join(&mut self, _: &Self) {}

        fn weight(&self) -> usize {
            2_000_000
        }
    }

    fn key(month: i8) -> Key {
        Key {
            tally: TypeId::of::<Heavy>(),
            days: (date(2026, month, 1), date(2026, month, 28)),
            with: BTreeMap::new(),
            offices: None,
            organization: 1,
            editions: 28,
        }
    }

    #[test]
    fn a_year_of_a_large_installation_is_kept_and_no_more_than_fits() {
        let counts = Counts::default();
        (1..=12).for_each(|month| drop(counts.keep(key(month), 7, Heavy)));
        for month in 1..=12 {
            assert!(counts.get::<Heavy>(&key(month), 7).is_some(), "{month}");
            assert!(counts.get::<Heavy>(&key(month), 8).is_none(), "the texts have grown");
        }
        for editions in 0..100 {
            drop(counts.keep(Key { editions, ..key(1) }, 7, Heavy));
        }
        assert!(counts.0.weight() <= NUMBERS_MAX);
    }
}
