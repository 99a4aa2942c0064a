// VitaSync for Node.

export { ask, listQuestions, promises } from "./ask.js";
export type { Promises, Question } from "./ask.js";
export * from "./errors.js";
export { demoExport, readFile, Reading } from "./files.js";
export type { DemoOptions, FileReport, Part, Progress, ReadOptions, Rejected } from "./files.js";
export { History } from "./history.js";
export type { AggregateOptions, Answered, HistoryOptions, Merged, Table } from "./history.js";
export type { Columns, Notice } from "./native.js";
export { Samples } from "./samples.js";
export type { Tables } from "./samples.js";
export { Delivery, listVendors, MemoryTokens, Vendor } from "./vendors.js";
export type {
  Connection,
  Held,
  Person,
  RawStore,
  ReceivedCall,
  Sink,
  SyncReport,
  TokenStore,
  VendorCall,
  VendorFacts,
  VendorOptions,
} from "./vendors.js";
export * from "../questions.js";
