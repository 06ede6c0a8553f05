//! Random workflows: the reduced net and the plain search never disagree.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reglament_core::soundness::{Kind, Merge, Node, Way, Workflow, faults};

use super::plain::{Plain, State, is_stuck, leads_to, search};

/// At least so many are compared; the plain search leaves out what is too large for it.
const COMPARED: u32 = 1_000;
const CASES: u32 = 2_500;

/// What a random step is: a gateway or a task, and the raw numbers of what it leads to.
#[derive(Clone, Debug)]
struct Plan {
    split: u8,
    merge: u8,
    /// One step that leads to it, one it leads to, and perhaps more.
    from: usize,
    to: Vec<usize>,
    beside: Option<usize>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let to = prop::collection::vec(any::<prop::sample::Index>(), 1..3);
    let beside = prop::option::weighted(0.08, 0_usize..12);
    (0_u8..12, 0_u8..12, 0_usize..12, to, beside).prop_map(|(split, merge, from, to, beside)| {
        let to = to.iter().map(|index| index.index(12)).collect();
        Plan { split, merge, from, to, beside }
    })
}

/// The workflow of the plans: every step is led to by an earlier one and leads on; the last is the end.
fn workflow(plans: &[Plan], forward: bool) -> Workflow {
    let last = plans.len();
    let mut leads_to: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); last + 1];
    for (n, plan) in plans.iter().enumerate() {
        if n > 0 {
            leads_to[plan.from % n].insert(n);
        }
        for to in &plan.to {
            let any = 1 + to % last;
            leads_to[n].insert(if forward && any <= n { n + 1 + to % (last - n) } else { any });
        }
    }
    let mut nodes: Vec<Node> = (0..last).map(|n| node(n, &plans[n], &leads_to[n], last)).collect();
    nodes.push(Node { ways: vec![Way::default()], result: true, ..Node::default() });
    Workflow { nodes, starts: vec![0], anytime: Vec::new() }
}

fn node(n: usize, plan: &Plan, to: &BTreeSet<usize>, last: usize) -> Node {
    let to: Vec<usize> = to.iter().copied().collect();
    let merge = match plan.merge {
        0..=4 => Merge::Any,
        5..=8 => Merge::All,
        9 | 10 => Merge::Possible,
        _ => Merge::Count(2),
    };
    let ways = match plan.split {
        0..=4 => to.iter().map(|to| Way::on(vec![*to])).collect(),
        5..=8 => vec![Way::on(to)],
        9 | 10 => (1_usize..1 << to.len()).map(|bits| chosen(&to, bits)).collect(),
        _ => vec![Way::on(to), Way { ends_all: true, ..Way::default() }],
    };
    let beside = plan.beside.map(|beside| 1 + beside % last).filter(|to| *to != n);
    Node { merge, ways, beside: beside.into_iter().collect(), result: false }
}

fn chosen(to: &[usize], bits: usize) -> Way {
    Way::on(to.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1).map(|(_, to)| *to).collect())
}

#[test]
fn random_workflows_get_the_verdict_of_a_plain_search() {
    let mut runner = TestRunner::new(Config {
        cases: CASES,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    });
    let plans = (prop::collection::vec(plan(), 2..10), any::<bool>());
    let counts = std::cell::RefCell::new([0_u32; 7]);
    let ran = runner.run(&plans, |(plans, forward)| {
        let workflow = workflow(&plans, forward);
        counts.borrow_mut()[agree(&workflow)?] += 1;
        Ok(())
    });
    println!(
        "sound, deadlock, unsynchronised, improper, endless, dead, left out: {:?}",
        counts.borrow()
    );
    ran.unwrap();
    assert!(counts.borrow().iter().take(6).sum::<u32>() >= COMPARED);
    assert!(
        counts.borrow().iter().take(3).all(|count| *count > 50),
        "the workflows are too much alike"
    );
}

/// Both say the same, and the examples are true; the first kind of fault.
fn agree(workflow: &Workflow) -> Result<usize, TestCaseError> {
    let plain = Plain::new(workflow);
    let Some(seen) = search(&plain) else { return Ok(6) };
    let found = faults(workflow).unwrap();
    let has = |kind| found.iter().any(|fault| fault.kind == kind);
    prop_assert_eq!(has(Kind::Unsynchronised), seen.doubled, "doubled: {:?}", found);
    // Behind two tokens on one flow nobody looks: what else is found depends on where they are met first.
    let may_differ = seen.doubled;
    let same = |ours: bool, theirs: bool| ours == theirs || (may_differ && !ours);
    prop_assert!(same(has(Kind::Deadlock), seen.deadlock), "deadlock: {:?}", found);
    prop_assert!(same(has(Kind::Improper), seen.early), "improper: {:?}", found);
    for fault in &found {
        let leads = |like: &dyn Fn(&State) -> bool| leads_to(&plain, &fault.path, like);
        let shown = match fault.kind {
            Kind::Deadlock => leads(&|state| is_stuck(&plain, state)),
            Kind::Unsynchronised => leads(&State::is_doubled),
            _ => true,
        };
        prop_assert!(shown, "no example: {:?}", fault);
    }
    let others = seen.deadlock || seen.doubled || seen.early;
    prop_assert_eq!(has(Kind::Endless), seen.endless && !others, "endless: {:?}", found);
    let dead = found.iter().filter(|fault| fault.kind == Kind::Dead).map(|fault| fault.step);
    let never = (0..workflow.nodes.len()).filter(|step| !seen.passed.contains(step));
    let never: Vec<usize> = never.filter(|_| !others && !seen.endless).collect();
    prop_assert_eq!(dead.collect::<Vec<_>>(), never, "dead: {:?}", found);
    Ok(found.first().map_or(0, |fault| fault.kind as usize + 1))
}
