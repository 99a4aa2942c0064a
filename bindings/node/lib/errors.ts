// Every error, one class per kind; the facts are properties. Branch on the class or on `kind`, never on the text.

/** Anything that vitasync throws by itself. */
export class VitaSyncError extends Error {
  /** The kind, as Rust and the other languages name it. */
  readonly kind: string;

  constructor(kind: string, message: string, facts: object = {}, options?: ErrorOptions) {
    super(message, options);
    Object.assign(this, facts);
    this.kind = kind;
    Object.defineProperty(this, "name", { value: new.target.name, enumerable: false });
  }
}

// --- files

/** A file cannot be read at all. One that breaks off is none: see `partial` of the report. */
export class FileError extends VitaSyncError {}
/** It looks like an archive, but cannot be opened as one. */
export class UnreadableArchiveError extends FileError {
  declare readonly detail: string;
}
/** No file in the archive is a health export. */
export class NoHealthDocumentError extends FileError {
  declare readonly files: number;
  declare readonly seen: string[];
}
/** It is not a health export. */
export class NotHealthDataError extends FileError {
  declare readonly searched: number;
}
/** It is of no format that is known. */
export class UnknownFormatError extends FileError {}
/** It is an archive, and no file in it is of a format that is known. */
export class NothingKnownError extends FileError {
  declare readonly files: number;
  declare readonly seen: string[];
}
/** Its format is known, but there is nothing in it that could be imported. */
export class NothingToImportError extends FileError {
  declare readonly format: string;
  declare readonly detail: string;
}
/** It is larger than what is read. */
export class FileTooLargeError extends FileError {
  declare readonly limit: number;
}
/** The system could not read it. */
export class FileSystemError extends FileError {}

// --- questions

/** A question was not understood: its name or an argument is wrong. */
export class QuestionError extends VitaSyncError {}
/** No question has this name. */
export class UnknownQuestionError extends QuestionError {
  declare readonly nearest: string | null;
}
/** The question cannot do without this argument. */
export class MissingArgumentError extends QuestionError {
  declare readonly question: string;
  declare readonly argument: string;
}
/** An argument is not what is taken. */
export class WrongArgumentError extends QuestionError {
  declare readonly question?: string;
  declare readonly argument: string;
  declare readonly reason: string;
}
/** The question takes no such argument. */
export class UnknownArgumentError extends QuestionError {
  declare readonly question: string;
  declare readonly argument: string;
  declare readonly nearest: string | null;
}
/** No metric has this id. */
export class UnknownMetricError extends QuestionError {
  declare readonly id: string;
  declare readonly nearest: string | null;
}

/** The question was understood and has no answer: nothing is made up. */
export class NoAnswerError extends VitaSyncError {}
/** There is less than the method needs. */
export class InsufficientError extends NoAnswerError {
  declare readonly what: string;
  declare readonly needed: number;
  declare readonly got: number;
}
/** All values are equal, so nothing can be compared with their spread. */
export class NoSpreadError extends NoAnswerError {
  declare readonly what: string;
}
/** A value is infinite or not a number. */
export class NotFiniteError extends NoAnswerError {
  declare readonly what: string;
  declare readonly index: number;
}
/** A value is outside what the method is defined for. */
export class OutOfRangeError extends NoAnswerError {
  declare readonly what: string;
  declare readonly value: number;
  declare readonly min: number;
  declare readonly max: number;
}
/** A parameter is below the least that makes sense. */
export class TooSmallError extends NoAnswerError {
  declare readonly what: string;
  declare readonly value: number;
  declare readonly min: number;
}
/** A parameter that must be above 0 is not. */
export class NotPositiveError extends NoAnswerError {
  declare readonly what: string;
  declare readonly value: number;
}
/** There is more than the method can hold in memory. */
export class TooManyError extends NoAnswerError {
  declare readonly what: string;
  declare readonly most: number;
  declare readonly got: number;
}
/** Two things that must be of one length are not. */
export class UnpairedError extends NoAnswerError {
  declare readonly left: number;
  declare readonly right: number;
}
/** One day has two values, and nothing says which counts. */
export class SecondValueError extends NoAnswerError {
  declare readonly date: string;
}
/** Intervals were made from heart rates or have beats missing everywhere. */
export class NotBeatToBeatError extends NoAnswerError {
  declare readonly evidence: string;
}
/** The method knows nothing about this. */
export class UndefinedError extends NoAnswerError {
  declare readonly what: string;
  declare readonly of: string;
}

// --- vendors

/** Something went wrong between us and a vendor. */
export class VendorError extends VitaSyncError {
  /** The vendor's slug. */
  declare readonly provider: string;
  /** What was being done. */
  declare readonly operation: string;
  /** After how many seconds to try again, where the vendor says so. */
  declare readonly retryAfterS: number | null;
  /** Whether the same call can succeed later without anybody doing anything. */
  declare readonly isRetryable: boolean;
}
/** The vendor asks to come back later. */
export class RateLimitedError extends VendorError {}
/** The vendor or the way to it is down. */
export class UnavailableError extends VendorError {}
/** The authorisation is gone; the person has to connect again. */
export class ReconnectError extends VendorError {}
/** The person has to do something at the vendor: accept a consent, renew a membership. */
export class ConsentError extends VendorError {}
/** The person did not allow this. */
export class ForbiddenError extends VendorError {}
/** The operator has to do something: credentials, approval, an endpoint that is switched off. */
export class MisconfiguredError extends VendorError {}
/** The vendor refuses the request. */
export class RefusedError extends VendorError {}
/** The answer cannot be read. */
export class MalformedError extends VendorError {}
/** The request leads where it must not; nothing was sent there. */
export class BlockedError extends VendorError {}
/** Pages lead back to themselves or never end. */
export class EndlessPagingError extends VendorError {}
/** One of the caller's stores failed; what it threw is the cause. */
export class StorageError extends VendorError {}

