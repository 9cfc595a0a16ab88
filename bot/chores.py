"""What recurs whatever the doors: what is uncertain or late, results, learning, tokens, plans."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.retraining import retrain_nightly
from peruopt.ports import Services
from peruopt.work.foreseeing import notice_plan
from peruopt.work.lateness import say_all_late
from peruopt.work.measuring import measure_all
from peruopt.work.recovering import resolve_all
from peruopt.work.renewing import renew_all


def chores(services: Services) -> dict[str, tuple[float, Callable[[], Awaitable[object]]]]:
    """Return each chore with its period in seconds."""

    async def renew() -> None:
        if services.networks is not None:
            await renew_all(services.work, services.directory, services.networks, services.now)

    return {
        "sweep": (10, lambda: resolve_all(services)),
        "late": (10, lambda: say_all_late(services)),
        "results": (300, lambda: measure_all(services)),
        "retraining": (900, lambda: retrain_nightly(services)),
        "tokens": (300, renew),
        "plan": (600, lambda: notice_plan(services)),
    }
