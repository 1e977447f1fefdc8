"""The words that tell the guard what a number is: months, streets, courts and the ends of web addresses."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STREET = "street avenue road boulevard lane parkway highway terrace"
_SHORT = "st ave av rd blvd ln pkwy hwy"
_ALSO_WORDS = "drive dr court ct place pl way ter circle cir trail trl loop square sq"

STREETS = _words(f"{_STREET} drive dr ct pl cir trl")
"""Taken for a street in small letters too, after a house number of three digits."""

SHORT_STREETS = _words(f"{_SHORT} avenue boulevard")
"""Taken for a street in small letters too, after a house number of two digits."""

UNLIKE_STREETS = _words(
    "a an and at before by for from i in is me more my of on or our the their them then they this to up visits was we "
    "were with you your am pm a.m p.m minutes hours days weeks months years miles people kids families times"
)
"""Words that no street is called: "3 hearings in court" and "20 minutes to court" are not addresses."""

NAMED_COURTS = _words("juvenile family district county supreme drug youth tribal treatment dependency")

COURT_CODES = _words("JC JV CV CR JD CJ CP DP DN NA AD FC FD JN JU CINC JUV DEP")
"""Letters inside docket numbers, always written large."""

UNITS = _words("s st nd rd th am pm k m h hr hrs min mins yr yrs yo ft lb lbs mg ml x")
"""Letters that follow an ordinary number: 1990s, 9am, 15min."""

_WORDS_BY_SHAPE = {
    "m": "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october "
    "nov november dec december",
    "t": "at",
    "o": "dot",
    "l": "com org net gov edu mil io biz co app dev",
    "f": "us me tv ly info link page site gle be",
    "h": "http https ftp",
    "v": "www",
    "c": "case docket petition cause file",
    "n": "no number num id",
    "b": "dob born birthday birthdate birth",
    "q": "box",
    "p": "po p o",
    "i": "ssn",
    "g": "apt",
    "e": "call text phone cell fax tel mobile reach",
    "s": f"{_STREET} {_SHORT} {_ALSO_WORDS}",
}

SHAPES = {word: shape for shape, words in _WORDS_BY_SHAPE.items() for word in words.split()}
"""The one letter that stands for a word in the guard's line; every other word is "a"."""

ROLES = ("the mom", "the dad", "an aunt", "the grandmother", "the teen", "the foster parent", "the judge")
"""What to say in the place of a name."""

ROLES_ES = ("la mamá", "el papá", "una tía", "la abuela", "el joven", "la familia de crianza", "la jueza")

SPANISH = _words("el la los las una unos con para pero porque muy está estaba dijo de que y en mi su")
"""Words by which a text is taken for Spanish."""
