-- Which edition is in force from when, drafts of maps, and the moves of running cases to other editions.
create table publication (
    no      bigint primary key,
    process text collate "C" not null,
    version bigint not null,
    body    text not null                    -- JSON
);
create index publication_process on publication (process, no);

create table map_draft (
    folder  text collate "C" primary key,
    version bigint not null,
    body    text not null                    -- JSON
);

create table migration (
    id      text collate "C" primary key,
    process text collate "C" not null,
    at      bigint not null,
    version bigint not null,
    body    text not null                    -- JSON
);

-- What moving each case changes, and what became of it.
create table migration_case (
    migration text collate "C" not null,
    instance  text collate "C" not null,
    state     text collate "C" not null,
    body      text not null,                 -- JSON
    primary key (migration, instance)
);
create index migration_case_state on migration_case (migration, state, instance);
