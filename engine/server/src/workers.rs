//! What runs beside the requests: timers, the outbox, jobs.
