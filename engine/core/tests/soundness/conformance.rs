//! Models of others with verdicts of others. They are no part of the repository: `REGLAMENT_CONFORMANCE` names the
//! folder that has them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use reglament_core::soundness::{Kind, Merge, Node, Way, Workflow, faults};
use serde_json::Value;

#[test]
fn models_of_others_get_the_verdicts_of_others() {
    let Some(folder) = folder() else { return };
    let verdicts = json(&folder.join("verdicts.json"));
    let verdicts = verdicts.as_array().unwrap();
    for verdict in verdicts {
        let name = verdict["model"].as_str().unwrap();
        let model = json(&folder.join("models").join(format!("{name}.json")));
        let found = faults(&workflow(&model)).unwrap_or_else(|_| panic!("{name} is too large"));
        let has = |kind| found.iter().any(|fault| fault.kind == kind);
        let ours = [
            ("deadlock", has(Kind::Deadlock)),
            ("lack_of_synchronisation", has(Kind::Unsynchronised)),
            ("improper_completion", has(Kind::Improper)),
            ("sound", found.is_empty()),
        ];
        for (what, is) in ours {
            assert_eq!(verdict[what].as_bool(), Some(is), "{name}: {what}: {found:?}");
        }
    }
    println!("{} models agree", verdicts.len());
}

fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("REGLAMENT_CONFORMANCE").map(PathBuf::from);
    let folder = named.map(|named| named.join("soundness")).filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("not there: the models that REGLAMENT_CONFORMANCE names");
    }
    folder
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Tasks and gateways by number. A flow that stands twice goes through a step of its own.
fn workflow(model: &Value) -> Workflow {
    let ids =
        |key: &str| model[key].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap());
    let numbers: BTreeMap<&str, usize> = ids("tasks").chain(ids("gateways")).zip(0..).collect();
    let mut leads_to: Vec<Vec<usize>> = vec![Vec::new(); numbers.len()];
    for flow in model["flows"].as_array().unwrap() {
        let end = |key: &str| numbers[flow[key].as_str().unwrap()];
        let (from, mut to) = (end("src"), end("tgt"));
        if leads_to[from].contains(&to) {
            leads_to.push(vec![to]);
            to = leads_to.len() - 1;
        }
        leads_to[from].push(to);
    }
    let gateways = model["gateways"].as_array().unwrap();
    let kind = |it: &Value| (numbers[it["id"].as_str().unwrap()], it["type"] == "AND");
    let joins: BTreeMap<usize, bool> = gateways.iter().map(kind).collect();
    let entered: Vec<usize> = leads_to.iter().flatten().copied().collect();
    let starts = (0..leads_to.len()).filter(|n| !entered.contains(n)).collect();
    let node = |(n, to): (usize, &Vec<usize>)| match joins.get(&n) {
        Some(true) => {
            Node { merge: Merge::All, ways: vec![Way::on(to.clone())], ..Node::default() }
        }
        Some(false) => {
            Node { ways: to.iter().map(|to| Way::on(vec![*to])).collect(), ..Node::default() }
        }
        None => Node { ways: vec![Way::on(to.clone())], result: to.is_empty(), ..Node::default() },
    };
    Workflow { nodes: leads_to.iter().enumerate().map(node).collect(), starts, anytime: Vec::new() }
}
