//! Flows that run on one line of the lattice side by side: each gets a track, so that none hides
//! another. Flows that lead to one node may share a track, as rivers do.

use std::collections::BTreeMap;

use super::route::Point;
use super::{Diagram, Flow};

/// Between two tracks.
pub(super) const GAP: i32 = 12;

/// A line of the lattice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub horizontal: bool,
    pub at: usize,
}

/// A straight part of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The line it runs on.
    pub line: Line,
    /// How far off the middle of the line.
    pub offset: i32,
    /// Twice the numbers of the points between which it runs; a run ends short of the node it
    /// belongs to, so that the flows on both sides of a node do not meet.
    from: usize,
    until: usize,
}

/// The straight parts of every way, each on its track.
pub(super) fn runs(diagram: &Diagram, routes: &[Vec<Point>]) -> Vec<Vec<Run>> {
    let mut all: Vec<Vec<Run>> = routes.iter().map(|route| straight_parts(route)).collect();
    let mut lines: BTreeMap<Line, Vec<(usize, usize)>> = BTreeMap::new();
    for (flow, runs) in all.iter().enumerate() {
        for (n, run) in runs.iter().enumerate() {
            lines.entry(run.line).or_default().push((flow, n));
        }
    }
    for places in lines.values() {
        let mut strands = strands(diagram, &all, places);
        strands.sort_by_key(|strand| (!strand.usual, strand.from));
        assign(&mut strands);
        for strand in &strands {
            for (flow, n) in &strand.runs {
                all[*flow][*n].offset = strand.offset;
            }
        }
    }
    all
}

fn straight_parts(route: &[Point]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for pair in route.windows(2) {
        let horizontal = pair[0].y == pair[1].y;
        let at = if horizontal { pair[0].y } else { pair[0].x };
        let along = |point: Point| if horizontal { point.x } else { point.y };
        let line = Line { horizontal, at };
        let (one, other) = (2 * along(pair[0]), 2 * along(pair[1]));
        let (low, high) = (one.min(other), one.max(other));
        match runs.last_mut() {
            Some(run) if run.line == line => {
                run.from = run.from.min(low);
                run.until = run.until.max(high);
            }
            _ => runs.push(Run { line, offset: 0, from: low, until: high }),
        }
    }
    if let [first, second, ..] = route {
        shorten(runs.first_mut(), *first, *second);
    }
    if let [.., second, last] = route {
        shorten(runs.last_mut(), *last, *second);
    }
    runs
}

/// Takes the end at a node away.
fn shorten(run: Option<&mut Run>, end: Point, neighbour: Point) {
    let Some(run) = run else { return };
    if end < neighbour { run.from += 1 } else { run.until -= 1 }
}

/// Runs that share a track because they lead to one node.
struct Strand {
    from: usize,
    until: usize,
    target: usize,
    usual: bool,
    runs: Vec<(usize, usize)>,
    offset: i32,
}

fn strands(diagram: &Diagram, all: &[Vec<Run>], places: &[(usize, usize)]) -> Vec<Strand> {
    let mut strands: Vec<Strand> = Vec::new();
    let mut places = places.to_vec();
    places.sort_by_key(|(flow, n)| (all[*flow][*n].from, *flow));
    for (flow, n) in places {
        let run = all[flow][n];
        let Flow { to: target, usual, .. } = diagram.flows[flow];
        let joins = |strand: &&mut Strand| strand.target == target && run.from <= strand.until;
        if let Some(strand) = strands.iter_mut().find(joins) {
            strand.until = strand.until.max(run.until);
            strand.usual |= usual;
            strand.runs.push((flow, n));
        } else {
            let (from, until, runs) = (run.from, run.until, vec![(flow, n)]);
            strands.push(Strand { from, until, target, usual, runs, offset: 0 });
        }
    }
    strands
}

/// The first strand, the usual way if it is among them, keeps the middle; the next ones lie beside it.
fn assign(strands: &mut [Strand]) {
    for n in 0..strands.len() {
        let (before, rest) = strands.split_at_mut(n);
        let Some(strand) = rest.first_mut() else { return };
        let meets = |other: &&Strand| other.from <= strand.until && strand.from <= other.until;
        let taken: Vec<i32> = before.iter().filter(meets).map(|other| other.offset).collect();
        let offsets = (0..).map(|k: i32| if k % 2 == 0 { -k / 2 } else { (k + 1) / 2 } * GAP);
        strand.offset =
            offsets.into_iter().find(|offset| !taken.contains(offset)).unwrap_or_default();
    }
}
