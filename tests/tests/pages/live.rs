use reglament_core::command::Role;
use reglament_tests::TestApp;
use reqwest::Response;

use super::visitor::Visitor;
use super::work::{PACKAGE, applied, taken};

/// A stream of news as a browser reads it.
struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    async fn of(visitor: &Visitor, tasks: &str) -> Self {
        let response = visitor.stream(&format!("/live?tasks={tasks}")).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next event: its name and what it says. None when the stream ends.
    async fn next(&mut self) -> Option<(String, String)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default()
                };
                let (name, data) = (field("event: ").to_owned(), field("data: ").to_owned());
                self.text = rest.to_string();
                if !name.is_empty() {
                    return Some((name, data));
                }
                continue;
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

#[tokio::test]
async fn a_stream_tells_what_the_inbox_of_the_person_may_show_and_nothing_else() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    let damir = Visitor::officer(&app, "damir", "mp-directorate").await;
    let case = applied(&app).await;
    let task = aliya.get("/tasks").await.href(&format!("/tasks/{case}"));
    let id = task.trim_start_matches("/tasks/");
    let mut district = Stream::of(&bolat, id).await;
    let mut directorate = Stream::of(&damir, id).await;

    let (task, page) = taken(&aliya, &case).await;
    let (name, data) = district.next().await.unwrap();
    assert_eq!(name, "task");
    assert!(data.contains(r#""state":"taken","text":"Взято: aliya (test), 10:00""#), "{data}");

    // The next step is the directorate's: its first news, for it heard nothing of the district's task.
    let mut form = PACKAGE.to_vec();
    form.push(("outcome", "accepted"));
    aliya.submit(&page, &task, &form).await.expect(303);
    let (name, data) = directorate.next().await.unwrap();
    assert_eq!((name.as_str(), data.as_str()), ("new", "Новых: 1"));
    let (name, data) = district.next().await.unwrap();
    assert!(name == "task" && data.contains(r#""state":"gone""#), "{name} {data}");

    applied(&app).await;
    assert_eq!(district.next().await.unwrap(), ("new".to_owned(), "Новых: 1".to_owned()));
}

#[tokio::test]
async fn a_stream_ends_with_the_process_and_a_person_has_eight() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let mut streams = Vec::new();
    for _ in 0..8 {
        streams.push(Stream::of(&aliya, "").await);
    }
    assert_eq!(aliya.stream("/live").await.status(), 429);
    app.app.dispatcher.live().end();
    for stream in &mut streams {
        assert_eq!(stream.next().await, None);
    }
}

#[tokio::test]
async fn nobody_listens_without_a_session() {
    let app = TestApp::start().await;
    assert_eq!(Visitor::new(&app, "ru").stream("/live").await.status(), 303);
    let keeper = Visitor::signed_in(&app, "keeper", &[], &[Role::Worker]).await;
    assert_eq!(keeper.stream("/live").await.status(), 403);
}

#[tokio::test]
async fn a_task_says_who_else_looks_at_it() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    let stranger = Visitor::officer(&app, "gulnar", "mp-head").await;
    let case = applied(&app).await;
    let task = aliya.get("/tasks").await.href(&format!("/tasks/{case}"));
    let looking = format!("{task}/viewing");
    let (mine, theirs) = (aliya.token("/tasks").await, bolat.token("/tasks").await);
    let alone = aliya.post(&looking, &[("csrf", &mine)]).await.expect(200);
    assert_eq!(alone.html, "");
    let both = bolat.post(&looking, &[("csrf", &theirs)]).await.expect(200);
    assert_eq!(both.html, "Сейчас смотрит: aliya (test)");
    let token = stranger.token("/tasks").await;
    stranger.post(&looking, &[("csrf", &token)]).await.expect(404);
    bolat.post(&looking, &[("csrf", "forged")]).await.expect(403);
}
