//! Folds a text so that one name has one spelling: letters of Kazakh are those that people write in
//! their place, Cyrillic is written in Latin, and the ways in which passports spell a sound are one.

use any_ascii::any_ascii_char;

/// The text in small Latin letters and digits; everything else parts words, but signs within a word
/// fall away.
pub fn fold(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match base(letter) {
            Some(base) => latin.push_str(base),
            None if letter.is_alphanumeric() => latin.push_str(any_ascii_char(letter)),
            // An apostrophe, a sign of softness, an accent that stands alone.
            None if is_within_words(letter) => {}
            None => latin.push(' '),
        }
    }
    latin.make_ascii_lowercase();
    latin.retain(|c| c.is_ascii_alphanumeric() || c == ' ');
    one_spelling(&latin)
}

/// Letters that people write in place of each other, by the sound that is looked for. Where
/// transliterations differ, `any_ascii` decides; this is what it cannot know.
const fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ә' => "a",
        'ғ' => "g",
        'қ' => "k",
        'ң' => "n",
        'ө' => "o",
        'ұ' | 'ү' => "u",
        'һ' | 'х' => "h",
        'і' | 'ы' | 'й' => "i",
        'ё' | 'э' => "e",
        'щ' | 'ш' | 'ş' => "sh",
        'ж' => "zh",
        'ю' => "yu",
        'я' => "ya",
        'ц' => "ts",
        'ч' | 'ç' => "ch",
        'ъ' | 'ь' => "",
        _ => return None,
    })
}

const fn is_within_words(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}')
}

/// The spellings of one sound, the longer first.
const SPELLINGS: [(&str, &str); 16] = [
    ("shch", "sh"),
    ("sch", "sh"),
    ("dzh", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ts", "c"),
    ("tz", "c"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("ye", "e"),
    ("je", "e"),
    ("y", "i"),
    ("ph", "f"),
    ("ck", "k"),
];

fn one_spelling(latin: &str) -> String {
    let mut folded = String::with_capacity(latin.len());
    let mut rest = latin;
    while let Some(first) = rest.chars().next() {
        let known = SPELLINGS.iter().find(|(spelt, _)| rest.starts_with(spelt));
        let (sound, length) = match known {
            Some((spelt, sound)) => (*sound, spelt.len()),
            None => (rest.get(..first.len_utf8()).unwrap_or_default(), first.len_utf8()),
        };
        for letter in sound.chars() {
            // A letter that is doubled counts once, a digit as often as it stands.
            if letter.is_ascii_digit() || !folded.ends_with(letter) {
                folded.push(letter);
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    folded
}
