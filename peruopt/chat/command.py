"""The register of commands.  Help, the menus of every door and docs/commands.md all read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module

from peruopt.chat.message import Action, Address, Message, Reply
from peruopt.chat.words import Words
from peruopt.ports import Services
from peruopt.restaurant import Person, Restaurant, Role

Tell = Callable[[Reply], Coroutine[None, None, Address]]


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything a handler may use, and nothing else."""

    message: Message
    text: str
    """What was said after the command's name; a button's args, joined by spaces."""
    person: Person
    restaurant: Restaurant
    words: Words
    services: Services
    tell: Tell
    """Say something before the answer: progress, or more than one card; returns where it is."""

    @property
    def args(self) -> list[str]:
        """The text, split at white space."""
        return self.text.split()


Handler = Callable[[Ask], Awaitable[Reply | Sequence[Reply]]]


@dataclass(frozen=True, slots=True)
class Later:
    """A handler whose file is imported when it is first called."""

    module: str
    name: str

    async def __call__(self, ask: Ask) -> Reply | Sequence[Reply]:
        handler: Handler = getattr(import_module(self.module), self.name)
        return await handler(ask)


@dataclass(frozen=True, slots=True)
class Command:
    """A name that people type or press, and who answers.

    Its sentences are `<topic>.help` (one line) and `<topic>.usage` in the locale files.
    """

    name: str
    alias: str
    topic: str
    role: Role
    menu: bool
    handler: Handler
    open: bool = False
    """Whether somebody whom no restaurant knows may use it, given words to it."""
    ahead: bool = False
    """Whether it is answered at once, while the chat still waits for an earlier answer."""

    def called(self, words: Words) -> str:
        """Return its name in a person's language."""
        return self.name if words.locale.startswith("es") else self.alias


@dataclass(slots=True)
class Register:
    """Commands by Spanish name and English alias."""

    commands: dict[str, Command] = field(default_factory=dict[str, Command])

    def command(
        self,
        name: str,
        *,
        alias: str,
        topic: str,
        role: Role = Role.VIEWER,
        menu: bool = True,
        open: bool = False,  # noqa: A002, reads as it is meant
        ahead: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Register the decorated handler.

        `menu=False` keeps a command that is mostly pressed, not typed, out of the short lists.
        """

        def decorate(handler: Handler) -> Handler:
            command = Command(name, alias, topic, role, menu, handler, open, ahead)
            for key in {name, alias}:
                if not self._awaits(key, command):
                    raise ValueError(f"/{key} is taken, or not as the index has it: `make docs`")
                self.commands[key] = command
            return handler

        return decorate

    def expect(self, command: Command) -> None:
        """Register a command whose file has not been imported, unless it has."""
        for key in {command.name, command.alias}:
            self.commands.setdefault(key, command)

    def _awaits(self, key: str, command: Command) -> bool:
        """Whether a name is free, or kept for this very command."""
        there = self.commands.get(key)
        if there is None or not isinstance(there.handler, Later):
            return there is None
        handler = command.handler
        later = Later(handler.__module__, handler.__name__)
        return there == replace(command, handler=later)

    def typed(self, action: Action, words: Words) -> str:
        """Return what a person would type in place of pressing a button, in their language."""
        command = self.commands.get(action.name)
        if command is None:
            return action.typed
        keys = ((word, f"typed.{command.name}_{word}") for word in action.args)
        args = tuple(words(key) if words.has(key) else word for word, key in keys)
        return replace(action, name=command.called(words), args=args).typed

    def listed(self) -> list[Command]:
        """Return the commands of the menu, by name."""
        unique = {c.name: c for c in self.commands.values() if c.menu}
        return [unique[name] for name in sorted(unique)]


register = Register()
