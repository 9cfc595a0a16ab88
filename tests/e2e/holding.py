"""A process that holds a database until its standard input ends: run as a script."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.lock import only_process
from peruopt.chat.words import Words
from peruopt.errors import UserError

try:
    with only_process(Path(sys.argv[1]), datetime.now(UTC)):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()
except UserError as error:
    sys.stdout.write(Words("es_PE").error(error) + "\n")
    sys.exit(1)
