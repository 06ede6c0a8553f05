//! Fails the build when the catalogues of the interface disagree: a key that one language lacks,
//! a key defined twice, a key nobody uses, or a page that asks for a key nobody wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

const LANGUAGES: [&str; 3] = ["ru", "kk", "en"];
/// Dates are written from different parts in different languages; all other texts share variables.
const DATES: &str = "date";

/// The key, and the variables its text uses.
type Catalogue = BTreeMap<String, BTreeSet<String>>;

fn main() -> ExitCode {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let sources = [templates.join("pages"), templates.join("partials"), PathBuf::from("src")];
    for watched in sources.iter().chain([&templates.join("texts"), &PathBuf::from("build.rs")]) {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    let mut faults = Vec::new();
    let catalogues = LANGUAGES.map(|lang| read(&templates.join("texts").join(lang), &mut faults));
    compare(&catalogues, &mut faults);
    let used = sources.iter().flat_map(|folder| files(folder));
    let used: Vec<_> = used.map(|path| (path.clone(), text(&path))).collect();
    usage(&catalogues[0], &used, &mut faults);
    for fault in &faults {
        println!("cargo::error={fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read(folder: &Path, faults: &mut Vec<String>) -> Catalogue {
    let mut catalogue = Catalogue::new();
    for path in files(folder).iter().filter(|path| path.extension().is_some_and(|e| e == "ftl")) {
        let resource = fluent_syntax::parser::parse(text(path)).unwrap_or_else(|(read, errors)| {
            faults.extend(errors.iter().map(|error| format!("{}: {error}", path.display())));
            read
        });
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut variables = BTreeSet::new();
            if let Some(pattern) = &message.value {
                collect(pattern, &mut variables);
            }
            if catalogue.insert(message.id.name.clone(), variables).is_some() {
                faults.push(format!("{}: `{}` is defined twice", path.display(), message.id.name));
            }
        }
    }
    catalogue
}

fn collect(pattern: &Pattern<String>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                for variant in variants {
                    collect(&variant.value, variables);
                }
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            variables.insert(id.name.clone());
        }
    }
}

fn compare(catalogues: &[Catalogue; 3], faults: &mut Vec<String>) {
    let keys: BTreeSet<&String> = catalogues.iter().flat_map(BTreeMap::keys).collect();
    for key in keys {
        let texts = catalogues.each_ref().map(|catalogue| catalogue.get(key));
        for (lang, _) in LANGUAGES.iter().zip(texts).filter(|(_, found)| found.is_none()) {
            faults.push(format!("templates/texts/{lang}: `{key}` is missing; translate it"));
        }
        let variables: BTreeSet<_> = texts.into_iter().flatten().collect();
        if variables.len() > 1 && !key.starts_with(DATES) {
            faults.push(format!("templates/texts: `{key}` uses other variables in each language"));
        }
    }
}

/// A key is used where it stands in quotes, or where a text such as `"inbox-tab-{` begins like it.
fn usage(catalogue: &Catalogue, sources: &[(PathBuf, String)], faults: &mut Vec<String>) {
    let used = |key: &String| {
        let built = key.match_indices('-').map(|(end, _)| format!("\"{}{{", &key[..=end]));
        let needles: Vec<String> = built.chain([format!("\"{key}\"")]).collect();
        sources.iter().any(|source| needles.iter().any(|needle| source.1.contains(needle)))
    };
    for key in catalogue.keys().filter(|key| !used(key)) {
        faults.push(format!("templates/texts: nobody uses `{key}`; take it out of all languages"));
    }
    for (path, source) in sources {
        for key in asked(path, source).filter(|key| !catalogue.contains_key(*key)) {
            let path = path.display();
            faults.push(format!("{path} asks for `{key}`; write it in templates/texts"));
        }
    }
}

/// The keys that a template or a module asks for by name.
fn asked<'a>(path: &Path, source: &'a str) -> impl Iterator<Item = &'a str> {
    let template = path.extension().is_some_and(|ending| ending == "hbs");
    let openings: &[&str] =
        if template { &["{{t \"", "(t \""] } else { &["say(lang, \"", ".lang, \"", ".say(\""] };
    let after = openings.iter().flat_map(move |opening| source.split(opening).skip(1));
    after.filter_map(|rest| rest.split('"').next()).filter(|key| key.bytes().all(is_key))
}

const fn is_key(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The files below a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}
