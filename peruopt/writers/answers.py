"""What GPT answers: its shape, and what of it may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from peruopt.ports import Brief, Candidate
from peruopt.rules import law
from peruopt.rules.letters import plain
from peruopt.rules.networks import HASHTAG, LIMITS
from peruopt.rules.weighing import length
from peruopt.writers.distance import nearest

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


class Answer(BaseModel):
    """The whole answer.  Used as the JSON schema of the request and to read what comes."""

    model_config = ConfigDict(extra="forbid")

    candidates: list[Answered]


def read(content: str) -> Answer:
    """Read the JSON in `content`, fenced or after a thought; raise pydantic's ValidationError."""
    start, end = content.find("{"), content.rfind("}")
    return Answer.model_validate_json(content[start : end + 1] if 0 <= start < end else content)


def fit_to_show(answer: Answer, brief: Brief) -> Iterator[Candidate]:
    """Yield the candidates that are true to the brief and fit the network."""
    shown: list[str] = []
    for answered in answer.candidates:
        candidate = _tidy(answered, brief)
        past = [*brief.recent, *brief.best, *shown]
        if not candidate.text or _invents(candidate.text, brief) or not _fits(candidate, brief):
            continue
        if nearest(candidate.text, past) > _COPY:
            continue
        shown.append(candidate.text)
        yield candidate


def _tidy(answered: Answered, brief: Brief) -> Candidate:
    text = answered.text.strip().strip('“”"').strip()
    tags = [*answered.hashtags, *HASHTAG.findall(text)]
    text = re.sub(r"(?:\s*#\w+)+\s*$", "", text).strip()
    inside = len(HASHTAG.findall(text))
    if law.names_alcohol(text) and plain(law.wording()) not in plain(text):
        text = f"{text}\n\n{law.wording()}"
    named = (f"#{tag.strip().lstrip('#')}" for tag in tags)
    whole = dict.fromkeys(tag for tag in named if HASHTAG.fullmatch(tag) and tag not in text)
    limits = LIMITS[brief.network]
    most = limits.usual_hashtags if limits.hashtags is None else limits.hashtags
    return Candidate(text, tuple(whole)[: max(0, most - inside)], "gpt")


def _invents(text: str, brief: Brief) -> bool:
    """Whether money, offers or awards are named that the brief does not name."""
    told = plain(" ".join((brief.idea, brief.voice, brief.previous, brief.wish))).replace(" ", "")
    said = [*_MONEY.findall(plain(text)), *_CLAIMS.findall(plain(text))]
    return any(claim.replace(" ", "") not in told for claim in said)


def _fits(candidate: Candidate, brief: Brief) -> bool:
    limits = LIMITS[brief.network]
    allowed = limits.caption if brief.has_photo and limits.caption else limits.length
    return length(candidate.full, brief.network) <= allowed


def schema() -> dict[str, Any]:
    """Return the answer's JSON schema, without the length limits that strict mode refuses."""
    stripped: dict[str, Any] = _strip(Answer.model_json_schema())
    return stripped


def _strip(node: Any) -> Any:
    if isinstance(node, dict):
        left = ("minLength", "maxLength", "title", "description")
        return {key: _strip(value) for key, value in node.items() if key not in left}
    return [_strip(item) for item in node] if isinstance(node, list) else node
