//! Tokens of leases: random, so that nobody presents one that was not given to them.

use std::fmt::Write as _;

use crate::error::StoreError;

/// One lease call hands out at most this many rows: a worker that asks for more comes again.
pub(crate) const LEASE_BATCH_MAX: u32 = 1_000;

/// This many tokens of 128 random bits, in hexadecimal digits.
pub(crate) fn tokens(count: u32) -> Result<Vec<String>, StoreError> {
    (0..count.min(LEASE_BATCH_MAX)).map(|_| token()).collect()
}

fn token() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| StoreError::Unfit(format!("the system gives no random bytes: {error}")))?;
    Ok(bytes.iter().fold(String::with_capacity(32), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_have_128_bits() {
        let tokens = tokens(3).unwrap();
        assert!(tokens.iter().all(|token| token.len() == 32));
        assert!(tokens[0] != tokens[1] && tokens[1] != tokens[2]);
    }
}
