//! The offices: what they are called, what is above them, which territories they serve.

use std::collections::BTreeSet;

use axum::extract::Path;
use reglament_core::ids::{OfficeId, PersonId};
use reglament_core::text::{Lang, Texts};
use reglament_store::Office;

use super::form::{Form, some, text};
use super::people::{active, offices, people};
use super::{FormPage, ListPage, Way, answer, change, kept, row, tabs};
use crate::organization::{Fault, Roster, edit};
use crate::pages::error::PageError;
use crate::pages::form::Pairs;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

const LIST: &str = "/organization/offices";

/// All offices.
pub async fn list(visit: Visit) -> PageResult {
    let roster = visit.app.roster().await?;
    let words = |key: &str| say(visit.lang, key, &[]);
    let columns = ["admin-name", "admin-parent", "admin-head", "admin-territories"];
    let columns = columns.map(words).to_vec();
    let line = |office: &Office| {
        let parent = office.parent.as_ref().and_then(|parent| roster.office(parent));
        let head = office.head.as_ref().and_then(|head| roster.person(head));
        let cells = vec![
            parent.map(|parent| parent.titles.get(visit.lang).to_owned()).unwrap_or_default(),
            head.map(|head| head.name.clone()).unwrap_or_default(),
            codes(&office.territories),
        ];
        let name = office.titles.get(visit.lang).to_owned();
        row(format!("{LIST}/{}", office.office), name, !office.active, &columns, cells)
    };
    let rows = roster.data().offices.iter().map(line).collect();
    visit.page(&ListPage {
        heading: words("admin-offices"),
        tabs: tabs(&visit),
        add: format!("{LIST}/new"),
        notice: kept(&visit),
        rows,
        columns,
    })
}

/// The form of a new office.
pub async fn add(visit: Visit) -> PageResult {
    let roster = visit.app.roster().await?;
    let office = read(&Pairs::default(), "".into());
    let office = Office { active: true, ..office };
    visit.page(&page(visit.lang, &roster, &office, true, &[]))
}

/// The form of an office.
pub async fn show(visit: Visit, Path(id): Path<OfficeId>) -> PageResult {
    let roster = visit.app.roster().await?;
    let office = roster.data().offices.iter().find(|office| office.office == id);
    let office = office.ok_or(PageError::NotFound)?;
    visit.page(&page(visit.lang, &roster, office, false, &[]))
}

/// Keeps a new office.
pub async fn create(posted: Posted) -> PageResult {
    let id = some(&posted.pairs, "office");
    save(posted, id.unwrap_or_else(|| OfficeId::from("")), true).await
}

/// Keeps an office.
pub async fn keep(Path(id): Path<OfficeId>, posted: Posted) -> PageResult {
    save(posted, id, false).await
}

async fn save(posted: Posted, id: OfficeId, is_new: bool) -> PageResult {
    let typed = read(&posted.pairs, id);
    let decide = |roster: &Roster, by: &_| edit::office(roster, by, typed.clone(), is_new);
    let kept = change(&posted, "organization", decide).await?;
    let roster = posted.visit.app.roster().await?;
    let lang = posted.visit.lang;
    answer(&posted, kept, LIST, |faults| page(lang, &roster, &typed, is_new, faults))
}

fn codes(territories: &BTreeSet<OfficeId>) -> String {
    territories.iter().map(OfficeId::as_str).collect::<Vec<_>>().join(", ")
}

fn read(pairs: &Pairs, office: OfficeId) -> Office {
    let codes = text(pairs, "territories");
    let codes = codes.split([',', ' ', ';']).map(str::trim).filter(|code| !code.is_empty());
    Office {
        office,
        titles: titles(pairs),
        parent: some(pairs, "parent"),
        head: some::<PersonId>(pairs, "head"),
        territories: codes.map(OfficeId::from).collect(),
        active: pairs.get("active").is_some(),
    }
}

/// A title in each language.
pub(super) fn titles(pairs: &Pairs) -> Texts {
    Texts { ru: text(pairs, "ru"), kk: text(pairs, "kk"), en: text(pairs, "en") }
}

/// The fields of a title.
pub(super) fn title_fields(form: &mut Form<'_>, titles: &Texts) {
    form.text("ru", "admin-title-ru", &titles.ru);
    form.text("kk", "admin-title-kk", &titles.kk);
    form.text("en", "admin-title-en", &titles.en);
}

fn page(lang: Lang, roster: &Roster, office: &Office, is_new: bool, faults: &[Fault]) -> FormPage {
    let words = |key: &str| say(lang, key, &[]);
    let chosen = |id: Option<String>| id.unwrap_or_default();
    let mut form = Form::new(lang, faults);
    if is_new {
        form.text("office", "admin-id", office.office.as_str());
        form.hint("admin-id-hint");
    }
    title_fields(&mut form, &office.titles);
    let mut above = offices(lang, roster);
    above.retain(|(id, _)| *id != office.office.as_str());
    let parent = chosen(office.parent.as_ref().map(ToString::to_string));
    form.select("parent", "admin-parent", above, &parent);
    let head = chosen(office.head.as_ref().map(ToString::to_string));
    form.select("head", "admin-head", people(roster), &head);
    form.hint("admin-head-hint");
    form.maybe("territories", "admin-territories", &codes(&office.territories));
    form.hint("admin-territories-hint");
    active(&mut form, lang, office.active);
    let (items, problems) = form.end();
    let title = office.titles.get(lang).to_owned();
    FormPage {
        heading: if is_new { words("admin-new-office") } else { title },
        here: if is_new { format!("{LIST}/new") } else { format!("{LIST}/{}", office.office) },
        back: Some(Way { href: LIST.to_owned(), label: words("admin-offices") }),
        problems,
        items,
        button: words("admin-keep"),
        ..FormPage::default()
    }
}
