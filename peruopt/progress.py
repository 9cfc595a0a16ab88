"""How far a thread is: a note its publisher keeps, read by all who speak of the post."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

PROGRESS = "progress"
"""The note's name; it outlives the attempt, as the messages do."""
SEEN = "seen_out"
"""The note that says how many messages a person has seen to be out."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What of a thread is out."""

    out: int
    """How many of its messages, from the first on."""
    external_id: str
    url: str
    """Where the first of them can be opened, and what its network calls it."""
    began_at: datetime

    def packed(self) -> str:
        """Return it as a note."""
        return json.dumps([self.out, self.external_id, self.url, self.began_at.isoformat()])


def progress(note: str | None) -> Progress | None:
    """Read the note, if there is one."""
    if not note:
        return None
    out, external_id, url, began = json.loads(note)
    return Progress(int(out), str(external_id), str(url), datetime.fromisoformat(began))
