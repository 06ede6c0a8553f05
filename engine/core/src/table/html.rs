//! The table in HTML: an element for pages, and a page that can be printed.

use super::{Row, Table};
use crate::xml::escaped;

/// Black on white or as the reader's system has it; a table of many actions scrolls sideways.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.4 system-ui,'Noto Sans',sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}\
div{overflow-x:auto}\
table{border-collapse:collapse}\
caption{text-align:left;padding-bottom:.5rem}\
th,td{border:1px solid;padding:.4rem .6rem;text-align:left;vertical-align:top;min-width:9rem}\
th:first-child{min-width:0}\
th{font-weight:600}";

impl Table {
    /// The element `<table>`.
    pub fn to_html(&self) -> String {
        let rows: String = self.rows.iter().map(row).collect();
        let columns = self.rows.first().map_or(0, |row| row.cells.len());
        let (caption, head) = (escaped(&self.caption), escaped(&self.head));
        format!(
            "<table>\n<caption>{caption}</caption>\n\
             <thead><tr><td colspan=\"2\"></td><th scope=\"colgroup\" colspan=\"{columns}\">{head}</th></tr></thead>\n\
             <tbody>\n{rows}</tbody>\n</table>\n"
        )
    }

    /// A page of its own, with nothing from outside.
    pub fn to_html_page(&self) -> String {
        let (lang, title) = (self.lang, escaped(&self.title));
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <h1>{title}</h1>\n<div tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n{}</div>\n</body>\n</html>\n",
            escaped(&self.caption),
            self.to_html()
        )
    }
}

fn row(row: &Row) -> String {
    // The numbers of the actions head their columns.
    let (open, close) =
        if row.number == 1 { ("<th scope=\"col\">", "</th>") } else { ("<td>", "</td>") };
    let cell = |text: &String| format!("{open}{}{close}", escaped(text));
    let cells: String = row.cells.iter().map(cell).collect();
    let label = escaped(&row.label);
    format!("<tr><th>{}</th><th scope=\"row\">{label}</th>{cells}</tr>\n", row.number)
}
