-- Documents made for cases. Moments are integer microseconds since 1970 (UTC); JSON is text.

-- A row is numbered first, once for its effect, and filled in when the document is made: `number`,
-- `sha256` and `content` are null in between.
create table document (
    instance  text not null,
    seq       integer not null,
    n         integer not null,
    document  text not null,
    title     text not null,
    languages text not null,
    sequence  text not null,
    period    text not null,
    place     integer not null,             -- in its sequence and period
    code      text not null,
    made_at   integer not null,
    number    text,
    sha256    text,
    content   blob,
    primary key (instance, seq, n)
) strict;
create unique index document_code on document (code);

-- The last number given, by sequence and period (a year, or the empty text for ever).
create table sequence (
    name   text not null,
    period text not null,
    last   integer not null,
    primary key (name, period)
) strict, without rowid;
