//! The picture for Graphviz: clusters are the lanes.

use std::fmt::Write;

use super::{Diagram, Flow, Icon, Node, Shape};

impl Diagram {
    /// The picture in the language DOT.
    pub fn to_dot(&self) -> String {
        let mut text = String::from(
            "digraph process {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=10];\n",
        );
        let _ = writeln!(text, "  label={};\n  labelloc=t;", quoted(&self.title));
        for (lane, name) in self.lanes.iter().enumerate() {
            let _ = writeln!(text, "  subgraph cluster_{lane} {{\n    label={};", quoted(name));
            for node in self.nodes.iter().filter(|node| node.lane == lane) {
                let _ = writeln!(text, "    {} [{}];", quoted(&node.id), attributes(node));
            }
            text.push_str("  }\n");
        }
        for flow in &self.flows {
            let _ = writeln!(text, "  {};", self.arrow(flow));
        }
        text + "}\n"
    }

    fn arrow(&self, flow: &Flow) -> String {
        let (from, to) = (&self.nodes[flow.from].id, &self.nodes[flow.to].id);
        let mut attributes = Vec::new();
        if !flow.label.is_empty() {
            attributes.push(format!("label={}", quoted(&flow.label)));
        }
        if flow.usual {
            attributes.push("penwidth=2".to_owned());
        }
        if flow.boundary.is_some_and(|boundary| !boundary.interrupting) {
            attributes.push("style=dashed".to_owned());
        }
        let attributes = if attributes.is_empty() {
            String::new()
        } else {
            format!(" [{}]", attributes.join(", "))
        };
        format!("{} -> {}{attributes}", quoted(from), quoted(to))
    }
}

fn attributes(node: &Node) -> String {
    let term = if node.term.is_empty() { String::new() } else { format!("≤ {}", node.term) };
    let number = node.action.map(|action| format!("№ {action}")).unwrap_or_default();
    let words = [number, node.title.clone(), term].into_iter().chain(node.inside());
    let words: Vec<String> = words.filter(|text| !text.is_empty()).collect();
    let words = quoted(&words.join("\n"));
    match node.shape {
        Shape::Task(_) => format!("shape=box, style=rounded, label={words}"),
        Shape::Gateway(icon) => {
            format!("shape=diamond, label={}, xlabel={words}", quoted(sign(icon)))
        }
        Shape::Start => format!("shape=circle, label=\"\", xlabel={words}"),
        Shape::Timer | Shape::Event(_) => format!("shape=doublecircle, label=\"\", xlabel={words}"),
        Shape::End { .. } => format!("shape=circle, penwidth=3, label=\"\", xlabel={words}"),
    }
}

const fn sign(icon: Icon) -> &'static str {
    match icon {
        Icon::Exclusive => "×",
        Icon::Inclusive => "○",
        Icon::Parallel => "+",
        _ => "",
    }
}

fn quoted(text: &str) -> String {
    let mut safe = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => safe.extend(['\\', letter]),
            '\n' => safe.push_str("\\n"),
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe + "\""
}
