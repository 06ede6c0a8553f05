//! Values that were measured, and shares.

use reglament_core::facts::percentile;

/// From so many values on, they are counted …
const COUNTED_FROM: usize = 20_000;
/// … unless one of them is greater than this.
const COUNTED_UP_TO: usize = 200_000;

/// Values of which percentiles are taken. They are sorted once, when first asked.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    values: Vec<u32>,
    sorted: usize,
}

impl Spread {
    /// Adds a value.
    pub fn add(&mut self, value: u32) {
        self.values.push(value);
    }

    /// Adds what was measured of these.
    pub fn extend(&mut self, values: impl IntoIterator<Item = u32>) {
        self.values.extend(values);
    }

    /// Adds the values of another one.
    pub fn join(&mut self, other: &Self) {
        self.values.extend_from_slice(&other.values);
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.values.len() as u64
    }

    /// The p-th percentile, by the nearest rank; none without values.
    pub fn percentile(&mut self, p: usize) -> Option<u32> {
        if self.sorted != self.values.len() {
            sort(&mut self.values);
            self.sorted = self.values.len();
        }
        percentile(&self.values, p)
    }

    /// The greatest value.
    pub fn max(&mut self) -> Option<u32> {
        self.percentile(100)
    }

    /// How many lie between these two, both included.
    pub fn within(&self, least: u32, most: u32) -> u64 {
        self.values.iter().filter(|value| (least..=most).contains(*value)).count() as u64
    }

    /// All values together.
    pub fn sum(&self) -> u64 {
        self.values.iter().map(|value| u64::from(*value)).sum()
    }
}

/// Sorts values. Many minutes lie close together: they are counted, which is faster than comparing them.
fn sort(values: &mut [u32]) {
    let most = values.iter().copied().max().unwrap_or(0) as usize;
    if values.len() < COUNTED_FROM || most > COUNTED_UP_TO {
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
