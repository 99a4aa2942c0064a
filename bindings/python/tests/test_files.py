import gzip
from pathlib import Path

import polars
import pytest
import vitasync
from vitasync import errors

RIDE = """<gpx version="1.1" creator="x"><trk><type>running</type><trkseg>
<trkpt lat="47.5" lon="8.25"><ele>412.4</ele><time>2026-01-01T10:00:00Z</time></trkpt>
<trkpt lat="47.6" lon="8.25"><ele>412.9</ele><time>2026-01-01T11:00:00Z</time></trkpt>
</trkseg></trk></gpx>"""


@pytest.fixture
def ride(tmp_path):
    path = tmp_path / "ride"
    path.write_bytes(gzip.compress(RIDE.encode()))
    return path


def test_a_file_is_known_by_what_it_says(ride):
    export = vitasync.read_export(ride, zone="Europe/Zurich", progress=False)
    workouts = polars.DataFrame(export.workouts)
    assert workouts["sport"].to_list() == ["running"]
    assert workouts["route"].list.len().to_list() == [2]
    assert export.report["formats"] == {"gpx": 1}


def test_progress_is_told_up_to_the_end(ride):
    told = []
    vitasync.read_export(ride, progress=lambda read, total: told.append((read, total)))
    assert told[-1] == (ride.stat().st_size, ride.stat().st_size)


def test_what_progress_raises_is_raised_on(ride):
    def stop(read, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vitasync.read_export(ride, progress=stop)


def test_an_unknown_format_is_an_error_of_its_own(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(errors.UnknownFormatError) as raised:
        vitasync.read_export(path)
    assert raised.value.kind == "unknown_format" and isinstance(raised.value, errors.FileError)


def test_an_archive_of_other_files_says_what_it_holds(tmp_path):
    import zipfile

    path = tmp_path / "holiday.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("beach.txt", "sand")
    with pytest.raises(errors.NothingKnownError) as raised:
        vitasync.read_export(path)
    assert (raised.value.files, raised.value.seen) == (1, ["beach.txt"])


def test_a_missing_file_is_the_systems_error_and_names_it(tmp_path):
    with pytest.raises(FileNotFoundError) as raised:
        vitasync.read_export(tmp_path / "none.zip")
    assert Path(raised.value.filename) == tmp_path / "none.zip"


def test_a_wrong_zone_is_refused_before_anything_is_read(ride):
    with pytest.raises(errors.WrongArgumentError) as raised:
        vitasync.read_export(ride, zone="Berlin")
    assert raised.value.name == "zone" and isinstance(raised.value, ValueError)


def test_rows_that_cannot_be_used_are_listed_with_their_place(export):
    assert len(export.rejected) == sum(export.report["rejected"].values()) > 0
    assert {"position", "subject", "reason"} <= set(export.rejected[0])


def test_a_written_export_is_the_person_that_demo_reads(tmp_path):
    vitasync.write_demo(tmp_path / "export.zip", 2)
    vitasync.write_demo(tmp_path / "export.xml", 2)
    archive, document = (vitasync.read_export(tmp_path / f"export.{kind}") for kind in ("zip", "xml"))
    assert archive.samples.to_list()[:100] == document.samples.to_list()[:100]
    assert archive.samples.to_list() == vitasync.demo(2).samples.to_list()


def test_other_threads_run_while_a_file_is_read(tmp_path):
    import threading

    ticks, done = [], threading.Event()

    def tick():
        while not done.wait(0.001):
            ticks.append(1)

    ticking = threading.Thread(target=tick)
    ticking.start()
    vitasync.demo(5)
    done.set()
    ticking.join()
    assert len(ticks) > 10
