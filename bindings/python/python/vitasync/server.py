"""A client of a server of VitaSync: `Client` waits, `AsyncClient` is awaited.

    client = vitasync.Client("http://localhost:3000", "vs_live_…")
    user = client.create_user({"externalId": "me"})
    for sample in client.pages(client.list_health, user["id"], metric="weight"):
        print(sample["recordedAt"], sample["value"])

Every operation of the API is a method by its name there; answers are the documented JSON. Errors are `ServerError`s.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ._operations import AsyncOperations, Body, Json, Operations
from .errors import ServerError, _of_kind

__all__ = ["AsyncClient", "Client"]


class Client(Operations):
    """Calls a server, one request after the other.

    A body that is bytes or an open file is sent as it is, anything else as JSON. Redirects are not followed: the key goes
    to this server alone.
    """

    def __init__(self, base_url: str, key: str, *, timeout_s: float = 60.0) -> None:
        if urlsplit(base_url).scheme not in ("http", "https"):
            raise ValueError(f"{base_url!r} is no address of HTTP")
        self.base_url = base_url.rstrip("/")
        self.timeout_s = timeout_s
        self._key = key
        self._opener = build_opener(_NoRedirect)

    def request(self, method: str, path: str, query: dict[str, Any], body: Body = None) -> Json:
        """Sends a request and gives the answer's JSON, or None where it has none."""
        request = Request(self.base_url + path + _written(query), method=method)
        request.add_header("Authorization", f"Bearer {self._key}")
        request.add_header("Accept", "application/json")
        if isinstance(body, bytes) or hasattr(body, "read"):
            request.add_header("Content-Type", "application/octet-stream")
            request.data = body
        elif body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            with self._opener.open(request, timeout=self.timeout_s) as answer:
                return _read(answer.read())
        except HTTPError as error:
            with error:
                raise _refused(error) from None
        except (URLError, TimeoutError) as error:
            reason = getattr(error, "reason", error)
            facts = {"status": 0, "code": "unreachable", "errors": [], "retry_after_s": None}
            raise _of_kind("server", "unreachable", f"{self.base_url} does not answer: {reason}", facts) from error

    def pages(self, operation: Callable[..., Json], *arguments: str, **query: Any) -> Iterator[Any]:
        """Goes through all pages of a list and gives its rows one by one."""
        while True:
            page = operation(*arguments, **query)
            yield from page["data"]
            if (cursor := _next(page)) is None:
                return
            query["cursor"] = cursor

    def __repr__(self) -> str:
        return f"Client({self.base_url!r})"


class AsyncClient(AsyncOperations):
    """`Client`, awaited: each request runs on a thread of its own, so the loop goes on."""

    def __init__(self, base_url: str, key: str, *, timeout_s: float = 60.0) -> None:
        self._client = Client(base_url, key, timeout_s=timeout_s)

    async def request(self, method: str, path: str, query: dict[str, Any], body: Body = None) -> Json:
        """Sends a request and gives the answer's JSON, or None where it has none."""
        return await asyncio.to_thread(self._client.request, method, path, query, body)

    async def pages(
        self, operation: Callable[..., Awaitable[Json]], *arguments: str, **query: Any
    ) -> AsyncIterator[Any]:
        """Goes through all pages of a list and gives its rows one by one."""
        while True:
            page = await operation(*arguments, **query)
            for row in page["data"]:
                yield row
            if (cursor := _next(page)) is None:
                return
            query["cursor"] = cursor

    def __repr__(self) -> str:
        return f"AsyncClient({self._client.base_url!r})"


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _written(query: dict[str, Any]) -> str:
    pairs = [(name, _word(value)) for name, value in query.items() if value is not None]
    return f"?{urlencode(pairs)}" if pairs else ""


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read(body: bytes) -> Json:
    return json.loads(body) if body else None


def _next(page: Json) -> str | None:
    pagination = page.get("pagination", page)
    cursor = pagination.get("nextCursor")
    return cursor if isinstance(cursor, str) else None


def _refused(error: HTTPError) -> ServerError:
    try:
        problem = _read(error.read())
    except ValueError:
        problem = None
    told = problem if isinstance(problem, dict) else {}
    wait = error.headers.get("Retry-After", "")
    facts = {
        "status": error.code,
        "code": told.get("code", ""),
        "errors": told.get("errors", []),
        "retry_after_s": float(wait) if wait.isdigit() else None,
    }
    message = told.get("message") or f"the server answered {error.code}"
    refused = _of_kind("server", str(error.code), str(message), facts)
    assert isinstance(refused, ServerError)
    return refused
