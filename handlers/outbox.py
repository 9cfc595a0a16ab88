"""`/bandeja`: a restaurant without a network to publish on uses the outbox meanwhile."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.errors import UserError
from peruopt.restaurant import Channel, Network, Role


@register.command("bandeja", alias="outbox", topic="outbox", role=Role.OWNER, menu=False)
async def outbox(ask: Ask) -> Reply:
    """Open the channels for publishing, through whatever publisher serves their network."""
    opened = await asyncio.to_thread(_open, ask)
    named = " + ".join(ask.words(f"network.{network}") for network in opened)
    write = Button(ask.words("start.write"), Action("redactar"), Tone.PRIMARY)
    return Reply(ask.words("outbox.done", networks=named), buttons=((write,),))


def _open(ask: Ask) -> list[Network]:
    served = ask.services.publishers
    with ask.services.work(ask.person.restaurant_id) as w:
        channels = [channel for channel in w.channels.all() if channel.network in served]
        if not channels:
            known = next(iter(served), None)
            if known is None:
                raise UserError("outbox.none")
            house_id = ask.person.restaurant_id
            channels = [w.channels.add(Channel(restaurant_id=house_id, network=known, account=""))]
        for channel in channels:
            channel.publishes = True
        return list(dict.fromkeys(channel.network for channel in channels))