/** A call is not trusted; answer it with `status`. */
export class WebhookError extends VitaSyncError {
  declare readonly status: number;
}
/** The vendor sends nothing. */
export class NoWebhookError extends WebhookError {}
/** The signature, the secret or the token is missing or wrong, or ours is not set. */
export class NotTrustedError extends WebhookError {}
/** It was signed too long ago, or ahead of time. */
export class NotFreshError extends WebhookError {}
/** It is signed, but cannot be read. */
export class MalformedCallError extends WebhookError {}
/** A key of the vendor has to be fetched first, and could not be. */
export class NeedsDocumentError extends WebhookError {}

// --- servers

/** What is wrong with one field of a request. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** A server of VitaSync did not do what it was asked. */
export class ServerError extends VitaSyncError {
  /** The HTTP status; 0 where no answer came. */
  declare readonly status: number;
  /** What is wrong, for a program. */
  declare readonly code: string;
  /** What is wrong field by field, where it is about fields. */
  declare readonly errors: FieldProblem[];
  /** What the server's log knows the request by. */
  declare readonly requestId: string | null;
  /** After how many seconds to try again, where the server says so. */
  declare readonly retryAfterS: number | null;
}
/** No answer came. */
export class UnreachableError extends ServerError {}
/** The request cannot be read; `errors` names the fields. */
export class BadRequestError extends ServerError {}
/** The key is missing or not known. */
export class UnauthorizedError extends ServerError {}
/** The key may not do this. */
export class PermissionDeniedError extends ServerError {}
/** There is no such thing, or it is somebody else's. */
export class NotFoundError extends ServerError {}
/** It is there already. */
export class ConflictError extends ServerError {}
/** The body is larger than the server takes. */
export class BodyTooLargeError extends ServerError {}
/** The request can be read and contradicts itself or names something that is not known. */
export class UnprocessableError extends ServerError {}
/** Come back after `retryAfterS`. */
export class TooManyRequestsError extends ServerError {}

type ErrorClass = new (kind: string, message: string, facts?: object, options?: ErrorOptions) => VitaSyncError;

/** The class of a family, and those of its kinds. */
const classes: Record<string, { other: ErrorClass; kinds: Record<string, ErrorClass> }> = {
  file: {
    other: FileError,
    kinds: {
      unreadable_archive: UnreadableArchiveError,
      no_health_xml: NoHealthDocumentError,
      not_health_data: NotHealthDataError,
      unknown_format: UnknownFormatError,
      nothing_known: NothingKnownError,
      nothing: NothingToImportError,
      too_large: FileTooLargeError,
      io: FileSystemError,
    },
  },
  question: {
    other: QuestionError,
    kinds: {
      unknown_question: UnknownQuestionError,
      missing_argument: MissingArgumentError,
      wrong_argument: WrongArgumentError,
      unknown_argument: UnknownArgumentError,
      unknown_metric: UnknownMetricError,
    },
  },
  no_answer: {
    other: NoAnswerError,
    kinds: {
      insufficient: InsufficientError,
      no_spread: NoSpreadError,
      not_finite: NotFiniteError,
      out_of_range: OutOfRangeError,
      too_small: TooSmallError,
      not_positive: NotPositiveError,
      too_many: TooManyError,
      unpaired: UnpairedError,
      second_value: SecondValueError,
      not_beat_to_beat: NotBeatToBeatError,
      undefined: UndefinedError,
    },
  },
  vendor: {
    other: VendorError,
    kinds: {
      rate_limited: RateLimitedError,
      unavailable: UnavailableError,
      reconnect: ReconnectError,
      consent: ConsentError,
      forbidden: ForbiddenError,
      misconfigured: MisconfiguredError,
      refused: RefusedError,
      malformed: MalformedError,
      blocked: BlockedError,
      endless_paging: EndlessPagingError,
      storage: StorageError,
    },
  },
  webhook: {
    other: WebhookError,
    kinds: {
      no_webhook: NoWebhookError,
      not_trusted: NotTrustedError,
      not_fresh: NotFreshError,
      malformed: MalformedCallError,
      needs_document: NeedsDocumentError,
    },
  },
  server: {
    other: ServerError,
    kinds: {
      unreachable: UnreachableError,
      "400": BadRequestError,
      "401": UnauthorizedError,
      "403": PermissionDeniedError,
      "404": NotFoundError,
      "409": ConflictError,
      "413": BodyTooLargeError,
      "422": UnprocessableError,
      "429": TooManyRequestsError,
    },
  },
};

/** Makes the error of a kind; one that has no class of its own is its family's. */
export function ofKind(family: string, kind: string, message: string, facts: object, cause?: unknown): VitaSyncError {
  const known = classes[family];
  const Class = known?.kinds[kind] ?? known?.other ?? VitaSyncError;
  return new Class(kind, message, facts, cause === undefined ? undefined : { cause });
}

/** Makes an error of what the native part threw: it says what went wrong as JSON. Anything else is thrown as it is. */
export function told(error: unknown, cause?: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith("{")) return error;
  const { family, kind, message, facts } = JSON.parse(error.message);
  return ofKind(family, kind, message, named(facts), cause);
}

/** Names facts as JavaScript does, and what was asked and with what apart from the error's own name. */
function named(facts: Record<string, unknown>): object {
  const names: Record<string, string> = { name: "argument" };
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [names[name] ?? name.replace(/_(.)/g, (_, it) => it.toUpperCase()), fact]),
  );
}

/** Waits for the native part. */
export async function waited<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw told(error);
  }
}

/** Calls the native part. */
export function called<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw told(error);
  }
}
