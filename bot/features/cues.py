"""Tables of what questions, headings and sentences look like in Danish and in English.

Knows surface forms only: which kind of question a text asks, which kinds of answer a sentence could be, and which
everyday notions (drawback, cost, security …) a text names in either language. Nothing here knows a topic.
"""

import re
from functools import lru_cache
from typing import Literal

from bot.terms import words
from bot.types import Language

Kind = Literal[
    "definition", "reason", "example", "comparison", "time", "number", "who", "where", "list", "how", "yesno"
]
KINDS: tuple[Kind, ...] = (
    "definition", "reason", "example", "comparison", "time", "number", "who", "where", "list", "how", "yesno",
)  # fmt: skip


def _compiled(table: dict[str, dict[Language, str]]) -> dict[str, dict[Language, re.Pattern[str]]]:
    return {
        name: {language: re.compile(pattern, re.IGNORECASE) for language, pattern in entry.items()}
        for name, entry in table.items()
    }


# What a question looks like. Headings are read with the same table: "Hvorfor outsourcer virksomheder?" is a reason.
_ASKS = _compiled(
    {
        "definition": {
            "da": r"^\W*(?:og |men |så |jamen )?hvad (?:er|var|betyder|menes|forstås|dækker|hedder|kaldes|går|vil|kendetegner)\b"
            r"|\bhvad .*\b(?:betyder|går ud på|for noget)\b|\b(?:definition|definer|forklar)\w*|\bbetydning(?:en)? af\b|\bbetyder\b",
            "en": r"^\W*(?:and |but |so )?what(?:'?s| is| are| was| exactly| kind of thing)\b"
            r"|\b(?:definition|define|explain|meaning)\b|\bwhat .*\b(?:means?|stands? for)\b",
        },
        "reason": {
            "da": r"\bhvorfor\b|\bhvad skyldes\b|\bårsag\w*|\bgrund(?:en|e|ene) til\b|\bhvad er grunden\b|\bhvordan kan det være\b|\bbegrund\w*|\baf hvilken grund\b",
            "en": r"\bwhy\b|\bhow come\b|\bwhat (?:causes|makes|made|drove|is the reason)\b|\breasons?\b|\bcauses?\b|\bpurpose\b",
        },
        "example": {
            "da": r"\b\w*eksemp(?:el|ler|let|lerne)\b|\bf\.?eks\b|\bcase\b",
            "en": r"\bexamples?\b|\be\.g\b|\bfor instance\b|\billustrat\w+|\bcase study\b",
        },
        "comparison": {
            "da": r"\bforskel\w*|\bversus\b|\bvs\b|\bsammenlign\w*|\bfrem for\b|\bkontra\b|\bi forhold til\b|\badskil\w*|\bmodsat\w*|\bmodsætning\w*|\bhænger .*\bsammen med\b|\bforholdet mellem\b",
            "en": r"\bdifferen\w*|\bdiffers?\b|\bversus\b|\bvs\b|\bcompar\w*|\brather than\b|\bas opposed to\b|\bdistinguish\w*|\bopposite\b|\brelat\w+ (?:to|between)\b",
        },
        "time": {
            "da": r"\bhvornår\b|\bhvilke[tn]? (?:år|årti|årstal|århundrede|periode|tidspunkt)\b|\bhvor længe\b|\bsiden hvornår\b",
            "en": r"^\W*(?:(?:and|but|so|since) )?when\b|\b(?:what|which) (?:year|decade|century|period|date)\b|\bhow long\b|\bsince when\b",
        },
        "number": {
            "da": r"\bhvor (?:mange|meget|stor|stort|store|dyrt?|ofte|tit|høj\w*|lang\w*)\b|\bhvad koster\b|\bprocent\w*|\bhvilken pris\b|\bantal\w*",
            "en": r"\bhow (?:many|much|large|big|often|high|far|expensive)\b|\bwhat (?:does|do|did) .*\bcost\b|\bpercent\w*|\bnumber of\b",
        },
        "who": {
            "da": r"\bhvem\b|\bhvis ansvar\b|\bhvilken (?:person|økonom|professor|forsker|mand|kvinde)\b",
            "en": r"\bwho(?:m|se|'s)?\b|\bwhich (?:person|economist|professor|author|man|woman)\b",
        },
        "where": {
            "da": r"\bhvor(?! (?:mange|meget|stor|længe|ofte|tit|dyr|høj|lang|dan|for|når|vidt|god|svær|nem|vigtig))\b|\bhvilke[tn]? lande?\b",
            "en": r"\bwhere\b|\b(?:what|which) countr(?:y|ies)\b",
        },
        "list": {
            "da": r"\bhvilke\b|\bnævn\b|\boplist\b|\bliste\b|\bhvad er de\b|\btyper\b|\bformer\b|\bslags\b",
            "en": r"\bwhich\b(?! (?:year|decade|person|country))|\b(?:name|mention|list) (?:some|the|a few|two|three|four|five)\b|\blist\b|\bwhat are (?:the|some)\b|\btypes\b|\bkinds of\b",
        },
        "how": {
            "da": r"\bhvordan\b(?! kan det være)|\bsådan\b|\bpå hvilken måde\b|\bhvorledes\b",
            "en": r"\bhow\b(?! (?:many|much|large|big|long|often|high|far|come|expensive))|\bin what way\b",
        },
        "yesno": {
            "da": r"^\W*(?:og |men |så )?(?:er|kan|bør|skal|har|må|vil|giver|får|findes|bliver|kræver|betyder det|gør|behøver|var|kunne|passer|hjælper|koster|sparer|medfører|fører)\b",
            "en": r"^\W*(?:and |but |so )?(?:is|are|can|should|must|has|have|will|does|do|did|may|might|could|was|were|would)\b",
        },
    }
)

