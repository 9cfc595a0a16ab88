"""The line breaks: nothing is lost, nothing is said twice."""

from __future__ import annotations

from e2e.conftest import say
from peruopt.chat.message import Reply


def test_a_message_written_while_the_house_is_away_arrives_once(page, served):
    say(page, "primero")
    page.get_by_text("Oí: primero").wait_for()
    served.stop()
    try:
        say(page, "segundo")
        say(page, "tercero")
        page.get_by_text("Sin conexión. Sigo intentando").wait_for()
        page.get_by_text("Se enviará cuando vuelva la conexión").wait_for()
    finally:
        served.start()
    page.get_by_text("Oí: tercero").wait_for(timeout=15000)
    served.tell(Reply("Ya volví."))
    page.get_by_text("Ya volví.").wait_for()
    page.get_by_text("Sin conexión").wait_for(state="hidden")
    assert served.said == ["primero", "segundo", "tercero"]
    assert page.locator(".pending").count() == 0
    assert page.locator(".said > p").all_inner_texts() == ["primero", "segundo", "tercero"]
    assert page.get_by_text("Oí: primero").count() == 1


def test_a_post_whose_answer_was_lost_is_repeated_and_heard_once(page, served):
    lost = []

    def lose_the_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    page.route("**/messages", lose_the_first)
    say(page, "una sola vez")
    page.get_by_text("Oí: una sola vez").wait_for()
    page.wait_for_timeout(2500)
    assert lost == [202]
    assert served.said == ["una sola vez"]
    assert page.locator(".said").count() == 1


def test_what_could_not_be_sent_survives_a_reload(page, served):
    page.route("**/messages", lambda route: route.abort())
    say(page, "no me olvides")
    page.get_by_text("Se enviará cuando vuelva la conexión").wait_for()
    page.locator("#text").fill("a medio escr")
    page.unroute("**/messages")
    page.reload()
    page.get_by_text("Oí: no me olvides").wait_for()
    assert page.locator("#text").input_value() == "a medio escr"
    page.reload()
    page.get_by_text("Oí: no me olvides").wait_for()
    assert served.said == ["no me olvides"]


def test_a_refused_message_says_why_and_gives_the_words_back(page, served):
    page.route(
        "**/messages", lambda route: route.fulfill(status=413, json={"error": "Pesa mucho."})
    )
    say(page, "con foto")
    page.get_by_text("No se envió: Pesa mucho.").wait_for()
    page.get_by_role("button", name="Descartar").click()
    assert page.locator("#text").input_value() == "con foto"
    assert page.locator(".said").count() == 0
    page.unroute("**/messages")
    page.keyboard.press("Enter")
    page.get_by_text("Oí: con foto").wait_for()


def test_another_transcript_is_noticed(page, served, tmp_path):
    served.stop()
    served.folder = tmp_path / "otra"
    served.start()
    page.get_by_text("Oí: /inicio").wait_for(timeout=15000)
    served.tell(Reply("Casa nueva."))
    page.get_by_text("Casa nueva.").wait_for()


def test_many_tabs_do_not_use_the_house_up(browser, served):
    from e2e.browser import phone
    from e2e.conftest import opened

    with phone(browser) as first:
        tabs = [first, *(first.context.new_page() for _ in range(5))]
        for tab in tabs:
            opened(tab, served)
        say(tabs[-1], "desde la sexta")
        for tab in tabs:
            tab.get_by_text("Oí: desde la sexta").wait_for(timeout=20000)
