//! Says at which rhythms the intervals between heartbeats vary: the power in the bands of the Task Force.
//!
//! | band | Hz |
//! | --- | --- |
//! | VLF | 0.0033 to below 0.04 |
//! | LF | 0.04 to below 0.15 |
//! | HF | 0.15 to below 0.40, the rhythm of breathing |
//!
//! Figures of two programs agree only if every step does; here they are:
//!
//! 1. The longest run without a break is taken. An interval stands at the time of the beat that ends it.
//! 2. It is read at even steps ([`Pipeline::resample_hz`]) on straight lines or a quadratic spline, and its mean is taken away.
//! 3. It is cut into segments ([`Pipeline::segment_s`]) that overlap by half. What is left at the end is not used.
//! 4. From each the mean or the straight line of best fit is taken away; a periodic Hann window weighs it.
//! 5. The density is the mean over the segments of the squared transform, one-sided, filled with zeros to a step of at most
//!    0.001 Hz (Welch 1967). Power is its integral by trapezoids over the steps inside the band.
//!
//! [`Pipeline::default`] reads 4 Hz on the spline and cuts 120 s, of which straight lines are taken away. Straight lines
//! between beats are a low-pass filter and lose a tenth of HF; hrv-analysis reads so, with segments of 64 s. neurokit2 reads
//! 100 Hz on the spline and cuts the recording into halves.
//!
//! Task Force 1996 (Circulation 93:1043). LF/HF is reported because it is asked for; it does not measure a balance of the
//! two nervous systems (Billman 2013, Front Physiol 4:26). HF means little where breathing leaves its band, below 9 breaths a minute.
//!
//! Assumes a steady state. Needs 5 minutes without a break, and a whole segment. VLF is answered from segments of at least
//! 300 s only, which hold one of its slowest waves. Refuses intervals that are all equal.

use std::f64::consts::PI;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::super::numeric::{float, mean, squares_about, sum};
use super::super::{Method, NoAnswer};
use super::fourier::Fourier;
use super::rr::{RrIntervals, unless_long_enough};
use super::spline;

/// This method.
pub const METHOD: Method = Method {
    id: "hrv_frequency_domain",
    version: 1,
    source: "Task Force 1996, Circulation 93:1043; Welch 1967, IEEE Trans Audio Electroacoust 15:70",
    needs: "5 minutes of beat-to-beat intervals without a break",
};

/// The least length of a run that is answered from, in seconds.
pub const MIN_SECONDS: usize = 300;

/// Very low frequency, in Hz.
pub const VLF: Range<f64> = 0.0033..0.04;

/// Low frequency, in Hz.
pub const LF: Range<f64> = 0.04..0.15;

/// High frequency, in Hz.
pub const HF: Range<f64> = 0.15..0.4;

/// The widest step between frequencies, in Hz.
const WIDEST_STEP_HZ: f64 = 0.001;

/// How a spectrum is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SpectrumPipeline))]
pub struct Pipeline {
    /// How often a second the intervals are read, from 1 to 100.
    pub resample_hz: f64,
    /// How they are read between beats.
    pub interpolation: Interpolation,
    /// How long a segment is, in seconds, at least 30.
    pub segment_s: f64,
    /// What is taken away from each segment.
    pub detrend: Detrend,
}

/// How intervals are read between beats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Interpolation {
    /// On straight lines.
    Linear,
    /// On a quadratic spline.
    Quadratic,
}

/// What is taken away from each segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Detrend {
    /// Its mean.
    Mean,
    /// The straight line of best fit.
    Line,
}

impl Default for Pipeline {
    fn default() -> Self {
        Self {
            resample_hz: 4.0,
            interpolation: Interpolation::Quadratic,
            segment_s: 120.0,
            detrend: Detrend::Line,
        }
    }
}

/// How much intervals vary at each frequency.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Spectrum {
    /// How it was made.
    pub pipeline: Pipeline,
    /// How long the run is, in seconds.
    pub seconds: f64,
    /// How many segments were averaged.
    pub segments: usize,
    /// How far frequencies are apart, in Hz; the first is 0.
    pub step_hz: f64,
    /// The one-sided power density at each, in ms²/Hz.
    pub density: Vec<f64>,
}

/// The power in the bands, in ms².
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = FrequencyBands))]
pub struct Bands {
    /// Very low frequency; none where segments are shorter than 300 s.
    pub vlf: Option<f64>,
    /// Low frequency.
    pub lf: f64,
    /// High frequency.
    pub hf: f64,
    /// All of the above that are answered.
    pub total: f64,
    /// LF divided by HF; none where HF is 0.
    pub lf_hf: Option<f64>,
    /// LF in per cent of LF and HF; none where both are 0.
    pub lf_nu: Option<f64>,
    /// HF in per cent of LF and HF; none where both are 0.
    pub hf_nu: Option<f64>,
}

