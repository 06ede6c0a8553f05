//! Digests by schedule: at the moments of their lines they become mails in the outbox, the run and its
//! mails in one transaction. What leaves later leaves by the road of all letters.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reglament_core::effect::{Effect, EffectKind, Mail};
use reglament_core::ids::{CalendarId, OfficeId};
use reglament_core::text::{Lang, Texts};
use reglament_store::{Person, PlannedRun, RunNote, Schedule, mail_id, mail_of};
use tokio::sync::Notify;

use super::CronLine;
use super::told::{self, Told};
use super::when;
use crate::app::App;
use crate::messages::{Messages, Rendered};
use crate::organization::Roster;
use crate::workers::{Worker, WorkerFault};

/// Makes the mails of digests.
pub struct Digests {
    app: App,
    messages: Arc<Messages>,
    office: Texts,
    bell: Notify,
}

impl Digests {
    /// The digests of this product, with these words, signed by this office.
    pub fn new(app: App, messages: Arc<Messages>, office: Texts) -> Self {
        Self { app, messages, office, bell: Notify::new() }
    }

    /// Runs a schedule if it is due, and says whether it was.
    async fn run_due(&self, schedule: &Schedule, now: Timestamp) -> Result<bool, WorkerFault> {
        let (line, zone) = (schedule.line.parse::<CronLine>()?, self.zone(schedule)?);
        let days = |day: Date| self.is_working(schedule, now, day);
        let Some(last) = self.app.store.last_run(&schedule.name).await? else {
            // A schedule that is new makes up for nothing.
            self.app.store.begin_run(&schedule.name, now).await?;
            return Ok(false);
        };
        if when::is_quiet(&zone, schedule.days_off, &days, now) {
            return Ok(false);
        }
        let moment = when::latest(&line, &zone, schedule.days_off, &days, now);
        match moment.filter(|moment| *moment > last) {
            Some(moment) => self.run_for(schedule, moment).await,
            None => Ok(false),
        }
    }

    /// Makes the mails of a run for this moment. False when that was done before.
    pub async fn run_for(
        &self,
        schedule: &Schedule,
        moment: Timestamp,
    ) -> Result<bool, WorkerFault> {
        let now = self.app.clock.now();
        let mut run = PlannedRun {
            schedule: schedule.name.clone(),
            moment,
            at: now,
            note: RunNote::default(),
            mails: Vec::new(),
            files: Vec::new(),
        };
        // What is told depends on the language of the reader and on what they see.
        let mut told: BTreeMap<(Lang, Option<OfficeId>), Told> = BTreeMap::new();
        let roster = self.app.roster().await?;
        let zone = self.zone(schedule)?;
        for person in readers(&roster, schedule) {
            let Some(email) = person.email.clone() else {
                run.note.without_address.push(person.person.clone());
                continue;
            };
            let kind = (person.language, person.office.clone());
            if !told.contains_key(&kind) {
                let mut new = told::tell(&self.app, &roster, schedule, person, &zone, now).await?;
                run.note.rows = run.note.rows.max(new.rows);
                new.file =
                    new.file.map(|(name, file)| (format!("{}-{name}", told.len() + 1), file));
                run.files.extend(new.file.clone());
                told.insert(kind.clone(), new);
            }
            let Some(told) = told.get(&kind) else { continue };
            let mail = self.mail(&run, person, email, told)?;
            run.mails.push(mail);
            run.note.recipients += 1;
        }
        let (name, note) = (schedule.name.clone(), run.note.clone());
        let is_new = self.app.store.plan_run(run).await?;
        if is_new {
            let (recipients, nowhere) = (note.recipients, note.without_address.len());
            tracing::info!(schedule = %name, recipients, nowhere, rows = note.rows, "a digest was made");
            self.app.dispatcher.wake().outbox.notify_one();
        }
        Ok(is_new)
    }

    fn mail(
        &self,
        run: &PlannedRun,
        person: &Person,
        email: String,
        told: &Told,
    ) -> Result<Effect, WorkerFault> {
        let (lang, place) = (person.language, run.note.recipients);
        let mut variables = told.variables.clone();
        variables["office"] = self.office.get(lang).into();
        let Rendered { subject, body } = self.messages.render(told.message, lang, &variables)?;
        Ok(Effect {
            id: mail_id(&run.schedule, run.moment, place),
            instance: mail_of(&run.schedule, run.moment, place),
            seq: 0,
            kind: EffectKind::Mail(Mail {
                schedule: run.schedule.clone(),
                moment: run.moment,
                person: person.person.clone(),
                name: person.name.clone(),
                email,
                language: lang,
                subject,
                body,
                files: told.file.iter().map(|(name, _)| name.clone()).collect(),
            }),
        })
    }

    /// The zone by whose clock it runs.
    fn zone(&self, schedule: &Schedule) -> Result<TimeZone, WorkerFault> {
        match &schedule.zone {
            Some(name) => Ok(TimeZone::get(name)?),
            None => Ok(self.app.settings.zone.clone()),
        }
    }

    /// Whether anybody works on this day: by the calendar of the schedule, else by that of at least one
    /// map. Without a calendar, and beyond its last year, the line alone decides.
    fn is_working(&self, schedule: &Schedule, now: Timestamp, day: Date) -> bool {
        let named = schedule.calendar.as_deref().map(CalendarId::from);
        let catalogue = self.app.catalogue();
        let maps = catalogue.all_current();
        let maps = maps.filter(|it| named.as_ref().is_none_or(|id| it.definition.calendar == *id));
        let mut answers = maps.map(|it| it.calendar_known(now).is_working(day)).peekable();
        answers.peek().is_none() || answers.any(|works| works.unwrap_or(true))
    }

    async fn soonest(&self, now: Timestamp) -> Result<Option<Timestamp>, WorkerFault> {
        let mut soonest = None;
        for schedule in self.app.store.schedules().await? {
            let (line, zone) = (schedule.line.parse::<CronLine>()?, self.zone(&schedule)?);
            soonest = [soonest, line.next(now, &zone)].into_iter().flatten().min();
        }
        Ok(soonest)
    }
}

#[async_trait]
impl Worker for Digests {
    fn name(&self) -> &'static str {
        "digests"
    }

    async fn run_once(&self, now: Timestamp) -> Result<usize, WorkerFault> {
        let (mut made, mut fault) = (0, None);
        for schedule in self.app.store.schedules().await? {
            // One that cannot run stands in no other's way.
            match self.run_due(&schedule, now).await {
                Ok(ran) => made += usize::from(ran),
                Err(error) => {
                    tracing::error!(schedule = %schedule.name, %error, "a digest could not be made");
                    fault = Some(error);
                }
            }
        }
        fault.map_or(Ok(made), Err)
    }

    async fn next(&self, now: Timestamp) -> Result<Option<Timestamp>, WorkerFault> {
        self.soonest(now).await
    }

    fn bell<'a>(&'a self, _: &'a App) -> &'a Notify {
        &self.bell
    }
}

/// Who gets it: people with one of its roles, of its offices and those below them.
fn readers<'r>(roster: &'r Roster, schedule: &Schedule) -> Vec<&'r Person> {
    let offices: BTreeSet<OfficeId> = schedule
        .offices
        .iter()
        .flat_map(|office| roster.reach(&OfficeId::from(office.as_str())))
        .collect();
    let is_there = |person: &Person| {
        schedule.offices.is_empty() || person.office.as_ref().is_some_and(|it| offices.contains(it))
    };
    let people = roster.data().people.iter().filter(|it| it.active && is_there(it));
    people.filter(|it| !it.roles.is_disjoint(&schedule.roles)).collect()
}
