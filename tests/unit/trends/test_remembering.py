"""What a fetcher knows of pages and hosts, over a restart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import web

from peruopt.trends.fetching import FEEDS, Fetcher, Memory, Page
from peruopt.trends.refused import Refused
from peruopt.trends.remembering import LARGEST, load, save
from tests.unit.trends.conftest import LIMITS, RSS


def restarted(path, clock, fetcher) -> Fetcher:
    save(path, fetcher.memory, clock.now())
    return Fetcher(clock.now, limits=LIMITS, loopback=True, memory=load(path))


async def test_a_page_is_asked_for_by_its_validator_after_a_restart(
    tmp_path, site, fetcher, clock, later
):
    async def feed(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        return web.Response(text="<rss>á</rss>", content_type=RSS, headers={"ETag": '"v1"'})

    site.pages["/feed"] = feed
    first = await fetcher.get(site.url("/feed"), FEEDS)
    again = restarted(tmp_path / "trends.json", clock, fetcher)
    assert await again.get(site.url("/feed"), FEEDS) == first
    assert len(site.paths()) == 1, "still fresh: nobody was asked"
    later(hours=1)
    assert (await again.get(site.url("/feed"), FEEDS)).content == first.content
    asked = [r.headers.get("If-None-Match") for r in site.asked if r.path == "/feed"]
    assert asked == [None, '"v1"']


async def test_a_host_that_failed_is_left_in_peace_over_a_restart(
    tmp_path, site, fetcher, clock, later
):
    async def busy(_request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "7200"})

    site.pages["/feed"] = busy
    for expected in ("status", "waiting"):
        with pytest.raises(Refused, match=expected):
            await fetcher.get(site.url("/feed"), FEEDS)
        fetcher = restarted(tmp_path / "trends.json", clock, fetcher)
    assert len(site.paths()) == 1
    later(hours=2, minutes=1)
    site.serve("/feed", "<rss/>")
    assert await fetcher.get(site.url("/feed"), FEEDS)


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", '{"pages": {}}', '{"pages": [], "waits": []}',
        '{"pages": {"u": {"at": "x"}}, "waits": {}}',
        '{"pages": {}, "waits": {"h": ["2026-01-01T00:00:00", 1]}}',
        '{"pages": {"u": {"at": "2026-01-01T00:00:00Z", "url": "u", "content": 1}}, "waits": {}}',
    ],
)  # fmt: skip
def test_a_broken_memory_is_begun_anew(tmp_path, content):
    path = tmp_path / "trends.json"
    path.write_text(content)
    assert load(path) == Memory()
    assert load(tmp_path / "none.json") == Memory()


def test_it_stays_small_and_forgets_old_failures(tmp_path, clock):
    now = clock.now()
    big = Page("u", b"x" * (LARGEST // 2 + 1), "utf-8")
    memory = Memory(
        {"old": (now - timedelta(days=1), big), "new": (now, big)},
        {"long ago": (now - timedelta(days=3), timedelta(hours=1))},
    )
    save(tmp_path / "trends.json", memory, now)
    kept = load(tmp_path / "trends.json")
    assert (list(kept.pages), kept.waits) == (["new"], {})