impl Spectrum {
    /// Returns the power between two frequencies in Hz, the upper one excluded, in ms².
    #[must_use]
    pub fn power(&self, band: Range<f64>) -> f64 {
        let inside = |at: &usize| band.contains(&(float(*at) * self.step_hz));
        let pairs = (1..self.density.len()).filter(|at| inside(at) && inside(&(at - 1)));
        sum(pairs.map(|at| f64::midpoint(self.density[at - 1], self.density[at]))) * self.step_hz
    }

    /// Returns the power in the bands of the Task Force.
    #[must_use]
    pub fn bands(&self) -> Bands {
        let vlf = (self.pipeline.segment_s >= 300.0).then(|| self.power(VLF));
        let (lf, hf) = (self.power(LF), self.power(HF));
        let share = |part: f64| (lf + hf > 0.0).then(|| 100.0 * part / (lf + hf));
        Bands {
            vlf,
            lf,
            hf,
            total: vlf.unwrap_or(0.0) + lf + hf,
            lf_hf: (hf > 0.0).then(|| lf / hf),
            lf_nu: share(lf),
            hf_nu: share(hf),
        }
    }
}

/// Returns how much the intervals vary at each frequency.
///
/// ```
/// use vitasync_core::analytics::heart::frequency::{Pipeline, spectrum};
/// use vitasync_core::analytics::heart::rr::RrIntervals;
///
/// // Fifteen breaths a minute: 0.25 Hz.
/// let mut at: f64 = 0.0;
/// let beats: Vec<f64> = (0..500)
///     .map(|_| {
///         let beat = 900.0 + 30.0 * (std::f64::consts::TAU * 0.25 * at).sin();
///         at += beat / 1000.0;
///         beat
///     })
///     .collect();
/// let bands = spectrum(&RrIntervals::from_intervals(&beats).unwrap(), Pipeline::default()).unwrap().bands();
/// assert!(bands.hf_nu.unwrap() > 99.0);
/// assert!((bands.hf - 450.0).abs() < 25.0, "half the square of 30: {}", bands.hf);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where no run lasts five minutes or a segment, [`NoAnswer::OutOfRange`] of a pipeline that makes no
/// sense, [`NoAnswer::NoSpread`] of equal intervals.
pub fn spectrum(rr: &RrIntervals, pipeline: Pipeline) -> Result<Spectrum, NoAnswer> {
    NoAnswer::unless_within("rate of reading", pipeline.resample_hz, 1.0, 100.0)?;
    NoAnswer::unless_within("length of a segment", pipeline.segment_s, 30.0, 86_400.0)?;
    let length = |run: &[f64]| sum(run.iter().copied()) / 1000.0;
    let longest = rr.runs().max_by(|a, b| length(a).total_cmp(&length(b)));
    let run = longest.expect("there is an interval");
    unless_long_enough(length(run), MIN_SECONDS)?;
    if run.iter().all(|ms| *ms == run[0]) {
        return Err(NoAnswer::NoSpread { what: "intervals" });
    }
    let values = even(run, pipeline);
    // Cut to whole values: hours at tens a second.
    let segment = (pipeline.segment_s * pipeline.resample_hz) as usize;
    NoAnswer::unless_enough("values at even steps for a segment", segment, values.len())?;
    let fourier = Fourier::of_at_least(segment.max((pipeline.resample_hz / WIDEST_STEP_HZ) as usize));
    let window: Vec<f64> = (0..segment)
        .map(|at| 0.5 - 0.5 * (2.0 * PI * float(at) / float(segment)).cos())
        .collect();
    let (density, segments) = welch(&values, &window, pipeline, &fourier);
    Ok(Spectrum {
        pipeline,
        seconds: length(run),
        segments,
        step_hz: pipeline.resample_hz / float(fourier.length()),
        density,
    })
}

/// Reads a run at even steps and takes its mean away.
fn even(run: &[f64], pipeline: Pipeline) -> Vec<f64> {
    let mut at = -run[0] / 1000.0;
    let times: Vec<f64> = run
        .iter()
        .map(|ms| {
            at += ms / 1000.0;
            at
        })
        .collect();
    let step = 1.0 / pipeline.resample_hz;
    let mut values = match pipeline.interpolation {
        Interpolation::Linear => spline::linear(&times, run, step),
        Interpolation::Quadratic => spline::quadratic(&times, run, step),
    };
    let center = mean(&values);
    values.iter_mut().for_each(|value| *value -= center);
    values
}

