//! Tokens: 256 random bits that their holder alone knows; the store keeps their SHA-256.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// A new token, hexadecimal. Fails only when the system has no randomness to give.
pub fn new_token() -> std::io::Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(hex(&bytes))
}

/// What the store keeps of a token. A fast hash is enough: nobody guesses 256 random bits.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Compares two secrets without telling by its time where they differ: it compares their hashes.
pub fn same_secret(one: &str, other: &str) -> bool {
    Sha256::digest(one.as_bytes()) == Sha256::digest(other.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, other) = (new_token().unwrap(), new_token().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
        assert!(same_secret(&one, &one) && !same_secret(&one, &other));
    }

    #[test]
    fn the_hash_is_sha_256() {
        assert_eq!(
            token_hash("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
