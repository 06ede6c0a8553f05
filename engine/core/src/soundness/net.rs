//! A net: places that hold tokens, and transitions that move them.

/// The number of a place.
pub(super) type Place = u32;

/// A net.
#[derive(Clone, Debug, Default)]
pub(super) struct Net {
    /// What each place is.
    pub(super) places: Vec<PlaceKind>,
    /// What can happen.
    pub(super) transitions: Vec<Transition>,
    /// The markings in which a run can begin.
    pub(super) starts: Vec<Vec<Place>>,
}

/// What a token in a place means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlaceKind {
    /// It came from one step and waits at another, whose join counts it.
    Flow { from: usize, to: usize },
    /// It starts a step whatever that step joins: the work was sent back, or an event began it.
    Direct { from: Option<usize>, to: usize },
    /// The step stands open.
    Open(usize),
    /// The event of this number can still go off.
    Armed(usize, usize),
    /// A flow that comes late ends at this step.
    Late(usize),
}

impl PlaceKind {
    /// Whether a token here is work, so that the run has not ended.
    pub(super) const fn is_busy(self) -> bool {
        !matches!(self, Self::Armed(..) | Self::Late(_))
    }

    /// The step at which a token here is.
    pub(super) const fn at(self) -> usize {
        match self {
            Self::Flow { to, .. } | Self::Direct { to, .. } => to,
            Self::Open(step) | Self::Armed(step, _) | Self::Late(step) => step,
        }
    }

    /// The step from which a token here came.
    pub(super) const fn from(self) -> Option<usize> {
        match self {
            Self::Flow { from, .. } => Some(from),
            Self::Direct { from, .. } => from,
            Self::Open(step) | Self::Armed(step, _) | Self::Late(step) => Some(step),
        }
    }
}

/// Something that can happen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Transition {
    /// The steps that it passes, in order.
    pub(super) steps: Vec<usize>,
    /// A token is taken from each of these places.
    pub(super) takes: Vec<Place>,
    /// When only some of them have one: happens as well once no token is in these places.
    pub(super) held_by: Option<Vec<Place>>,
    /// Does not happen while a token is here.
    pub(super) unless: Option<Place>,
    /// What is in these places vanishes.
    pub(super) clears: Vec<Place>,
    /// Whether the run ends with it, whatever else there is.
    pub(super) ends_all: bool,
    /// Whether a result is reached with it.
    pub(super) result: bool,
    /// A token is put in each of these places.
    pub(super) gives: Vec<Place>,
}

impl Transition {
    /// Whether it takes one token and asks for nothing else.
    pub(super) const fn is_plain(&self) -> bool {
        self.takes.len() == 1
            && self.held_by.is_none()
            && self.unless.is_none()
            && self.clears.is_empty()
    }
}
