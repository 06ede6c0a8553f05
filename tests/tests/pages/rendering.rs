//! Each page rendered with samples, in three languages.

use reglament_core::text::Lang;
use reglament_server::pages::audit::{Asked, AuditPage};
use reglament_server::pages::case::{
    Account, AccountLine, CasePage, CommentLine, DeadlineLine, Explained, ExplainedLine, FileLine,
    Granted, Held, IncidentLine, Line, Linked, Made, Sent, Sum, TaskLine,
};
use reglament_server::pages::cases::CasesPage;
use reglament_server::pages::chip::{Chip, State};
use reglament_server::pages::error::ErrorPage;
use reglament_server::pages::facts::Fact;
use reglament_server::pages::form::{Choice, Item, Problem};
use reglament_server::pages::help::HelpPage;
use reglament_server::pages::inbox::{
    BulkPage, BulkRow, Cell, Choice as ListChoice, Column, Filter, Filters, GivePage, GivenTask,
    Head, Inbox, Notice, Row, Saved, Select, Tab, Urgency,
};
use reglament_server::pages::letter::LetterPage;
use reglament_server::pages::moved::{Move, MovedPage, MovedRow};
use reglament_server::pages::organization::{
    FormLine, FormPage, ListCell, ListPage, ListRow, ListTab, Way,
};
use reglament_server::pages::render::{View, render};
use reglament_server::pages::report::{
    CellView, ChartView, Choice as ReportChoice, ColumnView, FileLink, LegendView, PictureView,
    ReportPage, SavedLink, SectionView, Tab as ReportTab, TableView, TileView,
};
use reglament_server::pages::requirements::RequirementLine;
use reglament_server::pages::schedules::{ScheduleForm, ScheduleLine, SchedulesPage};
use reglament_server::pages::search::{FoundRow, SearchPage};
use reglament_server::pages::settings::{SettingsPage, Theme};
use reglament_server::pages::shell::{Place, Shell};
use reglament_server::pages::sign_in::{Provider, SignInPage};
use reglament_server::pages::start::{ServiceLine, ServicesPage, StartPage};
use reglament_server::pages::task::{
    AssignPage, Button, Difference, DocumentRow, Field, GiveBackPage, Moved, Paper, Part,
    PersonLine, PreviewPage, TakenPage, TaskPage, Words,
};
use reglament_server::pages::verify::{Genuine, VerifyPage};
use reqwest::StatusCode;

const STATES: [State; 7] = [
    State::OnTime,
    State::Risk,
    State::Late,
    State::Paused,
    State::Outside,
    State::Extended,
    State::Met,
];

fn s(text: &str) -> String {
    text.to_owned()
}

fn chip(state: State) -> Chip {
    Chip { state, text: s("12"), href: Some(s("/instances/1#clock")) }
}

fn row((n, state): (usize, State)) -> Row {
    Row {
        task: format!("{n}.1"),
        number: format!("{n}"),
        registered: (n == 1).then(|| s("0619")),
        case_href: format!("/instances/{n}"),
        task_href: format!("/tasks/{n}.1"),
        applicant: s("1 & 2 <3>"),
        action: s("1."),
        urgency: (n == 2).then(|| Urgency { name: "urgent", label: s("!") }),
        due: (n != 3).then(|| s("1")),
        chip: (n != 3).then(|| chip(state)),
        holder: (n % 2 == 0).then(|| s("A. B.")),
        behalf: (n == 2).then(|| s("C. D.")),
        owner: (n == 4).then(|| s("E. F.")),
        since: s("10:42"),
        viewing: (n == 0).then(|| s("G. H.")),
        more: vec![Cell { label: s("9"), text: s("-") }],
        claimable: n % 2 == 1,
        blocked: (n == 3).then(|| s("4")),
    }
}

fn items() -> Vec<Item> {
    let item = |kind| Item {
        kind,
        name: s("data.a"),
        id: s("f-a"),
        label: s("1"),
        hint: s("2"),
        error: Some(s("3")),
        value: s("4"),
        optional: true,
        options: vec![Choice { value: s("5"), label: s("5"), id: s("f-a"), chosen: true }],
        ..Item::default()
    };
    let kinds = [
        "open", "text", "long", "date", "money", "choice", "select", "open", "row", "text",
        "row-end", "add", "close", "close", "checks", "moment", "password",
    ];
    kinds.map(item).to_vec()
}

