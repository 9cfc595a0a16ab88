"""/exportar: posts, results over time and features as CSV files."""

from __future__ import annotations

import asyncio
import re

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Upload
from peruopt.restaurant import Role
from peruopt.spreadsheet import parcel
from peruopt.work import exporting

SLOW = 3000
"""Posts past which it takes long enough to say so first."""


@register.command("exportar", alias="export", topic="export", role=Role.OWNER)
async def export(ask: Ask) -> Reply:
    """Hand out everything the restaurant's posts left behind."""
    count = await asyncio.to_thread(_count, ask)
    if not count:
        return Reply(ask.words("export.nothing"))
    if count > SLOW:
        await ask.tell(Reply(ask.words("export.working", n=count)))
    files, rows = await asyncio.to_thread(_files, ask)
    zipped = files[0].name.endswith(".zip")
    text = ask.words("export.zipped" if zipped else "export.done", n=rows)
    summary = Button(ask.words("export.button_summary"), Action("resumen"))
    return Reply(
        f"{text}\n\n{ask.words('export.notes')}",
        title=ask.words("export.title"),
        files=files,
        buttons=((summary,),),
        private=True,
    )


def _count(ask: Ask) -> int:
    with ask.services.work(ask.restaurant.id or 0) as w:
        return w.posts.count()


def _files(ask: Ask) -> tuple[tuple[Upload, ...], int]:
    house, work = ask.restaurant, ask.services.work
    house_id, zone, words = house.id or 0, house.zone, ask.words
    posts = exporting.read(work, house_id)
    tables = {
        "posts": exporting.posts_csv(posts, exporting.own(work, house_id), zone),
        "results": exporting.results_csv(work, house_id, posts, zone),
        "features": exporting.features_csv(posts, house.timezone),
    }
    day = f"{ask.services.now().astimezone(zone):%Y-%m-%d}"
    slug = re.sub(r"[^a-z0-9]+", "-", plain(house.name)).strip("-")[:40] or "peruopt"
    files = [
        Upload(f"{words(f'export.{name}')}-{slug}-{day}.csv", content)
        for name, content in tables.items()
        if content
    ]
    return parcel(files, f"{slug}-{day}"), len(posts)
