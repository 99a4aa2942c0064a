import asyncio
import http.server
import json
import os
import threading

import operations
import pytest
import vitasync
from vitasync import errors


class Server(http.server.BaseHTTPRequestHandler):
    """Answers as the API is documented to, and remembers what it was asked."""

    heard: list = []

    def do_GET(self):
        self.heard.append((self.command, self.path, self.headers["Authorization"]))
        if self.path.startswith("/v1/users?"):
            cursor = "cursor=2" in self.path
            rows = [{"id": "b"}] if cursor else [{"id": "a"}]
            return self.answer(200, {"data": rows, "pagination": {"nextCursor": None if cursor else "2"}})
        if self.path == "/v1/providers":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/steal")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if self.path == "/v1/webhooks":
            return self.answer(429, {"code": "rate_limited", "message": "Too many"}, {"Retry-After": "7"})
        problem = {"statusCode": 404, "error": "Not Found", "code": "not_found", "message": "There is no user zoe"}
        self.answer(404, problem | {"errors": [{"path": "userId", "message": "unknown"}]})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.command, self.path, body))
        self.answer(201, {"id": "c"})

    def do_DELETE(self):
        self.heard.append((self.command, self.path, None))
        self.send_response(204)
        self.end_headers()

    def answer(self, status, document, headers=None):
        body = json.dumps(document).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def client(address):
    Server.heard.clear()
    return vitasync.Client(address, "vs_test_key")


def test_every_page_of_a_list_is_read_with_the_key(client):
    assert [user["id"] for user in client.pages(client.list_users, search="a b", limit=1)] == ["a", "b"]
    assert Server.heard[0] == ("GET", "/v1/users?search=a+b&limit=1", "Bearer vs_test_key")


def test_a_body_is_json_or_the_bytes_of_a_file(client):
    assert client.create_user({"externalId": "me"}) == {"id": "c"}
    client.create_import("me", b"PK", filename="export.zip", no_raw=True)
    assert Server.heard[0][2] == b'{"externalId": "me"}'
    assert Server.heard[1] == ("POST", "/v1/users/me/imports?filename=export.zip&no_raw=true", b"PK")


def test_an_answer_without_a_body_is_none_and_ids_stay_in_their_place(client):
    assert client.delete_user("../a/b") is None
    assert Server.heard == [("DELETE", "/v1/users/..%2Fa%2Fb", None)]


def test_a_refusal_is_an_exception_with_status_code_and_fields(client):
    with pytest.raises(errors.NotFoundError) as raised:
        client.get_user("zoe")
    assert (raised.value.status, raised.value.code) == (404, "not_found")
    assert raised.value.errors == [{"path": "userId", "message": "unknown"}]
    with pytest.raises(errors.TooManyRequestsError) as raised:
        client.list_webhooks()
    assert raised.value.retry_after_s == 7.0


def test_the_key_does_not_follow_a_redirect(client):
    with pytest.raises(errors.ServerError) as raised:
        client.list_providers()
    assert raised.value.status == 302


def test_a_server_that_is_not_there_is_unreachable():
    with pytest.raises(errors.UnreachableError):
        vitasync.Client("http://127.0.0.1:1", "key").list_users()


def test_the_same_is_awaited(address):
    async def users():
        client = vitasync.AsyncClient(address, "vs_test_key")
        return [user["id"] async for user in client.pages(client.list_users, limit=1)]

    assert asyncio.run(users()) == ["a", "b"]


def test_the_operations_are_those_the_api_describes():
    if os.environ.get("UPDATE_GENERATED"):
        operations.WRITTEN.write_text(operations.source())
    assert operations.WRITTEN.read_text() == operations.source(), "UPDATE_GENERATED=1 writes them anew"
