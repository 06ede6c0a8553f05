//! Lines of text of a limited width. Fonts differ from machine to machine, so widths are estimates
//! on the safe side.

use unicode_width::UnicodeWidthStr;

/// The size of titles in tasks.
pub(super) const TITLE: i32 = 12;
/// The size of labels.
pub(super) const LABEL: i32 = 11;

/// The height of lines of text of a size.
pub(super) fn height(lines: usize, size: i32) -> i32 {
    i32::try_from(lines).unwrap_or(i32::MAX).saturating_mul(size * 5 / 4)
}

/// The width of the widest line.
pub(super) fn width(lines: &[String], size: i32) -> i32 {
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or_default();
    i32::try_from(widest).unwrap_or(i32::MAX).saturating_mul(size * 3) / 5
}

/// Breaks a text between words, and a word that is longer than a line within. What does not fit
/// into the last line is cut off; the whole text is in the tooltip.
pub(super) fn lines(text: &str, room: i32, size: i32, lines_max: usize) -> Vec<String> {
    let columns = usize::try_from(room * 5 / (size * 3)).unwrap_or_default().max(4);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().flat_map(|word| pieces(word, columns)) {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        if let Some(last) = lines.last_mut() {
            while last.width() >= columns {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// A word in parts that fit into a line; breaks after a dot or an underscore are better than others.
fn pieces(word: &str, columns: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let Some(piece) = pieces.last_mut() else { break };
        if piece.width() >= columns {
            let cut = piece.rfind(['.', '_', '-']).filter(|at| *at > 0 && at + 1 < piece.len());
            let rest = cut.map(|at| piece.split_off(at + 1)).unwrap_or_default();
            pieces.push(rest);
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_breaks_between_words() {
        let text = "Проверка по специальным учётам";
        assert_eq!(lines(text, 144, 12, 9), ["Проверка по", "специальным учётам"]);
        assert_eq!(lines("", 144, 12, 9), [""; 0]);
    }

    #[test]
    fn a_long_word_is_broken_and_what_is_too_much_is_cut_off() {
        assert_eq!(lines("registers.entry_ban = 1", 72, 12, 9), ["registers.", "entry_ban", "= 1"]);
        assert_eq!(lines("один два три четыре", 36, 12, 2), ["один", "два…"]);
        assert_eq!(lines("a\u{301}b 漢字漢字漢字", 44, 11, 9), ["a\u{301}b", "漢字漢", "字漢字"]);
    }

    #[test]
    fn every_text_fits_its_room() {
        let text = "Начальник подразделения миграционной полиции ДВД";
        for room in 30..300 {
            let lines = lines(text, room, LABEL, 3);
            assert!(lines.len() <= 3 && width(&lines, LABEL) <= room.max(36), "{room}: {lines:?}");
        }
    }
}
