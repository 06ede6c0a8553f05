//! Every page of the product: the route table says which there are, and each route that shows a page
//! has an address here. A new page without one fails the suite.

use reglament_server::pages;
use reqwest::Method;

/// Routes that answer with something that is no page of ours.
const NO_PAGES: [&str; 10] = [
    "/",
    "/language/{lang}",
    "/documents/{document}",
    "/instances/{instance}/attachments/{no}",
    "/instances/{instance}/history.json",
    "/sign-in/oidc",
    "/sign-in/oidc/back",
    "/live",
    "/assets/{version}/{name}",
    "/sign-in",
];

/// The addresses of all pages, with a name each; `sample` knows what stands for a parameter.
pub fn all(sample: impl Fn(&str) -> Option<Vec<(&'static str, String)>>) -> Vec<(String, String)> {
    let table = pages::table();
    let shown = table
        .routes()
        .iter()
        .filter(|route| route.method == Method::GET && !NO_PAGES.contains(&route.path.as_str()));
    let mut found = Vec::new();
    for route in shown {
        let name = route.path.trim_start_matches('/').replace('/', "-");
        match sample(&route.path) {
            Some(addresses) => {
                let named = |(of, path): (&str, String)| (format!("{name}{of}"), path);
                found.extend(addresses.into_iter().map(named));
            }
            None if route.path.contains('{') => {
                panic!("{} is a new page: say in `every_page.rs` what shows it", route.path)
            }
            None => found.push((name, route.path.clone())),
        }
    }
    found
}
