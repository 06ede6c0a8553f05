//! Passwords: argon2id, computed off the runtime's threads, at most one per core at a time.

use std::sync::{Arc, OnceLock};

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Memory of one hash in KiB, passes and lanes: OWASP's first choice for argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Shorter passwords are refused (ASVS 5.0, 6.2.1 asks for at least 8 and recommends 15).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longer passwords are refused before they are hashed: a megabyte would be a cheap attack.
pub const PASSWORD_BYTES_MAX: usize = 1024;

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
pub struct PasswordFault(String);

/// Hashes and verifies passwords.
pub struct Hasher {
    permits: Arc<Semaphore>,
    /// What the password of an unknown person is compared with, so that it takes as long.
    nobody: OnceLock<String>,
}

impl Default for Hasher {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { permits: Arc::new(Semaphore::new(cores)), nobody: OnceLock::new() }
    }
}

impl Hasher {
    /// The hash of a password, in PHC form.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordFault> {
        let password = password.to_owned();
        self.run(move || hash(&password)).await?
    }

    /// Whether the password is the one of this hash. Without a hash it is not, and it takes as long.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordFault> {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash.to_owned(),
            None => self.nobodys_hash().await?,
        };
        let password = password.to_owned();
        let matches = self.run(move || verify(&password, &hash)).await?;
        Ok(known && matches)
    }

    /// Whether a hash was made with other parameters than those of today.
    pub fn is_outdated(hash: &str) -> bool {
        !hash.starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"))
    }

    async fn nobodys_hash(&self) -> Result<String, PasswordFault> {
        if let Some(hash) = self.nobody.get() {
            return Ok(hash.clone());
        }
        let made = self.hash("nobody has this password").await?;
        Ok(self.nobody.get_or_init(|| made).clone())
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordFault> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|error| PasswordFault(error.to_string()))?;
        let run = move || {
            // Held by the thread, not by the request: a caller that goes away frees no core.
            let _permit = permit;
            work()
        };
        tokio::task::spawn_blocking(run).await.map_err(|error| PasswordFault(error.to_string()))
    }
}

fn argon2() -> Result<Argon2<'static>, PasswordFault> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| PasswordFault(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, PasswordFault> {
    let hash = argon2()?.hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| PasswordFault(error.to_string()))
}

fn verify(password: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else { return false };
    // The parameters come from the hash, so older hashes verify after the constants above rise.
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_and_another_does_not() {
        let hasher = Hasher::default();
        let hash = hasher.hash("correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!Hasher::is_outdated(&hash));
        assert!(Hasher::is_outdated(&hash.replace("m=19456", "m=4096")));
        assert!(hasher.verify("correct horse", Some(&hash)).await.unwrap());
        assert!(!hasher.verify("wrong horse", Some(&hash)).await.unwrap());
        assert!(!hasher.verify("wrong horse", Some("no hash")).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        let hasher = Hasher::default();
        assert!(!hasher.verify("nobody has this password", None).await.unwrap());
    }
}
