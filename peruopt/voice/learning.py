"""Learns a voice card from the house's best posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from peruopt.rules.letters import composed, plain
from peruopt.rules.networks import HASHTAG
from peruopt.rules.weighing import EMOJI
from peruopt.voice.card import Form, VoiceCard
from peruopt.voice.form import form_of, vocabulary
from peruopt.voice.marks import opened

_SIGN_OFF = 60  # characters; a longer last line is a sentence, not a sign-off


def learn(posts: Sequence[str]) -> VoiceCard:
    """Return how `posts` sound; an empty card without any."""
    texts = [composed(text) for text in posts if text.strip()]
    if not texts:
        return VoiceCard()
    bodies = [HASHTAG.sub("", text).strip() for text in texts]
    emoji = [EMOJI.findall(text) for text in texts]
    tags = [len(HASHTAG.findall(text)) for text in texts]
    return VoiceCard(
        length=round(median(map(len, bodies))),
        emoji=round(median(map(len, emoji))),
        hashtags=round(median(tags)),
        exclaims=_exclaims(bodies),
        form=_form(bodies),
        words=_words(bodies),
        signs=tuple(sign for sign, _ in Counter(e for row in emoji for e in row).most_common(6)),
        openings=_repeated([_first(body) for body in bodies], 3),
        sign_offs=tuple(opened(end) for end in _repeated([_last(body) for body in bodies], 3)),
        posts=len(texts),
    )


def _exclaims(bodies: Sequence[str]) -> bool | None:
    """Clearly yes, clearly no, or now and then, which is no habit."""
    share = sum("!" in body for body in bodies) / len(bodies)
    return True if share > 0.5 else False if share == 0 and len(bodies) > 3 else None


def _form(bodies: Sequence[str]) -> Form | None:
    said = Counter(form for body in bodies if (form := form_of(body)))
    return said.most_common(1)[0][0] if said else None


def _words(bodies: Sequence[str]) -> tuple[str, ...]:
    """Words that come back in several posts and are not everybody's."""
    common = frozenset(vocabulary()["taste"]["common"])
    rows = [set(re.findall(r"[^\W\d_]{4,}", body.lower())) for body in bodies]
    seen = Counter(word for row in rows for word in row if plain(word) not in common)
    least = max(2, len(bodies) // 3)
    return tuple(word for word, n in seen.most_common(8) if n >= least)


def _repeated(parts: Sequence[str], count: int) -> tuple[str, ...]:
    least = 2
    told = Counter(part for part in parts if part)
    return tuple(part for part, n in told.most_common(count) if n >= least)


def _first(body: str) -> str:
    """The first words of a post, up to the first mark."""
    bare = EMOJI.sub("", body).strip()
    start = re.split(r"[.!?…,:\n]", bare.lstrip("¡¿"), maxsplit=1)[0]
    return " ".join(start.split()[:3])


def _last(body: str) -> str:
    last = re.split(r"\n+|(?<=[.!?…])\s+", EMOJI.sub("\n", body).strip())[-1].strip()
    fits = 5 < len(last) <= _SIGN_OFF and not re.search(r"\d|https?:|@", last)
    return last if fits else ""
