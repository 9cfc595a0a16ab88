"""`peruopt`, also `python -m bot`: one command, its parts imported only when called."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# name → (module under bot.cli, one line of help)
PARTS = {
    "run": ("serve", "serve the page and every connected chat"),
    "console": ("console", "talk in this terminal; a dialogue can be piped in"),
    "demo": ("demo", "play the whole job as a dialogue in this terminal"),
    "import": ("history", "take in a file of posts"),
    "export": ("history", "write posts, results and features as CSV"),
    "train": ("train", "learn from the history now"),
    "backtest": ("learning", "judge the forecasts on a file of posts"),
    "slots": ("learning", "rank the hours of the week from a file of posts"),
    "doctor": ("doctor", "check the set-up and say what to do"),
    "backup": ("backup", "copy the database while it is in use"),
    "restore": ("restore", "put a copy of the database back"),
    "slack-manifest": ("manifest", "write the Slack app's manifest"),
    "docs": ("docs", "write docs/commands.md from the register of commands"),
}

ABOUT = "What your restaurant posts: drafts, the hours that work, publishing, and what came of it."
HINT = (
    "Begin with `peruopt run` and open the page it names.  When something is wrong, `peruopt "
    "doctor` says what to do.  What can be set stands in .env.example; each COMMAND has its own "
    "--help."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="peruopt", description=ABOUT, epilog=HINT)
    names = parser.add_subparsers(dest="name", required=True, metavar="COMMAND")
    chosen = words[0] if words and words[0] in PARTS else None
    # nobody plugs into our schemas, and asking every installed package takes time
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # what is imported stays: looking through it for refuse only takes time
    # only the chosen part is prepared and imported: start-up stays quick
    for name in [chosen] if chosen else PARTS:
        module, told = PARTS[name]
        sub = names.add_parser(name, help=told, description=told)
        if chosen:
            import_module(f"bot.cli.{module}").arguments(name, sub)
    gc.freeze()
    gc.enable()
    args = parser.parse_args(words)
    from peruopt.errors import PeruoptError

    try:
        return int(import_module(f"bot.cli.{PARTS[args.name][0]}").run(args))
    except PeruoptError as error:
        from bot.cli.saying import sentence

        print(sentence(error), file=sys.stderr)
        return 1
    except BrokenPipeError:  # who reads has read enough: `peruopt … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # a full disk shows in whatever was written first
        from bot.cli.saying import full, mistaken

        told = full(error)
        if not told and isinstance(error, OSError):
            told = mistaken(error, vars(args).values())
        if not told:
            raise
        print(told, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
