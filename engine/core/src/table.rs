//! The СФЕ table of a regulation, printed back from its map: five rows of attributes, one column
//! for each action.

mod csv;
mod html;
mod markdown;
pub mod skeleton;

use crate::definition::{Definition, Element, Step};
use crate::words::{Label, Words};

/// Which steps are its columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Columns {
    /// The actions of the regulation: the steps with `action:`; every task where no step has one.
    #[default]
    Actions,
    /// Every task of the map.
    AllTasks,
}

/// The table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The language of its words.
    pub lang: crate::text::Lang,
    /// The service.
    pub title: String,
    /// What the table is.
    pub caption: String,
    /// The head over its columns.
    pub head: String,
    /// The five rows.
    pub rows: Vec<Row>,
}

/// A row: an attribute of every action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// 1 to 5, as printed before the label.
    pub number: usize,
    /// The attribute.
    pub label: String,
    /// Its value for each action.
    pub cells: Vec<String>,
}

/// One action: the five cells below each other.
type Action = [String; 5];

impl Table {
    /// The table of a map.
    pub fn new(definition: &Definition, columns: Columns, words: &dyn Words) -> Self {
        let actions = actions(definition, columns, words);
        let labels = [
            Label::ActionNumber,
            Label::UnitName,
            Label::ActionName,
            Label::Completion,
            Label::TimeLimit,
        ];
        let row = |(at, label): (usize, Label)| Row {
            number: at + 1,
            label: words.label(label),
            cells: actions.iter().map(|action| action[at].clone()).collect(),
        };
        Self {
            lang: words.lang(),
            title: definition.title.get(words.lang()).to_owned(),
            caption: words.label(Label::TableCaption),
            head: words.label(Label::TableHead),
            rows: labels.into_iter().enumerate().map(row).collect(),
        }
    }
}

/// In the order of their numbers, which is the order of the map but where steps were regrouped.
fn actions(definition: &Definition, columns: Columns, words: &dyn Words) -> Vec<Action> {
    let mut printed: Vec<(u32, &Step)> = definition
        .steps
        .values()
        .filter_map(|step| Some((step.action.as_ref()?.number, step)))
        .collect();
    if columns == Columns::AllTasks || printed.is_empty() {
        printed = (1..)
            .zip(definition.all_steps().map(|(_, step)| step).filter(|step| is_task(step)))
            .collect();
    }
    printed.sort_by_key(|(number, _)| *number);
    printed.iter().map(|(number, step)| action(definition, *number, step, words)).collect()
}

/// The regulation's own words go before the map's.
fn action(definition: &Definition, number: u32, step: &Step, words: &dyn Words) -> Action {
    let lang = words.lang();
    let own = step.action.as_ref();
    let unit = step.unit.as_ref().and_then(|unit| definition.units.get(unit));
    let first = |texts: [Option<&crate::text::Texts>; 2]| {
        let text = texts.into_iter().flatten().find(|text| !text.is_empty());
        text.map(|text| text.get(lang).to_owned()).unwrap_or_default()
    };
    [
        number.to_string(),
        first([own.map(|own| &own.unit), unit.map(|unit| &unit.title)]),
        first([own.map(|own| &own.title), Some(&step.title)]),
        step.completion.get(lang).to_owned(),
        time_limit(definition, step, words),
    ]
}

fn time_limit(definition: &Definition, step: &Step, words: &dyn Words) -> String {
    if let Some(own) = step.action.as_ref().filter(|own| !own.within.is_empty()) {
        return own.within.get(words.lang()).to_owned();
    }
    match (step.within, &definition.deadline) {
        (Some(term), _) => words.term(term),
        (None, Some(deadline)) if !deadline.wording.is_empty() => {
            deadline.wording.get(words.lang()).to_owned()
        }
        (None, Some(deadline)) => words.term(deadline.within),
        (None, None) => String::new(),
    }
}

/// Whether a step is work of somebody or something; gateways, timers and ends are not.
pub(crate) const fn is_task(step: &Step) -> bool {
    matches!(
        step.element,
        Element::UserTask(_)
            | Element::ManualTask(_)
            | Element::ServiceTask(_)
            | Element::BusinessRuleTask(_)
            | Element::SendTask(_)
            | Element::ReceiveTask(_)
            | Element::CallActivity(_)
            | Element::Subprocess(_)
    )
}

#[cfg(test)]
mod tests;
