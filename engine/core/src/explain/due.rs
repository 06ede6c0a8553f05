//! How a due date comes about: of a term that would begin now, and of a case.

use jiff::Timestamp;

use super::{Explanation, Line, Question};
use crate::instance::Instance;
use crate::process::Process;
use crate::term::Term;

impl Process {
    /// The term of the map, counted from a moment by the calendar as it was known then.
    pub(super) fn explain_term(&self, at: Timestamp) -> Result<Explanation, String> {
        let Some(deadline) = &self.definition.deadline else {
            return Err(format!("`{}` has no deadline", self.definition.process));
        };
        let due = self.calendar_known(at).due(at, deadline.within);
        let due = due.map_err(|error| error.to_string())?;
        let explanation = self.explanation(Question::Due, at, self.term_line());
        Ok(Explanation { due: Some(due.at), accounts: vec![due.ledger], ..explanation })
    }

    /// The due date of a case: its term with the time for which it stood still, and its extension.
    /// None while its clock has not started.
    pub fn explain_due_of(&self, case: &Instance) -> Result<Option<Explanation>, String> {
        let Some(figures) = case.clock.figures() else { return Ok(None) };
        let view = self.calendar.known_on(figures.due.known_on);
        let term = view.due_with_pauses(figures.from, figures.term, figures.paused);
        let term = term.map_err(|error| error.to_string())?;
        let (mut due, mut accounts) = (term.at, vec![term.ledger]);
        let extension = self.definition.deadline.as_ref().and_then(|it| it.extension.as_ref());
        if let Some(extension) = extension.filter(|_| figures.extended_days > 0) {
            let longer = Term { count: figures.extended_days, unit: extension.up_to.unit };
            let longer = view.due(due, longer).map_err(|error| error.to_string())?;
            due = longer.at;
            accounts.push(longer.ledger);
        }
        let explanation = self.explanation(Question::Due, figures.from, self.term_line());
        Ok(Some(Explanation { due: Some(due), accounts, ..explanation }))
    }

    fn term_line(&self) -> Vec<Line> {
        let Some(deadline) = &self.definition.deadline else { return Vec::new() };
        vec![Line {
            name: "term".to_owned(),
            title: deadline.wording.clone(),
            computed: Some(deadline.within.to_string()),
            sources: self.sources(&deadline.cites),
            ..Line::default()
        }]
    }
}