# What a sentence has that answers a question of a kind. `definition` is judged with the subject, in `sentences`.
_CUES = _compiled(
    {
        "reason": {
            "da": r"\bfordi\b|\bderfor\b|\bskyldes\b|\bpå grund af\b|\bårsag\w*|\bgrund(?:e|en|ene)?\b|\bfor at\b|\beftersom\b|\bidet\b|\bdermed\b|\bda\b|\bså\b|\bgør at\b|\bnår\b|\bgennem\b",
            "en": r"\bbecause\b|\btherefore\b|\bdue to\b|\breasons?\b|\bso that\b|\bin order to\b|\bas a result\b|\bthus\b|\bhence\b|\bsince\b|\bso\b|\bto \w+|\bmeans\b",
        },
        "example": {
            "da": r"\bfor eksempel\b|\bf\.\s?eks\b|\beksempel\b|\bsom et\b|\blad os sige\b|\bantag\b|\bforestil\b|\bsåsom\b|\btag \w+",
            "en": r"\bfor example\b|\be\.g\b|\bexample\b|\bfor instance\b|\bsuch as\b|\bimagine\b|\bsuppose\b|\btake \w+|\bsay\b",
        },
        "comparison": {
            "da": r"\bend\b|\bmens\b|\bmodsat\b|\bmodsæt\w*|\bi stedet\b|\bderimod\b|\bfrem for\b|\bforskel\w*|\bhvorimod\b|\bbegge\b|\bhvor\b",
            "en": r"\bthan\b|\bwhile\b|\bwhereas\b|\bunlike\b|\bopposite\b|\binstead\b|\bcontrast\b|\brather\b|\bdifferen\w*|\bboth\b",
        },
        "time": {
            "da": r"\b1[0-9]{3}|\b20[0-9]{2}|\bsiden\b|\bnår\b|\bhvis\b|\binden\b|\befter\b|\bårhundred\w*|\bårti\w*|\bår\b|\bmåned\w*|\bdage?\b|\buger?\b|\bfør\b",
            "en": r"\b1[0-9]{3}|\b20[0-9]{2}|\bsince\b|\bwhen\b|\bif\b|\bafter\b|\bbefore\b|\bcentur\w*|\bdecades?\b|\byears?\b|\bmonths?\b|\bdays?\b|\bweeks?\b|\bonce\b",
        },
        "number": {
            "da": r"\d|\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|halv\w*|dobbelt\w*|procent|million\w*|milliard\w*|tusind\w*|hundred\w*|tredjedel\w*)\b",
            "en": r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|half|double|percent|million|billion|thousand|hundred|third|quarter)s?\b",
        },
        "who": {
            "da": r"(?-i:(?<=[\wæøå,] )[A-ZÆØÅ][a-zæøå]+)|\bvirksomhed\w*|\bfirma\w*|\bmedarbejder\w*|\bansat\w*|\bleverandør\w*|\bkunde\w*|\bled(?:er|else)\w*|\bafdeling\w*|\bfolk\b",
            "en": r"(?-i:(?<=[\w,] )[A-Z][a-z]+)|\bcompan(?:y|ies)\b|\bfirms?\b|\bemployees?\b|\bstaff\b|\bsuppliers?\b|\bcustomers?\b|\bmanage\w*|\bdepartments?\b|\bpeople\b",
        },
        "where": {
            "da": r"(?-i:\bi [A-ZÆØÅ][a-zæøå]+)|\bland\w*|\budland\w*|\bhjemme\b|\bi huset\b|\blokal\w*|\bsted\w*|\bafdeling\w*",
            "en": r"(?-i:\bin [A-Z][a-z]+)|\bcountr\w*|\babroad\b|\boverseas\b|\bhome\b|\bin-house\b|\blocal\w*|\bplaces?\b|\bdepartments?\b",
        },
        "list": {
            "da": r",.*\b(?:og|eller|samt)\b|\bfor det første\b|\b(?:to|tre|fire|fem|flere|en række)\b",
            "en": r",.*\b(?:and|or)\b|\bfirst\b|\b(?:two|three|four|five|several|a number of)\b",
        },
        "how": {
            "da": r"\bved at\b|\bgennem\b|\bførst\b|\bderefter\b|\bså\b|\bmåde\w*|\btrin\b|\bved hjælp\b|\bmed\b|\bbruges\b",
            "en": r"\bby \w+ing\b|\bthrough\b|\bfirst\b|\bthen\b|\bsteps?\b|\bways?\b|\busing\b|\bwith\b|\bused\b",
        },
        "yesno": {
            "da": r"\bkan\b|\bbør\b|\bskal\b|\baltid\b|\baldrig\b|\bikke\b|\bofte\b|\bsom regel\b|\bsjældent\b|\bmåske\b|\bikke altid\b",
            "en": r"\bcan\b|\bshould\b|\bmust\b|\balways\b|\bnever\b|\bnot\b|\boften\b|\busually\b|\brarely\b|\bmay\b|\bmight\b",
        },
    }
)

