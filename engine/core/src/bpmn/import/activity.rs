//! Activities: tasks, subprocesses and calls, with their loops and boundary events.

use super::Import;
use super::flows::tests_before;
use super::gateway::is_awaited;
use super::scope::Scope;
use crate::bpmn::node::{entry, list, map, plain, text};
use crate::bpmn::xml::Element;
use crate::bpmn::{MESSAGE_WORKER, RULE_WORKER, SCRIPT_WORKER, SERVICE_WORKER};
use crate::yaml::{Entry, Node};

/// A loop without a maximum runs no more often than a list has items.
const RUNS_MAX: &str = "1000";

impl<'x> Import<'x> {
    pub(super) fn activity(&mut self, scope: &mut Scope<'x>, element: &'x Element) {
        let name = self.names.of(&scope.context, element.id());
        if is_awaited(scope, element) {
            return; // a receive task behind an event gateway
        }
        let (kind, body) = self.body(scope, element);
        let body = self.loops(element, &name, kind, body);
        let (kind, mut entries) = body;
        let at = element.head;
        if let Some(join) = self.quantity(scope, element) {
            entries.push(join);
        }
        let on = self.boundaries(scope, element, &name);
        if !on.is_empty() {
            entries.push(entry(at, "on", list(at, on)));
        }
        entries.extend(self.undone_by(scope, element));
        let next = self.next(scope, element, &name);
        entries.push(self.tested(scope, element, &name, next));
        let mut entries = self.step_of(element, kind, entries);
        if self.own {
            self.outcomes(scope, element, &mut entries);
        }
        scope.steps.push(entry(at, name, map(element.span, entries)));
    }

    /// The type of an activity and the keys that only this type has.
    fn body(&mut self, scope: &Scope<'x>, element: &'x Element) -> (&'static str, Vec<Entry>) {
        match element.name.as_str() {
            "callActivity" => self.call(scope, element),
            "subProcess" | "transaction" | "adHocSubProcess" => {
                ("subprocess", vec![self.block(scope, element, element, &scope.context.clone())])
            }
            _ => self.task(scope, element),
        }
    }

    /// `steps:` of a subprocess.
    pub(super) fn block(
        &mut self,
        scope: &Scope<'x>,
        element: &'x Element,
        inner: &'x Element,
        context: &str,
    ) -> Entry {
        let unit = self.lane_of(element).map(ToOwned::to_owned).or_else(|| scope.unit.clone());
        let steps = self.scope(inner, context, unit, false);
        entry(inner.head, "steps", map(inner.span, steps))
    }

    /// What a task does; a task that the model calls from elsewhere does the same.
    pub(super) fn task(
        &mut self,
        scope: &Scope<'x>,
        element: &'x Element,
    ) -> (&'static str, Vec<Entry>) {
        let own = self.lane_of(element).map(ToOwned::to_owned).or_else(|| scope.unit.clone());
        let at = element.head;
        let unit = |unit: String| entry(at, "unit", text(at, unit));
        let (kind, mut entries) = match element.name.as_str() {
            "task" | "userTask" | "globalTask" | "globalUserTask" => {
                ("user_task", self.form(element))
            }
            "manualTask" | "globalManualTask" => ("manual_task", self.form(element)),
            "receiveTask" => ("receive_task", self.message_of(element)),
            _ => ("service_task", self.job(element)),
        };
        match (own, kind) {
            _ if self.is_own(element) => {}
            (Some(own), _) => entries.push(unit(own)),
            (None, "user_task" | "manual_task") => entries.push(unit(self.default_unit())),
            _ => {}
        }
        (kind, entries)
    }

    fn form(&self, element: &Element) -> Vec<Entry> {
        let form = self.all_variables(element.head).filter(|_| !self.own);
        form.map(|form| entry(element.head, "form", form)).into_iter().collect()
    }

    fn message_of(&mut self, element: &Element) -> Vec<Entry> {
        let name = self.name_of_message(element);
        vec![entry(element.head, "message", text(element.head, name))]
    }

