//! The parts of a task's page that have fields of their own: the ground of a refusal, which is
//! chosen from the list and never typed, and the extension of the deadline.

use indexmap::IndexMap;
use reglament_core::command::{ExtensionRequest, RefusalGround};
use reglament_core::definition::{Definition, Ground, Outcome};
use reglament_core::rejection::{FieldFault, Rejection, RejectionCode};
use reglament_core::text::{Lang, Texts};

use super::{Button, Part};
use crate::pages::form::{Choice, Item, Pairs, Problem};
use crate::pages::format;
use crate::texts::say;

/// The ground that was chosen and the facts that were typed; none when nothing was.
pub fn read_ground(pairs: &Pairs) -> Option<RefusalGround> {
    let get = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
    let until = pairs.get("ground.until").map(str::to_owned);
    let facts = Texts { ru: get("ground.ru"), kk: get("ground.kk"), en: String::new() };
    let ground = get("ground");
    let nothing = ground.is_empty() && facts.is_empty() && until.is_none();
    (!nothing).then_some(RefusalGround { ground, facts, until })
}

/// The extension that was asked for; none when nothing was typed.
pub fn read_extension(pairs: &Pairs) -> Option<ExtensionRequest> {
    let get = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
    let reason = Texts { ru: get("extension.ru"), kk: get("extension.kk"), en: String::new() };
    let days = pairs.get("extension.days");
    if days.is_none() && reason.is_empty() {
        return None;
    }
    // No number is no day: the rules refuse it and name the field.
    Some(ExtensionRequest { days: days.and_then(|days| days.parse().ok()).unwrap_or(0), reason })
}

/// The ways that demand a ground, with the list of grounds.
pub fn refusal(
    lang: Lang,
    definition: &Definition,
    outcomes: &IndexMap<String, Outcome>,
    pairs: &Pairs,
    refused: Option<&Rejection>,
    problems: &mut Vec<Problem>,
) -> Option<Part> {
    let buttons = buttons(lang, outcomes, |outcome| outcome.demands_ground);
    if buttons.is_empty() {
        return None;
    }
    let wrong = refused.filter(|refused| refused.code == RejectionCode::GroundRequired);
    let faults = wrong.map_or(&[][..], |refused| &refused.fields);
    let mut items = vec![grounds(lang, &definition.grounds, pairs, faults)];
    items.extend([("ground.ru", "ground-facts-ru"), ("ground.kk", "ground-facts-kk")].map(
        |(name, key)| {
            let missing = pairs.get(name).is_none() && has(faults, "ground.facts");
            long(lang, name, key, pairs, missing.then_some("ground-fault-facts"))
        },
    ));
    if definition.grounds.values().any(|ground| ground.until.is_some()) {
        let missing = has(faults, "ground.until").then_some("ground-fault-until");
        let item = long(lang, "ground.until", "ground-until", pairs, missing);
        items.push(Item { kind: "text", inputmode: "text", optional: true, ..item });
    }
    collect(&items, problems);
    Some(Part {
        open: wrong.is_some() || read_ground(pairs).is_some(),
        limit: String::new(),
        items,
        buttons,
    })
}

/// The ways that extend the deadline, with days and reason.
pub fn extension(
    lang: Lang,
    definition: &Definition,
    outcomes: &IndexMap<String, Outcome>,
    pairs: &Pairs,
    refused: Option<&Rejection>,
    problems: &mut Vec<Problem>,
) -> Option<Part> {
    let buttons = buttons(lang, outcomes, |outcome| outcome.extends_deadline);
    let allowed = definition.deadline.as_ref().and_then(|deadline| deadline.extension.as_ref());
    let (false, Some(allowed)) = (buttons.is_empty(), allowed) else { return None };
    let code = refused.map(|refused| refused.code);
    let wrong_days = code == Some(RejectionCode::ExtensionNotAllowed);
    let no_reason = refused.is_some_and(|refused| {
        refused.code == RejectionCode::ReasonRequired && refused.fields.is_empty()
    });
    let days = long(
        lang,
        "extension.days",
        "extension-days",
        pairs,
        wrong_days.then_some("extension-fault-days"),
    );
    let mut items = vec![Item { kind: "text", inputmode: "numeric", ..days }];
    items.extend(
        [("extension.ru", "extension-reason-ru"), ("extension.kk", "extension-reason-kk")].map(
            |(name, key)| {
                let missing = no_reason && pairs.get(name).is_none();
                long(lang, name, key, pairs, missing.then_some("extension-fault-reason"))
            },
        ),
    );
    collect(&items, problems);
    let limit = say(lang, "extension-limit", &[("term", format::term(lang, allowed.up_to).into())]);
    let open = wrong_days || no_reason || read_extension(pairs).is_some();
    Some(Part { open, limit, items, buttons })
}

/// The buttons of the outcomes for which this holds.
pub fn buttons(
    lang: Lang,
    outcomes: &IndexMap<String, Outcome>,
    holds: impl Fn(&Outcome) -> bool,
) -> Vec<Button> {
    let button = |(name, outcome): (&String, &Outcome)| Button {
        name: name.clone(),
        title: match outcome.title.get(lang) {
            "" => say(lang, "task-complete", &[]),
            title => title.to_owned(),
        },
    };
    outcomes.iter().filter(|(_, outcome)| holds(outcome)).map(button).collect()
}

fn grounds(
    lang: Lang,
    grounds: &IndexMap<String, Ground>,
    pairs: &Pairs,
    faults: &[FieldFault],
) -> Item {
    let chosen = pairs.get("ground");
    let option = |(n, (value, ground)): (usize, (&String, &Ground))| Choice {
        value: value.clone(),
        label: ground.title.get(lang).to_owned(),
        id: if n == 0 { "ground".to_owned() } else { format!("ground-{n}") },
        chosen: chosen == Some(value.as_str()),
    };
    Item {
        kind: "choice",
        name: "ground".to_owned(),
        id: "ground".to_owned(),
        label: say(lang, "ground", &[]),
        hint: say(lang, "ground-hint", &[]),
        error: has(faults, "ground").then(|| say(lang, "ground-fault", &[])),
        options: grounds.iter().enumerate().map(option).collect(),
        ..Item::default()
    }
}

fn long(lang: Lang, name: &str, key: &str, pairs: &Pairs, fault: Option<&str>) -> Item {
    Item {
        kind: "long",
        name: name.to_owned(),
        id: name.replace('.', "-"),
        label: say(lang, key, &[]),
        error: fault.map(|key| say(lang, key, &[])),
        value: pairs.get(name).unwrap_or_default().to_owned(),
        ..Item::default()
    }
}

fn has(faults: &[FieldFault], field: &str) -> bool {
    faults.iter().any(|fault| fault.field == field)
}

fn collect(items: &[Item], problems: &mut Vec<Problem>) {
    let problem = |item: &Item| Some(Problem { id: item.id.clone(), text: item.error.clone()? });
    problems.extend(items.iter().filter_map(problem));
}
