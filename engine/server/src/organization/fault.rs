//! What is wrong with a thing of the organisation: at which field, and in which words.

use reglament_core::text::Lang;

use crate::texts::say;

/// A fault of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field of the form, the flag of the command line.
    pub field: &'static str,
    /// The key of its words.
    pub key: &'static str,
    /// What the words name.
    pub what: String,
}

impl Fault {
    /// A fault that names something.
    pub fn new(field: &'static str, key: &'static str, what: &impl ToString) -> Self {
        Self { field, key, what: what.to_string() }
    }

    /// Its words.
    pub fn text(&self, lang: Lang) -> String {
        say(lang, self.key, &[("what", self.what.as_str().into())])
    }
}

/// A reporter of faults: none is forgotten because another was found first.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault when this is not so.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers, names and identifiers read best as they are"
    )]
    pub fn demand(
        &mut self,
        holds: bool,
        field: &'static str,
        key: &'static str,
        what: impl ToString,
    ) {
        if !holds {
            self.0.push(Fault::new(field, key, &what));
        }
    }

    /// The faults, if there are any.
    pub fn end(self) -> Result<(), Vec<Fault>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