    /// What a worker does: run a script, send a message, decide, or whatever the model calls it.
    fn job(&mut self, element: &Element) -> Vec<Entry> {
        let script = element.child("script").map(|script| script.text.clone()).unwrap_or_default();
        let (worker, what) = match element.name.as_str() {
            "scriptTask" | "globalScriptTask" => {
                (SCRIPT_WORKER.to_owned(), vec![("script", script)])
            }
            "sendTask" => {
                (MESSAGE_WORKER.to_owned(), vec![("message", self.name_of_message(element))])
            }
            "businessRuleTask" | "globalBusinessRuleTask" => {
                (RULE_WORKER.to_owned(), vec![("task", element.id().to_owned())])
            }
            _ => (SERVICE_WORKER.to_owned(), vec![("task", element.id().to_owned())]),
        };
        self.job_for(element, &worker, &what)
    }

    /// The keys of a job.
    pub(super) fn job_for(
        &self,
        element: &Element,
        worker: &str,
        what: &[(&str, String)],
    ) -> Vec<Entry> {
        let at = element.head;
        let what: Vec<(&str, &str)> = what.iter().map(|(name, it)| (*name, it.as_str())).collect();
        let mut entries =
            vec![entry(at, "worker", text(at, worker)), entry(at, "sends", self.sends(at, &what))];
        entries.extend(self.all_variables(at).map(|all| entry(at, "writes", all)));
        entries
    }

    /// An activity that runs several times is a subprocess around it.
    fn loops(
        &mut self,
        element: &'x Element,
        name: &str,
        kind: &'static str,
        body: Vec<Entry>,
    ) -> (&'static str, Vec<Entry>) {
        let multiple = element.child("multiInstanceLoopCharacteristics");
        let runs = match (multiple, element.child("standardLoopCharacteristics")) {
            (Some(multiple), _) => self.instances(multiple, name),
            (None, Some(repeated)) => self.repeats(repeated),
            (None, None) => return (kind, body),
        };
        let thrown = multiple.and_then(|multiple| self.each_throws(multiple, name));
        if kind == "subprocess" && thrown.is_none() {
            return (kind, body.into_iter().chain(runs).collect());
        }
        let at = element.head;
        let inner = self.names.made(&format!("{name}_run"));
        let last = entry(at, "next", list(at, Vec::new()));
        let (next, more) = match thrown {
            Some(thrown) => (entry(at, "next", text(at, &thrown.key.text)), Some(thrown)),
            None => (last, None),
        };
        let run = self.step_of(element, kind, body.into_iter().chain([next]).collect());
        let steps = [entry(at, inner, map(element.span, run))].into_iter().chain(more).collect();
        let entries = [entry(at, "steps", map(element.span, steps))];
        ("subprocess", entries.into_iter().chain(runs).collect())
    }

    fn instances(&mut self, multiple: &Element, name: &str) -> Vec<Entry> {
        let at = multiple.head;
        let mut entries = Vec::new();
        if multiple.flag("isSequential", false) {
            entries.push(entry(at, "sequential", plain(at, "true")));
        }
        if let Some(number) = multiple.child("loopCardinality") {
            entries.extend(self.expression(number).map(|number| entry(at, "times", number)));
        } else if let Some(list) = multiple.child("loopDataInputRef") {
            let item = multiple.child("inputDataItem").and_then(|item| item.attribute("name"));
            let item = self.names.made(item.unwrap_or(&format!("{name}_item")));
            let list = super::names::variable(list.text.trim());
            entries.push(entry(at, "for_each", text(at, list)));
            entries.push(entry(at, "item", text(at, item)));
        } else {
            self.refuse(multiple, "it says neither how often nor for which list it runs");
        }
        if let Some(done) = multiple.child("completionCondition") {
            entries.extend(self.expression(done).map(|done| entry(at, "done_when", done)));
        }
        if matches!(multiple.attribute("behavior"), Some("One" | "Complex")) {
            self.refuse(
                multiple,
                "what it throws is not thrown for the first run, or by a condition",
            );
        }
        entries
    }

