//! Walks one chain: each place once, each hash that of its content and the row before.

use reglament_store::{AuditRow, ChainHead, Store, StoreError, chain};

use super::history::History;
use super::{Break, PAGE, Report};

/// Walks the chain up to its end; what rows say of events is held against the history.
pub(super) async fn chain(
    store: &dyn Store,
    head: &ChainHead,
    mut history: Option<&mut History<'_>>,
    report: &mut Report,
) -> Result<(), StoreError> {
    report.chains += 1;
    let (mut place, mut previous) = (0, chain::GENESIS.to_owned());
    loop {
        let rows = store.audit_chain(&head.chain, place, PAGE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            report.rows += 1;
            let here = row.place.unwrap_or_default();
            let hash = row.hash.clone().unwrap_or_default();
            if here != place + 1 {
                report.found(&head.chain, Some(here), Break::RowsMissing);
            } else if hash != linked(&previous, &row) {
                report.found(&head.chain, Some(here), Break::RowAltered);
            }
            if let (Some(history), Some(events)) = (history.as_deref_mut(), &row.events) {
                history.take(here, events, report).await?;
            }
            // Going on from what stands there: one altered row is one finding.
            (place, previous) = (here, hash);
        }
    }
    if place < head.place {
        report.found(&head.chain, Some(place), Break::TailMissing { head: head.place });
    } else if place != head.place || previous != head.hash {
        report.found(&head.chain, Some(place), Break::HeadAltered);
    }
    Ok(())
}

/// The hash that the row must have.
fn linked(previous: &str, row: &AuditRow) -> String {
    let (entry, place) = (&row.entry, row.place.unwrap_or_default());
    let content = chain::content(
        &row.chain,
        entry.at.as_microsecond(),
        &entry.actor,
        &entry.action,
        &entry.detail,
        row.events.as_deref(),
    );
    chain::link(previous, i64::try_from(place).unwrap_or(i64::MAX), &content)
}
