//! What BPMN draws and a map does not say: the start, gateways where flows meet or part, ends.

use super::graph::{Builder, Drawn, Flow, Graph};
use crate::definition::{Outcome, Step, UserTask};
use crate::diagram::{Icon, Shape};
use crate::ids::StepId;
use crate::words::Label;
use indexmap::IndexMap;

impl Builder<'_> {
    pub(super) fn start(&mut self, graph: &mut Graph, id: &str) {
        let title = self.words.label(Label::Application);
        let id = self.free(id);
        graph.add(Drawn::new(&id, "startEvent", Shape::Start, &title));
    }

    /// A gateway that the map does not have.
    pub(super) fn gateway(&mut self, of: &Drawn, why: &str, icon: Icon, title: &str) -> Drawn {
        let id = self.free(&format!("{}_{why}", of.id));
        let element = if icon == Icon::Parallel { "parallelGateway" } else { "exclusiveGateway" };
        let mut drawn = Drawn::new(&id, element, Shape::Gateway(icon), title);
        drawn.tag = drawn.tag.with("reglament:drawn", why);
        drawn.unit.clone_from(&of.unit);
        drawn
    }

    /// The flows of a step that several may leave: behind a gateway, where there are several.
    pub(super) fn parallel(&mut self, graph: &mut Graph, from: usize, to: &[usize]) {
        let from = match to {
            [] | [_] => from,
            _ => {
                let split = self.gateway(&graph.nodes[from], "split", Icon::Parallel, "");
                let split = graph.add(split);
                graph.flow(from, split);
                split
            }
        };
        for to in to {
            graph.flow(from, *to);
        }
    }

    /// The flows of a task of people: its outcomes choose.
    pub(super) fn outcomes(
        &mut self,
        graph: &mut Graph,
        from: usize,
        step: &Step,
        task: &UserTask,
        steps: &IndexMap<StepId, Step>,
    ) {
        let number = |to: &StepId| steps.get_index_of(to).map(|n| n + 1);
        let next: Vec<usize> = step.next.iter().filter_map(|flow| number(&flow.to)).collect();
        let own = |(name, outcome): (&String, &Outcome)| {
            Some((name.clone(), self.name_of(name, outcome), number(outcome.to.as_ref()?)?))
        };
        let own: Vec<(String, String, usize)> = task.outcomes.iter().filter_map(own).collect();
        if own.is_empty() {
            return self.parallel(graph, from, &next);
        }
        let goes_on =
            task.outcomes.iter().filter(|(_, it)| it.to.is_none() && !it.extends_deadline);
        let goes_on: Vec<String> = goes_on.map(|(name, it)| self.name_of(name, it)).collect();
        let at = if own.len() + next.len() > 1 {
            let choice = self.gateway(&graph.nodes[from], "outcomes", Icon::Exclusive, "?");
            let choice = graph.add(choice);
            graph.flow(from, choice);
            choice
        } else {
            from
        };
        let chooses = at != from;
        if !next.is_empty() {
            let first = graph.flows.len();
            self.parallel(graph, at, &next);
            let flow = &mut graph.flows[first];
            flow.otherwise = chooses;
            flow.name = goes_on.join(" / ");
        }
        for (name, title, to) in own {
            let condition = chooses.then(|| format!("outcome = \"{name}\""));
            let (outcome, name) = (Some(name), title);
            graph.flows.push(Flow { from: at, to, name, condition, outcome, otherwise: false });
        }
    }

    fn name_of(&self, name: &str, outcome: &Outcome) -> String {
        let title = outcome.title.get(self.words.lang());
        if title.is_empty() { name.to_owned() } else { title.to_owned() }
    }

    /// Gateways where flows meet: BPMN starts a task anew for each, and readers are told so.
    pub(super) fn merges(&mut self, graph: &mut Graph, steps: usize) {
        for n in 1..=steps {
            let entering = graph.flows.iter().filter(|flow| flow.to == n).count();
            let leaving = graph.flows.iter().filter(|flow| flow.from == n).count();
            let node = &graph.nodes[n];
            if entering < 2 || node.gateway && leaving < 2 {
                continue;
            }
            let merge = self.gateway(&graph.nodes[n], "merge", Icon::Exclusive, "");
            let merge = graph.add(merge);
            for flow in graph.flows.iter_mut().filter(|flow| flow.to == n) {
                flow.to = merge;
            }
            graph.flow(merge, n);
        }
    }

    /// Ends where a path ends of itself.
    pub(super) fn ends(&mut self, graph: &mut Graph) {
        for n in 0..graph.nodes.len() {
            let node = &graph.nodes[n];
            let aside = graph.associations.iter().any(|(_, to)| *to == n);
            let leads = graph.flows.iter().any(|flow| flow.from == n);
            let compensates = graph.associations.iter().any(|(from, _)| *from == n);
            if leads || node.ends || aside || compensates {
                continue;
            }
            let id = self.free(&format!("{}_end", node.id));
            let shape = Shape::End { terminate: false };
            let mut end = Drawn::new(&id, "endEvent", shape, &graph.nodes[n].title);
            end.tag = end.tag.with("reglament:drawn", "end");
            end.ends = true;
            end.unit.clone_from(&graph.nodes[n].unit);
            let end = graph.add(end);
            graph.flow(n, end);
        }
    }
}
