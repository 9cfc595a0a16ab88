"""A database of the first version, with everything in it, becomes one of today."""

from __future__ import annotations

from sqlalchemy import text

from peruopt.chat.message import Address
from peruopt.people import Room
from peruopt.restaurant import Policy
from storage.database import open_database
from storage.engine import connect, read_url
from storage.migrate import upgrade
from storage.schema import SCRIPTS, head

ROWS = (
    (
        "INSERT INTO restaurants (id, name, locale, timezone, voice, city, opens, closes,"
        " spacing_minutes, grace_minutes, explore_share, demo) VALUES (1, 'La Caleta', 'es_PE',"
        " 'America/Lima', '', 'Lima', '09:00:00', '22:00:00', 180, 45, 0.1, {false})"
    ),
    (
        "INSERT INTO people (id, restaurant_id, platform, handle, name, role, locale)"
        " VALUES (1, 1, 'web', 'rosa', 'Rosa', 'owner', 'es_PE')"
    ),
    "INSERT INTO chats (id, restaurant_id, platform, chat) VALUES (1, 1, 'web', 'w1')",
    (
        "INSERT INTO drafts (id, restaurant_id, brief, dish, text, hashtags, alt, writer, author,"
        " locale, version, created_at) VALUES (12, 1, 'ceviche', '', 'Fresco', '', '', 'template',"
        " 'Rosa', 'es_PE', 1, '2026-11-20 15:00:00')"
    ),
)


def test_what_the_first_version_kept_is_still_there(database, empty_url, data_dir, clock):
    first = connect(read_url(empty_url))
    upgrade(first, SCRIPTS, "0001")
    with first.begin() as connection:
        for row in ROWS:
            connection.execute(text(row.format(false="0" if database.is_sqlite else "false")))
    first.dispose()
    opened = open_database(empty_url, data_dir=data_dir)
    with opened.work(1) as w:
        assert (w.restaurant.name, w.restaurant.approval) == ("La Caleta", Policy.ANY)
        assert w.restaurant.team is None
        assert w.rooms.all() == [Room(Address("web", "w1"))]
        assert w.people.all()[0].oneself == 1
        draft = w.drafts.get(12)
        assert (draft.author, draft.author_id, draft.remark) == ("Rosa", None, "")
        w.notices.add("publishing.failed", {})
        assert [n.to.chat for n in w.notices.waiting(clock.now())] == ["w1"]
    with opened.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == head()
    opened.close()
