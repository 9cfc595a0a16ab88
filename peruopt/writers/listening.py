"""Voice notes, written down by GPT or any server that speaks its audio transcription."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from peruopt.errors import UserError

if TYPE_CHECKING:
    from pydantic import SecretStr

DEFAULT_MODEL = "gpt-4o-mini-transcribe"
LONGEST = 60.0
"""Seconds for one note; people who speak wait for an answer."""
HINT = (
    "Mensaje de voz para el asistente de redes de un restaurante peruano: ceviche, tiradito, "
    "causa, ají de gallina, lomo saltado, pachamanca, picarones, chicha morada; publica, "
    "programa, resumen, pendientes."
)
"""Words that are likely, spelt as they are: the rest is heard as it is said."""


class GptListener:
    """Gives back what was said."""

    def __init__(
        self,
        api_key: SecretStr,
        model: str = DEFAULT_MODEL,
        base_url: str = "https://api.openai.com/v1",
        timeout: float = LONGEST,
    ) -> None:
        self._key, self._model, self._base_url = api_key, model, base_url
        self._timeout = timeout

    async def write_down(self, note: bytes, name: str) -> str:
        """Return the words; the file's name tells its format.

        Raises UserError where nobody can be asked for them now.
        """
        sdk = await asyncio.to_thread(_sdk)
        client = sdk.AsyncOpenAI(
            api_key=self._key.get_secret_value(),
            base_url=self._base_url,
            timeout=self._timeout,
            max_retries=1,
        )
        try:
            async with client, asyncio.timeout(self._timeout):
                told = await client.audio.transcriptions.create(
                    model=self._model, file=(name, note), prompt=HINT
                )
        except (sdk.OpenAIError, TimeoutError) as error:
            why = type(error).__name__
            raise UserError("telegram.voice_unheard", model=self._model, why=why) from None
        return str(told.text).strip()


def _sdk() -> Any:
    import openai  # half a second; called in a thread, off the event loop

    return openai
