"""Sentences by key."""

import pytest

from peruopt.chat.words import Words


@pytest.mark.parametrize("way", ["../en/web", "/etc/web", "./web", "web/../web", "", "nothing"])
def test_a_key_from_outside_never_becomes_a_path(way):
    assert Words().has("web.title")
    assert not Words().has(f"{way}.title")


def test_a_sentence_that_is_missing_is_named():
    with pytest.raises(KeyError, match=r"web\.no_such"):
        Words()("web.no_such")
