"""The voice card as the owner reads it."""

from __future__ import annotations

from collections.abc import Sequence

from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words
from peruopt.restaurant import Restaurant
from peruopt.voice.card import VoiceCard
from peruopt.voice.correcting import Understood

_PRESSES = (("shorter", "longer"), ("calm", "plain"), ("tu", "usted"), ("change", "forget"))
_MEANS = {
    "shorter": "corto",
    "longer": "largo",
    "calm": "sin-exclamaciones",
    "plain": "sin-emojis",
    "tu": "tu",
    "usted": "usted",
    "change": "cambiar",
    "forget": "reiniciar",
}
"""What each button says; an action's part has no space."""


def voice_reply(
    house: Restaurant,
    said: VoiceCard,
    whole: VoiceCard,
    understood: Sequence[Understood],
    words: Words,
) -> Reply:
    """Return the card; above it, what was understood of a correction."""
    lines: list[str] = []
    if understood:
        lines += [words("voice.noted"), *(f"• {_repeated(u, words)}" for u in understood), ""]
    lines += _lines(house, said, whole, words)
    learned = words("voice.learned", n=whole.posts) if whole.posts else words("voice.unlearned")
    lines += ["", learned]
    # English knows one form of address only
    rows = [row for row in _PRESSES if house.locale.startswith("es") or "tu" not in row]
    buttons = tuple(
        tuple(
            Button(words(f"voice.button_{name}"), Action("voz", (_MEANS[name],))) for name in row
        )
        for row in rows
    )
    return Reply("\n".join(lines), title=words("voice.title", name=house.name), buttons=buttons)


def _repeated(understood: Understood, words: Words) -> str:
    return words(f"voice.did_{understood.key}", said=understood.said, n=_about(understood))


def _about(understood: Understood) -> int:
    """Lengths are told in tens: nobody means 102 characters."""
    measured = understood.key in ("shorter", "longer", "length_exact")
    return _tens(understood.n) if measured and understood.n else understood.n


def _tens(count: int) -> int:
    return max(10, round(count, -1))


def _lines(house: Restaurant, said: VoiceCard, whole: VoiceCard, words: Words) -> list[str]:
    def mine(name: str) -> str:
        return words("voice.mine") if getattr(said, name) is not None else ""

    lines: list[str] = []
    if whole.length:
        lines.append(words("voice.line_length", n=_tens(whole.length), mine=mine("length")))
    for name in ("emoji", "hashtags"):
        count = getattr(whole, name)
        if count is not None:
            key = f"voice.line_{name}" if count else f"voice.line_{name}_none"
            lines.append(words(key, n=count, mine=mine(name)))
    if whole.exclaims is not None:
        key = "voice.line_exclaims" if whole.exclaims else "voice.line_exclaims_none"
        lines.append(words(key, mine=mine("exclaims")))
    if house.locale.startswith("es"):
        off = whole.opening_marks is False
        lines.append(words("voice.line_marks_none" if off else "voice.line_marks"))
        if whole.form:
            lines.append(words("voice.line_form", said=whole.form, mine=mine("form")))
    for name in ("signs", "words", "openings", "sign_offs", "banned", "notes"):
        listed = getattr(whole, name)
        if listed:
            joint = " " if name == "signs" else ", " if name in ("words", "banned") else " · "
            cut = "…" if name == "openings" else ""  # first words of a longer sentence
            shown = joint.join(f"{each}{cut}" for each in listed[:12])
            lines.append(words(f"voice.line_{name}", said=shown))
    if house.voice:
        lines.append(words("voice.line_described", said=house.voice))
    return lines
