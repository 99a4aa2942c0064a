// Streams a file's samples as typed arrays and as Arrow, in constant memory.

import { tableFromIPC } from "apache-arrow";
import { demoExport, ewma, promises, readFile } from "vitasync";

async function main(): Promise<void> {
  const reading = readFile(await demoExport({ days: 30 }), { batchRows: 10_000 });
  reading.on("report", ({ rejected }) => console.log("rejected", rejected));
  for await (const part of reading) {
    switch (part.kind) {
      case "samples": {
        const { start, value } = part.samples.columns();
        console.log(part.samples.length, new Date(Number(start[0])), value[0]);
        console.log(tableFromIPC(await part.samples.toArrow()).numRows);
        break;
      }
      case "sessions":
        for (const session of part.sessions) console.log(session.start, session.source.name);
        break;
      case "rejected":
        for (const { position, reason } of part.rejected) console.log(position.byte, reason.kind);
    }
  }
  const smooth: Float64Array = ewma({ days: Float64Array.of(58, NaN, 61), alpha: 0.5 });
  const trend: number = (await promises.theilSen({ days: smooth })).slope;
  console.log(trend);
}

void main();
