"""Makes one row of a table into a past post, or says why it cannot be."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from peruopt.restaurant import Network
from peruopt.results import Metrics, PastPost
from peruopt.sources.asking import Refused
from peruopt.sources.cells import derived_id, id_of, media_of, network_of, text_of
from peruopt.sources.dating import Raw, raw_moment
from peruopt.sources.moments import DatePlan, Moments
from peruopt.sources.numerals import NotACount, count
from peruopt.sources.vocabulary import METRICS, plain
from peruopt.sources.whose import url_network
from peruopt.sources.witness import url_key, witness

TOTALS = frozenset(
    {"total", "totales", "totals", "suma", "sum", "promedio", "average", "grand total",
     "total general", "media", "resultado total", "subtotal", "totais"}
)  # fmt: skip
SLACK = timedelta(hours=24)
"""A clock that is wrong by a zone is no future date."""
EARLIEST = 2004


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided about a file: how each row is to be read."""

    columns: dict[str, int]
    headers: tuple[str, ...]
    dates: DatePlan
    decimals: dict[str, str]
    """Per count, the sign that stands before its decimals."""
    network: Network | None
    networks_by_url: bool
    account: str
    exact_ids: bool
    """Whether the ids are as the network gave them; a spreadsheet may have rounded them."""
    now: datetime


def cell(row: Sequence[object], index: int | None) -> object:
    """Return the cell of a column; None where the row or the column is not there."""
    return row[index] if index is not None and index < len(row) else None


def skipped(row: Sequence[object], headers: Sequence[str], when: object) -> bool:
    """Whether a row is no post at all: empty, a total, or the headers once more."""
    told = [str(value).strip() for value in row if value is not None and str(value).strip()]
    if not told:
        return True
    if when not in {None, ""} and raw_moment(when) is not None:
        return False
    if is_total(row) or sum(value in headers for value in told) > len(told) / 2:
        return True
    # Facebook's old export explains its columns in a second row: words, and not one number
    return when in {None, ""} and len(told) > 3 and not any(re.search(r"\d", v) for v in told)


def is_total(row: Sequence[object]) -> bool:
    """Whether a row adds up the others."""
    told = (str(value) for value in row if value is not None and str(value).strip())
    return any(plain(value) in TOTALS for value in itertools.islice(told, 3) if len(value) < 30)


def when_of(row: Sequence[object], columns: Mapping[str, int]) -> tuple[object, Raw | None]:
    """Return the date cell and its numbers, with the clock of a column of its own."""
    said = cell(row, columns.get("published_at"))
    raw = raw_moment(said)
    clock = cell(row, columns.get("time"))
    if raw is None or raw.clock is not None or clock in {None, ""}:
        return said, raw
    if isinstance(clock, datetime):
        clock = clock.time()
    if isinstance(clock, time):
        return said, raw._replace(clock=(clock.hour, clock.minute, clock.second, 0))
    day = said.date().isoformat() if isinstance(said, datetime) else str(said).strip()
    day = said.isoformat() if isinstance(said, date) and not isinstance(said, datetime) else day
    joined = raw_moment(f"{day} {str(clock).strip()}")
    return said, raw._replace(clock=joined.clock, zone=joined.zone) if joined else raw


class Interpreter:
    """Reads rows, top to bottom, by one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._moments = Moments(plan.dates)

    def post(
        self, line: int, row: Sequence[object], said: object, raw: Raw | None
    ) -> PastPost | Refused:
        """Return what a row says; `said` and `raw` are what `when_of` made of its date."""
        plan, columns = self._plan, self._plan.columns
        url = text_of(cell(row, columns.get("url")))
        network = self._network(row, url)
        if not isinstance(network, Network):
            key = "importing.row_network" if network else "importing.row_no_network"
            return Refused(line, key, {"value": network[:60]})
        if raw is None:
            key = "importing.row_date" if text_of(said) else "importing.row_no_date"
            return Refused(line, key, {"value": text_of(said)[:60]})
        id_ = id_of(cell(row, columns.get("external_id"))) if plan.exact_ids else ""
        seen = witness(network, id_, url)
        at = self._moments.at(raw, text_of(cell(row, columns.get("zone"))), seen)
        if at is None or at.year < EARLIEST:
            return Refused(line, "importing.row_impossible", {"value": text_of(said)[:60]})
        if at > plan.now + SLACK:
            return Refused(line, "importing.row_future", {"value": text_of(said)[:60]})
        try:
            metrics = self._metrics(row)
        except _Unread as unread:
            return Refused(line, "importing.row_count", unread.values)
        text = text_of(cell(row, columns.get("text")))
        text = text or text_of(cell(row, columns.get("more_text")))
        account = text_of(cell(row, columns.get("account"))).lstrip("@")[:100] or plan.account
        media = media_of(text_of(cell(row, columns.get("media")))[:60], url[:120])
        return PastPost(
            network=network,
            account=account,
            external_id=id_ or _url_id(url, network) or derived_id(text, at.isoformat()),
            published_at=at,
            text=text,
            media=media,
            metrics=metrics,
            url=url if re.match(r"https?://", url, re.IGNORECASE) else "",
        )

    def _network(self, row: Sequence[object], url: str) -> Network | str:
        said = text_of(cell(row, self._plan.columns.get("network")))
        if said:
            return network_of(said) or said
        by_url = url_network(url) if self._plan.networks_by_url else None
        return by_url or self._plan.network or ""

    def _metrics(self, row: Sequence[object]) -> Metrics:
        told: dict[str, int | None] = {}
        for name in METRICS:
            index = self._plan.columns.get(name)
            if index is None:
                continue
            value = cell(row, index)
            try:
                told[name] = count(value, self._plan.decimals.get(name, ""))
            except NotACount as unread:
                header = self._plan.headers[index]
                raise _Unread({"column": header, "value": text_of(value)[:60]}) from unread
        return Metrics(**told)


class _Unread(Exception):
    """A count that is none, on its way to becoming a refusal."""

    def __init__(self, values: dict[str, object]) -> None:
        super().__init__()
        self.values = values


def _url_id(url: str, network: Network) -> str:
    """Return the id in an address, where it is one of the network's own."""
    key = url_key(url)
    if key or url_network(url) is not network:
        return key
    numbers = re.findall(r"\d{8,}", url)
    return str(numbers[-1]) if numbers else ""
