"""Editing: the person's words go out as they are, after a new approval."""

from __future__ import annotations

import pytest

from peruopt.errors import AlreadyDecided, NotAllowed, UserError
from peruopt.post import State
from peruopt.restaurant import Channel, Network, Role
from peruopt.rules import law
from peruopt.work.albums import illustrate
from peruopt.work.approving import Choice, approve
from peruopt.work.discarding import discard
from peruopt.work.editing import mend, rewrite
from peruopt.work.wording import split
from tests.taster import draft_of, lima, person, posts_of

FB, IG, X = Network.FACEBOOK, Network.INSTAGRAM, Network.X


def version(house, number):
    with house.database.work(house.id) as w:
        draft = w.drafts.get(number)
        return draft.version, draft.text, draft.hashtags, draft.writer


def test_an_edit_is_carried_to_every_network_and_judged_anew(house, parts):
    number = draft_of(house)
    rewrite(parts, house.person, number, "Mesa 5, con leche de tigre\n\n#ceviche #lima #mar")
    assert version(house, number) == (
        2, "Mesa 5, con leche de tigre", "#ceviche #lima #mar", "Rosa",
    )  # fmt: skip
    facebook = posts_of(house, number)[FB]
    assert facebook.text == "Mesa 5, con leche de tigre\n\n#ceviche #lima #mar"
    assert facebook.expected == 150


def test_editing_what_was_approved_asks_for_a_new_approval(house, parts):
    number = draft_of(house)
    approve(parts, house.person, Choice(number, lima(27, 20)))
    rewrite(parts, person(house, "Edu", Role.EDITOR), number, "Otro texto")
    facebook = posts_of(house, number)[FB]
    assert facebook.state is State.PROPOSED
    assert facebook.approved_by is None
    assert facebook.due_at == lima(27, 20), "so that the same hour can be offered again"
    assert facebook.runs_at is None


def test_what_has_gone_out_keeps_its_words(house, parts):
    number = draft_of(house)
    with house.database.work(house.id) as w:
        post = w.posts.of_draft(number)[0]
        for step in (State.SCHEDULED, State.PUBLISHING, State.PUBLISHED):
            post.move(step)
    rewrite(parts, house.person, number, "Nuevo")
    posts = posts_of(house, number)
    assert (posts[FB].text, posts[IG].text) == ("Ceviche del día", "Nuevo")


def test_a_discarded_draft_is_not_edited(house, parts):
    number = draft_of(house)
    discard(parts, house.person, number)
    with pytest.raises(AlreadyDecided):
        rewrite(parts, house.person, number, "Nuevo")


def test_viewers_do_not_edit(house, parts):
    with pytest.raises(NotAllowed):
        rewrite(parts, person(house, "Vera", Role.VIEWER), draft_of(house), "Nuevo")


def test_the_laws_sentence_is_added_for_all_networks(house, parts):
    number = draft_of(house, "Hoy pisco sour a la hora del lonche")
    mend(parts, house.person, number, "law.alcohol")
    for post in posts_of(house, number).values():
        assert post.text.endswith(law.wording())
        assert not law.check(post.text)


def test_a_networks_own_limit_is_mended_on_that_network_alone(house, parts):
    with house.database.work(house.id) as w:
        channel = w.channels.add(
            Channel(restaurant_id=house.id, network=X, account="x", publishes=True)
        )
        house.channels[X] = channel.id
    long = "Ceviche del día. " * 30
    number = draft_of(house, long.strip())
    mend(parts, house.person, number, "x.length")
    posts = posts_of(house, number)
    assert len(posts[X].text) <= 280
    assert posts[FB].text == long.strip()


def test_nothing_to_mend_says_so(house, parts):
    with pytest.raises(UserError) as refused:
        mend(parts, house.person, draft_of(house), "law.alcohol")
    assert refused.value.key == "edit.nothing_to_mend"


def test_a_photo_lets_instagram_go(house, parts):
    number = draft_of(house)
    kept = parts.pictures.put(b"ceviche")
    illustrate(parts, house.person, number, [kept], "Foto: ceviche")
    approve(parts, house.person, Choice(number, lima(27, 20)))
    posts = posts_of(house, number)
    assert {post.state for post in posts.values()} == {State.SCHEDULED}
    assert {post.picture for post in posts.values()} == {kept}


@pytest.mark.parametrize(
    ("full", "text", "tags"),
    [
        ("Ceviche #lima", "Ceviche", ("#lima",)),
        ("Ceviche\n\n#lima #mar", "Ceviche", ("#lima", "#mar")),
        ("El #ceviche de hoy", "El #ceviche de hoy", ()),
        ("Mesa #5", "Mesa #5", ()),
        ("#solo #tags", "", ("#solo", "#tags")),
        ("Nada", "Nada", ()),
    ],
)
def test_hashtags_are_told_from_text(full, text, tags):
    assert split(full) == (text, tags)
