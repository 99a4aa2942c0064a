"""Asks questions by their names."""

from __future__ import annotations

from typing import Any

from . import _core


def ask(name: str, /, **arguments: Any) -> Any:
    """Asks a question by its name: `ask("median", values=[58, 60, 61])`.

    A column is one of Arrow, polars, pandas or numpy, or a list; what is missing in it is null, NaN or None. A column of
    numbers comes back as a `Column`, anything else as dicts and lists. Raises a `NoAnswerError` where there is no answer,
    and a `QuestionError` where the question is not understood.
    """
    return _core.ask(name, arguments)


def questions() -> list[dict[str, Any]]:
    """Lists every question: its `name`, its `topic`, and its `parameters` with their defaults."""
    return list(_core.questions())