fn problems() -> Vec<Problem> {
    vec![Problem { id: s("f-a"), text: s("3") }]
}

fn facts() -> Vec<Fact> {
    vec![
        Fact { label: s("1"), value: String::new(), heading: true, depth: 0 },
        Fact { label: s("2"), value: s("3"), heading: false, depth: 1 },
    ]
}

fn part() -> Part {
    let buttons = vec![Button { name: s("b"), title: s("1") }];
    Part { open: true, limit: s("2"), items: items(), buttons }
}

fn requirements() -> Vec<RequirementLine> {
    let line = RequirementLine {
        title: s("1"),
        help: s("2"),
        sources: vec![s("3"), s("4")],
        outcome: Some(s("5")),
    };
    let bare =
        RequirementLine { help: String::new(), sources: Vec::new(), outcome: None, ..line.clone() };
    vec![line, bare]
}

fn difference(both: bool) -> Difference {
    let yours = if both { s("2") } else { String::new() };
    Difference { label: s("1"), yours, theirs: s("3"), was: s("4"), words: s("5"), both }
}

fn file(no: u32, removed: bool) -> FileLine {
    FileLine {
        no,
        name: s("<b>.pdf"),
        kind: s("application/pdf"),
        size: s("1"),
        sha256: format!("{no:064}"),
        attached: s("2"),
        version_of: removed.then_some(1),
        href: (!removed).then(|| s("/instances/1/attachments/1")),
        shown: !removed,
        removed: removed.then(|| s("3")),
        removable: !removed,
    }
}

fn line() -> Line {
    Line { seq: 1, at: s("1"), by: s("2"), text: s("3"), notes: vec![s("4")] }
}

fn task() -> TaskPage {
    TaskPage {
        service: s("1"),
        action: s("2"),
        number: s("3"),
        case_href: s("/instances/3"),
        applicant: s("4"),
        due: Some(s("5")),
        chip: Some(chip(State::Risk)),
        holder: Some(s("A. B.")),
        behalf: Some(s("C. D.")),
        owner: Some(s("E. F.")),
        urgency: Some(Urgency { name: "high", label: s("!") }),
        acting_for: Some(s("C. D.")),
        task: s("3.1"),
        mine: true,
        claimable: true,
        blocked: Some(s("6")),
        repealed: Some(s("7")),
        facts: facts(),
        here: s("/tasks/3.1"),
        back: s("/tasks"),
        version: 4,
        differences: vec![difference(true), difference(false)],
        since: vec![line()],
        problems: problems(),
        notice: Some(Notice::failed(s("8"), s("9"))),
        requirements: requirements(),
        items: items(),
        documents: vec![DocumentRow {
            field: s("doc.a"),
            name: s("1"),
            copies: Some(2),
            form: Some(s("f")),
            why: s("w"),
            alternatives: vec![s("2"), s("3")],
            invalid: true,
            sources: vec![s("4")],
            options: items()[1].options.clone(),
            error: Some(s("3")),
        }],
        must_differ: true,
        buttons: vec![Button { name: s("b"), title: s("1") }],
        refusal: Some(part()),
        extension: Some(part()),
        back_to: Some(part()),
        may_give: true,
        may_resolve: true,
        priorities: vec![Choice { value: s("high"), label: s("1"), id: s("p"), chosen: true }],
        returned: Some(s("7")),
    }
}

fn account() -> Account {
    Account {
        basis: s("1"),
        lines: vec![AccountLine {
            date: s("1"),
            weekday: s("2"),
            what: s("3"),
            counts: s("4"),
            skipped: true,
        }],
        sums: vec![Sum { label: s("1"), value: s("2") }],
        pauses: vec![s("1")],
        extensions: vec![Granted { title: s("1"), reason: s("2") }],
        result: s("5"),
        edition: s("6"),
    }
}

