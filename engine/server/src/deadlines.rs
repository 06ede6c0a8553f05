//! Open cases whose due dates would be others by the calendar as it is known now: the list behind the
//! report, the page and the command line.

use std::sync::Arc;

use jiff::Timestamp;
use reglament_core::catalogue::Catalogue;
use reglament_core::ids::InstanceId;
use reglament_core::process::Process;
use reglament_core::recount::Recount;
use reglament_core::rows::InstanceRow;
use reglament_store::{InstanceFilter, Store, StoreError};

/// Cases are read in portions of this many.
const PORTION: u32 = 500;

/// A case with due dates that would move.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The case.
    pub case: InstanceRow,
    /// Its map.
    pub process: Arc<Process>,
    /// What would move.
    pub recount: Recount,
}

/// Cases with numbers below `before` whose due dates would move, the newest first, at most `limit`;
/// and the number to go on from when there may be more. Reads every open case until then: what is known
/// of a calendar is not in the store.
pub async fn moved(
    store: &dyn Store,
    catalogue: &Catalogue,
    now: Timestamp,
    mut before: Option<InstanceId>,
    limit: usize,
) -> Result<(Vec<Moved>, Option<InstanceId>), StoreError> {
    let mut found = Vec::new();
    loop {
        let state = Some("running".to_owned());
        let filter = InstanceFilter { state, before, limit: PORTION, ..InstanceFilter::default() };
        let cases = store.instances(&filter).await?;
        let is_full = cases.len() == PORTION as usize;
        before = cases.last().map(|case| case.instance.clone());
        for case in cases {
            let number = case.instance.clone();
            found.extend(moves(catalogue, case, now));
            if found.len() == limit {
                return Ok((found, Some(number)));
            }
        }
        if !is_full {
            return Ok((found, None));
        }
    }
}

/// A case, if something in it moves. One whose calendar does not reach so far is left to its incident.
fn moves(catalogue: &Catalogue, case: InstanceRow, now: Timestamp) -> Option<Moved> {
    let process = Arc::clone(catalogue.edition(&case.edition)?);
    let recount = Recount::of(&process, &case.body, now).ok()?;
    (!recount.is_empty()).then_some(Moved { case, process, recount })
}
