"""Which doors are open: the page always, a chat platform when its token is set."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.app import App
from bot.home import Home
from bot.modelling import Ficha
from bot.networks import links_of
from bot.settings import Settings
from bot.showcase import Showcase
from bot.watching import Watch
from peruopt.chat.command import register
from peruopt.chat.words import Words
from peruopt.ports import Chat

if TYPE_CHECKING:
    from bot.telegram.place import WebhookSettings


def page(settings: Settings, app: App) -> Chat:
    """Return the page; raise UserError where it would be open to others without a token."""
    from bot.web import WebDoor
    from bot.web.public import shared

    admits = links_of(settings, app.clock.now).admits
    return WebDoor(
        host=settings.web_host,
        port=settings.web_port,
        data_dir=settings.data_dir,
        token=settings.web_token,
        now=app.clock.now,
        words=app.words,
        commands=listed,
        model=Ficha(app.services).page,
        sent=Showcase(app.services, app.outboxes).sent,
        names=tuple(name.strip() for name in settings.web_names.split(",") if name.strip()),
        shared=shared(app.services.pictures, admits),
    )


def chats(settings: Settings, app: App) -> list[Chat]:
    """Return the chat platforms whose token is set; raise UserError for one that cannot open."""
    watch = Watch(app.services)
    opened = (
        telegram(settings, app, watch) if settings.telegram_token else None,
        slack(settings, app, watch) if settings.slack_bot_token else None,
    )
    return [door for door in opened if door]


def telegram(settings: Settings, app: App, watch: Watch) -> Chat:
    """Return the Telegram door."""
    from bot.telegram.door import TelegramDoor

    assert settings.telegram_token is not None
    directory = app.services.directory
    return TelegramDoor(
        token=settings.telegram_token,
        data_dir=settings.data_dir,
        now=app.clock.now,
        words=spoken(app, "telegram"),
        commands=listed,
        admits=lambda handle: bool(directory.seats("telegram", handle)),
        transcribe=listener(settings),
        webhook=webhook(settings),
        base_url=settings.telegram_base_url,
        links=app.services.links,
        refused=watch.at("telegram"),
    )


def listener(settings: Settings) -> Callable[[bytes, str], Awaitable[str]] | None:
    """Return who writes voice notes down, if anybody is connected that can."""
    if settings.gpt_api_key is None or not settings.voice_model:
        return None
    from peruopt.writers.listening import GptListener

    return GptListener(
        settings.gpt_api_key, settings.voice_model, settings.gpt_base_url
    ).write_down


def webhook(settings: Settings) -> WebhookSettings | None:
    """Return where Telegram calls us, if it is to."""
    from bot.telegram.place import WebhookSettings

    if not settings.telegram_webhook_url:
        return None
    return WebhookSettings(
        settings.telegram_webhook_url,
        settings.telegram_webhook_secret or SecretStr(""),
        settings.telegram_webhook_port,
        settings.telegram_webhook_host,
    )


def slack(settings: Settings, app: App, watch: Watch) -> Chat:
    """Return the Slack door."""
    from bot.slack.door import SlackDoor

    assert settings.slack_bot_token is not None
    return SlackDoor(
        bot_token=settings.slack_bot_token,
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        http=slack_http(settings),
        now=app.clock.now,
        register=register,
        words=app.words,
        home=Home(app.services, register).replies,
        folder=settings.data_dir / "slack",
        base_url=settings.slack_base_url,
        refused=watch.at("slack"),
        admits=lambda handle: bool(app.services.directory.seats("slack", handle)),
        transcribe=listener(settings),
    )


def slack_http(settings: Settings) -> tuple[str, int] | None:
    """Return where Slack's requests come in; None in Socket Mode."""
    port = settings.slack_http_port
    return (settings.slack_http_host, port) if port else None


def listed(words: Words) -> Sequence[tuple[str, str]]:
    """Return the menu: each command's name with what it does."""
    return [(c.called(words), words(f"{c.topic}.help")) for c in register.listed()]


def spoken(app: App, platform: str) -> Callable[[str], Words]:
    """Return what tells a person's language on a platform."""

    def words(handle: str) -> Words:
        seats = app.services.directory.seats(platform, handle) if handle else []
        if not seats:
            return app.words()
        return Words(seats[-1].person.locale, seats[-1].restaurant.timezone)

    return words
