//! Where the store of a case is. `--data` is the data of a case here, so the folder has another name than
//! in the other commands.

use std::path::PathBuf;

use clap::Args;

use crate::settings::StoreSettings;

/// The store that has the case.
#[derive(Args, Clone, Debug)]
pub(super) struct Place {
    /// The demonstration in ./reglament-demo
    #[arg(long)]
    demo: bool,
    /// The folder of the database [default: ./reglament-data, with --demo ./reglament-demo]
    #[arg(long, env = "REGLAMENT_DATA", value_name = "DIR")]
    store_folder: Option<PathBuf>,
    /// sqlite:FILE or postgres://… [default: sqlite:DIR/reglament.db]
    #[arg(long, env = "REGLAMENT_STORE", value_name = "URL", hide_env_values = true)]
    store: Option<String>,
}

impl Place {
    pub(super) fn settings(&self) -> StoreSettings {
        let (data, store) = (self.store_folder.clone(), self.store.clone());
        StoreSettings { demo: self.demo, data, store }
    }
}
