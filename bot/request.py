"""The library's requests over aiohttp, which costs a fraction of what its own client does."""

from __future__ import annotations

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from grader.bounded import check_depth

PLAIN = {"Accept-Encoding": "identity"}
CONNECT, ANSWER, UPLOAD = 10.0, 20.0, 90.0  # seconds
CONNECTIONS = 44
LARGEST, LARGEST_FILE = 2**20, 21 * 2**20  # bytes of a response, and of a file that a bot may fetch


class Request(BaseRequest):
    """One session for everything that is sent. Timeouts are ours; what single calls ask for is left aside."""

    def __init__(self, files: str = "") -> None:
        """files: what the addresses of files begin with."""
        self._files = files or "/"
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return ANSWER

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=True, headers=PLAIN, auto_decompress=False
            )

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
                is_file = url.startswith(self._files)
                body = await whole(answer, LARGEST_FILE if is_file else LARGEST)
                if not is_file:
                    check_depth(body)  # the library reads what is not
                return answer.status, body
        except ValueError as error:
            raise NetworkError(f"a response is refused: {error}") from None
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {_without_address(error)}") from None


async def whole(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """A body of at most `most` bytes that nobody compressed; ValueError for any other."""
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise ValueError("it is compressed, though that was not asked for")
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > most:
            raise ValueError(f"it is longer than {most} bytes")
    return bytes(body)


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
