// Connects people's accounts at vendors, reads them, and checks what vendors send.

import { called, told } from "./errors.js";
import type { Rejected } from "./files.js";
import { native } from "./native.js";
import type { NativeDelivery, NativeVendor, Notice, StoreCall } from "./native.js";
import { Samples } from "./samples.js";
import type { RecordVersion, Sample, Session, ZoneHistory } from "../questions.js";

type Awaitable<T> = T | Promise<T>;

/** An authorisation and which one it is. It holds tokens: whoever writes it to a disk seals it. */
export interface Held {
  grant: Record<string, unknown>;
  /** Grows with every grant of the connection. */
  version: number;
}

/** Keeps the authorisation of every connection. */
export interface TokenStore {
  /** Gives what is held for a connection. */
  load(connection: string): Awaitable<Held | null | undefined>;
  /**
   * Holds this if what is held still has `version` (`null`: nothing is held), and says whether it did. Vendors take a refresh token
   * once: answer true when it would survive a crash.
   */
  replace(connection: string, version: number | null, held: Held): Awaitable<boolean>;
  /** Forgets a connection. */
  remove(connection: string): Awaitable<void>;
}

/** Takes what has been read, and remembers how far every resource has been read. A `History` is one. */
export interface Sink {
  /** Stores a delivery, all of it or nothing. Storing the same one twice changes nothing. */
  commit(connection: string, delivery: Delivery): Awaitable<void>;
  /** Tells up to when a resource has been read. */
  watermark(connection: string, resource: string): Awaitable<string | null | undefined>;
  /** Remembers up to when a resource has been read. */
  advance(connection: string, resource: string, to: string): Awaitable<void>;
}

/** Keeps what vendors answered, byte by byte, before anybody reads it. */
export interface RawStore {
  /** Keeps a request and its answer, as JSON. Neither holds a token. */
  keep(connection: string, exchange: Record<string, unknown>): Awaitable<void>;
}

/** An application that is registered with a vendor, and where what it reads goes. */
export interface VendorOptions {
  /** What the vendor's page for developers gives: `client_id`, `client_secret` and what `listVendors` names besides. */
  settings?: Record<string, string>;
  /** Where the vendor sends people back to. */
  redirectUri?: string;
  /** Takes what is read. */
  sink: Sink;
  /** Keeps authorisations; in memory, as long as the process, where it is not given. */
  tokens?: TokenStore;
  /** Keeps answers; nothing is kept where it is not given. */
  raw?: RawStore;
  /** Leads a vendor's host to another address, plain HTTP included: for sandboxes and tests. Tokens go there. */
  hosts?: Record<string, string>;
}

/** A person who is about to be connected. */
export interface Person {
  /** The id of the connection, of your choice. */
  id: string;
  /** Where the person has lived; the system's zone where it is not given. */
  zones?: ZoneHistory;
  /** The vendor's region of the account, where it has several. */
  region?: string;
}

/** A connected account. It is JSON, and yours to keep. */
export interface Connection {
  id: string;
  account: { user?: string | null; [known: string]: unknown };
  zones: ZoneHistory;
  connected_at: string;
}

/** What was done. */
export interface SyncReport {
  /** How many answers were read. */
  pages: number;
  samples: number;
  sessions: number;
  deleted: number;
  /** How many items could not be used; each is in its delivery. */
  rejected: number;
  /** The calls that have nothing for this person. */
  skipped: string[];
  /** Whether the vendor pushes something later. */
  awaiting: boolean;
}

/** A call of a vendor's to us, as it came. */
export interface VendorCall {
  method: string;
  /** The path with its query, or the whole address. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  /** Byte by byte: a body that was parsed and written again has another signature. */
  body: Uint8Array;
}

/** A call that is believed: answer it at once, then work on the notices. */
export interface ReceivedCall {
  status: number;
  body: string;
  notices: Notice[];
}

