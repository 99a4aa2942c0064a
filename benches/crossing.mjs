// Measures how long one million samples take from Rust to Node: as typed arrays, as Arrow IPC and as objects.
//
//   scripts/package node && node benches/crossing.mjs [FOLDER OF THE PACKAGE]

import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const folder = resolve(process.argv[2] ?? join(cache, "vitasync", "node"));
const require = createRequire(join(folder, "main.js"));
const { Samples } = require(folder);
const { tableFromIPC } = require("apache-arrow");

const ROWS = 1_000_000;
const source = { provider: "example", origin: "watch", recording: "automatic", name: "Watch", device_kind: "watch", revision: "immutable" };
const start = BigInt64Array.from({ length: ROWS }, (_, at) => 1_750_000_000_000n + BigInt(at) * 5000n);
const columns = {
  series: new Uint32Array(ROWS),
  start,
  end: start,
  value: Float64Array.from({ length: ROWS }, (_, at) => 60 + (at % 40)),
  attributes: new Uint32Array(ROWS),
  copy: new Uint32Array(ROWS),
};
const tables = { series: [{ source, metric: "heart_rate" }], attributes: [{}] };
const samples = Samples.ofColumns(tables, columns);

/** The median of five, and the worst. */
async function measured(what, cross) {
  const times = [];
  for (let run = 0; run < 5; run += 1) {
    const begun = performance.now();
    await cross();
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  console.log(`${what.padEnd(40)} ${times[2].toFixed(0).padStart(6)} ms, at most ${times[4].toFixed(0)} ms`);
}

await measured("typed arrays", () => samples.columns());
await measured("Arrow IPC in a Buffer", () => samples.toArrow());
await measured("Arrow IPC, read by apache-arrow", async () => tableFromIPC(await samples.toArrow()));
await measured("typed arrays, from Node to Rust", () => Samples.ofColumns(tables, columns));
await measured("objects, one by one", () => {
  for (const sample of samples) void sample;
});
