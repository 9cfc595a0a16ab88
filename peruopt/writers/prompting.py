"""The prompt for GPT: readable templates, with everything from outside fenced as data."""

from __future__ import annotations

import json
from importlib import resources

from peruopt.ports import Brief
from peruopt.rules import law
from peruopt.rules.networks import LIMITS

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


def user(brief: Brief) -> str:
    """Return the brief as JSON inside its fence; no text in it can close the fence."""
    told = {
        "idea": _clip(brief.idea),
        "restaurant": _clip(brief.restaurant),
        "city": _clip(brief.city),
        "voice": _clip(brief.voice),
        "day": f"{brief.day:%A} {brief.day.isoformat()}" if brief.day else None,
        "has_photo": brief.has_photo,
        "best_posts": [_clip(text) for text in brief.best[:_EXAMPLES]],
        "recent_posts": [_clip(text) for text in brief.recent[:_EXAMPLES]],
        "trends": [_clip(text) for text in brief.trends[:_EXAMPLES]],
    }
    if brief.wish:
        told |= {"previous": _clip(brief.previous), "wish": _clip(brief.wish)}
    data = json.dumps(told, ensure_ascii=False, indent=1)
    # < and > only ever stand inside JSON strings, where their escapes mean the same
    fenced = data.replace("<", "\\u003c").replace(">", "\\u003e")
    return _template("user").format(brief=fenced)


def _clip(text: str) -> str:
    kept = "".join(char for char in text if char.isprintable() or char in "\n\t")
    return kept[:_LONGEST]


def _template(name: str) -> str:
    return resources.files(__package__).joinpath("prompts", f"{name}.md").read_text("utf-8")
