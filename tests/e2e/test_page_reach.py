"""The page for everybody: by keyboard, by ear, on a narrow phone, in the dark."""

from __future__ import annotations

import asyncio

import pytest

from e2e.browser import phone
from e2e.conftest import opened, say
from peruopt.chat.message import Action, Button, Picture, Reply, Tone, Upload
from tests.photos import png

CONTRAST = """() => {
  const parse = (c) => { const n = c.match(/[\\d.]+/g).map(Number); return [...n.slice(0, 3), n[3] ?? 1] };
  const light = ([r, g, b]) => { const f = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b) };
  const mix = (top, under, a) => top.slice(0, 3).map((v, i) => v * a + under[i] * (1 - a));
  const ground = (node) => { const layers = [];
    for (let n = node; n; n = n.parentElement) { const c = parse(getComputedStyle(n).backgroundColor);
      layers.push(c); if (c[3] === 1) break }
    return layers.reverse().reduce((under, c) => mix(c, under, c[3]), [255, 255, 255]) };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walk.nextNode());) { const node = text.parentElement;
    if (!text.data.trim() || !node.checkVisibility() || node.closest(".unseen, .skip, script")) continue;
    const style = getComputedStyle(node), back = ground(node), size = parseFloat(style.fontSize);
    let alpha = 1; for (let n = node; n; n = n.parentElement) alpha *= getComputedStyle(n).opacity;
    const [a, b] = [light(mix(parse(style.color), back, alpha)), light(back)].sort((x, y) => y - x);
    const large = size >= 24 || (size >= 18.6 && style.fontWeight >= 700), ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) poor.push(`${text.data.trim().slice(0, 30)}: ${ratio.toFixed(2)}`) }
  return poor }"""  # noqa: E501 - a formula reads best in one piece
SMALL = """() => [...document.querySelectorAll("button, a, input, textarea")]
  .filter((n) => n.checkVisibility() && !n.matches(".command, p > a, .skip"))
  .map((n) => [n.textContent.trim() || n.getAttribute("aria-label"), n.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44).map(([name]) => name)"""
NAMELESS = """() => [...document.querySelectorAll("button, a, input, textarea, img, [role]")]
  .filter((n) => n.checkVisibility() && !n.hasAttribute("alt") && !n.textContent.trim()
    && !n.getAttribute("aria-label") && !(n.labels && n.labels.length)).map((n) => n.outerHTML)"""


def chart() -> bytes:
    return png(1400, 900, "wheat")


def rich(served) -> None:
    """Everything that a page can show."""
    keys = (
        (
            Button("Vie 20:00 · +18 %", Action("aprobar", ("7", "1")), Tone.PRIMARY),
            Button("Sáb 13:00 · +11 %", Action("aprobar", ("7", "2")), Tone.PRIMARY),
        ),
        (Button("Descartar todo lo propuesto", Action("descartar", ("7",)), Tone.DANGER),),
    )
    picture = Picture(chart(), "Mapa de calor", "horas.png")
    wide = "x" * 300 + " https://example.pe/" + "y" * 200
    for title in ("Propuesta", "Propuesta nueva"):
        served.tell(
            Reply(wide, title, "«" + "ñ" * 200 + "» 🐟", keys, picture, (Upload("a.csv", b"1"),),
                  about="draft:7")
        )  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
def test_contrast_is_aa_everywhere(browser, served, dark):
    with phone(browser, dark=dark) as page:
        opened(page, served)
        say(page, "hola")
        rich(served)
        page.get_by_role("heading", name="Propuesta nueva").wait_for()
        page.get_by_role("button", name="Descartar todo").last.click()
        page.locator(".key.picked").wait_for()
        page.get_by_role("button", name="La carta").click()
        page.evaluate("document.getElementById('banner').hidden = false")
        page.evaluate("document.getElementById('banner').textContent = 'Sin conexión'")
        page.wait_for_timeout(1600)
        assert page.evaluate(CONTRAST) == []
        page.goto(f"{served.url}/publicado")
        assert page.evaluate(CONTRAST) == []


def test_the_contrast_test_can_fail(page):
    page.evaluate("document.body.append(Object.assign(document.createElement('p'), {id: 'pale'}))")
    page.locator("#pale").evaluate(
        "n => { n.textContent = 'pálido'; n.style.color = '#ccc'; n.style.background = '#fff' }"
    )
    page.wait_for_timeout(400)
    assert page.evaluate(CONTRAST) == ["pálido: 1.61"]


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_nothing_overflows_and_all_can_be_touched(browser, served, width):
    with phone(browser, width=width) as page:
        opened(page, served)
        rich(served)
        say(page, "z" * 400)
        page.get_by_role("button", name="La carta").click()
        page.wait_for_timeout(300)
        for measured in ("document.documentElement", "document.getElementById('scroll')"):
            assert page.evaluate(f"{measured}.scrollWidth <= {measured}.clientWidth"), measured
        assert page.evaluate(SMALL) == []
        assert page.evaluate(NAMELESS) == []


def test_a_whole_talk_by_keyboard(page, served):
    served.tell(Reply("¿Sí?", buttons=((Button("Sí, dale", Action("si")),),)))
    page.get_by_role("button", name="Sí, dale").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(20):
        page.keyboard.press("Tab")
        if "dale" in page.evaluate("document.activeElement.textContent"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.get_by_text("Oí: /si").wait_for()
    assert "dale" in page.evaluate("document.activeElement.textContent"), "focus stays"
    page.locator("#text").focus()
    page.keyboard.type("uno")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("dos")
    page.keyboard.press("Enter")
    page.get_by_text("Oí: uno").wait_for()
    assert served.said == ["/si", "uno\ndos"]


def test_the_carta_by_keyboard(page, served):
    page.locator("#text").focus()
    page.keyboard.type("/HO")
    assert page.locator("#dishes b:visible").all_inner_texts() == ["/horas"]
    page.keyboard.press("Escape")
    assert not page.locator("#carta").is_visible()
    assert page.locator("#text").input_value() == "/HO"
    page.keyboard.type("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("Oí: /horas").wait_for()
    assert page.locator("#text").input_value() == ""
    assert not page.locator("#carta").is_visible()


def test_what_a_screen_reader_is_told(page, served):
    log = page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    assert page.locator("html").get_attribute("lang") == "es-PE"
    hold = asyncio.Event()
    served.script = lambda _page, _message: hold.wait()
    say(page, "hola")
    page.get_by_role("status").get_by_text("Preparando tu respuesta…").wait_for()
    assert log.get_attribute("aria-busy") == "true"
    assert page.get_by_role("textbox", name="Escribe tu mensaje").is_visible()
    served._loop.call_soon_threadsafe(hold.set)
    page.locator("#log[aria-busy=false]").wait_for()


def test_motion_is_reduced_for_whoever_asks(browser, served):
    with phone(browser, reduced_motion="reduce") as page:
        opened(page, served)
        names = "[...document.querySelectorAll('*')].map(n => getComputedStyle(n).animationName)"
        assert set(page.evaluate(names)) == {"none"}
