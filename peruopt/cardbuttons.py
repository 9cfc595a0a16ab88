"""The buttons of a draft's card.  Each is a command that can be typed as well."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime
from typing import TYPE_CHECKING

from peruopt.chat.message import Action, Button, Tone
from peruopt.chat.words import Words
from peruopt.noticed import see_published
from peruopt.post import Draft, Post, State
from peruopt.promises import slot_label
from peruopt.restaurant import Network
from peruopt.rules.finding import Severity
from peruopt.rules.overruling import may
from peruopt.work.deciding import OPEN, WAITING
from peruopt.work.recording import BY_HAND
from peruopt.work.turning import link

if TYPE_CHECKING:
    from peruopt.cards import Outlook, Place

Row = tuple[Button, ...]
MOST, MORE = 6, "mas"
"""Buttons of a card at a time, and the word for those that did not fit."""


def stamp(at: datetime, words: Words) -> str:
    """Return a moment as a button carries it: on the restaurant's clock, without a colon."""
    return f"{words.local(at):%Y-%m-%dT%H%M}"


def buttons(
    draft: Draft,
    posts: Sequence[Post],
    outlook: Outlook,
    blocked: Set[int | None],
    place: Place,
    words: Words,
    page: int = 0,
) -> tuple[Row, ...]:
    """Return what can be done with the draft now, the likeliest first; on page 0 the first six."""
    states = {post.state for post in posts}
    waiting = [post for post in posts if post.state in WAITING]
    clear = [post for post in waiting if post.id not in blocked]
    rows: list[Row] = []
    begun = bool(clear) and all(post.begun for post in clear)
    if clear and states & {State.MISSED, State.FAILED}:
        rows.append((_press("go_on" if begun else "publish_now", "publicar", draft, words),))
    if outlook.agreed:
        rows += _second(draft, posts, outlook, words)
    if clear:
        rows += _hours(draft, outlook, words)
    rows += [_settle(post, posts, words) for post in posts if post.state is State.UNCERTAIN]
    rows += _mending(draft, waiting, outlook, words)
    if any(_is_mended(outlook, post) for post in waiting):
        rows.append((_press("see_picture", "vista", draft, words),))
    if any(_is_thread(outlook, post) for post in waiting):
        rows.append((_press("see_thread", "hilo", draft, words),))
    scheduled = [post for post in posts if post.state is State.SCHEDULED]
    if scheduled and len(scheduled) == len(posts):
        move = _press("move", "otrahora", draft, words)
        rows.append((move, _press("publish_now", "publicar", draft, words)))
    else:
        rows += [_one_network(post, words) for post in scheduled]
        held = [post for post in waiting if post.id in blocked] if scheduled else []
        rows += [(_cancel("without", post, words),) for post in held]
    if states & OPEN:
        edit = _press("edit", "editar", draft, words)
        label = "discard" if not scheduled else "cancel_all" if waiting else "cancel"
        fixed = all(post.begun for post in posts if post.state in OPEN)
        gone = _press("leave_part" if fixed else label, "descartar", draft, words, Tone.DANGER)
        if fixed:
            rows.append((gone,))
        elif State.PROPOSED in states:
            rows.append((edit, _press("changes", "cambios", draft, words)))
            reject = _press("reject", "rechazar", draft, words, Tone.DANGER)
            rows.append((_press("version", "otra", draft, words), gone, reject))
        else:
            rows.append((edit, gone))
    if any(post.state is State.PUBLISHED and not link(post) for post in posts):
        rows.append((see_published(words),))
    if place.others and scheduled:
        label = words("card.discard_others", n=place.others)
        rows.append((Button(label, Action("descartar", (str(draft.id), "otras"))),))
    return paged(rows, draft, words, page)


def paged(rows: Sequence[Row], draft: Draft, words: Words, page: int) -> tuple[Row, ...]:
    """Return one page of the buttons; what does not fit is a press on «Más…» away."""
    if sum(map(len, rows)) <= MOST:
        return tuple(rows)
    pages: list[list[Row]] = [[]]
    for row in rows:
        left = row
        while left:
            room = MOST - 1 - sum(map(len, pages[-1]))
            if not room:
                pages.append([])
                continue
            pages[-1].append(left[:room])
            left = left[room:]
    page = page % len(pages)
    number = str(draft.id)
    more = Button(words("card.more"), Action("ver", (number, f"{MORE}{page + 1}")))
    if page == len(pages) - 1:
        more = back_to(draft.id or 0, words)
    return (*pages[page], (more,))


