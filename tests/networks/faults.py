"""What a network can do to us, and a script of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    DROP_BEFORE = "hangs up before accepting"
    DROP_AFTER = "accepts, then hangs up"
    ERROR_AFTER = "500 after accepting"
    UNAVAILABLE = "503"
    LIMITED_RESET = "429 with its reset"
    LIMITED = "429 without a reset"
    SLOW = "slow past the time-out"
    HALF = "half a response"
    GARBAGE = "wrong JSON"
    EXPIRED = "token expired midway"
    SCOPE = "permission taken away"
    STUCK = "container stuck"
    KILL_BEFORE = "we are killed, request not accepted"
    KILL_AFTER = "we are killed, request accepted"
    STOP_BEFORE = "we are stopped, request not accepted"
    STOP_AFTER = "we are stopped, request accepted"


ACCEPTED = {Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.SLOW, Kind.HALF, Kind.GARBAGE}
ACCEPTED |= {Kind.KILL_AFTER, Kind.STOP_AFTER}


@dataclass
class Fault:
    """`kind` at `step`, so many times, or until a moment."""

    kind: Kind
    step: str
    times: int = 1
    until: datetime | None = None
    skip: int = 0
    """So many requests of the step pass before it begins."""


@dataclass
class Script:
    """The faults to come, and how many have come."""

    faults: list[Fault] = field(default_factory=list)
    struck: int = 0

    def take(self, step: str, now: datetime) -> Kind | None:
        for fault in self.faults:
            lasts = now < fault.until if fault.until else fault.times > 0
            if fault.step in (step, "any") and lasts:
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                self.struck += 1
                return fault.kind
        return None
