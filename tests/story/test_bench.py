"""The bench of the chats, small: what it measures holds at any size."""

from __future__ import annotations

from tests.bench.chat import COMMANDS, crowd, rounds


async def test_every_message_of_a_crowd_is_answered_exactly_once(tmp_path):
    many = await crowd(40, 1.5, tmp_path)
    assert many.said >= 40
    assert (many.answered_once, many.lost, many.twice) == (many.said, 0, 0)
    assert many.memory > 0


async def test_the_door_is_measured_beside_a_bare_bot(tmp_path):
    took = await rounds(2, tmp_path)
    assert took.keys() == {"echo", *COMMANDS}
    assert all(0 < told.p50 <= told.p95 for told in took.values())
