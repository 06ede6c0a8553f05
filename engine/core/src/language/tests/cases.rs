//! One small sound map, and what is found when one thing in it is changed.

use super::*;

pub(super) const MAP: &str = "\
process: pass
title: { ru: Пропуск, kk: Рұқсаттама, en: Pass }
authority: town
in_force: { from: 2026-01-01 }
calendar: office
basis:
  rules-3: { act: Rules, clause: п. 3 }
  rules-4: { act: Rules }
applicant: { name: kind, email: kind }
units:
  desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk }
  head: { title: { ru: Глава, kk: Басшы, en: Head }, group: head }
data:
  kind: { type: choice, of: [student, visitor], title: { ru: Кто, kk: Кім, en: Who } }
  amount: { type: number, title: { ru: Число, kk: Сан, en: Amount } }
fees: { decision: fee, hit: unique, inputs: [kind], outputs: [fee], rules: [{ when: { kind: [student] }, then: { fee: 0 } }, { when: { kind: [visitor] }, then: { fee: 5 } }] }
grounds: { none: { title: { ru: Нет, kk: Жоқ, en: None }, cites: [rules-3] } }
deadline: { within: 5 working days, from: intake.accepted, warn: [50%, 1 working day before], extension: { up_to: 30 calendar days, by: head, reason: required, notify: { within: 3 working days, to: applicant } } }
on: [{ message: withdrawn, to: closed }]
steps:
  intake: { type: user_task, unit: desk, form: [kind, amount], action: 1, outcomes: { accepted: {}, rejected: { to: closed } } }
  split: { type: parallel_gateway, next: [look, ask] }
  look: { type: manual_task, unit: desk, next: both, action: 2, within: 1 working day }
  ask: { type: service_task, worker: register, sends: { kind: kind }, receives: { hits: { type: number } } }
  both: { type: parallel_gateway }
  which: { type: exclusive_gateway, next: [{ when: ask.hits > 0, to: pause }, { otherwise: decision }] }
  pause: { type: timer, wait: 2 working hours, next: decision }
  decision: { type: user_task, unit: head, not_same_person_as: [intake], outcomes: { approve: {}, refuse: { to: closed, demands: ground }, extend: { extends: deadline } } }
  tell: { type: send_task, notify: { to: applicant, message: ready } }
  issued: { type: end_event, status: issued, title: { ru: Выдан, kk: Берілді, en: Issued } }
  closed: { type: end_event, terminate: true, status: closed, title: { ru: Закрыт, kk: Жабық, en: Closed } }
";

/// The rules of its fees, as the caret of a gap underlines them.
const RULES: &str = "[{ when: { kind: [student] }, then: { fee: 0 } }, { when: { kind: [visitor] }, then: { fee: 5 } }]";

/// The codes found when `from` is replaced by `to`, each with the text under its caret.
fn found(from: &str, to: &str) -> Vec<(&'static str, String)> {
    assert!(MAP.contains(from), "the map has no `{from}`");
    let sources = with_map(&MAP.replacen(from, to, 1));
    let under = |found: &Diagnostic| {
        let span = found.primary.span;
        let text = &sources.file(span.file).unwrap().text;
        (found.rule.code, text[span.start as usize..span.end as usize].to_owned())
    };
    check(&sources).diagnostics.iter().map(under).collect()
}

/// Changes and what each is found as.
type Cases = &'static [(&'static str, &'static str, &'static [(&'static str, &'static str)])];

fn all(cases: Cases) {
    for (from, to, expected) in cases {
        let found = found(from, to);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(code, text)| (*code, text.as_str())).collect();
        assert_eq!(found, *expected, "`{from}` → `{to}`");
    }
}

#[test]
fn the_map_is_sound() {
    assert_eq!(found("process", "process"), []);
}

