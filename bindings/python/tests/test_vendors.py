import asyncio
import hashlib
import hmac
import http.server
import json
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars
import pytest
import vitasync
from vitasync import errors

FIXTURES = Path(__file__).resolve().parents[3] / "vitasync-providers/src/vendors/hevy/fixtures"
KEY = "a-key-that-is-good"


class Hevy(http.server.BaseHTTPRequestHandler):
    """A vendor on this machine."""

    def do_GET(self):
        at = urlsplit(self.path)
        last = "_last" if parse_qs(at.query).get("page") == ["2"] else ""
        names = {
            "/v1/user/info": "user",
            "/v1/workouts/events": f"events{last}",
            "/v1/body_measurements": f"measurements{last}",
        }
        name = names.get(at.path, "workout" if at.path.startswith("/v1/workouts/") else None)
        if self.headers.get("api-key") != KEY:
            return self.answer(401, b"{}")
        if name is None:
            return self.answer(404, b"{}")
        self.answer(200, (FIXTURES / f"{name}.json").read_bytes())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def hosts():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hevy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {"api.hevyapp.com": f"http://127.0.0.1:{server.server_port}"}
    server.shutdown()


class Store:
    """A token store of a program's own."""

    def __init__(self):
        self.held = {}

    def load(self, connection):
        held = self.held.get(connection)
        return held and json.loads(held)

    def replace(self, connection, version, held):
        known = self.load(connection)
        if (known and known["version"]) != version:
            return False
        self.held[connection] = json.dumps(held)
        return True

    def remove(self, connection):
        self.held.pop(connection, None)


def test_an_account_is_connected_and_read_into_a_history(hosts):
    tokens = Store()
    vendor = vitasync.Vendor("hevy", tokens=tokens, hosts=hosts)
    connection = vendor.connect_with_key("ada", KEY, zone="Europe/Berlin")
    history = vitasync.History(zone="Europe/Berlin")
    reports = vendor.sync(json.loads(json.dumps(connection)), history)

    assert reports["workouts"]["sessions"] == 2
    assert {"strength_training", "rowing"} & set(polars.DataFrame(history.workouts)["sport"].to_list())
    assert "weight" in history.metrics and len(history.days) > 0
    assert list(tokens.held) == ["ada"] and history.read_until["ada"].keys() == {"workouts", "body_measurements"}

    before = history.samples.to_list()
    vendor.sync(connection, history)
    assert history.samples.to_list() == before
    vendor.disconnect(connection)
    assert tokens.held == {}


def test_a_later_history_reads_on_from_where_the_first_stood(hosts):
    vendor = vitasync.Vendor("hevy", hosts=hosts)
    connection = vendor.connect_with_key("ada", KEY)
    first = vitasync.History(zone="UTC")
    vendor.sync(connection, first)
    later = vitasync.History(zone="UTC", read_until=first.read_until)
    assert later.read_until == first.read_until


def test_a_refused_key_is_an_error_with_facts_and_is_not_kept(hosts):
    tokens = Store()
    vendor = vitasync.Vendor("hevy", tokens=tokens, hosts=hosts)
    with pytest.raises(errors.ReconnectError) as raised:
        vendor.connect_with_key("ada", "wrong")
    assert raised.value.provider == "hevy" and not raised.value.is_retryable
    assert tokens.held == {}


def test_what_the_store_raises_is_the_cause(hosts):
    class Broken(Store):
        def load(self, connection):
            raise RuntimeError("the disk is gone")

    vendor = vitasync.Vendor("hevy", tokens=Broken(), hosts=hosts)
    with pytest.raises(errors.StorageError) as raised:
        vendor.connect_with_key("ada", KEY)
    assert isinstance(raised.value.__cause__, RuntimeError)


def test_tokens_in_files_survive_the_vendor(hosts, tmp_path):
    connection = vitasync.Vendor("hevy", tokens=vitasync.TokenFiles(tmp_path), hosts=hosts).connect_with_key("ada", KEY)
    again = vitasync.Vendor("hevy", tokens=vitasync.TokenFiles(tmp_path), hosts=hosts)
    assert again.sync(connection, vitasync.History(), ["workouts"])["workouts"]["sessions"] == 2


def test_the_same_is_awaited_beside_other_work(hosts):
    async def both():
        vendor = vitasync.AsyncVendor("hevy", hosts=hosts)
        people = await asyncio.gather(*(vendor.connect_with_key(name, KEY) for name in ("ada", "ben")))
        histories = [vitasync.History(), vitasync.History()]
        await asyncio.gather(*(vendor.sync(it, history) for it, history in zip(people, histories, strict=True)))
        return histories

    ada, ben = asyncio.run(both())
    assert ada.samples.to_list() == ben.samples.to_list() != []


def signed(user, secret):
    return {"Authorization": hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()}


def test_a_webhook_is_believed_by_its_signature_and_followed(hosts):
    vendor = vitasync.Vendor("hevy", hosts=hosts, webhook_secret="a long random word")
    connection = vendor.connect_with_key("ada", KEY)
    user = connection["account"]["user"]
    body = b'{"workoutId": "11111111-2222-4333-8444-555555555555"}'
    received = vendor.receive("POST", signed(user, "a long random word"), body, query={"user": user})

    assert received.status == 200
    [notice] = received.notices
    assert (notice.user, notice.kind) == (user, "fetch")
    history = vitasync.History()
    assert vendor.follow(connection, notice, history)["sessions"] == 1

    with pytest.raises(errors.NotTrustedError) as raised:
        vendor.receive("POST", signed("somebody else", "a long random word"), body, query=f"user={user}")
    assert raised.value.status == 401


def test_a_person_is_sent_to_the_vendors_page():
    vendor = vitasync.Vendor("oura", client_id="id", client_secret="secret", redirect_uri="https://example.com/back")
    url, pending = vendor.authorize("ada")
    assert urlsplit(url).hostname == "cloud.ouraring.com" and "state" in pending
    with pytest.raises(errors.ForbiddenError, match="the person said no"):
        vendor.connect("ada", pending, f"https://example.com/back?error=access_denied&state={pending['state']}")


def test_an_unknown_vendor_is_refused_with_those_there_are():
    with pytest.raises(errors.WrongArgumentError, match="whoop"):
        vitasync.Vendor("woop")
    assert {"oura", "hevy"} <= {vendor["slug"] for vendor in vitasync.list_vendors()}
