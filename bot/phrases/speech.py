"""What Svar says in its answers, beside what it quotes, in both languages; not when it says it.

Danish is written in Danish, not translated: the two columns say the same thing, not the same words.
"""

from bot.types import Language

TABLE: dict[str, dict[Language, str]] = {
    # Abstaining: say so plainly, then where the articles come closest.
    "speech.not_found": {
        "da": "Det kan jeg ikke finde svar på i artiklerne.",
        "en": "I can't find that in the articles.",
    },
    "speech.nearest_topics": {
        "da": "Det nærmeste, de handler om, er {topics}.",
        "en": "The closest topics they cover are {topics}.",
    },
    "speech.nearest_topic": {
        "da": "Det nærmeste, de handler om, er {topics}.",
        "en": "The closest topic they cover is {topics}.",
    },
    "speech.other_topics": {
        "da": "De handler om andre ting, blandt andet {topics}.",
        "en": "They cover other topics, such as {topics}.",
    },
    "speech.and": {"da": "og", "en": "and"},
    # Answers whose source is in the other language, disagrees, or goes on.
    "speech.only_in_other": {
        "da": "Det står kun i de engelske artikler. Originalen lyder:",
        "en": "Only the Danish articles say this. In the original:",
    },
    "speech.machine_translation": {
        "da": "Maskinoversat:",
        "en": "Machine translation:",
    },
    "speech.disagreement": {
        "da": "Kilderne siger ikke det samme:",
        "en": "The sources do not agree:",
    },
    "speech.whole_example": {
        "da": "Hele eksemplet står under »{section}« i artiklen »{title}«.",
        "en": "The whole example is under “{section}” in the article “{title}”.",
    },
    "speech.rest_of_list": {
        "da": "Resten står under »{section}« i artiklen »{title}«.",
        "en": "The rest is under “{section}” in the article “{title}”.",
    },
    "speech.rest_of_lists": {"da": "Resten står i artiklen »{title}«.", "en": "The rest is in the article “{title}”."},
    "speech.no_more": {
        "da": "Mere skriver artiklen ikke om det.",
        "en": "The article says no more about that.",
    },
    "speech.language_fixed": {
        "da": "Fremover svarer jeg på dansk.",
        "en": "From now on I answer in English.",
    },
    "speech.nothing_before": {
        "da": "Der er ikke noget svar at gå ud fra endnu. Stil et spørgsmål først, for eksempel om {topics}.",
        "en": "There is no answer to go on from yet. Ask a question first, for example about {topics}.",
    },
    # Short talk.
    "speech.hello": {
        "da": "Hej! Spørg om noget, som artiklerne handler om, for eksempel {topics}. Jeg svarer med sætninger fra dem og viser, hvor de står.",
        "en": "Hello! Ask about something the articles cover, for example {topics}. I answer with sentences from them and show where they stand.",
    },
    "speech.thanks": {
        "da": "Selv tak! Spørg endelig videre.",
        "en": "You're welcome! Do ask on.",
    },
    "speech.bye": {
        "da": "Farvel, og tak for snakken.",
        "en": "Goodbye, and thanks for the chat.",
    },
    "speech.who": {
        "da": "Jeg er Svar, et program, der finder svar i en samling artikler. Jeg skriver ikke selv noget nyt: Hver sætning er citeret ordret, og tallet efter den viser kilden. Spørg for eksempel om {topics}.",
        "en": "I am Svar, a program that finds answers in a collection of articles. I make nothing up: every sentence is quoted word for word, and the number after it shows the source. Ask about {topics}, for example.",
    },
    "speech.can": {
        "da": "Jeg kan svare på spørgsmål på dansk og engelsk ud fra artiklerne, for eksempel om {topics}. Du kan spørge videre (»hvorfor?«, »fortæl mere«, »giv et eksempel«), og når svaret ikke står der, siger jeg det.",
        "en": "I can answer questions in Danish and English from the articles, for example about {topics}. You can follow up (“why?”, “tell me more”, “give an example”), and when the answer is not there, I say so.",
    },
    "speech.how_are_you": {
        "da": "Tak, jeg er et program og har det, som programmer har det. Hvad vil du vide? Jeg kender til {topics}.",
        "en": "Thank you, I am a program and fare as programs do. What would you like to know? I know about {topics}.",
    },
    "speech.sure": {
        "da": "Jeg citerer kun, hvad der står i artiklerne. Tryk på tallet efter en sætning, så ser du den på sin plads og kan selv dømme.",
        "en": "I only quote what the articles say. Press the number after a sentence to see it in its place and judge for yourself.",
    },
    "speech.elsewhere": {
        "da": "Det ved jeg ikke, for jeg kender kun artiklerne. Spørg for eksempel om {topics}.",
        "en": "I don't know, because the articles are all I have. Ask about {topics}, for example.",
    },
    "speech.no_simpler": {
        "da": "Jeg kan kun citere artiklerne, og de siger det ikke mere enkelt end det.",
        "en": "I can only quote the articles, and they don't put it more simply than that.",
    },
    "speech.fine": {
        "da": "Godt. Hvad vil du ellers vide?",
        "en": "Good. What else would you like to know?",
    },
    "speech.no": {
        "da": "Helt i orden. Spørg om noget andet, hvis du vil.",
        "en": "All right. Ask about something else if you like.",
    },
    "speech.hint": {
        "da": "Skriv et spørgsmål, gerne bare et par ord, for eksempel om {topics}.",
        "en": "Type a question, a few words will do, for example about {topics}.",
    },
    "speech.third_language": {
        "da": "Jeg taler kun dansk og engelsk. Stil gerne spørgsmålet på et af de to sprog.",
        "en": "I only speak Danish and English. Please ask in one of those two languages.",
    },
    # Questions that Svar proposes, made from headings.
    "speech.ask_what": {"da": "Hvad er {topic}?", "en": "What is {topic}?"},
    "speech.ask_how": {"da": "Hvordan fungerer {topic}?", "en": "How does {topic} work?"},
    "speech.ask_difference": {
        "da": "Hvad er forskellen på {topic} og {other}?",
        "en": "What is the difference between {topic} and {other}?",
    },
    "speech.ask_example": {"da": "Kan du give et eksempel på {topic}?", "en": "Can you give an example of {topic}?"},
    "speech.ask_pros_and_cons": {
        "da": "Hvilke fordele og ulemper er der ved {topic}?",
        "en": "What are the advantages and drawbacks of {topic}?",
    },
    "speech.ask_pros": {"da": "Hvilke fordele er der ved {topic}?", "en": "What are the advantages of {topic}?"},
    "speech.ask_cons": {"da": "Hvilke ulemper er der ved {topic}?", "en": "What are the drawbacks of {topic}?"},
    "speech.ask_risks": {"da": "Hvilke risici er der ved {topic}?", "en": "What are the risks of {topic}?"},
    "speech.ask_about": {"da": "Fortæl om »{heading}« ({topic})", "en": "Tell me about “{heading}” ({topic})"},
    # Follow-ups written out as questions that stand alone.
    "speech.follow_aspect": {"da": "Hvad er {aspect} ved {topic}?", "en": "What are {aspect} of {topic}?"},
    "speech.aspect_of": {"da": "{aspect} ved {topic}", "en": "{aspect} of {topic}"},
    "speech.follow_about": {"da": "{question} ({topic})", "en": "{question} ({topic})"},
    "speech.follow_why": {"da": "Hvorfor {topic}?", "en": "Why {topic}?"},
    "speech.follow_which": {"da": "{question}, {first} eller {second}?", "en": "{question}, {first} or {second}?"},
    "speech.follow_why_aspect": {
        "da": "Hvorfor er der {aspect} ved {topic}?",
        "en": "Why are there {aspect} of {topic}?",
    },
    "speech.risks": {"da": "risici", "en": "the risks"},
    "speech.follow_example": {"da": "Giv et eksempel på {topic}", "en": "Give an example of {topic}"},
}
