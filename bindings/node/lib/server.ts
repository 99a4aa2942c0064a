// A typed client of a server's API, as docs/openapi.json describes it. It needs nothing of Rust.

import createClient from "openapi-fetch";
import type { Client, FetchResponse, MaybeOptionalInit, Middleware } from "openapi-fetch";
import type { HttpMethod, PathsWithMethod, RequiredKeysOf } from "openapi-typescript-helpers";

import { ofKind } from "./errors.js";
import type { components, paths } from "./openapi.js";

export * from "./errors.js";

/** The bodies of the API, by their names there: `Schemas["DailySummary"]`. */
export type Schemas = components["schemas"];
export type { paths as Paths } from "./openapi.js";

/** Where a server is and how it is called. */
export interface ServerOptions {
  /** The address, as `http://127.0.0.1:8080`. */
  url: string;
  /** The key: `vs_live_…`. */
  key: string;
  /** What to fetch with, in place of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/** Of what can be answered in several forms, this one is. */
type Json = "application/json";

/** What a call is made with; it may be left out where nothing has to be given. */
type Given<Init> = RequiredKeysOf<Init> extends never ? [init?: Init] : [init: Init];

/** What a call answers. */
type Answer<Path extends keyof paths, Method extends HttpMethod, Init> = paths[Path] extends Record<Method, infer Operation>
  ? Operation extends Record<string | number, any>
    ? Extract<FetchResponse<Operation, Init, Json>, { error?: never }>["data"]
    : never
  : never;

type Call<Method extends HttpMethod> = <
  Path extends PathsWithMethod<paths, Method>,
  Init extends MaybeOptionalInit<paths[Path], Method>,
>(
  path: Path,
  ...init: Given<Init>
) => Promise<Answer<Path, Method, Init>>;

/** Lists with cursors. */
type ListPath = {
  [Path in PathsWithMethod<paths, "get">]: Answer<Path, "get", {}> extends { data: unknown[]; hasMore: boolean } ? Path : never;
}[PathsWithMethod<paths, "get">];

/** A row of a list. */
type Row<Path extends ListPath> = Answer<Path, "get", {}> extends { data: (infer Row)[] } ? Row : never;

/**
 * A server of VitaSync. Paths, parameters, bodies and answers are typed by its own description:
 * `await server.get("/v1/users/{userId}/health/daily-summaries", { params: { path: { userId }, query: { from, to } } })`.
 *
 * Every method throws a `ServerError` of a class by the status, with `code`, `errors` by field and `requestId`.
 */
export class Server {
  readonly get: Call<"get">;
  readonly post: Call<"post">;
  readonly put: Call<"put">;
  readonly patch: Call<"patch">;
  readonly delete: Call<"delete">;

  constructor({ url, key, fetch }: ServerOptions) {
    const client: Client<paths, Json> = createClient<paths, Json>({
      baseUrl: url.replace(/\/+$/, ""),
      headers: { Authorization: `Bearer ${key}` },
      ...(fetch && { fetch }),
    });
    client.use(throwing);
    this.get = answering(client.GET);
    this.post = answering(client.POST);
    this.put = answering(client.PUT);
    this.patch = answering(client.PATCH);
    this.delete = answering(client.DELETE);
  }

  /** Reads a list row by row, page after page: `for await (const user of server.rows("/v1/users"))`. */
  async *rows<Path extends ListPath, Init extends MaybeOptionalInit<paths[Path], "get">>(
    path: Path,
    ...init: Given<Init>
  ): AsyncGenerator<Row<Path>, void, undefined> {
    const given = (init[0] ?? {}) as { params?: { query?: object } };
    let cursor: string | null | undefined;
    do {
      const query = { ...given.params?.query, ...(cursor && { cursor }) };
      const call = this.get as unknown as (path: Path, init: object) => Promise<Page<Row<Path>>>;
      const page = await call(path, { ...given, params: { ...given.params, query } });
      yield* page.data;
      cursor = page.nextCursor;
    } while (cursor);
  }
}

interface Page<Row> {
  data: Row[];
  nextCursor?: string | null;
}

/** Gives what a call answers; what it refuses is thrown by then. */
function answering<Method extends HttpMethod>(call: unknown): Call<Method> {
  const fetched = call as (path: string, init?: unknown) => Promise<{ data?: unknown }>;
  return (async (path: string, init?: unknown) => (await fetched(path, init)).data) as unknown as Call<Method>;
}

const throwing: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    const problem = await response.json().catch(() => ({}));
    const wait = Number(response.headers.get("Retry-After") ?? NaN);
    const facts = {
      status: response.status,
      code: problem.code ?? "",
      errors: problem.errors ?? [],
      requestId: response.headers.get("X-Request-Id"),
      retryAfterS: Number.isNaN(wait) ? null : wait,
    };
    throw ofKind("server", String(response.status), problem.message ?? response.statusText, facts);
  },
  onError({ error }) {
    const facts = { status: 0, code: "", errors: [], requestId: null, retryAfterS: null };
    return ofKind("server", "unreachable", "the server cannot be reached", facts, error);
  },
};
