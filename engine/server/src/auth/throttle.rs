//! Wrong guesses slow the guesser down: after a few, each one doubles the wait of this person from
//! this address. Nobody is ever locked out for good, and the owner at another address not at all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// So many wrong guesses cost nothing: people mistype.
const FREE_GUESSES: u32 = 5;
/// No wait is longer than this.
const WAIT_SECONDS_MAX: u32 = 15 * 60;
/// Guesses are forgotten this long after the last.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// More pairs than this are not remembered: those whose wait ends first are forgotten.
const PAIRS_MAX: usize = 10_000;
/// An address that guesses at many names waits as well, after so many wrong guesses in all.
const FREE_GUESSES_OF_ADDRESS: u32 = 50;

/// Remembers wrong guesses.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<Key, Guesses>>);

/// A name at an address; no name stands for the address itself.
type Key = (Option<String>, IpAddr);

#[derive(Clone, Copy)]
struct Guesses {
    wrong: u32,
    last: Timestamp,
    until: Timestamp,
}

impl Throttle {
    /// How many seconds this person at this address must wait; none when they may try now.
    pub fn wait(&self, person: &str, ip: IpAddr, now: Timestamp) -> Option<u64> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let until = [Some(person.to_owned()), None]
            .into_iter()
            .filter_map(|name| known.get(&(name, ip)).map(|guesses| guesses.until))
            .max()?;
        let wait = until.duration_since(now);
        // Rounded up: who waits as long as told is let in.
        wait.is_positive().then(|| u64::try_from(wait.as_secs()).unwrap_or(0) + 1)
    }

    /// Remembers a wrong guess.
    pub fn wrong(&self, person: &str, ip: IpAddr, now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + 2 > PAIRS_MAX {
            forget(&mut known, now);
        }
        count(&mut known, (Some(person.to_owned()), ip), FREE_GUESSES, now);
        count(&mut known, (None, ip), FREE_GUESSES_OF_ADDRESS, now);
    }

    /// Forgets the wrong guesses of who signed in.
    pub fn right(&self, person: &str, ip: IpAddr) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(&(Some(person.to_owned()), ip));
    }
}

fn count(known: &mut HashMap<Key, Guesses>, key: Key, free: u32, now: Timestamp) {
    let guesses = known.entry(key).or_insert(Guesses { wrong: 0, last: now, until: now });
    if now.duration_since(guesses.last) > FORGOTTEN_AFTER {
        guesses.wrong = 0;
    }
    guesses.wrong = guesses.wrong.saturating_add(1);
    guesses.last = now;
    guesses.until = now + SignedDuration::from_secs(wait_seconds(guesses.wrong, free).into());
}

/// 0, then 1, 2, 4, 8 … seconds.
fn wait_seconds(wrong: u32, free: u32) -> u32 {
    match wrong.checked_sub(free + 1) {
        None => 0,
        Some(n) => 1_u32.checked_shl(n).unwrap_or(WAIT_SECONDS_MAX).min(WAIT_SECONDS_MAX),
    }
}

/// Makes room: what is over first, then the half that ends first.
fn forget(known: &mut HashMap<Key, Guesses>, now: Timestamp) {
    known.retain(|_, guesses| now.duration_since(guesses.last) <= FORGOTTEN_AFTER);
    if known.len() + 2 <= PAIRS_MAX {
        return;
    }
    let mut ends: Vec<_> = known.values().map(|guesses| guesses.until).collect();
    let middle = ends.len() / 2;
    let (_, cut, _) = ends.select_nth_unstable(middle);
    let cut = *cut;
    known.retain(|_, guesses| guesses.until > cut);
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const AWAY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn each_further_guess_doubles_the_wait_of_this_address_only() {
        let throttle = Throttle::default();
        for _ in 0..FREE_GUESSES {
            throttle.wrong("aliya", HOME, at(0));
        }
        assert_eq!(throttle.wait("aliya", HOME, at(0)), None);
        let waits: Vec<_> = (0..4)
            .map(|_| {
                throttle.wrong("aliya", HOME, at(0));
                throttle.wait("aliya", HOME, at(0)).unwrap() - 1
            })
            .collect();
        assert_eq!(waits, [1, 2, 4, 8]);
        assert_eq!(throttle.wait("aliya", AWAY, at(0)), None);
        assert_eq!(throttle.wait("aliya", HOME, at(9)), None);
    }

    #[test]
    fn the_wait_has_an_end_and_a_right_guess_ends_it() {
        let throttle = Throttle::default();
        for _ in 0..100 {
            throttle.wrong("aliya", HOME, at(0));
        }
        assert_eq!(throttle.wait("aliya", HOME, at(0)), Some(u64::from(WAIT_SECONDS_MAX) + 1));
        throttle.right("aliya", HOME);
        throttle.0.lock().unwrap().remove(&(None, HOME));
        assert_eq!(throttle.wait("aliya", HOME, at(0)), None);
    }

    #[test]
    fn guessing_at_many_names_slows_the_address() {
        let throttle = Throttle::default();
        for n in 0..=FREE_GUESSES_OF_ADDRESS {
            throttle.wrong(&format!("person{n}"), HOME, at(0));
        }
        assert!(throttle.wait("somebody", HOME, at(0)).is_some());
        assert!(throttle.wait("somebody", AWAY, at(0)).is_none());
    }

    #[test]
    fn it_remembers_a_bounded_number() {
        let throttle = Throttle::default();
        for n in 0..(PAIRS_MAX * 2) {
            throttle.wrong(&format!("person{n}"), HOME, at(0));
        }
        assert!(throttle.0.lock().unwrap().len() <= PAIRS_MAX);
    }
}
