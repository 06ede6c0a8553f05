//! Typed names: an identifier of one thing never stands where another is meant.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The identifier with this text.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The text of the identifier.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
    )+};
}

id! {
    /// A process: the name under `process:` of a map, such as `library-card`.
    ProcessId,
    /// An edition of a process map: the first 16 hexadecimal digits of its canonical content's SHA-256.
    EditionId,
    /// A step of a map, such as `register_check`.
    StepId,
    /// A structural-functional unit (СФЕ) of a map, its lane.
    UnitId,
    /// A group of people in the organisation; a unit names the group that carries it out.
    GroupId,
    /// A territorial part of the organisation, such as a city department: its own name, or the code
    /// of a territory that it serves.
    OfficeId,
    /// A person who signs in.
    PersonId,
    /// A process instance (a case): its number, 14 digits or more, unique in the installation.
    InstanceId,
    /// A task, `<instance>.<n>`; n is the sequence number of the event that opened it.
    TaskId,
    /// A job of a worker, `<instance>.<n>`.
    JobId,
    /// A timer, `<instance>.<n>` or `<instance>.<n>.<k>` for the k-th timer of one activation.
    TimerId,
    /// An incident, `<instance>.<n>`.
    IncidentId,
    /// What leaves the engine, `<instance>/<sequence>/<n>`: the idempotency key of the receiver.
    EffectId,
    /// A working calendar, such as `town`.
    CalendarId,
}