/** What one answer of a vendor held. */
export class Delivery {
  /** @internal */
  readonly held: NativeDelivery;
  #told: Told | undefined;

  /** @internal */
  constructor(held: NativeDelivery) {
    this.held = held;
  }

  /** The vendor's slug. */
  get provider(): string {
    return this.#json().provider;
  }
  /** When the vendor answered. */
  get receivedAt(): string {
    return this.#json().received_at;
  }
  /** The samples, one by one. */
  get samples(): Sample[] {
    const { samples, records } = this.#json();
    return samples.map((sample, at) => (records[at] ? { ...sample, record: records[at] } : sample));
  }
  /** Nights, naps and workouts. */
  get sessions(): Session[] {
    return this.#json().sessions;
  }
  /** Workouts somebody means to do. */
  get planned(): Record<string, unknown>[] {
    return this.#json().planned;
  }
  /** Objects that are gone. */
  get deleted(): RecordVersion[] {
    return this.#json().deleted;
  }
  /** Whole lists of spans: what is held of them and not named is gone. */
  get complete(): Record<string, unknown>[] {
    return this.#json().complete;
  }
  /** What could not be used, and why. */
  get rejected(): Rejected[] {
    return this.#json().rejected;
  }

  /** Gives samples, and what the vendor's objects hold, as columns. */
  toSamples(): Samples {
    return new Samples(this.held.samples());
  }

  #json(): Told {
    return (this.#told ??= JSON.parse(this.held.json()) as Told);
  }
}

interface Told {
  provider: string;
  received_at: string;
  samples: Sample[];
  records: (RecordVersion | null)[];
  sessions: Session[];
  planned: Record<string, unknown>[];
  deleted: RecordVersion[];
  complete: Record<string, unknown>[];
  rejected: Rejected[];
}

/** A vendor, as `listVendors` tells it. */
export interface VendorFacts {
  slug: string;
  name: string;
  /** The vendor's page for developers. */
  documentation: string;
  /** What can be read, in the vendor's words. */
  resources: string[];
  /** What an application is registered with beside `client_id`. */
  settings: { name: string; help: string; required: boolean }[];
}

/** Lists the vendors that can be called. */
export function listVendors(): VendorFacts[] {
  return JSON.parse(native.vendorList());
}

/** Keeps tokens as long as the process. */
export class MemoryTokens implements TokenStore {
  readonly #held = new Map<string, Held>();

  load(connection: string): Held | undefined {
    return this.#held.get(connection);
  }