# Everyday notions that readers name with other words, or in the other language, than the article does.
_NOTIONS = _compiled(
    {
        "advantage": {
            "da": r"\bfordel\w*|\bgevinst\w*|\bstyrke[rn]?\b|\bstyrkerne\b|\bplusser\w*|\bdet gode\b|\bgodt ved\b|\bpositiv\w*|\bgavn\w*|\bnytte\w*",
            "en": r"\badvantage\w*|\bbenefit\w*|\bpros\b|\bupsides?\b|\bgains?\b|\bstrengths?\b|\bplus(?:es)?\b|\bgood about\b|\bpositives?\b",
        },
        "drawback": {
            "da": r"\bulempe\w*|\bminus\w*|\bbagside\w*|\bsvaghed\w*|\bproblem\w*|\bfaldgrube\w*|\bdårlig\w*|\bskyggeside\w*|\bulæmpe\w*|\bnegativ\w*|\bgår? galt\b|\bkritik\w*|\bbegrænsning\w*|\btaler i?mod\b",
            "en": r"\bdrawback\w*|\bdisadvantage\w*|\bdownsides?\b|\bcons\b|\bweakness\w*|\bproblems?\b|\bpitfalls?\b|\bbad about\b|\bnegatives?\b|\bgo(?:es)? wrong\b|\bminus(?:es)?\b|\bcritici[sz]\w*|\b(?:speaks?|arguments?) against\b|\blimits?\b|\blimitations?\b",
        },
        "risk": {"da": r"\brisi[kc]\w*|\bfare[rn]?\b|\bfarlig\w*", "en": r"\brisk\w*|\bdanger\w*"},
        "example": {"da": r"\b\w*eksem\w*", "en": r"\bexamples?\b|\binstance\b"},
        "cost": {
            "da": r"\bomkostning\w*|\bpris\w*|\budgift\w*|\bkoste\w*|\bdyr\w*|\bbillig\w*|\bløn\w*|\bpenge\b|\bbetale?r?\b",
            "en": r"\bcost\w*|\bpric\w*|\bexpens\w*|\bcheap\w*|\bwages?\b|\bmoney\b|\bpay\w*|\blabou?r costs?\b",
        },
        "security": {"da": r"\b\w*sikkerhed\w*|\badgang\w*|\busikker\w*", "en": r"\b\w*securit\w*|\bsecure\w*|\bsafety\b|\baccess\w*"},
        "origin": {
            "da": r"\bhistori\w*|\bopfund\w*|\boprind\w*|\budbred\w*|\bbegynd\w*|\bstarte\w*|\bopstå\w*|\bstammer\b|\bindfør\w*|\bopfind\w*|\bopfand\w*|\btilskriv\w*|\bintroducer\w*|\bophav\w*",
            "en": r"\bhistor\w*|\binvent\w*|\borigin\w*|\bspread\w*|\bwidespread\b|\bbeg[au]n\w*|\bstart\w*|\barise\w*|\barose\b|\bcoin\w*|\bintroduc\w*|\bpopular\w*|\battribut\w*|\bcame up with\b|\bcomes? from\b",
        },
        "type": {
            "da": r"\btype\w*|\bform(?:er|erne)\b|\bslags\b|\bstrategi\w*|\bart(?:er|erne)\b|\bkategori\w*",
            "en": r"\btypes?\b|\bkinds?\b|\bforms?\b|\bstrateg\w*|\bcategor\w*|\bsorts?\b",
        },
        "use": {"da": r"\bbruge?s?r?\b|\banvend\w*|\bbrugt\b", "en": r"\bus(?:e|es|ed|ing)\b|\bappl(?:y|ies|ied)\b"},
        "quality": {"da": r"\bkvalitet\w*", "en": r"\bqualit\w*"},
        "speed": {"da": r"\bhurtig\w*|\btid\b|\btiden\b|\bfart\w*|\bforsink\w*", "en": r"\bfast\w*|\bquick\w*|\bspeed\w*|\btime\b|\bdelay\w*"},
        "control": {"da": r"\bkontrol\w*|\bstyr\w*|\bbeslut\w*|\bbestemme\w*", "en": r"\bcontrol\w*|\bsteer\w*|\bdecision\w*|\bdecid\w*"},
        "staff": {
            "da": r"\bmedarbejder\w*|\bansat\w*|\bpersonale\w*|\barbejdskraft\w*|\bfolk\b|\boplær\w*|\buddannelse\w*",
            "en": r"\bemploy\w*|\bstaff\w*|\bworkers?\b|\bworkforce\b|\blabou?r\b|\bpeople\b|\btrain\w*",
        },
        "customer": {"da": r"\bkunde\w*|\bkundeservice\b", "en": r"\bcustomers?\b|\bclients?\b"},
        "contract": {"da": r"\bkontrakt\w*|\baftale\w*", "en": r"\bcontract\w*|\bagreement\w*"},
        "law": {"da": r"\blov(?:e|en|givning\w*)?\b|\bret(?:ten|lig\w*)?\b|\bjur\w+", "en": r"\blaws?\b|\blegal\w*"},
        "mistake": {"da": r"\bfejl\w*", "en": r"\bmistakes?\b|\berrors?\b"},
        "highlight": {"da": r"\bhøjdepunkt\w*|\bkort sagt\b|\bopsummer\w*|\bdet vigtigste\b", "en": r"\bhighlights?\b|\bkey takeaways?\b|\bsummar\w*|\bin short\b"},
        "growth": {"da": r"\bvækst\w*|\bvokse\w*|\bstige\w*|\bøge\w*", "en": r"\bgrow\w*|\bincreas\w*|\brise\w*"},
        "market": {"da": r"\bmarked\w*|\bmarketing\b|\breklame\w*|\bkampagne\w*", "en": r"\bmarket\w*|\badvertis\w*|\bcampaign\w*"},
        "opposite": {"da": r"\bmodsat\w*|\bmodsæt\w*|\bomvendt\w*", "en": r"\bopposite\w*|\breverse\w*|\bconverse\w*"},
        "company": {"da": r"\bvirksomhed\w*|\bfirma\w*|\bselskab\w*|\borganisation\w*", "en": r"\bcompan(?:y|ies)\b|\bfirms?\b|\bbusiness\w*|\borgani[sz]ation\w*"},
        "supplier": {"da": r"\bleverandør\w*|\btredjepart\w*|\bekstern\w*|\budefra\b|\bsælger\w*", "en": r"\bsuppliers?\b|\bvendors?\b|\bthird[- ]part\w*|\bexternal\w*|\boutsid\w*|\bsellers?\b"},
        "task": {"da": r"\bopgave\w*|\bprojekt\w*|\barbejde\w*|\bfunktion\w*", "en": r"\btasks?\b|\bprojects?\b|\bwork\b|\bfunctions?\b|\bjobs?\b"},
        "knowledge": {"da": r"\bviden\b|\bkendskab\w*|\bfortrolig\w*|\bekspertise\w*|\bkompetence\w*", "en": r"\bknowledge\b|\bfamiliar\w*|\bexpertise\b|\bcompetenc\w*|\bskills?\b"},
        "goal": {"da": r"\bmål(?:et|ene)?\b|\bformål\w*", "en": r"\bgoals?\b|\bpurpose\w*|\baims?\b|\btargets?\b"},
    }
)  # fmt: skip
NOTIONS: tuple[str, ...] = tuple(_NOTIONS)

