"""A program as people write them, for the checker of types: it is read by mypy and never run."""

import numpy
import polars
import vitasync
from vitasync import analytics

export: vitasync.Export = vitasync.demo(3)
days: vitasync.Table = export.aggregate(["steps", "weight"], "week", first="2026-10-01")
middle: float = analytics.median(export.samples["value"])
same: float = analytics.median(polars.Series([1.0])) + analytics.median(numpy.array([1.0])) + analytics.median([1.0])
smooth: vitasync.Column = analytics.ewma([58.0, None, 59.0], alpha=0.5)
spread: analytics.types.Spread = analytics.spread([1.0, 2.0])

try:
    analytics.median([])
except vitasync.errors.InsufficientError as error:
    needed: int = error.needed


class Store:
    """A token store of a program's own."""

    def load(self, connection: str, /) -> dict[str, object] | None:
        return None

    def replace(self, connection: str, version: int | None, held: dict[str, object], /) -> bool:
        return True

    def remove(self, connection: str, /) -> None:
        return None


store: vitasync.TokenStore = Store()
vendor = vitasync.Vendor("oura", tokens=store, client_id="id", client_secret="secret")


async def users(client: vitasync.AsyncClient) -> list[str]:
    """Every user's id."""
    return [user["id"] async for user in client.pages(client.list_users, limit=10)]
