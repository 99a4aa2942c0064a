// Takes webhooks: those of a server of VitaSync, and those of vendors. It needs nothing of Rust but for vendors.

import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { ofKind, WebhookError } from "./errors.js";
import type { WebhookEvent } from "./events.js";
import type { Notice } from "./native.js";
import type { Vendor } from "./vendors.js";

export * from "./errors.js";
export type * from "./events.js";

/** What may stand between the time of signing and now, in seconds. */
const TOLERANCE_S = 300;

/** The most bytes of a body that are read. */
const LIMIT = 16 << 20;

/** Headers by their names. */
export type Headers = Record<string, string | string[] | undefined>;

/** By what a webhook is believed. */
export interface Trust {
  /** The secret of the webhook, as it was chosen or as `whsec_…`; while one is being replaced, both. */
  secrets: string | string[];
  /**
   * Which signature is checked. `standard` (the default) is that of Standard Webhooks, which covers the time, so that nothing can be
   * sent again later. `documented` is `X-VitaSync-Signature` alone, which covers the body.
   */
  scheme?: "standard" | "documented";
}

/** A delivery that is believed. */
export interface Delivered {
  event: WebhookEvent;
  /** The same for every attempt of a delivery: an event that comes twice is one. */
  id: string;
}

/**
 * Checks a webhook of a server of VitaSync and reads it.
 *
 * @throws `NotTrustedError`, `NotFreshError` or `MalformedCallError`; answer with its `status`.
 */
export function verify(body: Uint8Array | string, headers: Headers, trust: Trust): Delivered {
  const bytes = Buffer.from(body as Uint8Array);
  const header = (name: string) => [headers[name] ?? headers[name.toLowerCase()] ?? ""].flat().join(" ");
  const keys = [trust.secrets].flat().map(keyOf);
  const signed = (key: Buffer, ...parts: (string | Buffer)[]) =>
    parts.reduce((mac, part) => mac.update(part), createHmac("sha256", key)).digest();

  const documented = trust.scheme === "documented";
  const id = header(documented ? "X-VitaSync-Delivery" : "webhook-id");
  const claimed = documented ? documentedOf(header) : standardOf(header);
  const time = header("webhook-timestamp");
  const isOurs = keys.some((key) => {
    const mac = documented ? signed(key, bytes) : signed(key, `${id}.${time}.`, bytes);
    return claimed.some((it) => it.length === mac.length && timingSafeEqual(it, mac));
  });
  if (!isOurs) throw refused("not_trusted", "the call is not signed as it must be", 401);
  // An age that is no number is not fresh.
  const age = Math.abs(Date.now() / 1000 - Number(time || NaN));
  if (!documented && !(age <= TOLERANCE_S)) throw refused("not_fresh", "the call is too old or too new", 401);
  return { event: parsed(bytes), id };
}

/** A call as it came: what frameworks hand to a receiver. */
export interface RawCall {
  method: string;
  url: string;
  headers: Headers;
  body: Uint8Array;
}

/** Takes a call, and says how to answer it. */
export type Receiver = (call: RawCall) => Promise<{ status: number; body: string }>;

/**
 * Takes webhooks of a server of VitaSync. The call is answered when `handle` is done: with 204, or, if it throws, by the framework as an
 * error, and then the server sends the event again. An event can come twice, by the same `id`.
 */
export function fromVitaSync(trust: Trust, handle: (delivered: Delivered) => unknown): Receiver {
  return answered(async ({ body, headers }) => {
    await handle(verify(body, headers, trust));
    return { status: 204, body: "" };
  });
}

/**
 * Takes webhooks of a vendor. The vendor is answered as it wants when `handle` is done, so let that only keep the notices or queue work
 * on them (`vendor.follow`): vendors wait for seconds.
 */
export function fromVendor(
  vendor: Pick<Vendor, "receive">,
  handle: (notices: Notice[]) => unknown,
  subscriptions: Record<string, unknown>[] = [],
): Receiver {
  return answered(async (call) => {
    const { status, body, notices } = await vendor.receive(call, subscriptions);
    await handle(notices);
    return { status, body };
  });
}

