"""Somebody blocks the bot, a channel puts it out: kept, given up, shown, and told elsewhere."""

from __future__ import annotations

import pytest

from peruopt.chat.message import Address
from peruopt.people import Room
from peruopt.restaurant import Role
from peruopt.work.undelivered import MOST_TRIES
from tests.slack.emulator import TEAM_ROOM
from tests.slack.workspace import BOT
from tests.story.two_doors import TEAM
from tests.telegram.emulator.people import ROSA

ROSAS = Address("telegram", str(ROSA))
JOINED = {"name": "Luis", "role": "role.editor", "door": "door.slack"}


@pytest.fixture
async def both(town):
    """Rosa writes from Slack as well."""
    town.add(1, "slack", "UROSA", Role.OWNER)
    direct = Address("slack", town.slack.space.direct("UROSA"))
    with town.app.services.work(1) as w:
        w.rooms.put(Room(direct, hears=False, handle="UROSA"))
    town.direct = direct.chat
    return town


def notice(town, to: Address) -> None:
    with town.app.services.work(1) as w:
        w.notices.add("joining.joined", JOINED, to=[to])


async def hours(town, count: int) -> None:
    for _ in range(count):
        await town.later(hours=1)


async def given_up(town) -> None:
    """Let hours pass until nothing is tried any more, and one for the owner to be told."""
    for _ in range(3 * MOST_TRIES):
        await town.later(hours=1)
        with town.app.services.work(1) as w:
            if any(notice.given_up for notice in w.notices.stuck(9)):
                break
    await hours(town, 2)


async def test_rosa_blocks_the_bot_and_hears_of_it_in_slack(both):
    town = both
    town.telegram.block()
    notice(town, ROSAS)
    await given_up(town)
    await town.until(lambda: _times(_told(town), "No puedo escribirle a") == 1)
    await town.slack.slash("UROSA", town.direct, "avisos")
    await town.until(lambda: "cerrado para mí" in "".join(_told(town)))
    tried = town.telegram.count("sendMessage")
    await hours(town, 3)
    assert town.telegram.count("sendMessage") == tried, "it is tried no more"


async def test_rosa_comes_back_and_hears_what_she_missed(both):
    town = both
    town.telegram.block()
    notice(town, ROSAS)
    await given_up(town)
    town.telegram.world.blocked.clear()
    notice(town, ROSAS)
    await hours(town, 3)
    await town.until(lambda: _times(town.telegram.seen(), "Luis entró al equipo") == 2)


async def test_the_bot_is_put_out_of_the_teams_channel(both):
    town = both
    town.slack.space.channels[TEAM_ROOM].discard(BOT)
    notice(town, TEAM)
    await given_up(town)
    for screen in (lambda: _told(town), town.telegram.seen):
        await town.until(lambda screen=screen: _times(screen(), "un grupo de Slack") == 1)


def _told(town) -> list[str]:
    return town.slack.space.screen(town.direct, "UROSA")


def _times(screen: list[str], words: str) -> int:
    return sum(words in text for text in screen)
