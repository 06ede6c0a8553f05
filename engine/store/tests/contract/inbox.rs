//! The inbox: who sees which tasks, in which order.

use std::collections::{BTreeMap, BTreeSet};

use reglament_core::command::Offices;
use reglament_core::ids::{GroupId, OfficeId};
use reglament_core::instance::{ActivationState, Clock, Priority};
use reglament_core::search::Term;
use reglament_store::{Draft, SavedFilter, Search, Store, TaskFilter, TaskOrder, TaskPlace};

use crate::case::{Case, after, remember, task};
use crate::place::Place;

fn groups(names: &[&str]) -> BTreeMap<GroupId, Offices> {
    names.iter().map(|name| (GroupId::from(*name), Offices::All)).collect()
}

fn offices(names: &[&str]) -> Offices {
    Offices::Only(names.iter().copied().map(OfficeId::from).collect())
}

fn all() -> TaskFilter {
    TaskFilter { limit: 100, ..Default::default() }
}

/// The last digit of the instance and the number of each task.
async fn names(store: &dyn Store, filter: &TaskFilter) -> Vec<String> {
    let rows = store.tasks(filter).await.unwrap();
    rows.iter().map(|row| row.task.as_str()[13..].to_owned()).collect()
}

pub async fn tasks_come_by_due_date_then_number(place: &Place) {
    let store = place.open().await;
    for (n, due) in [(1, None), (2, Some(30)), (3, Some(10)), (4, Some(30))] {
        let id = format!("2611230000000{n}");
        let (mut case, start) = Case::start_with_task(&id, "clerks", due.map(after));
        store.commit(start).await.unwrap();
        if n == 2 {
            // Ten tasks of one case: the numbers are counted, not spelt.
            let more = case.change(|instance| {
                instance.activations.extend((3..12).map(|no| (no, task("clerks"))));
            });
            store.commit(more).await.unwrap();
        }
    }
    let found = names(&*store, &all()).await;
    let second: Vec<_> =
        [1, 3, 4, 5, 6, 7, 8, 9, 10, 11].iter().map(|n| format!("2.{n}")).collect();
    assert_eq!(found[0], "3.1");
    assert_eq!(found[1..11], second);
    assert_eq!(found[11..], ["4.1", "1.1"]);
    assert_eq!(
        names(&*store, &TaskFilter { reach: Some(groups(&["clerks"])), ..all() }).await,
        found
    );
}

pub async fn tasks_are_filtered(place: &Place) {
    let store = place.open().await;
    for (n, group, due, holder) in [
        (1, "clerks", Some(30), None),
        (2, "experts", Some(10), Some("aigul")),
        (3, "heads", Some(20), None),
        (4, "clerks", None, Some("aigul")),
        (5, "clerks", Some(5), Some("baurzhan")),
    ] {
        let id = format!("2611230000000{n}");
        let (mut case, start) = Case::start_with_task(&id, group, due.map(after));
        store.commit(start).await.unwrap();
        if let Some(holder) = holder {
            store.commit(case.claim(1, holder)).await.unwrap();
        }
    }
    let check = async |filter: TaskFilter, expected: &[&str]| {
        let expected: Vec<_> = expected.iter().map(|n| format!("{n}.1")).collect();
        assert_eq!(names(&*store, &filter).await, expected, "{filter:?}");
    };
    check(all(), &["5", "2", "3", "1", "4"]).await;
    check(TaskFilter { reach: Some(groups(&["clerks"])), ..all() }, &["5", "1", "4"]).await;
    check(TaskFilter { reach: Some(groups(&["clerks", "heads"])), ..all() }, &["5", "3", "1", "4"])
        .await;
    check(TaskFilter { reach: Some(groups(&[])), ..all() }, &[]).await;
    check(TaskFilter { reach: Some(groups(&["nobody"])), ..all() }, &[]).await;
    check(TaskFilter { holders: ["aigul".into()].into(), ..all() }, &["2", "4"]).await;
    let hers =
        TaskFilter { holders: ["aigul".into()].into(), reach: Some(groups(&["clerks"])), ..all() };
    check(hers, &["4"]).await;
    check(TaskFilter { unclaimed: true, ..all() }, &["3", "1"]).await;
    let free = TaskFilter { unclaimed: true, reach: Some(groups(&["clerks", "experts"])), ..all() };
    check(free, &["1"]).await;
    check(TaskFilter { instance: Some("26112300000003".into()), ..all() }, &["3"]).await;
    check(TaskFilter { due_before: Some(after(20)), ..all() }, &["5", "2"]).await;
    let late = TaskFilter { due_before: Some(after(6)), reach: Some(groups(&["clerks"])), ..all() };
    check(late, &["5"]).await;
    let many: Vec<_> = (0..100).map(|n| format!("group-{n}")).chain(["heads".to_owned()]).collect();
    let many: Vec<_> = many.iter().map(|name| &**name).collect();
    let many = groups(&many);
    check(TaskFilter { reach: Some(many), ..all() }, &["3"]).await;
}

