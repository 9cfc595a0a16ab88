"""On a phone nothing lies over a card's words, and a title breaks where a person would pause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from e2e.browser import phone, screenshot
from e2e.conftest import opened
from peruopt.chat.message import Action, Button, Reply

LONG = "El limón despierta, el ají pica apenas y el camote pone la calma. " * 12
TITLES = [
    "Propuesta 1 (1 de 3) · Facebook + Instagram",
    "Propuesta 17 (1 de 3) · Facebook",
    "Propuesta 117 (2 de 3) · Instagram",
]
CARD = Reply(
    LONG, title=TITLES[0], quote=LONG, about="draft:1",
    buttons=((Button("Aprobar", Action("aprobar", ("1",))),),),
)  # fmt: skip
HALF_COVERED = """() => {
  const jump = document.getElementById("newest"), box = jump.getBoundingClientRect();
  const columns = [...Array(innerWidth - 2).keys()];
  const across = (y) => columns.map((x) => document.elementFromPoint(x + 1, y));
  const lines = [box.top + 2, box.top + box.height / 2, box.bottom - 2].map(across);
  return lines.flat().filter((seen) => !jump.contains(seen)).length;
}"""
BROKEN = """() => [...document.querySelectorAll(".shown h3 .whole")]
  .filter((part) => part.getClientRects().length > 1).length"""


@pytest.mark.parametrize("dark", [False, True])
def test_the_way_down_covers_no_words(browser, served, dark):
    for _ in range(3):
        served.tell(CARD)
    with phone(browser, dark=dark) as page:
        opened(page, served)
        jump = page.locator("#newest")
        page.locator("#scroll").evaluate("scroll => scroll.scrollTo(0, 200)")
        jump.wait_for()
        screenshot(page, f"fit-{'dark' if dark else 'light'}")
        assert page.evaluate(HALF_COVERED) == 0
        box = jump.bounding_box()
        room = "document.getElementById('scroll').clientHeight"
        height = page.evaluate(room)
        assert min(box["width"], box["height"]) >= 44
        jump.click()
        jump.wait_for(state="hidden")
        assert page.evaluate(room) == height, "nothing moves under a finger"


@pytest.mark.parametrize("width", [320, 360, 390, 412])
def test_what_stands_in_brackets_stays_in_one_line(browser, served, width):
    for title in TITLES:
        served.tell(replace(CARD, text="Ceviche.", quote="", about="", title=title))
    with phone(browser, width=width) as page:
        opened(page, served)
        assert page.locator(".shown h3").all_inner_texts()[-3:] == TITLES
        assert page.locator(".shown h3 .whole").count() == 3
        assert page.evaluate(BROKEN) == 0
        screenshot(page, f"fit-titles-{width}")
