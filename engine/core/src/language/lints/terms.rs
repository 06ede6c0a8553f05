//! No step has more time than the whole case.

use super::View;
use crate::definition::Definition;
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::term::{Term, TermUnit};

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let Definition { deadline: Some(deadline), .. } = view.definition else { return Vec::new() };
    let all = deadline.within;
    view.steps()
        .filter_map(|(id, step)| Some((id, step.within.filter(|own| surely_longer(*own, all))?)))
        .map(|(id, own)| {
            let span = view.place(id, &["within"]);
            let message = format!("`{id}` has {own}, but the whole case has {all}");
            Diagnostic::new(&rules::TERM_TOO_LONG, span, message)
                .help("shorten the term, or leave it out: the step then shares the deadline")
        })
        .collect()
}

/// Whether a term is longer than another whatever the calendar says.
const fn surely_longer(own: Term, all: Term) -> bool {
    use TermUnit::{CalendarDays, Hours, Minutes, WorkingDays, WorkingHours};
    let (own_minutes, all_minutes) = (own.count as u64, all.count as u64);
    match (own.unit, all.unit) {
        // n working days take n calendar days at least.
        (WorkingDays, WorkingDays | CalendarDays)
        | (CalendarDays, CalendarDays)
        | (WorkingHours, WorkingHours | Hours)
        | (Hours, Hours)
        | (Minutes, Minutes) => own.count > all.count,
        (Hours | WorkingHours, Minutes) => own_minutes * 60 > all_minutes,
        (Minutes, Hours) => own_minutes > all_minutes * 60,
        // A day is 24 hours of the clock; hours of work end earlier.
        (WorkingDays | CalendarDays, Hours) => own_minutes * 24 > all_minutes + 24,
        (WorkingDays | CalendarDays, Minutes) => own_minutes * 24 * 60 > all_minutes + 24 * 60,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_calendar_can_mend_is_longer() {
        let longer =
            |own: &str, all: &str| surely_longer(own.parse().unwrap(), all.parse().unwrap());
        assert!(longer("6 working days", "5 working days"));
        assert!(longer("31 working days", "30 calendar days"));
        assert!(longer("2 hours", "90 minutes"));
        assert!(longer("3 calendar days", "24 hours"));
        assert!(!longer("5 working days", "5 working days"));
        assert!(!longer("7 calendar days", "5 working days"));
        assert!(!longer("10 minutes", "1 working day"));
    }
}
