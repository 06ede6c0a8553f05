//! `type: list`: looks people up in registers kept as files. A real connector for an office whose
//! registers are lists, and the one of the demonstration.

use async_trait::async_trait;
use reglament_core::value::Value;
use serde::Deserialize;

use super::register::{Hit, Person, Register};
use super::{Connector, ConnectorError, SETTINGS};
use crate::assets::Assets;

/// More people in one job are refused: a job is a case, not a census.
const PEOPLE_MAX: usize = 1_000;
/// Deeper lists and objects in what a job sends are not looked into.
const DEPTH_MAX: usize = 4;

/// How it is set up:
///
/// ```yaml
/// special-register:
///   type: list
///   file: registers/demo-register.yaml
///   match: [foreigner]          # the people among what the step sends; everything when left out
///   name: name                  # their fields, if they are called otherwise
///   birth_date: birth_date
///   hits: objects               # {register, name, reason}; or texts, one line each
/// ```
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    /// The register, among the processes.
    file: String,
    /// What the step sends under these names is looked up.
    #[serde(default, rename = "match")]
    matched: Vec<String>,
    /// The field with the name.
    #[serde(default = "name")]
    name: String,
    /// The field with the date of birth.
    #[serde(default = "birth_date")]
    birth_date: String,
    /// What `hits` lists.
    #[serde(default)]
    hits: Hits,
}

/// What `hits` lists: as the map's `receives` declares it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Hits {
    /// Objects with `register`, `name` and `reason`.
    #[default]
    Objects,
    /// One line of text each.
    Texts,
}

fn name() -> String {
    "name".to_owned()
}

fn birth_date() -> String {
    "birth_date".to_owned()
}

/// Looks the people of a job up and gives back `hits`: `{register, name, reason}` of each entry found.
#[derive(Debug)]
pub struct ListConnector {
    setting: Setting,
    register: Register,
}

impl ListConnector {
    /// Reads the register.
    pub(super) fn open(setting: Setting, processes: &Assets) -> Result<Self, ConnectorError> {
        let error = |reason: String| ConnectorError {
            file: format!("{SETTINGS}: {}", setting.file),
            reason,
        };
        let text = processes.text(&setting.file).map_err(|fault| error(fault.reason))?;
        let text = text.ok_or_else(|| error("there is no such file among the processes".into()))?;
        let register = Register::read(&text).map_err(error)?;
        Ok(Self { setting, register })
    }

    /// The people among what was sent.
    fn people(&self, input: &Value) -> Result<Vec<Person>, String> {
        let mut people = Vec::new();
        if self.setting.matched.is_empty() {
            self.collect(input, DEPTH_MAX, &mut people);
        }
        for name in &self.setting.matched {
            let sent = input.at(name);
            if sent.is_null() {
                return Err(format!("the step sends no `{name}`, which {SETTINGS} looks up"));
            }
            self.collect(sent, DEPTH_MAX, &mut people);
        }
        if people.is_empty() {
            let field = &self.setting.name;
            return Err(format!("the step sends nobody: a person has the field `{field}`"));
        }
        if people.len() > PEOPLE_MAX {
            return Err(format!("the step sends more than {PEOPLE_MAX} people"));
        }
        Ok(people)
    }

    fn collect(&self, value: &Value, depth: usize, people: &mut Vec<Person>) {
        match value {
            Value::Context(entries) => {
                if let Value::Text(name) = value.at(&self.setting.name) {
                    let born = value.at(&self.setting.birth_date).to_string().parse().ok();
                    people.push(Person { name: name.clone(), born });
                } else if depth > 0 {
                    for entry in entries.values() {
                        self.collect(entry, depth - 1, people);
                    }
                }
            }
            Value::List(items) if depth > 0 => {
                for item in items {
                    self.collect(item, depth - 1, people);
                }
            }
            _ => {}
        }
    }
}

#[async_trait]
impl Connector for ListConnector {
    async fn run(&self, input: &Value) -> Result<Value, String> {
        let people = self.people(input)?;
        let found = people.iter().flat_map(|person| self.register.hits(person));
        let hits = match self.setting.hits {
            Hits::Objects => found.map(Hit::into_object).collect(),
            Hits::Texts => found.map(|hit| Value::Text(hit.to_string())).collect(),
        };
        let mut output = Value::default();
        output.put("hits", Value::List(hits));
        Ok(output)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SETTINGS_FILE: &str =
        "special-register: { type: list, file: list.yaml, match: [people] }";
    const REGISTER: &str = "\
register: Sample list
entries:
  - { name: Вымышленный Тест, birth_date: 1980-02-29, reason: sample, also: [Vymyshlennyy Test] }
  - { name: Без-Даты Образец, reason: no date }
";

    async fn hits(people: serde_json::Value) -> Result<usize, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(SETTINGS), SETTINGS_FILE).unwrap();
        std::fs::write(folder.path().join("list.yaml"), REGISTER).unwrap();
        let connectors = super::super::open(&Assets::folder(folder.path()).unwrap()).unwrap();
        let input = serde_json::from_value(json!({ "people": people })).unwrap();
        let output = connectors["special-register"].run(&input).await?;
        let Value::List(hits) = output.at("hits") else { panic!("{output}") };
        Ok(hits.len())
    }

    #[tokio::test]
    async fn a_person_is_found_however_the_name_is_typed() {
        for (person, expected) in [
            (json!({ "name": "вымышленный  ТЕСТ" }), 1),
            (json!({ "name": "Тест Вымышленный" }), 1),
            // С and Т, Е are Latin here.
            (json!({ "name": "Вымышленный TEСT" }), 1),
            (json!({ "name": "vymyshlennyy test" }), 1),
            (json!({ "name": "Вымышленный Тест", "birth_date": "1980-02-29" }), 1),
            (json!({ "name": "Вымышленный Тест", "birth_date": "1981-02-28" }), 0),
            (json!({ "name": "Без Даты Образец", "birth_date": "1981-02-28" }), 1),
            (json!({ "name": "Другой Человек" }), 0),
            (json!([{ "name": "Другой Человек" }, { "name": "Вымышленный Тест" }]), 1),
        ] {
            assert_eq!(hits(person.clone()).await, Ok(expected), "{person}");
        }
    }

    #[tokio::test]
    async fn a_job_without_people_fails_and_is_no_clean_result() {
        assert!(hits(json!([])).await.is_err());
        assert!(hits(serde_json::Value::Null).await.is_err());
    }
}
