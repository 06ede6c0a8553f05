//! The shapes of nodes.

use std::fmt::Write;

use super::icons;
use crate::diagram::geometry::{Box, DIAMOND, RADIUS, RUNS_FOOT, TASK_HEAD, TextAt, Way};
use crate::diagram::wrap::{self, LABEL, TITLE};
use crate::diagram::{Flow, Icon, Node, Runs, Shape};
use crate::xml::escaped;

/// The radius of a boundary event.
pub(super) const BOUNDARY: i32 = 10;

pub(super) fn node(svg: &mut String, node: &Node, one: &Box) {
    let (id, title) = (escaped(&node.id), escaped(&tooltip(node)));
    let _ = write!(svg, "<g id=\"step-{id}\"><title>{title}</title>");
    match node.shape {
        Shape::Task(icon) => task(svg, node, one, icon),
        Shape::Gateway(icon) => gateway(svg, one, icon),
        Shape::Start => circle(svg, one, RADIUS, "event"),
        Shape::Timer => double_circle(svg, one, Icon::Clock),
        Shape::Event(icon) => double_circle(svg, one, icon),
        Shape::End { terminate } => {
            circle(svg, one, RADIUS, "event end");
            if terminate {
                circle(svg, one, RADIUS - 7, "solid");
            }
        }
    }
    beside(svg, one);
    svg.push_str("</g>\n");
}

fn tooltip(node: &Node) -> String {
    let parts = [node.title.as_str(), node.term.as_str(), node.id.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn task(svg: &mut String, node: &Node, one: &Box, icon: Icon) {
    let (x, y) = (one.x - one.half_width, one.y - one.half_height);
    let (width, height) = (2 * one.half_width, 2 * one.half_height);
    let _ = write!(
        svg,
        "<rect class=\"task\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"9\"/>"
    );
    icons::draw(svg, icon, x + 14, y + 13);
    if let Some(action) = node.action {
        let _ = write!(
            svg,
            "<text class=\"number\" x=\"{}\" y=\"{}\">№ {action}</text>",
            x + 26,
            y + 17
        );
    }
    if !node.term.is_empty() {
        let term = format!("≤ {}", node.term);
        let term = wrap::lines(&term, width - 34, LABEL, 1);
        text(svg, "hint", &term, (x + width - 8, y + 13), LABEL, "end");
    }
    let foot = if node.runs.is_some() { RUNS_FOOT } else { 0 };
    if let Some(runs) = node.runs {
        let d = match runs {
            Runs::Parallel => "m-4-5v10m4-10v10m4-10v10",
            Runs::Sequential => "m-5-4h10m-10 4h10m-10 4h10",
        };
        let (x, y) = (one.x, y + height - foot);
        let _ = write!(svg, "<path class=\"diamond\" d=\"M{x} {y}{d}\"/>");
    }
    let middle = (one.x, y + TASK_HEAD + (height - TASK_HEAD - foot) / 2 - 2);
    text(svg, "title", &one.lines, middle, TITLE, "middle");
}

fn gateway(svg: &mut String, one: &Box, icon: Icon) {
    let (x, y) = (one.x, one.y);
    let _ = write!(
        svg,
        "<path class=\"diamond\" d=\"M{} {y}L{x} {}L{} {y}L{x} {}z\"/>",
        x - DIAMOND,
        y - DIAMOND,
        x + DIAMOND,
        y + DIAMOND
    );
    icons::draw(svg, icon, x, y);
}

fn circle(svg: &mut String, one: &Box, radius: i32, class: &str) {
    let (x, y) = (one.x, one.y);
    let _ = write!(svg, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
}

fn double_circle(svg: &mut String, one: &Box, icon: Icon) {
    circle(svg, one, RADIUS, "event");
    circle(svg, one, RADIUS - 3, "event");
    icons::draw(svg, icon, one.x, one.y);
}

/// The circle of a boundary event, on the border of its step.
pub(super) fn boundary(svg: &mut String, flow: &Flow, way: &Way) {
    let (Some(boundary), Some((x, y))) = (flow.boundary, way.points.first()) else { return };
    let class = if boundary.interrupting { "event" } else { "event dashed" };
    let inner = BOUNDARY - 2;
    let _ = write!(
        svg,
        "<g><title>{}</title><circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{BOUNDARY}\"/>\
         <circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{inner}\"/>",
        escaped(&flow.label)
    );
    icons::small(svg, boundary.icon, *x, *y);
    svg.push_str("</g>\n");
}

/// The text of a small shape, on the side where no flow is.
fn beside(svg: &mut String, one: &Box) {
    let half = wrap::height(one.lines.len(), LABEL) / 2;
    let (x, y, edge) = (one.x, one.y, one.half_height);
    let (middle, anchor) = match one.text_at {
        TextAt::Within => return,
        TextAt::Below => ((x, y + edge + 5 + half), "middle"),
        TextAt::Above => ((x, y - edge - 4 - half), "middle"),
        TextAt::AboveLeft => ((x - 7, y - edge + 3 - half), "end"),
        TextAt::BelowLeft => ((x - 7, y + edge - 3 + half), "end"),
    };
    text(svg, "small", &one.lines, middle, LABEL, anchor);
}

/// Lines of text around a middle line.
pub(super) fn text(
    svg: &mut String,
    class: &str,
    lines: &[String],
    (x, y): (i32, i32),
    size: i32,
    anchor: &str,
) {
    if lines.is_empty() {
        return;
    }
    let top = y - wrap::height(lines.len(), size) / 2 + size;
    let _ = write!(svg, "<text class=\"{class}\" text-anchor=\"{anchor}\">");
    for (n, line) in lines.iter().enumerate() {
        let y = top + wrap::height(n, size);
        let _ = write!(svg, "<tspan x=\"{x}\" y=\"{y}\">{}</tspan>", escaped(line));
    }
    svg.push_str("</text>");
}
