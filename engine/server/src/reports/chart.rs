//! Pictures of figures, as SVG by a charting library. A picture has its table beside it, so it repeats what
//! stands there and adds nothing. Colours are the style sheet's: the library writes stand-ins, which become
//! classes.

use jiff::civil::Date;
use plotters::coord::Shift;
use plotters::prelude::*;

use super::spread::Spread;
use super::viewer::Viewer;
use crate::pages::format;
use crate::texts::say;

/// Its size; the page scales it.
const SIZE: (u32, u32) = (960, 300);
/// Labels below a picture that do not run into each other.
const LABELS_MAX: usize = 12;
/// Days over which the line of a picture is averaged.
const AVERAGE_DAYS: usize = 7;

const IN_TIME: RGBColor = RGBColor(1, 0, 1);
const LATE: RGBColor = RGBColor(1, 0, 2);
const LINE: RGBColor = RGBColor(1, 0, 3);
const LINE_2: RGBColor = RGBColor(1, 0, 4);
const LINE_3: RGBColor = RGBColor(1, 0, 5);
const AXIS: RGBColor = RGBColor(1, 0, 6);
const GRID: RGBColor = RGBColor(1, 0, 7);
const WORDS: RGBColor = RGBColor(1, 0, 8);
const STRIPE: RGBColor = RGBColor(1, 0, 9);

/// What the library writes, and the class that it becomes.
const CLASSES: [(&str, &str); 9] = [
    ("fill=\"#010001\"", "class=\"s1\""),
    ("fill=\"#010002\"", "class=\"s2\""),
    ("stroke=\"#010003\"", "class=\"line\""),
    ("stroke=\"#010004\"", "class=\"line l2\""),
    ("stroke=\"#010005\"", "class=\"line l3\""),
    ("stroke=\"#010006\"", "class=\"axis\""),
    ("stroke=\"#010007\"", "class=\"grid\""),
    ("fill=\"#010008\"", "class=\"minor\""),
    ("stroke=\"#010009\"", "class=\"pattern\""),
];

/// What a picture of its own would need.
const NAMESPACE: &str = " xmlns=\"http://www.w3.org/2000/svg\"";

/// A picture.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The SVG, without its title: it is put in by [`Chart::named`].
    svg: String,
    /// What its parts mean: a class of the style sheet, and words.
    pub legend: Vec<(&'static str, String)>,
}

