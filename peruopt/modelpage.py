"""The full model card as one HTML file that needs nothing else; every word of it is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from peruopt import modelplots as plots
from peruopt import svg
from peruopt.chat.words import Words
from peruopt.modelcard import account, dated, lines, status
from peruopt.modelread import Card, family, read
from peruopt.recommending import Drift, ModelRun

STYLE = """
:root { color-scheme: light dark; --line: #8884; }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto;
  padding: 1.5rem 1rem; overflow-wrap: break-word }
.back a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 .9rem;
  border: 1px solid var(--line); border-radius: 999px; color: inherit; text-decoration: none }
.nothing { border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.25rem;
  max-width: 36rem }
figure { margin: 1rem 0 } main > section { min-width: 0 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
meter { width: 6rem } pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem }
p { white-space: pre-line }
"""
Row = Sequence[str | float | None]
MOST_MAPS = 4
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page shows."""

    card: Card
    run: ModelRun
    serving: ModelRun | None
    past: Sequence[ModelRun] = ()
    """Earlier trainings and this one, oldest first."""
    drifts: Sequence[Drift] = ()
    damaged: bool = False
    """Whether the model that should serve cannot be read: see `peruopt.work.knowing`."""


def page(shown: Shown, house: str, words: Words, back: str = "") -> bytes:
    """Return the file; with `back`, a link to where the reader came from."""
    card, run = shown.card, shown.run
    title = words("model.page_title", name=house)
    raw = f"<details><summary>JSON</summary><pre>{_raw(run)}</pre></details>"
    told = lines(card, run.made_at, shown.serving, words, shown.drifts, damaged=shown.damaged)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(told)}</p>",
        _figure("calibration", plots.levels(card, words) if card.levels else "", words),
        _figure("bins", plots.bins(card, words) if card.bins else "", words),
        _figure("leans", plots.leans(card, words) if card.families else "", words),
        _figure("compared", plots.scores(card, words) if card.figures else "", words),
        _figure("over_time", plots.over_time(card, words) if card.over_time else "", words),
        _history(shown.past, words),
        _hours(card, words),
        _section("accounts", _accounts(card, words), words),
        _section("scores", _scores(card, words), words),
        _section("features", _features(run, words), words),
        _section("cleaning", _cleaning(run, words), words),
        _section("raw", raw, words),
    ]
    return _document(title, "\n".join(part for part in parts if part), words, back)


def empty(house: str, words: Words, back: str = "") -> bytes:
    """Return a page that says that nothing has been learned yet."""
    title = words("model.page_title", name=house).strip(" ·")
    body = f"<h1>{escape(title)}</h1><p class=nothing>{escape(words('model.nothing'))}</p>"
    return _document(title, body, words, back)


def _document(title: str, body: str, words: Words, back: str = "") -> bytes:
    language = words.locale.replace("_", "-")
    link = f'<a href="{escape(back)}">← {escape(words("model.page_back"))}</a>'
    nav = f'<nav class="back">{link}</nav>' if back else ""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        f'content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{STYLE}{svg.STYLE}</style></head>"
        f"<body>{nav}<main>\n{body}\n</main></body></html>\n"
    ).encode()


def _figure(name: str, drawn: str, words: Words) -> str:
    """Return a drawing with its title and a sentence on how to read it."""
    if not drawn:
        return ""
    title, how = escape(words(f"model.page_{name}")), escape(words(f"model.page_{name}_how"))
    caption = f"<figcaption>{how}</figcaption>"
    return f"<section><h2>{title}</h2><figure>{drawn}{caption}</figure></section>"


def _history(past: Sequence[ModelRun], words: Words) -> str:
    """Draw and list how each training did."""
    rows: list[Row] = []
    scored: list[tuple[ModelRun, float]] = []
    for run in past:
        card = read(run)
        value = next((f.value for f in card.figures if f.name == "model"), None)
        if value is not None:
            scored.append((run, value))
        when = f"{dated(words.local(run.made_at).date(), words)}, {words.hour(run.made_at)}"
        duel = card.duel
        rows.append([when, float(card.rows), _share(value, words),
                     _share(duel.new if duel else None, words),
                     _share(duel.old if duel else None, words), status(run, words)])  # fmt: skip
    head = [words(f"model.page_{k}") for k in ("when", "posts", "r2", "new", "old", "status")]
    drawn = plots.runs(scored, words) if len(scored) > 1 else ""
    table = f'<div class="wide">{_table(head, rows[::-1], digits=0)}</div>' if rows else ""
    return _figure("runs", drawn + table, words)


