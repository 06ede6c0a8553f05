-- Who works here, where, and who stands in for whom; tokens; wrong guesses at passwords.
-- Moments are integer microseconds since 1970 (UTC); JSON is text.

-- One row: every change of what follows raises the version in its own transaction. A command is committed only
-- on the version that its sender's rights were read from.
create table organization (
    one     integer primary key check (one = 1),
    version integer not null
) strict;
insert into organization (one, version) values (1, 1);

create table office (
    office      text primary key,
    titles      text not null,
    parent      text,
    head        text,
    territories text not null,
    active      integer not null
) strict;

create table office_group (
    group_id text primary key,
    titles   text not null,
    head     text,
    active   integer not null
) strict;

alter table person add column office text;
-- What the identity provider calls them.
alter table person add column identity text;
create unique index person_identity on person (identity) where identity is not null;

-- Never deleted: who could act for whom must be told years later.
create table absence (
    absence      text primary key,
    person       text not null,
    from_at      integer not null,
    until_at     integer,
    substitute   text,
    groups       text,                      -- null: all groups of the person
    reason       text not null,
    set_by       text not null,
    set_at       integer not null,
    cancelled_by text,
    cancelled_at integer
) strict;
create index absence_person on absence (person, from_at);

create table token (
    hash       text primary key,
    holder     text not null,               -- person/… or program/…
    name       text not null,
    prefix     text not null,
    scopes     text,                        -- null: everything that the holder may do
    created_at integer not null,
    expires_at integer,
    used_on    text,
    revoked_at integer
) strict;
create index token_holder on token (holder, created_at);
insert into token (hash, holder, name, prefix, created_at)
    select token_hash, 'program/' || program, 'first', '', 0 from program;

-- A column with an index of its own cannot be dropped: the table is written anew.
create table program_kept (
    program text primary key,
    roles   text not null,
    active  integer not null
) strict;
insert into program_kept (program, roles, active) select program, roles, 1 from program;
drop table program;
alter table program_kept rename to program;

create index session_person on session (person);

-- Wrong guesses, by the hash of whom and from where; forgotten after a day.
create table guess (
    key     text primary key,
    wrong   integer not null,
    last_at integer not null
) strict, without rowid;
create index guess_last on guess (last_at);

-- People on their way to the identity provider and back; each way is taken once.
create table sign_in_way (
    state    text primary key,
    body     text not null,
    begun_at integer not null
) strict;
