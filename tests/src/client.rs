//! A client of the API.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::Value;

/// Somebody who speaks HTTP to the product.
#[derive(Clone)]
pub struct Client {
    base: String,
    headers: HeaderMap,
    http: reqwest::Client,
}

/// An answer, read whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as text.
    pub text: String,
    /// Its body as JSON; null if it is none.
    pub json: Value,
}

impl Client {
    /// Nobody.
    pub fn nobody(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { base: base.to_owned(), headers: HeaderMap::new(), http }
    }

    /// A program with this token.
    pub fn program(base: &str, token: &str) -> Self {
        Self::nobody(base).with("authorization", &format!("Bearer {token}"))
    }

    /// A person with this session, as a page of ours sends for them.
    pub fn person(base: &str, cookie: impl std::fmt::Display, csrf: &str) -> Self {
        let cookie = cookie.to_string();
        let pair = cookie.split(';').next().unwrap_or_default();
        Self::nobody(base).with("cookie", pair).with("x-csrf-token", csrf)
    }

    /// The same client with one more header on everything it sends.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.headers.insert(name, HeaderValue::from_str(value).unwrap());
        self
    }

    /// The same client without this header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// A header that it sends.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Asks for something.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Sends JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body.to_string())).await
    }

    /// Sends a text as JSON, also when it is none.
    pub async fn post_text(&self, path: &str, body: &str) -> Answer {
        self.send(Method::POST, path, Some(body.to_owned())).await
    }

    /// Sends a request.
    pub async fn send(&self, method: Method, path: &str, body: Option<String>) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        request = request.headers(self.headers.clone());
        if let Some(body) = body {
            if !self.headers.contains_key("content-type") {
                request = request.header("content-type", "application/json");
            }
            request = request.body(body);
        }
        Answer::read(request.send().await.expect("the server answers")).await
    }
}

impl Answer {
    async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        // A stream of news does not end: that it began is its answer.
        let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok());
        let text = match kind {
            Some(kind) if kind.starts_with("text/event-stream") => String::new(),
            _ => {
                let bytes = response.bytes().await.expect("the answer comes whole");
                String::from_utf8_lossy(&bytes).into_owned()
            }
        };
        let json = serde_json::from_str(&text).unwrap_or_default();
        Self { status, headers, text, json }
    }

    /// The answer, which must have this status.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// The stable code of a problem.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or("no problem")
    }

    /// A text in the body, by JSON pointer.
    pub fn at(&self, pointer: &str) -> String {
        match self.json.pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => panic!("the answer has no {pointer}: {}", self.text),
        }
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The name of the open task of this step.
    pub fn task(&self, step: &str) -> String {
        let tasks = self.json["tasks"].as_array().expect("the answer has tasks");
        let found = tasks.iter().find(|task| task["step"] == step);
        let found = found.unwrap_or_else(|| panic!("no open task of {step}: {}", self.text));
        found["task"].as_str().unwrap().to_owned()
    }
}