pub async fn pages_of_an_inbox_join_without_gap(place: &Place) {
    let store = place.open().await;
    for n in 10..40 {
        let group = ["clerks", "experts", "heads"][n % 3];
        let due = (n % 5 != 0).then(|| after(i64::try_from(n * 7 % 11).unwrap()));
        let (_, start) = Case::start_with_task(&format!("261123000000{n}"), group, due);
        store.commit(start).await.unwrap();
    }
    let filter = TaskFilter { reach: Some(groups(&["clerks", "heads"])), ..all() };
    let whole = names(&*store, &filter).await;
    assert_eq!(whole.len(), 20);
    for order in [TaskOrder::Due, TaskOrder::Number, TaskOrder::Applicant] {
        for descending in [false, true] {
            let filter = TaskFilter { order, descending, ..filter.clone() };
            let whole: Vec<_> = store.tasks(&filter).await.unwrap();
            let whole: Vec<_> = whole.iter().map(|row| row.task.to_string()).collect();
            assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 20);
            assert_eq!(pages(&*store, &filter, 7).await, whole, "{order:?} {descending}");
        }
    }
    let down = names(&*store, &TaskFilter { descending: true, ..filter.clone() }).await;
    assert!(down.iter().rev().eq(&whole), "one order is the other one turned round");
}

/// The whole list, read page by page, each behind the place of the last row.
async fn pages(store: &dyn Store, filter: &TaskFilter, limit: u32) -> Vec<String> {
    let mut joined = Vec::new();
    let mut after = None;
    loop {
        let page = TaskFilter { after: after.clone(), limit, ..filter.clone() };
        let rows = store.tasks(&page).await.unwrap();
        let Some(last) = rows.last() else { return joined };
        after = Some(TaskPlace::of(last));
        joined.extend(rows.iter().map(|row| row.task.to_string()));
    }
}

pub async fn an_inbox_shows_the_offices_of_its_reader(place: &Place) {
    let store = place.open().await;
    for (n, group, office) in [
        (1, "clerks", Some("north")),
        (2, "clerks", Some("south")),
        (3, "clerks", None),
        (4, "heads", Some("north")),
        (5, "heads", Some("south")),
        (6, "others", None),
    ] {
        let (mut case, start) = Case::start_with_task(&format!("2611230000000{n}"), group, None);
        store.commit(start).await.unwrap();
        let moved = case.change(|instance| instance.office = office.map(OfficeId::from));
        store.commit(moved).await.unwrap();
    }
    let reach = |pairs: &[(&str, Offices)]| {
        Some(pairs.iter().map(|(group, of)| (GroupId::from(*group), of.clone())).collect())
    };
    let substitute = [("clerks", offices(&["north"])), ("heads", Offices::All)];
    for (pairs, expected) in [
        (&[("clerks", offices(&["north"]))][..], &["1.1", "3.1"][..]),
        (&[("clerks", Offices::All)], &["1.1", "2.1", "3.1"]),
        (&substitute, &["1.1", "3.1", "4.1", "5.1"]),
        (&[("heads", offices(&["elsewhere"]))], &[]),
    ] {
        for order in [TaskOrder::Due, TaskOrder::Number] {
            let filter = TaskFilter { reach: reach(pairs), order, ..all() };
            assert_eq!(names(&*store, &filter).await, expected, "{filter:?}");
            let counted = store.count_tasks(&filter, 1_000).await.unwrap();
            assert_eq!(counted as usize, expected.len());
        }
        // The steps lead another index, in which the office is looked at row by row.
        let steps = [("event-permit".into(), "intake".into())].into();
        let filter = TaskFilter { reach: reach(pairs), steps: Some(steps), ..all() };
        assert_eq!(names(&*store, &filter).await, expected, "{filter:?}");
        let instances = ["26112300000001".into(), "26112300000004".into()].into();
        let filter = TaskFilter { reach: reach(pairs), instances: Some(instances), ..all() };
        let two: Vec<_> = expected.iter().filter(|name| ["1.1", "4.1"].contains(name)).collect();
        assert_eq!(names(&*store, &filter).await.iter().collect::<Vec<_>>(), two);
    }
    assert_eq!(store.count_tasks(&all(), 4).await.unwrap(), 4, "counting stops there");
}