def _second(draft: Draft, posts: Sequence[Post], outlook: Outlook, words: Words) -> list[Row]:
    """Let another person say the same as the first, with one press."""
    moves = any(post.state is State.SCHEDULED for post in posts)
    version, rows = f"v{draft.version}", dict[str, Row]()
    for word in outlook.agreed:
        if word.due_at is None:
            label, args = words("card.agree_now"), (str(draft.id), "ya", version)
            action = Action("publicar", args)
        else:
            label = words(
                "card.agree", at=words.slot(word.due_at, outlook.now or draft.created_at)
            )
            args = (str(draft.id), stamp(word.due_at, words), version)
            action = Action("otrahora" if moves else "aprobar", args)
        rows[action.pack()] = (Button(label, action, Tone.PRIMARY),)
    return list(rows.values())


def _hours(draft: Draft, outlook: Outlook, words: Words) -> list[Row]:
    """Offer the two best hours, the hour approved before the change first."""
    other = _press("other_hour", "otrahora", draft, words)
    now = outlook.now or draft.created_at
    offered = {stamp(s.starts_at, words): slot_label(s, words, now) for s in outlook.slots}
    if same := outlook.same_hour:
        before = words("card.same_hour", at=words.slot(same, now))
        offered = {stamp(same, words): before} | offered
    tones = [Tone.PRIMARY] + [Tone.PLAIN] * 3
    row = tuple(
        Button(label, Action("aprobar", (str(draft.id), at, f"v{draft.version}")), tone)
        for tone, (at, label) in zip(tones, list(offered.items())[:2], strict=False)
    )
    return [row, (other,)] if row else [(other,)]


def _mending(draft: Draft, posts: Sequence[Post], outlook: Outlook, words: Words) -> list[Row]:
    """Offer each mending once, and a photo where one is missing."""
    rows: dict[str, Row] = {}
    for post in posts:
        name = words(f"network.{post.network}")
        for finding in outlook.findings.get(post.id or 0, ()):
            if finding.rule.endswith(".picture"):
                rows = {"photo": (_press("photo", "foto", draft, words),)} | rows
            elif finding.mended is not None or finding.mended_hashtags is not None:
                kind = finding.rule.partition(".")[2]
                fix = f"card.fix_{kind}"
                label = words(fix if words.has(fix) else "card.fix_other", network=name)
                rows[finding.rule] = (
                    Button(label, Action("corregir", (str(draft.id), finding.rule))),
                )
            if finding.severity is Severity.WARN and may(finding.rule):
                leave = Action("igual", (str(draft.id), finding.rule))
                beside = rows.get(finding.rule, ())
                rows[finding.rule] = (*beside[:1], Button(words("card.leave"), leave))
    return list(rows.values())


def _is_mended(outlook: Outlook, post: Post) -> bool:
    """Whether Instagram shows other pictures than the card: adjusted, or cropped alike."""
    if post.network is not Network.INSTAGRAM:
        return False
    shapes = ("instagram.tall", "instagram.wide")
    found = outlook.findings.get(post.id or 0, ())
    return bool(post.more) or any(finding.rule in shapes for finding in found)


def _is_thread(outlook: Outlook, post: Post) -> bool:
    return any(finding.rule == "x.thread" for finding in outlook.findings.get(post.id or 0, ()))


def _settle(post: Post, posts: Sequence[Post], words: Words) -> Row:
    """Only a person who has looked can say what became of an uncertain post."""
    name = f" · {words(f'network.{post.network}')}" if len(posts) > 1 else ""
    part = "_part" if post.thread and post.reason != BY_HAND else ""
    said = words(f"card.is_out{part}", next=post.out + 1)
    out = Button(said + name, Action("salio", (str(post.id),)))
    not_out = words(f"card.not_out{part}", next=post.out + 1)
    return out, Button(not_out + name, Action("nosalio", (str(post.id),)))


def _one_network(post: Post, words: Words) -> Row:
    name = words(f"network.{post.network}")
    move = Button(words("card.move_one", network=name), Action("mover", _which(post)))
    return move, _cancel("cancel_one", post, words)


def _which(post: Post) -> tuple[str, str]:
    """Return how people name a post: its draft's number, and its network."""
    return str(post.draft_id), post.network.value


def _cancel(key: str, post: Post, words: Words) -> Button:
    label = words(f"card.{key}", network=words(f"network.{post.network}"))
    return Button(label, Action("cancelar", _which(post)), Tone.DANGER)


def back_to(draft_id: int, words: Words) -> Button:
    """Show the draft's card again."""
    return Button(words("card.back"), Action("ver", (str(draft_id),)))


def _press(key: str, command: str, draft: Draft, words: Words, tone: Tone = Tone.PLAIN) -> Button:
    return Button(words(f"card.{key}"), Action(command, (str(draft.id),)), tone)
