//! The map language, the calendar and decide/evolve/react.
//!
//! Pure: time and identity come in as arguments; nothing here does I/O, reads a clock or draws
//! a random number. The manifest, which names no crate that could, is what proves it.

pub mod diagnostic;
pub mod ids;
pub mod source;
pub mod term;
pub mod text;
pub mod value;
