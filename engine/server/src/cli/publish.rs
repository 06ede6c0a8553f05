//! `reglament publish`: an edition comes into force, or what that would do.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use reglament_core::command::{Actor, Role};
use reglament_store::Publication;

use super::output::print;
use super::{CommandResult, Failed, Outcome};
use crate::app::{App, Settings};
use crate::assets::Assets;
use crate::clock::SystemClock;
use crate::editions::{EditionError, Editions, MapFiles, Proposal, PublishPlan, Verdict};
use crate::serve::{maps, open_known_store};
use crate::settings::{AssetSettings, StoreSettings};

/// Editions of maps: propose, approve, roll back, or see what publishing would do
#[derive(Args, Debug)]
pub struct Publish {
    #[command(subcommand)]
    command: PublishCommand,
}

#[derive(Debug, Subcommand)]
enum PublishCommand {
    Plan(Plan),
    Propose(Propose),
    RollBack(RollBack),
    Approve(Decide),
    Reject(Decide),
    Withdraw(Decide),
    List(List),
}

/// Say what publishing a map would do: nothing is changed
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament publish plan processes/town/library-card
  reglament publish plan processes/town/library-card --json")]
struct Plan {
    /// The folder of the map
    map: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    site: Site,
}

/// Propose an edition; another analyst approves it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament publish propose processes/town/library-card --by inkar --note \"Приказ № 0\"
  reglament publish propose processes/town/library-card --by inkar --from 2027-01-01")]
struct Propose {
    /// The folder of the map
    map: PathBuf,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    site: Site,
}

/// Propose that the edition of an earlier publication comes back
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament publish roll-back 12 --by inkar --note \"a mistake in the term\"
  reglament publish roll-back 12 --by inkar --from 2027-01-01")]
struct RollBack {
    /// The number of the publication
    no: u64,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    site: Site,
}

/// Decide about an edition that was proposed
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament publish approve 13 --by tolegen
  reglament publish reject 13 --by tolegen --note \"the fee is missing\"")]
struct Decide {
    /// The number of the publication
    no: u64,
    /// Who decides, for the audit
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, default_value = "", value_name = "TEXT")]
    note: String,
    #[command(flatten)]
    site: Site,
}

/// List when editions are in force
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament publish list
  reglament publish list --process library-card")]
struct List {
    /// Of this process alone
    #[arg(long)]
    process: Option<String>,
    #[command(flatten)]
    site: Site,
}

/// From when, by whom and why.
#[derive(Args, Debug)]
struct When {
    /// The first day [default: today]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last day, when the edition is repealed
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Why
    #[arg(long, default_value = "", value_name = "TEXT")]
    note: String,
    /// Who proposes it, for the audit
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Publish it without a second person, where the installation allows that
    #[arg(long, env = "REGLAMENT_PUBLISH_ALONE")]
    alone: bool,
}

/// The store and what maps are checked with.
#[derive(Args, Debug)]
pub(super) struct Site {
    #[command(flatten)]
    assets: AssetSettings,
    #[command(flatten)]
    store: StoreSettings,
}

impl Site {
    /// The installation, with every edition that it has.
    pub(super) async fn open(&self, alone: bool) -> Result<App, Failed> {
        let store = open_known_store(&self.store).await?;
        let sources = maps::sources(&Assets::processes(self.assets.processes.as_deref())?)?;
        let templates = Assets::templates(self.assets.templates.as_deref())?;
        let (catalogue, faults) = maps::kept(&sources, &*store).await?;
        for fault in faults {
            eprintln!("reglament: {fault}: its cases are left out");
        }
        let editions = Arc::new(Editions::new(sources, Some(templates), alone));
        let app = App::new(store, Arc::new(SystemClock), catalogue, Settings::default());
        let app = app.with_editions(editions);
        app.editions.refresh(&app).await?;
        Ok(app)
    }
}

/// Whoever works at the command line has the store in hand; their name stands in the audit.
pub(super) fn analyst(name: &str) -> Actor {
    Actor::of_program(name.to_owned(), BTreeSet::from([Role::Analyst]))
}

impl Publish {
    pub(super) fn run(self) -> CommandResult {
        super::keeping::run(async {
            match self.command {
                PublishCommand::Plan(plan) => plan.run().await,
                PublishCommand::Propose(propose) => propose.run().await,
                PublishCommand::RollBack(back) => back.run().await,
                PublishCommand::Approve(decide) => decide.run(Verdict::Approve).await,
                PublishCommand::Reject(decide) => decide.run(Verdict::Reject).await,
                PublishCommand::Withdraw(decide) => decide.run(Verdict::Withdraw).await,
                PublishCommand::List(list) => list.run().await,
            }
        })
    }
}

