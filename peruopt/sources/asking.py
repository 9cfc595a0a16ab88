"""What a file leaves open: rows refused, questions for a person, and the answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Self

from peruopt.errors import UserError
from peruopt.restaurant import Network

NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken, and why: `key` names a sentence."""

    line: int
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer.  `key` names its sentence; without one, `value` is shown as it is."""

    value: str
    key: str = ""
    values: Mapping[str, object] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person knows, with the likeliest answer."""

    key: str
    """`day_first`, `zone`, `network`, `account` or `column.<field>`; goes to `Answers.add`."""
    sentence: str
    choices: tuple[Choice, ...]
    inferred: str
    values: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    free: bool = False
    """Whether words of the person's own are an answer too."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person has said; everything None is still open."""

    columns: tuple[tuple[str, str], ...] = ()
    """(field, header) pairs; an empty header means that the file has no such column."""
    day_first: bool | None = None
    zone: str | None = None
    network: Network | None = None
    account: str | None = None

    def add(self, key: str, choice: str) -> Self:
        """Return the answers with one more; raise ValueError for what is no answer."""
        from peruopt.sources.vocabulary import synonyms
        from peruopt.sources.zoning import zone_named

        if key.startswith("column."):
            field_ = key.removeprefix("column.")
            if field_ not in synonyms():
                raise UnknownQuestion(key)
            kept = tuple(pair for pair in self.columns if pair[0] != field_)
            return replace(self, columns=(*kept, (field_, choice)))
        if key == "day_first":
            if choice not in {"day", "month"}:
                raise ValueError(choice)
            return replace(self, day_first=choice == "day")
        if key == "zone":
            if zone_named(choice) is None:
                raise ValueError(choice)
            return replace(self, zone=choice)
        if key == "network":
            return replace(self, network=Network(choice))
        if key == "account":
            return replace(self, account=choice)
        raise UnknownQuestion(key)


class UnknownQuestion(ValueError):
    """Nothing of that name is ever asked."""


def said(answered: Mapping[str, str]) -> Answers:
    """Return what was answered; raise UserError for what is no answer."""
    answers = Answers()
    for key, value in answered.items():
        try:
            answers = answers.add(key, value)
        except UnknownQuestion:
            raise UserError("importing.no_question", question=key[:60]) from None
        except ValueError:
            wrong = f"importing.no_{key}"  # no_day_first, no_zone or no_network
            raise UserError(wrong, said=value[:60], known=", ".join(Network)) from None
    return answers
