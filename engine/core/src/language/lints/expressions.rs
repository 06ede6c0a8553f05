//! Expressions read what exists, compare what can be compared, and conditions are true or false.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::View;
use super::blocks::{self, Items};
use crate::decision::DecisionTable;
use crate::definition::{Definition, Element, FieldType, Flow, message_variable};
use crate::diagnostic::Diagnostic;
use crate::fee::ITEM;
use crate::feel::{Expression, Type, TypeProblem, TypeScope};
use crate::ids::StepId;
use crate::language::rules;
use crate::source::Span;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut scopes: BTreeMap<Option<&StepId>, TypeScope> = BTreeMap::new();
    let mut found = Vec::new();
    for one in view.expressions() {
        let innermost = view.items.iter().rfind(|items| items.is_seen_from(one.node.span));
        let scope = scopes
            .entry(innermost.map(|items| items.id))
            .or_insert_with(|| seen(view, |items| items.is_seen_from(one.node.span)));
        let scope = &*with_item(scope, one.each.as_ref());
        let problems = if one.condition {
            one.expression.check(scope, &Type::Boolean)
        } else {
            one.expression.infer(scope).err().unwrap_or_default()
        };
        found.extend(problems.into_iter().map(|problem| located(view, &one.node, problem)));
    }
    let scope = scope(view);
    for (table, node, each) in view.tables() {
        found.extend(cells(view, table, node, &with_item(&scope, each)));
    }
    found
}

/// The scope with the element of a list as `item`.
pub(super) fn with_item<'s>(scope: &'s TypeScope, each: Option<&Expression>) -> Cow<'s, TypeScope> {
    let Some(each) = each else { return Cow::Borrowed(scope) };
    let item = match each.infer(scope) {
        Ok(Type::List(of)) => *of,
        _ => Type::Any,
    };
    Cow::Owned(scope.clone().with(ITEM, item))
}

/// What tables may read: everything, wherever they are asked.
pub(super) fn scope(view: &View<'_>) -> TypeScope {
    seen(view, |_| true)
}

/// What expressions may read where these items are known: the case data, the results of steps, the
/// contents of messages, the items, the indices.
fn seen(view: &View<'_>, is_known: impl Fn(&Items<'_>) -> bool) -> TypeScope {
    let map = view.definition;
    // Where a result or a message takes the name of a field, that was reported and not its type.
    let free = |name: &str| !map.data.contains_key(name);
    let declared = |name: &str| match map.received_as(name) {
        Some(fields) if free(name) => Type::from(&FieldType::Object { fields: fields.clone() }),
        _ => Type::Any,
    };
    let mut all = Type::from(&FieldType::Object { fields: map.data.clone() });
    let mut names: Vec<(String, Type)> = Vec::new();
    for (name, step) in results(map) {
        let ty = declared(&name);
        match view.items.iter().rfind(|items| items.has(step)) {
            None => names.push((name, ty)),
            Some(items) => {
                if is_known(items) {
                    names.push((name.clone(), ty.clone()));
                }
                let item = blocks::at_path(&mut all, &blocks::absolute(view, items.list));
                if let Some(Type::Context(entries)) = item {
                    entries.insert(name, ty);
                }
            }
        }
    }
    for items in view.items.iter().filter(|items| is_known(items)) {
        let item = blocks::at_path(&mut all, &blocks::absolute(view, items.list));
        names.push((items.name.to_owned(), item.map_or(Type::Any, |item| item.clone())));
    }
    let stored: BTreeSet<String> = results(map).map(|(name, _)| name).collect();
    for (message, _) in map.messages() {
        let name = message_variable(message).into_owned();
        if free(&name) && !stored.contains(&name) {
            names.push((name, Type::Any));
        }
    }
    let Type::Context(data) = all else { return TypeScope::default() };
    let scope =
        names.into_iter().fold(TypeScope::new(data), |scope, (name, ty)| scope.with(name, ty));
    let reference = &view.shared.reference;
    scope.indices(reference.indices.keys().cloned()).lists(reference.lists.keys().cloned())
}

/// What steps store in the case data or in an item: the name of each result, and its step.
pub(super) fn results(map: &Definition) -> impl Iterator<Item = (String, &StepId)> {
    map.all_steps().flat_map(|(id, step)| {
        let own = match &step.element {
            Element::ServiceTask(_) | Element::CallActivity(_) | Element::BusinessRuleTask(_) => {
                Some(id.to_string())
            }
            Element::ReceiveTask(task) => Some(message_variable(&task.message).into_owned()),
            _ => None,
        };
        let awaited = step.next.iter().filter_map(Flow::message);
        let awaited = awaited.map(|awaited| message_variable(&awaited.message).into_owned());
        own.into_iter().chain(awaited).map(move |name| (name, id))
    })
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
