"""Notice phone numbers, dates, addresses and other marks of a real family, before anything is kept or posted.

The text is cut into tokens once. Each token becomes one letter (a word, or a number by how many digits it has), and
the rules read that short line of letters. Every rule looks a fixed way ahead, so time grows with length and no more.
Names of people are not looked for here: patterns alone found none of 42 in our trial, and it is better to say so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.coaching.errors import Rephrase, TooLong
from bot.coaching.guard_initials import initials
from bot.coaching.guard_names import names, words_of
from bot.coaching.guard_patterns import patterned
from bot.coaching.guard_words import (
    COURT_CODES,
    NAMED_COURTS,
    ROLES,
    ROLES_ES,
    SHAPES,
    SHORT_STREETS,
    SPANISH,
    STREETS,
    UNITS,
    UNLIKE_STREETS,
)
from bot.coaching.language import mark, say

LONGEST = 40_000

PHONE = mark("a phone number")
EMAIL = mark("an e-mail address")
LINK = mark("a link")
SSN = mark("a Social Security number")
CASE = mark("a case number")
DATE = mark("a full date")
ADDRESS = mark("a street address")
NAME = mark("a name")
INITIALS = mark("initials")

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:st|nd|rd|th)\b|\d+|\s+|.", re.DOTALL | re.IGNORECASE)
_DASHES = "‐‑‒–—−"
_MARKERS = frozenset({"#", "no", "number", "num", "id"})


@dataclass(frozen=True)
class Identifier:
    """Something that may point to a real family: what kind it is, and where it stands in the text."""

    kind: str
    start: int
    end: int


def check(text: str, *, vouched: bool = False) -> bool:
    """Let words pass, or raise Rephrase with a kind sentence that names the kinds found and never the words.

    `vouched`: their author says that they are not about a real family; gives whether that word was needed.
    Raises TooLong over 40,000 characters, because what was not read may not be kept.
    """
    found = identifiers(text)
    if vouched or not found:
        return bool(found)
    *most, last = [say(kind) for kind in dict.fromkeys(each.kind for each in found)]
    said = f"{', '.join(most)}{say(' and ')}{last}" if most else last
    raise Rephrase(
        say(
            "That looks like it has {kinds} in it, which may point to a real family. It was not kept. "
            'Please say it without that. Roles are fine, like "the mom" or "an aunt".',
            kinds=said,
        ),
        found,
    )


def pieces(text: str, found: Sequence[Identifier]) -> tuple[tuple[str, bool], ...]:
    """The text cut into pieces in order, each with whether it is one of those that were found."""
    cut, at = list[tuple[str, bool]](), 0
    for each in found:
        cut += [(text[at : each.start], False), (text[each.start : each.end], True)]
        at = each.end
    return tuple((piece, is_one) for piece, is_one in (*cut, (text[at:], False)) if piece)


def role_words(text: str, found: Sequence[Identifier]) -> tuple[str, ...]:
    """What to say instead: roles, in the language of the text."""
    del found
    return ROLES_ES if SPANISH & set(text.lower().split()) else ROLES


def identifiers(text: str) -> tuple[Identifier, ...]:
    """Phones, e-mails, links, Social Security, case and docket numbers, full dates and street addresses, in order.

    `start` and `end` count characters. Where two overlap, the one that starts first is given. Raises TooLong.
    """
    if len(text) > LONGEST:
        raise TooLong
    tokens = _TOKEN.findall(text)
    shapes = {token: _shape(token) for token in set(tokens)}
    line = "".join([shapes[token] for token in tokens])
    starts = list(accumulate(map(len, tokens), initial=0))
    found = [Identifier(kind, starts[first], starts[last]) for kind, first, last in _matches(line, tokens)]
    found += [Identifier(*each) for each in patterned(text)]
    words = words_of(text)
    found += [Identifier(INITIALS, *each) for each in initials(text, words)]
    found += [Identifier(NAME, *each) for each in names(text, words)]
    return tuple(_without_overlaps(sorted(found, key=lambda each: (each.start, -each.end))))


def _shape(token: str) -> str:
    first = token[0]
    if first.isdecimal():
        return _number_shape(token)
    if first.isspace():
        return "\n" if "\n" in token else " "
    if first.isalpha():
        return "j" if token in COURT_CODES else SHAPES.get(token.lower(), "a")
    return "-" if first in _DASHES else first if first.isascii() else "~"


def _number_shape(token: str) -> str:
    """How many digits: 1 to 9, X ten, Y eleven, Z more; R "14th"; D a year such as 2019."""
    if not token.isdecimal():
        return "R"
    if len(token) == 4 and token[:2] in ("19", "20"):
        return "D"
    return str(len(token)) if len(token) < 10 else {10: "X", 11: "Y"}.get(len(token), "Z")


def _digits(tokens: Sequence[str]) -> int:
    return sum(len(token) for token in tokens if token.isdecimal())


def _is_phone(tokens: Sequence[str]) -> bool:
    """Area codes and exchanges in the US never start with 0 or 1."""
    return all(token[0] not in "01" for token in tokens if token.isdecimal() and len(token) in (3, 10))


def _is_date(tokens: Sequence[str]) -> bool:
    numbers = [token for token in tokens if token.isdecimal()]
    small = sorted(int(number) for number in (numbers[1:] if len(numbers[0]) == 4 else numbers[:2]))
    if "/" not in tokens and len(numbers[-1]) == 2 and any(len(number) == 1 for number in numbers):
        return False
    return 1 <= small[0] <= 12 and 1 <= small[1] <= 31


def _is_cued_case(tokens: Sequence[str]) -> bool:
    """ "Case #48213" or "docket 2024CV001", and not "in case 2 come" or "case 2024"."""
    if any(token.lower() in _MARKERS for token in tokens):
        return _digits(tokens) >= 2
    code = tokens[next(at for at, token in enumerate(tokens) if token[0].isdecimal()) :]
    alone = len(code) == 1
    return _digits(code) >= 4 and (any(token.isalpha() for token in code) or (alone and _number_shape(code[0]) != "D"))


def _is_code(tokens: Sequence[str]) -> bool:
    """ "23-JC-0147" or "JV-19-00231": short letters and at least five digits, and not "9:30am" or "COVID-19"."""
    words = [token for token in tokens if token.isalpha() and token.lower() not in UNITS]
    return _digits(tokens) >= 5 and bool(words) and all(len(word) <= 4 for word in words)


def _is_address(tokens: Sequence[str]) -> bool:
    """ "1420 Oak St", also in small letters where that is plain; not "3 hearings in court" or "304 Juvenile Court"."""
    number, *names, street = [token for token in tokens if token[0].isalnum()]
    low = {name.lower() for name in names}
    if low & UNLIKE_STREETS or (street.lower() in ("court", "ct") and low & NAMED_COURTS):
        return False
    if all(name[0].isupper() or name[0].isdecimal() for name in (*names, street)):
        return True
    # Small letters: trust a short form ("oak st") after two digits, or a long one ("oak street") after three.
    digits = 2 if street.lower() in SHORT_STREETS else 3 if street.lower() in STREETS else 99
    return len(names) <= 2 and len(number) >= digits


_ANY = "[a-zA-Z1-9]"
_AT_SIGN = r" ?[(\[{] ?t ?[)\]}] ?"
_DOT_WORD = r"(?: ?[(\[{]? ?o ?[)\]}]? ?)"
_ALONE = r"(?<![-.,/1-9D])"

_RULES: tuple[tuple[str, re.Pattern[str], Callable[[Sequence[str]], bool] | None], ...] = tuple(
    (kind, re.compile(pattern), sure)
    for kind, pattern, sure in (
        (EMAIL, rf"(?:{_ANY}[._+%-]?){{1,8}}@{_ANY}(?:[-.]?{_ANY}){{0,8}}\.[a-z]", None),
        (EMAIL, rf"{_ANY}(?: t |{_AT_SIGN}){_ANY}(?:{_DOT_WORD}{_ANY}){{0,3}}{_DOT_WORD}l", None),
        (EMAIL, rf"{_ANY}{_AT_SIGN}{_ANY}(?:\.{_ANY}){{1,3}}", None),
        (LINK, r"h://?[^ \n]*", None),
        (LINK, rf"(?<!@)(?:v\.{_ANY}|{_ANY}(?:[-.]{_ANY}){{0,4}}\.l|{_ANY}\.f/)[^ \n]*", None),
        (SSN, r"(?<![-1-9])3(?: ?[-.] ?| )2(?: ?[-.] ?| )[4D]", None),
        (SSN, r"(?<![-.,/1-9D])9(?![-/][1-9])|i(?: n)?[ :#.]{0,3}[1-9DXYZ]", None),
        (PHONE, r"\(?3\)?[-. /]{0,3}3[-. ]{0,3}[4D]", _is_phone),
        (PHONE, rf"{_ALONE}(?:3[-. ]7|6[-. ][4D]|X|Y)", _is_phone),
        (PHONE, rf"{_ALONE}3[-.][4D](?![-/][1-9])|e[: ]{{1,2}}(?:[a-z] ){{0,3}}3 [4D]", _is_phone),
        (DATE, r"m[. -]{0,2}(?:a )?[12R](?: ?, ?|[- ])?(?:D|'2)", None),
        (DATE, r"[12R][- ]?(?:a )?m[.,]? ?-?(?:D|'2)", None),
        (DATE, r"(?<![-./1-9D])[12] ?([-/.]) ?[12] ?\1 ?[D2]", _is_date),
        (DATE, r"D ?([-/.]) ?[12] ?\1 ?[12]", _is_date),
        (DATE, r"b[ :.-]{0,3}(?:a ){0,2}(?:m[ .]{0,2}[12R]|[12][-/.][12])", None),
        (
            CASE,
            rf"c(?: ?n)?[ #:.]{{1,4}}(?:n[ #:.]{{1,3}})?(?:a )?(?=[a-z]?[-/]?[1-9DXYZ]){_ANY}(?:[-/]?{_ANY}){{0,6}}",
            _is_cued_case,
        ),
        (CASE, r"#[4-9XYZ]|n[ :#.]{1,3}[5-9XYZ]", None),
        (CASE, rf"(?<![a-zA-Z1-9]){_ANY}(?:[-/]?{_ANY}){{1,7}}", _is_code),
        (CASE, rf"{_ALONE}(?:[5-9][-/][1-9D]|[1-9D][-/][5-9]|[78XYZ])|[24D] j [1-7]|j [24D][-/ ][1-7]", None),
        (ADDRESS, r"(?<![-:.,/$1-9])[1-5D](?:a)? (?:[a-zR]\.? ){1,4}?s", _is_address),
        (ADDRESS, r"p\.? ?(?:p\.?)? ?q[. #]{0,2}[1-6D]|g[. #]{0,3}[1-4]", None),
    )
)


def _matches(line: str, tokens: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    for kind, pattern, sure in _RULES:
        for found in pattern.finditer(line):
            if sure is None or sure(tokens[found.start() : found.end()]):
                yield kind, found.start(), found.end()


def _without_overlaps(found: Sequence[Identifier]) -> Iterator[Identifier]:
    end = 0
    for each in found:
        if each.start >= end:
            yield each
            end = each.end
