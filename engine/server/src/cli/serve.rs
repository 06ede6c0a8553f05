//! `reglament serve`.

use clap::Args;

use super::{CommandResult, Outcome};
use crate::serve;
use crate::settings::ServeSettings;

/// Run the product: pages, API, timers, mail
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament serve --demo
  reglament serve --processes ./processes --base-url https://services.example.kz \\
      --mail smtp://robot:secret@mail.example.kz:587 --mail-from 'Services <robot@example.kz>'
  REGLAMENT_STORE=postgres://reglament@db/reglament reglament serve --listen 0.0.0.0:8080")]
pub struct Serve {
    #[command(flatten)]
    settings: ServeSettings,
}

impl Serve {
    pub(super) fn run(self) -> CommandResult {
        serve::log(&self.settings)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(serve::serve(self.settings))?;
        Ok(Outcome::Good)
    }
}
