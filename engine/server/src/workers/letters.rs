//! An effect becomes letters: who gets it, in which language, with which words.

use std::sync::Arc;

use jiff::Timestamp;
use reglament_core::effect::{Effect, EffectKind, Mail, Recipient};
use reglament_core::ids::GroupId;
use reglament_core::text::{Lang, Texts};
use reglament_store::{Person, Store, StoreError};

use super::{ladder, recipients};
use crate::app::App;
use crate::channels::{Attachment, Letter};
use crate::documents::file_name;
use crate::messages::{Messages, Problem, Rendered, with_surroundings};

/// Makes letters of effects: for the outbox, and for the page that prints them.
#[derive(Clone, Debug)]
pub struct Letters {
    messages: Arc<Messages>,
    public_url: String,
    office: Texts,
}

/// What is to be done about an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Post {
    /// These letters go out.
    Send(Vec<Letter>),
    /// The applicant has no address: the letter is printed.
    Print,
}

/// An effect that cannot become letters as things stand.
#[derive(Debug, thiserror::Error)]
pub(super) enum LetterError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Template(#[from] Problem),
    #[error("the document `{0}` of the case is not made yet")]
    NotMade(String),
    #[error("nobody in the group `{0}` is active and has an e-mail address")]
    Nobody(GroupId),
    #[error("no {0} of this case is active and has an e-mail address")]
    NobodyOnDuty(&'static str),
}

impl LetterError {
    /// Whether a reminder found nobody who has the duty.
    pub(super) const fn is_for_nobody_on_duty(&self) -> bool {
        matches!(self, Self::NobodyOnDuty(_))
    }
}

/// Where a letter goes.
struct Receiver {
    id: String,
    name: String,
    email: String,
    language: Lang,
}

impl Letters {
    /// Letters with these words, signed by this office; they link to the product at this address.
    pub fn new(messages: Arc<Messages>, public_url: &str, office: Texts) -> Self {
        Self { messages, public_url: public_url.to_owned(), office }
    }

    /// The words of an effect in a language, as they are sent or printed.
    pub fn rendered(&self, effect: &Effect, language: Lang) -> Result<Rendered, Problem> {
        let EffectKind::Notify { message, variables, .. } = &effect.kind else {
            let message = "a document is no message".to_owned();
            return Err(Problem { file: String::new(), line: 1, message });
        };
        let url = format!("{}/instances/{}", self.public_url, effect.instance);
        let variables = with_surroundings(variables, &url, self.office.get(language));
        self.messages.render(message, language, &variables)
    }

    /// The letters of an effect.
    pub(super) async fn of(
        &self,
        app: &App,
        effect: &Effect,
        now: Timestamp,
    ) -> Result<Post, LetterError> {
        let EffectKind::Notify { to, attach, .. } = &effect.kind else {
            return Ok(Post::Send(Vec::new()));
        };
        let attachments = attachments(&*app.store, effect, attach).await?;
        let id = effect.id.to_string();
        let receivers = match to {
            Recipient::Applicant { email: None, .. } => return Ok(Post::Print),
            Recipient::Applicant { name, email: Some(email), language } => {
                let (name, email) = (name.clone(), email.clone());
                vec![Receiver { id, name, email, language: *language }]
            }
            Recipient::Group { group } => receivers(app, effect, group, now).await?,
            staff @ Recipient::Staff { duty, group, .. } => {
                let roster = app.roster().await?;
                let people = ladder::on_duty(&roster, staff, now);
                let people = recipients::there(&roster, people, group.as_ref(), now).into_iter();
                let found: Vec<_> = people.filter_map(|it| receiver(&id, it.clone())).collect();
                if found.is_empty() {
                    return Err(LetterError::NobodyOnDuty(duty.as_str()));
                }
                found
            }
        };
        let letters = receivers.into_iter().map(|receiver| {
            let Rendered { subject, body } = self.rendered(effect, receiver.language)?;
            let Receiver { id, name, email, language } = receiver;
            let attachments = attachments.clone();
            let letter = Letter {
                id,
                to_name: name,
                to_email: email,
                language,
                subject,
                body,
                attachments,
                at: now,
            };
            Ok(letter)
        });
        letters.collect::<Result<_, Problem>>().map(Post::Send).map_err(LetterError::from)
    }
}

/// The letter of a schedule's mail: its words were found when the run was made.
pub(super) async fn of_schedule(
    store: &dyn Store,
    effect: &Effect,
    mail: &Mail,
    now: Timestamp,
) -> Result<Letter, LetterError> {
    let mut attachments = Vec::new();
    for name in &mail.files {
        let content = store.run_file(&mail.schedule, mail.moment, name).await?;
        let content = content.ok_or_else(|| LetterError::NotMade(name.clone()))?;
        attachments.push(Attachment { name: name.clone(), content });
    }
    Ok(Letter {
        id: effect.id.to_string(),
        to_name: mail.name.clone(),
        to_email: mail.email.clone(),
        language: mail.language,
        subject: mail.subject.clone(),
        body: mail.body.clone(),
        attachments,
        at: now,
    })
}

/// The documents that go with a message: of each name the one made last.
async fn attachments(
    store: &dyn Store,
    effect: &Effect,
    names: &[String],
) -> Result<Vec<Attachment>, LetterError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let made = store.documents(&effect.instance).await?;
    let mut attachments = Vec::new();
    for name in names {
        let missing = || LetterError::NotMade(name.clone());
        let row = made.iter().rev().find(|row| row.document == *name).ok_or_else(missing)?;
        let content = store.document_content(&row.effect).await?.ok_or_else(missing)?;
        attachments.push(Attachment { name: file_name(row), content });
    }
    Ok(attachments)
}

/// The people whom a message to a group reaches and who have an address, each with an identifier of their
/// own.
async fn receivers(
    app: &App,
    effect: &Effect,
    group: &GroupId,
    now: Timestamp,
) -> Result<Vec<Receiver>, LetterError> {
    let roster = app.roster().await?;
    let case = app.dispatcher.known(&effect.instance).await?;
    let office = case.as_ref().and_then(|case| case.office.as_ref());
    let reached = recipients::of_group(&roster, group, office, now).into_iter();
    let id = effect.id.to_string();
    let receivers: Vec<_> = reached.filter_map(|it| receiver(&id, it.clone())).collect();
    if receivers.is_empty() {
        return Err(LetterError::Nobody(group.clone()));
    }
    Ok(receivers)
}

/// A person who has an address, with an identifier of their own.
fn receiver(effect: &str, person: Person) -> Option<Receiver> {
    let id = format!("{effect}/{}", person.person);
    Some(Receiver { id, name: person.name, email: person.email?, language: person.language })
}
