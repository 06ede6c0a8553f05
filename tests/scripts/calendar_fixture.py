"""Writes tests/fixtures/calendar/holidays.json: what PyPI `holidays` 0.109 says of Kazakhstan, 2014 to 2027.

The calendar of this project is made of rules, transfers and amendments; this fixture is the independent
answer it is compared with: the days off of every year, and 400 terms in working days.

Usage, from the root of the repository:

    python3 -m venv /tmp/holidays && /tmp/holidays/bin/pip install holidays==0.109
    /tmp/holidays/bin/python tests/scripts/calendar_fixture.py

The output is always the same: the terms are drawn with a fixed seed.
"""

import datetime
import json
import pathlib
import random

import holidays

FIRST, LAST = 2014, 2027
TERMS = 400
LENGTHS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60]
FIXTURE = pathlib.Path(__file__).parent.parent / "fixtures" / "calendar" / "holidays.json"
DAY = datetime.timedelta(days=1)


def year_of(calendar, year):
    """The weekdays that are off and the days of a weekend that are worked."""
    days = [datetime.date(year, 1, 1) + n * DAY for n in range(366)]
    days = [day for day in days if day.year == year]
    working = [calendar.is_working_day(day) for day in days]
    return {
        "off": [str(d) for d, works in zip(days, working) if d.weekday() < 5 and not works],
        "worked_weekends": [str(d) for d, works in zip(days, working) if d.weekday() > 4 and works],
    }


def due(calendar, start, length):
    """The day of the event is day 0; the day `length` working days later."""
    day = start
    while length:
        day += DAY
        length -= calendar.is_working_day(day)
    return day


def main():
    assert holidays.__version__ == "0.109", holidays.__version__
    calendar = holidays.country_holidays("KZ", years=range(FIRST, LAST + 2))
    draw = random.Random(2014)
    span = (datetime.date(LAST, 9, 1) - datetime.date(FIRST, 1, 1)).days
    terms = []
    for _ in range(TERMS):
        start = datetime.date(FIRST, 1, 1) + draw.randrange(span) * DAY
        length = draw.choice(LENGTHS)
        end = due(calendar, start, length)
        terms.append({"from": str(start), "working_days": length, "due": str(end)})
    years = {str(year): year_of(calendar, year) for year in range(FIRST, LAST + 1)}
    lines = ",\n  ".join(json.dumps(term) for term in terms)
    rows = ",\n  ".join(f"{json.dumps(y)}: {json.dumps(v)}" for y, v in years.items())
    FIXTURE.write_text(
        '{"source": "PyPI holidays 0.109 (MIT), country KZ",\n'
        f' "years": {{\n  {rows}\n }},\n "terms": [\n  {lines}\n ]}}\n'
    )


if __name__ == "__main__":
    main()
