//! The groups: what they are called and who heads them.

use axum::extract::Path;
use reglament_core::ids::{GroupId, PersonId};
use reglament_core::text::Lang;
use reglament_store::Group;

use super::form::{Form, some};
use super::offices::{title_fields, titles};
use super::people::{active, people};
use super::{FormPage, ListPage, Way, answer, change, kept, row, tabs};
use crate::organization::{Fault, Roster, edit};
use crate::pages::error::PageError;
use crate::pages::form::Pairs;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

const LIST: &str = "/organization/groups";

/// All groups.
pub async fn list(visit: Visit) -> PageResult {
    let roster = visit.app.roster().await?;
    let words = |key: &str| say(visit.lang, key, &[]);
    let columns = ["admin-name", "admin-id", "admin-head", "admin-members"].map(words).to_vec();
    let line = |group: &Group| {
        let head = group.head.as_ref().and_then(|head| roster.person(head));
        let people = roster.data().people.iter();
        let members = people.filter(|it| it.active && it.groups.contains(&group.group)).count();
        let cells = vec![
            group.group.to_string(),
            head.map(|head| head.name.clone()).unwrap_or_default(),
            members.to_string(),
        ];
        let name = group.titles.get(visit.lang).to_owned();
        row(format!("{LIST}/{}", group.group), name, !group.active, &columns, cells)
    };
    let rows = roster.data().groups.iter().map(line).collect();
    visit.page(&ListPage {
        heading: words("admin-groups"),
        tabs: tabs(&visit),
        add: format!("{LIST}/new"),
        notice: kept(&visit),
        rows,
        columns,
    })
}

/// The form of a new group.
pub async fn add(visit: Visit) -> PageResult {
    let roster = visit.app.roster().await?;
    let group = Group { active: true, ..read(&Pairs::default(), "".into()) };
    visit.page(&page(visit.lang, &roster, &group, true, &[]))
}

/// The form of a group.
pub async fn show(visit: Visit, Path(id): Path<GroupId>) -> PageResult {
    let roster = visit.app.roster().await?;
    let group = roster.group(&id).ok_or(PageError::NotFound)?;
    visit.page(&page(visit.lang, &roster, group, false, &[]))
}

/// Keeps a new group.
pub async fn create(posted: Posted) -> PageResult {
    let id = some(&posted.pairs, "group");
    save(posted, id.unwrap_or_else(|| GroupId::from("")), true).await
}

/// Keeps a group.
pub async fn keep(Path(id): Path<GroupId>, posted: Posted) -> PageResult {
    save(posted, id, false).await
}

async fn save(posted: Posted, id: GroupId, is_new: bool) -> PageResult {
    let typed = read(&posted.pairs, id);
    let decide = |roster: &Roster, by: &_| edit::group(roster, by, typed.clone(), is_new);
    let kept = change(&posted, "organization", decide).await?;
    let roster = posted.visit.app.roster().await?;
    let lang = posted.visit.lang;
    answer(&posted, kept, LIST, |faults| page(lang, &roster, &typed, is_new, faults))
}

fn read(pairs: &Pairs, group: GroupId) -> Group {
    Group {
        group,
        titles: titles(pairs),
        head: some::<PersonId>(pairs, "head"),
        active: pairs.get("active").is_some(),
    }
}

fn page(lang: Lang, roster: &Roster, group: &Group, is_new: bool, faults: &[Fault]) -> FormPage {
    let words = |key: &str| say(lang, key, &[]);
    let mut form = Form::new(lang, faults);
    if is_new {
        form.text("group", "admin-id", group.group.as_str());
        form.hint("admin-id-hint");
    }
    title_fields(&mut form, &group.titles);
    let head = group.head.as_ref().map(ToString::to_string).unwrap_or_default();
    form.select("head", "admin-head", people(roster), &head);
    active(&mut form, lang, group.active);
    let (items, problems) = form.end();
    let title = group.titles.get(lang).to_owned();
    FormPage {
        heading: if is_new { words("admin-new-group") } else { title },
        here: if is_new { format!("{LIST}/new") } else { format!("{LIST}/{}", group.group) },
        back: Some(Way { href: LIST.to_owned(), label: words("admin-groups") }),
        problems,
        items,
        button: words("admin-keep"),
        ..FormPage::default()
    }
}
