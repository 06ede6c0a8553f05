//! The check of messages against maps.

use std::collections::BTreeSet;
use std::fs;

use reglament_server::assets::Assets;
use reglament_server::messages;
use reglament_tests::maps;

use super::office::fixtures;

#[test]
fn every_message_of_the_repository_can_be_sent() {
    let problems = messages::check(&maps::processes(), &Assets::templates(None).unwrap());
    assert_eq!(problems, []);
}

#[test]
fn a_message_is_checked_with_what_each_of_its_maps_can_say() {
    let catalogue = maps::catalogue(&maps::sources(&fixtures().join("processes")));
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("messages/told");
    fs::create_dir_all(&told).unwrap();
    let write = |lang: &str, text: &str| fs::write(told.join(format!("{lang}.hbs")), text).unwrap();
    write("ru", "Subject: {{case.number}}\n\n{{t data.language}} {{money fee}}\n");
    write("kk", "Subject: {{case.number}}\n\n\n{{ground.title.kk}}\n");
    write(
        "en",
        "Subject: {{case.nubmer}}\n\n{{#if ground}}{{#unless ground}}{{oops}}{{/unless}}{{/if}}\n",
    );
    let templates = Assets::templates(Some(folder.path())).unwrap();
    let problems = messages::check(&catalogue, &templates);
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expected = [
        "templates/messages/told/en.hbs:1: `case.nubmer` is not among the variables",
        "templates/messages/told/kk.hbs:4: `ground.title.kk` is not among the variables",
    ];
    for line in expected {
        assert!(lines.iter().any(|it| it.starts_with(line)), "{line} is not in {lines:#?}");
    }
    assert!(lines.iter().all(|it| !it.contains("told/ru.hbs")), "{lines:#?}");
    assert!(lines[0].contains("letters: step tell"), "{lines:#?}");

    // With the subject mended, the branch that no sample takes is seen as well.
    write(
        "en",
        "Subject: {{case.number}}\n\n{{#if ground}}{{#unless ground}}{{oops}}{{/unless}}{{/if}}\n",
    );
    let problems = messages::check(&catalogue, &Assets::templates(Some(folder.path())).unwrap());
    assert!(
        problems.iter().any(|it| it.line == 3 && it.message.contains("`oops`")),
        "{problems:#?}"
    );
}

#[test]
fn a_message_that_is_not_there_is_told_for_each_language() {
    let catalogue = maps::catalogue(&maps::sources(&fixtures().join("processes")));
    let problems = messages::check(&catalogue, &Assets::templates(None).unwrap());
    let missing = problems.iter().filter(|it| it.message.contains("there is no such template"));
    let files: BTreeSet<&str> = missing.map(|it| it.file.as_str()).collect();
    let told = |lang: &str| format!("messages/told/{lang}.hbs");
    assert_eq!(files, [&*told("en"), &*told("kk"), &*told("ru")].into());
    assert_eq!(problems.len(), 9, "three steps send it: {problems:#?}");
}
