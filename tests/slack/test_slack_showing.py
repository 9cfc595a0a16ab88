"""Where a reply goes: in place, into the thread, to one pair of eyes; and what Slack refuses."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.slack.api import Pace
from peruopt.chat.message import Action, Address, Button, Reply, Upload
from peruopt.errors import Closed, UserError
from tests.slack.conftest import ROOM
from tests.slack.emulator import TEAM_ROOM
from tests.slack.workspace import BOT

APPROVE = ((Button("Aprobar", Action("aprobar", ("7",))),),)
CARD = Reply("📈 Espero más", title="Propuesta", quote="Ceviche", buttons=APPROVE, about="draft:7")
DONE = replace(CARD, text="✅ Sale el viernes. La aprobó Rosa.", title="Programada", buttons=())


def answering(reply: Reply):
    async def script(door, message):
        await door.send(replace(message.source, message=None), reply)

    return script


async def test_a_card_changes_in_place_and_its_thread_tells_the_history(slack, opened):
    async with opened() as at:
        shown = await at.door.send(ROOM, CARD)
        await at.door.send(ROOM, replace(DONE, replaces=shown))
        again = replace(DONE, quote="Ceviche y causa", replaces=shown)
        await at.door.send(ROOM, again)
        await at.door.send(ROOM, again)
    (card,) = slack.space.by_bot(TEAM_ROOM)
    assert card.edits == 3
    told = [slack.space.read(m) for m in slack.space.thread(TEAM_ROOM, card.ts)]
    assert told == [
        "Programada\n✅ Sale el viernes. La aprobó Rosa.",
        "Programada\nCeviche y causa\n✅ Sale el viernes. La aprobó Rosa.",
    ]


async def test_news_of_a_card_changes_it_and_is_told_in_its_thread(slack, opened, tmp_path):
    async with opened(folder=tmp_path) as at:
        shown = await at.door.send(ROOM, CARD)
    async with opened(folder=tmp_path) as at:  # a restart forgets nothing
        news = replace(DONE, text="🎉 ¡Salió!\n\n✅ Publicada")
        assert await at.door.send(ROOM, news) == shown
    card, told = slack.space.by_bot(TEAM_ROOM)
    assert "✅ Publicada" in slack.space.read(card)
    assert (told.thread_ts, told.broadcast) == (card.ts, True)
    assert "🎉 ¡Salió!" in slack.space.read(told)


async def test_a_filled_form_changes_the_card_it_was_opened_on(slack, opened, until):
    edit = replace(CARD, buttons=((Button("Editar", Action("editar", ("7",))),),))
    async with opened(answering(replace(edit, quote="Causa"))) as at:
        await at.door.send(ROOM, edit)
        await slack.press("UROSA", "Editar")
        await until(lambda: slack.space.views)
        await slack.submit("UROSA", text={"value": "Causa"})
        await until(lambda: at.heard)
        await until(lambda: "Causa" in slack.space.screen(TEAM_ROOM)[0])
    assert len(slack.space.by_bot(TEAM_ROOM)) == 1


async def test_a_sentence_for_who_pressed_is_whispered(slack, opened, until):
    async with opened(answering(Reply("Luis ya la programó."))) as at:
        await at.door.send(ROOM, CARD)
        await slack.press("UROSA", "Aprobar")
        await until(lambda: len(slack.space.screen(TEAM_ROOM, "UROSA")) == 2)
    assert len(slack.space.screen(TEAM_ROOM, "ULUIS")) == 1


async def test_another_card_out_of_a_press_goes_to_the_thread_for_all_to_see(slack, opened, until):
    async with opened(answering(replace(CARD, quote="Otra", about="draft:8"))) as at:
        shown = await at.door.send(ROOM, CARD)
        await slack.press("UROSA", "Aprobar")
        await until(lambda: len(slack.space.by_bot(TEAM_ROOM)) == 2)
        other = slack.space.by_bot(TEAM_ROOM)[1]
        assert (other.thread_ts, other.broadcast) == (shown.message, True)
        await slack.press("ULUIS", "Aprobar")
        await until(lambda: len(at.heard) == 2)
        assert at.heard[1].source == Address("slack", f"{TEAM_ROOM}:{shown.message}", other.ts)


async def test_what_is_private_is_for_one_pair_of_eyes(slack, opened, until):
    async with opened(answering(Reply("Tu código: 123", private=True))) as at:
        await slack.slash("UROSA", TEAM_ROOM, "código")
        await until(lambda: slack.space.screen(TEAM_ROOM, "UROSA"))
        assert slack.space.screen(TEAM_ROOM, "ULUIS") == []
        slack.space.channels[TEAM_ROOM].discard("UROSA")  # who has left reads it alone
        await slack.slash("UROSA", TEAM_ROOM, "código")
        direct = slack.space.direct("UROSA")
        await until(lambda: slack.space.screen(direct))
        with pytest.raises(UserError, match="nobody_to_whisper_to"):
            await at.door.send(ROOM, Reply("Tu código: 456", private=True))


async def test_a_whisper_can_be_replaced(slack, opened, until):
    async def script(door, message):
        source = message.source if message.action else None
        reply = replace(CARD, text="Listo" if source else "¿Seguro?", about="", private=not source)
        await door.send(replace(message.source, message=None), replace(reply, replaces=source))

    async with opened(script):
        await slack.slash("UROSA", TEAM_ROOM, "pregunta")
        await until(lambda: slack.space.screen(TEAM_ROOM))
        await slack.press("UROSA", "Aprobar")
        await until(lambda: "Listo" in slack.space.screen(TEAM_ROOM)[0])
    assert len(slack.space.messages) == 1


async def test_a_card_that_somebody_deleted_comes_back_only_to_who_presses(slack, opened):
    async with opened() as at:
        shown = await at.door.send(ROOM, CARD)
        slack.space.messages.clear()
        assert await at.door.send(ROOM, replace(DONE, replaces=shown)) == shown
        assert slack.space.messages == []
        anew = await at.door.send(ROOM, CARD)
    assert anew != shown


async def test_files_follow_their_message(slack, opened):
    async with opened() as at:
        await at.door.send(ROOM, Reply("Tus datos", files=(Upload("posts.csv", b"a,b\n"),)))
        card = await at.door.send(ROOM, replace(CARD, files=(Upload("card.csv", b"a\n"),)))
    names = [[slack.space.files[f].name for f in m.files] for m in slack.space.by_bot(TEAM_ROOM)]
    assert names == [[], ["posts.csv"], []]
    assert slack.space.thread(TEAM_ROOM, card.message)[0].files


@pytest.mark.parametrize(
    ("error", "key", "closed"),
    [
        ("not_in_channel", "slack.not_in_channel", True),
        ("channel_not_found", "slack.channel_not_found", True),
        ("is_archived", "slack.channel_not_found", True),
        ("token_revoked", "slack.invalid_auth", False),
        ("fatal_error", "slack.refused", False),
    ],
)
async def test_what_slack_refuses_is_a_sentence(slack, opened, error, key, closed):
    async with opened() as at:
        slack.api.refuse("chat.postMessage", error)
        with pytest.raises(UserError) as refused:
            await at.door.send(ROOM, CARD)
    assert refused.value.key == key
    assert isinstance(refused.value, Closed) is closed
    assert at.door.words().error(refused.value)


async def test_a_missing_scope_is_named(slack, opened):
    slack.api.scopes.discard("chat:write")
    async with opened() as at:
        with pytest.raises(UserError) as refused:
            await at.door.send(ROOM, CARD)
        assert "chat:write" in at.door.words().error(refused.value)


async def test_where_we_are_not_invited_the_person_is_told_so(slack, opened, until):
    slack.space.channels["COTRO"] = {"UROSA"}
    async with opened(answering(CARD)):
        await slack.slash("UROSA", "COTRO", "pendientes")
        (told,) = await until(lambda: slack.space.screen("COTRO"))
    assert "/invite @peruopt" in told


async def test_too_fast_is_waited_out_and_holds_up_no_other_channel(slack, opened, until):
    slack.space.channels["COTRO"] = {"UROSA", BOT}
    clock = asyncio.get_running_loop().time
    async with opened() as at:
        slack.api.refuse("chat.postMessage", "ratelimited", after=1)
        began = clock()
        slow = asyncio.create_task(at.door.send(ROOM, Reply("lento")))
        await until(lambda: not slack.api.faults["chat.postMessage"])
        await at.door.send(Address("slack", "COTRO"), Reply("ya"))
        assert clock() - began < 0.8
        await slow
        assert clock() - began >= 0.9
    assert slack.space.screen(TEAM_ROOM) == ["lento"]


async def test_a_wait_that_is_too_long_is_not_waited(slack, opened):
    async with opened() as at:
        slack.api.refuse("chat.postMessage", "ratelimited", after=600)
        with pytest.raises(UserError, match=r"slack\.ratelimited"):
            await at.door.send(ROOM, CARD)


async def test_messages_keep_slacks_pace(slack, opened):
    slack.api.per_second = 4
    async with opened(pace=Pace(0.3, 3)) as at:
        await asyncio.gather(*(at.door.send(ROOM, Reply(f"{n}")) for n in range(7)))
    assert sum(method == "chat.postMessage" for method, _ in slack.api.calls) == 7
    assert [told.strip() for told in slack.space.screen(TEAM_ROOM)] == list("0123456")


def test_a_pace_lets_a_few_through_and_then_counts():
    pace = Pace(1.0, 3)
    assert [pace.wait("C", 100.0) for _ in range(5)] == [0, 0, 0, 1, 2]
    assert pace.wait("D", 100.0) == 0
    assert pace.wait("C", 200.0) == 0
