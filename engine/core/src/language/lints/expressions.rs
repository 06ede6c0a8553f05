//! Expressions read what exists, compare what can be compared, and conditions are true or false.

use super::View;
use crate::decision::DecisionTable;
use crate::definition::{Element, FieldType, message_variable};
use crate::diagnostic::Diagnostic;
use crate::feel::{Type, TypeProblem, TypeScope};
use crate::language::rules;
use crate::source::Span;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let scope = scope(view);
    let mut found = Vec::new();
    for one in view.expressions() {
        let problems = if one.condition {
            one.expression.check(&scope, &Type::Boolean)
        } else {
            one.expression.infer(&scope).err().unwrap_or_default()
        };
        found.extend(problems.into_iter().map(|problem| located(view, &one.node, problem)));
    }
    for (table, node) in view.tables() {
        found.extend(cells(view, table, node, &scope));
    }
    found
}

/// What expressions may read: the case data, the results of steps, the contents of messages, the
/// indices.
pub(super) fn scope(view: &View<'_>) -> TypeScope {
    let map = view.definition;
    // Where a result or a message takes the name of a field, that was reported and not its type.
    let free = |name: &str| !map.data.contains_key(name);
    let mut scope = TypeScope::of_fields(&map.data);
    for (message, _) in map.messages() {
        scope = scope.with(message_variable(message), Type::Any);
    }
    for (id, step) in &map.steps {
        if let Element::BusinessRuleTask(_) = &step.element {
            scope = scope.with(id.as_str(), Type::Any);
        }
    }
    for (name, fields) in map.received() {
        let declared = FieldType::Object { fields: fields.clone() };
        let declared = if free(&name) { Type::from(&declared) } else { Type::Any };
        scope = scope.with(name, declared);
    }
    let reference = &view.shared.reference;
    scope.indices(reference.indices.keys().cloned()).lists(reference.lists.keys().cloned())
}

/// The tests of a table against the types of its inputs.
pub(super) fn cells(
    view: &View<'_>,
    table: &DecisionTable,
    node: &Node,
    scope: &TypeScope,
) -> Vec<Diagnostic> {
    let rows = node.at(&["rules"]).map(Node::items).unwrap_or_default();
    let mut found = Vec::new();
    if rows.len() != table.rules.len() {
        return found; // some could not be read
    }
    for (row, rule) in rows.iter().zip(&table.rules) {
        for (input, test) in &rule.when {
            let asked = table.inputs.get(input).and_then(|input| input.infer(scope).ok());
            let (Some(asked), Some(cell)) = (asked, row.at(&["when", input])) else { continue };
            let problems = test.check(&asked, scope);
            found.extend(problems.into_iter().map(|problem| located(view, cell, problem)));
        }
    }
    found
}

fn located(view: &View<'_>, node: &Node, problem: TypeProblem) -> Diagnostic {
    let span: Span = if problem.start == problem.end {
        node.span
    } else {
        view.reader.within(node, problem.start, problem.end)
    };
    let found = Diagnostic::new(&rules::EXPRESSION_TYPE, span, problem.message);
    let help = problem.help;
    found.help(
        help.unwrap_or_else(|| "compare with a name of `data` and a value of its type".into()),
    )
}
