// Takes webhooks by Express and by Fastify.

import express from "express";
import fastify from "fastify";
import { History, Vendor } from "vitasync";
import { fromVendor, fromVitaSync, toExpress, toFastify } from "vitasync/webhooks";
import type { WebhookEvent } from "vitasync/webhooks";

const secrets = process.env["VITASYNC_WEBHOOK_SECRET"] ?? "whsec_c2l4dGVlbi1ieXRlcy1sb25n";
const hooks = fromVitaSync({ secrets }, ({ event, id }) => console.log(id, told(event)));

function told(event: WebhookEvent): string {
  switch (event.event) {
    case "user.created":
      return `${event.data.externalId ?? event.data.userId} is new`;
    case "workout.created":
    case "workout.updated":
      return `${event.data.sport} from ${event.data.startAt} to ${event.data.endAt}`;
    case "sync.failed":
      return `${event.data.providerId}: ${event.data.error}`;
    default:
      return event.event;
  }
}

const whoop = new Vendor("whoop", {
  settings: { client_id: "…", client_secret: process.env["WHOOP_SECRET"] ?? "" },
  sink: new History(),
});
const notices = fromVendor(whoop, (notices) => console.log(notices.map(({ kind, user }) => `${kind} of ${user}`)));

const app = express();
app.post("/hooks", toExpress(hooks));
app.post("/hooks/whoop", toExpress(notices));
app.use(express.json());
app.listen(3000);

const other = fastify();
await other.register(toFastify("/hooks", hooks));
await other.listen({ port: 3001 });
