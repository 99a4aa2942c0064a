//! Reads files people already have.

use std::fs::File;
use std::io::{BufWriter, Cursor, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

use arrow_array::RecordBatch;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pythonize::pythonize;
use vitasync_core::export::arrow;
use vitasync_core::time::ZoneHistory;
use vitasync_core::{History, Preferences, Rejected, SampleBatch, Session};
use vitasync_providers::demo::{DemoOptions, write_export_xml, write_export_zip};
use vitasync_providers::files::{self, BoxError, Options, Part, Progress, Report};

use crate::answers::{self, Asked, Kind};
use crate::errors::{of_file, wrong_argument};
use crate::table::Table;
use crate::value::value;

/// How often progress is told, at most.
const BETWEEN_TELLINGS: std::time::Duration = std::time::Duration::from_millis(50);

/// What a file holds.
#[pyclass(frozen, module = "vitasync._core")]
pub(crate) struct Export {
    report: Report,
    rejected: Vec<Rejected>,
    preferences: Preferences,
    held: Mutex<Held>,
}

/// What was read, and what has been made of it.
struct Held {
    batches: Vec<SampleBatch>,
    sessions: Vec<Session>,
    samples: Option<RecordBatch>,
    history: Option<Arc<History>>,
}

/// Reads a file of any known format and gives what it holds.
#[pyfunction]
#[pyo3(signature = (path, *, zone = None, preferences = None, threads = 2, progress = None))]
pub(crate) fn read_export(
    py: Python<'_>,
    path: PathBuf,
    zone: Option<&str>,
    preferences: Option<&Bound<'_, PyAny>>,
    threads: usize,
    progress: Option<Py<PyAny>>,
) -> PyResult<Export> {
    let mut options = Options::new(DateTime::<Utc>::from(SystemTime::now()));
    options.zone = zone.map(|zone| parse_zone(py, zone)).transpose()?;
    options.system_zone = system_zone();
    options.threads = threads.max(1);
    read_with(py, options, preferences, progress, |options, sink| {
        files::read_path(&path, options, sink)
    })
}

/// Who is invented.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Invented {
    days: u32,
    seed: u64,
    zone: String,
    end: Option<String>,
}

impl Invented {
    fn options(self, py: Python<'_>) -> PyResult<DemoOptions> {
        let home = parse_zone(py, &self.zone)?;
        let mut options = DemoOptions {
            days: self.days,
            seed: self.seed,
            home,
            ..DemoOptions::default()
        };
        if let Some(end) = self.end {
            options.end = end
                .parse::<NaiveDate>()
                .map_err(|_| wrong_argument(py, "end", &format!("{end:?} is no date such as 2026-10-31")))?;
        }
        Ok(options)
    }
}

/// Invents a person and reads the export of their history.
#[pyfunction]
#[pyo3(signature = (invented: "dict[str, Any]", progress = None))]
pub(crate) fn demo(py: Python<'_>, invented: Invented, progress: Option<Py<PyAny>>) -> PyResult<Export> {
    let invented = invented.options(py)?;
    let archive = py.detach(|| {
        let mut archive = Cursor::new(Vec::new());
        write_export_zip(&invented, &mut archive).map(|_| archive)
    });
    let archive = archive.map_err(|error| PyValueError::new_err(error.to_string()))?;
    let evening = invented.end.and_hms_opt(23, 59, 59).unwrap_or_default();
    let mut options = Options::new(evening.and_utc());
    options.zone = Some(invented.home);
    read_with(py, options, None, progress, |options, sink| {
        files::read(archive, options, sink)
    })
}

/// Invents a person and writes the export of their history: the archive a phone hands out, or its document alone.
#[pyfunction]
#[pyo3(signature = (path, invented: "dict[str, Any]", archive = true))]
pub(crate) fn write_demo(py: Python<'_>, path: PathBuf, invented: Invented, archive: bool) -> PyResult<()> {
    let invented = invented.options(py)?;
    py.detach(|| {
        let mut out = BufWriter::new(File::create(path)?);
        if archive {
            write_export_zip(&invented, &mut out)?;
        } else {
            write_export_xml(&invented, &mut out)?;
        }
        out.flush()
    })
    .map_err(PyErr::from)
}

