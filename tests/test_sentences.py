import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sentences import split_sentences
from bot.types import Language

# One text a line; "|" marks where a sentence ends and the next begins.
DANISH = """
Insourcing er det modsatte af outsourcing. | Det kan koste mere.
Det koster ca. 5 mio. kr. om året. | Derfor tøver mange.
Virksomheden solgte for 3,5 mia. kr. | Overskuddet var 1,5 pct. lavere.
Man kan f.eks. hente opgaven hjem. | Det sker tit.
Vi har bl.a. Danmark og Sverige på listen.
Aftalen gælder fra d. 1. januar 2020 og løber i to år. | Den kan opsiges.
Den 3. marts blev kontrakten skrevet under.
Mødet er d. 12. Marts kl. 14.30 i Aarhus.
Efter 2. verdenskrig voksede handlen. | Toldsatserne faldt.
Den 2. Verdenskrig ændrede alt.
Christian 4. byggede Børsen. | Den brændte i 2024.
I 1990. | Det var året.
Det skete i 1990. | Det var før internettet.
Prisen faldt til 2.000. | Salget steg.
De fik hhv. 10 og 20 pct. | Resten gik til staten.
Det betyder, dvs. at opgaven bliver i huset.
Jf. nr. 5 i loven og § 3, stk. 2, er det tilladt.
Se fig. 3. | Den viser udviklingen.
Se s. 12 og kap. 4 for mere. | Der står alt.
Han mødte dr. Hansen, hr. Jensen og prof. Madsen. | De var enige.
J. P. Jensen og H. C. Andersen rejste. | De kom hjem.
Firmaet A/S Nordlys lukkede. | 40 mistede jobbet.
Varerne omfatter møbler, lamper osv. | De sælges i Norge.
Det gælder æbler, pærer m.m. fra egen have.
Vi køber hos Hansen & Co. i Odense.
Hvorfor insource? | Fordi det giver kontrol!
Er det rigtigt?! | Ja.
"Det er for dyrt." | Sådan sagde direktøren.
"Hvad koster det?" spurgte hun. | Ingen svarede.
»Vi henter det hjem.« | Det var planen.
(Det gælder også staten.) | Kommunerne er fri.
Det tog tid ... men lykkedes.
Det tog tid … | Så lykkedes det.
iPhone er et produkt. | eBay er en markedsplads. | iOS er et system.
Kunderne købte mere. | 3 af 4 var tilfredse.
Yahoo! er et firma. | Det er gammelt.
Det er afd. for indkøb og adm. direktør Lis Holm.
Priserne er ekskl. moms og inkl. fragt. | Fragten er billig.
I perioden 1. 2. og 3. kvartal faldt salget.
Louis XIV. var konge.
Han fik vitamin C. | Det hjalp.
Skriv til info@firma.dk. | Vi svarer hurtigt.
Læs mere på www.firma.dk/om.html og skriv til os. | Farvel.
Vi bruger Node.js og .NET i huset. | Begge virker.
Det er vigtigt. | Også for små firmaer.
Sådan er det pga. priserne, mht. kvalitet, vha. analyser og iht. loven.
De var 25 år, max. 30 år og min. 20 år.
Tilbuddet gælder t.o.m. søndag, evt. mandag. | Skynd dig.
Det er den 5. største by. | Byen vokser.
Det var i år 79 f.Kr. | Romerne kom senere.
Han er cand.merc. og ph.d. fra CBS. | Hun er læge.
Det varer 5 min. | Derefter er der pause.
Vi har kontorer i Kbh. og Aarhus.
De kom fra nr. 1. til nr. 5. | Derefter gik de hjem.
Tallet steg fra 1 til 5. | Derefter faldt det.
Han bestod den 2. prøve. | Hun bestod den 3.
""".strip().splitlines()

ENGLISH = """
Insourcing is the opposite of outsourcing. | It can cost more.
Use it for simple tasks, e.g. payroll. | Others stay.
The most common tasks, i.e. payroll and support, are moved.
The U.S. economy grew. | Prices fell.
They moved production to the U.S. | The factory closed.
Dr. Smith met Mr. Jones and Mrs. Brown vs. Prof. Green. | They agreed.
Apple Inc. is large. | Acme Ltd. | The firm is small.
Apple Inc. CEO Tim Cook spoke. | He smiled.
It cost $1.5 million. | Sales rose 3.2 percent.
J. R. R. Tolkien wrote it. | It sold well.
She has a Ph.D. in economics. | He has none.
We meet at 5 p.m. on Friday. | Bring the papers.
We meet at 5 p.m. | Bring the papers.
The answer is no. | Then we stop.
See No. 5 on the list.
See fig. 3 and sec. 2 of the report.
"Is it true?" she asked. | Nobody knew.
"It is true." | She left.
He said it was true." | She left.
Tools, parts, etc. are cheap. | Labour is not.
It grew in the 1990s. | It shrank later.
In 1990 it began. | By 2000 it was over.
Wait... what? | Really?!
Costs, risks, and so on… | There is more.
The end (or so we thought.) | It went on.
Was it cheap? | Not at all! | It was dear.
bm25s is an excellent library. | numpy is older.
St. Petersburg is a city. | Mt. Everest is a mountain.
He lives at 5 Main St. in Boston.
Smith et al. found it. | The result held.
On Jan. 5 the deal was signed.
The firm (est. 1990) closed. | Its rivals did not.
Visit example.com. | Then call us.
Version 2.0 is out. | Version 2.1 follows.
It fell by approx. 5 percent.
Henry VIII. ruled.
Plan B. | It failed.
""".strip().splitlines()


def pieces(text: str, language: Language) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("line", "language"),
    [(line, "da") for line in DANISH] + [(line, "en") for line in ENGLISH],
    ids=lambda value: value[:40],
)
def test_borders_stand_where_a_reader_puts_them(line: str, language: Language) -> None:
    assert pieces(line.replace(" | ", " "), language) == line.split(" | ")


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert pieces("uden punktum\nover to linjer\n\nnyt afsnit", "da") == ["uden punktum\nover to linjer", "nyt afsnit"]


def test_text_without_a_full_stop_is_cut_at_a_pause_before_it_grows_too_long() -> None:
    text = ", ".join(["et led uden punktum"] * 200)
    spans = split_sentences(text, "da")
    assert max(end - start for start, end in spans) <= 1000
    assert all(text[start:end].endswith((",", "punktum")) for start, end in spans)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")


def test_one_unbroken_word_of_any_length_is_still_cut() -> None:
    assert [end - start for start, end in split_sentences("x" * 2500, "en")] == [1000, 1000, 500]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\r\n"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert split_sentences(text, "da") == []


TEXTS = st.text(st.sampled_from("aB1 .!?…\"'()\n\r\t,»æÅ-*_\u00a0\x0c\x85🎉")) | st.text()


@given(TEXTS, st.sampled_from(["da", "en"]))
def test_sentences_keep_order_never_overlap_and_leave_out_only_white_space(text: str, language: Language) -> None:
    position = 0
    for start, end in split_sentences(text, language):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
