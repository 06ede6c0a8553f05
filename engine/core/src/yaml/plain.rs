//! What readers of YAML 1.1 and 1.2 take a plain scalar for.

/// What a plain scalar is to some reader of YAML, when it is not a text to all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// `true` and `false`, the only booleans that all readers agree on.
    Boolean,
    /// `yes`, `no`, `on`, `off`, `y`, `n`, `True` …: a boolean to some.
    OldBoolean,
    /// `~`, `null` or nothing at all.
    Nothing,
    /// A decimal number without ornament: `12`, `-3`, `2162.50`.
    Number,
    /// A number to some, and not the same to all: `012`, `1e3`, `0x1F`, `1_000`, `12:30`, `.inf`.
    OddNumber,
    /// A day: `2026-03-18`, or a moment that begins with one.
    Date,
}

impl Meaning {
    /// In words.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Boolean | Self::OldBoolean => "a boolean",
            Self::Nothing => "nothing",
            Self::Number | Self::OddNumber => "a number",
            Self::Date => "a date",
        }
    }
}

/// What a plain scalar is to some reader of YAML; none when it is a text to all of them.
pub fn meaning(text: &str) -> Option<Meaning> {
    match text {
        "true" | "false" => Some(Meaning::Boolean),
        "" | "~" | "null" | "Null" | "NULL" => Some(Meaning::Nothing),
        _ if is_old_boolean(text) => Some(Meaning::OldBoolean),
        _ if is_date(text) => Some(Meaning::Date),
        _ if is_decimal(text) => Some(Meaning::Number),
        _ if is_odd_number(text) => Some(Meaning::OddNumber),
        _ => None,
    }
}

fn is_old_boolean(text: &str) -> bool {
    const WORDS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Digits without a leading zero, and a fraction if need be.
fn is_decimal(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}

fn is_odd_number(text: &str) -> bool {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let lower = body.to_ascii_lowercase();
    if matches!(lower.as_str(), ".inf" | ".nan") {
        return true;
    }
    if let Some(rest) = lower.strip_prefix("0x") {
        return !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit() || b == b'_');
    }
    let starts = lower.starts_with(|c: char| c.is_ascii_digit())
        || (lower.starts_with('.') && lower[1..].starts_with(|c: char| c.is_ascii_digit()));
    // `1e3`, `1.5e-3`, `0o17`, `0b11`, `1_000`, `12:30:45`, `012`: digits with these marks between.
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | ':');
    starts
        && (lower.chars().all(plain)
            || is_exponent(&lower)
            || is_radix(&lower, "0o")
            || is_radix(&lower, "0b"))
}

fn is_exponent(text: &str) -> bool {
    text.split_once('e').is_some_and(|(mantissa, exponent)| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        mantissa.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_'))
            && !exponent.is_empty()
            && exponent.chars().all(|c| c.is_ascii_digit())
    })
}

fn is_radix(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '_')
    })
}

/// `2026-03-18`, also followed by a time.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    bytes.len() >= 10
        && (0..10).all(|at| if at == 4 || at == 7 { bytes[at] == b'-' } else { shape(at) })
        && matches!(bytes.get(10), None | Some(b'T' | b't' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_reader_would_turn_into_something_else_is_known() {
        let cases = [
            (Meaning::Boolean, "true false"),
            (Meaning::OldBoolean, "no No NO yes on Off y N True FALSE"),
            (Meaning::Nothing, "~ null NULL"),
            (Meaning::Number, "0 12 -3 2162.50 0.5"),
            (
                Meaning::OddNumber,
                "012 1e3 1E-3 0x1F 0o17 0b11 1_000 12:30 .inf -.NaN 007.5 +5 .5 1.",
            ),
            (Meaning::Date, "2026-03-18 2026-03-18T10:00"),
        ];
        for (expected, texts) in cases {
            for text in texts.split(' ') {
                assert_eq!(meaning(text), Some(expected), "{text}");
            }
        }
        for text in ["S3", "town", "5 working days", "п. 4", "1a", "e3", "0xg", "-", ".", "нет"]
        {
            assert_eq!(meaning(text), None, "{text}");
        }
    }
}
