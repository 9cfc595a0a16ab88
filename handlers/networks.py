"""`/redes`: how each network is connected; the owner connects, tries and disconnects them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.credential import Way
from peruopt.errors import Busy, PublishError, UserError
from peruopt.networks import Account
from peruopt.publishers.accounts import accounts
from peruopt.restaurant import Network, Role
from peruopt.work.connecting import (
    Resumed,
    Standing,
    by_hand,
    connect,
    disconnect,
    networks_of,
    standing,
    standings,
    to_outbox,
    works,
)
from peruopt.work.pasts import begin, cost, tried
from peruopt.work.turning import sentence

WORDS = {
    "conectar": "connect",
    "llave": "key",
    "elegir": "choose",
    "probar": "test",
    "desconectar": "disconnect",
    "mano": "hand",
    "bandeja": "outbox",
    "historia": "history",
}
WITH_API = (Network.FACEBOOK, Network.INSTAGRAM, Network.X, Network.TELEGRAM)
T = TypeVar("T")
SHOWN = 12
"""Pages among which a person may choose by button."""


@register.command("redes", alias="networks", topic="redes", role=Role.OWNER)
async def answer(ask: Ask) -> Reply:
    """List the networks, or do something with one."""
    name, _, rest = ask.text.strip().partition(" ")
    if not name:
        return await _all(ask)
    network = next((n for n in Network if n.value == plain(name)), None)
    if network is None:
        raise UserError("redes.unknown", name=name[:20])
    said, _, more = rest.strip().partition(" ")
    match WORDS.get(plain(said), plain(said)):
        case "connect":
            return _private(ask) or _asked(ask, network)
        case "key":
            return _private(ask) or await _pasted(ask, network, more)
        case "choose":
            return await _chosen(ask, network, more)
        case "test":
            return await _tested(ask, network)
        case "disconnect":
            await asyncio.to_thread(disconnect, ask.services, ask.person, network)
        case "outbox":
            await asyncio.to_thread(to_outbox, ask.services, ask.person, network)
        case "hand":
            done = await asyncio.to_thread(by_hand, ask.services, ask.person, network)
            return await _one(ask, network, _resumed(ask, done))
        case "history":
            return await _history(ask, network, sure=plain(more) in ("si", "yes"))
    return await _one(ask, network)


async def _all(ask: Ask) -> Reply:
    found = await asyncio.to_thread(standings, ask.services, ask.person.restaurant_id)
    lines = [ask.words("redes.line", network=_name(ask, s.network), state=_state(ask, s))
             for s in found]  # fmt: skip
    rows = [Button(_name(ask, s.network), Action("redes", (s.network.value,))) for s in found]
    return Reply(
        "\n".join(lines),
        title=ask.words("redes.title"),
        buttons=(tuple(rows[:3]), tuple(rows[3:])),
    )


async def _one(ask: Ask, network: Network, done: str = "") -> Reply:
    found = await asyncio.to_thread(standing, ask.services, ask.person.restaurant_id, network)
    kept, name = found.credential, network.value
    open_ = bool(kept and kept.way is Way.API and kept.sealed)

    def button(key: str, word: str, tone: Tone = Tone.PLAIN) -> Button:
        return Button(ask.words(f"redes.{key}"), Action("redes", (name, word)), tone)

    rows: list[tuple[Button, ...]] = []
    if network in WITH_API:
        again = "connect_again" if open_ else "connect"
        lead = Tone.PLAIN if open_ and kept and not kept.problem else Tone.PRIMARY
        rows.append((button(again, "conectar", lead),))
    if open_:
        row = [button("test", "probar")]
        if network is not Network.TELEGRAM:
            row.append(button("history", "historia"))
        rows.append(tuple(row))
        rows.append((button("disconnect", "desconectar", Tone.DANGER),))
    elif kept is None or kept.way is not Way.HAND:
        rows.append((button("by_hand", "mano"),))
    if kept and not open_:
        rows.append((button("use_outbox", "bandeja"),))
    parts = [done, _state(ask, found)]
    if network is Network.INSTAGRAM and open_ and networks_of(ask.services).public_url is None:
        parts.append(ask.words("redes.no_public_url"))
    return Reply("\n\n".join(filter(None, parts)), title=_name(ask, network), buttons=tuple(rows))


def _private(ask: Ask) -> Reply | None:
    if ask.message.shared:
        raise UserError("redes.private")
    return None


def _asked(ask: Ask, network: Network) -> Reply:
    if network not in WITH_API:
        raise UserError("redes.by_hand_only", network=f"network.{network}")
    own = network is Network.TELEGRAM and bool(networks_of(ask.services).bot_token)
    key = f"redes.how_{network}" + ("_own" if own else "")
    return Reply(
        f"{ask.words(key)}\n\n{ask.words('redes.paste_own' if own else 'redes.paste')}",
        title=_name(ask, network),
        asks=Action("redes", (network.value, "llave")),
    )


async def _pasted(ask: Ask, network: Network, pasted: str) -> Reply:
    networks, key = networks_of(ask.services), (ask.person.restaurant_id, network)
    found = await _tell_why(accounts(networks, network, pasted, ask.services.now))
    if not found:
        raise UserError("redes.nothing_found", network=f"network.{network}")
    if len(found) == 1:
        return await _connected(ask, found[0])
    networks.found[key] = found
    rows = tuple(
        (Button(account.name[:40], Action("redes", (network.value, "elegir", str(number)))),)
        for number, account in enumerate(found[:SHOWN], start=1)
    )
    return Reply(ask.words("redes.which", n=len(found)), buttons=rows)


async def _chosen(ask: Ask, network: Network, number: str) -> Reply:
    found = networks_of(ask.services).found.get((ask.person.restaurant_id, network), [])
    if not number.isdigit() or not 1 <= int(number) <= len(found):
        raise UserError("redes.choose_again", network=network.value)
    networks_of(ask.services).found.pop((ask.person.restaurant_id, network))
    return await _connected(ask, found[int(number) - 1])


async def _connected(ask: Ask, account: Account) -> Reply:
    done = await asyncio.to_thread(connect, ask.services, ask.person, account)
    said = [ask.words("redes.done", network=_name(ask, account.network), account=account.name)]
    if account.network is Network.X:
        said.append(ask.words("redes.history_costs", usd=cost()))
    elif await begin(ask.services, ask.person.restaurant_id, done.channel.id or 0):
        said.append(ask.words("redes.reading"))
    return await _one(ask, account.network, "\n".join((*said, _resumed(ask, done))).strip())


async def _tested(ask: Ask, network: Network) -> Reply:
    await _tell_why(tried(ask.services, ask.person.restaurant_id, network))
    done = await asyncio.to_thread(works, ask.services, ask.person, network)
    return await _one(ask, network, f"{ask.words('redes.works')}\n{_resumed(ask, done)}".strip())


async def _history(ask: Ask, network: Network, *, sure: bool) -> Reply:
    if network is Network.X and not sure:
        yes = Action("redes", (network.value, "historia", "si"))
        return Reply(
            ask.words("redes.history_costs", usd=cost()),
            buttons=((Button(ask.words("redes.history_yes", usd=cost()), yes),),),
        )
    found = await asyncio.to_thread(standing, ask.services, ask.person.restaurant_id, network)
    number = (found.channel.id if found.channel else None) or 0
    begun = await begin(ask.services, ask.person.restaurant_id, number)
    return await _one(ask, network, ask.words("redes.reading" if begun else "redes.no_history"))


async def _tell_why(asking: Awaitable[T]) -> T:
    """Do it; say what a network's refusal means, or that it was not reached."""
    try:
        return await asking
    except Busy:
        raise UserError("redes.unreachable") from None
    except PublishError as refused:
        raise UserError(sentence(refused, "networks.refused")) from None


def _resumed(ask: Ask, done: Resumed) -> str:
    said = [ask.words("redes.going", n=done.going)] if done.going else []
    said += [ask.words("redes.late", n=done.late)] if done.late else []
    return "\n".join(said)


def _state(ask: Ask, found: Standing) -> str:
    account = found.channel.account if found.channel else ""
    why = found.credential.problem if found.credential else ""
    return ask.words(found.state, account=account, why=ask.words(why) if why else "")


def _name(ask: Ask, network: Network) -> str:
    return ask.words(f"network.{network}")
