"""A database that must not be opened, with the sentence that says why and what to do."""

from __future__ import annotations

from peruopt.errors import UserError


class Refused(UserError):
    """Opening the database would harm it, or cannot work.

    `key` is in the locale files; as text it reads in English, for logs.
    """

    def __init__(self, key: str, sentence: str, **values: object) -> None:
        super().__init__(key, **values)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence
