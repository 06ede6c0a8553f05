//! The organisation on the command line: people, offices, groups, absences, programs, tokens, files.

use std::io::Write as _;
use std::process::Stdio;

use tempfile::TempDir;

use super::{reglament, run};

struct Site(TempDir);

impl Site {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn all<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        [arguments, &["--data", self.0.path().to_str().unwrap()]].concat()
    }

    /// What a command prints that is to succeed.
    fn does(&self, arguments: &[&str]) -> String {
        let output = run(&self.all(arguments));
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a command says that is to be refused.
    fn refuses(&self, arguments: &[&str]) -> String {
        let output = run(&self.all(arguments));
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        said
    }
}

#[test]
fn people_are_added_changed_listed_and_closed() {
    let site = Site::new();
    let added = site.does(&["person", "add", "kanat", "--name", "K", "--role", "administrator"]);
    assert!(added.contains("password: "), "{added}");
    assert!(site.refuses(&["person", "add", "kanat", "--name", "K"]).contains("exists already"));
    let kept = site.refuses(&["person", "off", "kanat"]);
    assert!(kept.contains("last administrator"), "{kept}");
    let none = site.refuses(&["person", "change", "kanat", "--group", "police"]);
    assert!(none.contains("no group “police”"), "{none}");
    let titles = ["--ru", "Р", "--kk", "Қ", "--en", "E"];
    site.does(&[&["group", "add", "police"], &titles[..]].concat());
    site.does(&[&["office", "add", "north", "--territory", "KZ-59"], &titles[..]].concat());
    site.does(&["person", "add", "aliya", "--name", "A", "--group", "police", "--office", "north"]);
    site.does(&["person", "change", "aliya", "--email", "a@example.test"]);
    let list = site.does(&["person", "list"]);
    assert!(list.lines().any(|line| line.contains("aliya") && line.contains("north")), "{list}");
    site.does(&["person", "off", "aliya"]);
    let json: serde_json::Value =
        serde_json::from_str(&site.does(&["person", "list", "--json"])).unwrap();
    assert_eq!(json[0]["active"], false);
    assert_eq!(json[0]["groups"][0], "police");
    assert!(json[0].get("password_hash").is_none());
    assert!(site.refuses(&["person", "on", "nobody"]).contains("no person `nobody`"));
}

#[test]
fn a_password_comes_by_the_standard_input() {
    let site = Site::new();
    site.does(&["person", "add", "aliya", "--name", "A"]);
    let set = |password: &str| {
        let arguments = site.all(&["person", "password", "aliya", "--password-stdin"]);
        let mut child = reglament(&arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let short = set("short\n");
    assert_eq!(short.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&short.stderr).contains("less than 12 characters"));
    let long = set("correct horse battery\n");
    assert_eq!(long.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&long.stdout).contains("battery"));
}

#[test]
fn offices_are_a_tree_and_territories_have_one_office() {
    let site = Site::new();
    let titles = ["--ru", "Р", "--kk", "Қ", "--en", "E"];
    let add = |office: &str, more: &[&str]| {
        site.does(&[&["office", "add", office], &titles[..], more].concat());
    };
    add("centre", &[]);
    add("north", &["--parent", "centre", "--territory", "KZ-59"]);
    let circle = site.refuses(&["office", "change", "centre", "--parent", "north"]);
    assert!(circle.contains("circle"), "{circle}");
    let taken = site.refuses(&["office", "change", "centre", "--territory", "KZ-59"]);
    assert!(taken.contains("KZ-59: north"), "{taken}");
    site.does(&["office", "change", "north", "--closed"]);
    site.does(&["office", "change", "centre", "--territory", "KZ-59"]);
    assert!(site.does(&["office", "list"]).contains("closed"));
}

#[test]
fn absences_are_set_listed_and_cancelled_and_who_could_never_act_is_refused() {
    let site = Site::new();
    let titles = ["--ru", "Р", "--kk", "Қ", "--en", "E"];
    for office in ["north", "south"] {
        site.does(&[&["office", "add", office], &titles[..]].concat());
    }
    for (person, office) in [("aliya", "north"), ("bolat", "north"), ("damir", "south")] {
        site.does(&["person", "add", person, "--name", person, "--office", office]);
    }
    site.does(&["person", "add", "asel", "--name", "A", "--role", "administrator"]);
    let set = ["absence", "set", "aliya", "--until", "2999-01-01", "--substitute"];
    for (substitute, why) in [
        ("damir", "another office"),
        ("aliya", "themselves"),
        ("asel", "lack the role"),
        ("nobody", "no such account"),
    ] {
        let said = site.refuses(&[&set[..], &[substitute]].concat());
        assert!(said.contains(why), "{substitute}: {said}");
    }
    let said = site.does(&[&set[..], &["bolat"]].concat());
    let absence = said.trim().rsplit(' ').next().unwrap().to_owned();
    let twice = site.refuses(&[&set[..], &["bolat"]].concat());
    assert!(twice.contains("cancel it first"), "{twice}");
    let late = ["absence", "set", "bolat", "--from", "2001-01-01", "--until", "2001-02-01"];
    assert!(site.refuses(&late).contains("has passed"));
    site.does(&["absence", "cancel", &absence]);
    assert!(site.refuses(&["absence", "cancel", &absence]).contains("that still holds"));
    assert!(site.does(&["absence", "list", "--person", "aliya"]).contains(&absence), "kept");
}

#[test]
fn tokens_have_scopes_and_an_end_and_are_revoked() {
    let site = Site::new();
    let first = site.does(&["program", "add", "portal", "--role", "filing"]);
    assert!(first.starts_with("token: "), "{first}");
    let of = ["--program", "portal"];
    let add = ["token", "add", "nightly", "--scope", "cases:read", "--days", "90"];
    let token = site.does(&[&add[..], &of[..]].concat());
    let token = token.split_whitespace().nth(1).unwrap().to_owned();
    let list = site.does(&[&["token", "list"], &of[..]].concat());
    assert!(list.contains("cases:read") && !list.contains(&token), "{list}");
    site.does(&[&["token", "revoke", &token[..8]], &of[..]].concat());
    assert!(site.does(&[&["token", "list"], &of[..]].concat()).contains("revoked"));
    assert!(site.refuses(&["token", "add", "x", "--person", "nobody"]).contains("there is no"));
    assert!(site.refuses(&["program", "change", "portal", "--role", "officer"]).contains("people"));
    site.does(&["program", "change", "portal", "--off"]);
    assert!(site.does(&["program", "list"]).contains("off"));
}

#[test]
fn the_organisation_goes_out_as_a_file_and_comes_back() {
    let (site, other) = (Site::new(), Site::new());
    let imported = site.does(&["organization", "import", "processes/organization.yaml"]);
    assert!(imported.contains("groups"), "{imported}");
    let file = site.does(&["organization", "export"]);
    let path = other.0.path().join("file.yaml");
    std::fs::write(&path, &file).unwrap();
    let path = path.to_str().unwrap();
    other.does(&["organization", "import", path, "--dry-run"]);
    assert_eq!(other.does(&["person", "list"]), "");
    other.does(&["organization", "import", path]);
    assert_eq!(other.does(&["organization", "export"]), file);
    std::fs::write(
        path,
        "people: { a: { name: A, language: ru, roles: [officer], groups: [x], office: y } }",
    )
    .unwrap();
    let said = other.refuses(&["organization", "import", path]);
    assert!(said.contains("no group “x”") && said.contains("no office “y”"), "{said}");
}
