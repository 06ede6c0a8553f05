//! The words of the interface, from the Fluent catalogues in `templates/texts`. The build has made
//! sure that every language has every key (`build.rs`).

pub mod words;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fluent_templates::fluent_bundle::FluentResource;
pub use fluent_templates::fluent_bundle::{FluentArgs, FluentValue};
use fluent_templates::{FluentBundle, LanguageIdentifier};
use reglament_core::text::Lang;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../templates/texts"]
#[include = "*.ftl"]
struct Catalogues;

type Bundle = FluentBundle<FluentResource>;

/// What the words of a key leave open: `&[("days", 3.into())]`.
pub type Args<'a> = [(&'static str, FluentValue<'a>)];

/// The words of a key; the key itself if there is none, which the tests would have told.
pub fn say(lang: Lang, key: &str, args: &Args) -> String {
    let args = args.iter().cloned().collect();
    find(lang, key, &args).unwrap_or_else(|| {
        tracing::error!(key, lang = lang.code(), "the catalogue has no such text");
        key.to_owned()
    })
}

/// The words of a key, if the catalogue has it and `args` fill all it leaves open.
pub fn find(lang: Lang, key: &str, args: &FluentArgs) -> Option<String> {
    let bundle = bundles().get(&lang)?;
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let words = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    errors.is_empty().then_some(words)
}

fn bundles() -> &'static BTreeMap<Lang, Bundle> {
    static BUNDLES: OnceLock<BTreeMap<Lang, Bundle>> = OnceLock::new();
    BUNDLES.get_or_init(|| Lang::ALL.into_iter().map(|lang| (lang, bundle(lang))).collect())
}

fn bundle(lang: Lang) -> Bundle {
    let id = lang.code().parse::<LanguageIdentifier>().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // The marks that isolate directions are for texts that mix them; ours never do.
    bundle.set_use_isolating(false);
    let folder = format!("{}/", lang.code());
    for path in Catalogues::iter().filter(|path| path.starts_with(&folder)) {
        let Some(file) = Catalogues::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(text).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests;
