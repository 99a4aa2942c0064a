// Finds and loads the part that is Rust. What it gives and takes beside columns is JSON text.

import { existsSync } from "node:fs";
import { join } from "node:path";

/** Samples as columns, held by Rust. */
export interface NativeSamples {
  readonly length: number;
  weigh(): void;
  tables(): string;
  columns(): Columns;
  arrow(): Promise<Buffer>;
}

/** The columns of samples: index `i` of each is one sample. */
export interface Columns {
  /** Index into `series`. */
  series: Uint32Array;
  /** The start, in milliseconds since 1970 in UTC. */
  start: BigInt64Array;
  /** The end, exclusive, in the same; equal to the start for an instant. */
  end: BigInt64Array;
  /** The value in the metric's canonical unit, or a category's code. */
  value: Float64Array;
  /** Index into `attributes`, of which the first is the empty set. */
  attributes: Uint32Array;
  /** Which of several equal rows of a repeatable metric it is: 0 for the first. */
  copy: Uint32Array;
}

export interface NativeReading {
  next(): Promise<{ kind: string; samples?: NativeSamples; json?: string } | null>;
  close(): Promise<void>;
}

export interface NativeHistory {
  beginImport(): number;
  add(samples: NativeSamples, importNumber?: number): Promise<string>;
  addSessions(sessions: string): Promise<void>;
  take(delivery: NativeDelivery): Promise<string>;
  samples(): Promise<NativeSamples>;
  json(asked: string): Promise<string>;
  arrow(asked: string): Promise<Buffer>;
}

export interface NativeDelivery {
  samples(): NativeSamples;
  json(): string;
}

/** One thing a vendor tells. */
export interface Notice {
  /** Whom it is about: the vendor's id of the person. */
  readonly user: string | null;
  /** What makes it the same notice when it comes twice. */
  readonly key: string | null;
  /** What it says. `follow` works on the first three. */
  readonly kind: "data" | "fetch" | "deleted" | "deregistered" | "permissions_changed" | "challenge";
}

export interface StoreCall {
  method: string;
  connection: string;
  given: string;
  delivery?: NativeDelivery;
}

export interface NativeVendor {
  authorize(person: string): Promise<string>;
  connect(person: string, pending: string, returned: string): Promise<string>;
  connectWithKey(person: string, key: string): Promise<string>;
  sync(connection: string, resource: string): Promise<string>;
  disconnect(connection: string): Promise<void>;
  subscribe(callback: string, existing: string, connection?: string): Promise<string>;
  receive(head: string, body: Uint8Array): Promise<{ status: number; body: string; notices: Notice[] }>;
  follow(connection: string, notice: Notice): Promise<string>;
}

interface Native {
  questions(): string;
  ask(name: string, values: string, columns: string[], lent: Float64Array[]): Float64Array | string;
  askAside(name: string, values: string, columns: string[], lent: Float64Array[]): Promise<Float64Array | string>;
  demoExport(options: string): Promise<Buffer>;
  vendorList(): string;
  Samples: {
    collect(samples: string): NativeSamples;
    ofColumns(tables: string, columns: Columns): NativeSamples;
  };
  Reading: {
    path(path: string, options: string): NativeReading;
    bytes(bytes: Uint8Array, options: string): NativeReading;
  };
  History: new (preferences?: string, zone?: string) => NativeHistory;
  Vendor: new (slug: string, app: string, perform: (call: StoreCall) => Promise<string>) => NativeVendor;
}

const folder = join(__dirname, "..", "native");

export const native: Native = load();

function load(): Native {
  const platform = `${process.platform}-${process.arch}`;
  const names = process.platform === "linux" ? [`${platform}-gnu`, `${platform}-musl`] : [platform];
  let cause: unknown;
  for (const file of names.map((name) => join(folder, `vitasync.${name}.node`)).filter(existsSync)) {
    try {
      return require(file) as Native;
    } catch (error) {
      cause = error;
    }
  }
  throw new Error(`vitasync has no library for ${names.join(" or ")} in ${folder} that this system can load`, { cause });
}
