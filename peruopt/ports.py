"""The seams to the outside.  Each has a fake in tests/fakes.py and a suite in tests/contract."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from peruopt.chat.message import Address, Message, Reply, Upload
from peruopt.menu.item import Item
from peruopt.networks import Networks
from peruopt.post import Post
from peruopt.recommending import Recommender
from peruopt.restaurant import Network
from peruopt.results import Metrics, PastPost
from peruopt.spoken.cutting import cut
from peruopt.store import Directory, UnitOfWork, Work
from peruopt.trends.trend import Trend
from peruopt.voice.card import VoiceCard


class Chat(Protocol):
    """A door: one chat platform."""

    platform: str

    async def send(self, to: Address, reply: Reply) -> Address:
        """Show `reply`, or replace the message it names; return where it now is."""

    async def run(self, answer: Callable[[Message], Awaitable[None]]) -> None:
        """Listen until cancelled, handing every message to `answer`."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a network has the post."""

    external_id: str
    url: str = ""


class Memo(Protocol):
    """Notes a publisher keeps between steps and across crashes (container ids, upload ids)."""

    def get(self, key: str) -> str | None: ...
    def put(self, key: str, value: str) -> None: ...


class Publisher(Protocol):
    """One social network."""

    network: Network

    async def publish(
        self, post: Post, picture: bytes | None, memo: Memo, more: Sequence[bytes] = ()
    ) -> Receipt:
        """Send once; `more` are the further pictures of an album, which goes out whole.

        A thread (`post.thread`) goes on where it was; how far it is stands in the memo, under
        `peruopt.progress.PROGRESS`, whatever is raised.

        Raises:
            Busy: only when sure that nothing was sent.
            Rejected, Unauthorized: the network said no.
            ByHand: no program may; a person gets the text.
            Anything else, `Uncertain` included, means that it may have been sent.
        """

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        """Look for a post that may already be out."""

    async def unsent(self, post: Post, memo: Memo) -> bool:
        """Whether it is proven that no attempt which has been given up sent the post.

        It may then be sent without asking anybody.  False where nobody can know.
        """

    async def measure(self, post: Post, now: datetime) -> Metrics | None:
        """Read what a published post has earned by `now`; None where nobody tells.

        Raises Gone where the post has been deleted on the network.
        """


class HistorySource(Protocol):
    """A network that tells what an account posted before we came."""

    def history(self, since: datetime) -> AsyncIterator[PastPost]:
        """Yield the account's own posts since then, in any order."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What the writer is asked for."""

    idea: str
    """The dish or idea as the person put it; may be empty when there is a photo."""
    restaurant: str
    network: Network
    voice: str = ""
    locale: str = "es_PE"
    city: str = "Lima"
    day: date | None = None
    """The local day the post is for, if the person named one."""
    late: bool = False
    """Whether that day is nearly over, so that nobody can be told of it as ahead."""
    limit: str = ""
    """What the idea says of how long it holds, word for word; it is told whole or not at all."""
    until: date | None = None
    """The last day on which it holds, where one is known."""
    has_photo: bool = False
    best: Sequence[str] = ()
    """The house's own posts that earned most, best first: how it sounds when it works."""
    recent: Sequence[str] = ()
    """Texts not to repeat, newest first."""
    trends: Sequence[str] = ()
    previous: str = ""
    """The text there is, where a person asks for it to be changed."""
    wish: str = ""
    """How it should change, in the person's words."""
    card: VoiceCard = field(default_factory=VoiceCard)
    """The voice: what the owner said, over what the posts show."""
    item: Item | None = None
    """The dish of the house's own menu that the idea is about."""
    away: Sequence[str] = ()
    """Dishes of the menu that are not to be promised."""
    worked: Sequence[str] = ()
    """What worked, with numbers: a line each."""
    picture: bytes | None = field(default=None, repr=False)
    """The photo itself, for a model that can see."""
    seed: int = 0

    @property
    def about(self) -> str:
        """Return the idea without its limit."""
        return cut(self.idea, self.limit)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text that might be posted."""

    text: str
    hashtags: tuple[str, ...] = ()
    writer: str = "template"
    why: str = ""
    """Why it should work, in the writer's own words."""

    @property
    def full(self) -> str:
        """Text and hashtags, as they would be posted."""
        return "\n\n".join(part for part in (self.text, " ".join(self.hashtags)) if part)


