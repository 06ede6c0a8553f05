//! What the template of a report shows.

use reglament_core::ids::PersonId;
use reglament_core::text::Lang;
use reglament_store::SavedReport;
use serde::Serialize;

use super::super::inbox::Notice;
use super::super::render::View;
use super::super::shell::percent;
use crate::mining;
use crate::reports::chart::Chart;
use crate::reports::export::Format;
use crate::reports::model::{Cell, Section, Table, Tile};
use crate::reports::spec::{Kind, Spec};
use crate::reports::{Report, Viewer};
use crate::texts::say;

/// A report.
#[derive(Clone, Debug, Serialize)]
pub struct ReportPage {
    /// What it is called.
    pub heading: String,
    /// Its period, or the moment it is of.
    pub period: String,
    /// All reports.
    pub tabs: Vec<Tab>,
    /// The address of the page without its filters.
    pub here: String,
    /// Whether a period can be chosen.
    pub has_period: bool,
    /// The first day, by ISO 8601.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Offices to choose from.
    pub offices: Vec<Choice>,
    /// Services to choose from.
    pub services: Vec<Choice>,
    /// Whether it is always of one service.
    pub of_one_service: bool,
    /// What else is chosen, each with the address without it.
    pub chosen: Vec<Tab>,
    /// The filters as an address says them.
    pub query: String,
    /// The sections.
    pub sections: Vec<SectionView>,
    /// The same as files.
    pub files: Vec<FileLink>,
    /// Reports that are kept.
    pub saved: Vec<SavedLink>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// A link to a page beside this one.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub label: String,
    /// Whether it is shown.
    pub current: bool,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What the address says.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A file of the report.
#[derive(Clone, Debug, Serialize)]
pub struct FileLink {
    /// Where it is.
    pub href: String,
    /// `CSV`, `XLSX`, `PDF`.
    pub label: String,
}

/// A report that is kept.
#[derive(Clone, Debug, Serialize)]
pub struct SavedLink {
    /// Where it is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Where one's own is forgotten.
    pub forget: Option<String>,
    /// Its identifier.
    pub id: String,
}

/// A section.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    /// Its identifier on the page.
    pub id: &'static str,
    /// What it is called.
    pub title: String,
    /// How it is counted.
    pub how: String,
    /// Its figures at a glance.
    pub tiles: Vec<TileView>,
    /// Its picture.
    pub chart: Option<ChartView>,
    /// A picture at an address of its own.
    pub picture: Option<PictureView>,
    /// Its figures.
    pub table: Option<TableView>,
    /// What is left out.
    pub excluded: Vec<TileView>,
    /// Whether it could not be made.
    pub failed: bool,
}

/// A figure with its name.
#[derive(Clone, Debug, Serialize)]
pub struct TileView {
    /// Its name.
    pub label: String,
    /// The figure.
    pub value: String,
    /// The list behind it.
    pub href: Option<String>,
    /// Whether it is good or bad.
    pub tone: &'static str,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    /// What it shows.
    pub caption: String,
    /// The SVG.
    pub svg: String,
    /// What its parts mean.
    pub legend: Vec<LegendView>,
}

/// A picture at an address of its own.
#[derive(Clone, Debug, Serialize)]
pub struct PictureView {
    /// Where it is.
    pub href: String,
    /// What it shows.
    pub words: String,
}

/// What a part of a picture means.
#[derive(Clone, Debug, Serialize)]
pub struct LegendView {
    /// Its class.
    pub class: &'static str,
    /// Whether it is a line.
    pub line: bool,
    /// Its words.
    pub label: String,
}

/// A table.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// What it shows.
    pub caption: String,
    /// Whether its cells are coloured by their shares.
    pub heat: bool,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// Its rows.
    pub rows: Vec<Vec<CellView>>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// What it is called.
    pub title: String,
    /// Whether it holds numbers.
    pub amount: bool,
}

/// A cell.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// What it says.
    pub text: String,
    /// The list behind it.
    pub href: Option<String>,
    /// Whether it is the name of its row.
    pub head: bool,
    /// Its class.
    pub class: String,
}

impl View for ReportPage {
    const TEMPLATE: &'static str = "report";

    fn title(&self, _: Lang) -> String {
        self.heading.clone()
    }
}

impl ReportPage {
    /// The page of a report.
    pub fn of(
        viewer: &Viewer,
        spec: &Spec,
        report: &Report,
        saved: &[SavedReport],
        reader: &PersonId,
    ) -> Self {
        let here = format!("/reports/{}", spec.kind.name());
        Self {
            heading: report.title.clone(),
            period: report.period.clone(),
            tabs: Kind::ALL.map(|kind| tab(viewer, spec, kind)).to_vec(),
            has_period: spec.kind.has_period(),
            from: spec.pick.from.to_string(),
            until: spec.pick.until.to_string(),
            offices: offices(viewer, spec),
            services: services(viewer, spec),
            of_one_service: spec.kind == Kind::Paths,
            chosen: chosen(viewer, spec),
            query: spec.query(),
            sections: report
                .sections
                .iter()
                .map(|section| SectionView::of(viewer, section))
                .collect(),
            files: files(&here, spec),
            saved: saved.iter().filter_map(|saved| link(saved, reader)).collect(),
            notice: None,
            here,
        }
    }
}

/// The same filters in another report.
fn tab(viewer: &Viewer, spec: &Spec, kind: Kind) -> Tab {
    let other = Spec { kind, ..spec.clone() };
    let label = viewer.say(&format!("report-tab-{}", kind.name()));
    Tab { href: other.href(), label, current: kind == spec.kind }
}

