//! `reglament letter`: a document as it will look, for its author.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::DateTime;
use reglament_core::message::{self, Use};
use reglament_core::process::Process;
use reglament_core::value::Value;

use super::output::print;
use super::{CommandResult, Outcome, Usage, one_map};
use crate::assets::Assets;
use crate::documents::{Documents, preview};

/// Make a document with sample data, to see what a change of its template does
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament letter refusal --process processes/town/library-card -o refusal.pdf
  reglament letter refusal --process library-card --data case.json -o refusal.pdf
  reglament letter refusal --process library-card --templates my-templates -o refusal.pdf")]
pub(super) struct MakeLetter {
    /// The document: a folder below `templates/documents`
    document: String,
    /// The folder or file of a map, or the name of a built-in process
    #[arg(long, value_name = "MAP")]
    process: PathBuf,
    /// Case data, JSON or YAML; samples stand in for it when it is not given
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// The moment, local time of the map's calendar
    #[arg(long, value_name = "MOMENT", default_value = "2026-03-18T10:00")]
    at: DateTime,
    /// Templates laid over the built-in ones
    #[arg(long, env = "REGLAMENT_TEMPLATES", value_name = "DIR")]
    templates: Option<PathBuf>,
    /// The PDF to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

impl MakeLetter {
    pub(super) fn run(self) -> CommandResult {
        let process = one_map::load(&self.process)?;
        let templates = Assets::templates(self.templates.as_deref())?;
        let documents = match Documents::load(&templates) {
            Ok(documents) => documents,
            Err(problems) => {
                let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
                return Err(lines.join("\n").into());
            }
        };
        if documents.kind(&self.document).is_none() {
            let known: Vec<_> = documents.names().collect();
            let (document, known) = (&self.document, known.join(", "));
            return Err(
                Usage(format!("there is no document `{document}`; there are {known}")).into()
            );
        }
        let given = self.data.as_deref().map(read).transpose()?;
        let used = used(&process, &self.document);
        let at = process.calendar.latest().timestamp(self.at);
        let variables = message::preview(&process, &used, given.as_ref(), at);
        match documents.typeset(&preview(&documents, &self.document, &variables)) {
            Ok(pdf) => std::fs::write(&self.output, pdf)?,
            Err(problem) => {
                print(&format!("{problem}\n"))?;
                return Ok(Outcome::Problems);
            }
        }
        print(&format!("{}\n", self.output.display()))
    }
}

/// Where the map makes the document; its first step stands in when it does not yet.
fn used(process: &Process, document: &str) -> Use {
    let uses = message::documents_of(&process.definition);
    let found = uses.into_iter().find(|used| used.name == document);
    let step = process.definition.first().cloned();
    found.unwrap_or_else(|| Use { name: document.to_owned(), step, notice: false })
}

fn read(path: &Path) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Usage(format!("{}: {error}", path.display())))?;
    let value = serde_yaml::from_str(&text);
    value.map_err(|error| Usage(format!("{}: {error}", path.display())).into())
}
