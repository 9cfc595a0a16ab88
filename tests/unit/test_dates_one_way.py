"""A date with its year is written in one way, whichever card says it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from handlers.importing import _span
from peruopt.chat.words import Words
from peruopt.hitchart import dated as on_chart
from peruopt.modelcard import dated as in_model
from peruopt.summary import Period
from peruopt.summarycard import dates

AT = datetime(2016, 6, 24, 2, 0, tzinfo=UTC)  # 23 June, 21:00 in Lima


@pytest.mark.parametrize(
    ("locale", "day"), [("es_PE", "jue 23 jun 2016"), ("en", "Thu, Jun 23, 2016")]
)
def test_every_card_writes_it_alike(locale: str, day: str) -> None:
    words = Words(locale)
    short = day.partition(" ")[2]
    assert words.of_year(AT) == day
    assert on_chart(SimpleNamespace(post=SimpleNamespace(published_at=AT)), words) == short
    assert in_model(words.local(AT).date(), words) == short
    assert _span(SimpleNamespace(first=AT, last=AT), words).count(day) == 2
    assert dates(Period(AT.replace(year=2015), AT, 366), words).endswith(day)
