//! Makes a batch of samples that come one by one.

use std::collections::HashMap;
use std::sync::Arc;

use super::{BatchRow, SampleBatch, Series, index};
use crate::metric::Metric;
use crate::record::RecordVersion;
use crate::sample::Sample;
use crate::session::Session;
use crate::source::{Attributes, Source, SourceKey};

impl Extend<Sample> for SampleBatch {
    /// Adds samples behind those that are there. Equal samples of a repeatable metric are copies, counted over the batch;
    /// the samples of one version of a vendor's object become that object.
    ///
    /// All that a version holds comes in one call, in any order: what comes of it in another is another delivery, as
    /// with [`SampleBatch::push_record`].
    fn extend<I: IntoIterator<Item = Sample>>(&mut self, samples: I) {
        let mut filling = Filling::of(self);
        samples.into_iter().for_each(|sample| filling.take(sample));
        filling.finish();
    }
}

impl SampleBatch {
    /// Adds what one delivery says: samples as [`Extend`] does, and sessions, each in one object with the samples of its
    /// version. Gives back the sessions that belong to no object: those that name none, and further ones of one version.
    ///
    /// ```
    /// use vitasync_core::session::{Detail, Session, Workout};
    /// use vitasync_core::record::{RecordKey, RecordVersion};
    /// use vitasync_core::sport::Sport;
    /// use vitasync_core::{History, Metric, Sample, SampleBatch};
    /// # use std::sync::Arc;
    /// # use vitasync_core::source::*;
    /// # let key = SourceKey { provider: "example".into(), origin: "watch".into(), recording: Recording::Active };
    /// # let source = Arc::new(Source { key, name: "Watch".into(), device_kind: DeviceKind::Watch, device: Device::default(), revision: Revision::LastWins });
    /// # let (start, end) = ("2025-06-15T07:00:00Z".parse().unwrap(), "2025-06-15T07:45:00Z".parse().unwrap());
    /// let version = RecordVersion::from(RecordKey::new("example", "run", "42"));
    /// let run = Session {
    ///     source: source.clone(),
    ///     record: Some(version.clone()),
    ///     start,
    ///     end,
    ///     attributes: Attributes::default(),
    ///     detail: Detail::Workout(Box::new(Workout::new(Sport::Running))),
    /// };
    /// let record = Some(Arc::new(version.clone()));
    /// let beat = Sample { record, source, metric: Metric::HeartRate, start, end: start, value: 140.0, attributes: Attributes::default() };
    ///
    /// let mut batch = SampleBatch::default();
    /// assert!(batch.extend_with([beat], [run]).is_empty());
    /// let mut history = History::default();
    /// history.add(&batch);
    /// assert_eq!((history.sessions().count(), history.metrics()), (1, vec![Metric::HeartRate]));
    ///
    /// history.delete(version); // the run and what was measured during it are one object
    /// assert_eq!((history.sessions().count(), history.metrics()), (0, vec![]));
    /// ```
    pub fn extend_with(
        &mut self,
        samples: impl IntoIterator<Item = Sample>,
        sessions: impl IntoIterator<Item = Session>,
    ) -> Vec<Session> {
        let mut filling = Filling::of(self);
        samples.into_iter().for_each(|sample| filling.take(sample));
        let loose = sessions.into_iter().filter_map(|it| filling.take_session(it)).collect();
        filling.finish();
        loose
    }
}