#[test]
fn values() {
    all(&[
        ("[student, visitor]", "[student, visitor, 012]", &[("RGL-007", "012")]),
        ("terminate: true", "terminate: yes", &[("RGL-007", "yes")]),
        ("{ fee: 5 }", "{ fee: [5] }", &[("RGL-008", "[5]")]),
        ("title: { ru: Кто, kk: Кім, en: Who }", "title: Кто", &[("RGL-008", "Кто")]),
        (
            "title: { ru: Кто, kk: Кім, en: Who }",
            "title: { ru: Кто }",
            &[("RGL-030", "{ ru: Кто }")],
        ),
        ("group: head", "grop: head", &[("RGL-010", "head"), ("RGL-009", "grop")]),
        ("type: timer", "type: timr", &[("RGL-011", "timr")]),
        ("2 working hours", "2 weeks", &[("RGL-012", "2 weeks")]),
        (
            "2 working hours",
            "next working day at 25:00",
            &[("RGL-012", "next working day at 25:00")],
        ),
        ("2026-01-01", "2026-02-30", &[("RGL-029", "2026-02-30")]),
        ("from: 2026-01-01", "from: 2026-01-01, until: 2025-01-01", &[("RGL-029", "2025-01-01")]),
        ("50%", "150%", &[("RGL-029", "150%")]),
        ("  look:", "  look-up:", &[("RGL-014", "look"), ("RGL-013", "look-up")]),
        ("[student, visitor]", "[student, visitor, С3]", &[("RGL-040", "С3"), ("RGL-047", RULES)]),
        ("type: number, title", "type: numbr, title", &[("RGL-046", "numbr")]),
        ("type: timer, wait: 2 working hours", "type: timer", &[("RGL-010", "pause")]),
        ("unit: head, not", "not", &[("RGL-010", "decision")]),
    ]);
}

#[test]
fn references() {
    all(&[
        ("to: closed }]", "to: close }]", &[("RGL-014", "close")]),
        ("next: both", "next: bath", &[("RGL-014", "bath")]),
        ("by: head", "by: hed", &[("RGL-015", "hed")]),
        ("to: applicant, message", "to: aplicant, message", &[("RGL-015", "aplicant")]),
        ("form: [kind, amount]", "form: [kind, amuont, ask.hits]", &[("RGL-016", "amuont")]),
        ("unit: desk, form", "status: isued, unit: desk, form", &[("RGL-017", "isued")]),
        ("cites: [rules-3]", "cites: [rules-33]", &[("RGL-018", "rules-33")]),
        (
            "{ type: send_task, notify: { to: applicant, message: ready } }",
            "{ type: business_rule_task, decision: eligible }",
            &[("RGL-019", "eligible")],
        ),
        (
            "grounds: { none: { title: { ru: Нет, kk: Жоқ, en: None }, cites: [rules-3] } }",
            "grounds: tables/nowhere.yaml",
            &[("RGL-020", "tables/nowhere.yaml")],
        ),
        ("of: [student, visitor]", "of: categories.readers", &[("RGL-021", "categories.readers")]),
        ("calendar: office", "calendar: ofice", &[("RGL-022", "ofice")]),
        ("intake.accepted", "intake.acepted", &[("RGL-043", "acepted")]),
        (
            "not_same_person_as: [intake]",
            "not_same_person_as: [decision, ask]",
            &[("RGL-041", "decision"), ("RGL-041", "ask")],
        ),
    ]);
}

#[test]
fn expressions_and_tables() {
    all(&[
        ("ask.hits > 0", "ask.hits >> 0", &[("RGL-024", ">")]),
        ("ask.hits > 0", "'ask.hits > \"x\"'", &[("RGL-025", "ask.hits > \"x\"")]),
        ("ask.hits > 0", "ask.hits", &[("RGL-025", "ask.hits")]),
        ("ask.hits > 0", "kind = nobody", &[("RGL-025", "nobody")]),
        ("kind: [visitor]", "kind: [visitr]", &[("RGL-025", "[visitr]")]),
        ("kind: [visitor]", "knd: [visitor]", &[("RGL-026", "knd")]),
        (
            "kind: [visitor]",
            "kind: [student, visitor]",
            &[("RGL-026", "{ when: { kind: [student, visitor] }, then: { fee: 5 } }")],
        ),
        ("outputs: [fee]", "outputs: [fee, duty]", &[]),
        ("hit: unique", "hit: uniqe", &[("RGL-011", "uniqe")]),
    ]);
}

