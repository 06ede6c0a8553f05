//! Letters of two alphabets that look alike.

use crate::codes::twin;

/// The Cyrillic letter that makes a name look like another: it stands beside Latin letters, or every
/// letter of the name has a Latin twin.
pub(super) fn look_alike(text: &str) -> Option<char> {
    let is_cyrillic = |c: &char| matches!(c, '\u{0400}'..='\u{052f}');
    let mut cyrillic = text.chars().filter(is_cyrillic);
    let first = cyrillic.clone().next()?;
    let latin = text.chars().any(|c| c.is_ascii_alphabetic());
    let twins = cyrillic.all(|c| twin(c).is_some());
    (latin || twins).then_some(first)
}

/// The name in Latin letters, where each of its Cyrillic ones has a twin.
pub(super) fn latin(text: &str) -> Option<String> {
    let latin: String = text.chars().map(|c| twin(c).unwrap_or(c)).collect();
    latin.is_ascii().then_some(latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_only_looks_latin_is_found_and_a_word_is_not() {
        assert_eq!(look_alike("Т7"), Some('Т')); // Cyrillic
        assert_eq!(look_alike("T7"), None); // Latin
        assert_eq!(look_alike("intаke"), Some('а'));
        assert_eq!((latin("intаke").as_deref(), latin("приёмT")), (Some("intake"), None));
        assert_eq!(look_alike("приём"), None);
        assert_eq!(look_alike("register_check"), None);
    }
}
