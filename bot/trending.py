"""Reading trends: the outside sources only where the operator has switched them on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.settings import Settings
from peruopt.ports import Services, TrendSource
from peruopt.work.trending import refresh


def reading(settings: Settings, services: Services) -> Callable[[], Awaitable[object]]:
    """Return the chore; each house is due once a day, whoever asks how often."""
    if not settings.trends:
        return lambda: refresh(services, [], services.now())
    # kept for the life of the process: its cache and its manners are in it
    from peruopt.trends.feeds import press
    from peruopt.trends.fetching import Fetcher
    from peruopt.trends.google import GoogleSource
    from peruopt.trends.pages import PageSource

    fetcher = Fetcher(services.now)
    named = [url.strip() for url in settings.trends_feeds.split(",") if url.strip()]
    sources: list[TrendSource] = [*press(fetcher, named), GoogleSource(fetcher)]

    def page(url: str) -> TrendSource:
        return PageSource(fetcher, url)

    return lambda: refresh(services, sources, services.now(), page=page)
