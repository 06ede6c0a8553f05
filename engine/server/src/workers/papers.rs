//! An effect becomes a document: numbered, typeset, kept with its checksum. Everything can be repeated:
//! the number was given for good, and the same input gives the same bytes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use reglament_core::ids::EffectId;
use reglament_core::text::Texts;
use reglament_core::value::Value;
use reglament_store::{DocumentOrder, MadeDocument, Person, Store, StoreError};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::documents::{self, Documents, Kind, Sheet, new_code};
use crate::organization::Organization;
use crate::pages::assets::hex;

/// Stands in the place of the number that a document does not have yet.
const PREVIEW_NUMBER: &str = "—";

/// Makes documents of effects.
#[derive(Clone, Debug)]
pub struct Papers {
    documents: Documents,
    public_url: String,
    organization: Organization,
    zone: TimeZone,
}

/// A document that cannot be made as things stand. The words name no person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PaperError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No template has this name.
    #[error("there is no document `{0}`; write it, or correct the map")]
    Unknown(String),
    /// No verification code could be drawn.
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
    /// The template does not go through.
    #[error("{0}")]
    Template(String),
}

impl Papers {
    /// Documents with these templates, of the authorities of this organisation; anybody can verify them
    /// at this address.
    pub fn new(
        documents: Documents,
        public_url: &str,
        organization: Organization,
        zone: TimeZone,
    ) -> Self {
        Self { documents, public_url: public_url.to_owned(), organization, zone }
    }

    /// Makes the document of an effect, unless it was made before.
    pub(crate) async fn make(
        &self,
        store: &dyn Store,
        effect: &EffectId,
        document: &str,
        variables: &Value,
        now: Timestamp,
    ) -> Result<(), PaperError> {
        let kind = self.documents.kind(document);
        let kind = kind.ok_or_else(|| PaperError::Unknown(document.to_owned()))?;
        let mut variables = serde_json::to_value(variables).unwrap_or_default();
        let decided = decided(&variables);
        let at = decided.unwrap_or_else(|| now.to_zoned(self.zone.clone()).datetime());
        let given = store.number_document(&order(kind, effect, at, self.moment(at, now))?).await?;
        if given.made {
            return Ok(());
        }
        let names = store.people().await?;
        name_people(&mut variables, |id| name_among(&names, id));
        let authority = variables.pointer("/service/authority").and_then(Json::as_str);
        let office = self.organization.office_of(authority.unwrap_or_default()).clone();
        let number = kind.number.number(given.place, at.date());
        let sheet = Sheet {
            document: document.to_owned(),
            variables,
            office,
            number: number.clone(),
            at,
            url: format!("{}/verify/{}", self.public_url, given.code),
            code: given.code,
            id: effect.to_string(),
        };
        let content = self.documents.make(sheet).await.map_err(PaperError::Template)?;
        let sha256 = hex(&Sha256::digest(&content));
        store.keep_document(effect, MadeDocument { number, sha256, content }).await?;
        Ok(())
    }

    /// What the documents are called.
    pub fn titles(&self) -> BTreeMap<String, Texts> {
        let kinds = self.documents.names().filter_map(|name| self.documents.kind(name));
        kinds.map(|kind| (kind.name.clone(), kind.title.clone())).collect()
    }

    /// The document as it would be made now, with a number and a code that no document has.
    pub(crate) async fn preview(
        &self,
        store: &dyn Store,
        document: &str,
        variables: &Value,
        now: Timestamp,
    ) -> Result<Vec<u8>, PaperError> {
        let mut sheet = documents::preview(&self.documents, document, variables);
        sheet.at =
            decided(&sheet.variables).unwrap_or_else(|| now.to_zoned(self.zone.clone()).datetime());
        let names = store.people().await?;
        name_people(&mut sheet.variables, |id| name_among(&names, id));
        let authority = sheet.variables.pointer("/service/authority").and_then(Json::as_str);
        sheet.office = self.organization.office_of(authority.unwrap_or_default()).clone();
        PREVIEW_NUMBER.clone_into(&mut sheet.number);
        self.documents.make(sheet).await.map_err(PaperError::Template)
    }

    /// The moment that a document bears, in the office's zone.
    fn moment(&self, at: DateTime, now: Timestamp) -> Timestamp {
        at.to_zoned(self.zone.clone()).map_or(now, |zoned| zoned.timestamp())
    }
}

fn order(
    kind: &Kind,
    effect: &EffectId,
    at: DateTime,
    moment: Timestamp,
) -> Result<DocumentOrder, PaperError> {
    Ok(DocumentOrder {
        effect: effect.clone(),
        document: kind.name.clone(),
        title: kind.title.clone(),
        languages: kind.languages.clone(),
        sequence: kind.sequence.clone(),
        period: kind.period(at.date()),
        code: new_code().map_err(PaperError::Random)?,
        at: moment,
    })
}

fn name_among(people: &[Person], id: &str) -> Option<String> {
    let person = people.iter().find(|person| person.person.as_str() == id);
    person.map(|person| person.name.clone())
}

/// The moment of the decision, which the document bears however late it is made.
fn decided(variables: &Json) -> Option<DateTime> {
    variables.get("now")?.as_str()?.parse().ok()
}

/// Puts names in the place of the sign-in names of who did what.
fn name_people(variables: &mut Json, name: impl Fn(&str) -> Option<String>) {
    let performed = variables.get_mut("performed").and_then(Json::as_array_mut);
    for entry in performed.into_iter().flatten() {
        let person = entry.get("person").and_then(Json::as_str).and_then(&name);
        if let (Some(person), Some(place)) = (person, entry.get_mut("name")) {
            *place = Json::String(person);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn who_is_known_is_named_and_who_is_gone_keeps_the_sign_in_name() {
        let mut variables = json!({ "performed": [
            { "person": "aliya", "name": "aliya" }, { "person": "gone", "name": "gone" }
        ] });
        name_people(&mut variables, |id| (id == "aliya").then(|| "Примерова А.".to_owned()));
        assert_eq!(variables["performed"][0]["name"], "Примерова А.");
        assert_eq!(variables["performed"][1]["name"], "gone");
    }
}
