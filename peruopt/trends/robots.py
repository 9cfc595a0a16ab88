"""What a site's robots.txt lets us read."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

AGENT = "peruopt/0.1 (restaurant assistant; reads headlines once a day)"
_NAME = "peruopt"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site; without a parser, the same answer for every page."""

    parser: RobotFileParser | None
    otherwise: bool

    @classmethod
    def read(cls, content: bytes) -> Robots:
        """Read the file, whatever it holds."""
        parser = RobotFileParser()
        parser.parse(content.decode("utf-8", "replace").lstrip("\ufeff").splitlines())
        return cls(parser, otherwise=True)

    def allows(self, url: str) -> bool:
        """Whether we may read `url`."""
        return self.parser.can_fetch(_NAME, url) if self.parser else self.otherwise

    @property
    def delay(self) -> float:
        """Seconds asked for between two requests."""
        return float(self.parser.crawl_delay(_NAME) or 0) if self.parser else 0.0


ANY = Robots(None, otherwise=True)
NONE = Robots(None, otherwise=False)
