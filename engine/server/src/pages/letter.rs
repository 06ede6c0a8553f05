//! The page of a letter: its words as they are sent, or are printed when there is no address.

use axum::extract::Path;
use reglament_core::effect::{EffectKind, Recipient};
use reglament_core::ids::{EffectId, InstanceId};
use reglament_core::text::Lang;
use serde::Serialize;

use super::case::duty_words;
use super::error::PageError;
use super::render::View;
use super::visit::{PageResult, Visit};
use crate::texts::say;

/// The page of a letter.
#[derive(Clone, Debug, Serialize)]
pub struct LetterPage {
    /// The case.
    pub number: String,
    /// The page of the case.
    pub href: String,
    /// Who gets it.
    pub to: String,
    /// The language of the letter.
    pub language: &'static str,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
}

impl View for LetterPage {
    const TEMPLATE: &'static str = "letter";

    fn title(&self, lang: Lang) -> String {
        say(lang, "letter-title", &[("number", self.number.as_str().into())])
    }
}

/// Shows a letter to who may read its case.
pub async fn show(visit: Visit, Path((id, seq, n)): Path<(String, u64, u32)>) -> PageResult {
    let effect = EffectId::from(format!("{id}/{seq}/{n}"));
    let id = InstanceId::from(id);
    visit.case(&id).await?;
    let effects = visit.app.store.effects(&id).await?;
    let found = effects.into_iter().find(|row| row.effect.id == effect);
    let (row, letters) = found.zip(visit.app.letters.as_ref()).ok_or(PageError::NotFound)?;
    let EffectKind::Notify { to, .. } = &row.effect.kind else { return Err(PageError::NotFound) };
    let (to, language) = match to {
        Recipient::Applicant { name, language, .. } => (name.clone(), *language),
        Recipient::Group { group } => (group.to_string(), visit.lang),
        Recipient::Staff { duty, .. } => (duty_words(visit.lang, *duty), visit.lang),
    };
    let rendered = letters.rendered(&row.effect, language);
    let rendered = rendered.map_err(|problem| PageError::fault(&problem))?;
    visit.page(&LetterPage {
        number: id.to_string(),
        href: format!("/instances/{id}"),
        to,
        language: language.code(),
        subject: rendered.subject,
        body: rendered.body,
    })
}
