//! The number of a document: `{yy}{seq:6}` makes `26000042`.

use std::fmt::Write as _;
use std::str::FromStr;

use jiff::civil::Date;

/// Longer numbers are a slip of the pen.
const WIDTH_MAX: usize = 12;

/// What numbers look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Year,
    YearOfTwoDigits,
    Month,
    Place { width: usize },
}

impl Pattern {
    /// The number of the document that has this place in its sequence and was made on this day.
    pub fn number(&self, place: u64, day: Date) -> String {
        let mut number = String::new();
        for piece in &self.0 {
            // Writing to a text cannot fail.
            let _ = match piece {
                Piece::Text(text) => write!(number, "{text}"),
                Piece::Year => write!(number, "{}", day.year()),
                Piece::YearOfTwoDigits => write!(number, "{:02}", day.year().rem_euclid(100)),
                Piece::Month => write!(number, "{:02}", day.month()),
                Piece::Place { width } => write!(number, "{place:0width$}"),
            };
        }
        number
    }

    /// Whether numbers of different years differ by it.
    pub(super) fn names_the_year(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Year | Piece::YearOfTwoDigits))
    }
}

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) =
                after.split_once('}').ok_or_else(|| "a `{` has no `}`".to_owned())?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(piece(name)?);
            rest = behind;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let places = pieces.iter().filter(|piece| matches!(piece, Piece::Place { .. })).count();
        if places != 1 || rest.contains('}') {
            return Err("write one `{seq}`, or `{seq:6}` for six digits, in it".to_owned());
        }
        Ok(Self(pieces))
    }
}

fn piece(name: &str) -> Result<Piece, String> {
    Ok(match name {
        "yyyy" => Piece::Year,
        "yy" => Piece::YearOfTwoDigits,
        "mm" => Piece::Month,
        "seq" => Piece::Place { width: 1 },
        other => {
            let width = other.strip_prefix("seq:").and_then(|width| width.parse().ok());
            let width = width.filter(|width| (1..=WIDTH_MAX).contains(width));
            let width = width.ok_or_else(|| {
                format!(
                    "`{{{other}}}` is not known; there are yyyy, yy, mm, seq and seq:1 to seq:12"
                )
            })?;
            Piece::Place { width }
        }
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn numbers_look_like_their_pattern() {
        let day = date(2026, 3, 9);
        for (pattern, expected) in [
            ("{yy}{seq:6}", "26000042"),
            ("06{yy}{seq:6}", "0626000042"),
            ("№ {seq}/{mm}-{yyyy}", "№ 42/03-2026"),
            ("{seq:1}", "42"),
        ] {
            assert_eq!(pattern.parse::<Pattern>().unwrap().number(42, day), expected);
        }
    }

    #[test]
    fn a_pattern_that_gives_no_number_is_refused() {
        for wrong in
            ["", "12", "{yy}", "{seq}{seq}", "{seq", "{sec}", "{seq:0}", "{seq:99}", "{seq}}"]
        {
            assert!(wrong.parse::<Pattern>().is_err(), "{wrong}");
        }
    }
}
