//! The people: who they are, where they work, what they may do.

use axum::extract::Path;
use reglament_core::command::Role;
use reglament_core::ids::{GroupId, OfficeId, PersonId};
use reglament_core::text::Lang;
use reglament_store::Person;

use super::form::{Form, Options, all, names, some, text};
use super::{FormPage, ListPage, Way, answer, change, kept, row, tabs};
use crate::auth::PASSWORD_CHARS_MIN;
use crate::organization::{Fault, Roster, edit};
use crate::pages::error::PageError;
use crate::pages::form::Pairs;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

const LIST: &str = "/organization/people";

/// All people.
pub async fn list(visit: Visit) -> PageResult {
    let roster = visit.app.roster().await?;
    let words = |key: &str| say(visit.lang, key, &[]);
    let columns =
        ["admin-name", "admin-sign-in-name", "admin-office", "admin-groups", "admin-roles"];
    let columns = columns.map(words).to_vec();
    let line = |person: &Person| {
        let groups = person.groups.iter().filter_map(|group| roster.group(group));
        let groups: Vec<&str> = groups.map(|group| group.titles.get(visit.lang)).collect();
        let office = person.office.as_ref().and_then(|office| roster.office(office));
        let roles: Vec<_> = person.roles.iter().map(|role| word(visit.lang, *role)).collect();
        let cells = vec![
            person.person.to_string(),
            office.map(|office| office.titles.get(visit.lang).to_owned()).unwrap_or_default(),
            groups.join("; "),
            roles.join(", "),
        ];
        let href = format!("{LIST}/{}", person.person);
        row(href, person.name.clone(), !person.active, &columns, cells)
    };
    let rows = roster.data().people.iter().map(line).collect();
    visit.page(&ListPage {
        heading: words("admin-people"),
        tabs: tabs(&visit),
        add: format!("{LIST}/new"),
        notice: kept(&visit),
        rows,
        columns,
    })
}

/// The form of a new person.
pub async fn add(visit: Visit) -> PageResult {
    let roster = visit.app.roster().await?;
    visit.page(&page(visit.lang, &roster, &nobody(), true, &[]))
}

/// The form of a person.
pub async fn show(visit: Visit, Path(id): Path<PersonId>) -> PageResult {
    let roster = visit.app.roster().await?;
    let person = roster.person(&id).ok_or(PageError::NotFound)?;
    visit.page(&page(visit.lang, &roster, person, false, &[]))
}

/// Keeps a new person.
pub async fn create(posted: Posted) -> PageResult {
    let id = some(&posted.pairs, "person");
    save(posted, id.unwrap_or_else(|| PersonId::from("")), true).await
}

/// Keeps a person.
pub async fn keep(Path(id): Path<PersonId>, posted: Posted) -> PageResult {
    save(posted, id, false).await
}

async fn save(posted: Posted, id: PersonId, is_new: bool) -> PageResult {
    let typed = read(&posted.pairs, id);
    let kept = match password(&posted).await? {
        Err(fault) => Err(vec![fault]),
        Ok(hash) => {
            let decide = |roster: &Roster, by: &_| {
                let before = roster.person(&typed.person);
                let kept = before.and_then(|person| person.password_hash.clone());
                let password_hash = hash.clone().or(kept);
                edit::person(roster, by, Person { password_hash, ..typed.clone() }, is_new)
            };
            change(&posted, "organization", decide).await?
        }
    };
    let roster = posted.visit.app.roster().await?;
    let lang = posted.visit.lang;
    answer(&posted, kept, LIST, |faults| page(lang, &roster, &typed, is_new, faults))
}

/// The hash of a new password, if one was typed.
async fn password(posted: &Posted) -> Result<Result<Option<String>, Fault>, PageError> {
    let Some(password) = posted.pairs.get("password") else { return Ok(Ok(None)) };
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Ok(Err(Fault::new("password", "me-password-short", &PASSWORD_CHARS_MIN)));
    }
    let hash = posted.visit.app.guard.hasher.hash(password).await;
    Ok(Ok(Some(hash.map_err(|error| PageError::fault(&error))?)))
}