fn case() -> CasePage {
    let task = TaskLine {
        href: s("/tasks/1.1"),
        action: s("1"),
        unit: s("2"),
        holder: Some(s("3")),
        since: s("4"),
        due: Some(s("5")),
        chip: Some(chip(State::Late)),
        held: Some(Held { words: s("6"), recall: Some(s("1.1")) }),
    };
    let decided = Held { words: s("6"), recall: None };
    CasePage {
        service: s("1"),
        number: s("2"),
        status: s("3"),
        applicant: s("4"),
        started: s("5"),
        ended: Some(s("6")),
        due: Some(s("7")),
        chip: Some(chip(State::Met)),
        repealed: Some(s("8")),
        linked: vec![
            Linked { text: s("1"), href: Some(s("/instances/9")), service: Some(s("2")) },
            Linked { text: s("3"), href: None, service: None },
        ],
        incidents: vec![IncidentLine {
            step: s("1"),
            message: s("2"),
            code: s("3"),
            since: s("4"),
        }],
        tasks: vec![
            TaskLine { holder: None, held: None, ..task.clone() },
            TaskLine { held: Some(decided), ..task.clone() },
            task,
        ],
        no_tasks: s("9"),
        facts: facts(),
        explained: vec![Explained {
            heading: s("1"),
            result: s("2"),
            lines: vec![ExplainedLine { title: s("3"), value: s("4"), notes: vec![s("5")] }],
        }],
        ledger: Some(account()),
        documents: vec![
            Made {
                title: s("1"),
                number: Some(s("2")),
                state: s("3"),
                href: Some(s("/documents/2.3.0.pdf")),
                error: None,
            },
            Made { title: s("1"), number: None, state: s("2"), href: None, error: Some(s("3")) },
        ],
        deadlines: vec![DeadlineLine { title: s("1"), text: s("2"), late: true }],
        messages: vec![Sent {
            message: s("1"),
            href: s("/instances/2/letters/3/0"),
            to: s("2"),
            state: s("3"),
            error: Some(s("4")),
        }],
        history: vec![line()],
        previous: Some(s("/instances/2?until=9")),
        next: Some(s("/instances/2?until=1")),
        sees_notes: true,
        may_annotate: true,
        comments: vec![CommentLine { at: s("1"), by: s("2"), text: s("3") }],
        files: vec![file(1, false), file(2, true)],
        edition: s("0123"),
        all_href: Some(s("/instances/2?all=1")),
        plain_href: Some(s("/instances/2")),
        notice: Some(Notice::done(s("1"))),
    }
}

/// The page, checked for what every page must be.
fn check<V: View>(view: &V) {
    for lang in Lang::ALL {
        let shell = Shell {
            person: Some(s("A. B.")),
            places: vec![Place { name: "place-tasks", href: "/tasks", current: true }],
            more: vec![Place { name: "place-moved", href: "/reports", current: false }],
            search: Some("/search"),
            theme: Some("dark"),
            ..Shell::new(lang, "/tasks")
        };
        let html = render(&shell, view).unwrap_or_else(|error| panic!("{lang}: {error}"));
        assert!(html.contains(&format!("<html lang=\"{lang}\"")));
        assert!(html.contains("<h1>"), "{lang}: {html}");
        balanced(&html);
        unique_ids(&html);
        one_language(lang, &html.replace(">ҚАЗ<", "><").replace(">РУС<", "><"));
    }
}

