-- What reports count: a line for each case received or closed, each task done, each extension and its
-- notice. Written with the commit that makes it true; reports only read. A day is a number: days since
-- 1970-01-01, in the zone of the map's calendar. The kinds are those of `core::facts::FactKind`.
create table fact (
    kind     integer not null,
    day      integer not null,
    edition  text not null,
    office   text not null,             -- empty without one
    instance text not null,
    seq      integer not null,          -- the event it comes from
    body     text not null,             -- whole numbers and names, see `core::facts`
    primary key (kind, day, edition, office, instance, seq)
) strict, without rowid;

-- The lines of one kind and day as one text, so that a report over a million cases reads some hundred
-- rows. Made when a report first reads a day that is over; a commit that adds a line to it removes it.
create table fact_pack (
    kind integer not null,
    day  integer not null,
    body text not null,
    primary key (kind, day)
) strict;

-- Reports that somebody keeps under a name: which one, and the filters of its address.
create table saved_report (
    id     text primary key,
    name   text not null,
    report text not null,               -- now, period, extensions, complaints, desk, forecast
    query  text not null,
    owner  text not null,
    at     integer not null
) strict;

-- From when on the term of a case counts, and whether it was extended: what is at risk follows from it.
alter table instance add column clock_from integer;
alter table instance add column extended integer not null default 0;
