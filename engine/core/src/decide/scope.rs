//! Scopes: a subprocess opens them, they come to their ends, and the token goes on behind it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Deciding;
use super::flow::Place;
use super::incident::Problem;
use super::timer::completed;
use crate::definition::{FieldType, Subprocess};
use crate::event::{ActivationNo, CASE, Event, ScopeNo};
use crate::feel::Expression;
use crate::instance::{ActivationState, Runs};
use crate::value::Value;

/// Longer labels are cut: they stand in the lines of an inbox.
const LABEL_CHARS_MAX: usize = 120;

impl Deciding<'_> {
    /// The case data as a scope sees it.
    pub(crate) fn view(&self, scope: ScopeNo) -> Cow<'_, Value> {
        self.instance.seen_in(&self.process.definition, scope)
    }

    /// Evaluates an expression within a scope.
    pub(crate) fn evaluate(
        &self,
        expression: &Expression,
        scope: ScopeNo,
    ) -> Result<Value, Problem> {
        self.process.evaluate(expression, &self.view(scope), self.at)
    }

    /// The activations that stand in a scope, without those in the scopes within it.
    pub(super) fn open_in(&self, scope: ScopeNo) -> Vec<ActivationNo> {
        let open = self.instance.activations.iter().filter(|(_, open)| open.scope == scope);
        open.map(|(no, _)| *no).collect()
    }

    /// Opens a run of a subprocess, and sends a token to its first step.
    pub(crate) fn open_run(&mut self, of: ActivationNo, block: &Subprocess, item: Option<u32>) {
        let (Some(first), Some(place)) = (block.steps.keys().next(), self.place_of(of)) else {
            return;
        };
        let path = self.path_of(&place, block, item);
        let scope = self.next_no();
        let label = item.map(|n| self.label_of(&place, block, n, &path)).unwrap_or_default();
        self.emit(Event::ScopeOpened { scope, of, item, undoes: None, path, label });
        self.send(Place { step: first.clone(), scope }, None);
    }

    /// Where a run stores its results: in its item, or where the scope around it does.
    fn path_of(&self, place: &Place, block: &Subprocess, item: Option<u32>) -> String {
        if let (Some(n), Some(list)) = (item, &block.for_each) {
            let definition = &self.process.definition;
            return format!("{}[{n}]", self.instance.place_of(definition, place.scope, list));
        }
        let around = self.instance.scopes.get(&place.scope);
        around.map(|scope| scope.path.clone()).unwrap_or_default()
    }

    /// What people read of an item: what the map says, else its first text, else its number.
    fn label_of(&self, place: &Place, block: &Subprocess, n: u32, path: &str) -> String {
        let item = self.instance.data.at(path);
        let said = block.label.as_ref().zip(block.item.as_ref()).and_then(|(label, name)| {
            let mut seen = self.view(place.scope).into_owned();
            seen.put(name, item.clone());
            self.process.evaluate(label, &seen, self.at).ok()
        });
        let text = said.or_else(|| self.first_text(block, item)).filter(|said| !said.is_null());
        let text = text.map(|text| text.to_string()).filter(|text| !text.trim().is_empty());
        let mut text = text.unwrap_or_else(|| n.to_string());
        if let Some((end, _)) = text.char_indices().nth(LABEL_CHARS_MAX) {
            text.truncate(end);
        }
        text
    }

    fn first_text(&self, block: &Subprocess, item: &Value) -> Option<Value> {
        let (_, kind) = self.process.definition.item_of(block)?;
        let FieldType::Object { fields } = kind else { return Some(item.clone()) };
        let texts = fields.iter().filter(|(_, field)| matches!(field.kind, FieldType::Text { .. }));
        let mut texts = texts.map(|(name, _)| item.at(name));
        texts.find(|text| !text.is_null()).cloned()
    }

    /// A terminating end: in a scope, what stands open there goes; in the map itself, the case ends.
    pub(crate) fn terminate(&mut self, place: &Place) {
        if place.scope == CASE {
            self.end(&place.step);
            return;
        }
        self.under_way.retain(|token| token.to.scope != place.scope);
        self.emit(Event::ScopeCleared { scope: place.scope });
    }

    /// Ends the scopes in which nothing is left to do; says whether there were any. What stands around
    /// them may then be at its end as well.
    pub(super) fn end_scopes(&mut self) -> bool {
        let open = self.instance.activations.values();
        let busy: BTreeSet<ScopeNo> = open.map(|open| open.scope).collect();
        let scopes = self.instance.scopes.keys().copied();
        let idle: Vec<ScopeNo> = scopes.filter(|scope| !busy.contains(scope)).collect();
        for scope in &idle {
            self.end_scope(*scope);
        }
        !idle.is_empty()
    }

    fn end_scope(&mut self, scope: ScopeNo) {
        let Some(found) = self.instance.scopes.get(&scope) else { return };
        if let Some((join, _)) = found.local.waiting.first().cloned() {
            self.waits_in_vain(&Place { step: join, scope });
            return;
        }
        let of = found.of;
        self.emit(Event::ScopeEnded { scope });
        let Some(open) = self.instance.activations.get(&of) else { return };
        let place = Place::from(open);
        match open.state {
            ActivationState::Runs(runs) => self.run_ended(of, &place, runs),
            ActivationState::Undoing { .. } => self.undo_next(of, &place),
            _ => {}
        }
    }

    /// A run of a subprocess came to its end: the next begins, or the subprocess is done.
    fn run_ended(&mut self, of: ActivationNo, place: &Place, runs: Runs) {
        let process = self.process;
        let block = process.definition.step(&place.step).and_then(|step| step.block());
        let Some(block) = block else { return };
        let items = runs.items.unwrap_or(1);
        let enough = match self.is_enough(block, place, runs) {
            Ok(enough) => enough,
            Err(problem) => return self.raise(Some(of), place, problem),
        };
        if enough || runs.ended >= items {
            self.end_subprocess(of, place);
        } else if block.sequential && runs.begun < items {
            self.open_run(of, block, Some(runs.begun + 1));
        }
    }

    /// Whether no further runs are needed, whatever their number.
    fn is_enough(&self, block: &Subprocess, place: &Place, runs: Runs) -> Result<bool, Problem> {
        if block.at_least.is_some_and(|enough| runs.ended >= enough) {
            return Ok(true);
        }
        let Some(done) = &block.done_when else { return Ok(false) };
        Ok(self.evaluate(done, place.scope)? == Value::Boolean(true))
    }

    /// Enough runs have ended: the others are taken away, and the token goes on.
    pub(crate) fn end_subprocess(&mut self, of: ActivationNo, place: &Place) {
        let left = self.instance.scopes.iter().filter(|(_, scope)| scope.of == of);
        let left: Vec<ScopeNo> = left.map(|(no, _)| *no).collect();
        for scope in left {
            self.emit(Event::ScopeCancelled { scope });
        }
        self.emit(Event::SubprocessCompleted { no: of });
        if let Err(rejection) = self.clock_event(|event| completed(event, &place.step, None)) {
            self.raise(None, place, super::flow::problem(&rejection));
            return;
        }
        self.take_all(place);
    }
}
