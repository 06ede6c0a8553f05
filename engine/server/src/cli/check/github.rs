//! Findings as workflow commands of GitHub: they stand beside the lines of a merge request.

use std::fmt::Write;

use reglament_core::diagnostic::Severity;

use super::Report;

/// One command a finding.
pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    for found in report.located() {
        let command = if found.severity == Severity::Error { "error" } else { "warning" };
        let (start, end) = (found.start, found.end);
        let file = property(&found.file);
        // GitHub takes columns for a place within one line only.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column.max(start.column + 1))
        } else {
            String::new()
        };
        let help = found.help.map(|help| format!("\n{help}")).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "::{command} file={file},line={},endLine={}{columns},title={}::{}",
            start.line,
            end.line,
            property(found.code),
            data(&format!("{}{help}", found.message)),
        );
    }
    for problem in &report.messages {
        let file = property(&format!("templates/{}", problem.file));
        let message = data(&problem.message);
        let _ = writeln!(out, "::error file={file},line={}::{message}", problem.line);
    }
    out
}

/// What stands after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands before it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_ends_with_is_escaped() {
        assert_eq!(data("100 %: a,\r\nb"), "100 %25: a,%0D%0Ab");
        assert_eq!(property("C:/a,b%/c"), "C%3A/a%2Cb%25/c");
    }
}
