-- The inbox: its orders and filters, and what officers keep beside the cases.

-- The key by which a dictionary orders the applicant.
alter table task add column applicant_key text collate "C" not null default '';

-- Each index gives one order; the office stands in it so that a page is found without reading rows.
-- The due date as an expression, as in SQLite: a place in the order compares without a null.
drop index task_inbox;
drop index task_assignee;
drop index task_due;
create index task_inbox on task
    (group_id, coalesce(due_at, 9223372036854775807), instance, no, office);
create index task_office on task
    (group_id, office, coalesce(due_at, 9223372036854775807), instance, no);
create index task_assignee on task
    (assignee, coalesce(due_at, 9223372036854775807), instance, no) where assignee is not null;
create index task_due on task (coalesce(due_at, 9223372036854775807), instance, no);
create index task_step on task
    (process, step, group_id, coalesce(due_at, 9223372036854775807), instance, no, office);
create index task_applicant on task (applicant_key, instance, no);
-- The few that are urgent, and the few whose clock stands still.
create index task_raised on task
    (group_id, priority, coalesce(due_at, 9223372036854775807), instance, no, office, assignee)
    where priority > 0;
create index task_paused on task
    (group_id, coalesce(due_at, 9223372036854775807), instance, no, office)
    where clock = 'paused';

-- What a case is found by: folded words of names, numbers of people and passports.
create table search_term (
    term     text collate "C" not null,
    instance text collate "C" not null,
    whole    text collate "C" not null,             -- the whole folded name; empty for a number
    primary key (term, instance, whole)
);
create index document_number on document (number) where number is not null;

-- What is typed into a task and not sent; it goes with the task.
create table draft (
    instance    text collate "C" not null,
    no          bigint not null,
    person      text collate "C" not null,
    version     bigint not null,
    body        text not null,
    saved_at    bigint not null,
    left_behind bigint not null,                    -- 1 when it was left for colleagues
    primary key (instance, no, person),
    foreign key (instance, no) references task (instance, no) on delete cascade
);

-- Addresses of the inbox with names, of a person or of a group.
create table saved_filter (
    id       text collate "C" primary key,
    owner    text collate "C" not null,
    group_id text collate "C",
    name     text not null,
    query    text not null,
    made_at  bigint not null
);
create index saved_filter_owner on saved_filter (owner);
create index saved_filter_group on saved_filter (group_id) where group_id is not null;

-- What people set for themselves.
create table preference (
    person text collate "C" not null,
    name   text collate "C" not null,
    value  text not null,
    primary key (person, name)
);
