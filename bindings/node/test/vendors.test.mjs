import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import * as errors from "vitasync";
import { History, listVendors, MemoryTokens, Vendor } from "vitasync";

import { inClone } from "./places.mjs";

const KEY = "a-key-that-is-good";
const hevy = createServer(answer);
let hosts;

/** A vendor on this machine. */
function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://vendor");
  const last = searchParams.get("page") === "2" ? "_last" : "";
  const names = {
    "/v1/user/info": "user",
    "/v1/workouts/events": `events${last}`,
    "/v1/body_measurements": `measurements${last}`,
  };
  const name = names[pathname] ?? (pathname.startsWith("/v1/workouts/") ? "workout" : undefined);
  const fixture = () => readFileSync(inClone("vitasync-providers/src/vendors/hevy/fixtures", `${name}.json`));
  const status = request.headers["api-key"] === KEY ? (name ? 200 : 404) : 401;
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(status === 200 ? fixture() : "{}");
}

before(async () => {
  await new Promise((listening) => hevy.listen(0, "127.0.0.1", listening));
  hosts = { "api.hevyapp.com": `http://127.0.0.1:${hevy.address().port}` };
});
after(() => hevy.close());

const ada = { id: "ada", zones: { first: "Europe/Berlin" } };

test("an account is connected and read into a history", async () => {
  const history = new History({ zone: "Europe/Berlin" });
  const tokens = new MemoryTokens();
  const vendor = new Vendor("hevy", { sink: history, tokens, hosts });
  const connection = JSON.parse(JSON.stringify(await vendor.connectWithKey(ada, KEY)));
  const report = await vendor.sync(connection, "workouts");
  assert.equal(report.sessions, 2);
  assert.equal(tokens.load("ada").version, 1);
  assert.equal((await history.workouts()).length, 2);
  assert.ok(history.watermark("ada", "workouts"));

  await vendor.sync(connection, "workouts");
  assert.equal((await history.workouts()).length, 2);
  await vendor.disconnect(connection);
  assert.equal(tokens.load("ada"), undefined);
});

test("a sink of one's own is handed deliveries, and a raw store what was answered", async () => {
  const deliveries = [];
  const exchanges = [];
  const sink = {
    commit: async (connection, delivery) => void deliveries.push([connection, delivery]),
    watermark: async () => null,
    advance: async () => {},
  };
  const raw = { keep: async (_, exchange) => void exchanges.push(exchange) };
  const vendor = new Vendor("hevy", { sink, raw, hosts });
  const connection = await vendor.connectWithKey(ada, KEY);
  await vendor.sync(connection, "body_measurements");

  const [[id, delivery]] = deliveries;
  assert.deepEqual([id, delivery.provider], ["ada", "hevy"]);
  assert.ok(delivery.samples.some(({ metric }) => metric === "weight"));
  assert.ok(delivery.samples.every(({ record }) => record.provider === "hevy"));
  assert.equal(delivery.toSamples().length, delivery.samples.length);
  assert.ok(exchanges.length > 0);
  assert.ok(!JSON.stringify(exchanges).includes(KEY));
});

test("what a store throws is the cause of a StorageError", async () => {
  const full = new Error("the disk is full");
  const sink = {
    commit: () => Promise.reject(full),
    watermark: () => undefined,
    advance: () => {},
  };
  const vendor = new Vendor("hevy", { sink, hosts });
  const connection = await vendor.connectWithKey(ada, KEY);
  await assert.rejects(vendor.sync(connection, "body_measurements"), (error) => {
    return error instanceof errors.StorageError && error.cause === full && error.isRetryable;
  });
});

test("a key that the vendor refuses is not kept", async () => {
  const tokens = new MemoryTokens();
  const vendor = new Vendor("hevy", { sink: new History(), tokens, hosts });
  await assert.rejects(vendor.connectWithKey(ada, "another"), (error) => {
    return error instanceof errors.ReconnectError && error.provider === "hevy" && error.retryAfterS === null;
  });
  assert.equal(tokens.load("ada"), undefined);
});

test("a person is sent to the vendor with a word that has to come back", async () => {
  const settings = { client_id: "id", client_secret: "secret" };
  const vendor = new Vendor("whoop", { sink: new History(), settings, redirectUri: "https://example.com/back" });
  const { url, pending } = await vendor.authorize(ada);
  assert.equal(new URL(url).searchParams.get("state"), pending.state);
  await assert.rejects(vendor.connect(ada, pending, "https://example.com/back?error=access_denied"), errors.ForbiddenError);
});

test("a webhook of a vendor is believed as it was signed", async () => {
  const settings = { client_id: "id", client_secret: "secret" };
  const vendor = new Vendor("whoop", { sink: new History(), settings });
  const body = Buffer.from('{"user_id":4711,"id":"9b1a63ab-0d7a-4d53-8a3c-0f6c4a1f0001","type":"sleep.updated","trace_id":"t"}');
  const at = String(Date.now());
  const signature = createHmac("sha256", "secret").update(at).update(body).digest("base64");
  const headers = { "X-WHOOP-Signature": signature, "X-WHOOP-Signature-Timestamp": at };
  const call = { method: "post", url: "/hooks/whoop", headers, body };
  const { status, notices } = await vendor.receive(call);
  assert.deepEqual([status, notices.length, notices[0].user, notices[0].kind], [200, 1, "4711", "fetch"]);
  await assert.rejects(vendor.receive({ ...call, body: Buffer.from("{}") }), (error) => {
    return error instanceof errors.NotTrustedError && error.status === 401;
  });
});

test("vendors are listed with what an application needs", () => {
  const whoop = listVendors().find(({ slug }) => slug === "whoop");
  assert.ok(whoop.resources.includes("sleep"));
  assert.ok(whoop.settings.some(({ name, required }) => name === "client_secret" && required));
  assert.throws(() => new Vendor("whopp", { sink: new History() }), errors.WrongArgumentError);
});