# Notions that head a section of their own: "Fordele ved …", "Eksempel på …".
ASPECTS = frozenset({"advantage", "drawback", "risk", "example", "type", "origin", "mistake", "cost", "goal"})


@lru_cache(maxsize=20_000)
def asked_kinds(text: str, language: Language) -> frozenset[str]:
    """Return the kinds of question that `text`, a question or a heading, asks by its wording."""
    return frozenset(kind for kind, patterns in _ASKS.items() if patterns[language].search(text))


@lru_cache(maxsize=50_000)
def cued_kinds(text: str, language: Language) -> frozenset[str]:
    """Return the kinds of question that a sentence could answer by its wording (never `definition`)."""
    return frozenset(kind for kind, patterns in _CUES.items() if patterns[language].search(text))


@lru_cache(maxsize=50_000)
def notions(text: str, language: Language) -> frozenset[str]:
    """Return the everyday notions that `text` names, the same names for both languages."""
    return frozenset(notion for notion, patterns in _NOTIONS.items() if patterns[language].search(text))


def aspect_words(text: str, language: Language) -> frozenset[str]:
    """Return the words with which `text` names aspects, "go" and "wrong" among them: alone they name nothing."""
    spans = (found[0] for name in ASPECTS for found in _NOTIONS[name][language].finditer(text))
    return frozenset(word for span in spans for word in words(span))


