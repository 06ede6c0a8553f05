//! The OpenAPI document, held against what the server does.

use std::collections::BTreeMap;

use reglament_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::stage::Stage;

/// The served document.
pub struct Document(Value);

/// An operation of it.
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
    declared: Value,
}

impl Document {
    pub async fn of(app: &TestApp) -> Self {
        Self(app.nobody().get("/api/v1/openapi.json").await.expect(200).json)
    }

    pub fn operations(&self) -> Vec<Operation> {
        let mut found = Vec::new();
        for (path, item) in self.0["paths"].as_object().unwrap() {
            for (method, declared) in item.as_object().unwrap() {
                let id = declared["operationId"].as_str().unwrap().to_owned();
                let (method, path) = (method.clone(), path.clone());
                found.push(Operation { id, method, path, declared: declared.clone() });
            }
        }
        assert!(!found.is_empty());
        found
    }

    /// Whether the document declares this answer: its status, its kind and the shape of its body.
    pub fn declares(&self, operation: &Operation, answer: &Answer) -> Result<(), String> {
        let status = answer.status.as_u16().to_string();
        let response = &operation.declared["responses"][&status];
        if response.is_null() {
            return Err(format!("status {status} is not declared"));
        }
        let kind = answer.header("content-type").split(';').next().unwrap_or_default();
        let schema = &response["content"][kind]["schema"];
        if schema.is_null() {
            return Err(format!("{status} with `{kind}` is not declared"));
        }
        if kind.contains("json") { self.fits(&answer.json, schema, "") } else { Ok(()) }
    }

    /// Whether a value is of a schema, with no property that the schema does not know.
    fn fits(&self, value: &Value, schema: &Value, at: &str) -> Result<(), String> {
        let schema = self.resolved(schema);
        if let Some(variants) = schema["oneOf"].as_array() {
            let fitting = variants.iter().any(|variant| self.fits(value, variant, at).is_ok());
            return if fitting { Ok(()) } else { Err(format!("{at}: no variant fits {value}")) };
        }
        if !is_of_type(value, &schema["type"]) {
            return Err(format!("{at}: {value} is no {}", schema["type"]));
        }
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(n, item)| self.fits(item, &schema["items"], &format!("{at}/{n}"))),
            Value::Object(object) => self.object_fits(object, &schema, at),
            _ => Ok(()),
        }
    }

    fn object_fits(
        &self,
        object: &Map<String, Value>,
        schema: &Value,
        at: &str,
    ) -> Result<(), String> {
        let (mut properties, mut required) = (BTreeMap::new(), Vec::new());
        self.collect(schema, &mut properties, &mut required);
        if let Some(missing) = required.iter().find(|name| !object.contains_key(*name)) {
            return Err(format!("{at}: `{missing}` is missing"));
        }
        // A free object declares no properties, a map declares what its values are.
        let others = &schema["additionalProperties"];
        for (name, value) in object {
            let at = format!("{at}/{name}");
            match properties.get(name) {
                Some(schema) => self.fits(value, schema, &at)?,
                None if others.is_object() => self.fits(value, others, &at)?,
                None if properties.is_empty() => {}
                None => return Err(format!("{at} is not declared")),
            }
        }
        Ok(())
    }

    fn collect(
        &self,
        schema: &Value,
        properties: &mut BTreeMap<String, Value>,
        required: &mut Vec<String>,
    ) {
        let schema = self.resolved(schema);
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.collect(part, properties, required);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            properties.insert(name.clone(), property.clone());
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            required.push(name.as_str().unwrap().to_owned());
        }
    }

    fn resolved(&self, schema: &Value) -> Value {
        match schema["$ref"].as_str() {
            Some(place) => self.0.pointer(place.trim_start_matches('#')).unwrap().clone(),
            None => schema.clone(),
        }
    }

    /// The body that the examples of a schema make; only what is required or has an example.
    fn example(&self, schema: &Value) -> Value {
        let schema = self.resolved(schema);
        if !schema["example"].is_null() {
            return schema["example"].clone();
        }
        let (mut properties, mut required) = (BTreeMap::new(), Vec::new());
        self.collect(&schema, &mut properties, &mut required);
        match schema["type"].as_str() {
            Some("string") => json!("text"),
            Some("integer") => json!(1),
            _ => Value::Object(
                properties
                    .into_iter()
                    .filter(|(name, one)| required.contains(name) || !one["example"].is_null())
                    .map(|(name, property)| (name, self.example(&property)))
                    .collect(),
            ),
        }
    }
}

fn is_of_type(value: &Value, declared: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match declared {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        _ => true,
    }
}

#[tokio::test]
async fn the_examples_of_the_document_read() {
    let stage = Stage::set().await;
    let document = Document::of(&stage.app).await;
    let mut sent = 0;
    for operation in document.operations() {
        let schema = &operation.declared["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            continue;
        }
        let method: Method = operation.method.to_uppercase().parse().unwrap();
        let body = document.example(schema);
        let answer = stage.portal.send(method, &operation.path, Some(body.to_string())).await;
        let status = answer.status.as_u16();
        assert!(![400, 413, 415].contains(&status), "{}: {body} {}", operation.id, answer.text);
        sent += 1;
    }
    assert!(sent > 8, "{sent} examples were sent");
}

#[tokio::test]
async fn the_document_is_openapi_3_1_and_whole() {
    let app = TestApp::permit().await;
    let document = Document::of(&app).await;
    assert_eq!(document.0["openapi"], "3.1.0");
    let text = document.0.to_string();
    for place in text.split("\"$ref\":\"#").skip(1) {
        let place = place.split('"').next().unwrap();
        assert!(document.0.pointer(place).is_some(), "{place} leads nowhere");
    }
    for operation in document.operations() {
        let declared = &operation.declared;
        assert!(declared["summary"].is_string() && declared["tags"].is_array(), "{}", operation.id);
    }
}
