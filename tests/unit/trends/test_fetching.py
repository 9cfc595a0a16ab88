"""The fetcher against a site that misbehaves in every way that was thought of."""

from __future__ import annotations

import asyncio
import gzip
import zlib

import pytest
from aiohttp import web

from peruopt.trends.addresses import allowed
from peruopt.trends.fetching import FEEDS, PAGES, Fetcher
from peruopt.trends.refused import Refused
from tests.unit.trends.conftest import LIMITS, RSS


async def reason(fetcher: Fetcher, url: str, kinds=FEEDS) -> str:
    with pytest.raises(Refused) as refusal:
        await fetcher.get(url, kinds)
    return refusal.value.reason


async def test_it_reads_and_says_who_it_is(site, fetcher):
    page = await fetcher.get(site.serve("/feed", "<rss/>"), FEEDS)
    assert page.content == b"<rss/>"
    assert site.asked[-1].headers["User-Agent"].startswith("peruopt/")
    assert site.asked[-1].headers["Host"] == f"127.0.0.1:{site.port}"
    assert "Cookie" not in site.asked[-1].headers


async def test_a_hundred_megabytes_are_not_taken_in(site, fetcher):
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": RSS})
        await response.prepare(request)
        for _ in range(1600):
            await response.write(b"x" * 65536)
            sent += 65536
        return response

    site.pages["/big"] = endless
    assert await reason(fetcher, site.url("/big")) == "big"
    await asyncio.sleep(0.05)
    assert sent < 20_000_000
    told = site.serve("/told", b"x" * 300_000)
    assert await reason(fetcher, told) == "big"


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
async def test_a_bomb_does_not_go_off(site, fetcher, packing):
    pack = gzip.compress if packing == "gzip" else zlib.compress
    packed = pack(b"\0" * 50_000_000)
    assert len(packed) < 200_000
    url = site.serve("/bomb", packed, **{"Content-Encoding": packing})
    assert await reason(fetcher, url) == "big"
    url = site.serve("/honest", pack(b"<rss/>"), **{"Content-Encoding": packing})
    assert (await fetcher.get(url, FEEDS)).content == b"<rss/>"
    url = site.serve("/torn", b"not packed at all", **{"Content-Encoding": packing})
    assert await reason(fetcher, url) == "packing"


async def test_a_packing_that_was_not_asked_for_is_refused(site, fetcher):
    url = site.serve("/br", b"whatever", **{"Content-Encoding": "br"})
    assert await reason(fetcher, url) == "packing"


async def test_a_slow_site_is_left(site, fetcher):
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": RSS})
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.1)
        return response

    site.pages["/slow"] = drip
    began = asyncio.get_running_loop().time()
    assert await reason(fetcher, site.url("/slow")) == "slow"
    assert asyncio.get_running_loop().time() - began < 3


async def test_redirects_are_followed_three_times_and_no_more(site, fetcher):
    def moved(to: str):
        async def answer(_request: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": to})

        return answer

    site.pages |= {"/1": moved("/2"), "/2": moved("/3"), "/3": moved("/end"), "/0": moved("/1")}
    site.pages["/loop"] = moved("/loop")
    site.serve("/end", "<rss/>")
    page = await fetcher.get(site.url("/1"), FEEDS)
    assert page.url == site.url("/end")
    assert await reason(fetcher, site.url("/0")) == "redirects"
    assert await reason(fetcher, site.url("/loop")) == "redirects"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://10.0.0.1/", "private"),
        ("http://[fd00:ec2::254]/", "private"),
        ("file:///etc/passwd", "address"),
        ("ftp://ejemplo.pe/", "address"),
        ("http://rosa:clave@ejemplo.pe/", "address"),
        ("http://", "redirects"),
    ],
)
async def test_each_redirect_is_checked_anew(site, fetcher, to, why):
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": to})

    site.pages["/out"] = answer
    assert await reason(fetcher, site.url("/out")) == why


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://192.168.1.1/",
        "http://172.16.0.1/", "http://100.100.100.200/", "http://169.254.169.254/",
        "http://168.63.129.16/", "http://[fe80::1]/", "http://224.0.0.1/",
    ],
)  # fmt: skip
async def test_private_addresses_are_never_asked(clock, url):
    assert await reason(Fetcher(clock.now, limits=LIMITS), url) == "private"


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("64:ff9b::808:808", True),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False), ("255.255.255.255", False), ("::", False), ("nonsense", False),
        ("127.0.0.1", False),
    ],
)  # fmt: skip
def test_addresses(address, fine):
    assert allowed(address) is fine


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "gopher://x.pe", "//x.pe", "no es", "http://x.pe:99999/", ""]
)
async def test_what_is_no_web_address(clock, url):
    assert await reason(Fetcher(clock.now, limits=LIMITS), url) == "address"


