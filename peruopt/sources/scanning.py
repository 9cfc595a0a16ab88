"""The one pass over all rows that gathers what can be inferred from whole columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from peruopt.restaurant import Network
from peruopt.sources.cells import id_of, network_of, rounded, text_of
from peruopt.sources.evidence import Evidence
from peruopt.sources.interpreting import cell, skipped, when_of
from peruopt.sources.layout import Row
from peruopt.sources.numerals import decimal_sign
from peruopt.sources.vocabulary import METRICS
from peruopt.sources.whose import url_account, url_network
from peruopt.sources.witness import witness

SHOWN = 5
MOST_ACCOUNTS = 5_000


@dataclass(slots=True)
class Scan:
    """What the pass has seen."""

    evidence: Evidence = field(default_factory=Evidence)
    rows: int = 0
    skipped: int = 0
    undated: int = 0
    unread: int = 0
    """Dates that are there and cannot be read."""
    unread_lines: list[int] = field(default_factory=list)
    example: str = ""
    networks: Counter[Network | str] = field(default_factory=Counter)
    url_networks: Counter[Network] = field(default_factory=Counter)
    accounts: Counter[str] = field(default_factory=Counter)
    url_accounts: Counter[str] = field(default_factory=Counter)
    signs: dict[str, Counter[str]] = field(default_factory=dict)
    ids: int = 0
    lost_ids: int = 0
    """Ids that a spreadsheet has rounded, or written as 1.8E+17."""
    long_ids: int = 0


def scan(
    rows: Iterable[Row],
    columns: Mapping[str, int],
    headers: Sequence[str],
    network: Network | None,
    progress: Callable[[], None],
) -> Scan:
    """Read every row once."""
    seen = Scan()
    metrics = [(name, columns[name]) for name in METRICS if name in columns]
    for line, row in rows:
        said, raw = when_of(row, columns)
        if raw is None and skipped(row, headers, said):
            seen.skipped += 1
            continue
        seen.rows += 1
        if seen.rows % 2_000 == 0:
            progress()
        url = cell(row, columns.get("url"))
        url = url if isinstance(url, str) else ""
        _whose(seen, row, columns, url)
        own = _id(seen, cell(row, columns.get("external_id")))
        if raw is not None:
            said_network = cell(row, columns.get("network"))
            of = network_of(str(said_network)) if said_network else network
            seen.evidence.add(raw, witness(of, own, url), line)
        else:
            _undated(seen, line, text_of(said))
        for name, index in metrics:
            count = cell(row, index)
            if isinstance(count, str) and not count.isdigit() and (sign := decimal_sign(count)):
                seen.signs.setdefault(name, Counter())[sign] += 1
    return seen


def _undated(seen: Scan, line: int, said: str) -> None:
    if not said:
        seen.undated += 1
        return
    seen.unread += 1
    seen.example = seen.example or said[:60]
    if len(seen.unread_lines) < SHOWN:
        seen.unread_lines.append(line)


def _whose(seen: Scan, row: Sequence[object], columns: Mapping[str, int], url: str) -> None:
    if "network" in columns and (said := cell(row, columns["network"])):
        seen.networks[network_of(str(said)) or str(said)[:60]] += 1
    if url and (of := url_network(url)):
        seen.url_networks[of] += 1
        name = url_account(url)
        if name and len(seen.url_accounts) < MOST_ACCOUNTS:
            seen.url_accounts[name] += 1
    if "account" in columns and len(seen.accounts) < MOST_ACCOUNTS:
        name = text_of(cell(row, columns["account"])).lstrip("@")[:100]
        if name:
            seen.accounts[name] += 1


def _id(seen: Scan, said: object) -> str:
    """Return the id, and count it among the lost where a spreadsheet has spoilt it."""
    own = id_of(said)
    if said not in {None, ""}:
        seen.ids += 1
        seen.lost_ids += not own
    if len(own) > 15 and own.isdigit():
        seen.long_ids += 1
        seen.lost_ids += rounded(own)
    return own
