import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";

import { ask, listQuestions, NoAnswerError, promises } from "vitasync";
import * as byName from "vitasync";

import { inClone } from "./places.mjs";

const folder = inClone("fixtures", "conformance");
const files = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith(".json"))
  .sort();
const question = (file) => basename(dirname(file));
const camelCase = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** Writes an answer, or why there is none, as cases do. */
function written(answer) {
  const column = (it) => Array.from(it, (value) => (Number.isNaN(value) ? null : value));
  return answer instanceof Float64Array ? column(answer) : answer;
}

function reason(error) {
  if (!(error instanceof NoAnswerError)) throw error;
  const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const facts = Object.entries(error).map(([name, fact]) => [snake(name), fact]);
  return { no_answer: Object.fromEntries(facts) };
}

function answered(name, input) {
  try {
    return written(ask(name, input));
  } catch (error) {
    return reason(error);
  }
}

/** Compares as JSON; numbers within one part in 10^12. */
function alike(a, b) {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && alike(a[key], b[key]));
}

test("every case is answered as it says", async () => {
  const wrong = [];
  for (const file of files) {
    const { title, input, expected } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const name = question(file);
    const aside = await promises[camelCase(name)](input).then(written, reason);
    for (const answer of [answered(name, input), aside]) {
      if (!alike(answer, expected)) {
        wrong.push(`${file}: ${title}\n  expected ${JSON.stringify(expected)}\n  answered ${JSON.stringify(answer)}`);
      }
    }
  }
  assert.ok(files.length > 80);
  assert.equal(wrong.join("\n"), "");
});

test("every question is a function by its name", () => {
  const missing = listQuestions().filter(({ name }) => typeof byName[camelCase(name)] !== "function");
  assert.deepEqual(missing, []);
});

test("the types name the questions that there are", () => {
  const types = readFileSync(new URL("../questions.d.ts", import.meta.url), "utf8");
  const typed = [...types.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(typed, listQuestions().map(({ name }) => camelCase(name)));
});
