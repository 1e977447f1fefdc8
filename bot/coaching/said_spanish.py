"""What people type in Spanish, in our words: days as they are read ("20 de dic" is "dec 20"), and the words of the command."""

import re

_DAYS = {
    "monday": "lunes",
    "tuesday": "martes",
    "wednesday": "miércoles miercoles",
    "thursday": "jueves",
    "friday": "viernes",
    "saturday": "sábado sabado",
    "sunday": "domingo",
}
_MONTHS = {
    "jan": "enero ene",
    "feb": "febrero",
    "mar": "marzo",
    "apr": "abril abr",
    "may": "mayo",
    "jun": "junio",
    "jul": "julio",
    "aug": "agosto ago",
    "sep": "septiembre setiembre sept",
    "oct": "octubre",
    "nov": "noviembre",
    "dec": "diciembre dic",
}
_OTHERS = {
    "today": "hoy",
    "tomorrow": "mañana manana",
    "to": "al",
    "until": "hasta",
    "for": "por",
    "next": "próximo próxima proximo proxima",
    "day": "día dia días dias",
    "week": "semana semanas",
    "month": "mes meses",
    "a": "un una",
    "two": "dos",
    "three": "tres",
    "four": "cuatro",
    "1": "primero",
    "": "el la del desde",
}
_ENGLISH = {said: word for words in (_DAYS, _MONTHS, _OTHERS) for word, all_ in words.items() for said in all_.split()}
_COMMANDS = {
    "pause": "parar",
    "resume": "seguir",
    "leave": "salir",
    "goals": "meta metas",
    "status": "estado",
    "team": "equipo",
    "digest": "resumen",
    "suggest": "sugerir",
    "enroll": "inscribir",
    "help": "ayuda",
}
WORDS_MEANT = {said: word for word, all_ in _COMMANDS.items() for said in all_.split()}
"""The command's words by the Spanish ones that are not like them, or are like another: `resumen` is the digest."""

_WORD = re.compile(r"[^\W\d_]+")
_FROM_TO = re.compile(rf"^(?:de )?(.+) a (?=\d|tomorrow|{'|'.join(_DAYS)})")
_COMING = re.compile(rf"\b(week|month|{'|'.join(_DAYS)}) (?:que viene|next)\b")
_DAY_OF_MONTH = re.compile(rf"\b(\d{{1,2}}) (?:de )?({'|'.join(_MONTHS)})\b(?: de)?")


_SAME_MONTH = re.compile(rf"^(\d{{1,2}}) (to|until) ({'|'.join(_MONTHS)}) (\d{{1,2}})")


def in_english(text: str) -> str:
    """The same days in English words; what is no Spanish word for a day stays as it is.

    >>> in_english("del 20 de diciembre al 3 de ene"), in_english("hasta el viernes"), in_english("dec 20 to jan 3")
    ('dec 20 to jan 3', 'until friday', 'dec 20 to jan 3')
    >>> in_english("la próxima semana"), in_english("2 semanas"), in_english("1 de mayo de 2027")
    ('next week', '2 week', 'may 1 2027')
    >>> in_english("del 20 al 24 de dic")
    'dec 20 to dec 24'
    >>> in_english("del 28 al 2 de enero"), in_english("20 de dic a 3 de ene"), in_english("de lunes a viernes")
    ('dec 28 to jan 2', 'dec 20 to jan 3', 'monday to friday')
    >>> in_english("semana próxima"), in_english("el lunes que viene"), in_english("primero de enero"), in_english("a week")
    ('next week', 'next monday', 'jan 1', 'a week')
    """
    words = _WORD.sub(lambda found: _ENGLISH.get(found[0].lower(), found[0]), text)
    coming = _COMING.sub(r"next \1", _FROM_TO.sub(r"\1 to ", " ".join(words.split())))
    in_order = _DAY_OF_MONTH.sub(r"\2 \1", coming)
    return _SAME_MONTH.sub(_with_first_month, " ".join(in_order.split()))


def _with_first_month(found: re.Match[str]) -> str:
    first, to, month, last = found.groups()
    months = list(_MONTHS)
    begins = months[months.index(month) - (int(first) > int(last))]
    return f"{begins} {first} {to} {month} {last}"
