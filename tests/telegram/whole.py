"""A whole house as its settings open it, with one owner who writes from Telegram."""

from __future__ import annotations

import asyncio
import contextlib

from bot.doors import chats
from bot.settings import Settings
from peruopt.chat.message import Address
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.work.settling import settle
from tests.talk import built
from tests.telegram.emulator.opening import QUICK
from tests.telegram.emulator.people import ROSA
from tests.telegram.emulator.server import TOKEN


@contextlib.asynccontextmanager
async def house(api, data_dir, clock, **more):
    settings = Settings(
        _env_file=None,
        data_dir=data_dir,
        telegram_token=TOKEN,
        telegram_base_url=api.url,
        **more,
    )
    app = built(settings, clock)
    (door,) = chats(settings, app)
    door._rates = QUICK
    told = {"platform": "telegram", "handle": str(ROSA), "name": "Rosa", "role": Role.OWNER}
    services, chat = app.services, Address("telegram", str(ROSA))
    owner = Person(restaurant_id=0, **told)
    house = Restaurant(name="La Caleta")
    settle(services.work, services.directory, house, owner, chat, clock.now())
    api.world.chats[ROSA] = {"id": ROSA, "type": "private", "first_name": "Rosa"}
    running = asyncio.create_task(door.run(app.open(door).answer))
    try:
        await asyncio.wait_for(door.ready.wait(), 10)
        yield app
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await app.close()
