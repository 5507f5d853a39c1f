"""Short talk that is no question to the articles: greetings, thanks, "who are you", a yes or no.

Knows whole utterances only: "Hej, hvad er insourcing?" is a question and stays one.
"""

import re
from typing import Literal

from bot.conversation.requests import plain_words

Talk = Literal["hello", "thanks", "bye", "who", "can", "how_are_you", "sure", "elsewhere", "yes", "no"]

_NAME = r"(?: (?:svar|bot|du|dig|der|there|you|all|alle|igen|again|everyone))?"
_UTTERANCES: dict[Talk, str] = {
    "hello": rf"(?:hej+|hejsa|hi+|hello|hey+|halløj\w*|goddag|davs|dav|godmorgen|god morgen|god aften|godaften|good (?:morning|afternoon|evening|day)|mojn)(?: hej)?{_NAME}",
    "thanks": r"(?:(?:ok|okay|super|fint|fedt|great|nice|perfect|cool|godt) )?(?:(?:mange|tusind|1000) tak|tak|takker|thanks|thank you|thx|cheers|many thanks)(?: (?:for .{1,30}|skal du have|a lot|so much|very much|again|svar|igen|du))*",
    "bye": r"(?:(?:ok|okay|mange tak|tusind tak|tak|super|fint|thanks|thank you|great|nice) )*(?:farvel|hej hej|vi ses|bye(?: bye)?|goodbye|good bye|see you(?: later)?|good ?night|god ?nat|hav en god (?:dag|aften|weekend)|have a (?:nice|good) (?:day|evening|one))",
    "who": r"(?:(?:og |and )?(?:hvem|hvad) er du(?: for (?:en|noget))?(?: egentlig)?|hvad laver du(?: egentlig| her)*|what do you do(?: here)?|who are you|what are you|what is svar|hvad er svar|who made you|hvem har lavet dig|er du (?:en )?(?:robot|bot|menneske|et menneske|kunstig intelligens|ai|chatgpt)|are you (?:a |an )?(?:robot|bot|human|ai|chatgpt|real|person)|what(?:'s| is) your name|hvad hedder du)",
    "can": r"(?:hvad kan (?:du|jeg|man)(?: (?:hjælpe(?: mig)? med|svare på|spørge(?: dig)? om|gøre|bruge dig til))?(?: her)?|hvad ved du(?: noget)?(?: om)?|hvad handler (?:artiklerne|det her) om|hvilke emner (?:kender du|har du|er der|kan du svare på)|what (?:can|do) you (?:do|answer|know)(?: about)?(?: for me)?|what can i ask(?: you)?(?: about)?|help|hjælp|how does this work|hvordan virker det her|hvordan bruger jeg dig|what topics do you (?:know|cover)|what (?:are|do) (?:your|the) (?:topics|articles)(?: about)?|can you help(?: me)?|kan du hjælpe(?: mig)?)",
    "how_are_you": rf"(?:(?:hej|hi|hello|hey) )?(?:hvordan (?:går det|har du det)|går det godt|how are you(?: doing)?(?: today)?|how's it going|what's up|hvad så){_NAME}",
    "sure": r"(?:(?:are you|er du) (?:really |helt )?(?:sure|sikker)(?: (?:about (?:that|it|this)|på (?:det|dette)))?|(?:is (?:that|this|it)|er det) (?:really |virkelig )?(?:true|right|correct|sandt|rigtigt|korrekt)|passer det|really|virkelig|sikker|how do you know(?: that)?|hvor ved du det fra|hvordan ved du det)",
    "elsewhere": r"(?:hvad er klokken|hvor mange er klokken|what time is it|what's the time|hvilken dag er det(?: i dag)?|what day is it(?: today)?|hvad er datoen(?: i dag)?|what(?:'s| is) the date(?: today)?|(?:hvordan er|hvordan bliver) vejret(?: (?:i dag|i morgen))?|(?:what is|what's|how is|how's) the weather(?: like)?(?: (?:today|tomorrow))?|(?:fortæl|tell)(?: (?:mig|me))? (?:en|a) (?:vittighed|joke))",
    "yes": r"(?:ja+|jo|jep|jada|yes|yeah|yep|yup|sure|ok|okay|gerne|meget gerne|ja gerne|ja tak|yes please|please do|please|of course|selvfølgelig|naturligvis|lad os det|go ahead|do it|gør det|vis mig(?: det)?|show me)(?: (?:tak|please|gerne|da|det vil jeg(?: gerne)?|i would|det må du gerne))?",
    "no": r"(?:nej+|næ|nope|no|nah|no thanks|nej tak|ellers tak|nej ellers tak|not now|ikke nu|no thank you|never ?mind|glem det|pyt(?: med det)?|skidt med det|forget it)",
}
_PATTERNS = {talk: re.compile(pattern) for talk, pattern in _UTTERANCES.items()}


def small_talk(text: str) -> Talk | None:
    """Return what kind of short talk `text` is as a whole, or None for anything else."""
    plain = plain_words(text.replace("’", "'"))
    return next((talk for talk, pattern in _PATTERNS.items() if pattern.fullmatch(plain)), None)
