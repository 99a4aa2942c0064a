// Writes questions.mjs, which names every question of the table: a module for `import` has to name what it exports.

import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const names = Object.keys(require("./questions.js"));
writeFileSync(
  new URL("questions.mjs", import.meta.url),
  `import questions from "./questions.js";\n\nexport const {\n${names.map((name) => `  ${name},\n`).join("")}} = questions;\n`,
);
writeFileSync(new URL("questions.d.mts", import.meta.url), 'export * from "./questions.js";\n');
