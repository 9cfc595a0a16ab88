"""The story written down as it is played: what people do, and what appears on either screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.slack.blockkit import buttons
from tests.slack.emulator import TEAM_ROOM
from tests.story.two_doors import TwoDoors
from tests.telegram.emulator.people import ROSA

PAGE = Path(__file__).parents[2] / "docs" / "story.md"
HEAD = """\
# Una propuesta, de la foto a los números

*Lo que sigue no lo escribió nadie: es lo que se vio en las pantallas cuando la prueba
`tests/story/test_two_doors.py` jugó esta historia por Telegram y por Slack a la vez. Se vuelve a
escribir con `PERUOPT_WRITE=1 python -m pytest tests/story`. (In English: a photo on Telegram
becomes a card in the team's Slack channel, is changed, approved by two people at once, published
once, and measured.)*

*Rosa es la dueña de La Caleta y lleva todo desde Telegram. Luis y Ana trabajan en Slack, en el
canal del equipo. La casa pide que dos personas aprueben cada publicación.*
"""
RACY = re.compile(r"Ya está en|falta la aprobación|aparece:|cambia:|^> \w+ · … \+ …|^> … \+ …:")
CODE = re.compile(r"\b[2-9A-Z]{5}-?[2-9A-Z]{5}\b")


@dataclass
class Story:
    """`await`ed by nobody: it only looks at the two screens and notes what is new there."""

    town: TwoDoors
    lines: list[str] = field(default_factory=list)
    seen: dict[object, str] = field(default_factory=dict)

    def chapter(self, title: str) -> None:
        self.lines += ["", f"## {title}"]

    def does(self, what: str) -> None:
        """Write down what somebody does."""
        self.lines += ["", what]

    def look(self, but: str = "", instead: str = "") -> None:
        """Write down what is new or has changed on the screens; `instead` of what says `but`."""
        for place, key, text, keys in self._screens():
            whole = f"{text}\n{keys}"
            if self.seen.get(key) == whole:
                continue
            verb = "cambia" if key in self.seen else "aparece"
            self.seen[key] = whole
            if but and re.search(but, text):
                continue
            self.lines += ["", f"*{place}, {verb}:*", "", *_quoted(text)]
            if keys:
                self.lines += [">", "> " + " ".join(f"`{label}`" for label in keys)]
        self.lines += ["", instead] if instead else []

    def forget(self) -> None:
        """Let all that is on the screens now be known."""
        for _place, key, text, keys in self._screens():
            self.seen[key] = f"{text}\n{keys}"

    def page(self) -> str:
        return CODE.sub("XXXXX-XXXXX", HEAD + "\n".join(self.lines) + "\n")

    def _screens(self):
        telegram, space = self.town.telegram, self.town.slack.space
        for shown in telegram.world.of(ROSA):
            text = f"📷 {shown.text}" if shown.photo else shown.text
            yield "En el teléfono de Rosa (Telegram)", ("t", shown.id), text, shown.labels
        for said in space.messages:
            if said.channel != TEAM_ROOM or said.user != "UPERUOPT":
                continue
            where = "En el hilo de Slack" if said.thread_ts else "En el canal de Slack"
            where += f", solo para {space.people[said.only_for]}" if said.only_for else ""
            keys = [element["text"]["text"] for element, _ in buttons(said.blocks)]
            plain = [block for block in said.blocks if block["type"] != "actions"]
            text = space.read(said) if not plain else _read(space, plain)
            yield where, ("s", said.ts), text, keys


def stable(page: str) -> set[str]:
    """Return what a page says, save for who of two at once was first, or which network."""
    told = (re.sub("(?i)facebook|instagram", "…", line) for line in page.splitlines())
    told = (re.sub(r"(Rosa|Luis) y (Rosa|Luis)", "Rosa y Luis", line) for line in told)
    return {line for line in told if not RACY.search(line)}


def _read(space, blocks: list) -> str:
    from tests.slack.blockkit import shown

    pictured = any(block["type"] == "image" for block in blocks)
    return ("📷 " if pictured else "") + shown(blocks, space.pings)


def _quoted(text: str) -> list[str]:
    lines = [line.strip() for line in text.strip().splitlines()]
    return [f"> {line}  " if line else ">" for line in lines]
