//! What a token may be used for. A scope takes away; it never gives.

use super::{Action, forbidden};
use crate::command::Actor;
use crate::rejection::Rejection;
use crate::token_scope::TokenScope;

/// The scope that an action needs; none for what only the engine does.
pub(super) const fn of(action: &Action<'_>) -> Option<TokenScope> {
    Some(match action {
        Action::ReadDefinitions | Action::ListInstances | Action::ReadInstance(_) => {
            TokenScope::CasesRead
        }
        Action::ReadNotes(_) => TokenScope::CasesRead,
        Action::StartInstance
        | Action::Annotate(_)
        | Action::RemoveAttachment(_)
        | Action::ExtendDeadline(..)
        | Action::RecountDeadline
        | Action::SendMessage
        | Action::CancelInstance
        | Action::RetryIncident => TokenScope::CasesWrite,
        Action::ListTasks(_)
        | Action::ClaimTask(_)
        | Action::UnclaimTask(_)
        | Action::AssignTask(..)
        | Action::DelegateTask(..)
        | Action::ResolveDelegation(_)
        | Action::RecallDecision(_)
        | Action::SetPriority(_)
        | Action::CompleteTask(_) => TokenScope::Tasks,
        Action::LeaseJobs | Action::FinishJob => TokenScope::Jobs,
        Action::ReadReports | Action::KeepSchedules => TokenScope::Reports,
        Action::KeepOrganization | Action::KeepAbsence(..) => TokenScope::Organization,
        Action::ReadAudit => TokenScope::Audit,
        Action::MigrateInstance | Action::EditMaps | Action::DecideEdition => TokenScope::Maps,
        Action::FireTimer | Action::Call => return None,
    })
}

/// Whether the token of this actor may be used for this; who came without one is not limited.
pub(super) fn within(actor: &Actor, scope: Option<TokenScope>) -> Result<(), Rejection> {
    let (Some(scope), Some(credential)) = (scope, actor.credential()) else { return Ok(()) };
    match &credential.scopes {
        Some(scopes) if !scopes.contains(&scope) => Err(forbidden(format!(
            "this token may not be used for it: it takes the scope `{scope}`; \
             make a token that has it"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::check;
    use super::*;
    use crate::command::{Credential, Role};

    fn portal(scopes: Option<&[TokenScope]>) -> Actor {
        let scopes = scopes.map(|scopes| scopes.iter().copied().collect());
        let roles = BTreeSet::from([Role::Filing, Role::Worker, Role::Supervisor]);
        Actor::of_program("portal", roles).with(Credential { scopes, organization: None })
    }

    #[test]
    fn a_scope_takes_away_and_gives_nothing() {
        let all = portal(None);
        let jobs = portal(Some(&[TokenScope::Jobs]));
        let none = portal(Some(&[]));
        for action in [Action::StartInstance, Action::ReadReports, Action::SendMessage] {
            assert!(check(&all, &action).is_ok(), "{action:?}");
            let refused = check(&jobs, &action).unwrap_err();
            assert!(refused.message.contains("scope"), "{refused}");
        }
        assert!(check(&jobs, &Action::LeaseJobs).is_ok());
        assert!(check(&none, &Action::LeaseJobs).is_err());
        let audit = portal(Some(&[TokenScope::Audit]));
        assert!(check(&audit, &Action::ReadAudit).is_err(), "the role is missing");
    }
}
