//! The ways of the flows: orthogonal, over a lattice whose lines are the middles of rows and columns
//! and the channels between them, never through a node.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::Diagram;
use super::order::Order;
use super::place::Placed;

/// A point of the lattice: odd numbers are middles of columns and rows, even ones channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Point {
    pub x: usize,
    pub y: usize,
}

/// Where a way goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Side {
    Right,
    Down,
    Up,
    Left,
}

impl Side {
    pub(super) const ALL: [Self; 4] = [Self::Right, Self::Down, Self::Up, Self::Left];

    pub(super) const fn opposite(self) -> Self {
        match self {
            Self::Right => Self::Left,
            Self::Down => Self::Up,
            Self::Up => Self::Down,
            Self::Left => Self::Right,
        }
    }

    pub(super) const fn is_horizontal(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }
}

const STEP: u32 = 2;
const BEND: u32 = 6;
const CROSSING: u32 = 5;
/// To run beside a flow that leads elsewhere.
const BESIDE: u32 = 3;
/// To use a side of a node on which a flow of the other direction stands.
const MIXED_SIDE: u32 = 14;
/// To leave by a side by which another flow leaves.
const SAME_SIDE: u32 = 9;

/// The way of each flow as points of the lattice, each a step from the one before.
pub(super) fn routes(diagram: &Diagram, order: &Order, placed: &Placed) -> Vec<Vec<Point>> {
    let mut lattice = Lattice::new(placed);
    let mut routes = vec![Vec::new(); diagram.flows.len()];
    let mut sequence: Vec<usize> = (0..diagram.flows.len()).collect();
    // The usual way has the first choice, ways back the last one.
    sequence.sort_by_key(|n| {
        let flow = &diagram.flows[*n];
        let usual = flow.usual && order.usual[flow.from] && order.usual[flow.to];
        (order.back[*n], !usual, lattice.distance(flow.from, flow.to))
    });
    for n in sequence {
        let flow = &diagram.flows[n];
        let route = lattice.search(flow.from, flow.to, flow.boundary.is_some(), order.back[n]);
        lattice.keep(&route, flow.from, flow.to);
        routes[n] = route;
    }
    routes
}

struct Lattice {
    nodes: Vec<Point>,
    blocked: BTreeMap<Point, usize>,
    width: usize,
    height: usize,
    /// Which target each step between two points leads to, by its point and whether it is horizontal.
    used: BTreeMap<(Point, bool), Vec<usize>>,
    /// For each side of each node, how many flows leave and enter it.
    sides: BTreeMap<(usize, Side), (u32, u32)>,
}

type Place = (Point, Side);

impl Lattice {
    fn new(placed: &Placed) -> Self {
        let point =
            |cell: &super::place::Cell| Point { x: 2 * cell.column + 1, y: 2 * cell.row + 1 };
        let nodes: Vec<Point> = placed.cells.iter().map(point).collect();
        let blocked = nodes.iter().copied().zip(0..).collect();
        let (width, height) = (2 * placed.columns + 1, 2 * placed.rows.len() + 1);
        Self { nodes, blocked, width, height, used: BTreeMap::new(), sides: BTreeMap::new() }
    }

    fn distance(&self, from: usize, to: usize) -> usize {
        let (from, to) = (self.nodes[from], self.nodes[to]);
        from.x.abs_diff(to.x) + from.y.abs_diff(to.y)
    }

    /// The cheapest way; ties go to the order of the sides, so that the same map gives the same picture.
    fn search(&self, from: usize, to: usize, boundary: bool, back: bool) -> Vec<Point> {
        let (start, end) = (self.nodes[from], self.nodes[to]);
        let mut best: BTreeMap<Place, (u32, Option<Place>)> = BTreeMap::new();
        let mut open = BinaryHeap::new();
        for side in Side::ALL {
            let cost = self.leaving(from, side, boundary);
            open.push(Reverse((cost, (start, side), None)));
        }
        while let Some(Reverse((cost, place, before))) = open.pop() {
            if let Some(before) = before.filter(|_| place.0 == end) {
                return traced(&best, before, end);
            }
            if best.contains_key(&place) {
                continue;
            }
            best.insert(place, (cost, before));
            for (next, more) in self.onward(place, before.is_none(), to, back) {
                open.push(Reverse((cost + more, next, Some(place))));
            }
        }
        Vec::new()
    }

