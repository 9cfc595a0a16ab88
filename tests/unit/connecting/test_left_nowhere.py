"""A token that somebody writes reaches the one who needs it and is written down nowhere."""

from __future__ import annotations

import asyncio

from bot.slack.heard import Heard
from bot.slack.journal import Journal as SlackJournal
from bot.telegram.journal import Journal as TelegramJournal
from bot.web.door import WebDoor
from bot.web.events import Said
from bot.web.pages import make_app
from tests.networks.doors import PERSON_TOKEN


def written(folder) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_the_page_hands_it_on_and_keeps_it_in_no_transcript(data_dir, clock):
    door = WebDoor(host="127.0.0.1", port=0, data_dir=data_dir, token=None, now=clock.now)
    heard = []

    async def answer(message) -> None:
        heard.append(message.text)

    door._hear = lambda entry: door._start(entry, answer)
    said = Said("5f0e0c56-0000-4000-8000-000000000001", PERSON_TOKEN)
    door.hear(said)
    door.hear(said)
    await asyncio.gather(*door._answers)
    assert heard == [PERSON_TOKEN]
    assert PERSON_TOKEN.encode() not in written(data_dir)
    client = make_app(door).test_client()
    assert PERSON_TOKEN not in client.get("/chat").text + client.get("/events").text
    assert PERSON_TOKEN not in repr(door._untold)


def test_telegram_s_journal_blots_it_out(data_dir):
    journal = TelegramJournal(data_dir / "inbox.jsonl")
    journal.open()
    journal.add([{"update_id": 1, "message": {"text": f"/redes x llave {PERSON_TOKEN}"}}])
    journal.close()
    assert PERSON_TOKEN.encode() not in written(data_dir)
    assert b"/redes x llave" in written(data_dir)


def test_slack_s_journal_blots_it_out(data_dir):
    journal = SlackJournal(data_dir)
    heard = Heard(id="m1", person="U1", chat="D1", text=PERSON_TOKEN)
    journal.take(heard)
    assert PERSON_TOKEN.encode() not in written(data_dir)
    assert journal._open["m1"].text == PERSON_TOKEN
