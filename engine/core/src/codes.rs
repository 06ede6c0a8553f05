//! Codes that people type: Cyrillic letters that look like Latin ones are read as these.

/// Cyrillic capitals and their Latin twins.
const TWINS: [(char, char); 12] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
];

/// A code as it is kept: without blanks around it, in Latin capitals.
pub fn fold(code: &str) -> String {
    let twin = |c: char| TWINS.iter().find(|(cyrillic, _)| *cyrillic == c).map_or(c, |twin| twin.1);
    code.trim().chars().flat_map(char::to_uppercase).map(twin).collect()
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
