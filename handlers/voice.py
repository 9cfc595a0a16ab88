"""`/voz`: how the house sounds, and corrections to it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply
from peruopt.restaurant import Role
from peruopt.voice.correcting import Understood
from peruopt.voicecard import voice_reply
from peruopt.work.voicing import correct_voice, voice


@register.command("voz", alias="voice", topic="voice")
async def voz(ask: Ask) -> Reply:
    """Show the voice card, after a correction if there is one."""
    text = ask.text.strip()
    if text in ("cambiar", "change"):
        ask.person.require(Role.OWNER)
        return Reply(ask.words("voice.ask"), asks=Action("voz"))
    understood: tuple[Understood, ...] = ()
    if text:
        text = text.replace("-", " ") if ask.message.action else text
        done = await asyncio.to_thread(correct_voice, ask.services, ask.person, text)
        understood = done.understood
    said, whole = await asyncio.to_thread(voice, ask.services, ask.person.restaurant_id)
    shown = voice_reply(ask.restaurant, said, whole, understood, ask.words)
    return replace(shown, replaces=ask.message.source) if ask.message.action else shown
