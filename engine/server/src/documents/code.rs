//! Verification codes: `7KQ2-M9XD-4HTB-WZ3F`, 80 random bits in letters and digits that nobody
//! mistakes for each other.

/// Digits and capital letters without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them a code has; each carries five bits.
const LETTERS: usize = 16;

/// A new code.
pub fn new_code() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; LETTERS];
    getrandom::fill(&mut bytes)?;
    let letters = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    Ok(grouped(letters))
}

/// The code that somebody typed: in small letters, without its dashes, with an O for a zero. None when
/// it cannot be one.
pub fn read_code(typed: &str) -> Option<String> {
    let mut letters = Vec::with_capacity(LETTERS);
    for letter in typed.chars().filter(|it| !it.is_whitespace() && *it != '-') {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let known = u8::try_from(letter).is_ok_and(|byte| ALPHABET.contains(&byte));
        if !known || letters.len() == LETTERS {
            return None;
        }
        letters.push(letter);
    }
    (letters.len() == LETTERS).then(|| grouped(letters.into_iter()))
}

fn grouped(letters: impl Iterator<Item = char>) -> String {
    let mut code = String::new();
    for (place, letter) in letters.enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = new_code().unwrap();
        assert_eq!((code.len(), code.matches('-').count()), (19, 3));
        assert_eq!(read_code(&code).as_ref(), Some(&code));
        assert_eq!(read_code(&code.to_lowercase().replace('-', " ")), Some(code));
        assert_eq!(read_code("oil0-0000-0000-0000").as_deref(), Some("0110-0000-0000-0000"));
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for wrong in ["", "0000-0000-0000-000", "0000-0000-0000-00000", "U000-0000-0000-0000", "Ж"]
        {
            assert_eq!(read_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn codes_differ() {
        assert_ne!(new_code().unwrap(), new_code().unwrap());
    }
}
