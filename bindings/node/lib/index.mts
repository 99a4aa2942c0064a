// The same for `import`: questions are named one by one, since a module has to name what it exports.

export * from "./index.js";
export * from "../questions.mjs";
