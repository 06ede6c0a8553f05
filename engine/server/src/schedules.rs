//! What runs by a cron schedule.
