"""Whether a Spanish text speaks to *tú*, *usted* or *ustedes*, as far as its words show."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from peruopt.rules.letters import composed
from peruopt.voice.card import Form


@cache
def vocabulary() -> dict[str, Any]:
    """Return the word lists and patterns of words.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def _speaks(form: str) -> re.Pattern[str]:
    listed = "|".join(vocabulary()["form"][form])
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def forms(text: str) -> dict[Form, list[str]]:
    """Return the words of `text` that speak to somebody, by form; accents count."""
    text = composed(text)
    return {form: _speaks(form).findall(text) for form in Form}


def form_of(text: str) -> Form | None:
    """Return the form a text mostly uses, if it speaks to anybody."""
    counts = {form: len(said) for form, said in forms(text).items()}
    best = max(counts, key=lambda form: counts[form])
    return best if counts[best] else None