_COPULA: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:er|betyder|vil sige|kaldes|betegner|dækker over|går ud på|defineres|består|handler om|beskriver|hedder)\b"),
    "en": re.compile(r"\b(?:is|are|means|refers to|describes|is called|is defined|denotes|consists of|involves)\b"),
}  # fmt: skip
_LEANS: dict[Language, re.Pattern[str]] = {
    "da": re.compile(
        r"(?:det|den|de|disse|dette|denne|deres|dens|dets|han|hun|hans|hendes|sådan(?:ne|t)?|derfor|derved|dermed|deraf|desuden|dog|men|også|ligeledes|derimod|omvendt|her|der(?:efter|for|ved|til)|så|modsat|i stedet|bagefter|begge|ydermere|samtidig|dernæst|det samme|en sådan|ellers|til gengæld|på den måde)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:it|its|they|their|this|these|those|that|he|she|his|her|such|therefore|thus|hence|however|but|also|instead|then|so|both|moreover|furthermore|besides|in addition|as a result|conversely|in turn|there|here|the latter|the former|otherwise|by contrast|that way)\b",
        re.IGNORECASE,
    ),
}
# "Det betaler sig at …", "It is important to …" and "Den, der …" lean on nothing.
_STANDS: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"(?:det (?:er|var|kan være|bliver|kan) \w+ at\b|de[nt]?, der\b|de fleste\b|de \w+e \w+|den \w+e \w+|det \w+e \w+|så længe\b|her i\b)", re.IGNORECASE),
    "en": re.compile(r"(?:it (?:is|was|can be|may be|pays) \w+ (?:to|that|for)\b|it pays to\b|those who\b|there (?:is|are|was|were)\b|such as\b)", re.IGNORECASE),
}  # fmt: skip


