"""How the house writes, read from its best posts and from what it says of its voice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from peruopt.restaurant import Network
from peruopt.rules.letters import plain
from peruopt.rules.networks import HASHTAG
from peruopt.rules.weighing import EMOJI
from peruopt.voice.card import VoiceCard
from peruopt.voice.marks import opened

_USUAL_LENGTH = {Network.X: 110, Network.INSTAGRAM: 170, Network.TELEGRAM: 170}
_USUAL_EMOJI = {Network.X: 1, Network.FACEBOOK: 1, Network.INSTAGRAM: 1, Network.TIKTOK: 1}
_LEAST, _MOST = 40, 420  # characters the offline writer can aim at
_SIGN_OFF = 60  # characters; a longer last line is a sentence, not a sign-off

_SPANISH = (
    "a al aquí casa como con cuántos de del el en es esperamos hoy la las los mesa nos para por "
    "provecho que quién reserva sin su te tu un una ven vengan y ya"
)
_ENGLISH = (
    "a an and are at be book by come for from here how in is it join of on or our see table the "
    "this to today us wait we what who with you your"
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the house does, as far as its texts show it."""

    length: int
    emoji: int
    """How many emoji a post carries."""
    favourites: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    """Those used more than once, most used first."""
    tagged: bool = True
    shouts: bool = False
    """Ends sentences with an exclamation mark more often than not."""
    sign_offs: tuple[str, ...] = ()
    marks: bool = True
    """Keeps Spanish opening marks."""
    most_tags: int | None = None

    def sign_offs_in(self, locale: str, best: Sequence[str]) -> tuple[str, ...]:
        """Return the sign-offs that are in the language of a draft."""
        wanted = "es" if locale.startswith("es") else "en"
        usual = _tongue(" ".join(best)) or "es"
        return tuple(end for end in self.sign_offs if (_tongue(end) or usual) == wanted)


def _tongue(text: str) -> str:
    """Return es or en, whichever a text's small words are of; nothing where they tell nothing."""
    said = set(re.findall(r"[a-záéíóúñ]+", text.lower()))
    spanish = len(said & set(_SPANISH.split())) + 2 * len(re.findall(r"[¿¡ñáéíóú]", text.lower()))
    english = len(said & set(_ENGLISH.split()))
    return "" if spanish == english else "es" if spanish > english else "en"


def read(
    best: Sequence[str], voice: str, network: Network, card: VoiceCard | None = None
) -> Habits:
    """Return the house's habits: what the owner said, then what the posts show."""
    shown = _shown(best, voice, network)
    if card is None:
        return shown
    length = card.length if card.length is not None else shown.length
    return Habits(
        length=int(min(max(length, _LEAST), _MOST)),
        emoji=shown.emoji if card.emoji is None else min(card.emoji, max(shown.emoji, 1), 3),
        favourites=tuple(dict.fromkeys((*card.signs, *shown.favourites))),
        hashtags=shown.hashtags,
        tagged=shown.tagged and card.hashtags != 0,
        shouts=shown.shouts if card.exclaims is None else card.exclaims,
        sign_offs=tuple(dict.fromkeys((*card.sign_offs, *shown.sign_offs)))[:3],
        marks=card.opening_marks is not False,
        most_tags=card.hashtags,
    )


def _shown(best: Sequence[str], voice: str, network: Network) -> Habits:
    texts = [text for text in best if text.strip()]
    bodies = [HASHTAG.sub("", text).strip() for text in texts]
    emoji = [EMOJI.findall(text) for text in texts]
    said = plain(voice)
    length = median(map(len, bodies)) if texts else _USUAL_LENGTH.get(network, 190)
    count = round(median(map(len, emoji))) if texts else _USUAL_EMOJI.get(network, 0)
    if re.search(r"\b(?:cort|breve|short|conci)", said):
        length = min(length, 90)
    if re.search(r"\b(?:sin|nada de|no|ni) (?:usa\w* )?emoji|no emoji|without emoji", said):
        count = 0
    tags = Counter(tag for text in texts for tag in HASHTAG.findall(text))
    many = 1 if len(texts) < 4 else 2
    return Habits(
        length=int(min(max(length, _LEAST), _MOST)),
        emoji=min(count, 3),
        favourites=tuple(e for e, _ in Counter(e for row in emoji for e in row).most_common(6)),
        hashtags=tuple(tag for tag, n in tags.most_common(8) if n >= many),
        tagged=(not texts or bool(tags)) and not re.search(r"(?:sin|no|without) hashtag", said),
        shouts=_shouts(bodies) and not re.search(r"(?:sin|no|menos) (?:signos|exclama)", said),
        sign_offs=_sign_offs(bodies),
    )


def _shouts(bodies: Sequence[str]) -> bool:
    return bool(bodies) and sum("!" in body for body in bodies) / len(bodies) > 0.5


def _sign_offs(bodies: Sequence[str]) -> tuple[str, ...]:
    """Closing sentences that come back: the house's own way of saying goodbye."""
    ends: Counter[str] = Counter()
    for body in bodies:
        last = re.split(r"\n+|(?<=[.!?…])\s+", EMOJI.sub("\n", body).strip())[-1].strip()
        if 5 < len(last) <= _SIGN_OFF and not re.search(r"\d|https?:|@", last):
            ends[last] += 1
    return tuple(opened(end) for end, n in ends.most_common(3) if n >= 2)
