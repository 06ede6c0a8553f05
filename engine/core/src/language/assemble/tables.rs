//! Tables and lists that stand in files of their own, and tables that take rules from others.

use super::Assembly;
use super::sections::stands_twice;
use crate::language::read::fees::is_one_table;
use crate::language::rules;
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

/// What a table takes from the tables it uses.
#[derive(Default)]
struct Taken {
    rules: Vec<Node>,
    names: Vec<Entry>,
}

impl Assembly<'_, '_> {
    /// A map or part with its tables in the place of their names.
    pub(super) fn with_tables(&mut self, mut root: Node) -> Node {
        let Kind::Map(sections) = &mut root.kind else { return root };
        for section in sections {
            let value = &section.value;
            let new = match section.key.text.as_str() {
                "documents" => Some(self.table(value)),
                "fees" => Some(self.fees(value)),
                "decisions" => Some(self.each_table(value)),
                name @ ("grounds" | "requirements") => Some(self.listed(name, value)),
                _ => None,
            };
            section.value = new.unwrap_or_else(|| section.value.clone());
        }
        root
    }

    /// One table, or several by name.
    fn fees(&mut self, node: &Node) -> Node {
        if is_one_table(node) { self.table(node) } else { self.each_table(node) }
    }

    fn each_table(&mut self, node: &Node) -> Node {
        let Kind::Map(entries) = &node.kind else { return node.clone() };
        let with_table = |entry: &Entry| {
            let value = self.table(&entry.value);
            Entry { key: entry.key.clone(), value }
        };
        let kind = Kind::Map(entries.iter().map(with_table).collect());
        Node { span: node.span, kind }
    }

    /// A list by name, in the file that a scalar names; the file may repeat the name at its top.
    fn listed(&mut self, name: &str, node: &Node) -> Node {
        let node = self.content(node);
        let Some(inner) = node.entry(name) else { return node };
        self.r.section(&node, node.span, &format!("a file of {name}"), &[name]);
        inner.value.clone()
    }

    /// A table with the rules and names of the tables that it uses.
    fn table(&mut self, node: &Node) -> Node {
        let node = self.content(node);
        let rows = node.at(&["rules"]).map(Node::items).unwrap_or_default();
        if !rows.iter().any(|row| row.entry("part").is_some()) {
            return node;
        }
        let mut taken = Taken::default();
        taken.names.extend(node.at(&["names"]).map(Node::entries).unwrap_or_default().to_vec());
        self.take(&node, &node, &mut taken);
        with_taken(node, taken)
    }

    /// The rules of a table and of those that it uses, in their order.
    fn take(&mut self, whole: &Node, table: &Node, taken: &mut Taken) {
        for row in table.at(&["rules"]).map(Node::items).unwrap_or_default() {
            match row.entry("part") {
                Some(name) => self.take_part(whole, row, &name.value, taken),
                None => taken.rules.push(row.clone()),
            }
        }
    }

    fn take_part(&mut self, whole: &Node, row: &Node, name: &Node, taken: &mut Taken) {
        self.r.section(row, row.span, "the rules of another table", &["part"]);
        let Some(file) = self.find(name) else { return };
        if self.enter(file, name.span).is_none() {
            return;
        }
        if let Some(table) = self.tree(file, name.span)
            && self.fits(whole, &table)
        {
            for entry in table.at(&["names"]).map(Node::entries).unwrap_or_default() {
                self.take_name(entry, &mut taken.names);
            }
            self.take(whole, &table, taken);
        }
        self.open.pop();
    }

    fn take_name(&mut self, entry: &Entry, names: &mut Vec<Entry>) {
        match names.iter().find(|known| known.key.text == entry.key.text) {
            None => names.push(entry.clone()),
            Some(first) if first.key.span == entry.key.span => {}
            Some(first) => {
                let what = format!("the name `{}`", entry.key.text);
                stands_twice(self.r, &what, entry.key.span, first.key.span);
            }
        }
    }

    /// The other table asks and answers nothing that this one does not.
    fn fits(&mut self, whole: &Node, table: &Node) -> bool {
        let keys = ["decision", "hit", "inputs", "outputs", "rules", "names"];
        let start = Span { end: table.span.start, ..table.span };
        let Some(section) = self.r.section(table, start, "a decision table", &keys) else {
            return false;
        };
        let mut fits = self.r.need(&section, "rules", "a decision table").is_some();
        for key in ["inputs", "outputs"] {
            let columns = section.get(key).map(columns).unwrap_or_default();
            let known = whole.at(&[key]).map(self::columns).unwrap_or_default();
            for (name, meaning, span) in columns {
                if known.iter().any(|known| known.0 == name && known.1 == meaning) {
                    continue;
                }
                let message = format!("the table that uses this one has no such {key}: `{name}`");
                let help = format!("add it to the `{key}` there, written as it is here");
                self.r.report(&rules::BAD_PART, span, message, help);
                fits = false;
            }
        }
        fits
    }

    /// The tree of the file that a scalar names; any other node is the thing itself.
    fn content(&mut self, node: &Node) -> Node {
        if node.text().is_none() {
            return node.clone();
        }
        let file = self.find(node);
        let tree = file.and_then(|file| self.tree(file, node.span));
        tree.unwrap_or(Node { span: node.span, kind: Kind::Reported })
    }
}

fn with_taken(table: Node, taken: Taken) -> Node {
    let Kind::Map(mut entries) = table.kind else { return table };
    let mut names = Some(taken.names).filter(|names| !names.is_empty());
    for entry in &mut entries {
        match entry.key.text.as_str() {
            "rules" => entry.value.kind = Kind::List(taken.rules.clone()),
            "names" => entry.value.kind = Kind::Map(names.take().unwrap_or_default()),
            _ => {}
        }
    }
    if let Some(names) = names
        && let Some(first) = names.first().cloned()
    {
        let key = crate::yaml::Key { text: "names".to_owned(), ..first.key };
        entries.push(Entry { key, value: Node { span: first.value.span, kind: Kind::Map(names) } });
    }
    Node { span: table.span, kind: Kind::Map(entries) }
}

/// The columns: name, expression, place.
fn columns(node: &Node) -> Vec<(String, String, Span)> {
    let named = |entry: &Entry| {
        let meaning = entry.value.text().unwrap_or_default().to_owned();
        (entry.key.text.clone(), meaning, entry.key.span)
    };
    let column = |item: &Node| {
        if let Kind::Map(entries) = &item.kind {
            return entries.iter().map(named).collect();
        }
        let text = item.text().unwrap_or_default().to_owned();
        vec![(text.clone(), text, item.span)]
    };
    node.items().iter().flat_map(column).collect()
}
