"""How far a text is from the house's voice, with the reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log

from peruopt.rules.finding import Finding, Severity
from peruopt.rules.letters import composed, plain
from peruopt.rules.networks import HASHTAG
from peruopt.rules.weighing import EMOJI
from peruopt.voice.card import VoiceCard
from peruopt.voice.form import forms
from peruopt.voice.marks import opened

_ROOM = 1.7  # times the usual length before a text is called long
_SIDE = 25  # characters beside which no length matters


@dataclass(frozen=True, slots=True)
class Measured:
    """0 is the house itself; every broken habit adds about one."""

    distance: float
    reasons: tuple[Finding, ...]


def banned_in(text: str, banned: tuple[str, ...]) -> list[str]:
    """Return the banned words that `text` uses, in the singular or the plural."""
    low = plain(text)
    return [word for word in banned if _whole(plain(word)).search(low)]


@lru_cache(maxsize=512)
def _whole(word: str) -> re.Pattern[str]:
    # delicia also bans delicias; delicioso is another word
    return re.compile(rf"(?<!\w){re.escape(word)}(?:e?s)?(?!\w)")


def measure(text: str, card: VoiceCard, locale: str = "es_PE") -> Measured:
    """Return the distance between a text (hashtags included or not) and `card`."""
    text = composed(text)
    body = HASHTAG.sub("", text).strip()
    found: list[tuple[float, Finding]] = []
    banned = banned_in(text, card.banned)
    found += [(2.0, _reason("banned", Severity.WARN, word=word)) for word in banned]
    found += _length(body, card)
    found += _signs(text, body, card)
    if locale.startswith("es"):
        found += _spanish(text, card)
    distance = sum(weight for weight, _ in found)
    return Measured(round(distance, 3), tuple(finding for _, finding in found))


def _length(body: str, card: VoiceCard) -> list[tuple[float, Finding]]:
    if not card.length or not body:
        return []
    count, usual = len(body), card.length
    if count > usual * _ROOM + _SIDE:
        return [(log(count / usual), _reason("long", count=count, usual=usual))]
    return []


def _signs(text: str, body: str, card: VoiceCard) -> list[tuple[float, Finding]]:
    found: list[tuple[float, Finding]] = []
    emoji = len(EMOJI.findall(text))
    if card.emoji is not None and emoji > card.emoji:
        mended = _fewer_emoji(text, card.emoji)
        found.append((1.0, _reason("emoji", mended=mended, count=emoji, usual=card.emoji)))
    tags = len(HASHTAG.findall(text))
    if card.hashtags is not None and tags > card.hashtags:
        found.append((0.5, _reason("hashtags", count=tags, usual=card.hashtags)))
    if card.exclaims is False and "!" in body:
        found.append((1.0, _reason("exclaims", mended=calm(text))))
    return found


def _spanish(text: str, card: VoiceCard) -> list[tuple[float, Finding]]:
    found: list[tuple[float, Finding]] = []
    if card.form is not None:
        others = [w for form, said in forms(text).items() if form is not card.form for w in said]
        if others:
            reason = _reason("form", word=others[0], form=card.form)
            found.append((1.0, reason))
    if card.opening_marks is not False and opened(text) != text:
        found.append((0.5, _reason("marks", mended=opened(text))))
    return found


def calm(text: str) -> str:
    """Return `text` without exclamation marks: “¡Ven!” → “Ven.”"""
    return re.sub(r"!+(?=\?)|(?<=\?)!+", "", text.replace("¡", "")).replace("!", ".")


def _fewer_emoji(text: str, most: int) -> str:
    for found in list(EMOJI.finditer(text))[most:][::-1]:
        text = text[: found.start()].rstrip(" ") + text[found.end() :]
    return text.strip()


def _reason(
    name: str, severity: Severity = Severity.INFO, mended: str | None = None, **values: object
) -> Finding:
    return Finding(f"voice.{name}", severity, f"voice.{name}", values, mended)
