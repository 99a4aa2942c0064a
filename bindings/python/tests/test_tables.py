from datetime import date

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
import vitasync


def place(array: numpy.ndarray) -> int:
    """Where the numbers lie in memory."""
    return int(array.__array_interface__["data"][0])


def address(table: vitasync.Table, column: str) -> int:
    return place(numpy.asarray(table[column]))


def test_polars_pyarrow_and_pandas_read_the_same_memory(export):
    there = address(export.samples, "value")
    assert place(polars.DataFrame(export.samples)["value"].to_numpy(allow_copy=False)) == there
    assert pyarrow.table(export.samples)["value"].chunk(0).buffers()[1].address == there
    assert place(pyarrow.table(export.samples).to_pandas(split_blocks=True)["value"].to_numpy()) == there
    frame = pyarrow.table(export.samples).to_pandas(types_mapper=pandas.ArrowDtype)
    assert pyarrow.array(frame["value"].array).buffers()[1].address == there


def test_the_values_of_days_are_not_copied_either(export):
    there = address(export.days, "value")
    assert place(polars.DataFrame(export.days)["value"].to_numpy(allow_copy=False)) == there


def test_duckdb_reads_a_table_by_the_name_of_its_variable(export):
    samples = export.samples
    counted = duckdb.sql("select count(*), sum(value) from samples where metric = 'steps'").fetchall()
    steps = polars.DataFrame(samples).filter(polars.col("metric") == "steps")["value"]
    assert counted == [(len(steps), pytest.approx(steps.sum()))]


def test_a_value_that_is_missing_is_null_and_never_zero(export):
    nights = polars.DataFrame(export.nights)
    bedtime = nights.filter(polars.col("asleep_s").is_null())
    frame = pandas.DataFrame.from_arrow(export.samples)
    assert frame["utc_offset_s"].notna().any()
    assert (bedtime["efficiency_percent"].is_null()).all()


def test_steps_of_a_day_count_once_and_say_what_was_set_aside(export):
    days = polars.DataFrame(export.days).filter(polars.col("metric") == "steps")
    counted = days.select("value", polars.col("sources").list.eval(polars.element().struct.field("value")).list.sum())
    assert counted["value"].to_list() == pytest.approx(counted["sources"].to_list())
    assert days["set_aside"].list.len().sum() > 0


def test_days_are_of_the_zone_that_was_asked_for():
    berlin, tokyo = (vitasync.demo(3, zone=zone) for zone in ("Europe/Berlin", "Asia/Tokyo"))
    starts = [polars.DataFrame(it.aggregate("steps"))["start"].dt.hour().to_list()[-1] for it in (berlin, tokyo)]
    assert starts == [23, 15]


def test_weeks_and_hours_are_answered_between_two_dates(export):
    hours = export.aggregate("steps", "hour", first="2026-10-30", last="2026-10-30")
    assert set(hours["date"].to_list()) == {date(2026, 10, 30)}
    assert len(export.aggregate(["steps", "weight"], "week")) >= 4


def test_the_same_seed_is_the_same_person():
    assert vitasync.demo(2, seed=7).samples["value"].to_list() == vitasync.demo(2, seed=7).samples["value"].to_list()
    assert vitasync.demo(2, seed=7).samples["value"].to_list() != vitasync.demo(2, seed=8).samples["value"].to_list()


def test_samples_are_the_same_before_and_after_days_were_asked_for():
    first, second = vitasync.demo(2), vitasync.demo(2)
    second.days
    assert first.samples.to_list() == second.samples.to_list()
    assert first.days.to_list() == second.days.to_list()


def test_a_column_is_a_sequence(export):
    values = export.samples["value"]
    assert values[0] == values.to_list()[0] and values[-1] == list(values)[-1]
    with pytest.raises(IndexError):
        values[len(values)]
    with pytest.raises(KeyError, match="there is no column"):
        export.samples["valu"]


def test_a_notebook_shows_the_first_rows_and_no_markup_of_others(export):
    shown = export.samples._repr_html_()
    assert shown.count("<tr>") == 11 and f"{len(export.samples)} rows" in shown
    assert "<script" not in vitasync.Export(export._known, "<script>")._repr_html_()
    assert "Workouts" in export._repr_html_()
