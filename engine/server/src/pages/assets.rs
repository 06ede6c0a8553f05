//! The style sheet and the icon, under addresses that name their content: a browser keeps them for
//! good, and a new release has new addresses.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "../web"]
#[include = "*.css"]
#[include = "*.svg"]
struct Assets;

const FOREVER: &str = "public, max-age=31536000, immutable";

struct Asset {
    href: String,
    kind: &'static str,
    data: Vec<u8>,
}

/// The address of the style sheet.
pub fn css_href() -> &'static str {
    &all()[0].href
}

/// The address of the icon.
pub fn icon_href() -> &'static str {
    &all()[1].href
}

/// Serves an asset by the name in its address.
pub async fn serve(Path(name): Path<String>) -> Response {
    match all().iter().find(|asset| asset.href.strip_prefix("/assets/") == Some(&name)) {
        Some(asset) => {
            let headers = [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, FOREVER)];
            (headers, asset.data.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn all() -> &'static [Asset; 2] {
    static ALL: OnceLock<[Asset; 2]> = OnceLock::new();
    ALL.get_or_init(|| {
        [asset("app", "css", "text/css; charset=utf-8"), asset("icon", "svg", "image/svg+xml")]
    })
}

fn asset(name: &str, ending: &str, kind: &'static str) -> Asset {
    let file = Assets::get(&format!("{name}.{ending}"));
    let data = file.map(|file| file.data.into_owned()).unwrap_or_default();
    let digest = Sha256::digest(&data);
    let hash = hex(&digest[..8]);
    Asset { href: format!("/assets/{name}.{hash}.{ending}"), kind, data }
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

    /// The colours of the light theme and of the dark one, which names only those that differ.
    fn themes() -> [BTreeMap<String, String>; 2] {
        let css = String::from_utf8(all()[0].data.clone()).unwrap();
        let (light, dark) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
        let colours = |text: &str| -> BTreeMap<String, String> {
            let declared = text.split("--").skip(1).filter_map(|token| token.split_once(": #"));
            let hex = |rest: &str| rest.chars().take_while(char::is_ascii_hexdigit).collect();
            declared.map(|(name, rest)| (name.to_owned(), hex(rest))).collect()
        };
        let light = colours(light);
        let mut mixed = light.clone();
        mixed.extend(colours(dark.split("/* Base */").next().unwrap()));
        [light, mixed]
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
            ("link", "paper"),
            ("link", "sheet"),
            ("wrong", "sheet"),
            ("wrong", "paper"),
            ("button-ink", "button"),
            ("brand-ink", "brand"),
        ];
        let pairs = pairs.map(|(text, ground)| (text.to_owned(), ground.to_owned(), 4.5));
        for theme in themes() {
            for (text, ground, least) in chips.iter().chain(&pairs) {
                let found = contrast(&theme[text], &theme[ground]);
                assert!(found >= *least, "{text} on {ground} has {found:.2}, {least} are needed");
            }
            // The edge of a field is no text: WCAG 1.4.11 asks for 3.
            assert!(contrast(&theme["line-strong"], &theme["sheet"]) >= 3.0);
        }
    }

    #[tokio::test]
    async fn an_asset_is_served_under_its_own_hash_only() {
        let name = css_href().trim_start_matches("/assets/").to_owned();
        let response = serve(Path(name)).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CACHE_CONTROL], FOREVER);
        assert_eq!(serve(Path("app.css".to_owned())).await.status(), StatusCode::NOT_FOUND);
    }
}
