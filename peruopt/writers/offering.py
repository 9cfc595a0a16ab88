"""What the offline writer offers for a brief: composed, dressed, and the best chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log
from random import Random

from peruopt.menu.allergens import denied
from peruopt.ports import Brief, Candidate, Writing
from peruopt.rules import law
from peruopt.rules.networks import LIMITS
from peruopt.rules.weighing import length, shorten
from peruopt.voice.card import VoiceCard
from peruopt.voice.measuring import banned_in, measure
from peruopt.writers.composing import APART, Text, compose, phrases, tongue_of
from peruopt.writers.days import of_day
from peruopt.writers.distance import ending, nearest, opening, sentences
from peruopt.writers.dressing import dress, hashtags
from peruopt.writers.habits import Habits, read
from peruopt.writers.subject import of_menu, understand

_STALE = 3.0  # what repeating a recent post costs, against _ALIKE for repeating a sibling
_ALIKE = 2.0
_TOLD_TWICE = 1.0  # a second candidate built the same way
_TIMELY = {"feast": 3.0, "day": 0.9}  # what the day of the brief adds
_LENGTH = 0.35  # how much being longer or shorter than the house's habit costs, per e-fold
_FRESH, _WORN = 20, 0.5  # posts whose beginnings and endings are remembered, and what each costs
_LAST, _JUST = 4, 3  # the very last ones weigh as much more
_SAID = 2.5  # a whole sentence of one of the last posts
_VOICE = 1.5  # what each habit of the house that a text breaks costs


def offer(brief: Brief, count: int) -> Writing:
    """Return up to `count` candidates, all different, most telling first."""
    subject = of_menu(of_day(understand(brief.about), brief.day), brief)
    if brief.limit and subject.kind not in APART:
        subject = replace(subject, idea=understand(brief.idea).idea)
    habits = read(brief.best, brief.voice, brief.network, brief.card)
    rng = _dice(brief)
    sign_offs = habits.sign_offs_in(brief.locale, brief.best)
    tags = hashtags(brief, subject, habits)
    dressed = [
        Text(text.structure, dress(text.text, subject, habits, rng, brief))
        for text in compose(brief, subject, rng, sign_offs)
    ]
    safe = [t for t in dressed if not (brief.item and denied(t.text, brief.item))] or dressed
    allowed = [t for t in safe if not banned_in(t.text, brief.card.banned)] or safe
    fitting = [text for text in allowed if _fits(text.text, tags, brief)]
    if not fitting:
        tags, fitting = (), [_squeezed(allowed[0], brief)]
    chosen = _choose(fitting, brief, habits, count, rng)
    whys = phrases(tongue_of(brief.locale))["why"]
    return Writing(
        [Candidate(text.text, tags, "template", whys[text.structure]) for text in chosen],
        "template",
    )


def _dice(brief: Brief) -> Random:
    """Chance that is the same for the same brief, and another for the next one."""
    told = (brief.seed, brief.restaurant, brief.network, brief.idea, brief.day, *brief.recent[:3])
    return Random("|".join(map(str, told)))  # noqa: S311 -- variety, not secrecy


def _fits(text: str, tags: Sequence[str], brief: Brief) -> bool:
    limits = LIMITS[brief.network]
    allowed = limits.caption if brief.has_photo and limits.caption else limits.length
    whole = "\n\n".join(part for part in (text, " ".join(tags)) if part)
    return length(whole, brief.network) <= allowed


def _squeezed(text: Text, brief: Brief) -> Text:
    wording = law.wording()
    tail = f"\n\n{wording}" if text.text.endswith(wording) else ""
    body = text.text.removesuffix(tail)
    kept = shorten(body, lambda start: _fits(start + tail, (), brief))
    return Text(text.structure, kept + tail)


def _choose(
    texts: Sequence[Text], brief: Brief, habits: Habits, count: int, rng: Random
) -> list[Text]:
    """Take the best again and again, each time weighing it against what is taken already."""
    known = {text.strip() for text in brief.recent}
    left = [text for text in texts if text.text.strip() not in known] or list(texts)
    worn = _worn(brief.recent, habits.sign_offs)
    own = {
        text.text: rng.random() * 0.6
        + _TIMELY.get(text.structure, 0.0)
        - _STALE * nearest(text.text, brief.recent)
        - worn(text.text)
        - _LENGTH * abs(log(len(text.text) / habits.length))
        - _VOICE * _far(text.text, brief)
        for text in left
    }
    chosen: list[Text] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda text: own[text.text] - _repeats(text, chosen))
        left.remove(best)
        chosen.append(best)
    return chosen


def _worn(recent: Sequence[str], sign_offs: Sequence[str]) -> Callable[[str], float]:
    """Return what a text costs for beginning, ending or saying what the last posts did.

    What the house always signs off with wears out no more than its name.
    """
    kept = {sentence for end in sign_offs for sentence in sentences(end)}
    starts, ends = Counter[str](), Counter[str]()
    for text in recent[:_FRESH]:
        weight = _JUST if text in recent[:_LAST] else 1
        starts[opening(text, 2)] += weight
        ends[ending(text)] += weight
    said = {sentence for text in recent[: 2 * _LAST] for sentence in sentences(text)} - kept
    for end in kept:
        ends.pop(end, None)

    def cost(text: str) -> float:
        worn = min(starts[opening(text, 2)], _JUST) + min(ends[ending(text)], _JUST)
        return _WORN * worn + _SAID * len(said & set(sentences(text)))

    return cost


def _far(text: str, brief: Brief) -> float:
    if brief.card == VoiceCard():
        return 0.0
    return measure(text, brief.card, brief.locale).distance


def _repeats(text: Text, chosen: Sequence[Text]) -> float:
    told = sum(text.structure == other.structure for other in chosen)
    starts = opening(text.text, 2) in {opening(other.text, 2) for other in chosen}
    alike = nearest(text.text, [other.text for other in chosen])
    return _TOLD_TWICE * told + _ALIKE * alike + 0.8 * starts
