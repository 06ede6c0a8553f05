//! The coordinates of a picture, for whoever draws it in another form than SVG.

use super::geometry::{Box, LabelAt, Layout, TextAt, Way};
use super::route::Side;
use super::wrap::{self, LABEL};
use super::{Diagram, TooLarge};

/// The left and upper edge, the width and the height.
pub(crate) type Rectangle = [i32; 4];

/// Where everything stands.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) width: i32,
    /// The upper edge and the height of each lane.
    pub(crate) lanes: Vec<(i32, i32)>,
    /// The shapes.
    pub(crate) shapes: Vec<Rectangle>,
    /// The words beside them.
    pub(crate) names: Vec<Rectangle>,
    /// The corners of each flow.
    pub(crate) flows: Vec<Vec<(i32, i32)>>,
    /// The words on them.
    pub(crate) labels: Vec<Rectangle>,
}

impl Diagram {
    /// Lays the picture out.
    pub(crate) fn picture(&self) -> Result<Picture, TooLarge> {
        let layout = Layout::new(self)?;
        let shape = |it: &Box| {
            [it.x - it.half_width, it.y - it.half_height, 2 * it.half_width, 2 * it.half_height]
        };
        Ok(Picture {
            width: layout.width,
            lanes: layout.lanes,
            shapes: layout.boxes.iter().map(shape).collect(),
            names: layout.boxes.iter().map(name).collect(),
            labels: layout.ways.iter().map(label).collect(),
            flows: layout.ways.into_iter().map(|way| way.points).collect(),
        })
    }
}

/// The place of the words beside a small shape.
fn name(one: &Box) -> Rectangle {
    let (width, height) = size(&one.lines);
    let (above, below) = (one.y - one.half_height - 4 - height, one.y + one.half_height + 4);
    match one.text_at {
        TextAt::Within | TextAt::Below => [one.x - width / 2, below, width, height],
        TextAt::Above => [one.x - width / 2, above, width, height],
        TextAt::AboveLeft => [one.x - 7 - width, above, width, height],
        TextAt::BelowLeft => [one.x - 7 - width, below, width, height],
    }
}

/// The place of the words of a flow, beside its beginning.
fn label(way: &Way) -> Rectangle {
    let (width, height) = size(&way.label);
    let (x, y) = way.points.first().copied().unwrap_or_default();
    let LabelAt { side, first } = way.label_at;
    let (right, left) = (x + 6, x - 6 - width);
    let across = if first { right } else { left };
    let along = if first { y - height - 4 } else { y + 4 };
    match side {
        Side::Right => [right, along, width, height],
        Side::Left => [left, along, width, height],
        Side::Down => [across, y + 5, width, height],
        Side::Up => [across, y - 5 - height, width, height],
    }
}

fn size(lines: &[String]) -> (i32, i32) {
    (wrap::width(lines, LABEL).max(20), wrap::height(lines.len(), LABEL).max(14))
}
