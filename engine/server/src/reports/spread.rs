//! Values that were measured, and shares.

use reglament_core::facts::rank;

/// Values below this are counted one by one where there are many, greater ones are listed: most minutes of a
/// task are small and many alike, so that millions of them stay in a few kilobytes.
const COUNTED_BELOW: usize = 2_048;
/// From so many values on they are counted: below, a list is shorter than the counts.
const COUNTED_FROM: usize = 1_024;
/// From so many values on, a list is counted to be sorted …
const SORTED_BY_COUNT_FROM: usize = 20_000;
/// … unless one of them is greater than this.
const SORTED_BY_COUNT_UP_TO: usize = 200_000;

/// Values of which percentiles are taken, exactly.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    counts: Vec<u32>,
    counted: usize,
    listed: Vec<u32>,
    sorted: usize,
}

impl Spread {
    /// Adds a value.
    pub fn add(&mut self, value: u32) {
        match self.counts.get_mut(value as usize) {
            Some(count) => {
                *count += 1;
                self.counted += 1;
            }
            None => self.list(value),
        }
    }

    fn list(&mut self, value: u32) {
        self.listed.push(value);
        if self.counts.is_empty() && self.listed.len() >= COUNTED_FROM {
            self.begin_to_count();
        }
    }

    fn begin_to_count(&mut self) {
        self.counts.resize(COUNTED_BELOW, 0);
        self.sorted = 0;
        let listed = std::mem::take(&mut self.listed);
        self.extend(listed);
    }

    /// Adds what was measured of these.
    pub fn extend(&mut self, values: impl IntoIterator<Item = u32>) {
        values.into_iter().for_each(|value| self.add(value));
    }

    /// Adds the values of another one.
    pub fn join(&mut self, other: &Self) {
        if self.counts.is_empty() && !other.counts.is_empty() {
            self.begin_to_count();
        }
        for (own, other) in self.counts.iter_mut().zip(&other.counts) {
            *own += other;
        }
        self.counted += other.counted;
        self.extend(other.listed.iter().copied());
    }

    /// How many numbers are held for it.
    pub fn weight(&self) -> usize {
        self.counts.len() + self.listed.len()
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        (self.counted + self.listed.len()) as u64
    }

    /// The p-th percentile, by the nearest rank; none without values.
    pub fn percentile(&mut self, p: usize) -> Option<u32> {
        let rank = rank(self.counted + self.listed.len(), p);
        if rank <= self.counted {
            return self.counted_at(rank);
        }
        if self.sorted != self.listed.len() {
            sort(&mut self.listed);
            self.sorted = self.listed.len();
        }
        self.listed.get(rank - self.counted - 1).copied()
    }

    /// The value with this rank among those that are counted.
    fn counted_at(&self, rank: usize) -> Option<u32> {
        let mut left = rank;
        let of_rank = self.values().find(|(_, count)| {
            let is_there = left <= *count as usize;
            left = left.saturating_sub(*count as usize);
            is_there
        });
        of_rank.map(|(value, _)| value)
    }

    /// The values that are counted, each with how often it is there.
    fn values(&self) -> impl Iterator<Item = (u32, u32)> {
        (0_u32..).zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0)
    }

    /// The greatest value.
    pub fn max(&mut self) -> Option<u32> {
        self.percentile(100)
    }

    /// How many lie between these two, both included.
    pub fn within(&self, least: u32, most: u32) -> u64 {
        let lies = |value: u32| (least..=most).contains(&value);
        let counted = self.values().filter(|(value, _)| lies(*value));
        let counted: u64 = counted.map(|(_, count)| u64::from(count)).sum();
        counted + self.listed.iter().filter(|value| lies(**value)).count() as u64
    }

    /// All values together.
    pub fn sum(&self) -> u64 {
        let counted = self.values().map(|(value, count)| u64::from(value) * u64::from(count));
        counted.sum::<u64>() + self.listed.iter().map(|value| u64::from(*value)).sum::<u64>()
    }
}

