//! When applications come: by the weekday and the hour, with seasons of their own for each service.

use std::sync::Arc;

use fastrand::Rng;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use reglament_core::process::Process;

/// One application to come.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    pub at: Timestamp,
    pub process: Arc<Process>,
}

/// How much of a day's usual crowd comes, Monday to Sunday.
const WEEK: [f64; 7] = [1.3, 1.15, 1.0, 1.0, 0.85, 0.12, 0.06];
/// The same for the hours of a day.
const DAY: [f64; 24] = [
    0.03, 0.02, 0.01, 0.01, 0.01, 0.02, 0.05, 0.1, 0.3, 1.0, 1.5, 1.4, 1.0, 0.5, 0.9, 1.3, 1.2,
    0.8, 0.35, 0.25, 0.25, 0.2, 0.12, 0.06,
];
/// Cases about other cases, such as complaints, come this much more seldom.
const ABOUT_OTHERS: f64 = 0.25;

/// So many applications from `from` until `until`, in order.
pub(super) fn draw(
    processes: &[Arc<Process>],
    count: u32,
    from: Timestamp,
    until: Timestamp,
    rng: &mut Rng,
) -> Vec<Arrival> {
    let services: Vec<Service> = processes.iter().map(|it| Service::draw(it, rng)).collect();
    let mut hours = Vec::new();
    let mut hour = from;
    while let Some(next) = hour.checked_add(1.hour()).ok().filter(|_| hour < until) {
        hours.push((hour, services.iter().map(|it| it.crowd(hour)).sum::<f64>()));
        hour = next;
    }
    let weights: Vec<f64> = hours.iter().map(|(_, crowd)| *crowd).collect();
    let mut arrivals: Vec<Arrival> = (0..count)
        .filter_map(|_| {
            let (hour, _) = hours.get(pick(&weights, rng)?)?;
            let crowds: Vec<f64> = services.iter().map(|it| it.crowd(*hour)).collect();
            let process = Arc::clone(&services[pick(&crowds, rng)?].process);
            let at = hour.checked_add(rng.i64(0..3_600).seconds()).ok()?;
            Some(Arrival { at: at.min(until), process })
        })
        .collect();
    arrivals.sort_by_key(|it| it.at);
    arrivals
}

/// A service with its weight and its season.
struct Service {
    process: Arc<Process>,
    weight: f64,
    phase: f64,
}

impl Service {
    fn draw(process: &Arc<Process>, rng: &mut Rng) -> Self {
        let is_about_another = process.definition.linked_case.is_some();
        let usual = 0.15 + 1.6 * rng.f64() * rng.f64();
        let weight = if is_about_another { usual * ABOUT_OTHERS } else { usual };
        Self { process: Arc::clone(process), weight, phase: rng.f64() }
    }

    fn crowd(&self, at: Timestamp) -> f64 {
        let local = at.to_zoned(self.process.calendar.zone().clone());
        let day = WEEK[place(local.weekday())];
        let hour = DAY.get(usize::try_from(local.hour()).unwrap_or(0)).copied().unwrap_or(0.0);
        let is_off = !is_working(&self.process, at, local.date()) && day > 0.5;
        let day = if is_off { WEEK[6] } else { day };
        self.weight * day * hour * self.season(local.date())
    }

    /// Between 0.5 and 1.5 over the year.
    fn season(&self, on: Date) -> f64 {
        let part = f64::from(on.day_of_year()) / 366.0;
        1.0 + 0.5 * (std::f64::consts::TAU * (part + self.phase)).sin()
    }
}

fn is_working(process: &Process, at: Timestamp, day: Date) -> bool {
    process.calendar_known(at).is_working(day).unwrap_or(true)
}

fn place(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

/// The place of one of these, by weight.
pub(super) fn pick(weights: &[f64], rng: &mut Rng) -> Option<usize> {
    let mut left = rng.f64() * weights.iter().sum::<f64>();
    for (place, weight) in weights.iter().enumerate() {
        left -= weight;
        if left <= 0.0 && *weight > 0.0 {
            return Some(place);
        }
    }
    weights.iter().rposition(|weight| *weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_nothing_is_never_picked() {
        let mut rng = Rng::with_seed(3);
        for _ in 0..500 {
            assert_eq!(pick(&[0.0, 2.0, 0.0], &mut rng), Some(1));
        }
        assert_eq!(pick(&[0.0], &mut rng), None);
        assert_eq!(pick(&[], &mut rng), None);
    }
}
