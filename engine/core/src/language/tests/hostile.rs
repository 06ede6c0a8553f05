//! Files that nobody writes by accident end in a diagnostic, quickly and on a small stack.

use super::*;
use crate::yaml::FILE_BYTES_MAX;

/// The stack of a worker thread.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// The same opening bracket, up to the greatest size of a file.
fn deep(open: &str) -> String {
    format!("steps: {}", open.repeat(FILE_BYTES_MAX / open.len() - 8))
}

fn lines_of(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

/// Thirty types, each of thirty fields of the next: 30^30 fields when written out.
fn laughs() -> String {
    let field = |n: usize| lines_of(30, |m| format!("    f{m}: {{ type: t{} }}", n + 1));
    let types = lines_of(30, |n| format!("  t{n}:\n{}", field(n)));
    format!("types:\n{types}\ndata: {{ x: {{ type: t0 }} }}\n")
}

fn objects(depth: usize) -> String {
    let open = "{ a: { type: object, fields: ".repeat(depth);
    format!("data: {open}{{ type: text }}{}", " } }".repeat(depth))
}

#[test]
fn hostile_files_end_in_a_diagnostic_on_a_small_stack() {
    let texts = [
        deep("["),
        deep("{a: "),
        deep("- "),
        deep("? "),
        objects(25),
        laughs(),
        lines_of(60_000, |_| "a: b".to_owned()),
        format!("steps:\n{}", lines_of(10_000, |n| format!("  s{n}: {{ type: send_task }}"))),
        format!(
            "steps:\n{}",
            lines_of(5_000, |n| format!("  s{n}: {{ type: timer, next: x{n} }}"))
        ),
        format!("data: {{ x: {{ type: choice, of: [{}] }} }}", "no, ".repeat(50_000)),
    ];
    let run = move || texts.iter().for_each(|text| is_answered(text));
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
    thread.spawn(run).unwrap().join().unwrap();
}

fn is_answered(text: &str) {
    let begun = Instant::now();
    let checked = check(&with_map(text));
    let count = checked.diagnostics.len();
    println!("{:?} … {count} found in {:?}", text.get(..30), begun.elapsed());
    assert!(checked.has_errors());
    assert!(count <= DIAGNOSTICS_MAX);
}
