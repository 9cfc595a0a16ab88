"""`peruopt train`: learn now; the child process of a running peruopt, too."""

from __future__ import annotations

import argparse
import sys

from bot.settings import Settings
from bot.ticking import Clock
from bot.training import train_here
from storage.database import open_database


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--restaurant", type=int, help="its number; without it, every one")


def run(args: argparse.Namespace) -> int:
    """Train, a line of JSON for each step on standard output."""
    settings = Settings()
    database = open_database(settings.url, data_dir=settings.data_dir)
    now = Clock(settings.data_dir / "clock").now()
    known = [house.id for house in database.directory.restaurants() if house.id is not None]
    if args.restaurant is not None and args.restaurant not in known:
        print(f"There is no restaurant {args.restaurant}; known: {known}", file=sys.stderr)
        return 1
    for restaurant_id in known if args.restaurant is None else [args.restaurant]:
        train_here(database.work, restaurant_id, now)
    database.close()
    return 0
