//! `reglament organization`: the organisation as a file.

use std::io::Read as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use reglament_core::text::Lang;

use super::keeping::{change, place, roster, run};
use super::{CommandResult, Failed, Outcome};
use crate::organization::{Kept, Organization as File};
use crate::settings::StoreSettings;

/// The organisation as a YAML file: offices, groups, people, programs
#[derive(Args, Debug)]
pub struct Organization {
    #[command(subcommand)]
    command: OrganizationCommand,
}

#[derive(Debug, Subcommand)]
enum OrganizationCommand {
    Export(Export),
    Import(Import),
}

/// Print the organisation as YAML, without passwords and tokens
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament organization export > organization.yaml
  reglament organization export --store postgres://reglament@db/reglament")]
struct Export {
    #[command(flatten)]
    store: StoreSettings,
}

/// Lay a file over the organisation: what it names is replaced, everything else stays
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament organization import organization.yaml --dry-run
  reglament organization import - < organization.yaml")]
struct Import {
    /// The file, or - for the standard input
    file: PathBuf,
    /// Only check it
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreSettings,
}

impl Organization {
    pub(super) fn run(self) -> CommandResult {
        run(async {
            match self.command {
                OrganizationCommand::Export(export) => export.run().await,
                OrganizationCommand::Import(import) => import.run().await,
            }
        })
    }
}

impl Export {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let file = File::of(roster(&place).await?.data());
        print!("{}", serde_yaml::to_string(&file)?);
        Ok(Outcome::Good)
    }
}

impl Import {
    async fn run(self) -> CommandResult {
        let file = File::parse(&self.text()?)
            .map_err(|fault| format!("{}: {fault}", self.file.display()))?;
        let place = place(&self.store).await?;
        if let Err(faults) = file.changes(roster(&place).await?.data()) {
            for (what, fault) in &faults {
                println!("{what}: {}", fault.text(Lang::En));
            }
            return Ok(Outcome::Problems);
        }
        if self.dry_run {
            println!("all is well; nothing was stored");
            return Ok(Outcome::Good);
        }
        change(&place, "organization", |roster, _| {
            let changes = file.changes(roster.data());
            let changes = changes
                .map_err(|faults| faults.into_iter().map(|(_, fault)| fault).collect::<Vec<_>>())?;
            let detail = format!("import of {} things", changes.len());
            Ok(Kept { changes, detail })
        })
        .await?;
        println!(
            "{} offices, {} groups, {} people, {} programs",
            file.offices.len(),
            file.groups.len(),
            file.people.len(),
            file.programs.len()
        );
        Ok(Outcome::Good)
    }

    fn text(&self) -> Result<String, Failed> {
        if self.file.as_os_str() == "-" {
            let mut text = String::new();
            std::io::stdin().lock().read_to_string(&mut text)?;
            return Ok(text);
        }
        let text = std::fs::read_to_string(&self.file);
        Ok(text.map_err(|error| format!("{}: {error}", self.file.display()))?)
    }
}
