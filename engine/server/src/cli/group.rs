//! `reglament group`: the groups that carry out the units of the maps.

use clap::{Args, Subcommand};
use reglament_core::ids::{GroupId, PersonId};
use reglament_core::text::Texts;

use super::keeping::{change, joined, place, print, roster, run};
use super::{CommandResult, Outcome};
use crate::organization::{KeepError, edit};
use crate::settings::StoreSettings;

/// The groups of people that carry out the units of the maps
#[derive(Args, Debug)]
pub struct Group {
    #[command(subcommand)]
    command: GroupCommand,
}

#[derive(Debug, Subcommand)]
enum GroupCommand {
    Add(Add),
    Change(Change),
    List(List),
}

/// Add a group
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament group add mp-district --ru 'Миграционная полиция' --kk 'Көші-қон полициясы' --en 'Migration police'
  reglament group add archive --ru Архив --kk Мұрағат --en Archive --head saule")]
struct Add {
    /// Its name, as the maps write it
    group: GroupId,
    /// What it is called in Russian
    #[arg(long)]
    ru: String,
    /// What it is called in Kazakh
    #[arg(long)]
    kk: String,
    /// What it is called in English
    #[arg(long)]
    en: String,
    /// Who heads it
    #[arg(long)]
    head: Option<PersonId>,
    #[command(flatten)]
    store: StoreSettings,
}

/// Change a group: what is not given stays as it is
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament group change archive --head saule
  reglament group change archive --closed")]
struct Change {
    /// Its name, as the maps write it
    group: GroupId,
    /// What it is called in Russian
    #[arg(long)]
    ru: Option<String>,
    /// What it is called in Kazakh
    #[arg(long)]
    kk: Option<String>,
    /// What it is called in English
    #[arg(long)]
    en: Option<String>,
    /// Who heads it; an empty name for nobody
    #[arg(long)]
    head: Option<String>,
    /// It works no more
    #[arg(long)]
    closed: bool,
    /// It works again
    #[arg(long, conflicts_with = "closed")]
    open: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// List the groups
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament group list
  reglament group list --json")]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreSettings,
}

impl Group {
    pub(super) fn run(self) -> CommandResult {
        run(async {
            match self.command {
                GroupCommand::Add(add) => add.run().await,
                GroupCommand::Change(change) => change.run().await,
                GroupCommand::List(list) => list.run().await,
            }
        })
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let titles = Texts { ru: self.ru, kk: self.kk, en: self.en };
        let (group, head) = (self.group, self.head);
        let group = reglament_store::Group { group, titles, head, active: true };
        change(&place, "group", |roster, by| edit::group(roster, by, group.clone(), true)).await?;
        println!("{} is added", group.group);
        Ok(Outcome::Good)
    }
}

impl Change {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        change(&place, &format!("group `{}`", self.group), |roster, by| {
            let mut group = roster.group(&self.group).cloned().ok_or(KeepError::NotFound)?;
            for (title, given) in [
                (&mut group.titles.ru, &self.ru),
                (&mut group.titles.kk, &self.kk),
                (&mut group.titles.en, &self.en),
            ] {
                if let Some(given) = given {
                    title.clone_from(given);
                }
            }
            if let Some(head) = &self.head {
                group.head = (!head.is_empty()).then(|| head.as_str().into());
            }
            group.active = self.open || (group.active && !self.closed);
            edit::group(roster, by, group, false)
        })
        .await?;
        println!("{} is changed", self.group);
        Ok(Outcome::Good)
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let roster = roster(&place).await?;
        print(&roster.data().groups, self.json, |group| {
            let closed = if group.active { "" } else { "closed" };
            vec![
                group.group.to_string(),
                group.titles.ru.clone(),
                joined(&group.head),
                closed.to_owned(),
            ]
        })?;
        Ok(Outcome::Good)
    }
}