# "X er en …" says what X is; "X er svær …" says what it is like.
_WHAT: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"(?!er\b)|er (?:\w+ ){0,1}?(?:en|et|den|det|de|alle|at|når|noget|summen|forskellen|defineret|betegnelsen|navnet|evnen)\b"),
    "en": re.compile(r"(?!(?:is|are)\b)|(?:is|are) (?:\w+ ){0,1}?(?:an?|the|all|when|any|something|defined|what|where|how)\b"),
}  # fmt: skip


def copula(text: str, language: Language) -> tuple[int, bool]:
    """Return where the first defining verb of `text` begins, or -1, and whether it says what the thing is."""
    found = _COPULA[language].search(text)
    return (found.start(), bool(_WHAT[language].match(text, found.start()))) if found else (-1, False)


@lru_cache(maxsize=50_000)
def leans(text: str, language: Language) -> bool:
    """Whether a sentence needs the one before it to be understood: "Det er …", "This means …", "Derfor …"."""
    start = text.lstrip(" *_\"'“”»«(-")
    return bool(_LEANS[language].match(start)) and not _STANDS[language].match(start)


_DENIES: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:ikke|aldrig|ingen|intet|uden|hverken)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:not|never|no|none|without|neither|nor|cannot)\b|n['’]t\b", re.IGNORECASE),
}


@lru_cache(maxsize=50_000)
def denies(text: str, language: Language) -> bool:
    """Whether `text` says or asks what is not so: "When should you *not* outsource?"."""
    return bool(_DENIES[language].search(text))


_BACK: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"(?:[\w-]+ ){1,8}(?:derfor|altså|dermed|derved|derimod|så kun)\b", re.IGNORECASE),
    "en": re.compile(
        r"(?:[\w-]+,? ){1,8}(?:therefore|thus|hence|on the other hand|then only|now|name for this)\b", re.IGNORECASE
    ),
}


@lru_cache(maxsize=50_000)
def points_back(text: str, language: Language) -> bool:
    """Whether a sentence draws on the one before it further in: "Each bottle therefore costs less"."""
    return bool(_BACK[language].match(text.lstrip(" *_\"'“”»«(-")))
