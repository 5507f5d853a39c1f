"""What Svar says on the chat page, in both languages; not how it is shown.

Every visible string and every label that a screen reader speaks is here. Keys under `page.script.` are handed to the
page's script as they stand.
"""

from bot.types import Language

TABLE: dict[str, dict[Language, str]] = {
    # The frame.
    "page.title": {"da": "Svar – spørg artiklerne", "en": "Svar – ask the articles"},
    "page.skip": {"da": "Gå til indholdet", "en": "Skip to the content"},
    "page.views": {"da": "Visninger", "en": "Views"},
    "page.tab_ask": {"da": "Spørg", "en": "Ask"},
    "page.tab_explore": {"da": "Udforsk", "en": "Explore"},
    "page.language": {"da": "Sprog på siden og i svarene", "en": "Language of the page and the answers"},
    "page.language_auto": {"da": "Automatisk", "en": "Automatic"},
    # The first screen.
    "page.welcome": {
        "da": "Spørg artiklerne om noget, på dansk eller engelsk.",
        "en": "Ask the articles something, in Danish or English.",
    },
    "page.welcome_more": {
        "da": "Svaret er sætninger fra artiklerne selv, og hvert tal fører til det sted, hvor sætningen står.",
        "en": "The answer is made of the articles’ own sentences, and each number takes you to where one stands.",
    },
    "page.examples": {"da": "For eksempel", "en": "For example"},
    # The question box.
    "page.question_label": {"da": "Dit spørgsmål", "en": "Your question"},
    "page.placeholder": {"da": "Stil et spørgsmål …", "en": "Ask a question …"},
    "page.send": {"da": "Spørg", "en": "Ask"},
    "page.stop": {"da": "Stop", "en": "Stop"},
    "page.clear": {"da": "Ny samtale", "en": "New conversation"},
    "page.download": {"da": "Hent samtalen", "en": "Download conversation"},
    "page.keep": {"da": "Husk samtalen", "en": "Remember the conversation"},
    "page.keep_more": {
        "da": "Spørgsmålene gemmes kun i denne browser. Fjern mærket for at glemme dem.",
        "en": "The questions are kept in this browser only. Clear the tick to forget them.",
    },
    # One exchange.
    "page.understood": {"da": "Forstået som:", "en": "Understood as:"},
    "page.one_source": {"da": "1 kilde", "en": "1 source"},
    "page.sources": {"da": "{count} kilder", "en": "{count} sources"},
    "page.spoken_sources": {"da": "Antal kilder: {count}.", "en": "Number of sources: {count}."},
    "page.translation": {"da": "Maskinoversat:", "en": "Machine translation:"},
    "page.follow_ups": {"da": "Spørg videre", "en": "Ask further"},
    "page.nearest": {"da": "Det nærmeste, artiklerne svarer på", "en": "The nearest that the articles answer"},
    "page.copy": {"da": "Kopiér med kilder", "en": "Copy with sources"},
    "page.edit": {"da": "Ret spørgsmålet", "en": "Edit the question"},
    "page.retry": {"da": "Spørg igen", "en": "Ask again"},
    "page.thumb_up": {"da": "Godt svar", "en": "Good answer"},
    "page.thumb_down": {"da": "Dårligt svar", "en": "Bad answer"},
    "page.feedback_note": {
        "da": "En tommel gemmer spørgsmål, svar og din eventuelle begrundelse i en fil på den maskine, siden kommer fra. Intet forlader den.",
        "en": "A thumb stores the question, the answer and your reason, if you give one, in a file on the machine that serves this page. Nothing leaves it.",
    },
    "page.reason": {"da": "Hvorfor? (valgfrit)", "en": "Why? (optional)"},
    "page.reason_send": {"da": "Gem begrundelsen", "en": "Store the reason"},
    "page.not_kept": {"da": "Vurderingen kunne ikke gemmes.", "en": "The opinion could not be stored."},
    "page.script.vote_kept": {"da": "Tak, din vurdering er gemt.", "en": "Thank you, your opinion is stored."},
    # The reader panel.
    "page.panel": {"da": "Artikel", "en": "Article"},
    "page.close_article": {"da": "Luk artiklen", "en": "Close the article"},
    "page.article_in_da": {"da": "Artikel på dansk", "en": "Article in Danish"},
    "page.article_in_en": {"da": "Artikel på engelsk", "en": "Article in English"},
    "page.only_in_da": {"da": "kun på dansk", "en": "only in Danish"},
    "page.only_in_en": {"da": "kun på engelsk", "en": "only in English"},
    "page.minutes": {"da": "{minutes} min. læsning", "en": "{minutes} min read"},
    "page.read_in_da": {"da": "På dansk", "en": "In Danish"},
    "page.read_in_en": {"da": "På engelsk", "en": "In English"},
    "page.contents": {"da": "Indhold", "en": "Contents"},
    "page.ask_section": {"da": "Spørg om afsnittet", "en": "Ask about this section"},
    "page.ask_section_label": {"da": "Spørg om afsnittet »{section}«", "en": "Ask about this section: {section}"},
    "page.section_question": {"da": "Hvad står der om {topic}?", "en": "What is said about {topic}?"},
    "page.no_article": {
        "da": "Den artikel findes ikke. Måske er den omdøbt eller fjernet.",
        "en": "There is no such article. It may have been renamed or removed.",
    },
    # Explore.
    "page.articles": {"da": "Artiklerne", "en": "The articles"},
    "page.search": {"da": "Søg i artiklerne", "en": "Search the articles"},
    "page.search_placeholder": {"da": "Søg, på dansk eller engelsk …", "en": "Search, in Danish or English …"},
    "page.found": {"da": "Fundet i artiklerne", "en": "Found in the articles"},
    "page.found_names": {"da": "Artikler og afsnit med det navn", "en": "Articles and sections of that name"},
    "page.found_none": {"da": "Ingen artikler handler om det.", "en": "No article is about that."},
    "page.map": {"da": "Kort over artiklerne", "en": "Map of the articles"},
    "page.map_help": {
        "da": "Hver prik er et stykke tekst, og prikker, der ligger tæt, handler om det samme. Peg for at læse, og klik for at åbne. Med tastaturet flytter piletasterne, og Enter åbner.",
        "en": "Each dot is a piece of text, and dots close together are about the same thing. Point to read, click to open. On the keyboard, the arrow keys move and Enter opens.",
    },
    "page.map_da": {"da": "dansk", "en": "Danish"},
    "page.map_en": {"da": "engelsk", "en": "English"},
    "page.map_question": {"da": "Senest spurgt: {question}", "en": "Last asked: {question}"},
    # Articles of one's own.
    "page.own": {"da": "din egen", "en": "your own"},
    "page.remove": {"da": "Fjern", "en": "Remove"},
    "page.drop_label": {"da": "Tilføj artikler", "en": "Add articles"},
    "page.drop": {"da": "Tilføj dine egne artikler", "en": "Add articles of your own"},
    "page.drop_more": {
        "da": "Slip .md- eller .txt-filer her, eller klik for at vælge dem. Højst {limit} kB hver.",
        "en": "Drop .md or .txt files here, or click to choose them. At most {limit} kB each.",
    },
    "page.upload_done": {
        "da": "»{name}« er tilføjet, og du kan spørge om den nu.",
        "en": "“{name}” is added, and you can ask about it now.",
    },
    "page.upload_removed": {"da": "Artiklen er fjernet.", "en": "The article is removed."},
    "page.upload_kind": {
        "da": "»{name}« kan ikke tilføjes; kun filer, der ender på .md, .markdown eller .txt, kan læses.",
        "en": "“{name}” cannot be added; only files ending in .md, .markdown or .txt can be read.",
    },
    "page.upload_too_large": {
        "da": "»{name}« er for stor; en artikel må højst fylde {limit} kB.",
        "en": "“{name}” is too large; an article may take at most {limit} kB.",
    },
    "page.upload_too_many": {
        "da": "Der er plads til {limit} tilføjede artikler; fjern en først.",
        "en": "There is room for {limit} added articles; remove one first.",
    },
    "page.upload_no_text": {
        "da": "Der er ingen tekst at læse i »{name}«; gem den som UTF-8-tekst, og prøv igen.",
        "en": "There is no text to read in “{name}”; save it as UTF-8 text and try again.",
    },
    "page.script.adding": {"da": "Læser og indekserer {name} …", "en": "Reading and indexing {name} …"},
    "page.script.file_of": {"da": "Fil {number} af {count}.", "en": "File {number} of {count}."},
    "page.script.steps": {"da": "{done} af {total} tekster", "en": "{done} of {total} texts"},
    "page.script.removing": {"da": "Fjerner …", "en": "Removing …"},
    # Logging in.
    "page.login": {"da": "Log ind for at spørge artiklerne.", "en": "Log in to ask the articles."},
    "page.login_username": {"da": "Brugernavn", "en": "User name"},
    "page.login_password": {"da": "Adgangskode", "en": "Password"},
    "page.login_button": {"da": "Log ind", "en": "Log in"},
    "page.login_wrong": {"da": "Navn eller adgangskode passer ikke.", "en": "The name or the password is wrong."},
    "page.login_wait": {
        "da": "For mange forkerte forsøg. Vent et par minutter.",
        "en": "Too many wrong attempts. Wait a few minutes.",
    },
    "page.theme": {"da": "Skift mellem lyst og mørkt", "en": "Switch between light and dark"},
    "page.logout": {"da": "Log ud", "en": "Log out"},
    # Said by the script.
    "page.script.waiting": {"da": "Leder i artiklerne …", "en": "Looking in the articles …"},
    "page.script.preparing": {
        "da": "Gør artiklerne klar. Spørgsmålet bliver besvaret om et øjeblik …",
        "en": "Getting the articles ready. The question will be answered in a moment …",
    },
    "page.script.opening": {"da": "Gør artiklerne klar …", "en": "Getting the articles ready …"},
    "page.script.drawing": {"da": "Tegner kortet …", "en": "Drawing the map …"},
    "page.script.restoring": {"da": "Henter samtalen frem …", "en": "Bringing the conversation back …"},
    "page.script.stopped": {"da": "Stoppet.", "en": "Stopped."},
    "page.script.copied": {"da": "Kopieret", "en": "Copied"},
    "page.script.copy_failed": {"da": "Browseren tillod ikke at kopiere.", "en": "The browser did not allow copying."},
    "page.script.failed": {
        "da": "Serveren svarede ikke. Se, om den kører, og prøv igen.",
        "en": "The server did not answer. See whether it is running and try again.",
    },
    "page.script.file_name": {"da": "samtale-med-svar", "en": "conversation-with-svar"},
    "page.script.forgotten": {"da": "Samtalen er glemt.", "en": "The conversation is forgotten."},
    # Refusals.
    "page.too_long": {
        "da": "Spørgsmålet er for langt. Det må højst fylde {limit} tegn.",
        "en": "The question is too long. It may have at most {limit} characters.",
    },
    "page.empty": {"da": "Skriv et spørgsmål først.", "en": "Write a question first."},
    # The conversation as a file.
    "page.export_title": {"da": "Samtale med Svar", "en": "Conversation with Svar"},
    "page.export_sources": {"da": "Kilder", "en": "Sources"},
}
