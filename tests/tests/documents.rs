//! Every document of the repository, made for every map that makes it: Kazakh letters extract as text,
//! the number and the code stand on the page.

use std::collections::BTreeSet;
use std::path::PathBuf;

use reglament_core::effect::EffectKind;
use reglament_core::message::{self, Use};
use reglament_core::process::Process;
use reglament_core::scenario::{MemoryWorld, Silent, World, play};
use reglament_core::value::Value;
use reglament_server::assets::Assets;
use reglament_server::cli::scenario_files::{Library, find};
use reglament_server::cli::test::start;
use reglament_server::documents::{Documents, preview};
use reglament_tests::maps;
use reglament_tests::pdf::text_of;

/// The document of reports; the suites of the workers and the pages read theirs.
const OF_NO_CASE: &str = "report";

fn documents() -> Documents {
    let templates = Assets::templates(None).unwrap_or_else(|fault| panic!("{fault}"));
    Documents::load(&templates).unwrap_or_else(|found| panic!("{found:?}"))
}

/// The documents that the maps make, each with the fullest variables of one of them.
fn made() -> Vec<(String, Value)> {
    let catalogue = maps::processes();
    let mut made: Vec<(String, Value)> = Vec::new();
    for process in catalogue.all_current() {
        for used in message::documents_of(&process.definition) {
            made.push((used.name.clone(), message::everything(&process.definition, &used)));
        }
    }
    made
}

/// A document that no map makes yet is tried with the first map.
fn stand_in(process: &Process, name: &str) -> Value {
    let step = process.definition.first().cloned();
    let used = Use { name: name.to_owned(), step, notice: false };
    message::everything(&process.definition, &used)
}

#[test]
fn kazakh_letters_extract_as_text_from_every_document() {
    let (documents, made, catalogue) = (documents(), made(), maps::processes());
    let first = catalogue.all_current().next().expect("there are maps");
    let mut all = String::new();
    for name in documents.names().filter(|name| *name != OF_NO_CASE) {
        let known = made.iter().find(|(known, _)| known == name);
        let variables =
            known.map_or_else(|| stand_in(first, name), |(_, variables)| variables.clone());
        let sheet = preview(&documents, name, &variables);
        let pdf = documents.typeset(&sheet).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let Some(text) = text_of(&pdf) else { return };
        for part in [&sheet.number, &sheet.code, &sheet.url, "Іс нөмірі"] {
            assert!(text.contains(part), "{name}: no `{part}` in\n{text}");
        }
        assert!(!text.contains('\u{fffd}') && !text.contains("none"), "{name}: {text}");
        all += &text.to_lowercase();
    }
    // «һ» is rare; the sheet below has it.
    for letter in "әғқңөұүі".chars() {
        assert!(all.contains(letter), "no `{letter}` in any document");
    }
}

/// Where the letters of played scenarios are written, for people to look at.
const WRITE: &str = "REGLAMENT_WRITE_LETTERS";

#[test]
fn every_letter_of_a_played_case_can_be_made() {
    let (documents, mut library) = (documents(), Library::default());
    let folder = std::env::var_os(WRITE).map(PathBuf::from);
    let mut seen = BTreeSet::new();
    let scenarios = maps::repository().join("tests/scenarios");
    for path in find(&[scenarios]).unwrap_or_else(|fault| panic!("{fault}")) {
        let prepared = library.prepare(&path).unwrap_or_else(|lines| panic!("{lines:#?}"));
        let mut world = MemoryWorld::new(prepared.process.clone(), start(&prepared))
            .with_maps(prepared.maps.clone());
        play(&prepared.scenario, &mut world, &mut Silent).unwrap_or_else(|it| panic!("{it:?}"));
        for effect in world.effects().unwrap_or_default() {
            let EffectKind::Document { document, variables } = effect.kind else { continue };
            let process = &prepared.process.definition.process;
            // The letters of the elements' own maps are no letters of the repository.
            if documents.kind(&document).is_none()
                || !seen.insert((process.clone(), document.clone()))
            {
                continue;
            }
            let sheet = preview(&documents, &document, &variables);
            let pdf = documents.typeset(&sheet);
            let pdf = pdf.unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
            if let Some(folder) = &folder {
                let file = folder.join(format!("{process}-{document}.pdf"));
                std::fs::write(file, pdf).unwrap_or_else(|fault| panic!("{fault}"));
            }
        }
    }
    assert!(seen.len() > 5, "scenarios make too few letters: {seen:?}");
}

#[test]
fn a_sheet_with_every_kazakh_letter_gives_every_one_back() {
    let documents = documents();
    let mut variables = made().into_iter().find(|(name, _)| name == "refusal").expect("made").1;
    let words = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі";
    variables.put("applicant.name", Value::text(words));
    let pdf = documents.typeset(&preview(&documents, "refusal", &variables));
    let pdf = pdf.unwrap_or_else(|problem| panic!("{problem}"));
    if let Some(text) = text_of(&pdf) {
        assert!(text.contains(words), "{text}");
    }
}
