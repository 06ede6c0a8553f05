-- Schedules of digests, their runs and the files that go with their mails. The mails themselves wait in
-- the outbox, each as the only effect of `<schedule>@<moment>/<person>`.
create table schedule (
    name text collate "C" primary key,
    body json not null
);

alter table schedule_run add column note json;   -- who got it and who could not

create table run_file (
    schedule text collate "C" not null,
    moment   bigint not null,
    name     text not null,
    content  bytea not null,
    primary key (schedule, moment, name)
);
