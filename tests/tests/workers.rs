//! What runs beside the requests, on a real store with a clock that is set: timers, letters, jobs,
//! schedules, and `reglament serve` as a whole.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what is missing fails its test")]

mod workers {
    mod calls;
    mod checks;
    mod demo;
    mod digest;
    mod documents;
    mod editions;
    mod jobs;
    mod letters;
    mod migrations;
    mod month;
    mod office;
    mod reports;
    mod serving;
    mod sink;
    mod smtp;
    mod timers;
}
