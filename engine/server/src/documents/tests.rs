use std::path::Path;

use jiff::civil::date;
use reglament_core::text::Texts;
use serde_json::json;

use super::*;

/// A folder of templates with one document `slip`, laid over the built-in ones.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(kind: &str, letter: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let slip = folder.path().join("documents/slip");
        std::fs::create_dir_all(&slip).unwrap();
        std::fs::write(slip.join("document.yaml"), kind).unwrap();
        std::fs::write(slip.join("letter.typ"), letter).unwrap();
        Self(folder)
    }

    fn load(&self) -> Result<Documents, Vec<Problem>> {
        Documents::load(&Assets::templates(Some(self.path())).unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

const KIND: &str = "title: { ru: Бумага, kk: Қағаз, en: Slip }\n\
                    number: \"{yy}-{seq:4}\"\nlanguages: [kk, ru]\n";

fn sheet(variables: serde_json::Value) -> Sheet {
    Sheet {
        document: "slip".to_owned(),
        variables,
        office: Texts { ru: "Контора".into(), kk: "Кеңсе".into(), en: "Office".into() },
        number: "26-0001".to_owned(),
        at: date(2026, 3, 18).at(10, 0, 0, 0),
        code: "7KQ2-M9XD-4HTB-WZ3F".to_owned(),
        url: "https://example.org/verify/7KQ2-M9XD-4HTB-WZ3F".to_owned(),
        id: "26031800000001/7/0".to_owned(),
    }
}

fn problem(letter: &str) -> Problem {
    let documents = Folder::new(KIND, letter).load().unwrap();
    documents.typeset(&sheet(json!({ "name": "Үміт", "list": [] }))).unwrap_err()
}

#[test]
fn the_same_sheet_gives_the_same_bytes_and_another_one_does_not() {
    let letter = "#set page(width: 60mm, height: 40mm)\n#sys.inputs.name #sys.inputs.letter.number";
    let make = |name: &str| {
        let documents = Folder::new(KIND, letter).load().unwrap();
        documents.typeset(&sheet(json!({ "name": name }))).unwrap()
    };
    let first = make("Үміт");
    assert!(first.starts_with(b"%PDF-"));
    assert_eq!(first, make("Үміт"));
    assert_ne!(first, make("Әлия"));
}

#[test]
fn a_name_that_is_not_there_is_told_with_its_file_and_line() {
    let found = problem("\n#sys.inputs.nme");
    assert_eq!((found.file.as_str(), found.line), ("documents/slip/letter.typ", 2));
    assert!(found.message.contains("nme"), "{found}");
    let found = problem("#let broken(");
    assert_eq!((found.file.as_str(), found.line), ("documents/slip/letter.typ", 1));
}

#[test]
fn a_letter_reaches_neither_files_nor_the_network_nor_the_clock() {
    for letter in [
        "#read(\"/slip/document.yaml\")",
        "#image(\"/etc/passwd\")",
        "#import \"@preview/example:0.1.0\": *",
        "#import \"/../messages/told.typ\": *",
        "#include \"/etc/hosts\"",
    ] {
        assert_eq!(problem(letter).file, "documents/slip/letter.typ", "{letter}");
    }
    let documents =
        Folder::new(KIND, "#assert(datetime.today() == datetime(year: 2026, month: 3, day: 18))")
            .load()
            .unwrap();
    documents.typeset(&sheet(json!({}))).unwrap();
}

#[test]
fn what_would_not_end_is_given_up() {
    assert!(problem("#{ let n = 0; while n >= 0 { n += 1 } }").message.contains("infinite"));
    assert!(problem("#let f() = f()\n#f()").message.contains("depth"));
    assert!(!problem(&"#([".repeat(9_000)).message.is_empty());
    let long = json!({ "list": vec![0; 2_000] });
    let documents = Folder::new(KIND, "x").load().unwrap();
    assert!(documents.typeset(&sheet(long)).unwrap_err().message.contains("too long"));
}

#[test]
fn a_document_that_says_too_little_about_itself_is_refused() {
    for (wrong, why) in [
        ("title: { ru: Б }\nnumber: \"{seq}\"\nlanguages: [ru]\n", "name the year"),
        ("title: { ru: Б }\nnumber: \"1\"\nrestart: never\nlanguages: [ru]\n", "{seq}"),
        ("title: { ru: Б }\nnumber: \"{yy}{seq}\"\nlanguages: []\n", "must not be empty"),
        ("title: { ru: Б }\nnumber: \"{yy}{seq}\"\n", "languages"),
        ("title: { ru: Б }\nnumber: \"{yy}{seq}\"\nlanguages: [ru]\ncolour: red\n", "colour"),
    ] {
        let problems = Folder::new(wrong, "x").load().unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].file, "documents/slip/document.yaml");
        assert!(problems[0].message.contains(why), "{wrong}: {}", problems[0]);
    }
    let endless = "title: { ru: Б }\nnumber: \"{seq}\"\nrestart: never\nlanguages: [ru]\n";
    let documents = Folder::new(endless, "x").load().unwrap();
    assert_eq!(documents.kind("slip").unwrap().period(date(2026, 3, 18)), "");
}

#[tokio::test]
async fn one_is_made_at_a_time_and_all_are_made() {
    let documents = Folder::new(KIND, "#sys.inputs.name").load().unwrap();
    let mut making = tokio::task::JoinSet::new();
    for n in 0..6 {
        let documents = documents.clone();
        making.spawn(async move { documents.make(sheet(json!({ "name": n.to_string() }))).await });
    }
    assert!(making.join_all().await.iter().all(Result::is_ok));
}