/// Every element that is opened is closed, in order.
fn balanced(html: &str) {
    let void = ["meta", "link", "input", "img", "br", "!doctype", "circle", "path"];
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let name = tag.split([' ', '>', '\n', '/']).find(|name| !name.is_empty()).unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else if !void.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

/// No identifier stands twice, but in samples that repeat one field.
fn unique_ids(html: &str) {
    let ids = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let mut ids: Vec<_> = ids.filter(|id| !id.starts_with("f-a")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{html}");
}

/// No word of another language: English pages have no Cyrillic letter, Russian ones no Kazakh letter.
fn one_language(lang: Lang, html: &str) {
    let foreign: Vec<char> = match lang {
        Lang::En => ('\u{400}'..='\u{4ff}').collect(),
        Lang::Ru => "ӘәҒғҚқҢңӨөҰұҮүҺһІі".chars().collect(),
        Lang::Kk => Vec::new(),
    };
    if let Some(place) = html.find(&foreign[..]) {
        let begin = html[..place].rfind('\n').unwrap_or(0);
        panic!("a {lang} page says: {}", html[begin..].lines().nth(1).unwrap_or_default());
    }
}

#[test]
fn the_sign_in_page() {
    check(&SignInPage::default());
    check(&VerifyPage::default());
    check(&VerifyPage { code: s("1"), found: None, problems: problems() });
    let found = Genuine { title: s("1"), number: s("2"), date: s("3") };
    check(&VerifyPage { code: s("1"), found: Some(found), problems: Vec::new() });
    check(&SignInPage {
        next: s("/tasks"),
        name: s("a"),
        problems: problems(),
        provider: Some(Provider { href: s("/sign-in/oidc"), name: s("1") }),
    });
}

#[test]
fn the_pages_of_the_organisation() {
    check(&ListPage::default());
    let tab = ListTab { href: s("/organization/people"), label: s("1"), current: true };
    let cells = vec![ListCell { column: s("2"), text: s("3") }];
    check(&ListPage {
        heading: s("1"),
        tabs: vec![tab],
        add: s("/organization/people/new"),
        notice: Some(Notice::done(s("4"))),
        columns: vec![s("1"), s("2")],
        rows: vec![ListRow { href: s("/x"), name: s("5"), off: true, cells }],
    });
    check(&FormPage::default());
    let line = |end: Option<&str>| FormLine {
        text: s("1"),
        more: s("2"),
        end: end.map(s),
        button: s("3"),
        suffix: s(end.unwrap_or("none")),
    };
    let way = || Way { href: s("/x"), label: s("4") };
    check(&FormPage {
        heading: s("1"),
        here: s("/x"),
        back: Some(way()),
        lead: s("2"),
        problems: problems(),
        notice: Some(Notice::done(s("4"))),
        secret: Some(s("5")),
        items: items(),
        button: s("6"),
        lines: vec![line(Some("/y")), line(None)],
        lines_heading: s("7"),
        ways: vec![way()],
    });
}

#[test]
fn the_pages_of_help_and_settings() {
    check(&HelpPage::new());
    let theme = Theme { value: "dark", label: s("1"), chosen: true };
    check(&SettingsPage { themes: vec![theme], letters: true, notice: Some(Notice::done(s("1"))) });
}

#[test]
fn the_inbox() {
    let tab =
        Tab { href: s("/tasks?tab=mine"), label: s("1"), count: Some(s("9+")), current: true };
    let choice = || ListChoice { value: s("a"), label: s("1"), chosen: true };
    let select = |name| Select { name, label: s("1"), options: vec![choice()] };
    let filter = || Filter { name: s("q"), value: s("/tasks") };
    let saved = |own| Saved {
        id: s(if own { "1" } else { "2" }),
        count: own.then(|| s("3")),
        name: s("1"),
        href: s("/tasks?tab=all"),
        current: own,
        own,
        shared: !own,
    };
    let head =
        |sort: Option<&'static str>| Head { label: s("1"), href: sort.map(|_| s("/tasks")), sort };
    let full = Inbox {
        tabs: vec![tab.clone()],
        saved: vec![saved(true), saved(false)],
        groups: vec![select("group")],
        filters: Filters {
            open: true,
            kept: vec![filter()],
            q: s("1"),
            selects: vec![select("state")],
            active: vec![filter()],
            clear: Some(s("/tasks")),
        },
        columns: vec![Column { name: "unit", label: s("1"), shown: true }],
        head: vec![head(Some("ascending")), head(Some("descending")), head(None)],
        rows: STATES.into_iter().enumerate().map(row).collect(),
        empty: s("1"),
        elsewhere: Some(tab),
        here: s("/tasks"),
        files: vec![FileLink { href: s("/tasks/file/csv?tab=all"), label: s("CSV") }],
        previous: Some(s("/tasks?page=1")),
        next: Some(s("/tasks?page=3")),
        notice: Some(Notice::done(s("1"))),
    };
    check(&full);
    let none = Filters {
        open: false,
        kept: Vec::new(),
        q: String::new(),
        selects: Vec::new(),
        active: Vec::new(),
        clear: None,
    };
    let bare = Inbox { rows: Vec::new(), previous: None, next: None, notice: None, ..full };
    check(&Inbox { saved: Vec::new(), filters: none, elsewhere: None, ..bare });
}

#[test]
fn what_became_of_many_tasks() {
    let row = |end: &str| BulkRow {
        task: s("1.1"),
        number: s("1"),
        action: s(if end == "done" { "2" } else { "" }),
        end: s(end),
        words: s("3"),
    };
    let rows = ["done", "busy", "refused"].map(row).to_vec();
    let full = BulkPage { summary: s("1"), rows, undo: vec![s("1.1")], back: s("/"), notice: None };
    check(&full);
    let notice = Some(Notice::failed(s("1"), s("2")));
    check(&BulkPage { rows: Vec::new(), undo: Vec::new(), notice, ..full });
    check(&GiveBackPage { action: s("1"), number: s("2"), here: s("/tasks/1.1"), saved: s("3") });
}

#[test]
fn what_a_decision_would_send() {
    let words = |language| Words { language, to: s("1"), subject: s("2"), body: s("3") };
    let full = PreviewPage {
        action: s("1"),
        number: s("2"),
        here: s("/tasks/1.1"),
        moved: Some(Moved { was: s("3"), due: s("4") }),
        letters: vec![words("kk"), words("ru")],
        papers: vec![Paper { n: 0, title: s("5") }],
        fields: vec![Field { name: s("outcome"), value: s("a & \"b\"") }],
        decide: s("6"),
    };
    check(&full);
    check(&PreviewPage { moved: None, letters: Vec::new(), papers: Vec::new(), ..full });
}

#[test]
fn whom_to_give_a_task() {
    let person = |name: &str, reason: Option<String>| PersonLine {
        person: s(name),
        name: s(name),
        load: s("3"),
        reason,
        chosen: name == "a",
    };
    let full = AssignPage {
        action: s("1"),
        number: s("2"),
        here: s("/tasks/1.1"),
        people: vec![person("a", None), person("b", Some(s("4")))],
        may_assign: true,
        may_delegate: true,
        note: s("5"),
        notice: Some(Notice::failed(s("6"), s("7"))),
    };
    check(&full);
    check(&AssignPage { people: Vec::new(), may_delegate: false, notice: None, ..full });
    let full = GivePage {
        summary: s("1"),
        tasks: vec![GivenTask { number: s("2"), action: s("3") }],
        chosen: vec![s("1.1")],
        people: vec![person("a", None), person("b", Some(s("4")))],
        back: s("/tasks"),
        notice: Some(Notice::failed(s("6"), s("7"))),
    };
    check(&full);
    check(&GivePage { people: Vec::new(), tasks: Vec::new(), notice: None, ..full });
}

#[test]
fn the_search() {
    check(&SearchPage::default());
    let row = |due: bool| FoundRow {
        number: s("1"),
        applicant: s("2"),
        service: s("3"),
        status: s("4"),
        due: due.then(|| s("5")),
        chip: due.then(|| chip(State::Late)),
    };
    check(&SearchPage { q: s("1"), said: s("2"), rows: vec![row(true), row(false)], more: true });
}

#[test]
fn the_task_page_with_everything_and_with_nothing() {
    check(&task());
    check(&TaskPage {
        mine: false,
        claimable: false,
        holder: None,
        behalf: None,
        owner: None,
        urgency: None,
        may_give: false,
        may_resolve: false,
        priorities: Vec::new(),
        acting_for: None,
        differences: Vec::new(),
        since: Vec::new(),
        blocked: None,
        due: None,
        chip: None,
        repealed: None,
        facts: Vec::new(),
        requirements: Vec::new(),
        notice: None,
        problems: Vec::new(),
        ..task()
    });
    check(&TakenPage {
        heading: s("1"),
        words: s("2"),
        back: s("/tasks"),
        case_href: s("/instances/1"),
        number: s("1"),
    });
}

#[test]
fn the_case_page_with_everything_and_with_nothing() {
    check(&case());
    check(&CasePage {
        ended: None,
        due: None,
        chip: None,
        repealed: None,
        linked: Vec::new(),
        incidents: Vec::new(),
        tasks: Vec::new(),
        facts: Vec::new(),
        explained: Vec::new(),
        ledger: None,
        messages: Vec::new(),
        history: Vec::new(),
        previous: None,
        next: None,
        all_href: None,
        plain_href: None,
        notice: None,
        ..case()
    });
}

#[test]
fn the_pages_of_filing() {
    let line =
        ServiceLine { href: s("/start/a"), title: s("1"), term: s("2"), repealed: Some(s("3")) };
    check(&ServicesPage { services: vec![line] });
    check(&ServicesPage { services: Vec::new() });
    check(&StartPage {
        service: s("1"),
        here: s("/start/a"),
        repealed: None,
        problems: problems(),
        requirements: requirements(),
        items: items(),
        notice: None,
    });
}

#[test]
fn the_page_of_a_letter() {
    check(&LetterPage {
        number: s("1"),
        href: s("/instances/1"),
        to: s("2"),
        language: "kk",
        subject: s("3"),
        body: s("4\n5"),
    });
}

fn figures() -> TableView {
    let cell = |text: &str, head: bool, class: &str| CellView {
        text: s(text),
        href: head.then(|| s("/instances/1")),
        head,
        class: s(class),
    };
    let column = |amount| ColumnView { title: s("1"), amount };
    TableView {
        caption: s("1"),
        heat: true,
        columns: vec![column(false), column(true)],
        rows: vec![vec![cell("1 & 2 <3>", true, ""), cell("2", false, "amount heat-4")]],
    }
}

fn section() -> SectionView {
    let tile =
        TileView { label: s("1"), value: s("2"), href: Some(s("/cases?of=open")), tone: "bad" };
    let legend = |class, line| LegendView { class, line, label: s("1") };
    SectionView {
        id: "a-section",
        title: s("1"),
        how: s("2"),
        tiles: vec![TileView { href: None, tone: "", ..tile.clone() }, tile.clone()],
        chart: Some(ChartView {
            caption: s("3"),
            svg: s("<svg role=\"img\"><title>3</title></svg>"),
            legend: vec![legend("s2", false), legend("line l2", true)],
        }),
        picture: Some(PictureView { href: s("/reports/paths/picture?last=7"), words: s("4") }),
        table: Some(figures()),
        excluded: vec![tile],
        failed: false,
    }
}

#[test]
fn the_reports_with_everything_and_with_nothing() {
    let tab = ReportTab { href: s("/reports/now"), label: s("1"), current: true };
    let choice = ReportChoice { value: s("a"), label: s("1"), chosen: true };
    let saved = SavedLink {
        href: s("/reports/now?last=7"),
        name: s("1"),
        forget: Some(s("/reports/now/saved/1/forget")),
        id: s("1"),
    };
    let empty = SectionView {
        id: "another",
        tiles: Vec::new(),
        chart: None,
        picture: None,
        table: Some(TableView { rows: Vec::new(), heat: false, ..figures() }),
        excluded: Vec::new(),
        ..section()
    };
    let failed = SectionView { id: "failed", failed: true, ..empty.clone() };
    let full = ReportPage {
        heading: s("1"),
        period: s("2"),
        tabs: vec![tab.clone()],
        here: s("/reports/period"),
        has_period: true,
        from: s("2026-01-01"),
        until: s("2026-01-31"),
        offices: vec![choice.clone()],
        services: vec![choice],
        of_one_service: false,
        chosen: vec![tab],
        query: s("last=7"),
        sections: vec![section(), empty, failed],
        files: vec![FileLink { href: s("/reports/period/file/csv"), label: s("CSV") }],
        saved: vec![saved],
        notice: Some(Notice::done(s("1"))),
    };
    check(&full);
    check(&ReportPage {
        has_period: false,
        of_one_service: true,
        offices: Vec::new(),
        chosen: Vec::new(),
        sections: Vec::new(),
        saved: Vec::new(),
        notice: None,
        ..full
    });
    let list = CasesPage {
        heading: s("1"),
        count: s("2"),
        conditions: vec![s("3")],
        table: Some(figures()),
        files: vec![FileLink { href: s("/cases/file/csv"), label: s("CSV") }],
        previous: Some(s("/cases?of=open")),
        next: Some(s("/cases?of=open&page=3")),
    };
    check(&list);
    check(&CasesPage { conditions: Vec::new(), table: None, previous: None, next: None, ..list });
}

#[test]
fn the_audit() {
    let page = AuditPage {
        asked: Asked { case: s("1"), ..Asked::default() },
        actions: vec![ReportChoice { value: s("read"), label: s("2"), chosen: true }],
        count: s("3"),
        checkpoint: s("4"),
        table: Some(figures()),
        files: vec![FileLink { href: s("/audit/file/csv"), label: s("CSV") }],
        previous: Some(s("/audit?")),
        next: Some(s("/audit?&before=1")),
        notice: Some(Notice::done(s("5"))),
    };
    check(&page);
    check(&AuditPage { table: None, previous: None, next: None, notice: None, ..page });
}

#[test]
fn the_list_of_moved_deadlines() {
    let row = MovedRow {
        href: s("/instances/1"),
        number: s("1"),
        applicant: s("2"),
        service: s("3"),
        moves: vec![Move { of: s("4"), was: s("5"), due: s("6") }],
        why: vec![s("7")],
    };
    let page = MovedPage {
        rows: vec![row],
        previous: Some(s("/reports/moved-deadlines")),
        next: Some(s("/reports/moved-deadlines?before=1")),
        notice: Some(Notice::done(s("8"))),
    };
    check(&page);
    check(&MovedPage { rows: Vec::new(), previous: None, next: None, notice: None });
}

#[test]
fn the_schedules_of_digests() {
    let choice = |id: &str, n: &str| {
        let id = format!("{id}-{n}");
        Choice { id, value: s(n), label: s(n), chosen: n == "2" }
    };
    let line = ScheduleLine {
        name: s("1"),
        report: s("2"),
        line: s("0 0 9 * * *"),
        next: Some(s("3")),
        days_off: s("4"),
        roles: vec![s("5"), s("6")],
        last: Some(s("7")),
        mails: vec![s("8"), s("9")],
    };
    let form = ScheduleForm {
        name: s("1"),
        line: s("2"),
        reports: vec![choice("report", "1"), choice("report", "2")],
        days_off: vec![choice("days", "2")],
        roles: vec![choice("role", "1"), choice("role", "2")],
        personal_data: true,
    };
    let page = SchedulesPage {
        rows: vec![line],
        form,
        problems: vec![Problem { id: s("name"), text: s("1") }],
        notice: Some(Notice::done(s("8"))),
    };
    check(&page);
    check(&SchedulesPage {
        rows: Vec::new(),
        form: ScheduleForm::default(),
        problems: Vec::new(),
        notice: None,
    });
}

#[test]
fn the_pages_of_errors() {
    for status in [400, 403, 404, 409, 413, 422, 429, 500, 503] {
        for lang in Lang::ALL {
            check_in(lang, &ErrorPage::of(lang, StatusCode::from_u16(status).unwrap()));
        }
    }
}

fn check_in<V: View>(lang: Lang, view: &V) {
    let html = render(&Shell::new(lang, "/tasks"), view).unwrap();
    balanced(&html);
    one_language(lang, &html.replace(">ҚАЗ<", "><").replace(">РУС<", "><"));
}

/// The words stand in the catalogues: a template has none of its own.
#[test]
fn templates_have_no_words_of_their_own() {
    for folder in ["pages", "partials"] {
        let folder = reglament_tests::maps::repository().join("templates").join(folder);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let template = std::fs::read_to_string(&path).unwrap();
            // `described` is a piece of a tag.
            let template = if template.contains('<') { template } else { format!("<{template}>") };
            let mut plain = String::new();
            let mut depth = 0_i32;
            for letter in template.chars() {
                match letter {
                    '<' | '{' => depth += 1,
                    '>' | '}' => depth = (depth - 1).max(0),
                    letter if depth == 0 => plain.push(letter),
                    _ => {}
                }
            }
            let word = plain.split_whitespace().find(|word| word.chars().any(char::is_alphabetic));
            assert_eq!(word, None, "{}", path.display());
        }
    }
}
