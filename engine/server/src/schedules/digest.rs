//! The overdue digest: each working morning one mail to every supervisor, in their language, with the
//! cases that are late and those that end today.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use reglament_core::command::Role;
use reglament_core::instance::Clock;
use reglament_core::rows::InstanceRow;
use reglament_core::text::Texts;
use reglament_store::{InstanceFilter, Person};
use serde_json::{Value, json};

use super::Scheduled;
use crate::app::App;
use crate::channels::{Channel, DeliveryError, Letter};
use crate::messages::Messages;
use crate::workers::WorkerFault;

/// The message: a folder below `templates/messages`.
pub const MESSAGE: &str = "overdue-digest";
/// When it is sent, unless the installation says otherwise.
pub const LINE: &str = "0 0 9 * * Mon-Fri";
/// A digest lists at most so many cases of each kind, and says how many there are.
const CASES_LISTED_MAX: usize = 100;
/// Cases read for one digest; an office with more overdue ones needs no exact number.
const CASES_READ_MAX: u32 = 5_000;
/// How often a letter is handed to the channel before the run gives up on it.
const ATTEMPTS: u32 = 3;
/// The rest between two attempts.
const ATTEMPT_REST: std::time::Duration = std::time::Duration::from_secs(20);

/// Sends the digest.
pub struct OverdueDigest {
    app: App,
    messages: Arc<Messages>,
    channel: Arc<dyn Channel>,
    office: Texts,
    zone: TimeZone,
}

impl OverdueDigest {
    /// The digest of this office.
    pub fn new(
        app: App,
        messages: Arc<Messages>,
        channel: Arc<dyn Channel>,
        office: Texts,
        zone: TimeZone,
    ) -> Self {
        Self { app, messages, channel, office, zone }
    }

    /// Whether anybody works on this day: by the calendar of at least one map. Without maps, and
    /// beyond the last year of a calendar, the schedule alone decides.
    fn is_working(&self, now: Timestamp, day: Date) -> bool {
        let catalogue = self.app.catalogue();
        let mut answers =
            catalogue.all_current().map(|it| it.calendar_known(now).is_working(day)).peekable();
        answers.peek().is_none() || answers.any(|works| works.unwrap_or(true))
    }

    async fn cases(&self, now: &Zoned) -> Result<Cases, WorkerFault> {
        let tomorrow = now.tomorrow()?.start_of_day()?.timestamp();
        let filter = InstanceFilter {
            state: Some("running".to_owned()),
            due_before: Some(tomorrow),
            limit: CASES_READ_MAX,
            ..InstanceFilter::default()
        };
        let mut rows = self.app.store.instances(&filter).await?;
        rows.retain(|row| !matches!(row.body.clock, Clock::Met(_)));
        rows.sort_by_key(|row| row.due_at);
        let is_late = |row: &InstanceRow| row.due_at.is_some_and(|due| due < now.timestamp());
        let (overdue, due_today) = rows.into_iter().partition(is_late);
        Ok(Cases { overdue, due_today })
    }

    fn listed(&self, rows: &[InstanceRow]) -> Value {
        let catalogue = self.app.catalogue();
        let case = |row: &InstanceRow| {
            let title = catalogue.edition(&row.edition).map(|it| it.definition.title.clone());
            let due = row.due_at.map(|due| due.to_zoned(self.zone.clone()).datetime().to_string());
            json!({
                "number": row.instance,
                "service": title.unwrap_or_default(),
                "due": due,
                "url": format!("{}/instances/{}", self.app.settings.public_url, row.instance),
            })
        };
        Value::Array(rows.iter().take(CASES_LISTED_MAX).map(case).collect())
    }

    /// One letter, tried a few times. Its id holds the moment of the run: a repeat is one letter.
    async fn send(
        &self,
        person: &Person,
        email: &str,
        variables: &Value,
        moment: Timestamp,
    ) -> Result<(), String> {
        let language = person.language;
        let mut variables = variables.clone();
        variables["office"] = self.office.get(language).into();
        let rendered = self.messages.render(MESSAGE, language, &variables);
        let rendered = rendered.map_err(|problem| problem.to_string())?;
        let letter = Letter {
            id: format!("{MESSAGE}/{}/{}", moment.as_second(), person.person),
            to_name: person.name.clone(),
            to_email: email.to_owned(),
            language,
            subject: rendered.subject,
            body: rendered.body,
            attachments: Vec::new(),
            at: self.app.clock.now(),
        };
        for _ in 1..ATTEMPTS {
            match self.channel.deliver(&letter).await {
                Err(DeliveryError::Later(_)) => tokio::time::sleep(ATTEMPT_REST).await,
                done => return done.map_err(|error| error.to_string()),
            }
        }
        self.channel.deliver(&letter).await.map_err(|error| error.to_string())
    }
}

/// The cases of a digest, by due date.
struct Cases {
    overdue: Vec<InstanceRow>,
    due_today: Vec<InstanceRow>,
}

#[async_trait]
impl Scheduled for OverdueDigest {
    fn name(&self) -> &'static str {
        MESSAGE
    }

    async fn run(&self, moment: Timestamp) -> Result<(), WorkerFault> {
        let now = self.app.clock.now();
        let here = now.to_zoned(self.zone.clone());
        if !self.is_working(now, here.date()) {
            tracing::info!("no digest today: nobody works");
            return Ok(());
        }
        let cases = self.cases(&here).await?;
        let variables = json!({
            "today": here.date().to_string(),
            "url": self.app.settings.public_url,
            "overdue_count": cases.overdue.len(),
            "due_today_count": cases.due_today.len(),
            "overdue": self.listed(&cases.overdue),
            "due_today": self.listed(&cases.due_today),
        });
        let (mut sent, mut failed) = (0, 0);
        for person in self.app.store.people().await?.iter().filter(|it| is_reader(it)) {
            let Some(email) = &person.email else { continue };
            match self.send(person, email, &variables, moment).await {
                Ok(()) => sent += 1,
                Err(reason) => {
                    failed += 1;
                    tracing::error!(%reason, "a digest was not delivered");
                }
            }
        }
        tracing::info!(sent, failed, "the overdue digest was sent");
        Ok(())
    }
}

fn is_reader(person: &Person) -> bool {
    person.active && person.roles.contains(&Role::Supervisor)
}

/// Samples of its variables for the checker: with cases, and without any.
pub fn samples() -> [Value; 2] {
    let case = json!({
        "number": "26031800000001",
        "service": { "ru": "Пример", "kk": "Үлгі", "en": "Sample" },
        "due": "2026-03-27T18:00:00",
        "url": "https://example.org/instances/26031800000001",
    });
    let digest = |cases: Vec<Value>| {
        json!({
            "today": "2026-03-27", "url": "https://example.org", "office": "Office",
            "overdue_count": cases.len(), "due_today_count": cases.len(),
            "overdue": cases, "due_today": cases,
        })
    };
    [digest(vec![case]), digest(Vec::new())]
}
