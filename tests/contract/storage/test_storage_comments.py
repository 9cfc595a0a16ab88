"""Comments on record: each once, in their time, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

from peruopt.comments.comment import Comment


def test_each_comment_once_and_only_its_own_house(database, house, other, clock):
    now = clock.now()
    told = [Comment(f"c{n}", f"Rico {n}", now - timedelta(days=n), "P1") for n in range(1200)]
    with database.work(house) as w:
        assert w.comments.latest() is None
        assert w.comments.add([*told, told[0]]) == 1200
        assert w.comments.add(told[:5]) == 0
    with database.work(house) as w:
        assert w.comments.latest() == now
        found = w.comments.between(now - timedelta(days=3), now)
        assert [c.external_id for c in found] == ["c3", "c2", "c1"]
        assert found[0] == told[3]
        newest = w.comments.between(now - timedelta(days=99), now, 2)
        assert [c.external_id for c in newest] == ["c2", "c1"]
    with database.work(other) as w:
        assert w.comments.latest() is None
        assert w.comments.add(told[:1]) == 1
