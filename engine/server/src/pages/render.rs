//! Renders a view with its template. Templates live in `templates/pages` and `templates/partials`;
//! strict: a name that the view does not have is an error, never an empty place.

mod include;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use reglament_core::text::Lang;
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::Value;

use super::shell::Shell;
use crate::texts::{self, FluentArgs, FluentValue};

/// Where the page stands in its layout.
const BLOCK: &str = "@partial-block";

#[derive(RustEmbed)]
#[folder = "../../templates"]
#[include = "pages/*.hbs"]
#[include = "partials/*.hbs"]
struct Templates;

/// What one page shows: a struct beside a template of `templates/pages`.
pub trait View: Serialize {
    /// The template, without its folder and ending.
    const TEMPLATE: &'static str;

    /// The title of the page, in its language.
    fn title(&self, lang: Lang) -> String;
}

#[derive(Serialize)]
struct Data<'a, V> {
    lang: &'static str,
    title: String,
    shell: &'a Shell,
    #[serde(flatten)]
    view: &'a V,
}

/// The page as HTML.
pub fn render<V: View>(shell: &Shell, view: &V) -> Result<String, RenderError> {
    let lang = shell.lang;
    let data = Data { lang: lang.code(), title: view.title(lang), shell, view };
    let registry = registry().as_ref().map_err(|error| RenderErrorReason::Other(error.clone()))?;
    registry.render(V::TEMPLATE, &data)
}

/// All templates, read once; the error of the first that does not parse.
fn registry() -> &'static Result<Handlebars<'static>, String> {
    static REGISTRY: OnceLock<Result<Handlebars<'static>, String>> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_helper("t", Box::new(Say));
        registry.register_helper("picture", Box::new(Picture));
        let partials = texts_below("partials/");
        for (name, text) in texts_below("pages/") {
            let wrong = |error: String| format!("templates/pages/{name}.hbs: {error}");
            let text = include::included(&text, &partials).map_err(wrong)?;
            registry
                .register_template_string(&name, text)
                .map_err(|error| wrong(error.to_string()))?;
        }
        Ok(registry)
    })
}

/// The templates of a folder by their names.
fn texts_below(folder: &str) -> BTreeMap<String, String> {
    let named = Templates::iter().filter_map(|path| {
        let name = path.strip_prefix(folder)?.strip_suffix(".hbs")?.to_owned();
        let text = String::from_utf8_lossy(&Templates::get(&path)?.data).into_owned();
        Some((name, text))
    });
    named.collect()
}

/// `{{t "key" name=value}}`: the words of a key in the language of the page, escaped like any value.
struct Say;

impl HelperDef for Say {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = helper.param(0).and_then(|key| key.value().as_str()).unwrap_or_default();
        let lang = context.data().get("lang").and_then(Value::as_str).unwrap_or_default();
        let args: FluentArgs =
            helper.hash().iter().map(|(name, value)| (*name, fluent(value.value()))).collect();
        let words = lang.parse().ok().and_then(|lang: Lang| texts::find(lang, key, &args));
        words.map(|words| ScopedJson::Derived(Value::String(words))).ok_or_else(|| {
            let message = format!("templates/texts/{lang} has no text `{key}` for these variables");
            RenderErrorReason::Other(message).into()
        })
    }
}

/// `{{picture svg}}`: a picture that this program drew, as it is. Nothing that people wrote stands in it but
/// escaped words.
struct Picture;

impl HelperDef for Picture {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let svg = helper.param(0).and_then(|svg| svg.value().as_str()).unwrap_or_default();
        Ok(out.write(svg)?)
    }
}

fn fluent(value: &Value) -> FluentValue<'static> {
    match value {
        Value::Number(number) => FluentValue::from(number.as_f64().unwrap_or_default()),
        Value::String(text) => FluentValue::from(text.clone()),
        other => FluentValue::from(other.to_string()),
    }
}
