// The same for `import`.

export * from "./webhooks.js";
