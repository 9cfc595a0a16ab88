"""The publishing bench, small: four processes put every post up exactly once."""

from __future__ import annotations

from collections import Counter

from tests.bench.publishing import SEED, compared, lines
from tests.bench.walls import NETWORKS, Luck, luck, read

POSTS = 80


def test_four_processes_publish_each_post_once_and_bare_apscheduler_does_not(postgresql, tmp_path):
    found = compared(postgresql, tmp_path, POSTS, {"bare": "APScheduler"})
    ours, bare = found["peruopt"], found["APScheduler"]
    assert (ours.copies, ours.duplicates, ours.losses) == (POSTS, 0, 0)
    assert ours.by_hand, "somebody must have been asked about what was hung up on"
    met = Counter(luck(SEED, number) for number in range(1, POSTS + 1))
    assert met[Luck.BUSY] + met[Luck.DROPPED], "a bench without faults proves nothing"
    assert bare.losses or bare.duplicates
    assert len(lines(found)) == 3
    out = Counter(post for n in NETWORKS for post, _, _ in read(tmp_path / "ours" / n))
    assert set(out.values()) == {1}
