"""A restaurant, its people and its channels."""

from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import field_validator

from peruopt.chat.message import Address
from peruopt.errors import NotAllowed
from peruopt.record import Record


class Network(StrEnum):
    """Where a post goes."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    X = "x"
    TIKTOK = "tiktok"
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"


class Role(StrEnum):
    """What a person may do, from most to least."""

    OWNER = "owner"
    APPROVER = "approver"
    EDITOR = "editor"
    VIEWER = "viewer"


RANK = {Role.VIEWER: 0, Role.EDITOR: 1, Role.APPROVER: 2, Role.OWNER: 3}


class Policy(StrEnum):
    """Whose word lets a post go out."""

    ANY = "any"
    """Anybody with the role."""
    TWO = "two"
    """Two different people with the role."""
    OTHER = "other"
    """Anybody with the role, save that the author needs a second one."""


class Restaurant(Record):
    """The house whose posts these are, and how it likes things."""

    id: int | None = None
    name: str
    locale: str = "es_PE"
    timezone: str = "America/Lima"
    voice: str = ""
    """A sentence or two on how the house sounds, in its own words."""
    city: str = "Lima"
    digest_at: time | None = time(8, 0)
    """Local hour of the daily digest; None is off."""
    opens: time = time(9, 0)
    closes: time = time(22, 0)
    """Local hours between which posts may be recommended; past midnight when closes < opens."""
    spacing_minutes: int = 180
    """The least time between two posts on one channel."""
    grace_minutes: int = 45
    """How late a post may still go out by itself."""
    explore_share: float = 0.1
    """The share of recommendations that try an hour at random, so that hours can be proven."""
    tags_below: bool = False
    """Whether hashtags go into the first comment where a network has one, not into the caption."""
    threads: bool = False
    """Whether what is too long for one post on X goes out as a thread."""
    demo: bool = False
    approval: Policy = Policy.ANY
    team_platform: str = ""
    team_chat: str = ""
    """The chat in which every draft is shown, too; empty is none."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        ZoneInfo(name)
        return name

    @property
    def team(self) -> Address | None:
        """The chat in which every draft is shown, too."""
        return Address(self.team_platform, self.team_chat) if self.team_chat else None

    @property
    def zone(self) -> ZoneInfo:
        """The house's own time zone."""
        return ZoneInfo(self.timezone)

    @property
    def spacing(self) -> timedelta:
        """The least time between two posts on one channel."""
        return timedelta(minutes=self.spacing_minutes)

    @property
    def grace(self) -> timedelta:
        """How late a post may still go out by itself."""
        return timedelta(minutes=self.grace_minutes)


class Person(Record):
    """Somebody who talks with us, in one restaurant, on one platform."""

    id: int | None = None
    restaurant_id: int
    platform: str
    handle: str
    """The platform's own id of the person."""
    name: str
    role: Role = Role.VIEWER
    locale: str = "es_PE"
    human: int | None = None
    """The id of the same human's first seat, where they come in by several doors."""

    @property
    def called(self) -> str:
        """How the person is named in what we say and keep."""
        return self.name or self.handle

    @property
    def oneself(self) -> int:
        """Whoever this is, by whichever door: two seats of one human give the same number."""
        return self.human or self.id or 0

    def require(self, role: Role) -> None:
        """Raise NotAllowed unless the person has `role` or a higher one."""
        if RANK[self.role] < RANK[role]:
            raise NotAllowed("error.role", needed=role, role=self.role)


class Channel(Record):
    """One account of the restaurant on one network."""

    id: int | None = None
    restaurant_id: int
    network: Network
    account: str
    publishes: bool = False
    """Whether posts can go out through it; an imported history alone does not make it so."""
