"""Read the days, hours, zones and dates that a person typed, the way people write them."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.coaching.errors import BadRhythm
from bot.coaching.language import mark
from bot.coaching.said_spanish import in_english

DAYS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
LONGEST_PAUSE = timedelta(days=366)
_LAST_MINUTE = time(23, 59)
_OPEN_FOR = timedelta(hours=3)
_ONE_DAY, _SIX_DAYS = timedelta(days=1), timedelta(days=6)
_HALF_A_YEAR, _ONE_YEAR = timedelta(days=182), timedelta(days=365)
_SAID_ZONES = {
    "eastern et est edt": "America/New_York",
    "central ct cst cdt": "America/Chicago",
    "mountain mt mst mdt": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific pt pst pdt": "America/Los_Angeles",
    "alaska akst akdt": "America/Anchorage",
    "hawaii hst": "Pacific/Honolulu",
}
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)?")
_SAY_DAYS = mark("Those days cannot be read. Please write them like this: Mon, Wed.")
_SAY_HOURS = mark("Those hours cannot be read. Please write them like this: 9:30 am to 12:30 pm.")
_SAY_HALF = mark("Is that morning or afternoon? Please add am or pm, like this: 1 pm to 4 pm.")
_SAY_UNTIL = mark("That day cannot be read. Please write it like this: Friday, Dec 1, 2026-12-01, or 2 weeks.")
_SAY_SPAN = mark("Those days cannot be read. Please write them like this: Dec 20 to Jan 3.")
_TO = re.compile(r"\s*(?:\b(?:to|until|till|til|through|thru)\b|[-–])\s*")
_ISO_WITH_DOTS = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})")


def read_days(text: str) -> frozenset[int]:
    """The weekdays in "Mon, Wed", "tuesday; thursday" or "Mon-Fri". Raises BadRhythm with how to write them."""
    words = re.sub(r"\s*[-–]\s*", "-", text.lower())
    said = [word for word in re.split(r"[^a-z-]+", words) if word not in ("", "and", "on", "every")]
    if not said or any(letter.isdigit() for letter in text):
        raise BadRhythm(_SAY_DAYS)
    return frozenset(day for word in said for day in _read_span(word))


def read_hours(text: str) -> tuple[time, time]:
    """From and until in "09:30", "9:30am" or "9:30-16:00"; without an end, three hours, at most to 11:59 pm.

    "9-5" ends in the afternoon. Raises BadRhythm where nobody could tell morning from afternoon ("2:30").
    """
    first, *rest = re.split(r"\s*(?:-|–|\bto\b|\buntil\b)\s*", _plain(text).replace(".", "").replace("noon", "12 pm"))
    start, *end = (_read_clock(each) for each in (first, *rest))
    if len(end) > 1:
        raise BadRhythm(_SAY_HOURS)
    at = _begin(start, end[0] if end else None)
    until = _end(end[0], start[1], at) if end else _some_hours_after(at)
    if at >= until:
        raise BadRhythm("The end has to come after the start, on the same day.")
    return at, until


def read_zone(text: str) -> str:
    """The IANA zone in "America/Chicago", "chicago" or "Central". Raises BadRhythm with how to write it."""
    said = _plain(text).removesuffix(" time").replace(" ", "_")
    zones = _zones()
    cities = [zone for name, zone in zones.items() if name.rpartition("/")[2] == said]
    us = [zone for names, zone in _SAID_ZONES.items() if said in names.split()]
    found = us or ([zones[said]] if said in zones else cities)
    if len(found) != 1:
        raise BadRhythm("That time zone cannot be read. Please write it like this: America/Chicago, or Central.")
    return found[0]


def zone_known(name: str) -> bool:
    """Whether this is the exact name of an IANA zone that we can reckon with."""
    return _zones().get(name.lower()) == name


def read_day(text: str, today: date) -> date | None:
    """The day in "friday", "dec 1", "2026-12-01" or "2 weeks", which comes after `today`; None when none was said.

    Raises BadRhythm for a day that cannot be read, has passed, or is more than a year away.
    """
    said = re.sub(r"^(?:until|till|til|for|on)\b", "", in_english(_plain(text))).strip(" .,")
    if not said:
        return None
    day = _read_day(said.replace(",", " "), today, today)
    if day <= today:
        raise BadRhythm("That day has passed. Please name one that is still to come.")
    if day > today + LONGEST_PAUSE:
        raise BadRhythm("That is more than a year away. To stop until you say so, leave the day out.")
    return day


def read_span(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day in "dec 20 to jan 3", "today to friday" or "12/20 - 1/3"; None for a single day.

    "next week" alone is all of it, Monday to Sunday, and "today" is today; "until next week" is a single day.

    Raises BadRhythm when one of them cannot be read, has passed, or the whole is more than a year.
    """
    # Hyphens inside 2026-12-20 are no "to".
    said = re.sub(
        r"(\d{4})-(\d{1,2})-(\d{1,2})", r"\1.\2.\3", re.sub(r"^(?:from|on)\b", "", in_english(_plain(text))).strip(" ,")
    )
    if said in ("today", "for today"):
        return today, today
    if said == "next week":
        monday = _next_monday(today)
        return monday, monday + _SIX_DAYS
    begin, *rest = (_ISO_WITH_DOTS.sub(r"\1-\2-\3", each).strip(" .,") for each in _TO.split(said))
    if not begin or not rest:
        return None
    if len(rest) > 1:
        raise BadRhythm(_SAY_SPAN)
    first = today if begin == "today" else _read_from(begin.replace(",", " "), today)
    last = _read_from(_month_of(int(rest[0]), first) if rest[0].isdecimal() else rest[0].replace(",", " "), first)
    if first < today or (not re.search(r"\d{4}", begin) and _runs(first, last, today)):
        raise BadRhythm("Those days have begun in the past. Please start with today or later.")
    if last < first:
        raise BadRhythm("The last day comes before the first. Please write it like this: Dec 20 to Jan 3.")
    if last > today + LONGEST_PAUSE:
        raise BadRhythm("That is more than a year away. To stop until you say so, leave the days out.")
    return first, last


