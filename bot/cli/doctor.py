"""`peruopt doctor`: checks the set-up and says, line by line, what to do."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.cli.saying import words
from bot.lock import only_process, sqlite_file
from bot.meaning import checkup as meaning
from bot.settings import Settings
from peruopt.errors import PeruoptError, UserError

LOW_DISK = 500_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report; not `fine` means that something does not work."""

    fine: bool
    key: str
    values: dict[str, object]


def _fine(key: str, **values: object) -> Check:
    return Check(fine=True, key=key, values=values)


def _wrong(key: str, **values: object) -> Check:
    return Check(fine=False, key=key, values=values)


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--quiet", action="store_true", help="say only what is wrong")


def run(args: argparse.Namespace) -> int:
    """Report; return 1 when something does not work."""
    w, wrong = words(), 0
    for check in (*_local(Settings()), *asyncio.run(_remote(Settings()))):
        wrong += not check.fine
        if not check.fine or not args.quiet:
            sign = "✅" if check.fine else "❌"
            print(f"{sign} {w(check.key, **check.values)}")
    return 1 if wrong else 0


def _local(settings: Settings) -> Iterator[Check]:
    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    writable = os.access(folder, os.W_OK)
    yield Check(writable, "doctor.folder" if writable else "doctor.no_folder", {"path": folder})
    free = shutil.disk_usage(folder).free
    key = "doctor.disk" if free > LOW_DISK else "doctor.low_disk"
    yield Check(free > LOW_DISK, key, {"gb": f"{free / 1e9:.1f}"})
    yield _database(settings)
    file = sqlite_file(settings.url)
    if file is not None:
        yield _holder(settings)
    if settings.gpt_api_key is None:
        yield _fine("doctor.no_gpt")
    yield from (Check(*found) for found in meaning(settings))


def _database(settings: Settings) -> Check:
    from storage.database import open_database

    shown = "SQLite" if sqlite_file(settings.url) else "PostgreSQL"
    try:
        open_database(settings.url, data_dir=settings.data_dir).close()
    except UserError as error:
        return _wrong("doctor.refused", why=words().error(error))
    except Exception as error:
        return _wrong("doctor.no_database", kind=shown, why=type(error).__name__)
    return _fine("doctor.database", kind=shown)


def _holder(settings: Settings) -> Check:
    """A running peruopt is fine: the doctor is often called beside it."""
    file = sqlite_file(settings.url)
    assert file is not None
    try:
        with only_process(file, datetime.now(UTC)):
            return _fine("doctor.nobody")
    except PeruoptError as error:
        values = dict(error.values) if isinstance(error, UserError) else {}
        return _fine("doctor.running", **values)


async def _remote(settings: Settings) -> list[Check]:
    return [
        *await _gpt(settings),
        *await _telegram(settings),
        *await _slack(settings),
        *await _networks(settings),
    ]


async def _telegram(settings: Settings) -> list[Check]:
    if settings.telegram_token is None:
        return []
    from bot.doors import webhook
    from bot.telegram.checkup import checkup

    try:
        hook = webhook(settings)
    except UserError as error:
        return [_wrong(error.key, **error.values)]
    found = await checkup(settings.telegram_token, hook, settings.telegram_base_url)
    return [Check(one.fine, one.key, dict(one.values)) for one in found]


async def _slack(settings: Settings) -> list[Check]:
    if settings.slack_bot_token is None:
        return []
    from bot.doors import slack_http
    from bot.slack.checking import check

    found = await check(
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        http=slack_http(settings) is not None,
        base_url=settings.slack_base_url,
    )
    return [Check(one.fine, one.key, dict(one.values)) for one in found]


async def _networks(settings: Settings) -> list[Check]:
    from bot.cli.networks import checkup

    try:
        return [Check(*found) for found in await checkup(settings, words())]
    except UserError as error:
        return [_wrong("doctor.refused", why=words().error(error))]
    except Exception:  # the database has said so already
        return []


async def _gpt(settings: Settings) -> list[Check]:
    if settings.gpt_api_key is None:
        return []
    from peruopt.writers.gpt import GptWriter

    writer = GptWriter(
        api_key=settings.gpt_api_key,
        model=settings.gpt_model,
        base_url=settings.gpt_base_url,
        timeout=settings.gpt_timeout,
    )
    names = [settings.gpt_model, *filter(None, [settings.voice_model])]
    try:
        writes, *hears = await writer.shutdowns(*names)
    except Exception as error:
        why = type(error).__name__
        return [_wrong("doctor.gpt_failed", model=settings.gpt_model, why=why)]
    found = [_ends("doctor.gpt", settings.gpt_model, writes)]
    return [*found, *(_ends("doctor.voice", settings.voice_model, day) for day in hears)]


def _ends(key: str, model: str, day: date | None) -> Check:
    """Say that a model is there, and until when; one that is shut down does not work."""
    if day is None:
        return _fine(key, model=model)
    lasts = day > datetime.now(UTC).date()
    return Check(lasts, f"{key}_ends", {"model": model, "day": words().of_year(day)})