/// Averages the densities of all segments. Two segments are transformed at once, as the real and the imaginary part.
fn welch(values: &[f64], window: &[f64], pipeline: Pipeline, fourier: &Fourier) -> (Vec<f64>, usize) {
    let length = fourier.length();
    let step = window.len() - window.len() / 2;
    let segments: Vec<&[f64]> = values.windows(window.len()).step_by(step).collect();
    let mut power = vec![0.0; length / 2 + 1];
    let mut both = vec![(0.0, 0.0); length];
    for pair in segments.chunks(2) {
        both.fill((0.0, 0.0));
        for (at, value) in weighed(pair[0], window, pipeline.detrend).enumerate() {
            both[at].0 = value;
        }
        if let Some(second) = pair.get(1) {
            for (at, value) in weighed(second, window, pipeline.detrend).enumerate() {
                both[at].1 = value;
            }
        }
        fourier.transform(&mut both);
        for (at, power) in power.iter_mut().enumerate() {
            // The squares of the two parts' own transforms add up to this.
            let (here, mirrored) = (both[at], both[(length - at) % length]);
            let square = |it: (f64, f64)| it.0 * it.0 + it.1 * it.1;
            *power += f64::midpoint(square(here), square(mirrored));
        }
    }
    let weights = sum(window.iter().map(|it| it * it));
    let scale = 1.0 / (pipeline.resample_hz * weights * float(segments.len()));
    let last = power.len() - 1;
    for (at, power) in power.iter_mut().enumerate() {
        // Frequencies below 0 are folded in; 0 and the highest have none.
        *power *= if at == 0 || at == last { scale } else { 2.0 * scale };
    }
    (power, segments.len())
}

/// Takes the mean or the line away from a segment and weighs it.
fn weighed<'a>(segment: &'a [f64], window: &'a [f64], detrend: Detrend) -> impl Iterator<Item = f64> + 'a {
    let center = mean(segment);
    let middle = float(segment.len() - 1) / 2.0;
    let slope = match detrend {
        Detrend::Mean => 0.0,
        Detrend::Line => {
            let places: Vec<f64> = (0..segment.len()).map(float).collect();
            let products = segment
                .iter()
                .zip(&places)
                .map(|(value, place)| (value - center) * (place - middle));
            sum(products) / squares_about(&places, middle)
        }
    };
    let values = segment.iter().zip(window).enumerate();
    values.map(move |(at, (value, weight))| (value - center - slope * (float(at) - middle)) * weight)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    /// Beats that vary by waves of (frequency in Hz, amplitude in ms).
    fn beats(waves: &[(f64, f64)], seconds: f64) -> RrIntervals {
        let mut at = 0.0;
        let mut ms = Vec::new();
        while at < seconds {
            let beat = 850.0
                + waves
                    .iter()
                    .map(|(hz, high)| high * (2.0 * PI * hz * at).sin())
                    .sum::<f64>();
            at += beat / 1000.0;
            ms.push(beat);
        }
        RrIntervals::from_intervals(&ms).unwrap()
    }

    #[test]
    fn each_wave_is_found_in_its_band() {
        let both = beats(&[(0.1, 20.0), (0.25, 10.0)], 900.0);
        let bands = spectrum(&both, Pipeline::default()).unwrap().bands();
        assert!((bands.lf - 200.0).abs() < 6.0, "{bands:?}");
        assert!((bands.hf - 50.0).abs() < 6.0, "{bands:?}");
        assert_eq!(bands.vlf, None);
    }

    #[test]
    fn all_power_is_the_variance() {
        let wave = spectrum(&beats(&[(0.2, 25.0)], 1200.0), Pipeline::default()).unwrap();
        let total = wave.power(0.0..2.0);
        assert!((total - 312.5).abs() < 10.0, "{total}");
    }

    #[test]
    fn long_segments_answer_the_slowest_waves() {
        let long = Pipeline {
            segment_s: 300.0,
            ..Pipeline::default()
        };
        let bands = spectrum(&beats(&[(0.02, 30.0)], 1200.0), long).unwrap().bands();
        assert!(bands.vlf.unwrap() > 400.0);
    }

    #[test]
    fn short_equal_and_senseless_questions_are_refused() {
        let short = spectrum(&beats(&[(0.1, 20.0)], 200.0), Pipeline::default());
        assert!(matches!(short, Err(NoAnswer::Insufficient { needed: 300, .. })));
        assert!(matches!(
            spectrum(&beats(&[], 400.0), Pipeline::default()),
            Err(NoAnswer::NoSpread { .. })
        ));
        let dense = Pipeline {
            resample_hz: f64::NAN,
            ..Pipeline::default()
        };
        assert!(matches!(
            spectrum(&beats(&[], 400.0), dense),
            Err(NoAnswer::OutOfRange { .. })
        ));
    }

    #[test]
    fn only_the_longest_run_is_read() {
        let long = beats(&[(0.25, 30.0)], 600.0);
        let joined = RrIntervals::from_runs([vec![1400.5; 40], long.ms().to_vec()]).unwrap();
        let alone = spectrum(&long, Pipeline::default()).unwrap();
        assert_eq!(spectrum(&joined, Pipeline::default()).unwrap(), alone);
    }
}
