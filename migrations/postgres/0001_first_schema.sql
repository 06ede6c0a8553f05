-- The first schema. Moments are bigint microseconds since 1970 (UTC), as in SQLite: one arithmetic
-- for both, exact to the last digit, no time zone of a session (`to_timestamp(at / 1e6)` shows one).
-- Texts compare by their bytes (collate "C"), as in SQLite and in the engine.
-- JSON is `json`, not `jsonb`: it is read whole, comes back as it was stored, is cheaper to write,
-- and unlike jsonb it holds the escape of the character NUL.
-- The instance comes first in every key of the hot path, so that the tables can be distributed by it.

-- One row per case, running or closed: a cache of its events. Room on each page lets a change stay
-- on it without touching the indexes.
create table instance (
    instance   text collate "C" primary key,
    process    text collate "C" not null,
    edition    text collate "C" not null,
    version    bigint not null,
    state      text collate "C" not null,             -- running, ended, cancelled
    status     text,
    started_at bigint not null,
    ended_at   bigint,
    due_at     bigint,
    clock      text not null,
    incidents  bigint not null,
    body       json not null
) with (fillfactor = 70);
create index instance_process on instance (process, instance);
create index instance_running on instance (due_at) where state = 'running';
create index instance_incident on instance (instance) where incidents > 0;

-- What happened: the truth.
create table event (
    instance text collate "C" not null,
    seq      bigint not null,
    at       bigint not null,
    actor    text not null,
    body     json not null,
    primary key (instance, seq)
);

-- Open tasks; a closed one is deleted.
create table task (
    instance   text collate "C" not null,
    no         bigint not null,
    process    text collate "C" not null,
    edition    text collate "C" not null,
    step       text not null,
    unit       text not null,
    group_id   text collate "C" not null,
    assignee   text collate "C",
    claimed_at bigint,
    opened_at  bigint not null,
    due_at     bigint,
    clock      text not null,
    clock_from bigint,
    extended   boolean not null,
    applicant  text not null,
    primary key (instance, no)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
-- The inbox of a group in the order of its page: by due date, tasks without one last.
create index task_inbox on task (group_id, due_at, instance, no);
create index task_assignee on task (assignee, due_at, instance, no) where assignee is not null;
-- Who looks at all groups.
create index task_due on task (due_at, instance, no);

-- Running timers; a fired or cancelled one is deleted. A node that takes a timer moves `visible_at`
-- to the end of its lease, so that other nodes take other ones.
create table timer (
    instance   text collate "C" not null,
    timer      text collate "C" not null,
    due_at     bigint not null,
    visible_at bigint not null,
    primary key (instance, timer)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index timer_visible on timer (visible_at, instance, timer);

-- Open jobs of workers and their leases; a finished one is deleted.
create table job (
    instance     text collate "C" not null,
    no           bigint not null,
    worker       text collate "C" not null,
    input        json not null,
    attempts     bigint not null,
    available_at bigint not null,
    lease_token  text,
    lease_until  bigint,
    primary key (instance, no)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index job_available on job (worker, available_at, instance, no) where lease_token is null;
create index job_leased on job (lease_until) where lease_token is not null;

-- What must be told, and what became of it. A leased effect is available again when its lease ends.
create table outbox (
    instance     text collate "C" not null,
    seq          bigint not null,
    n            bigint not null,
    at           bigint not null,
    state        text not null default 'waiting',   -- waiting, delivered, to_print, failed
    attempts     bigint not null default 0,
    available_at bigint not null,
    lease_token  text,
    error        text,
    delivered_at bigint,
    body         json not null,
    primary key (instance, seq, n)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index outbox_waiting on outbox (available_at, instance, seq, n) where state = 'waiting';
create index outbox_failed on outbox (instance) where state = 'failed';

-- Who did or read what. Rows are only ever added; what concerns no instance has the empty one.
create table audit (
    instance text collate "C" not null,
    no       bigint generated always as identity,
    at       bigint not null,
    actor    text not null,
    action   text not null,
    detail   text not null,
    primary key (instance, no)
);

-- The answers to idempotency keys.
create table remembered (
    key          text collate "C" primary key,
    request_hash text not null,
    answer       text not null,
    at           bigint not null
);

-- Editions of maps, by the hash of their content.
create table edition (
    edition   text collate "C" primary key,
    process   text collate "C" not null,
    stored_at bigint not null,
    content   text not null
);
create index edition_process on edition (process, stored_at);

create table person (
    person        text collate "C" primary key,
    name          text not null,
    email         text,
    language      text not null,
    groups        json not null,
    roles         json not null,
    password_hash text,
    active        boolean not null
);

create table program (
    program    text collate "C" primary key,
    token_hash text collate "C" not null unique,
    roles      json not null
);

create table session (
    hash       text collate "C" primary key,
    person     text collate "C" not null,
    csrf       text not null,
    started_at bigint not null,
    expires_at bigint not null
);
create index session_expiry on session (expires_at);

-- Scheduled runs that were begun: each moment of a schedule once.
create table schedule_run (
    schedule text collate "C" not null,
    moment   bigint not null,
    primary key (schedule, moment)
);