/// The files of a map in a folder of this machine.
fn files(folder: &std::path::Path) -> Result<MapFiles, Failed> {
    let report = super::check::check(folder)?;
    let within = |path: &str| path.strip_suffix("/process.yaml").map(str::to_owned);
    let named = report.checked.processes.first().map(|it| it.definition.process.clone());
    let maps = report.sources.files().iter().filter_map(|file| within(&file.path));
    let shown = folder.display().to_string();
    let shown = shown.trim_end_matches('/').trim_end_matches("/process.yaml");
    let found = maps.into_iter().find(|map| shown.ends_with(map.as_str()));
    let folder =
        found.ok_or_else(|| format!("{shown} is not the folder of one map ({named:?})"))?;
    let below = format!("{folder}/");
    let files = report.sources.files().iter().filter_map(|file| {
        Some((file.path.strip_prefix(&below)?.to_owned(), file.text.to_string()))
    });
    Ok(MapFiles { files: files.collect(), folder })
}

/// A map with mistakes is shown as `check` shows it.
fn told(error: EditionError) -> Failed {
    match error {
        EditionError::Mistakes(checked) => {
            let mut text = "the map has mistakes; `reglament check` shows them in full:".to_owned();
            for it in &checked.diagnostics {
                let at = &it.start;
                let _ = write!(
                    text,
                    "\n  {}:{}:{}: {} ({})",
                    it.file, at.line, at.column, it.message, it.code
                );
            }
            for it in &checked.messages {
                let _ = write!(text, "\n  {it}");
            }
            text.into()
        }
        other => other.into(),
    }
}

impl Plan {
    async fn run(self) -> CommandResult {
        let map = files(&self.map)?;
        let app = self.site.open(false).await?;
        let plan = app.editions.plan(&app, &analyst("plan"), &map).await;
        app.store.close().await;
        let plan = plan.map_err(told)?;
        if self.json {
            return print(&format!("{}\n", serde_json::to_string_pretty(&plan)?));
        }
        print(&plan_text(&plan))
    }
}

fn plan_text(plan: &PublishPlan) -> String {
    let PublishPlan { process, edition, current, is_new, running, movable, due_moves, .. } = plan;
    let current = current.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
    let mut text = format!("{process}: edition {edition}, in force today: {current}\n");
    if !is_new {
        text += "it is the same edition: comments, blanks and the order of keys make no new one\n";
    }
    let all: u64 = running.iter().map(|it| it.cases).sum();
    let _ = writeln!(text, "{all} cases stand at steps of other editions, and stay there:");
    for it in running {
        let _ = writeln!(text, "  {:>6}  {} at {}", it.cases, it.edition, it.step);
    }
    let _ = writeln!(
        text,
        "{movable} could be moved to it as it is; the due date of {due_moves} would be another"
    );
    for step in &plan.without_namesake {
        let _ = writeln!(
            text,
            "  `{step}` has no step of its name here: `reglament migrate` asks what continues it"
        );
    }
    text
}

impl Propose {
    async fn run(self) -> CommandResult {
        let map = Some(files(&self.map)?);
        propose(&self.site, self.when, map, None).await
    }
}

impl RollBack {
    async fn run(self) -> CommandResult {
        propose(&self.site, self.when, None, Some(self.no)).await
    }
}

async fn propose(
    site: &Site,
    when: When,
    map: Option<MapFiles>,
    rolls_back: Option<u64>,
) -> CommandResult {
    let app = site.open(when.alone).await?;
    let from = when.from.unwrap_or_else(|| app.today());
    let proposal = Proposal { map, rolls_back, from, until: when.until, note: when.note };
    let done = app.editions.propose(&app, &analyst(&when.by), proposal).await;
    app.store.close().await;
    print(&line(&done.map_err(told)?))
}

impl Decide {
    async fn run(self, verdict: Verdict) -> CommandResult {
        let app = self.site.open(false).await?;
        let by = analyst(&self.by);
        let done = app.editions.decide(&app, &by, self.no, verdict, &self.note).await;
        app.store.close().await;
        print(&line(&done?))
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let app = self.site.open(false).await?;
        let process = self.process.map(Into::into);
        let found = app.store.publications(process.as_ref()).await;
        app.store.close().await;
        print(&found?.iter().map(line).collect::<String>())?;
        Ok(Outcome::Good)
    }
}

fn line(it: &Publication) -> String {
    let until = it.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let (no, process, edition, from) = (it.no, &it.process, &it.edition, it.from);
    let decided = it.decided.as_ref().map(|it| format!(", decided by {}", it.by));
    let (state, by) = (it.state.as_str(), &it.by);
    let decided = decided.unwrap_or_default();
    format!(
        "{no:>5}  {process}  {edition}  from {from}{until}  {state}, proposed by {by}{decided}\n"
    )
}
