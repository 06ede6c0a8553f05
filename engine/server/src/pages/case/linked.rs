//! The cases that a case is linked with: the one that it is about, and those about it.

use reglament_core::access::{Action, CaseFacts};
use reglament_core::event::ActivationNo;
use reglament_core::ids::InstanceId;
use reglament_core::instance::{ActivationState, Instance};
use reglament_core::process::Process;
use reglament_store::StoreError;
use serde::Serialize;

use crate::linked;
use crate::pages::names;
use crate::pages::visit::Visit;
use crate::texts::say;
use crate::workers;

/// A linked case.
#[derive(Clone, Debug, Serialize)]
pub struct Linked {
    /// What it is to this case, with its number.
    pub text: String,
    /// Its page, if it is a case of this system that the person may see.
    pub href: Option<String>,
    /// Its service.
    pub service: Option<String>,
}

/// The linked cases: first the one that this case is about.
pub async fn list(visit: &Visit, case: &Instance) -> Result<Vec<Linked>, StoreError> {
    let mut all = Vec::new();
    if let Some(number) = &case.linked_to {
        all.push(about(visit, number).await?);
    }
    if let Some(caller) = &case.caller {
        all.extend(called(visit, "case-called-by", &caller.instance).await?);
    }
    for no in calls(case) {
        if let Ok(Some(child)) = workers::calls::called(&visit.app, &case.id, no).await {
            all.extend(called(visit, "case-calls", &child).await?);
        }
    }
    for row in linked::cases_about(&visit.app, &case.id).await? {
        if let Some(process) = seen(visit, &row.body) {
            let number = row.instance.as_str();
            let text = say(visit.lang, "case-complained", &[("number", number.into())]);
            all.push(linked_with(visit, text, &row.instance, &process));
        }
    }
    Ok(all)
}

/// The activations that wait for a case that they called.
fn calls(case: &Instance) -> Vec<ActivationNo> {
    let waits = |state: &ActivationState| matches!(state, ActivationState::Call { .. });
    let open = case.activations.iter().filter(|(_, open)| waits(&open.state));
    open.map(|(no, _)| *no).collect()
}

/// The case at the other end of a call.
async fn called(visit: &Visit, key: &str, id: &InstanceId) -> Result<Option<Linked>, StoreError> {
    let Some(other) = visit.app.store.instance(id).await? else { return Ok(None) };
    let text = say(visit.lang, key, &[("number", id.as_str().into())]);
    Ok(Some(match seen(visit, &other) {
        Some(process) => linked_with(visit, text, id, &process),
        None => Linked { text, href: None, service: None },
    }))
}

async fn about(visit: &Visit, number: &str) -> Result<Linked, StoreError> {
    let args = [("number", number.into())];
    let id = InstanceId::from(number);
    let Some(other) = visit.app.store.instance(&id).await? else {
        let text = say(visit.lang, "case-about-paper", &args);
        return Ok(Linked { text, href: None, service: None });
    };
    let text = say(visit.lang, "case-about", &args);
    Ok(match seen(visit, &other) {
        Some(process) => linked_with(visit, text, &id, &process),
        None => Linked { text, href: None, service: None },
    })
}

/// The map of a case that the person may see.
fn seen(visit: &Visit, case: &Instance) -> Option<std::sync::Arc<Process>> {
    let process = names::process(&visit.app.catalogue(), &case.edition)?;
    let facts = CaseFacts::of(&process.definition, case);
    visit.may(&Action::ReadInstance(&facts)).then_some(process)
}

fn linked_with(visit: &Visit, text: String, id: &InstanceId, process: &Process) -> Linked {
    let service = process.definition.title.get(visit.lang).to_owned();
    Linked { text, href: Some(format!("/instances/{id}")), service: Some(service) }
}
