"""`peruopt docs`: writes what stands in the register of commands into the docs and its index."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import handlers
from bot.cli.manifest import slack_manifest
from peruopt.chat.command import Command
from peruopt.chat.words import Words
from storage import schema

HEAD = """# Commands

Written by `make docs` from the register of commands; every button of a card is one of them.
"""


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--folder", type=Path, default=Path("docs"))


def run(args: argparse.Namespace) -> int:
    """Write the page, Slack's manifest, and from what we start: the index and the schema."""
    schema.SQLITE.write_text(schema.drawn(), "utf-8")
    handlers.INDEX.write_text(as_json(handlers.index()), "utf-8")
    (args.folder / "commands.md").write_text(page(), "utf-8")
    (args.folder / "slack-manifest.yml").write_text(slack_manifest(""), "utf-8")
    return 0


def as_json(index: handlers.Index) -> str:
    """Return the index as its file has it."""
    return json.dumps(index, indent=1, ensure_ascii=False) + "\n"


def page() -> str:
    """Return the page: those of the menu first, then those that are mostly pressed."""
    commands = {c.name: c for c in handlers.load().commands.values()}.values()
    listed = sorted(commands, key=lambda c: (not c.menu, c.name))
    return HEAD + "\n" + "\n".join(_entry(command) for command in listed)


def _entry(command: Command) -> str:
    spanish, english = Words("es_PE"), Words("en")
    names = " · ".join(f"/{name}" for name in dict.fromkeys((command.name, command.alias)))
    lines = [f"## {names}", ""]
    for words in (spanish, english):
        told, usage = words(f"{command.topic}.help"), words(f"{command.topic}.usage")
        lines.append(f"* {told}. {usage}")
    lines += [f"* role: {command.role}", ""]
    return "\n".join(lines)
