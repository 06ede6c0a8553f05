//! Calls between cases: a called case is started, cancelled when nobody waits for it any more, and its
//! caller is told how it ended. All of it may be repeated: the key of the start gives the same case
//! again, and a case that does not wait refuses what comes late.

use reglament_core::command::{Actor, CallResult, Caller, Command};
use reglament_core::effect::{Effect, EffectKind};
use reglament_core::event::ActivationNo;
use reglament_core::ids::{EditionId, InstanceId, ProcessId};
use reglament_core::rejection::RejectionCode;
use reglament_core::value::Value;

use crate::app::App;
use crate::dispatch::{DispatchError, Idempotency, Options, Target};

/// Carries out an effect between two cases, and nothing else; what goes wrong may be tried again.
pub async fn carry_out(app: &App, effect: &Effect) -> Result<(), DispatchError> {
    match &effect.kind {
        EffectKind::StartCalled { process, edition, data, no } => {
            let caller = Caller { instance: effect.instance.clone(), no: *no };
            start(app, process, edition.as_ref(), data, caller).await
        }
        EffectKind::ReturnToCaller { instance, no, result } => {
            let (child, result) = (Some(effect.instance.clone()), result.clone());
            tell(app, instance, Command::CompleteCall { no: *no, child, result }).await
        }
        EffectKind::CancelCalled { no } => match called(app, &effect.instance, *no).await? {
            Some(child) => {
                tell(app, &child, Command::Cancel { reason: effect.instance.to_string() }).await
            }
            None => Ok(()),
        },
        EffectKind::Notify { .. }
        | EffectKind::Document { .. }
        | EffectKind::Reassign { .. }
        | EffectKind::Mail(_) => Ok(()),
    }
}

/// Starts a case, once for each activation that calls it. The caller of a case that cannot begin is
/// told why.
async fn start(
    app: &App,
    process: &ProcessId,
    edition: Option<&EditionId>,
    data: &Value,
    caller: Caller,
) -> Result<(), DispatchError> {
    let (parent, no) = (caller.instance.clone(), caller.no);
    let target = match edition {
        Some(edition) => Target::NewOn(process.clone(), edition.clone()),
        None => Target::New(process.clone()),
    };
    let idempotency = Some(Idempotency::new(&Actor::Engine, &key(&parent, no), process.as_str()));
    let command = Command::Start { data: data.clone(), caller: Some(caller) };
    let options = Options { idempotency, ..Options::default() };
    let reason = match app.dispatcher.dispatch(target, command, Actor::Engine, options).await {
        Ok(_) => return Ok(()),
        Err(
            refused @ (DispatchError::Rejected(_)
            | DispatchError::NoSuchProcess(_)
            | DispatchError::NoSuchEdition(..)),
        ) => refused.to_string(),
        Err(other) => return Err(other),
    };
    let result = CallResult::Refused { reason };
    tell(app, &parent, Command::CompleteCall { no, child: None, result }).await
}

/// Tells a case; one that does not wait for it any more needs not be told.
async fn tell(app: &App, case: &InstanceId, command: Command) -> Result<(), DispatchError> {
    let target = Target::Instance(case.clone());
    match app.dispatcher.dispatch(target, command, Actor::Engine, Options::default()).await {
        Ok(_) | Err(DispatchError::NoSuchInstance(_)) => Ok(()),
        Err(DispatchError::Rejected(rejection)) if is_late(rejection.code) => Ok(()),
        Err(other) => Err(other),
    }
}

const fn is_late(code: RejectionCode) -> bool {
    matches!(code, RejectionCode::NoSuchCall | RejectionCode::InstanceClosed)
}

/// The case that an activation called, found by the key of its start.
pub async fn called(
    app: &App,
    parent: &InstanceId,
    no: ActivationNo,
) -> Result<Option<InstanceId>, DispatchError> {
    let idempotency = Idempotency::new(&Actor::Engine, &key(parent, no), "");
    Ok(app.dispatcher.started_under(&idempotency).await?.map(|reply| reply.instance))
}

fn key(parent: &InstanceId, no: ActivationNo) -> String {
    format!("call/{parent}.{no}")
}
