"""Voice notes through the whole house, with a server that speaks OpenAI's audio transcription."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.doors import listener
from bot.settings import Settings
from peruopt.errors import UserError
from peruopt.writers.listening import GptListener
from tests.telegram.emulator.opening import until
from tests.telegram.whole import house


@dataclass
class Ears:
    """Hears `says` in every note; `asked` keeps the forms it was sent."""

    says: str = "¿cómo me fue esta semana?"
    status: int = 200
    asked: list[dict[str, object]] = field(default_factory=list)
    url: str = ""

    async def hear(self, request: web.Request) -> web.Response:
        form = await request.post()
        note = form["file"]
        told = {name: value for name, value in form.items() if name != "file"}
        self.asked.append(told | {"name": note.filename, "note": note.file.read()})
        if request.headers["Authorization"] != "Bearer sk-prueba" or self.status != 200:
            return web.json_response({"error": {"message": "no"}}, status=max(self.status, 401))
        return web.json_response({"text": self.says})


@pytest.fixture
async def ears():
    heard = Ears()
    app = web.Application()
    app.router.add_post("/v1/audio/transcriptions", heard.hear)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    heard.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    yield heard
    await runner.cleanup()


async def test_a_voice_note_is_heard_shown_and_answered(api, data_dir, clock, ears):
    async with house(api, data_dir, clock, gpt_api_key="sk-prueba", gpt_base_url=ears.url):
        api.voice(b"OggS...")
        await until(lambda: len(api.seen()) == 2, 15)
    (asked,) = ears.asked
    assert (asked["note"], asked["name"]) == (b"OggS...", "voice.ogg")
    assert asked["model"] == "gpt-4o-mini-transcribe"
    assert "🎤 Te escuché\n¿cómo me fue esta semana?" in api.seen()[0]
    assert "/importar" in api.seen()[1], "as /resumen says it where there are no posts yet"


async def test_without_gpt_nobody_is_asked_and_it_is_said(api, data_dir, clock):
    async with house(api, data_dir, clock):
        api.voice(b"OggS...")
        (told,) = await until(api.seen)
    assert "Sin GPT conectado no escucho notas de voz" in told
    assert api.count("getFile") == 0


async def test_a_server_that_refuses_is_named(api, data_dir, clock, ears):
    ears.status = 404
    async with house(api, data_dir, clock, gpt_api_key="sk-prueba", gpt_base_url=ears.url):
        api.voice(b"OggS...")
        (told,) = await until(api.seen, 15)
    assert "gpt-4o-mini-transcribe no responde (NotFoundError)" in told


async def test_silence_is_no_words(api, data_dir, clock, ears):
    ears.says = "  "
    async with house(api, data_dir, clock, gpt_api_key="sk-prueba", gpt_base_url=ears.url):
        api.voice(b"OggS...")
        (told,) = await until(api.seen, 15)
    assert "No entendí la nota de voz" in told


async def test_a_server_that_is_not_there_is_a_sentence():
    gone = GptListener(SecretStr("sk"), base_url="http://127.0.0.1:9/v1", timeout=5)
    with pytest.raises(UserError) as told:
        await gone.write_down(b"OggS", "voice.ogg")
    assert told.value.key == "telegram.voice_unheard"
    assert told.value.values["why"] == "APIConnectionError"


def test_no_model_is_no_ears():
    said = {"_env_file": None, "gpt_api_key": "sk"}
    assert listener(Settings(**said)) is not None
    assert listener(Settings(**said, gpt_voice_model="")) is None
    assert listener(Settings(**said, gpt_voice_model="none")) is None
    assert listener(Settings(_env_file=None)) is None