  replace(connection: string, version: number | null, held: Held): boolean {
    if ((this.#held.get(connection)?.version ?? null) !== version) return false;
    this.#held.set(connection, held);
    return true;
  }

  remove(connection: string): void {
    this.#held.delete(connection);
  }
}

/**
 * An application at a vendor: calls it within its limits, refreshes tokens once for all who need it, and tries again where that makes
 * sense. Every method but the constructor throws a `VendorError` of a class of its own kind.
 */
export class Vendor {
  /** The vendor's slug. */
  readonly slug: string;
  readonly #held: NativeVendor;
  readonly #stores: { tokens: TokenStore; sink: Sink; raw: RawStore | undefined };
  /** What a store threw last, by connection: Rust knows its text alone. */
  readonly #thrown = new Map<string, unknown>();

  constructor(slug: string, options: VendorOptions) {
    const { sink, tokens = new MemoryTokens(), raw, ...app } = options;
    this.slug = slug;
    this.#stores = { tokens, sink, raw };
    const perform = (call: StoreCall) => this.#perform(call);
    this.#held = called(() => new native.Vendor(slug, JSON.stringify(app), perform));
  }

  /** Says where to send a person, and what to remember, sealed, until they come back. */
  async authorize(person: Person): Promise<{ url: string; pending: Record<string, unknown> }> {
    return JSON.parse(await this.#waited(person.id, this.#held.authorize(JSON.stringify(person))));
  }

  /** Exchanges what a person brought back, the address or its query, for tokens, and gives the connection to keep. */
  async connect(person: Person, pending: Record<string, unknown>, returned: string | URL): Promise<Connection> {
    const query = [...queryOf(String(returned))];
    const connected = this.#held.connect(JSON.stringify(person), JSON.stringify(pending), JSON.stringify(query));
    return JSON.parse(await this.#waited(person.id, connected));
  }

  /** Connects by a key that a person pasted, and gives the connection to keep. */
  async connectWithKey(person: Person, key: string): Promise<Connection> {
    return JSON.parse(await this.#waited(person.id, this.#held.connectWithKey(JSON.stringify(person), key)));
  }

  /** Reads a resource from where it stands to now. Calling again loses nothing and counts nothing twice. */
  async sync(connection: Connection, resource: string): Promise<SyncReport> {
    return JSON.parse(await this.#waited(connection.id, this.#held.sync(JSON.stringify(connection), resource)));
  }

  /** Ends the authorisation at the vendor and forgets the tokens. */
  async disconnect(connection: Connection): Promise<void> {
    await this.#waited(connection.id, this.#held.disconnect(JSON.stringify(connection)));
  }

  /** Subscribes to the vendor's pushes, and gives the subscriptions that are new. */
  async subscribe(
    callback: string,
    existing: Record<string, unknown>[] = [],
    connection?: Connection,
  ): Promise<Record<string, unknown>[]> {
    const of = connection && JSON.stringify(connection);
    const subscribed = this.#held.subscribe(callback, JSON.stringify(existing), of);
    return JSON.parse(await this.#waited(connection?.id ?? "", subscribed));
  }

  /**
   * Checks and reads a call of the vendor's. A vendor that signs with the secret of a subscription needs `subscriptions`.
   *
   * @throws `WebhookError` where it cannot be trusted; answer with its `status`.
   */
  async receive(call: VendorCall, subscriptions: Record<string, unknown>[] = []): Promise<ReceivedCall> {
    const headers = Object.entries(call.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((value) => [name, value]),
    );
    const head = { method: call.method.toUpperCase(), query: [...queryOf(call.url)], headers, subscriptions };
    // It is read on another thread: the caller may go on writing to its own.
    const body = Uint8Array.from(call.body);
    return this.#waited("", this.#held.receive(JSON.stringify(head), body));
  }

  /** Works on a notice: fetches, takes in or deletes what it names. */
  async follow(connection: Connection, notice: Notice): Promise<SyncReport> {
    return JSON.parse(await this.#waited(connection.id, this.#held.follow(JSON.stringify(connection), notice)));
  }

  async #waited<T>(connection: string, promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (error) {
      throw told(error, this.#thrown.get(connection));
    } finally {
      this.#thrown.delete(connection);
    }
  }

  async #perform(call: StoreCall): Promise<string> {
    try {
      return JSON.stringify((await this.#asked(call)) ?? null);
    } catch (error) {
      this.#thrown.set(call.connection, error);
      throw error instanceof Error ? error : new Error(String(error));
    }
  }

  #asked({ method, connection, given, delivery }: StoreCall): unknown {
    const { tokens, sink, raw } = this.#stores;
    const told = JSON.parse(given);
    switch (method) {
      case "load":
        return tokens.load(connection);
      case "replace":
        return tokens.replace(connection, told.version, told.held);
      case "remove":
        return tokens.remove(connection);
      case "keep":
        return raw?.keep(connection, told);
      case "commit":
        return sink.commit(connection, new Delivery(delivery!));
      case "watermark":
        return sink.watermark(connection, told.resource);
      case "advance":
        return sink.advance(connection, told.resource, told.to);
      default:
        throw new Error(`no store has a method ${method}`);
    }
  }
}

function queryOf(address: string): URLSearchParams {
  const at = address.indexOf("?");
  return new URLSearchParams(at < 0 && /^[a-z]+:\/\//i.test(address) ? "" : address.slice(at + 1));
}
