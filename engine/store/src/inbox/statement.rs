//! The statement of a page of an inbox, the same for both databases. A page must cost the same
//! however many tasks wait: each group (and office, and step) is a branch that an index gives in
//! order, the branches are merged, and whole rows are read for the tasks of the page alone.

use std::collections::{BTreeMap, BTreeSet};

use reglament_core::command::Offices;
use reglament_core::ids::{GroupId, InstanceId, OfficeId, PersonId, ProcessId, StepId};
use sqlx::QueryBuilder;

use super::{TaskFilter, TaskOrder, TaskPlace};
use crate::decode::TASK_COLUMNS;
use crate::dialect::{Dialect, Sql};
use crate::moment::micros;
use crate::prepared::task_key;

/// More branches than this cost more than one walk in the order of the page.
const BRANCHES_MAX: usize = 160;
/// Of more offices than this some task comes soon: they are looked at in the index of the group.
const OFFICES_MAX: usize = 8;
/// The due date of a task without one, so that it comes last; the indexes name the same expression.
const DUE: &str = "coalesce(due_at, 9223372036854775807)";
/// A set of tasks up to this size is put in order when it is asked for; in a larger one the page is
/// found soon by a walk along the order.
pub(crate) const GATHERED_MAX: u32 = 5_000;

/// One range of an index.
#[derive(Clone, Copy, Default)]
struct Branch<'f> {
    group: Option<&'f GroupId>,
    office: Office<'f>,
    step: Option<&'f (ProcessId, StepId)>,
    holder: Option<&'f PersonId>,
}

/// Which office a branch is of.
#[derive(Clone, Copy, Default)]
enum Office<'f> {
    #[default]
    Any,
    None,
    Is(&'f OfficeId),
    /// Looked at row by row.
    Within(&'f Offices),
}

/// How the tasks are found.
enum Way<'f> {
    /// Nothing can match.
    Nowhere,
    /// Each of these, merged.
    Branches(Vec<Branch<'f>>),
    /// One walk, each task checked against the reach.
    Walk,
}

/// The statement of a page; `gather` puts all that match in order instead of walking along it. None
/// when nothing can match.
pub(crate) fn page<DB: Dialect>(filter: &TaskFilter, gather: bool) -> Option<QueryBuilder<DB>> {
    let names: Vec<_> = TASK_COLUMNS.split(',').map(|name| format!("t.{}", name.trim())).collect();
    let mut sql = Sql::new(&format!("select {} from (select * from (", names.join(", ")));
    let walks = filter.order != TaskOrder::Due && !gather;
    match way(filter) {
        Way::Nowhere => return None,
        Way::Branches(branches) if !walks => {
            union(&mut sql, &branches, |sql, branch| keys(sql, filter, branch, !gather));
        }
        Way::Walk | Way::Branches(_) => keys(&mut sql, filter, Branch::default(), !gather),
    }
    sql.say(") found");
    order(&mut sql, filter, "k");
    sql.say(" limit ").number(filter.limit);
    sql.say(") page join task t on t.instance = page.instance and t.no = page.no");
    let down = down(filter);
    sql.say(format_args!(" order by page.k{down}, page.instance{down}, page.no{down}"));
    Some(sql.done())
}

/// The statement that counts the tasks, up to so many. None when there can be none.
pub(crate) fn count<DB: Dialect>(filter: &TaskFilter, max: u32) -> Option<QueryBuilder<DB>> {
    let mut sql = Sql::new("select count(*) from (select 1 from (");
    let one = |sql: &mut Sql<DB>, branch: Branch<'_>| {
        sql.say("select 1 as one from task where true");
        conditions(sql, filter, branch);
        sql.say(" limit ").number(max);
    };
    match way(filter) {
        Way::Nowhere => return None,
        Way::Branches(branches) => union(&mut sql, &branches, one),
        Way::Walk => one(&mut sql, Branch::default()),
    }
    sql.say(") found limit ").number(max).say(") counted");
    Some(sql.done())
}

