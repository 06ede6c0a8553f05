//! One sheet becomes one PDF.

use jiff::civil::DateTime;
use reglament_core::text::Texts;
use serde_json::{Map, Value as Json, json};
use typst::WorldExt;
use typst::comemo;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst::syntax::DiagSpan;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::kind::Kind;
use super::world::{AtDesk, Desk, file_id};
use super::{FOLDER, LETTER, qr, value};
use crate::messages::Problem;

/// A document of more pages went wrong.
const PAGES_MAX: usize = 50;
/// A larger file went wrong.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// A longer list in the variables is refused.
const LIST_ITEMS_MAX: usize = 1_000;
/// What was typeset for the last sheets is kept, so that the next ones are quicker.
const SHEETS_REMEMBERED: usize = 4;

/// What is typeset: a document with everything it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The document: a folder below `templates/documents`.
    pub document: String,
    /// The variables of the case, as JSON.
    pub variables: Json,
    /// The organisation that signs it.
    pub office: Texts,
    /// Its number.
    pub number: String,
    /// When it is made, in the office's zone.
    pub at: DateTime,
    /// The code by which anybody can verify it.
    pub code: String,
    /// The page where.
    pub url: String,
    /// What identifies it in the file: the effect.
    pub id: String,
}

/// The PDF of a sheet.
pub(super) fn typeset(desk: &Desk, kind: &Kind, sheet: &Sheet) -> Result<Vec<u8>, Problem> {
    let whole = |message: &str| whole(kind, message);
    let (world, document) = lay_out(desk, kind, sheet)?;
    let options = options(sheet).ok_or_else(|| whole("the moment of the document is none"))?;
    let pdf = typst_pdf::pdf(&document, &options).map_err(|found| first(&world, kind, &found))?;
    comemo::evict(SHEETS_REMEMBERED);
    if pdf.len() > BYTES_MAX {
        return Err(whole("the document is too large"));
    }
    Ok(pdf)
}

/// The pages of a sheet, which the checker looks at and nobody keeps.
pub(super) fn lay_out<'a>(
    desk: &'a Desk,
    kind: &Kind,
    sheet: &Sheet,
) -> Result<(AtDesk<'a>, PagedDocument), Problem> {
    let whole = |message: &str| whole(kind, message);
    if longest_list(&sheet.variables) > LIST_ITEMS_MAX {
        return Err(whole("a list in the variables is too long for a document"));
    }
    let main = file_id(&format!("{}/{LETTER}", kind.name)).ok_or_else(|| whole("a wrong name"))?;
    let inputs = value::dict(&inputs(kind, sheet));
    let world = AtDesk::new(desk, main, inputs, sheet.at.date());
    let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
    let document = output.map_err(|found| first(&world, kind, &found))?;
    if document.pages().len() > PAGES_MAX {
        return Err(whole("the document has too many pages"));
    }
    Ok((world, document))
}

fn whole(kind: &Kind, message: &str) -> Problem {
    let file = format!("{FOLDER}{}/{LETTER}", kind.name);
    Problem { file, line: 1, message: message.to_owned() }
}

/// PDF/A-2u: it can be read in decades, and its text can be copied.
fn options(sheet: &Sheet) -> Option<PdfOptions> {
    let at = sheet.at;
    let byte = |number: i8| u8::try_from(number).ok();
    let moment = Datetime::from_ymd_hms(
        at.year().into(),
        byte(at.month())?,
        byte(at.day())?,
        byte(at.hour())?,
        byte(at.minute())?,
        byte(at.second())?,
    )?;
    Some(PdfOptions {
        ident: Smart::Custom(sheet.id.clone()),
        creator: Smart::Custom(Some("Reglament".to_owned())),
        timestamp: Some(Timestamp::new_utc(moment)),
        standards: PdfStandards::new(&[PdfStandard::A_2u]).ok()?,
        ..PdfOptions::default()
    })
}

/// The variables of the template: those of the case, the office, and `letter`.
fn inputs(kind: &Kind, sheet: &Sheet) -> Map<String, Json> {
    let mut inputs = sheet.variables.as_object().cloned().unwrap_or_default();
    inputs.insert("office".to_owned(), words(&sheet.office));
    let letter = json!({
        "name": kind.name,
        "title": words(&kind.title),
        "languages": kind.languages,
        "details": kind.details,
        "number": sheet.number,
        "date": sheet.at.date(),
        "time": sheet.at.time(),
        "code": sheet.code,
        "url": sheet.url,
        "qr": qr::svg(&sheet.url),
    });
    inputs.insert("letter".to_owned(), letter);
    inputs
}

fn words(texts: &Texts) -> Json {
    let entry = |lang: reglament_core::text::Lang| {
        (lang.code().to_owned(), Json::String(texts.get(lang).to_owned()))
    };
    Json::Object(reglament_core::text::Lang::ALL.into_iter().map(entry).collect())
}

/// The first error, where the author sees it; an error within a shared part names the line of the letter
/// that led there.
fn first(world: &AtDesk<'_>, kind: &Kind, errors: &[SourceDiagnostic]) -> Problem {
    let Some(error) = errors.first() else { return whole(kind, "it cannot be made") };
    let letter = format!("{}/{LETTER}", kind.name);
    let place = |span| -> Option<(String, usize)> {
        let id = DiagSpan::id(span)?;
        let path = id.get().vpath().get_without_slash().to_owned();
        Some((path, world.line(id, world.range(span)?.start)))
    };
    let Some((path, line)) = place(error.span) else { return whole(kind, &error.message) };
    let calls = error.trace.iter().filter_map(|call| place(call.span.into()));
    let from = calls.filter(|_| path != letter).find(|(path, _)| *path == letter);
    let message = match from {
        Some((_, line)) => format!("{} (from {letter}:{line})", error.message),
        None => error.message.to_string(),
    };
    Problem { file: format!("{FOLDER}{path}"), line, message }
}

/// The length of the longest list.
fn longest_list(value: &Json) -> usize {
    let mut open = vec![value];
    let mut longest = 0;
    while let Some(value) = open.pop() {
        match value {
            Json::Array(items) => {
                longest = longest.max(items.len());
                open.extend(items);
            }
            Json::Object(entries) => open.extend(entries.values()),
            _ => {}
        }
    }
    longest
}
