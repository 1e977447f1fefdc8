"""Read a roster: one line a caseworker, with the people around them, their channel, days and time."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coaching.errors import BadRhythm, CoachingError
from bot.coaching.said import read_days, read_hours, read_zone
from bot.coaching.schedule import Rhythm, check_rhythm

COLUMNS = ("caseworker", "coach", "supervisor", "channel", "zone", "days", "time")
ROLE = "role"  # may be left out; empty means a caseworker
PARENT_PARTNER = "parent partner"
CHANNEL = re.compile(r"[CG][A-Z0-9]+")
THE_END = "the end of the file"


@dataclass(frozen=True)
class RosterFault:
    """One line that cannot be imported, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class RosterFaults(CoachingError):
    """The roster has faults. Nothing was imported."""

    def __init__(self, faults: Sequence[RosterFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class RosterLine:
    """One line as it was written: people by Slack id or e-mail; an empty zone means the one that Slack knows.

    A parent partner stands in the first column, and the other columns of such a line are empty.
    """

    line: int
    caseworker: str
    coach: str
    supervisor: str
    channel: str
    zone: str
    days: str
    time: str
    role: str = ""

    @property
    def is_partner(self) -> bool:
        """Whether this is a parent partner, who has no coach, channel or hours."""
        return self.role == PARENT_PARTNER

    def rhythm(self, known_zone: str) -> Rhythm:
        """The days and hours in the zone of the line, or in the known one; raises BadRhythm."""
        at, until = read_hours(self.time)
        made = Rhythm(read_days(self.days), at, until, read_zone(self.zone or known_zone))
        check_rhythm(made)
        return made


def read_roster(text: str) -> list[RosterLine]:
    """The lines of a CSV file with a heading; raises RosterFaults that name every faulty line."""
    (_, first), *rows = _rows(text)
    heading = [name.strip().lower() for name in first]
    missing = [column for column in COLUMNS if column not in heading]
    if missing:
        raise RosterFaults([RosterFault(1, f"the heading has no column {', '.join(missing)}")])
    read = [_line(number, heading, row) for number, row in rows if any(cell.strip() for cell in row)]
    stands_on = dict[tuple[bool, str], int]()
    for each in read:
        stands_on.setdefault(_named(each), each.line)
    faults = [fault for each in read for fault in _faults(each, stands_on[_named(each)])]
    if faults or not read:
        raise RosterFaults(faults or [RosterFault(2, "there is nobody in this file")])
    return read


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Each row with the number of the line on which it begins, the heading first; raises RosterFaults for a quotation that never ends.

    That one would swallow everybody below it.
    """
    lines = text.lstrip("\ufeff").splitlines() or [""]
    apart = (
        ";" if ";" in lines[0] and "," not in lines[0] else ","
    )  # as spreadsheets write it where a comma is in numbers
    reader, begun, rows = csv.reader([*lines, THE_END], delimiter=apart), 1, list[tuple[int, list[str]]]()
    try:
        for row in reader:
            rows.append((begun, row))
            begun = reader.line_num + 1
    except csv.Error:  # longer than any cell can be
        rows.append((begun, []))
    begun, last = rows.pop()
    if last != [THE_END]:
        raise RosterFaults([RosterFault(begun, "a quotation mark opens here and is never closed")])
    return rows


def _line(number: int, heading: list[str], row: list[str]) -> RosterLine:
    cells = dict(zip(heading, (cell.strip() for cell in row), strict=False))
    role = " ".join(cells.get(ROLE, "").lower().replace("-", " ").split())
    return RosterLine(number, **{column: cells.get(column, "") for column in COLUMNS}, role=role)


def _named(line: RosterLine) -> tuple[bool, str]:
    """What there may be one line of: a caseworker, and a parent partner."""
    return line.is_partner, line.caseworker.lower()


def _faults(line: RosterLine, first: int) -> list[RosterFault]:
    """`first` is the line on which this person stands first."""
    if line.role not in ("", "caseworker", PARENT_PARTNER):
        return [RosterFault(line.line, f"the role {line.role} is not known: leave it empty, or write {PARENT_PARTNER}")]
    needed = ("caseworker",) if line.is_partner else [column for column in COLUMNS if column != "zone"]
    found = [f"{column} is empty" for column in needed if not getattr(line, column)]
    found += [
        f"a {PARENT_PARTNER} has no {column}" for column in COLUMNS[1:] if line.is_partner and getattr(line, column)
    ]
    if line.caseworker and first < line.line:
        found.append(f"{line.caseworker} is on line {first} already")
    if line.channel and not line.is_partner and not CHANNEL.fullmatch(line.channel):
        found.append(f"channel {line.channel} is not a Slack channel id, like C0123ABCD")
    if line.days and line.time and not line.is_partner:
        try:
            line.rhythm("UTC")
        except BadRhythm as reason:
            found.append(str(reason))
    return [RosterFault(line.line, reason) for reason in found]
