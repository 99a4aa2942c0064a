"""Every exception, one class per kind; the facts are attributes.

Branch on the class or on `kind`, never on the text. All of them are `VitaSyncError`.
"""

from __future__ import annotations

from typing import Any, ClassVar

_KINDS: dict[tuple[str, str], type[VitaSyncError]] = {}


class VitaSyncError(Exception):
    """Anything that vitasync raises by itself. What the system says of a file is an `OSError`."""

    family: ClassVar[str] = ""
    kind: ClassVar[str] = ""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.__dict__.update(facts)

    def __init_subclass__(cls, *, family: str | None = None, kind: str = "") -> None:
        super().__init_subclass__()
        if family is not None:
            cls.family = family
        cls.kind = kind
        _KINDS[cls.family, kind] = cls

    @property
    def facts(self) -> dict[str, Any]:
        """The facts by their names."""
        return dict(self.__dict__)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), str(self), self.facts)


def _restored(cls: type[VitaSyncError], message: str, facts: dict[str, Any]) -> VitaSyncError:
    return cls(message, **facts)


def _of_kind(family: str, kind: str, message: str, facts: dict[str, Any]) -> VitaSyncError:
    """Makes the exception of a kind, which may stand among the facts; one that has no class of its own is its family's."""
    kind = kind or facts.pop("kind", "")
    known = _KINDS.get((family, kind)) or _KINDS.get((family, ""), VitaSyncError)
    return known(message, **facts)


# --- files


class FileError(VitaSyncError, family="file"):
    """A file cannot be read at all. One that breaks off is none: see `Export.report["partial"]`."""


class UnreadableArchiveError(FileError, kind="unreadable_archive"):
    """It looks like an archive, but cannot be opened as one."""

    detail: str


class NoHealthDocumentError(FileError, kind="no_health_xml"):
    """No file in the archive is a health export."""

    files: int
    seen: list[str]


class NotHealthDataError(FileError, kind="not_health_data"):
    """It is not a health export."""

    searched: int


class UnknownFormatError(FileError, kind="unknown_format"):
    """It is of no format that is known."""


class NothingKnownError(FileError, kind="nothing_known"):
    """It is an archive, and no file in it is of a format that is known."""

    files: int
    seen: list[str]


class NothingToImportError(FileError, kind="nothing"):
    """Its format is known, but there is nothing in it that could be imported."""

    format: str
    detail: str


class FileTooLargeError(FileError, kind="too_large"):
    """It is larger than what is read."""

    limit: int


# --- questions


class QuestionError(VitaSyncError, ValueError, family="question"):
    """A question was not understood: its name or an argument is wrong."""


class UnknownQuestionError(QuestionError, kind="unknown_question"):
    """No question has this name."""

    name: str
    nearest: str | None


class MissingArgumentError(QuestionError, kind="missing_argument"):
    """The question cannot do without this argument."""

    question: str
    name: str


class WrongArgumentError(QuestionError, kind="wrong_argument"):
    """An argument is not what is taken."""

    name: str
    reason: str


class UnknownArgumentError(QuestionError, kind="unknown_argument"):
    """The question takes no such argument."""

    question: str
    name: str
    nearest: str | None


class UnknownMetricError(QuestionError, kind="unknown_metric"):
    """No metric has this id."""

    id: str
    nearest: str | None


class NoAnswerError(VitaSyncError, family="no_answer"):
    """The question was understood and has no answer: nothing is made up."""


class InsufficientError(NoAnswerError, kind="insufficient"):
    """There is less than the method needs."""

    what: str
    needed: int
    got: int


class NoSpreadError(NoAnswerError, kind="no_spread"):
    """All values are equal, so nothing can be compared with their spread."""

    what: str


class NotFiniteError(NoAnswerError, kind="not_finite"):
    """A value is infinite or not a number."""

    what: str
    index: int


class OutOfRangeError(NoAnswerError, kind="out_of_range"):
    """A value is outside what the method is defined for."""

    what: str
    value: float
    min: float
    max: float


class TooSmallError(NoAnswerError, kind="too_small"):
    """A parameter is below the least that makes sense."""

    what: str
    value: float
    min: float


