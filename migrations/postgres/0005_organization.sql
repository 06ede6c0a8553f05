-- Who works here, where, and who stands in for whom; tokens; wrong guesses at passwords.
-- Moments are integer microseconds since 1970 (UTC).

-- One row: every change of what follows raises the version in its own transaction. A command is committed only
-- on the version that its sender's rights were read from.
create table organization (
    one     integer primary key check (one = 1),
    version bigint not null
);
insert into organization (one, version) values (1, 1);

create table office (
    office      text collate "C" primary key,
    titles      json not null,
    parent      text collate "C",
    head        text collate "C",
    territories json not null,
    active      boolean not null
);

create table office_group (
    group_id text collate "C" primary key,
    titles   json not null,
    head     text collate "C",
    active   boolean not null
);

alter table person add column office text collate "C";
-- What the identity provider calls them.
alter table person add column identity text collate "C";
create unique index person_identity on person (identity) where identity is not null;

-- Never deleted: who could act for whom must be told years later.
create table absence (
    absence      text collate "C" primary key,
    person       text collate "C" not null,
    from_at      bigint not null,
    until_at     bigint,
    substitute   text collate "C",
    groups       json,                      -- null: all groups of the person
    reason       text not null,
    set_by       text collate "C" not null,
    set_at       bigint not null,
    cancelled_by text collate "C",
    cancelled_at bigint
);
create index absence_person on absence (person, from_at);

create table token (
    hash       text collate "C" primary key,
    holder     text collate "C" not null,   -- person/… or program/…
    name       text not null,
    prefix     text not null,
    scopes     json,                        -- null: everything that the holder may do
    created_at bigint not null,
    expires_at bigint,
    used_on    text,
    revoked_at bigint
);
create index token_holder on token (holder, created_at);
insert into token (hash, holder, name, prefix, created_at)
    select token_hash, 'program/' || program, 'first', '', 0 from program;
alter table program drop column token_hash;
alter table program add column active boolean not null default true;

create index session_person on session (person);

-- Wrong guesses, by the hash of whom and from where; forgotten after a day.
create table guess (
    key     text collate "C" primary key,
    wrong   bigint not null,
    last_at bigint not null
);
create index guess_last on guess (last_at);

-- People on their way to the identity provider and back; each way is taken once.
create table sign_in_way (
    state    text collate "C" primary key,
    body     json not null,
    begun_at bigint not null
);
