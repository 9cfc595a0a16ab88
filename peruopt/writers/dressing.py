"""What goes on top of a text: emoji as the house uses them, hashtags, the law's wording."""

from __future__ import annotations

from random import Random

from peruopt.ports import Brief
from peruopt.restaurant import Network
from peruopt.rules import law
from peruopt.rules.letters import plain
from peruopt.voice.card import VoiceCard
from peruopt.voice.marks import opened
from peruopt.voice.measuring import calm
from peruopt.writers.habits import Habits
from peruopt.writers.subject import Subject, is_other_dish

_EMOJI = {
    "promotion": "📣", "open": "🙌", "closed": "🙏", "hiring": "👩‍🍳", "music": "🎶",
    "delivery": "🛵", "celebration": "🎉", "raffle": "🎁", "menu": "📋", "booking": "📅",
    "thanks": "🙏", "greeting": "💛", "match": "⚽", "announcement": "📣", "unknown": "🍽️",
    "named": "🍽️",
}  # fmt: skip
_HOW_MANY = {Network.INSTAGRAM: 4, Network.TIKTOK: 4, Network.FACEBOOK: 1, Network.X: 1}
_GENERAL = {"food": ("#ComidaPeruana", "#CocinaPeruana"), "news": ("#ComidaPeruana",)}


def dress(text: str, subject: Subject, habits: Habits, rng: Random, brief: Brief) -> str:
    """Return `text` as the house would send it."""
    spanish = brief.locale.startswith("es")
    if habits.shouts:
        text = _louder(text, spanish=spanish)
    text = _voiced(text, habits, brief.card, spanish=spanish)
    text = _with_emoji(text, subject, habits, rng)
    strong = subject.dish is not None and subject.dish.alcohol
    if (strong or law.names_alcohol(text)) and law.wording() not in text:
        text = f"{text}\n\n{law.wording()}"
    return text


def hashtags(brief: Brief, subject: Subject, habits: Habits) -> tuple[str, ...]:
    """Return the hashtags: the dish, what the house uses, then what people search for."""
    many = _HOW_MANY.get(brief.network, 0)
    if habits.most_tags is not None:
        many = min(many, habits.most_tags)
    if not habits.tagged or not many:
        return ()
    dish = [f"#{subject.dish.tag}"] if subject.dish else []
    house = [tag for tag in habits.hashtags if not is_other_dish(tag, subject.dish)]
    general = list(_GENERAL["food" if subject.dish or subject.kind == "named" else "news"])
    city = "".join(word.capitalize() for word in brief.city.split())
    wanted = [*dish, *house, *general, *([f"#{city}"] if city.isalpha() else [])]
    kept: dict[str, str] = {}
    for tag in wanted:
        kept.setdefault(plain(tag), tag)
    return tuple(kept.values())[:many]


def _with_emoji(text: str, subject: Subject, habits: Habits, rng: Random) -> str:
    if not habits.emoji:
        return text
    own = list(subject.dish.emoji) if subject.dish else [_EMOJI.get(subject.kind, "🍽️")]
    rng.shuffle(own)
    used = [*own[:1], *habits.favourites, *own[1:]]
    used = list(dict.fromkeys(used))[: habits.emoji]
    paragraphs = text.split("\n\n")
    for i, emoji in enumerate(used):
        where = 0 if i == 0 and rng.random() < 0.6 else len(paragraphs) - 1
        paragraphs[where] += f" {emoji}"
    return "\n\n".join(paragraphs)


def _louder(text: str, *, spanish: bool) -> str:
    """One exclamation, in the last sentence, for a house that uses them."""
    head, sep, last = text.rpartition("\n\n")
    if not last.endswith(".") or last.count(".") != 1 or "?" in last or "!" in last:
        return text
    return f"{head}{sep}{'¡' if spanish else ''}{last[:-1]}!"


def _voiced(text: str, habits: Habits, card: VoiceCard, *, spanish: bool) -> str:
    """Marks as the house wants them: calm, opened, or without the opening ones if it said so."""
    if card.exclaims is False:
        text = calm(text)
    if not spanish:
        return text
    return opened(text) if habits.marks else text.replace("¡", "").replace("¿", "")
