//! `reglament person`: the people who sign in.

use std::collections::BTreeSet;
use std::io::BufRead;

use clap::{Args, Subcommand};
use reglament_core::command::Role;
use reglament_core::ids::{GroupId, OfficeId, PersonId};
use reglament_core::text::Lang;

use super::keeping::{change, joined, place, print, roster, run};
use super::{CommandResult, Failed, Outcome, Usage};
use crate::auth::{Hasher, PASSWORD_CHARS_MIN, new_token};
use crate::organization::{KeepError, Roster, edit};
use crate::settings::StoreSettings;

/// The people who sign in
#[derive(Args, Debug)]
pub struct Person {
    #[command(subcommand)]
    command: PersonCommand,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    Add(Add),
    Change(Change),
    List(List),
    Password(Password),
    Off(Off),
    On(On),
}

/// Add a person; the first administrator is made so, and in no other way
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament person add kanat --name 'Kanat Sample' --role administrator
  reglament person add gulnar --name 'Gulnar Sample' --email g@example.kz --group mp-head \\
      --office karaganda --role officer --role supervisor --password-stdin < password.txt")]
struct Add {
    /// The name to sign in with
    person: PersonId,
    /// The name to show
    #[arg(long)]
    name: String,
    #[command(flatten)]
    more: More,
    /// Read the password from the standard input instead of making one up
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// Change a person: what is not given stays as it is
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament person change gulnar --office karaganda
  reglament person change gulnar --role officer --group mp-head --group mp-directorate")]
struct Change {
    /// The name to sign in with
    person: PersonId,
    /// The name to show
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    more: More,
    #[command(flatten)]
    store: StoreSettings,
}

#[derive(Args, Debug)]
struct More {
    /// Where messages go
    #[arg(long)]
    email: Option<String>,
    /// The language of pages and messages: ru, kk or en [default: ru]
    #[arg(long)]
    language: Option<Lang>,
    /// A group of the organisation; may be given several times
    #[arg(long = "group")]
    groups: Vec<GroupId>,
    /// What they may do: officer, supervisor, filing, administrator, auditor,
    /// analyst; may be given several times
    /// [default: officer]
    #[arg(long = "role", value_parser = super::role)]
    roles: Vec<Role>,
    /// Their office; an empty one for all offices
    #[arg(long)]
    office: Option<String>,
    /// What the identity provider calls them
    #[arg(long)]
    identity: Option<String>,
}

/// List the people
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament person list
  reglament person list --json")]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// Give a person a new password; their sessions end
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament person password gulnar
  reglament person password gulnar --password-stdin < password.txt")]
struct Password {
    /// The name to sign in with
    person: PersonId,
    /// Read the password from the standard input instead of making one up
    #[arg(long = "password-stdin")]
    from_stdin: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// Let a person sign in no more; their sessions end, the history keeps the name
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament person off gulnar
  reglament person off gulnar --store postgres://reglament@db/reglament")]
struct Off {
    /// The name to sign in with
    person: PersonId,
    #[command(flatten)]
    store: StoreSettings,
}

/// Let a person sign in again
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament person on gulnar
  reglament person on gulnar --data ./reglament-data")]
struct On {
    /// The name to sign in with
    person: PersonId,
    #[command(flatten)]
    store: StoreSettings,
}

impl Person {
    pub(super) fn run(self) -> CommandResult {
        run(async {
            match self.command {
                PersonCommand::Add(add) => add.run().await,
                PersonCommand::Change(change) => change.run().await,
                PersonCommand::List(list) => list.run().await,
                PersonCommand::Password(password) => password.run().await,
                PersonCommand::Off(off) => set_active(&off.person, false, &off.store).await,
                PersonCommand::On(on) => set_active(&on.person, true, &on.store).await,
            }
        })
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        let (password, made_up) = password(self.password_stdin)?;
        let place = place(&self.store).await?;
        let mut person = reglament_store::Person {
            person: self.person,
            name: self.name,
            email: None,
            language: Lang::Ru,
            groups: BTreeSet::new(),
            roles: [Role::Officer].into(),
            office: None,
            identity: None,
            password_hash: Some(Hasher::default().hash(&password).await?),
            active: true,
        };
        self.more.lay_over(&mut person);
        change(&place, "person", |roster, by| edit::person(roster, by, person.clone(), true))
            .await?;
        println!("{} can sign in", person.person);
        if made_up {
            println!("password: {password}   (shown this once)");
        }
        Ok(Outcome::Good)
    }
}

impl Change {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let what = format!("person `{}`", self.person);
        change(&place, &what, |roster, by| {
            let mut person = known(roster, &self.person)?;
            if let Some(name) = &self.name {
                person.name.clone_from(name);
            }
            self.more.lay_over(&mut person);
            edit::person(roster, by, person, false)
        })
        .await?;
        println!("{} is changed", self.person);
        Ok(Outcome::Good)
    }
}

impl More {
    fn lay_over(&self, person: &mut reglament_store::Person) {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        if let Some(email) = &self.email {
            person.email = given(email);
        }
        if let Some(language) = self.language {
            person.language = language;
        }
        if !self.groups.is_empty() {
            person.groups = self.groups.iter().cloned().collect();
        }
        if !self.roles.is_empty() {
            person.roles = self.roles.iter().copied().collect();
        }
        if let Some(office) = &self.office {
            person.office = given(office).map(OfficeId::from);
        }
        if let Some(identity) = &self.identity {
            person.identity = given(identity);
        }
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let roster = roster(&place).await?;
        let people: Vec<_> = roster.data().people.iter().map(Shown::of).collect();
        print(&people, self.json, |person| {
            vec![
                person.person.clone(),
                person.name.clone(),
                joined(&person.roles),
                joined(&person.groups),
                person.office.clone().unwrap_or_default(),
                if person.active { String::new() } else { "off".to_owned() },
            ]
        })?;
        Ok(Outcome::Good)
    }
}

/// A person as the list shows them: without the hash of the password.
#[derive(serde::Serialize)]
struct Shown {
    person: String,
    name: String,
    roles: Vec<&'static str>,
    groups: Vec<String>,
    office: Option<String>,
    active: bool,
}

impl Shown {
    fn of(person: &reglament_store::Person) -> Self {
        Self {
            person: person.person.to_string(),
            name: person.name.clone(),
            roles: person.roles.iter().map(|role| role.as_str()).collect(),
            groups: person.groups.iter().map(ToString::to_string).collect(),
            office: person.office.as_ref().map(ToString::to_string),
            active: person.active,
        }
    }
}

impl Password {
    async fn run(self) -> CommandResult {
        let (password, made_up) = password(self.from_stdin)?;
        let place = place(&self.store).await?;
        let hash = Hasher::default().hash(&password).await?;
        change(&place, &format!("person `{}`", self.person), |roster, by| {
            let mut person = known(roster, &self.person)?;
            person.password_hash = Some(hash.clone());
            edit::person(roster, by, person, false)
        })
        .await?;
        println!("{} has a new password", self.person);
        if made_up {
            println!("password: {password}   (shown this once)");
        }
        Ok(Outcome::Good)
    }
}

async fn set_active(id: &PersonId, active: bool, store: &StoreSettings) -> CommandResult {
    let place = place(store).await?;
    change(&place, &format!("person `{id}`"), |roster, by| {
        let person = reglament_store::Person { active, ..known(roster, id)? };
        edit::person(roster, by, person, false)
    })
    .await?;
    println!("{id} can sign in {}", if active { "again" } else { "no more" });
    Ok(Outcome::Good)
}

fn known(roster: &Roster, id: &PersonId) -> Result<reglament_store::Person, KeepError> {
    roster.person(id).cloned().ok_or(KeepError::NotFound)
}

/// The password, and whether it was made up here.
fn password(from_stdin: bool) -> Result<(String, bool), Failed> {
    if !from_stdin {
        return Ok((new_token()?, true));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\n', '\r']).to_owned();
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Usage(format!(
            "the password has less than {PASSWORD_CHARS_MIN} characters; take a longer one"
        ))
        .into());
    }
    Ok((password, false))
}
