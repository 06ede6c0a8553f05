#!/usr/bin/env python3
"""Verifies the audit of a SQLite store: a second reader of the format in docs/operating/audit.md,
which shares no line with the first. The standard library is all it needs.

    python3 tests/verify/verify.py reglament.db [FOLDER OF CHECKPOINTS]

Prints a line for each break and exits with 1 if there is one.
"""

import hashlib
import json
import pathlib
import re
import sqlite3
import sys

GENESIS = "0" * 64


def string(text):
    data = str(text).encode()
    return str(len(data)).encode() + b":" + data + b","


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def walk_chain(db, chain, head, say):
    """Each place once, each hash that of its content and the row before. Gives what rows say of events."""
    place, previous, bound = 0, GENESIS, []
    rows = db.execute(
        "select place, hash, at, actor, action, detail, events from audit"
        " where chain = ? and place is not null order by place",
        (chain,),
    )
    for here, stored, at, actor, action, detail, events in rows:
        content = b"".join(map(string, (chain, at, actor, action, detail, events or "")))
        if here != place + 1:
            say(chain, here, "rows before it are gone")
        elif stored != sha256(f"{previous}:{here}:".encode() + content):
            say(chain, here, "the row or the one before it was altered")
        if events:
            bound.append((here, events))
        place, previous = here, stored
    if (place, previous) != head:
        say(chain, place, f"the head is at {head[0]}")
    return bound


def walk_history(db, case, bound, say):
    """Every event bound by one row of the chain, and as it was written."""
    events = iter(db.execute("select seq, at, actor, body from event where instance = ? order by seq", (case,)))
    unchained = db.execute("select count(*) from audit where chain = ? and place is null", (case,)).fetchone()[0]
    event, last = next(events, None), 0
    for row, says in bound:
        first, last, digest = re.fullmatch(r"(\d+)-(\d+):([0-9a-f]{64})", says).groups()
        first, last, data = int(first), int(last), b""
        while event and event[0] < first:
            if not unchained:
                say(case, None, f"event {event[0]} belongs to no command")
            event = next(events, None)
        for seq in range(first, last + 1):
            if not event or event[0] != seq:
                say(case, row, f"event {seq} is gone")
                continue
            data += b"".join(map(string, event))
            event = next(events, None)
        if digest != sha256(data):
            say(case, row, f"the events {first} to {last} were altered")
    if event:
        say(case, None, f"event {event[0]} belongs to no command")
    version = db.execute("select version from instance where instance = ?", (case,)).fetchone()
    if last and version != (last,):
        say(case, None, "the case is not what its events make")


def read_checkpoint(db, path, previous, say):
    """Each head that was written down is still a row of its chain. Gives the hash that the file carries."""
    lines = path.read_bytes().splitlines(keepends=True)
    begin, *heads, end = map(json.loads, lines)
    if previous and begin["previous"] != previous:
        say(path.name, None, "the checkpoint before it is gone")
    if end["sha256"] != sha256(b"".join(lines[:-1])) or end["heads"] != len(heads):
        say(path.name, None, "the checkpoint was altered")
    for head in heads:
        query = "select hash from audit where chain = ? and place = ?"
        row = db.execute(query, (head["chain"], head["place"])).fetchone()
        if row != (head["hash"],):
            say(head["chain"], head["place"], f"the checkpoint {path.name} has another row here")
    return end["sha256"]


def verify(file, folder=None):
    breaks = []

    def say(chain, row, what):
        breaks.append(f"{chain}, row {row}: {what}" if row is not None else f"{chain}: {what}")

    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    for chain, place, digest in db.execute("select chain, place, hash from audit_head order by chain").fetchall():
        bound = walk_chain(db, chain, (place, digest), say)
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", chain):
            walk_history(db, chain, bound, say)
    loose = "select chain, count(*) from audit where place is not null and chain not in (select chain from audit_head)"
    for chain, count in db.execute(f"{loose} group by chain"):
        say(chain, None, f"{count} rows without a head")
    orphans = "select instance from instance where instance not in (select chain from audit where chain is not null)"
    for (case,) in db.execute(orphans):
        say(case, None, "there is no chain")
    if folder:
        previous, names = "", sorted(pathlib.Path(folder).glob("*.jsonl"))
        for (name,) in db.execute("select name from audit_checkpoint"):
            if name not in {path.name for path in names}:
                say(name, None, "the checkpoint is gone")
        for path in names:
            previous = read_checkpoint(db, path, previous, say)
    return breaks


if __name__ == "__main__":
    found = verify(*sys.argv[1:])
    print("\n".join(found) or "nothing was altered")
    sys.exit(bool(found))
