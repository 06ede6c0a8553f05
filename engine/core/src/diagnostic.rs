//! What the checker says of a map: the same object behind the command line, JSON and, later, editors.

use serde::Serialize;

use crate::source::{Position, Sources, Span};

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The map cannot run.
    Error,
    /// The map runs, and is probably not what was meant.
    Warning,
}

/// A rule of the checker; `reglament explain <code>` prints its page.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable code, such as `RGL-014`.
    pub code: &'static str,
    /// A few words, such as `unknown step`.
    pub name: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// The page: what it catches, why it matters, an example and its repair (Markdown).
    pub page: &'static str,
}

/// One finding, at one place, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// What is wrong, in one sentence that names the thing.
    pub message: String,
    /// Where the caret stands, and the words beside it (may be empty).
    pub primary: Label,
    /// Other places that explain it, such as the first of two declarations.
    pub related: Vec<Label>,
    /// What to do next: `did you mean …?`, the allowed words, a repair.
    pub help: Option<String>,
    /// What may be written instead without asking, where only one thing can be meant.
    pub repair: Option<Box<Repair>>,
}

/// A word to be written instead of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The word that stands once in the place of the finding.
    pub from: String,
    /// The word that is meant.
    pub to: String,
}

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// A diagnostic with resolved positions, as JSON prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Located {
    /// The code of the rule.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The path of the file.
    pub file: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of this rule at this place.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: message.into(),
            primary: Label { span, text: String::new() },
            related: Vec::new(),
            help: None,
            repair: None,
        }
    }

    /// Adds the words beside the caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what may be written instead, if there is such a thing.
    #[must_use]
    pub fn repair(mut self, from: &str, to: Option<&str>) -> Self {
        self.repair = to.map(|to| Repair { from: from.to_owned(), to: to.to_owned() }.into());
        self
    }

    /// The place that its repair concerns: where the wrong word stands, and nothing beside it.
    pub fn place_of_repair(&self, sources: &Sources) -> Option<(Span, &Repair)> {
        let repair = self.repair.as_ref()?;
        let span = self.primary.span;
        let text = &sources.file(span.file)?.text;
        let place = text.get(span.start as usize..span.end as usize)?;
        let mut found = place.match_indices(&repair.from);
        let start = span.start + u32::try_from(found.next()?.0).ok()?;
        let end = start + u32::try_from(repair.from.len()).ok()?;
        found.next().is_none().then_some((Span { start, end, ..span }, repair))
    }

    /// Resolves the positions against the sources.
    pub fn located(&self, sources: &Sources) -> Located {
        let span = self.primary.span;
        let zero = Position { line: 1, column: 1 };
        let (file, start, end) = sources.file(span.file).map_or_else(
            || (String::new(), zero, zero),
            |file| (file.path.to_string(), file.position(span.start), file.position(span.end)),
        );
        Located {
            code: self.rule.code,
            severity: self.rule.severity,
            message: self.message.clone(),
            file,
            start,
            end,
            help: self.help.clone(),
        }
    }
}

/// The candidate nearest to a misspelt word, at most two edits away.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    near(word, candidates).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// The only candidate that a misspelt word can mean: no other is at most two edits away.
pub fn only_meant<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let mut near = near(word, candidates);
    near.next().filter(|_| near.next().is_none()).map(|(_, candidate)| candidate)
}

fn near<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = (usize, &'a str)> {
    let distance = |candidate| (strsim::damerau_levenshtein(word, candidate), candidate);
    candidates
        .into_iter()
        .map(distance)
        .filter(|(distance, candidate)| *distance <= 2 && *distance < candidate.chars().count())
}
