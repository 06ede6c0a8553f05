//! What a step does: the keys of each element type.

use indexmap::IndexMap;

use super::{NameKind, call, data, deadline, task};
use crate::definition::{
    BusinessRuleTask, Element, EndEvent, ReceiveTask, Retry, SUBPROCESS_DEPTH_MAX, SendTask,
    ServiceTask, Subprocess, ThrowEvent, Timer, Wait,
};
use crate::feel::Expression;
use crate::language::reader::{Reader, RefKind, Section};
use crate::language::rules;
use crate::yaml::Node;

/// Attempts beyond this are no retry but a stampede.
const ATTEMPTS_MAX: u32 = 100;

/// A subprocess runs for no more items than a list has.
const ITEMS_MAX: u32 = 1_000;

/// The element types and the keys that only they have.
pub(super) const TYPES: [(&str, &[&str]); 15] = [
    (
        "user_task",
        &["form", "checks", "outcomes", "not_same_person_as", "recall", "returns", "waits"],
    ),
    (
        "manual_task",
        &["form", "checks", "outcomes", "not_same_person_as", "recall", "returns", "waits"],
    ),
    ("service_task", &["worker", "sends", "receives", "writes", "retry"]),
    ("business_rule_task", &["decision", "compensate"]),
    ("send_task", &["document", "notify", "compensates", "compensate"]),
    ("receive_task", &["message", "key", "receives"]),
    ("timer", &["wait", "until"]),
    ("exclusive_gateway", &[]),
    ("inclusive_gateway", &[]),
    ("parallel_gateway", &[]),
    ("event_gateway", &[]),
    ("call_activity", &["process", "edition", "sends", "receives"]),
    ("throw_event", &["signal", "escalation"]),
    (
        "subprocess",
        &["steps", "for_each", "item", "label", "sequential", "at_least", "times", "done_when"],
    ),
    (
        "end_event",
        &["terminate", "document", "notify", "compensates", "error", "escalation", "signal"],
    ),
];

/// Reads the element of a step whose type is known.
pub(super) fn read(r: &mut Reader<'_>, step: &Section<'_>, kind: &str) -> Option<Element> {
    match kind {
        "user_task" => Some(Element::UserTask(task::read(r, step))),
        "manual_task" => Some(Element::ManualTask(task::read(r, step))),
        "service_task" => service(r, step),
        "business_rule_task" => {
            let node = r.need(step, "decision", "a business_rule_task")?;
            let decision = r.reference(node, RefKind::Decision)?;
            Some(Element::BusinessRuleTask(BusinessRuleTask { decision }))
        }
        "send_task" => send(r, step),
        "receive_task" => {
            let message = r.need(step, "message", "a receive_task");
            let message = message.and_then(|node| r.name(node, NameKind::Label));
            let key = step.get("key").and_then(|node| r.expression(node));
            let receives = step.get("receives").map(|node| data::fields(r, node));
            let receives = receives.unwrap_or_default();
            Some(Element::ReceiveTask(ReceiveTask { message: message?, key, receives }))
        }
        "timer" => timer(r, step),
        "exclusive_gateway" => Some(Element::ExclusiveGateway),
        "inclusive_gateway" => Some(Element::InclusiveGateway),
        "parallel_gateway" => Some(Element::ParallelGateway),
        "event_gateway" => Some(Element::EventGateway),
        "throw_event" => Some(Element::ThrowEvent(thrown(r, step))),
        "call_activity" => call::read(r, step),
        "subprocess" => subprocess(r, step),
        _ => Some(Element::EndEvent(end(r, step))),
    }
}

fn service(r: &mut Reader<'_>, step: &Section<'_>) -> Option<Element> {
    let worker = r.need(step, "worker", "a service_task");
    let worker = worker.and_then(|node| r.name(node, NameKind::Label));
    let sends = step.get("sends").map(|node| sends(r, node)).unwrap_or_default();
    let receives = step.get("receives").map(|node| data::fields(r, node)).unwrap_or_default();
    let writes = step.get("writes").map(|node| r.references(node, RefKind::Field));
    let writes = writes.unwrap_or_default();
    let retry = step.entry("retry").map(|entry| retry(r, &entry.value)).unwrap_or_default();
    Some(Element::ServiceTask(ServiceTask { worker: worker?, sends, receives, writes, retry }))
}

/// What a worker or a called case gets.
pub(super) fn sends(r: &mut Reader<'_>, node: &Node) -> IndexMap<String, Expression> {
    r.named(node, "`sends`", NameKind::Variable)
        .into_iter()
        .filter_map(|(name, entry)| Some((name, r.expression(&entry.value)?)))
        .collect()
}

fn retry(r: &mut Reader<'_>, node: &Node) -> Retry {
    let mut retry = Retry::default();
    let Some(section) = r.section(node, node.span, "`retry`", &["attempts", "backoff"]) else {
        return retry;
    };
    if let Some(attempts) = section.get("attempts").and_then(|node| r.count(node, ATTEMPTS_MAX)) {
        retry.attempts = attempts;
    }
    if let Some(backoff) = section.get("backoff").and_then(|node| r.term(node)) {
        retry.backoff = backoff;
    }
    retry
}

