//! The maps print the СФЕ tables of order № 103 (three regulations, annex 1) back cell by cell. The
//! words are the order's own, its slips of grammar and spelling included (4-04, 4-16).

use reglament_core::table::{Columns, Table};
use reglament_core::term::Term;
use reglament_core::text::Lang;
use reglament_core::words::{Label, Words};
use reglament_tests::maps;

/// Labels are of the printer, not of the map.
struct Russian;

impl Words for Russian {
    fn lang(&self) -> Lang {
        Lang::Ru
    }

    fn label(&self, _: Label) -> String {
        String::new()
    }

    fn term(&self, term: Term) -> String {
        panic!("the order words its own term, and the table prints {term}")
    }
}

fn check(process: &str, expected: [[&str; 2]; 5]) {
    let catalogue = maps::processes();
    let Some(process) = catalogue.current(&process.into()) else { panic!("no {process}") };
    let table = Table::new(&process.definition, Columns::Actions, &Russian);
    for (row, cells) in table.rows.iter().zip(expected) {
        assert_eq!(row.cells, cells, "row {}", row.number);
    }
    assert_eq!(table.rows.len(), 5);
}

#[test]
fn border_zone_pass() {
    check(
        "border-zone-pass",
        [
            ["1", "2"],
            ["ГОРРОВД, ДМП", "ГОРРОВД, ДМП"],
            [
                "прием и проверка представленных документов услугополучателем",
                "проверка по специальным учетам",
            ],
            [
                "выдача пропуска в пограничную зону или мотивированный отказ в выдаче пропуска",
                "получение пропуска в пограничную зону или мотивированный отказ в выдаче пропуска",
            ],
            ["Семь рабочих дней", "Семь рабочих дней"],
        ],
    );
}

#[test]
fn private_visit_invitation() {
    check(
        "private-visit-invitation",
        [
            ["1", "2"],
            ["ГОРРОВД, КМП", "ГОРРОВД, КМП"],
            ["прием и проверка представленных документов", "проверка по специальным учетам"],
            [
                "выдача приглашения или мотивированный отказ в выдаче приглашения",
                "получение приглашения или мотивированный отказ в выдаче приглашения",
            ],
            ["в течение пяти рабочего дня", "в течение пяти рабочего дня"],
        ],
    );
}

#[test]
fn foreigner_registration() {
    check(
        "foreigner-registration",
        [
            ["1", "2"],
            ["ГОРОВД, ДМП", "ГОРОВД, ДМП"],
            [
                "Прием и проверка пакета документов заявителя",
                "Заполнение журналов, проверка по специальным учетам",
            ],
            [
                "Регистрация в журнале и проставление печати о регистрации",
                "Внесение информации в ЕИС \"Беркут\", проставление печати о регистрации",
            ],
            ["в течение одного рабочего дня", "в течение одного рабочего дня"],
        ],
    );
}
