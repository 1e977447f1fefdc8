"""The words that stand around a person's name: who speaks, who is introduced, who belongs to whom."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "mr mrs ms miss dr sir judge officer deputy detective sergeant pastor coach nurse principal aunt auntie uncle tia tio "
    "sr sra srta senor senora senorita don dona abuela abuelo lil baby bebe"
)
"""Before a capitalised word, these make a person of it."""

KIN = _words(
    "mom moms mother dad dads father parent parents grandma grandmother grandpa grandfather nana auntie aunt uncle "
    "sister brother cousin family foster teacher therapist caseworker attorney lawyer worker school house home and y "
    "in on at of the to for with who"
)
"""What may follow a name in the possessive, or a title, and is no name itself."""

NAMED = _words("named called llamado llamada llamados llama nicknamed")

SPEAKS = _words(
    "said says told tells tell asked asks was is has had came comes went goes wants wanted got gets did didnt didn't "
    "feels felt seems seemed gave took showed shows cried cries laughed smiled smiles called calls thinks thought needs "
    "needed likes liked loves loved hates let made makes started stopped finally never always just really still told "
    "hid hit cut put kept left lost woke held broke threw drew sang wrote knew heard found brought met stood spoke began "
    "opened shared talked talks walked ran sat slept ate played dijo dice tiene tenia estaba esta fue quiere queria "
    "vino llego lloro pregunto me no se y and hugged texted refused agreed turned lives moved stayed helped can will"
)
"""After a word that may be a name, these make a person of it."""

MONTH_NAMES = _words("april may june august")
MONTH_BEFORE = _words(
    "in by since until till last next of on this late early mid every before after from through during"
)

BEFORE_INITIAL = _words(
    "baby kid child little client youth teen bebe nino nina familia mr mrs ms mom dad sibling lil student"
)

ORDINARY_ENDS = (
    "ing", "ed", "ly", "tion", "sion", "ness", "ment", "able", "ible", "ful", "less", "ized", "ando", "iendo", "mente",
    "cion", "aron", "ieron", "amos", "emos", "imos", "aba", "aban", "ado", "ido", "ados", "idos", "arme", "arle", "erme",
)  # fmt: skip
"""At the beginning of a sentence, a word that ends so is hardly a name."""

SURNAMES = _words(
    "brown young white green king wood brook bank hill ward bush cook baker carter fisher hunter parker turner walker "
    "mason miller porter rose stone swift wolf fox long short black gray reed field waters"
)


WITH = _words("with told asked saw met visited about con and")
"""Before a single letter or two, these make initials of them."""

ALWAYS_SMALL = _words(
    "josh mike nick timmy jimmy kelly jasmine holly malik carly carmen karen wesley vivian victor kenny"
)
"""Words of the dictionary that in small letters are somebody's name all the same."""

STRICTLY = _words(
    "said says told asks asked cried smiled laughed hugged refused texted wants wanted loves hates slept yelled agreed dijo dice "
    "lloro llego quiere vino"
)
"""After a word in small letters, these make a person of a name that is a word too."""

PLACES_AFTER = _words(
    "center centre program court house houses services service clinic hospital church park street county city department "
    "project model training act law week day month scale test method approach app class meeting support team group shelter "
    "foundation institute university college academy library store market valley beach heights hotel motel bridge river "
    "creek avenue road framework protocol curriculum award conference summit board committee report order hearing plan"
)
"""After a capitalised word, these make a place, a program or a paper of it."""

PLACES_BEFORE = _words("in en near via through cerca")
"""Before a capitalised word, these make a place of it."""

COURTESY = _words("mr mrs ms miss sra srta sr senor senora")
RELATIVES = _words("uncle aunt auntie grandpa grandma cousin cousins godmother godfather")
"""Right after these a word that may be a name is one, in small letters too."""

SPANISH_BEFORE = _words("familia don dona tia tio abuela abuelo prima primo")
"""The same in Spanish, where many an unknown word is a verb: only what the lists know counts."""

PEOPLE = KIN | _words(
    "mama papa mami papi baby toddler boy girl son daughter twin twins kid child teen youth client uncle neighbor stepdad "
    "stepmom boyfriend girlfriend partner niece nephew bebe hijo hija nino nina abuela abuelo tia tio joven vecina padrastro"
) - _words("and y in on at of the to for with who")
"""Whose name may follow in brackets or between commas."""

ENCLOSED = frozenset((("(", ")"), (",", ",")))

THEIR = _words("kids case family siblings boys girls children twins brothers sisters home")
"""After "the" and a word that no dictionary knows, these make a surname of it."""

JOINTS = _words("and y n & e")

ADDRESSED = _words(
    "asked told texted called met hugged saw vi vimos decirle decir dije llame pregunte escuchar escuche abrace"
)
ADDRESSED_THEN = _words("he she what if that who how why they and , . y que se si")
"""Between these, a name that is a word too is a name: "told joy she could"."""

ALSO_VERBS = _words(
    "will may can mark drew rose grant chase rob pat faith sue bill case trace hope soon don van art king"
)
"""Names that are words of every sentence: company alone does not make them names."""

ENUMERATED = _words(
    "plan part option step grade type title vitamin hepatitis hep group room unit section exhibit level track tier phase line"
)
"""Before a single letter, these make a label of it."""
