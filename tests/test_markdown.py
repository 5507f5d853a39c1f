import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markdown import cells, mask, plain


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Plain text.", "Plain text."),
        ("**bold** and *slanted* and __both__", "bold and slanted and both"),
        ("snake_case_word and 2 * 3 * 4", "snake_case_word and 2 * 3 * 4"),
        ("`code *kept*` here", "code *kept* here"),
        ("[konkurrencefordel,](/competitive_advantage) hvis", "konkurrencefordel, hvis"),
        ('[text](/a_(b) "title") end', "text end"),
        ("[text][ref] end", "text end"),
        ("![en høne](hen.jpg) går", "en høne går"),
        ("<https://example.com/a_b> end", "https://example.com/a_b end"),
        ("<b>bold</b> H<sub>2</sub>O<br>new <!-- gone -->line", "bold H2O new line"),
        (r"5 \* 3 \# \[no link\]", "5 * 3 # [no link]"),
        ("R&amp;D costs 5&nbsp;kr. &lt;10&gt;", "R&D costs 5 kr. <10>"),
        ("one\n> two\n>   three", "one two three"),
        ("one  \ntwo\\\nthree", "one two three"),
        ("## Heading", "Heading"),
        ("- item", "item"),
        ("- [x] done", "done"),
        ("2. verdenskrig begyndte", "2. verdenskrig begyndte"),
        ("**Half of a pair.", "Half of a pair."),
        ("other half** of it", "other half of it"),
        ("~~gone~~", "gone"),
        ("a note[^1] and a source.[12]", "a note and a source."),
        ("&amp;lt; and `&amp;`", "&lt; and &amp;"),
        ("`a[1]` stays", "a[1] stays"),
        ("| a | b |", "a · b"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a · b 1 · 2"),
        ("a\u030a \u00a0 b", "å b"),
        ("ud\u00adfor\u00addring", "udfordring"),
        ("", ""),
        ("***", ""),
    ],
)
def test_plain_is_what_a_reader_sees(markdown: str, shown: str) -> None:
    assert plain(markdown) == shown


@given(st.text())
def test_plain_is_one_line_in_nfc_for_any_text(text: str) -> None:
    shown = plain(text)
    assert shown == " ".join(shown.split())
    assert unicodedata.is_normalized("NFC", shown)


@given(st.text(st.characters(categories=["L", "N", "Zs"])))
def test_plain_changes_nothing_but_spaces_in_text_without_marks(text: str) -> None:
    assert plain(text) == " ".join(unicodedata.normalize("NFC", text).split())


MARKED = st.lists(
    st.sampled_from(
        [
            "[a. b](c.d)",
            "`a. b`",
            "<b>",
            "</b>",
            "<br>",
            "![a. b](c.d)",
            "<!-- a. b -->",
            "<http://a.b/c. >",
            "ord. Ny ",
            "[^1]",
            "[",
            "`",
        ]
    )
).map("".join)


@given(MARKED | st.text())
def test_a_mask_is_as_long_as_what_it_masks(text: str) -> None:
    assert len(mask(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    ["`a. B`", "![a. B](c.d)", "<!-- a. B -->", "<http://a.b>", "https://a.b/c?d=e", "[a. B](c.d)", '<a href="b. C">'],
)
def test_a_mask_hides_full_stops_that_end_nothing(text: str) -> None:
    assert "." not in mask(f"før {text} efter")


def test_a_mask_keeps_the_full_stop_at_the_end_of_a_link() -> None:
    assert mask("[Se her.](/x) Ny") == "[Se her.]]]]] Ny"


def test_cells_part_at_walls_that_are_not_escaped() -> None:
    assert cells(r"| a | **b** | c \| d | |") == ("a", "b", "c | d", "")
    assert cells("a | b") == ("a", "b")
