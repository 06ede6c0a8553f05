//! Compensation: what was completed in a scope is undone in the reverse order of its completion, each
//! by the step that its `compensate` names, in a scope of its own.

use super::Deciding;
use super::flow::Place;
use crate::event::{ActivationNo, Event};
use crate::instance::ActivationState;

impl Deciding<'_> {
    /// A step was completed: notes it if another can undo it.
    pub(super) fn note_undo(&mut self, place: &Place) {
        let step = self.process.definition.step(&place.step);
        if step.is_some_and(|step| step.compensate.is_some()) {
            self.emit(Event::UndoNoted { step: place.step.clone(), scope: place.scope });
        }
    }

    /// Begins to undo what was completed in the scope of a step; false when nothing is left to undo.
    pub(crate) fn compensate(&mut self, place: &Place) -> bool {
        let local = self.instance.local(place.scope);
        let undoes: Vec<_> =
            local.into_iter().flat_map(|local| &local.undoable).rev().cloned().collect();
        if undoes.is_empty() {
            return false;
        }
        let no = self.next_no();
        let Place { step, scope } = place.clone();
        self.emit(Event::CompensationBegun { no, step, scope, undoes });
        self.undo_next(no, place);
        true
    }

    /// Undoes the next step; after the last one, the step goes on that had them undone.
    pub(super) fn undo_next(&mut self, no: ActivationNo, place: &Place) {
        let open = self.instance.activations.get(&no).map(|open| &open.state);
        let Some(ActivationState::Undoing { left }) = open else { return };
        let Some(undone) = left.first().cloned() else {
            self.emit(Event::CompensationEnded { no });
            self.enter(place);
            return;
        };
        let path = self.instance.scopes.get(&place.scope).map(|scope| scope.path.clone());
        let undo = self.process.definition.step(&undone).and_then(|step| step.compensate.clone());
        let scope = self.next_no();
        self.emit(Event::ScopeOpened {
            scope,
            of: no,
            item: None,
            undoes: Some(undone),
            path: path.unwrap_or_default(),
            label: String::new(),
        });
        if let Some(step) = undo {
            self.send(Place { step, scope }, None);
        }
    }
}
