"""Reading trends: the outside sources only where the operator has switched them on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.settings import Settings
from peruopt.ports import Services, TrendSource


def reading(settings: Settings, services: Services) -> Callable[[], Awaitable[object]]:
    """Return the chore; each house is due once a day, whoever asks how often."""

    async def own() -> None:
        from peruopt.work.trending import refresh  # read once a day, and not at start

        await refresh(services, [], services.now())

    if not settings.trends:
        return own
    # its cache and its manners outlive the process: see remembering
    from peruopt.trends.feeds import press
    from peruopt.trends.fetching import Fetcher
    from peruopt.trends.google import GoogleSource
    from peruopt.trends.pages import PageSource
    from peruopt.trends.remembering import load, save
    from peruopt.trends.x_trends import XTrends

    kept = settings.data_dir / "trends.json"
    fetcher = Fetcher(services.now, memory=load(kept))
    named = [url.strip() for url in settings.trends_feeds.split(",") if url.strip()]
    sources: list[TrendSource] = [*press(fetcher, named), GoogleSource(fetcher)]
    if settings.trends_x_token:
        sources.append(XTrends(settings.trends_x_token.get_secret_value()))

    def page(url: str) -> TrendSource:
        return PageSource(fetcher, url)

    async def read() -> None:
        from peruopt.work.trending import refresh

        if await refresh(services, sources, services.now(), page=page):
            await asyncio.to_thread(save, kept, fetcher.memory, services.now())

    return read
