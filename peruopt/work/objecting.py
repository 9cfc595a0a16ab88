"""What speaks against a draft: networks, law, menu and voice, after what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peruopt.errors import UserError
from peruopt.menu.checking import check
from peruopt.menu.item import Item
from peruopt.ports import Services
from peruopt.post import Draft, Post
from peruopt.restaurant import Person, Role
from peruopt.rules.finding import Finding
from peruopt.rules.overruling import Overruling, may, overruled, pointed
from peruopt.store import Entry, UnitOfWork
from peruopt.voice.card import VoiceCard
from peruopt.voice.measuring import measure
from peruopt.work.deciding import OPEN, decided
from peruopt.work.turning import copied
from peruopt.work.wording import findings

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Minded:
    """What a house has said of its menu, of its voice and of this draft."""

    items: tuple[Item, ...]
    card: VoiceCard
    said: tuple[Overruling, ...]
    locale: str
    idea: str
    threads: bool
    """Whether what is too long for one post on X goes out as a thread."""

    def of(self, post: Post, now: datetime, size: tuple[int, int] | None = None) -> list[Finding]:
        """Return all that speaks against a post."""
        at = post.due_at if post.due_at and post.due_at > now else now
        found = findings(post, self.locale, size, threads=self.threads)
        own = [] if post.begun else self.own(post.text, at)
        return overruled([*found, *own], self.said)

    def own(self, text: str, at: datetime) -> list[Finding]:
        """Return what the house itself says against a text: its menu and its voice."""
        voice = measure(text, self.card, self.locale).reasons
        return [*check(text, self.idea, self.items, at), *voice]


def mind(w: UnitOfWork, draft: Draft) -> Minded:
    """Read what judging a draft needs beyond its text."""
    return Minded(
        tuple(w.items.all()),
        w.voices.said(),
        tuple(w.overrulings.of(draft.id or 0)),
        draft.locale,
        draft.brief,
        w.restaurant.threads,
    )


def overrule(services: Services, person: Person, draft_id: int, rule: str, reason: str) -> None:
    """Let a person's word stand against a finding; the reason is kept in the audit log.

    Raises UserError where no such finding is, or where nobody may overrule it.
    """
    person.require(Role.APPROVER)
    if len(reason) > LONGEST_REASON:
        raise UserError("overrule.long", n=len(reason), limit=LONGEST_REASON)
    now = services.now()
    with services.work(person.restaurant_id) as w:
        draft, posts = w.drafts.get(draft_id), w.posts.of_draft(draft_id)
        if not any(post.state in OPEN for post in posts):
            raise decided(w, posts)
        minded = mind(w, draft)
        found = _named(rule, [f for p in posts for f in minded.of(copied(p), now)])
        if not found:
            raise UserError("overrule.nothing", id=str(draft_id), rule=rule[:40])
        for finding in found:
            if not may(finding.rule):
                raise UserError("overrule.never", rule=finding.rule)
        for words in dict.fromkeys((f.rule, pointed(f)) for f in found):
            word = Overruling(draft_id, *words, person.called, now, reason)
            w.overrulings.add(word)
            detail = f"{words[0]} «{words[1]}»: {reason}" if words[1] else f"{words[0]}: {reason}"
            entry = Entry(now, person.called, "finding.overruled", f"draft:{draft_id}", detail)
            w.audit.add(entry)


def _named(rule: str, found: Sequence[Finding]) -> list[Finding]:
    """Return the findings of a rule, named whole or by its last part; none decided already."""
    left = [finding for finding in found if finding.key != "overrule.decided"]
    return [f for f in left if rule in (f.rule, f.rule.partition(".")[2])]
