//! Answers questions about the heart: how its beats vary, how it rests, works and recovers.
//!
//! | page | asks |
//! | --- | --- |
//! | [`rr`] | which intervals are beat to beat, and where are they broken? |
//! | [`artefacts`], [`beat_rules`] | which beats are missed, extra, ectopic or misplaced, and what if they were not? |
//! | [`time_domain`] | how much do the intervals vary: SDNN, RMSSD, pNN50? |
//! | [`frequency`] | at which rhythms: LF, HF? |
//! | [`poincare`], [`geometry`], [`entropy`] | what shape has the variation, and how regular is it? |
//! | [`hrv_trend`] | is this week's variability inside what is usual? |
//! | [`resting`] | what is the heart rate at rest? |
//! | [`recovery`] | how fast does it fall after a workout? |
//! | [`zones`] | how hard was it working, and for how long? |
//! | [`ecg`] | what does an exported electrocardiogram hold? |
//!
//! Variability is answered from [`RrIntervals`](rr::RrIntervals) alone, and these cannot be made from averaged heart rates:
//! 60,000 divided by an average varies with posture and effort and says nothing of the beats inside it.
//!
//! SDNN and RMSSD are different measures. Devices report one or the other (Apple SDNN; Garmin, Oura, WHOOP and Health
//! Connect RMSSD); the catalogue has a metric for each, and no page puts them into one series.

pub mod artefacts;
pub mod beat_rules;
pub mod ecg;
pub mod entropy;
pub mod frequency;
pub mod geometry;
pub mod hrv_trend;
pub mod poincare;
pub mod recovery;
pub mod resting;
pub mod rr;
pub mod time_domain;
pub mod zones;

mod fourier;
mod spline;
