//! Calls: what the model itself holds stands in the place of its call, so that what it throws is caught
//! there; another process is a map of its own.

use super::Import;
use super::names::label;
use super::scope::Scope;
use crate::bpmn::node::{entry, text};
use crate::bpmn::xml::Element;
use crate::definition::SUBPROCESS_DEPTH_MAX;
use crate::yaml::Entry;

impl<'x> Import<'x> {
    pub(super) fn call(
        &mut self,
        scope: &Scope<'x>,
        element: &'x Element,
    ) -> (&'static str, Vec<Entry>) {
        let called = element.attribute("calledElement").unwrap_or_default();
        match self.global(called) {
            Some(process) if process.name == "process" => self.in_place(scope, element, process),
            Some(task) if task.name.starts_with("global") => self.task(scope, task),
            _ if called.is_empty() => {
                self.refuse(element, "it does not say what it calls");
                ("throw_event", Vec::new())
            }
            _ => {
                let name = label(called.rsplit(':').next().unwrap_or_default());
                ("call_activity", vec![entry(element.head, "process", text(element.head, name))])
            }
        }
    }

    fn in_place(
        &mut self,
        scope: &Scope<'x>,
        element: &'x Element,
        process: &'x Element,
    ) -> (&'static str, Vec<Entry>) {
        if self.calls.iter().any(|open| open == process.id())
            || self.calls.len() > SUBPROCESS_DEPTH_MAX
        {
            self.refuse(element, "it calls the process in which it stands");
            return ("throw_event", Vec::new());
        }
        self.calls.push(process.id().to_owned());
        let context = format!("{}{}/", scope.context, element.id());
        let block = self.block(scope, element, process, &context);
        self.calls.pop();
        ("subprocess", vec![block])
    }
}
