//! The tables of order № 103 of 21 February 2014, annex 1 of each regulation, as the command prints
//! them. Numbers of lines are those of the order's text; words broken there by the width of a column
//! are joined. Nothing in them was illegible.

use super::printed;

/// Lines 191–230. Row 3 of action 1 says «представленных документов услугополучателем» (201).
const BORDER_ZONE_PASS: [&str; 5] = [
    "1,\"№ действия (хода, потока работ)\",1,2", // 189
    "2,Наименование СФЕ,\"ГОРРОВД, ДМП\",\"ГОРРОВД, ДМП\"", // 191
    "3,\"Наименование действия (процесса, процедуры, операции) и их описание\",\
     прием и проверка представленных документов услугополучателем,\
     проверка по специальным учетам", // 193–205
    "4,\"Форма завершения (данные, документ, организационно-распорядительное решение)\",\
     выдача пропуска в пограничную зону или мотивированный отказ в выдаче пропуска,\
     получение пропуска в пограничную зону или мотивированный отказ в выдаче пропуска", // 207–226
    "5,Сроки исполнения,Семь рабочих дней,Семь рабочих дней", // 228–230
];

/// Lines 394–439, «в течение пяти рабочего дня» as it stands there (4-16).
const PRIVATE_VISIT_INVITATION: [&str; 5] = [
    "1,\"№ действия (хода, потока работ)\",1,2", // 394–398
    "2,Наименование СФЕ,\"ГОРРОВД, КМП\",\"ГОРРОВД, КМП\"", // 400
    "3,\"Наименование действия (процесса, процедуры, операции) и их описание\",\
     прием и проверка представленных документов,\
     проверка по специальным учетам", // 402–414
    "4,\"Форма завершения (данные, документ, организационно-распорядительное решение)\",\
     выдача приглашения или мотивированный отказ в выдаче приглашения,\
     получение приглашения или мотивированный отказ в выдаче приглашения", // 416–432
    "5,Сроки исполнения,в течение пяти рабочего дня,в течение пяти рабочего дня", // 434–439
];

/// Lines 610–641. The quotation marks of «"Беркут"» are doubled, as in every CSV.
const FOREIGNER_REGISTRATION: [&str; 5] = [
    "1,\"№ действия (хода, потока работ)\",1,2", // 610
    "2,Наименование СФЕ,\"ГОРОВД, ДМП\",\"ГОРОВД, ДМП\"", // 612
    "3,\"Наименование действия (процесса, процедуры, операции) и их описание\",\
     Прием и проверка пакета документов заявителя,\
     \"Заполнение журналов, проверка по специальным учетам\"", // 614–621
    "4,\"Форма завершения (данные, документ, организационно-распорядительное решение)\",\
     Регистрация в журнале и проставление печати о регистрации,\
     \"Внесение информации в ЕИС \"\"Беркут\"\", проставление печати о регистрации\"", // 625–636
    "5,Сроки исполнения,в течение одного рабочего дня,в течение одного рабочего дня", // 638–641
];

#[test]
fn the_tables_are_those_of_the_order() {
    for (map, expected) in [
        ("processes/mia/border-zone-pass", BORDER_ZONE_PASS),
        ("processes/mia/private-visit-invitation", PRIVATE_VISIT_INVITATION),
        ("processes/mia/foreigner-registration", FOREIGNER_REGISTRATION),
    ] {
        let csv = printed(&["table", map, "--format", "csv"]);
        assert_eq!(csv.lines().collect::<Vec<_>>(), expected, "{map}");
    }
}

#[test]
fn a_drawn_table_keeps_its_width_in_every_language() {
    for lang in ["ru", "kk", "en"] {
        let drawn = printed(&["table", "border-zone-pass", "--lang", lang, "--all"]);
        let lines: Vec<&str> = drawn.lines().filter(|line| line.starts_with(['│', '┌'])).collect();
        assert!(lines.len() > 20, "{drawn}");
        let mut width = 0;
        for line in lines {
            let here = line.chars().count();
            width = if line.starts_with('┌') { here } else { width };
            assert!(here == width && here <= 100, "{line}");
        }
    }
}

#[test]
fn each_language_has_its_own_words_alone() {
    let kazakh = printed(&["table", "foreigner-registration", "--lang", "kk", "--format", "md"]);
    assert!(kazakh.contains("| 5 | Орындау мерзімдері | бір жұмыс күні ішінде |"), "{kazakh}");
    let english = printed(&["table", "foreigner-registration", "--lang", "en", "--format", "html"]);
    assert!(english.contains("<html lang=\"en\">") && english.contains("within one working day"));
    let cyrillic = |letter: char| ('\u{400}'..='\u{4ff}').contains(&letter);
    assert!(!english.contains(cyrillic), "{english}");
}

#[test]
fn all_tasks_are_more_than_the_actions_of_the_order() {
    let all = printed(&["table", "border-zone-pass", "--all", "--format", "csv"]);
    assert!(
        all.starts_with("1,\"№ действия (хода, потока работ)\",1,2,3,4,5,6,7,8,9\r\n"),
        "{all}"
    );
}
