//! What the commands share that keep the organisation: the store, the moment, the words of a refusal.

use std::future::Future;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{CommandResult, Failed, Usage};
use crate::organization::{KeepError, Keeper, Kept, Place, Roster, keep};
use crate::serve::open_store;
use crate::settings::StoreSettings;

/// Runs a command that asks the store.
pub(super) fn run(work: impl Future<Output = CommandResult>) -> CommandResult {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// The place where the organisation is kept.
pub(super) async fn place(settings: &StoreSettings) -> Result<Place, Failed> {
    let store = open_store(settings).await?;
    Ok(Place { store, rosters: Arc::default(), now: Timestamp::now() })
}

/// Changes the organisation from the command line; `what` is named when it does not exist.
pub(super) async fn change(
    place: &Place,
    what: &str,
    decide: impl Fn(&Roster, &Keeper) -> Result<Kept, KeepError>,
) -> Result<Arc<Roster>, Failed> {
    let kept = keep(place, &Keeper::CommandLine, "organization", decide).await;
    kept.map_err(|error| match error {
        KeepError::NotFound => format!("there is no {what}").into(),
        other => other.into(),
    })
}

/// The organisation as it is.
pub(super) async fn roster(place: &Place) -> Result<Arc<Roster>, Failed> {
    Ok(place.rosters.current(&*place.store, place.now).await?)
}

/// Prints rows: as aligned columns, or as JSON.
pub(super) fn print<Row: Serialize>(
    rows: &[Row],
    json: bool,
    columns: impl Fn(&Row) -> Vec<String>,
) -> Result<(), Failed> {
    if json {
        println!("{}", serde_json::to_string_pretty(rows)?);
        return Ok(());
    }
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    for row in rows {
        table.add_row(columns(row));
    }
    if !rows.is_empty() {
        println!("{table}");
    }
    Ok(())
}

/// A moment: `now`, `2026-11-30T09:00` in the zone of the office, or with an offset.
pub(super) fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, Usage> {
    if text == "now" {
        return Ok(Timestamp::now());
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    let local = text.parse::<DateTime>().ok().and_then(|local| local.to_zoned(zone.clone()).ok());
    local.map(|local| local.timestamp()).ok_or_else(|| {
        Usage(format!("`{text}` is no moment; write `now`, 2026-11-30 or 2026-11-30T09:00"))
    })
}

/// Names in one cell.
pub(super) fn joined<Name: ToString>(names: impl IntoIterator<Item = Name>) -> String {
    names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}