    /// The places that can be reached in one step, with what it costs.
    fn onward(&self, place: Place, first: bool, to: usize, back: bool) -> Vec<(Place, u32)> {
        let (point, side) = place;
        let turns = Side::ALL
            .into_iter()
            .filter(|turn| *turn == side || (!first && *turn != side.opposite()));
        turns
            .filter_map(|turn| {
                let next = self.step(point, turn)?;
                let enters = self.blocked.get(&next);
                if enters.is_some_and(|node| *node != to) {
                    return None;
                }
                let bend = if turn == side { 0 } else { BEND };
                let enter =
                    if enters.is_some() { self.entering(to, turn.opposite(), back) } else { 0 };
                let cost = STEP + bend + enter + self.company(point, next, turn, to);
                Some(((next, turn), cost))
            })
            .collect()
    }

    fn step(&self, point: Point, side: Side) -> Option<Point> {
        let (x, y) = (point.x, point.y);
        let next = match side {
            Side::Right => Point { x: x + 1, y },
            Side::Down => Point { x, y: y + 1 },
            Side::Up => Point { x, y: y.checked_sub(1)? },
            Side::Left => Point { x: x.checked_sub(1)?, y },
        };
        (next.x < self.width && next.y < self.height).then_some(next)
    }

    /// What it costs to run where other flows run.
    fn company(&self, point: Point, next: Point, side: Side, to: usize) -> u32 {
        let horizontal = side.is_horizontal();
        let low = point.min(next);
        let beside = self
            .used
            .get(&(low, horizontal))
            .map_or(0, |targets| targets.iter().filter(|target| **target != to).count());
        let across = [(next, !horizontal), (before(next, !horizontal), !horizontal)];
        let crosses = across.iter().all(|place| self.used.contains_key(place));
        BESIDE * u32::try_from(beside).unwrap_or(u32::MAX) + if crosses { CROSSING } else { 0 }
    }

    fn leaving(&self, from: usize, side: Side, boundary: bool) -> u32 {
        let (leave, enter) = self.sides.get(&(from, side)).copied().unwrap_or_default();
        let by_nature = match (side, boundary) {
            (Side::Right, false) | (Side::Down, true) => 0,
            (Side::Down | Side::Up, false) => 4,
            (Side::Right | Side::Up, true) => 6,
            (Side::Left, _) => 12,
        };
        by_nature + leave * SAME_SIDE + enter.min(1) * MIXED_SIDE
    }

    fn entering(&self, to: usize, side: Side, back: bool) -> u32 {
        let (leave, _) = self.sides.get(&(to, side)).copied().unwrap_or_default();
        let by_nature = match side {
            Side::Left => 0,
            Side::Up | Side::Down => {
                if back {
                    0
                } else {
                    3
                }
            }
            Side::Right => {
                if back {
                    6
                } else {
                    12
                }
            }
        };
        by_nature + leave.min(1) * MIXED_SIDE
    }

    fn keep(&mut self, route: &[Point], from: usize, to: usize) {
        for pair in route.windows(2) {
            let (low, horizontal) = (pair[0].min(pair[1]), pair[0].y == pair[1].y);
            self.used.entry((low, horizontal)).or_default().push(to);
        }
        if let [first, second, ..] = route {
            self.sides.entry((from, side_of(*first, *second))).or_default().0 += 1;
        }
        if let [.., second, last] = route {
            self.sides.entry((to, side_of(*last, *second))).or_default().1 += 1;
        }
    }
}

/// The point from which a step leads to this one.
const fn before(point: Point, horizontal: bool) -> Point {
    if horizontal {
        Point { x: point.x.saturating_sub(1), y: point.y }
    } else {
        Point { x: point.x, y: point.y.saturating_sub(1) }
    }
}

/// The side of `one` on which its neighbour lies.
pub(super) const fn side_of(one: Point, neighbour: Point) -> Side {
    if neighbour.x > one.x {
        Side::Right
    } else if neighbour.x < one.x {
        Side::Left
    } else if neighbour.y > one.y {
        Side::Down
    } else {
        Side::Up
    }
}

fn traced(best: &BTreeMap<Place, (u32, Option<Place>)>, last: Place, end: Point) -> Vec<Point> {
    let mut route = vec![end, last.0];
    let mut place = last;
    while let Some((_, Some(before))) = best.get(&place) {
        route.push(before.0);
        place = *before;
    }
    route.reverse();
    route
}
