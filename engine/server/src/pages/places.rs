//! The places of the navigation: one line each.

use reglament_core::access::Action;

use super::shell::Place;
use super::visit::Visit;

/// Where this person may go: what stands in the bar, and what folds below «more».
pub fn of(visit: &Visit) -> (Vec<Place>, Vec<Place>) {
    let place = |name, href: &'static str, shown: bool| {
        let path = visit.path.split('?').next().unwrap_or_default();
        shown.then_some(Place { name, href, current: path == href })
    };
    let supervisor = visit.is_supervisor();
    let daily = [
        place("place-tasks", "/tasks", true),
        place("place-start", "/start", visit.may(&Action::StartInstance)),
        place("place-overdue", "/reports/overdue", supervisor),
    ];
    let seldom = [
        place("place-moved", "/reports/moved-deadlines", supervisor),
        place("place-schedules", "/reports/schedules", supervisor),
    ];
    (daily.into_iter().flatten().collect(), seldom.into_iter().flatten().collect())
}
