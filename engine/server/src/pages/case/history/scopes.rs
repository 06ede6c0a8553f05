//! Which item an event is about: the runs of subprocesses by their numbers.

use std::collections::BTreeMap;

use reglament_core::event::{ActivationNo, CASE, Event, Recorded, ScopeNo};

/// The scopes of a case, and the activations in them.
pub(super) struct Scopes {
    /// By number: the activation that a scope belongs to, and the words for its item.
    scopes: BTreeMap<ScopeNo, (ActivationNo, String)>,
    /// The scope of each activation within one.
    within: BTreeMap<ActivationNo, ScopeNo>,
}

impl Scopes {
    /// The scopes that these events opened.
    pub(super) fn of(events: &[Recorded]) -> Self {
        let mut all = Self { scopes: BTreeMap::new(), within: BTreeMap::new() };
        for recorded in events {
            match &recorded.event {
                Event::ScopeOpened { scope, of, label, .. } => {
                    all.scopes.insert(*scope, (*of, label.clone()));
                }
                Event::StepEntered { no, scope, .. }
                | Event::TaskOpened { no, scope, .. }
                | Event::JobOpened { no, scope, .. }
                | Event::CallOpened { no, scope, .. }
                | Event::MessagesAwaited { no, scope, .. }
                | Event::SubprocessOpened { no, scope, .. }
                | Event::CompensationBegun { no, scope, .. } => {
                    all.within.insert(*no, *scope);
                }
                _ => {}
            }
        }
        all
    }

    /// The activation that a scope belongs to.
    pub(super) fn owner(&self, scope: ScopeNo) -> Option<ActivationNo> {
        self.scopes.get(&scope).map(|(of, _)| *of)
    }

    /// The words for the items that an event is about, the outermost first; none without one.
    pub(super) fn label(&self, event: &Event) -> Option<String> {
        let first = self.scope_of(event)?;
        let around = |scope: &ScopeNo| {
            let within = self.within.get(&self.owner(*scope)?)?;
            Some(*within).filter(|scope| *scope != CASE)
        };
        let label = |scope| self.scopes.get(&scope).map(|(_, label)| label.as_str());
        let labels = std::iter::successors(Some(first), around).filter_map(label);
        let mut labels: Vec<&str> = labels.filter(|label| !label.is_empty()).collect();
        labels.reverse();
        (!labels.is_empty()).then(|| labels.join(", "))
    }

    fn scope_of(&self, event: &Event) -> Option<ScopeNo> {
        match event {
            Event::StepPassed { scope, .. }
            | Event::StepEntered { scope, .. }
            | Event::TaskOpened { scope, .. }
            | Event::JobOpened { scope, .. }
            | Event::CallOpened { scope, .. }
            | Event::MessagesAwaited { scope, .. }
            | Event::DecisionMade { scope, .. }
            | Event::NotificationRequested { scope, .. }
            | Event::DocumentRequested { scope, .. }
            | Event::SubprocessOpened { scope, .. }
            | Event::ScopeOpened { scope, .. }
            | Event::ScopeEnded { scope }
            | Event::ScopeCancelled { scope }
            | Event::ScopeCleared { scope }
            | Event::ErrorThrown { scope, .. }
            | Event::EscalationThrown { scope, .. }
            | Event::SignalThrown { scope, .. }
            | Event::UndoNoted { scope, .. }
            | Event::CompensationBegun { scope, .. }
            | Event::TokenWaits { scope, .. }
            | Event::Joined { scope, .. }
            | Event::TokenEnded { scope, .. }
            | Event::TokensDropped { scope, .. } => Some(*scope),
            Event::TaskClaimed { no, .. }
            | Event::TaskUnclaimed { no, .. }
            | Event::TaskAssigned { no, .. }
            | Event::TaskDelegated { no, .. }
            | Event::DelegationResolved { no, .. }
            | Event::DecisionHeld { no, .. }
            | Event::DecisionRecalled { no, .. }
            | Event::TaskMoved { no, .. }
            | Event::TaskPrioritised { no, .. }
            | Event::TaskCompleted { no, .. }
            | Event::JobCompleted { no, .. }
            | Event::JobFailed { no, .. }
            | Event::CallCompleted { no, .. }
            | Event::StepInterrupted { no }
            | Event::SubprocessCompleted { no }
            | Event::FlowChosen { no, .. }
            | Event::CompensationEnded { no }
            | Event::IncidentRaised { no, .. }
            | Event::IncidentResolved { no } => self.within.get(no).copied(),
            _ => None,
        }
    }
}
