"""The running server, as a Gradio client and a plain HTTP client see it."""

import http.client
import json
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from gradio_client import Client

from bot.conversation import Bot
from bot.errors import ServerError, SvarError
from bot.web import PageOptions, serve, start
from tests.web.conftest import free_port, opening_held, wait_until


def fetch(
    url: str, path: str = "/", *, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Return status, headers and text; a body makes it a POST."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    sent = None if body is None else json.dumps(body)
    kind = {} if body is None else {"Content-Type": "application/json"}
    connection.request("GET" if body is None else "POST", path, sent, {**kind, **(headers or {})})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, text


def call(url: str, name: str, *data: object) -> dict[str, Any]:
    """Call one endpoint of the page's script."""
    status, _, text = fetch(url, f"/gradio_api/run/{name}", body={"data": list(data)})
    assert status == 200, text
    reply: dict[str, Any] = json.loads(text)["data"][0]
    return reply


@pytest.mark.parametrize(
    ("question", "fact"),
    [("Hvad er et fyrtårn?", "viser skibe vej om natten"), ("What is a lighthouse?", "guides ships at night")],
)
def test_a_gradio_client_gets_an_answer_with_its_source(url: str, question: str, fact: str) -> None:
    answer = Client(url, verbose=False).predict(question, api_name="/chat")
    assert fact in answer
    assert "[1]" in answer
    assert "fyrtaarn.md" in answer


def test_only_the_chat_is_offered_to_clients(url: str) -> None:
    status, _, text = fetch(url, "/gradio_api/info")
    assert status == 200
    assert set(json.loads(text)["named_endpoints"]) == {"/chat"}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("da-DK,da;q=0.9,en;q=0.8", "da"), ("en-GB,en;q=0.9", "en"), ("fr", "en"), ("nb-NO", "da")],
)
def test_the_first_bytes_are_in_the_browsers_language(url: str, accepted: str, language: str) -> None:
    status, headers, text = fetch(url, headers={"Accept-Language": accepted})
    assert status == 200
    assert f'lang="{language}"' in text.split("<head>")[0]
    assert headers["content-language"] == language
    assert {"da": "Stil et spørgsmål", "en": "Ask a question"}[language] in text


def test_a_chosen_language_beats_the_browsers(url: str) -> None:
    _, headers, _ = fetch(url, headers={"Accept-Language": "en", "Cookie": "a=b; svar_language=da"})
    assert headers["content-language"] == "da"


def test_the_page_names_no_other_host(url: str) -> None:
    _, headers, text = fetch(url)
    head = text.split("<head>")[1].split("window.gradio_config")[0]
    assert "https://" not in head
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_an_older_answer_is_understood_from_the_questions_alone(url: str) -> None:
    history = [{"question": "Hvad er et fyrtårn?", "page": "da", "fixed": "auto"}]
    alone = call(url, "ask", "Hvor højt?", [], "auto", "da")
    after = call(url, "ask", "Hvor højt?", history, "auto", "da")
    assert 'data-turn="2"' in after["html"]
    assert "63 meter" in after["html"]
    assert alone["html"] != after["html"]


@pytest.mark.parametrize(
    "history",
    [None, "x", [1, None, {}], [{"question": 5}], [{"question": " "}], [{"question": "y" * 5000}], {"question": "x"}],
)
def test_a_history_that_is_none_is_left_out(url: str, history: object) -> None:
    assert 'data-turn="1"' in call(url, "ask", "Hvad er et søkort?", history, "auto", "da")["html"]


@pytest.mark.parametrize(
    ("question", "page", "refusal"), [("  ", "da", "Skriv et spørgsmål"), ("x" * 5000, "en", "too long")]
)
def test_a_question_that_cannot_be_asked_is_refused_in_one_sentence(
    url: str, question: str, page: str, refusal: str
) -> None:
    assert refusal in call(url, "ask", question, [], "auto", page)["error"]


@pytest.mark.parametrize("name", ["", "../../pyproject.toml", "/etc/passwd", "da/ingen.md", "da/fyrtaarn.md\0"])
def test_an_article_that_is_not_there_is_said_so(url: str, name: str) -> None:
    assert "no such article" in call(url, "article", name, None, None, "en")["error"]


def test_the_conversation_comes_as_markdown_with_its_sources(url: str) -> None:
    history = [
        {"question": "Hvad er et tågehorn?", "page": "da"},
        {"question": "What is a nautical chart?", "page": "da"},
    ]
    text = call(url, "export", history, "da")["markdown"]
    assert text.startswith("# Samtale med Svar\n")
    assert "## Hvad er et tågehorn?" in text
    assert "[1] Tågehorn › Hvad er et tågehorn? (da/taage.md, " in text
    assert "[1] Nautical chart › What is a nautical chart? (en/soekort.md, " in text


def test_a_question_asked_while_the_models_load_is_answered_when_they_are(bot: Bot) -> None:
    with opening_held(bot) as (url, gate):
        assert call(url, "ask", "Hvad er et fyrtårn?", [], "auto", "da") == {"preparing": True}
        assert "svar-question" in fetch(url)[2]
        assert 'data-waiting="Getting the articles ready' in fetch(url)[2]  # where the examples will stand
        waiting = Client(url, verbose=False).submit("Hvad er et fyrtårn?", api_name="/chat")
        gate.set()
        assert "viser skibe vej" in waiting.result(timeout=20)


def test_articles_that_cannot_be_opened_are_explained_on_the_page() -> None:
    def broken() -> Bot:
        raise SvarError("There are no articles in /x; name another folder with --corpus.")

    served = start(broken, PageOptions(port=free_port()))
    try:
        wait_until(lambda: "preparing" not in call(served.url, "ask", "Hej", [], "auto", "da"))
        assert call(served.url, "ask", "Hej", [], "auto", "da")["error"].startswith("There are no articles in /x")
    finally:
        served.close()


def test_a_busy_port_is_one_sentence(make_bot: Callable[[], Bot]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=rf"^Port {port} on 127\.0\.0\.1 cannot be used; .* --port\.$"):
            serve(make_bot, PageOptions(port=port))


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_a_host_of_another_machine_is_one_sentence(make_bot: Callable[[], Bot], host: str) -> None:
    with pytest.raises(ServerError, match=rf"^{host} is not an address of this machine; give --host 127\.0\.0\.1"):
        serve(make_bot, PageOptions(host=host, port=free_port()))


def test_serving_ends_when_the_articles_cannot_be_opened(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Bot:
        raise SvarError("The encoder in /x cannot be loaded; get its files anew.")

    with pytest.raises(SvarError, match="get its files anew"):
        serve(broken, PageOptions(port=free_port()))

    def wrong() -> Bot:
        raise ZeroDivisionError

    with pytest.raises(SvarError, match="the traceback above says where"):
        serve(wrong, PageOptions(port=free_port()))
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "/monitoring",
        "/gradio_api/runs",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=app.py",
        "/gradio_api/file=https://example.org/",
    ],
)
def test_what_the_page_does_not_need_is_closed(url: str, path: str) -> None:
    assert fetch(url, path)[0] in (403, 404)
