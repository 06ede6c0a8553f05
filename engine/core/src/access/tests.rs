//! The whole table of [`check`]: every action against every kind of actor.

use std::collections::BTreeSet;

use super::*;
use crate::command::Candidate;

const COLUMNS: &str = "engine officer stranger supervisor filing other_filing worker administrator \
                       auditor nobody analyst";

fn person(name: &str, groups: &[&str], roles: &[Role]) -> Actor {
    Actor::of_person(
        PersonId::from(name),
        groups.iter().map(|group| GroupId::from(*group)).collect(),
        roles.iter().copied().collect(),
    )
}

fn program(name: &str, roles: &[Role]) -> Actor {
    Actor::of_program(name, roles.iter().copied().collect())
}

fn actors() -> Vec<Actor> {
    vec![
        Actor::Engine,
        person("aliya", &["chancery"], &[Role::Officer]),
        person("bolat", &["archive"], &[Role::Officer]),
        person("gulnar", &[], &[Role::Supervisor]),
        program("portal", &[Role::Filing]),
        program("other-portal", &[Role::Filing]),
        program("registers", &[Role::Worker]),
        person("kept", &["chancery"], &[Role::Administrator]),
        person("serik", &["chancery"], &[Role::Auditor]),
        person("guest", &["chancery"], &[]),
        person("dinara", &[], &[Role::Analyst]),
    ]
}

/// A task of this group that nobody has.
fn facts(group: &GroupId) -> TaskFacts<'_> {
    let (office, holder, on_behalf_of, owner, others) = (None, None, None, None, &[]);
    TaskFacts { group, office, holder, on_behalf_of, owner, others }
}

/// One row of the table: `+` allowed, `-` forbidden, else the first letter of another rejection.
fn row(action: &Action<'_>) -> String {
    let mark = |actor: &Actor| match check(actor, action) {
        Ok(()) => '+',
        Err(rejection) => match rejection.code {
            RejectionCode::Forbidden => '-',
            RejectionCode::NotCandidate => 'c',
            RejectionCode::AlreadyClaimed => 'h',
            RejectionCode::NotClaimed => 'n',
            RejectionCode::FourEyes => '4',
            RejectionCode::Delegated => 'd',
            _ => '?',
        },
    };
    actors().iter().map(mark).collect()
}

#[test]
fn the_table_of_actions_and_actors() {
    assert_eq!(COLUMNS.split(' ').count(), actors().len());
    let chancery = GroupId::from("chancery");
    let groups: BTreeSet<GroupId> = [chancery.clone()].into();
    let case = CaseFacts { groups: [&chancery].into(), started_by: "portal", office: None };
    let (aliya, other) = (PersonId::from("aliya"), PersonId::from("dana"));
    let intake = StepId::from("intake");
    let others = [Hand { step: &intake, person: &aliya }];
    let free = facts(&chancery);
    let held = TaskFacts { holder: Some(&aliya), ..free };
    let taken = TaskFacts { holder: Some(&other), ..free };
    let delegated = TaskFacts { owner: Some(&other), ..held };
    let colleague = Candidate::of(&person("dana", &["chancery"], &[Role::Officer]), false);
    let to = Receiver { person: &other, candidate: &colleague };
    let stranger = Candidate::of(&actors()[2], false);
    let elsewhere = Receiver { person: &other, candidate: &stranger };
    let four_eyes = TaskFacts { others: &others, ..free };
    let table = [
        ("definitions", Action::ReadDefinitions, "-+++++-----"),
        ("start", Action::StartInstance, "----++-----"),
        ("list instances", Action::ListInstances, "-+++++-----"),
        ("read", Action::ReadInstance(&case), "-+-++------"),
        ("list own tasks", Action::ListTasks(Some(&groups)), "-+-+-------"),
        ("list all tasks", Action::ListTasks(None), "---+-------"),
        ("claim", Action::ClaimTask(&free), "-+cc-------"),
        ("claim a taken one", Action::ClaimTask(&taken), "-hcc-------"),
        ("complete", Action::CompleteTask(&held), "-+cc-------"),
        ("complete a taken one", Action::CompleteTask(&taken), "-hcc-------"),
        ("complete after oneself", Action::CompleteTask(&four_eyes), "-4cc-------"),
        ("unclaim", Action::UnclaimTask(&held), "-+c+-------"),
        ("unclaim of another", Action::UnclaimTask(&taken), "-nc+-------"),
        ("unclaim of nobody", Action::UnclaimTask(&free), "-ncc-------"),
        ("assign", Action::AssignTask(&free, &to), "+--+-------"),
        ("assign one's own", Action::AssignTask(&held, &to), "++-+-------"),
        ("assign to a stranger", Action::AssignTask(&held, &elsewhere), "cc-c-------"),
        ("delegate", Action::DelegateTask(&held, &to), "-+cc-------"),
        ("delegate what nobody has", Action::DelegateTask(&free, &to), "-ncc-------"),
        ("complete a delegated one", Action::CompleteTask(&delegated), "ddddddddddd"),
        ("resolve", Action::ResolveDelegation(&delegated), "-+cc-------"),
        ("recall", Action::RecallDecision(&held), "-+c+-------"),
        ("priority", Action::SetPriority(&free), "---+-------"),
        ("notes", Action::ReadNotes(&case), "-+-+-------"),
        ("comment", Action::Annotate(&case), "-+-+-------"),
        ("remove a file", Action::RemoveAttachment("aliya"), "-+-+-------"),
        ("extend", Action::ExtendDeadline(&chancery, None), "-+cc-------"),
        ("recount", Action::RecountDeadline, "---+-------"),
        ("schedules", Action::KeepSchedules, "---+-------"),
        ("message", Action::SendMessage, "---+++-----"),
        ("cancel", Action::CancelInstance, "+--+-------"),
        ("retry", Action::RetryIncident, "---+-------"),
        ("lease", Action::LeaseJobs, "------+----"),
        ("finish a job", Action::FinishJob, "+-----+----"),
        ("fire a timer", Action::FireTimer, "+----------"),
        ("call a case", Action::Call, "+----------"),
        ("reports", Action::ReadReports, "---+-------"),
        ("organisation", Action::KeepOrganization, "-------+---"),
        ("own absence", Action::KeepAbsence(&aliya, &groups), "-+-----+---"),
        ("audit", Action::ReadAudit, "--------+--"),
        ("migrate", Action::MigrateInstance, "----------+"),
        ("edit maps", Action::EditMaps, "----------+"),
        ("decide an edition", Action::DecideEdition, "----------+"),
    ];
    for (name, action, expected) in table {
        assert_eq!(row(&action), expected, "{name} ({COLUMNS})");
    }
}

#[test]
fn the_holder_is_named_to_who_lost_the_race() {
    let (group, holder) = (GroupId::from("chancery"), PersonId::from("dana"));
    let task = TaskFacts { holder: Some(&holder), ..facts(&group) };
    let rejection = check(&actors()[1], &Action::ClaimTask(&task)).unwrap_err();
    assert_eq!(rejection.holder, Some(holder));
}
