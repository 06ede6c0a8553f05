//! The map language, the calendar and decide/evolve/react.
//!
//! Pure: time and identity come in as arguments; nothing here does I/O, reads a clock or draws
//! a random number. The manifest, which names no crate that could, is what proves it.

pub mod access;
pub mod bpmn;
pub mod calendar;
pub mod catalogue;
pub mod codes;
pub mod collation;
pub mod command;
pub mod data;
mod decide;
pub mod decision;
pub mod definition;
pub mod diagnostic;
pub mod diagram;
pub mod diff;
pub mod document;
pub mod effect;
mod elements;
pub mod event;
pub mod evolve;
pub mod explain;
pub mod facts;
pub mod fee;
pub mod feel;
pub mod graph;
pub mod ids;
pub mod instance;
pub mod language;
pub mod message;
pub mod migration;
pub mod process;
pub mod react;
pub mod recount;
pub mod reference;
pub mod rejection;
pub mod requirement;
pub mod rows;
pub mod scenario;
pub mod scopes;
pub mod search;
pub mod soundness;
pub mod source;
pub mod table;
pub mod term;
pub mod text;
pub mod token_scope;
pub mod transition;
pub mod value;
pub mod words;
mod xml;
pub mod yaml;
