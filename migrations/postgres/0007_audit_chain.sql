-- The audit of a case is a chain: each row carries the hash of its place, its content and the row before it
-- (docs/operating/audit.md). What concerns no case is in the chain of its day. Rows from before have no hash.
alter table audit add column chain text collate "C";
alter table audit add column place bigint;
alter table audit add column hash text;
-- Of a command, its events: `first-last:hash`.
alter table audit add column events text;
update audit set chain = coalesce(nullif(instance, ''),
    to_char(to_timestamp(at / 1000000) at time zone 'UTC', 'YYYY-MM-DD'));
create unique index audit_chain on audit (chain, place);
-- What a person did.
create index audit_actor on audit (actor, no);

-- The last row of each chain, and how far the checkpoints have it.
create table audit_head (
    chain text collate "C" primary key,
    place bigint not null,
    hash  text not null,
    kept  bigint not null default 0
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index audit_head_new on audit_head (chain) where place > kept;

-- The checkpoints that were written beside the database, by the hash of their lines.
create table audit_checkpoint (
    no     bigint generated always as identity primary key,
    name   text not null unique,
    at     bigint not null,
    heads  bigint not null,
    rows   bigint not null,
    sha256 text not null
);

-- The hash of a row after the one with the hash `previous`.
create function audit_link(previous text, place bigint, content text) returns text
language sql immutable parallel safe as
$$ select encode(sha256(convert_to(previous || ':' || place::text || ':' || content, 'UTF8')), 'hex') $$;
