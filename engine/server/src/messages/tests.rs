//! Templates that must be refused before the template engine sees them, and those that must not.

use std::fs;

use serde_json::json;

use super::*;

/// The templates `(path below messages/, text)` as an installation's.
fn load(files: &[(&str, &str)]) -> Result<Messages, Vec<Problem>> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(FOLDER).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    Messages::load(&Assets::folder(folder.path()).unwrap())
}

/// The problems of one template whose text is this, as `line: message`.
fn problems(body: &str) -> Vec<String> {
    let text = format!("Subject: Sample\n\n{body}");
    let found = load(&[("sample/en.hbs", &text)]).map_or_else(|found| found, |_| Vec::new());
    found.into_iter().map(|it| format!("{}: {}", it.line, it.message)).collect()
}

#[test]
fn what_could_hide_something_is_refused_with_its_line() {
    for (body, line, word) in [
        ("\n{{{name}}}", 4, "brace"),
        ("{{ {name} }}", 3, "brace"),
        ("{{&name}}", 3, "`&`"),
        ("{{~& name}}", 3, "`&`"),
        ("{{{{raw}}}} {{{{/raw}}}}", 3, "brace"),
        ("{{> (part)}}", 3, "name a part"),
        ("{{> missing}}", 3, "no part `missing`"),
        ("{{#> part}}{{/part}}", 3, "blocks of parts"),
        ("{{#*inline \"a\"}}{{/inline}}", 3, "decorators"),
        ("{{* a}}", 3, "decorators"),
        ("{{^name}}x{{/name}}", 3, "`^`"),
        ("\\{{name}}", 3, "backslash"),
        ("{{name", 3, "never closed"),
        ("{{t data.[a]}}", 3, "bracket"),
        ("{{not (not (not (not (not (not name)))))}}", 3, "parentheses"),
        ("{{#each a}}{{#each b}}{{#each c}}{{/each}}{{/each}}{{/each}}", 3, "two loops"),
        ("{{#each a}}x{{else}}y{{/each}}", 3, "around a loop"),
        ("{{#if name}}", 3, "invalid"),
    ] {
        let found = problems(body);
        let expected = format!("{line}: ");
        assert!(
            found.iter().any(|it| it.starts_with(&expected) && it.contains(word)),
            "{body}: {found:?}"
        );
    }
}

#[test]
fn what_authors_write_is_taken() {
    for body in [
        "{{name}} {{~ name ~}} {{date day}}",
        "{{! a comment with {{ in it }} {{!-- and }} another --}}",
        "{{#if a}}1{{else if b}}2{{else}}3{{/if}}",
        "{{#each list}}{{this.ru}}, {{../name}}{{/each}}",
        "{{#if (eq data.kind.value \"legal_entity\")}}x{{/if}}",
        "a } b { c }",
    ] {
        assert_eq!(problems(body), Vec::<String>::new(), "{body}");
    }
}

/// The engine would overflow the stack on these and end the process.
#[test]
fn what_would_end_the_process_is_refused_first() {
    let deep = format!("{}{}", "{{#if a}}".repeat(3_000), "{{/if}}".repeat(3_000));
    assert!(problems(&deep).iter().any(|it| it.contains("nest deeper")), "{:?}", problems(&deep));
    let chain = format!("{{{{#if a}}}}{}{{{{/if}}}}", "{{else if a}}".repeat(4_000));
    assert!(problems(&chain).iter().any(|it| it.contains("nest deeper")));
    let parentheses = format!("{{{{t {}a{}}}}}", "(t ".repeat(9_000), ")".repeat(9_000));
    assert!(problems(&parentheses).iter().any(|it| it.contains("parentheses")));
    let large = "x".repeat(70_000);
    assert!(problems(&large).iter().any(|it| it.contains("64 KiB")));
    let circle = load(&[
        ("sample/en.hbs", "Subject: Sample\n\n{{> a}}"),
        ("_a/en.hbs", "{{> b}}"),
        ("_b/en.hbs", "{{> a}}"),
    ]);
    let found = circle.unwrap_err();
    assert!(
        found.iter().any(|it| it.file == "messages/_a/en.hbs" && it.message.contains("itself"))
    );
}

#[test]
fn the_subject_is_one_line_whatever_the_variables_say() {
    let messages = load(&[("sample/en.hbs", "Subject: To {{name}}\n\nDear {{name}}\n")]).unwrap();
    let variables = json!({ "name": "A\r\nBcc: all@example.org" });
    let rendered = messages.render("sample", Lang::En, &variables).unwrap();
    assert_eq!(rendered.subject, "To A Bcc: all@example.org");
    assert!(messages.render("sample", Lang::Kk, &variables).is_err(), "there is no Kazakh text");
}

#[test]
fn a_missing_variable_is_told_with_its_line_also_in_a_part() {
    let messages = load(&[
        ("sample/en.hbs", "Subject: Sample\n\nOne\n{{#if a}}\n{{nme}}\n{{/if}}\n"),
        ("other/en.hbs", "Subject: Sample\n\n{{> signature}}\n"),
        ("_signature/en.hbs", "\n\n{{ofice}}\n"),
    ])
    .unwrap();
    let problem = messages.render("sample", Lang::En, &json!({ "a": true })).unwrap_err();
    assert_eq!((problem.file.as_str(), problem.line), ("messages/sample/en.hbs", 5), "{problem}");
    let problem = messages.render("other", Lang::En, &json!({})).unwrap_err();
    assert_eq!(
        (problem.file.as_str(), problem.line),
        ("messages/_signature/en.hbs", 3),
        "{problem}"
    );
}

#[test]
fn a_text_without_end_is_cut_off_with_a_reason() {
    let body = format!(
        "Subject: Sample\n\n{{{{#each a}}}}{{{{#each ../a}}}}{}{{{{/each}}}}{{{{/each}}}}",
        "x".repeat(100)
    );
    let messages = load(&[("sample/en.hbs", &body)]).unwrap();
    let long: Vec<u32> = (0..500).collect();
    let problem = messages.render("sample", Lang::En, &json!({ "a": long })).unwrap_err();
    assert!(problem.message.contains("longer than"), "{problem}");
    let longer: Vec<u32> = (0..2_000).collect();
    let problem = messages.render("sample", Lang::En, &json!({ "a": longer })).unwrap_err();
    assert!(problem.message.contains("too long"), "{problem}");
}

#[test]
fn a_file_out_of_place_is_told() {
    let found = load(&[("sample/ru.txt", "")]).unwrap_err();
    assert!(found[0].message.contains("{ru,kk,en}.hbs"), "{found:?}");
    let found = load(&[("sample/en.hbs", "Dear all\n")]).unwrap_err();
    assert!(found[0].message.contains("Subject"), "{found:?}");
}
