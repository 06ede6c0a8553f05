-- Documents made for cases. Moments are bigint microseconds since 1970 (UTC).

-- A row is numbered first, once for its effect, and filled in when the document is made: `number`,
-- `sha256` and `content` are null in between.
create table document (
    instance  text collate "C" not null,
    seq       bigint not null,
    n         bigint not null,
    document  text not null,
    title     json not null,
    languages json not null,
    sequence  text not null,
    period    text not null,
    place     bigint not null,              -- in its sequence and period
    code      text not null,
    made_at   bigint not null,
    number    text,
    sha256    text,
    content   bytea,
    primary key (instance, seq, n)
);
create index document_code on document (code);

-- The last number given, by sequence and period (a year, or the empty text for ever).
create table sequence (
    name   text collate "C" not null,
    period text collate "C" not null,
    last   bigint not null,
    primary key (name, period)
);
