// Asks a server: users, days and samples.

import { BadRequestError, NotFoundError, Server, TooManyRequestsError } from "vitasync/server";
import type { Schemas } from "vitasync/server";

const server = new Server({
  url: process.env["VITASYNC_URL"] ?? "http://127.0.0.1:8080",
  key: process.env["VITASYNC_KEY"] ?? "",
});

for await (const user of server.rows("/v1/users", { params: { query: { limit: 50 } } })) {
  const name: string | null | undefined = user.displayName ?? user.externalId;
  console.log(user.id, name);
}

const created: Schemas["User"] = await server.post("/v1/users", { body: { externalId: "ada" } });
const userId = created.id;
try {
  const days = await server.get("/v1/users/{userId}/health/daily-summaries", {
    params: { path: { userId }, query: { from: "2026-10-01", to: "2026-10-31" } },
  });
  console.log(days);
  const samples = server.rows("/v1/users/{userId}/health", { params: { path: { userId }, query: { metricType: "steps" } } });
  for await (const sample of samples) console.log(sample.recordedAt, sample.value, sample.unit);
} catch (error) {
  if (error instanceof NotFoundError) console.log("nobody:", error.requestId);
  else if (error instanceof TooManyRequestsError) console.log("later:", error.retryAfterS);
  else if (error instanceof BadRequestError) console.log(error.errors.map(({ path, message }) => `${path}: ${message}`));
  else throw error;
}

// @ts-expect-error a path that is none
await server.get("/v1/nothing").catch(() => {});
// @ts-expect-error a body without what it needs
await server.post("/v1/webhooks", { body: {} }).catch(() => {});
