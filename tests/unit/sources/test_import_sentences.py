"""Every key that reading a file can name has a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from looking import Look, dated

import peruopt.sources
from peruopt.chat.words import Words


def keys() -> set[str]:
    source = Path(peruopt.sources.__file__).parent
    text = "".join(path.read_text("utf-8") for path in source.glob("*.py"))
    found = set(re.findall(r'"(importing\.\w+)"', text))
    return found | {
        "importing.ask_column_text", "importing.ask_column_published_at",
        "importing.choice_day_first", "importing.choice_month_first",
    }  # fmt: skip


@pytest.mark.parametrize("locale", ["es_PE", "en"])
def test_all_keys_are_said(locale: str) -> None:
    words = Words(locale)
    assert len(keys()) > 25
    assert [key for key in keys() if not words.has(key)] == []


@pytest.mark.parametrize("locale", ["es_PE", "en"])
def test_questions_and_refusals_fill_their_sentences(
    look: Look, exports: Path, locale: str
) -> None:
    words = Words(locale)
    ambiguous = look(dated(["03/04/2026 20:00", "05/06/2026 20:00", "02/01/2026 9:00"]))
    bare = look("fecha,texto\n2026-02-31 20:00,Ceviche\n2026-03-01,Lomo\n", name="export.csv")
    asked = [*ambiguous.survey.questions, *look(exports / "meta_facebook_es.csv").survey.questions]
    for question in [*asked, *bare.survey.questions]:
        assert words(question.sentence, **question.values)
        for choice in question.choices:
            assert not choice.key or words(choice.key, **choice.values)
    assert bare.refused
    for row in bare.refused:
        assert str(row.values["value"]) in words(row.key, **row.values)