impl FromIterator<Sample> for SampleBatch {
    /// Makes a batch of samples, as [`SampleBatch::extend`] does.
    ///
    /// ```
    /// use vitasync_core::aggregate::Bucket;
    /// use vitasync_core::normalize::{Context, normalize};
    /// use vitasync_core::record::RecordKey;
    /// use vitasync_core::time::{ReadingTime, ZoneHistory};
    /// use vitasync_core::{History, Metric, Reading, SampleBatch};
    /// # use std::sync::Arc;
    /// # use vitasync_core::source::*;
    /// # let key = SourceKey { provider: "example".into(), origin: "scale".into(), recording: Recording::Automatic };
    /// # let source = Arc::new(Source { key, name: "Scale".into(), device_kind: DeviceKind::Scale, device: Device::default(), revision: Revision::LastWins });
    /// let record = RecordKey::new("example", "weighing", "42");
    /// let weighed = |start: &str, pounds| Reading {
    ///     record: None,
    ///     source: source.clone(),
    ///     metric: Metric::Weight,
    ///     value: pounds,
    ///     unit: Some("lb".into()),
    ///     start: ReadingTime::WithOffset(start.parse().unwrap()),
    ///     end: None,
    ///     zone: None,
    ///     remarks: Default::default(),
    /// };
    /// let readings = [
    ///     weighed("2025-06-15T07:00:00+02:00", 154.3),
    ///     Reading { record: Some(Arc::new(record.clone().into())), ..weighed("2025-06-16T07:00:00+02:00", 153.9) },
    /// ];
    /// let context = Context {
    ///     zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
    ///     received: "2025-06-17T00:00:00Z".parse().unwrap(),
    /// };
    ///
    /// let batch: SampleBatch = readings.iter().map(|reading| normalize(reading, &context)).collect::<Result<_, _>>()?;
    /// let mut history = History::default();
    /// history.add(&batch);
    /// assert_eq!(history.aggregate(Metric::Weight, Bucket::Day).len(), 2);
    ///
    /// history.delete(record); // which the vendor can, by its own id
    /// assert_eq!(history.aggregate(Metric::Weight, Bucket::Day).len(), 1);
    /// # Ok::<(), vitasync_core::Reason>(())
    /// ```
    fn from_iter<I: IntoIterator<Item = Sample>>(samples: I) -> Self {
        let mut batch = Self::default();
        batch.extend(samples);
        batch
    }
}

/// A batch to which samples are added.
struct Filling<'a> {
    batch: &'a mut SampleBatch,
    series: HashMap<(Metric, SourceKey), u32>,
    /// The last sample's, since samples of one series often follow each other.
    last: Option<(Metric, Arc<Source>, u32)>,
    attributes: HashMap<Arc<Attributes>, u32>,
    /// How many equal rows of repeatable metrics there are, by the object that holds them.
    copies: HashMap<(Option<usize>, Place), u32>,
    objects: Vec<Object>,
    places: HashMap<Arc<RecordVersion>, usize>,
}

/// What one version of a vendor's object holds.
struct Object {
    version: Arc<RecordVersion>,
    session: Option<Session>,
    rows: Vec<BatchRow>,
}

/// What equal rows share.
type Place = (u32, i64, i64, u64);

fn place(row: &BatchRow) -> Place {
    (row.series, row.start_ms, row.end_ms, row.value.to_bits())
}

impl<'a> Filling<'a> {
    fn of(batch: &'a mut SampleBatch) -> Self {
        let key = |it: &Series| (it.metric, it.source.key.clone());
        let series = (0..).zip(&batch.series).map(|(at, it)| (key(it), at)).collect();
        let sets = (0..).zip(&batch.attributes);
        let attributes = sets.map(|(at, set)| (Arc::clone(set), at)).collect();
        let mut copies = HashMap::new();
        for row in batch.without_record().flatten().map(|at| batch.row(at)) {
            if batch.series[row.series as usize].metric.spec().repeatable {
                let count = copies.entry((None, place(&row))).or_insert(0);
                *count = (row.copy + 1).max(*count);
            }
        }
        Self {
            batch,
            series,
            last: None,
            attributes,
            copies,
            objects: Vec::new(),
            places: HashMap::new(),
        }
    }

    fn take(&mut self, sample: Sample) {
        let object = sample.record.as_ref().map(|version| self.object(version));
        let mut row = BatchRow {
            series: self.series(sample.metric, &sample.source),
            start_ms: sample.start.timestamp_millis(),
            end_ms: sample.end.timestamp_millis(),
            value: sample.value,
            attributes: self.attributes(sample.attributes),
            copy: 0,
        };
        if sample.metric.spec().repeatable {
            let count = self.copies.entry((object, place(&row))).or_insert(0);
            row.copy = *count;
            *count += 1;
        }
        match object {
            Some(at) => self.objects[at].rows.push(row),
            None => self.batch.push(row),
        }
    }

    /// Takes the session of an object; gives back one that belongs to none.
    fn take_session(&mut self, session: Session) -> Option<Session> {
        let Some(version) = session.record.clone() else {
            return Some(session);
        };
        let at = self.object(&Arc::new(version));
        let object = &mut self.objects[at];
        if object.session.is_none() {
            object.session = Some(session);
            return None;
        }
        // A version holds one session. What else it tells of is kept without its id, so that no later version replaces it.
        Some(Session {
            record: None,
            ..session
        })
    }

    fn finish(self) {
        for Object { version, session, rows } in self.objects {
            self.batch.push_record(Arc::unwrap_or_clone(version), session, rows);
        }
    }

