//! The helpers of message templates: `t`, `date`, `time`, `datetime`, `money`, and conditions that
//! refuse a name that is not there.

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy, Output, RenderContext,
    RenderError, RenderErrorReason, Renderable, ScopedJson,
};
use jiff::civil::{Date, DateTime, Time};
use reglament_core::text::Lang;
use serde_json::Value;

/// Which branches of a condition are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Branches {
    /// The one whose condition holds.
    Taken,
    /// Both, one after the other: what the checker wants to see.
    Both,
}

/// A strict registry for plain text in one language.
pub(super) fn registry(lang: Lang, branches: Branches) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(handlebars::no_escape);
    registry.register_helper("t", Box::new(Format(move |value: &Value| text(value, lang))));
    registry.register_helper("date", Box::new(Format(date)));
    registry.register_helper("time", Box::new(Format(time)));
    registry.register_helper("datetime", Box::new(Format(datetime)));
    registry.register_helper("money", Box::new(Format(money)));
    registry.register_helper("if", Box::new(Condition { holds: true, branches }));
    registry.register_helper("unless", Box::new(Condition { holds: false, branches }));
    for unused in ["log", "lookup", "raw", "with"] {
        registry.unregister_helper(unused);
    }
    registry
}

/// A helper of one value that writes a text; null writes nothing.
struct Format<F>(F);

impl<F: Fn(&Value) -> Result<String, String> + Send + Sync> HelperDef for Format<F> {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let value = the_value(helper)?;
        let text = if value.is_null() { Ok(String::new()) } else { self.0(value) };
        let text = text.map_err(|reason| {
            RenderErrorReason::Other(format!("`{{{{{}}}}}`: {reason}", helper.name()))
        })?;
        Ok(ScopedJson::Derived(Value::String(text)))
    }
}

/// The first parameter; an error when there is none, or when it names nothing.
fn the_value<'a>(helper: &'a Helper<'_>) -> Result<&'a Value, RenderError> {
    let param = helper.param(0).ok_or_else(|| {
        RenderErrorReason::Other(format!("`{{{{{}}}}}` needs a variable", helper.name()))
    })?;
    if param.is_value_missing() {
        return Err(RenderError::strict_error(param.relative_path()));
    }
    Ok(param.value())
}

/// `if` and `unless`; the engine's own take a misspelt name for false even when strict.
struct Condition {
    holds: bool,
    branches: Branches,
}

impl HelperDef for Condition {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let taken = the_value(helper)?.is_truthy(false) == self.holds;
        for (template, wanted) in [(helper.template(), true), (helper.inverse(), false)] {
            if taken == wanted || self.branches == Branches::Both {
                template.map_or(Ok(()), |it| it.render(registry, context, render, out))?;
            }
        }
        Ok(())
    }
}

/// The text of `{ru, kk, en}` in the language of the message; a plain text as it is.
fn text(value: &Value, lang: Lang) -> Result<String, String> {
    let text = match value {
        Value::Object(texts) => texts.get(lang.code()).and_then(Value::as_str),
        other => other.as_str(),
    };
    text.map(str::to_owned).ok_or_else(|| "this is no text in ru, kk and en".to_owned())
}

/// `27.03.2026`.
fn date(value: &Value) -> Result<String, String> {
    let date: Date = parse(value, "a date")?;
    Ok(date.strftime("%d.%m.%Y").to_string())
}

/// `18:00`.
fn time(value: &Value) -> Result<String, String> {
    let time: Time = parse(value, "a time")?;
    Ok(time.strftime("%H:%M").to_string())
}

/// `27.03.2026 18:00`.
fn datetime(value: &Value) -> Result<String, String> {
    let moment: DateTime = parse(value, "a date with a time")?;
    Ok(moment.strftime("%d.%m.%Y %H:%M").to_string())
}

fn parse<T: std::str::FromStr>(value: &Value, what: &str) -> Result<T, String> {
    let parsed = value.as_str().and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| format!("this is not {what}"))
}

/// `2 162,50 ₸`, with spaces that do not break.
fn money(value: &Value) -> Result<String, String> {
    let plain = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    };
    let amount: rust_decimal::Decimal =
        plain.parse().map_err(|_| "this is not an amount".to_owned())?;
    let fixed = format!("{:.2}", amount.abs());
    let (whole, cents) = fixed.split_once('.').unwrap_or((&fixed, "00"));
    let sign = if amount.is_sign_negative() { "−" } else { "" };
    Ok(format!("{sign}{},{cents}\u{a0}₸", grouped(whole)))
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn render(template: &str, variables: &Value) -> Result<String, String> {
        let registry = registry(Lang::Kk, Branches::Taken);
        registry.render_template(template, variables).map_err(|error| error.to_string())
    }

    #[test]
    fn values_are_written_as_people_write_them() {
        let variables = json!({
            "title": { "ru": "Пропуск", "kk": "Рұқсаттама", "en": "Pass" },
            "day": "2026-03-27", "moment": "2026-03-27T18:00:00", "none": null,
            "fee": 2162.5, "big": 1_234_567, "name": "<O'Brien & Co>"
        });
        for (template, expected) in [
            ("{{t title}}", "Рұқсаттама"),
            ("{{date day}}", "27.03.2026"),
            ("{{datetime moment}}", "27.03.2026 18:00"),
            ("{{money fee}}", "2\u{a0}162,50\u{a0}₸"),
            ("{{money big}}", "1\u{a0}234\u{a0}567,00\u{a0}₸"),
            ("{{name}}", "<O'Brien & Co>"),
            ("[{{date none}}]", "[]"),
            ("{{#if none}}yes{{else}}no{{/if}}", "no"),
            ("{{#unless none}}yes{{/unless}}", "yes"),
        ] {
            assert_eq!(render(template, &variables).unwrap(), expected, "{template}");
        }
    }

    #[test]
    fn a_name_that_is_not_there_is_an_error_everywhere() {
        for template in [
            "{{nme}}",
            "{{t titel}}",
            "{{#if grund}}x{{/if}}",
            "{{#each lst}}x{{/each}}",
            "{{date (t x)}}",
        ] {
            assert!(render(template, &json!({ "name": 1 })).is_err(), "{template}");
        }
        assert!(render("{{date name}}", &json!({ "name": "soon" })).is_err());
    }

    #[test]
    fn the_checker_sees_both_branches() {
        let registry = registry(Lang::En, Branches::Both);
        let text = registry.render_template("{{#if a}}1{{else}}2{{/if}}", &json!({ "a": true }));
        assert_eq!(text.unwrap(), "12");
    }
}
