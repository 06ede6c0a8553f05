-- The audit of a case is a chain: each row carries the hash of its place, its content and the row before it
-- (docs/operating/audit.md). What concerns no case is in the chain of its day. Rows from before have no hash.
alter table audit add column chain text;
alter table audit add column place integer;
alter table audit add column hash text;
-- Of a command, its events: `first-last:hash`.
alter table audit add column events text;
update audit set chain = coalesce(instance, date(at / 1000000, 'unixepoch'));
drop index audit_instance;
create unique index audit_chain on audit (chain, place);
-- What a person did.
create index audit_actor on audit (actor, no);

-- The last row of each chain, and how far the checkpoints have it.
create table audit_head (
    chain text primary key,
    place integer not null,
    hash  text not null,
    kept  integer not null default 0
) strict, without rowid;
create index audit_head_new on audit_head (chain) where place > kept;

-- The checkpoints that were written beside the database, by the hash of their lines.
create table audit_checkpoint (
    no       integer primary key,
    name     text not null unique,
    at       integer not null,
    heads    integer not null,
    rows     integer not null,
    sha256   text not null
) strict;
