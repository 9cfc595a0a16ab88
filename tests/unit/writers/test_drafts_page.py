"""The page of drafts in docs/: current, lawful, and different from line to line."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise
from statistics import mean

import pytest

from peruopt.restaurant import Network
from peruopt.results import Media
from peruopt.rules import law
from peruopt.rules.networks import check
from peruopt.writers.distance import ending, nearest, opening, overlap, sentences
from tests.drafts_page import OWN, PAGE, forty, own_days, page

INVENTED = re.compile(
    r"S/|\$|%|premiad|galard|award|best in|garant|gratis|free|descuento|discount|reci[ée]n llegad",
    re.IGNORECASE,
)


async def test_the_page_is_what_the_writer_writes() -> None:
    assert PAGE.read_text("utf-8") == await page(), "run: python -m tests.drafts_page"


@pytest.mark.parametrize("locale", ["es_PE", "en"])
async def test_forty_drafts_begin_end_and_read_differently(locale: str) -> None:
    told = await forty(locale)
    texts = [candidate.text for _, _, candidate in told]
    assert len(set(texts)) == 40
    assert len({opening(text, 4) for text in texts}) >= 32
    assert max(Counter(opening(text, 2) for text in texts).values()) <= 5
    assert max(Counter(ending(text) for text in texts).values()) <= 5
    alike = [overlap(a, b) for a, b in combinations(texts, 2)]
    assert mean(alike) < 0.03
    assert max(alike) < 0.75
    # what follows a post never repeats most of it, nor begins as it does
    for before, text in pairwise(texts):
        assert nearest(text, [before]) < 0.5, text
        assert opening(text, 2) != opening(before, 2), text
        assert not set(sentences(before)) & set(sentences(text)) - {""}, text


@pytest.mark.parametrize("locale", ["es_PE", "en"])
async def test_every_draft_keeps_the_rules_and_says_its_occasion_rightly(locale: str) -> None:
    days = (
        "viernes",
        "Friday",
        "Día de la Madre",
        "Mother's Day",
        "Fiestas Patrias",
        "Independence",
    )
    own = {"a Friday": days[:2], "Mother's Day": days[2:4], "Independence Day": days[4:]}
    said = Counter[str]()
    for dish, occasion, candidate in [*await forty(locale), *await own_days(locale)]:
        text = candidate.text
        assert check(text, candidate.hashtags, Network.INSTAGRAM, Media.PHOTO, True) == []
        assert law.check(candidate.full, locale) == [], text
        assert not INVENTED.search(text), text
        assert dish.split()[0] in text.lower(), text
        named = {day for day in days if day in text}
        assert named <= set(own.get(occasion, ())), text
        said[occasion] += bool(named)
        if occasion in own and occasion != "a Friday":
            assert not re.search(r"domingo|mi[ée]rcoles|Sunday|Wednesday|febrero|agosto", text), (
                text
            )
    assert min(said[occasion] for occasion in own) >= 6, said


async def test_a_dishs_own_day_is_named() -> None:
    told = await own_days("es_PE")
    assert len(told) == len(OWN)
    assert sum(day in candidate.text for _, day, candidate in told) >= len(OWN) * 2 // 3


async def test_the_measure_can_fail() -> None:
    one = "Viernes de ceviche. El limón despierta.\n\n¿Te sumas? 🍋\n\n#Ceviche"
    other = "Viernes de ceviche. El ají pica apenas.\n\n¿Te sumas?"
    assert opening(one, 2) == opening(other, 2)
    assert ending(one) == ending(other) == "te sumas"
    assert set(sentences(one)) & set(sentences(other)) == {"viernes de ceviche", "te sumas"}
    assert overlap(one, other) > 0.2
    assert ending("Chilcano.\n\nTOMAR BEBIDAS ALCOHÓLICAS EN EXCESO ES DAÑINO") == "chilcano"
