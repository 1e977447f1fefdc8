"""How a case went, told in Spanish; and what somebody did, told in Spanish. On a phone, accents are often left out."""

import re

from bot.coaching.outcomes import Speech, told_by

_PERSON = (
    r"(?:abuel[oa]s?|adolescentes?|beb[eé]s?|chic[oa]s?|ell[oa]s?|él|famil(?:ia|iares)|herman[oa]s?|hij[oa]s?|j[oó]ven(?:es)?|"
    r"madres?|mam[aá]s?|menor(?:es)?|muchach[oa]s?|nen[ea]s?|niet[oa]s?|niñ[oa]s?|padres?|pap[aá]s?|parientes?|prim[oa]s?|"
    r"sobrin[oa]s?|tod[oa]s|t[ií][oa]s?)"
)
_CHILD = r"(?:beb[eé]s?|chic[oa]s?|hij[oa]s?|menor(?:es)?|niet[oa]s?|niñ[oa]s?|sobrin[oa]s?)"
_BACK = r"(?:volvi[oó]|volvieron|vuelven?|regres(?:[oó]|aron|an?)|van? a (?:volver|regresar)|est[aá]n? (?:ya )?de (?:vuelta|regreso))"
_HOME = r"(?:(?:a|en) (?:su |la |una )?casa|al? (?:su )?hogar|con (?:el|la|los|su|sus) (?:abuel|famil|mam|madre|padre|pap|t[ií])\w*)"
_GAP = r"[^.?!;]{0,40}?"
_CASE = r"(?:casos?|expedientes?|investigaci[oó]n(?:es)?|remisi[oó]n(?:es)?)"
_PAPERS = r"(?<!formulario de )(?<!papeles de )(?<!paquete de )(?<!reunión de )(?<!reunion de )(?<!solicitud de )"

