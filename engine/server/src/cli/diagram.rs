//! `reglament diagram`: the picture of a map.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use reglament_core::bpmn;
use reglament_core::diagram::Diagram;
use reglament_core::text::Lang;

use super::output::print;
use super::{CommandResult, Outcome, one_map};
use crate::texts::words::Catalogue;

/// Draw a map: units are lanes, terms stand on the steps
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament diagram processes/town/library-card -o library-card.svg
  reglament diagram processes/town/library-card --format mermaid --lang en
  reglament diagram dog-licence --format dot | dot -Tpdf > licence.pdf
  reglament diagram processes/town/library-card --format bpmn -o library-card.bpmn")]
pub struct Draw {
    /// The folder or file of a map, or the name of a built-in process
    map: PathBuf,
    /// The language: ru, kk or en
    #[arg(long, default_value = "ru")]
    lang: Lang,
    /// The form of the picture
    #[arg(long, value_enum, default_value_t = Format::Svg)]
    format: Format,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A picture for browsers and documents
    Svg,
    /// Text for Mermaid
    Mermaid,
    /// Text for Graphviz
    Dot,
    /// A BPMN 2.0 model with its picture, which `reglament import` reads again
    Bpmn,
}

impl Draw {
    pub(super) fn run(self) -> CommandResult {
        let (process, root) = one_map::with_tree(&self.map)?;
        let diagram = Diagram::new(&process.definition, &Catalogue(self.lang));
        let picture = match self.format {
            Format::Svg => diagram.to_svg()?,
            Format::Mermaid => diagram.to_mermaid(),
            Format::Dot => diagram.to_dot(),
            Format::Bpmn => bpmn::export(&process.definition, &root, &Catalogue(self.lang))?,
        };
        let Some(file) = self.output else { return print(&picture) };
        std::fs::write(&file, picture).map_err(|fault| format!("{}: {fault}", file.display()))?;
        Ok(Outcome::Good)
    }
}
