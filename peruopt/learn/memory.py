"""What the account's own past says about these words: how posts with them did, exactly causal."""

from __future__ import annotations

import numpy as np

from peruopt.learn.arrays import Floats, Ints
from peruopt.learn.past import Sums
from peruopt.learn.text import Texts

REACH = 256
"""Posts that the memory of words looks back on."""
SHORT = 30
_SHRINK = 3.0


def word_memory(
    past: Texts, lift: Floats, code: Ints, texts: Texts, begin: Ints, end: Ints, owner: Ints
) -> dict[str, Floats]:
    """Return, per candidate, what its words earned in the account's last REACH mature posts.

    `lift` is each past post's result over its usual, `code` its account; begin ≤ i < end are
    the candidates' known rows, `owner` their accounts.
    """
    rows = np.repeat(np.arange(len(code)), np.diff(past.starts))
    both = np.concatenate([past.words, texts.words])
    _, word = np.unique(both, return_inverse=True)
    word = word.astype(np.int64)
    vocabulary = int(word.max()) + 1 if len(word) else 1
    span = len(code) + 1
    told = (code[rows] * vocabulary + word[: len(rows)]) * span + rows
    order = np.argsort(told, kind="stable")
    told, rows = told[order], rows[order]
    sums = Sums.of(lift[rows])

    cand = np.repeat(np.arange(len(owner)), np.diff(texts.starts))
    place = (owner[cand] * vocabulary + word[len(past.words) :]) * span
    low = np.maximum(end - REACH, begin)[cand]
    recent = np.maximum(end - SHORT, begin)[cand]
    first = np.searchsorted(told, place + low)
    last = np.searchsorted(told, place + end[cand])
    middle = np.searchsorted(told, place + recent)
    seen = (last - first).astype(np.float64)
    known = np.maximum((end - np.maximum(end - REACH, begin))[cand], 1)
    mean = sums.within(first, last) / (seen + _SHRINK)
    rarity = np.where(seen > 0, np.log(known / np.maximum(seen, 1)) + 0.1, 0.0)
    fresh = (last - middle) / np.maximum(end[cand] - recent, 1)
    rising = (last - middle >= 2) & (fresh > 2 * seen / known)

    def total(values: Floats) -> Floats:
        return np.bincount(cand, values, minlength=len(owner)).astype(np.float64)

    words = np.maximum(np.diff(texts.starts), 1)
    weight = total(rarity)
    best = np.full(len(owner), 0.0)
    worst = np.full(len(owner), 0.0)
    np.maximum.at(best, cand, mean)
    np.minimum.at(worst, cand, mean)
    return {
        "words_lift": total(mean * rarity) / np.maximum(weight, 1e-9),
        "words_lift_sum": total(mean),
        "words_best": best,
        "words_worst": worst,
        "words_known": total((seen > 0).astype(np.float64)) / words,
        "words_rarity": weight / words,
        "trending_keywords": total(rising.astype(np.float64)),
    }