#[test]
fn flows() {
    all(&[
        ("next: decision }\n  decision", "next: closed }\n  decision", &[]),
        (
            "type: parallel_gateway, next: [look, ask]",
            "type: exclusive_gateway, next: [{ when: amount > 0, to: look }, { otherwise: ask }]",
            &[("RGL-036", "both")],
        ),
        (
            "{ type: parallel_gateway }",
            "{ type: parallel_gateway, join: 3 }",
            &[("RGL-036", "join")],
        ),
        ("type: send_task, notify", "type: send_task, join: 2, notify", &[("RGL-036", "join")]),
        (
            "[{ when: ask.hits > 0, to: pause }, { otherwise: decision }]",
            "decision",
            &[("RGL-031", "pause")],
        ),
        (
            "[{ when: ask.hits > 0, to: pause }, { otherwise: decision }]",
            "[{ when: ask.hits > 0, to: pause }, { when: ask.hits < 0, to: decision }]",
            &[("RGL-034", "which")],
        ),
        (
            "[{ when: ask.hits > 0, to: pause }, { otherwise: decision }]",
            "[{ otherwise: decision }, { when: ask.hits > 0, to: pause }]",
            &[("RGL-035", "{ when: ask.hits > 0, to: pause }")],
        ),
        (
            "wait: 2 working hours, next: decision",
            "wait: 2 working hours, next: [{ when: true, to: decision }]",
            &[("RGL-035", "{ when: true, to: decision }")],
        ),
        (
            "wait: 2 working hours, next: decision",
            "wait: 2 working hours, next: pause",
            &[("RGL-032", "pause")],
        ),
        ("{ otherwise: decision }", "{ otherwise: both }", &[("RGL-037", "both")]),
        (
            "type: send_task, notify",
            "type: send_task, next: tell, notify",
            &[("RGL-032", "tell"), ("RGL-037", "tell"), ("RGL-031", "issued")],
        ),
        (
            "{ type: end_event, terminate: true, status: closed, title: { ru: Закрыт, kk: Жабық, en: Closed } }",
            "{ type: manual_task, unit: desk }",
            &[("RGL-033", "closed")],
        ),
    ]);
}

#[test]
fn the_law() {
    all(&[
        ("within: 1 working day", "within: 6 working days", &[("RGL-038", "6 working days")]),
        (
            "grounds: { none: { title: { ru: Нет, kk: Жоқ, en: None }, cites: [rules-3] } }\n",
            "",
            &[("RGL-039", "ground")],
        ),
        ("from: intake.accepted", "from: which", &[("RGL-055", "which")]),
        ("action: 2", "action: 1", &[("RGL-042", "action")]),
        (", reason: required", "", &[("RGL-010", "extension")]),
        (
            ", extension: { up_to: 30 calendar days, by: head, reason: required, notify: { within: 3 working days, to: applicant } }",
            "",
            &[("RGL-044", "deadline")],
        ),
    ]);
}

#[test]
fn what_is_stored_and_sent() {
    all(&[
        (
            "applicant: { name: kind, email: kind }\n",
            "",
            &[("RGL-048", "applicant"), ("RGL-048", "applicant")],
        ),
        ("  kind: {", "  ask: { type: number }\n  kind: {", &[("RGL-049", "ask")]),
        (
            "form: [kind, amount]",
            "checks: documents, form: [kind, amount]",
            &[("RGL-050", "documents")],
        ),
        ("message: ready", "message: ready, attach: [leter]", &[("RGL-051", "leter")]),
        (
            "message: withdrawn, to",
            "message: kind, to",
            &[("RGL-049", "[{ message: kind, to: closed }]")],
        ),
        (
            "  pause: {",
            "  start: { type: manual_task, unit: desk, next: pause }\n  pause: {",
            &[("RGL-031", "start"), ("RGL-049", "start")],
        ),
        ("to: closed }]\nsteps", "to: closd }]\nsteps", &[("RGL-014", "closd")]),
        ("then: { fee: 5 }", "then: { fee: С3 }", &[("RGL-040", "С3")]),
    ]);
}