def _runs(first: date, last: date, today: date) -> bool:
    """Whether the same days, a year earlier, began lately and are not over: who says them without a year means these."""
    return today - _HALF_A_YEAR < first - _ONE_YEAR < today <= last - _ONE_YEAR


def _read_from(said: str, day: date) -> date:
    """The day that is said, this one or later; what is said of this one ("tomorrow", "next friday") comes after it."""
    follows = said == "tomorrow" or said.startswith("next ")
    return _read_day(said, day if follows else day - _ONE_DAY, day)


def _month_of(number: int, first: date) -> str:
    """The day of the month on which days end that begin on `first`: "dec 28 to 2" ends in January."""
    month = MONTHS[(first.month - (number >= first.day)) % 12]
    return f"{month.lower()} {number}"


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _weekday(word: str) -> int | None:
    short = word.removesuffix("s")
    found = (number for number, name in enumerate(DAYS) if len(short) > 1 and name.lower().startswith(short))
    return next(found, None)


def _read_span(word: str) -> Iterator[int]:
    first, *rest = [_weekday(each) for each in {"weekdays": "mon-fri"}.get(word, word).split("-")]
    last = rest[0] if rest else first
    if first is None or last is None or len(rest) > 1:
        raise BadRhythm(_SAY_DAYS)
    return ((first + step) % 7 for step in range((last - first) % 7 + 1))


def _read_clock(text: str) -> tuple[time, str | None, bool]:
    """A time, its "am" or "pm", and whether it is plain which half of the day is meant."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise BadRhythm(_SAY_HOURS)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if hour > (12 if half else 23) or minute > 59 or (half and hour == 0):
        raise BadRhythm(_SAY_HOURS)
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return time(hour, minute), half, bool(half) or found[1].startswith("0") or hour >= 7 or hour == 0


def _begin(start: tuple[time, str | None, bool], end: tuple[time, str | None, bool] | None) -> time:
    at, half, plain = start
    later = _afternoon(at)
    if half is None and end is not None and end[1] == "pm" and at.hour < 12 and later < end[0]:
        return later
    if not plain:
        raise BadRhythm(_SAY_HALF)
    return at


def _end(end: tuple[time, str | None, bool], begun: str | None, at: time) -> time:
    until, half, _plain_half = end
    # "9-5" and "1 pm to 4" end in the afternoon; after "16:00" the clock has 24 hours and there is nothing to guess.
    return _afternoon(until) if half is None and until <= at and (begun or at.hour <= 12) else until


def _afternoon(at: time) -> time:
    return at.replace(hour=at.hour % 12 + 12)


def _some_hours_after(at: time) -> time:
    end = datetime.combine(date.min, at) + _OPEN_FOR
    return end.time() if end.date() == date.min else _LAST_MINUTE


@cache
def _zones() -> dict[str, str]:
    return {zone.lower(): zone for zone in available_timezones() if zone not in ("Factory", "localtime")}


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def _read_day(said: str, today: date, earliest: date) -> date:
    next_monday = _next_monday(today)
    if said in ("tomorrow", "next week"):
        return next_monday if said == "next week" else today + _ONE_DAY
    if span := re.fullmatch(r"(an?|one|two|three|four|\d{1,3}) (day|week|month)s?", said):
        count = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}.get(span[1]) or int(span[1])
        return today + timedelta(days=count * {"day": 1, "week": 7, "month": 30}[span[2]])
    named = _weekday(said.removeprefix("next "))
    if named is not None:
        after = next_monday - _ONE_DAY if said.startswith("next ") else today
        return after + timedelta(days=(named - after.weekday() - 1) % 7 + 1)
    return read_date(said, earliest)


def read_date(said: str, earliest: date) -> date:
    """The day in "dec 1", "december 1 2026", "12/1", "12/1/2026" or "2026-12-01"; without a year, the first from `earliest` on.

    Raises BadRhythm with how to write it.
    """
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said)
    us = re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", said)
    spelled = re.fullmatch(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: +(\d{4}))?", said)
    months = [number for number, name in enumerate(_FULL_MONTHS, 1) if spelled and name.startswith(spelled[1])]
    if iso:
        year, month, number = iso[1], int(iso[2]), int(iso[3])
    elif us:
        year, month, number = us[3], int(us[1]), int(us[2])
    elif spelled and months:
        year, month, number = spelled[3], months[0], int(spelled[2])
    else:
        raise BadRhythm(_SAY_UNTIL)
    days = [_of_year(int(each), month, number) for each in ([year] if year else [earliest.year, earliest.year + 1])]
    found = next((day for day in days if day is not None and (year or day >= earliest)), None)
    if found is None:
        raise BadRhythm(_SAY_UNTIL)
    return found


def _of_year(year: int, month: int, number: int) -> date | None:
    """This day in this year; None for one that it does not have."""
    try:
        return date(year, month, number)
    except ValueError:
        return None
