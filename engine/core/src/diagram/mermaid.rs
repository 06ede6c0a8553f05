//! The picture for Mermaid: a flowchart whose subgraphs are the lanes.

use std::fmt::Write;

use super::{Diagram, Flow, Node, Shape};

impl Diagram {
    /// The picture as a Mermaid flowchart.
    pub fn to_mermaid(&self) -> String {
        let mut text = format!("---\ntitle: {}\n---\nflowchart LR\n", quoted(&self.title));
        for (lane, name) in self.lanes.iter().enumerate() {
            let _ = writeln!(text, "  subgraph lane{lane} [{}]", quoted(name));
            for (n, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.lane == lane) {
                let _ = writeln!(text, "    {}", shape(n, node));
            }
            text.push_str("  end\n");
        }
        for flow in &self.flows {
            let _ = writeln!(text, "  {}", arrow(flow));
        }
        text
    }
}

/// Names of steps may be words of Mermaid (`end`), so nodes are numbered.
fn shape(n: usize, node: &Node) -> String {
    let words = quoted(&words(node));
    match node.shape {
        Shape::Task(_) => format!("n{n}({words})"),
        Shape::Gateway(_) => format!("n{n}{{{words}}}"),
        Shape::End { .. } => format!("n{n}((({words})))"),
        Shape::Start | Shape::Timer | Shape::Event(_) => format!("n{n}(({words}))"),
    }
}

fn words(node: &Node) -> String {
    let number = node.action.map(|action| format!("№ {action}")).unwrap_or_default();
    let term = if node.term.is_empty() { String::new() } else { format!("≤ {}", node.term) };
    let parts = [number, node.title.clone(), term].into_iter().chain(node.inside());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn arrow(flow: &Flow) -> String {
    let line = match flow.boundary {
        Some(boundary) if !boundary.interrupting => "-.->",
        _ if flow.usual => "==>",
        _ => "-->",
    };
    let label =
        if flow.label.is_empty() { String::new() } else { format!("|{}|", quoted(&flow.label)) };
    format!("n{} {line}{label} n{}", flow.from, flow.to)
}

/// A text that Mermaid takes as it is: its own escapes for what would mean something to it.
fn quoted(text: &str) -> String {
    let mut safe = String::from("\"");
    for letter in text.chars() {
        match letter {
            '\n' => safe.push_str("<br>"),
            '"' => safe.push_str("#quot;"),
            '#' | '&' | '<' | '>' | '\\' | '`' => {
                let _ = write!(safe, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe + "\""
}
