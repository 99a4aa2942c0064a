import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";

import express from "express";
import fastify from "fastify";
import * as errors from "vitasync/webhooks";
import { fromVendor, fromVitaSync, toExpress, toFastify, verify } from "vitasync/webhooks";

const secret = "a secret of one's own";
const whsec = `whsec_${Buffer.from(secret).toString("base64")}`;
const event = { event: "user.created", timestamp: "2026-10-01T08:00:00.000Z", data: { userId: "1", externalId: "ada" } };
const body = Buffer.from(JSON.stringify(event));

function signed({ key = secret, id = "msg_1", at = Math.floor(Date.now() / 1000), of = body } = {}) {
  const mac = (...parts) => parts.reduce((mac, part) => mac.update(part), createHmac("sha256", key));
  return {
    "X-VitaSync-Delivery": id,
    "X-VitaSync-Signature": `sha256=${mac(of).digest("hex")}`,
    "webhook-id": id,
    "webhook-timestamp": String(at),
    "webhook-signature": `v1,${mac(`${id}.${at}.`, of).digest("base64")}`,
  };
}

test("what was signed is believed, under the secret and as whsec", () => {
  for (const secrets of [secret, whsec, ["another", secret]]) {
    assert.deepEqual(verify(body, signed(), { secrets }), { event, id: "msg_1" });
    assert.deepEqual(verify(body.toString(), signed(), { secrets, scheme: "documented" }), { event, id: "msg_1" });
  }
});

test("the example that the libraries of Standard Webhooks are tested with is signed as they say, long ago", () => {
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  const trust = { secrets: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
  assert.throws(() => verify('{"test": 2432232314}', headers, trust), errors.NotFreshError);
  assert.throws(() => verify('{"test": 2432232315}', headers, trust), errors.NotTrustedError);
});

test("what was changed, is old or is unsigned is refused", () => {
  const trust = { secrets: secret };
  const refused = (headers, changed = body) => {
    assert.throws(() => verify(changed, headers, trust), errors.WebhookError);
  };
  refused(signed(), Buffer.from(body.toString().replace("ada", "eve")));
  refused(signed({ key: "another" }));
  refused({ ...signed(), "webhook-id": "msg_2" });
  refused(signed({ at: Math.floor(Date.now() / 1000) - 301 }));
  refused({});
  const { "X-VitaSync-Signature": documented } = signed();
  refused({ "X-VitaSync-Signature": documented });
  assert.throws(() => verify(body, signed({ key: "" }), { secrets: "" }), TypeError);
  assert.throws(() => verify(body, signed({ key: "" }), { secrets: "whsec_" }), TypeError);
  assert.throws(() => verify("{", signed({ of: "{" }), trust), errors.MalformedCallError);
});

const frameworks = {
  Express: (receive) => {
    const app = express();
    app.post("/hooks", toExpress(receive));
    app.use(express.json());
    app.post("/other", (request, response) => response.json(request.body));
    app.use((error, _request, response, _next) => response.status(500).send(error.message));
    return new Promise((listening) => {
      const server = app.listen(0, () => listening({ port: server.address().port, close: () => server.close() }));
    });
  },
  Fastify: async (receive) => {
    const app = fastify();
    app.register(toFastify("/hooks", receive));
    app.post("/other", async (request) => request.body);
    await app.listen({ port: 0, host: "127.0.0.1" });
    return { port: app.server.address().port, close: () => app.close() };
  },
};

for (const [name, start] of Object.entries(frameworks)) {
  const post = ({ port }, path, headers, of = body) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: of,
    });

  test(`${name} hands on what is believed and answers the rest by its status`, async (t) => {
    const heard = [];
    const app = await start(fromVitaSync({ secrets: secret }, ({ event, id }) => heard.push([event.event, id])));
    t.after(app.close);
    assert.equal((await post(app, "/hooks", signed())).status, 204);
    assert.equal((await post(app, "/hooks", signed({ key: "another" }))).status, 401);
    assert.deepEqual(heard, [["user.created", "msg_1"]]);
    assert.deepEqual(await (await post(app, "/other", {})).json(), event);
  });

  test(`${name} answers 500 when the handler fails, so that the event is sent again`, async (t) => {
    const app = await start(
      fromVitaSync({ secrets: secret }, async () => {
        throw new Error("the queue is down");
      }),
    );
    t.after(app.close);
    assert.equal((await post(app, "/hooks", signed())).status, 500);
  });

  test(`${name} answers vendors as they want`, async (t) => {
    const calls = [];
    const vendor = {
      receive: async (call) => {
        calls.push([call.method, call.url, Buffer.from(call.body).equals(body)]);
        return { status: 200, body: '{"challenge":1}', notices: [] };
      },
    };
    const heard = [];
    const app = await start(fromVendor(vendor, (notices) => heard.push(notices)));
    t.after(app.close);
    const answer = await post(app, "/hooks?token=1", {});
    assert.deepEqual([answer.status, await answer.json()], [200, { challenge: 1 }]);
    assert.deepEqual([calls, heard], [[["POST", "/hooks?token=1", true]], [[]]]);
  });
}

test("a body that was parsed before is refused with what to do", async (t) => {
  const app = express();
  app.use(express.json());
  app.post("/hooks", toExpress(fromVitaSync({ secrets: secret }, () => {})));
  app.use((error, _request, response, _next) => response.status(500).send(error.message));
  const server = await new Promise((listening) => {
    const server = app.listen(0, () => listening(server));
  });
  t.after(() => server.close());
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/hooks`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...signed() },
    body,
  });
  assert.match(await answer.text(), /before express.json/);
});
