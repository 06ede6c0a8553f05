//! Codes that people type: Cyrillic letters that look like Latin ones are read as these.

/// Cyrillic letters that nobody tells from a Latin one on a screen, with that one.
const TWINS: [(char, char); 26] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('Ѕ', 'S'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('Ү', 'Y'),
    ('а', 'a'),
    ('е', 'e'),
    ('ѕ', 's'),
    ('і', 'i'),
    ('ј', 'j'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
];

/// The Latin letter that this one looks like.
pub(crate) fn twin(letter: char) -> Option<char> {
    TWINS.iter().find(|(cyrillic, _)| *cyrillic == letter).map(|(_, latin)| *latin)
}

/// A code as it is kept: without blanks around it, in Latin capitals.
pub fn fold(code: &str) -> String {
    let latin = |letter: char| twin(letter).unwrap_or(letter);
    code.trim().chars().flat_map(char::to_uppercase).map(latin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_read_as_latin() {
        assert_eq!(fold("Т9"), "T9"); // Cyrillic
        assert_eq!(fold(" т8 "), "T8"); // Cyrillic, small
        assert_eq!(fold("T9"), "T9");
        assert_eq!(fold("Я1"), "Я1");
    }
}
