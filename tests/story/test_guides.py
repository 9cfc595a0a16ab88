"""The set-up guides: every drawing is in its page, small, and says what peruopt says."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from bot.settings import Settings
from peruopt.chat.words import LOCALES, Words

DOCS = Path(__file__).parents[2] / "docs"
LOCALE_FILES = DOCS.parent / "peruopt" / "locales"
SECTION = re.compile(r'<section id="([\w-]+)">')
SETTING = re.compile(r"PERUOPT_([A-Z_]+)")
SETTINGS = {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("guide", ["telegram", "slack"])
def test_every_drawing_is_a_small_picture_in_its_guide(guide):
    drawing = (DOCS / "drawings" / f"{guide}.html").read_text("utf-8")
    page = (DOCS / f"{guide}.md").read_text("utf-8")
    names = SECTION.findall(drawing)
    assert len(names) == 4
    assert drawing.count("<footer>D") == 4, "each says that it is a drawing of ours"
    for name in names:
        picture = DOCS / "pictures" / f"guide-{name}.png"
        assert 5_000 < picture.stat().st_size < 150_000
        assert f"](pictures/{picture.name})" in page


def texts():
    yield from ((DOCS / "drawings" / f"{name}.html") for name in ("telegram", "slack"))
    yield from ((DOCS / f"{name}.md") for name in ("telegram", "slack"))
    for locale in LOCALES:
        yield from ((LOCALE_FILES / locale / f"{name}.toml") for name in ("telegram", "slack"))


@pytest.mark.parametrize("path", list(texts()), ids=lambda path: "/".join(path.parts[-2:]))
def test_every_setting_that_is_named_exists(path):
    named = set(SETTING.findall(path.read_text("utf-8")))
    assert named
    assert named <= SETTINGS


@pytest.mark.parametrize(
    ("guide", "locale", "key", "values"),
    [
        ("telegram", "es_PE", "telegram.knows_us", {"bot": "la_caleta_redes_bot"}),
        ("telegram", "es_PE", "claim.printed", {"door": "Telegram", "code": "K7PQ2-XM4RD"}),
        ("slack", "en", "slack.check_token", {"team": "La Caleta", "name": "peruopt"}),
        ("slack", "en", "slack.check_scopes", {}),
        ("slack", "en", "slack.check_socket", {}),
        ("slack", "en", "claim.printed", {"door": "Slack", "code": "K7PQ2-XM4RD"}),
    ],
)
def test_a_drawn_terminal_says_what_the_real_one_says(guide, locale, key, values):
    drawn = (DOCS / "drawings" / f"{guide}.html").read_text("utf-8")
    plain = " ".join(unescape(re.sub(r"<[^>]+>", "", drawn)).split())
    said = Words(locale)(key, **values).partition(" (")[0]
    assert said in plain
