"""Every card on every door, in both languages, as it was last looked at.

`PERUOPT_WRITE=1 python -m pytest tests/cards` keeps them anew; look at the difference.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from peruopt.chat.words import LOCALES
from tests.cards.drawing import drawn
from tests.cards.gallery import cards
from tests.conftest import FrozenClock
from tests.slack.blockkit import problems
from tests.telegram.emulator.markup import read, units

SNAPSHOTS = Path(__file__).parent / "snapshots"
WRITING = bool(os.environ.get("PERUOPT_WRITE"))


@pytest.fixture(scope="module", params=LOCALES)
def gallery(request, tmp_path_factory):
    """Return a language, and every card in it."""
    shown = asyncio.run(_gathered(tmp_path_factory.mktemp("var"), FrozenClock(), request.param))
    return request.param, shown


def test_every_card_looks_as_it_did(gallery, tmp_path):
    locale, shown = gallery
    assert len(shown) > 30
    folder = SNAPSHOTS / locale
    now = {name: drawn(replies, tmp_path, FrozenClock()) for name, replies in shown.items()}
    if WRITING:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.txt"):
            path.unlink()
        for name, text in now.items():
            (folder / f"{name}.txt").write_text(text, "utf-8")
    kept = {path.stem: path.read_text("utf-8") for path in folder.glob("*.txt")}
    assert kept.keys() == now.keys()
    for name, text in now.items():
        assert text == kept[name], f"{locale}/{name} looks different; look, then keep it anew"


def test_every_card_fits_every_door(gallery):
    from bot.slack.blocks import compose
    from bot.telegram.rendering import Kind, layout
    from peruopt.chat.message import Action

    for name, replies in gallery[1].items():
        for reply in replies:
            for piece in layout(reply):
                words, _styled = read(piece.html)
                assert units(words) <= (1024 if piece.kind is Kind.PHOTO else 4096), name
                keys = [key for row in piece.keys for key in row]
                assert all(len(key.data.encode()) <= 64 for key in keys), name
                assert all(Action.unpack(key.data).typed for key in keys), name
            assert problems(compose(reply, answer="✍️").blocks, {}) == [], name


async def _gathered(folder, clock, locale) -> dict:
    return {name: replies async for name, replies in cards(folder, clock, locale)}
