import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import * as errors from "vitasync/server";
import { Server } from "vitasync/server";
import { fromVitaSync, toExpress } from "vitasync/webhooks";

import { vitasync } from "./places.mjs";

const folder = mkdtempSync(join(tmpdir(), "vitasync-"));
const key = `vs_live_${randomBytes(24).toString("hex")}`;
let process_;
let url;
let server;

before(async () => {
  assert.ok(vitasync, "VITASYNC_BINARY has to name the server");
  const env = {
    ...process.env,
    VITASYNC_DATABASE: join(folder, "vitasync.db"),
    VITASYNC_BOOTSTRAP_KEY: key,
    VITASYNC_WEBHOOKS_ALLOW_PRIVATE: "true",
  };
  process_ = spawn(vitasync, ["serve", "--listen", "127.0.0.1:0"], { env, stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: process_.stderr })) {
    url = /^Serving on (\S+),/.exec(line)?.[1];
    if (url) break;
  }
  process_.stderr.resume();
  server = new Server({ url, key });
});

after(async () => {
  const ended = new Promise((exited) => process_.once("exit", exited));
  process_.kill();
  await ended;
  rmSync(folder, { recursive: true });
});

test("what is created is answered, typed by the server's description", async () => {
  const user = await server.post("/v1/users", { body: { externalId: "ada", timezone: "Europe/Berlin" } });
  const found = await server.get("/v1/users/{userId}", { params: { path: { userId: user.id } } });
  assert.deepEqual([found.externalId, found.id], ["ada", user.id]);
});

test("a list is read row by row, over all its pages", async () => {
  for (let at = 0; at < 5; at += 1) await server.post("/v1/users", { body: { externalId: `page-${at}` } });
  const rows = [];
  for await (const user of server.rows("/v1/users", { params: { query: { limit: 2 } } })) rows.push(user.externalId);
  const { total } = await server.get("/v1/users");
  assert.equal(rows.length, total);
  assert.equal(new Set(rows).size, rows.length);
  assert.ok(rows.includes("page-4"));
});

test("what is refused has the class of its status, the code, the fields and the request's id", async () => {
  const nobody = { params: { path: { userId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" } } };
  await assert.rejects(server.get("/v1/users/{userId}", nobody), (error) => {
    assert.ok(error instanceof errors.NotFoundError && error instanceof errors.ServerError);
    assert.deepEqual([error.status, error.code], [404, "NOT_FOUND"]);
    assert.ok(error.requestId.length > 0);
    return true;
  });
  await assert.rejects(server.post("/v1/webhooks", { body: { url: "https://example.com", events: ["wrokout.*"] } }), (error) => {
    return error instanceof errors.UnprocessableError && error.errors[0].path === "events[0]";
  });
  await assert.rejects(new Server({ url, key: "vs_live_wrong" }).get("/v1/users"), errors.UnauthorizedError);
  await assert.rejects(new Server({ url: "http://127.0.0.1:1", key }).get("/v1/users"), (error) => {
    return error instanceof errors.UnreachableError && error.cause !== undefined;
  });
});

test("the types name the events that stand for themselves as the server lists them", async () => {
  const types = readFileSync(new URL("../lib/events.ts", import.meta.url), "utf8");
  const [, plain] = /interface PlainEvents \{(.*?)^\}/ms.exec(types);
  const typed = [...plain.matchAll(/^ {2}"([^"]+)"/gm)].map(([, name]) => name);
  const listed = await server.get("/v1/webhooks/events");
  const told = listed.filter((name) => !/^(series\..*|workout|sleep|activity|body)\.(created|updated|deleted)$/.test(name));
  assert.deepEqual(typed.sort(), [...told, "webhook.test"].sort()); // a test is sent to whoever asks for it
});

test("what the server sends is believed, and handed on by its name", async (t) => {
  const heard = [];
  let secrets = [];
  const receive = (call) => fromVitaSync({ secrets }, ({ event }) => heard.push(event))(call);
  const listener = createServer((request, response) => {
    toExpress(receive)(request, response, (error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((listening) => listener.listen(0, "127.0.0.1", listening));
  t.after(() => listener.close());
  const hook = await server.post("/v1/webhooks", {
    body: { url: `http://127.0.0.1:${listener.address().port}/hooks`, events: ["user.*"] },
  });
  secrets = [hook.signingSecret];
  const user = await server.post("/v1/users", { body: { externalId: "heard of" } });
  await server.post("/v1/webhooks/{webhookId}/test", { params: { path: { webhookId: hook.id } } });
  while (heard.length < 2) await new Promise((later) => setTimeout(later, 50));
  const created = heard.find(({ event }) => event === "user.created");
  assert.deepEqual(created.data.userId, user.id);
  assert.deepEqual(heard.find(({ event }) => event === "webhook.test").data, { webhookId: hook.id });
});