    /// A loop: run after run until the condition fails.
    fn repeats(&mut self, repeated: &Element) -> Vec<Entry> {
        let at = repeated.head;
        let most = repeated.attribute("loopMaximum").unwrap_or(RUNS_MAX);
        let mut entries =
            vec![entry(at, "times", text(at, most)), entry(at, "sequential", plain(at, "true"))];
        if let Some(condition) = self.loop_condition(repeated) {
            entries.push(entry(at, "done_when", text(at, format!("not({condition})"))));
        }
        entries
    }

    fn loop_condition(&mut self, repeated: &Element) -> Option<String> {
        let condition = self.expression(repeated.child("loopCondition")?)?;
        condition.text().map(ToOwned::to_owned)
    }

    /// A gateway before a loop whose condition is looked at first; gives `next:` of the loop itself.
    fn tested(
        &mut self,
        scope: &mut Scope<'x>,
        element: &Element,
        name: &str,
        next: Entry,
    ) -> Entry {
        let repeated =
            element.child("standardLoopCharacteristics").filter(|_| tests_before(element));
        let Some(repeated) = repeated else { return next };
        let Some(condition) = self.loop_condition(repeated) else { return next };
        let at = repeated.head;
        let first = self.first_test(scope, element);
        let after = self.names.made(&format!("{name}_after"));
        let flow = |entries| map(at, entries);
        let flows = vec![
            flow(vec![entry(at, "when", text(at, condition)), entry(at, "to", text(at, name))]),
            flow(vec![entry(at, "otherwise", text(at, &after))]),
        ];
        let gateway = vec![
            entry(at, "type", text(at, "exclusive_gateway")),
            entry(at, "next", list(at, flows)),
        ];
        scope.push(&first, element, gateway);
        scope.push(&after, element, vec![entry(at, "type", text(at, "throw_event")), next]);
        let leads = [(&first, name), (&first, after.as_str())];
        scope.edges.extend(leads.map(|(from, to)| (from.clone(), to.to_owned())));
        for edge in scope.edges.iter_mut().filter(|(from, _)| from == name) {
            edge.0.clone_from(&after);
        }
        scope.edges.push((name.to_owned(), after.clone()));
        entry(at, "next", text(at, after))
    }

    /// A task that begins with more than one token.
    fn quantity(&mut self, scope: &Scope<'x>, element: &Element) -> Option<Entry> {
        let number = |name| element.attribute(name).and_then(|it| it.parse::<usize>().ok());
        if number("completionQuantity").is_some_and(|sent| sent > 1) {
            self.refuse(element, "it sends several tokens along one flow");
        }
        // The schema says startQuantity; models that mean the same write it in their own way.
        let wanted = number("startQuantity").filter(|wanted| *wanted > 1)?;
        if wanted != scope.entering(element.id()) {
            self.refuse(element, "it waits for more tokens than flows lead to it");
        }
        Some(entry(element.head, "join", text(element.head, "all")))
    }

    /// The type, the name, the source and the keys of a step.
    pub(super) fn step_of(
        &mut self,
        element: &'x Element,
        kind: &str,
        own: Vec<Entry>,
    ) -> Vec<Entry> {
        if let Some(fragment) = self.fragment(element) {
            return self.merged(element, &fragment, own);
        }
        let at = element.head;
        let mut entries = vec![entry(at, "type", text(at, kind))];
        let title = element.attribute("name").filter(|name| !name.trim().is_empty());
        entries.extend(title.map(|title| entry(at, "title", self.texts(at, title))));
        entries.extend(own);
        let cited = self.documented(element);
        entries.extend(cited.map(|key| entry(at, "cites", list(at, vec![text(at, key)]))));
        self.strange_extensions(element);
        entries
    }

    fn strange_extensions(&mut self, element: &Element) {
        let Some(extensions) = element.child("extensionElements") else { return };
        let names: Vec<&str> = extensions.children.iter().map(|it| it.name.as_str()).collect();
        if !names.is_empty() && !self.own {
            let what = format!("what another product put in is not read: {}", names.join(", "));
            self.leave_out(element, &what, "see what it says, and write it in the map");
        }
    }
}

/// The text of a node, for those that are made of texts.
pub(super) fn text_of(node: &Node) -> &str {
    node.text().unwrap_or_default()
}
