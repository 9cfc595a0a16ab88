"""Which pages and accounts a pasted token opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from peruopt.credential import Secrets
from peruopt.errors import PublishError, Rejected, Unauthorized
from peruopt.networks import Account, Networks
from peruopt.publishers import graph, x_errors
from peruopt.publishers.graph import Graph
from peruopt.publishers.telegram_channel import TelegramChannelPublisher
from peruopt.publishers.wire import Answer, Now, Token, Wire
from peruopt.restaurant import Network

_FIELDS = "id,name,access_token,instagram_business_account{id,username}"
_OWN = "id,name,instagram_business_account{id,username}"
LASTS = timedelta(hours=2)
"""How long X says that its tokens last, where it does not say."""


async def accounts(networks: Networks, network: Network, pasted: str, now: Now) -> list[Account]:
    """Return what the token opens on `network`.

    Raises:
        Unauthorized: the token, or what it may do, is wrong.
        Busy: the network was not reached.
        Rejected: what was pasted cannot be used there.
    """
    words = pasted.split()
    if network is Network.TELEGRAM:
        return [await _channel(networks, words, now)]
    if not words:
        raise Unauthorized("networks.token")
    if network is Network.X:
        return [await _on_x(networks, words, now)]
    if network in (Network.FACEBOOK, Network.INSTAGRAM):
        return await on_graph(networks, network, words[0], now)
    raise Rejected("redes.by_hand_only")


async def on_graph(networks: Networks, network: Network, token: str, now: Now) -> list[Account]:
    """Return the pages of a person's token, or the page whose own token it is."""
    lasting, expires_at = await exchanged(networks, token, now)
    api = Graph(_of(lasting), now, version=networks.graph_version, base_url=networks.graph)
    try:
        listed = [one async for one in api.pages("me/accounts", 10, fields=_FIELDS, limit="100")]
    except Rejected:  # a page has no accounts of its own
        listed = []
    person = lasting if listed else ""
    if not listed:
        me = (await api.get("me", fields=_OWN)).body
        listed = [me | {"access_token": lasting}]
    found = [_account(network, one, person, expires_at if person else None) for one in listed]
    return [account for account in found if account]


def _account(
    network: Network, page: dict[str, Any], person: str, expires_at: datetime | None
) -> Account | None:
    secrets = Secrets(str(page.get("access_token") or ""), person)
    told = page if network is Network.FACEBOOK else page.get("instagram_business_account") or {}
    number, name = str(told.get("id") or ""), str(told.get("username") or told.get("name") or "")
    if not (number and secrets.token):
        return None
    return Account(network, number, name or number, secrets, expires_at)


async def exchanged(networks: Networks, token: str, now: Now) -> tuple[str, datetime | None]:
    """Change Meta's token for one that lasts sixty days; without an app of ours, keep it."""
    app = networks.meta_app
    if not (app.id and app.secret):
        return token, None
    form = {
        "grant_type": "fb_exchange_token",
        "client_id": app.id,
        "client_secret": app.secret,
        "fb_exchange_token": token,
    }
    path = f"/{networks.graph_version}/oauth/access_token"
    answer = await Wire(networks.graph, now).ask("POST", path, data=form)
    if not answer.fine or "access_token" not in answer.body:
        raise graph.failure(answer, now(), commits=False)
    seconds = answer.body.get("expires_in")
    lapses = now() + timedelta(seconds=seconds) if isinstance(seconds, int) and seconds else None
    return str(answer.body["access_token"]), lapses


async def _on_x(networks: Networks, words: list[str], now: Now) -> Account:
    headers = {"Authorization": f"Bearer {words[0]}"}
    answer = await Wire(networks.x, now).ask("GET", "/2/users/me", headers=headers)
    me = answer.body.get("data")
    if not answer.fine or not isinstance(me, dict):
        raise x_errors.failure(answer, now())
    secrets = Secrets(words[0], words[1] if len(words) > 1 else "")
    lapses = now() + LASTS if secrets.refresh else None
    return Account(Network.X, str(me["id"]), str(me.get("username", "")), secrets, lapses)


async def x_renewed(networks: Networks, secrets: Secrets, now: Now) -> tuple[Secrets, datetime]:
    """Return new tokens for X's refresh token, which is spent by this.

    Raises Unauthorized only where X says that the refresh token is no good; Busy for all else.
    """
    app = networks.x_app
    form = {"grant_type": "refresh_token", "refresh_token": secrets.refresh, "client_id": app.id}
    extra: dict[str, Any] = {"auth": (app.id, app.secret)} if app.secret else {}
    answer = await Wire(networks.x, now).ask("POST", "/2/oauth2/token", data=form, **extra)
    if answer.fine and "access_token" in answer.body:
        seconds = answer.body.get("expires_in")
        lasts = timedelta(seconds=seconds) if isinstance(seconds, int) else LASTS
        kept = Secrets(
            str(answer.body["access_token"]),
            str(answer.body.get("refresh_token") or secrets.refresh),
        )
        return kept, now() + lasts
    raise _refusal(answer, now())


def _refusal(answer: Answer, now: datetime) -> PublishError:
    error, said = answer.body.get("error"), str(answer.body.get("error_description", ""))
    if error == "invalid_grant" or (error == "invalid_request" and "token" in said.lower()):
        return Unauthorized("redes.revoked")
    if answer.status == 429:
        return x_errors.failure(answer, now)
    return Rejected("redes.x_app")  # our app's own id or secret: no fault of the account


async def _channel(networks: Networks, words: list[str], now: Now) -> Account:
    chat = next((word for word in words if word.startswith(("@", "-100"))), "")
    token = next((word for word in words if ":" in word), "") or networks.bot_token
    if not chat or not token:
        raise Rejected("redes.telegram_which")
    publisher = TelegramChannelPublisher(_of(token), chat, now, base_url=networks.telegram)
    await publisher.check()
    kept = Secrets() if token == networks.bot_token else Secrets(token)
    return Account(Network.TELEGRAM, chat, chat, kept)


def _of(token: str) -> Token:
    async def told() -> str:
        return token

    return told
