// Reads an export, or that of an invented person, and prints what the last days came to.
//
//   node export.mts export.zip Europe/Berlin      (Node 22.18 runs TypeScript; before, compile it)

import { demoExport, FileError, History, InsufficientError, median } from "vitasync";
import type { BucketValue, Night } from "vitasync";

const [path, zone = "Europe/Berlin"] = process.argv.slice(2);
const history = new History({ zone });
try {
  const report = await history.read(path ?? (await demoExport({ days: 30 })), {
    onProgress: ({ read, total }) => process.stderr.write(`\r${read} of ${total ?? "?"} bytes`),
  });
  console.log(`${report.samples} samples, ${report.workouts} workouts`);
} catch (error) {
  if (!(error instanceof FileError)) throw error;
  console.error(error.kind, error.message);
  process.exit(1);
}

const { buckets } = await history.aggregate("steps", { bucket: "day" });
const last: BucketValue[] = buckets.slice(-7);
for (const day of last) console.log(day.date, Math.round(day.value));

const nights: Night[] = await history.nights();
const asleep = nights.map((night) => night.asleep_s).filter((it): it is number => typeof it === "number");
try {
  console.log((median({ values: asleep }) / 3600).toFixed(1), "hours asleep");
} catch (error) {
  if (!(error instanceof InsufficientError)) throw error;
  console.log(`no nights: ${error.needed} needed, ${error.got} there`);
}
