//! Verifies the audit: every chain is walked, every case is replayed, and both are held against the checkpoints
//! that lie outside the database. It reads page by page: the size of the store does not matter.

mod checkpoints;
mod finding;
mod history;
mod walk;

use std::path::Path;

use reglament_store::{ChainHead, InstanceFilter, Store, StoreError, chain};
use serde::Serialize;

pub use finding::{Break, Finding};
use history::History;

/// Rows and events of one question.
const PAGE: u32 = 500;

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Chains that were walked.
    pub chains: u64,
    /// Rows of them.
    pub rows: u64,
    /// Rows from before there were chains.
    pub unchained: u64,
    /// Cases that were replayed.
    pub cases: u64,
    /// Their events.
    pub events: u64,
    /// Checkpoints that were read.
    pub checkpoints: u64,
    /// What is broken.
    pub findings: Vec<Finding>,
}

/// The audit cannot be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of the checkpoints.
    #[error("the checkpoints cannot be read: {0}")]
    Checkpoints(#[from] std::io::Error),
}

/// More breaks than this are not told one by one.
const FINDINGS_MAX: usize = 1_000;

impl Report {
    fn found(&mut self, chain: &str, row: Option<u64>, kind: Break) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding { chain: chain.to_owned(), row, kind });
        }
    }
}

/// Verifies one case.
pub async fn one(store: &dyn Store, case: &str) -> Result<Report, VerifyError> {
    let mut report = Report::default();
    match store.audit_head(case).await? {
        Some(head) => chain_and_case(store, &head, &mut report).await?,
        None => report.found(case, None, Break::NoChain),
    }
    Ok(report)
}

/// Verifies everything, with the checkpoints of this folder if there are any.
pub async fn all(store: &dyn Store, folder: Option<&Path>) -> Result<Report, VerifyError> {
    let mut report = Report::default();
    let mut after = String::new();
    loop {
        let heads = store.audit_heads(&after, false, PAGE).await?;
        let Some(last) = heads.last() else { break };
        after.clone_from(&last.chain);
        for head in &heads {
            chain_and_case(store, head, &mut report).await?;
        }
    }
    let count = store.audit_count().await?;
    report.unchained = count.from_before;
    let loose = count.loose + count.chained.saturating_sub(report.rows);
    if loose > 0 {
        report.found("", None, Break::LooseRows { rows: loose });
    }
    cases_without_chain(store, &mut report).await?;
    if let Some(folder) = folder {
        checkpoints::hold(store, folder, &mut report).await?;
    }
    Ok(report)
}

async fn chain_and_case(
    store: &dyn Store,
    head: &ChainHead,
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut history = (!chain::is_day(&head.chain)).then(|| History::of(store, &head.chain));
    walk::chain(store, head, history.as_mut(), report).await?;
    match history {
        Some(history) => history.end(report).await,
        None => Ok(()),
    }
}

/// A case whose chain is gone, with its head.
async fn cases_without_chain(store: &dyn Store, report: &mut Report) -> Result<(), StoreError> {
    let mut filter = InstanceFilter { limit: PAGE, ..InstanceFilter::default() };
    loop {
        let cases = store.instances(&filter).await?;
        let Some(last) = cases.last() else { return Ok(()) };
        filter.before = Some(last.instance.clone());
        for case in &cases {
            let name = case.instance.as_str();
            if store.audit_head(name).await?.is_none() && store.audit_unchained(name).await? == 0 {
                report.found(name, None, Break::NoChain);
            }
        }
    }
}
