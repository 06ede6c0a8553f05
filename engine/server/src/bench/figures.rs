//! Rates and latencies of one measurement.

use std::time::Duration;

/// What one measurement gave.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Figures {
    /// Complete instances per second; none for the ceiling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instances_per_second: Option<f64>,
    /// Durable commands per second: each is one commit of its own to its caller.
    pub commits_per_second: f64,
    /// The median latency of a command, in milliseconds.
    pub p50_ms: f64,
    /// The latency that 99 of 100 commands stay below, in milliseconds.
    pub p99_ms: f64,
}

impl Figures {
    /// The figures of these latencies, which were taken within this time.
    pub fn of(mut latencies: Vec<Duration>, within: Duration, instances: Option<u64>) -> Self {
        latencies.sort_unstable();
        let seconds = within.as_secs_f64().max(f64::MIN_POSITIVE);
        Self {
            instances_per_second: instances.map(|count| float(count) / seconds),
            commits_per_second: float(latencies.len() as u64) / seconds,
            p50_ms: percentile(&latencies, 50),
            p99_ms: percentile(&latencies, 99),
        }
    }
}

/// The latency below which so many per cent lie, in milliseconds; 0 when there is none.
pub(super) fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(0.0, |latency| latency.as_secs_f64() * 1_000.0)
}

#[expect(clippy::cast_precision_loss, reason = "counts of a measurement stay far below 2^52")]
const fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_the_sorted_latencies() {
        let latencies: Vec<_> = (1..=100).rev().map(Duration::from_millis).collect();
        let figures = Figures::of(latencies, Duration::from_secs(2), Some(30));
        assert_eq!((figures.p50_ms, figures.p99_ms), (51.0, 100.0));
        assert_eq!((figures.commits_per_second, figures.instances_per_second), (50.0, Some(15.0)));
    }
}
