"""One post, from a photo on a phone to its numbers, through Telegram and Slack at once.

`PERUOPT_WRITE=1 python -m pytest tests/story/test_two_doors.py` writes docs/story.md anew.
"""

from __future__ import annotations

import asyncio
import os
import re

import pytest

from peruopt.credential import Credential, Way
from peruopt.post import State
from peruopt.work.joining import claim_code
from tests.slack.emulator import TEAM_ROOM
from tests.story.pictures import photograph
from tests.story.telling import PAGE, Story, stable
from tests.story.two_doors import open_both
from tests.taster import Taster
from tests.telegram.emulator.people import ROSA

CODE = re.compile(r"\b([2-9A-Z]{5}-[2-9A-Z]{5})\b")
LAST = "Propuesta 3 (3 de 3)"
WRITING = bool(os.environ.get("PERUOPT_WRITE"))


@pytest.fixture
async def town(data_dir):
    async with open_both(data_dir, recommender=Taster()) as town:
        yield town


async def settled(town) -> None:
    """Come in as people do: by the printed code, and by invitations."""
    telegram, slack, code = town.telegram, town.slack, claim_code(town.app.services, "telegram")
    telegram.say(f"/start {code}")
    await town.until(telegram.seen)
    await _set(town, "nombre La Caleta")
    for user, role in (("UROSA", "yo"), ("ULUIS", "aprobador"), ("UANA", "editor")):
        slack.space.people.setdefault(user, user[1:].title())
        slack.space.channels[TEAM_ROOM].add(user)
        said = len(telegram.seen())
        telegram.say(f"/invitar {role}")
        code = (await town.until(lambda said=said: CODE.search("".join(telegram.seen()[said:]))))[
            1
        ]
        await slack.slash(user, slack.space.direct(user), f"unirme {code}")
        await town.until(lambda user=user: slack.space.screen(slack.space.direct(user), user))
    await _set(town, "aprobacion dos")
    await slack.say("UROSA", TEAM_ROOM, "@peruopt /ajustes equipo aqui")
    await town.until(town.channel)
    _connect(town)


def _connect(town) -> None:
    """Give every channel an account, as `/redes` does."""
    with town.app.services.work(1) as w:
        for channel in w.channels.all():
            assert channel.id is not None
            w.credentials.keep(Credential(channel.id, Way.API, town.app.services.now(), "1"))


async def _set(town, what: str) -> None:
    said = len(town.telegram.seen())
    town.telegram.say(f"/ajustes {what}")
    await town.until(lambda: len(town.telegram.seen()) > said)


def posts(town, *states: State):
    with town.app.services.work(1) as w:
        return [(p.network, p.state) for p in w.posts.in_states(*(states or State))]


async def test_a_photo_becomes_a_post_that_two_approved_and_all_are_told(town, dish):
    telegram, slack, story = town.telegram, town.slack, Story(town)
    await settled(town)
    await _calm(town)
    story.forget()

    story.chapter("Lunes, 10 de la mañana: una foto")
    story.does(
        "**Rosa**, en Telegram, manda la foto de un plato y escribe: «tiradito de lenguado»"
    )
    telegram.photo(dish, "tiradito de lenguado")
    await town.until(lambda: any(LAST in text for text in telegram.seen()))
    await town.until(lambda: any(LAST in text for text in town.channel()))
    await _calm(town)
    story.look("Propuesta [12] de 3", "*(y otras dos propuestas, en ambos lados)*")
    card = next(m for m in telegram.world.of(ROSA) if LAST in m.text)
    there = next(m for m in slack.space.messages if LAST in slack.space.read(m))
    assert card.photo
    assert any(block["type"] == "image" for block in there.blocks)
    version_one = card.text

    story.chapter("El equipo pide un cambio")
    story.does(
        "**Ana**, en Slack, presiona `💬 Pedir cambios` y escribe: «más corto y sin emojis»"
    )
    await slack.press("UANA", "💬 Pedir cambios")
    await town.until(lambda: slack.space.views)
    await slack.submit("UANA", text={"value": "más corto y sin emojis"})
    await town.until(lambda: slack.space.thread(TEAM_ROOM, there.ts))
    await town.until(lambda: telegram.world.shown[ROSA, card.id].text != version_one)
    await _calm(town)
    story.look()
    if WRITING:
        await asyncio.to_thread(photograph, town)
    (history, *_) = slack.space.thread(TEAM_ROOM, there.ts)
    assert "Ana" in slack.space.read(history)
    assert "más corto y sin emojis" in telegram.world.shown[ROSA, card.id].text

    story.chapter("Dos aprueban en el mismo momento")
    label = telegram.world.shown[ROSA, card.id].labels[0]
    story.does(f"**Rosa**, en Telegram, y **Luis**, en Slack, presionan a la vez `{label}`")
    shown = telegram.world.shown[ROSA, card.id]
    telegram.send_data(shown.data(label), shown)
    await slack.press("ULUIS", label)
    await town.until(lambda: len(posts(town, State.SCHEDULED)) == 2)
    for read in (
        lambda: telegram.world.shown[ROSA, card.id].text,
        lambda: slack.space.read(there),
    ):
        await town.until(lambda read=read: "✅ Sale el" in read())
    await _calm(town)
    story.look("falta la aprobación")
    scheduled = [what for what, _ in town.log(1) if what == "post.scheduled"]
    assert len(scheduled) == 2, "once for each network"
    with town.app.services.work(1) as w:
        by = {post.approved_by for post in w.posts.in_states(State.SCHEDULED)}
    assert all("Luis" in names and " + " in names for names in by)

    story.chapter("A las 8 de la noche sale, una vez")
    story.does("Nadie hace nada.")
    await town.later(hours=10, minutes=1)
    await town.until(lambda: len(posts(town, State.PUBLISHED)) == 2)
    await _calm(town)
    before = len(story.lines)
    story.look()
    told = "\n".join(story.lines[before:])
    assert {network: len(wall.wall) for network, wall in town.walls.items()} == dict.fromkeys(
        town.walls, 1
    )
    assert "Telegram" in told
    assert "Slack" in told

    story.chapter("Al día siguiente, los números")
    story.does("Son las 8 de la mañana.")
    await town.later(hours=12)
    await town.until(lambda: "99" in telegram.seen()[-1])
    await _calm(town)
    story.look()
    assert any("99" in text for text in town.channel()[-3:]), "84 likes, 9 comments, 6 shares"
    assert [told for told in telegram.refused if "not modified" not in told] == []
    _compare(story.page())


async def _calm(town) -> None:
    """Wait until nothing has changed on either screen for a moment."""
    await town.app.engine.catch_up()
    last, quiet = None, 0
    while quiet < 5:
        await asyncio.sleep(0.1)
        now = (town.telegram.seen(), town.channel())
        quiet, last = (quiet + 1, last) if now == last else (0, now)


def _compare(page: str) -> None:
    if WRITING:
        PAGE.write_text(page, "utf-8")
    assert stable(PAGE.read_text("utf-8")) == stable(page), "write it anew, as it says itself"
