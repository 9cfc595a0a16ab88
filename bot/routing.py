"""Which command a message means: pressed, typed, asked in plain words, or answered."""

from __future__ import annotations

from dataclasses import dataclass

from peruopt.chat.command import Command, Register
from peruopt.chat.intent import COURTESY, intent, plain
from peruopt.chat.message import Action, Message, Upload
from peruopt.chat.wishing import wish
from peruopt.errors import UserError

PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
NAMES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif", ".bmp")
TABLES = (".csv", ".tsv", ".xlsx")

TAKES_FILES = frozenset({"carta", "comentarios"})
"""Commands whose question may be answered with a file of any kind."""
SAYS_MORE = frozenset(
    {"redactar", "editar", "cambios", "rechazar", "otrahora", "aprobar", "mover", "foto"}
)
"""Commands whose question is never answered by a mere yes."""
NEVER_A_DISH = frozenset({"cancelar", "mover", "ajustes", "historial", "ayuda", "cambios"})


@dataclass(frozen=True, slots=True)
class Route:
    """A command and what was said after its name."""

    command: Command
    text: str


def route(message: Message, waiting: Action | None, register: Register) -> Route:
    """Return where a message goes; raise UserError for a command nobody knows."""
    commands, text = register.commands, message.text.strip()
    if message.action:
        return Route(_named(message.action.name, register), " ".join(message.action.args))
    if text.startswith("/"):
        name, rest = (*text[1:].split(maxsplit=1), "", "")[:2]  # a list may follow on a new line
        return Route(_named(plain(name.partition("@")[0]), register, rest.strip()), rest.strip())
    if message.uploads:
        if hidden := next(filter(is_disguised, message.uploads), None):
            raise UserError("importing.picture", name=hidden.name[:60])
        photo = all(map(is_picture, message.uploads))
        if photo and waiting and waiting.name == "foto":  # the picture that was asked for
            return Route(commands["foto"], " ".join((*waiting.args, text)).strip())
        if waiting and waiting.name in TAKES_FILES:
            return Route(commands[waiting.name], " ".join((*waiting.args, text)).strip())
        return Route(commands["redactar" if photo else "importar"], text)
    understood = _wished(text) or intent(text)
    if waiting and not (understood and _aside(understood[0], understood[1], text, waiting)):
        return Route(commands[waiting.name], " ".join((*waiting.args, text)))
    name, rest = understood or ("ayuda", text)
    return Route(commands[name], rest)


def _wished(text: str) -> tuple[str, str] | None:
    """Return the command for what is to be different in a draft."""
    wanted = wish(text)
    if wanted is None:
        return None
    return ("otra" if wanted.again else "cambios"), f"{wanted.which} {wanted.words}".strip()


def _aside(name: str, rest: str, text: str, waiting: Action) -> bool:
    """Whether what was said is no answer to what was asked: thanks, never mind, an order."""
    if name == COURTESY:
        return rest != "bien" or waiting.name in SAYS_MORE
    if waiting.name != "redactar":
        return False
    return name in NEVER_A_DISH or (name != "redactar" and text.rstrip().endswith("?"))


def is_picture(upload: Upload) -> bool:
    """Whether the bytes begin like a picture's, or the name says so: then it is refused as one."""
    name = upload.name.lower()
    if name.endswith(TABLES):  # a table's first column may begin with BM, as a bitmap does
        return False
    return name.endswith(NAMES) or upload.content.startswith(b"BM") or _drawn(upload.content)


def is_disguised(upload: Upload) -> bool:
    """Whether a picture is called a table."""
    return upload.name.lower().endswith(TABLES) and _drawn(upload.content)


def _drawn(content: bytes) -> bool:
    return (
        content.startswith(PICTURES)
        or content[8:12] == b"WEBP"
        or content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
    )


def _named(name: str, register: Register, rest: str = "") -> Command:
    command = register.commands.get(name)
    if command is None:
        raise UserError("error.unknown", name=name[:40], near="ayuda", rest=rest)
    return command
