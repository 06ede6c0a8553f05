//! `reglament person`: the people who sign in.

use std::collections::BTreeSet;
use std::io::BufRead;

use clap::{Args, Subcommand};
use reglament_core::command::Role;
use reglament_core::ids::{GroupId, PersonId};
use reglament_core::text::Lang;

use super::{CommandResult, Outcome};
use crate::auth::{Hasher, new_token};
use crate::serve::open_store;
use crate::settings::StoreSettings;

/// Shorter passwords are refused (ASVS 5.0, 6.2.1 asks for at least 8 and recommends 15).
const PASSWORD_CHARS_MIN: usize = 12;

/// The people who sign in
#[derive(Args, Debug)]
pub struct Person {
    #[command(subcommand)]
    command: PersonCommand,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    Add(Add),
    Off(Off),
}

/// Add a person, or change one: what is not given again is taken away
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament person add aliya --name 'Aliya Sample' --language kk --group mp-district
  reglament person add gulnar --name 'Gulnar Sample' --email g@example.kz --group mp-head \\
      --role officer --role supervisor --password-stdin < password.txt")]
struct Add {
    /// The name to sign in with
    person: PersonId,
    /// The name to show
    #[arg(long)]
    name: String,
    /// Where messages go
    #[arg(long)]
    email: Option<String>,
    /// The language of pages and messages: ru, kk or en
    #[arg(long, default_value = "ru")]
    language: Lang,
    /// A group of the organisation; may be given several times
    #[arg(long = "group")]
    groups: Vec<GroupId>,
    /// What they may do: officer, supervisor; may be given several times
    #[arg(long = "role", default_value = "officer", value_parser = super::role)]
    roles: Vec<Role>,
    /// Read the password from the standard input instead of making one up
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// Let a person sign in no more; the history keeps the name
#[derive(Args, Debug)]
struct Off {
    /// The name to sign in with
    person: PersonId,
    #[command(flatten)]
    store: StoreSettings,
}

impl Person {
    pub(super) fn run(self) -> CommandResult {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            match self.command {
                PersonCommand::Add(add) => add.run().await,
                PersonCommand::Off(off) => off.run().await,
            }
        })
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        let (password, made_up) = self.password()?;
        let store = open_store(&self.store).await?;
        let person = reglament_store::Person {
            person: self.person,
            name: self.name,
            email: self.email,
            language: self.language,
            groups: BTreeSet::from_iter(self.groups),
            roles: BTreeSet::from_iter(self.roles),
            office: None,
            identity: None,
            password_hash: Some(Hasher::default().hash(&password).await?),
            active: true,
        };
        store.put_person(&person).await?;
        println!("{} can sign in", person.person);
        if made_up {
            println!("password: {password}   (shown this once)");
        }
        Ok(Outcome::Good)
    }

    fn password(&self) -> Result<(String, bool), Box<dyn std::error::Error + Send + Sync>> {
        if !self.password_stdin {
            return Ok((new_token()?, true));
        }
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        let password = line.trim_end_matches(['\n', '\r']).to_owned();
        if password.chars().count() < PASSWORD_CHARS_MIN {
            return Err(format!(
                "the password has less than {PASSWORD_CHARS_MIN} characters; take a longer one"
            )
            .into());
        }
        Ok((password, false))
    }
}

impl Off {
    async fn run(self) -> CommandResult {
        let store = open_store(&self.store).await?;
        let Some(person) = store.person(&self.person).await? else {
            return Err(format!("there is no person `{}`", self.person).into());
        };
        store.put_person(&reglament_store::Person { active: false, ..person }).await?;
        println!("{} can sign in no more", self.person);
        Ok(Outcome::Good)
    }
}
