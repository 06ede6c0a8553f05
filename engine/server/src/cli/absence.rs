//! `reglament absence`: who is away, and who stands in for them.

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use reglament_core::ids::{GroupId, PersonId};

use super::keeping::{change, joined, moment, place, print, run};
use super::{CommandResult, Outcome};
use crate::auth::new_token;
use crate::organization::edit;
use crate::settings::StoreSettings;

/// So many absences are listed.
const LISTED_MAX: u32 = 1_000;
/// So many characters name an absence.
pub(crate) const ABSENCE_CHARS: usize = 12;

/// Who is away, and who stands in for them
#[derive(Args, Debug)]
pub struct Absence {
    #[command(subcommand)]
    command: AbsenceCommand,
}

#[derive(Debug, Subcommand)]
enum AbsenceCommand {
    Set(Set),
    List(List),
    Cancel(Cancel),
}

/// Say that somebody is away
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament absence set aliya --substitute bolat --until 2026-12-15
  reglament absence set aliya --from 2026-12-01T09:00 --until 2026-12-15 --substitute bolat --group mp-district")]
struct Set {
    /// Who is away
    person: PersonId,
    /// From when: now, a date or a date and time
    #[arg(long, default_value = "now")]
    from: String,
    /// Up to when; until it is cancelled when it is not given
    #[arg(long)]
    until: Option<String>,
    /// Who acts for them
    #[arg(long)]
    substitute: Option<PersonId>,
    /// Only in this group; may be given several times
    #[arg(long = "group")]
    groups: Vec<GroupId>,
    /// Why
    #[arg(long, default_value = "")]
    reason: String,
    /// The time zone of the office
    #[arg(long, env = "REGLAMENT_ZONE", default_value = "Asia/Almaty", value_parser = crate::settings::zone, value_name = "ZONE")]
    zone: TimeZone,
    #[command(flatten)]
    store: StoreSettings,
}

/// List absences, the newest first, those that ended too
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament absence list
  reglament absence list --person aliya --json")]
struct List {
    /// Of this person alone
    #[arg(long)]
    person: Option<PersonId>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// End an absence now; one that has not begun never holds
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament absence cancel 5f2c90aa41d7
  reglament absence cancel 5f2c90aa41d7 --data ./reglament-data")]
struct Cancel {
    /// Its name, as the list shows it
    absence: String,
    #[command(flatten)]
    store: StoreSettings,
}

impl Absence {
    pub(super) fn run(self) -> CommandResult {
        run(async {
            match self.command {
                AbsenceCommand::Set(set) => set.run().await,
                AbsenceCommand::List(list) => list.run().await,
                AbsenceCommand::Cancel(cancel) => cancel.run().await,
            }
        })
    }
}

impl Set {
    async fn run(self) -> CommandResult {
        let from = moment(&self.from, &self.zone)?;
        let until = self.until.as_deref().map(|until| moment(until, &self.zone)).transpose()?;
        let place = place(&self.store).await?;
        let absence = reglament_store::Absence {
            absence: new_token()?.chars().take(ABSENCE_CHARS).collect(),
            person: self.person,
            from,
            until,
            substitute: self.substitute,
            groups: (!self.groups.is_empty()).then(|| self.groups.into_iter().collect()),
            reason: self.reason,
            set_by: "command-line".to_owned(),
            set_at: place.now,
            cancelled_by: None,
            cancelled_at: None,
        };
        change(&place, &format!("person `{}`", absence.person), |roster, by| {
            edit::absence(roster, by, absence.clone(), place.now)
        })
        .await?;
        println!("{} is away: absence {}", absence.person, absence.absence);
        Ok(Outcome::Good)
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let absences = place.store.absences(self.person.as_ref(), LISTED_MAX).await?;
        print(&absences, self.json, |absence| {
            vec![
                absence.absence.clone(),
                absence.person.to_string(),
                absence.from.to_string(),
                joined(absence.end()),
                joined(&absence.substitute),
                absence.groups.as_ref().map(joined).unwrap_or_default(),
            ]
        })?;
        Ok(Outcome::Good)
    }
}

impl Cancel {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        change(&place, &format!("absence `{}` that still holds", self.absence), |roster, by| {
            edit::cancel_absence(roster, by, &self.absence, place.now)
        })
        .await?;
        println!("absence {} ended", self.absence);
        Ok(Outcome::Good)
    }
}