class NotPositiveError(NoAnswerError, kind="not_positive"):
    """A parameter that must be above 0 is not."""

    what: str
    value: float


class TooManyError(NoAnswerError, kind="too_many"):
    """There is more than the method can hold in memory."""

    what: str
    most: int
    got: int


class UnpairedError(NoAnswerError, kind="unpaired"):
    """Two things that must be of one length are not."""

    left: int
    right: int


class SecondValueError(NoAnswerError, kind="second_value"):
    """One day has two values, and nothing says which counts."""

    date: str


class NotBeatToBeatError(NoAnswerError, kind="not_beat_to_beat"):
    """Intervals were made from heart rates or have beats missing everywhere."""

    evidence: str


class UndefinedError(NoAnswerError, kind="undefined"):
    """The method knows nothing about this."""

    what: str
    of: str


# --- vendors


class VendorError(VitaSyncError, family="vendor"):
    """Something went wrong between us and a vendor."""

    provider: str
    operation: str
    retry_after_s: float | None
    is_retryable: bool


class RateLimitedError(VendorError, kind="rate_limited"):
    """The vendor asks to come back later: after `retry_after_s`, where it says."""


class UnavailableError(VendorError, kind="unavailable"):
    """The vendor or the way to it is down."""


class ReconnectError(VendorError, kind="reconnect"):
    """The authorisation is gone; the person has to connect again."""


class ConsentError(VendorError, kind="consent"):
    """The person has to do something at the vendor: accept a consent, renew a membership."""


class ForbiddenError(VendorError, kind="forbidden"):
    """The person did not allow this."""


class MisconfiguredError(VendorError, kind="misconfigured"):
    """The operator has to do something: credentials, approval, an endpoint that is switched off."""


class RefusedError(VendorError, kind="refused"):
    """The vendor refuses the request."""


class MalformedError(VendorError, kind="malformed"):
    """The answer cannot be read."""


class BlockedError(VendorError, kind="blocked"):
    """The request leads where it must not; nothing was sent there."""


class EndlessPagingError(VendorError, kind="endless_paging"):
    """Pages lead back to themselves or never end."""


class StorageError(VendorError, kind="storage"):
    """The token store failed; what it raised is the cause."""


class BusyError(VendorError, kind="busy"):
    """The connection is being read by another call."""

    connection: str


class WebhookError(VitaSyncError, family="webhook"):
    """A call is not trusted; answer it with `status`."""

    status: int


class NoWebhookError(WebhookError, kind="no_webhook"):
    """The vendor sends nothing."""


class NotTrustedError(WebhookError, kind="not_trusted"):
    """The signature, the secret or the token is missing or wrong, or ours is not set."""


class NotFreshError(WebhookError, kind="not_fresh"):
    """It was signed too long ago, or ahead of time."""


class MalformedCallError(WebhookError, kind="malformed"):
    """It is signed, but cannot be read."""


class NeedsDocumentError(WebhookError, kind="needs_document"):
    """A key of the vendor has to be fetched first, and could not be."""


# --- servers


class ServerError(VitaSyncError, family="server"):
    """A server of VitaSync did not do what it was asked."""

    status: int
    code: str
    errors: list[dict[str, str]]
    retry_after_s: float | None


class UnreachableError(ServerError, kind="unreachable"):
    """No answer came; `status` is 0."""


class BadRequestError(ServerError, kind="400"):
    """The request cannot be read; `errors` names the fields."""


class UnauthorizedError(ServerError, kind="401"):
    """The key is missing or not known."""


class PermissionDeniedError(ServerError, kind="403"):
    """The key may not do this."""


class NotFoundError(ServerError, kind="404"):
    """There is no such thing, or it is somebody else's."""


class ConflictError(ServerError, kind="409"):
    """It is there already."""


class BodyTooLargeError(ServerError, kind="413"):
    """The body is larger than the server takes."""


class UnprocessableError(ServerError, kind="422"):
    """The request can be read and contradicts itself or names something that is not known."""


class TooManyRequestsError(ServerError, kind="429"):
    """Come back after `retry_after_s`."""
