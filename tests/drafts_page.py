"""A page of drafts to read aloud, docs/drafts.md: `python -m tests.drafts_page` writes it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from peruopt.festive.calendar import coming, naming
from peruopt.ports import Brief, Candidate
from peruopt.restaurant import Network
from peruopt.writers.dishes import dishes
from peruopt.writers.template import TemplateWriter

PAGE = Path(__file__).parents[1] / "docs" / "drafts.md"
DISHES = [
    "ceviche", "aji_de_gallina", "lomo_saltado", "anticuchos", "causa", "juane", "picarones",
    "chicha_morada", "pisco_sour", "pollo_a_la_brasa",
]  # fmt: skip
OCCASIONS = {
    "any day": None,
    "a Friday": date(2026, 11, 27),
    "Mother's Day": date(2027, 5, 9),
    "Independence Day": date(2027, 7, 28),
}
OWN = {
    "pachamanca": "pachamanca", "papa": "papa_a_la_huancaina", "chicharron": "pan_con_chicharron",
    "ceviche": "ceviche", "pollo_a_la_brasa": "pollo_a_la_brasa", "pisco": "chilcano",
    "adobo": "adobo_arequipeno", "cafe": "cafe", "arroz": "arroz_con_pollo", "cuy": "cuy",
    "picarones": "picarones", "anticucho": "anticuchos",
}  # fmt: skip
"""A day of the calendar and the dish that is written for it."""
ENGLISH = 12
"""How many of the English ones the page shows."""
HEAD = """# Drafts, read aloud

Ten dishes on four occasions, written offline for an invented house, each with all that came
before in mind; then twelve dishes on their own days, and twelve of the forty in English. Nothing
here was chosen or touched by hand: `python -m tests.drafts_page` writes the page, and tests keep
it current, hold it to the rules of networks and law, and measure that the drafts begin, end and
read differently.
"""
Told = list[tuple[str, str, Candidate]]


async def forty(locale: str) -> Told:
    """Return (dish, occasion, draft) for every dish and occasion, each told what came before."""
    wanted = [
        (DISHES[i], name, day) for i in range(len(DISHES)) for name, day in OCCASIONS.items()
    ]
    return await _written(wanted, locale)


async def own_days(locale: str) -> Told:
    """Return (dish, its day, draft) for dishes that have a day of their own."""
    wanted = []
    for key, dish in OWN.items():
        day = coming(key, date(2026, 11, 23))
        named = naming(day, dish)
        assert named is not None, key
        wanted.append((dish, named.name(locale), day))
    return await _written(wanted, locale)


async def _written(wanted: Sequence[tuple[str, str, date | None]], locale: str) -> Told:
    told: Told = []
    for seed, (dish, occasion, day) in enumerate(wanted):
        brief = Brief(
            dishes()[dish].name,
            "La Sirena",
            Network.INSTAGRAM,
            day=day,
            seed=seed,
            locale=locale,
            recent=tuple(candidate.full for _, _, candidate in reversed(told)),
        )
        written = await TemplateWriter().write(brief, 3)
        told.append((dishes()[dish].name, occasion, written.candidates[0]))
    return told


async def page() -> str:
    """Return the whole page."""
    forty_es, own_es = await forty("es_PE"), await own_days("es_PE")
    english = (await forty("en"))[:: len(DISHES) * len(OCCASIONS) // ENGLISH][:ENGLISH]
    parts = [HEAD, "## Ten dishes, four occasions", *_shown(forty_es)]
    parts += ["## On their own days", *_shown(own_es), "## In English", *_shown(english)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _shown(told: Told) -> list[str]:
    shown = []
    for n, (dish, occasion, candidate) in enumerate(told, 1):
        quoted = "\n".join(f"> {line}".rstrip() for line in candidate.full.splitlines())
        shown.append(f"**{n}. {dish}, {occasion}**\n\n{quoted}")
    return shown


if __name__ == "__main__":
    PAGE.write_text(asyncio.run(page()), "utf-8")
