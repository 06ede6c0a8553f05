//! Wrong guesses slow the guesser down: after a few, each one doubles the wait of this person from
//! this address. Nobody is ever locked out for good, and the owner at another address not at all.
//! The store counts, for all nodes and past a restart; what was typed as a name is kept as a hash alone.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use reglament_store::{Guesses, Store, StoreError};

use super::secret::token_hash;

/// So many wrong guesses cost nothing: people mistype.
const FREE_GUESSES: u32 = 5;
/// No wait is longer than this.
const WAIT_SECONDS_MAX: u32 = 15 * 60;
/// Guesses are forgotten this long after the last.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// An address that guesses at many names waits as well, after so many wrong guesses in all.
const FREE_GUESSES_OF_ADDRESS: u32 = 50;

/// Guesses at a kind of secret from an address.
#[derive(Clone, Copy, Debug)]
pub struct Guesser<'a> {
    /// What is guessed at: the sign-in, the codes of documents.
    pub kind: &'a str,
    /// Whose secret it is.
    pub name: &'a str,
    /// From where.
    pub ip: IpAddr,
}

impl Guesser<'_> {
    /// Counts a guess before it is tried, as a wrong one: a hundred guesses sent at once are a hundred guesses.
    /// Gives the seconds to wait instead when it may not be tried now.
    pub async fn count(
        &self,
        store: &dyn Store,
        now: Timestamp,
    ) -> Result<Option<u64>, StoreError> {
        if let Some(seconds) = self.wait(store, now).await? {
            return Ok(Some(seconds));
        }
        let since = now - FORGOTTEN_AFTER;
        let mut wait = None;
        for (key, free) in self.keys() {
            let before = store.guesses(&key).await?.map_or(0, |guesses| guesses.wrong);
            let counted = store.count_guess(&key, now, since).await?.wrong;
            // Others came at the same time: whoever is counted after one that costs a wait has not waited.
            let raced = counted > before + 1;
            wait =
                wait.max(raced.then(|| wait_seconds(counted - 1, free)).filter(|wait| *wait > 0));
        }
        Ok(wait.map(u64::from))
    }

    /// How many seconds the guesser must wait; none when they may try now.
    pub async fn wait(&self, store: &dyn Store, now: Timestamp) -> Result<Option<u64>, StoreError> {
        let mut wait = None;
        for (key, free) in self.keys() {
            let known = store.guesses(&key).await?;
            wait = wait.max(known.and_then(|guesses| left(guesses, free, now)));
        }
        Ok(wait)
    }

    /// Forgets the wrong guesses at this name from here: the last was right.
    pub async fn right(&self, store: &dyn Store) -> Result<(), StoreError> {
        let [(key, _), _] = self.keys();
        store.forget_guesses(&key).await
    }

    /// The name at the address, and the address itself, each with what costs nothing.
    fn keys(&self) -> [(String, u32); 2] {
        let Self { kind, name, ip } = self;
        [
            (token_hash(&format!("{kind}\n{ip}\n{name}")), FREE_GUESSES),
            (token_hash(&format!("{kind}\n{ip}")), FREE_GUESSES_OF_ADDRESS),
        ]
    }
}

/// The seconds that are left of the wait, rounded up: who waits as long as told is let in.
fn left(guesses: Guesses, free: u32, now: Timestamp) -> Option<u64> {
    let until = guesses.last + SignedDuration::from_secs(wait_seconds(guesses.wrong, free).into());
    let left = until.duration_since(now);
    let forgotten = now.duration_since(guesses.last) > FORGOTTEN_AFTER;
    (left.is_positive() && !forgotten).then(|| u64::try_from(left.as_secs()).unwrap_or(0) + 1)
}

/// 0, then 1, 2, 4, 8 … seconds.
fn wait_seconds(wrong: u32, free: u32) -> u32 {
    match wrong.checked_sub(free + 1) {
        None => 0,
        Some(n) => 1_u32.checked_shl(n).unwrap_or(WAIT_SECONDS_MAX).min(WAIT_SECONDS_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn each_further_guess_doubles_the_wait_and_the_wait_has_an_end() {
        let waits: Vec<_> = (4..11).map(|wrong| wait_seconds(wrong, FREE_GUESSES)).collect();
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16]);
        assert_eq!(wait_seconds(1_000, FREE_GUESSES), WAIT_SECONDS_MAX);
    }

    #[test]
    fn who_waits_as_long_as_told_is_let_in() {
        let guesses = Guesses { wrong: FREE_GUESSES + 3, last: at(0) };
        let told = left(guesses, FREE_GUESSES, at(0)).unwrap();
        assert_eq!(told, 5, "four seconds, rounded up");
        assert_eq!(left(guesses, FREE_GUESSES, at(5)), None);
    }
}
