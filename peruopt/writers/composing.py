"""Every text that the phrases give for a subject, before any is chosen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from itertools import combinations, pairwise
from random import Random
from string import Formatter
from typing import Any

from peruopt.menu.item import soles
from peruopt.ports import Brief
from peruopt.rules.letters import plain
from peruopt.spoken.limits import in_english
from peruopt.writers.days import feast, spoken
from peruopt.writers.farewells import fits
from peruopt.writers.grammar import Agreement, EatOrDrink, articles, lower, upper
from peruopt.writers.subject import Subject, headline, says_when, starts_low
from peruopt.writers.vocabulary import words

_WELCOMES = {"dish", "named", "detail", "promotion", "open", "music", "menu", "match", "unknown"}
APART = ("dish", "named", "unknown")
"""Kinds that tell no words of the person's but a name: a limit is a sentence of its own there."""
_DATED = (
    _WELCOMES - {"dish", "named", "unknown"}
    | {"closed", "raffle", "delivery"}
    | {
        "celebration",
        "announcement",
    }
)
_AHEAD = ("day", "feast")
"""Structures that speak of a day to come."""
_HOUSE = {"es": "nuestra casa", "en": "our place"}
_DATE = re.compile(r"\d|domingo|Sunday| (?:de|of) (?:febrero|julio|agosto|February|July|August)")
_REPEATED = 2  # words of two sentences in common: papa amarilla, papa amarilla
_TIMES = 3  # how often a template is filled, each time with another sentence


@dataclass(frozen=True, slots=True)
class Text:
    """One composed text and the way it is built."""

    structure: str
    text: str


@cache
def phrases(tongue: str) -> dict[str, Any]:
    """Return the phrases of one language."""
    name = f"phrases_{tongue}.toml"
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def tongue_of(locale: str) -> str:
    """`es_PE` → `es`; English for everything else."""
    return "es" if locale.startswith("es") else "en"


def compose(brief: Brief, subject: Subject, rng: Random, sign_offs: tuple[str, ...]) -> list[Text]:
    """Return every text for `subject`, in an order that `rng` decides."""
    tongue = tongue_of(brief.locale)
    bounds = _bounded(brief, tongue) if brief.limit and subject.kind in APART else ""
    if says_when(subject.idea) or brief.limit:
        brief = replace(brief, day=None)
    sign_offs = tuple(end for end in sign_offs if fits(end, subject))
    texts: list[Text] = []
    for careful in (True, False):  # better said twice than not at all
        made = {
            text.text: text
            for _ in range(_TIMES)
            for text in _filled(brief, subject, bounds, rng, sign_offs, careful=careful)
        }
        if texts := list(made.values()):
            break
    rng.shuffle(texts)
    return texts


def _filled(
    brief: Brief,
    subject: Subject,
    bounds: str,
    rng: Random,
    sign_offs: tuple[str, ...],
    *,
    careful: bool,
) -> Iterator[Text]:
    tongue = tongue_of(brief.locale)
    table = phrases(tongue)
    structures = table[subject.kind]
    if subject.kind == "unknown" and brief.day and feast(brief.day, None, tongue):
        structures = {"feast": structures["feast"]}  # the feast is all that was asked for
    if brief.late:
        structures = {kind: said for kind, said in structures.items() if kind not in _AHEAD}
    for structure, templates in structures.items():
        for template in templates:
            fields = _fields(brief, subject, tongue, rng)
            if (body := _fill(template, fields)) is None or (careful and _clumsy(body)):
                continue
            body = _named(body, subject, brief, rng)
            ends = _closings(brief, subject, structure, body, table["close"], sign_offs)
            filled = [end for close in ends if (end := _fill(close, fields)) is not None]
            close = rng.choice([*_facts(brief, subject, body, tongue) * 3, *filled, "", ""])
            yield Text(structure, _joined(body, f"{bounds} {close}".strip(), rng))


