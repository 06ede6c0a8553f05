//! The JSON Schema of the map language, for editors: what may stand where, before the checker is asked.
//!
//! The keys of a map, of a part and of each type of step are those of the reader; the rest stands in
//! `schema.yaml`, and a test compares it with what the reader knows.

use serde_json::{Map, Value, json};

use super::assemble::SECTIONS;
use super::read::{HEAD, step_types};

/// The schema (draft-07) of maps, parts and decision tables.
pub fn schema() -> Result<Value, serde_yaml::Error> {
    let mut schema: Value = serde_yaml::from_str(include_str!("schema.yaml"))?;
    let mut take = |name: &str| schema.as_object_mut().and_then(|all| all.shift_remove(name));
    let sections = take("sections").unwrap_or_default();
    let step_keys = take("step_keys").unwrap_or_default();
    let Some(definitions) = schema["definitions"].as_object_mut() else { return Ok(schema) };
    for definition in definitions.values_mut().filter(|it| it.get("properties").is_some()) {
        close(definition);
    }
    let head = HEAD.into_iter().chain(SECTIONS);
    let required = ["process", "title", "authority", "in_force", "calendar", "steps"];
    definitions.insert("map".to_owned(), record("a process map", head, &sections, &required));
    let part = ["part", "parts"].into_iter().chain(SECTIONS);
    definitions.insert("part".to_owned(), record("a part", part, &sections, &["part"]));
    let mut of_type = vec![json!({ "if": { "required": ["part"] }, "then": reference("group") })];
    for (name, keys) in step_types() {
        let step = record(&format!("a {name}"), keys, &step_keys, &["type"]);
        definitions.insert(name.to_owned(), step);
        let is_type = json!({ "required": ["type"], "properties": { "type": { "const": name } } });
        of_type.push(json!({ "if": is_type, "then": reference(name) }));
    }
    definitions.insert("step".to_owned(), step(&of_type));
    let steps = json!({ "type": "object", "additionalProperties": reference("step"),
        "description": "The steps in the order of the regulation" });
    definitions.insert("steps".to_owned(), steps);
    Ok(schema)
}

/// A step is what its type says.
fn step(of_type: &[Value]) -> Value {
    let names: Vec<&str> = step_types().map(|(name, _)| name).collect();
    json!({
        "type": "object",
        "properties": { "type": { "enum": names, "description": "What the step does" } },
        "anyOf": [{ "required": ["type"] }, { "required": ["part"] }],
        "allOf": of_type,
    })
}

fn record<'k>(
    what: &str,
    keys: impl IntoIterator<Item = &'k str>,
    known: &Value,
    required: &[&str],
) -> Value {
    let property = |key: &str| (key.to_owned(), known.get(key).cloned().unwrap_or(json!({})));
    let properties: Map<String, Value> = keys.into_iter().map(property).collect();
    let mut record = json!({ "$comment": what, "properties": properties, "required": required });
    close(&mut record);
    record
}

/// A key that the language does not know is a mistake.
fn close(record: &mut Value) {
    record["type"] = "object".into();
    record["additionalProperties"] = false.into();
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}
