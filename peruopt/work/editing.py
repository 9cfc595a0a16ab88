"""Changing what a draft says or shows.  What was approved before needs a new approval."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peruopt.errors import AlreadyDecided, UserError
from peruopt.ports import Services
from peruopt.post import Draft, Post, State
from peruopt.restaurant import Person, Role
from peruopt.rules.finding import Finding
from peruopt.rules.networks import LIMITS
from peruopt.store import Entry, UnitOfWork
from peruopt.work.approving import judge
from peruopt.work.briefs import aim_of
from peruopt.work.deciding import OPEN, decided
from peruopt.work.desk import desk
from peruopt.work.objecting import mind
from peruopt.work.pictures import size_of
from peruopt.work.turning import copied, turn
from peruopt.work.wording import adapted, findings, joined, lawful, split

Change = Callable[[Draft, Sequence[Post]], None]
LONGEST = max(limits.length for limits in LIMITS.values())


def rewrite(services: Services, person: Person, draft_id: int, text: str) -> None:
    """Let the draft say exactly `text`."""
    if len(text) > LONGEST:
        raise UserError("edit.long", n=len(text), limit=LONGEST)

    def change(draft: Draft, posts: Sequence[Post]) -> None:
        draft.text, tags = split(text)
        draft.hashtags, draft.writer, draft.why = " ".join(tags), person.called, ""
        draft.author_id = person.oneself or None
        _carry(draft, posts)

    revise(services, person, draft_id, change)


def mend(services: Services, person: Person, draft_id: int, rule: str) -> None:
    """Let a rule mend the text: of its network's post alone, or of all when it is the law's."""
    with services.work(person.restaurant_id) as w:
        draft = w.drafts.get(draft_id)
        album, house, minded = draft.album, w.restaurant, mind(w, draft)
        locale, threads = house.locale, house.threads
    size, now = size_of(services.pictures, album), services.now()

    def change(draft: Draft, posts: Sequence[Post]) -> None:
        own = minded.own(draft.text, now)
        for finding in [*lawful(draft.text, draft.hashtags.split(), locale), *own]:
            if finding.rule == rule and finding.mended:
                draft.text = finding.mended
                return _carry(draft, posts)
        mended = [
            _mended(post, rule, findings(post, locale, size, threads=threads)) for post in posts
        ]
        if not any(mended):
            raise UserError("edit.nothing_to_mend", id=str(draft_id))
        return None

    revise(services, person, draft_id, change)


def _mended(post: Post, rule: str, found: Sequence[Finding]) -> bool:
    text, tags = split(post.text)
    for finding in found:
        shorter = finding.mended is not None or finding.mended_hashtags is not None
        if finding.rule == rule and shorter:
            kept = tags if finding.mended_hashtags is None else finding.mended_hashtags
            post.text = joined(text if finding.mended is None else finding.mended, kept)
            return True
    return False


def _carry(draft: Draft, posts: Sequence[Post]) -> None:
    for post in posts:
        post.text = adapted(draft, post.network)


def changeable(post: Post) -> bool:
    """Whether the post's words may still change: not those of a thread that has begun."""
    return post.state in OPEN and not post.begun


def approved(posts: Sequence[Post]) -> bool:
    """Whether a change would take an approval back."""
    return any(post.state is State.SCHEDULED and changeable(post) for post in posts)


def stuck(w: UnitOfWork, posts: Sequence[Post]) -> UserError:
    """Return the error that says why nothing of it can be changed."""
    begun = next((post for post in posts if post.state in OPEN and post.begun), None)
    if begun is None:
        return decided(w, posts)
    told = {"id": str(begun.draft_id or begun.id), "out": begun.out, "of": begun.thread}
    return UserError("thread.begun", **told)


def revise(
    services: Services,
    person: Person,
    draft_id: int,
    change: Change,
    *,
    version: int | None = None,
    reason: str = "card.changed",
) -> None:
    """Change a draft and what of it has not gone out; forecast it anew.

    With `version`, only if nobody has changed it since that one.  `reason` tells those who had
    approved it what is another now.
    """
    person.require(Role.EDITOR)
    now, house_id = services.now(), person.restaurant_id
    with services.work(house_id) as w:
        draft = Draft.copy_of(w.drafts.get(draft_id))
        if version not in (None, draft.version):
            raise AlreadyDecided("approving.changed", id=str(draft_id))
        posts = [copied(post) for post in w.posts.of_draft(draft_id)]
        copies = [post for post in posts if changeable(post)]
        if not copies:
            raise stuck(w, posts)
        read = desk(w, now)
    change(draft, copies)
    hours = read.offer(services.recommender, aim_of(draft, read.house)).slots
    due = next((p.due_at for p in copies if p.due_at and p.due_at > now), None)
    at = due or (hours[0].starts_at if hours else now)
    judged = read.forecasts(services.recommender, copies, at)
    with services.work(house_id) as w:
        kept = w.drafts.get(draft_id)
        if kept.version != draft.version:
            raise AlreadyDecided("approving.changed", id=str(draft_id))
        posts = [post for post in w.posts.of_draft(draft_id) if changeable(post)]
        if not posts:
            raise stuck(w, w.posts.of_draft(draft_id))
        change(kept, posts)
        kept.version += 1
        for post in posts:
            w.approvals.forget(post.id or 0)
            if post.state is State.SCHEDULED:
                turn(w, post, State.PROPOSED, now, who=person.called, reason=reason)
                post.approved_by = post.approved_at = post.approved_fingerprint = None
            judge(post, judged.get(post.channel_id))
        detail = f"version {kept.version}"
        w.audit.add(Entry(now, person.called, "draft.edited", f"draft:{draft_id}", detail))
