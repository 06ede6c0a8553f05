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
    use super::*;

    #[tokio::test]
    async fn an_asset_is_served_under_its_own_hash_only() {
        let name = css_href().trim_start_matches("/assets/").to_owned();
        let response = serve(Path(name)).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CACHE_CONTROL], FOREVER);
        assert_eq!(serve(Path("app.css".to_owned())).await.status(), StatusCode::NOT_FOUND);
    }
}
