"""Checks of writers that need no judge: `python -m tests.evaluate_writers [URL MODEL]`.

Without arguments the offline writer writes.  With the address of any server that speaks chat
completions and a model, GPT does; its key is read from PERUOPT_GPT_API_KEY.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from peruopt.menu.item import Item, soles
from peruopt.ports import Brief, Candidate, Writer
from peruopt.restaurant import Network
from peruopt.results import Media
from peruopt.rules import law
from peruopt.rules.finding import Severity
from peruopt.rules.letters import plain
from peruopt.rules.networks import check
from peruopt.voice.card import VoiceCard
from peruopt.voice.measuring import measure
from peruopt.writers.template import TemplateWriter

PRICE = re.compile(r"(?:s/\.? ?|\$ ?)\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)? soles")
ORIGIN = re.compile(
    r"\b(?:de|desde) (?:caleta|la caleta|paita|mancora|huacho|pucusana|los andes de)\b"
    r"|recien (?:pescado|llegado)|\bpremi(?:o|ado)|\bgalardon|\bmejor de(?:l| la)\b|\baward"
)
FAR = 1.6


@dataclass(frozen=True)
class Case:
    """A brief, and what must and must not be said."""

    brief: Brief
    must: tuple[str, ...]
    never: tuple[str, ...]


def cases() -> list[Case]:
    rows = tomllib.loads((Path(__file__).parent / "writing_briefs.toml").read_text("utf-8"))
    return [_case(dict(row), seed) for seed, row in enumerate(rows["brief"])]


def _case(row: dict[str, Any], seed: int) -> Case:
    must, never = tuple(row.pop("must", ())), tuple(row.pop("never", ()))
    item = Item(**row.pop("item")) if "item" in row else None
    card = VoiceCard.unpacked(row.pop("card", {}))
    network = Network(row.pop("network", "instagram"))
    brief = Brief(restaurant="La Sirena", network=network, item=item, card=card, seed=seed, **row)
    return Case(brief, must, never)


def faults(case: Case, candidate: Candidate) -> list[str]:
    """Return what is wrong with a candidate; nothing for one that may be posted."""
    brief, low = case.brief, plain(candidate.full)
    found = []
    if case.must and not brief.has_photo and not any(word in low for word in case.must):
        found.append(f"says none of {case.must}")
    found += [f"says {said}" for said in case.never if re.search(said, low)]
    told = plain(brief.idea)
    known = told.split("ignora", maxsplit=1)[0] + (
        plain(soles(brief.item.price)) if brief.item and brief.item.price else ""
    )
    prices = (price for price in PRICE.findall(low) if price not in known)
    found += [f"invents {price}" for price in prices]
    found += [f"claims {claim}" for claim in ORIGIN.findall(low)]
    pictured = Media.PHOTO
    rules = check(candidate.text, candidate.hashtags, brief.network, pictured, True)
    found += [f.rule for f in rules if f.severity is Severity.BLOCK]
    found += [f.rule for f in law.check(candidate.full, brief.locale)]
    far = measure(candidate.full, brief.card, brief.locale)
    if far.distance > FAR:
        found.append(f"is {far.distance:.1f} from the voice: {[r.rule for r in far.reasons]}")
    return found


async def evaluate(writer: Writer) -> list[tuple[str, str, str]]:
    """Return (idea, text, fault) of every fault found."""
    found = []
    for case in cases():
        for candidate in (await writer.write(case.brief)).candidates:
            for fault in faults(case, candidate):
                found.append((case.brief.idea, candidate.full, fault))  # noqa: PERF401
    return found


async def main(arguments: list[str]) -> int:
    writer: Writer = TemplateWriter()
    if arguments:
        from peruopt.writers.gpt import GptWriter

        key = SecretStr(os.environ.get("PERUOPT_GPT_API_KEY", "none"))
        url, model = arguments
        writer = GptWriter(key, model=model, base_url=url, timeout=60)
    found = await evaluate(writer)
    for idea, text, fault in found:
        print(f"{idea!r}: {fault}\n    {text!r}")  # noqa: T201
    print(f"{len(cases())} briefs, {len(found)} faults")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
