//! Known formats of texts.

/// The formats that a field may name.
pub const FORMATS: [&str; 6] = ["email", "phone", "kz_iin", "kz_bin", "passport", "url"];

/// What is wrong with a text of this format; none if it is right or the format is unknown.
pub fn fault(format: &str, text: &str) -> Option<&'static str> {
    let (right, message) = match format {
        "email" => (is_email(text), "an e-mail address is expected, such as name@example.kz"),
        "phone" => (is_phone(text), "a telephone number is expected, such as +7 701 000 00 00"),
        "kz_iin" | "kz_bin" => {
            (is_identification_number(text), "12 digits with a right check digit are expected")
        }
        "passport" => (is_passport(text), "a passport number has 5 to 15 Latin letters and digits"),
        "url" => (is_url(text), "an address is expected that begins with https://"),
        _ => return None,
    };
    (!right).then_some(message)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty()
            && !part.contains(|c: char| c.is_whitespace() || c == '@' || c.is_control())
    };
    plain(name)
        && plain(host)
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c))
}

fn is_passport(text: &str) -> bool {
    (5..=15).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

fn is_url(text: &str) -> bool {
    text.strip_prefix("https://")
        .is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// IIN and BIN: eleven digits and a check digit, which is the weighted sum modulo 11; when that is
/// 10, the sum with the second row of weights; 10 again is not issued.
fn is_identification_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 12 || text.len() != 12 {
        return false;
    }
    let sum = |first: u32| {
        (0_u32..11).zip(&digits).map(|(n, digit)| ((n + first - 1) % 11 + 1) * digit).sum::<u32>()
            % 11
    };
    let check = match sum(1) {
        10 => sum(3),
        check => check,
    };
    check < 10 && digits[11] == check
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn formats_tell_right_from_wrong() {
        for (format, right, wrong) in [
            ("email", "a.primerova@example.kz", "a.primerova"),
            ("phone", "+7 (701) 000-00-00", "call me"),
            ("passport", "N00000001", "passport"),
            ("url", "https://example.kz/x", "http://example.kz"),
            // 1·8+2·0+3·0+4·1+5·0+6·1+7·3+8·0+9·0+10·1+11·2 = 71 = 5 modulo 11
            ("kz_iin", "800101300125", "800101300124"),
        ] {
            assert_eq!(fault(format, right), None, "{format} {right}");
            assert!(fault(format, wrong).is_some(), "{format} {wrong}");
        }
    }
}
