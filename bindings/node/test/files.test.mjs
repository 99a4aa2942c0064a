import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { tableFromIPC } from "apache-arrow";
import * as errors from "vitasync";
import { demoExport, History, readFile, Samples } from "vitasync";

const folder = mkdtempSync(join(tmpdir(), "vitasync-"));
const path = join(folder, "export.zip");
let bytes;

before(async () => {
  bytes = await demoExport({ days: 10 });
  writeFileSync(path, bytes);
});
after(() => rmSync(folder, { recursive: true }));

async function partsOf(reading) {
  const parts = [];
  for await (const part of reading) parts.push(part);
  return parts;
}

test("a file is read in parts, with its progress and at last a report", async () => {
  const reading = readFile(path, { batchRows: 5000 });
  const progress = [];
  reading.on("progress", (it) => progress.push(it));
  const parts = await partsOf(reading);
  const samples = parts.filter(({ kind }) => kind === "samples").map((part) => part.samples);
  assert.ok(samples.length > 1 && samples.every(({ length }) => length <= 5000));
  assert.equal(samples.reduce((sum, { length }) => sum + length, 0), reading.report.samples);
  assert.ok(parts.some((part) => part.kind === "sessions" && part.sessions[0].source));
  assert.ok(parts.some((part) => part.kind === "rejected" && part.rejected[0].reason.kind));
  assert.equal(progress.at(-1).read, progress.at(-1).total);
});

test("bytes, paths and file URLs are one", async () => {
  const counted = [];
  for (const file of [bytes, path, pathToFileURL(path)]) {
    const reading = readFile(file);
    await partsOf(reading);
    counted.push(reading.report.samples);
  }
  assert.ok(counted[0] > 1000 && counted.every((count) => count === counted[0]));
});

test("a loop that is left ends the reading", async () => {
  const reading = readFile(path, { batchRows: 100 });
  for await (const part of reading) {
    if (part.kind === "samples") break;
  }
  assert.equal(reading.report, undefined);
  assert.deepEqual(await partsOf(reading), []);
});

test("what cannot be read says so by its class", async () => {
  const read = (file, options) => partsOf(readFile(file, options));
  await assert.rejects(read(Buffer.from("nothing")), errors.UnknownFormatError);
  await assert.rejects(read(bytes, { maxUncompressed: 1000 }), (error) => {
    return error instanceof errors.FileTooLargeError && error.limit === 1000;
  });
  await assert.rejects(read(join(folder, "nowhere.zip")), errors.FileSystemError);
  assert.throws(() => readFile(path, { zone: "Berlin" }), errors.WrongArgumentError);
});

test("a history counts two devices once", async () => {
  const history = new History({ zone: "Europe/Berlin" });
  const seen = [];
  const report = await history.read(path, { onProgress: ({ read }) => seen.push(read) });
  assert.ok(report.samples > 1000 && seen.length > 0);

  const { sources, buckets } = await history.aggregate("steps");
  assert.ok(buckets.length >= 10 && sources.length > 1);
  const received = (await history.samples()).length;
  await history.read(path);
  assert.equal((await history.samples()).length, received);
  assert.deepEqual((await history.aggregate("steps")).buckets, buckets);

  const [day] = (await history.aggregate("steps", { from: buckets[1].date, to: buckets[1].date })).buckets;
  assert.deepEqual(day, buckets[1]);
  assert.ok((await history.metrics()).includes("heart_rate"));
  assert.ok((await history.nights()).some(({ kind }) => kind === "night"));
  assert.ok((await history.workouts()).length > 0);
  assert.ok((await history.sessions("sleep")).length > 0);
  assert.deepEqual((await history.preferences()).zones, { first: "Europe/Berlin" });
  await assert.rejects(history.aggregate("stepz"), (error) => {
    return error instanceof errors.UnknownMetricError && error.nearest === "steps";
  });
});

test("answers are tables of Arrow", async () => {
  const history = new History({ zone: "Europe/Berlin" });
  await history.read(bytes);
  const days = tableFromIPC(await history.toArrow({ of: "buckets", metrics: ["steps"] }));
  const { buckets } = await history.aggregate("steps");
  assert.deepEqual([...days.getChild("value")], buckets.map(({ value }) => value));
  const nights = tableFromIPC(await history.toArrow({ of: "nights" }));
  assert.equal(nights.numRows, (await history.nights()).length);
  assert.ok(tableFromIPC(await history.toArrow({ of: "workouts" })).numRows > 0);
});

test("samples cross as columns, as rows and as Arrow, and come back", async () => {
  const history = new History({ zone: "Europe/Berlin" });
  await history.read(bytes);
  const samples = await history.samples();
  const { series, start, value } = samples.columns();
  assert.equal(value.length, samples.length);

  const [first] = samples;
  assert.equal(first.metric, samples.series[series[0]].metric);
  assert.equal(Date.parse(first.start), Number(start[0]));

  const table = tableFromIPC(await samples.toArrow());
  assert.equal(table.numRows, samples.length);
  assert.deepEqual([...table.getChild("value")].slice(0, 100), [...value.slice(0, 100)]);

  const { attributes } = samples;
  const again = Samples.ofColumns({ series: samples.series, attributes }, samples.columns());
  assert.deepEqual(again.columns(), samples.columns());
  assert.equal((await history.add(again)).added, 0);
  const rows = [...samples].slice(0, 50);
  assert.deepEqual([...Samples.from(rows)].map(({ value }) => value), rows.map(({ value }) => value));
});

test("columns that do not fit are refused", async () => {
  const none = { series: [], attributes: [] };
  const columns = {
    series: Uint32Array.of(0),
    start: BigInt64Array.of(0n),
    end: BigInt64Array.of(0n),
    value: Float64Array.of(1),
    attributes: Uint32Array.of(0),
    copy: Uint32Array.of(0),
  };
  assert.throws(() => Samples.ofColumns(none, columns), /row 0: there is no such series/);
  assert.throws(() => Samples.ofColumns(none, { ...columns, value: new Float64Array(2) }), /not of one length/);
});
