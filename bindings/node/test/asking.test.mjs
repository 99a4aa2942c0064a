import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import * as errors from "vitasync";
import { ask, ewma, listQuestions, median, promises, quantile } from "vitasync";

test("a column is answered as one, and what is missing is NaN", () => {
  const days = [58, null, 61];
  const columns = [days, Float64Array.from(days, (it) => it ?? NaN), Float32Array.from(days, (it) => it ?? NaN)];
  for (const column of columns) {
    assert.deepEqual(ewma({ days: column, alpha: 0.5 }), Float64Array.of(58, NaN, 60));
  }
});

test("the same question is answered aside, on the columns as they were", async () => {
  const values = Float64Array.of(58, 60, 61);
  const promised = promises.median({ values });
  values.fill(0);
  assert.equal(await promised, 60);
});

test("a question that takes long leaves the event loop free", async () => {
  const days = Array.from({ length: 4000 }, (_, day) => (day * 7919) % 101);
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  const started = performance.now();
  await promises.theilSen({ days });
  clearInterval(turning);
  assert.ok(turns > 0 || performance.now() - started < 5);
});

test("CommonJS finds the same functions and classes", () => {
  const required = createRequire(import.meta.url)("vitasync");
  assert.equal(required.median, median);
  assert.equal(required.NoAnswerError, errors.NoAnswerError);
});

test("questions are listed with their parameters and defaults", () => {
  const found = listQuestions().find(({ name }) => name === "change_points");
  assert.equal(found.topic, "statistics");
  assert.deepEqual(found.parameters[1], { name: "least_segment", default: 7 });
});

test("every failure has a class, and its facts are properties", () => {
  const failed = (name, given) => {
    try {
      ask(name, given);
    } catch (error) {
      const { name: of, message, ...facts } = error;
      return [error.constructor.name, error.message, facts];
    }
    return [];
  };
  assert.deepEqual(
    [
      failed("qantile", {}),
      failed("quantile", { values: [1, 2] }),
      failed("quantile", { values: 1, share: 0.5 }),
      failed("quantile", { values: [1], share: 0.5, shares: 0.5 }),
      failed("quantile", { values: [], share: 0.5 }),
      failed("quantile", { values: [1, -Infinity], share: 0.5 }),
    ],
    [
      [
        "UnknownQuestionError",
        "there is no question `qantile`; did you mean `quantile`?",
        { kind: "unknown_question", argument: "qantile", nearest: "quantile" },
      ],
      [
        "MissingArgumentError",
        "`quantile` needs the argument `share`",
        { kind: "missing_argument", question: "quantile", argument: "share" },
      ],
      [
        "WrongArgumentError",
        "the argument `values` of `quantile` is wrong: a list of numbers is needed, 1 is given",
        { kind: "wrong_argument", question: "quantile", argument: "values", reason: "a list of numbers is needed, 1 is given" },
      ],
      [
        "UnknownArgumentError",
        "`quantile` takes no argument `shares`; did you mean `share`?",
        { kind: "unknown_argument", question: "quantile", argument: "shares", nearest: "share" },
      ],
      ["InsufficientError", "there are no values", { kind: "insufficient", what: "values", needed: 1, got: 0 }],
      [
        "NotFiniteError",
        "value 1 of the values is not a finite number",
        { kind: "not_finite", what: "values", index: 1 },
      ],
    ],
  );
});

test("a failure aside is of the same class", async () => {
  await assert.rejects(promises.quantile({ values: [], share: 0.5 }), errors.InsufficientError);
  assert.throws(() => quantile({ values: [], share: 0.5 }), errors.NoAnswerError);
});
