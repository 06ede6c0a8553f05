//! XES (IEEE 1849): a trace for each case, with the extensions concept, lifecycle, time and organizational.

use std::io::{self, Write};

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};
use quick_xml::writer::Writer;
use reglament_store::Store;

use super::{ExportError, History, Row, Selection, Written, each, rows};

const EXTENSIONS: [(&str, &str, &str); 4] = [
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
];

/// Writes the log of the selection.
pub async fn write(
    store: &dyn Store,
    selection: &Selection,
    to: impl Write,
) -> Result<Written, ExportError> {
    let mut xml = Writer::new_with_indent(to, b' ', 1);
    head(&mut xml)?;
    let mut written = Written::default();
    written.cases = each(store, selection, |history| {
        written.rows += trace(&mut xml, selection, &history)?;
        Ok::<_, ExportError>(())
    })
    .await?;
    xml.write_event(Event::End(BytesEnd::new("log")))?;
    line_end(&mut xml)?;
    Ok(written)
}

fn head(xml: &mut Writer<impl Write>) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let log = [
        ("xes.version", "1849-2016"),
        ("xes.features", ""),
        ("xmlns", "http://www.xes-standard.org/"),
    ];
    xml.write_event(Event::Start(BytesStart::new("log").with_attributes(log)))?;
    for (name, prefix, uri) in EXTENSIONS {
        empty(xml, "extension", &[("name", name), ("prefix", prefix), ("uri", uri)])?;
    }
    globals(xml, "trace", &[("string", "concept:name", "")])?;
    globals(
        xml,
        "event",
        &[
            ("string", "concept:name", ""),
            ("string", "lifecycle:transition", "complete"),
            ("date", "time:timestamp", "1970-01-01T00:00:00Z"),
        ],
    )?;
    empty(xml, "classifier", &[("name", "Activity"), ("keys", "concept:name")])?;
    let keys = "concept:name lifecycle:transition";
    empty(xml, "classifier", &[("name", "Activity and transition"), ("keys", keys)])?;
    attribute(xml, "string", "lifecycle:model", "standard")
}

fn globals(
    xml: &mut Writer<impl Write>,
    scope: &str,
    attributes: &[(&str, &str, &str)],
) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new("global").with_attributes([("scope", scope)])))?;
    attributes.iter().try_for_each(|(kind, key, value)| attribute(xml, kind, key, value))?;
    xml.write_event(Event::End(BytesEnd::new("global")))
}

fn trace(
    xml: &mut Writer<impl Write>,
    selection: &Selection,
    history: &History,
) -> io::Result<u64> {
    let case = &history.case;
    xml.write_event(Event::Start(BytesStart::new("trace")))?;
    attribute(xml, "string", "concept:name", case.instance.as_str())?;
    attribute(xml, "string", "process", case.process.as_str())?;
    attribute(xml, "string", "edition", case.edition.as_str())?;
    attribute(xml, "string", "state", &case.state)?;
    if let Some(office) = &case.body.office {
        attribute(xml, "string", "office", office.as_str())?;
    }
    let rows = rows(&history.events);
    rows.iter().try_for_each(|row| event(xml, selection, row))?;
    xml.write_event(Event::End(BytesEnd::new("trace")))?;
    Ok(rows.len() as u64)
}

fn event(xml: &mut Writer<impl Write>, selection: &Selection, row: &Row) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new("event")))?;
    attribute(xml, "string", "concept:name", &row.activity)?;
    attribute(xml, "string", "lifecycle:transition", row.transition)?;
    attribute(xml, "date", "time:timestamp", &row.at.to_string())?;
    if let Some(who) = &row.who {
        attribute(xml, "string", "org:resource", &selection.shown(who))?;
    }
    if let Some(group) = &row.group {
        attribute(xml, "string", "org:group", group)?;
    }
    xml.write_event(Event::End(BytesEnd::new("event")))
}

fn attribute(xml: &mut Writer<impl Write>, kind: &str, key: &str, value: &str) -> io::Result<()> {
    empty(xml, kind, &[("key", key), ("value", value)])
}

fn empty(xml: &mut Writer<impl Write>, name: &str, with: &[(&str, &str)]) -> io::Result<()> {
    let start = BytesStart::new(name).with_attributes(with.iter().copied());
    xml.write_event(Event::Empty(start))
}

fn line_end(xml: &mut Writer<impl Write>) -> io::Result<()> {
    writeln!(xml.get_mut())
}