/// Sorts values. Many minutes lie close together: they are counted, which is faster than comparing them.
fn sort(values: &mut [u32]) {
    let most = values.iter().copied().max().unwrap_or(0) as usize;
    if values.len() < SORTED_BY_COUNT_FROM || most > SORTED_BY_COUNT_UP_TO {
        values.sort_unstable();
        return;
    }
    let mut counts = vec![0_usize; most + 1];
    for value in values.iter() {
        counts[*value as usize] += 1;
    }
    let mut place = 0;
    for (value, count) in (0_u32..).zip(counts) {
        values[place..place + count].fill(value);
        place += count;
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// So many …
    pub part: u64,
    /// … of so many.
    pub whole: u64,
}

impl Share {
    /// Counts one more, which belongs to the part or not.
    pub const fn count(&mut self, belongs: bool) {
        self.whole += 1;
        if belongs {
            self.part += 1;
        }
    }

    /// Adds another one.
    pub const fn join(&mut self, other: Self) {
        self.part += other.part;
        self.whole += other.whole;
    }

    /// In tenths of a per cent, rounded half up; none of nothing.
    pub fn permille(self) -> Option<u64> {
        (2 * self.part * 1000 + self.whole).checked_div(2 * self.whole)
    }
}

#[cfg(test)]
mod tests {
    use reglament_core::facts::percentile;

    use super::*;

    #[test]
    fn shares_are_rounded_half_up() {
        let share = |part, whole| Share { part, whole }.permille();
        assert_eq!((share(0, 0), share(0, 7), share(7, 7)), (None, Some(0), Some(1000)));
        assert_eq!((share(1, 3), share(2, 3), share(1, 16)), (Some(333), Some(667), Some(63)));
    }

    #[test]
    fn many_values_are_sorted_like_few() {
        let values =
            |most: u32| (0..30_000).map(move |n: u32| n.wrapping_mul(2_654_435_761) % most);
        for most in [1, 7, 5_000, 1_000_000] {
            let (mut counted, mut compared): (Vec<_>, Vec<_>) =
                values(most).map(|it| (it, it)).unzip();
            sort(&mut counted);
            compared.sort_unstable();
            assert_eq!(counted, compared, "{most}");
        }
    }

    #[test]
    fn counted_and_listed_values_have_the_percentiles_of_one_list() {
        let edge = u32::try_from(COUNTED_BELOW).unwrap();
        for (count, most) in [
            (1, edge),
            (7, 3),
            (900, 40_000),
            (3_000, edge * 2),
            (2_500, edge + 1),
            (5_000, 40_000),
        ] {
            let of = |n: u32| n.wrapping_mul(2_654_435_761).rotate_left(7) % most;
            let (mut one, mut other) = (Spread::default(), Spread::default());
            (0..count / 2).for_each(|n| one.add(of(n)));
            other.extend((count / 2..count).map(of));
            one.join(&other);
            let mut all: Vec<u32> = (0..count).map(of).collect();
            all.sort_unstable();
            for p in [0, 1, 50, 80, 95, 99, 100] {
                assert_eq!(one.percentile(p), percentile(&all, p), "{p} of {count} below {most}");
            }
            let among = all.iter().filter(|value| (2..=edge).contains(*value)).count() as u64;
            let sum = all.iter().map(|value| u64::from(*value)).sum();
            assert_eq!((one.count(), one.sum()), (u64::from(count), sum), "{most}");
            assert_eq!(one.within(2, edge), among, "{most}");
        }
    }

    #[test]
    fn percentiles_see_values_that_came_later() {
        let mut spread = Spread::default();
        assert_eq!((spread.percentile(50), spread.max()), (None, None));
        for value in [9, 1, 5] {
            spread.add(value);
        }
        assert_eq!((spread.percentile(50), spread.max(), spread.sum()), (Some(5), Some(9), 15));
        let mut other = Spread::default();
        other.add(0);
        spread.join(&other);
        assert_eq!((spread.percentile(50), spread.count()), (Some(1), 4));
    }
}
