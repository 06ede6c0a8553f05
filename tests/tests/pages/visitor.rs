//! A browser without a script: keeps cookies, follows no redirect, and fills in the forms it is shown.

use reglament_core::command::Role;
use reglament_tests::TestApp;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response, StatusCode};

/// Somebody at the pages.
pub struct Visitor {
    base: String,
    http: Client,
}

/// A page, read whole.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its status.
    pub status: StatusCode,
    /// Where it leads, if it is a redirect.
    pub location: String,
    /// Its headers.
    pub headers: reqwest::header::HeaderMap,
    /// Its text.
    pub html: String,
}

impl Visitor {
    /// Nobody yet, with a browser in this language.
    pub fn new(app: &TestApp, lang: &str) -> Self {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("accept-language", lang.parse().unwrap());
        let http = Client::builder()
            .cookie_store(true)
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { base: app.url.clone(), http }
    }

    /// An officer of the repository's organisation, signed in through the page.
    pub async fn officer(app: &TestApp, name: &str, group: &str) -> Self {
        Self::signed_in(app, name, &[group], &[Role::Officer, Role::Filing]).await
    }

    /// A person with these groups and roles, signed in through the page, in Russian.
    pub async fn signed_in(app: &TestApp, name: &str, groups: &[&str], roles: &[Role]) -> Self {
        app.person_of(name, groups, roles, "correct horse").await;
        let visitor = Self::new(app, "ru");
        let form = [("name", name), ("password", "correct horse")];
        visitor.post("/sign-in", &form).await.expect(303);
        visitor
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Page {
        Page::read(self.http.get(format!("{}{path}", self.base)).send().await.unwrap()).await
    }

    /// Asks for a stream, which is read as it comes.
    pub async fn stream(&self, path: &str) -> Response {
        self.http.get(format!("{}{path}", self.base)).send().await.unwrap()
    }

    /// The token of the session, from a form of a page.
    pub async fn token(&self, path: &str) -> String {
        let page = self.get(path).await.expect(200);
        page.hidden("/sign-out").into_iter().find(|(name, _)| name == "csrf").unwrap().1
    }

    /// Posts a form.
    pub async fn post<K: AsRef<str>, V: AsRef<str>>(&self, path: &str, form: &[(K, V)]) -> Page {
        let form: Vec<_> = form.iter().map(|(k, v)| (k.as_ref(), v.as_ref())).collect();
        let request = self.http.post(format!("{}{path}", self.base)).form(&form);
        Page::read(request.send().await.unwrap()).await
    }

    /// Posts the form of a page that takes a file along.
    pub async fn upload(&self, page: &Page, action: &str, name: &str, content: &[u8]) -> Page {
        let mut form = Form::new();
        for (field, value) in page.hidden(action) {
            form = form.text(field, value);
        }
        let file = Part::bytes(content.to_vec()).file_name(name.to_owned());
        let request = self.http.post(format!("{}{action}", self.base));
        Page::read(request.multipart(form.part("file", file)).send().await.unwrap()).await
    }

    /// Posts the form of a page that begins with this action, with its hidden fields and these.
    pub async fn submit(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let mut form = page.hidden(action);
        form.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(action, &form).await
    }
}

impl Page {
    async fn read(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let location = headers.get("location").map(|to| to.to_str().unwrap().to_owned());
        let html = response.text().await.unwrap();
        Self { status, location: location.unwrap_or_default(), headers, html }
    }

    /// The page, which must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.html);
        self
    }

    /// The page, which must show this text.
    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(self.html.contains(text), "the page does not show {text:?}:\n{}", self.html);
        self
    }

    /// The page, which must not show this text.
    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.html.contains(text), "the page shows {text:?}:\n{}", self.html);
        self
    }

    /// The hidden fields of the form with this action.
    #[track_caller]
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let opening = format!("action=\"{action}\"");
        let form = self.html.split(&opening).nth(1);
        let form = form.unwrap_or_else(|| panic!("no form posts to {action}:\n{}", self.html));
        let form = form.split("</form>").next().unwrap();
        let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
        let field = |input: &str| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            (name.to_owned(), plain(rest.split_once('"').unwrap().0))
        };
        inputs.map(field).collect()
    }

    /// Where the pager leads: `next` or `prev`.
    #[track_caller]
    pub fn pager(&self, rel: &str) -> String {
        let found = self.html.split(&format!("<a rel=\"{rel}\" href=\"")).nth(1);
        plain(
            found.unwrap_or_else(|| panic!("no {rel}:\n{}", self.html)).split_once('"').unwrap().0,
        )
    }

    /// The first address on the page that begins like this.
    #[track_caller]
    pub fn href(&self, beginning: &str) -> String {
        let found =
            self.html.split("href=\"").skip(1).map(|rest| plain(rest.split('"').next().unwrap()));
        let mut found = found.filter(|href| href.starts_with(beginning));
        found.next().unwrap_or_else(|| panic!("nothing leads to {beginning}:\n{}", self.html))
    }
}

/// An attribute as a browser reads it.
fn plain(escaped: &str) -> String {
    let letters = [("&#x3D;", "="), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    letters.iter().fold(escaped.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