    fn object(&mut self, version: &Arc<RecordVersion>) -> usize {
        let objects = &mut self.objects;
        *self.places.entry(Arc::clone(version)).or_insert_with(|| {
            objects.push(Object {
                version: Arc::clone(version),
                session: None,
                rows: Vec::new(),
            });
            objects.len() - 1
        })
    }

    /// Finds a series by the source's key: two descriptions of one source are one, which learns from both.
    fn series(&mut self, metric: Metric, source: &Arc<Source>) -> u32 {
        if let Some((_, _, at)) = self
            .last
            .as_ref()
            .filter(|it| it.0 == metric && Arc::ptr_eq(&it.1, source))
        {
            return *at;
        }
        let table = &mut self.batch.series;
        let at = *self.series.entry((metric, source.key.clone())).or_insert_with(|| {
            let source = Arc::clone(source);
            table.push(Series { source, metric });
            index(table.len() - 1)
        });
        let known = &mut table[at as usize].source;
        if known != source {
            Arc::make_mut(known).absorb(source);
        }
        self.last = Some((metric, Arc::clone(source), at));
        at
    }

    fn attributes(&mut self, set: Attributes) -> u32 {
        if set.is_empty() {
            return 0;
        }
        let table = &mut self.batch.attributes;
        let set = Arc::new(set);
        *self.attributes.entry(Arc::clone(&set)).or_insert_with(|| {
            table.push(set);
            index(table.len() - 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RecordKey;
    use crate::source::{Device, DeviceKind, Recording, Revision};

    fn sample(metric: Metric, value: f64) -> Sample {
        let key = SourceKey {
            provider: "example".into(),
            origin: "phone".into(),
            recording: Recording::Manual,
        };
        let source = Source {
            key,
            name: "Phone".into(),
            device_kind: DeviceKind::Unknown,
            device: Device::default(),
            revision: Revision::Immutable,
        };
        let at = chrono::DateTime::UNIX_EPOCH;
        Sample {
            record: None,
            source: Arc::new(source),
            metric,
            start: at,
            end: at,
            value,
            attributes: Attributes::default(),
        }
    }

    fn of_object(id: &str, sample: Sample) -> Sample {
        let version = RecordKey::new("example", "meal", id).into();
        Sample {
            record: Some(Arc::new(version)),
            ..sample
        }
    }

    fn copies(batch: &SampleBatch) -> Vec<u32> {
        batch.rows().map(|row| row.copy).collect()
    }

    #[test]
    fn sources_and_sets_of_attributes_stand_once_however_samples_come() {
        let abroad = Attributes {
            start_offset_s: Some(3600),
            ..Attributes::default()
        };
        let mut named = sample(Metric::HeartRate, 62.0);
        Arc::make_mut(&mut named.source).device_kind = DeviceKind::Watch;
        named.attributes = abroad.clone();
        let again = Sample {
            attributes: abroad,
            ..sample(Metric::HeartRate, 63.0)
        };
        let samples = [sample(Metric::HeartRate, 61.0), named, again];
        let mut batch: SampleBatch = samples[..2].iter().cloned().collect();
        batch.extend(samples[2..].iter().cloned());
        assert_eq!((batch.series().len(), batch.attributes().len()), (1, 2));
        assert_eq!(batch.series()[0].source.device_kind, DeviceKind::Watch);
        assert_eq!(batch, samples.into_iter().collect());
    }

    #[test]
    fn what_is_typed_twice_is_two_samples_also_across_calls_and_a_beat_is_one() {
        let water = || sample(Metric::Hydration, 0.25);
        let mut batch: SampleBatch = [water(), water(), sample(Metric::HeartRate, 61.0)]
            .into_iter()
            .collect();
        batch.extend([water(), sample(Metric::HeartRate, 61.0)]);
        assert_eq!(copies(&batch), [0, 1, 0, 2, 0]);
    }

    #[test]
    fn samples_of_an_object_are_held_by_it_whatever_comes_between() {
        let water = |id| of_object(id, sample(Metric::Hydration, 0.25));
        let free = sample(Metric::Hydration, 0.25);
        let batch: SampleBatch = [water("a"), free, water("b"), water("a")].into_iter().collect();
        let held: Vec<(&str, usize)> = batch
            .records()
            .iter()
            .map(|it| (it.version.key.external_id.as_str(), it.len()))
            .collect();
        assert_eq!((held, copies(&batch)), (vec![("a", 2), ("b", 1)], vec![0, 0, 1, 0]));
    }
}
