"""`/ayuda`: what can be asked for, and a way out of what was not understood."""

from __future__ import annotations

from peruopt.chat.command import Ask, Command, register
from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words


@register.command("ayuda", alias="help", topic="help")
async def answer(ask: Ask) -> Reply:
    """List the commands, or offer to write about what was not understood."""
    if ask.text:
        return _explained(ask) or _offered(ask)
    lines = [_line(command, ask.words) for command in register.listed()]
    return Reply(
        "\n".join((ask.words("help.intro"), "", *lines, "", ask.words("help.outro"))),
        title=ask.words("help.title"),
        buttons=(_shortcuts(ask.words),),
    )


def _explained(ask: Ask) -> Reply | None:
    command = register.commands.get(ask.text.lstrip("/").lower())
    if command is None:
        return None
    usage = ask.words(f"{command.topic}.usage")
    return Reply(f"{ask.words(f'{command.topic}.help')}\n\n{usage}", title=f"/{command.name}")


def _offered(ask: Ask) -> Reply:
    """Words that are no question are mostly a dish."""
    idea = ask.text[:80]
    buttons: tuple[Button, ...] = ()
    try:
        action = Action("redactar", tuple(ask.text.replace(":", " ").split()))
        action.pack()
        buttons = (Button(ask.words("help.write"), action),)
    except ValueError:  # too long for a button; the sentence says how to type it
        pass
    return Reply(ask.words("help.unsure", idea=idea), buttons=(buttons, _shortcuts(ask.words)))


def _line(command: Command, words: Words) -> str:
    name = command.name if words.locale.startswith("es") else command.alias
    return f"/{name} · {words(f'{command.topic}.help')}"


def _shortcuts(words: Words) -> tuple[Button, ...]:
    return (
        Button(words("help.hours"), Action("horas")),
        Button(words("help.numbers"), Action("resumen")),
        Button(words("help.pending"), Action("pendientes")),
    )
