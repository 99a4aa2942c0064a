//! Reads nights: whole ones as an object that holds a session, single stretches as samples of the stage.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use vitasync_core::Session;
use vitasync_core::error::Reason;
use vitasync_core::session::{Detail, Sleep as Night, Stage};
use vitasync_core::sleep_stage::SleepStage;

use super::clock::{Clock, Span, instant, revision};
use super::decode::{Became, Decoder, is_typed, remarks, word};
use super::text::{Scalar, Text};
use super::wire::{self, Platform, Sleep};
use super::words::{self, STAGES_OF_HEALTHKIT};

/// The words apps have for stages beside those of the stores and of the model.
const WORDS: [(&str, SleepStage); 6] = [
    ("asleep", SleepStage::AsleepUnspecified),
    ("sleeping", SleepStage::AsleepUnspecified),
    ("asleep_core", SleepStage::Light),
    ("asleep_light", SleepStage::Light),
    ("asleep_deep", SleepStage::Deep),
    ("asleep_rem", SleepStage::Rem),
];

/// Reads a stage: a word or number of the store, or a word apps have for it.
pub(super) fn stage(platform: Platform, value: &Scalar<'_>) -> Option<SleepStage> {
    let word = value.to_remark();
    let word = word.trim();
    let of_store = match platform {
        Platform::AppleHealth => SleepStage::from_vendor("healthkit_export", "value", word)
            .or_else(|| SleepStage::from_vendor("healthkit", STAGES_OF_HEALTHKIT, word)),
        Platform::HealthConnect => SleepStage::from_vendor("health_connect", "stage", word),
        Platform::SamsungHealth => SleepStage::from_vendor("samsung", "stage", word)
            .or_else(|| SleepStage::from_vendor("samsung_export", "stage", word)),
    };
    let of_app = || WORDS.iter().find(|(known, _)| *known == word).map(|(_, stage)| *stage);
    of_store.or_else(|| SleepStage::from_id(word)).or_else(of_app)
}

impl<'a> Decoder<'a> {
    /// Reads a night or a stretch.
    pub(super) fn sleep(&mut self, mut item: Sleep<'a>) -> (Option<Text<'a>>, Result<Became, Reason>) {
        let id = item.id.take();
        let became = match item.stages.is_some() || item.stage.is_none() {
            true => self.night(id.as_ref(), item),
            false => self.stretch(item).and_then(|revision| self.hold(id.as_ref(), revision)),
        };
        (id, became)
    }

    /// Reads a stretch into the rows of the item and gives its revision.
    fn stretch(&mut self, item: Sleep<'a>) -> Result<Option<u64>, Reason> {
        let revision = revision(item.revision, item.last_modified.as_ref())?;
        let typed = is_typed(&item.metadata);
        let (span, mut remarks) = self.when(&item)?;
        remarks.extend(item.parent_id.map(|parent| ("parentId".to_owned(), parent.to_string())));
        let source = item.source.map_or("", RawValue::get);
        let key = (Text::from(words::stages(self.platform)), None, None, source, typed);
        self.row(&key, &span, item.stage.as_ref(), &remarks)?;
        Ok(revision)
    }

    /// Reads a night: the object that has its id holds it as a session.
    fn night(&mut self, id: Option<&Text<'a>>, item: Sleep<'a>) -> Result<Became, Reason> {
        let id = id.ok_or_else(|| Reason::MissingField { field: "id".into() })?;
        let revision = revision(item.revision, item.last_modified.as_ref())?;
        let (span, mut remarks) = self.when(&item)?;
        if span.end < span.start {
            return Err(Reason::EndBeforeStart {
                start: span.start,
                end: span.end,
            });
        }
        for (key, text) in [
            ("title", item.title),
            ("notes", item.notes),
            ("parentId", item.parent_id),
        ] {
            remarks.extend(text.map(|text| (key.to_owned(), text.to_string())));
        }
        let stages = item.stages.unwrap_or_default();
        let mut stages = stages
            .iter()
            .map(|it| self.stage(it))
            .collect::<Result<Vec<Stage>, Reason>>()?;
        stages.sort_unstable_by_key(|it| (it.start, it.end));
        let source = item.source.map_or("", RawValue::get);
        let session = Session {
            source: self.source(source, is_typed(&item.metadata))?,
            record: Some(self.version(id, None)?),
            start: span.start,
            end: span.end,
            attributes: span.attributes(remarks),
            detail: Detail::Sleep(Night {
                stages,
                ..Night::default()
            }),
        };
        self.hold_object(id, revision, Some(session))
    }

    fn when(&self, item: &Sleep<'a>) -> Result<(Span, BTreeMap<String, String>), Reason> {
        let named = item.metadata.get("HKTimeZone").and_then(word).map(Text::from);
        let span = self.span(&Clock {
            start: &item.start_date,
            end: Some(&item.end_date),
            offset: item.zone_offset.as_ref(),
            end_offset: item.end_zone_offset.as_ref(),
            zone: item.time_zone.as_ref().or(named.as_ref()),
        })?;
        Ok((span, remarks(&item.metadata)))
    }

    fn stage(&self, it: &wire::SleepStage<'_>) -> Result<Stage, Reason> {
        let (start, end) = (instant(&it.start_date)?.to_utc(), instant(&it.end_date)?.to_utc());
        if end < start {
            return Err(Reason::EndBeforeStart { start, end });
        }
        Ok(Stage {
            stage: stage(self.platform, &it.stage).ok_or_else(|| unknown_stage(&it.stage))?,
            start: self.cut(start),
            end: self.cut(end),
        })
    }
}

/// Says that nobody knows a stage.
pub(super) fn unknown_stage(value: &Scalar<'_>) -> Reason {
    Reason::UnknownWord {
        vocabulary: "sleep stage".to_owned(),
        text: value.to_remark(),
    }
}
