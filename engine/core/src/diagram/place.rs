//! Which cell of the grid each node takes. Time runs to the right; work that changes the lane may
//! stay in its column, which keeps pictures short.

use std::collections::BTreeMap;

use super::Diagram;
use super::order::Order;

/// A cell: rows are counted within a lane while nodes are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    /// From the left.
    pub column: usize,
    /// From above, in the whole picture.
    pub row: usize,
}

/// Where everything stands.
#[derive(Debug)]
pub(super) struct Placed {
    /// The cell of each node.
    pub cells: Vec<Cell>,
    /// How many columns there are.
    pub columns: usize,
    /// The lane of each row.
    pub rows: Vec<usize>,
}

/// Lane, then row within it.
type Height = (usize, usize);

/// How far to the right of its first possible column a node may go to spare a new row.
const COLUMNS_TRIED: usize = 2;

impl Placed {
    pub(super) fn new(diagram: &Diagram, order: &Order) -> Self {
        let mut grid = Grid {
            diagram,
            order,
            taken: BTreeMap::new(),
            ways: Vec::new(),
            rows: vec![1; diagram.lanes.len()],
            at: vec![None; diagram.nodes.len()],
        };
        for &node in &order.nodes {
            grid.place(node);
        }
        grid.finish()
    }
}

struct Grid<'a> {
    diagram: &'a Diagram,
    order: &'a Order,
    taken: BTreeMap<(usize, Height), usize>,
    /// Vertical ways kept free: a column, and the heights between which nothing may stand.
    ways: Vec<(usize, Height, Height)>,
    rows: Vec<usize>,
    at: Vec<Option<(usize, Height)>>,
}

impl Grid<'_> {
    fn place(&mut self, node: usize) {
        let lane = self.diagram.nodes[node].lane;
        let before = self.before(node);
        let beside =
            before.iter().filter(|(_, height)| height.0 == lane).map(|(column, _)| column + 1);
        let above = before.iter().filter(|(_, height)| height.0 != lane).map(|(column, _)| *column);
        let first = beside.chain(above).max().unwrap_or_default();
        let last = self.at.iter().flatten().map(|(column, _)| column + 1).max().unwrap_or_default();
        // What follows nothing may stand anywhere, with room for what follows it.
        let alone = before.is_empty() && node > 0;
        let tried = if alone { last } else { COLUMNS_TRIED };
        let choice = (first..=first + tried)
            .flat_map(|column| (0..=self.rows[lane]).map(move |row| (column, (lane, row))))
            .filter(|(column, height)| self.is_free(*column, *height, &before))
            .filter(|(column, height)| !alone || self.is_free(column + 1, *height, &before))
            .min_by_key(|(column, height)| self.cost(node, first, *column, *height, &before));
        // The new row of a later column is free in any case.
        let (column, height) = choice.unwrap_or((first.max(last), (lane, self.rows[lane])));
        self.take(node, column, height, &before);
    }

    /// Where the nodes stand from which a flow leads forward to this one.
    fn before(&self, node: usize) -> Vec<(usize, Height)> {
        let flows = self.diagram.flows.iter().zip(&self.order.back);
        let forward = flows.filter(|(flow, back)| flow.to == node && flow.from != node && !**back);
        forward.filter_map(|(flow, _)| self.at[flow.from]).collect()
    }

    fn is_free(&self, column: usize, height: Height, before: &[(usize, Height)]) -> bool {
        let crossed =
            |way: &(usize, Height, Height)| way.0 == column && way.1 < height && height < way.2;
        let straight =
            |from: &(usize, Height)| from.0 != column || self.is_open(column, from.1, height);
        !self.taken.contains_key(&(column, height))
            && !self.ways.iter().any(crossed)
            && before.iter().all(straight)
    }

    /// Whether nothing stands between two heights of a column.
    fn is_open(&self, column: usize, one: Height, other: Height) -> bool {
        let (top, bottom) = (one.min(other), one.max(other));
        self.taken.keys().all(|(c, height)| *c != column || *height <= top || bottom <= *height)
    }

    /// New rows and further columns cost most; then leaving the row of the node before, and
    /// standing on the first row when the usual way does not lead here.
    fn cost(
        &self,
        node: usize,
        first: usize,
        column: usize,
        height: Height,
        before: &[(usize, Height)],
    ) -> usize {
        let new_row = usize::from(height.1 == self.rows[height.0] && height.1 > 0);
        let same_lane =
            before.iter().filter(|(_, from)| from.0 == height.0).map(|(_, from)| from.1);
        let leap = same_lane.map(|row| row.abs_diff(height.1)).min().unwrap_or_default();
        let unusual = usize::from(!self.order.usual[node] && height.1 == 0);
        let further = if before.is_empty() { 1 } else { 4 };
        further * (column - first) + 6 * new_row + 3 * leap + unusual + height.1
    }

    fn take(&mut self, node: usize, column: usize, height: Height, before: &[(usize, Height)]) {
        self.rows[height.0] = self.rows[height.0].max(height.1 + 1);
        self.taken.insert((column, height), node);
        self.at[node] = Some((column, height));
        let straight = before.iter().filter(|(c, _)| *c == column);
        self.ways
            .extend(straight.map(|(_, from)| (column, *from.min(&height), *from.max(&height))));
    }

    fn finish(self) -> Placed {
        let tops: Vec<usize> = self
            .rows
            .iter()
            .scan(0, |sum, rows| {
                let top = *sum;
                *sum += rows;
                Some(top)
            })
            .collect();
        let cell = |at: Option<(usize, Height)>| {
            let (column, (lane, row)) = at.unwrap_or_default();
            Cell { column, row: tops[lane] + row }
        };
        let cells: Vec<Cell> = self.at.iter().map(|at| cell(*at)).collect();
        let columns = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(1);
        let rows =
            self.rows.iter().enumerate().flat_map(|(lane, rows)| vec![lane; *rows]).collect();
        Placed { cells, columns, rows }
    }
}
