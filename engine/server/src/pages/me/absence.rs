//! Who is away and who stands in for them: one's own absence, and that of one's people.

use axum::extract::Path;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use reglament_core::ids::PersonId;
use reglament_store::{Absence, Person};

use crate::auth::new_token;
use crate::organization::{Fault, Roster, edit};
use crate::pages::error::PageError;
use crate::pages::form::Pairs;
use crate::pages::format;
use crate::pages::organization::{Form, FormLine, FormPage, Way, answer, change, kept};
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

const HERE: &str = "/me/absence";
/// So many absences are shown.
const SHOWN_MAX: u32 = 50;
/// So many characters name an absence.
const NAME_CHARS: usize = 12;

/// The absences of who is signed in and of their people.
pub async fn show(visit: Visit) -> PageResult {
    let notice = kept(&visit);
    let page = page(&visit, &Pairs::default(), &[]).await?;
    visit.page(&FormPage { notice, ..page })
}

/// Sets an absence.
pub async fn set(posted: Posted) -> PageResult {
    let visit = &posted.visit;
    let now = visit.now();
    let kept = match read(&posted, now)? {
        Err(faults) => Err(faults),
        Ok(absence) => {
            let decide = |roster: &Roster, by: &_| edit::absence(roster, by, absence.clone(), now);
            change(&posted, "absence", decide).await?
        }
    };
    let again = match &kept {
        Err(faults) => page(visit, &posted.pairs, faults).await?,
        Ok(()) => FormPage::default(),
    };
    answer(&posted, kept, HERE, |_| again)
}

/// Ends an absence now.
pub async fn cancel(Path(id): Path<String>, posted: Posted) -> PageResult {
    let now = posted.visit.now();
    let decide = |roster: &Roster, by: &_| edit::cancel_absence(roster, by, &id, now);
    let kept = change(&posted, "absence", decide).await?;
    answer(&posted, kept, HERE, |_| FormPage::default())
}

fn read(posted: &Posted, now: Timestamp) -> Result<Result<Absence, Vec<Fault>>, PageError> {
    let (pairs, visit) = (&posted.pairs, &posted.visit);
    let zone = &visit.app.settings.zone;
    let mut faults = Vec::new();
    let mut moment = |name: &'static str| {
        let typed = pairs.get(name)?;
        let read = local(typed, zone);
        if read.is_none() {
            faults.push(Fault::new(name, "absence-moment", &typed));
        }
        read
    };
    let (from, until) = (moment("from"), moment("until"));
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let name = new_token().map_err(|error| PageError::fault(&error))?;
    let own = || visit.by.person.person.clone();
    Ok(Ok(Absence {
        absence: name.chars().take(NAME_CHARS).collect(),
        person: pairs.get("person").map_or_else(own, PersonId::from),
        from: from.unwrap_or(now),
        until,
        substitute: pairs.get("substitute").map(PersonId::from),
        groups: None,
        reason: pairs.get("reason").unwrap_or_default().to_owned(),
        set_by: visit.actor().name().to_owned(),
        set_at: now,
        cancelled_by: None,
        cancelled_at: None,
    }))
}

fn local(typed: &str, zone: &TimeZone) -> Option<Timestamp> {
    let local = typed.parse::<DateTime>().ok()?;
    Some(local.to_zoned(zone.clone()).ok()?.timestamp())
}

/// The people whose absence this person may set: themselves first.
fn people<'a>(visit: &Visit, roster: &'a Roster) -> Vec<&'a Person> {
    let me = &visit.by.person.person;
    let all = roster.data().people.iter().filter(|person| person.active);
    let others = all.filter(|person| {
        person.person != *me
            && (visit.may(&reglament_core::access::Action::KeepOrganization)
                || roster.is_head_of(me, person))
    });
    roster.person(me).into_iter().chain(others).collect()
}

async fn page(visit: &Visit, pairs: &Pairs, faults: &[Fault]) -> Result<FormPage, PageError> {
    let roster = visit.app.roster().await?;
    let words = |key: &str| say(visit.lang, key, &[]);
    let typed = |name: &str| pairs.get(name).unwrap_or_default();
    let option = |person: &&Person| (person.person.to_string(), person.name.clone());
    let mine = people(visit, &roster);
    let mut form = Form::new(visit.lang, faults);
    if mine.len() > 1 {
        let me = visit.by.person.person.as_str();
        let chosen = pairs.get("person").unwrap_or(me);
        form.select("person", "absence-person", mine.iter().map(option).collect(), chosen);
    }
    form.moment("from", "absence-from", typed("from"));
    form.hint("absence-from-hint");
    form.moment("until", "absence-until", typed("until"));
    form.hint("absence-until-hint");
    let substitutes = roster.data().people.iter().filter(|person| person.active);
    let substitutes = substitutes.collect::<Vec<_>>().iter().map(option).collect();
    form.select("substitute", "absence-substitute", substitutes, typed("substitute"));
    form.hint("absence-substitute-hint");
    form.maybe("reason", "absence-reason", typed("reason"));
    form.hint("absence-reason-hint");
    let (items, problems) = form.end();
    Ok(FormPage {
        heading: words("absence-title"),
        here: HERE.to_owned(),
        back: Some(Way { href: "/me".to_owned(), label: words("me-title") }),
        lead: words("absence-lead"),
        problems,
        items,
        button: words("absence-set"),
        lines: lines(visit, &roster, &mine).await?,
        lines_heading: words("absence-known"),
        ..FormPage::default()
    })
}

async fn lines(
    visit: &Visit,
    roster: &Roster,
    mine: &[&Person],
) -> Result<Vec<FormLine>, PageError> {
    let all = visit.app.store.absences(None, SHOWN_MAX).await?;
    let me = &visit.by.person.person;
    let shown = all.into_iter().filter(|absence| {
        mine.iter().any(|person| person.person == absence.person)
            || absence.substitute.as_ref() == Some(me)
    });
    Ok(shown.map(|absence| line(visit, roster, mine, &absence)).collect())
}

fn line(visit: &Visit, roster: &Roster, mine: &[&Person], absence: &Absence) -> FormLine {
    let (lang, now) = (visit.lang, visit.now());
    let zone = &visit.app.settings.zone;
    let name = |id: &PersonId| {
        roster.person(id).map_or_else(|| id.to_string(), |person| person.name.clone())
    };
    let moment = |at| format::moment(lang, at, zone);
    let from = moment(absence.from);
    let more = match absence.end() {
        Some(end) => {
            let until = moment(end);
            say(lang, "absence-span", &[("from", from.into()), ("until", until.into())])
        }
        None => say(lang, "absence-since", &[("from", from.into())]),
    };
    let who = name(&absence.person);
    let text = match &absence.substitute {
        Some(substitute) => {
            let substitute = name(substitute);
            say(lang, "absence-line", &[("who", who.into()), ("substitute", substitute.into())])
        }
        None => say(lang, "absence-line-alone", &[("who", who.into())]),
    };
    let may = mine.iter().any(|person| person.person == absence.person);
    let open = may && absence.end().is_none_or(|end| end > now);
    FormLine {
        text,
        more,
        end: open.then(|| format!("{HERE}/{}/cancel", absence.absence)),
        button: say(lang, "absence-cancel", &[]),
        suffix: absence.absence.clone(),
    }
}
