"""The offline writer: needs no key, no network and no luck.

Texts are composed from a knowledge base of Peruvian dishes and phrases written by hand; nothing
is said that is neither there nor in the brief: no price, no origin, no award, no promise.
"""

from __future__ import annotations

from peruopt.ports import Brief, Writing


class TemplateWriter:
    """Implements `Writer` without anybody's help."""

    async def write(self, brief: Brief, count: int = 3) -> Writing:
        """Return up to `count` candidates, all different, most telling first."""
        from peruopt.writers.offering import offer  # with all that it knows of dishes and days

        return offer(brief, count)
