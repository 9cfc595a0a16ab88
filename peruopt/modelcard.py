"""The model card as a person reads it: what it learned from, what it leans on, how good it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from peruopt.chat.words import Words
from peruopt.drift import key, ratio
from peruopt.modelread import Card, Duel, Figure
from peruopt.recommending import EACH, Drift, ModelRun

ACCOUNTS = 4
NOTABLE = 0.03
"""A family of features below this share of all importance is not worth a word."""


def lines(
    card: Card,
    made_at: datetime,
    serving: ModelRun | None,
    words: Words,
    drifts: Sequence[Drift] = (),
    *,
    damaged: bool = False,
) -> str:
    """Return the card's text; `damaged` is whether the model that should serve cannot be read."""
    verdict = _verdict(card, made_at, serving, words, damaged=damaged)
    parts = [_learned(card, made_at, words), verdict]
    parts += [drifted(drift, words) for drift in drifts]
    if card.families:
        leans = [
            words("model.lean", what=words(f"model.family_{name}"), share=words.percent(share))
            for name, share in card.families.items()
            if share >= NOTABLE
        ]
        parts.append("\n".join([words("model.leans"), *leans]))
    if card.figures:
        scores = [score(figure, words) for figure in card.figures]
        parts.append("\n".join([words("model.scores"), *scores, words("model.scores_why")]))
    if card.coverage is not None:
        parts.append(words("model.coverage", n=round(card.coverage * 100)))
    parts.append(words("model.blind"))
    return "\n\n".join(parts)


def score(figure: Figure, words: Words) -> str:
    """Return one line of the comparison."""
    name = words(f"model.rival_{figure.name}")
    value = words.percent(figure.value or 0.0, 1, signed=True)
    if figure.low is None or figure.high is None:
        return words("model.score", name=name, value=value)
    span = {
        "low": words.percent(figure.low, 1, signed=True),
        "high": words.percent(figure.high, 1, signed=True),
    }
    return words("model.score_span", name=name, value=value, **span)


def dated(day: date, words: Words) -> str:
    """Return `3 ene 2024`."""
    return words.of_year(day).partition(" ")[2]


def account(key: str, words: Words) -> str:
    """Return `Facebook · El Muelle` for `facebook:El Muelle`."""
    network, _, name = key.partition(":")
    known = f"network.{network}"
    return f"{words(known) if words.has(known) else network} · {name}"


def _learned(card: Card, made_at: datetime, words: Words) -> str:
    names = [f"{account(k, words)} ({words.number(n)})" for k, n in card.accounts.items()]
    more = len(names) - ACCOUNTS
    told = ", ".join(names[:ACCOUNTS])
    if more > 0:
        told = words("model.more", told=told, n=more)
    span = ""
    if card.window:
        start, end = (dated(day, words) for day in card.window)
        span = words("model.window", start=start, end=end)
    made = words("model.made", when=words.when(made_at))
    learned = words("model.learned", n=card.rows, span=span)
    capped = (
        words("model.newest", n=EACH) if max(card.accounts.values(), default=0) >= EACH else ""
    )
    return " ".join(part for part in (learned, told and f"{told}.", capped, made) if part)


def _verdict(
    card: Card, made_at: datetime, serving: ModelRun | None, words: Words, *, damaged: bool
) -> str:
    key = f"model.verdict_{card.verdict}"
    told = words(key if words.has(key) else "model.verdict_other", n=card.rows)
    if damaged:
        told = words("model.verdict_damaged")
    elif card.duel:
        told = f"{told} {_against(card.duel, words)}"
    if serving is None:
        return f"{told} {words('model.none_serves')}"
    if serving.made_at < made_at:
        return f"{told} {words('model.other_serves', when=words.when(serving.made_at))}"
    return told


def status(run: ModelRun, words: Words) -> str:
    """Say in two words what became of a training."""
    return words("model.plot_served" if run.serves else "model.plot_lost")


def _against(duel: Duel, words: Words) -> str:
    if duel.new is None or duel.old is None:
        return words("model.duel_none", n=duel.posts)
    new, old = (words.percent(value, 1, signed=True) for value in (duel.new, duel.old))
    return words("model.duel", n=duel.posts, new=new, old=old)


def drifted(drift: Drift, words: Words) -> str:
    """Say what no longer holds."""
    return words(
        f"model.drift_{key(drift)}",
        account=account(drift.account, words),
        was=round(drift.was),
        now=round(drift.now),
        inside=round(drift.now * drift.posts),
        n=drift.posts,
        lift=words.percent(ratio(drift), signed=True),
    )