impl Chart {
    /// The SVG with its title and description, which are found under this identifier.
    pub fn named(&self, id: &str, description: &str) -> String {
        let head = format!(
            "role=\"img\" aria-labelledby=\"{id}-title {id}-desc\"><title id=\"{id}-title\">{}</title>\
             <desc id=\"{id}-desc\">{}</desc>",
            escaped(&self.title),
            escaped(description)
        );
        self.svg.replacen('>', &head, 1)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws; a picture that cannot be drawn is empty, and its table says all.
fn drawn(
    title: String,
    legend: Vec<(&'static str, String)>,
    draw: impl FnOnce(&Area<'_>) -> Result<(), Box<dyn std::error::Error>>,
) -> Chart {
    let mut svg = String::new();
    let outcome = {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        draw(&area).and_then(|()| Ok(area.present()?))
    };
    if let Err(error) = outcome {
        tracing::warn!(%error, "a picture was left out");
        return Chart { title, ..Chart::default() };
    }
    for (written, class) in CLASSES {
        svg = svg.replace(written, class);
    }
    // Within a page of HTML the name of its language is not needed.
    let svg = svg.replacen(NAMESPACE, "", 1);
    Chart { title, svg, legend }
}

fn legend(viewer: &Viewer, parts: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let words = |name: &str| viewer.say(&format!("report-legend-{name}"));
    parts.iter().map(|(class, name)| (*class, words(name))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of cases and places stay far below 2^52")]
const fn float(count: u64) -> f64 {
    count as f64
}

/// The highest value with some room above it.
fn top(values: impl Iterator<Item = u64>) -> f64 {
    float(values.max().unwrap_or(0).max(1)) * 1.05
}

/// Bars of the days, in time and late one over the other, with the average of a week.
pub fn days(viewer: &Viewer, bars: &[(Date, u64, u64)]) -> Chart {
    let title = viewer.say("report-section-days");
    let parts = [("s1", "in-time"), ("s2", "late"), ("line", "average")];
    let labels: Vec<String> =
        bars.iter().map(|(day, ..)| format::date(viewer.lang, *day)).collect();
    drawn(title, legend(viewer, &parts), |area| {
        let high = top(bars.iter().map(|(_, in_time, late)| in_time + late));
        let mut chart = axes(area, &labels, high, |value| whole(*value))?;
        for (place, (_, in_time, late)) in bars.iter().enumerate() {
            let (from, to) = (float(place as u64) + 0.1, float(place as u64) + 0.9);
            let (low, up) = (float(*in_time), float(in_time + late));
            chart.draw_series([Rectangle::new([(from, 0.0), (to, low)], IN_TIME.filled())])?;
            chart.draw_series([Rectangle::new([(from, low), (to, up)], LATE.filled())])?;
            chart.draw_series(stripes((from, low), (to, up), high))?;
        }
        let line = bars.iter().enumerate().map(|(place, _)| {
            let week = &bars[place.saturating_sub(AVERAGE_DAYS - 1)..=place];
            let sum: u64 = week.iter().map(|(_, in_time, late)| in_time + late).sum();
            (float(place as u64) + 0.5, float(sum) / float(week.len() as u64))
        });
        chart.draw_series(LineSeries::new(line, LINE.stroke_width(3)))?;
        Ok(())
    })
}

/// Bars, one for each name.
pub fn bars(viewer: &Viewer, title: &str, bars: &[(String, u64)]) -> Chart {
    let labels: Vec<String> = bars.iter().map(|(label, _)| label.clone()).collect();
    drawn(title.to_owned(), legend(viewer, &[("s1", "cases")]), |area| {
        let high = top(bars.iter().map(|(_, count)| *count));
        let mut chart = axes(area, &labels, high, |value| whole(*value))?;
        let rectangles = bars.iter().enumerate().map(|(place, (_, count))| {
            let place = float(place as u64);
            Rectangle::new([(place + 0.15, 0.0), (place + 0.85, float(*count))], IN_TIME.filled())
        });
        chart.draw_series(rectangles)?;
        Ok(())
    })
}

/// How long cases took, week by week: three percentiles, in hours.
pub fn pace(viewer: &Viewer, weeks: &mut [(Date, Spread)]) -> Chart {
    let parts = [("line", "p50"), ("line l2", "p80"), ("line l3", "p95")];
    let labels: Vec<String> =
        weeks.iter().map(|(week, _)| format::date(viewer.lang, *week)).collect();
    let lines = [50, 80, 95].map(|p| {
        let points = weeks.iter_mut().enumerate().filter_map(move |(place, (_, spread))| {
            let value = spread.percentile(p)?;
            Some((float(place as u64) + 0.5, f64::from(value) / 60.0))
        });
        points.collect::<Vec<_>>()
    });
    drawn(viewer.say("report-section-pace"), legend(viewer, &parts), |area| {
        let values = lines.iter().flatten().map(|(_, value)| *value);
        let high = values.fold(1.0, f64::max) * 1.05;
        let hours = |value: &f64| {
            let hours = format!("{value:.0}");
            say(viewer.lang, "report-hours", &[("hours", hours.into())])
        };
        let mut chart = axes(area, &labels, high, hours)?;
        for (line, colour) in lines.iter().zip([LINE, LINE_2, LINE_3]) {
            chart.draw_series(LineSeries::new(line.iter().copied(), colour.stroke_width(3)))?;
        }
        Ok(())
    })
}

/// What is left of today's work, hour by hour: how many were still open, and how many will be due.
pub fn burn_down(viewer: &Viewer, hours: &[(String, u64, u64)]) -> Chart {
    let parts = [("line", "left"), ("line l2", "due")];
    let labels: Vec<String> = hours.iter().map(|(label, ..)| label.clone()).collect();
    drawn(viewer.say("report-section-today"), legend(viewer, &parts), |area| {
        let high = top(hours.iter().map(|(_, left, due)| *left.max(due)));
        let mut chart = axes(area, &labels, high, |value| whole(*value))?;
        let line = |value: fn(&(String, u64, u64)) -> u64| {
            let points = hours.iter().enumerate();
            points.map(move |(place, hour)| (float(place as u64) + 0.5, float(value(hour))))
        };
        chart.draw_series(LineSeries::new(line(|hour| hour.1), LINE.stroke_width(3)))?;
        chart.draw_series(LineSeries::new(line(|hour| hour.2), LINE_2.stroke_width(3)))?;
        Ok(())
    })
}

/// The label of a count: between two cases there is none.
fn whole(value: f64) -> String {
    let is_whole = (value - value.round()).abs() < 1e-6;
    if is_whole { format!("{value:.0}") } else { String::new() }
}

type Plane<'a, 'b> = ChartContext<
    'a,
    SVGBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

/// The axes: a place for each label, and values from 0 up.
fn axes<'a, 'b>(
    area: &'a Area<'b>,
    labels: &[String],
    high: f64,
    value: impl Fn(&f64) -> String,
) -> Result<Plane<'a, 'b>, Box<dyn std::error::Error>> {
    let count = labels.len().max(1);
    let mut chart = ChartBuilder::on(area)
        .margin(8)
        .margin_right(24)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(0.0..float(count as u64), 0.0..high)?;
    let font = ("sans-serif", 12).into_font().color(&WORDS);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(AXIS)
        .x_labels(0)
        .y_labels(5)
        .y_label_formatter(&value)
        .y_label_style(font.clone())
        .draw()?;
    let every = count.div_ceil(LABELS_MAX);
    let centred = font.pos(plotters::style::text_anchor::Pos::new(
        plotters::style::text_anchor::HPos::Center,
        plotters::style::text_anchor::VPos::Top,
    ));
    for (place, label) in labels.iter().enumerate().step_by(every) {
        let (x, y) = chart.backend_coord(&(float(place as u64) + 0.5, 0.0));
        area.draw(&Text::new(label.clone(), (x, y + 8), centred.clone()))?;
    }
    Ok(chart)
}

/// Stripes over a bar: it is told from the other without its colour.
fn stripes(
    (from, low): (f64, f64),
    (to, up): (f64, f64),
    high: f64,
) -> Vec<PathElement<(f64, f64)>> {
    let step = high / 40.0;
    let mut at = low + step;
    let mut lines = Vec::new();
    while at < up {
        lines.push(PathElement::new([(from, at), (to, at)], STRIPE));
        at += step;
    }
    lines
}
