"""What `benches/compare-python` runs with the wheel installed: the same work by vitasync and by the standard library with pandas,
and questions about 10,000 values. Takes the path of an export's XML; prints seconds as JSON, the best of some runs."""

import json
import math
import sys
import time
import xml.etree.ElementTree as ElementTree

import numpy
import pandas
import polars
from vitasync import _core, analytics, read_export

PATH = sys.argv[1]


def best(work, runs):
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def by_the_standard_library():
    """Every record as a row: type, value, unit, start, end and source."""
    rows = []
    for _, element in ElementTree.iterparse(PATH):
        if element.tag == "Record":
            get = element.attrib.get
            rows.append((get("type"), get("value"), get("unit"), get("startDate"), get("endDate"), get("sourceName")))
            element.clear()
    frame = pandas.DataFrame(rows, columns=["type", "value", "unit", "start", "end", "source"])
    frame["value"] = pandas.to_numeric(frame["value"], errors="coerce")
    for column in ("start", "end"):
        frame[column] = pandas.to_datetime(frame[column], format="%Y-%m-%d %H:%M:%S %z", utc=True, errors="coerce")
    for column in ("type", "unit", "source"):
        frame[column] = frame[column].astype("category")
    return frame


def by_vitasync():
    return polars.DataFrame(read_export(PATH, progress=False).samples)


def questions():
    at = numpy.linspace(0, 9_999, 10_000)
    values = 850 + 40 * numpy.sin(at / 7) + 20 * numpy.sin(at / 2.1)
    asked = {
        "spread": lambda: analytics.spread(values),
        "ewma": lambda: analytics.ewma(values, 0.25),
        "rolling_median": lambda: analytics.rolling_median(values, 60, 30),
        "time_domain": lambda: analytics.time_domain(values),
    }
    assert math.isclose(analytics.spread(values)["median"], float(numpy.median(values)))
    return {name: best(ask, 200) for name, ask in asked.items()}


if __name__ == "__main__":
    print(
        json.dumps(
            {
                "read": best(lambda: _core.read_export(PATH), 5),
                "polars": best(by_vitasync, 5),
                "rows": len(by_vitasync()),
                "pandas": best(by_the_standard_library, 1),
                "pandas_rows": len(by_the_standard_library()),
                "questions": questions(),
            }
        )
    )
