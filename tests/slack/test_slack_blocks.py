"""Replies as Block Kit: every limit kept before Slack has to refuse, and nothing ever markup."""

from __future__ import annotations

import pytest

from bot.slack.blocks import compose
from bot.slack.language import escaped, plain, typed
from bot.slack.pieces import head, pieces, size
from peruopt.chat.message import Action, Button, Picture, Reply, Tone, Upload
from tests.photos import png
from tests.slack.blockkit import buttons, letters, marked, problems, shown
from tests.slack.conftest import ROOM
from tests.slack.emulator import TEAM_ROOM
from tests.slack.workspace import Stored

NASTY = (
    "<!channel> <@UROSA> *gordo* _i_ ~t~ `c` <https://malo.pe|banco> & &lt;b&gt; :fire: >cita\n• x"
)


def button(label: str, tone: Tone = Tone.PLAIN) -> Button:
    return Button(label, Action("aprobar", ("7",)), tone)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(""),
        Reply("", title="Solo título"),
        Reply("x" * 8999),
        Reply("palabra " * 5000, title="t" * 400, quote="🌶️🔥 " * 4000),
        Reply("", quote="línea\n" * 3000),
        Reply("x", buttons=tuple((button(f"{n}"),) for n in range(70))),
        Reply("x", buttons=((*(button(f"{n}") for n in range(12)),),)),
        Reply("x", buttons=((button("Botón con un nombre larguísimo " * 5), button("")),)),
        Reply("x", picture=Picture(b"1", "alt " * 900)),
        Reply("https://a.pe/1?x=1, y (https://b.pe).\n" * 100),
        Reply("x", about="draft:" + "9" * 400, buttons=((button("a"),), (button("b"),))),
        Reply("👨‍👩‍👧‍👦" * 2000),
    ],
)
def test_slack_would_take_it(reply):
    files = {"F1": Stored("F1", "a.png", b"\x89PNG")}
    layout = compose(reply, picture="F1" if reply.picture else "")
    assert problems(layout.blocks, files) == []
    assert letters(layout.blocks) < 11_000
    assert 0 < len(layout.text) < 20_000
    drawn = len(buttons(layout.blocks))
    assert drawn == sum(map(len, reply.buttons))


def test_what_does_not_fit_comes_whole_as_a_file():
    reply = Reply("Lo nuestro", title="Título", quote="palabra " * 5000)
    layout = compose(reply)
    assert "Lo nuestro" in shown(layout.blocks, [])
    assert layout.rest == Upload(
        "peruopt.txt", f"Título\n\n{'palabra ' * 5000}\n\nLo nuestro".encode()
    )
    assert compose(Reply("corto")).rest is None


def test_nothing_from_outside_becomes_markup():
    """The draft of a rival: calls, styles and links arrive as the letters they are."""
    reply = Reply(
        NASTY,
        title=NASTY,
        quote=NASTY,
        picture=Picture(b"", NASTY),
        buttons=((button(NASTY[:70]),),),
    )
    layout, pings = compose(reply), []
    seen = shown(layout.blocks, pings)
    assert seen.count(NASTY) >= 3
    assert "mrkdwn" not in str(layout.blocks)
    marked(layout.text, pings)
    assert pings == []


def test_a_published_post_can_be_followed_to():
    (block,) = compose(Reply("Publicada:\nhttps://www.facebook.com/p/1?a=b&c=d.")).blocks
    parts = block["elements"][0]["elements"]
    assert [p for p in parts if p["type"] == "link"] == [
        {"type": "link", "url": "https://www.facebook.com/p/1?a=b&c=d"}
    ]
    assert compose(Reply("javascript:alert(1) ftp://x")).blocks[0]["type"] == "section"


def test_looks_of_buttons():
    row = (button("a", Tone.PRIMARY), button("b", Tone.DANGER), button("c"))
    drawn = [b for b, _ in buttons(compose(Reply("x", buttons=(row,))).blocks)]
    assert [b.get("style") for b in drawn] == ["primary", "danger", None]
    assert {b["value"] for b in drawn} == {"aprobar:7"}


@pytest.mark.parametrize("text", ["a" * 50, "🌶️" * 20, "uno dos tres " * 9, "l1\nl2\n" * 20, ""])
def test_pieces_fit_and_lose_nothing(text):
    cut = list(pieces(text, 20))
    assert "".join(cut) == text
    assert all(0 < size(part) <= 20 for part in cut)
    assert size(head(text, 7)) <= 7


@pytest.mark.parametrize("said", [NASTY.replace(":fire:", "🔥"), "1 < 2 && 3 > 2", "a &amp; b"])
def test_what_was_typed_comes_back(said):
    assert plain(escaped(said)) == said
    assert typed(escaped(said), (), "UPERUOPT") == said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("<@UPERUOPT> hola <@U2|luis>", "hola @luis"),
        ("<https://a.pe/x|a.pe/x> <https://b.pe>", "a.pe/x https://b.pe"),
        ("<mailto:a@b.pe|a@b.pe> <tel:1|1>", "a@b.pe 1"),
        ("<!here> <#C1|equipo> <!subteam^S1|@cocina>", "@here #equipo @cocina"),
    ],
)
def test_slacks_own_marks_are_read_as_words(raw, said):
    assert typed(raw, (), "UPERUOPT") == said


def test_rich_text_is_read_with_its_lists():
    lines = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": t}]} for t in "ab"
    ]
    block = {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": lines}]}
    assert typed("", [block], "U") == "• a\n• b"


async def test_a_picture_is_uploaded_once_with_its_words(slack, opened):
    slack.api.settling = 3
    card = Reply("x", picture=Picture(png(), "Un plato"), about="draft:7")
    async with opened() as at:
        shown_at = await at.door.send(ROOM, card)
        await at.door.send(ROOM, Reply("y", picture=card.picture, replaces=shown_at))
    (file,) = slack.space.files.values()
    assert (file.alt, file.content) == ("Un plato", png())
    assert "Un plato" in slack.space.screen(TEAM_ROOM)[0]


async def test_without_leave_for_files_the_picture_is_told_in_words(slack, opened):
    slack.api.scopes.discard("files:write")
    async with opened() as at:
        await at.door.send(ROOM, Reply("x", picture=Picture(png(), "Un plato")))
    assert "🖼️ Un plato" in slack.space.screen(TEAM_ROOM)[0]


async def test_a_picture_that_slack_lost_is_uploaded_again(slack, opened):
    picture = Picture(png(color="red"), "Un plato")
    async with opened() as at:
        await at.door.send(ROOM, Reply("x", picture=picture))
        slack.space.files.clear()
        await at.door.send(ROOM, Reply("y", picture=picture))
    assert len(slack.space.files) == 1
