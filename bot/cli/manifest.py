"""`peruopt slack-manifest`: the Slack app, to paste into Slack."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import handlers
from peruopt.chat.words import Words


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--url", default="", help="public https address; empty is Socket Mode")
    parser.add_argument("--file", type=Path, help="where to; without it, standard output")


def run(args: argparse.Namespace) -> int:
    """Write it."""
    told = slack_manifest(args.url)
    if args.file:
        args.file.write_text(told, "utf-8")
    else:
        sys.stdout.write(told)
    return 0


def slack_manifest(url: str) -> str:
    """Return the manifest as YAML, made from the register of commands."""
    from bot.slack.manifest import as_yaml, manifest

    return as_yaml(manifest(handlers.load().listed(), Words(), url=url))
