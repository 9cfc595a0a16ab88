"""`peruopt import FILE…` and `peruopt export DIR`: history in and out, without a chat."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.cli.saying import rows_refused, unusable, words
from bot.settings import Settings
from bot.setup import read
from bot.ticking import Clock
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.fullness import disk_is_full
from peruopt.restaurant import Restaurant
from peruopt.sources.asking import Question, said
from peruopt.work.ingesting import Ingested, ingest
from peruopt.work.settling import HERE, newcomer, owner_here, settle
from storage.database import Database, open_database


def arguments(name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--restaurant", type=int, help="its number; without it, the newest")
    if name == "export":
        parser.add_argument("folder", type=Path, help="where the CSV files are written")
        return
    parser.add_argument("files", type=Path, nargs="+", help="CSV, TSV or XLSX, packed or not")
    parser.add_argument(
        "--answer",
        action="append",
        type=answer,
        default=[],
        metavar="QUESTION=ANSWER",
        help="what the file leaves open: day_first=day, zone=America/Lima, network=instagram, …",
    )


def answer(given: str) -> tuple[str, str]:
    """Return the question and its answer, or tell what is wrong with it."""
    key, sign, value = given.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(words()("importing.no_sign", said=given[:60]))
    try:
        said({key: value})
    except UserError as error:
        raise argparse.ArgumentTypeError(words().error(error)) from None
    return key, value


def run(args: argparse.Namespace) -> int:
    """Do what was asked for; say line by line what came of it."""
    settings = read()
    database = open_database(settings.url, data_dir=settings.data_dir)
    now = Clock(settings.data_dir / "clock").now
    try:
        house = _house(database, args.restaurant, settings, now)
        if args.name == "export":
            return _export(database, house, args.folder)
        done = [_import(database, house, path, dict(args.answer), now) for path in args.files]
        return 0 if all(done) else 1
    finally:
        database.close()


def _house(
    database: Database, number: int | None, settings: Settings, now: Callable[[], datetime]
) -> Restaurant:
    """Return the restaurant that is meant; the first import founds one."""
    houses = database.directory.restaurants()
    if number is None and houses:
        return max(houses, key=lambda house: house.id or 0)
    if number is None:
        house = newcomer(settings.locale, settings.timezone)
        owner = owner_here(settings.locale)
        return settle(database.work, database.directory, house, owner, HERE, now()).restaurant
    found = next((house for house in houses if house.id == number), None)
    if found is None:
        known = ", ".join(str(house.id) for house in houses) or "–"
        raise UserError("console.no_restaurant", number=str(number), known=known)
    return found


def _import(
    database: Database,
    house: Restaurant,
    path: Path,
    answered: dict[str, str],
    now: Callable[[], datetime],
) -> bool:
    w = words()
    if not path.is_file():
        print(w("console.no_such_file", path=str(path)), file=sys.stderr)
        return False
    assert house.id is not None

    def progress(share: float) -> None:
        if sys.stderr.isatty():
            print(f"\r{path.name}: {w.percent(share)}", end="\r", file=sys.stderr)

    try:
        done = ingest(
            database.work, house.id, path, path.name, answered,
            who="peruopt import", now=now(), progress=progress,
        )  # fmt: skip
    except UserError as error:
        print(f"{path.name}: {w.error(error)}", file=sys.stderr)
        return False
    except OSError as error:  # the others are taken in
        if disk_is_full(error):
            raise
        print(w.error(unusable(path, error)), file=sys.stderr)
        return False
    if isinstance(done, Question):
        ask_back(done, path.name, w)
        return False
    told(done, path.name, w)
    return True


def ask_back(question: Question, name: str, w: Words) -> None:
    """Say what a file leaves open, and how each answer is given."""
    print(f"{name}: {w(question.sentence, **question.values)}", file=sys.stderr)
    for choice in question.choices:
        said = w(choice.key, **choice.values) if choice.key else choice.value
        print(f"  --answer {question.key}={choice.value}   {said}", file=sys.stderr)


def told(done: Ingested, name: str, w: Words) -> None:
    """Say what became of a file: good rows, and each bad one with its reason."""
    print(f"{name}: {w('imported.counts', n=done.kept, new=done.new, updated=done.updated)}")
    for (network, account), posts in done.accounts.most_common():
        named = w(f"network.{network}")
        print("  " + w("imported.account", network=named, account=account, n=posts))
    for line in rows_refused(done.refused, done.refusals, w):
        print(f"  {line}")


def _export(database: Database, house: Restaurant, folder: Path) -> int:
    from peruopt.work import exporting

    assert house.id is not None
    posts = exporting.read(database.work, house.id)
    tables = {
        "posts": exporting.posts_csv(posts, exporting.own(database.work, house.id), house.zone),
        "results": exporting.results_csv(database.work, house.id, posts, house.zone),
        "features": exporting.features_csv(posts, house.timezone),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in tables.items():
        if content:
            (folder / f"{name}.csv").write_bytes(content)
            print(folder / f"{name}.csv")
    return 0
