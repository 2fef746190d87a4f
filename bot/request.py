"""The library's requests over aiohttp, which costs a fraction of what its own client does."""

from __future__ import annotations

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT, ANSWER, UPLOAD = 10.0, 20.0, 90.0  # seconds
CONNECTIONS = 12


class Request(BaseRequest):
    """One session for everything that is sent. Timeouts are ours; what single calls ask for is left aside."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return ANSWER

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=True)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        """The status and body of an answer; NetworkError when there is none."""
        assert self._session is not None
        files = request_data.multipart_data if request_data else None
        total = aiohttp.ClientTimeout(total=UPLOAD if files else ANSWER, sock_connect=CONNECT)
        try:
            async with self._session.request(method, url, data=_form(request_data), timeout=total) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {_without_address(error)}") from None


def _without_address(error: aiohttp.ClientError) -> str:
    """What went wrong; the address holds the token, and errors are kept beside a person's messages."""
    return f"{error.status} {error.message}" if isinstance(error, aiohttp.ClientResponseError) else str(error)


def _form(request_data: RequestData | None) -> aiohttp.FormData | None:
    """The parameters of a call, with its files where there are any."""
    if request_data is None:
        return None
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
