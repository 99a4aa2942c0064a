// Connects an account at Oura and reads its nights, with tokens in a store of one's own.

import { createInterface } from "node:readline/promises";

import { History, MemoryTokens, RateLimitedError, ReconnectError, Vendor } from "vitasync";
import type { Held, TokenStore } from "vitasync";

/** As a database would: sealed, and replaced only where nobody else was faster. */
class Tokens implements TokenStore {
  readonly #memory = new MemoryTokens();

  async load(connection: string): Promise<Held | undefined> {
    return this.#memory.load(connection);
  }
  async replace(connection: string, version: number | null, held: Held): Promise<boolean> {
    return this.#memory.replace(connection, version, held);
  }
  async remove(connection: string): Promise<void> {
    this.#memory.remove(connection);
  }
}

const history = new History({ zone: "Europe/Berlin" });
const oura = new Vendor("oura", {
  settings: { client_id: process.env["OURA_ID"] ?? "", client_secret: process.env["OURA_SECRET"] ?? "" },
  redirectUri: "https://example.com/back",
  sink: history,
  tokens: new Tokens(),
});

const person = { id: "ada", zones: { first: "Europe/Berlin" } };
const { url, pending } = await oura.authorize(person);
const terminal = createInterface(process.stdin, process.stdout);
const returned = await terminal.question(`Open ${url} and paste where you came back: `);
terminal.close();
try {
  const connection = await oura.connect(person, pending, returned);
  const report = await oura.sync(connection, "sleep");
  console.log(`${report.sessions} nights`, await history.nights());
} catch (error) {
  if (error instanceof RateLimitedError) console.log("later:", error.retryAfterS);
  else if (error instanceof ReconnectError) console.log("connect again:", error.provider);
  else throw error;
}