fn read_with(
    py: Python<'_>,
    options: Options,
    preferences: Option<&Bound<'_, PyAny>>,
    progress: Option<Py<PyAny>>,
    read: impl FnOnce(&Options, &mut files::Sink<'_>) -> Result<Report, files::Error> + Send,
) -> PyResult<Export> {
    let given = preferences.map(|given| parse_preferences(py, given)).transpose()?;
    let mut rejected = Vec::new();
    let mut held = Held {
        batches: Vec::new(),
        sessions: Vec::new(),
        samples: None,
        history: None,
    };
    let report = py.detach(|| {
        let mut told = Instant::now();
        read(&options, &mut |part| {
            match part {
                Part::Samples(batch) => held.batches.push(batch),
                Part::Sessions(more) => held.sessions.extend(more),
                Part::Rejected(more) => rejected.extend(more),
                Part::Progress(at) => {
                    let is_end = at.total == Some(at.read);
                    if is_end || told.elapsed() >= BETWEEN_TELLINGS {
                        told = Instant::now();
                        tell(progress.as_ref(), at)?;
                    }
                }
            }
            Ok(())
        })
    });
    let report = report.map_err(|error| of_file(py, error))?;
    let zone = report.zone.map_or(options.system_zone, |used| used.zone);
    let mut kept = given.clone().unwrap_or_default();
    if options.zone.is_some() || given.is_none() {
        kept.zones = ZoneHistory::always(zone);
    }
    Ok(Export {
        report,
        rejected,
        preferences: kept,
        held: Mutex::new(held),
    })
}

/// Tells the caller how far it is, and lets the caller stop it.
fn tell(progress: Option<&Py<PyAny>>, at: Progress) -> Result<(), BoxError> {
    Python::attach(|py| {
        py.check_signals()?;
        if let Some(progress) = progress {
            progress.call1(py, (at.read, at.total))?;
        }
        PyResult::Ok(())
    })
    .map_err(BoxError::from)
}

#[pymethods]
impl Export {
    /// What was found, as a dict.
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.report)?)
    }

    /// What could not be used, as dicts.
    fn rejected<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.rejected)?)
    }

    /// Every source's samples as received, in the order of the file.
    fn samples(&self, py: Python<'_>) -> Table {
        py.detach(|| self.held().samples()).into()
    }

    /// What every metric comes to per civil day, one truth of all sources.
    fn days(&self, py: Python<'_>) -> Table {
        py.detach(|| Asked::days().of(&self.history())).into()
    }

    /// What metrics come to per bucket of civil time.
    #[pyo3(signature = (metrics = None, bucket = "day", first = None, last = None))]
    fn aggregate(
        &self,
        py: Python<'_>,
        metrics: Option<Vec<String>>,
        bucket: &str,
        first: Option<&str>,
        last: Option<&str>,
    ) -> PyResult<Table> {
        let asked = Asked::read(py, metrics, bucket, first, last)?;
        Ok(py.detach(|| asked.of(&self.history())).into())
    }

    /// Nights and naps, one each however many sources recorded them.
    fn nights(&self, py: Python<'_>) -> Table {
        py.detach(|| answers::nights(&self.history())).into()
    }

    /// Workouts, one each however many sources recorded them.
    fn workouts(&self, py: Python<'_>) -> Table {
        py.detach(|| answers::workouts(&self.history())).into()
    }

    /// The nights (`sleep`, those told by stages too) or workouts (`workout`) of every source, as received, as dicts.
    fn sessions<'py>(&self, py: Python<'py>, kind: &str) -> PyResult<Bound<'py, PyAny>> {
        let kind = Kind::read(py, kind)?;
        let sessions = py.detach(|| kind.of(&self.history()));
        Ok(pythonize(py, &sessions)?)
    }

    /// By what it is answered: whose samples count, where the person has lived.
    fn preferences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.preferences)?)
    }

    /// The metrics there are samples of, by their ids.
    fn metrics(&self, py: Python<'_>) -> Vec<&'static str> {
        let metrics = py.detach(|| self.history().metrics());
        metrics.into_iter().map(|metric| metric.id()).collect()
    }
}

impl Export {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn history(&self) -> Arc<History> {
        self.held().history(&self.preferences)
    }
}

impl Held {
    /// Whoever takes the batches last takes them away, so that they are not held twice.
    fn samples(&mut self) -> RecordBatch {
        if let Some(samples) = &self.samples {
            return samples.clone();
        }
        let batches = match self.history {
            Some(_) => std::mem::take(&mut self.batches),
            None => self.batches.clone(),
        };
        self.samples.insert(arrow::samples(batches)).clone()
    }

    fn history(&mut self, preferences: &Preferences) -> Arc<History> {
        if let Some(history) = &self.history {
            return Arc::clone(history);
        }
        let mut history = History::new(preferences.clone());
        let import = history.begin_import();
        for batch in &self.batches {
            history.add_to(import, batch);
        }
        if self.samples.is_some() {
            self.batches = Vec::new();
        }
        for session in std::mem::take(&mut self.sessions) {
            history.add_session(session);
        }
        Arc::clone(self.history.insert(Arc::new(history)))
    }
}

pub(crate) fn parse_zone(py: Python<'_>, name: &str) -> PyResult<Tz> {
    name.parse().map_err(|_| {
        wrong_argument(
            py,
            "zone",
            &format!("{name:?} is no IANA time zone; an example is Europe/Berlin"),
        )
    })
}

pub(crate) fn parse_preferences(py: Python<'_>, given: &Bound<'_, PyAny>) -> PyResult<Preferences> {
    serde_json::from_value(value(given)?).map_err(|error| wrong_argument(py, "preferences", &error.to_string()))
}

/// Finds the time zone of this system; UTC where it does not say.
pub(crate) fn system_zone() -> Tz {
    iana_time_zone::get_timezone()
        .ok()
        .and_then(|name| name.parse().ok())
        .unwrap_or(Tz::UTC)
}
