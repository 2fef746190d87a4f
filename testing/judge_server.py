"""A scripted judge: an OpenAI-compatible chat server on loopback that remembers, and is strict about what it is sent.

Left alone it behaves: it reads question block and answer out of the prompt, and gives verdicts by the key points' terms and
mistakes. A script makes it play every way in which a server or a model can fail, one play per request.

    with JudgeServer() as judge:
        judge.plays(status(503), says("not JSON"))      # the first two requests; the third is judged
        ...
        assert judge.complaints == []

By hand: python -m testing.judge_server [PORT]
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema
from aiohttp import web

from grader.judge.quotes import fold, locate
from questions.text import clauses
from testing.hostile import BOMB
from testing.until import DEADLINE

FIELDS = {
    "model", "messages", "response_format", "max_tokens", "max_completion_tokens", "temperature", "seed", "chat_template_kwargs",
}  # fmt: skip
CHAT_TOKENS = re.compile(r"<\|[^|]*\|>|</?think>|\[/?INST\]|</?s>|<(?:start|end)_of_turn>|<｜")


@dataclass(frozen=True)
class Request:
    """One chat request as it came."""

    body: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def rules(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def prompt(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def block(self) -> dict[str, Any]:
        """The question block."""
        found: dict[str, Any] = json.JSONDecoder().raw_decode(self.prompt, self.prompt.index("{"))[0]
        return found

    @property
    def ids(self) -> list[str]:
        return [point["id"] for point in self.block["key_points"]]

    @property
    def answer(self) -> str:
        """The answer between its two fence lines."""
        return self._fenced("answer")

    @property
    def reason(self) -> str:
        """The reason of an appeal, "" when there is none."""
        return self._fenced("reason") if "<reason " in self.prompt else ""

    def _fenced(self, name: str) -> str:
        fences = re.findall(rf"^<{name} ([0-9a-f]{{16}})>\n(.*)\n</{name} \1>$", self.prompt, re.MULTILINE)
        assert len(fences) == 1, f"{len(fences)} blocks called {name}"
        text: str = json.loads(fences[0][1])
        return text


Play = Callable[[Request, "JudgeServer"], Awaitable[web.StreamResponse]]


@dataclass
class JudgeServer:
    """The server, in a thread of its own. `key`: what it asks for; `mode`: the strictest response_format it knows."""

    key: str = ""
    models: tuple[str, ...] = ("judge-14b",)
    mode: str = "json_schema"
    latency: float = 0.0
    refuses: tuple[str, ...] = ()  # parameters it does not know
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    listed: int = 0
    says: dict[str, str] = field(default_factory=dict)  # to what is asked beside grading; what is missing it cannot say
    short: list[Request] = field(default_factory=list)  # what was asked beside grading
    url: str = ""
    _script: list[Play] = field(default_factory=list)
    _default: Play = field(default_factory=lambda: behaves())

    def plays(self, *plays: Play) -> None:
        """What the next requests get, one each; after them it behaves again."""
        self._script.extend(plays)

    def always(self, play: Play) -> None:
        """What every request gets from now on."""
        self._default = play

    def __enter__(self) -> JudgeServer:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(DEADLINE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(DEADLINE)

    def _run(self, ready: threading.Event) -> None:
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready: threading.Event, port: int = 0) -> None:
        self._ending = asyncio.Event()
        app = web.Application(client_max_size=1 << 24)
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/chat/completions", self._chat)
        runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        ready.set()
        await self._ending.wait()
        await runner.cleanup()

    def _denied(self, request: web.Request) -> bool:
        return bool(self.key) and request.headers.get("authorization") != f"Bearer {self.key}"

    async def _models(self, request: web.Request) -> web.StreamResponse:
        self.listed += 1
        if self._denied(request):
            return web.json_response({"error": "Unauthorized"}, status=401)
        return web.json_response({"object": "list", "data": [{"id": m, "object": "model"} for m in self.models]})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        if self._denied(request):
            return web.json_response({"error": "Unauthorized"}, status=401)
        body = await request.json()
        if body.get("model") not in self.models:
            return refused(404, f"The model `{body.get('model')}` does not exist.", "NotFoundError")
        for name in self.refuses:
            if name in body:
                return refused(400, f"Unsupported parameter: '{name}' is not supported with this model.")
        asked_for = body.get("response_format", {}).get("type")
        if self.mode == "json_object" and asked_for == "json_schema":
            return refused(400, "This response_format type is unavailable now")
        heard = Request(body, dict(request.headers))
        name = body.get("response_format", {}).get("json_schema", {}).get("name", "")
        if name in ("kind", "explanation"):
            self.short.append(heard)
            return completed(json.dumps({name: self.says[name]} if name in self.says else {}))
        self.complaints += complaints(heard)
        self.requests.append(heard)
        if self.latency:
            await asyncio.sleep(self.latency)
        play = self._script.pop(0) if self._script else self._default
        return await play(heard, self)


def complaints(request: Request) -> list[str]:
    """What a strict server would not accept, or a careful reader would mind."""
    body, found = request.body, []
    if unknown := set(body) - FIELDS:
        found.append(f"unknown fields {unknown}")
    if [m["role"] for m in body["messages"]] != ["system", "user"]:
        found.append("messages must be system, user")
    form = body["response_format"]
    if form["type"] == "json_schema":
        if not form["json_schema"].get("name"):
            found.append("a schema needs a name")
        jsonschema.Draft202012Validator.check_schema(form["json_schema"]["schema"])
    if not 0 < body.get("max_tokens", body.get("max_completion_tokens", 0)) <= 32_000:
        found.append("no cap on tokens")
    if CHAT_TOKENS.search(request.prompt):
        found.append(f"a chat token in the prompt: {CHAT_TOKENS.search(request.prompt)}")
    if request.prompt.find("<answer ") < request.prompt.find('"key_points"'):
        found.append("the answer stands before the question")
    return found


def refused(status: int, message: str, type: str = "BadRequestError") -> web.Response:
    """An error in vLLM's shape."""
    error = {"message": message, "type": type, "param": None, "code": status}
    return web.json_response({"error": error}, status=status)


