"""Several people are said as a person would, and the verb agrees with them."""

from __future__ import annotations

import pytest

from peruopt.chat.words import Words
from peruopt.errors import AlreadyDecided
from peruopt.names import Names, joined

ES, EN = Words("es_PE"), Words("en")


@pytest.mark.parametrize(
    ("each", "spanish", "english"),
    [
        (["Rosa"], "Rosa", "Rosa"),
        (["Luis", "Rosa"], "Luis y Rosa", "Luis and Rosa"),
        (["Ana", "Luis", "Rosa"], "Ana, Luis y Rosa", "Ana, Luis and Rosa"),
        (["Luis", "Inés"], "Luis e Inés", "Luis and Inés"),
        (["Rosa", "Hilda"], "Rosa e Hilda", "Rosa and Hilda"),
        (["Rosa", "Yvonne"], "Rosa e Yvonne", "Rosa and Yvonne"),
        (["Rosa", "Yolanda"], "Rosa y Yolanda", "Rosa and Yolanda"),
    ],
)
def test_names_are_said_together(each, spanish, english):
    names = Names.of(joined(each))
    assert names.each == tuple(each)
    assert (ES.together(names), EN.together(names)) == (spanish, english)


@pytest.mark.parametrize("kept", [None, ""])
def test_nobody_has_no_name(kept):
    assert ES.together(Names.of(kept)) == ""


def approved(words: Words, *each: str) -> str:
    return words("card.is_scheduled_by", at="hoy", by=Names(each))


def test_the_verb_agrees():
    assert approved(ES, "Rosa") == "✅ Sale el hoy. La aprobó Rosa."
    assert approved(ES, "Luis", "Rosa") == "✅ Sale el hoy. La aprobaron Luis y Rosa."
    assert approved(EN, "Luis", "Rosa").endswith("Approved by Luis and Rosa.")


def test_an_error_says_names_too():
    late = AlreadyDecided(
        "approving.already_scheduled", by=Names(("Luis", "Rosa")), due="hoy", at="ayer", id="4"
    )
    assert ES.error(late).startswith("Luis y Rosa ya la programaron para el hoy (lo decidieron")
    assert EN.error(late).startswith("Luis and Rosa have already scheduled it")


def test_the_house_begins_a_sentence_with_a_capital():
    house = Names.of("la casa")
    said = ES("cancel.done", by=house, id="6", networks="Facebook")
    assert said.startswith("🗑️ La casa canceló la propuesta 6")
    assert EN("history_log.post_published", who=house, number="3") == "The house published 3"
    assert ES("approving.already_cancelled", by="la casa", at="hoy", id="6").startswith(
        "La casa ya"
    )
    both = Names(("la casa", "Rosa"))
    assert ES("history_log.draft_edited", who=both, number="3").startswith("La casa y Rosa cambi")
    assert EN("error.already", state="x", by=house).endswith(". The house")


def test_within_a_sentence_the_house_and_every_other_name_stay_as_they_are():
    house = Names.of("la casa")
    assert "aprobó la casa." in approved(ES, "la casa")
    assert ES("publish_now.going", by=house).startswith("🚀 Allá va: la casa la mandó")
    assert ES("history_log.draft_edited", who=Names.of("rosa"), number="3").startswith("rosa ")
    assert ES("slack.file_large", name="la casa.png", n=5).startswith("la casa.png")