def _share(value: float | None, words: Words) -> str:
    return "–" if value is None else words.percent(value, 1, signed=True)


def _hours(card: Card, words: Words) -> str:
    shown = list(card.hours.items())[:MOST_MAPS]
    drawn = [
        f"<h3>{escape(account(name, words))}</h3>{plots.hours(week, words)}"
        for name, week in shown
    ]
    return _figure("hours", "".join(drawn), words)


def _accounts(card: Card, words: Words) -> str:
    rows: list[Row] = [[account(key, words), float(n)] for key, n in card.accounts.items()]
    if card.window:
        span = " – ".join(dated(day, words) for day in card.window)
        rows.append([span, float(card.rows)])
    head = [words("model.page_account"), words("model.page_posts")]
    return _table(head, rows, digits=0) if rows else ""


def _scores(card: Card, words: Words) -> str:
    head = [words(f"model.page_{k}") for k in ("forecast", "r2", "low", "high", "rank", "mae")]
    rows: list[Row] = [
        [words(f"model.rival_{f.name}"), f.value, f.low, f.high, f.spearman, f.mae]
        for f in card.figures
    ]
    return _table(head, rows, digits=3) if rows else ""


def _cleaning(run: ModelRun, words: Words) -> str:
    report = run.card.get("preprocessing")
    if not isinstance(report, dict) or not report:
        return ""
    rows: list[Row] = [
        [_step(str(k), words), float(v)] for k, v in report.items() if isinstance(v, int | float)
    ]
    return _table([words("model.page_step"), words("model.page_rows")], rows, digits=0)


def _step(name: str, words: Words) -> str:
    key = f"model.step_{name}"
    return words(key) if words.has(key) else name.replace("_", " ")


def _features(run: ModelRun, words: Words) -> str:
    features = [f for f in _list(run.card.get("features")) if isinstance(f, dict)]
    rows: list[Row] = []
    for feature in features:
        name, weight = str(feature.get("name")), feature.get("importance")
        kind = words(f"model.kind_{family(name)}")
        told = float(weight) if isinstance(weight, int | float) else None
        rows.append([name, kind, str(feature.get("derivation") or ""), told])
    most = max((row[3] or 0.0 for row in rows if not isinstance(row[3], str)), default=0.0)
    head = [words(f"model.page_{k}") for k in ("feature", "kind", "derivation", "weight")]
    return _table(head, rows, meter=most) if rows else ""


def _section(name: str, body: str, words: Words) -> str:
    if not body:
        return ""
    how = f"model.page_{name}_how"
    note = f"<p>{escape(words(how))}</p>" if words.has(how) else ""
    title = escape(words(f"model.page_{name}"))
    return f'<section><h2>{title}</h2>{note}<div class="wide">{body}</div></section>'


def _table(
    head: Sequence[str], rows: Iterable[Row], *, digits: int = 4, meter: float = 0.0
) -> str:
    found = list(rows)
    numeric = {i for row in found for i, cell in enumerate(row) if not isinstance(cell, str)}
    heads = "".join(
        f'<th{" class=n" if i in numeric else ""} scope="col">{escape(h)}</th>'
        for i, h in enumerate(head)
    )
    body = "".join(f"<tr>{''.join(_cell(c, digits, meter) for c in row)}</tr>" for row in found)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: str | float | None, digits: int, meter: float) -> str:
    if isinstance(cell, str):
        return f"<td>{escape(cell)}</td>"
    if cell is None:
        return "<td class=n>–</td>"
    bar = f' <meter min="0" max="{meter:.6f}" value="{max(cell, 0):.6f}"></meter>' if meter else ""
    return f"<td class=n>{cell:,.{digits}f}{bar}</td>"


def _raw(run: ModelRun) -> str:
    return escape(json.dumps(run.card, ensure_ascii=False, indent=1, default=str))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
