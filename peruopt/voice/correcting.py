"""Corrections in plain words: “más corto, sin signos de exclamación, de tú”."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from peruopt.rules.letters import composed, plain
from peruopt.voice.card import Form, VoiceCard
from peruopt.voice.form import vocabulary

MOST_BANNED, MOST_NOTES, LONGEST = 60, 8, 120
_SHORTEST, _LONGEST_TEXT, _USUAL = 40, 600, 170
_NUMBERS = {"un": 1, "uno": 1, "una": 1, "one": 1, "dos": 2, "two": 2, "tres": 3, "three": 3,
            "cuatro": 4, "four": 4, "cinco": 5, "five": 5}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """One clause: the key of the sentence that repeats it (topic `voice`), and its value."""

    key: str
    said: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Corrected:
    """The card as it is now, and what was made of each clause."""

    card: VoiceCard
    understood: tuple[Understood, ...]


def correct(card: VoiceCard, text: str, usual: VoiceCard | None = None) -> Corrected:
    """Return `card` after `text`; `usual` is what posts show, for “shorter” than what."""
    found: list[Understood] = []
    for clause in _clauses(composed(text)):
        key, said, n = _read(clause)
        card, n = _CHANGES[key](card, said, n, (usual or VoiceCard()))
        found.append(Understood(key, said, n))
    return Corrected(card, tuple(found))


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["key"], re.compile(row["say"])) for row in vocabulary()["correction"])


def _clauses(text: str) -> list[str]:
    """Split at commas and full stops; what follows “nunca digas” may go on after a comma."""
    parts = [
        p for p in re.split(r"[;.\n]+|,(?!\d)|\s+(?:y|and)\s+(?=\S+ )", text) if p.strip(" .")
    ]
    clauses: list[str] = []
    for part in (p.strip(" .,¡!") for p in parts):
        key = _read(clauses[-1])[0] if clauses else ""
        if (
            key in ("ban", "like", "sign_off")
            and len(part.split()) <= 3
            and _read(part)[0] == "note"
        ):
            clauses[-1] += f", {part}"
        else:
            clauses.append(part)
    return clauses


def _read(clause: str) -> tuple[str, str, int]:
    low = plain(clause)
    for key, pattern in _rules():
        if found := pattern.search(low):
            groups = found.groupdict()
            name = next((g for g in ("said", "that") if groups.get(g)), "")
            said = clause[found.start(name) : found.end(name)] if name else ""
            n = groups.get("n") or ""
            return key, said.strip(" \"'“”«»:.")[:LONGEST], _NUMBERS.get(n) or int(n or 0)
    return "note", clause[:LONGEST], 0


def listed(said: str) -> list[str]:
    """Return the words of a list: `delicia, manjar y exquisito`."""
    parts = re.split(r",|\s+(?:y|ni|o|and|or|nor)\s+", said)
    return [part.strip(" \"'“”«»") for part in parts if part.strip(" \"'“”«»")]


Change = Callable[[VoiceCard, str, int, VoiceCard], tuple[VoiceCard, int]]


def _set(**values: object) -> Change:
    return lambda card, _said, n, _usual: (replace(card, **values), n)  # type: ignore[arg-type]


def _length(factor: float) -> Change:
    def change(card: VoiceCard, _said: str, _n: int, usual: VoiceCard) -> tuple[VoiceCard, int]:
        now = card.length or usual.length or _USUAL
        wanted = int(min(max(now * factor, _SHORTEST), _LONGEST_TEXT))
        return replace(card, length=wanted), wanted

    return change


def _exact(card: VoiceCard, _said: str, n: int, _usual: VoiceCard) -> tuple[VoiceCard, int]:
    wanted = min(max(n, _SHORTEST), _LONGEST_TEXT)
    return replace(card, length=wanted), wanted


def _emoji(step: int) -> Change:
    def change(card: VoiceCard, _said: str, _n: int, usual: VoiceCard) -> tuple[VoiceCard, int]:
        now = card.emoji if card.emoji is not None else (usual.emoji or 1)
        wanted = min(max(now + step, 0), 5)
        return replace(card, emoji=wanted), wanted

    return change


def _ban(card: VoiceCard, said: str, n: int, _usual: VoiceCard) -> tuple[VoiceCard, int]:
    banned = tuple(dict.fromkeys((*card.banned, *(word.lower() for word in listed(said)))))
    return replace(card, banned=banned[-MOST_BANNED:]), n


def _unban(card: VoiceCard, said: str, n: int, _usual: VoiceCard) -> tuple[VoiceCard, int]:
    freed = {plain(word) for word in listed(said)}
    return replace(
        card,
        banned=tuple(word for word in card.banned if plain(word) not in freed),
        words=tuple(word for word in card.words if plain(word) not in freed),
        sign_offs=tuple(end for end in card.sign_offs if plain(end) not in freed),
        notes=tuple(note for note in card.notes if plain(note) not in freed),
    ), n


def _like(card: VoiceCard, said: str, n: int, _usual: VoiceCard) -> tuple[VoiceCard, int]:
    return replace(card, words=tuple(dict.fromkeys((*card.words, *listed(said))))[-20:]), n


def _sign_off(card: VoiceCard, said: str, n: int, _usual: VoiceCard) -> tuple[VoiceCard, int]:
    return replace(card, sign_offs=(said,)), n


def _note(card: VoiceCard, said: str, n: int, _usual: VoiceCard) -> tuple[VoiceCard, int]:
    return replace(card, notes=tuple(dict.fromkeys((*card.notes, said)))[-MOST_NOTES:]), n


_CHANGES: dict[str, Change] = {
    "forget_all": lambda _card, _said, n, _usual: (VoiceCard(), n),
    "opening_off": _set(opening_marks=False),
    "opening_on": _set(opening_marks=True),
    "exclaim_off": _set(exclaims=False),
    "exclaim_on": _set(exclaims=True),
    "emoji_off": _set(emoji=0),
    "emoji_most": lambda card, _said, n, _usual: (replace(card, emoji=min(n, 10)), n),
    "emoji_less": _emoji(-1),
    "emoji_more": _emoji(1),
    "hashtags_off": _set(hashtags=0),
    "hashtags_most": lambda card, _said, n, _usual: (replace(card, hashtags=min(n, 30)), n),
    "form_tu": _set(form=Form.TU),
    "form_usted": _set(form=Form.USTED),
    "form_ustedes": _set(form=Form.USTEDES),
    "length_exact": _exact,
    "shorter": _length(0.6),
    "longer": _length(1.6),
    "unban": _unban,
    "sign_off": _sign_off,
    "ban": _ban,
    "like": _like,
    "note": _note,
}
