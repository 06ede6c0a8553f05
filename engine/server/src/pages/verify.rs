//! Whether a document is genuine: for anybody who holds one, without signing in. The page says what
//! kind of document it is, its number and its day, and nothing about any person.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect};
use reglament_core::text::Lang;
use reglament_store::DocumentRow;
use serde::{Deserialize, Serialize};

use super::form::Problem;
use super::format;
use super::render::{View, render};
use super::shell::{Shell, percent};
use super::visit::{PageResult, language};
use crate::app::App;
use crate::auth::{ClientIp, Guesser};
use crate::documents::read_code;
use crate::texts::say;

/// Where the page is.
const PATH: &str = "/verify";

/// The page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct VerifyPage {
    /// The code that was typed.
    pub code: String,
    /// The document that has it.
    pub found: Option<Genuine>,
    /// Why none is shown.
    pub problems: Vec<Problem>,
}

/// A genuine document.
#[derive(Clone, Debug, Serialize)]
pub struct Genuine {
    /// What kind of document it is.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: String,
}

impl View for VerifyPage {
    const TEMPLATE: &'static str = "verify";

    fn title(&self, lang: Lang) -> String {
        say(lang, "verify-title", &[])
    }
}

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Typed {
    code: Option<String>,
}

/// The page that asks for a code; a code that was typed goes on to its own page.
pub async fn ask(headers: HeaderMap, Query(typed): Query<Typed>) -> PageResult {
    match typed.code {
        Some(code) => {
            let code = read_code(&code).unwrap_or_else(|| code.trim().to_owned());
            Ok(Redirect::to(&format!("{PATH}/{}", percent(&code))).into_response())
        }
        None => respond(&headers, StatusCode::OK, PATH, &VerifyPage::default()),
    }
}

/// Says whether there is a document with this code. Wrong codes slow their sender down.
pub async fn show(
    State(app): State<App>,
    ClientIp(ip): ClientIp,
    headers: HeaderMap,
    Path(typed): Path<String>,
) -> PageResult {
    let (lang, now) = (language(&headers), app.clock.now());
    let path = format!("{PATH}/{}", percent(&typed));
    let problem = |key: &str, minutes: u64| VerifyPage {
        code: typed.clone(),
        found: None,
        problems: vec![Problem {
            id: "code".to_owned(),
            text: say(lang, key, &[("minutes", minutes.into())]),
        }],
    };
    let guesser = Guesser { kind: PATH, name: "", ip };
    if let Some(seconds) = guesser.wait(&*app.store, now).await? {
        let page = problem("verify-too-many", seconds.div_ceil(60));
        return respond(&headers, StatusCode::TOO_MANY_REQUESTS, &path, &page);
    }
    let found = match read_code(&typed) {
        Some(code) => app.store.document_by_code(&code).await?,
        None => None,
    };
    let Some(row) = found else {
        guesser.count(&*app.store, now).await?;
        return respond(&headers, StatusCode::NOT_FOUND, &path, &problem("verify-unknown", 0));
    };
    let page = VerifyPage {
        code: row.code.clone(),
        found: Some(genuine(lang, &app, &row)),
        problems: Vec::new(),
    };
    respond(&headers, StatusCode::OK, &path, &page)
}

fn genuine(lang: Lang, app: &App, row: &DocumentRow) -> Genuine {
    let day = row.made_at.to_zoned(app.settings.zone.clone()).date();
    Genuine {
        title: row.title.get(lang).to_owned(),
        number: row.number.clone(),
        date: format::date(lang, day),
    }
}

fn respond(headers: &HeaderMap, status: StatusCode, path: &str, page: &VerifyPage) -> PageResult {
    let html = render(&Shell::new(language(headers), path).remembering(headers), page)?;
    Ok((status, Html(html)).into_response())
}
