//! OCEL 2.0 as JSON: events related to the cases, tasks, documents and people they are about. The histories are read twice, so
//! that neither the events nor the objects stand in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use reglament_store::Store;
use serde_json::{Value, json};

use super::{ExportError, History, Row, Selection, Written, each, line, rows};

/// Writes the log of the selection.
pub async fn write(
    store: &dyn Store,
    selection: &Selection,
    mut to: impl Write,
) -> Result<Written, ExportError> {
    let mut written = Written::default();
    let (mut types, mut people) = (BTreeSet::new(), BTreeSet::new());
    line(&mut to, "{\"events\":[")?;
    written.cases = each(store, selection, |history| {
        let documents = documents(&history);
        for row in rows(&history.events) {
            types.insert(row.activity.clone());
            people.extend(row.who.as_ref().map(|who| selection.shown(who)));
            item(&mut to, written.rows == 0, &event(selection, &history, &documents, &row))?;
            written.rows += 1;
        }
        Ok::<_, ExportError>(())
    })
    .await?;
    line(&mut to, "],\"objects\":[")?;
    let mut first = true;
    each(store, selection, |history| {
        for object in objects(&history) {
            item(&mut to, first, &object)?;
            first = false;
        }
        Ok::<_, ExportError>(())
    })
    .await?;
    for person in &people {
        item(&mut to, first, &object(person, "person", &history_start(), &[], &[]))?;
        first = false;
    }
    let attributes = json!([{ "name": "lifecycle", "type": "string" }]);
    let events: Vec<_> =
        types.iter().map(|name| json!({ "name": name, "attributes": attributes })).collect();
    line(&mut to, &format!("],\"eventTypes\":{},", Value::Array(events)))?;
    line(&mut to, &format!("\"objectTypes\":{}}}", object_types()))?;
    Ok(written)
}

/// Attributes of objects need a moment; what never changes has the first one there is.
fn history_start() -> String {
    jiff::Timestamp::UNIX_EPOCH.to_string()
}

fn object_types() -> Value {
    let kind = |name: &str, attributes: &[&str]| {
        let attributes: Vec<_> =
            attributes.iter().map(|name| json!({ "name": name, "type": "string" })).collect();
        json!({ "name": name, "attributes": attributes })
    };
    json!([
        kind("case", &["process", "edition", "office"]),
        kind("task", &["step"]),
        kind("document", &["kind"]),
        kind("person", &[]),
    ])
}

/// The documents that events of a history ask for, by the number of the event.
fn documents(history: &History) -> BTreeMap<u64, String> {
    let made = history.events.iter().filter_map(|recorded| match &recorded.event {
        reglament_core::event::Event::DocumentRequested { document, .. } => {
            Some((recorded.seq, document.clone()))
        }
        _ => None,
    });
    made.collect()
}

fn event(
    selection: &Selection,
    history: &History,
    documents: &BTreeMap<u64, String>,
    row: &Row,
) -> Value {
    let case = &history.case.instance;
    let relation = |id: String, qualifier: &str| json!({ "objectId": id, "qualifier": qualifier });
    let mut relations = vec![relation(case.to_string(), "case")];
    relations.extend(row.no.map(|no| relation(format!("{case}.{no}"), "task")));
    relations.extend(row.who.as_ref().map(|who| relation(selection.shown(who), "by")));
    // A document is asked for right after the step that has it made.
    let asked = documents.range(row.seq..=row.seq + 1);
    relations.extend(asked.map(|(seq, _)| relation(format!("{case}/{seq}"), "makes")));
    json!({
        "id": format!("{case}/{}/e", row.seq),
        "type": row.activity,
        "time": row.at.to_string(),
        "attributes": [{ "name": "lifecycle", "value": row.transition }],
        "relationships": relations,
    })
}

fn objects(history: &History) -> Vec<Value> {
    let case = &history.case;
    let since = case.started_at.to_string();
    let mut attributes =
        vec![("process", case.process.to_string()), ("edition", case.edition.to_string())];
    attributes.extend(case.body.office.as_ref().map(|office| ("office", office.to_string())));
    let tasks: BTreeMap<_, _> =
        rows(&history.events).into_iter().filter_map(|row| Some((row.no?, row.activity))).collect();
    let parts: Vec<String> = tasks.keys().map(|no| format!("{}.{no}", case.instance)).collect();
    let mut found = vec![object(case.instance.as_str(), "case", &since, &attributes, &parts)];
    found.extend(tasks.iter().map(|(no, step)| {
        let id = format!("{}.{no}", case.instance);
        object(&id, "task", &since, &[("step", step.clone())], &[])
    }));
    found.extend(documents(history).iter().map(|(seq, kind)| {
        let id = format!("{}/{seq}", case.instance);
        object(&id, "document", &since, &[("kind", kind.clone())], &[])
    }));
    found
}

fn object(
    id: &str,
    kind: &str,
    since: &str,
    attributes: &[(&str, String)],
    parts: &[String],
) -> Value {
    let attributes: Vec<_> = attributes
        .iter()
        .map(|(name, value)| json!({ "name": name, "time": since, "value": value }))
        .collect();
    let relations: Vec<_> =
        parts.iter().map(|part| json!({ "objectId": part, "qualifier": "has" })).collect();
    json!({ "id": id, "type": kind, "attributes": attributes, "relationships": relations })
}

/// One item of a list.
fn item(to: &mut impl Write, first: bool, value: &Value) -> io::Result<()> {
    line(to, &format!("{}{value}", if first { "" } else { "," }))
}
