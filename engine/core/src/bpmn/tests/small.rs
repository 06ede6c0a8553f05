//! Small models of our own: what each kind of element does, and what is refused.

use std::path::Path;

use super::conformance::parts;
use super::play::{Scripts, Town};

fn model(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/bpmn");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// What ran, in the order of the alphabet, and whether it stands on an incident.
fn ran(name: &str, variables: &str, for_ms: i64) -> (String, bool) {
    let mut seen = None;
    for scripts in [Scripts::Jobs, Scripts::People(3), Scripts::People(11)] {
        let parts = parts(&model(name), scripts).unwrap_or_else(|found| panic!("{found:#?}"));
        let mut town = Town::new(parts, scripts);
        town.start(0, &serde_json::from_str(variables).unwrap());
        town.play(for_ms);
        town.trace.sort();
        let now = (town.trace.join(" ").replace("SCRIPT_", ""), town.stands_on_incident());
        assert!(
            seen.as_ref().is_none_or(|seen| *seen == now),
            "{name}: {seen:?}, {scripts:?}: {now:?}"
        );
        seen = Some(now);
    }
    seen.unwrap()
}

/// A day of the clock.
const DAY: i64 = 24 * 60 * 60 * 1_000;

#[test]
fn each_kind_of_element_does_what_bpmn_says() {
    for (name, variables, wanted) in [
        ("gateways.bpmn", r#"{ "amount": 5, "kind": "old" }"#, "both join large"),
        ("gateways.bpmn", r#"{ "amount": 1, "kind": "new" }"#, "both join small"),
        ("events.bpmn", "{}", "after caught reminded"),
        ("loops.bpmn", r#"{ "copies": 2 }"#, "copy copy last round round round"),
        ("undo.bpmn", "{}", "book left undo"),
        ("taken-over.bpmn", "{}", "after handled"),
    ] {
        assert_eq!(ran(name, variables, DAY), (wanted.to_owned(), false), "{name} {variables}");
    }
}

#[test]
fn a_loop_of_less_than_nothing_stands_on_an_incident() {
    assert_eq!(ran("loops.bpmn", r#"{ "copies": -1 }"#, DAY), (String::new(), true));
}

#[test]
fn what_is_not_understood_is_listed_with_its_place() {
    let found = parts(&model("refused.bpmn"), Scripts::Jobs).err().unwrap();
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "5:3 RGL-073 choreography `dance`: it has no meaning in a map",
            "12:7 RGL-073 timerEventDefinition: a map has no timer that goes off again and again",
            "15:5 RGL-073 sequenceFlow `astray`: it leads to nothing in its own process or subprocess",
        ]
    );
}

#[test]
fn what_comes_from_outside_has_limits() {
    let of = |text: &str| parts(text, Scripts::Jobs).err().unwrap_or_default().join(" ");
    let deep = format!(
        "<definitions xmlns=\"{0}\">{1}",
        crate::bpmn::MODEL_NAMESPACE,
        "<subProcess>".repeat(100_000)
    );
    for (text, why) in [
        (deep.as_str(), "more than 64 deep"),
        ("", "no complete XML"),
        ("<a", "not XML"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "document type"),
        ("<a>&b;</a>", "not known"),
        ("<a/>", "no BPMN 2.0 model"),
        ("<a></b>", "not XML"),
    ] {
        assert!(of(text).contains(why), "{text:.60}: {}", of(text));
    }
    let blown = format!("<a>{}</a>", " ".repeat(5 * 1024 * 1024));
    assert!(of(&blown).contains("4 MB"));
}
