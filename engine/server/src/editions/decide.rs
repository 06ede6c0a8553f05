//! A second person decides about an edition; whoever proposed it may take it back.

use reglament_core::access::{self, Action};
use reglament_core::command::Actor;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_store::{Decided, Publication, PublicationState};

use super::propose::{refused, told};
use super::{EditionError, Editions};
use crate::app::App;

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It comes into force.
    Approve,
    /// It does not.
    Reject,
    /// Its author takes it back.
    Withdraw,
}

impl Verdict {
    const fn action(self) -> &'static str {
        match self {
            Self::Approve => "approve-edition",
            Self::Reject => "reject-edition",
            Self::Withdraw => "withdraw-edition",
        }
    }
}

impl Editions {
    /// Decides about a publication that waits.
    pub async fn decide(
        &self,
        app: &App,
        actor: &Actor,
        no: u64,
        verdict: Verdict,
        note: &str,
    ) -> Result<Publication, EditionError> {
        access::check(actor, &Action::DecideEdition)?;
        let all = app.store.publications(None).await?;
        let known = all.into_iter().find(|it| it.no == no).ok_or(EditionError::NoSuch(no))?;
        may(actor, &known, verdict, note)?;
        let now = app.clock.now();
        let mut decided = known;
        if verdict == Verdict::Approve && decided.from < app.today() {
            return Err(refused(
                "the day on which it should come into force is over; reject it and propose it anew",
            )
            .into());
        }
        decided.state = match verdict {
            Verdict::Approve => PublicationState::Approved,
            Verdict::Reject => PublicationState::Rejected,
            Verdict::Withdraw => PublicationState::Withdrawn,
        };
        let by = actor.name().to_owned();
        decided.decided = Some(Decided { by, at: now, note: note.trim().to_owned() });
        let audit = told(&decided, verdict.action(), now);
        if !app.store.change_publication(&decided, &audit).await? {
            return Err(EditionError::Moved);
        }
        decided.version += 1;
        self.refresh(app).await?;
        Ok(decided)
    }
}

/// Nobody approves what they proposed; nobody else takes it back.
fn may(actor: &Actor, known: &Publication, verdict: Verdict, note: &str) -> Result<(), Rejection> {
    if known.state != PublicationState::Proposed {
        let state = known.state.as_str();
        return Err(refused(&format!("it is {state} already; nothing is to be decided")));
    }
    let is_own = known.by == actor.name();
    match verdict {
        Verdict::Approve if is_own => Err(Rejection::new(
            RejectionCode::FourEyes,
            "you proposed this edition: another analyst has to approve it",
        )),
        Verdict::Withdraw if !is_own => Err(Rejection::new(
            RejectionCode::Forbidden,
            "only whoever proposed an edition takes it back; reject it instead",
        )),
        Verdict::Reject if note.trim().is_empty() => {
            Err(Rejection::new(RejectionCode::ReasonRequired, "say why the edition is rejected"))
        }
        _ => Ok(()),
    }
}
