//! `reglament office`: the territorial parts of the organisation.

use clap::{Args, Subcommand};
use reglament_core::ids::{OfficeId, PersonId};

use super::keeping::{change, joined, place, print, roster, run};
use super::{CommandResult, Outcome};
use crate::organization::{KeepError, edit};
use crate::settings::StoreSettings;

/// The offices, the territories that they serve and who heads them
#[derive(Args, Debug)]
pub struct Office {
    #[command(subcommand)]
    command: OfficeCommand,
}

#[derive(Debug, Subcommand)]
enum OfficeCommand {
    Add(Add),
    Change(Change),
    List(List),
}

/// Add an office
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament office add north --ru Север --kk Солтүстік --en North --territory KZ-59
  reglament office add north-city --ru Город --kk Қала --en City --parent north --head gulnar")]
struct Add {
    /// Its name among the data
    office: OfficeId,
    /// What it is called in Russian
    #[arg(long)]
    ru: String,
    /// What it is called in Kazakh
    #[arg(long)]
    kk: String,
    /// What it is called in English
    #[arg(long)]
    en: String,
    #[command(flatten)]
    more: More,
    #[command(flatten)]
    store: StoreSettings,
}

/// Change an office: what is not given stays as it is
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament office change north --head gulnar
  reglament office change north --territory KZ-59 --territory KZ-11
  reglament office change north --closed")]
struct Change {
    /// Its name among the data
    office: OfficeId,
    /// What it is called in Russian
    #[arg(long)]
    ru: Option<String>,
    /// What it is called in Kazakh
    #[arg(long)]
    kk: Option<String>,
    /// What it is called in English
    #[arg(long)]
    en: Option<String>,
    #[command(flatten)]
    more: More,
    /// It works no more
    #[arg(long)]
    closed: bool,
    /// It works again
    #[arg(long, conflicts_with = "closed")]
    open: bool,
    #[command(flatten)]
    store: StoreSettings,
}

#[derive(Args, Debug)]
struct More {
    /// The office above it; an empty one for none
    #[arg(long)]
    parent: Option<String>,
    /// Who heads it; an empty name for nobody
    #[arg(long)]
    head: Option<String>,
    /// The code of a territory whose cases are its own; may be given several times
    #[arg(long = "territory")]
    territories: Vec<OfficeId>,
}

/// List the offices
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament office list
  reglament office list --json")]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreSettings,
}

impl Office {
    pub(super) fn run(self) -> CommandResult {
        run(async {
            match self.command {
                OfficeCommand::Add(add) => add.run().await,
                OfficeCommand::Change(change) => change.run().await,
                OfficeCommand::List(list) => list.run().await,
            }
        })
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let mut office = reglament_store::Office {
            office: self.office,
            titles: reglament_core::text::Texts { ru: self.ru, kk: self.kk, en: self.en },
            parent: None,
            head: None,
            territories: [].into(),
            active: true,
        };
        self.more.lay_over(&mut office);
        change(&place, "office", |roster, by| edit::office(roster, by, office.clone(), true))
            .await?;
        println!("{} is added", office.office);
        Ok(Outcome::Good)
    }
}

impl More {
    fn lay_over(&self, office: &mut reglament_store::Office) {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        if let Some(parent) = &self.parent {
            office.parent = given(parent).map(OfficeId::from);
        }
        if let Some(head) = &self.head {
            office.head = given(head).map(PersonId::from);
        }
        if !self.territories.is_empty() {
            office.territories = self.territories.iter().cloned().collect();
        }
    }
}

impl Change {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        change(&place, &format!("office `{}`", self.office), |roster, by| {
            let known = roster.data().offices.iter().find(|known| known.office == self.office);
            let mut office = known.cloned().ok_or(KeepError::NotFound)?;
            for (title, given) in [
                (&mut office.titles.ru, &self.ru),
                (&mut office.titles.kk, &self.kk),
                (&mut office.titles.en, &self.en),
            ] {
                if let Some(given) = given {
                    title.clone_from(given);
                }
            }
            self.more.lay_over(&mut office);
            office.active = self.open || (office.active && !self.closed);
            edit::office(roster, by, office, false)
        })
        .await?;
        println!("{} is changed", self.office);
        Ok(Outcome::Good)
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let roster = roster(&place).await?;
        print(&roster.data().offices, self.json, |office| {
            vec![
                office.office.to_string(),
                office.titles.ru.clone(),
                joined(&office.parent),
                joined(&office.head),
                joined(&office.territories),
                if office.active { String::new() } else { "closed".to_owned() },
            ]
        })?;
        Ok(Outcome::Good)
    }
}
