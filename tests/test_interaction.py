"""How matches add up, worked out by hand on two-dimensional pieces."""

import pytest

torch = pytest.importorskip("torch")

from bot.interaction import POOLED, AskedPieces, Interaction, ReadPassage  # noqa: E402

pytestmark = pytest.mark.model  # torch takes seconds to import
UP, RIGHT, DOWN = (0.0, 1.0), (1.0, 0.0), (0.0, -1.0)


@pytest.fixture
def network() -> Interaction:
    """Logit = ten times the matches in the sentence + a hundred times those in and around it."""
    made = Interaction(torch.nn.ModuleList(), 2)
    with torch.no_grad():
        made.mix.copy_(torch.tensor([10.0, 100.0, 1.0]))
        made.bias.fill_(0.0)
        made.elsewhere.copy_(torch.tensor([0.25, 0.5]))
    return made


def asked(*pieces: tuple[float, float], shares: list[tuple[float, float]] | None = None) -> AskedPieces:
    count = len(pieces)
    own = torch.tensor(shares or [(1 / count, 1 / count)] * count)
    return AskedPieces(torch.tensor(pieces), own, torch.zeros(count, dtype=torch.long), torch.zeros(1, POOLED))


def told(heading: int, *sentences: list[tuple[float, float]]) -> ReadPassage:
    """A passage whose heading is `heading` pieces to the right."""
    pieces = [RIGHT] * heading + [piece for sentence in sentences for piece in sentence]
    spans, at = [tuple(range(heading))], heading
    for sentence in sentences:
        spans.append(tuple(range(at, at + len(sentence))))
        at += len(sentence)
    return ReadPassage(torch.tensor(pieces), torch.zeros(len(sentences), POOLED), tuple(spans))


def test_a_piece_meets_its_closest_one_in_the_sentence(network: Interaction) -> None:
    logits = network.match(asked(UP), [told(0, [UP, RIGHT], [DOWN])])
    assert logits.tolist() == [pytest.approx([110.0, -10.0 + 100.0 * 0.5])]  # the neighbour, half a cosine less


def test_the_heading_lends_its_pieces_at_a_discount(network: Interaction) -> None:
    logits = network.match(asked(RIGHT), [told(1, [UP]), told(0, [UP])])
    assert logits.tolist() == [pytest.approx([75.0, 0.0])]


def test_passages_do_not_lend_each_other_pieces(network: Interaction) -> None:
    logits = network.match(asked(UP), [told(0, [DOWN]), told(0, [UP])])
    assert logits.tolist() == [pytest.approx([-110.0, 110.0])]


def test_pieces_count_by_their_shares_and_questions_apart(network: Interaction) -> None:
    both = AskedPieces(
        torch.tensor([UP, RIGHT, RIGHT]),
        torch.tensor([(0.75, 0.5), (0.25, 0.5), (1.0, 1.0)]),
        torch.tensor([0, 0, 1]),
        torch.zeros(2, POOLED),
    )
    logits = network.match(both, [told(0, [UP])])
    assert logits.tolist() == [pytest.approx([10 * 0.75 + 100 * 0.5]), pytest.approx([0.0])]


def test_what_pieces_count_adds_up_to_one_in_each_question(network: Interaction) -> None:
    torch.manual_seed(0)
    torch.nn.init.normal_(network.share.weight)
    rows, inner = torch.randn(2, 4, 2), torch.tensor([[False, True, True, True], [False, True, False, False]])
    found = network.asked(rows, inner)
    assert found.owner.tolist() == [0, 0, 0, 1]
    assert torch.allclose(found.shares[:3].sum(0), torch.ones(2))
    assert torch.allclose(found.shares[3], torch.ones(2))
    assert torch.allclose(found.pieces.norm(dim=1), torch.ones(4))


def test_padding_changes_nothing() -> None:
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    sizes = {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 16}
    network = Interaction.above(BertModel(BertConfig(vocab_size=10, **sizes)), 1).eval()
    states = torch.randn(1, 3, 8)
    padded, mask = torch.cat([states, torch.randn(1, 2, 8)], dim=1), torch.tensor([[True, True, True, False, False]])
    with torch.inference_mode():
        alone = network.read(states, torch.ones(1, 3, dtype=torch.bool))
        assert torch.allclose(network.read(padded, mask)[:, :3], alone, atol=1e-5)
