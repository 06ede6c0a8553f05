-- Schedules of digests, their runs and the files that go with their mails. The mails themselves wait in
-- the outbox, each as the only effect of `<schedule>@<moment>/<person>`.
create table schedule (
    name text primary key,
    body text not null                       -- JSON
) strict, without rowid;

alter table schedule_run add column note text;   -- JSON: who got it and who could not

create table run_file (
    schedule text not null,
    moment   integer not null,
    name     text not null,
    content  blob not null,
    primary key (schedule, moment, name)
) strict;
