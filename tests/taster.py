"""A recommender with a taste of its own, and a desk of drafts to try decisions on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from peruopt.post import Draft, Post, State
from peruopt.recommending import Basis, Forecast, Signal, Slot
from peruopt.restaurant import Network, Person, Role

LIMA = ZoneInfo("America/Lima")
WAY = {
    State.SCHEDULED: (State.SCHEDULED,),
    State.PUBLISHING: (State.SCHEDULED, State.PUBLISHING),
    State.PUBLISHED: (State.SCHEDULED, State.PUBLISHING, State.PUBLISHED),
    State.UNCERTAIN: (State.SCHEDULED, State.PUBLISHING, State.UNCERTAIN),
    State.FAILED: (State.SCHEDULED, State.PUBLISHING, State.FAILED),
    State.MISSED: (State.SCHEDULED, State.MISSED),
    State.CANCELLED: (State.CANCELLED,),
}
"""The steps that lead a proposal to each state."""


class Taster:
    """Likes 20 h, then 13 h; a text with `5` promises most; `prior` knows of no history."""

    def __init__(self, *, prior: bool = False) -> None:
        self.basis = Basis.PRIOR if prior else Basis.MODEL

    def week(self, known):
        return []

    def slots(self, known, after, count, rules):
        local = after.astimezone(LIMA)
        found = []
        for day in range(8):
            for hour, worth in ((20, 0.17), (13, 0.05)):
                at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
                at = (at + timedelta(days=day)).astimezone(UTC)
                free = all(abs(at - other) >= rules.spacing for other in rules.taken)
                if after < at <= after + timedelta(days=7) and free:
                    lift = worth - day / 1000
                    found.append(Slot(at, lift, -0.05, 0.35, 9, Signal.WEAK, 0.95))
        return sorted(found, key=lambda slot: -slot.expected)[:count]

    def score(self, known, proposals):
        return [self._score(proposal) for proposal in proposals]

    def _score(self, proposal):
        share = 1.5 if "5" in proposal.text else 1.12
        if self.basis is Basis.PRIOR:
            return Forecast(0, 0, 0, 0, self.basis)
        return Forecast(100, 100 * share, 80, 160, self.basis)


def lima(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on Lima's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=LIMA).astimezone(UTC)


def person(house, name: str, role: Role = Role.OWNER) -> Person:
    """Somebody of the house."""
    return Person(restaurant_id=house.id, platform="telegram", handle=name, name=name, role=role)


def draft_of(house, text: str = "Ceviche del día", *, picture: str | None = None) -> int:
    """Keep a proposed draft for every channel of the house; return its number."""
    with house.database.work(house.id) as w:
        now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
        draft = w.drafts.add(
            Draft(restaurant_id=house.id, brief=text, text=text, picture=picture, created_at=now)
        )
        for network, channel in house.channels.items():
            w.posts.add(
                Post(
                    restaurant_id=house.id,
                    channel_id=channel,
                    draft_id=draft.id,
                    network=Network(network),
                    text=text,
                    picture=picture,
                    media="photo" if picture else "text",
                )
            )
        return draft.id


def posts_of(house, draft_id: int) -> dict[Network, Post]:
    """The draft's posts as they are now."""
    with house.database.work(house.id) as w:
        return {post.network: Post.copy_of(post) for post in w.posts.of_draft(draft_id)}


def bring(talk, draft_id: int, **states: State) -> None:
    """Bring the draft's posts where a long story would have brought them."""
    with talk.app.services.work(1) as w:
        for post in w.posts.of_draft(draft_id):
            state = states.get(post.network, states.get("every", State.PROPOSED))
            for step in WAY.get(state, ()):
                post.move(step)
            post.due_at, post.approved_by, post.approved_at = lima(23, 13), "Rosa", lima(23, 9)
            if state is State.PUBLISHED:
                post.published_at, post.url = lima(23, 13), f"https://{post.network}.example/1"
            if state is State.FAILED:
                post.reason = "publishing.unauthorized"
