// Where the tests find what is not in the package.

import { join } from "node:path";

const root = process.env.VITASYNC_ROOT;
if (!root) throw new Error("VITASYNC_ROOT has to name the clone; scripts/check-node sets it");

export const inClone = (...path) => join(root, ...path);

/** The server, where it is built. */
export const vitasync = process.env.VITASYNC_BINARY;
