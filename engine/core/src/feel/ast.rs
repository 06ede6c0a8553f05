//! The tree of a parsed expression. Every node carries its byte range in the text.

use crate::value::Value;

/// A node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Height of the tree below, itself included; never over `DEPTH_MAX`.
    pub depth: usize,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Literal(Value),
    Name(String),
    /// `?`, the input of a table cell.
    Input,
    List(Vec<Node>),
    Context(Vec<Entry>),
    Range(Box<RangeNode>),
    Negate(Box<Node>),
    /// A chain of operators of one precedence, applied from left to right.
    Arithmetic(Box<Node>, Vec<(Operator, Node)>),
    Compare(Comparison, Box<[Node; 2]>),
    /// Value, low, high.
    Between(Box<[Node; 3]>),
    In(Box<Node>, Vec<Test>),
    And(Vec<Node>),
    Or(Vec<Node>),
    /// Condition, then, else.
    If(Box<[Node; 3]>),
    For(Vec<Clause>, Box<Node>),
    Quantified(Quantifier, Vec<Clause>, Box<Node>),
    /// List, condition or index.
    Filter(Box<[Node; 2]>),
    Path(Box<Node>, String),
    Call(Box<Call>),
    InstanceOf(Box<Node>, Box<TypeName>),
    Function(Box<FunctionNode>),
}

/// `key: value` of a context.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub key: String,
    pub value: Node,
}

/// `[low..high]`, with open or closed ends.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeNode {
    pub ends: [Node; 2],
    pub start_closed: bool,
    pub end_closed: bool,
}

/// `name in list` or `name in low..high`.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub name: String,
    pub source: Source,
}

/// What a loop runs over.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    List(Node),
    Steps(Node, Node),
}

/// One test: `> 5`, `[1..3]`, `"A"`, an expression with `?`.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    pub comparison: Option<Comparison>,
    pub node: Node,
    /// Whether `?` stands in it: then it is a condition by itself.
    pub conditional: bool,
}

/// `callee(arguments)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub callee: Node,
    pub arguments: Vec<Argument>,
}

/// An argument; all of a call have a name, or none has.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub name: Option<String>,
    pub value: Node,
}

/// `function(a, b) body`.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionNode {
    pub parameters: Vec<String>,
    pub body: Node,
}

/// The name of a type, as `instance of` and typed parameters write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName {
    pub name: String,
    /// Their names are those of a context's entries.
    pub arguments: Vec<(Option<String>, TypeName)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    Some,
    Every,
}

impl Node {
    /// Makes a node and measures its height.
    pub fn new(kind: Kind, start: usize, end: usize) -> Self {
        let depth = 1 + kind.children().iter().map(|child| child.depth).max().unwrap_or(0);
        Self { kind, start, end, depth }
    }

    /// Whether `?` occurs in it.
    pub fn reads_input(&self) -> bool {
        matches!(self.kind, Kind::Input) || self.kind.children().iter().any(|n| n.reads_input())
    }
}

impl Kind {
    /// The nodes directly below, in the order of the text.
    pub fn children(&self) -> Vec<&Node> {
        match self {
            Self::Literal(_) | Self::Name(_) | Self::Input => Vec::new(),
            Self::List(nodes) | Self::And(nodes) | Self::Or(nodes) => nodes.iter().collect(),
            Self::Context(entries) => entries.iter().map(|entry| &entry.value).collect(),
            Self::Range(range) => range.ends.iter().collect(),
            Self::Negate(node) | Self::Path(node, _) | Self::InstanceOf(node, _) => vec![node],
            Self::Arithmetic(first, rest) => {
                std::iter::once(&**first).chain(rest.iter().map(|(_, node)| node)).collect()
            }
            Self::Compare(_, nodes) | Self::Filter(nodes) => nodes.iter().collect(),
            Self::Between(nodes) | Self::If(nodes) => nodes.iter().collect(),
            Self::In(node, tests) => {
                std::iter::once(&**node).chain(tests.iter().map(|test| &test.node)).collect()
            }
            Self::For(clauses, body) | Self::Quantified(_, clauses, body) => {
                clauses.iter().flat_map(Clause::nodes).chain([&**body]).collect()
            }
            Self::Call(call) => std::iter::once(&call.callee)
                .chain(call.arguments.iter().map(|argument| &argument.value))
                .collect(),
            Self::Function(function) => vec![&function.body],
        }
    }
}

impl Clause {
    /// The nodes of the source.
    pub fn nodes(&self) -> Vec<&Node> {
        match &self.source {
            Source::List(list) => vec![list],
            Source::Steps(low, high) => vec![low, high],
        }
    }
}

impl Comparison {
    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The comparison that this sign stands for.
    pub fn of_sign(sign: &str) -> Option<Self> {
        [
            Self::Equal,
            Self::NotEqual,
            Self::Less,
            Self::LessOrEqual,
            Self::Greater,
            Self::GreaterOrEqual,
        ]
        .into_iter()
        .find(|comparison| comparison.sign() == sign)
    }
}

impl Operator {
    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Power => "**",
        }
    }
}
