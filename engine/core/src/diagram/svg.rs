//! The picture as SVG: self-contained, no scripts, readable in light and dark, by eye and by ear.

mod figures;
mod icons;
mod shapes;

use std::fmt::Write;

use super::geometry::{LANE_HEAD, LabelAt, Layout, Way};
use super::route::Side;
use super::wrap::{self, LABEL};
use super::{Diagram, Figures, Flow, TooLarge};
use crate::xml::escaped;

/// Fills and strokes are set twice, because converters to PDF know no variables.
const STYLE: &str = "\
text{font-family:'Noto Sans','DejaVu Sans',Arial,sans-serif;fill:#1b1f24}\
.page{fill:#fff}\
.name{font-size:16px;font-weight:600}\
.term,.hint{font-size:11px;fill:#4a5360}\
.lane{fill:none;stroke:#9aa4b1}\
.head{fill:#eef1f5;stroke:#9aa4b1}\
.unit{font-size:12px;font-weight:600}\
.task{fill:#fdfdfe;stroke:#33475b;stroke-width:1.4}\
.title{font-size:12px}\
.small,.label{font-size:11px}\
.small{paint-order:stroke;stroke:#fff;stroke-width:3px}\
.label{fill:#3a4350;paint-order:stroke;stroke:#fff;stroke-width:3px}\
.event{fill:#fff;stroke:#33475b;stroke-width:1.4}\
.end{stroke-width:3.4}\
.diamond{fill:#fff7e0;stroke:#8a6100;stroke-width:1.4}\
.dashed{stroke-dasharray:4 3}\
.icon{fill:none;stroke:#33475b;stroke-width:1.2;stroke-linejoin:round;stroke-linecap:round}\
.solid{fill:#33475b;stroke-width:0}\
.number{font-size:11px;font-weight:600}\
.flow{fill:none;stroke:#4a5360;stroke-width:1.3}\
.usual{stroke-width:2.2}\
.tip{fill:#4a5360}\
@media (prefers-color-scheme:dark){\
text{fill:#e8ebef}\
.page{fill:#14181d}\
.term,.hint{fill:#aeb7c2}\
.lane{stroke:#566170}\
.head{fill:#1f262e;stroke:#566170}\
.task{fill:#1b2129;stroke:#a9b8c8}\
.small,.label{stroke:#14181d}\
.label{fill:#c9d1da}\
.event{fill:#14181d;stroke:#a9b8c8}\
.diamond{fill:#2b2510;stroke:#d9b45a}\
.icon{stroke:#a9b8c8}\
.solid{fill:#a9b8c8}\
.flow{stroke:#aeb7c2}\
.tip{fill:#aeb7c2}\
}";

impl Diagram {
    /// The picture as SVG.
    pub fn to_svg(&self) -> Result<String, TooLarge> {
        self.to_svg_with(&Figures::default())
    }

    /// The picture as SVG, with figures over it.
    pub fn to_svg_with(&self, figures: &Figures) -> Result<String, TooLarge> {
        let layout = Layout::new(self)?;
        let mut svg = String::new();
        self.head(&mut svg, &layout, figures::style(figures));
        for (name, (y, height)) in self.lanes.iter().zip(&layout.lanes) {
            lane(&mut svg, name, *y, *height, layout.width);
        }
        let weights = figures.flows.iter().map(|(_, weight)| *weight).chain(std::iter::repeat(0));
        for ((flow, way), weight) in self.flows.iter().zip(&layout.ways).zip(weights) {
            arrow(&mut svg, flow, way, weight);
        }
        for (node, one) in self.nodes.iter().zip(&layout.boxes) {
            shapes::node(&mut svg, node, one);
        }
        // Boundary events and labels lie above everything else.
        for (flow, way) in self.flows.iter().zip(&layout.ways) {
            shapes::boundary(&mut svg, flow, way);
            label(&mut svg, flow, way);
        }
        figures::draw(&mut svg, figures, self, &layout);
        svg.push_str("</svg>\n");
        Ok(svg)
    }

