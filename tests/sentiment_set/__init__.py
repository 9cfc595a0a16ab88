"""The labelled sentences: written by hand, the test part in other voices and kept apart."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
NAMES = {"+": "positive", "0": "neutral", "-": "negative"}


def sentences(part: str, *tongues: str) -> list[tuple[str, str]]:
    """Return (label, text) of `train` or `test`, of the languages named."""
    rows = []
    for tongue in tongues or ("es", "en"):
        lines = (HERE / f"{tongue}_{part}.txt").read_text("utf-8").splitlines()
        rows += [(NAMES[line[0]], line[2:]) for line in lines]
    return rows