pub async fn the_urgent_and_the_paused_are_found(place: &Place) {
    let store = place.open().await;
    for (n, priority, paused) in [(1, 0, false), (2, 2, false), (3, 1, false), (4, 0, true)] {
        let id = format!("2611230000000{n}");
        let (mut case, start) = Case::start_with_task(&id, "clerks", Some(after(n)));
        store.commit(start).await.unwrap();
        let raise = case.change(|instance| {
            instance.priority = Priority::ALL[priority];
            if let (true, Clock::Running(figures)) = (paused, instance.clock.clone()) {
                instance.clock = Clock::Paused { figures, since: after(1) };
            }
        });
        store.commit(raise).await.unwrap();
    }
    let reach = Some(groups(&["clerks"]));
    let find = async |filter: TaskFilter| {
        names(&*store, &TaskFilter { reach: reach.clone(), ..filter }).await
    };
    for (priority, expected) in [(0, &["1.1", "4.1"][..]), (1, &["3.1"]), (2, &["2.1"])] {
        let priority = Some(Priority::ALL[priority]);
        assert_eq!(find(TaskFilter { priority, ..all() }).await, expected);
    }
    assert_eq!(find(TaskFilter { paused: Some(true), ..all() }).await, ["4.1"]);
    assert_eq!(find(TaskFilter { paused: Some(false), ..all() }).await, ["1.1", "2.1", "3.1"]);
    assert_eq!(find(TaskFilter { due_from: Some(after(3)), ..all() }).await, ["3.1", "4.1"]);
}

pub async fn a_draft_is_its_writers_until_it_is_left(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start_with_task("26112300000001", "clerks", None);
    store.commit(start).await.unwrap();
    let task = case.task_id(1);
    let (aigul, baurzhan) = ("aigul".into(), "baurzhan".into());
    let draft = |body: &str| Draft {
        task: task.clone(),
        person: "aigul".into(),
        version: 1,
        body: body.to_owned(),
        at: after(1),
        left: false,
    };
    assert!(store.put_draft(&draft("[\"half\"]")).await.unwrap());
    assert!(store.put_draft(&draft("[\"whole\"]")).await.unwrap());
    assert_eq!(store.draft(&task, &aigul).await.unwrap(), Some(draft("[\"whole\"]")));
    assert_eq!(store.draft(&task, &baurzhan).await.unwrap(), None);
    store.leave_draft(&task, &aigul).await.unwrap();
    let left = Some(Draft { left: true, ..draft("[\"whole\"]") });
    assert_eq!(store.draft(&task, &baurzhan).await.unwrap(), left);
    store.drop_draft(&task, &aigul).await.unwrap();
    assert_eq!(store.draft(&task, &baurzhan).await.unwrap(), None);
    // A draft goes with its task, in the commit that closes it.
    assert!(store.put_draft(&draft("[]")).await.unwrap());
    let close = case.change(|instance| instance.activations.clear());
    store.commit(close).await.unwrap();
    assert_eq!(store.draft(&task, &aigul).await.unwrap(), None);
    assert!(!store.put_draft(&draft("[]")).await.unwrap(), "nobody can work it any more");
}

pub async fn a_change_of_a_task_keeps_its_draft(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start_with_task("26112300000001", "clerks", None);
    store.commit(start).await.unwrap();
    let draft = Draft {
        task: case.task_id(1),
        person: "aigul".into(),
        version: 1,
        body: "[]".to_owned(),
        at: after(1),
        left: false,
    };
    store.put_draft(&draft).await.unwrap();
    store.commit(case.claim(1, "aigul")).await.unwrap();
    assert!(store.draft(&draft.task, &draft.person).await.unwrap().is_some());
    let holders = store.holders().await.unwrap();
    assert_eq!(holders, ["aigul"]);
    let open = case.instance.activations.values().next().unwrap();
    assert!(matches!(open.state, ActivationState::Task(_)));
}

