"""Connecting a restaurant's channels, and what becomes of the posts that waited for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from peruopt.credential import Credential, Secrets, Way
from peruopt.errors import UserError
from peruopt.networks import Account, Networks
from peruopt.ports import Services
from peruopt.post import State
from peruopt.restaurant import Channel, Network, Person
from peruopt.store import Entry, UnitOfWork
from peruopt.work.missing import late
from peruopt.work.recording import LEAST_WAIT
from peruopt.work.renewing import due
from peruopt.work.turning import turn

LAPSED = frozenset(
    {
        "networks.token",
        "networks.scope",
        "networks.telegram_rights",
        "publishing.unauthorized",
        "redes.disconnected",
        "redes.locked",
        "redes.revoked",
        "redes.no_public_url",
    }
)
"""Why a post failed that only waited for its channel."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """How a network stands for the house."""

    network: Network
    channel: Channel | None
    credential: Credential | None

    @property
    def state(self) -> str:
        """Return the key of the sentence that says it."""
        kept = self.credential
        if kept is None:
            return "redes.outbox" if self.channel and self.channel.publishes else "redes.off"
        if kept.way is Way.HAND:
            return "redes.hand"
        return "redes.person" if kept.problem else "redes.connected"


@dataclass(frozen=True, slots=True)
class Resumed:
    """What became of the posts that waited for a channel."""

    channel: Channel
    going: int = 0
    """Go out now, by themselves."""
    late: int = 0
    """Their hour is over: a person decides."""


def networks_of(services: Services) -> Networks:
    """Return how networks are reached; raise UserError where this house has none."""
    if services.networks is None:
        raise UserError("redes.nowhere")
    return services.networks


def standings(services: Services, restaurant_id: int) -> list[Standing]:
    """Return how each network stands."""
    with services.work(restaurant_id) as w:
        return [_standing(w, network) for network in Network]


def standing(services: Services, restaurant_id: int, network: Network) -> Standing:
    """Return how one network stands."""
    with services.work(restaurant_id) as w:
        return _standing(w, network)


def _standing(w: UnitOfWork, network: Network) -> Standing:
    on = [channel for channel in w.channels.all() if channel.network is network]
    kept = {one.channel_id: one for one in w.credentials.all()}
    on.sort(key=lambda c: (not c.publishes, c.id not in kept, c.id))
    if not on:
        return Standing(network, None, None)
    channel = Channel.copy_of(on[0])
    return Standing(network, channel, kept.get(channel.id or 0))


def _credential(w: UnitOfWork, network: Network) -> Credential:
    kept = _standing(w, network).credential
    if kept is None:
        raise UserError("redes.not_connected", network=f"network.{network}")
    return kept


def connect(services: Services, person: Person, account: Account) -> Resumed:
    """Publish through the account from now on; what waited for it goes on by itself."""
    networks, now = networks_of(services), services.now()
    sealed = account.secrets.sealed(networks.vault)
    with services.work(person.restaurant_id) as w:
        channel = _channel(w, account)
        assert channel.id is not None
        kept = Credential(
            channel.id,
            Way.API,
            now,
            external_id=account.external_id,
            sealed=sealed,
            expires_at=account.expires_at,
            renew_at=due(account.network, account.secrets, account.expires_at),
            by=person.called,
        )
        w.credentials.keep(kept)
        about = f"channel:{channel.id}"
        w.audit.add(Entry(now, person.called, "network.connected", about, account.name[:80]))
        return resume(services, w, channel, now, person.called)


def by_hand(services: Services, person: Person, network: Network) -> Resumed:
    """Let a person publish on the network: they get the text, and say when it is out."""
    now = services.now()
    with services.work(person.restaurant_id) as w:
        channel = _standing(w, network).channel
        number = channel.id if channel else None
        if number is None:
            fresh = Channel(restaurant_id=person.restaurant_id, network=network, account="")
            number = w.channels.add(fresh).id or 0
        row = w.channels.get(number)
        row.publishes = True
        w.credentials.keep(Credential(number, Way.HAND, now, by=person.called))
        w.audit.add(Entry(now, person.called, "network.by_hand", f"channel:{number}"))
        return resume(services, w, row, now, person.called)


def disconnect(services: Services, person: Person, network: Network) -> None:
    """Forget the tokens.  Posts of the channel wait: nothing pretends that they went out."""
    now = services.now()
    with services.work(person.restaurant_id) as w:
        kept = _credential(w, network)
        gone = replace(kept, sealed="", problem="redes.disconnected", renew_at=None)
        w.credentials.keep(replace(gone, way=Way.API, expires_at=None))
        about = f"channel:{kept.channel_id}"
        w.audit.add(Entry(now, person.called, "network.disconnected", about))


def to_outbox(services: Services, person: Person, network: Network) -> None:
    """Use the outbox in place of the network, as before it was connected."""
    now = services.now()
    with services.work(person.restaurant_id) as w:
        kept = _credential(w, network)
        w.credentials.drop(kept.channel_id)
        w.audit.add(Entry(now, person.called, "network.outbox", f"channel:{kept.channel_id}"))


def works(services: Services, person: Person, network: Network) -> Resumed:
    """Note that the channel was tried and works."""
    now = services.now()
    with services.work(person.restaurant_id) as w:
        found = _standing(w, network)
        assert found.channel is not None
        kept = found.credential
        if kept and kept.problem and kept.sealed:
            secrets = Secrets.opened(networks_of(services).vault, kept.sealed)
            at = due(network, secrets, kept.expires_at)
            w.credentials.keep(replace(kept, problem="", renew_at=at))
        return resume(services, w, found.channel, now, person.called)


def resume(
    services: Services, w: UnitOfWork, channel: Channel, now: datetime, who: str
) -> Resumed:
    """Send on the posts that failed for want of this channel, while their hour lasts."""
    going = overdue = 0
    failed = w.posts.in_states(State.FAILED, limit=MOST, latest=True)
    for number in sorted(post.id or 0 for post in failed):
        post = w.posts.get(number)
        if post.channel_id != channel.id or post.reason not in LAPSED or post.due_at is None:
            continue
        if late(post, w.restaurant.grace, now) or post.approved_fingerprint != post.fingerprint:
            overdue += 1
            continue
        turn(w, post, State.SCHEDULED, now, who=who)
        post.retry_at = now + LEAST_WAIT
        services.engine.schedule(w, post)
        going += 1
    return Resumed(Channel.copy_of(channel), going, overdue)


def _channel(w: UnitOfWork, account: Account) -> Channel:
    """Return the account's channel, which alone publishes on its network now."""
    on = [channel for channel in w.channels.all() if channel.network is account.network]
    ids = {kept.channel_id: kept.external_id for kept in w.credentials.all()}
    mine = next((c for c in on if ids.get(c.id or 0) == account.external_id), None)
    mine = mine or next((c for c in on if c.account == account.name), None)
    if mine is None and (nameless := next((c for c in on if not c.account), None)):
        mine, nameless.account = nameless, account.name
    if mine is None:
        fresh = Channel(
            restaurant_id=w.restaurant.id or 0, network=account.network, account=account.name
        )
        mine = w.channels.add(fresh)
    for channel in on:
        channel.publishes = channel.id == mine.id
    mine.publishes = True
    return mine
