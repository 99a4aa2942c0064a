"""What a person's sources said, and what that comes to, as Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape
from os import PathLike, fspath
from typing import Any

from . import _core
from ._core import Table
from ._progress import Progress, bar

Preferences = Mapping[str, Any]


class _Answers:
    """What a file and a history have in common."""

    _known: _core.Export | _core.History

    @property
    def metrics(self) -> list[str]:
        """The metrics there are samples of, by their ids."""
        return self._known.metrics()

    @property
    def rejected(self) -> list[dict[str, Any]]:
        """What was read but could not be used: `position`, `subject` and `reason` of each."""
        return list(self._known.rejected())

    @property
    def preferences(self) -> dict[str, Any]:
        """By what it is answered: whose samples count, where the person has lived."""
        return dict(self._known.preferences())

    def sessions(self, kind: str) -> list[dict[str, Any]]:
        """Lists the nights (`sleep`) or workouts (`workout`) of every source, as received: what several questions ask for."""
        return list(self._known.sessions(kind))

    def aggregate(
        self,
        metrics: str | Sequence[str] | None = None,
        bucket: str = "day",
        *,
        first: str | None = None,
        last: str | None = None,
    ) -> Table:
        """Answers metrics per `minute`, `hour`, `day`, `week` or `month`, from `first` to `last`, both included.

        The table has the columns of `days`.
        """
        chosen = [metrics] if isinstance(metrics, str) else metrics and list(metrics)
        return self._known.aggregate(chosen, bucket, first, last)


class Export(_Answers):
    """What a file holds: every sample as received, and the one truth of all its sources.

    Tables are made when they are first asked for.
    """

    def __init__(self, known: _core.Export, name: str) -> None:
        self._known: _core.Export = known
        self.name = name

    @cached_property
    def report(self) -> dict[str, Any]:
        """What was found: formats, counts by type, the zone that was used, warnings, where the file breaks off."""
        return dict(self._known.report())

    @cached_property
    def samples(self) -> Table:
        """Every source's samples as received, in the order of the file."""
        return self._known.samples()

    @cached_property
    def days(self) -> Table:
        """What every metric comes to per civil day, across sources."""
        return self._known.days()

    @cached_property
    def nights(self) -> Table:
        """Nights and naps, one each however many sources recorded them."""
        return self._known.nights()

    @cached_property
    def workouts(self) -> Table:
        """Workouts, one each however many sources recorded them."""
        return self._known.workouts()

    def __repr__(self) -> str:
        return f"Export of {self.name}: {self.report['samples']} samples, {self.report['workouts']} workouts"

    def _repr_html_(self) -> str:
        report = self.report
        zone = report["zone"]["zone"] if report["zone"] else "not known"
        facts = {
            "Samples": f"{report['samples']:,}",
            "Workouts": f"{report['workouts']:,}",
            "Zone": zone,
            "Exported": report["export_date"] or "not said",
            "Could not be used": f"{sum(report['rejected'].values()):,}",
        }
        if report["partial"]:
            facts["Breaks off"] = f"at byte {report['partial']['byte']:,}: {report['partial']['lost']}"
        rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(fact)}</td></tr>" for name, fact in facts.items())
        most = sorted(report["records"].items(), key=lambda item: -item[1]["used"])[:12]
        types = "".join(f"<tr><td>{escape(name)}</td><td>{count['used']:,}</td></tr>" for name, count in most)
        return (
            f"<h4>{escape(self.name)}</h4><table>{rows}</table>"
            f"<details><summary>{len(report['records'])} types of records, the commonest first</summary>"
            f"<table><thead><tr><th>type</th><th>used</th></tr></thead>{types}</table></details>"
        )


class History(_Answers):
    """What one person's vendors said, in memory: read into by `Vendor.sync`, answered like an export.

    Keep `read_until` and give it to the next history to read only what is new. The tables are made anew each time.
    """

    def __init__(
        self,
        *,
        zone: str | None = None,
        preferences: Preferences | None = None,
        read_until: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._known: _core.History = _core.History(zone=zone, preferences=preferences, read_until=read_until)

    @property
    def samples(self) -> Table:
        """Every source's samples as received, each once."""
        return self._known.samples()

    @property
    def days(self) -> Table:
        """What every metric comes to per civil day, across sources."""
        return self._known.days()

    @property
    def nights(self) -> Table:
        """Nights and naps, one each however many sources recorded them."""
        return self._known.nights()

    @property
    def workouts(self) -> Table:
        """Workouts, one each however many sources recorded them."""
        return self._known.workouts()

    @property
    def read_until(self) -> dict[str, dict[str, str]]:
        """Up to when every resource of every connection has been read."""
        return dict(self._known.read_until())

    def __repr__(self) -> str:
        return f"History of {len(self.samples)} samples: {', '.join(self.metrics)}"

    def _repr_html_(self) -> str:
        return f"<h4>History</h4><p>{escape(', '.join(self.metrics))}</p>{self.samples._repr_html_()}"


def read_export(
    path: str | PathLike[str],
    *,
    zone: str | None = None,
    preferences: Preferences | None = None,
    threads: int = 2,
    progress: Progress = True,
) -> Export:
    """Reads a file people already have: an Apple Health export (the zip or its XML), FIT, TCX, GPX, or WHOOP's tables, each as
    it is, as `.gz` or in a zip. The format is told by what the file says.

    `zone` places civil days, otherwise the file's own zone does, otherwise the system's. `preferences` says whose samples
    count where sources overlap. `progress` is a bar in a notebook or a terminal, or a function of bytes read and bytes
    there are.

    Raises a `FileError` where nothing can be read, and an `OSError` where the system says so.
    """
    with open(path, "rb"):
        pass  # the system's own error, which names the file
    with bar(progress, f"Reading {fspath(path)}") as tell:
        known = _core.read_export(path, zone=zone, preferences=preferences, threads=threads, progress=tell)
    return Export(known, fspath(path))


def demo(
    days: int = 90,
    *,
    seed: int = 1,
    zone: str = "Europe/Berlin",
    end: str | None = None,
    progress: Progress = False,
) -> Export:
    """Invents a person and reads the export of their last `days`: something to play with, nobody's data.

    The same arguments give the same person. It has all that makes real exports hard: a watch and a phone that count the
    same steps, nights over a change of the clock, workouts recorded twice, broken rows.
    """
    invented = {"days": days, "seed": seed, "zone": zone, "end": end}
    with bar(progress, "Inventing a person") as tell:
        return Export(_core.demo(invented, progress=tell), "an invented person")


def write_demo(
    path: str | PathLike[str], days: int = 90, *, seed: int = 1, zone: str = "Europe/Berlin", end: str | None = None
) -> None:
    """Invents the same person as `demo`, and writes the export that a phone would hand out, or its document alone where `path`
    ends in `.xml`. It is about 680 kB of XML per day.
    """
    invented = {"days": days, "seed": seed, "zone": zone, "end": end}
    _core.write_demo(path, invented, archive=not fspath(path).endswith(".xml"))
