// The same for `import`.

export * from "./server.js";