#[test]
fn a_ladder_ascends_and_each_rung_does_something() {
    const FROM: &str = "extension: { up_to";
    all(&[
        (
            FROM,
            "escalate: [{ at: 50%, remind: [holder, head] }, { at: 2 working days overdue, reassign: desk, raise: urgent }], extension: { up_to",
            &[],
        ),
        (
            FROM,
            "escalate: [{ at: 75%, remind: head }, { at: 50%, remind: holder }], extension: { up_to",
            &[("RGL-062", "50%")],
        ),
        (
            FROM,
            "escalate: [{ at: 1 working day overdue, remind: head }, { at: 100%, remind: holder }], extension: { up_to",
            &[("RGL-062", "100%")],
        ),
        (FROM, "escalate: [{ at: 50% }], extension: { up_to", &[("RGL-010", "{ at: 50% }")]),
        (FROM, "escalate: [{ at: 50%, remind: haed }], extension: { up_to", &[("RGL-011", "haed")]),
        (
            FROM,
            "escalate: [{ at: 50%, raise: normal }], extension: { up_to",
            &[("RGL-011", "normal")],
        ),
        (
            FROM,
            "escalate: [{ at: 50%, reassign: desc }], extension: { up_to",
            &[("RGL-015", "desc")],
        ),
        (
            FROM,
            "escalate: [{ at: 2 days before, remind: head }], extension: { up_to",
            &[("RGL-012", "2 days before")],
        ),
        (
            FROM,
            "escalate: [{ at: 101%, remind: head }], extension: { up_to",
            &[("RGL-029", "101%")],
        ),
    ]);
}

#[test]
fn the_office_is_an_expression_over_the_data() {
    all(&[
        ("applicant: {", "office: kind\napplicant: {", &[]),
        ("applicant: {", "office: kin\napplicant: {", &[("RGL-025", "kin")]),
    ]);
}

#[test]
fn a_called_map_is_there_and_does_not_come_back() {
    const FROM: &str = "type: timer, wait: 2 working hours";
    all(&[
        (FROM, "type: call_activity, process: other", &[("RGL-060", "other")]),
        (FROM, "type: call_activity, process: pass", &[("RGL-061", "pass")]),
        (
            FROM,
            "type: call_activity, process: other, edition: latest",
            &[("RGL-060", "other"), ("RGL-013", "latest")],
        ),
        (
            FROM,
            "type: call_activity, process: other, receives: { status: { type: text, title: { ru: С, kk: С, en: S } } }",
            &[("RGL-060", "other"), ("RGL-049", "status")],
        ),
    ]);
}

#[test]
fn maps_that_call_each_other_in_a_circle_are_refused_and_one_that_calls_them_is_not() {
    let calling = |process: &str, called: &str| {
        let step = format!("type: call_activity, process: {called}");
        MAP.replacen("type: timer, wait: 2 working hours", &step, 1).replacen(
            "process: pass",
            &format!("process: {process}"),
            1,
        )
    };
    let mut sources = with_map(&calling("pass", "round"));
    sources.add("town/round/process.yaml", calling("round", "trip"));
    sources.add("town/trip/process.yaml", calling("trip", "round"));
    let checked = check(&sources);
    let found = lines(&sources, &checked);
    let [round, trip] = &found[..] else { panic!("{found:#?}") };
    assert!(round.starts_with("town/round/") && round.contains("RGL-061"), "{round}");
    assert!(round.ends_with("`round` calls `trip`, which calls `round`"), "{round}");
    assert!(trip.starts_with("town/trip/"), "{trip}");
    let sound: Vec<_> = checked.processes.iter().map(|it| it.definition.process.as_str()).collect();
    assert_eq!(sound, ["pass"]);
    // One map alone is checked against all others too.
    assert_eq!(check_one(&sources, "town/trip").diagnostics.len(), 1);
}

#[test]
fn events_that_nothing_sets_off() {
    all(&[
        (
            "within: 1 working day",
            "on: [{ error: down, to: tell }]",
            &[("RGL-055", "{ error: down, to: tell }")],
        ),
        (
            "within: 1 working day",
            "on: [{ escalation: late, to: tell }]",
            &[("RGL-055", "{ escalation: late, to: tell }")],
        ),
        (
            "type: timer, wait: 2 working hours",
            "type: subprocess, on: [{ error: late, to: tell }], steps: { inner: { type: end_event, error: lost } }",
            &[("RGL-055", "{ error: late, to: tell }")],
        ),
    ]);
}

