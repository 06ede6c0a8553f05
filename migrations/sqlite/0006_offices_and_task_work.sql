-- The office that a case belongs to: an office's name or a territory's code; none when it belongs to all.
alter table instance add column office text;

-- Who works a task: in whose name the holder took it, and who delegated it to them. How urgent it is:
-- 0 normal, 1 high, 2 urgent.
alter table task add column office text;
alter table task add column on_behalf_of text;
alter table task add column owner text;
alter table task add column priority integer not null default 0;
create index task_owner on task (owner, coalesce(due_at, 9223372036854775807), instance, no)
    where owner is not null;

-- Files attached to cases, by their content: the same file twice in one case is kept once.
create table attachment (
    instance text not null,
    sha256   text not null,
    content  blob not null,
    primary key (instance, sha256)
) strict;
