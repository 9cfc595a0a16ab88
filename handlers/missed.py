"""`/perdidas`: posts that did not go out at their hour, and what becomes of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from peruopt.cardlines import part_line
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply
from peruopt.errors import UserError
from peruopt.noticed import ALL, for_all, for_one, for_part
from peruopt.post import Post, State
from peruopt.restaurant import Role
from peruopt.rules.letters import plain
from peruopt.store import UnitOfWork
from peruopt.work.hours import meant
from peruopt.work.leaving import drop
from peruopt.work.missing import anew, choose, spread, tomorrow
from peruopt.work.policies import Word
from peruopt.work.showing import show_about
from peruopt.work.turning import copied, excerpt

SHOWN = 8
VERBS = {"ahora": "ahora", "now": "ahora", "mover": "mover", "move": "mover"}
VERBS |= {"descartar": "descartar", "discard": "descartar"}
EVERY = frozenset({ALL, "todos", "all"})


@register.command("perdidas", alias="missed", topic="missed")
async def missed(ask: Ask) -> Reply | Sequence[Reply]:
    """List them, or do what was asked with one or with all."""
    if not ask.args:
        return await _listed(ask)
    verb = VERBS.get(plain(ask.args[0]))
    if verb is None or len(ask.args) < 2:
        raise UserError("missed.unknown", said=ask.args[0][:30])
    ask.person.require(Role.APPROVER)
    which, said = plain(ask.args[1]).lstrip("#"), " ".join(ask.args[2:])
    if which in EVERY:
        return await _all(ask, verb)
    if not which.isdecimal() or len(which) > 9:
        raise UserError("missed.unknown", said=ask.args[1][:30])
    return await _one(ask, verb, int(which), said)


async def _listed(ask: Ask) -> Reply | Sequence[Reply]:
    def read() -> list[Post]:
        with ask.services.work(ask.person.restaurant_id) as w:
            found = w.posts.in_states(State.MISSED, State.FAILED, limit=1000)
            return [copied(post) for post in found]

    posts = await asyncio.to_thread(read)
    if not posts:
        return Reply(ask.words("missed.none"))
    text = ask.words("missed.some", n=len(posts))
    if len(posts) > SHOWN:
        text += "\n" + ask.words("missed.more", shown=SHOWN)
    several = sum(post.state is State.MISSED for post in posts) > 1
    head = Reply(
        text, title=ask.words("missed.title"), buttons=for_all(ask.words) if several else ()
    )
    return [head, *(_line(ask, post) for post in posts[:SHOWN])]


def _line(ask: Ask, post: Post) -> Reply:
    text = ask.words(
        "missed.one",
        id=str(post.draft_id or post.id),
        network=ask.words(f"network.{post.network}"),
        due_at=ask.words.when(post.due_at) if post.due_at else "",
        why=ask.words(post.reason) if ask.words.has(post.reason) else "",
    )
    offers = for_part if post.begun else for_one
    text += f"\n{part_line(post, ask.words, ask.services.now())}" if post.begun else ""
    return Reply(text, quote=excerpt(post.text), buttons=offers(str(post.id), ask.words))


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of a post, as a sentence tells it."""

    post: Post
    key: str


async def _one(ask: Ask, verb: str, post_id: int, said: str) -> Reply:
    at: datetime | None = None
    if verb == "mover":
        if not said:
            return await _ask_when(ask, post_id)
        at = meant(said, ask.restaurant, ask.services.now()).at
        if at is None:
            return await _ask_when(ask, post_id)
        if at <= ask.services.now():
            raise UserError("missed.past")
    done = await asyncio.to_thread(_decide, ask, verb, post_id, at)
    due = ask.words.when(done.post.due_at) if done.post.due_at else ""
    network = ask.words(f"network.{done.post.network}")
    number = str(done.post.draft_id or post_id)
    sentence = ask.words(done.key, id=number, network=network, due_at=due)
    source = ask.message.source if ask.message.action else None
    about = f"post:{post_id}"
    card = await asyncio.to_thread(show_about, ask.services, ask.restaurant, ask.words, about)
    if card is None:
        return Reply(sentence, replaces=source)
    return replace(card, text=f"{sentence}\n\n{card.text}".strip(), replaces=source)


def _decide(ask: Ask, verb: str, post_id: int, at: datetime | None) -> _Done:
    services, who = ask.services, ask.person.called
    with services.work(ask.person.restaurant_id) as w:
        post = choose(w, post_id)
        if verb == "descartar":
            left = drop(w, post, services.now(), who)
            return _Done(copied(post), "thread.left" if left else "missed.discarded")
        if not anew(services, w, post, _word(ask, at), at or services.now()):
            return _Done(copied(post), "missed.one_more")
        going = "thread.going" if post.begun else "missed.going"
        return _Done(copied(post), "missed.moved" if at else going)


def _word(ask: Ask, at: datetime | None) -> Word:
    chat = replace(ask.message.source, message=None)
    return Word(ask.person, ask.services.now(), at, chat)


async def _ask_when(ask: Ask, post_id: int) -> Reply:
    def read() -> tuple[datetime, int]:
        with ask.services.work(ask.person.restaurant_id) as w:
            post = choose(w, post_id)
            at = tomorrow(post, w.restaurant.zone, ask.services.now())
            return at, post.draft_id or post_id

    at, number = await asyncio.to_thread(read)
    stamp = f"{ask.words.local(at):%Y-%m-%dT%H%M}"
    label = ask.words("missed.tomorrow", hour=ask.words.hour(at))
    move = Action("perdidas", ("mover", str(post_id)))
    return Reply(
        ask.words("missed.when", id=str(number)),
        buttons=((Button(label, Action("perdidas", (*move.args, stamp))),),),
        asks=move,
    )


async def _all(ask: Ask, verb: str) -> Reply:
    key = {"ahora": "going", "mover": "moved", "descartar": "discarded"}[verb]
    count, last = await asyncio.to_thread(_decide_all, ask, verb)
    if not count:
        return Reply(ask.words("missed.none"))
    due = ask.words.when(last) if last else ""
    key = key if last or verb == "descartar" else "one_more"
    source = ask.message.source if ask.message.action else None
    return Reply(ask.words(f"missed.all_{key}", n=count, due_at=due), replaces=source)


def _decide_all(ask: Ask, verb: str) -> tuple[int, datetime | None]:
    """Decide about all that are past their hour, in the order of their hours."""
    services, who, now = ask.services, ask.person.called, ask.services.now()
    with services.work(ask.person.restaurant_id) as w:
        posts = _missed(w)
        if verb == "descartar":
            for post in posts:
                drop(w, post, now, who)
            return len(posts), None
        hours = spread(w, posts, now)
        if verb == "mover":
            hours = [tomorrow(post, w.restaurant.zone, now) for post in posts]
        going = [
            hour
            for post, hour in zip(posts, hours, strict=True)
            if anew(services, w, post, _word(ask, hour if verb == "mover" else None), hour)
        ]
        return len(posts), max(going, default=None)


def _missed(w: UnitOfWork) -> list[Post]:
    ids = [post.id or 0 for post in w.posts.in_states(State.MISSED, limit=1000)]
    held = {number: w.posts.get(number) for number in sorted(ids)}
    return [held[number] for number in ids if held[number].state is State.MISSED]
