//! One run of a schedule from the command line.

use std::sync::Arc;

use reglament_store::RunNote;

use super::{ServeError, maps, open_known_store};
use crate::app::{App, Settings};
use crate::assets::Assets;
use crate::clock::{Clock, SystemClock};
use crate::messages::Messages;
use crate::organization::Organization;
use crate::schedules::Digests;
use crate::settings::{AssetSettings, StoreSettings};

/// Makes the mails of a schedule for now; none when there is no such schedule. The server sends them.
pub async fn run_schedule(
    settings: &StoreSettings,
    assets: &AssetSettings,
    name: &str,
) -> Result<Option<RunNote>, ServeError> {
    let setup = |error: &dyn std::fmt::Display| ServeError::Setup(error.to_string());
    let store = open_known_store(settings).await?;
    let schedules = store.schedules().await?;
    let Some(schedule) = schedules.into_iter().find(|it| it.name == name) else { return Ok(None) };
    let processes = Assets::processes(assets.processes.as_deref()).map_err(|it| setup(&it))?;
    let templates = Assets::templates(assets.templates.as_deref()).map_err(|it| setup(&it))?;
    let sources = maps::sources(&processes).map_err(|it| setup(&it))?;
    let (catalogue, _) = maps::kept(&sources, &*store).await?;
    let organization = Organization::read(&processes).map_err(|it| setup(&it))?;
    let messages = Messages::load(&templates).map_err(|problems| {
        ServeError::Problems(problems.iter().map(ToString::to_string).collect())
    })?;
    let kept = Arc::clone(&store);
    let app = App::new(store, Arc::new(SystemClock), catalogue, Settings::default());
    let digests = Digests::new(app, Arc::new(messages), organization.organization);
    let moment = SystemClock.now();
    digests.run_for(&schedule, moment).await.map_err(|it| setup(&it))?;
    let made = kept.runs(name, 1).await?.pop().map(|run| run.note);
    kept.close().await;
    Ok(made)
}
