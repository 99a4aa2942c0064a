"""Accounts of people at vendors: connect, read into a history, believe webhooks.

`Vendor` waits, `AsyncVendor` is awaited. Neither writes anything but what it hands to the token store: keep the connection
(a dict of JSON) and `History.read_until` yourself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qsl, urlsplit

from . import _core
from ._core import Notice, TokenFiles
from .tables import History

__all__ = ["AsyncVendor", "Notice", "Received", "TokenFiles", "TokenStore", "Vendor", "list_vendors"]

Connection = dict[str, Any]
Report = dict[str, Any]
Subscription = dict[str, Any]
_T = TypeVar("_T")


class TokenStore(Protocol):
    """Keeps authorisations. What is held is a dict of JSON with a `version` and the `grant`; seal it where you write it.

    The methods are called on other threads than yours.
    """

    def load(self, connection: str, /) -> Mapping[str, Any] | None:
        """Gives what is held for a connection."""

    def replace(self, connection: str, version: int | None, held: dict[str, Any], /) -> bool:
        """Holds this if what is held still has `version` (None: nothing is held), and says whether it did.

        Vendors take a refresh token once: return True when it would survive a crash.
        """

    def remove(self, connection: str, /) -> None:
        """Forgets a connection."""


@dataclass(frozen=True)
class Received:
    """A call of a vendor's that is believed: answer it at once, then work on the notices."""

    status: int
    body: str
    notices: list[Notice]


class Vendor:
    """An application that is registered with a vendor.

    `settings` are what the vendor's page for developers gives: `client_id`, `client_secret` and what `list_vendors` names
    besides. Without `tokens` they live as long as the process. `hosts` leads a vendor's host to another address, for tests.
    """

    def __init__(
        self,
        slug: str,
        *,
        redirect_uri: str = "",
        tokens: TokenStore | TokenFiles | None = None,
        hosts: Mapping[str, str] | None = None,
        **settings: str,
    ) -> None:
        self.slug = slug
        self._core = _core.Vendor(
            slug,
            settings=settings,
            redirect_uri=redirect_uri,
            tokens=tokens,
            hosts=dict(hosts) if hosts is not None else None,
        )

    @property
    def resources(self) -> list[str]:
        """What can be read, in the vendor's words."""
        return self._core.resources

    def authorize(self, connection: str, *, region: str | None = None) -> tuple[str, dict[str, Any]]:
        """Says where to send a person, and what to remember until they come back. `connection` is an id of your choice."""
        return self._core.authorize(connection, region=region)

    def connect(
        self,
        connection: str,
        pending: Mapping[str, Any],
        returned: str | Mapping[str, str],
        *,
        zone: str | None = None,
        region: str | None = None,
    ) -> Connection:
        """Exchanges what a person brought back (the address or its query) for tokens, and gives the connection to keep."""
        query = dict(parse_qsl(urlsplit(returned).query)) if isinstance(returned, str) else dict(returned)
        return dict(self._core.connect(connection, pending, query, zone=zone, region=region))

    def connect_with_key(
        self, connection: str, key: str, *, zone: str | None = None, region: str | None = None
    ) -> Connection:
        """Connects by a key that a person pasted, and gives the connection to keep."""
        return dict(self._core.connect_with_key(connection, key, zone=zone, region=region))

    def sync(
        self, connection: Connection, history: History, resources: Iterable[str] | None = None
    ) -> dict[str, Report]:
        """Reads resources, all by default, from where they stand to now, and tells by resource what was done.

        An error leaves what was read before it. Calling again loses nothing and counts nothing twice.
        """
        chosen = self.resources if resources is None else resources
        return {resource: dict(self._core.sync(connection, resource, history._known)) for resource in chosen}

    def disconnect(self, connection: Connection) -> None:
        """Ends the authorisation at the vendor and forgets the tokens."""
        self._core.disconnect(connection)

    def subscribe(
        self,
        callback: str,
        *,
        existing: Sequence[Subscription] | None = None,
        connection: Connection | None = None,
    ) -> list[Subscription]:
        """Subscribes to the vendor's pushes to an address, and gives the subscriptions that are new; keep them."""
        return list(self._core.subscribe(callback, existing=existing, connection=connection))

    def receive(
        self,
        method: str,
        headers: Mapping[str, str] | Sequence[tuple[str, str]],
        body: bytes = b"",
        *,
        query: str | Mapping[str, str] = "",
        subscriptions: Sequence[Subscription] | None = None,
    ) -> Received:
        """Checks a call of the vendor's, its signature first, and reads it. `body` is as it came, byte by byte.

        Raises a `WebhookError` whose `status` is the answer where the call is not trusted.
        """
        pairs = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
        asked = parse_qsl(query, keep_blank_values=True) if isinstance(query, str) else list(query.items())
        return Received(*self._core.receive(method, pairs, body, query=asked, subscriptions=subscriptions))

    def follow(self, connection: Connection, notice: Notice, history: History) -> Report:
        """Does what a notice says: fetches, takes in or deletes, and tells what was done."""
        return dict(self._core.follow(connection, notice, history._known))


