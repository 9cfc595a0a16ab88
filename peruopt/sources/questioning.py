"""Settles what the columns leave open, or puts it as a question with the likeliest answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import shorten

from peruopt.restaurant import Network
from peruopt.sources.asking import Answers, Choice, Question
from peruopt.sources.cells import text_of
from peruopt.sources.evidence import Evidence
from peruopt.sources.interpreting import cell, when_of
from peruopt.sources.layout import Row
from peruopt.sources.moments import DatePlan, Moments
from peruopt.sources.recognising import Column
from peruopt.sources.scanning import Scan
from peruopt.sources.turning import DMY, MDY, turned
from peruopt.sources.vocabulary import Tool, plain
from peruopt.sources.whose import named_account, named_network
from peruopt.sources.zoning import header_zone, same_clock, witnessed_zone, zone_named

QUOTED = 60
"""Letters by which a person knows a post again."""


def column_questions(doubtful: Mapping[str, Sequence[Column]]) -> list[Question]:
    """Ask which column is the date or the text, where no name told."""
    return [
        Question(
            f"column.{field}",
            f"importing.ask_column_{field}",
            tuple(Choice(column.header) for column in guesses[:6]),
            guesses[0].header,
        )
        for field, guesses in doubtful.items()
        if len(guesses) > 1
    ]


def day_question(evidence: Evidence, orders: Mapping[str, str]) -> Question:
    """Ask for the day, by an example from the file that reads both ways."""
    for (style, _clock, _zone, year, a, b, _seconds), _witness in evidence.rows():
        if style.startswith("~") and a != b and a <= 12 and b <= 12:
            sep = style[1]
            example = f"{a:02d}{sep}{b:02d}{sep}{year}"
            break
    else:
        example, a, b, year = "03/04/2026", 3, 4, 2026
    open_ = [order for style, order in orders.items() if style.startswith("~")]
    choices = []
    for value, order in (("day", DMY), ("month", MDY)):
        day = turned(order, year, a, b)
        values = {"example": example, "day": day.day, "month": day.month} if day else {}
        choices.append(Choice(value, f"importing.choice_{value}_first", values))
    inferred = "month" if MDY in open_ else "day"
    return Question(
        "day_first", "importing.ask_day_first", tuple(choices), inferred, {"example": example}
    )


def zone_of(
    seen: Scan, orders: Mapping[str, str], header: str, tool: Tool | None, answers: Answers,
    default: str, head: Sequence[Row], columns: Mapping[str, int],
) -> tuple[str, Question | None]:  # fmt: skip
    """Return the zone of clocks that do not tell theirs, and a question where it is unsure."""
    if answers.zone and zone_named(answers.zone) is not None:
        return answers.zone, None
    told = header_zone(header)
    if told:
        return told, None
    preferred = (default, *((tool.zone,) if tool and tool.zone else ()))
    proved = witnessed_zone(seen.evidence, orders, preferred)
    if proved:
        return proved, None
    zoned = seen.evidence.zoned == len(seen.evidence) or "zone" in columns
    if tool is None or not tool.zone or zoned or same_clock(tool.zone, default):
        return default, None
    if not tool.asks:
        return tool.zone, None
    return default, _zone_question(orders, tool, default, head, columns)


def _zone_question(
    orders: Mapping[str, str], tool: Tool, default: str, head: Sequence[Row],
    columns: Mapping[str, int],
) -> Question | None:  # fmt: skip
    """Ask by one of the posts: at which local hour did it really go out?"""
    for _line, row in head:
        said, raw = when_of(row, columns)
        if raw is None or raw.clock is None:
            continue
        choices = []
        for zone in (default, tool.zone):
            at = Moments(DatePlan(dict(orders), zone)).at(raw, "", None)
            here = zone_named(default)
            local = f"{at.astimezone(here):%H:%M}" if at and here else ""
            values = {"zone": zone, "time": local}
            choices.append(Choice(zone, "importing.choice_zone", values))
        text = shorten(text_of(cell(row, columns.get("text"))), QUOTED, placeholder="…")
        values = {"text": text, "written": text_of(said)[:40], "zone": default}
        return Question("zone", "importing.ask_zone", tuple(choices), default, values, free=True)
    return None


def network_of_file(
    seen: Scan, tool: Tool | None, name: str, headers: Sequence[str], answers: Answers
) -> tuple[Network | None, bool, Question | None]:
    """Return the network for rows that do not name theirs, and whether addresses tell it."""
    if answers.network is not None:
        return answers.network, False, None
    named = [network for network in seen.networks if isinstance(network, Network)]
    if sum(seen.networks.values()) == seen.rows:
        return (named[0] if len(named) == 1 else None), False, None
    if tool is not None and tool.network is not None:
        return tool.network, False, None
    if len(named) == 1:
        return named[0], False, None
    addressed = sum(seen.url_networks.values())
    if addressed:
        most, rows = seen.url_networks.most_common(1)[0]
        if rows >= 0.95 * addressed and rows > seen.rows / 2:
            return most, False, None
        if addressed >= 0.95 * seen.rows:
            return most, True, None
    words = {word for header in headers for word in plain(header).split()}
    if words & {"retweets", "tweet", "tweets", "retweet"}:
        return Network.X, False, None
    by_name = named_network(name)
    if by_name is not None:
        return by_name, False, None
    likely = seen.url_networks.most_common(1)[0][0] if addressed else Network.FACEBOOK
    choices = tuple(Choice(network.value, f"network.{network}") for network in Network)
    return likely, False, Question("network", "importing.ask_network", choices, likely.value)


def account_of(seen: Scan, name: str, answers: Answers) -> tuple[str, Question | None]:
    """Return the account of rows that do not name theirs."""
    if answers.account:
        return answers.account, None
    named: Counter[str] = seen.accounts
    if named:
        return named.most_common(1)[0][0], None
    if seen.url_accounts:
        account, rows = seen.url_accounts.most_common(1)[0]
        if rows >= 0.5 * sum(seen.url_accounts.values()) and rows >= seen.rows / 4:
            return account, None
    by_name = named_account(name)
    if by_name:
        return by_name, None
    likely = "principal"
    question = Question(
        "account", "importing.ask_account", (Choice(likely),), likely, {"name": name}, free=True
    )
    return likely, question
