//! What people add to a case beside its data: comments for colleagues, and files. Neither leaves the
//! organisation; a file that was removed stays listed, struck through.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Redirect};
use jiff::tz::TimeZone;
use reglament_core::access::Action;
use reglament_core::command::Command;
use reglament_core::event::{Event, Recorded};
use reglament_core::ids::InstanceId;
use reglament_core::instance::{ATTACHMENT_BYTES_MAX, Attachment, Instance};
use reglament_core::text::Lang;
use serde::{Deserialize, Serialize};

use super::build;
use crate::attachments;
use crate::dispatch::{DispatchError, Options, Target};
use crate::pages::error::PageError;
use crate::pages::inbox::Notice;
use crate::pages::names::People;
use crate::pages::posted_file::PostedFile;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::pages::{format, refusal};
use crate::reading;
use crate::scanner::Unclean;
use crate::texts::say;

/// What a browser may show within a page of its own; everything else is downloaded.
const SHOWN: [&str; 5] = ["application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain"];

/// A comment for colleagues.
#[derive(Clone, Debug, Serialize)]
pub struct CommentLine {
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// What they wrote.
    pub text: String,
}

/// A file of the case.
#[derive(Clone, Debug, Serialize)]
pub struct FileLine {
    /// Its number in the case.
    pub no: u32,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// How large it is.
    pub size: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Who attached it and when.
    pub attached: String,
    /// Of which file it is a later version.
    pub version_of: Option<u32>,
    /// Where it is downloaded; gone when it was removed.
    pub href: Option<String>,
    /// Whether a browser may show it.
    pub shown: bool,
    /// When it was removed, by whom and why.
    pub removed: Option<String>,
    /// Whether this person may remove it.
    pub removable: bool,
}

/// The comments among these events, the newest first.
pub fn comments(
    lang: Lang,
    zone: &TimeZone,
    people: &People,
    events: &[Recorded],
) -> Vec<CommentLine> {
    let told = events.iter().rev().filter_map(|recorded| match &recorded.event {
        Event::CommentAdded { text } => Some(CommentLine {
            at: format::moment(lang, recorded.at, zone),
            by: people.name(&recorded.by),
            text: text.clone(),
        }),
        _ => None,
    });
    told.collect()
}

/// The files of a case, in the order in which they came.
pub fn files(visit: &Visit, zone: &TimeZone, people: &People, case: &Instance) -> Vec<FileLine> {
    let line =
        |(no, attachment): (&u32, &Attachment)| file(visit, zone, people, case, *no, attachment);
    case.attachments.iter().map(line).collect()
}

fn file(
    visit: &Visit,
    zone: &TimeZone,
    people: &People,
    case: &Instance,
    no: u32,
    attachment: &Attachment,
) -> FileLine {
    let (lang, file) = (visit.lang, &attachment.file);
    let by = |by: &str, at| {
        [("person", people.name(by).into()), ("when", format::moment(lang, at, zone).into())]
    };
    let removed = attachment.removed.as_ref().map(|removed| {
        let [person, when] = by(&removed.by, removed.at);
        say(lang, "file-removed", &[person, when, ("reason", removed.reason.clone().into())])
    });
    let here = removed.is_none();
    FileLine {
        no,
        name: file.name.clone(),
        kind: file.media_type.clone(),
        size: size(lang, file.size),
        sha256: file.sha256.clone(),
        attached: say(lang, "file-attached", &by(&attachment.by, attachment.at)),
        version_of: file.version_of,
        href: here.then(|| format!("/instances/{}/attachments/{no}", case.id)),
        shown: here && SHOWN.contains(&file.media_type.as_str()),
        removable: here && visit.may(&Action::RemoveAttachment(&attachment.by)),
        removed,
    }
}

/// A size as people read it.
fn size(lang: Lang, bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1024);
    if kilobytes < 1024 {
        return say(lang, "file-kilobytes", &[("count", kilobytes.into())]);
    }
    let tenths = bytes * 10 / (1024 * 1024);
    let count = format!("{},{}", tenths / 10, tenths % 10);
    say(lang, "file-megabytes", &[("count", count.into())])
}

/// Notes a comment.
pub async fn comment(Path(id): Path<String>, posted: Posted) -> PageResult {
    let text = posted.pairs.get("text").unwrap_or_default().to_owned();
    let options = posted.options(None);
    send(&posted.visit, &id, Command::Comment { text }, options, "commented").await
}