/** What Express hands over. A body that was read before has to be a Buffer: `express.raw({ type: "*\/*" })`. */
type ExpressRequest = IncomingMessage & { originalUrl?: string; body?: unknown };

/**
 * Makes a handler for Express, or for `node:http`: `app.post("/hooks", toExpress(fromVitaSync({ secrets }, handle)))`. It reads the body
 * itself, so `express.json()` must not have read it before.
 */
export function toExpress(
  receive: Receiver,
): (request: ExpressRequest, response: ServerResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    const respond = async () => {
      const body = await bodyOf(request);
      const { method = "POST", url = "", headers } = request;
      const reply = body
        ? await receive({ method, url: request.originalUrl ?? url, headers, body })
        : { status: 413, body: JSON.stringify({ message: "the body is too large" }) };
      response.writeHead(reply.status, reply.body ? { "Content-Type": "application/json" } : {});
      response.end(reply.body);
    };
    respond().catch(next);
  };
}

/** As much of Fastify as is needed. */
interface FastifyLike {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    options: { parseAs: "buffer"; bodyLimit: number },
    parser: (request: unknown, body: Buffer, done: (error: Error | null, body?: Buffer) => void) => void,
  ): unknown;
  all(url: string, handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>): unknown;
}

interface FastifyRequestLike {
  method: string;
  url: string;
  headers: Headers;
  body?: unknown;
}

interface FastifyReplyLike {
  code(status: number): FastifyReplyLike;
  type(type: string): FastifyReplyLike;
  send(body?: string): unknown;
}

/**
 * Makes a plugin for Fastify: `app.register(toFastify("/hooks", fromVitaSync({ secrets }, handle)))`. Inside of it bodies stay bytes;
 * other routes read theirs as before.
 */
export function toFastify(url: string, receive: Receiver): (app: any) => Promise<void> {
  return async (app: FastifyLike) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: LIMIT }, (_, body, done) => done(null, body));
    app.all(url, async ({ method, url, headers, body }, reply) => {
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      const { status, body: answer } = await receive({ method, url, headers, body: bytes });
      if (answer) reply.type("application/json");
      return reply.code(status).send(answer);
    });
  };
}

/** Answers what is not believed by its status; anything else is the framework's. */
function answered(receive: Receiver): Receiver {
  return async (call) => {
    try {
      return await receive(call);
    } catch (error) {
      if (!(error instanceof WebhookError)) throw error;
      return { status: error.status, body: JSON.stringify({ message: error.message }) };
    }
  };
}

/** Reads a body; `undefined` of one that is too large. */
async function bodyOf(request: ExpressRequest): Promise<Uint8Array | undefined> {
  if (request.body instanceof Uint8Array) return request.body;
  if (request.readableEnded && request.body !== undefined) {
    throw new Error("the body was parsed before; mount the webhook before express.json(), or use express.raw()");
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads the key: `whsec_` and base64 as the libraries of Standard Webhooks take it, otherwise the secret's own bytes. */
function keyOf(secret: string): Buffer {
  const isBase64 = secret.startsWith("whsec_");
  const key = isBase64 ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret);
  if (key.length === 0) throw new TypeError("a secret of a webhook is not empty");
  return key;
}

function standardOf(header: (name: string) => string): Buffer[] {
  const signatures = header("webhook-signature").split(" ");
  return signatures.filter((it) => it.startsWith("v1,")).map((it) => Buffer.from(it.slice(3), "base64"));
}

function documentedOf(header: (name: string) => string): Buffer[] {
  const signatures = [header("X-VitaSync-Signature"), header("X-VitaSync-Signature-Previous")];
  return signatures.filter((it) => it.startsWith("sha256=")).map((it) => Buffer.from(it.slice(7), "hex"));
}

function parsed(body: Buffer): WebhookEvent {
  try {
    return JSON.parse(body.toString("utf8")) as WebhookEvent;
  } catch (error) {
    throw refused("malformed", "the call cannot be read", 400, error);
  }
}

function refused(kind: string, message: string, status: number, cause?: unknown): Error {
  return ofKind("webhook", kind, message, { status }, cause);
}
