use super::*;
use crate::term::Term;
use crate::text::Lang;

struct Marked(Lang);

impl Words for Marked {
    fn lang(&self) -> Lang {
        self.0
    }
    fn label(&self, label: Label) -> String {
        format!("{label:?}")
    }
    fn term(&self, term: Term) -> String {
        format!("<{term}>")
    }
}

const MAP: &str = r"
process: p
title: { ru: Услуга & <услуга> }
authority: town
in_force: { from: 2014-01-01 }
calendar: kz
units: { desk: { title: { ru: Окно, en: Desk }, group: g } }
deadline: { within: 7 working days, wording: { ru: Семь рабочих дней }, from: start }
steps:
  second:
    element: { type: manual_task, outcomes: { done: {} } }
    title: { ru: Вторая }
    unit: desk
    action: { number: 2, within: { ru: сразу } }
    next: [{ to: notice }]
  notice:
    element: { type: send_task }
    title: { ru: Письмо }
    within: 1 working day
    next: [{ to: first }]
  first:
    element: { type: user_task, outcomes: { done: {} } }
    title: { ru: Первая }
    unit: desk
    action: { number: 1, unit: { ru: ОКНО | ГОРОД }, title: { ru: 'первая, «как в акте»' } }
    completion: { ru: Отметка }
    next: [{ to: end }]
  end: { element: { type: end_event }, title: { ru: Конец } }
";

fn table(map: &str, columns: Columns, lang: Lang) -> Table {
    let definition: Definition = serde_yaml::from_str(map).unwrap();
    Table::new(&definition, columns, &Marked(lang))
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

#[test]
fn the_actions_are_the_columns_and_the_words_of_the_act_go_first() {
    let table = table(MAP, Columns::Actions, Lang::Ru);
    let expected = [
        ["1", "2"],
        ["ОКНО | ГОРОД", "Окно"],
        ["первая, «как в акте»", "Вторая"],
        ["Отметка", ""],
        ["Семь рабочих дней", "сразу"],
    ];
    assert_eq!(cells(&table), expected);
    assert_eq!(table.rows[4].label, "TimeLimit");
}

#[test]
fn all_tasks_stand_in_the_order_of_the_map() {
    let table = table(MAP, Columns::AllTasks, Lang::Ru);
    assert_eq!(cells(&table)[0], ["1", "2", "3"]);
    assert_eq!(cells(&table)[2], ["Вторая", "Письмо", "первая, «как в акте»"]);
    assert_eq!(cells(&table)[4], ["сразу", "<1 working day>", "Семь рабочих дней"]);
}

#[test]
fn a_map_without_actions_prints_its_tasks_and_the_term_in_words() {
    let map = MAP
        .replace("    action: { number: 2, within: { ru: сразу } }\n", "")
        .replace("    action: { number: 1, unit: { ru: ОКНО | ГОРОД }, title: { ru: 'первая, «как в акте»' } }\n", "")
        .replace("wording: { ru: Семь рабочих дней }, ", "");
    let table = table(&map, Columns::Actions, Lang::En);
    assert_eq!(cells(&table)[1], ["Desk", "", "Desk"]);
    assert_eq!(cells(&table)[4], ["<7 working days>", "<1 working day>", "<7 working days>"]);
}

#[test]
fn csv_quotes_what_it_must() {
    let csv = table(MAP, Columns::Actions, Lang::Ru).to_csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0], "1,ActionNumber,1,2");
    assert_eq!(lines[2], "3,ActionName,\"первая, «как в акте»\",Вторая");
}

#[test]
fn markdown_keeps_a_bar_within_its_cell() {
    let markdown = table(MAP, Columns::Actions, Lang::Ru).to_markdown();
    assert!(markdown.contains("\n| 2 | UnitName | ОКНО \\| ГОРОД | Окно |\n"), "{markdown}");
    assert!(markdown.contains("| 1 | ActionNumber | 1 | 2 |\n| --- | --- | --- | --- |\n"));
    assert!(markdown.starts_with("**Услуга &amp; &lt;услуга>**\n"));
}

#[test]
fn html_escapes_the_words_of_the_map() {
    let page = table(MAP, Columns::Actions, Lang::Ru).to_html_page();
    assert!(page.contains("<html lang=\"ru\">"));
    assert!(page.contains("<title>Услуга &amp; &lt;услуга&gt;</title>"));
    assert!(page.contains("<tr><th>5</th><th scope=\"row\">TimeLimit</th><td>Семь рабочих дней</td><td>сразу</td></tr>"));
    assert!(page.contains("<th scope=\"col\">2</th>"));
}
