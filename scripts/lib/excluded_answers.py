"""Asks the operations that Schemathesis leaves out, in a bounded way: what vendors send, connecting by a key, a stream of events.

Takes the address of a server and the id of a user; the key stands in VITASYNC_BOOTSTRAP_KEY. No vendor is called: nothing here is
signed, and no provider that is asked for has an application.
"""

import json
import os
import sys
import urllib.error
import urllib.request

ADDRESS, USER = sys.argv[1:]
KEY = os.environ["VITASYNC_BOOTSTRAP_KEY"]
# How much of a stream is read, in bytes, and for how long it may be silent, in seconds.
MOST, SILENCE = 64 * 1024, 10
wrong = []


def ask(method, path, body=None, kind="application/json", key=KEY):
    """Gives the status, the content type and the beginning of the body."""
    headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(ADDRESS + path, data=body, method=method, headers=headers)
    try:
        answer = urllib.request.urlopen(request, timeout=SILENCE)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        kind, text = answer.headers.get("Content-Type", ""), b""
        while len(text) < MOST and (line := answer.readline()):
            text += line
            if kind.startswith("text/event-stream") and line == b"\n":
                break  # One event is enough.
        return answer.status, kind, text


def check(operation, method, path, *expected, **request):
    """Checks that an answer is described, is expected, and says of a failure what every failure says."""
    status, kind, text = ask(method, path, **request)
    described = API["paths"][operation][method.lower()]["responses"]
    at = f"{method} {path}: {status}"
    if str(status) not in described:
        wrong.append(f"{at} is not described")
    if status not in expected:
        wrong.append(f"{at} and not {expected}: {text[:300]!r}")
    if status >= 400 and not {"statusCode", "error", "message", "code"} <= json.loads(text or b"{}").keys():
        wrong.append(f"{at} is not the usual form: {text[:300]!r}")
    return kind, text


with urllib.request.urlopen(ADDRESS + "/docs/json", timeout=SILENCE) as description:
    API = json.load(description)

inbound = "/v1/inbound/{providerId}/webhook"
bodies = [b"", b"{", b"[]", b'{"user_id": 1}', b"\xff\xfe", b"x" * 65536]
providers = ["whoop", "oura", "garmin", "strava", "polar", "withings", "dexcom", "nobody"]
for provider in providers:
    for body in bodies:
        path = f"/v1/inbound/{provider}/webhook"
        check(inbound, "POST", path, 400, 401, 404, 422, 503, body=body, kind="application/octet-stream", key=None)
    check(inbound, "GET", f"/v1/inbound/{provider}/webhook?hub.challenge=x", 200, 400, 401, 404, 503, key=None)

connections = "/v1/users/{userId}/connections"
for body in [b"", b"{", b"{}", b"[]", b'{"providerId": 1}', b'{"providerId": "nobody", "apiKey": "x"}', b'{"nothing": true}']:
    check(connections, "POST", f"/v1/users/{USER}/connections", 400, 404, 409, 422, body=body)
check(connections, "POST", "/v1/users/nobody/connections", 400, 404, 422, body=b'{"providerId": "whoop"}')
check(connections, "POST", f"/v1/users/{USER}/connections", 401, body=b"{}", key=None)

events = "/v1/sync-jobs/{jobId}/events"
check(events, "GET", "/v1/sync-jobs/nobody/events", 404)
check(events, "GET", "/v1/sync-jobs/01JXS7N3R8A1B2C3D4E5F6G7H8/events", 404)
status, _, text = ask("POST", f"/v1/users/{USER}/replay", body=b'{"dryRun": true}')
job = json.loads(text)["id"]
check(events, "GET", f"/v1/sync-jobs/{job}/events", 401, key=None)
kind, text = check(events, "GET", f"/v1/sync-jobs/{job}/events", 200)
data = [line[5:] for line in text.splitlines() if line.startswith(b"data:")]
if not kind.startswith("text/event-stream") or not data or json.loads(data[0])["id"] != job:
    wrong.append(f"the stream of a job does not begin with the job: {kind} {text[:300]!r}")

for line in wrong:
    print(line, file=sys.stderr)
sys.exit(f"{len(wrong)} answers are wrong" if wrong else 0)
