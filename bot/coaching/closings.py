"""The days on which an agency is closed: public holidays of its place, its own closing days, and days on which it works."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.coaching.errors import BadRhythm
from bot.coaching.language import mark, say
from bot.coaching.said import MONTHS, read_date

NOWHERE = "none"
_STATES = (
    "AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware, "
    "DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, "
    "KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, "
    "MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, "
    "NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island, "
    "SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington, "
    "WV West Virginia, WI Wisconsin, WY Wyoming, AS American Samoa, GU Guam, MP Northern Mariana Islands, "
    "PR Puerto Rico, VI US Virgin Islands"
)
PLACES = {NOWHERE: mark("No public holidays"), "US": mark("United States, federal")} | {
    f"US-{code}": name for code, _, name in (each.partition(" ") for each in _STATES.split(", "))
}
MOST_DATES = 200
_YEARS_AROUND = 6
_ONE_DAY = timedelta(days=1)
_LONGEST_SPAN = timedelta(days=60)
_YEAR_AFTER_COMMA = re.compile(r"([a-z]\.? \d{1,2}),\s+(\d{4})(?![-/\d])", re.IGNORECASE)


@dataclass(frozen=True)
class Closings:
    """What an agency decided: whose public holidays count, its own closing days, and the holidays on which it works."""

    place: str = NOWHERE
    closed: frozenset[date] = frozenset()
    works: frozenset[date] = frozenset()

    def days(self, public: Collection[date]) -> frozenset[date]:
        """The days on which it is closed, given the public holidays of its place."""
        return frozenset(public) - self.works | self.closed


NEVER_CLOSED = Closings()


def read_dates(text: str, today: date) -> frozenset[date]:
    """The days in "Nov 27, 12/24 to 12/31": one a line or with commas; a day without a year is the coming one.

    Raises BadRhythm and names the piece that cannot be read.
    """
    pieces = re.split(r"[,;\n]", _YEAR_AFTER_COMMA.sub(r"\1 \2", text))
    found = frozenset(day for piece in pieces if piece.strip() for day in _read_span(piece.strip(), today))
    if len(found) > MOST_DATES:
        raise BadRhythm(say("That is more than {most} days. Please list fewer.", most=MOST_DATES))
    return found


def _read_span(piece: str, today: date) -> Iterator[date]:
    said = [each.strip() for each in re.split(r"\s+(?:to|until|through|-)\s+|\s*–\s*", piece)]
    first, last = _from_to(said, piece, today - _LONGEST_SPAN if len(said) > 1 else today, today)
    if last < today:  # what is over is meant for the coming year; what has begun goes on
        first, last = _from_to(said, piece, today, today)
    if len(said) > 2 or not first <= last <= first + _LONGEST_SPAN:
        raise _unreadable(piece)
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _from_to(said: list[str], piece: str, earliest: date, today: date) -> tuple[date, date]:
    first = _read(said[0], piece, earliest, today)
    return first, _read(said[1], piece, first, today) if len(said) > 1 else first


def _read(said: str, piece: str, earliest: date, today: date) -> date:
    try:
        day = read_date(" ".join(said.lower().split()), earliest)
    except BadRhythm:
        raise _unreadable(piece) from None
    if abs(day.year - today.year) > _YEARS_AROUND:
        raise _unreadable(piece)
    return day


def _unreadable(piece: str) -> BadRhythm:
    how = say("“{said}” cannot be read. Please write it like this: Nov 27, 12/24, or 2026-12-24.", said=piece[:40])
    return BadRhythm(how)


def in_words(days: Iterable[date]) -> str:
    """Days as people write them, in order, as `read_dates` reads them: "Nov 27 2026, Dec 24 2026"."""
    return ", ".join(f"{MONTHS[day.month - 1]} {day.day} {day.year}" for day in sorted(days))
