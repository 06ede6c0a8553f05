//! What stands around every page: the language, the person, the places to go.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use reglament_core::text::Lang;
use serde::Serialize;

use super::assets;

/// The frame of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    /// The language of the page.
    #[serde(skip)]
    pub lang: Lang,
    /// Where style sheets, scripts and the icon are.
    pub assets: &'static str,
    /// Light or dark by the person's choice; without one the system decides.
    pub theme: Option<&'static str>,
    /// Whether single letters act as keys.
    pub keys: bool,
    /// The same page in each language.
    pub languages: Vec<LanguageLink>,
    /// The name of who is signed in.
    pub person: Option<String>,
    /// The token that every form of this session carries.
    pub csrf: String,
    /// The beginning of the idempotency keys of the forms on this page.
    pub key: String,
    /// Where the person may go.
    pub places: Vec<Place>,
    /// Where the person may go that few need every day: they fold.
    pub more: Vec<Place>,
    /// Where the field of the bar searches, for who may search.
    pub search: Option<&'static str>,
}

/// A link to the same page in another language.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// The language.
    pub code: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether the page is in it now.
    pub current: bool,
}

/// A place in the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// The key of its name in the catalogue.
    pub name: &'static str,
    /// Where it is.
    pub href: &'static str,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// The cookie that remembers light or dark.
pub const THEME_COOKIE: &str = "theme";
/// The cookie that remembers that single letters are no keys.
pub const KEYS_COOKIE: &str = "keys";
/// What a person may choose; `auto` is to choose nothing.
pub const THEMES: [&str; 2] = ["light", "dark"];

/// The names that languages have for themselves, the same on every page.
const NAMES: [(Lang, &str); 3] = [(Lang::Kk, "ҚАЗ"), (Lang::Ru, "РУС"), (Lang::En, "ENG")];

impl Shell {
    /// The frame for somebody who is not signed in; `path` is where the language links come back to.
    pub fn new(lang: Lang, path: &str) -> Self {
        let link = |(code, name): (Lang, &'static str)| LanguageLink {
            code: code.code(),
            name,
            href: format!("/language/{}?to={}", code.code(), percent(path)),
            current: code == lang,
        };
        Self {
            lang,
            assets: assets::base(),
            theme: None,
            keys: true,
            languages: NAMES.map(link).to_vec(),
            person: None,
            csrf: String::new(),
            key: String::new(),
            places: Vec::new(),
            more: Vec::new(),
            search: None,
        }
    }

    /// The frame with what the cookies of the browser remember.
    #[must_use]
    pub fn remembering(self, headers: &HeaderMap) -> Self {
        let jar = CookieJar::from_headers(headers);
        let value = |name| jar.get(name).map(|cookie: &Cookie<'_>| cookie.value().to_owned());
        let theme = value(THEME_COOKIE);
        let theme = THEMES.into_iter().find(|known| theme.as_deref() == Some(known));
        Self { theme, keys: value(KEYS_COOKIE).as_deref() != Some("off"), ..self }
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE;

    use super::*;

    #[test]
    fn a_language_link_comes_back_to_the_same_page() {
        let shell = Shell::new(Lang::Ru, "/tasks?tab=units&page=2");
        assert_eq!(shell.languages[0].href, "/language/kk?to=/tasks%3Ftab%3Dunits%26page%3D2");
        assert!(shell.languages[1].current && !shell.languages[0].current);
    }

    #[test]
    fn the_cookies_choose_among_what_there_is() {
        let shell = |cookies: &str| {
            let headers = HeaderMap::from_iter([(COOKIE, cookies.parse().unwrap())]);
            let shell = Shell::new(Lang::En, "/").remembering(&headers);
            (shell.theme, shell.keys)
        };
        assert_eq!(shell("theme=dark; keys=off"), (Some("dark"), false));
        assert_eq!(shell("theme=\"><script>; keys=maybe"), (None, true));
    }
}
