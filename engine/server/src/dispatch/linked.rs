//! The case that another is about is there: what has the form of a number of this system must be one.
//! The engine's pure part cannot ask; the road does, before it commits.

use reglament_core::ids::InstanceId;
use reglament_core::instance::Instance;
use reglament_core::process::Process;
use reglament_core::rejection::{FieldFault, Rejection, RejectionCode};
use reglament_store::{Store, StoreError};

use super::numbers::is_number;

/// Refuses a link to a case that is not there, when this command made it.
pub(super) async fn check(
    store: &dyn Store,
    process: &Process,
    before: Option<&Instance>,
    after: &Instance,
) -> Result<Result<(), Rejection>, StoreError> {
    let known = before.and_then(|before| before.linked_to.as_ref());
    let Some(number) = after.linked_to.as_ref().filter(|number| known != Some(number)) else {
        return Ok(Ok(()));
    };
    let id = InstanceId::from(number.as_str());
    let is_there = !is_number(number) || (id != after.id && store.instance(&id).await?.is_some());
    Ok(if is_there { Ok(()) } else { Err(unknown(process, number)) })
}

fn unknown(process: &Process, number: &str) -> Rejection {
    let message = format!("there is no other case `{number}` here; check the number");
    let field = process.definition.linked_case.as_ref().map(ToString::to_string);
    let fault = FieldFault {
        field: field.unwrap_or_default(),
        code: "unknown_case",
        message: format!("{message}, or leave it empty"),
    };
    Rejection { fields: vec![fault], ..Rejection::new(RejectionCode::UnknownCase, message) }
}
