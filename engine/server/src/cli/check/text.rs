//! Findings for people: file, line and column, the line with a caret, what to do next.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use reglament_core::diagnostic::{Diagnostic, Label, Severity};
use reglament_core::language::DIAGNOSTICS_MAX;
use reglament_core::source::SourceFile;

use super::Report;

/// Longer places are shown by their first line.
const LINES_SHOWN_MAX: usize = 3;

/// Renders a report.
pub(super) fn render(report: &Report, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for found in &report.checked.diagnostics {
        out += &renderer.render(&[group(report, found)]);
        out += "\n\n";
    }
    for problem in &report.messages {
        out.extend(["error: ", &problem.to_string(), "\n\n"]);
    }
    out + &summary(report)
}

fn group<'a>(report: &'a Report, found: &'a Diagnostic) -> Group<'a> {
    let level = match found.rule.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&*found.message).id(found.rule.code);
    let mut group = title.elements(snippet(report, found));
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(&**help));
    }
    group
}

fn snippet<'a>(report: &'a Report, found: &'a Diagnostic) -> Option<Snippet<'a, Annotation<'a>>> {
    let file = report.sources.file(found.primary.span.file)?;
    let here = |label: &&Label| label.span.file == found.primary.span.file;
    let related: Vec<&Label> = found.related.iter().filter(here).collect();
    let all = related.iter().copied().chain([&found.primary]);
    let starts = all.clone().map(|label| label.span.start as usize);
    let ends = all.map(|label| place(file, label).end);
    let shown = whole_lines(&file.text, starts.min()?..ends.max()?);
    let mark = |kind: AnnotationKind, label: &'a Label| {
        let place = place(file, label);
        let annotation = kind.span(place.start - shown.start..place.end - shown.start);
        if label.text.is_empty() { annotation } else { annotation.label(&*label.text) }
    };
    let related = related.into_iter().map(|label| mark(AnnotationKind::Context, label));
    let first_line = file.position(u32::try_from(shown.start).ok()?).line;
    Some(
        Snippet::source(&file.text[shown.clone()])
            .path(report.shown(&file.path))
            .line_start(first_line)
            .annotation(mark(AnnotationKind::Primary, &found.primary))
            .annotations(related),
    )
}

/// The bytes of a label, on borders of characters; of a long one the first line.
fn place(file: &SourceFile, label: &Label) -> Range<usize> {
    let text = &*file.text;
    let start = text.floor_char_boundary(label.span.start as usize);
    let end = text.ceil_char_boundary(label.span.end as usize).max(start);
    let words = &text[start..end];
    let first_line = words.find('\n').unwrap_or(words.len());
    if words.lines().count() > LINES_SHOWN_MAX { start..start + first_line } else { start..end }
}

/// The range widened to whole lines: the rest of a file is not looked at.
fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    start..end
}

fn summary(report: &Report) -> String {
    let counted = |count: usize, word: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {word}{plural}")
    };
    let maps = counted(report.maps, "map");
    let errors = report.count(Severity::Error) + report.messages.len();
    let warnings = counted(report.count(Severity::Warning), "warning");
    let more = if report.checked.diagnostics.len() < DIAGNOSTICS_MAX {
        ""
    } else {
        "; further findings are left out, begin at the top"
    };
    if errors == 0 {
        return format!("{maps} checked: sound, {warnings}{more}\n");
    }
    let errors = counted(errors, "error");
    format!(
        "{maps} checked: {errors}, {warnings}{more}\n\
         `reglament explain CODE` prints the page of a rule\n"
    )
}
