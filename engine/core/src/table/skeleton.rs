//! The beginning of a map, made from the СФЕ table of a regulation: a step for each action, in the
//! table's own words. What the table does not say is named as to be filled in.

use std::fmt::Write;

use indexmap::IndexSet;

/// More actions than this are no table of a regulation.
pub const ACTIONS_MAX: usize = 100;

/// What a map needs beside its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// The name of the process.
    pub process: String,
    /// The authority that provides it.
    pub authority: String,
    /// The calendar of its terms.
    pub calendar: String,
    /// The group of the organisation that stands for every unit.
    pub group: String,
}

/// The five rows: the cells of each, an action a column.
pub type Rows = [Vec<String>; 5];

impl Skeleton {
    /// The map, in Russian as the table is. `table` prints the same table from it.
    pub fn map(&self, [_, units, actions, completions, terms]: &Rows) -> String {
        let lanes: IndexSet<&str> = units.iter().map(String::as_str).collect();
        let mut map = self.head();
        // Writing to a String cannot fail.
        for (n, title) in lanes.iter().enumerate() {
            let (title, group) = (quoted(title), quoted(&self.group));
            let _ =
                writeln!(map, "  unit_{}: {{ title: {{ ru: {title} }}, group: {group} }}", n + 1);
        }
        map += "\n# fill in: data, documents, fees, grounds, statuses, and the deadline with its source\n\nsteps:\n";
        for (n, title) in actions.iter().enumerate() {
            let cell = |row: &Vec<String>| row.get(n).cloned().unwrap_or_default();
            let lane = lanes.get_index_of(&*cell(units)).unwrap_or_default() + 1;
            map += &action(n + 1, title, lane, &cell(completions), &cell(terms));
        }
        map + "  done: { type: end_event }               # fill in: its status and title, the other ends\n"
    }

    fn head(&self) -> String {
        let [process, authority, calendar] =
            [&self.process, &self.authority, &self.calendar].map(|name| quoted(name));
        format!(
            "# Made from the table of a regulation. What it does not say is marked `fill in`.\n\
             process: {process}\n\
             title: {{ ru: {process} }}               # fill in: what the service is called, in ru, kk, en\n\
             authority: {authority}\n\
             in_force: {{ from: 2000-01-01 }}         # fill in: the first day of its rules\n\
             calendar: {calendar}\n\n\
             units:                                 # fill in: the group of each, the words in kk and en\n"
        )
    }
}

/// One column. Its term is kept in the words of the table; the step has one to count when it is filled in.
fn action(number: usize, title: &str, lane: usize, completion: &str, term: &str) -> String {
    let mut step = format!("  action_{number}:\n    type: user_task\n");
    let _ = writeln!(step, "    title: {{ ru: {} }}", quoted(title));
    if term.is_empty() {
        let _ = writeln!(step, "    action: {number}");
    } else {
        let term = quoted(term);
        let _ = writeln!(step, "    action: {{ number: {number}, within: {{ ru: {term} }} }}");
    }
    let _ = writeln!(step, "    unit: unit_{lane}");
    if !completion.is_empty() {
        let _ = writeln!(step, "    completion: {{ ru: {} }}", quoted(completion));
    }
    step + "    # fill in: within, form, outcomes\n\n"
}

/// A text in quotes, as JSON writes it, which is YAML too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
