// Samples in bulk.

import { called, waited } from "./errors.js";
import { native } from "./native.js";
import type { Columns, NativeSamples } from "./native.js";
import type { Metric, Sample, SampleAttributes, Source } from "../questions.js";

/** What columns point to. */
export interface Tables {
  /** One metric of one source each. */
  series: { source: Source; metric: Metric }[];
  /** What is known of samples beside their values; the first is the empty set. */
  attributes: SampleAttributes[];
}

/**
 * Samples as columns, held by Rust: of one file's part, one delivery or one history. They cross to Node when they are asked for,
 * by columns, by rows or as Arrow.
 */
export class Samples implements Iterable<Sample> {
  /** @internal */
  readonly held: NativeSamples;
  #tables: Tables | undefined;

  /** @internal */
  constructor(held: NativeSamples) {
    this.held = held;
    held.weigh();
  }

  /** Collects samples. Those of one version of a vendor's object become that object. */
  static from(samples: Iterable<Sample>): Samples {
    return new Samples(called(() => native.Samples.collect(JSON.stringify([...samples]))));
  }

  /** Puts columns together with what they point to. */
  static ofColumns(tables: Tables, columns: Columns): Samples {
    return new Samples(called(() => native.Samples.ofColumns(JSON.stringify(tables), columns)));
  }

  get length(): number {
    return this.held.length;
  }

  /** What was measured, by whom: `columns().series` points here. */
  get series(): Tables["series"] {
    return this.#told().series;
  }

  /** Local time and the vendors' remarks: `columns().attributes` points here. */
  get attributes(): SampleAttributes[] {
    return this.#told().attributes;
  }

  /** Gives them as typed arrays, which are the caller's own. */
  columns(): Columns {
    return this.held.columns();
  }

  /** Gives them one by one, without the vendors' objects they came in. */
  *[Symbol.iterator](): Iterator<Sample> {
    const { series, attributes } = this.#told();
    const columns = this.columns();
    const time = (ms: bigint) => new Date(Number(ms)).toISOString();
    for (const [at, value] of columns.value.entries()) {
      yield {
        ...series[columns.series[at]!]!,
        start: time(columns.start[at]!),
        end: time(columns.end[at]!),
        value,
        attributes: attributes[columns.attributes[at]!]!,
      };
    }
  }

  /** Writes them as a stream of Arrow IPC, for `tableFromIPC` of apache-arrow and whatever else reads Arrow. */
  toArrow(): Promise<Buffer> {
    return waited(this.held.arrow());
  }

  #told(): Tables {
    return (this.#tables ??= JSON.parse(this.held.tables()) as Tables);
  }
}
