//! The binary `reglament`: HTTP, mail, workers, the system clock and the command line. Everything
//! that changes an instance goes through [`dispatch`].

pub mod api;
pub mod app;
pub mod assets;
pub mod attachments;
pub mod auth;
pub mod bench;
pub mod channels;
pub mod checkpoint;
pub mod cli;
pub mod clock;
pub mod connectors;
pub mod deadlines;
pub mod demo;
pub mod dispatch;
pub mod documents;
pub mod http;
pub mod linked;
pub mod live;
pub mod messages;
pub mod mining;
pub mod organization;
pub mod pages;
pub mod reach;
pub mod reading;
pub mod record;
pub mod reports;
pub mod routes;
pub mod scanner;
pub mod schedules;
pub mod serve;
pub mod settings;
pub mod texts;
pub mod verify;
pub mod workers;
