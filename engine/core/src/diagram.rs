//! The picture of a map: units are lanes, steps are shapes as in BPMN, flows are arrows.
//!
//! ```text
//! Definition → Diagram (what is drawn) → place (cells of a grid) → route (orthogonal ways)
//!            → geometry (coordinates) → svg          Diagram → mermaid, dot
//! ```
//!
//! The layout has no randomness and follows the order of the map: a small change of a map is a
//! small change of its picture. Why it is our own: `docs/decisions/0007-own-diagram-layout.md`.

mod build;
mod dot;
mod geometry;
mod lanes;
mod mermaid;
mod order;
mod picture;
mod place;
mod route;
mod svg;
mod tracks;
mod wrap;

pub(crate) use picture::Picture;

use crate::text::Lang;

/// Larger maps are not laid out: the ways of their flows would take minutes to find, and nobody
/// could read the picture.
pub const STEPS_MAX: usize = 200;

/// What is drawn, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// The language of its words.
    pub lang: Lang,
    /// The service.
    pub title: String,
    /// The term of the service in words; empty if it has none.
    pub term: String,
    /// The names of the lanes, from above: the applicant, the units, the engine.
    pub lanes: Vec<String>,
    /// The shapes.
    pub nodes: Vec<Node>,
    /// The arrows.
    pub flows: Vec<Flow>,
}

/// A shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The name of the step; `start` and `on-1` for the events that are no steps.
    pub id: String,
    /// Its form.
    pub shape: Shape,
    /// Its lane, by number.
    pub lane: usize,
    /// What it is called.
    pub title: String,
    /// Its own time limit in words; empty if it has none.
    pub term: String,
    /// Its number in the СФЕ table.
    pub action: Option<u32>,
    /// The steps within a subprocess, each with how deep it stands.
    pub within: Vec<(usize, String)>,
    /// How a subprocess runs for the items of a list.
    pub runs: Option<Runs>,
}

/// How a subprocess runs for the items of a list: the sign at the foot of its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// Side by side: three upright lines.
    Parallel,
    /// One after the other: three lines one above the other.
    Sequential,
}

impl Runs {
    /// The sign as a letter, for pictures of text.
    const fn letter(self) -> &'static str {
        match self {
            Self::Parallel => "⫴",
            Self::Sequential => "≡",
        }
    }
}

impl Node {
    /// The steps within, a line each, and the sign of the runs.
    fn inside(&self) -> Vec<String> {
        let line = |(depth, title): &(usize, String)| format!("{}· {title}", "  ".repeat(*depth));
        let sign = self.runs.map(|runs| runs.letter().to_owned());
        self.within.iter().map(line).chain(sign).collect()
    }
}

/// The form of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The start of a case: a thin circle.
    Start,
    /// An event of the whole process: a double circle.
    Event(Icon),
    /// A task: a rounded box with the sign of its kind.
    Task(Icon),
    /// Waiting for time: a double circle with a clock.
    Timer,
    /// A gateway: a diamond with its sign.
    Gateway(Icon),
    /// An end: a thick circle; filled if it ends the whole case.
    End {
        /// Ends the whole case.
        terminate: bool,
    },
}

/// The sign in a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A person.
    User,
    /// A hand.
    Manual,
    /// A cog.
    Service,
    /// A table.
    Rule,
    /// A filled envelope.
    Send,
    /// An open envelope.
    Receive,
    /// A plus in a box: a map or a block within.
    Inside,
    /// ×: one flow is taken.
    Exclusive,
    /// ○: some flows are taken.
    Inclusive,
    /// +: all flows are taken.
    Parallel,
    /// A pentagon: the first event takes its flow.
    EventBased,
    /// A clock.
    Clock,
    /// A flash.
    Error,
    /// An arrow upwards.
    Escalation,
    /// A triangle.
    Signal,
    /// A sheet with lines.
    Condition,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The node it leaves, by number.
    pub from: usize,
    /// The node it enters, by number.
    pub to: usize,
    /// The outcome, condition or term that leads here; empty if there is no choice.
    pub label: String,
    /// The boundary event it leaves from, if it does not leave from the step itself.
    pub boundary: Option<Boundary>,
    /// Whether it is on the usual way: from the start by first outcomes and `otherwise`.
    pub usual: bool,
}

/// Figures that a picture shows: beside its shapes and on its arrows, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Beside each shape; nothing where it is empty.
    pub nodes: Vec<String>,
    /// On each arrow: its words, and how thick it is drawn, 0 … [`Figures::WEIGHT_MAX`].
    pub flows: Vec<(String, u8)>,
}

impl Figures {
    /// The thickest arrow.
    pub const WEIGHT_MAX: u8 = 4;
}

/// A boundary event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// What sets it off.
    pub icon: Icon,
    /// Whether it ends the step it stands on.
    pub interrupting: bool,
}

/// A map that is too large for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the map has {0} shapes and a picture has room for {STEPS_MAX}; use the formats mermaid or dot, \
     or split the map by call activities"
)]
pub struct TooLarge(pub usize);

#[cfg(test)]
mod tests;
