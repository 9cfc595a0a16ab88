"""A person talks with the page."""

from __future__ import annotations

from e2e.conftest import say
from peruopt.chat.message import Picture, Reply, Upload
from tests.photos import jpeg


def test_an_empty_page_is_greeted_once_by_the_assistant(page, served):
    page.get_by_text("Oí: /inicio").wait_for()
    page.reload()
    page.get_by_text("Oí: /inicio").wait_for()
    assert [m.text for m in served.heard] == ["/inicio"]
    assert page.locator(".said").count() == 0


def test_what_is_typed_is_heard_and_answered(page, served):
    say(page, "hola, causa")
    page.get_by_text("Oí: hola, causa").wait_for()
    assert page.locator(".said", has_text="hola, causa").count() == 1
    heard = served.heard[-1]
    assert (heard.source.platform, heard.source.message, heard.person) == ("web", None, "local")
    assert heard.at.tzinfo is not None


def test_a_photo_goes_up_with_its_caption(page, served, tmp_path):
    (tmp_path / "ceviche.jpg").write_bytes(jpeg(320, 240))
    (tmp_path / "posts.csv").write_text("fecha,texto\n1,á\n")
    page.locator("#files").set_input_files([tmp_path / "ceviche.jpg", tmp_path / "posts.csv"])
    page.get_by_label("Quitar ceviche.jpg").wait_for()
    say(page, "el de hoy")
    page.get_by_text("Oí: el de hoy ceviche.jpg").wait_for()
    uploads = served.heard[-1].uploads
    assert [(u.name, u.content) for u in uploads] == [
        ("ceviche.jpg", jpeg(320, 240)),
        ("posts.csv", "fecha,texto\n1,á\n".encode()),
    ]
    image = page.locator(".said:not(.pending) img")
    image.wait_for()
    assert image.evaluate("async (i) => { await i.decode(); return i.naturalWidth }") == 320
    assert page.locator(".said .file", has_text="posts.csv").count() == 1
    assert not any((tmp_path / "web" / "inbox").iterdir()), "an answered upload is not kept"


def test_a_pasted_and_a_dropped_picture_wait_in_the_tray(page):
    page.evaluate(
        """() => {
          const carry = (name) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array([137, 80])], name, {type: "image/png"}));
            return carried };
          document.getElementById("text").dispatchEvent(new ClipboardEvent("paste",
            {clipboardData: carry("pegada.png"), bubbles: true, cancelable: true}));
          document.body.dispatchEvent(new DragEvent("dragover",
            {dataTransfer: carry("soltada.png"), bubbles: true, cancelable: true}));
        }"""
    )
    page.get_by_text("Suéltalo aquí").wait_for()
    page.evaluate(
        """() => { const d = new DataTransfer();
          d.items.add(new File(["a"], "soltada.csv")); document.body.dispatchEvent(
            new DragEvent("drop", {dataTransfer: d, bubbles: true, cancelable: true})) }"""
    )
    assert page.locator("#tray li").all_inner_texts() == ["pegada.png\n×", "soltada.csv\n×"]
    page.get_by_label("Quitar pegada.png").click()
    assert page.locator("#tray li").count() == 1


def test_a_large_file_is_refused_before_it_travels(page, served):
    page.evaluate(
        """() => { const d = new DataTransfer();
          d.items.add(new File([new Uint8Array(21 * 2 ** 20)], "enorme.jpg"));
          document.body.dispatchEvent(
            new DragEvent("drop", {dataTransfer: d, bubbles: true, cancelable: true})) }"""
    )
    page.get_by_text("enorme.jpg pesa demasiado: acepto hasta 20 MB").wait_for()
    assert page.locator("#tray li").count() == 0


def test_news_come_by_themselves_with_everything_a_reply_has(page, served):
    csv = Upload("posts.csv", b"a,b\n")
    picture = Picture(jpeg(320, 240), "Un mapa de calor", "horas.jpg")
    text = "Mira https://example.pe/x. O pide /horas."
    served.tell(Reply(text, "Título", "Cita", picture=picture, files=(csv,)))
    card = page.locator(".shown", has_text="Título")
    card.wait_for()
    assert card.locator("h3, blockquote").all_inner_texts() == ["Título", "Cita"]
    assert card.get_by_role("img", name="Un mapa de calor").count() == 1
    assert card.locator("a[target]").get_attribute("href") == "https://example.pe/x"
    with page.expect_download() as coming:
        card.get_by_label("Descargar posts.csv").click()
    assert coming.value.suggested_filename == "posts.csv"
    card.get_by_role("button", name="Ver en grande").click()
    page.locator("dialog[open] img[alt='Un mapa de calor']").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    card.get_by_role("button", name="/horas").click()
    page.get_by_text("Oí: /horas").wait_for()


def test_the_newest_hundred_are_shown_and_the_rest_on_demand(page, served):
    for number in range(130):
        served.tell(Reply(f"número {number}."))
    page.get_by_text("número 129.").wait_for()
    page.reload()
    page.get_by_text("número 129.").wait_for()
    assert page.locator(".shown").count() == 100
    page.get_by_role("button", name="Ver mensajes anteriores").click()
    page.get_by_text("número 0.").wait_for()
    texts = page.locator(".shown p").all_inner_texts()
    assert texts == ["Oí: /inicio", *(f"número {n}." for n in range(130))]
    assert page.locator(".day").count() == 1
    assert page.get_by_role("button", name="Ver mensajes anteriores").count() == 0