/// The link to a file of a page.
pub fn file_of(here: &str, format: Format, query: &str) -> FileLink {
    file_named(here, format.name(), query)
}

fn file_named(here: &str, name: &str, query: &str) -> FileLink {
    FileLink { href: format!("{here}/file/{name}?{query}"), label: name.to_uppercase() }
}

/// The files of a report.
fn files(here: &str, spec: &Spec) -> Vec<FileLink> {
    let logs = mining::Format::ALL.map(mining::Format::name).into_iter();
    let logs = logs.filter(|_| spec.kind == Kind::Paths);
    let names = Format::ALL.map(Format::name).into_iter().chain(logs);
    names.map(|name| file_named(here, name, &spec.query())).collect()
}

fn link(saved: &SavedReport, reader: &PersonId) -> Option<SavedLink> {
    let kind = Kind::named(&saved.report)?;
    let forget = format!("/reports/{}/saved/{}/forget", kind.name(), percent(&saved.id));
    Some(SavedLink {
        href: format!("/reports/{}?{}", kind.name(), saved.query),
        name: saved.name.clone(),
        forget: (*reader == *saved.owner).then_some(forget),
        id: saved.id.clone(),
    })
}

fn offices(viewer: &Viewer, spec: &Spec) -> Vec<Choice> {
    let chosen = spec.pick.with.get("office");
    let seen = viewer.roster.data().offices.iter();
    let seen = seen.filter(|office| viewer.sees(office.office.as_str()));
    let choices = seen.map(|office| Choice {
        value: office.office.to_string(),
        label: office.titles.get(viewer.lang).to_owned(),
        chosen: chosen.is_some_and(|it| office.office == **it),
    });
    choices.collect()
}

fn services(viewer: &Viewer, spec: &Spec) -> Vec<Choice> {
    let chosen = spec.pick.with.get("process");
    let choices = viewer.catalogue.all_current().map(|process| Choice {
        value: process.definition.process.to_string(),
        label: process.definition.title.get(viewer.lang).to_owned(),
        chosen: chosen.is_some_and(|it| process.definition.process == **it),
    });
    choices.collect()
}

/// What is chosen and not in the form, each with the address without it.
fn chosen(viewer: &Viewer, spec: &Spec) -> Vec<Tab> {
    let known = ["office", "process"];
    let others = spec.pick.with.iter().filter(|(name, _)| !known.contains(name));
    let tabs = others.map(|(name, value)| {
        let without = Spec { pick: spec.pick.without(name), ..spec.clone() };
        Tab { href: without.href(), label: viewer.condition(name, value), current: false }
    });
    tabs.collect()
}

impl SectionView {
    fn of(viewer: &Viewer, section: &Section) -> Self {
        Self {
            id: section.id,
            title: section.title.clone(),
            how: section.how.clone(),
            tiles: section.tiles.iter().map(|tile| TileView::of(viewer.lang, tile)).collect(),
            chart: section.chart.as_ref().map(|chart| ChartView::of(viewer, section.id, chart)),
            picture: section.picture.as_ref().map(|picture| PictureView {
                href: picture.href.clone(),
                words: picture.words.clone(),
            }),
            table: section
                .table
                .as_ref()
                .map(|table| TableView::of(viewer.lang, &section.title, table)),
            excluded: section.excluded.iter().map(|tile| TileView::of(viewer.lang, tile)).collect(),
            failed: section.failed,
        }
    }
}

impl TileView {
    fn of(lang: Lang, tile: &Tile) -> Self {
        Self {
            label: tile.label.clone(),
            value: tile.cell.words(lang),
            href: tile.cell.href.clone(),
            tone: tile.tone,
        }
    }
}

impl ChartView {
    fn of(viewer: &Viewer, id: &str, chart: &Chart) -> Self {
        let legend = chart.legend.iter().map(|(class, label)| LegendView {
            class,
            line: class.starts_with("line"),
            label: label.clone(),
        });
        Self {
            caption: chart.title.clone(),
            svg: chart.named(&format!("chart-{id}"), &viewer.say("report-chart-desc")),
            legend: legend.collect(),
        }
    }
}

impl TableView {
    /// A table with its caption.
    pub fn of(lang: Lang, caption: &str, table: &Table) -> Self {
        let columns = table.columns.iter();
        let columns =
            columns.map(|it| ColumnView { title: it.title.clone(), amount: it.is_number });
        let row = |row: &Vec<Cell>| -> Vec<CellView> {
            row.iter()
                .zip(&table.columns)
                .enumerate()
                .map(|(place, (cell, column))| cell_view(lang, place, column.is_number, cell))
                .collect()
        };
        Self {
            caption: caption.to_owned(),
            heat: table.rows.iter().flatten().any(|cell| cell.heat > 0),
            columns: columns.collect(),
            rows: table.rows.iter().map(row).collect(),
        }
    }
}

fn cell_view(lang: Lang, place: usize, amount: bool, cell: &Cell) -> CellView {
    let mut class = String::from(if amount { "amount" } else { "" });
    if cell.heat > 0 {
        class = format!("{class} heat-{}", cell.heat);
    }
    CellView {
        text: cell.words(lang),
        href: cell.href.clone(),
        head: place == 0,
        class: class.trim().to_owned(),
    }
}

/// The words of what a list shows; here so that the pages of lists and reports say the same.
pub fn counted(lang: Lang, count: u64) -> String {
    say(lang, "cases-count", &[("count", count.into())])
}