fn send(r: &mut Reader<'_>, step: &Section<'_>) -> Option<Element> {
    let (document, notify) = letters(r, step);
    let compensates = compensates(r, step);
    if step.get("document").is_none() && step.get("notify").is_none() && !compensates {
        let help = "add `notify: { to: applicant, message: … }`";
        r.report(&rules::MISSING_KEY, step.head(), "a send_task sends nothing", help);
        return None;
    }
    Some(Element::SendTask(SendTask { document, notify, compensates }))
}

fn compensates(r: &mut Reader<'_>, step: &Section<'_>) -> bool {
    step.get("compensates").and_then(|node| r.boolean(node)).unwrap_or_default()
}

fn letters(
    r: &mut Reader<'_>,
    step: &Section<'_>,
) -> (Option<String>, Option<crate::definition::Notify>) {
    let document = step.get("document").and_then(|node| r.name(node, NameKind::Label));
    let notify = step.entry("notify");
    let notify = notify.and_then(|entry| deadline::notify(r, &entry.value, entry.key.span));
    (document, notify)
}

fn end(r: &mut Reader<'_>, step: &Section<'_>) -> EndEvent {
    let (document, notify) = letters(r, step);
    let terminate = step.get("terminate").and_then(|node| r.boolean(node));
    let mut name = |key: &str| step.get(key).and_then(|node| r.name(node, NameKind::Label));
    let (error, escalation, signal) = (name("error"), name("escalation"), name("signal"));
    if let (Some(_), Some(entry)) = (&error, step.entry("escalation")) {
        let message = "an end throws an error or an escalation, not both";
        r.report(&rules::BAD_FLOWS, entry.key.span, message, "keep one of them");
    }
    let compensates = compensates(r, step);
    let terminate = terminate.unwrap_or_default();
    EndEvent { terminate, compensates, error, escalation, signal, document, notify }
}

fn thrown(r: &mut Reader<'_>, step: &Section<'_>) -> ThrowEvent {
    let mut name = |key: &str| step.get(key).and_then(|node| r.name(node, NameKind::Label));
    ThrowEvent { signal: name("signal"), escalation: name("escalation") }
}

/// `wait: 2 working days`, `wait: next working day at 09:00`, `until: <a day or a moment>`.
fn timer(r: &mut Reader<'_>, step: &Section<'_>) -> Option<Element> {
    let wait = match (step.get("wait"), step.get("until")) {
        (Some(node), None) => wait(r, node),
        (None, Some(node)) => r.expression(node).map(Wait::Until),
        _ => {
            let help = "write `wait: 2 working days`, `wait: next working day at 09:00` or `until:` \
                        with an expression that gives a day or a moment";
            let message = "a timer needs one of the keys `wait` and `until`";
            r.report(&rules::MISSING_KEY, step.head(), message, help);
            None
        }
    };
    Some(Element::Timer(Timer { wait: wait? }))
}

fn wait(r: &mut Reader<'_>, node: &Node) -> Option<Wait> {
    let Some(time) = node.text().and_then(|text| text.strip_prefix("next working day at ")) else {
        return r.term(node).map(Wait::For);
    };
    let parsed = Some(time).filter(|time| time.len() == 5).and_then(|time| time.parse().ok());
    if parsed.is_none() {
        let message = format!("`{time}` is not a time of day");
        r.report(&rules::BAD_TERM, node.span, message, "write hours and minutes, such as 09:00");
    }
    parsed.map(Wait::NextWorkingDayAt)
}

fn subprocess(r: &mut Reader<'_>, step: &Section<'_>) -> Option<Element> {
    let node = r.need(step, "steps", "a subprocess");
    r.block_depth += 1;
    let steps = match node {
        Some(node) if r.block_depth > SUBPROCESS_DEPTH_MAX => {
            let message =
                format!("subprocesses stand in each other more than {SUBPROCESS_DEPTH_MAX} deep");
            r.report(&rules::TOO_DEEP, node.span, message, "lay some of them side by side");
            None
        }
        node => node.map(|node| super::step::read_all(r, node)),
    };
    r.block_depth -= 1;
    runs(r, step);
    let for_each = step.get("for_each").and_then(|node| r.reference(node, RefKind::Field));
    let item = step.get("item").and_then(|node| r.name(node, NameKind::Variable));
    let label = step.get("label").and_then(|node| r.expression(node));
    let sequential = step.get("sequential").and_then(|node| r.boolean(node)).unwrap_or_default();
    let at_least = step.get("at_least").and_then(|node| r.count(node, ITEMS_MAX));
    let times = step.get("times").and_then(|node| r.expression(node));
    let done_when = step.get("done_when").and_then(|node| r.condition(node));
    Some(Element::Subprocess(Subprocess {
        steps: steps?,
        for_each,
        item,
        label,
        sequential,
        at_least,
        times,
        done_when,
    }))
}

/// What says for whom and how often a subprocess runs stands together.
fn runs(r: &mut Reader<'_>, step: &Section<'_>) {
    let list = step.get("for_each").is_some();
    if list {
        r.need(step, "item", "a subprocess with `for_each`");
    }
    let keys: &[&str] = match (list, step.get("times").is_some()) {
        (true, false) => &[],
        (true, true) => &["times"],
        (false, true) => &["item", "label"],
        (false, false) => &["item", "label", "sequential", "at_least", "done_when"],
    };
    for key in keys {
        if let Some(entry) = step.entry(key) {
            let message = format!("`{key}` says something of the runs for the items of a list");
            let help = "name the list with `for_each`, or remove the key";
            r.report(&rules::MISSING_KEY, entry.key.span, message, help);
        }
    }
}
