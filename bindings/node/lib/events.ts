// What a server of VitaSync tells by webhooks. A test holds the names against those the server lists.

/** What happened to something. */
export type Change = "created" | "updated" | "deleted";

interface OfUser {
  /** The id of the user. */
  userId: string;
}

/** A workout or a night. */
export interface SessionData extends OfUser {
  /** The id of the record. */
  id: string;
  /** When it began. */
  startAt: string;
  /** When it ended. */
  endAt: string;
  /** The sport of a workout. */
  sport: string | null;
}

/** Samples: how many of them, and the time they span. */
export interface SamplesData extends OfUser {
  count: number;
  from: string | null;
  to: string | null;
}

/** An account at a vendor. */
export interface ConnectionData extends OfUser {
  connectionId: string;
  providerId: string;
  /** Why it ended, where the vendor ended it. */
  reason?: string;
}

/** A sync of an account. */
export interface SyncData extends OfUser {
  jobId: string;
  connectionId: string;
  providerId: string;
  metricsSynced: unknown;
  syncedAt: string;
  /** Why it failed, if it did. */
  error?: string;
}

/** The data of every event that stands for itself. */
export interface PlainEvents {
  "sync.completed": SyncData;
  "sync.failed": SyncData;
  "connection.created": ConnectionData;
  "connection.disconnected": ConnectionData;
  "user.created": OfUser & { externalId: string | null; email: string | null };
  "user.deleted": OfUser & { externalId: string | null };
  "anomaly.detected": Record<string, unknown>;
  "health_score.updated": Record<string, unknown>;
  "webhook.disabled": { webhookId: string; url: string; reason: string };
  "webhook.test": { webhookId: string };
}

/** An event of a name. */
interface Of<Name, Data> {
  event: Name;
  /** When it happened. */
  timestamp: string;
  data: Data;
}

/** What is sent: `event` tells which `data` it has. */
export type WebhookEvent =
  | { [Name in keyof PlainEvents]: Of<Name, PlainEvents[Name]> }[keyof PlainEvents]
  | Of<`${"workout" | "sleep"}.${Change}`, SessionData>
  | Of<`${"activity" | "body"}.${Change}`, SamplesData & { metrics: string[] }>
  | Of<`series.${string}.${Change}`, SamplesData & { metric: string }>;
