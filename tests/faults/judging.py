"""What was promised, held against what came of a cell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from peruopt.post import Post, State

if TYPE_CHECKING:
    from tests.faults.lab import Play

SETTLED = {State.PUBLISHED, State.FAILED, State.MISSED}
REBIRTH = timedelta(seconds=10)
"""How long until the process that died is started again."""


def judged(play: Play, post: Post) -> list[str]:
    """Return everything that is not as it was promised."""
    wrong, cell, wall = [], play.cell, play.server.wall
    most = len(play.parts) or 1
    if len(wall) > most:
        wrong.append(f"{len(wall)} copies")
    if play.parts:
        wrong += unravelled(play, post)
    if post.state not in SETTLED:
        wrong.append(f"stuck: {post.state}")
    if (post.state is State.PUBLISHED) != (len(wall) == most):
        wrong.append(f"says {post.state}, and {len(wall)} on the wall")
    if post.external_id and post.external_id not in [one.id for one in wall]:
        wrong.append("a receipt for something else")
    if cell.returns and len(wall) != most:
        wrong.append("the network came back, and the post is not out")
    with play.database.work(play.house.id) as w:
        if w.attempts.live(play.number) is not None:
            wrong.append("an attempt never ended")
    if not play.told:
        wrong.append("nobody was told")
    elif play.told[0][1] > 60 + max(0.0, (play.gone - REBIRTH).total_seconds()):
        wrong.append(f"told after {play.told[0][1]:.0f} s")
    return wrong


def unravelled(play: Play, post: Post) -> list[str]:
    """Return what is wrong with a thread: each message once, in order, and the truth told."""
    wrong, wall = [], play.server.wall
    if [one.text for one in wall] != play.parts[: len(wall)]:
        wrong.append("not the messages that were approved, once each and in order")
    above = [{one.id for one in wall[:at]} or {""} for at in range(len(wall))]
    if any(one.reply_to not in known for one, known in zip(wall, above, strict=True)):
        wrong.append("a message that hangs on nothing of the thread's")
    if post.external_id not in (None, wall[0].id if wall else None):
        wrong.append("a link to something else")
    if post.out != len(wall):
        wrong.append(f"says {post.out} of {post.thread}, and {len(wall)} on the wall")
    if post.begun and not (play.told and play.told[-1][0].endswith("_part")):
        wrong.append("half out, and nobody was told so")
    return wrong
