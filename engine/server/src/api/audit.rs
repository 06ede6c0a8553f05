//! `GET /audit`

use axum::extract::State;
use jiff::Timestamp;
use reglament_core::access::{self, Action};
use reglament_core::ids::InstanceId;
use reglament_store::{AuditFilter, AuditRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::answer::{Page, Paging};
use crate::api::docs::ReadProblems;
use crate::api::extract::Params;
use crate::api::instances::list::moment;
use crate::api::problem::Problem;
use crate::app::App;
use crate::auth::Caller;
use crate::record;

/// Which rows.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichRows {
    /// Of this case.
    #[param(example = "26112200000001")]
    case: Option<String>,
    /// By this person or program.
    #[param(example = "aliya")]
    who: Option<String>,
    /// Of this kind: a command, `read`, `refused`, `sign-in` …
    #[param(example = "refused")]
    action: Option<String>,
    /// From this moment on.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Before this moment.
    #[param(format = DateTime)]
    until: Option<String>,
    /// How many items, 50 if nothing is said, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A row of the audit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditLine {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who.
    #[schema(example = "aliya")]
    who: String,
    /// What: a command, `read`, `refused`, `sign-in` …
    #[schema(example = "read")]
    action: String,
    /// The case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    case: Option<InstanceId>,
    /// More: versions and codes, nothing of what was read.
    detail: String,
    /// Its chain: the number of a case, or a day.
    chain: String,
    /// Its place there; absent for a row from before there were chains.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<u64>,
    /// Its hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
}

impl From<AuditRow> for AuditLine {
    fn from(row: AuditRow) -> Self {
        let AuditRow { chain, place, hash, entry, .. } = row;
        Self {
            at: entry.at,
            who: entry.actor,
            action: entry.action,
            case: entry.instance,
            detail: entry.detail,
            chain,
            place,
            hash,
        }
    }
}

/// Lists the audit, the newest rows first
///
/// For auditors. The read is put on record.
#[utoipa::path(
    get, path = "/audit", tag = "audit", params(WhichRows),
    responses((status = 200, description = "A page of it", body = Page<AuditLine>), ReadProblems),
)]
pub async fn list_audit(
    State(app): State<App>,
    Caller(actor): Caller,
    Params(which): Params<WhichRows>,
) -> Result<Page<AuditLine>, Problem> {
    access::check(&actor, &Action::ReadAudit)?;
    let filter = filter(which)?;
    let rows = app.store.audit_rows(&filter).await?;
    record::audit(&app, actor.name(), "read_audit", &filter).await?;
    let full = rows.len() == filter.limit as usize;
    let next = rows.last().filter(|_| full).map(|row| row.no.to_string());
    Ok(Page { items: rows.into_iter().map(AuditLine::from).collect(), next })
}

fn filter(which: WhichRows) -> Result<AuditFilter, Problem> {
    let WhichRows { case, who, action, from, until, limit, after } = which;
    let paging = Paging { limit, after };
    let before = paging.place()?;
    Ok(AuditFilter {
        instance: case.map(Into::into),
        actor: who,
        action,
        from: from.map(|text| moment(&text)).transpose()?,
        until: until.map(|text| moment(&text)).transpose()?,
        before: paging.after.is_some().then_some(before),
        limit: paging.limit()?,
    })
}
