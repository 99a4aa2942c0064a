// Reads files people already have.

import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";

import { called, waited } from "./errors.js";
import { native } from "./native.js";
import type { NativeReading } from "./native.js";
import { Samples } from "./samples.js";
import type { Session } from "../questions.js";

/** What a reader has to be told. */
export interface ReadOptions {
  /** The person's zone, for civil dates; the file's own most frequent zone, or the system's, where it is not given. */
  zone?: string;
  /** When the file was received; now where it is not given. */
  received?: Date | string;
  /** With 1, one thread reads and decodes; otherwise one reads and the others decode. 2 where it is not given. */
  threads?: number;
  /** The most samples in one part; 65,536 where it is not given. */
  batchRows?: number;
  /** The most bytes a file may have once it is unpacked; 20 GiB where it is not given. */
  maxUncompressed?: number;
}

/** How far a reader has come in the file as it lies there, compressed or not. */
export interface Progress {
  /** Bytes read. */
  read: number;
  /** Bytes there are, where that is known. */
  total: number | null;
}

/** What was read but could not be used. */
export interface Rejected {
  /** Where it stood. */
  position: { file?: string; byte: number };
  /** What it was, in the vendor's own words. */
  subject: string;
  /** Why it could not be used. */
  reason: { kind: string; [fact: string]: unknown };
}

/** What an import has found. */
export interface FileReport {
  /** Files that were read, by their format. */
  formats: Record<string, number>;
  /** Samples delivered. */
  samples: number;
  /** Workouts delivered. */
  workouts: number;
  /** The zone in which civil dates were placed, and who named it. */
  zone: { zone: string; from: "profile" | "file" | "system" } | null;
  /** What could not be used, by the kind of reason. */
  rejected: Record<string, number>;
  /** Where the file breaks off, if it does. */
  partial: { byte: number; lost: string } | null;
  /** What is worth knowing beside. */
  warnings: string[];
  /** Everything else that was counted. */
  [counted: string]: unknown;
}

/** A part of a file. */
export type Part =
  | { kind: "samples"; samples: Samples }
  | { kind: "sessions"; sessions: Session[] }
  | { kind: "rejected"; rejected: Rejected[] };

interface Events {
  progress: [Progress];
  report: [FileReport];
}

/**
 * A file that is read on a thread of its own while it is iterated: `for await (const part of reading)`. A loop that is slow
 * slows the reading, so memory stays constant; one that is left ends it. It tells `progress` as it comes, and the `report` at the end.
 */
export class Reading extends EventEmitter<Events> implements AsyncIterable<Part> {
  /** What was found; `undefined` until everything has been read. */
  report: FileReport | undefined;
  readonly #held: NativeReading;

  /** @internal */
  constructor(held: NativeReading) {
    super();
    this.#held = held;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Part> {
    try {
      for (let next = await this.#next(); next; next = await this.#next()) {
        const told = next.json === undefined ? undefined : JSON.parse(next.json);
        switch (next.kind) {
          case "samples":
            yield { kind: "samples", samples: new Samples(next.samples!) };
            break;
          case "sessions":
            yield { kind: "sessions", sessions: told };
            break;
          case "rejected":
            yield { kind: "rejected", rejected: told };
            break;
          case "progress":
            this.emit("progress", told);
            break;
          default:
            this.report = told as FileReport;
            this.emit("report", this.report);
        }
      }
    } finally {
      await this.#held.close();
    }
  }

  #next() {
    return waited(this.#held.next());
  }
}

/**
 * Begins to read a file: Apple Health's export (the zip or its XML), FIT, TCX, GPX or WHOOP's tables, as it is, as `.gz` or many in
 * a zip; told apart by what it says, never by its name. Bytes are copied.
 *
 * Iterating throws a `FileError` where nothing can be read at all. A file that breaks off is none: its report says where.
 */
export function readFile(file: string | URL | Uint8Array, options: ReadOptions = {}): Reading {
  const told = JSON.stringify(options);
  const begin = () => {
    if (file instanceof Uint8Array) return native.Reading.bytes(file, told);
    return native.Reading.path(file instanceof URL ? fileURLToPath(file) : file, told);
  };
  return new Reading(called(begin));
}

/** What to invent. */
export interface DemoOptions {
  /** How many civil days; a year where it is not given. */
  days?: number;
  /** Another seed is another life. */
  seed?: number;
  /** The last day, as `2026-10-31`. */
  end?: string;
  /** Where the person lives; Europe/Berlin where it is not given. */
  zone?: string;
}

/** Writes the export of a person who does not exist, as the zip that Apple Health makes. */
export function demoExport(options: DemoOptions = {}): Promise<Buffer> {
  return waited(native.demoExport(JSON.stringify(options)));
}
