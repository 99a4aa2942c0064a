"""Shows how far a file has been read: a bar in a notebook or a terminal, nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

Tell = Callable[[int, int | None], object]
Progress = bool | Tell

_WIDTH = 30


@contextmanager
def bar(progress: Progress, title: str) -> Iterator[Tell | None]:
    """Gives what tells progress, and leaves nothing behind when it is done."""
    if not isinstance(progress, bool):
        yield progress
    elif progress and (display := _notebook()) is not None:
        handle = display(_Bar(title, 0, None), display_id=True)
        try:
            yield lambda read, total: handle.update(_Bar(title, read, total))
        finally:
            handle.update(_Bar(title, 1, 1))
    elif progress and sys.stderr.isatty():
        try:
            yield lambda read, total: _write(title, read, total)
        finally:
            sys.stderr.write("\r\x1b[K")
    else:
        yield None


def _notebook() -> Any:
    """The function that shows things in a notebook, if this is one."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return None
    shell = get_ipython()
    return display if shell is not None and hasattr(shell, "kernel") else None


def _write(title: str, read: int, total: int | None) -> None:
    share = min(read / total, 1.0) if total else 0.0
    full = round(share * _WIDTH)
    sys.stderr.write(f"\r\x1b[K{title}  {'█' * full}{'·' * (_WIDTH - full)}  {share:4.0%}")
    sys.stderr.flush()


class _Bar:
    """A bar as a notebook shows it."""

    def __init__(self, title: str, read: int, total: int | None) -> None:
        self.title = title
        self.share = min(read / total, 1.0) if total else 0.0

    def __repr__(self) -> str:
        return f"{self.title}: {self.share:.0%}"

    def _repr_html_(self) -> str:
        return f"<label>{escape(self.title)} <progress value='{self.share:.3f}' max='1'></progress> {self.share:.0%}</label>"
