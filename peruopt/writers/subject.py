"""What an idea is about: a dish, a dish with a detail, or news of another kind."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from peruopt.ports import Brief
from peruopt.rules.letters import composed, plain
from peruopt.writers.dishes import Dish, Found, dishes, find
from peruopt.writers.grammar import lower, upper
from peruopt.writers.vocabulary import pattern, words

_FIRST = re.compile(
    r"^(?:(?:el|la|los|las|un|una|unos|unas|nuestr[oa]s?|our|the|some|rico|rica) )*$"
)
_VARIETY = re.compile(r"^(?: (?:de|del|con|al|a la|a lo|en|sin|y|with|in|of)\b)?[ \w-]*$")
_FACTLESS = re.compile(
    r"^ (?:de|del|con|sin|al|a la|a lo|with|without) (?!S/|la casa|la semana|hoy)\w+"
)
_OWN = ("closed", "hiring", "raffle", "music", "match", "greeting", "thanks", "celebration")


@dataclass(frozen=True, slots=True)
class Subject:
    """What to write about, and the words for it."""

    kind: str
    """`dish`, `named`, `detail`, `unknown`, or a kind of ideas.toml."""
    idea: str
    name: str = ""
    dish: Dish | None = None


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    text = resources.files(__package__).joinpath("ideas.toml").read_text("utf-8")
    return {kind: re.compile(rf"\b(?:{said})") for kind, said in tomllib.loads(text).items()}


def understand(idea: str) -> Subject:
    """Return what `idea` is about; its own words are kept, orders to us are dropped."""
    core = _without_orders(idea)
    if not core:
        return Subject("unknown", "")
    low, kinds = plain(core), _kinds()
    for kind in _OWN:
        if kinds[kind].search(low):
            return Subject(kind, core)
    if found := find(core):
        return _about(core, found)
    for kind, said in kinds.items():
        if kind != "food" and said.search(low):
            return Subject(kind, core)
    if kinds["food"].search(low) and len(core.split()) <= 7:
        return Subject("named", core, name=starts_low(core))
    return Subject("announcement", core)


def of_menu(subject: Subject, brief: Brief) -> Subject:
    """Return the subject under the name that the house's own menu gives it."""
    item = brief.item
    if item is None or subject.kind not in ("dish", "named", "announcement", "menu"):
        return subject
    if subject.kind in ("announcement", "menu") and plain(item.name) != plain(subject.idea):
        return subject
    if subject.dish is not None and _same_facts(subject.dish, item.ingredients):
        return subject
    kind = "named" if item.ingredients or subject.dish is None else subject.kind
    return Subject(kind, subject.idea, lower(item.name), None if kind == "named" else subject.dish)


def _same_facts(dish: Dish, ingredients: str) -> bool:
    """Whether what we know of a dish holds for the house's own recipe, as far as it is told."""
    if not ingredients:
        return True
    known = set(
        re.findall(r"\w{4,}", plain(" ".join(line["has"] for line in dish.lines.values())))
    )
    told = set(re.findall(r"\w{4,}", plain(ingredients)))
    return bool(told) and len(known & told) >= min(2, len(told))


def says_when(idea: str) -> bool:
    """Whether an idea names its own day, so that no other may be said beside it."""
    return bool(pattern("when").search(plain(idea)))


def starts_low(idea: str) -> str:
    """Return `idea` as it stands inside a sentence; what may be a proper name stays."""
    first = plain(re.split(r"\W", idea.strip(), maxsplit=1)[0])
    return lower(idea) if first in words("starts_low") else idea


def _without_orders(idea: str) -> str:
    text = re.sub(r"[ \t]+", " ", composed(idea)).strip()
    low = plain(text)
    start = (
        match.end()
        if (match := pattern("order").match(low)) and pattern("commanded").search(match.group())
        else 0
    )
    end = match.start() if (match := pattern("tail").search(low)) else len(text)
    return text[start:end].strip(" .,:;-\n")


def _about(core: str, found: Found) -> Subject:
    low = plain(core)
    before, said, after = low[: found.start], low[found.start : found.end], low[found.end :]
    dish = found.dish
    if (
        _FIRST.match(before)
        and _VARIETY.match(after)
        and len(after.split()) <= 5
        and not _dated(after)
    ):
        extra = [word for word in after.split() if word not in words("glue")]
        if all(word in dish.safe for word in extra):
            return Subject("dish", core, _shown(core, found, said), dish)
        if " y " not in f"{after} ":
            return Subject("named", core, name=core[found.start :].strip(), dish=None)
    if _FACTLESS.match(core[found.end :]) and not _safe_variety(after, dish):
        kind = next((k for k, p in _kinds().items() if k != "food" and p.search(low)), "named")
        return Subject(kind, core, name=starts_low(core))
    return Subject("detail", core, _shown(core, Found(dish, found.start, found.end), said), dish)


def _dated(after: str) -> bool:
    return bool(pattern("dated").search(after))


def _safe_variety(after: str, dish: Dish) -> bool:
    said = [word for word in after.split()[:3] if word not in words("glue")]
    return bool(said) and said[0] in dish.safe


def _shown(core: str, found: Found, said: str) -> str:
    """The dish's own spelling, with what the person added: `seco de cordero`."""
    dish = found.dish
    exact = said in {plain(name) for name in dish.also} and said.startswith(plain(dish.name))
    if exact and said != plain(dish.name):
        spelt = next(name for name in dish.also if plain(name) == said)
        return spelt + _variety(core, found)
    return dish.name + _variety(core, found)


def _variety(core: str, found: Found) -> str:
    after = core[found.end :].rstrip()
    if not after or _dated(plain(after)) or not _VARIETY.match(plain(after)):
        return ""
    said = [word for word in plain(after).split() if word not in words("glue")]
    known = plain(found.dish.name).split()
    if any(word in known for word in said) or len(found.dish.name.split()) > 2:
        return ""
    return after if said and all(word in found.dish.safe for word in said) else ""


def is_other_dish(tag: str, dish: Dish | None) -> bool:
    """Whether a hashtag names a dish that this post is not about."""
    word = plain(tag.lstrip("#"))
    named = {plain(d.tag): d.key for d in dishes().values()}
    return word in named and (dish is None or named[word] != dish.key)


def headline(idea: str) -> str:
    """Return `idea` as a sentence of its own begins."""
    return upper(idea)
