"""The plain words at which the app's job ends: distress, a report of harm, a decision about a case.

In a phrase `a|b` is either word, `a*` any word that begins so, and `~` up to three words of anything. Apostrophes and
accents are left out, for people on a phone leave them out too; “do not” is read as “dont”.
"""

_KID = "kid|kids|child|children|baby|babies|boy|girl|teen|toddler|infant|son|daughter|him|her|them"
_NINO = "nino|nina|ninos|ninas|bebe|hijo|hija|hijos|menor"
_ENDS = "anymore|longer"

DISTRESS = (
    "suicid*",
    "kill|killing|kills myself|herself|himself|themselves|themself|yourself",
    "hurt|hurting|harm|harming|cut|cutting|cuts myself|herself|himself|themselves|themself",
    "self harm|harming|injury",
    "selfharm",
    "end|ending|ended|take|took|taking my|her|his|their own life",
    "end|ending|ended my|her|his life",
    "end|ending it all",
    "want|wants|wanted|wanna|wanting to die",
    "wanna die",
    "wish|wishes|wished i|she|he|they was|were dead|gone",
    "better off dead",
    "better off without me|her|him",
    "reason to live",
    "nothing to live for",
    "dont|doesnt|didnt want to live|exist",
    "dont|doesnt|didnt want to be here|alive",
    "dont|doesnt|didnt want to wake up",
    "dont|doesnt|didnt feel like living",
    "dont|doesnt|didnt feel like being alive|here",
    "rather be dead",
    "not|isnt worth living",
    "want|wants|wanted it all to end|stop",
    "want|wants|wanted everything to end|stop",
    "cant|cannot go on",
    f"cant|cannot do|take this|it {_ENDS}",
    "cant|cannot do|take this|it any more",
    "not safe with myself",
    "overdosed on purpose",
    "matarme",
    "matarse",
    "quiere|quiero matar*",
    "quitarme|quitarse la vida",
    "quiero|quiere|queria|quisiera morir*",
    "no quiero|quiere vivir|existir",
    "no quiero|quiere estar aqui|viva|vivo",
    "mejor estaria|estar muert*",
    "estaria mejor muert*",
    "vida no vale la pena|nada",
    "hacerme|hacerse|hago|hace dano",
    "cortarme",
    "cortarse",
    "sin ganas de vivir",
    "no puedo mas",
)

REPORT = (
    "bruise|bruises|bruised|bruising|welts",
    "black eye",
    "belt|burn|bite marks",
    f"hit|hits|hitting|beat|beats|beating|slapped|slaps|punched|kicked|choked|shook the|her|his|their ~ {_KID}",
    "hit|hits|beat|beats|slapped|punched|kicked|choked him|her|them",
    f"hitting|beating|abusing|hurting|molesting|neglecting|touching ~ {_KID}",
    "is|are|was|were|been|being|gets|getting abused|molested|beaten|neglected",
    "being hit|hurt|starved|touched",
    "molest*",
    "sexual|sexually abuse|abused|assault|assaulted",
    "touched|touches him|her|them ~ inappropriately",
    f"left|leaves|leaving ~ {_KID} alone",
    f"{_KID} ~ left|home alone",
    "unsafe tonight|now|there",
    "not safe at|in home|there",
    "isnt|arent safe at|in home|there",
    "isnt|arent safe there|here|home",
    "afraid|scared to go home",
    "in danger",
    "need|needs|have|has|want|wanted|going|should to report",
    "should i|we report|call it in",
    "make|making|file|filing a report",
    "report abuse|neglect|him|her|them|this",
    "suspect|suspects|suspected abuse|neglect",
    "needs to be reported",
    "moretones",
    "lo|la|los|las golpea|golpean|golpeo|pego",
    "le|les pega|pegan|pego",
    f"pega|golpea|abusa a|de ~ {_NINO}",
    f"{_NINO} ~ solo|sola|solos|solas en casa",
    "solo|sola|solos|solas en la|casa",
    "hacer|hago|poner un reporte|denuncia",
    "reportar abuso|maltrato|negligencia",
    "en peligro",
    "abuso sexual",
)

_DECIDE = (
    "remove|return|substantiate|unsubstantiate|reunify|reunite|place|replace|terminate|close|deny|approve|recommend"
)
_DECIDIR = "quitar*|remover*|sacar*|devolver*|regresar*|sustanciar|cerrar|reunificar*|recomendar"

CASE_DECISION = (
    f"should i|we|they|cps ~ {_DECIDE}",
    f"do|would i|we|you {_DECIDE}",
    f"should ~ {_KID} ~ go|come|return|stay|live",
    "should ~ be removed|returned|placed|reunified|substantiated|terminated|closed",
    f"is it safe to {_DECIDE}|send|leave|let",
    f"is|are ~ {_KID} safe to go|return",
    "would you remove|substantiate|return|close|reunify",
    "what should i do about|with ~ case|placement|removal|custody",
    "what|which should i|we recommend|decide",
    "tell me if|whether ~ safe|remove|substantiate|return|founded",
    "is this|it ~ abuse|neglect|founded|substantiated",
    f"debo|deberia|debemos|deberiamos ~ {_DECIDIR}",
    f"es seguro {_DECIDIR}|dejar*|mandar*",
    "que recomiendo",
    "lo|la|los|las quito|saco|devuelvo|regreso",
)
