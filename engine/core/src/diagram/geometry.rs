//! From cells and tracks to coordinates.

mod axes;
mod boxes;

use super::order::Order;
use super::place::Placed;
use super::route::{self, Point, Side, side_of};
use super::tracks::{self, GAP, Run};
use super::wrap::{self, LABEL};
use super::{Diagram, Flow, STEPS_MAX, Shape, TooLarge};
use axes::Axes;

pub(super) use boxes::{Box, DIAMOND, RADIUS, RUNS_FOOT, TASK_HEAD, TextAt};

/// The width of the heads of the lanes.
pub(super) const LANE_HEAD: i32 = 128;

const LABEL_WIDTH: i32 = 124;
const LABEL_LINES: usize = 4;

/// A picture with coordinates.
#[derive(Debug)]
pub(super) struct Layout {
    pub width: i32,
    pub height: i32,
    /// The upper edge and the height of each lane.
    pub lanes: Vec<(i32, i32)>,
    pub boxes: Vec<Box>,
    pub ways: Vec<Way>,
}

/// A flow: its corners and its label.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub points: Vec<(i32, i32)>,
    pub label: Vec<String>,
    pub label_at: LabelAt,
}

/// Where the label of a flow stands: beside its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LabelAt {
    /// The side of the node that the flow leaves.
    pub side: Side,
    /// Above its line or to its right; else below it or to its left.
    pub first: bool,
}

/// A flow while it is laid out.
struct Course {
    from: usize,
    route: Vec<Point>,
    runs: Vec<Run>,
    label: Vec<String>,
    label_at: LabelAt,
}

impl Layout {
    pub(super) fn new(diagram: &Diagram) -> Result<Self, TooLarge> {
        if diagram.nodes.len() > STEPS_MAX {
            return Err(TooLarge(diagram.nodes.len()));
        }
        let order = Order::new(diagram);
        let placed = Placed::new(diagram, &order);
        let courses = courses(diagram, route::routes(diagram, &order, &placed));
        let mut boxes = boxes::boxes(diagram, &courses);
        let axes = Axes::new(&placed, &boxes, &courses);
        for (one, cell) in boxes.iter_mut().zip(&placed.cells) {
            (one.x, one.y) = (axes.x[2 * cell.column + 1], axes.y[2 * cell.row + 1]);
        }
        let flows = diagram.flows.iter().zip(courses);
        let ways = flows.map(|(flow, course)| way(flow, course, &axes, &boxes)).collect();
        Ok(Self { width: axes.width, height: axes.height, lanes: axes.lanes, boxes, ways })
    }
}

fn courses(diagram: &Diagram, routes: Vec<Vec<Point>>) -> Vec<Course> {
    let runs = tracks::runs(diagram, &routes);
    let mut courses: Vec<Course> = Vec::new();
    for ((flow, route), runs) in diagram.flows.iter().zip(routes).zip(runs) {
        let side = match route.as_slice() {
            [first, second, ..] => side_of(*first, *second),
            _ => Side::Right,
        };
        let offset = runs.first().map_or(0, |run| run.offset);
        let first = if side.is_horizontal() { offset <= 0 } else { offset >= 0 };
        let label = wrap::lines(&flow.label, LABEL_WIDTH, LABEL, LABEL_LINES);
        courses.push(Course {
            from: flow.from,
            route,
            runs,
            label,
            label_at: LabelAt { side, first },
        });
    }
    share_quarters(diagram, &mut courses);
    courses
}

/// Each quarter around a small shape has one label: that of a flow to the right goes first.
fn share_quarters(diagram: &Diagram, courses: &mut [Course]) {
    let of_right =
        |course: &&Course| course.label_at.side == Side::Right && !course.label.is_empty();
    let quarters: Vec<(usize, bool)> = courses
        .iter()
        .filter(of_right)
        .map(|course| (course.from, course.label_at.first))
        .collect();
    for course in courses {
        let above = course.label_at.side == Side::Up;
        let vertical = !course.label_at.side.is_horizontal();
        let small = !matches!(diagram.nodes[course.from].shape, Shape::Task(_));
        if small && vertical && quarters.contains(&(course.from, above)) {
            course.label_at.first = false;
        }
    }
}

/// The corners of a flow: where its runs meet, and where it touches the two nodes.
fn way(flow: &Flow, course: Course, axes: &Axes, boxes: &[Box]) -> Way {
    let Course { route, runs, label, label_at, .. } = course;
    let mut points = Vec::new();
    if let Some(run) = runs.first() {
        points.push(boxes[flow.from].border(label_at.side, axes.middle(run)));
    }
    for pair in runs.windows(2) {
        let (one, other) = (axes.middle(&pair[0]), axes.middle(&pair[1]));
        points.push(if pair[0].line.horizontal { (other, one) } else { (one, other) });
    }
    if let ([.., second, last], Some(run)) = (route.as_slice(), runs.last()) {
        points.push(boxes[flow.to].border(side_of(*last, *second), axes.middle(run)));
    }
    Way { points, label, label_at }
}

const _: () = assert!(GAP < RADIUS, "two tracks must touch a circle");
