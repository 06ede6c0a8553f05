//! An explanation as lines of text, for the command line.

use std::fmt::{self, Write};

use super::{Explanation, Line, Question, Rule, Source};
use crate::process::Process;
use crate::text::Lang;
use crate::value::Value;

impl Explanation {
    /// The lines; words of the map and names of holidays are in `lang`.
    ///
    /// ```text
    /// fee of library-card on 2026-03-18
    /// service_fee: 241.00 (120.50 × 2)
    ///   rule 2 of card-fee: reader.kind = "adult"
    ///   rules-3: Rules of the library, 3
    /// total 241.00
    /// ```
    pub fn text(&self, process: &Process, lang: Lang) -> String {
        let mut text = format!("{} of {} on {}\n", name(self.what), self.process, self.on);
        // Writing to a String cannot fail.
        for line in &self.lines {
            line.write(&mut text, lang);
        }
        for account in &self.accounts {
            let view = process.calendar.edition(&account.edition);
            text += &view.explain(account, lang);
        }
        match (self.what, self.total) {
            (Question::Fee, Some(total)) => drop(writeln!(text, "total {total}")),
            (Question::Fee, None) => text += "the map has no fees\n",
            (Question::Documents, _) if self.lines.is_empty() => text += "none are demanded\n",
            (Question::Requirements, _) if self.lines.is_empty() => text += "there are none\n",
            _ => {}
        }
        text
    }
}

const fn name(what: Question) -> &'static str {
    match what {
        Question::Fee => "fee",
        Question::Documents => "documents",
        Question::Requirements => "requirements",
        Question::Due => "due date",
    }
}

impl Line {
    fn write(&self, text: &mut String, lang: Lang) {
        text.push_str(&self.name);
        let title = self.title.get(lang);
        let _ = if title.is_empty() { Ok(()) } else { write!(text, " \"{title}\"") };
        text.push_str(&self.result());
        text.push('\n');
        let why = self.why.get(lang);
        for note in [Some(why).filter(|why| !why.is_empty()), self.unknown.as_deref()] {
            let _ = note.map_or(Ok(()), |note| writeln!(text, "  {note}"));
        }
        let _ = self.rule.as_ref().map_or(Ok(()), |rule| writeln!(text, "  {}", rule.text()));
        for source in &self.sources {
            let _ = writeln!(text, "  {source}");
        }
    }

    /// What the line comes to, and how.
    fn result(&self) -> String {
        let computed = self.computed.as_ref();
        if let Some(amount) = self.amount {
            let how = computed.map(|how| format!(" ({how})")).unwrap_or_default();
            return format!(": {amount}{how}");
        }
        if let Some(copies) = self.copies {
            let valid = if self.holds == Some(false) { ", not valid" } else { "" };
            return format!(": {copies}{valid}");
        }
        match (self.holds, computed) {
            (Some(true), Some(how)) => format!(": holds ({how})"),
            (Some(false), Some(how)) => format!(": does not hold ({how})"),
            (_, Some(how)) => format!(": {how}"),
            _ => String::new(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.act)?;
        if self.clause.is_empty() { Ok(()) } else { write!(f, ", {}", self.clause) }
    }
}

impl Rule {
    fn text(&self) -> String {
        let name = self.id.as_ref().map(|id| format!(" \"{id}\"")).unwrap_or_default();
        let on = self.on.map(|day| format!(" on {day}")).unwrap_or_default();
        let inputs: Vec<String> =
            self.inputs.iter().map(|(name, value)| format!("{name} = {}", shown(value))).collect();
        let inputs =
            if inputs.is_empty() { "for every case".to_owned() } else { inputs.join(", ") };
        format!("rule {}{name} of {}{on}: {inputs}", self.number, self.table)
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        other => other.to_string(),
    }
}
