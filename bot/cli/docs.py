"""`peruopt docs`: writes docs/commands.md and docs/slack-manifest.yml from the register."""

from __future__ import annotations

import argparse
from pathlib import Path

import handlers
from bot.cli.manifest import slack_manifest
from peruopt.chat.command import Command
from peruopt.chat.words import Words

HEAD = """# Commands

Written by `make docs` from the register of commands; every button of a card is one of them.
"""


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--folder", type=Path, default=Path("docs"))


def run(args: argparse.Namespace) -> int:
    """Write both."""
    (args.folder / "commands.md").write_text(page(), "utf-8")
    (args.folder / "slack-manifest.yml").write_text(slack_manifest(""), "utf-8")
    return 0


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