fn nobody() -> Person {
    Person {
        person: "".into(),
        name: String::new(),
        email: None,
        language: Lang::Ru,
        groups: [].into(),
        roles: [Role::Officer].into(),
        office: None,
        identity: None,
        password_hash: None,
        active: true,
    }
}

fn read(pairs: &Pairs, person: PersonId) -> Person {
    let roles: std::collections::BTreeSet<String> = all(pairs, "roles");
    Person {
        person,
        name: text(pairs, "name"),
        email: some(pairs, "email"),
        language: text(pairs, "language").parse().unwrap_or(Lang::Ru),
        groups: all::<GroupId>(pairs, "groups"),
        roles: Role::ALL.into_iter().filter(|role| roles.contains(role.as_str())).collect(),
        office: some::<OfficeId>(pairs, "office"),
        identity: some(pairs, "identity"),
        password_hash: None,
        active: pairs.get("active").is_some(),
    }
}

fn page(lang: Lang, roster: &Roster, person: &Person, is_new: bool, faults: &[Fault]) -> FormPage {
    let words = |key: &str| say(lang, key, &[]);
    let mut form = Form::new(lang, faults);
    if is_new {
        form.text("person", "admin-sign-in-name", person.person.as_str());
        form.hint("admin-id-hint");
    }
    form.text("name", "admin-name", &person.name);
    form.maybe("email", "admin-email", person.email.as_deref().unwrap_or_default());
    form.select("language", "admin-language", languages(), person.language.code());
    let office = person.office.as_ref().map(ToString::to_string).unwrap_or_default();
    form.select("office", "admin-office", offices(lang, roster), &office);
    form.hint("admin-office-hint");
    form.checks("groups", "admin-groups", groups(lang, roster), &names(&person.groups));
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Worker);
    let roles = roles.map(|role| (role.as_str().to_owned(), word(lang, role))).collect();
    form.checks("roles", "admin-roles", roles, &names(person.roles.iter().map(|it| it.as_str())));
    form.maybe("identity", "admin-identity", person.identity.as_deref().unwrap_or_default());
    form.hint("admin-identity-hint");
    form.password("password", "admin-new-password", "new-password");
    form.hint("admin-new-password-hint");
    active(&mut form, lang, person.active);
    let (items, problems) = form.end();
    let heading = if is_new { words("admin-new-person") } else { person.name.clone() };
    FormPage {
        heading,
        here: if is_new { format!("{LIST}/new") } else { format!("{LIST}/{}", person.person) },
        back: Some(Way { href: LIST.to_owned(), label: words("admin-people") }),
        problems,
        items,
        button: words("admin-keep"),
        ..FormPage::default()
    }
}

/// A box that says whether something still works.
pub(super) fn active(form: &mut Form<'_>, lang: Lang, active: bool) {
    let options = vec![("yes".to_owned(), say(lang, "admin-active-yes", &[]))];
    let chosen = if active { names(["yes"]) } else { names::<&str>([]) };
    form.checks("active", "admin-active", options, &chosen);
}

/// The words of a role.
pub(super) fn word(lang: Lang, role: Role) -> String {
    say(lang, &format!("role-{}", role.as_str()), &[])
}

/// The languages in their own names.
pub fn languages() -> Options {
    let names = [(Lang::Kk, "Қазақша"), (Lang::Ru, "Русский"), (Lang::En, "English")];
    names.map(|(lang, name)| (lang.code().to_owned(), name.to_owned())).to_vec()
}

/// The offices to choose from.
pub(super) fn offices(lang: Lang, roster: &Roster) -> Options {
    let offices = roster.data().offices.iter().filter(|office| office.active);
    offices.map(|it| (it.office.to_string(), it.titles.get(lang).to_owned())).collect()
}

fn groups(lang: Lang, roster: &Roster) -> Options {
    let groups = roster.data().groups.iter().filter(|group| group.active);
    groups.map(|it| (it.group.to_string(), it.titles.get(lang).to_owned())).collect()
}

/// The people to choose from.
pub fn people(roster: &Roster) -> Options {
    let people = roster.data().people.iter().filter(|person| person.active);
    people.map(|it| (it.person.to_string(), it.name.clone())).collect()
}
