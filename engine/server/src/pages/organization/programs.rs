//! The programs: what they may do, and their tokens.

use std::collections::BTreeSet;

use axum::extract::Path;
use reglament_core::command::Role;
use reglament_core::text::Lang;
use reglament_store::{Holder, Program};

use super::form::{Form, all, names, some};
use super::people::{active, word};
use super::{FormPage, ListPage, Way, answer, change, kept, row, tabs};
use crate::organization::{Fault, Roster, edit};
use crate::pages::error::PageError;
use crate::pages::form::Pairs;
use crate::pages::me::tokens;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

const LIST: &str = "/organization/programs";

/// All programs.
pub async fn list(visit: Visit) -> PageResult {
    let roster = visit.app.roster().await?;
    let words = |key: &str| say(visit.lang, key, &[]);
    let columns = ["admin-name", "admin-roles"].map(words).to_vec();
    let line = |program: &Program| {
        let roles: Vec<_> = program.roles.iter().map(|role| word(visit.lang, *role)).collect();
        let href = format!("{LIST}/{}", program.program);
        row(href, program.program.clone(), !program.active, &columns, vec![roles.join(", ")])
    };
    let rows = roster.data().programs.iter().map(line).collect();
    visit.page(&ListPage {
        heading: words("admin-programs"),
        tabs: tabs(&visit),
        add: format!("{LIST}/new"),
        notice: kept(&visit),
        rows,
        columns,
    })
}

/// The form of a new program.
pub async fn add(visit: Visit) -> PageResult {
    let program = Program { program: String::new(), roles: [].into(), active: true };
    visit.page(&page(visit.lang, &program, true, &[]))
}

/// The form of a program.
pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let roster = visit.app.roster().await?;
    let program = roster.program(&id).ok_or(PageError::NotFound)?;
    visit.page(&page(visit.lang, program, false, &[]))
}

/// Keeps a new program.
pub async fn create(posted: Posted) -> PageResult {
    let id = some(&posted.pairs, "program");
    save(posted, id.unwrap_or_default(), true).await
}

/// Keeps a program.
pub async fn keep(Path(id): Path<String>, posted: Posted) -> PageResult {
    save(posted, id, false).await
}

async fn save(posted: Posted, id: String, is_new: bool) -> PageResult {
    let typed = read(&posted.pairs, id);
    let decide = |roster: &Roster, by: &_| edit::program(roster, by, typed.clone(), is_new);
    let kept = change(&posted, "organization", decide).await?;
    let lang = posted.visit.lang;
    answer(&posted, kept, LIST, |faults| page(lang, &typed, is_new, faults))
}

/// The tokens of a program.
pub async fn show_tokens(visit: Visit, Path(id): Path<String>) -> PageResult {
    tokens::show_of(visit, Holder::Program(id)).await
}

/// Adds a token of a program.
pub async fn add_token(Path(id): Path<String>, posted: Posted) -> PageResult {
    tokens::add_of(posted, Holder::Program(id)).await
}

/// Revokes a token of a program.
pub async fn revoke_token(
    Path((id, prefix)): Path<(String, String)>,
    posted: Posted,
) -> PageResult {
    tokens::revoke_of(posted, Holder::Program(id), &prefix).await
}

fn read(pairs: &Pairs, program: String) -> Program {
    let roles: BTreeSet<String> = all(pairs, "roles");
    let roles = Role::ALL.into_iter().filter(|role| roles.contains(role.as_str())).collect();
    Program { program, roles, active: pairs.get("active").is_some() }
}

fn page(lang: Lang, program: &Program, is_new: bool, faults: &[Fault]) -> FormPage {
    let words = |key: &str| say(lang, key, &[]);
    let mut form = Form::new(lang, faults);
    if is_new {
        form.text("program", "admin-id", &program.program);
        form.hint("admin-id-hint");
    }
    let of_programs = [Role::Filing, Role::Worker, Role::Supervisor, Role::Auditor];
    let roles = of_programs.map(|role| (role.as_str().to_owned(), word(lang, role))).to_vec();
    let chosen = names(program.roles.iter().map(|role| role.as_str()));
    form.checks("roles", "admin-roles", roles, &chosen);
    active(&mut form, lang, program.active);
    let (items, problems) = form.end();
    let tokens =
        Way { href: format!("{LIST}/{}/tokens", program.program), label: words("tokens-title") };
    FormPage {
        heading: if is_new { words("admin-new-program") } else { program.program.clone() },
        here: if is_new { format!("{LIST}/new") } else { format!("{LIST}/{}", program.program) },
        back: Some(Way { href: LIST.to_owned(), label: words("admin-programs") }),
        problems,
        items,
        button: words("admin-keep"),
        ways: if is_new { Vec::new() } else { vec![tokens] },
        ..FormPage::default()
    }
}
