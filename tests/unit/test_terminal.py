"""The terminal: names in the person's language, and no card in full for a step of progress."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

import handlers
from bot.console import HERE, Console
from peruopt.chat.message import Action, Button, Message, Reply
from peruopt.chat.words import Words

handlers.load()


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


def console(tmp_path, clock, out, locale: str = "es_PE") -> Console:
    return Console(tmp_path, clock.now, lambda: Words(locale), lines=io.StringIO(), out=out)


CARD = Reply("¿Sí?", buttons=((Button("Sí", Action("aprobar", ("4",))),),))


@pytest.mark.parametrize(("locale", "typed"), [("es_PE", "/aprobar 4"), ("en", "/approve 4")])
async def test_commands_are_named_in_the_persons_language(tmp_path, clock, out, locale, typed):
    await console(tmp_path, clock, out, locale).send(HERE, CARD)
    assert out.getvalue().splitlines()[1] == f"  #1 Sí  {typed}"


async def test_the_language_may_change_on_the_way(tmp_path, clock, out):
    spoken = ["es_PE"]
    door = Console(tmp_path, clock.now, lambda: Words(spoken[0]), lines=io.StringIO(), out=out)
    await door.send(HERE, CARD)
    spoken[0] = "en"
    await door.send(HERE, CARD)
    assert [line.split()[-2] for line in out.getvalue().splitlines() if "#1" in line] == [
        "/aprobar",
        "/approve",
    ]


def step(number: int, share: int) -> Reply:
    stop = Button("Detener", Action("entrenar", ("cancelar",)))
    told = f"Paso {number} de 6: probar\n▰▱ {share} %\nSuele tardar 1–3 minutos."
    return Reply(told, title="Aprendiendo", buttons=((stop,),), about="training:1")


async def test_progress_is_a_line_each_and_the_end_is_told_in_full(tmp_path, clock, out):
    door = console(tmp_path, clock, out)
    at = await door.send(HERE, step(1, 10))
    first = out.getvalue()
    assert "Suele tardar" in first
    for number, share in ((1, 20), (2, 40), (2, 40)):
        assert await door.send(HERE, replace(step(number, share), replaces=at)) == at
    assert out.getvalue() == f"{first}▰▱ 20 %\nPaso 2 de 6: probar  ▰▱ 40 %\n"
    done = Reply("Listo.", title="Aprendí", about="training:1", replaces=at)
    await door.send(HERE, done)
    assert out.getvalue().endswith("Aprendí\nListo.\n\n")


async def test_another_card_with_the_same_title_is_printed_in_full(tmp_path, clock, out):
    door = console(tmp_path, clock, out)
    at = await door.send(HERE, Reply("uno\ndos", title="T", about="draft:1"))
    await door.send(HERE, Reply("uno\ntres", title="T", about="draft:2", replaces=at))
    await door.send(HERE, Reply("uno\ncuatro", title="T", about="draft:2"))
    assert out.getvalue() == "T\nuno\ndos\n\nT\nuno\ntres\n\nT\nuno\ncuatro\n\n"


async def heard(tmp_path, clock, out, line: str) -> list[Message]:
    door, messages = console(tmp_path, clock, out), []
    door.lines = io.StringIO(line + "\n")

    async def answer(message: Message) -> None:
        messages.append(message)

    await door.run(answer)
    return messages


@pytest.mark.parametrize(
    ("said", "names", "caption"),
    [
        ("@{a} ceviche", ["a.jpg"], "ceviche"),
        ("@{a} @{b} ceviche y chicha", ["a.jpg", "b c.jpg"], "ceviche y chicha"),
        ("@{b} @{a} @{b}", ["b c.jpg", "a.jpg", "b c.jpg"], ""),
        ("@{a} @lamarbrava de fiesta", ["a.jpg"], "@lamarbrava de fiesta"),
        ("@'{b}' @{a} /album 3", ["b c.jpg", "a.jpg"], "/album 3"),
    ],
)
async def test_a_line_may_begin_with_several_files(tmp_path, clock, out, said, names, caption):
    for name in ("a.jpg", "b c.jpg"):
        (tmp_path / name).write_bytes(name.encode())
    line = said.format(a=tmp_path / "a.jpg", b=tmp_path / "b c.jpg")
    (message,) = await heard(tmp_path, clock, out, line)
    assert [(u.name, u.content) for u in message.uploads] == [(n, n.encode()) for n in names]
    assert message.text == caption


async def test_a_line_whose_first_file_is_not_there_says_so(tmp_path, clock, out):
    assert await heard(tmp_path, clock, out, "@nada.jpg ceviche") == []
    assert "nada.jpg" in out.getvalue()


async def talked(tmp_path, clock, out, lines: list[str], answers: list[list[Reply]]):
    """Each line gets its answers; what was pressed, on which message."""
    door, pressed = console(tmp_path, clock, out), []
    door.lines = io.StringIO("\n".join(lines) + "\n")

    async def answer(message: Message) -> None:
        if message.action:
            pressed.append((message.action.name, message.source.message))
        for reply in answers.pop(0):
            await door.send(HERE, reply)

    await door.run(answer)
    return pressed


def card(label: str, **more: object) -> Reply:
    return Reply(label, buttons=((Button(label, Action(label)),),), **more)


async def test_numbers_are_those_of_the_newest_card_of_an_answer(tmp_path, clock, out):
    drafts = [card("una"), card("otra")]
    pressed = await talked(tmp_path, clock, out, ["ceviche", "#1"], [drafts, []])
    assert pressed == [("otra", "2")]


async def test_how_far_a_training_is_takes_no_number_from_the_answer(tmp_path, clock, out):
    imported = [card("resumen"), card("cancelar", about="training:1")]
    pressed = await talked(tmp_path, clock, out, ["@x", "hola", "#1", "#2"], [imported, [], []])
    assert pressed == [("resumen", "1"), ("cancelar", "2")]
    assert "#1 resumen" in out.getvalue()
    assert "#2 cancelar" in out.getvalue()


async def test_a_card_that_comes_by_itself_takes_no_number_over(tmp_path, clock, out):
    door = console(tmp_path, clock, out)
    heard = []

    async def answer(message: Message) -> None:
        heard.append(message)
        if not message.action:
            await door.send(HERE, card("resumen"))

    await door._hear("hola", answer)
    at = await door.send(HERE, card("cancelar", about="training:1"))
    await door.send(HERE, replace(card("otra", about="training:1"), replaces=at))
    assert [line.split()[0] for line in out.getvalue().splitlines() if "#" in line] == [
        "#1",
        "#2",
        "#2",
    ]
    await door._hear("#1", answer)
    await door._hear("#2", answer)
    assert [(m.action.name, m.source.message) for m in heard[1:]] == [
        ("resumen", "1"),
        ("otra", "3"),
    ]
    await door._hear("hola", answer)
    await door._hear("#1", answer)
    assert heard[-1].source.message == "4", "a new answer is counted anew"


async def test_what_changes_the_pressed_card_is_seen_though_others_came_after(
    tmp_path, clock, out
):
    door = console(tmp_path, clock, out)

    async def answer(message: Message) -> None:
        if message.action:
            told = Reply("aprobada", about="draft:1", replaces=message.source)
            await door.send(HERE, told)
            await door.send(HERE, told)  # as a copy of the card
        else:
            await door.send(HERE, card("aprobar", about="draft:1"))

    await door._hear("hola", answer)
    await door.send(HERE, card("cancelar", about="training:1"))
    await door._hear("#1", answer)
    assert out.getvalue().count("aprobada") == 1
