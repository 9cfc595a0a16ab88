"""A small server that speaks chat completions, and can be told to misbehave."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TEXTS = [
    "El limón manda, el ají acompaña. ¿Con quién vienes por tu ceviche?",
    "Un ceviche bien hecho no necesita apuro: pescado, limón y mesa larga.",
    "¿Canchita o choclo con tu ceviche? Aquí se discute comiendo.",
    "Dicen que el ceviche se inventó para quedarse conversando.",
    "Camote dulce, ají despierto: el ceviche se cuenta solo.",
]


def answer(candidates: list[dict[str, Any]] | None = None, **message: Any) -> dict[str, Any]:
    rows = [{"text": text, "hashtags": ["#Ceviche"]} for text in TEXTS]
    content = json.dumps({"candidates": rows if candidates is None else candidates})
    finish = message.pop("finish_reason", "stop")
    said = {"role": "assistant", "content": content, "refusal": None} | message
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": said}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
    }


@dataclass
class GptServer:
    """`status`, `body` and `delay` say how it behaves; `asked` keeps what it was asked."""

    body: Any = None
    status: int = 200
    delay: float = 0.0
    dribble: float = 0.0
    first_fails: int = 0
    no_schema: bool = False
    models: list[dict[str, Any]] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    queue: list[Any] = field(default_factory=list)
    """Answers that come first, in order."""

    async def complete(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.dribble:
            return await self._drip(request)
        if self.no_schema and "response_format" in self.asked[-1]:
            told = {"error": {"message": "response_format is not supported"}}
            return web.json_response(told, status=400)
        if len(self.asked) <= self.first_fails:
            return web.json_response({"error": {"message": "oops"}}, status=500)
        if self.queue:
            return web.json_response(self.queue.pop(0))
        if isinstance(self.body, str):
            return web.Response(text=self.body, status=self.status, content_type="text/html")
        return web.json_response(self.body or answer(), status=self.status)

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for _ in range(100):
            await response.write(b" ")
            await asyncio.sleep(self.dribble)
        return response

    async def list_models(self, _: web.Request) -> web.Response:
        if self.models is None:
            return web.json_response({"error": {"message": "no"}}, status=self.status)
        return web.json_response({"object": "list", "data": self.models})