def completed(content: str | None, finish: str = "stop", model: str = "judge-14b", **message: Any) -> web.Response:
    """A chat completion in vLLM's shape."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": content, "refusal": None, **message},
        "finish_reason": finish,
    }
    usage = {
        "prompt_tokens": 900,
        "completion_tokens": 200,
        "total_tokens": 1100,
        "prompt_tokens_details": {"cached_tokens": 800},
    }
    return web.json_response(
        {"id": "c1", "object": "chat.completion", "created": 1, "model": model, "choices": [choice], "usage": usage}
    )


def behaves() -> Play:
    """Judges by terms and mistakes, in the answer alone, and keeps to the schema it was sent."""
    return completed_with(judged)


def completed_with(reply_to: Callable[[Request], dict[str, Any]]) -> Play:
    """A completion with the reply that is made of the request, which keeps to the schema it was sent."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        reply = reply_to(request)
        form = request.body["response_format"]
        if form["type"] == "json_schema":
            jsonschema.validate(reply, form["json_schema"]["schema"])
        return completed(json.dumps(reply, ensure_ascii=False), model=request.body["model"])

    return play


def judged(request: Request) -> dict[str, Any]:
    """The verdicts of a judge that reads nothing but the terms and mistakes of the question block."""
    answer = request.answer
    feedback = (
        "你的回答说到了一部分，请再补充。"
        if re.search("[\u4e00-\u9fff]", request.rules)
        else "Part of it holds. Add the rest."
    )
    asked = request.block["key_points"]
    points = [_judged(point, answer, alone=len(asked) == 1) for point in asked]
    return {"points": points, "errors": [], "feedback": feedback}


def _judged(point: dict[str, Any], answer: str, *, alone: bool) -> dict[str, str]:
    """The verdict on one point; asked about it alone, the judge quotes its term and nothing around it."""
    if mistake := next((m for m in point.get("mistakes", ()) if fold(m).text in fold(answer).text), None):
        return {"id": point["id"], "quote": mistake[:120], "why": "the opposite", "verdict": "contradicted"}
    terms = [term for term in point.get("terms", ()) if fold(term).text in fold(answer).text]
    if not terms:
        return {"id": point["id"], "quote": "", "why": "not said", "verdict": "missing"}
    said = next((s for s in clauses(answer) if fold(terms[0]).text in fold(s).text), terms[0])
    if alone:
        said = locate(terms[0], fold(answer)) or said
    verdict = "covered" if len(terms) > 1 else "partial"
    return {"id": point["id"], "quote": said[:120], "why": "said", "verdict": verdict}


def says(content: str | None, finish: str = "stop", **message: Any) -> Play:
    """A completion with this very text."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        return completed(content, finish, **message)

    return play


def verdicts(change: Callable[[dict[str, Any]], object] | None = None, **choice: Any) -> Play:
    """The reply of the behaving judge after `change` has been at it."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        reply = judged(request)
        if change:
            change(reply)
        return completed(json.dumps(reply, ensure_ascii=False), **choice)

    return play


def all_covered(quote: str = "") -> Play:
    """Full marks with one quote for everything: a judge that was talked into it."""

    def change(reply: dict[str, Any]) -> None:
        for point in reply["points"]:
            point.update(quote=quote, verdict="covered")

    return verdicts(change)


def status(code: int, message: str = "The engine is currently busy", **headers: str) -> Play:
    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        response = refused(code, message)
        response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return response

    return play


def body(text: str | bytes, code: int = 200) -> Play:
    """A response with this very body."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        return web.Response(
            status=code, body=text if isinstance(text, bytes) else text.encode(), content_type="application/json"
        )

    return play


def hangs() -> Play:
    """Accepts the request and never answers."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        await asyncio.sleep(3600)
        raise AssertionError

    return play


def later(seconds: float, then: Play | None = None) -> Play:
    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await (then or behaves())(request, server)

    return play


class Held:
    """A play that keeps its requests until `release`, then goes on as `then`."""

    def __init__(self, then: Play | None = None) -> None:
        self._then, self._released = then or behaves(), threading.Event()

    def release(self) -> None:
        self._released.set()

    async def __call__(self, request: Request, server: JudgeServer) -> web.StreamResponse:
        while not self._released.is_set():
            await asyncio.sleep(0.01)
        return await self._then(request, server)


def drips() -> Play:
    """A response that begins and never ends, a byte now and then."""

    async def bytes_without_end() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.05)

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        return web.Response(body=bytes_without_end(), content_type="application/json")

    return play


def bombs() -> Play:
    """A few bytes that unpack to many."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        return web.Response(body=BOMB, headers=headers)

    return play


def drops() -> Play:
    """Closes the connection without a word, as a killed server does."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        raise asyncio.CancelledError

    return play


def main() -> None:
    """Serves on the given port until interrupted."""
    server = JudgeServer()
    asyncio.run(server._serve(threading.Event(), int(sys.argv[1]) if len(sys.argv) > 1 else 8078))


if __name__ == "__main__":
    main()
