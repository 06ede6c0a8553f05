//! `reglament token`: tokens of the API, of programs and of people.

use clap::{ArgGroup, Args, Subcommand};
use reglament_core::ids::PersonId;
use reglament_core::token_scope::TokenScope;
use reglament_store::Holder;

use super::keeping::{change, joined, place, print, run};
use super::{CommandResult, Failed, Outcome, Usage};
use crate::auth::{new_token, tokens};
use crate::organization::edit;
use crate::settings::StoreSettings;

/// Tokens of the API: each with a name, an end and what it may be used for
#[derive(Args, Debug)]
pub struct Token {
    #[command(subcommand)]
    command: TokenCommand,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    Add(Add),
    List(List),
    Revoke(Revoke),
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("holder").required(true).args(["program", "person"]))]
struct Whose {
    /// Of this program
    #[arg(long)]
    program: Option<String>,
    /// Of this person
    #[arg(long)]
    person: Option<PersonId>,
}

/// Add a token and print it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament token add nightly --program portal --scope cases:read --days 90
  reglament token add reports --person gulnar --scope reports")]
struct Add {
    /// What it is called
    name: String,
    #[command(flatten)]
    whose: Whose,
    /// What it may be used for: cases:read, cases:write, tasks, jobs, reports, audit, organization; may be given
    /// several times; everything that its holder may do when it is not given
    #[arg(long = "scope")]
    scopes: Vec<TokenScope>,
    /// For how many days it counts [default: without an end]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: Option<u32>,
    #[command(flatten)]
    store: StoreSettings,
}

/// List tokens, by their first characters
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament token list --program portal
  reglament token list --person gulnar --json")]
struct List {
    #[command(flatten)]
    whose: Whose,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// Revoke a token: it counts no more with the next request
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament token revoke 5f2c90aa --program portal
  reglament token revoke 0c77d1b2 --person gulnar")]
struct Revoke {
    /// Its first characters, as the list shows them
    prefix: String,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    store: StoreSettings,
}

impl Token {
    pub(super) fn run(self) -> CommandResult {
        run(async {
            match self.command {
                TokenCommand::Add(add) => add.run().await,
                TokenCommand::List(list) => list.run().await,
                TokenCommand::Revoke(revoke) => revoke.run().await,
            }
        })
    }
}

impl Whose {
    fn holder(&self) -> Result<Holder, Failed> {
        match (&self.program, &self.person) {
            (Some(program), _) => Ok(Holder::Program(program.clone())),
            (None, Some(person)) => Ok(Holder::Person(person.clone())),
            (None, None) => Err(Usage("name --program or --person".to_owned()).into()),
        }
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let token = new_token()?;
        let mut row = tokens::row(&token, self.whose.holder()?, &self.name, place.now);
        row.scopes = (!self.scopes.is_empty()).then(|| self.scopes.into_iter().collect());
        row.expires_at = self.days.map(|days| tokens::in_days(place.now, days));
        change(&place, "program or person of this name", |roster, by| {
            edit::token(roster, by, row.clone())
        })
        .await?;
        println!("token: {token}   (shown this once)");
        Ok(Outcome::Good)
    }
}

/// A token as the list shows it: without its hash.
#[derive(serde::Serialize)]
struct Shown {
    prefix: String,
    name: String,
    scopes: Option<Vec<&'static str>>,
    expires_at: Option<String>,
    used_on: Option<String>,
    revoked_at: Option<String>,
}

impl List {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let tokens = place.store.tokens(&self.whose.holder()?).await?;
        let shown = tokens.into_iter().map(|token| Shown {
            prefix: token.prefix,
            name: token.name,
            scopes: token.scopes.map(|all| all.into_iter().map(TokenScope::as_str).collect()),
            expires_at: token.expires_at.map(|at| at.to_string()),
            used_on: token.used_on.map(|day| day.to_string()),
            revoked_at: token.revoked_at.map(|at| at.to_string()),
        });
        print(&shown.collect::<Vec<_>>(), self.json, |token| {
            let revoked = if token.revoked_at.is_some() { "revoked" } else { "" };
            vec![
                token.prefix.clone(),
                token.name.clone(),
                token.scopes.as_ref().map_or_else(|| "all".to_owned(), joined),
                joined(&token.expires_at),
                joined(&token.used_on),
                revoked.to_owned(),
            ]
        })?;
        Ok(Outcome::Good)
    }
}

impl Revoke {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let tokens = place.store.tokens(&self.whose.holder()?).await?;
        let mut found = tokens.into_iter().filter(|token| {
            !self.prefix.is_empty()
                && token.prefix.starts_with(&self.prefix)
                && token.revoked_at.is_none()
        });
        let (Some(mut token), None) = (found.next(), found.next()) else {
            return Err(format!("not one token begins with `{}`; see the list", self.prefix).into());
        };
        token.revoked_at = Some(place.now);
        change(&place, "token", |roster, by| edit::token(roster, by, token.clone())).await?;
        println!("token {} counts no more", token.prefix);
        Ok(Outcome::Good)
    }
}
