"""Pictures of the learning's tables: `python -m tests.bench.learning_plots` reads docs/learning.md
and draws what its tables say, so that pictures and figures cannot drift apart."""

from __future__ import annotations

import re
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

DOCS = Path(__file__).parents[2] / "docs"
REPORT, PICTURES = DOCS / "learning.md", DOCS / "pictures"
RANGE = re.compile(r"(-?\d+\.\d+) \((-?\d+\.\d+) to (-?\d+\.\d+)\)")
INK, MUTED, OURS = "#2b2b2b", "#9aa0a6", "#c8452f"
RIVALS = (
    "raw heat map", "trailing median", "shrunk heat map", "random forest", "ridge",
    "GRU without attention", "LightGBM, our features", "blend",
)  # fmt: skip


def table(name: str) -> list[list[str]]:
    """Return the cells of a table of the report, without its head."""
    text = REPORT.read_text(encoding="utf-8")
    body = text.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]
    rows = [line for line in body.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("*") for cell in row.strip("|").split("|")] for row in rows[2:]]


def forecasts() -> Figure:
    """Draw R² with its interval, set by set."""
    sets: dict[str, dict[str, tuple[float, ...]]] = {}
    for name, forecast, told, *_ in table("forecasts"):
        if name:
            mine = sets.setdefault(name, {})
        if found := RANGE.match(told):
            mine[forecast] = tuple(float(x) for x in found.groups())
    furthest = max(high for told in sets.values() for _, _, high in told.values())
    figure = Figure(figsize=(9, 2.1 * ((len(sets) + 1) // 2) + 0.6), layout="constrained")
    axes = figure.subplots((len(sets) + 1) // 2, 2, sharex=True, sharey=True, squeeze=False)
    for axis, (name, told) in zip(axes.ravel(), sets.items(), strict=False):
        for place, rival in enumerate(RIVALS):
            if rival not in told:
                continue
            value, low, high = told[rival]
            colour = OURS if rival == "blend" else MUTED
            axis.plot([max(low, -0.1), high], [place, place], color=colour, lw=2.5)
            axis.plot([max(value, -0.1)], [place], "o", color=colour, ms=5)
        axis.set_title(name, fontsize=10, loc="left", color=INK)
        axis.set_yticks(range(len(RIVALS)), RIVALS, fontsize=8, color=INK)
        axis.axvline(0, color=INK, lw=0.6)
        axis.set_xlim(-0.1, furthest + 0.02)
        axis.spines[["top", "right"]].set_visible(False)
    axes[-1][0].set_xlabel("R² of the test, 95 % (left of −0.1 is cut)", fontsize=8)
    return figure


def hours() -> Figure:
    """Draw the share of the gap captured, by posts, in each kind of world."""
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    axes = figure.subplots(1, 3, sharey=True)
    sizes = ["0", "50", "200", "1 k", "5 k"]
    panels = (
        ("hours", 0, "well specified"),
        ("hours", 1, "hostile"),
        ("unseen", 1, "never tuned to"),
    )
    for axis, (name, part, title) in zip(axes, panels, strict=True):
        for learner, *cells in table(name):
            ours = "ours" in learner
            shares = [float(cell.split(" / ")[part]) for cell in cells]
            axis.plot(sizes, shares, color=OURS if ours else MUTED, lw=2.5 if ours else 1.2)
            axis.annotate(
                learner.replace("hierarchical posterior (ours)", "ours"),
                (4, shares[-1]), xytext=(3, 5 if ours else 0),
                textcoords="offset points", fontsize=7, color=OURS if ours else INK, va="center",
            )  # fmt: skip
        axis.set_title(title, fontsize=10, loc="left", color=INK)
        axis.set_xlim(-0.2, 6)
        axis.axhline(0, color=INK, lw=0.6)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("share of the gap to the best hours", fontsize=8)
    axes[1].set_xlabel("posts of the account", fontsize=8)
    return figure


def main() -> None:
    """Draw both."""
    PICTURES.mkdir(exist_ok=True)
    with rc_context({"svg.hashsalt": "peruopt", "svg.fonttype": "none"}):
        for name, figure in (("forecasts", forecasts()), ("hours", hours())):
            figure.savefig(PICTURES / f"learning-{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
