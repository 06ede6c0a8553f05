//! Dates, moments, amounts and terms as people of each language write them.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use reglament_core::term::{Term, TermUnit};
use reglament_core::text::Lang;
use rust_decimal::Decimal;

use crate::texts::say;

/// The space that keeps a number together.
const NO_BREAK_SPACE: char = '\u{a0}';

/// A day: `30.03.2026`, `30 Mar 2026`.
pub fn date(lang: Lang, date: Date) -> String {
    let args = [
        ("day", format!("{:02}", date.day()).into()),
        ("month", format!("{:02}", date.month()).into()),
        ("name", i64::from(date.month()).into()),
        ("year", date.year().to_string().into()),
    ];
    say(lang, "date", &args)
}

/// A time of day: `18:00`.
pub fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A moment in this zone: `30.03.2026, 18:00`.
pub fn moment(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    format!("{}, {}", date(lang, local.date()), time(local.time()))
}

/// The time when it is of today, else the moment.
pub fn recent(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    if local.date() == now.to_zoned(zone.clone()).date() {
        time(local.time())
    } else {
        moment(lang, at, zone)
    }
}

/// An amount of tenge.
pub fn money(lang: Lang, amount: Decimal) -> String {
    say(lang, "money", &[("amount", number(lang, amount.round_dp(2), 2).into())])
}

/// A number with groups of three digits, and at least so many decimals when it has any.
pub fn number(lang: Lang, number: Decimal, decimals: usize) -> String {
    let text = number.normalize().abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (group, point) = if lang == Lang::En { (',', '.') } else { (NO_BREAK_SPACE, ',') };
    let mut out = String::from(if number.is_sign_negative() { "−" } else { "" });
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        let fraction = format!("{fraction:0<decimals$}");
        out.push_str(&fraction);
    }
    out
}

/// A term: `7 рабочих дней`.
pub fn term(lang: Lang, term: Term) -> String {
    let key = match term.unit {
        TermUnit::WorkingDays => "term-working-days",
        TermUnit::CalendarDays => "term-calendar-days",
        TermUnit::WorkingHours => "term-working-hours",
        TermUnit::Hours => "term-hours",
        TermUnit::Minutes => "term-minutes",
    };
    say(lang, key, &[("count", i64::from(term.count).into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_rounded_to_tiyn() {
        let amount = |lang, text: &str| money(lang, text.parse().unwrap());
        assert_eq!(amount(Lang::Ru, "2162.5"), "2\u{a0}162,50 тенге");
        assert_eq!(amount(Lang::En, "1520000"), "1,520,000 KZT");
        assert_eq!(amount(Lang::Kk, "-0.005"), "−0 теңге".replace("−0", "0"));
        assert_eq!(amount(Lang::Ru, "100"), "100 тенге");
    }

    #[test]
    fn dates_read_as_in_the_language() {
        let day = jiff::civil::date(2026, 3, 9);
        assert_eq!(date(Lang::Ru, day), "09.03.2026");
        assert_eq!(date(Lang::Kk, day), "09.03.2026");
        assert_eq!(date(Lang::En, day), "09 Mar 2026");
    }

    #[test]
    fn terms_take_the_plural_of_each_language() {
        assert_eq!(term(Lang::Ru, Term::working_days(1)), "1 рабочий день");
        assert_eq!(term(Lang::Ru, Term::working_days(7)), "7 рабочих дней");
        assert_eq!(term(Lang::Kk, Term::calendar_days(30)), "30 күнтізбелік күн");
        assert_eq!(term(Lang::En, Term::calendar_days(30)), "30 calendar days");
    }
}
