//! The places of the navigation: one line each.

use reglament_core::access::Action;

use super::shell::Place;
use super::visit::Visit;
use crate::routes::OWN_GROUPS;

/// The first place of this person: where they land.
pub fn first(visit: &Visit) -> &'static str {
    let (daily, seldom) = of(visit);
    daily.first().or(seldom.first()).map_or("/me", |place| place.href)
}

/// Where this person may go: what stands in the bar, and what folds below «more».
pub fn of(visit: &Visit) -> (Vec<Place>, Vec<Place>) {
    let place = |name, href: &'static str, shown: bool| {
        let path = visit.path.split('?').next().unwrap_or_default();
        shown.then_some(Place {
            name,
            href,
            current: path == href || (href == "/reports/now" && is_report(path)),
        })
    };
    let supervisor = visit.is_supervisor();
    let daily = [
        place("place-tasks", "/tasks", visit.may(&Action::ListTasks(Some(&OWN_GROUPS)))),
        place("place-start", "/start", visit.may(&Action::StartInstance)),
        place("place-reports", "/reports/now", supervisor),
    ];
    let keeps = visit.may(&Action::KeepOrganization);
    let seldom = [
        place("place-organization", "/organization/people", keeps),
        place("place-audit", "/audit", visit.may(&Action::ReadAudit)),
        place("absence-title", "/me/absence", true),
        place("place-moved", "/reports/moved-deadlines", supervisor),
        place("place-schedules", "/reports/schedules", supervisor),
    ];
    (daily.into_iter().flatten().collect(), seldom.into_iter().flatten().collect())
}

/// Whether this is the page of a report or of the list behind one of its figures.
fn is_report(path: &str) -> bool {
    path == "/cases"
        || (path.starts_with("/reports/")
            && !path.starts_with("/reports/moved")
            && !path.starts_with("/reports/schedules"))
}
