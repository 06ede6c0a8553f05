//! Letters of two alphabets that look alike.

/// Cyrillic letters that nobody tells from a Latin one on a screen.
const LOOK_ALIKE: &str = "АВЕЅІЈКМНОРСТУХҮаеѕіјорсух";

/// The Cyrillic letter that makes a name look like another: it stands beside Latin letters, or every
/// letter of the name has a Latin twin.
pub(super) fn look_alike(text: &str) -> Option<char> {
    let is_cyrillic = |c: &char| matches!(c, '\u{0400}'..='\u{052f}');
    let mut cyrillic = text.chars().filter(is_cyrillic);
    let first = cyrillic.clone().next()?;
    let latin = text.chars().any(|c| c.is_ascii_alphabetic());
    let twins = cyrillic.all(|c| LOOK_ALIKE.contains(c));
    (latin || twins).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_only_looks_latin_is_found_and_a_word_is_not() {
        assert_eq!(look_alike("Т7"), Some('Т')); // Cyrillic
        assert_eq!(look_alike("T7"), None); // Latin
        assert_eq!(look_alike("intаke"), Some('а'));
        assert_eq!(look_alike("приём"), None);
        assert_eq!(look_alike("register_check"), None);
    }
}
