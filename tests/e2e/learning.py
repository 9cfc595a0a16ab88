"""A training's child that never comes to an end: run as a script."""

import os
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.training import train_here


@contextmanager
def slow_work(restaurant_id):
    name = f"{restaurant_id}-{os.getpid()}"
    (Path(sys.argv[1]) / name).touch()
    time.sleep(120)
    yield


train_here(slow_work, int(sys.argv[2]), datetime.now(UTC))
