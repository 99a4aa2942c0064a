from datetime import date

import numpy
import pandas
import polars
import pyarrow
import pytest
import vitasync
from vitasync import errors

VALUES = [58.0, 61.5, 59.0, 60.0]
GAPS = [58.0, None, 59.0, 60.0]

COLUMNS = {
    "list": list,
    "tuple": tuple,
    "numpy": lambda values: numpy.array(values, dtype=float),
    "numpy, every second": lambda values: numpy.repeat(numpy.array(values, dtype=float), 2)[::2],
    "pandas": lambda values: pandas.Series(values, dtype="float64"),
    "pandas, nullable": lambda values: pandas.Series(values, dtype="Float64"),
    "pandas, Arrow": lambda values: pandas.Series(values, dtype="double[pyarrow]"),
    "polars": polars.Series,
    "polars, in pieces": lambda values: polars.concat([polars.Series(values[:2]), polars.Series(values[2:])], rechunk=False),
    "pyarrow": pyarrow.array,
    "pyarrow, in pieces": lambda values: pyarrow.chunked_array([values[:2], values[2:]], type=pyarrow.float64()),
    "pyarrow, of halves": lambda values: pyarrow.array(values, type=pyarrow.float32()),
}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS.keys())
def test_a_column_of_any_library_is_the_same_question(column):
    assert vitasync.ask("median", values=column(VALUES)) == 59.5
    smoothed = vitasync.ask("ewma", days=column(GAPS), alpha=0.5)
    assert smoothed.to_list() == vitasync.ask("ewma", days=GAPS, alpha=0.5).to_list()


def test_what_is_missing_stays_missing_in_the_answer():
    smoothed = vitasync.ask("ewma", days=[None, 58.0, None], alpha=0.5)
    assert smoothed.to_list()[0] is None
    assert polars.Series(smoothed).null_count() == smoothed.to_list().count(None)
    assert numpy.isnan(numpy.asarray(smoothed)[0])
    assert pyarrow.array(smoothed).null_count == smoothed.to_list().count(None)


def test_a_column_of_a_table_is_an_argument():
    export = vitasync.demo(3)
    by_hand = polars.DataFrame(export.samples)["value"]
    assert vitasync.ask("median", values=export.samples["value"]) == by_hand.median()


def test_dates_of_python_pandas_and_numpy_are_dates():
    nights = [7.0 + night % 3 / 2 for night in range(60)]
    ways = [("2026-01-01", "2026-02-20"), (date(2026, 1, 1), date(2026, 2, 20))]
    ways.append((numpy.datetime64("2026-01-01"), pandas.Timestamp("2026-02-20").date()))
    first, *others = [vitasync.ask("debt", first=first, days=nights, date=last, need=8.0) for first, last in ways]
    assert others == [first, first]


def test_too_little_data_is_an_exception_with_the_facts():
    with pytest.raises(errors.InsufficientError) as raised:
        vitasync.ask("median", values=[])
    assert (raised.value.kind, raised.value.needed, raised.value.got) == ("insufficient", 1, 0)


def test_words_that_are_nearly_right_are_suggested():
    with pytest.raises(errors.UnknownQuestionError) as raised:
        vitasync.ask("medain", values=[1.0])
    assert raised.value.nearest == "median"
    with pytest.raises(errors.UnknownArgumentError) as unknown:
        vitasync.ask("median", values=[1.0], value=[1.0])
    assert unknown.value.nearest == "values"
    with pytest.raises(errors.WrongArgumentError) as wrong:
        vitasync.ask("median", values="58")
    assert (wrong.value.question, wrong.value.name) == ("median", "values")


def test_what_is_no_value_is_a_type_error():
    with pytest.raises(TypeError, match="object"):
        vitasync.ask("median", values=object())
