"""Which of the two languages a text is in: function words and letters, then langdetect's da and en profiles.

Deterministic, and honest about not knowing: one acronym or loanword is undecided. Knows nothing of conversations
beyond the order in which they are asked (`resolve`).
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from bot.types import Language

# Words without content of their own; `bot.terms` drops them, and here they vote.
FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "da": frozenset(
        """
        ad af aldrig alle allerede alligevel alt altid altså anden andet andre at bare begge blandt blev blevet blive bliver både da de
        dem den denne dens der deraf derefter derfor deri dermed deres derfra dertil derved det dets dette dig din dine disse dit dog du
        efter ej eller ellers en end endnu endog ene eneste enhver ens enten er et fik findes flere flest fleste for fordi foran forbi
        forud fra få får før først gennem giv giver give gjorde gjort gøre gør gå går ham han hans har havde have hej hele heller hen
        hende hendes her herefter herfra heri hermed hertil herunder herved hin hinanden hjalp hos hun hvad hvem hver hverken hvilke
        hvilken hvilket hvis hvor hvorda hvordan hvorfor hvorhen hvori hvormed hvornår i igen igennem ikke imellem imens imod ind inde
        inden indtil ingen intet ja jeg jer jeres jo kan komme kommer kun kunne lad lade lader langs lave lavet lidt lige ligesom
        man mange med medens meget mellem men mens mere mest mig min mindre mindst mine mit mod må måske ned nede nej netop noget nogen
        nogle nok nu ny når nær næsten nævn og også om omkring op oppe os otte over overalt på samme samt sammen se ser siden sig sige siger
        sin sine sit skal skulle som stadig synes så sådan således såsom tag tage temmelig thi til tilbage todo trods ud ude uden udover
        under undtagen ved vi via vil ville være været vor vore vores
        """.split()
    ),
    "en": frozenset(
        """
        a about above across actually after afterwards again against all almost along already also although always am among an and
        another any anybody anyone anything are around as at away be became because become becomes been before behind being below
        between both but by can cannot can't could couldn't did didn't do does doesn't doing don't done down during each either else
        enough even ever every everyone everything few first for from further gave get gets give given gives go goes got had hadn't
        has hasn't have haven't having he her here hers herself him himself his how however i if i'm in indeed instead into is isn't
        it it's its itself just least less let let's like made make makes many may maybe me might more most much must my myself
        neither never no nobody none nor not nothing now of off often on once one one's only onto or other others otherwise our ours
        ourselves out over own per perhaps please quite rather really same say shall she should shouldn't since so some somebody someone
        something sometimes still such tell than that that's the their theirs them themselves then there there's therefore these they
        they're this those though through thus to together too toward towards under unless until up upon us very via was wasn't we
        were weren't we're what what's whatever when whenever where whereas whether which while who who's whoever whole whom whose why
        will with within without won't would wouldn't yes yet you your you're yours yourself yourselves
        """.split()
    ),
}
# Content words that people ask with, too short or too alike for the letter statistics to be sure of.
_ASKED: dict[Language, frozenset[str]] = {
    "da": frozenset(
        """
        fordel fordele fordelene ulempe ulemper ulemperne risiko risici risikoen risiciene eksempel eksempler eksemplet kort kortere
        længere forklar forklare fortæl fortælle beskriv uddyb sammenlign opsummer resumé sammenfat forskel forskelle forskellen
        betyder betydning virksomhed virksomheder virksomheden pris priser koster penge dyr dyrt billig billigere omkostning
        omkostninger sikkerhed sikkerheden kvalitet kvaliteten spørgsmål svar svare dansk engelsk tak farvel hvilken årsag årsager
        grund grunde hjælp hjælpe bruger bruges brug virker fungerer findes kender ved mener siger videre definition begreb tid år
        medarbejder medarbejdere ansatte konkurrence konkurrencefordel konkurrencefordele leverandør leverandører kunder kunde marked
        gevinst gevinster udfordring udfordringer modsat modsatte modsætning højdepunkter historie godt god bedst bedre værd vigtig
        vigtigste ord navn sted lang længde stor store lille små hurtig tidligere ting folk menneske mennesker land lande samfund
        goddag davs velkommen undskyld stop fortsæt mere hvordan-så og/eller kilder kilde artikel artikler artiklen afsnit emne emner
        """.split()
    ),
    "en": frozenset(
        """
        advantage advantages disadvantage disadvantages drawback drawbacks benefit benefits downside downsides upside risk risks example
        examples explain describe compare comparison summarize summarise summary shorter longer difference differences mean means
        meaning company companies business price prices cost costs money expensive cheap cheaper security quality question questions
        answer answers danish english thanks thank hello hi goodbye bye reason reasons help use used uses work works know think define
        definition time year years employee employees staff competition competitive supplier suppliers customer customers market gain
        gains challenge challenges opposite highlights history good best better worth important word name place long length big small
        fast earlier things thing people person country countries society welcome sorry continue elaborate sources source article
        articles section topic topics pros cons alternatives types strategy overview
        """.split()
    ),
}
# In both languages, or borrowed by Danish as they stand: the letters of these say nothing.
_NEUTRAL = frozenset(
    """
    outsourcing insourcing offshoring nearshoring outsource insource backsourcing marketing management leasing franchising crowdfunding
    crowdsourcing branding benchmarking controlling coaching streaming gaming shopping banking factoring software hardware internet
    computer service team startup start-up feedback website online offline email e-mail web blog app chat robot data digital cloud
    brainstorm brainstorming lean agile scrum kanban swot kpi roi roe pest pestel esg csr gdpr crm erp hr it ceo cfo vs versus big
    cash flow cashflow budget bonus job leader manager freelance freelancer trend design design-thinking supply chain due diligence
    joint venture mission vision plan procent park hotel bank test moms bitcoin blockchain aktie hej-hej super smart info ok okay
    stakeholder stakeholders shareholder shareholders agent model metode system problem fair trade public private equity fusion social media
    backoffice back-office in-house inhouse know-how knowhow mindset workshop sprint storytelling nudging influencer
    """.split()
)
_LEAN: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"[æøå]|(?:erne|ernes|elsen|else|elser|hed|heden|heder|skab|ning|ningen|ninger|lig|ligt|lige|isk|iske|ede|eret|erer|ene|rne)$"),
    "en": re.compile(r"(?:tion|tions|ness|ment|ments|ly|ity|ies|ful|ous|ance|ence|ages|able|ough|ght|ship|ing|ings|'s|ive|ck|w|y|th)$"),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ASCII_TYPED = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
# Weights in natural log odds. A function word that only one language has is near certain; letters are a little less.
_VOTE, _LETTER, _ASKED_VOTE, _LEAN_VOTE = 2.5, 3.0, 2.0, 1.0
_UNDECIDED = 1.0  # log odds under this, about 73 : 27, are no decision
_SURE_OTHER = 0.999


@dataclass(frozen=True, slots=True)
class Detection:
    """What a text is in: `language` is None when undecided, `confidence` 0…1; `other` an ISO code when surely neither."""

    language: Language | None
    confidence: float
    other: str | None = None


def detect(text: str) -> Detection:
    """Return the language of `text`; the same text always gives the same Detection."""
    return _detect(unicodedata.normalize("NFC", text)[:4000])


@lru_cache(maxsize=4096)
def _detect(text: str) -> Detection:
    found = _WORD.findall(text.casefold().replace("’", "'"))
    odds = sum(_vote(word) for word in found) + _profile_odds(text, found)
    confidence = 1 / (1 + math.exp(-min(abs(odds), 30.0)))
    if abs(odds) < _UNDECIDED:
        return Detection(None, confidence)
    return Detection("da" if odds > 0 else "en", confidence)


def _vote(word: str) -> float:
    """Return the log odds, Danish positive, that one word gives."""
    if word in _NEUTRAL:
        return 0.0
    danish, english = (_has(word, language) for language in ("da", "en"))
    if danish != english:
        return _VOTE if danish else -_VOTE
    if danish:
        return 0.0
    asked = (word in _ASKED["da"]) - (word in _ASKED["en"])
    if asked:
        return asked * _ASKED_VOTE
    if re.search("[æøå]", word):
        return _LETTER
    return _LEAN_VOTE * (bool(_LEAN["da"].search(word)) - bool(_LEAN["en"].search(word)))


def _has(word: str, language: Language) -> bool:
    if word in FUNCTION_WORDS[language]:
        return True
    if language == "en":
        return False
    typed = word
    for ascii_letters, letter in _ASCII_TYPED:
        typed = typed.replace(ascii_letters, letter)
    return typed in FUNCTION_WORDS["da"]


def _profile_odds(text: str, found: list[str]) -> float:
    """Return the log odds of langdetect's two profiles, weighed down for short texts, where they guess."""
    telling = [word for word in found if word not in _NEUTRAL]
    letters = sum(map(len, telling))
    if letters < 4:
        return 0.0
    detector = _factory(("da", "en")).create()
    detector.append(" ".join(telling))
    try:
        probabilities = {guess.lang: guess.prob for guess in detector.get_probabilities()}
    except LangDetectException:  # no letters that the profiles know
        return 0.0
    danish = min(max(probabilities.get("da", 0.0), 0.001), 0.999)
    return math.log(danish / (1 - danish)) * min(1.0, letters / 40)


@cache
def _factory(languages: tuple[str, ...]) -> DetectorFactory:
    """Load the profiles named; the seed makes langdetect's sampling repeatable."""
    factory = DetectorFactory()
    folder = Path(PROFILES_DIRECTORY)
    factory.load_json_profile([(folder / language).read_text(encoding="utf-8") for language in languages])
    factory.set_seed(0)
    return factory


def resolve(text: str, *, previous: Language | None = None, page: Language = "en") -> Language:
    """Return the language of a question: its own, else the conversation's, else the page's."""
    return detect(text).language or previous or page
