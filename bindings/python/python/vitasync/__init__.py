"""One truth from every wearable.

    import vitasync

    export = vitasync.read_export("export.zip")     # or vitasync.demo()
    export.days                                     # an Arrow table: polars.DataFrame(export.days)

Exports, vendors' accounts and servers become tables in the Arrow format, which polars, pandas, pyarrow and duckdb read where
they lie. The questions of `vitasync.analytics` take columns of any of these, of numpy, or plain lists.
"""

from . import analytics, errors, server, vendors
from ._asking import ask, questions
from ._core import Column, Table
from .errors import VitaSyncError
from .server import AsyncClient, Client
from .tables import Export, History, demo, read_export, write_demo
from .vendors import AsyncVendor, TokenFiles, TokenStore, Vendor, list_vendors

__all__ = [
    "AsyncClient",
    "AsyncVendor",
    "Client",
    "Column",
    "Export",
    "History",
    "Table",
    "TokenFiles",
    "TokenStore",
    "Vendor",
    "VitaSyncError",
    "analytics",
    "ask",
    "demo",
    "errors",
    "list_vendors",
    "questions",
    "read_export",
    "server",
    "vendors",
    "write_demo",
]
