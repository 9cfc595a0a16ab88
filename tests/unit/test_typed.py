"""What a button says one could type is understood, in either language."""

from __future__ import annotations

import pytest

import handlers
from handlers import (
    discard,
    missed,
    networks,
    notices,
    occasions,
    publish_now,
    settings,
    summary,
    team,
    train,
    trends,
)
from peruopt.chat.command import register
from peruopt.chat.message import Action
from peruopt.chat.words import Words, topic
from peruopt.work.hourtalk import ANYWAY

handlers.load()


def typed(locale: str) -> dict[tuple[str, str], str]:
    """Return what the locale says for each word of each command."""
    return {tuple(key.split("_", 1)): said for key, said in topic(locale, "typed").items()}


ALIKE = {
    "ajustes": [
        *((spanish, english) for english, spanish in settings.ALIASES.items()),
        settings.HERE,
        *((a, b) for a in settings.SWITCH for b in settings.SWITCH
          if settings.SWITCH[a] is settings.SWITCH[b]),
        *((a, b) for a in settings.TAGS for b in settings.TAGS
          if settings.TAGS[a] is settings.TAGS[b]),
    ],
    "redes": [*networks.WORDS.items(), ("si", "yes")],
    "entrenar": [("cancelar", word) for word in train.CANCEL],
    "perdidas": [
        *((spanish, english) for english, spanish in missed.VERBS.items()),
        *((missed.ALL, word) for word in missed.EVERY),
    ],
    "tendencias": [("quitar", word) for word in trends.REMOVE],
    "fecha": [("quitar", word) for word in occasions.REMOVE],
    "equipo": [team.REMOVE, team.SURE],
    "descartar": [discard.OTHERS],
    "publicar": [publish_now.NOW, ANYWAY],
    "avisos": [notices.QUIET, notices.WITHOUT, notices.WITH, notices.YES[:2]],
    "carta": [("cambiar", "change")],
    "resumen": [("platos", word) for word in summary.DISHES],
    **{key: [ANYWAY] for key in ("aprobar", "mover", "otrahora")},
}  # fmt: skip


def test_every_english_word_means_what_the_spanish_does():
    wrong = [
        (command, spanish, english)
        for (command, spanish), english in typed("en").items()
        if (spanish, english) not in ALIKE[command]
    ]
    assert wrong == []
    assert len(typed("en")) > 40


def test_spanish_is_said_as_it_is():
    assert all(said == word for (_, word), said in typed("es_PE").items())


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action("ajustes", ("nombre",)), "/settings name"),
        (Action("redes", ("facebook", "desconectar")), "/networks facebook disconnect"),
        (Action("perdidas", ("mover", "todas")), "/missed move all"),
        (Action("redactar", ("mover", "ya")), "/draft mover ya"),
        (Action("ver", ("3",)), "/show 3"),
        (Action("nadie", ("si",)), "/nadie si"),
    ],
)
def test_a_button_in_english(action, said):
    assert register.typed(action, Words("en")) == said
    assert register.typed(action, Words("es_PE")) == action.typed