fn union<DB: Dialect>(
    sql: &mut Sql<DB>,
    branches: &[Branch<'_>],
    select: impl Fn(&mut Sql<DB>, Branch<'_>),
) {
    for (n, branch) in branches.iter().enumerate() {
        sql.say(if n == 0 { "" } else { " union all " }).say("select * from (");
        select(sql, *branch);
        sql.say(format_args!(") b{n}"));
    }
}

fn way(filter: &TaskFilter) -> Way<'_> {
    let nothing = filter.reach.as_ref().is_some_and(BTreeMap::is_empty)
        || filter.steps.as_ref().is_some_and(BTreeSet::is_empty)
        || filter.instances.as_ref().is_some_and(BTreeSet::is_empty);
    if nothing {
        return Way::Nowhere;
    }
    if filter.instance.is_some() || filter.instances.is_some() {
        return Way::Walk;
    }
    let branches = if filter.holders.is_empty() {
        of_reach(filter)
    } else {
        let of = |holder| Branch { holder: Some(holder), ..Branch::default() };
        filter.holders.iter().map(of).collect()
    };
    if branches.is_empty() || branches.len() > BRANCHES_MAX {
        Way::Walk
    } else {
        Way::Branches(branches)
    }
}

/// A branch for each group, office and step; none when every task is reached.
fn of_reach(filter: &TaskFilter) -> Vec<Branch<'_>> {
    let mut groups: Vec<Branch<'_>> = Vec::new();
    for (group, offices) in filter.reach.iter().flatten() {
        of_group(group, offices, filter, &mut groups);
    }
    let Some(steps) = &filter.steps else { return groups };
    if groups.is_empty() {
        groups.push(Branch::default());
    }
    let at = |step| groups.iter().map(move |group| Branch { step: Some(step), ..*group });
    steps.iter().flat_map(at).collect()
}

/// The branches of a group: one for each office, unless another column leads the index.
fn of_group<'f>(
    group: &'f GroupId,
    offices: &'f Offices,
    filter: &TaskFilter,
    branches: &mut Vec<Branch<'f>>,
) {
    let of = |office| Branch { group: Some(group), office, ..Branch::default() };
    let by_office =
        filter.steps.is_none() && filter.priority.is_none() && filter.paused != Some(true);
    match offices {
        Offices::All => branches.push(of(Office::Any)),
        Offices::Only(only) if by_office && only.len() <= OFFICES_MAX => {
            branches.extend(only.iter().map(|office| of(Office::Is(office))));
            branches.push(of(Office::None));
        }
        Offices::Only(_) => branches.push(of(Office::Within(offices))),
    }
}

/// The keys of a branch; in the order of the page and no more than it takes, when asked for.
fn keys<DB: Dialect>(sql: &mut Sql<DB>, filter: &TaskFilter, branch: Branch<'_>, ordered: bool) {
    let key = key(filter.order);
    sql.say(format_args!("select {key} as k, instance, no from task where true"));
    conditions(sql, filter, branch);
    if let Some(place) = &filter.after {
        behind(sql, filter, place);
    }
    if ordered {
        order(sql, filter, key);
        sql.say(" limit ").number(filter.limit);
    }
}

const fn key(order: TaskOrder) -> &'static str {
    match order {
        TaskOrder::Due => DUE,
        TaskOrder::Number => "instance",
        TaskOrder::Applicant => "applicant_key",
    }
}

const fn down(filter: &TaskFilter) -> &'static str {
    if filter.descending { " desc" } else { "" }
}

fn order<DB: Dialect>(sql: &mut Sql<DB>, filter: &TaskFilter, key: &str) {
    let down = down(filter);
    // The number is the key of the table itself: named twice, SQLite would sort instead of walk.
    if key == "instance" {
        sql.say(format_args!(" order by instance{down}, no{down}"));
    } else {
        sql.say(format_args!(" order by {key}{down}, instance{down}, no{down}"));
    }
}

/// Behind a place: the first comparison leads the index, the second is exact.
fn behind<DB: Dialect>(sql: &mut Sql<DB>, filter: &TaskFilter, place: &TaskPlace) {
    // A place that names no task is before all.
    let Ok(task) = task_key(&place.task) else { return };
    let than = if filter.descending { '<' } else { '>' };
    let column = key(filter.order);
    let value = |sql: &mut Sql<DB>| {
        match filter.order {
            TaskOrder::Due => sql.number(place.due.map_or(i64::MAX, micros)),
            TaskOrder::Number => sql.text(&task.instance),
            TaskOrder::Applicant => sql.text(&place.applicant),
        };
    };
    sql.say(format_args!(" and {column} {than}= "));
    value(sql);
    sql.say(format_args!(" and ({column}, instance, no) {than} ("));
    value(sql);
    sql.say(", ").text(&task.instance).say(", ").number(task.no).say(")");
}