    fn head(&self, svg: &mut String, layout: &Layout, more: &str) {
        let (width, height) = (layout.width + 2, layout.height + 2);
        let (title, description) = (escaped(&self.title), escaped(&self.description()));
        let term = escaped(&self.term);
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1 -1 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" lang=\"{}\" role=\"img\" aria-labelledby=\"title desc\">\n\
             <title id=\"title\">{title}</title>\n<desc id=\"desc\">{description}</desc>\n\
             <style>{STYLE}{more}</style>\n\
             <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" \
             markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">\
             <path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
             <rect class=\"page\" x=\"-1\" y=\"-1\" width=\"{width}\" height=\"{height}\"/>\n\
             <text class=\"name\" x=\"4\" y=\"20\">{title}</text>\n\
             <text class=\"term\" x=\"4\" y=\"40\">{term}</text>\n",
            self.lang
        );
    }

    /// The picture in words: every step of each lane.
    fn description(&self) -> String {
        let steps = |lane: usize| {
            let here = self.nodes.iter().filter(|node| node.lane == lane && !node.title.is_empty());
            here.map(|node| node.title.as_str()).collect::<Vec<_>>().join("; ")
        };
        let lanes = self.lanes.iter().enumerate();
        lanes.map(|(n, name)| format!("{name}: {}.", steps(n))).collect::<Vec<_>>().join(" ")
    }
}

fn lane(svg: &mut String, name: &str, y: i32, height: i32, width: i32) {
    let _ = writeln!(
        svg,
        "<rect class=\"lane\" x=\"0\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\
         <rect class=\"head\" x=\"0\" y=\"{y}\" width=\"{LANE_HEAD}\" height=\"{height}\"/>"
    );
    // Bold letters are wider than the estimate for their size.
    let lines = wrap::lines(name, LANE_HEAD - 12, 14, 8);
    shapes::text(svg, "unit", &lines, (LANE_HEAD / 2, y + height / 2), 12, "middle");
}

fn arrow(svg: &mut String, flow: &Flow, way: &Way, weight: u8) {
    let [(x, y), rest @ ..] = way.points.as_slice() else { return };
    let class = match weight {
        0 if flow.usual => "flow usual",
        0 => "flow",
        weight => &format!("flow w{weight}"),
    };
    let _ = write!(svg, "<path class=\"{class}\" marker-end=\"url(#tip)\" d=\"M{x} {y}");
    let mut at = (*x, *y);
    for (x, y) in rest {
        if (*x, *y) != at {
            let _ = if *y == at.1 { write!(svg, "H{x}") } else { write!(svg, "V{y}") };
            at = (*x, *y);
        }
    }
    svg.push_str("\"/>\n");
}

/// Where a flow begins, beside its line.
fn label(svg: &mut String, flow: &Flow, way: &Way) {
    let Some((x, y)) = way.points.first().copied().filter(|_| !way.label.is_empty()) else {
        return;
    };
    let past = if flow.boundary.is_some() { shapes::BOUNDARY } else { 0 };
    let half = wrap::height(way.label.len(), LABEL) / 2;
    let LabelAt { side, first } = way.label_at;
    let (across, along) = if first { (x + 6, y - half - 4) } else { (x - 6, y + half + 4) };
    let (middle, anchor) = match side {
        Side::Right => ((x + 6 + past, along), "start"),
        Side::Left => ((x - 6 - past, along), "end"),
        Side::Down => ((across, y + half + 5 + past), if first { "start" } else { "end" }),
        Side::Up => ((across, y - half - 5 - past), if first { "start" } else { "end" }),
    };
    let _ = write!(svg, "<g><title>{}</title>", escaped(&flow.label));
    shapes::text(svg, "label", &way.label, middle, LABEL, anchor);
    svg.push_str("</g>\n");
}
