//! Style sheets, scripts and the icon, under one address that names their content: a browser keeps
//! them for good, a new release has a new address, and modules find each other beside themselves.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "../web"]
#[include = "*.css"]
#[include = "*.js"]
#[include = "*.svg"]
struct Files;

/// The sheets that make up `app.css`, in the order of their rules.
const SHEETS: [&str; 9] =
    ["tokens", "base", "shell", "controls", "forms", "tables", "case", "reports", "modes"];

const FOREVER: &str = "public, max-age=31536000, immutable";

/// Everything that is served, and the hash of it.
struct Assets {
    base: String,
    files: Vec<Asset>,
}

struct Asset {
    name: String,
    kind: &'static str,
    data: Vec<u8>,
}

/// The address below which all assets are.
pub fn base() -> &'static str {
    &all().base
}

/// Serves an asset by the hash of all and its name.
pub async fn serve(Path((version, name)): Path<(String, String)>) -> Response {
    let all = all();
    let current = all.base.strip_prefix("/assets/") == Some(&version);
    match all.files.iter().find(|file| current && file.name == name) {
        Some(file) => {
            let headers = [(header::CONTENT_TYPE, file.kind), (header::CACHE_CONTROL, FOREVER)];
            (headers, file.data.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn all() -> &'static Assets {
    static ALL: OnceLock<Assets> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut files =
            vec![asset("app.css", SHEETS.iter().flat_map(|name| sheet(name)).collect())];
        for path in Files::iter().filter(|path| !path.starts_with("css/")) {
            let name = path.trim_start_matches("js/");
            files.push(asset(name, data(&path)));
        }
        let mut hash = Sha256::new();
        for file in &files {
            hash.update(&file.data);
        }
        Assets { base: format!("/assets/{}", hex(&hash.finalize()[..8])), files }
    })
}

fn sheet(name: &str) -> Vec<u8> {
    data(&format!("css/{name}.css"))
}

fn data(path: &str) -> Vec<u8> {
    Files::get(path).map(|file| file.data.into_owned()).unwrap_or_default()
}

fn asset(name: &str, data: Vec<u8>) -> Asset {
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
    Asset { name: name.to_owned(), kind, data }
}

/// Hexadecimal digits of these bytes.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The colours of the light theme and of the dark one.
    fn themes() -> [BTreeMap<String, String>; 2] {
        let css = String::from_utf8(sheet("tokens")).unwrap();
        let declared: Vec<_> =
            css.split("--").skip(1).filter_map(|token| token.split_once(": light-dark(")).collect();
        assert!(declared.len() > 30, "the tokens are not read");
        [0, 1].map(|theme| {
            let colour = |pair: &str| {
                let pair = pair.split(')').next().unwrap();
                let hex = pair.split(", ").nth(theme).unwrap();
                hex.trim_start_matches('#').to_owned()
            };
            declared.iter().map(|(name, rest)| ((*name).to_owned(), colour(rest))).collect()
        })
    }

    /// The contrast of WCAG 2.
    fn contrast(one: &str, other: &str) -> f64 {
        let luminance = |hex: &str| {
            let hex: String = if hex.len() == 3 {
                hex.chars().flat_map(|c| [c, c]).collect()
            } else {
                hex.into()
            };
            let part = |n: usize| {
                let byte = u8::from_str_radix(&hex[n..n + 2], 16).unwrap();
                let value = f64::from(byte) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_stands_out_from_what_lies_under_it() {
        let chips = ["ontime", "risk", "late", "paused", "outside", "extended"];
        let chips = chips.map(|name| (name.to_owned(), format!("{name}-fill"), 7.0));
        let pairs = [
            ("ink", "paper"),
            ("ink", "sheet"),
            ("ink-2", "paper"),
            ("ink-2", "sheet"),
            ("ink-2", "paused-fill"),
            ("ink", "outside-fill"),
            ("link", "paper"),
            ("link", "sheet"),
            ("link", "outside-fill"),
            ("link", "risk-fill"),
            ("wrong", "sheet"),
            ("wrong", "paper"),
            ("button-ink", "button"),
            ("brand-ink", "brand"),
            ("brand-ink", "brand-2"),
        ];
        let pairs = pairs.map(|(text, ground)| (text.to_owned(), ground.to_owned(), 4.5));
        // The edge of a field and the parts of a chart are no text: WCAG 1.4.11 asks for 3.
        let edges = ["line-strong", "s1", "s2", "s3", "s4", "s5", "s6"];
        let edges = edges.map(|name| (name.to_owned(), "sheet".to_owned(), 3.0));
        for theme in themes() {
            for (text, ground, least) in chips.iter().chain(&pairs).chain(&edges) {
                let found = contrast(&theme[text], &theme[ground]);
                assert!(found >= *least, "{text} on {ground} has {found:.2}, {least} are needed");
            }
        }
    }

    #[test]
    fn no_sheet_is_left_out_and_none_comes_from_elsewhere() {
        let sheets = Files::iter().filter(|path| path.starts_with("css/")).count();
        assert_eq!(sheets, SHEETS.len());
        for file in &all().files {
            let text = String::from_utf8_lossy(&file.data);
            assert!(!file.data.is_empty(), "{} is empty", file.name);
            let address = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!address.contains("//cdn") && !address.contains("url(h"), "{}", file.name);
        }
    }

    #[tokio::test]
    async fn an_asset_is_served_under_the_hash_of_all_only() {
        let version = base().trim_start_matches("/assets/").to_owned();
        let response = serve(Path((version, "app.css".to_owned()))).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CACHE_CONTROL], FOREVER);
        let old = Path(("0".to_owned(), "app.css".to_owned()));
        assert_eq!(serve(old).await.status(), StatusCode::NOT_FOUND);
    }
}