fn conditions<DB: Dialect>(sql: &mut Sql<DB>, filter: &TaskFilter, branch: Branch<'_>) {
    of_branch(sql, branch);
    if branch.group.is_none() {
        within_reach(sql, filter);
    }
    if branch.step.is_none() {
        of_steps(sql, filter);
    }
    if filter.unclaimed {
        sql.say(" and assignee is null");
    }
    if branch.holder.is_none() && !filter.holders.is_empty() {
        sql.say(" and assignee in (").texts(filter.holders.iter().map(PersonId::as_str)).say(")");
    }
    if let Some(instance) = &filter.instance {
        sql.say(" and instance = ").text(instance.as_str());
    }
    if let Some(instances) = &filter.instances {
        sql.say(" and instance in (").texts(instances.iter().map(InstanceId::as_str)).say(")");
    }
    of_state(sql, filter);
}

fn of_branch<DB: Dialect>(sql: &mut Sql<DB>, branch: Branch<'_>) {
    if let Some(holder) = branch.holder {
        sql.say(" and assignee = ").text(holder.as_str());
    }
    if let Some((process, step)) = branch.step {
        sql.say(" and process = ").text(process.as_str());
        sql.say(" and step = ").text(step.as_str());
    }
    if let Some(group) = branch.group {
        sql.say(" and group_id = ").text(group.as_str());
    }
    match branch.office {
        Office::Any => {}
        Office::None => {
            sql.say(" and office is null");
        }
        Office::Is(office) => {
            sql.say(" and office = ").text(office.as_str());
        }
        Office::Within(offices) => within(sql.say(" and "), offices),
    }
}

/// Whether a task is of these offices or of none, looked at row by row.
fn within<DB: Dialect>(sql: &mut Sql<DB>, offices: &Offices) {
    let column = format!("{}office", DB::UNINDEXED);
    match offices {
        Offices::All => {
            sql.say("true");
        }
        Offices::Only(only) if only.is_empty() => {
            sql.say(format_args!("{column} is null"));
        }
        Offices::Only(only) => {
            sql.say(format_args!("({column} is null or {column} in ("));
            sql.texts(only.iter().map(OfficeId::as_str)).say("))");
        }
    }
}

/// Whether a task is within the reach, looked at row by row.
fn within_reach<DB: Dialect>(sql: &mut Sql<DB>, filter: &TaskFilter) {
    let Some(reach) = &filter.reach else { return };
    sql.say(" and (false");
    let whole = reach.iter().filter(|(_, offices)| **offices == Offices::All);
    let whole: Vec<_> = whole.map(|(group, _)| group.as_str()).collect();
    if !whole.is_empty() {
        sql.say(format_args!(" or {}group_id in (", DB::UNINDEXED));
        sql.texts(whole.into_iter()).say(")");
    }
    for (group, offices) in reach.iter().filter(|(_, offices)| **offices != Offices::All) {
        sql.say(format_args!(" or {}group_id = ", DB::UNINDEXED)).text(group.as_str());
        within(sql.say(" and "), offices);
    }
    sql.say(")");
}

fn of_steps<DB: Dialect>(sql: &mut Sql<DB>, filter: &TaskFilter) {
    let Some(steps) = &filter.steps else { return };
    sql.say(" and (false");
    for (process, step) in steps {
        sql.say(format_args!(" or {}process = ", DB::UNINDEXED)).text(process.as_str());
        sql.say(" and step = ").text(step.as_str());
    }
    sql.say(")");
}

fn of_state<DB: Dialect>(sql: &mut Sql<DB>, filter: &TaskFilter) {
    if let Some(priority) = filter.priority {
        sql.say(" and priority = ").number(priority as u8);
        // Said in the words of the partial index, by which the few are found.
        sql.say(if priority as u8 > 0 { " and priority > 0" } else { "" });
    }
    match filter.paused {
        Some(true) => {
            sql.say(" and clock = 'paused'");
        }
        Some(false) => {
            sql.say(" and clock <> 'paused'");
        }
        None => {}
    }
    if filter.extended {
        sql.say(" and extended");
    }
    if let Some(moment) = filter.due_before {
        sql.say(format_args!(" and {DUE} < ")).number(micros(moment));
    }
    if let Some(moment) = filter.due_from {
        sql.say(format_args!(" and {DUE} >= ")).number(micros(moment));
    }
}
