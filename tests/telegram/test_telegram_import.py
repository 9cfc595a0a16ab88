"""A history sent as a file: progress while it is read, what came of it, and a correction of it."""

from __future__ import annotations

from datetime import timedelta

import peruopt.chat.progress
from tests.telegram.emulator.opening import until
from tests.telegram.whole import house

HEAD = "id,fecha,texto,me gusta,comentarios"


def table(start, rows: int) -> bytes:
    lines = [
        f"p{i},{start - timedelta(hours=7 * i + 1):%Y-%m-%d %H:%M},Ceviche número {i},{20 + i},3"
        for i in range(rows)
    ]
    return "\n".join([HEAD, *lines]).encode()


async def test_a_long_file_tells_how_far_it_is_and_then_what_came_of_it(
    api, data_dir, clock, monkeypatch
):
    monkeypatch.setattr(peruopt.chat.progress, "QUIET", 0.0)
    async with house(api, data_dir, clock) as app:
        api.document("facebook.csv", table(clock.now(), 3000), "/importar")
        last = await until(lambda: [t for t in api.seen() if "3,000" in t or "3000" in t], 60)
        with app.services.work(1) as w:
            assert w.posts.count() == 3000
    progress = [text for text in api.seen() if text.startswith("Leyendo el archivo…")]
    assert progress
    assert api.seen().index(progress[0]) < api.seen().index(last[0])


async def test_a_caption_that_is_mended_afterwards_is_heard(api, data_dir, clock):
    async with house(api, data_dir, clock):
        said = api.say("/resumne")
        await until(lambda: len(api.seen()) == 1)
        api.edit(said, text="/resumen")
        await until(lambda: len(api.seen()) == 2)
    assert "/resumne" in api.seen()[0]
    assert "/importar" in api.seen()[1]
