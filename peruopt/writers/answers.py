"""What GPT answers: its shape, and what of it may be shown."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from peruopt.menu.allergens import denied
from peruopt.menu.item import soles
from peruopt.ports import Brief, Candidate
from peruopt.rules import law
from peruopt.rules.letters import plain
from peruopt.rules.networks import HASHTAG, LIMITS
from peruopt.rules.weighing import length
from peruopt.voice.marks import opened
from peruopt.voice.measuring import banned_in, calm, measure
from peruopt.writers.distance import nearest

_FAR = 3.0  # from the voice; two broken habits are for a person to judge
_COPY = 0.7  # overlap with a past post beyond which it is that post again
_MONEY = re.compile(
    r"(?:s/\.?|us\$|\$)\s?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)? ?soles|\d+ ?%|\b\d ?x ?\d\b"
)
_CLAIMS = re.compile(
    r"\b(?:premi(?:o|os|ado|ada|ados|adas)|galardon\w*|michelin|numero uno|award\w*|prize\w*"
    r"|gratis|for free|descuento|discount|garantiz\w+|guarantee\w*)\b"
)


class Answered(BaseModel):
    """One candidate as GPT sends it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=4000)
    hashtags: list[str]
    reason: str = ""
    """Why it should work for these readers."""


class Answer(BaseModel):
    """The whole answer.  Used as the JSON schema of the request and to read what comes."""

    model_config = ConfigDict(extra="forbid")

    candidates: list[Answered]


class Lines(BaseModel):
    """A menu copied off a photo, line by line."""

    model_config = ConfigDict(extra="forbid")

    lines: list[str]


def read(content: str) -> Answer:
    """Read the JSON in `content`, fenced or after a thought; raise pydantic's ValidationError."""
    return Answer.model_validate_json(_bare(content))


def read_menu(content: str) -> list[str]:
    """Read the lines of a copied menu; raise pydantic's ValidationError."""
    return Lines.model_validate_json(_bare(content)).lines


def _bare(content: str) -> str:
    start, end = content.find("{"), content.rfind("}")
    return content[start : end + 1] if 0 <= start < end else content


def review(answer: Answer, brief: Brief) -> tuple[list[Candidate], list[str]]:
    """Return what may be shown, and for each other candidate what is wrong with it."""
    shown: list[Candidate] = []
    faults: list[str] = []
    for number, answered in enumerate(answer.candidates, 1):
        candidate = _tidy(answered, brief)
        wrong = _fault(candidate, brief, [kept.text for kept in shown])
        if wrong:
            faults.append(f"candidate {number}: {wrong}")
        else:
            shown.append(candidate)
    return shown, faults


def _fault(candidate: Candidate, brief: Brief, shown: list[str]) -> str:
    """Say in a few words what keeps a candidate from being shown, or nothing."""
    text = candidate.text
    if not text:
        return "it is empty"
    if invented := _invents(text, brief):
        return f"it names what the brief does not: {', '.join(invented[:3])}"
    if not _fits(candidate, brief):
        return "it is too long for the network"
    if nearest(text, [*brief.recent, *brief.best, *shown]) > _COPY:
        return "it repeats a text there is"
    if banned := banned_in(candidate.full, brief.card.banned):
        return f"it uses words that the house never uses: {', '.join(banned)}"
    if gone := [dish for dish in brief.away if plain(dish) in plain(text)]:
        return f"it promises what is not served: {', '.join(gone)}"
    if brief.item and (free := denied(text, brief.item)):
        return f"it denies what the menu says the dish holds: {free}"
    far = measure(text, brief.card, brief.locale)
    if far.distance >= _FAR:
        return f"it is far from the voice: {', '.join(r.rule for r in far.reasons)}"
    return ""


def _tidy(answered: Answered, brief: Brief) -> Candidate:
    text = answered.text.strip().strip('“”"').strip()
    if brief.card.exclaims is False:
        text = calm(text)
    if brief.locale.startswith("es") and brief.card.opening_marks is not False:
        text = opened(text)
    tags = [*answered.hashtags, *HASHTAG.findall(text)]
    text = re.sub(r"(?:\s*#\w+)+\s*$", "", text).strip()
    inside = len(HASHTAG.findall(text))
    if law.names_alcohol(text) and plain(law.wording()) not in plain(text):
        text = f"{text}\n\n{law.wording()}"
    named = (f"#{tag.strip().lstrip('#')}" for tag in tags)
    whole = dict.fromkeys(tag for tag in named if HASHTAG.fullmatch(tag) and tag not in text)
    limits = LIMITS[brief.network]
    most = limits.usual_hashtags if limits.hashtags is None else limits.hashtags
    if brief.card.hashtags is not None:
        most = min(most, brief.card.hashtags)
    why = " ".join(answered.reason.split())[:300]
    return Candidate(text, tuple(whole)[: max(0, most - inside)], "gpt", why)


def _invents(text: str, brief: Brief) -> list[str]:
    """Return money, offers and awards that are named and that the brief does not name."""
    menu = [soles(brief.item.price)] if brief.item and brief.item.price is not None else []
    told = plain(" ".join((brief.idea, brief.voice, brief.previous, brief.wish, *menu)))
    known = told.replace(" ", "").replace(".", "")
    said = [*_MONEY.findall(plain(text)), *_CLAIMS.findall(plain(text))]
    return [claim for claim in said if claim.replace(" ", "").replace(".", "") not in known]


def _fits(candidate: Candidate, brief: Brief) -> bool:
    limits = LIMITS[brief.network]
    allowed = limits.caption if brief.has_photo and limits.caption else limits.length
    return length(candidate.full, brief.network) <= allowed


def lines_schema() -> dict[str, Any]:
    """Return the JSON schema of a copied menu."""
    return dict(_strip(Lines.model_json_schema()))


def schema() -> dict[str, Any]:
    """Return the answer's JSON schema, without the length limits that strict mode refuses."""
    stripped: dict[str, Any] = _strip(Answer.model_json_schema())
    asked = stripped["$defs"]["Answered"]
    asked["required"] = list(asked["properties"])  # strict mode knows no optional property
    return stripped


def _strip(node: Any) -> Any:
    if isinstance(node, dict):
        left = ("minLength", "maxLength", "title", "description", "default")
        return {key: _strip(value) for key, value in node.items() if key not in left}
    return [_strip(item) for item in node] if isinstance(node, list) else node
