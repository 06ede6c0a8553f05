//! The limits of expressions. An expression comes from a map, so it may cost only so much.

/// Longest text of an expression or a table cell, in bytes. Longer facts belong into a table.
pub const TEXT_BYTES_MAX: usize = 16_384;

/// Deepest nesting of an expression. It is checked before the parser goes one level down, so
/// that brackets cannot exhaust the stack.
pub const DEPTH_MAX: usize = 64;

/// Deepest nesting of evaluation, calls of functions included: what ends endless recursion.
pub const EVALUATION_DEPTH_MAX: usize = 160;

/// What one evaluation may spend: every visited node and every element of a list that is made,
/// copied or walked costs one. Reaching it takes some tens of milliseconds.
pub const FUEL_MAX: u64 = 500_000;

/// Most elements of a list that an expression makes.
pub const LIST_ELEMENTS_MAX: usize = 10_000;

/// Longest text that an expression makes, in bytes.
pub const STRING_BYTES_MAX: usize = 100_000;

/// Deepest nesting of lists and objects that an expression makes.
pub const VALUE_DEPTH_MAX: usize = 64;

/// Names of loops, parameters and entries that may be visible at one place.
pub const NAMES_VISIBLE_MAX: usize = 256;

/// Warnings kept per evaluation; the first ones explain the rest.
pub const WARNINGS_MAX: usize = 50;
