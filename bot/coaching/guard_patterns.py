"""Marks of a family that only their neighbours give away: schools, plates, days, house numbers, last four digits.

Each pattern looks at a bounded stretch of text, so that no input makes it slow.
"""

import re
from collections.abc import Iterator

SCHOOL = "a school"
PLATE = "a licence plate"
DATE = "a full date"
BIRTH = "a date of birth"
SSN = "a Social Security number"
ADDRESS = "a street address"
CASE = "a case number"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|may|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_CAP = r"[A-ZÁÉÍÓÚÑ][\w.'’-]{1,20}"
_NOT_A_SCHOOL = (
    r"(?!(?:the|her|his|their|our|your|my|a|an|this|that|in|at|to|from|of|for|same|new|old|local|junior|senior|and|is|was"
    r"|finish(?:ed|ing)?|start(?:ed|s|ing)?|still|since|late|after|before|public|private|with|every|la|el|su|mi|una|un|en"
    r"|very|so|too|any|no|through|during|alternative|online|entire|whole|last|first|into|started|middle|high)\b)"
)


def _together(*rows: tuple[str, str, re.RegexFlag | int]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, flags)) for kind, pattern, flags in rows)


_WORDED = _together(
    (SCHOOL, rf"\b{_NOT_A_SCHOOL}[\w'’.-]{{2,20}} (?:elementary|middle school|high school|academy|preschool|montessori)\b", re.I),
    (SCHOOL, rf"(?:{_CAP} ){{1,4}}(?:Elementary|Middle|High|Academy|School|Preschool|Primary|Charter|Daycare|K-8|Prep|Junior High|Head Start|Learning Center|Child Care|Early Learning)\b(?! ?(?:Family|Team))", 0),
    (SCHOOL, rf"\b(?:[Ee]scuela|[Cc]olegio|[Pp]rimaria|[Ss]ecundaria|[Pp]reparatoria|[Gg]uarder[ií]a|[Pp]reescolar|[Kk][ií]nder|[Ll]iceo)(?: (?:primaria|secundaria|elemental|de|del|la|los|las))?(?: {_CAP}){{1,4}}", 0),
    (SCHOOL, rf"\bSt\.? {_CAP}(?:['’]s)? (?:School|Elementary|Academy)", 0),
    (ADDRESS, r"\b(?:apt|apartment|apartamento|depto|apto)\.? ?#? ?(?:\d{1,4}[A-Z]?|[A-Z]\d{0,3})\b", re.I),
)  # fmt: skip
_NUMBERED = _together(
    (SCHOOL, r"\bP\.?S\.? ?#?\d{1,3}\b", 0),
    (PLATE, r"\b(?:plates?|license|licence|tag|placas?)\b(?:[ :#]{0,3}(?:number|num|no\.?|is|was|reads?|says|on|the|car|n[uú]mero|es|del|de|carro|eran?|con|son|starts?|with)){0,4}[ :#\"“]{1,3}(?=[A-Z0-9-]{0,7}\d)[A-Z0-9]{1,4}[- ·]?[A-Z0-9]{2,5}\b", re.I),
    (PLATE, r"\b(?:car|truck|van|suv|sedan|minivan|jeep|honda|toyota|ford|chevy|nissan|plates?|placas?|carro|camioneta|troca|tags?|vehicle)\b[^\n.]{0,32}?\b(?=[A-Z0-9 -]{0,7}\d)(?=[A-Z0-9 -]{0,7}[A-Z])[A-Z0-9]{2,4}[- ]?[A-Z0-9]{2,5}\b", 0),
    (PLATE, r"\b[A-Z]{3}[- ]\d{3,4}\b|\b\d[A-Z]{3}\d{3}\b|\b[A-Z]{2}\d{2}[A-Z]{3}\b", 0),
    (DATE, rf"\b{_MONTH}\.? (?:the )?{_DAY}(?:st|nd|rd|th)?\b(?!:|%| ?(?:visits?|kids|days|hours|weeks|minutes|families|people|am|pm|times|of))", re.I),
    (DATE, rf"\b{_DAY}(?:st|nd|rd|th)? (?:of |de )?{_MONTH}\b", re.I),
    (BIRTH, r"\b(?:born|dob|d\.o\.b\.?|birthday|bday|b-day|birthdate|naci[oó]|nacid[oa]|cumplea[nñ]os|fecha de nacimiento)\b[^\n.!?]{0,24}?\b\d{1,2}[/.-]\d{1,2}\b", re.I),
    (DATE, rf"\b(?:on|el|del|until|since|from|by|before|hearing|court|visit|placed|removed|d[ií]a) (?:0?[1-9]|1[0-2])[/-]{_DAY}\b(?![/-]?\d)(?! (?:visits|of|kids))", re.I),
    (SSN, r"\b(?:last|final|[uú]ltimos|[uú]ltimas) (?:four|4|cuatro)\b[^\n\d]{0,24}\d{4}\b|\b(?:ssn|social(?: security)?(?: number)?|seguro social|n[uú]mero de seguro)\b[^\n\d]{0,24}\d[\d -]{2,12}\d\b", re.I),
    (ADDRESS, rf"\b(?:at|to|on|near|from|lives?(?: at)?|living|moved to|address(?: is)?|direcci[oó]n(?: es)?|vive(?:n)? en|en|number|al)\s(?:el |la )?\d{{1,5}} (?:[NSEW]\.? |North |South |East |West )?(?!(?:Monday|Tuesday|Wednesday|Thursday|Friday|January|February|March|April|May|June|July|August|Family|Team|Mom|Dad)\b){_CAP}\b", 0),
    (ADDRESS, r"\b(?:RR|Rural Route|HC|County (?:Road|Rd)|CR|State Route|Highway|Hwy|Route)\.? ?#?\d{1,4},? (?:Box|#) ?\d{1,5}\b", re.I),
    (ADDRESS, r"\b\d{1,5} (?:[NSEW]\.? )?(?:County (?:Road|Rd)|CR|State Route|Highway|Hwy|Route|Rte)\.? \d{1,4}\b", re.I),
    (ADDRESS, rf"\b(?:[Cc]alle|[Aa]venida|[Aa]v\.?|[Bb]oulevard|[Cc]olonia|[Cc]arretera|[Cc]amino|[Pp]asaje|[Cc]allej[oó]n)(?: (?:de|del|la|los|las|el))?(?: (?:{_CAP}|\d{{1,3}})){{1,3}},?(?: (?:n[uú]mero|no\.?|#))? ?#?\d{{1,5}}\b", 0),
    (ADDRESS, r"\b\d{1,5} (?:de la |de )?(?:[Cc]alle|[Aa]venida|[Aa]ve?\.?)(?: [A-ZÁÉÍÓÚÑ0-9][\w.]{0,20}){1,3}", 0),
    (CASE, r"\b(?:case|docket|client|person|intake|referral|report|petition|court|file|caso|expediente|cliente|member|medicaid|participant|reporte|causa)\b(?: (?:id|no|number|num|n[uú]mero|file))?(?: (?:is|was|es|was closed|era))?[ .:#]{1,4}(?=[A-Z0-9-]{0,9}\d[A-Z0-9-]{0,8}\d)[A-Z0-9][A-Z0-9-]{3,17}\b", re.I),
)  # fmt: skip
"""Each of these holds a digit: where there is none, nobody looks for them."""
_DIGIT = re.compile(r"\d")


def patterned(text: str) -> Iterator[tuple[str, int, int]]:
    """What the patterns find, as (kind, start, end)."""
    for kind, pattern in (*_WORDED, *_NUMBERED) if _DIGIT.search(text) else _WORDED:
        for found in pattern.finditer(text):
            yield kind, found.start(), found.end()
