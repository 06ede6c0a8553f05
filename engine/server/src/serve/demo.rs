//! The demonstration: invented people with one password, programs with tokens, a first application.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use reglament_core::command::Role;
use reglament_core::ids::GroupId;
use reglament_store::{Change, Person, Program};

use super::ServeError;
use crate::app::App;
use crate::assets::Assets;
use crate::auth::{new_token, tokens};
use crate::organization::{Keeper, Kept, Organization, keep};

/// An application to file, among the processes.
const APPLICATION: &str = "demo-application.json";
/// So many characters of a random token make a password that can be typed.
const PASSWORD_CHARS: usize = 10;

/// What the demonstration made.
pub(super) struct Demo {
    password: String,
    people: Vec<Person>,
    filing_token: Option<String>,
    application: Option<PathBuf>,
}

/// Makes the people and programs of the organisation, with a new password and new tokens.
pub(super) async fn seed(
    app: &App,
    organization: &Organization,
    processes: &Assets,
    data: &Path,
) -> Result<Demo, ServeError> {
    let password: String = new_token()?.chars().take(PASSWORD_CHARS).collect();
    let hash = app.guard.hasher.hash(&password).await;
    let hash = hash.map_err(|error| ServeError::Setup(error.to_string()))?;
    let people = import(app, organization, Some(&hash)).await?;
    let mut filing_token = None;
    for (name, program) in &organization.programs {
        let is_filing = program.roles.contains(&Role::Filing);
        let program = Program { program: name.clone(), roles: program.roles.clone(), active: true };
        let token = new_token()?;
        let change = tokens::program(program, &token, "demonstration", app.clock.now());
        app.store.change_organization(change).await?;
        filing_token = filing_token.or(is_filing.then_some(token));
    }
    let application = application(processes, data)?;
    Ok(Demo { password, people, filing_token, application })
}

/// Lays the file over what the store has; all its people get the password of this hash, if there is one.
pub(super) async fn import(
    app: &App,
    organization: &Organization,
    hash: Option<&str>,
) -> Result<Vec<Person>, ServeError> {
    let place = app.organization();
    let roster = keep(&place, &Keeper::CommandLine, "organization", |roster, _| {
        let changes = organization.changes(roster.data());
        let mut changes = changes
            .map_err(|faults| faults.into_iter().map(|(_, fault)| fault).collect::<Vec<_>>())?;
        for change in &mut changes {
            if let (Change::Person(person), Some(hash)) = (change, hash) {
                person.password_hash = Some(hash.to_owned());
            }
        }
        Ok(Kept { changes, detail: "demonstration".to_owned() })
    });
    let roster = roster.await.map_err(|error| ServeError::Setup(error.to_string()))?;
    Ok(organization.people.keys().filter_map(|id| roster.person(id).cloned()).collect())
}

/// Puts the sample application beside the database, where the printed command finds it.
fn application(processes: &Assets, data: &Path) -> Result<Option<PathBuf>, ServeError> {
    let text = processes.text(APPLICATION);
    let Some(text) = text.map_err(|error| ServeError::Setup(error.to_string()))? else {
        return Ok(None);
    };
    let path = data.join("application.json");
    std::fs::write(&path, text)?;
    Ok(Some(path))
}

impl Demo {
    /// What a newcomer needs to see.
    pub(super) fn print(&self, url: &str, mail: &str) -> String {
        let mut text = format!(
            "\nReglament runs at {url}\n  API   {url}/api/v1/openapi.json\n  mail  {mail}\n\n\
             People of the demonstration, password {}\n",
            self.password
        );
        for person in &self.people {
            let groups: Vec<&str> = person.groups.iter().map(GroupId::as_str).collect();
            let is_supervisor = person.roles.contains(&Role::Supervisor);
            let role = if is_supervisor { ", supervisor" } else { "" };
            let (id, language) = (&person.person, person.language);
            let _ = writeln!(text, "  {id:<8} {} ({language}{role})", groups.join(", "));
        }
        if let (Some(token), Some(file)) = (&self.filing_token, &self.application) {
            let _ = write!(
                text,
                "\nFile an application:\n  curl -sS {url}/api/v1/instances \
                 -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' \
                 -H \"Idempotency-Key: $(date +%s)\" -d @{}\n",
                file.display()
            );
        }
        text
    }
}
