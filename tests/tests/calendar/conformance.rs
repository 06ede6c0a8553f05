//! Terms made by others: run where `REGLAMENT_CONFORMANCE` names the folder that has `calendar/terms.json`.

use jiff::civil::Date;
use reglament_core::term::Term;
use serde::Deserialize;

use crate::office::latest;

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    from: Date,
    add_working_days: u32,
    expect: Date,
}

#[test]
fn terms_made_by_others() {
    let Ok(folder) = std::env::var("REGLAMENT_CONFORMANCE") else {
        eprintln!("conformance: 0 terms ran; REGLAMENT_CONFORMANCE is not set");
        return;
    };
    let text = std::fs::read_to_string(format!("{folder}/calendar/terms.json")).unwrap();
    let cases = serde_json::from_str::<Cases>(&text).unwrap().cases;
    let view = latest("kz");
    for case in &cases {
        let start = view.timestamp(case.from.at(12, 0, 0, 0));
        let due = view.due(start, Term::working_days(case.add_working_days)).unwrap();
        assert_eq!(
            due.date, case.expect,
            "{} working days from {}",
            case.add_working_days, case.from
        );
    }
    eprintln!("conformance: {} terms ran", cases.len());
}
