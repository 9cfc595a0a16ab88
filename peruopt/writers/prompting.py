"""The prompt for GPT: readable templates, with everything from outside fenced as data."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from peruopt.menu.item import Item, soles
from peruopt.ports import Brief
from peruopt.rules import law
from peruopt.rules.networks import LIMITS
from peruopt.writers.dishes import find

_LONGEST = 1200  # characters of any one text from outside
_EXAMPLES = 6
_LANGUAGE = {"es": "Spanish as spoken in Peru", "en": "English"}


def system(brief: Brief, count: int) -> str:
    """Return the instructions: nothing in them comes from outside."""
    limits = LIMITS[brief.network]
    allowed = limits.caption if brief.has_photo and limits.caption else min(limits.length, 900)
    return _template("system").format(
        count=count,
        language=_LANGUAGE["es" if brief.locale.startswith("es") else "en"],
        wording=law.wording(),
        network=brief.network.value,
        length=allowed,
        hashtags=limits.usual_hashtags if limits.hashtags is None else limits.hashtags,
    )


def content(brief: Brief, *, sees: bool) -> str | list[dict[str, Any]]:
    """Return the user's message: the brief, and the photo itself for a model that can see."""
    if brief.picture is None or not sees:
        return user(brief)
    return [{"type": "text", "text": user(brief)}, _shown(brief.picture, "low")]


def menu(picture: bytes) -> list[dict[str, Any]]:
    """Return the message that asks for the lines of a menu on a photo."""
    return [{"type": "text", "text": _template("menu").format()}, _shown(picture, "high")]


def _shown(picture: bytes, detail: str) -> dict[str, Any]:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    url = f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
    return {"type": "image_url", "image_url": {"url": url, "detail": detail}}


def again(faults: Sequence[str]) -> str:
    """Return what is said once when too few candidates may be shown."""
    return _template("again").format(faults="\n".join(f"- {fault}" for fault in faults))


def user(brief: Brief) -> str:
    """Return the brief as JSON inside its fence; no text in it can close the fence."""
    told: dict[str, Any] = {
        "idea": _clip(brief.idea),
        "restaurant": _clip(brief.restaurant),
        "city": _clip(brief.city),
        "voice": _clip(brief.voice),
        "day": f"{brief.day:%A} {brief.day.isoformat()}" if brief.day and not brief.late else None,
        "has_photo": brief.has_photo,
        "best_posts": [_clip(text) for text in brief.best[:_EXAMPLES]],
        "recent_posts": [_clip(text) for text in brief.recent[:_EXAMPLES]],
        "trends": [_clip(text) for text in brief.trends[:_EXAMPLES]],
    }
    told |= {"voice_card": brief.card.packed(), "what_worked": [_clip(t) for t in brief.worked]}
    if brief.limit:
        told["limit"] = _clip(brief.limit)
    if brief.item is not None:
        told["menu"] = _menu(brief.item)
    if known := _known(brief):
        told["about_the_dish"] = known
    if brief.away:
        told["not_served_today"] = [_clip(name) for name in brief.away[:30]]
    if brief.wish:
        told |= {"previous": _clip(brief.previous), "wish": _clip(brief.wish)}
    data = json.dumps(told, ensure_ascii=False, indent=1)
    # < and > only ever stand inside JSON strings, where their escapes mean the same
    fenced = data.replace("<", "\\u003c").replace(">", "\\u003e")
    return _template("user").format(brief=fenced)


def _menu(item: Item) -> dict[str, str]:
    price = soles(item.price) if item.price is not None else ""
    told = {
        "dish": item.name,
        "price": price,
        "ingredients": item.ingredients,
        "allergens": item.allergens,
        "season": item.season,
    }
    return {name: _clip(said) for name, said in told.items() if said}


def _known(brief: Brief) -> str:
    """What is generally known of the dish; our own words, from the knowledge base."""
    own = brief.item.ingredients if brief.item else ""
    found = find(brief.about) if brief.idea and not own else None
    if found is None:
        return ""
    lines = found.dish.lines["es" if brief.locale.startswith("es") else "en"]
    return " ".join(lines[name] for name in ("has", "made") if name in lines)


def _clip(text: str) -> str:
    kept = "".join(char for char in text if char.isprintable() or char in "\n\t")
    return kept[:_LONGEST]


def _template(name: str) -> str:
    return resources.files(__package__).joinpath("prompts", f"{name}.md").read_text("utf-8")