@dataclass(frozen=True, slots=True)
class Writing:
    """What came of a brief: candidates, and what it cost."""

    candidates: list[Candidate]
    writer: str
    """`gpt` or `template`: who really wrote."""
    note: str = ""
    """Key of a sentence to tell the person: why GPT did not write, say."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float = 0.0


class Writer(Protocol):
    """Something that writes copy."""

    async def write(self, brief: Brief, count: int = 3) -> Writing:
        """Return up to `count` candidates, all different."""


class TrendSource(Protocol):
    """Something that knows what people talk about."""

    @property
    def name(self) -> str:
        """How people know it."""

    async def trends(self, now: datetime) -> list[Trend]:
        """Return its headlines or topics as of `now`.

        Raises:
            Refused: it was not read, and why.
        """


class Engine(Protocol):
    """Whatever calls `publish(post_id)` when its hour comes."""

    def schedule(self, work: UnitOfWork, post: Post) -> None:
        """Arrange it, inside `work`'s own transaction where the engine can."""

    async def run(self) -> None:
        """Serve until cancelled."""


class Pictures(Protocol):
    """Where pictures are kept, by key."""

    def put(self, content: bytes) -> str:
        """Keep a JPEG, PNG, WebP or GIF, upright and without its location; return its key.

        Raises UserError("error.picture", ...) for anything that is not such a picture.
        """

    def get(self, key: str) -> bytes:
        """Return the bytes kept under `key`."""


class Shelf(Protocol):
    """Where an uploaded file waits while a person is asked about it."""

    def keep(self, upload: Upload) -> str:
        """Keep the file; return its key."""

    def path(self, key: str) -> Path:
        """Return where the file is; raise UserError when it is gone."""

    def name(self, key: str) -> str:
        """Return what the file was called."""

    def answers(self, key: str) -> dict[str, str]:
        """Return what has been said about it so far."""

    def answer(self, key: str, question: str, said: str) -> None:
        """Add an answer."""

    def asked(self, key: str, restaurant_id: int, question: str) -> None:
        """Note what a restaurant is asked about the file."""

    def waiting(self, restaurant_id: int) -> tuple[str, str] | None:
        """Return the newest file that a restaurant is asked about, and what."""

    def drop(self, key: str) -> None:
        """Forget the file."""


class Stage(StrEnum):
    """How far a training is."""

    IDLE = "idle"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Training:
    """What is known of a restaurant's training now."""

    stage: Stage
    share: float = 0.0
    note: str = ""


class Trainer(Protocol):
    """Trains in a process of its own."""

    def start(self, restaurant_id: int) -> None:
        """Begin, or begin again after the one under way."""

    async def wait(self, restaurant_id: int, seconds: float) -> Training:
        """Wait for the training under way, if any, at most so long."""

    async def cancel(self, restaurant_id: int) -> None:
        """Stop the training under way, if any."""


@dataclass(frozen=True, slots=True)
class Services:
    """The outside world, as handlers see it."""

    work: Work
    directory: Directory
    writer: Writer
    recommender: Recommender
    publishers: dict[Network, Publisher]
    engine: Engine
    trainer: Trainer
    pictures: Pictures
    shelf: Shelf
    now: Callable[[], datetime]
    skip: Callable[[float], Awaitable[bool]]
    """Let so many seconds pass at once; only where every restaurant is a demo (else False)."""
    links: dict[str, Callable[[str], str]] = field(default_factory=dict)
    """By door: what makes a code a link that joins; doors put theirs in when they know it."""
    networks: Networks | None = None
    """How channels are connected."""
