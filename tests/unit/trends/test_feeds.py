"""Feeds and pages, honest and hostile."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from peruopt.chat.words import Words
from peruopt.trends.cleaning import LONGEST, address, line
from peruopt.trends.feeds import MOST, FeedSource, entries, press
from peruopt.trends.google import GoogleSource
from peruopt.trends.pages import PageSource, headings
from peruopt.trends.refused import REASONS, Refused

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Provecho</title>
<item><title><![CDATA[Los <b>mejores</b> ceviches de Lima]]></title><link>https://p.pe/1</link>
<pubDate>Mon, 23 Nov 2026 09:00:00 -0500</pubDate></item>
<item><title>Un titular viejo</title><pubDate>Mon, 05 Oct 2026 09:00:00 -0500</pubDate></item>
<item><title>Lomo &amp;amp; saltado</title><link>javascript:alert(1)</link></item>
<item><title>   </title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
<entry><title type="html">Día del &lt;i&gt;Anticucho&lt;/i&gt;</title>
<link rel="edit" href="https://p.pe/edit"/><link rel="alternate" href="https://p.pe/2"/>
<updated>2026-11-23T10:00:00Z</updated></entry></feed>"""
GOOGLE = """<rss xmlns:ht="https://trends.google.com/trending/rss"><channel>
<item><title>pan con chicharrón</title><ht:approx_traffic>2000+</ht:approx_traffic></item>
<item><title>universitario</title><ht:approx_traffic>200+</ht:approx_traffic></item>
<item><title>ceviche</title></item></channel></rss>"""
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss><channel><item><title>&j;</title></item></channel></rss>"
)
SPY = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item></rss>'


@pytest.mark.parametrize("locale", ["es_PE", "en"])
def test_every_reason_for_not_reading_is_a_sentence_for_people(locale):
    words = Words(locale)
    said = {reason: words(f"trends.outcome_{reason}") for reason in REASONS}
    assert len(set(said.values())) == len(REASONS)
    assert all(len(sentence.split()) >= 3 for sentence in said.values()), said
    with pytest.raises(ValueError, match="no reason"):
        Refused("because")


def test_rss():
    found = entries(RSS.encode())
    assert [e.title for e in found] == [
        "Los mejores ceviches de Lima", "Un titular viejo", "Lomo & saltado",
    ]  # fmt: skip
    assert [e.url for e in found] == ["https://p.pe/1", "", ""]
    assert found[0].at == datetime(2026, 11, 23, 14, tzinfo=UTC)


def test_atom():
    (entry,) = entries(ATOM.encode())
    assert (entry.title, entry.url) == ("Día del Anticucho", "https://p.pe/2")
    assert entry.at == datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<rss>", b"no es xml", b"<html><body>404</body></html>", b"\xff\xfe\x00",
        LAUGHS.encode(), SPY.encode(), RSS.encode()[:300], b"<rss><item></rss>",
        b'<?xml version="1.0" encoding="nonsense"?><rss/>', b"\x00" * 1000,
    ],
)  # fmt: skip
def test_what_is_broken_or_booby_trapped_is_refused(content):
    with pytest.raises(Refused) as refusal:
        entries(content)
    assert refusal.value.reason == "broken"


def test_a_feed_without_end_and_one_of_great_depth():
    many = "<rss>" + "<item><title>x</title></item>" * 5000 + "</rss>"
    assert len(entries(many.encode())) == MOST
    deep = "<rss><item><title>" + "<b>" * 50_000 + "x" + "</b>" * 50_000
    began = time.perf_counter()
    assert [e.title for e in entries(f"{deep}</title></item></rss>".encode())] == ["x"]
    assert time.perf_counter() - began < 2


async def test_a_feed_gives_the_headlines_of_the_last_days(site, fetcher, clock):
    source = FeedSource(fetcher, "Provecho", site.serve("/feed", RSS))
    found = await source.trends(clock.now())
    assert [t.topic for t in found] == ["Los mejores ceviches de Lima", "Lomo & saltado"]
    assert {t.source for t in found} == {"Provecho"}


async def test_searches_weigh_by_how_many_there_were(site, fetcher, clock):
    source = GoogleSource(fetcher, site.serve("/trending", GOOGLE))
    weights = {t.topic: t.weight for t in await source.trends(clock.now())}
    assert weights["pan con chicharrón"] > weights["universitario"] > weights["ceviche"] == 1


async def test_a_page_gives_its_headings(site, fetcher, clock):
    page = """<title>La Picantería</title><script>var h="<h1>no</h1>"</script>
    <h1>Rocoto <em>relleno</em> del día</h1><p>párrafo</p><h2>Adobo</h2><h2>Adobo</h2>
    <style><h3>tampoco</h3></style><h3 onclick=x>Sin cerrar<h4>&lt;b&gt;Chupe&lt;/b&gt;"""
    url = site.serve("/carta", page, "text/html")
    found = await PageSource(fetcher, url).trends(clock.now())
    assert [t.topic for t in found] == [
        "La Picantería", "Rocoto relleno del día", "Adobo", "Sin cerrar", "Chupe",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hostile",
    [
        "<" * 400_000,
        "<h1>" * 100_000,
        "<!--" * 100_000,
        "<a " + "b='" * 100_000,
        "<script>" * 50_000,
        "<h1 " * 100_000,
        "<h1>" + "&amp;" * 80_000,
    ],
)
def test_a_page_made_to_choke_a_reader(hostile):
    began = time.perf_counter()
    headings(hostile.encode(), "no-such-charset")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("  uno\n\tdos\x00\x1b[31m ", "uno dos [31m"),
        ("<script>alert(1)</script>Ceviche", "alert(1) Ceviche"),
        ("&lt;img src=x onerror=alert(1)&gt;Causa", "Causa"),
        ("al rev\u202eés\u200b y\ufeff más", "al rev és y más"),
        ("e\u0301xito", "éxito"),
        ("<a <b>>x", "x"),
    ],
)
def test_a_line_is_plain(said, shown):
    assert line(said) == shown


def test_a_line_is_short():
    assert len(line("palabra " * 10_000)) <= LONGEST


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://p.pe/x?y=1", True), ("javascript:alert(1)", False), ("http://a b", False),
        ('https://p.pe/"><script>', False), ("https://p.pe/\u202e", False), ("p.pe", False),
    ],
)  # fmt: skip
def test_addresses_to_show(said, kept):
    assert bool(address(said)) is kept


def test_the_press_is_that_of_the_file_unless_the_operator_says_otherwise(fetcher):
    assert all(source.url.startswith("https://") for source in press(fetcher))
    assert [source.url for source in press(fetcher, ["https://x.pe/rss"])] == ["https://x.pe/rss"]