/// Attaches the file that was sent.
pub async fn attach(Path(id): Path<String>, posted: PostedFile) -> PageResult {
    let visit = &posted.visit;
    if posted.too_large || posted.content.len() as u64 > ATTACHMENT_BYTES_MAX {
        let words = say(visit.lang, "file-too-large", &[]);
        let notice = Notice::failed(say(visit.lang, "file-refused", &[]), words);
        return show_again(visit, &id, notice).await;
    }
    let version_of = posted.pairs.get("version_of").and_then(|no| no.parse().ok());
    let words = match attachments::received(&posted.name, version_of, posted.content.clone()) {
        Ok((file, attached)) => match scanned(visit, &id, &attached.content).await? {
            Ok(()) => {
                let options = Options { attachment: Some(attached.into()), ..posted.options() };
                return send(visit, &id, Command::Attach { file }, options, "attached").await;
            }
            Err(words) => words,
        },
        Err(refused) => refusal::words(visit.lang, refused.code),
    };
    show_again(visit, &id, Notice::failed(say(visit.lang, "file-refused", &[]), words)).await
}

/// Whether the scanner takes the file; who may not see the case has nothing scanned.
async fn scanned(visit: &Visit, id: &str, content: &[u8]) -> Result<Result<(), String>, PageError> {
    let (case, actor) = (InstanceId::from(id), visit.actor());
    reading::for_work(&visit.app, &actor, &case).await?.ok_or(PageError::NotFound)?;
    let scanned = attachments::scan(&visit.app, &actor, &case, content).await?;
    Ok(scanned.map_err(|unclean| match unclean {
        Unclean::Refused(reason) => {
            say(visit.lang, "file-scan-refused", &[("reason", reason.into())])
        }
        Unclean::NotScanned => say(visit.lang, "file-not-scanned", &[]),
    }))
}

/// Strikes a file through.
pub async fn remove(Path((id, no)): Path<(String, u32)>, posted: Posted) -> PageResult {
    let reason = posted.pairs.get("reason").unwrap_or_default().to_owned();
    let options = posted.options(None);
    let command = Command::RemoveAttachment { no, reason };
    send(&posted.visit, &id, command, options, "removed").await
}

async fn send(
    visit: &Visit,
    id: &str,
    command: Command,
    options: Options,
    done: &str,
) -> PageResult {
    let target = Target::Instance(InstanceId::from(id));
    match visit.app.dispatcher.dispatch(target, command, visit.actor(), options).await {
        Ok(_) => Ok(Redirect::to(&format!("/instances/{id}?done={done}#notes")).into_response()),
        Err(DispatchError::Rejected(refused)) => {
            let words = refusal::words(visit.lang, refused.code);
            show_again(visit, id, Notice::failed(say(visit.lang, "note-refused", &[]), words)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show_again(visit: &Visit, id: &str, notice: Notice) -> PageResult {
    let page = build::page_of(visit, &InstanceId::from(id), build::Asked::default()).await?;
    let page = super::CasePage { notice: Some(notice), ..page };
    visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the address of a file says.
#[derive(Debug, Deserialize)]
pub struct How {
    show: Option<String>,
}

/// A file as it came: downloaded, or shown where nothing of it can run. The read is on record.
pub async fn show_file(
    visit: Visit,
    Path((id, no)): Path<(String, u32)>,
    Query(how): Query<How>,
) -> PageResult {
    let id = InstanceId::from(id);
    let case = visit.case(&id).await?;
    let found = case.instance.attachments.get(&no).filter(|it| it.removed.is_none());
    let file = &found.ok_or(PageError::NotFound)?.file;
    let content =
        visit.app.store.attachment(&id, &file.sha256).await?.ok_or(PageError::NotFound)?;
    let shown = how.show.is_some() && SHOWN.contains(&file.media_type.as_str());
    let kind = match (shown, file.media_type.as_str()) {
        (true, "text/plain") => "text/plain; charset=utf-8",
        (true, kind) => kind,
        (false, _) => "application/octet-stream",
    };
    // Browsers show no PDF in a sandbox; their viewer is one itself.
    let policy = match (shown, kind) {
        (true, "application/pdf") => "default-src 'none'; frame-ancestors 'none'",
        _ => "sandbox; default-src 'none'; frame-ancestors 'none'",
    };
    let how = if shown { "inline" } else { "attachment" };
    let named = format!("{how}; filename*=UTF-8''{}", attachments::encoded(&file.name));
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, named),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (CONTENT_SECURITY_POLICY, policy.to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}
