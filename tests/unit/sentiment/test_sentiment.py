"""Feelings read offline: better than counting words, and right where negation and slang decide."""

from __future__ import annotations

from collections import Counter

import pytest

from peruopt.chat.words import Words
from peruopt.sentiment.mood import mood, read_mood
from peruopt.sentiment.reading import _stems, tokens
from peruopt.sentiment.scoring import Label, LearnedSentiment, label
from tests.sentiment_set import NAMES, sentences

JUDGE = LearnedSentiment()
# a general lexicon of the kind that is passed around: words counted, nothing else understood
GOOD = frozenset(
    """
    amable amazing barato best bien bonito buena buenas bueno buenos deliciosa delicioso
    delicious encanta excelente excellent favourite feliz fresca fresco fresh friendly genial
    good gracias great happy increible lindo love loved maravillosa maravilloso mejor nice
    perfect perfecta perfecto recomendado recomiendo recommended rica rico tasty wonderful
    """.split()  # noqa: SIM905
)
BAD = frozenset(
    """
    asco awful bad bland cara caro cold decepcion desastre dirty disappointed disappointing
    error estafa feo fria frio horrible lenta lento mal mala malas malo malos molesto
    overpriced peor pesima pesimo raw rude sad salado slow sucia sucio terrible verguenza
    waste worst wrong
    """.split()  # noqa: SIM905
)


def right(rows, said) -> float:
    return sum(a == b for (a, _), b in zip(rows, said, strict=True)) / len(rows)


def counted(text: str) -> str:
    words = tokens(text)
    worth = sum(word in GOOD for word in words) - sum(word in BAD for word in words)
    return "positive" if worth > 0 else "negative" if worth < 0 else "neutral"


def by_lexicon(text: str) -> str:
    """Count our own words alone: the baseline that the model must beat."""
    line = " ".join(tokens(text))
    good, bad = (len(_stems(kind).findall(line)) for kind in ("good", "bad"))
    return "+" if good > bad else "-" if bad > good else "0"


def figures(tongue: str) -> tuple[float, float, float]:
    """What the model, our own word lists and a general lexicon get right on the test part."""
    rows = sentences("test", tongue)
    texts = [text for _, text in rows]
    own = [NAMES[by_lexicon(text)] for text in texts]
    return (
        right(rows, JUDGE.labels(texts)),
        right(rows, own),
        right(rows, [counted(text) for text in texts]),
    )


def test_the_set_is_large_balanced_and_its_parts_share_no_sentence() -> None:
    train, test = ({text for _, text in sentences(part)} for part in ("train", "test"))
    assert len(sentences("train", "es")) + len(sentences("test", "es")) >= 400
    assert len(sentences("train", "en")) + len(sentences("test", "en")) >= 200
    assert not train & test
    assert min(Counter(label for label, _ in sentences("test")).values()) >= 50


def test_spanish_is_read_clearly_better_than_by_counting_words() -> None:
    model, own, general = figures("es")
    assert model >= 0.77
    assert model - own >= 0.05
    assert model - general >= 0.2


def test_english_is_read_better_than_by_counting_words() -> None:
    model, own, general = figures("en")
    assert model >= 0.74
    assert model > own
    assert model - general >= 0.1


@pytest.mark.parametrize(
    ("text", "feels"),
    [
        ("Bacán el local", Label.POSITIVE),
        ("Recontra rico", Label.POSITIVE),
        ("Una decepción", Label.NEGATIVE),
        ("Ni fu ni fa", Label.NEUTRAL),
        ("Está paja el ceviche", Label.POSITIVE),
        ("Chévere", Label.POSITIVE),
        ("Alucinante", Label.POSITIVE),
        ("Asu mare, qué rico", Label.POSITIVE),
        ("No es rico", Label.NEGATIVE),
        ("No me gustó", Label.NEGATIVE),
        ("Nunca fallan", Label.POSITIVE),
        ("😍😍", Label.POSITIVE),
        ("😡", Label.NEGATIVE),
        ("¿A qué hora abren?", Label.NEUTRAL),
        ("Not good", Label.NEGATIVE),
        ("Delicious", Label.POSITIVE),
    ],
)
def test_slang_negation_and_emoji(text: str, feels: Label) -> None:
    assert JUDGE.labels([text]) == [feels]


def test_a_score_lies_between_and_says_how_strong() -> None:
    strong, weak, bad, empty = JUDGE.score(
        ["Recontra rico, el mejor ceviche 😍", "¿Qué precio tiene?", "Pésimo, una estafa", "  "]
    )
    assert 1 >= strong > 0.5 > abs(weak)
    assert -1 <= bad < -0.5
    assert (empty, label(empty)) == (0.0, Label.NEUTRAL)
    assert JUDGE.score(["rico " * 5000])[0] > 0


def test_the_mood_has_shares_and_examples() -> None:
    texts = ["Riquísimo todo", "Qué rico 😍", "Pésima atención, un asco", "¿Precio?", "", "Bacán"]
    read = read_mood(texts)
    assert read.counts == {Label.POSITIVE: 3, Label.NEUTRAL: 1, Label.NEGATIVE: 1}
    said = mood(texts, Words())
    assert "5 comentarios: 60 % a favor, 20 % ni uno ni otro, 20 % en contra" in said
    assert "👎 «Pésima atención, un asco»" in said
    assert mood([], Words()) == ""
    assert "few so far" in mood(["Great"], Words("en"))
