-- Which edition is in force from when, drafts of maps, and the moves of running cases to other editions.
create table publication (
    no      integer primary key,
    process text not null,
    version integer not null,
    body    text not null                    -- JSON
) strict, without rowid;
create index publication_process on publication (process, no);

create table map_draft (
    folder  text primary key,
    version integer not null,
    body    text not null                    -- JSON
) strict, without rowid;

create table migration (
    id      text primary key,
    process text not null,
    at      integer not null,
    version integer not null,
    body    text not null                    -- JSON
) strict, without rowid;

-- What moving each case changes, and what became of it.
create table migration_case (
    migration text not null,
    instance  text not null,
    state     text not null,
    body      text not null,                 -- JSON
    primary key (migration, instance)
) strict, without rowid;
create index migration_case_state on migration_case (migration, state, instance);
