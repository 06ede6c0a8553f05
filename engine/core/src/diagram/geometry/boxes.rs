//! How large the shapes are and where their texts stand.

use super::{Course, LABEL_LINES, LABEL_WIDTH};
use crate::diagram::route::{Side, side_of};
use crate::diagram::wrap::{self, LABEL, TITLE};
use crate::diagram::{Diagram, Node, Shape};

/// The head of a task: its sign, number and term.
pub(in crate::diagram) const TASK_HEAD: i32 = 20;
/// Of the circles of events.
pub(in crate::diagram) const RADIUS: i32 = 17;
/// Half the width of a gateway.
pub(in crate::diagram) const DIAMOND: i32 = 23;

const TASK_WIDTH: i32 = 152;

/// The foot of a subprocess that runs for the items of a list: its sign.
pub(in crate::diagram) const RUNS_FOOT: i32 = 14;
/// The box of a subprocess names no more of its steps than this; the others are in the map.
const INSIDE_MAX: usize = 12;

/// A node: its middle, its half size, its text.
#[derive(Clone, Debug)]
pub(in crate::diagram) struct Box {
    pub x: i32,
    pub y: i32,
    pub half_width: i32,
    pub half_height: i32,
    pub lines: Vec<String>,
    pub text_at: TextAt,
    outline: Outline,
}

/// Where the text of a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagram) enum TextAt {
    Within,
    Below,
    Above,
    AboveLeft,
    BelowLeft,
}

#[derive(Clone, Copy, Debug)]
enum Outline {
    Rectangle,
    Diamond,
    Circle,
}

/// The shapes, all with their middle at zero.
pub(super) fn boxes(diagram: &Diagram, courses: &[Course]) -> Vec<Box> {
    let nodes = diagram.nodes.iter().enumerate();
    nodes.map(|(n, node)| sized(node, free_place(node, &sides(diagram, courses, n)))).collect()
}

/// The sides of a node at which flows leave or enter.
fn sides(diagram: &Diagram, courses: &[Course], node: usize) -> Vec<Side> {
    let mut sides = Vec::new();
    for (flow, course) in diagram.flows.iter().zip(courses) {
        if let ([first, second, ..], true) = (course.route.as_slice(), flow.from == node) {
            sides.push(side_of(*first, *second));
        }
        if let ([.., second, last], true) = (course.route.as_slice(), flow.to == node) {
            sides.push(side_of(*last, *second));
        }
    }
    sides
}

/// Where the text of a small shape disturbs no flow. The quarter above to the right of a gateway
/// has the label of the flow that leaves there.
fn free_place(node: &Node, sides: &[Side]) -> TextAt {
    let gateway = matches!(node.shape, Shape::Gateway(_));
    match (sides.contains(&Side::Down), sides.contains(&Side::Up)) {
        _ if matches!(node.shape, Shape::Task(_)) => TextAt::Within,
        (false, _) => TextAt::Below,
        (true, false) if gateway => TextAt::AboveLeft,
        (true, false) => TextAt::Above,
        (true, true) => TextAt::BelowLeft,
    }
}

fn sized(node: &Node, text_at: TextAt) -> Box {
    let of = |outline, half_width, half_height, lines| Box {
        x: 0,
        y: 0,
        half_width,
        half_height,
        lines,
        text_at,
        outline,
    };
    if matches!(node.shape, Shape::Task(_)) {
        let mut lines = wrap::lines(&node.title, TASK_WIDTH - 14, TITLE, 6);
        lines.extend(inside(node));
        let foot = if node.runs.is_some() { RUNS_FOOT } else { 0 };
        let height = TASK_HEAD + wrap::height(lines.len().max(2), TITLE) + 10 + foot;
        return of(Outline::Rectangle, TASK_WIDTH / 2, height / 2, lines);
    }
    let mut lines = wrap::lines(&node.title, LABEL_WIDTH, LABEL, LABEL_LINES);
    lines.extend(wrap::lines(&node.term, LABEL_WIDTH, LABEL, 2));
    if matches!(node.shape, Shape::Gateway(_)) {
        of(Outline::Diamond, DIAMOND, DIAMOND, lines)
    } else {
        of(Outline::Circle, RADIUS, RADIUS, lines)
    }
}

/// The steps within a subprocess, below its title; a box has room for some of them.
fn inside(node: &Node) -> Vec<String> {
    let line = |(depth, title): &(usize, String)| {
        let room = TASK_WIDTH - 26 - 10 * i32::try_from(*depth).unwrap_or_default();
        let short = wrap::lines(title, room, TITLE, 1).into_iter().next().unwrap_or_default();
        format!("{}· {short}", "  ".repeat(*depth))
    };
    let mut lines: Vec<String> = node.within.iter().take(INSIDE_MAX).map(line).collect();
    if node.within.len() > INSIDE_MAX {
        lines.push("…".to_owned());
    }
    lines
}

impl Box {
    /// The room it takes to each side of its middle, its text included.
    pub(super) fn room(&self, side: Side) -> i32 {
        use TextAt::{Above, AboveLeft, Below, BelowLeft};
        let (wide, high) =
            (wrap::width(&self.lines, LABEL), wrap::height(self.lines.len(), LABEL) + 6);
        match (side, self.text_at) {
            (Side::Up, Above | AboveLeft) | (Side::Down, Below | BelowLeft) => {
                self.half_height + high
            }
            (Side::Left, AboveLeft | BelowLeft) => self.half_width.max(wide),
            (Side::Left | Side::Right, Above | Below) => self.half_width.max(wide / 2),
            (Side::Up | Side::Down, _) => self.half_height,
            (Side::Left | Side::Right, _) => self.half_width,
        }
    }

    /// Where a line that runs beside the middle of a node meets its border.
    pub(super) fn border(&self, side: Side, line: i32) -> (i32, i32) {
        let horizontal = side.is_horizontal();
        let off = if horizontal { line - self.y } else { line - self.x };
        let half = if horizontal { self.half_width } else { self.half_height };
        let reach = match self.outline {
            Outline::Rectangle => half,
            Outline::Diamond => (half - off.abs()).max(0),
            Outline::Circle => (half * half - off * off).max(0).isqrt(),
        };
        match side {
            Side::Right => (self.x + reach, line),
            Side::Left => (self.x - reach, line),
            Side::Down => (line, self.y + reach),
            Side::Up => (line, self.y - reach),
        }
    }
}
