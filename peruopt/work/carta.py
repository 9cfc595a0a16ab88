"""Changing the menu, and noticing posts whose dish has left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from peruopt.errors import UserError
from peruopt.menu.checking import promised
from peruopt.menu.item import Item
from peruopt.menu.naming import made_with, meant
from peruopt.menu.saying import Act, Wish
from peruopt.ports import Services
from peruopt.post import State
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.store import Entry, UnitOfWork
from peruopt.work.turning import excerpt

MOST = 800
_LOOKED_AT = 1000
"""Scheduled posts looked at after a change of the menu."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a wish."""

    act: Act
    items: tuple[Item, ...] = ()
    """The dishes it touched, as they are now."""
    new: int = 0
    changed: int = 0
    choices: tuple[Item, ...] = ()
    """Dishes that may be meant: nothing was done, a person has to say which."""
    today: bool = False
    posts: int = 0
    """Scheduled posts that promise what is gone, told of for the first time."""


def serve(services: Services, person: Person, wished: Wish) -> Changed:
    """Carry out a wish about the menu; raise UserError for a dish that is not on it."""
    person.require(Role.EDITOR)
    now = services.now()
    with services.work(person.restaurant_id) as w:
        done = _done(w, wished, now)
        if not done.choices:
            detail = ", ".join(item.name for item in done.items)[:200]
            w.audit.add(Entry(now, person.called, f"menu.{done.act}", "menu", detail))
        gone = notice(w, done) if done.act in (Act.AWAY, Act.REMOVE, Act.EMPTY) else 0
    return replace(done, posts=gone)


def _done(w: UnitOfWork, wished: Wish, now: datetime) -> Changed:
    items = w.items.all()
    if wished.act in (Act.ADD, Act.PRICE):
        return _put(w, items, wished)
    if wished.act is Act.EMPTY:
        w.items.remove(item.key for item in items)
        return Changed(Act.EMPTY, tuple(items))
    if wished.act is Act.REMOVE:
        return _removed(w, items, wished)
    touched = _numbered(wished.said, items) or made_with(wished.said, items)
    if not touched:
        raise UserError("menu.unknown" if items else "menu.no_carta", said=wished.said[:60])
    if wished.act is Act.BACK:
        shown = [replace(item, available=True, away_until=None) for item in touched]
    else:
        back = _tomorrow(w.restaurant, now) if wished.today else None
        shown = [replace(item, available=False, away_until=back) for item in touched]
    w.items.put(shown)
    return Changed(wished.act, tuple(shown), today=wished.today)


def _put(w: UnitOfWork, items: Sequence[Item], wished: Wish) -> Changed:
    """Add dishes; what a line does not say of a known dish stays as it was."""
    known = {item.key: item for item in items}
    given = list(wished.items)
    if wished.act is Act.PRICE:
        given = [_renamed(item, items) for item in given]
    fresh = [_merged(item, known.get(item.key)) for item in given]
    if len(known.keys() | {item.key for item in fresh}) > MOST:
        raise UserError("menu.full", limit=MOST)
    new, changed = w.items.put(fresh)
    return Changed(wished.act, tuple(fresh), new, changed)


def _renamed(item: Item, items: Sequence[Item]) -> Item:
    """“El ceviche a 40” means the only ceviche there is, whatever its full name."""
    found = meant(item.name, items)
    return replace(item, name=found[0].name) if len(found) == 1 else item


def _merged(item: Item, old: Item | None) -> Item:
    if old is None:
        return item
    return replace(
        item,
        name=old.name if old.key == item.key else item.name,
        price=old.price if item.price is None else item.price,
        section=item.section or old.section,
        ingredients=item.ingredients or old.ingredients,
        allergens=item.allergens or old.allergens,
        season=item.season or old.season,
        available=item.available,
        away_until=None if item.available else old.away_until,
    )


def _removed(w: UnitOfWork, items: Sequence[Item], wished: Wish) -> Changed:
    found = _numbered(wished.said, items) or meant(wished.said, items)
    if not found:
        raise UserError("menu.unknown" if items else "menu.no_carta", said=wished.said[:60])
    if len(found) > 1:
        return Changed(Act.REMOVE, choices=tuple(found))
    w.items.remove([found[0].key])
    return Changed(Act.REMOVE, (found[0],))


def _numbered(said: str, items: Sequence[Item]) -> list[Item]:
    return [item for item in items if said == f"#{item.id}"]


def _tomorrow(house: Restaurant, now: datetime) -> datetime:
    """The start of the house's next day: a night that ends at two belongs to the evening."""
    local = now.astimezone(house.zone)
    turns = house.closes if house.closes < house.opens else time()
    day = local.date() + timedelta(days=0 if local.time() < turns else 1)
    return datetime.combine(day, turns, house.zone).astimezone(UTC)


def notice(w: UnitOfWork, done: Changed) -> int:
    """Tell, once for each, of scheduled posts that promise what is not served at their hour."""
    left = done.items if done.act in (Act.REMOVE, Act.EMPTY) else ()
    items = [*w.items.all(), *(replace(i, available=False, away_until=None) for i in left)]
    told = 0
    for post in w.posts.in_states(State.SCHEDULED, limit=_LOOKED_AT):
        if post.due_at is None or post.id is None:
            continue
        draft = w.drafts.get(post.draft_id) if post.draft_id else None
        idea = draft.brief if draft else ""
        at = post.due_at
        gone = [item.name for item in promised(post.text, idea, items, at)]
        key = f"menu:gone:{','.join(sorted(gone))}"[:200]
        if not gone or w.attempts.note(post.id, key):
            continue
        w.attempts.put_note(post.id, key, "told")
        values = {
            "dish": ", ".join(gone),
            "network": f"network.{post.network}",
            "text": excerpt(post.text),
            "due_at": at.isoformat(),
        }
        about = f"draft:{post.draft_id}" if post.draft_id else f"post:{post.id}"
        w.notices.add("menu.gone", values, about)
        told += 1
    return told
