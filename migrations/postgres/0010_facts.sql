-- What reports count: a line for each case received or closed, each task done, each extension and its
-- notice. Written with the commit that makes it true; reports only read. A day is a number: days since
-- 1970-01-01, in the zone of the map's calendar. The kinds are those of `core::facts::FactKind`.
create table fact (
    kind     bigint not null,
    day      bigint not null,
    edition  text collate "C" not null,
    office   text collate "C" not null,             -- empty without one
    instance text collate "C" not null,
    seq      bigint not null,                       -- the event it comes from
    body     text not null,                         -- whole numbers and names, see `core::facts`
    primary key (instance, seq)
);
create index fact_day on fact (kind, day);

-- The lines of one kind and day as one text, so that a report over a million cases reads some hundred
-- rows. Made when a report first reads a day that is over; a commit that adds a line to it removes it.
create table fact_pack (
    kind bigint not null,
    day  bigint not null,
    body text not null,
    primary key (kind, day)
);

-- Reports that somebody keeps under a name: which one, and the filters of its address.
create table saved_report (
    id     text collate "C" primary key,
    name   text not null,
    report text not null,                           -- now, period, extensions, complaints, desk, forecast
    query  text not null,
    owner  text collate "C" not null,
    at     bigint not null
);

-- From when on the term of a case counts, and whether it was extended: what is at risk follows from it.
alter table instance add column clock_from bigint;
alter table instance add column extended boolean not null default false;
