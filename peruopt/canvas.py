"""A sheet 1080 pixels wide, read on a phone at a third of that; its words are never markup."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import Patch
    from matplotlib.text import Text

WIDTH = 1080
INK, SOFT, FAINT, PAPER = "#1f1d1a", "#5f5a52", "#d9d5cd", "#ffffff"
TITLE, BODY, SMALL = 46, 34, 30
"""Pixels; 30 are 11 on a phone 390 wide."""

MANY = 20
"""Shapes past which one collection draws them sooner."""


class Sheet:
    """Figure and axes in pixels, y downwards; drawn with `Figure`, so threads do not meet."""

    def __init__(self, height: int) -> None:
        from matplotlib.figure import Figure

        self.height = height
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor=PAPER)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        self.axes.set_axis_off()

    def text(self, x: float, y: float, words: str, size: int = BODY, **style: Any) -> Text:
        """Write `words`, whatever they hold, exactly as they are."""
        style = {"color": INK, "va": "center"} | style
        return self.axes.text(x, y, drawable(words), fontsize=size, parse_math=False, **style)

    def fitted(self, x: float, y: float, words: str, size: int, room: float, **style: Any) -> None:
        """Write `words` smaller, and at last cut, so that they take no more than `room`."""
        words = drawable(words)
        weight = style.get("weight", "normal")
        while size > SMALL and width(words, size, weight) > room:
            size -= 2
        while len(words) > 1 and width(words, size, weight) > room:
            words = words[:-2].rstrip() + "…"
        self.text(x, y, words, size, **style)

    def add(self, patches: Sequence[Patch]) -> None:
        """Put shapes on the sheet, in order."""
        from matplotlib.collections import PatchCollection

        if len(patches) > MANY:
            self.axes.add_collection(PatchCollection(patches, match_original=True), autolim=False)
            return
        for patch in patches:
            # not add_patch, which looks for the limits of axes that have theirs: half the time
            self.axes.add_artist(patch)

    def png(self) -> bytes:
        """Return the picture."""
        out = BytesIO()
        self.figure.savefig(out, format="png", dpi=72, pil_kwargs={"compress_level": 4})
        return out.getvalue()


@cache
def _font(weight: str) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family="DejaVu Sans", weight=weight)


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(_font("normal"))).get_charmap())


def drawable(words: str) -> str:
    """Leave out what the font cannot draw (emoji, control characters); join lines."""
    glyphs = _glyphs()
    return " ".join("".join(c if ord(c) in glyphs else " " for c in words).split())


def width(words: str, size: int, weight: str = "normal") -> float:
    """Return how many pixels `words` take."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont(_font(weight)))
    font.set_size(size, 72)
    font.set_text(words)
    return float(font.get_width_height()[0]) / 64
