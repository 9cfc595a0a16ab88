"""`peruopt doctor`: checks the set-up and says, line by line, what to do."""

from __future__ import annotations

import argparse
import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime

from bot.check import Check, fine, odd, refused, wrong
from bot.cli import belongings, copies, models, port
from bot.cli.saying import no_room, words
from bot.lock import only_process, sqlite_file
from bot.meaning import checkup as meaning
from bot.settings import Settings
from bot.setup import WrongSettings, folder, mended, read, unknown
from peruopt.errors import UserError
from peruopt.fullness import disk_is_full

LOW_DISK = 500_000_000
FULL_DISK = 1_000_000


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--quiet", action="store_true", help="say only what is wrong")


def run(args: argparse.Namespace) -> int:
    """Report; return 1 when something does not work."""
    w, bad = words(), 0
    for check in _checks():
        bad += check.bad
        if not check.good or not args.quiet:
            print(f"{check.sign} {w.error(UserError(check.key, **check.values))}")
    return 1 if bad else 0


def _checks() -> Iterator[Check]:
    try:
        settings: Settings | None = read()
    except WrongSettings as error:
        for name, trouble in error.troubles.items():
            if name != "data_dir":  # its turn comes
                yield wrong(trouble.key, **trouble.values)
        settings = mended(error)
    except OSError:  # the folder cannot be made for want of room, which is said in its turn
        settings = Settings()
    for trouble in unknown():
        yield odd(trouble.key, **trouble.values)
    if settings is None:
        return
    stored = False
    for check in _local(settings):
        yield check
        stored = stored or check.key == "doctor.database"
    if stored:
        yield from copies.checkup(settings)
        yield from models.checkup(settings)
        for check in belongings.checkup(settings):
            yield check
            stored = stored and check.key != belongings.KEY  # asking would make another key
    yield from asyncio.run(_remote(settings, stored=stored))


def _local(settings: Settings) -> Iterator[Check]:
    trouble = _folder(settings)
    yield trouble or fine("doctor.folder", path=settings.data_dir)
    if trouble is None:
        yield _disk(settings)
    if trouble is None or settings.database_url:
        yield _database(settings)
    holder = _holder(settings) if trouble is None and sqlite_file(settings.url) else None
    if holder:
        yield holder
    if trouble is None:
        yield from _key(settings)
    served = holder is None or holder.key == "doctor.running"
    yield from port.page(settings, runs=served)
    if settings.gpt_api_key is None:
        yield fine("doctor.no_gpt")
    yield from meaning(settings)


def _folder(settings: Settings) -> Check | None:
    try:
        trouble = folder(settings.data_dir)
    except OSError:
        trouble = no_room(settings.data_dir)
    return refused(trouble) if trouble else None


def _disk(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.data_dir).free
    if free < FULL_DISK:
        return refused(no_room(settings.data_dir))
    gb = f"{free / 1e9:.1f}"
    return fine("doctor.disk", gb=gb) if free > LOW_DISK else wrong("doctor.low_disk", gb=gb)


def _database(settings: Settings) -> Check:
    from storage.database import open_database

    shown = "SQLite" if sqlite_file(settings.url) else "PostgreSQL"
    try:
        open_database(settings.url, data_dir=settings.data_dir).close()
    except UserError as error:
        return refused(error)
    except Exception as error:  # each driver has errors of its own; all mean: no database
        if disk_is_full(error):
            return wrong("storage.full", path=settings.data_dir)
        return wrong("doctor.no_database", kind=shown, why=type(error).__name__)
    return fine("doctor.database", kind=shown)


def _holder(settings: Settings) -> Check | None:
    """A running peruopt is fine: the doctor is often called beside it."""
    file = sqlite_file(settings.url)
    assert file is not None
    try:
        with only_process(file, datetime.now(UTC)):
            return fine("doctor.nobody")
    except UserError as error:
        return fine("doctor.running", **error.values)
    except OSError:  # no room for a note: the disk has said so
        return None


def _key(settings: Settings) -> Iterator[Check]:
    """Say whether the networks' tokens can be opened; a key that is not there is made later."""
    from bot.vault import open_vault

    if belongings.keyless(settings):
        return
    try:
        open_vault(settings.secret_key, settings.data_dir)
    except UserError as error:
        yield refused(error)
    else:
        yield fine("doctor.key")


async def _remote(settings: Settings, *, stored: bool) -> list[Check]:
    """Ask the servers; the networks only where what is connected can be read."""
    return [
        *await _gpt(settings),
        *await _telegram(settings),
        *await _slack(settings),
        *(await _networks(settings) if stored else []),
    ]


async def _telegram(settings: Settings) -> list[Check]:
    if settings.telegram_token is None:
        return []
    from bot.doors import webhook
    from bot.telegram.checkup import checkup

    try:
        hook = webhook(settings)
    except UserError as error:
        return [refused(error)]
    return await checkup(settings.telegram_token, hook, settings.telegram_base_url)


async def _slack(settings: Settings) -> list[Check]:
    if settings.slack_bot_token is None:
        return []
    from bot.doors import slack_http
    from bot.slack.checking import check

    return await check(
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        http=slack_http(settings) is not None,
        base_url=settings.slack_base_url,
    )


async def _networks(settings: Settings) -> list[Check]:
    from bot.cli.networks import checkup

    try:
        return await checkup(settings, words())
    except UserError:  # what cannot be opened has been said already
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
    except Exception as error:  # a doctor names what fails and goes on to the next check
        why = type(error).__name__
        return [wrong("doctor.gpt_failed", model=settings.gpt_model, why=why)]
    found = [_ends("doctor.gpt", settings.gpt_model, writes)]
    return [*found, *(_ends("doctor.voice", settings.voice_model, day) for day in hears)]


def _ends(key: str, model: str, day: date | None) -> Check:
    """Say that a model is there, and until when; one that is shut down does not work."""
    if day is None:
        return fine(key, model=model)
    line = fine if day > datetime.now(UTC).date() else wrong
    return line(f"{key}_ends", model=model, day=words().of_year(day))