def _fill(template: str, fields: dict[str, Any]) -> str | None:
    """Fill a template, or return None when it names what is not known."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    if not names <= fields.keys():
        return None
    return re.sub(r"([!?…])\.(?!\.)", r"\1", template.format(**fields)).strip()


def _clumsy(body: str) -> bool:
    """Two colons in a sentence, or two sentences that begin alike, echo or repeat each other."""
    if re.search(r":[^.!?\n]*:", body):
        return True
    sentences = [plain(part) for part in re.split(r"[.!?:]\s+", body) if part.strip()]
    words = [re.findall(r"\w+", sentence) for sentence in sentences]
    firsts = [row[0] for row in words if row and len(row[0]) > 3]
    echoes = any(a and b and len(b[0]) > 3 and b[0] == a[-1] for a, b in pairwise(words))
    telling = [{word for word in row if len(word) > 3} for row in words]
    again = any(len(a & b) >= _REPEATED for a, b in combinations(telling, 2))
    return echoes or again or len(firsts) != len(set(firsts))


def _named(body: str, subject: Subject, brief: Brief, rng: Random) -> str:
    """Without a photo a post must name its dish; with one it may leave that to the eye."""
    if not subject.name or plain(subject.name) in plain(body):
        return body
    if brief.has_photo and rng.random() < 0.5:
        return body
    return f"{upper(subject.name)}. {body}"


def _joined(body: str, close: str, rng: Random) -> str:
    if not close:
        return body
    return body + ("\n\n" if len(body) > 60 or rng.random() < 0.5 else " ") + close


def _closings(
    brief: Brief,
    subject: Subject,
    structure: str,
    body: str,
    closes: dict[str, list[str]],
    sign_offs: tuple[str, ...],
) -> list[str]:
    if subject.kind not in _WELCOMES:
        return list(sign_offs) if subject.kind not in ("closed", "hiring") else []
    own = [end.replace("{", "{{").replace("}", "}}") for end in sign_offs]
    if body.endswith("?"):
        return closes["answer"] if structure == "question" and subject.dish else []
    if structure == "question":
        return own
    ends = closes["visit"] + closes["talk"] + own * 6
    if brief.day is not None and not brief.late:
        ends = (
            closes["day"] + own * 2 if structure not in ("day", "feast") else closes["talk"] + own
        )
    asks, food = "?" in body, subject.kind in ("dish", "named", "detail", "unknown")
    drink = subject.dish is not None and subject.dish.kind == "drink"
    noted = structure == "day" and body.startswith(("Anota", "Write"))
    return [
        end
        for end in ends
        if not (asks and end.startswith(("¿", "Who")))
        and plain(end).split()[0] != plain(body).split()[0]
        and (food or not re.search("antojo|craving", end))
        and not ((drink or noted) and re.search("antojo|craving|almuerzo|lunch", end))
        and not (structure == "feast" and re.search("antojo|craving|debe|owes", end))
        and not (
            brief.restaurant
            and brief.restaurant in body
            and ("{house}" in end or end in closes["visit"])
        )
    ]


def _facts(brief: Brief, subject: Subject, body: str, tongue: str) -> list[str]:
    """What the house's own menu says of the dish: the only price there may be."""
    item, said = brief.item, phrases(tongue)["menu_fact"]
    if item is None or subject.kind not in ("dish", "named") or "S/" in body:
        return []
    lines = [said["price"].format(price=soles(item.price))] if item.price is not None else []
    if item.ingredients and subject.kind == "named":
        lines.append(said["has"].format(has=item.ingredients.rstrip(". ").lower()))
    return lines


def _bounded(brief: Brief, tongue: str) -> str:
    """Say how long it holds, in the language of the text, as a sentence; it may be empty."""
    said, end = phrases(tongue)["limit"], brief.until
    if in_english(brief.limit) == (tongue == "en"):
        return f"{upper(brief.limit)}."
    if end is None:
        return ""
    alone = brief.day == end
    return f"{said['day' if alone else 'until'].format(**spoken(end, tongue))}."


def _fields(brief: Brief, subject: Subject, tongue: str, rng: Random) -> dict[str, Any]:
    fields: dict[str, Any] = {"house": brief.restaurant.strip() or _HOUSE[tongue]}
    if brief.has_photo:
        fields["photo"] = ""
    dish, name = subject.dish, subject.name
    if name:
        fields |= {"name": name, "Name": upper(name)}
    if dish is not None:
        fields |= {"d": Agreement(dish.form), "k": EatOrDrink(dish.kind == "drink")}
        fields |= {"drink" if dish.kind == "drink" else "solid": "", "with": dish.goes_with}
        fields |= articles(name, dish.form) if tongue == "es" else {}
        fields |= dish.lines[tongue] | {"sense": rng.choice(dish.senses[tongue])}
        fields |= {"Has": upper(fields["has"]), "ask_": lower(fields["ask"])}
        first, called = plain(fields["has"]).split(",")[0], plain(name)
        if first not in called:  # "what goes into a cuy: cuy"
            fields["of"] = fields["has"]
        if first != called:
            fields["Of"] = fields["Has"]
        fields["made_"] = lower(fields["made"])
        moments = phrases(tongue)["moment"][dish.kind]
        fields["moment"] = rng.choice(moments).format(**fields)
    if brief.day is not None:
        fields |= _day(brief.day, subject, tongue, fields, rng)
        if fields.keys() & {"feast", "own"} and _DATE.search(fields.get("story", "")):
            del fields["story"]  # another day is no story for this one
    if subject.idea:
        idea = subject.idea
        if brief.day is not None and subject.kind in _DATED:
            idea = f"{spoken(brief.day, tongue)['dated']}: {starts_low(idea)}"
        fields |= {"Idea": headline(idea), "idea_": starts_low(idea)}
    return fields


def _day(
    day: date, subject: Subject, tongue: str, fields: dict[str, Any], rng: Random
) -> dict[str, Any]:
    # nobody calls Fiestas Patrias a Tuesday
    if named := feast(day, subject.dish.key if subject.dish else None, tongue):
        return dict(named)
    table = phrases(tongue)
    english = words("weekdays_en")[day.weekday()].lower()
    said: dict[str, Any] = dict(spoken(day, tongue))
    said["week_free"] = rng.choice(table["week_free"][english])
    if subject.dish is not None:
        said["week"] = rng.choice(table["week"][english]).format(**fields)
    return said
