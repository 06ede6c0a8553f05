use super::words::{Reader, Writer};
use super::*;

#[test]
fn a_percentile_is_a_value_that_was_measured() {
    let values: Vec<u32> = (1..=10).collect();
    for (p, value) in [(50, 5), (80, 8), (95, 10), (99, 10), (1, 1), (0, 1), (100, 10)] {
        assert_eq!(percentile(&values, p), Some(value), "p{p}");
    }
    assert_eq!(percentile(&[7], 50), Some(7));
    assert_eq!(percentile::<u32>(&[], 50), None);
}

#[test]
fn words_come_back_and_what_is_none_stays_none() {
    let mut words = Writer::default();
    words.word(17).opt(None::<u32>).name("a b\nc").name("").rest("  long \n story ", 8);
    let text = words.text();
    assert_eq!(text, "17 - a_b_c - long sto");
    let mut read = Reader::new(&text);
    assert_eq!((read.number(), read.number()), (Some(17), None));
    assert_eq!((read.word(), read.word(), read.rest()), (Some("a_b_c"), None, "long sto"));
}

#[test]
fn texts_that_are_none_are_not_read() {
    for text in ["", "x", "1", "1 2 3", "99999999999 1 1 1", "1 2 - - 4 - - 7 no_such_end s"] {
        assert_eq!(Closed::read(text), None, "{text}");
        assert_eq!(Done::read(text), None, "{text}");
    }
    let text = "10 250 - - 4 - 2 0 refused refused ground - 26112300000001";
    let closed = Closed::read(text).unwrap();
    assert_eq!(
        (closed.wall(), closed.cycle, closed.late, closed.late_original),
        (240, None, None, Some(2))
    );
    assert_eq!((closed.outcome, closed.ground), (Outcome::Refused, Some("ground")));
    assert_eq!((closed.verdict, closed.linked), (None, Some("26112300000001")));
    let done = Done::read("review officer aliya 5 70 1 - 0 4 9 79").unwrap();
    assert_eq!(
        (done.late, done.taken_late, done.returned, done.completed),
        (Some(true), None, false, 79)
    );
}
