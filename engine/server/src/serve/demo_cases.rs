//! An installation for invented cases: the maps and people of the demonstration over its folder, under a
//! clock that is set.

use std::sync::Arc;

use reglament_core::command::Role;

use super::{ServeError, demo, maps, open_store};
use crate::app::{App, Settings};
use crate::assets::Assets;
use crate::clock::{Clock, SetClock, SystemClock};
use crate::connectors;
use crate::demo::Installation;
use crate::documents::Documents;
use crate::messages;
use crate::organization::Organization;
use crate::settings::{AssetSettings, StoreSettings};
use crate::workers::Papers;

/// The program that files applications, where the organisation names none.
const PORTAL: &str = "portal";

/// Opens the folder of the demonstration and reads its maps, its people and its templates.
pub async fn demo_installation(
    settings: &StoreSettings,
    assets: &AssetSettings,
) -> Result<Installation, ServeError> {
    let setup = |error: &dyn std::fmt::Display| ServeError::Setup(error.to_string());
    let processes = Assets::processes(assets.processes.as_deref()).map_err(|it| setup(&it))?;
    let templates = Assets::templates(assets.templates.as_deref()).map_err(|it| setup(&it))?;
    let sources = maps::sources(&processes).map_err(|it| setup(&it))?;
    let organization = Organization::read(&processes).map_err(|it| setup(&it))?;
    let documents = Documents::load(&templates).map_err(|problems| told(&problems))?;
    let store = open_store(settings).await?;
    let clock = Arc::new(SetClock::at(SystemClock.now()));
    let today = clock.now().to_zoned(Settings::default().zone).date();
    let catalogue =
        maps::publish(maps::read(&sources)?, &sources, &*store, (clock.now(), today)).await?;
    let web = Settings::default();
    let (url, zone) = (web.public_url.clone(), web.zone.clone());
    let app = App::new(store, Arc::<SetClock>::clone(&clock), catalogue, web);
    demo::import(&app, &organization, None).await?;
    let mut programs = organization.programs.iter();
    let filing = programs.find(|(_, program)| program.roles.contains(&Role::Filing));
    let portal = filing.map_or_else(|| PORTAL.to_owned(), |(name, _)| name.clone());
    Ok(Installation {
        app,
        clock,
        connectors: connectors::open(&processes).map_err(|it| setup(&it))?,
        papers: Papers::new(documents, &url, organization, zone),
        processes,
        portal,
    })
}

fn told(problems: &[messages::Problem]) -> ServeError {
    ServeError::Problems(problems.iter().map(ToString::to_string).collect())
}
