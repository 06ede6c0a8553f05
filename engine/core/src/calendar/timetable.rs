//! The hours of a week.

use super::model::Opening;
use super::scalars::Weekday;

/// The hours of each day of the week; a day without hours is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Timetable([Option<Shift>; 7]);

/// The hours of one day: one span, or two around lunch, in seconds since midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    spans: Vec<(u32, u32)>,
}

impl Timetable {
    /// Reads the hours of a file.
    pub fn new(openings: &[Opening]) -> Self {
        let mut week = Self::default();
        for opening in openings {
            for day in &opening.days {
                week.0[day.index()] = Some(Shift::new(opening));
            }
        }
        week
    }

    /// The hours of a day of the week.
    pub fn on(&self, day: Weekday) -> Option<&Shift> {
        self.0[day.index()].as_ref()
    }

    /// Takes the hours of a day of the week that has none from another week.
    pub fn fill(&mut self, day: Weekday, from: &Self) {
        if self.on(day).is_none() {
            self.0[day.index()] = from.on(day).cloned();
        }
    }

    /// The days of the week that have hours.
    pub fn days(&self) -> impl Iterator<Item = Weekday> + '_ {
        Weekday::ALL.into_iter().filter(|day| self.on(*day).is_some())
    }
}

impl Shift {
    fn new(opening: &Opening) -> Self {
        let (open, close) = (opening.open.seconds(), opening.close.seconds());
        let spans = opening.lunch.map_or_else(
            || vec![(open, close)],
            |lunch| vec![(open, lunch.from.seconds()), (lunch.until.seconds(), close)],
        );
        Self { spans }
    }

    /// When the day opens.
    pub fn open(&self) -> u32 {
        self.spans[0].0
    }

    /// When the day closes.
    pub fn close(&self) -> u32 {
        self.spans[self.spans.len() - 1].1
    }

    /// The lunch break.
    pub fn lunch(&self) -> Option<(u32, u32)> {
        (self.spans.len() == 2).then(|| (self.spans[0].1, self.spans[1].0))
    }

    /// The seconds that are open before a second of the day.
    pub fn open_before(&self, second: u32) -> u64 {
        self.spans.iter().map(|(from, to)| u64::from(second.clamp(*from, *to) - from)).sum()
    }

    /// The seconds that are open on the whole day.
    pub fn length(&self) -> u64 {
        self.open_before(self.close())
    }

    /// Whether a second of the day is open; the closing one is not.
    pub fn is_open(&self, second: u32) -> bool {
        self.spans.iter().any(|(from, to)| (*from..*to).contains(&second))
    }

    /// The first open second that is not before `second`.
    pub fn next_open(&self, second: u32) -> Option<u32> {
        self.spans.iter().find(|(_, to)| second < *to).map(|(from, _)| second.max(*from))
    }

    /// The second at which so many open seconds have passed, at the earliest: 16200 may be the
    /// beginning of lunch, not its end.
    pub fn earliest_after(&self, open: u64) -> u32 {
        self.find(open, |left, length| left <= length)
    }

    /// The same at the latest: the end of lunch, not its beginning.
    pub fn latest_after(&self, open: u64) -> u32 {
        self.find(open, |left, length| left < length)
    }

    fn find(&self, open: u64, within: impl Fn(u64, u64) -> bool) -> u32 {
        let mut left = open;
        for (from, to) in &self.spans {
            if within(left, u64::from(to - from)) {
                return from + u32::try_from(left).unwrap_or_default();
            }
            left -= u64::from(to - from);
        }
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lunch_is_closed() {
        let opening: Opening = serde_json::from_str(
            r#"{"days":["mon"],"open":"09:00","close":"18:00","lunch":{"from":"13:00","until":"14:30"}}"#,
        )
        .unwrap();
        let week = Timetable::new(&[opening]);
        let shift = week.on(Weekday::Mon).unwrap();
        let at = |hour: u32, minute: u32| hour * 3600 + minute * 60;
        assert_eq!(shift.length(), u64::from(at(7, 30)));
        assert_eq!(shift.open_before(at(14, 0)), u64::from(at(4, 0)));
        assert_eq!(shift.earliest_after(u64::from(at(4, 0))), at(13, 0));
        assert_eq!(shift.latest_after(u64::from(at(4, 0))), at(14, 30));
        assert_eq!(shift.next_open(at(13, 10)), Some(at(14, 30)));
        assert_eq!(shift.next_open(at(18, 0)), None);
        assert!(
            shift.is_open(at(12, 59)) && !shift.is_open(at(13, 0)) && shift.is_open(at(14, 30))
        );
        assert!(week.on(Weekday::Tue).is_none());
    }
}