_OUTCOMES = (
    told_by(
        "Seguí preguntando qué ayudaría, y seguí ahí.",
        "Siguió preguntando qué ayudaría, y siguió ahí.",
        r"\breunific\w+",
        rf"\b{_PERSON}\b{_GAP}\b{_BACK}\b {_HOME}",
        rf"\b{_BACK}\b {_HOME}{_GAP}\b{_PERSON}\b",
        rf"\b(?:recuper|devolv|devuel)\w+\b{_GAP}\b{_CHILD}\b|\bsu (?:regreso|vuelta) (?:a casa|al hogar)\b",
        rf"\b{_PERSON}\b{_GAP}\best[aá]n? (?:ya |otra vez |de nuevo )?(?:en (?:su )?(?:casa|hogar)|con su (?:mam|madre|pap|famil)\w*)",
    ),
    told_by(
        "Seguí adelante, un paso pequeño a la vez.",
        "Siguió adelante, un paso pequeño a la vez.",
        rf"\bc(?:err|ierr)\w+\b{_GAP}\b{_CASE}\b",
        rf"\b{_CASE}\b{_GAP}\b(?:cerrad[oa]s?|se cerr\w+|termin(?:[oó]|aron)|se acab\w+|archivad[oa]s?)\b",
        r"\bdesestim\w+",
    ),
    told_by(
        "Me preparé con cuidado, y pedí ayuda cuando hizo falta.",
        "Se preparó con cuidado, y pidió ayuda cuando hizo falta.",
        rf"\bgan(?:[eéoó]|amos|aron)\b{_GAP}\b(?:apelaci[oó]n|audiencia|caso|corte|custodia|juicio|moci[oó]n)\b",
        rf"\b(?:juez|jueza|corte|tribunal)\b{_GAP}\b"
        r"(?:acept[oó]|aprob[oó]|autoriz[oó]|concedi[oó]|estuvo de acuerdo|fall[oó]|orden[oó]|otorg[oó])\b",
        r"\bterminaci[oó]n de (?:los |sus )?derechos\b|\bpatria potestad\b",
        rf"\b(?:consigui|consegu|d(?:io|ieron)\b|gan|obtuv|otorg|perdi|recib|tiene\b|tienen\b)\w*{_GAP}\b(?:custodia|tutela)\b",
        r"\b(?:in)?fundad[oa]s?\b|\bsin fundamento\b|\b(?:no )?sustanciad[oa]s?\b",
    ),
    told_by(
        "Hice una llamada más, y pregunté quién más quiere a este niño o a esta niña.",
        "Hizo una llamada más, y preguntó quién más quiere a este niño o a esta niña.",
        r"\badop(?:t(?:[oó]|ad[oa]s?|aron|ar|an?|iv[oa]s?)|ci[oó]n(?:es)?)\b|\btutela legal\b|\bpermanencia\b",
        rf"{_PAPERS}\bcolocaci[oó]n(?:es)?\b",
        rf"\bcoloc(?:ad[oa]s?|amos|aron|[oó]|[eé])\b{_GAP}\b{_PERSON}\b|\b{_PERSON}\b{_GAP}\bcolocad[oa]s?\b",
        rf"\b(?:encontr|hall|consegu|consigu)\w+\b{_GAP}\b(?:hogar|(?:casa|familia) (?:de acogida|para|temporal))",
    ),
    told_by(
        "Mantuve la calma, y pregunté antes de suponer.",
        "Mantuvo la calma, y preguntó antes de suponer.",
        r"\bremoci[oó]n(?:es)?\b|\bremovid[oa]s?\b",
        r"\b(?:sac|quit)(?:ad[oa]s?|aron)\b[^.?!;]{0,20}?\b(?:de (?:la|su) casa|del hogar|a (?:los|sus) (?:hij|niñ)\w+)",
        rf"\bmant(?:uv\w+|ener|enemos)\b{_GAP}\bfamilia (?:junta|unida)\b",
        rf"\b{_PERSON}\b{_GAP}\best[aá]n? (?:ya |ahora )?(?:a salvo|fuera de peligro|segur[oa]s?)\b",
        r"\bya no (?:corren? |est[aá]n? en )(?:peligro|riesgo)\b",
    ),
    told_by(
        "Vi lo mucho que se esfuerza una mamá o un papá, y se lo dije.",
        "Vio lo mucho que se esfuerza una mamá o un papá, y se lo dijo.",
        r"\bsobri[oa]s?\b|\bsobriedad\b|\b(?:llevan?|sigu\w+|est[aá]n?)\b[^.?!;]{0,40}?\blimpi[oa]s?\b",
        r"\b(?:pruebas?|ex[aá]men(?:es)?|antidoping)\b[^.?!;]{0,40}?\b(?:limpi[oa]s?|negativ[oa]s?)\b",
        r"\bpas(?:[oó]|aron)\b[^.?!;]{0,20}?\b(?:antidoping|ex[aá]men(?:es)? de drogas|pruebas? de (?:drogas|orina))\b",
        rf"\b(?:acab[oó]|complet(?:[oó]|aron)|cumpli(?:[oó]|eron)|se gradu(?:[oó]|aron)|termin(?:[oó]|aron))\b{_GAP}\b"
        r"(?:clases? de (?:crianza|padres)|plan (?:de(?:l)? )?caso|rehabilitaci[oó]n|tratamiento)\b",
    ),
)

_CLAUSES = re.compile(
    r",? (?:y luego|y despu[eé]s|para que|as[ií] que|hasta que|cuando|porque|mientras|aunque|pero|e|y)(?= )|[,;:] ",
    re.IGNORECASE,
)
_NO_VERB = (
    r"(?:ah[ií]|all[ií]|aqu[ií]|as[ií]|beb[eé]|caf[eé]|fui|gan[eé]|logr[eé]|obtuv\w+|qu[eé]|sent[ií]|s[eéií]|tuve)\b"
)
_DOING = re.compile(
    r"(?:(?:yo|nosotr[oa]s|usted|ustedes) )?(?:no |ya |hoy |tambi[eé]n )?(?:(?:me|te|se|nos|le|les|lo|la|los|las) ){0,2}"
    rf"(?!{_NO_VERB})"
    r"(?:\w{2,}(?:[éí]|[aeéi]mos|aste|iste)|dije|dijimos|di|estuve|hice|hicimos|pude|\w*puse|supe|traje|\w{2,}(?:duje|tuve)|vi|vine)(?!\w)",
    re.IGNORECASE,
)

SPANISH = Speech(_OUTCOMES, _CLAUSES, _DOING, ". ")
