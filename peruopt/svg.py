"""Small drawings as inline SVG: sized for a phone, coloured by the page, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

WIDE = 400
"""Units across: on a phone each is about a pixel."""
STYLE = """
:root { --ink: #1f1d1a; --soft: #5f5a52; --faint: #d9d5cd; --ours: #2f7d4f; --warm: #d4570f;
  --cold: #2b73b5; --band: #f2e3bd; --paper: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #f1eee8; --soft: #b3aca1; --faint: #4a463f;
  --ours: #6cc492; --warm: #f08a4b; --cold: #6fb1ea; --band: #5b4e2b; --paper: #161513 } }
svg { width: 100%; max-width: 34rem; height: auto; display: block;
  font: 12px system-ui, sans-serif }
svg text { fill: var(--ink) } svg .soft { fill: var(--soft) } svg .end { text-anchor: end }
svg .mid { text-anchor: middle } svg .strong { font-weight: 600 }
figure { margin: 1rem 0 1.5rem } figcaption { color: var(--soft); max-width: 38rem }
"""


def drawing(height: float, parts: Iterable[str], told: str) -> str:
    """Return a drawing; `told` is it in words, for those who cannot see it."""
    body = "".join(parts)
    aria = escape(told, quote=True)
    return f'<svg viewBox="0 0 {WIDE} {height:g}" role="img" aria-label="{aria}">{body}</svg>'


def label(x: float, y: float, words: str, kind: str = "") -> str:
    """Write words; `kind` are classes: soft, end, mid, strong."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str = "faint", wide: float = 1,
         *, dashed: bool = False) -> str:  # fmt: skip
    """Draw a line in one of the page's colours."""
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'style="stroke:var(--{colour})" stroke-width="{wide:g}"{dash}/>'
    )


def path(points: Sequence[tuple[float, float]], colour: str, *, dashed: bool = False) -> str:
    """Join points."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{told}" fill="none" style="stroke:var(--{colour})" '
        f'stroke-width="2.5" stroke-linejoin="round"{dash}/>'
    )


def dot(x: float, y: float, colour: str, size: float = 4.5, *, hollow: bool = False) -> str:
    """Draw a dot, or a ring."""
    fill = "paper" if hollow else colour
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" '
        f'style="fill:var(--{fill});stroke:var(--{colour})" stroke-width="2"/>'
    )


def box(x: float, y: float, wide: float, high: float, colour: str, strength: float = 1.0) -> str:
    """Fill a box; `strength` below 1 lets the page shine through."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0):.1f}" height="{max(high, 0):.1f}" '
        f'style="fill:var(--{colour});fill-opacity:{strength:.2f}"/>'
    )


def legend(entries: Sequence[tuple[str, str]], y: float) -> str:
    """Name colours, in as many rows as they need: `(colour, words)`."""
    parts, x = [], 8.0
    for colour, words in entries:
        wide = 26 + 6.6 * len(words)
        if x + wide > WIDE and x > 8:
            x, y = 8.0, y + 18
        parts += [box(x, y - 9, 12, 10, colour), label(x + 18, y, words)]
        x += wide + 10
    return "".join(parts)
