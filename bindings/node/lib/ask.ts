// Asks the core's questions by their names.

import { called, waited } from "./errors.js";
import { native } from "./native.js";
import type * as Questions from "../questions.js";

/** A question, as the table of all of them tells it. */
export interface Question {
  /** The name by which `ask` asks it, in snake case. */
  name: string;
  /** What it is about: `statistics`, `sleep`, …. */
  topic: string;
  /** What it is asked with; `default` is what stands for one that is not given. */
  parameters: { name: string; default?: unknown }[];
}

/** Every question as a function that promises its answer, and works on another thread. */
export type Promises = {
  [Name in keyof typeof Questions]: (typeof Questions)[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Answer>
    : never;
};

/** Lists every question. */
export function listQuestions(): Question[] {
  return JSON.parse(native.questions());
}

/**
 * Asks a question by its name, while the caller waits. A `Float64Array` reaches Rust without a copy; a column of answers is
 * one, anything else is the model's JSON.
 *
 * @throws `QuestionError` of what is not understood, `NoAnswerError` where there is no answer.
 */
export function ask(name: string, given: object = {}): unknown {
  const { values, columns, lent } = taken(given);
  return answered(called(() => native.ask(name, values, columns, lent)));
}

/** Asks a question on another thread. Columns are copied first. */
export async function askAside(name: string, given: object = {}): Promise<unknown> {
  const { values, columns, lent } = taken(given);
  return answered(await waited(called(() => native.askAside(name, values, columns, lent))));
}

/** Every question as a function, by its name in camel case. */
export function functions<Answer>(by: (name: string, given?: object) => Answer): Record<string, (given?: object) => Answer> {
  const named = listQuestions().map(({ name }) => [camelCase(name), (given?: object) => by(name, given)]);
  return Object.fromEntries(named);
}

/** The questions, each on another thread: `await promises.discover({ … })`. */
export const promises = functions(askAside) as unknown as Promises;

/** Parts what is lent as it lies in memory from what is written as JSON. */
function taken(given: object) {
  const columns: string[] = [];
  const lent: Float64Array[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const column = asColumn(value);
    if (column) {
      columns.push(name);
      lent.push(column);
    } else {
      values[name] = value;
    }
  }
  return { values: JSON.stringify(values), columns, lent };
}

/** Takes typed arrays for columns, and lists with infinities, which JSON would write as missing. */
function asColumn(value: unknown): Float64Array | undefined {
  if (value instanceof Float64Array) return value;
  const isTyped = ArrayBuffer.isView(value) && !(value instanceof DataView);
  const isInfinite = (it: unknown) => it === Infinity || it === -Infinity;
  if (!isTyped && !(Array.isArray(value) && value.some(isInfinite))) return undefined;
  return Float64Array.from(value as Iterable<number | bigint | null>, (it) => (it === null ? NaN : Number(it)));
}

function answered(answer: Float64Array | string): unknown {
  return typeof answer === "string" ? JSON.parse(answer) : answer;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
