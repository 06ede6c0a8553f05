//! Puts partials into the text of a page before it is read as a template.
//!
//! The library copies everything that a page shows for each partial, and again for each element of the lists
//! in it: of the report of a period more than half of the time. A partial that is part of the text costs
//! nothing. What it sees is the same: the place at which it stands.

use std::collections::BTreeMap;

use super::BLOCK;

/// Partials within partials; no page has so many.
const DEPTH_MAX: usize = 8;

/// The text of a page with the partials in it. The error names the tag at fault.
pub(super) fn included(text: &str, partials: &BTreeMap<String, String>) -> Result<String, String> {
    let text = match text.strip_prefix("{{#> ").and_then(|rest| rest.split_once("}}\n")) {
        Some((layout, rest)) => {
            let end = format!("{{{{/{layout}}}}}");
            let body = rest.trim_end().strip_suffix(&end).ok_or(format!("{end} is missing"))?;
            partial(partials, layout)?.replace(&format!("{{{{> {BLOCK}}}}}\n"), body)
        }
        None => text.to_owned(),
    };
    within(&text, partials, 0)
}

fn within(text: &str, partials: &BTreeMap<String, String>, depth: usize) -> Result<String, String> {
    if depth > DEPTH_MAX {
        return Err("partials include each other in a circle".to_owned());
    }
    let (mut made, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once("{{> ") {
        let (tag, after) = after.split_once("}}").ok_or("a tag has no end")?;
        made.push_str(before);
        let (name, values) = tag.split_once(' ').unwrap_or((tag, ""));
        made.push_str(&within(&filled(partial(partials, name)?, values)?, partials, depth + 1)?);
        // A partial ends with the line that its tag would have ended.
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    made.push_str(rest);
    Ok(made)
}

fn partial<'p>(partials: &'p BTreeMap<String, String>, name: &str) -> Result<&'p str, String> {
    partials.get(name).map(String::as_str).ok_or_else(|| format!("there is no partial `{name}`"))
}

/// The text of a partial with the values of its tag: `suffix="-save"` is a text, `suffix=id` a name.
fn filled(text: &str, values: &str) -> Result<String, String> {
    let mut text = text.to_owned();
    for value in values.split_whitespace() {
        let (name, value) = value.split_once('=').ok_or(format!("`{value}` is no value"))?;
        let said = match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(literal) => literal.to_owned(),
            None => format!("{{{{{value}}}}}"),
        };
        text = text.replace(&format!("{{{{{name}}}}}"), &said);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partials() -> BTreeMap<String, String> {
        let all = [
            ("layout", "<main>\n{{> @partial-block}}\n</main>\n{{> foot}}\n"),
            ("foot", "<p>{{t \"foot\"}}</p>\n"),
            ("guard", "<input value=\"{{key}}{{suffix}}\">\n"),
            ("round", "{{> round}}\n"),
        ];
        all.map(|(name, text)| (name.to_owned(), text.to_owned())).into()
    }

    #[test]
    fn a_page_stands_in_its_layout_with_its_partials() {
        let page =
            "{{#> layout}}\n{{> guard suffix=\"-a\"}}<i>{{> guard suffix=id}}</i>\n{{/layout}}\n";
        let made = "<main>\n<input value=\"{{key}}-a\">\n<i><input value=\"{{key}}{{id}}\">\n</i>\n\
                    </main>\n<p>{{t \"foot\"}}</p>\n";
        assert_eq!(included(page, &partials()).unwrap(), made);
    }

    #[test]
    fn what_is_not_there_is_named() {
        for (page, said) in [
            ("{{> nothing}}", "`nothing`"),
            ("{{#> layout}}\nx", "{{/layout}} is missing"),
            ("{{> round}}", "circle"),
            ("{{> guard suffix}}", "`suffix` is no value"),
        ] {
            let error = included(page, &partials()).unwrap_err();
            assert!(error.contains(said), "{page}: {error}");
        }
    }
}
