"""A person talks with the page."""

from __future__ import annotations


def say(page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


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
