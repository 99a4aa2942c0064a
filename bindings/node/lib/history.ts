// One truth of what many sources said, from memory.

import { called, waited } from "./errors.js";
import { readFile } from "./files.js";
import type { FileReport, Progress, ReadOptions } from "./files.js";
import { native } from "./native.js";
import type { NativeHistory } from "./native.js";
import { Samples } from "./samples.js";
import type { Delivery } from "./vendors.js";
import type { Bucket, BucketValue, MergedWorkout, Metric, Night, Preferences, Session, Source } from "../questions.js";

/** By what a history is answered. */
export interface HistoryOptions {
  /** Where the person lives; the system's zone where neither it nor `preferences` is given. */
  zone?: string;
  /** Whose samples count, where the person has lived, and more. */
  preferences?: Preferences;
}

/** What is asked about a metric. */
export interface AggregateOptions {
  /** How much time one value covers; a civil day where it is not given. */
  bucket?: Bucket;
  /** The first civil date, as `2026-10-01`. */
  from?: string;
  /** The last civil date, included. */
  to?: string;
}

/** Values per bucket of time. */
export interface Answered {
  metric: Metric;
  /** Who measured; buckets name them by their place here. */
  sources: Source[];
  /** The buckets that have data, in order of time. */
  buckets: BucketValue[];
}

/** What taking samples in has changed. */
export interface Merged {
  /** Rows that were not there before. */
  added: number;
  /** Rows whose value, attributes or deletion changed. */
  changed: number;
  /** Deletions of rows that were not there before. */
  buried: number;
}

/** Tables that are written as Arrow. */
export type Table = { of: "nights" } | { of: "workouts" } | ({ of: "buckets"; metrics?: Metric[] } & AggregateOptions);

/**
 * What one person's sources said, merged and answered from memory. Everything works on other threads. The same delivery twice
 * changes nothing. As the sink of a `Vendor` it takes in what that reads, of one person's connections.
 */
export class History {
  readonly #held: NativeHistory;
  readonly #readUntil = new Map<string, string>();

  constructor(options: HistoryOptions = {}) {
    const { preferences, zone } = options;
    this.#held = called(() => new native.History(preferences && JSON.stringify(preferences), zone));
  }

  /** Reads a file of any known format into it, as one import, and tells what was found. An error leaves what was read before it. */
  async read(
    file: string | URL | Uint8Array,
    options: ReadOptions & { onProgress?: (progress: Progress) => void } = {},
  ): Promise<FileReport> {
    const { onProgress, ...told } = options;
    const reading = readFile(file, told);
    if (onProgress) reading.on("progress", onProgress);
    const importNumber = this.#held.beginImport();
    for await (const part of reading) {
      if (part.kind === "samples") await waited(this.#held.add(part.samples.held, importNumber));
      if (part.kind === "sessions") await this.addSessions(part.sessions);
    }
    return reading.report!;
  }

  /** Takes in samples as an import of their own. Several batches of one import come through `read`. */
  async add(samples: Samples): Promise<Merged> {
    return JSON.parse(await waited(this.#held.add(samples.held)));
  }

  /** Takes in nights and workouts. */
  addSessions(sessions: Session[]): Promise<void> {
    return waited(this.#held.addSessions(JSON.stringify(sessions)));
  }

  /** Takes in what a vendor answered, and deletes what is gone by it. */
  async take(delivery: Delivery): Promise<Merged> {
    return JSON.parse(await waited(this.#held.take(delivery.held)));
  }

  /** Gives every source's samples as received, each once. */
  async samples(): Promise<Samples> {
    return new Samples(await waited(this.#held.samples()));
  }

  /** Answers a metric in buckets of civil time, overlapping sources counted once. */
  async aggregate(metric: Metric, options: AggregateOptions = {}): Promise<Answered> {
    const [answered] = await this.#json<Answered[]>({ of: "buckets", bucket: "day", ...options, metrics: [metric] });
    return answered!;
  }

  /** Answers nights and naps by wake day, one each however many sources recorded them. Their indexes point into `sessions("sleep")`. */
  nights(): Promise<Night[]> {
    return this.#json({ of: "nights" });
  }

  /** Answers workouts, one each however many sources recorded them. */
  workouts(): Promise<MergedWorkout[]> {
    return this.#json({ of: "workouts" });
  }

  /** Lists the nights, those told by stages too, or the workouts of every source, as received. */
  sessions(kind: "sleep" | "workout"): Promise<Session[]> {
    return this.#json({ of: "sessions", kind });
  }

  /** Lists the metrics there are samples of. */
  metrics(): Promise<Metric[]> {
    return this.#json({ of: "metrics" });
  }

  /** Tells by what it is answered. */
  preferences(): Promise<Preferences> {
    return this.#json({ of: "preferences" });
  }

  /** Writes an answer as a stream of Arrow IPC. Buckets are those of every metric where none is named. */
  toArrow(table: Table): Promise<Buffer> {
    const asked = table.of === "buckets" ? { bucket: "day", ...table } : table;
    return waited(this.#held.arrow(JSON.stringify(asked)));
  }

  /** Takes in what a connection delivered, as a sink does. */
  async commit(_connection: string, delivery: Delivery): Promise<void> {
    await this.take(delivery);
  }

  /** Tells up to when a resource of a connection has been read, as a sink does. */
  watermark(connection: string, resource: string): string | undefined {
    return this.#readUntil.get(`${connection}\n${resource}`);
  }

  /** Remembers up to when a resource of a connection has been read, as a sink does. */
  advance(connection: string, resource: string, to: string): void {
    this.#readUntil.set(`${connection}\n${resource}`, to);
  }

  async #json<T>(asked: object): Promise<T> {
    return JSON.parse(await waited(this.#held.json(JSON.stringify(asked))));
  }
}
