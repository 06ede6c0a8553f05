//! A document to be printed and kept, typeset like letters are.

use reglament_core::text::Texts;
use serde_json::{Value as Json, json};

use super::Content;
use crate::documents::{Documents, Sheet};
use crate::reports::model::Table;
use crate::reports::viewer::Viewer;
use crate::texts::say;

/// The document: a folder below `templates/documents`.
const DOCUMENT: &str = "report";
/// A document has at most so many lines of each table: it is read by people. It says so, and names the
/// files that have all.
const LINES_MAX: usize = 400;

/// The file.
pub async fn pdf(
    viewer: &Viewer,
    documents: &Documents,
    office: &Texts,
    content: &Content,
) -> Result<Vec<u8>, String> {
    let tables: Vec<Json> = content
        .tables
        .iter()
        .filter(|(_, table)| !table.rows.is_empty())
        .map(|(title, table)| table_of(viewer, title, table))
        .collect();
    let at = viewer.local(viewer.now);
    let variables = json!({
        "title": content.title,
        "notes": content.notes,
        "tables": tables,
        "language": viewer.lang.code(),
        "made": say(viewer.lang, "report-made", &[
            ("moment", crate::pages::format::moment(viewer.lang, viewer.now, &viewer.zone).into()),
        ]),
    });
    let sheet = Sheet {
        document: DOCUMENT.to_owned(),
        variables,
        office: office.clone(),
        number: String::new(),
        at,
        code: String::new(),
        url: String::new(),
        id: format!("report/{}/{}", content.title, viewer.now.as_second()),
    };
    documents.make(sheet).await
}

fn table_of(viewer: &Viewer, title: &str, table: &Table) -> Json {
    let columns: Vec<Json> = table
        .columns
        .iter()
        .map(|column| json!({ "title": column.title, "number": column.is_number }))
        .collect();
    let words = |row: &Vec<super::super::model::Cell>| -> Vec<String> {
        row.iter().map(|cell| cell.words(viewer.lang)).collect()
    };
    let rows: Vec<Vec<String>> = table.rows.iter().take(LINES_MAX).map(words).collect();
    let left = table.rows.len().saturating_sub(LINES_MAX) as u64;
    let cut = (left > 0).then(|| say(viewer.lang, "report-cut", &[("count", left.into())]));
    json!({ "title": title, "columns": columns, "rows": rows, "cut": cut })
}
