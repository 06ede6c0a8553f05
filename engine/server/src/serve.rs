//! The running product: the store, the maps, the pages and the API, the workers; from the start to an
//! orderly end.

mod demo;
mod demo_cases;
pub mod maps;
mod one_run;

use std::future::Future;
use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reglament_core::catalogue::Catalogue;
use reglament_store::{Store, StoreError};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::{App, Settings};
use crate::assets::Assets;
use crate::channels::Channel;
use crate::clock::{Clock, SystemClock};
use crate::connectors::{self, Connectors};
use crate::documents::{self, Documents};
use crate::editions::{Editions, WatchEditions};
use crate::messages::{self, Messages};
use crate::migrations::MoveCases;
use crate::organization::Organization;
use crate::scanner::Scanner;
use crate::schedules::{self, CronError, CronLine, DailyCheckpoint, Digests, Schedule, Sweep};
use crate::settings::{ServeSettings, StoreSettings};
use crate::workers::{Jobs, Letters, Outbox, Papers, Timers, Worker, run_until};
use crate::{channels, http};

pub use demo_cases::demo_installation;
pub use one_run::run_schedule;

/// Requests and batches that began get so long to end.
const STOP_TIME_MAX: Duration = Duration::from_secs(20);

/// The product cannot start, or had to stop.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Maps or messages have mistakes.
    #[error("{}\n{} problems; `reglament check` shows them in full", .0.join("\n"), .0.len())]
    Problems(Vec<String>),
    /// A setting cannot be used.
    #[error("{0}")]
    Setup(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The disk or the network.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Sends the log to the standard error stream. It holds numbers of cases and counts, no personal data.
pub fn log(settings: &ServeSettings) -> Result<(), ServeError> {
    let filter: tracing_subscriber::EnvFilter =
        settings.log.parse().map_err(|error| ServeError::Setup(format!("--log: {error}")))?;
    let is_terminal = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(is_terminal);
    if settings.log_json {
        log.json().init();
    } else {
        log.init();
    }
    Ok(())
}

/// Opens the store of an installation, making its folder.
pub async fn open_store(settings: &StoreSettings) -> Result<Arc<dyn Store>, ServeError> {
    let url = settings.store();
    if let Some(folder) = url.strip_prefix("sqlite:").and_then(|file| Path::new(file).parent()) {
        std::fs::create_dir_all(folder)?;
    }
    Ok(reglament_store::open(&url).await?)
}

/// Opens the store of an installation that was there before: a question must not leave an empty database
/// behind.
pub async fn open_known_store(settings: &StoreSettings) -> Result<Arc<dyn Store>, ServeError> {
    let url = settings.store();
    let file = url.strip_prefix("sqlite:").map(|file| file.trim_start_matches("//"));
    if let Some(file) = file.filter(|file| !Path::new(file).exists()) {
        return Err(ServeError::Setup(format!(
            "there is no database at `{file}`; say where it is with --store"
        )));
    }
    open_store(settings).await
}

/// Runs the product until the process is told to end.
pub async fn serve(settings: ServeSettings) -> Result<(), ServeError> {
    let running = start(&settings, Arc::new(SystemClock), told_to_end()).await?;
    if let Some(words) = &running.words {
        // Whoever reads this may stop reading; the product goes on.
        let _ = writeln!(std::io::stdout(), "{words}");
    }
    tracing::info!(address = %running.address, "ready");
    running.ended().await
}

/// The parts of an installation that are read at its start.
struct Parts {
    catalogue: Catalogue,
    editions: Arc<Editions>,
    messages: Arc<Messages>,
    documents: Documents,
    connectors: Connectors,
    organization: Organization,
    channel: Arc<dyn Channel>,
    sweep: CronLine,
    checkpoint: CronLine,
}

/// Starts everything; `end` resolves when it should stop. Tests give their own clock and end.
pub async fn start(
    settings: &ServeSettings,
    clock: Arc<dyn Clock>,
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<Running, ServeError> {
    let data = settings.store.data();
    std::fs::create_dir_all(&data)?;
    let store = open_store(&settings.store).await?;
    let setup = |error: &dyn std::fmt::Display| ServeError::Setup(error.to_string());
    let processes = Assets::processes(settings.assets.processes.as_deref());
    let processes = processes.map_err(|error| setup(&error))?;
    let parts = read(settings, &processes, store.as_ref(), clock.as_ref()).await?;
    let listener = TcpListener::bind(settings.listen).await;
    let listener = listener.map_err(|error| {
        setup(&format_args!("{}: {error}; choose another with --listen", settings.listen))
    })?;
    let address = listener.local_addr()?;
    let web = Settings {
        public_url: settings.base_url(address),
        trusted_proxies: settings.trusted_proxies.clone(),
        zone: settings.zone.clone(),
        oidc: settings.oidc.provider(),
        scanner: settings.scan_command.as_deref().and_then(Scanner::new),
    };
    let url = web.public_url.clone();
    let office = parts.organization.organization.clone();
    let letters = Arc::new(Letters::new(Arc::clone(&parts.messages), &url, office));
    schedules::begin(&*store, clock.now()).await?;
    let app = App::new(store, clock, parts.catalogue.clone(), web);
    let app = app.with_editions(Arc::clone(&parts.editions));
    app.editions.refresh(&app).await?;
    let app = app.with_letters(Arc::clone(&letters));
    let office = parts.organization.organization.clone();
    let app = app.with_papers(parts.documents.clone(), office);
    let papers = Papers::new(
        parts.documents.clone(),
        &url,
        parts.organization.clone(),
        settings.zone.clone(),
    );
    let papers = Arc::new(papers);
    let app = app.with_previews(Arc::clone(&papers));
    let words = if settings.store.demo {
        let demo = demo::seed(&app, &parts.organization, &processes, &data).await?;
        Some(demo.print(&url, &settings.mail()))
    } else {
        hint_at_people(&app).await?
    };
    let workers = workers(&app, letters, papers, parts, settings);
    Ok(Running::begin(app, address, words, listener, workers, end))
}

async fn read(
    settings: &ServeSettings,
    processes: &Assets,
    store: &dyn Store,
    clock: &dyn Clock,
) -> Result<Parts, ServeError> {
    let setup = |error: &dyn std::fmt::Display| ServeError::Setup(error.to_string());
    let templates = Assets::templates(settings.assets.templates.as_deref());
    let templates = templates.map_err(|error| setup(&error))?;
    let sources = maps::sources(processes).map_err(|error| setup(&error))?;
    let now = clock.now();
    let today = now.to_zoned(settings.zone.clone()).date();
    let catalogue = maps::publish(maps::read(&sources)?, &sources, store, (now, today)).await?;
    let told = |problems: Vec<messages::Problem>| {
        ServeError::Problems(problems.iter().map(ToString::to_string).collect())
    };
    let documents = Documents::load(&templates).map_err(told)?;
    let mut problems = messages::check(&catalogue, &templates);
    problems.extend(documents::missing(&catalogue, &documents));
    if !problems.is_empty() {
        return Err(told(problems));
    }
    let line = |text: &str| text.parse().map_err(|error: CronError| setup(&error));
    Ok(Parts {
        catalogue,
        editions: Arc::new(Editions::new(sources, Some(templates.clone()), settings.publish_alone)),
        messages: Arc::new(Messages::load(&templates).map_err(told)?),
        documents,
        connectors: connectors::open(processes).map_err(|error| setup(&error))?,
        organization: Organization::read(processes).map_err(|error| setup(&error))?,
        channel: channels::open(&settings.mail(), &settings.mail_from)
            .map_err(|error| setup(&error))?,
        sweep: line(Sweep::LINE)?,
        checkpoint: line(DailyCheckpoint::LINE)?,
    })
}

/// Without people nobody can sign in, and no page may offer to make the first one.
async fn hint_at_people(app: &App) -> Result<Option<String>, ServeError> {
    let none = app.store.people().await?.is_empty();
    Ok(none.then(|| "Nobody can sign in yet: run `reglament person add --help`".to_owned()))
}

fn workers(
    app: &App,
    letters: Arc<Letters>,
    papers: Arc<Papers>,
    parts: Parts,
    settings: &ServeSettings,
) -> Vec<Arc<dyn Worker>> {
    let Parts { messages, connectors, organization, channel, .. } = parts;
    let (line, daily) = (parts.sweep, parts.checkpoint);
    let folder = settings.checkpoints.folder(&settings.store);
    let checkpoint = DailyCheckpoint::new(app.clone(), folder);
    let office = organization.organization;
    let zone = || settings.zone.clone();
    let digests = Digests::new(app.clone(), messages, office);
    let sweep = Sweep::new(app.clone());
    vec![
        Arc::new(Timers::new(app.clone())),
        Arc::new(Outbox::new(app.clone(), letters, papers, channel)),
        Arc::new(Jobs::new(app.clone(), connectors)),
        Arc::new(digests),
        Arc::new(WatchEditions::new(app.clone())),
        Arc::new(MoveCases::new(app.clone())),
        Arc::new(Schedule::new(app.clone(), line, zone(), Arc::new(sweep))),
        Arc::new(Schedule::new(app.clone(), daily, zone(), Arc::new(checkpoint))),
    ]
}

/// The product while it runs.
pub struct Running {
    /// What handlers and workers share.
    pub app: App,
    /// Where it listens.
    pub address: SocketAddr,
    /// What a newcomer should read.
    pub words: Option<String>,
    tasks: JoinSet<Result<(), ServeError>>,
    stopping: watch::Receiver<bool>,
}

impl Running {
    fn begin(
        app: App,
        address: SocketAddr,
        words: Option<String>,
        listener: TcpListener,
        workers: Vec<Arc<dyn Worker>>,
        end: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        let (stop, stopping) = watch::channel(false);
        tokio::spawn(async move {
            end.await;
            tracing::info!("stopping");
            // Nobody listens any more when everything ended by itself.
            let _ = stop.send(true);
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(listen(app.clone(), listener, stopping.clone()));
        for worker in workers {
            let (app, stopping) = (app.clone(), stopping.clone());
            tasks.spawn(async move {
                run_until(worker, &app, stopping).await;
                Ok(())
            });
        }
        Self { app, address, words, tasks, stopping }
    }

    /// Resolves when everything has ended: no new requests, then the requests and batches that began.
    pub async fn ended(mut self) -> Result<(), ServeError> {
        let ended = async {
            while let Some(ended) = self.tasks.join_next().await {
                ended.map_err(|error| ServeError::Setup(error.to_string()))??;
            }
            Ok(())
        };
        let late = async {
            // An error says that the sender is gone, which is as good as being told to stop.
            let _ = self.stopping.wait_for(|stopping| *stopping).await;
            tokio::time::sleep(STOP_TIME_MAX).await;
        };
        let ended = tokio::select! {
            ended = ended => ended,
            () = late => {
                tracing::warn!("some requests or batches did not end in time; they are repeated later");
                Ok(())
            }
        };
        // What was asked before is finished, and the log goes into the database.
        self.app.store.close().await;
        ended
    }
}

async fn listen(
    app: App,
    listener: TcpListener,
    mut stopping: watch::Receiver<bool>,
) -> Result<(), ServeError> {
    let stop = async move {
        // As above: a sender that is gone means the same.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    };
    Ok(http::serve(&app, listener, stop).await?)
}

/// Resolves at SIGTERM or SIGINT.
async fn told_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
