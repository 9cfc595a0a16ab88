"""The GPT writer, for OpenAI and for every server that speaks its chat completions.

Chat completions and not the newer responses endpoint: vLLM, Ollama, llama.cpp, LM Studio,
OpenRouter, Groq, Mistral and the cloud gateways all serve the former, few the latter, and a
single exchange without tools gains nothing from it.  A server that does not know
`response_format` is asked again without; the prompt describes the JSON in any case.

Whatever goes wrong, the offline writer writes, and the note says why in a sentence.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr, ValidationError

from peruopt.menu.seeing import UnseenError
from peruopt.ports import Brief, Candidate, Writer, Writing
from peruopt.writers import prompting
from peruopt.writers.answers import lines_schema, read, read_menu, review, schema
from peruopt.writers.models import cost, known, shutdown
from peruopt.writers.template import TemplateWriter

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletion

Tokens = tuple[int, int]
DEFAULT_MODEL = "gpt-6-luna"
DEFAULT_URL = "https://api.openai.com/v1"
_MOST_TOKENS = 6000  # room for thought and for a dozen texts; bounds the cost of one brief
_SPARE = 2  # candidates asked for beyond those wanted, since some are not fit to show
_ENOUGH = 3  # as many as a person is shown; fewer are filled up by the offline writer


class NotWrittenError(Exception):
    """GPT did not write.  `note` is the key of the sentence that says why."""

    def __init__(self, note: str, tokens: tuple[int, int] = (0, 0)) -> None:
        super().__init__(note)
        self.note, self.tokens = note, tokens


class GptWriter:
    """Implements `Writer` over the openai SDK, with `fallback` behind it."""

    def __init__(
        self,
        api_key: SecretStr,
        model: str = DEFAULT_MODEL,
        base_url: str = DEFAULT_URL,
        timeout: float = 20.0,
        retries: int = 1,
        fallback: Writer | None = None,
    ) -> None:
        self._key, self._timeout, self._retries = api_key, timeout, retries
        self._fallback = fallback or TemplateWriter()
        self.model, self.base_url = model, base_url

    async def write(self, brief: Brief, count: int = 3) -> Writing:
        """Return up to `count` candidates; `note` says when and why GPT did not write them."""
        tokens = (0, 0)
        try:
            shown, tokens = await self._shown(brief, count)
        except NotWrittenError as failure:
            return await self._instead(brief, count, failure.note, failure.tokens)
        if not shown:
            return await self._instead(brief, count, "writing.gpt_unfit", tokens)
        spent = cost(self.model, *tokens)
        note = "" if spent is not None else "writing.gpt_cost_unknown"
        if (missing := min(count, _ENOUGH) - len(shown)) > 0:
            recent = (*(candidate.text for candidate in shown), *brief.recent)
            more = await self._fallback.write(replace(brief, recent=recent), missing)
            shown, note = [*shown, *more.candidates], "writing.gpt_some"
        return Writing(shown, "gpt", note, *tokens, spent or 0.0)

    async def shutdowns(self, *names: str) -> list[date | None]:
        """Return the day on which each model stops answering; None where nobody tells one.

        Raises the SDK's own error when the server cannot be asked or refuses the key.
        """
        sdk = await asyncio.to_thread(_sdk)
        told: dict[str, str | None] = {}
        try:
            async with asyncio.timeout(self._timeout), self._client(sdk) as client:
                async for model in client.models.list():
                    told[model.id] = model.shutdown_date
        except sdk.NotFoundError:
            told = {}  # a compatible server without a list of models
        return [shutdown(name, told.get(name)) for name in names]

    async def _shown(self, brief: Brief, count: int) -> tuple[list[Candidate], Tokens]:
        """Ask, review, and ask once more when too few candidates may be shown."""
        asked: list[Any] = [
            {"role": "system", "content": prompting.system(brief, count + _SPARE)},
            {"role": "user", "content": prompting.content(brief, sees=self.sees)},
        ]
        said, tokens = await self._answer(asked)
        try:
            shown, faults = review(read(said), brief)
        except ValidationError as error:
            raise NotWrittenError("writing.gpt_malformed", tokens) from error
        if len(shown) < min(count, _ENOUGH) and faults:
            asked.append({"role": "assistant", "content": said[:20_000]})
            asked.append({"role": "user", "content": prompting.again(faults)})
            with suppress(NotWrittenError, ValidationError):  # the first answer still stands
                said, more = await self._answer(asked)
                tokens = (tokens[0] + more[0], tokens[1] + more[1])
                told = replace(brief, recent=(*(c.text for c in shown), *brief.recent))
                shown += review(read(said), told)[0]
        return shown[:count], tokens

    async def menu_lines(self, picture: bytes) -> list[str]:
        """Return the lines of the menu on a photo, as printed."""
        asked: list[Any] = [{"role": "user", "content": prompting.menu(picture)}]
        try:
            said, _ = await self._answer(asked, "menu", lines_schema())
            return read_menu(said)
        except NotWrittenError as failure:
            raise UnseenError(failure.note) from failure
        except ValidationError as error:
            raise UnseenError("writing.gpt_malformed") from error

    @property
    def sees(self) -> bool:
        """Whether the model reads pictures."""
        row = known(self.model)
        return row is not None and row.sees

    async def _answer(
        self, messages: list[Any], name: str = "candidates", wanted: Any = None
    ) -> tuple[str, Tokens]:
        sdk = await asyncio.to_thread(_sdk)
        whole = self._timeout * (self._retries + 1)  # the SDK's own limit is per read, not in all
        try:
            async with asyncio.timeout(whole), self._client(sdk) as client:
                shape = {"name": name, "strict": True, "schema": wanted or schema()}
                completion = await self._ask(sdk, client, messages, shape)
        except TimeoutError as error:
            raise NotWrittenError("writing.gpt_timeout") from error
        except sdk.OpenAIError as error:
            raise NotWrittenError(_note(sdk, error)) from error
        except ValueError as error:  # a proxy's page with status 200: no JSON at all
            raise NotWrittenError("writing.gpt_malformed") from error
        return _content(completion)

    async def _ask(
        self, sdk: Any, client: openai.AsyncOpenAI, messages: list[Any], named: dict[str, Any]
    ) -> ChatCompletion:
        asked: dict[str, Any] = {
            "model": self.model,
            "max_completion_tokens": _MOST_TOKENS,
            "messages": messages,
        }
        shape: Any = {"type": "json_schema", "json_schema": named}
        answer: ChatCompletion
        try:
            answer = await client.chat.completions.create(**asked, response_format=shape)
        except sdk.BadRequestError as error:
            if not any(word in str(error) for word in ("response_format", "json_schema")):
                raise
            answer = await client.chat.completions.create(**asked)
        return answer

    def _client(self, sdk: Any) -> openai.AsyncOpenAI:
        client: openai.AsyncOpenAI = sdk.AsyncOpenAI(
            api_key=self._key.get_secret_value(),
            base_url=self.base_url,
            timeout=self._timeout,
            max_retries=self._retries,
        )
        return client

    async def _instead(
        self, brief: Brief, count: int, note: str, tokens: tuple[int, int]
    ) -> Writing:
        writing = await self._fallback.write(brief, count)
        spent = cost(self.model, *tokens) or 0.0
        return Writing(writing.candidates, writing.writer, note, *tokens, spent)


def _sdk() -> Any:
    import openai  # half a second; called in a thread, off the event loop

    return openai


def _content(completion: ChatCompletion) -> tuple[str, tuple[int, int]]:
    """Return the text and the tokens; raise for everything that is no whole answer."""
    usage = getattr(completion, "usage", None)
    tokens = (usage.prompt_tokens or 0, usage.completion_tokens or 0) if usage else (0, 0)
    if not getattr(completion, "choices", None):
        raise NotWrittenError("writing.gpt_malformed", tokens)
    choice = completion.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise NotWrittenError("writing.gpt_refused", tokens)
    if choice.finish_reason == "length":
        raise NotWrittenError("writing.gpt_cut", tokens)
    return choice.message.content or "", tokens


def _note(sdk: Any, error: Exception) -> str:
    """Return the key of the sentence for an SDK error; nothing of the error itself is shown."""
    code = str(getattr(error, "code", "") or "")
    if isinstance(error, sdk.RateLimitError):
        return "writing.gpt_credit" if code == "insufficient_quota" else "writing.gpt_busy"
    if isinstance(error, sdk.NotFoundError) or "model" in code:
        return "writing.gpt_model"
    kinds = {
        "gpt_timeout": sdk.APITimeoutError,  # first: it is a connection error, too
        "gpt_unreachable": sdk.APIConnectionError,
        "gpt_key": (sdk.AuthenticationError, sdk.PermissionDeniedError),
        "gpt_cut": sdk.LengthFinishReasonError,
        "gpt_malformed": sdk.APIResponseValidationError,
        "gpt_down": sdk.InternalServerError,
    }
    for name, kind in kinds.items():
        if isinstance(error, kind):
            return f"writing.{name}"
    return "writing.gpt_failed"
