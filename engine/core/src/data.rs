//! Case data against its declared fields: what may be filed, what a form must say, and dates and
//! numbers that come back from JSON as texts.

mod check;
mod folded;
mod form;
mod formats;
mod typed;

pub use check::{LIST_ITEMS_MAX, check};
pub use folded::{folded, folded_case};
pub(crate) use form::within;
pub use form::{check_form, field_at, missing, missing_in_form};
pub use formats::FORMATS;
pub use typed::plain;
pub(crate) use typed::typed;

use crate::rejection::{FieldFault, Rejection, RejectionCode};

/// The rejection of these faults; its sentence names the first.
pub fn rejection(faults: Vec<FieldFault>) -> Rejection {
    let message = faults
        .first()
        .map_or_else(String::new, |fault| format!("`{}`: {}", fault.field, fault.message));
    Rejection { fields: faults, ..Rejection::new(RejectionCode::InvalidData, message) }
}
