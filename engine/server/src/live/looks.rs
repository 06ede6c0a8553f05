//! Who looks at which task: told by the page every half minute, forgotten after three times that.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use reglament_core::ids::{PersonId, TaskId};

/// Who said nothing for so long looks no more.
const FORGOTTEN: SignedDuration = SignedDuration::from_secs(90);
/// At most so many tasks are remembered.
const TASKS_MAX: usize = 10_000;

/// Who looked at a task, and when last.
#[derive(Debug, Default)]
pub struct Looks(Mutex<BTreeMap<TaskId, BTreeMap<PersonId, Timestamp>>>);

impl Looks {
    /// This person looks; who else does.
    pub fn look(&self, task: &TaskId, person: &PersonId, now: Timestamp) -> Vec<PersonId> {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.len() >= TASKS_MAX && !looks.contains_key(task) {
            looks.retain(|_, people| people.values().any(|at| is_fresh(*at, now)));
            if looks.len() >= TASKS_MAX {
                return Vec::new();
            }
        }
        let people = looks.entry(task.clone()).or_default();
        people.retain(|_, at| is_fresh(*at, now));
        people.insert(person.clone(), now);
        people.keys().filter(|other| *other != person).cloned().collect()
    }

    /// Who looks beside this person.
    pub fn others(&self, task: &TaskId, person: &PersonId, now: Timestamp) -> Vec<PersonId> {
        let looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let people = looks.get(task).into_iter().flatten();
        let others = people.filter(|(other, at)| *other != person && is_fresh(**at, now));
        others.map(|(other, _)| other.clone()).collect()
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) < FORGOTTEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_is_known_until_they_are_silent() {
        let looks = Looks::default();
        let (task, other) = (TaskId::from("1.1"), TaskId::from("1.2"));
        let [aliya, bolat] = ["aliya", "bolat"].map(PersonId::from);
        let at = |seconds: i64| Timestamp::from_second(1_800_000_000 + seconds).unwrap();
        assert!(looks.look(&task, &aliya, at(0)).is_empty());
        assert_eq!(looks.look(&task, &bolat, at(30)), std::slice::from_ref(&aliya));
        assert_eq!(looks.others(&task, &bolat, at(31)), std::slice::from_ref(&aliya));
        assert!(looks.others(&task, &bolat, at(200)).is_empty());
        assert!(looks.look(&other, &bolat, at(30)).is_empty());
        assert_eq!(looks.look(&task, &aliya, at(119)), [bolat]);
        assert!(looks.look(&task, &aliya, at(209)).is_empty());
    }
}
