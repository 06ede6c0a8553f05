//! Times of models: durations and moments of the clock. What a map calls a term of the law, no model
//! can say.

use super::Import;
use super::variables::text_span;
use crate::bpmn::node::text;
use crate::bpmn::xml::Element;
use crate::feel::Expression;
use crate::yaml::Node;

impl Import<'_> {
    /// The key `timer` with a term of the clock, or `until` with an expression. `once` says that the
    /// timer cannot go off twice.
    pub(super) fn timer(
        &mut self,
        definition: &Element,
        once: bool,
    ) -> Option<(&'static str, Node)> {
        let kinds = ["timeDuration", "timeDate", "timeCycle"];
        let Some(time) = kinds.into_iter().find_map(|kind| definition.child(kind)) else {
            self.refuse(definition, "it names no time");
            return None;
        };
        if time.name == "timeCycle" && !once && repeats(&time.text) {
            self.refuse(definition, "a map has no timer that goes off again and again");
            return None;
        }
        let at = text_span(time);
        let said = time.text.trim();
        let iso =
            if time.name == "timeCycle" { said.rsplit('/').next().unwrap_or(said) } else { said };
        if let Some(term) = clock_term(iso) {
            return Some(("timer", text(at, term)));
        }
        let until = match iso {
            iso if iso.starts_with('P') => format!("now() + duration(\"{iso}\")"),
            iso if iso.starts_with(|digit: char| digit.is_ascii_digit()) => moment(iso),
            _ => return Some(("until", self.expression(time)?)),
        };
        if Expression::parse(&until).is_ok_and(|it| crate::bpmn::feel::is_constant(&it)) {
            return Some(("until", text(at, until)));
        }
        self.refuse(definition, &format!("`{said}` is no duration and no moment without a zone"));
        None
    }
}

/// `R3/PT1H` goes off several times, `R1/PT1H` and `PT1H` once.
fn repeats(cycle: &str) -> bool {
    match cycle.trim().split_once('/') {
        Some((count, _)) => count != "R1",
        None => !cycle.trim().starts_with('P'),
    }
}

/// Whole minutes and hours of the clock, in words. A day of a model has 24 hours, whatever the calendar.
fn clock_term(iso: &str) -> Option<String> {
    let (body, hours) = match (iso.strip_prefix("PT"), iso.strip_prefix('P')) {
        (Some(body), _) => (body, 1),
        (None, Some(days)) => return whole(days.strip_suffix('D')?, 24, "hour"),
        _ => return None,
    };
    match body.strip_suffix('M') {
        Some(minutes) => whole(minutes, 1, "minute"),
        None => whole(body.strip_suffix('H')?, hours, "hour"),
    }
}

fn whole(count: &str, times: u32, unit: &str) -> Option<String> {
    let count = count.parse::<u32>().ok()?.checked_mul(times).filter(|count| *count > 0)?;
    let term = format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    term.parse::<crate::term::Term>().is_ok().then_some(term)
}

fn moment(iso: &str) -> String {
    if iso.contains('T') { format!("date and time(\"{iso}\")") } else { format!("date(\"{iso}\")") }
}
