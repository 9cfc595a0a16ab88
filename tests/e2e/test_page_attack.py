"""Strangers: their markup, their pages, their names for us, their guesses."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from bot.web import WebDoor
from e2e.browser import phone
from e2e.conftest import opened, say
from e2e.served import ServedPage
from peruopt.chat.message import Action, Button, Picture, Reply, Upload
from peruopt.errors import UserError

EVIL = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>\"'><svg onload=1>"
TOKEN = "ají amarillo con rocoto"


def ask(page, method, path, body="", **headers):
    """Return the status, sentence and headers of a request made without a browser."""
    line = http.client.HTTPConnection("127.0.0.1", page.port, timeout=5)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if body:
        names.setdefault("Content-Type", "application/x-www-form-urlencoded")
    try:
        line.request(method, path, body, names)
        answer = line.getresponse()
        text = answer.read().decode()
    finally:
        line.close()
    said = json.loads(text).get("error", "") if text.startswith("{") else text
    return answer.status, said, answer.headers


def message(text="hola", **more) -> str:
    return urlencode({"id": str(uuid.uuid4()), "text": text, **more})


def test_markup_from_outside_stays_words(browser, tmp_path):
    when = datetime.now(UTC)
    sent = [
        SimpleNamespace(network=EVIL, account=EVIL, at=when, text=EVIL, picture=None, alt=EVIL)
    ]
    carta = [("horas", EVIL)]
    with ServedPage(tmp_path, sent=lambda: sent, commands=lambda _: carta) as served:  # noqa: SIM117
        with phone(browser) as page:
            opened(page, served)
            say(page, EVIL)
            keys = ((Button(EVIL, Action("x")),),)
            files = (Upload(EVIL + ".html", b"<script>window.hacked=1</script>"),)
            picture = Picture(b"<svg onload=alert(1)>", EVIL, EVIL)
            served.tell(Reply(EVIL + " javascript:alert(1)", EVIL, EVIL, keys, picture, files))
            card = page.locator(".shown", has=page.locator("blockquote"))
            card.wait_for()
            assert card.locator("h3, blockquote").all_inner_texts() == [EVIL, EVIL]
            assert page.locator("svg[onload], img[onerror], a[href^=javascript]").count() == 0
            kept = card.locator(".file").get_attribute("href")
            answer = page.request.get(served.url + kept)
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment")
            page.goto(f"{served.url}/publicado")
            assert page.locator(".post .text").inner_text() == EVIL
            assert page.evaluate("window.hacked") is None


def test_every_answer_is_hardened(served):
    for path in ("/", "/chat", "/events", "/publicado", "/static/chat.js", "/nada", "/files/x/y"):
        _, _, headers = ask(served, "GET", path)
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_Peruopt": "1", "Origin": "https://evil.example"},
        {"X_Peruopt": "1", "Origin": "null"},
        {"X_Peruopt": "1", "Sec_Fetch_Site": "cross-site"},
        {"X_Peruopt": "1", "Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_post_from_another_page_does_nothing(served, headers):
    status, said, _ = ask(served, "POST", "/messages", message("/publicar 7"), **headers)
    assert (status, said[:40]) == (403, "Esa petición vino de otra página y no hi")
    assert served.said == []


def test_another_site_cannot_post_through_the_browser(browser, served, tmp_path):
    with ServedPage(tmp_path / "evil") as evil, phone(browser) as page:
        page.route(
            f"{evil.url}/trap",
            lambda route: route.fulfill(
                content_type="text/html",
                body=f"<form method=post action={served.url}/messages enctype=multipart/form-data>"
                f"<input name=id value={uuid.uuid4()}><input name=text value=hola></form>",
            ),
        )
        page.goto(f"{evil.url}/trap")
        page.evaluate("document.forms[0].submit()")
        page.get_by_text("vino de otra página").wait_for()
        assert served.said == []


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.168.1.9", ""])
def test_a_name_that_is_not_ours_is_refused(served, host):
    for path in ("/", "/chat", "/entrar"):
        status, said, _ = ask(served, "GET", path, Host=host)
        assert (status, "PERUOPT_WEB_NAMES" in said) == (403, True)
    assert served.heard == []


def test_names_that_are_ours_are_served(served):
    for host in ("localhost:5000", "127.0.0.1", "[::1]:5000"):
        assert ask(served, "GET", "/events", Host=host)[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/files/../secret/x", "/files/..%2fsecret/x", "/static/../web/door.py", "/static/%2e%2e/x"],
)
def test_no_path_leads_out(served, path):
    (served.folder / "web" / "secret").write_text("no")
    assert ask(served, "GET", path)[0] == 404


def test_nonsense_is_refused_with_a_sentence(served):
    marked = {"X_Peruopt": "1"}
    for body in (
        urlencode({"id": "../../x", "text": "a"}),
        urlencode({"id": str(uuid.uuid4())}),
        message(action="a b"),
    ):
        assert ask(served, "POST", "/messages", body, **marked)[0] == 400
    status, said, _ = ask(served, "POST", "/messages", message("a" * 20_001), **marked)
    assert (status, said[:23]) == (413, "El mensaje es muy largo")
    assert served.said == []


@pytest.fixture
def locked(tmp_path) -> Iterator[ServedPage]:
    with ServedPage(tmp_path, host="0.0.0.0", token=SecretStr(TOKEN)) as page:
        yield page


def test_others_are_not_let_in_without_a_token(tmp_path):
    with pytest.raises(UserError, match=r"web\.no_token"):
        WebDoor(host="0.0.0.0", port=0, data_dir=tmp_path, token=None, now=datetime.now)
    with pytest.raises(UserError, match=r"web\.short_token"):
        WebDoor(
            host="127.0.0.1", port=0, data_dir=tmp_path, token=SecretStr("corto"), now=datetime.now
        )


def test_the_gate_opens_with_the_token_and_shuts_again(browser, locked):
    home = f"http://127.0.0.1:{locked.port}/"
    with phone(browser) as page:
        page.goto(home)
        assert page.url == f"{home}entrar"
        page.get_by_label("Clave").fill("otra cosa")
        page.keyboard.press("Enter")
        page.get_by_text("Esa clave no es.").wait_for()
        page.get_by_label("Clave").fill(TOKEN)
        page.keyboard.press("Enter")
        page.get_by_text("Oí: /inicio").wait_for()
        (cookie,) = page.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        say(page, "adentro")
        page.get_by_text("Oí: adentro").wait_for()
        page.get_by_role("button", name="Salir").click()
        page.get_by_label("Clave").wait_for()
        page.goto(home)
        page.get_by_label("Clave").wait_for()


def test_without_a_session_nothing_is_told(locked):
    for path in ("/chat", "/events", "/files/" + "0" * 64 + "/x"):
        assert ask(locked, "GET", path)[0] == 401
        assert ask(locked, "GET", path, Cookie="peruopt=9999999999.ab.cd")[0] == 401
        assert ask(locked, "GET", path, Cookie="peruopt=ñ")[0] == 401
    assert ask(locked, "POST", "/messages", message(), X_Peruopt="1")[0] == 401
    assert locked.heard == []


def test_guessing_is_slowed_down(locked):
    guess = [ask(locked, "POST", "/entrar", urlencode({"token": f"no {n}"})) for n in range(7)]
    assert [status for status, _, _ in guess] == [403] * 5 + [429] * 2
    assert guess[-1][2]["Retry-After"] == "60"
    assert ask(locked, "POST", "/entrar", urlencode({"token": TOKEN}))[0] == 429
