-- The first schema. Moments are integer microseconds since 1970 (UTC); JSON is text.
-- A commit touches few pages on purpose: every page that changes is written to the log and synced.

-- One row per case, running or closed: a cache of its events.
create table instance (
    instance   text primary key,
    process    text not null,
    edition    text not null,
    version    integer not null,
    state      text not null,             -- running, ended, cancelled
    status     text,
    started_at integer not null,
    ended_at   integer,
    due_at     integer,
    clock      text not null,
    incidents  integer not null,
    body       text not null
) strict;
create index instance_process on instance (process, instance);
create index instance_running on instance (due_at) where state = 'running';
create index instance_incident on instance (instance) where incidents > 0;

-- What happened: the truth. Clustered by case, so that a history is one range and no second index.
create table event (
    instance text not null,
    seq      integer not null,
    at       integer not null,
    actor    text not null,
    body     text not null,
    primary key (instance, seq)
) strict, without rowid;

-- Open tasks; a closed one is deleted.
create table task (
    instance   text not null,
    no         integer not null,
    process    text not null,
    edition    text not null,
    step       text not null,
    unit       text not null,
    group_id   text not null,
    assignee   text,
    claimed_at integer,
    opened_at  integer not null,
    due_at     integer,
    clock      text not null,
    clock_from integer,
    extended   integer not null,
    applicant  text not null,
    primary key (instance, no)
) strict, without rowid;
-- The inbox of a group in the order of its page: by due date, tasks without one last.
create index task_inbox on task (group_id, coalesce(due_at, 9223372036854775807), instance, no);
create index task_assignee on task (assignee, coalesce(due_at, 9223372036854775807), instance, no)
    where assignee is not null;
-- Who looks at all groups.
create index task_due on task (coalesce(due_at, 9223372036854775807), instance, no);

-- Running timers; a fired or cancelled one is deleted.
create table timer (
    instance text not null,
    timer    text not null,
    due_at   integer not null,
    primary key (instance, timer)
) strict, without rowid;
create index timer_due on timer (due_at, instance, timer);

-- Open jobs of workers and their leases; a finished one is deleted.
create table job (
    instance     text not null,
    no           integer not null,
    worker       text not null,
    input        text not null,
    attempts     integer not null,
    available_at integer not null,
    lease_token  text,
    lease_until  integer,
    primary key (instance, no)
) strict, without rowid;
create index job_available on job (worker, available_at, instance, no) where lease_token is null;
create index job_leased on job (lease_until) where lease_token is not null;

-- What must be told, and what became of it. A leased effect is available again when its lease ends.
create table outbox (
    instance     text not null,
    seq          integer not null,
    n            integer not null,
    at           integer not null,
    state        text not null default 'waiting',   -- waiting, delivered, to_print, failed
    attempts     integer not null default 0,
    available_at integer not null,
    lease_token  text,
    error        text,
    delivered_at integer,
    body         text not null,
    primary key (instance, seq, n)
) strict, without rowid;
create index outbox_waiting on outbox (available_at, instance, seq, n) where state = 'waiting';
create index outbox_failed on outbox (instance) where state = 'failed';

-- Who did or read what. Rows are only ever added.
create table audit (
    no       integer primary key autoincrement,
    at       integer not null,
    actor    text not null,
    action   text not null,
    instance text,
    detail   text not null
) strict;
create index audit_instance on audit (instance, no) where instance is not null;

-- The answers to idempotency keys.
create table remembered (
    key          text primary key,
    request_hash text not null,
    answer       text not null,
    at           integer not null
) strict, without rowid;

-- Editions of maps, by the hash of their content.
create table edition (
    edition   text primary key,
    process   text not null,
    stored_at integer not null,
    content   text not null
) strict;
create index edition_process on edition (process, stored_at);

create table person (
    person        text primary key,
    name          text not null,
    email         text,
    language      text not null,
    groups        text not null,
    roles         text not null,
    password_hash text,
    active        integer not null
) strict;

create table program (
    program    text primary key,
    token_hash text not null unique,
    roles      text not null
) strict;

create table session (
    hash       text primary key,
    person     text not null,
    csrf       text not null,
    started_at integer not null,
    expires_at integer not null
) strict;
create index session_expiry on session (expires_at);

-- Scheduled runs that were begun: each moment of a schedule once.
create table schedule_run (
    schedule text not null,
    moment   integer not null,
    primary key (schedule, moment)
) strict, without rowid;
