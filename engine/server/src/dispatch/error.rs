//! Why a command was not carried out.

use reglament_core::ids::{EditionId, InstanceId, ProcessId};
use reglament_core::rejection::Rejection;
use reglament_store::StoreError;

use crate::api::problem::{Code, Problem};

/// A command changed nothing, and why.
#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    /// The rules refuse it.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// There is no such instance.
    #[error("there is no case `{0}`; check the number")]
    NoSuchInstance(InstanceId),
    /// There is no such process.
    #[error("there is no process `{0}`; `GET /api/v1/definitions` lists them")]
    NoSuchProcess(ProcessId),
    /// There is no such edition of the process.
    #[error("there is no edition `{1}` of the process `{0}` here")]
    NoSuchEdition(ProcessId, EditionId),
    /// The instance is not at the version that was demanded.
    #[error("the case is at version {current} by now; read it again and decide anew")]
    VersionMismatch {
        /// Its version.
        current: u64,
    },
    /// The idempotency key was used for another request.
    #[error("this idempotency key was used for another request; use a new key for each request")]
    KeyReused,
    /// The lease of the job is not held any more.
    #[error("the lease of the job ran out or another worker has it; drop the work")]
    LeaseLost,
    /// Others changed the instance again and again in between.
    #[error("too many commands for this case at once; try again")]
    Contended,
    /// Our bug or the disk.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Our bug or the disk: logged once, answered with 500.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The edition that an instance runs is not loaded.
    #[error("case {instance} runs edition {edition}, which is not loaded")]
    NoEdition {
        /// The instance.
        instance: InstanceId,
        /// The edition.
        edition: EditionId,
    },
    /// The interpreter panicked on one instance; the others go on.
    #[error("the interpreter panicked on case {0}")]
    Panicked(InstanceId),
    /// An answer could not be written or read.
    #[error("an answer could not be kept: {0}")]
    Answer(#[from] serde_json::Error),
    /// A task of the runtime ended without an answer.
    #[error("the command was lost: {0}")]
    Task(String),
}

impl From<DispatchError> for Problem {
    fn from(error: DispatchError) -> Self {
        let detail = error.to_string();
        match error {
            DispatchError::Rejected(rejection) => rejection.into(),
            DispatchError::NoSuchInstance(_)
            | DispatchError::NoSuchProcess(_)
            | DispatchError::NoSuchEdition(..) => Self::new(Code::NotFound, detail),
            DispatchError::VersionMismatch { current } => {
                Self::new(Code::VersionMismatch, detail).with_current_version(current)
            }
            DispatchError::KeyReused => Self::new(Code::IdempotencyKeyReused, detail),
            DispatchError::LeaseLost => Self::new(Code::LeaseLost, detail),
            DispatchError::Contended => Self::new(Code::Unavailable, detail).with_retry_after(1),
            DispatchError::Fault(Fault::Store(error)) => error.into(),
            DispatchError::Fault(fault) => Self::fault(&fault),
        }
    }
}
