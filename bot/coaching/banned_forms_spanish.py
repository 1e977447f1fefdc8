"""Forms of words that the library never uses in Spanish: the same rules as in English, for how Spanish says such things."""

from bot.coaching.banned_forms import form

_FAMILY = (
    r"(?:abuel[oa]s?|bebés?|familias?|hij[oa]s?|hogar(?:es)?|jóvenes|madres?|mam[áa]s?|niñ[oa]s?|padres?|pap[áa]s?)"
)
_HAD_TO = r"(?:deb(?:ió|ía|ería|iera|iste|ías|erías|ieron|ían|erían)|tendrías?|tenías?|hubiera[sn]?)"

BANNED = (
    form(
        '"debería haber" looks back in blame. Ask what could come next.',
        rf"\b{_HAD_TO}(?: de| que)?(?: \w+)? hab(?:er|érsel[oa]s?)\b",
        r"\bhubiera[sn]? (?:debido|tenido que)\b",
        r"\bdebió (?:hacer|decir|preguntar|ver|saber)\b",
    ),
    form('"por qué" invites excuses. Ask qué, cuándo or cómo.', r"(?<!el )\bpor qué\b"),
    form(
        "this puts a label on people. Say what was seen or heard.",
        r"\b(?:abusador(?:es|as?)?|adict[oa]s?|alcohólic[oa]s?|drogadict[oa]s?|mentiros[oa]s?|perpetrador(?:es|as?)?)\b",
        r"\b(?:agresiv[oa]s?|conflictiv[oa]s?|disfuncional(?:es)?|floj[oa]s?|hostil(?:es)?|loc[oa]s?|perezos[oa]s?)\b",
        r"\b(?:desmotivad[oa]s?|inept[oa]s?|manipulador(?:es|as?)?|negligentes?|resistentes?)\b",
        rf"\b(?:mal[oa]s?|tóxic[oa]s?) {_FAMILY}\b",
        rf"\b{_FAMILY} (?:difícil(?:es)?|problemátic[oa]s?|tóxic[oa]s?)\b",
    ),
    form(
        "this asks for a name. Ask for a role, or for what was done.",
        r"\bnombres? (?:de|del)\b",
        r"\b(?:qué|cuál(?:es)?)\b[^.?!]{0,30}\b(?:apellidos?|nombres?)\b",
        r"\bcómo se llaman?\b",
        r"\b(?:dé|diga|escriba|anote|ponga)\b[^.?!]{0,20}\b(?:apellidos?|nombres?)\b",
    ),
    form(
        "this asks for a number that may point to a family.",
        r"\bnúmero (?:de|del) (?:caso|casa|expediente|seguro social|teléfono)\b",
        r"\b(?:qué edad|cuántos años)\b",
    ),
    form(
        "this asks for a place. Leave places out.",
        r"\b(?:qué|cuál) (?:barrio|calle|ciudad|clínica|condado|corte|dirección|escuela|hospital|juzgado|pueblo)\b",
        r"\bdirección de\b",
        r"\bdónde (?:viven?|vivían?|se quedan?)\b",
    ),
    form(
        "this asks for a date. Leave dates out.",
        r"\b(?:qué|cuál) fecha\b",
        r"\bfechas? (?:de|del)\b",
        r"\b(?:en )?qué día (?:es|fue|era)\b",
    ),
    form(
        "this asks for a case decision. Those belong with the supervisor and the court.",
        r"\b(?:debe(?:n|ría|rían)?|puede[n]?|podría[n]?|tiene[n]? que)\b[^.?!]{0,40}"
        r"\b(?:cerrar (?:el|un|este) caso|quitarles|reunificar\w*|volver a casa|regresar a casa)\b",
        r"\blist[oa]s? para (?:cerrar|regresar|reunificar\w*|volver)\b",
    ),
    form(
        "this asks for a safety rating. The app never rates safety or risk.",
        rf"\bqué tan (?:in)?segur[oa]s?\b[^.?!]{{0,40}}\b{_FAMILY}\b",
        r"\bqué tan (?:peligros|riesgos)[oa]s?\b",
        r"\b(?:grado|nivel) de (?:peligro|riesgo|seguridad)\b",
        r"\bcalifi(?:que|car) (?:el|la) (?:peligro|riesgo|seguridad)\b",
        r"\bqué tan probable\b[^.?!]{0,40}\b(?:abus|dañ|lastim|maltrat)\w*\b",
    ),
    form("this writes out a scale. Put the words for 1 and 5 into scale_ends.", r"\b[15] ?="),
)
COUNT = form("this asks for a number. Ask qué or cómo.", r"\bcuánt[oa]s\b", r"\bqué número\b", r"\bescoja un número\b")
OUTCOME = form(
    "this points to a case and its outcome. Name the effort or the skill.",
    r"\breunific\w+",
    r"\bcerr(?:ó|ado|ada)\b",
    r"\badop\w+",
    r"\b(?:volvió|regresó|volvieron|regresaron) a casa\b",
    r"\bcolocaci(?:ón|ones)\b",
)