class AsyncVendor:
    """`Vendor`, awaited: each call runs on a thread of its own, so the loop goes on.

    Cancelling a call stops waiting for it; what it has read stays.
    """

    def __init__(
        self,
        slug: str,
        *,
        redirect_uri: str = "",
        tokens: TokenStore | TokenFiles | None = None,
        hosts: Mapping[str, str] | None = None,
        **settings: str,
    ) -> None:
        self._vendor = Vendor(slug, redirect_uri=redirect_uri, tokens=tokens, hosts=hosts, **settings)

    @property
    def resources(self) -> list[str]:
        """What can be read, in the vendor's words."""
        return self._vendor.resources

    async def authorize(self, connection: str, *, region: str | None = None) -> tuple[str, dict[str, Any]]:
        """As `Vendor.authorize`."""
        return await _aside(lambda: self._vendor.authorize(connection, region=region))

    async def connect(
        self,
        connection: str,
        pending: Mapping[str, Any],
        returned: str | Mapping[str, str],
        *,
        zone: str | None = None,
        region: str | None = None,
    ) -> Connection:
        """As `Vendor.connect`."""
        return await _aside(lambda: self._vendor.connect(connection, pending, returned, zone=zone, region=region))

    async def connect_with_key(
        self, connection: str, key: str, *, zone: str | None = None, region: str | None = None
    ) -> Connection:
        """As `Vendor.connect_with_key`."""
        return await _aside(lambda: self._vendor.connect_with_key(connection, key, zone=zone, region=region))

    async def sync(
        self, connection: Connection, history: History, resources: Iterable[str] | None = None
    ) -> dict[str, Report]:
        """As `Vendor.sync`."""
        return await _aside(lambda: self._vendor.sync(connection, history, resources))

    async def disconnect(self, connection: Connection) -> None:
        """As `Vendor.disconnect`."""
        await _aside(lambda: self._vendor.disconnect(connection))

    async def subscribe(
        self,
        callback: str,
        *,
        existing: Sequence[Subscription] | None = None,
        connection: Connection | None = None,
    ) -> list[Subscription]:
        """As `Vendor.subscribe`."""
        return await _aside(lambda: self._vendor.subscribe(callback, existing=existing, connection=connection))

    async def receive(
        self,
        method: str,
        headers: Mapping[str, str] | Sequence[tuple[str, str]],
        body: bytes = b"",
        *,
        query: str | Mapping[str, str] = "",
        subscriptions: Sequence[Subscription] | None = None,
    ) -> Received:
        """As `Vendor.receive`."""
        return await _aside(
            lambda: self._vendor.receive(method, headers, body, query=query, subscriptions=subscriptions)
        )

    async def follow(self, connection: Connection, notice: Notice, history: History) -> Report:
        """As `Vendor.follow`."""
        return await _aside(lambda: self._vendor.follow(connection, notice, history))


async def _aside(call: Callable[[], _T]) -> _T:
    return await asyncio.to_thread(call)


def list_vendors() -> list[dict[str, Any]]:
    """Lists every vendor: `slug`, `name`, `documentation`, `resources`, and the `settings` its application needs."""
    return list(_core.vendor_list())