#[test]
fn a_subprocess_is_a_scope() {
    const FROM: &str = "type: timer, wait: 2 working hours";
    all(&[
        (FROM, "type: subprocess, steps: { inner: { type: end_event } }", &[]),
        (
            FROM,
            "type: subprocess, steps: { issued: { type: end_event } }",
            &[("RGL-049", "issued")],
        ),
        (
            FROM,
            "type: subprocess, steps: { inner: { type: timer, wait: 1 hour, next: tell } }",
            &[("RGL-057", "tell")],
        ),
        (
            FROM,
            "type: subprocess, for_each: kind, item: one, steps: { inner: { type: end_event } }",
            &[("RGL-058", "kind")],
        ),
        (
            FROM,
            "type: subprocess, sequential: true, steps: { inner: { type: end_event } }",
            &[("RGL-010", "sequential")],
        ),
        ("amount: { type: number,", "amount: { type: list, of: { type: text },", &[]),
        (
            "next: decision }\n  decision",
            "next: decision, compensate: back }\n  back: { type: manual_task, unit: desk }\n  decision",
            &[("RGL-059", "back")],
        ),
        (
            "terminate: true, status: closed",
            "compensates: true, status: closed",
            &[("RGL-059", "true")],
        ),
    ]);
}

#[test]
fn gateways_that_wait_for_events_and_those_that_do_not() {
    const TIMER: &str = "type: timer, wait: 2 working hours, next: decision";
    all(&[
        (
            TIMER,
            "type: event_gateway, next: [{ message: paid, to: decision }, { timer: 1 working day, to: closed }]",
            &[],
        ),
        (
            TIMER,
            "type: event_gateway, next: [{ message: paid, to: decision }, closed]",
            &[("RGL-035", "closed")],
        ),
        (
            TIMER,
            "type: timer, wait: 2 working hours, next: [{ message: paid, to: decision }]",
            &[("RGL-035", "{ message: paid, to: decision }")],
        ),
    ]);
}

#[test]
fn ways_back_that_lead_nowhere() {
    all(&[
        (
            "within: 1 working day",
            "within: 1 working day, on: [{ escalation: overdue, interrupting: false, to: issued }]",
            &[],
        ),
        (
            "within: 1 working day",
            "within: 1 working day, on: [{ escalation: overdue, to: tell }]",
            &[("RGL-036", "both")],
        ),
        ("message: withdrawn, to", "deadline: 80%, to", &[]),
        (
            "message: withdrawn, to",
            "escalation: waiting, to",
            &[("RGL-055", "{ escalation: waiting, to: closed }")],
        ),
        ("receives: { hits", "on: [{ error: gone, to: closed }], receives: { hits", &[]),
        ("unit: head, not_same", "unit: head, returns: [intake], not_same", &[]),
        ("unit: head, not_same", "unit: head, returns: [tell], not_same", &[("RGL-035", "tell")]),
        ("unit: head, not_same", "unit: head, returns: [intak], not_same", &[("RGL-014", "intak")]),
    ]);
}

#[test]
fn every_way_through_the_map_is_played() {
    all(&[
        (
            "type: manual_task, unit: desk, next: both",
            "type: manual_task, unit: desk, next: which",
            &[("RGL-063", "which")],
        ),
        ("rejected: { to: closed }", "rejected: { to: look }", &[("RGL-036", "both")]),
    ]);
}

#[test]
fn what_only_looks_right() {
    all(&[
        (
            "title: { ru: Кто, kk: Кім, en: Who }",
            "title: { ru: Кто 5, kk: Кім 3, en: Who 5 }",
            &[("RGL-066", "Кім 3")],
        ),
        (
            "head: { title: { ru: Глава, kk: Басшы, en: Head }",
            "head: { title: { ru: Стойкка, kk: Басшы, en: Head }",
            &[("RGL-067", "{ ru: Стойкка, kk: Басшы, en: Head }")],
        ),
        ("within: 1 working day", "within: 5 working days", &[]),
        (
            "form: [kind, amount], action: 1",
            "form: [kind, amount], within: 5 working days, action: 1",
            &[],
        ),
        (
            "split: {",
            "early: { type: exclusive_gateway, next: [{ when: ask.hits > 0, to: closed }, { otherwise: split }] }\n  split: {",
            &[("RGL-070", "ask.hits")],
        ),
        (", cites: [rules-3] } }\n", " } }\n", &[("RGL-071", "none")]),
        (", cites: [rules-3] } }\n", ", cites: [] } }\n", &[]),
    ]);
}
