//! Figures over a picture: beside shapes, and in the middle of arrows.

use super::shapes;
use crate::diagram::geometry::{Box, Layout, Way};
use crate::diagram::wrap::LABEL;
use crate::diagram::{Diagram, Figures, Shape};

const STYLE: &str = "\
.figure{font-size:12px;font-weight:700;fill:#0a4a8f;paint-order:stroke;stroke:#fff;stroke-width:4px}\
.w1{stroke-width:1.6}.w2{stroke-width:2.6}.w3{stroke-width:4}.w4{stroke-width:6}\
@media (prefers-color-scheme:dark){.figure{fill:#9cc9ff;stroke:#14181d}}";

/// What a picture with figures has in its style beside that of all.
pub(super) fn style(figures: &Figures) -> &'static str {
    if *figures == Figures::default() { "" } else { STYLE }
}

pub(super) fn draw(svg: &mut String, figures: &Figures, diagram: &Diagram, layout: &Layout) {
    for ((words, _), way) in figures.flows.iter().zip(&layout.ways) {
        if let Some(at) = middle(way) {
            put(svg, words, at, "middle");
        }
    }
    for ((words, node), one) in figures.nodes.iter().zip(&diagram.nodes).zip(&layout.boxes) {
        let (at, anchor) = beside(node.shape, one);
        put(svg, words, at, anchor);
    }
}

fn put(svg: &mut String, words: &str, at: (i32, i32), anchor: &str) {
    if !words.is_empty() {
        shapes::text(svg, "figure", &[words.to_owned()], at, LABEL, anchor);
        svg.push('\n');
    }
}

/// On the lower edge of a box; of a small shape to the right above it.
const fn beside(shape: Shape, one: &Box) -> ((i32, i32), &'static str) {
    match shape {
        Shape::Task(_) => ((one.x + one.half_width - 8, one.y + one.half_height), "end"),
        _ => ((one.x + one.half_width, one.y - one.half_height), "start"),
    }
}

/// The middle of the longest part of an arrow.
fn middle(way: &Way) -> Option<(i32, i32)> {
    let length = |pair: &&[(i32, i32)]| {
        let [(x, y), (to_x, to_y)] = [pair[0], pair[1]];
        (to_x - x).abs() + (to_y - y).abs()
    };
    let longest = way.points.windows(2).max_by_key(length)?;
    let [(x, y), (to_x, to_y)] = [longest[0], longest[1]];
    Some((i32::midpoint(x, to_x), i32::midpoint(y, to_y)))
}
