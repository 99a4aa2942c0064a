"""Writes `vitasync/_operations.py` from the description of the API: one method per operation, waited for and awaited."""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
DESCRIPTION = ROOT / "docs" / "openapi.json"
WRITTEN = ROOT / "bindings" / "python" / "python" / "vitasync" / "_operations.py"

# What browsers, vendors and monitors call, and a stream of events.
NOT_FOR_CLIENTS = re.compile(r"/docs|/health|/metrics|/v1/connect$|/v1/(oauth|inbound)/|.*/callback$|.*/events$(?<=jobId}/events)")
TYPES = {"string": "str", "integer": "int", "boolean": "bool"}
HEAD = '''"""One method per operation of the API. Written from docs/openapi.json by a test; do not edit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any
from urllib.parse import quote

Json = Any
Body = Any


def _in(segment: str) -> str:
    return quote(segment, safe="")
'''
OPENING = '''

class {name}(ABC):
    """The operations, {way}."""

    @abstractmethod
    {define} request(self, method: str, path: str, query: dict[str, Any], body: Body = None) -> Json:
        """Sends a request and gives the answer's JSON, or None where it has none."""

'''


def source() -> str:
    """The text of the module."""
    paths = json.loads(DESCRIPTION.read_text())["paths"]
    operations = [
        (method, path, operation)
        for path, methods in paths.items()
        if not NOT_FOR_CLIENTS.match(path)
        for method, operation in methods.items()
        if method in ("get", "post", "put", "patch", "delete")
    ]
    operations.sort(key=lambda it: it[2]["operationId"])
    waited = "\n".join(_method(*operation, is_async=False) for operation in operations)
    awaited = "\n".join(_method(*operation, is_async=True) for operation in operations)
    sync = OPENING.format(name="Operations", way="waited for", define="def")
    not_sync = OPENING.format(name="AsyncOperations", way="awaited", define="async def")
    return f"{HEAD}{sync}{waited}{not_sync}{awaited}"


def _method(method: str, path: str, operation: dict[str, Any], *, is_async: bool) -> str:
    parameters = operation.get("parameters", [])
    places = [it["name"] for it in parameters if it["in"] == "path"]
    query = [it for it in parameters if it["in"] == "query"]
    body = operation.get("requestBody")
    taken = ["self", *(f"{_snake(name)}: str" for name in places)]
    if body is not None:
        taken.append("body: Body" if body.get("required") else "body: Body = None")
    if query:
        taken.append("*")
        taken += [f"{_snake(it['name'])}: {TYPES[it['schema']['type']]} | None = None" for it in query]
    pairs = ", ".join(f'"{it["name"]}": {_snake(it["name"])}' for it in query)
    address = re.sub(r"{(\w+)}", lambda found: "{_in(" + _snake(found[1]) + ")}", path)
    sent = f'"{method.upper()}", {"f" if places else ""}"{address}", {{{pairs}}}' + (", body" if body is not None else "")
    opening, call = ("async def", "await self.request") if is_async else ("def", "self.request")
    signature = f"    {opening} {operation['operationId']}({', '.join(taken)}) -> Json:"
    if len(signature) > 120:
        inside = "".join(f"        {part},\n" for part in taken)
        signature = f"    {opening} {operation['operationId']}(\n{inside}    ) -> Json:"
    returned = f"        return {call}({sent})"
    if len(returned) > 120:
        returned = f"        return {call}(\n            {sent},\n        )"
    return f'{signature}\n        """{operation["summary"]}."""\n{returned}\n'


def _snake(name: str) -> str:
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return f"{snake}_" if snake in ("from", "raw_") else snake


if __name__ == "__main__":
    WRITTEN.write_text(source())
