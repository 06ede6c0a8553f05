//! The coordinates of the lines of the lattice: columns and rows as wide as what stands in them,
//! channels as wide as their tracks and labels need.

use super::{Box, Course, LANE_HEAD};
use crate::diagram::place::Placed;
use crate::diagram::route::{Point, Side};
use crate::diagram::tracks::Run;
use crate::diagram::wrap::{self, LABEL};

/// Above the lanes stand the title and the term.
const TOP: i32 = 56;
const CHANNEL: i32 = 30;
const LANE_PAD: i32 = 12;

pub(super) struct Axes {
    pub x: Vec<i32>,
    pub y: Vec<i32>,
    /// The upper edge and the height of each lane.
    pub lanes: Vec<(i32, i32)>,
    pub width: i32,
    pub height: i32,
}

impl Axes {
    pub(super) fn new(placed: &Placed, boxes: &[Box], courses: &[Course]) -> Self {
        let rooms = Rooms::new(placed, boxes, courses);
        let (x, width) = rooms.columns();
        let mut axes = Self { x, y: Vec::new(), lanes: Vec::new(), width, height: TOP };
        axes.rows(&rooms, &placed.rows);
        axes
    }

    /// The coordinate of a run across its direction.
    pub(super) fn middle(&self, run: &Run) -> i32 {
        let lines = if run.line.horizontal { &self.y } else { &self.x };
        lines[run.line.at] + run.offset
    }

    /// A lane ends with the channel below its last row.
    fn rows(&mut self, rooms: &Rooms, lanes: &[usize]) {
        let (mut at, mut top) = (TOP, TOP);
        for (row, high) in rooms.high.iter().enumerate() {
            self.y.push(at + high / 2);
            at += high;
            if row > 0 && lanes.get(row) != lanes.get(row - 1) {
                self.lanes.push((top, at - top));
                top = at;
                at += LANE_PAD;
            }
            if let Some((above, below)) = rooms.rows.get(row) {
                self.y.push(at + above);
                at += above + below;
            }
        }
        self.height = top;
    }
}

/// The room that everything needs.
struct Rooms {
    /// Of each vertical channel: for labels that begin on its left, tracks, labels from its right.
    wide: Vec<(i32, i32, i32)>,
    /// Of each horizontal channel.
    high: Vec<i32>,
    /// Of each column, half: its middle is the middle of its shapes, whatever their texts need.
    columns: Vec<i32>,
    /// Of each row, above and below its middle.
    rows: Vec<(i32, i32)>,
}

impl Rooms {
    fn new(placed: &Placed, boxes: &[Box], courses: &[Course]) -> Self {
        let mut rooms = Self {
            wide: vec![(0, CHANNEL, 0); placed.columns + 1],
            high: vec![CHANNEL; placed.rows.len() + 1],
            columns: vec![0; placed.columns],
            rows: vec![(0, 0); placed.rows.len()],
        };
        for (cell, one) in placed.cells.iter().zip(boxes) {
            grow(&mut rooms.columns[cell.column], one.room(Side::Left).max(one.room(Side::Right)));
            let (above, below) = &mut rooms.rows[cell.row];
            grow(above, one.room(Side::Up));
            grow(below, one.room(Side::Down));
        }
        for course in courses {
            rooms.tracks(&course.runs);
            if let ([first, second, ..], false) = (course.route.as_slice(), course.label.is_empty())
            {
                rooms.label(*first, *second, course, boxes[course.from].half_height);
            }
        }
        rooms
    }

    fn tracks(&mut self, runs: &[Run]) {
        for run in runs.iter().filter(|run| run.line.at % 2 == 0) {
            let needed = CHANNEL + 2 * run.offset.abs();
            if run.line.horizontal {
                grow(&mut self.high[run.line.at / 2], needed);
            } else {
                grow(&mut self.wide[run.line.at / 2].1, needed);
            }
        }
    }

    /// A label beside a horizontal line needs width in the channel and height in the row, one
    /// beside a vertical line needs height in the row, beyond its node.
    fn label(&mut self, first: Point, second: Point, course: &Course, half_height: i32) {
        let (wide, high) =
            (wrap::width(&course.label, LABEL), wrap::height(course.label.len(), LABEL));
        let (above, below) = &mut self.rows[first.y / 2];
        let (right, _, left) = &mut self.wide[second.x / 2];
        match course.label_at.side {
            Side::Right => grow(right, wide),
            Side::Left => grow(left, wide),
            Side::Up => grow(above, half_height + high + 8),
            Side::Down => grow(below, half_height + high + 8),
        }
        if course.label_at.side.is_horizontal() {
            grow(if course.label_at.first { above } else { below }, high + 4);
        }
    }

    fn columns(&self) -> (Vec<i32>, i32) {
        let (mut x, mut at) = (Vec::new(), LANE_HEAD);
        for (column, (right, tracks, left)) in self.wide.iter().enumerate() {
            x.push(at + right + tracks / 2);
            at += right + tracks + left;
            if let Some(half) = self.columns.get(column) {
                x.push(at + half);
                at += 2 * half;
            }
        }
        (x, at)
    }
}

fn grow(room: &mut i32, needed: i32) {
    *room = (*room).max(needed);
}
