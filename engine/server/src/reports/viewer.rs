//! For whom a report is made: what they may see of it, in which language, and what things are called.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::{Actor, Offices};
use reglament_core::ids::{EditionId, OfficeId, PersonId, ProcessId, StepId, UnitId};
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_store::{Store, StoreError};

use super::counts::Counts;
use super::model::Value;
use super::pick::{NO, NONE, YES};
use crate::app::App;
use crate::organization::Roster;
use crate::pages::{format, names};
use crate::texts::say;

/// For whom a report is made.
#[derive(Clone)]
pub struct Viewer {
    /// Where facts are.
    pub store: Arc<dyn Store>,
    /// What was counted before.
    pub counts: Arc<Counts>,
    /// The processes.
    pub catalogue: Arc<Catalogue>,
    /// Who works here.
    pub roster: Arc<Roster>,
    /// The offices that they see.
    pub offices: Offices,
    /// The language.
    pub lang: Lang,
    /// The present moment.
    pub now: Timestamp,
    /// The zone of the days.
    pub zone: TimeZone,
}

impl Viewer {
    /// This actor, reading in this language.
    pub async fn new(app: &App, actor: &Actor, lang: Lang) -> Result<Self, StoreError> {
        Ok(Self {
            roster: app.roster().await?,
            store: Arc::clone(&app.store),
            counts: Arc::clone(&app.counts),
            catalogue: app.catalogue(),
            offices: actor.offices(),
            lang,
            now: app.clock.now(),
            zone: app.settings.zone.clone(),
        })
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// Whether they see cases of this office; what has none is seen by all.
    pub fn sees(&self, office: &str) -> bool {
        match &self.offices {
            Offices::All => true,
            Offices::Only(offices) => office.is_empty() || offices.iter().any(|it| *it == *office),
        }
    }

    /// Words of the interface.
    pub fn say(&self, key: &str) -> String {
        say(self.lang, key, &[])
    }

    /// The map of an edition.
    pub fn process(&self, edition: &str) -> Option<&Arc<Process>> {
        self.catalogue.edition(&EditionId::from(edition))
    }

    /// The name of the process of an edition; empty when the edition is not known any more.
    pub fn process_of(&self, edition: &str) -> String {
        self.process(edition).map_or_else(String::new, |it| it.definition.process.to_string())
    }

    /// What the service of an edition is called.
    pub fn service(&self, edition: &str) -> String {
        let process = self.process(edition);
        process
            .map_or_else(|| edition.to_owned(), |it| it.definition.title.get(self.lang).to_owned())
    }

    /// What a process is called.
    pub fn title_of(&self, process: &str) -> String {
        let current = self.catalogue.current(&ProcessId::from(process));
        current
            .map_or_else(|| process.to_owned(), |it| it.definition.title.get(self.lang).to_owned())
    }

    /// What a step is called.
    pub fn step(&self, edition: &str, step: &str) -> String {
        names::action(self.lang, self.process(edition).map(Arc::as_ref), &StepId::from(step))
    }

    /// What a unit is called.
    pub fn unit(&self, edition: &str, unit: &str) -> String {
        names::unit(self.lang, self.process(edition).map(Arc::as_ref), &UnitId::from(unit))
    }

    /// What an office is called.
    pub fn office(&self, office: &str) -> String {
        if office.is_empty() {
            return self.say("report-no-office");
        }
        let known = self.roster.office(&OfficeId::from(office));
        known.map_or_else(|| office.to_owned(), |it| it.titles.get(self.lang).to_owned())
    }

    /// The office of a case, where the map gives the code of a territory.
    pub fn office_of(&self, named: &str) -> String {
        if named.is_empty() {
            return String::new();
        }
        let known = self.roster.office(&OfficeId::from(named));
        known.map_or_else(|| named.to_owned(), |it| it.office.to_string())
    }

    /// What a deadline beside that of the case is called.
    pub fn deadline(&self, edition: &str, deadline: &str) -> String {
        let deadlines = self.process(edition).map(|it| &it.definition.deadlines);
        let known = deadlines.and_then(|it| it.get(deadline)).filter(|it| !it.title.is_empty());
        known.map_or_else(|| deadline.to_owned(), |it| it.title.get(self.lang).to_owned())
    }

    /// A moment as the clock on the wall shows it.
    pub fn local(&self, at: Timestamp) -> DateTime {
        at.to_zoned(self.zone.clone()).datetime()
    }

    /// The same of whole minutes since 1970.
    pub fn minute(&self, minute: u32) -> Value {
        let at = Timestamp::from_second(i64::from(minute) * 60);
        at.map_or(Value::None, |at| Value::Moment(self.local(at)))
    }

    /// What a ground of an edition is called.
    pub fn ground(&self, edition: &str, ground: &str) -> String {
        let grounds = self.process(edition).and_then(|it| it.definition.grounds.get(ground));
        grounds.map_or_else(|| ground.to_owned(), |it| it.title.get(self.lang).to_owned())
    }

    /// A condition of a list or a report, in words.
    pub fn condition(&self, name: &str, value: &str) -> String {
        let value = match name {
            _ if value == NONE => self.say("report-none"),
            "process" => self.title_of(value),
            "office" => self.office(value),
            "person" if value != YES => self.person(value),
            "outcome" => self.say(&format!("report-flow-{}", value.replace('_', "-"))),
            "state" => self.say(&format!("report-col-state-{value}")),
            "age" => self.say(&format!("report-age-{}", value.trim_end_matches('+'))),
            "days" => self.say(&format!("report-lateness-{}", value.trim_end_matches('+'))),
            "verdict" => self.say(&format!("report-verdict-{value}")),
            "step" => self.somewhere(value, |edition| self.step(edition, value)),
            "unit" => self.somewhere(value, |edition| self.unit(edition, value)),
            "ground" => self.somewhere(value, |edition| self.ground(edition, value)),
            "deadline" => self.somewhere(value, |edition| self.deadline(edition, value)),
            "week" => value
                .parse()
                .map_or_else(|_| value.to_owned(), |week| format::date(self.lang, week)),
            _ if value == YES || value == "any" => self.say("report-yes"),
            _ if value == NO => self.say("report-no"),
            _ => value.to_owned(),
        };
        let name = self.say(&format!("report-condition-{name}"));
        say(self.lang, "report-condition", &[("name", name.into()), ("value", value.into())])
    }

    /// The words that the first map which knows a name has for it.
    fn somewhere(&self, name: &str, words: impl Fn(&str) -> String) -> String {
        let editions = self.catalogue.all_current().map(|process| words(process.edition.as_str()));
        editions.into_iter().find(|words| words != name).unwrap_or_else(|| name.to_owned())
    }

    /// What a person is called.
    pub fn person(&self, person: &str) -> String {
        let known = self.roster.person(&PersonId::from(person));
        known.map_or_else(|| person.to_owned(), |it| it.name.clone())
    }
}