pub async fn filters_and_settings_are_kept(place: &Place) {
    let store = place.open().await;
    let filter = |id: &str, owner: &str, group: Option<&str>, name: &str| SavedFilter {
        id: id.to_owned(),
        owner: owner.into(),
        group: group.map(GroupId::from),
        name: name.to_owned(),
        query: "tab=units&sort=number".to_owned(),
        at: after(0),
    };
    let kept = [
        filter("1", "aigul", None, "Мои срочные"),
        filter("2", "baurzhan", Some("clerks"), "Без исполнителя"),
        filter("3", "baurzhan", None, "Чужой"),
    ];
    for filter in &kept {
        store.put_filter(filter).await.unwrap();
    }
    let of = async |person: &str, groups: &[&str]| {
        let groups: BTreeSet<_> = groups.iter().copied().map(GroupId::from).collect();
        let filters = store.filters(&person.into(), &groups).await.unwrap();
        filters.into_iter().map(|filter| filter.id).collect::<Vec<_>>()
    };
    assert_eq!(of("aigul", &["clerks"]).await, ["2", "1"]);
    assert_eq!(of("aigul", &[]).await, ["1"]);
    store.drop_filter("2", &"aigul".into()).await.unwrap();
    assert_eq!(of("aigul", &["clerks"]).await, ["2", "1"], "it is not hers");
    store.drop_filter("2", &"baurzhan".into()).await.unwrap();
    assert_eq!(of("aigul", &["clerks"]).await, ["1"]);

    let aigul = "aigul".into();
    assert_eq!(store.preference(&aigul, "columns").await.unwrap(), None);
    for value in ["unit", "unit,office"] {
        store.put_preference(&aigul, "columns", value).await.unwrap();
    }
    let kept = store.preference(&aigul, "columns").await.unwrap();
    assert_eq!(kept.as_deref(), Some("unit,office"));
    for answer in ["first", "second"] {
        store.remember(&remember("person/aigul/bulk/1", answer)).await.unwrap();
    }
    let known = store.remembered("person/aigul/bulk/1").await.unwrap();
    assert_eq!(known, Some(remember("person/aigul/bulk/1", "first")), "the first answer stays");
}

pub async fn cases_are_found_by_words_and_numbers(place: &Place) {
    let store = place.open().await;
    let named = |words: &[&str]| {
        let whole = words.iter().fold(String::new(), |whole, word| format!("{whole} {word}"));
        let term = |word: &&str| Term { term: (*word).to_owned(), whole: whole.clone() };
        words.iter().map(term).collect::<Vec<_>>()
    };
    let number = |number: &str| Term { term: number.to_owned(), whole: String::new() };
    let mut cases = Vec::new();
    for (n, mut terms, other) in [
        (1, named(&["ahmetova", "alia"]), number("n0000001")),
        (2, named(&["ahmetov", "bolat"]), number("850101300123")),
        (3, named(&["alia", "serikova"]), number("n0000002")),
    ] {
        let (mut case, start) = Case::start(&format!("2611230000000{n}"));
        store.commit(start).await.unwrap();
        terms.push(other);
        let mut change = case.change(|_| {});
        change.rows.terms.added = terms;
        store.commit(change).await.unwrap();
        cases.push(case);
    }
    let find = async |words: &[&str], number: Option<&str>| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let number = number.map(str::to_owned);
        let search = Search { words, number, limit: 10, ..Search::default() };
        let found = store.find_cases(&search).await.unwrap();
        found.iter().map(|id| id.as_str()[13..].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(find(&["ahm"], None).await, ["2", "1"]);
    assert_eq!(find(&["alia", "ahm"], None).await, ["1"]);
    assert_eq!(find(&["bolat", "serik"], None).await, Vec::<String>::new());
    assert_eq!(find(&[], Some("8501013")).await, ["2"]);
    assert_eq!(find(&["n0"], Some("n0")).await, ["3", "1"], "each once");
    let mut renamed = cases[0].change(|_| {});
    renamed.rows.terms.gone = named(&["ahmetova", "alia"]);
    renamed.rows.terms.added = named(&["ahmetova", "madina"]);
    store.commit(renamed).await.unwrap();
    assert_eq!(find(&["alia"], None).await, ["3"]);
    assert_eq!(find(&["mad"], None).await, ["1"]);
    let offices = Some(["north".into()].into());
    let search = Search { words: vec!["mad".to_owned()], offices, limit: 10, ..Search::default() };
    assert_eq!(store.find_cases(&search).await.unwrap().len(), 1, "without an office it is all's");
}
