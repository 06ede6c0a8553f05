//! What a token may be used for. A token never gives more than its holder may do; its scopes take away.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A part of the product that a token may be limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TokenScope {
    /// Reads definitions and cases.
    #[serde(rename = "cases:read")]
    CasesRead,
    /// Files applications, sends messages, cancels, retries, extends.
    #[serde(rename = "cases:write")]
    CasesWrite,
    /// Lists and works tasks.
    #[serde(rename = "tasks")]
    Tasks,
    /// Leases and finishes jobs.
    #[serde(rename = "jobs")]
    Jobs,
    /// Reads reports.
    #[serde(rename = "reports")]
    Reports,
    /// Reads the audit.
    #[serde(rename = "audit")]
    Audit,
    /// Keeps the data of the organisation.
    #[serde(rename = "organization")]
    Organization,
    /// Checks, publishes and compares maps; moves cases to their editions.
    #[serde(rename = "maps")]
    Maps,
}

/// The scopes that limit a token; without any, everything that its holder may do.
pub type TokenScopes = Option<BTreeSet<TokenScope>>;

impl TokenScope {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::CasesRead,
        Self::CasesWrite,
        Self::Tasks,
        Self::Jobs,
        Self::Reports,
        Self::Audit,
        Self::Organization,
        Self::Maps,
    ];

    /// Its name, as tokens and messages write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CasesRead => "cases:read",
            Self::CasesWrite => "cases:write",
            Self::Tasks => "tasks",
            Self::Jobs => "jobs",
            Self::Reports => "reports",
            Self::Audit => "audit",
            Self::Organization => "organization",
            Self::Maps => "maps",
        }
    }
}

impl fmt::Display for TokenScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for TokenScope {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|scope| scope.as_str()).collect();
            format!("there is no scope `{name}`; the scopes are {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_written_and_read_by_its_name() {
        for scope in TokenScope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
            assert_eq!(serde_json::to_string(&scope).unwrap(), format!("\"{scope}\""));
        }
        assert!("cases".parse::<TokenScope>().unwrap_err().contains("cases:read"));
    }
}
