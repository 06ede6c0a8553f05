//! The letters of played cases, as applicants read them.

use reglament_core::effect::EffectKind;
use reglament_core::scenario::{MemoryWorld, Silent, World, play};
use reglament_core::text::Lang;
use reglament_core::value::Value;
use reglament_server::assets::Assets;
use reglament_server::cli::scenario_files::Library;
use reglament_server::cli::test::start;
use reglament_server::messages::Messages;
use reglament_tests::maps;

/// The last letter of a scenario: subject and text.
fn last_letter(scenario: &str, lang: Lang) -> String {
    let path = maps::repository().join("tests/scenarios").join(scenario);
    let prepared = Library::default().prepare(&path).unwrap_or_else(|lines| panic!("{lines:#?}"));
    let mut world = MemoryWorld::new(prepared.process.clone(), start(&prepared))
        .with_maps(prepared.maps.clone());
    play(&prepared.scenario, &mut world, &mut Silent).unwrap_or_else(|it| panic!("{it:?}"));
    let effects = world.effects().unwrap_or_default();
    let Some(EffectKind::Notify { message, variables, .. }) = effects.last().map(|it| &it.kind)
    else {
        panic!("{scenario} sends nothing")
    };
    let mut variables = variables.clone();
    variables.put("office", Value::text("Образцовое подразделение"));
    variables.put("url", Value::text("http://127.0.0.1/cases/1"));
    let templates = Assets::templates(None).unwrap_or_else(|fault| panic!("{fault}"));
    let messages = Messages::load(&templates).unwrap_or_else(|found| panic!("{found:?}"));
    let Ok(variables) = serde_json::to_value(&variables) else { panic!("{variables}") };
    let letter = messages.render(message, lang, &variables);
    let letter = letter.unwrap_or_else(|problem| panic!("{problem:?}"));
    format!("{}\n\n{}", letter.subject, letter.body)
}

fn holds(letter: &str, parts: &[&str]) {
    for part in parts {
        assert!(letter.contains(part), "`{part}` is not in\n{letter}");
    }
}

#[test]
fn a_refusal_names_the_ground_and_the_facts_in_each_language() {
    let letter = |lang| last_letter("border-zone-pass/hit-in-special-registers.yaml", lang);
    let ground = "Наличие сведений по результатам проверки по специальным учётам.";
    holds(&letter(Lang::Ru), &[ground, "Запись условного учёта № 1", "01.06.2026"]);
    let ground = "Арнайы есептер бойынша тексеру нәтижесінде мәліметтердің болуы.";
    holds(&letter(Lang::Kk), &[ground, "Шартты есептің № 1 жазбасы"]);
    let facts = ["Запись условного учёта № 1", "Шартты есептің № 1 жазбасы"];
    holds(&letter(Lang::En), &facts);
    holds(&letter(Lang::En), &["A hit in the check against the special registers."]);
}

#[test]
fn what_is_missing_from_a_package_is_named() {
    let letter = last_letter("border-zone-pass/documents-are-missing.yaml", Lang::Ru);
    let missing = "Не представлены:\n  — Подтверждение цели въезда в пограничную зону\n";
    let expired = "Истёк срок действия:\n  — Паспорт или удостоверение лица без гражданства\n";
    holds(&letter, &[missing, expired, "Образцовое подразделение"]);
}

#[test]
fn an_acceptance_says_until_when_and_what_is_paid() {
    let paid = last_letter("private-visit-invitation/fee-of-the-payment-day.yaml", Lang::Kk);
    holds(&paid, &["13.01.2026", "18:00", "1\u{a0}966,00"]);
    let free = last_letter("border-zone-pass/nauryz-in-the-middle.yaml", Lang::Ru);
    holds(&free, &["не позднее 02.04.2026 (18:00)"]);
    assert!(!free.contains("К оплате"), "{free}");
}
