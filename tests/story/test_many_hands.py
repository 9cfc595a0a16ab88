"""Twenty presses of one button by five people, through both doors at once."""

from __future__ import annotations

import asyncio

from peruopt.chat.message import Address, Message
from peruopt.post import State
from tests.photos import png
from tests.slack.emulator import TEAM_ROOM
from tests.story.conftest import COLLEAGUES, PARTNERS
from tests.telegram.emulator.people import GROUP, MENTION, ROSA

LAST = "Propuesta 3 (3 de 3)"
OUT = "✅ Sale el"


async def test_twenty_presses_through_two_doors_are_one_decision(town):
    telegram, slack = town.telegram, town.slack
    town.app.services.directory.bind(1, _group(), shared=True)
    telegram.photo(png(1200, 1200), f"{MENTION} tiradito", chat=GROUP)
    await town.until(lambda: any(LAST in text for text in telegram.seen(GROUP)))
    await town.until(lambda: any(LAST in text for text in town.channel()))
    here, there = telegram.world.of(GROUP)[-1], _newest(slack)
    label = here.labels[0]
    on_page = await _opened_on_the_page(town, LAST)
    before, said = len(slack.space.messages), len(telegram.seen(GROUP))

    presses = [telegram.press(label, chat=GROUP, person=p) for p in _on_telegram() * 4]
    await asyncio.gather(*(slack.press(u, label) for u in COLLEAGUES for _ in range(4)))
    assert len(presses) == 12

    def polite():
        told = [t for t in telegram.seen(GROUP)[said:] if "ya la programó" in t]
        aside = [m for m in slack.space.messages[before:] if m.only_for]
        return [*told, *(slack.space.read(m) for m in aside if "programó" in slack.space.read(m))]

    await town.until(lambda: len(polite()) == 19, 25)
    await asyncio.sleep(0.5)
    assert len(polite()) == 19
    with town.app.services.work(1) as w:
        states = [post.state for post in w.posts.in_states(State.SCHEDULED)]
        decided = [e for e in w.audit.newest(200) if e.what == "post.scheduled"]
    assert states == [State.SCHEDULED] * 2, "one post for each network, once"
    assert len(decided) == 2
    now_here, now_there = telegram.world.shown[GROUP, here.id], slack.space.read(there)
    assert all(telegram.world.presses[number] is not None for number in presses)
    assert OUT in now_here.text
    assert OUT in now_there
    assert label not in now_here.labels
    assert label not in now_there
    now_page = town.page.shown[on_page]
    assert label not in [button.label for row in now_page.buttons for button in row]
    lines = {_line(now_here.text), _line(now_there), _line(now_page.text)}
    assert len(lines) == 1, "every copy tells the same, on every door"


def _on_telegram() -> tuple[int, ...]:
    return (ROSA, *(int(handle) for handle in PARTNERS))


def _group():
    return Address("telegram", str(GROUP))


async def _opened_on_the_page(town, what: str) -> str:
    """Let somebody at the page look at the same card; return the message that shows it."""
    with town.app.services.work(1) as w:
        number = w.drafts.recent(1)[0].id
    at = Address("web", "1")
    await town.assistant.answer(
        Message("w1", town.clock.now(), at, "local", f"/ver {number}", name="Rosa")
    )
    (shown,) = [n for n, reply in town.page.shown.items() if what in reply.title]
    return shown


def _newest(slack):
    return [m for m in slack.space.by_bot(TEAM_ROOM) if LAST in slack.space.read(m)][-1]


def _line(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if OUT in line)
