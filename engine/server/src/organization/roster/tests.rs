use reglament_core::text::{Lang, Texts};

use super::*;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_770_000_000 + hour * 3_600).unwrap()
}

fn texts(name: &str) -> Texts {
    Texts { ru: name.to_owned(), kk: name.to_owned(), en: name.to_owned() }
}

fn office(id: &str, parent: Option<&str>, head: Option<&str>, territories: &[&str]) -> Office {
    Office {
        office: id.into(),
        titles: texts(id),
        parent: parent.map(OfficeId::from),
        head: head.map(PersonId::from),
        territories: territories.iter().map(|code| OfficeId::from(*code)).collect(),
        active: true,
    }
}

fn group(id: &str, head: Option<&str>) -> Group {
    Group { group: id.into(), titles: texts(id), head: head.map(PersonId::from), active: true }
}

fn person(id: &str, office: Option<&str>, groups: &[&str], roles: &[Role]) -> Person {
    Person {
        person: id.into(),
        name: id.to_owned(),
        email: None,
        language: Lang::Ru,
        groups: groups.iter().map(|group| GroupId::from(*group)).collect(),
        roles: roles.iter().copied().collect(),
        office: office.map(OfficeId::from),
        identity: None,
        password_hash: None,
        active: true,
    }
}

fn absence(person: &str, substitute: &str, from: i64, until: i64) -> Absence {
    Absence {
        absence: format!("{person}-{from}"),
        person: person.into(),
        from: at(from),
        until: Some(at(until)),
        substitute: Some(substitute.into()),
        groups: None,
        reason: String::new(),
        set_by: person.to_owned(),
        set_at: at(0),
        cancelled_by: None,
        cancelled_at: None,
    }
}

/// Two cities below a region, below the centre.
fn data() -> OrganizationData {
    let officer = [Role::Officer];
    OrganizationData {
        version: 7,
        offices: vec![
            office("centre", None, Some("kanat"), &[]),
            office("north", Some("centre"), Some("gulnar"), &["KZ-59"]),
            office("north-city", Some("north"), None, &["KZ-59-1"]),
            office("south", Some("centre"), None, &["KZ-61"]),
        ],
        groups: vec![group("police", Some("saule")), group("chancery", None)],
        people: vec![
            person("aliya", Some("north-city"), &["police"], &officer),
            person("bolat", Some("north-city"), &["police", "chancery"], &officer),
            person("damir", Some("south"), &["police"], &officer),
            person("gulnar", Some("north"), &["police"], &[Role::Officer, Role::Supervisor]),
            person("kanat", None, &[], &[Role::Supervisor]),
            person("saule", Some("south"), &["police"], &officer),
        ],
        programs: Vec::new(),
        absences: vec![absence("aliya", "bolat", 1, 5), absence("bolat", "damir", 2, 4)],
    }
}

fn names(people: &[&Person]) -> Vec<String> {
    people.iter().map(|person| person.person.to_string()).collect()
}

#[test]
fn a_person_sees_their_office_and_everything_below_it() {
    let roster = Roster::new(data());
    let seen = |id: &str| {
        let seen = roster.offices_of(roster.person(&id.into()).unwrap());
        seen.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(seen("gulnar"), "KZ-59 KZ-59-1 north north-city");
    assert_eq!(seen("aliya"), "KZ-59-1 north-city");
    assert_eq!(seen("kanat"), "", "bound to none");
    let mut gone = data();
    gone.offices.clear();
    let gone = Roster::new(gone);
    let aliya = gone.person(&"aliya".into()).unwrap();
    assert!(!gone.offices_of(aliya).is_empty(), "an office that is gone does not open all others");
}

#[test]
fn a_circle_of_offices_ends() {
    let mut data = data();
    data.offices[0].parent = Some("north-city".into());
    let roster = Roster::new(data);
    assert_eq!(roster.line(&"north".into()).len(), OFFICE_DEPTH_MAX);
    assert_eq!(roster.reach(&"north".into()).len(), 7);
}

#[test]
fn a_substitute_stands_in_from_to_and_for_nobody_further() {
    let roster = Roster::new(data());
    let for_whom = |by: &str, hour| {
        let found = roster.acting_for(&by.into(), at(hour));
        found.iter().map(|absent| absent.person.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(for_whom("bolat", 0), "");
    assert_eq!(for_whom("bolat", 1), "aliya");
    assert_eq!(for_whom("damir", 3), "bolat", "not aliya, for whom bolat stands in");
    assert_eq!(for_whom("damir", 4), "");
    let mut data = data();
    data.absences[0].cancelled_at = Some(at(2));
    data.absences[1].groups = Some([GroupId::from("chancery")].into());
    let roster = Roster::new(data);
    assert!(roster.acting_for(&"bolat".into(), at(2)).is_empty(), "cancelled");
    assert_eq!(roster.acting_for(&"damir".into(), at(3))[0].groups, ["chancery".into()].into());
}

#[test]
fn nobody_stands_in_for_who_left() {
    let mut data = data();
    data.people[0].active = false;
    let roster = Roster::new(data);
    assert!(roster.acting_for(&"bolat".into(), at(1)).is_empty());
    assert!(roster.actor(&"aliya".into(), at(1)).is_none());
}

#[test]
fn the_head_is_the_nearest_one_above() {
    let roster = Roster::new(data());
    let head = |group: &str, office: Option<&str>| {
        let office = office.map(OfficeId::from);
        roster.head(&group.into(), office.as_ref()).map(|head| head.person.to_string())
    };
    assert_eq!(head("police", Some("south")).as_deref(), Some("saule"), "the group's own, there");
    assert_eq!(head("police", Some("KZ-59-1")).as_deref(), Some("gulnar"));
    assert_eq!(head("chancery", Some("south")).as_deref(), Some("kanat"));
    assert_eq!(head("police", None).as_deref(), Some("saule"));
    assert_eq!(head("chancery", None), None);
    let bolat = roster.person(&"bolat".into()).unwrap();
    assert!(
        roster.is_head_of(&"gulnar".into(), bolat) && roster.is_head_of(&"kanat".into(), bolat)
    );
    assert!(!roster.is_head_of(&"saule".into(), bolat), "heads the group, but of another office");
    assert_eq!(
        roster.leads(&"gulnar".into()),
        ["police".into(), "chancery".into()].into(),
        "the groups of the office that she heads"
    );
}

#[test]
fn supervisors_are_those_of_the_nearest_office() {
    let roster = Roster::new(data());
    assert_eq!(names(&roster.supervisors(Some(&"KZ-59-1".into()))), ["gulnar"]);
    assert_eq!(names(&roster.supervisors(Some(&"south".into()))), ["kanat"]);
    assert_eq!(names(&roster.supervisors(None)), ["kanat"]);
}

#[test]
fn candidates_come_with_absence_and_load() {
    let roster = Roster::new(data());
    let loads = [("gulnar".into(), 3), ("bolat".into(), 1)].into();
    let found = roster.candidates(&"police".into(), Some(&"north-city".into()), at(1), &loads);
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.person.person.as_str(), one.absence.is_some(), one.load))
        .collect();
    assert_eq!(found, [("bolat", false, 1), ("gulnar", false, 3), ("aliya", true, 0)]);
    let all = roster.candidates(&"police".into(), None, at(1), &BTreeMap::new());
    assert_eq!(all.len(), 5, "what has no office is for all");
}
