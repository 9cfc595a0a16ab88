"""A message that holds a token is deleted where Telegram lets us."""

from __future__ import annotations

from peruopt.chat.message import Address, Message, Reply
from tests.telegram.emulator.opening import a_door
from tests.telegram.emulator.people import ROSA


async def test_what_somebody_wrote_is_deleted_or_we_say_that_it_is_not(api, data_dir, clock):
    door = a_door(api, data_dir, now=clock.now)
    # the emulator keeps what the bot wrote, and lets that be deleted by the same call
    shown = await door.send(Address("telegram", str(ROSA)), Reply("EAAG"))
    number = next(iter(api.world.shown))[1]
    message = Message(f"1:{ROSA}:{number}", clock.now(), shown, str(ROSA), "EAAG")
    assert await door.forget(message) is True
    assert api.world.shown == {}
    assert await door.forget(message) is False
    await door._bot.shutdown()
    await door._bot.request.shutdown()