async def test_an_unusual_port_is_refused_outside_of_tests(clock):
    async def public(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34"]

    fetcher = Fetcher(clock.now, limits=LIMITS, resolve=public)
    assert await reason(fetcher, "http://ejemplo.pe:6379/") == "address"


async def test_the_address_that_was_checked_is_the_one_that_is_asked(site, clock):
    """A name that means something else the next time (rebinding) gains nothing."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"], ["127.0.0.1", "10.0.0.1"]])
    looked_up: list[str] = []

    async def turncoat(host: str, _port: int) -> list[str]:
        looked_up.append(host)
        return next(answers)

    fetcher = Fetcher(clock.now, limits=LIMITS, loopback=True, resolve=turncoat)
    site.serve("/feed", "<rss/>")
    # no DNS knows this name: only the checked address can have been asked
    page = await fetcher.get(site.url("/feed", "trampa.test"), FEEDS)
    assert page.content == b"<rss/>"
    assert looked_up == ["trampa.test", "trampa.test"]  # the page and its robots.txt
    assert site.asked[-1].headers["Host"] == f"trampa.test:{site.port}"
    assert await reason(fetcher, site.url("/other", "trampa.test")) == "private"
    assert await reason(fetcher, site.url("/third", "trampa.test")) == "private"


async def test_robots_are_honoured(site, fetcher):
    site.robots = "User-agent: *\nDisallow: /carta\n\nUser-agent: peruopt\nDisallow: /privado"
    assert await reason(fetcher, site.serve("/privado/x", "<rss/>")) == "robots"
    assert await fetcher.get(site.serve("/carta", "<rss/>"), FEEDS)
    assert site.paths() == ["/carta"]


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_no_word_from_robots_is_a_no(site, fetcher, status):
    async def ill(_request: web.Request) -> web.Response:
        return web.Response(status=status)

    site.pages["/robots.txt"] = ill
    assert await reason(fetcher, site.serve("/feed", "<rss/>")) == "robots"
    assert site.paths() == []


async def test_it_asks_again_only_for_what_changed(site, fetcher, later):
    async def feed(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        return web.Response(text="<rss/>", content_type=RSS, headers={"ETag": '"v1"'})

    site.pages["/feed"] = feed
    first = await fetcher.get(site.url("/feed"), FEEDS)
    assert await fetcher.get(site.url("/feed"), FEEDS) is first
    assert len(site.paths()) == 1
    later(hours=1)
    assert (await fetcher.get(site.url("/feed"), FEEDS)).content == b"<rss/>"
    assert [r.headers.get("If-None-Match") for r in site.asked if r.path == "/feed"] == [
        None,
        '"v1"',
    ]


async def test_a_site_that_failed_is_left_in_peace(site, fetcher, later):
    async def busy(_request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "7200"})

    site.pages["/feed"] = busy
    url = site.url("/feed")
    assert await reason(fetcher, url) == "status"
    assert await reason(fetcher, url) == "waiting"
    later(minutes=90)
    assert await reason(fetcher, url) == "waiting"
    later(minutes=31)
    site.serve("/feed", "<rss/>")
    assert await fetcher.get(url, FEEDS)
    assert len(site.paths()) == 2


async def test_only_the_kinds_asked_for(site, fetcher):
    url = site.serve("/x", b"\x89PNG", "image/png")
    assert await reason(fetcher, url) == "kind"
    url = site.serve("/y", "<p>", "text/html; charset=latin-1")
    assert await reason(fetcher, url) == "kind"
    assert (await fetcher.get(url, PAGES)).charset == "latin-1"


async def test_nobody_there(clock):
    async def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("no such host")

    fetcher = Fetcher(clock.now, limits=LIMITS, resolve=unknown)
    assert await reason(fetcher, "https://no-existe.pe/") == "unreachable"
