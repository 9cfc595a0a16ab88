"""The mood of many texts: shares, and examples to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peruopt.chat.words import Words
from peruopt.sentiment.scoring import Label, LearnedSentiment, Sentiment

_EXAMPLES = 2
_FEW = 5
_CLIP = 120


@dataclass(frozen=True, slots=True)
class Mood:
    """How people feel, as far as their words show."""

    counts: dict[Label, int]
    praise: tuple[str, ...] = ()
    """The warmest texts, warmest first."""
    blame: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many texts were read."""
        return sum(self.counts.values())

    def share(self, label: Label) -> float:
        """Return the share of a feeling."""
        return self.counts.get(label, 0) / self.total if self.total else 0.0


def read_mood(texts: Sequence[str], sentiment: Sentiment | None = None) -> Mood:
    """Return the mood of `texts`; empty ones are passed over."""
    judge = sentiment or LearnedSentiment()
    told = [" ".join(text.split()) for text in texts if text.strip()]
    labels, scores = judge.labels(told), judge.score(told)
    ranked = sorted(zip(scores, labels, told, strict=True), key=lambda row: row[0])
    praise = [t for _, label, t in reversed(ranked) if label is Label.POSITIVE]
    blame = [t for _, label, t in ranked if label is Label.NEGATIVE]
    counts = {label: labels.count(label) for label in Label}
    return Mood(counts, tuple(praise[:_EXAMPLES]), tuple(blame[:_EXAMPLES]))


def mood(texts: Sequence[str], words: Words, sentiment: Sentiment | None = None) -> str:
    """Return the mood in a few lines with examples; nothing where nobody wrote."""
    read = read_mood(texts, sentiment)
    if not read.total:
        return ""
    lines = [
        words(
            "mood.shares",
            n=read.total,
            good=words.percent(read.share(Label.POSITIVE)),
            flat=words.percent(read.share(Label.NEUTRAL)),
            bad=words.percent(read.share(Label.NEGATIVE)),
        )
    ]
    if read.total < _FEW:
        lines.append(words("mood.few"))
    lines += [words("mood.praise", text=_clipped(text)) for text in read.praise]
    lines += [words("mood.blame", text=_clipped(text)) for text in read.blame]
    return "\n".join(lines)


def _clipped(text: str) -> str:
    return text if len(text) <= _CLIP else text[: _CLIP - 1].rstrip() + "…"
