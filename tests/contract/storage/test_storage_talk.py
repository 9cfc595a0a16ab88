"""What the talk must remember across restarts: cards, questions, notices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.chat.message import Action, Address

HOUR = timedelta(hours=1)


@pytest.fixture
def person(database, house) -> int:
    with database.work(house) as w:
        return w.people.all()[0].id


def test_every_copy_of_a_card_once(database, house):
    places = [Address("web", "1", "7"), Address("slack", "C9", "1.5"), Address("console", "-")]
    with database.work(house) as w:
        for place in [*places, *places]:
            w.cards.add("post:7", place)
        w.cards.add("post:8", places[0])
    with database.work(house) as w:
        assert w.cards.of("post:7") == places
        assert w.cards.of("draft:7") == []


def test_what_came_last_in_a_chat_is_known_whatever_its_messages_are_called(database, house):
    page, elsewhere = Address("web", "1"), [Address("web", "2"), Address("slack", "1")]
    told = [("draft:1", "f"), ("draft:2", "c"), ("post:9", "d"), ("draft:1", "a")]
    with database.work(house) as w:
        for about, message in told:
            w.cards.add(about, Address("web", "1", message))
        w.cards.add("draft:2", Address("web", "1", "c"))  # changed where it is
        for at in elsewhere:
            w.cards.add("draft:3", at)
    with database.work(house) as w:
        assert w.cards.newest(page, 9) == ["draft:1", "post:9", "draft:2"]
        assert w.cards.newest(Address("web", "1", "c"), 2) == ["draft:1", "post:9"]
        assert w.cards.newest(Address("web", "9"), 9) == []


def test_a_question_waits_for_its_person_in_its_chat(database, house, other, person, chat, clock):
    question = Action("editar", ("12", "ñ" * 99))
    with database.work(house) as w:
        w.conversations.ask(person, chat, Action("voz"), clock.now() + HOUR)
        w.conversations.ask(person, chat, question, clock.now() + HOUR)
        who = w.people.get(person)
    awaited = database.directory.awaited
    assert awaited(who, chat, clock.now()) == question
    assert awaited(who, Address("web", "2"), clock.now()) is None
    assert awaited(who, chat, clock.now() + HOUR) is None
    with database.work(other) as w:
        assert awaited(w.people.all()[0], chat, clock.now()) is None
        w.conversations.answered(person, chat)
    assert awaited(who, chat, clock.now()) == question, "another house has no say in it"
    with database.work(house) as w:
        w.conversations.answered(person, chat)
    assert awaited(who, chat, clock.now()) is None


def test_a_notice_goes_to_every_chat_until_it_has_been_told(database, house, clock):
    chats = [Address("web", "1"), Address("slack", "C9")]
    for chat in [*chats, chats[0]]:
        database.directory.bind(house, chat)
    with database.work(house) as w:
        w.notices.add("post.missed", {"text": "¡Ceviche!"}, about="post:7")
    with database.work(house) as w:
        first, second = w.notices.waiting(clock.now())
        assert [first.to, second.to] == chats
        assert (first.key, dict(first.values), first.about, first.locale, first.tries) == (
            "post.missed",
            {"text": "¡Ceviche!"},
            "post:7",
            "es_PE",
            0,
        )
        w.notices.told(first.id, clock.now())
        w.notices.failed(second.id, clock.now() + HOUR)
    with database.work(house) as w:
        assert w.notices.waiting(clock.now()) == []
        (again,) = w.notices.waiting(clock.now() + HOUR)
        assert (again.id, again.tries) == (second.id, 1)


def test_a_notice_that_nobody_could_hear_waits_for_the_first_chat(database, house, chat, clock):
    with database.work(house) as w:
        w.notices.add("post.missed", {})
        assert w.notices.waiting(clock.now()) == []
    database.directory.bind(house, chat)
    database.directory.bind(house, Address("slack", "C9"))
    with database.work(house) as w:
        assert [notice.to for notice in w.notices.waiting(clock.now())] == [chat]
