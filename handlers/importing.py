"""`/importar`: a file dropped into the chat becomes history to learn from."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.progress import Progress
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.restaurant import Role
from peruopt.sources.asking import Question, Refused
from peruopt.sources.asking import said as meant
from peruopt.work.ingesting import Ingested, ingest
from peruopt.work.training import learn

SHOWN = 8  # refused rows in a chat; the rest are counted


@register.command("importar", alias="import", topic="imported", role=Role.OWNER)
async def answer(ask: Ask) -> Reply | list[Reply]:
    """Take in every file of the message, go on with one that was asked about, or say how."""
    shelf = ask.services.shelf
    if ask.message.uploads:
        keys = [await asyncio.to_thread(shelf.keep, upload) for upload in ask.message.uploads]
        return [reply for key in keys for reply in await _ingested(ask, key)]
    if ask.args:
        key, question, said = (*ask.text.split(" ", 2), "", "")[:3]
        if question and said:
            meant(_meant({question: said.strip()}))  # what is no answer is said, and the file kept
            await asyncio.to_thread(shelf.answer, key, question, said.strip())
        return await _ingested(ask, key)
    return Reply(ask.words("imported.how"), title=ask.words("imported.title"))


async def _ingested(ask: Ask, key: str) -> list[Reply]:
    services, shelf = ask.services, ask.services.shelf
    path, name = shelf.path(key), shelf.name(key)
    answered = _meant(await asyncio.to_thread(shelf.answers, key))
    progress = Progress(ask.tell, lambda share: _far(share, ask.words))
    try:
        done = await asyncio.to_thread(
            ingest,
            services.work,
            ask.person.restaurant_id,
            path,
            name,
            answered,
            who=ask.person.name,
            now=services.now(),
            progress=progress,
        )
    except UserError:
        shelf.drop(key)
        raise
    finally:
        await progress.end()
    if isinstance(done, Question):
        house = ask.person.restaurant_id
        await asyncio.to_thread(shelf.asked, key, house, done.key)
        return [_asked(done, key, ask.words)]
    shelf.drop(key)
    told = _told(done, name, ask.words)
    if not (done.new or done.updated):
        return [told]
    card = await learn(services, ask.restaurant, ask.words)
    return [told, card] if card else [told]


def _far(share: float, words: Words) -> Reply:
    return Reply(words("imported.progress", share=words.percent(share)))


def _meant(answers: dict[str, str]) -> dict[str, str]:
    """Undo what a button needs: a value's spaces and colons travel as other signs."""
    return {
        key: value.replace("\u00a0", " ").replace("\ua789", ":") for key, value in answers.items()
    }


def _asked(question: Question, key: str, words: Words) -> Reply:
    buttons = []
    for choice in question.choices:
        value = choice.value.replace(" ", "\u00a0").replace(":", "\ua789")
        label = words(choice.key, **choice.values) if choice.key else choice.value
        tone = Tone.PRIMARY if choice.value == question.inferred else Tone.PLAIN
        buttons.append((Button(label, Action("importar", (key, question.key, value)), tone),))
    return Reply(
        words(question.sentence, **question.values),
        title=words("imported.question"),
        buttons=tuple(buttons),
        asks=Action("importar", (key, question.key)),
    )


def _told(done: Ingested, name: str, words: Words) -> Reply:
    parts = [_counts(done, words), _whose(done, words), _span(done, words)]
    if done.duplicates:
        parts.append(words("imported.duplicates", n=done.duplicates))
    parts += [words(key) for key in done.survey.notes]
    if done.refusals:
        parts.append(words("imported.refused", n=done.refusals))
        parts += [_refusal(row, words) for row in done.refused[:SHOWN]]
        if done.refusals > SHOWN:
            parts.append(words("imported.more", n=done.refusals - SHOWN))
    if done.new or done.updated:
        parts.append(words("imported.learning"))
    return Reply(
        "\n".join(part for part in parts if part),
        title=words("imported.done", name=name),
        buttons=(
            (
                Button(words("help.numbers"), Action("resumen"), Tone.PRIMARY),
                Button(words("help.hours"), Action("horas")),
            ),
        ),
    )


def _counts(done: Ingested, words: Words) -> str:
    """Say what the file brought; a file that was here already brings nothing, and is told so."""
    if done.kept and not done.new and not done.updated:
        return words("imported.all_known", n=done.kept)
    brought = done.new + done.updated
    counts = words("imported.counts", n=brought, new=done.new, updated=done.updated)
    return f"{counts} {words('imported.known', n=done.same)}" if done.same else counts


def _whose(done: Ingested, words: Words) -> str:
    most = [
        words("imported.account", network=words(f"network.{network}"), account=account, n=posts)
        for (network, account), posts in done.accounts.most_common(5)
    ]
    rest = len(done.accounts) - len(most)
    return "\n".join(most + ([words("imported.accounts_more", n=rest)] if rest > 0 else []))


def _span(done: Ingested, words: Words) -> str:
    if done.first is None or done.last is None:
        return ""
    first, last = (words.of_year(at) for at in (done.first, done.last))
    return words("imported.span", first=first, last=last, zone=words.timezone)


def _refusal(row: Refused, words: Words) -> str:
    return words("imported.row", line=str(row.line), why=words(row.key, **row.values))
