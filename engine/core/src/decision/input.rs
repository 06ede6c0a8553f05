//! The inputs of a table: names and paths of the data, or expressions with a name.

use indexmap::IndexMap;
use serde::de::Error;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::feel::Expression;

/// Inputs by name, in the order of the columns. In YAML a list: `category` and `inviter.kind` read
/// the data of that name; `{ age: "…" }` gives an expression a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs(pub IndexMap<String, Expression>);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Item {
    Name(String),
    Named(IndexMap<String, Expression>),
}

impl Inputs {
    /// The expression behind an input's name.
    pub fn get(&self, name: &str) -> Option<&Expression> {
        self.0.get(name)
    }

    /// Names and their expressions.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Expression)> {
        self.0.iter().map(|(name, expression)| (name.as_str(), expression))
    }
}

impl Serialize for Inputs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        for (name, expression) in &self.0 {
            let item = if name == expression.text() {
                Item::Name(name.clone())
            } else {
                Item::Named(IndexMap::from([(name.clone(), expression.clone())]))
            };
            seq.serialize_element(&item)?;
        }
        seq.end()
    }
}

impl<'de> Deserialize<'de> for Inputs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut inputs = IndexMap::new();
        for item in Vec::<Item>::deserialize(deserializer)? {
            match item {
                Item::Name(name) => {
                    let expression = Expression::parse(&name).map_err(D::Error::custom)?;
                    inputs.insert(name, expression);
                }
                Item::Named(named) => inputs.extend(named),
            }
        }
        Ok(Self(inputs))
    }
}
