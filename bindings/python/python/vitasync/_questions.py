"""One function per question. Written from the questions of vitasync-core by a test; do not edit."""

from __future__ import annotations

from datetime import date, datetime

from . import _types as t
from ._core import Column
from ._core import ask as _ask

__all__ = [
    "normalize",
    "aggregate",
    "nights",
    "workouts",
    "median",
    "quantile",
    "spread",
    "rolling_median",
    "baseline",
    "ewma",
    "alpha_of_span",
    "alpha_of_time_constant",
    "line",
    "theil_sen",
    "mann_kendall",
    "change_points",
    "pelt",
    "shift",
    "ar1",
    "whitened",
    "cusum",
    "pearson",
    "spearman",
    "kendall",
    "bretherton",
    "pyper_peterman",
    "p_value",
    "pairs_at_lag",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "holm",
    "bonferroni",
    "discover",
    "outliers",
    "unusual_for_weekday",
    "drifts",
    "overnight_average",
    "night_signal",
    "classify",
    "beyond_thresholds",
    "blood_pressure",
    "is_severe",
    "episodes",
    "intervals_from_beats",
    "intervals_from_samples",
    "mend",
    "out_of_range",
    "ectopic",
    "bridge",
    "time_domain",
    "spectrum",
    "frequency_domain",
    "poincare",
    "geometry",
    "sample_entropy",
    "ln_rmssd",
    "hrv_weeks",
    "resting_heart_rate",
    "resting_coverage",
    "heart_rate_recovery",
    "zones_of_reserve",
    "zones_of_maximum",
    "zones_of_threshold",
    "time_in_zones",
    "ecg_summary",
    "slept",
    "efficiency",
    "night_efficiency",
    "hypnogram",
    "night_hypnogram",
    "stage_shares",
    "sleep_quality",
    "debt",
    "slept_per_day",
    "usual_need",
    "circular",
    "hours_after",
    "consistency",
    "regularity",
    "sleep_regularity",
    "chronotype",
    "sleep_chronotype",
    "rest_activity",
    "cosinor",
    "held",
    "per_second",
    "predicted_max_heart_rate",
    "trimp_coefficients",
    "banister_trimp",
    "trimp_of_threshold_hour",
    "edwards_trimp",
    "lucia_trimp",
    "session_rpe",
    "normalised_power",
    "intensity_factor",
    "power_curve",
    "power_stress_score",
    "pace_stress_score",
    "flat_equivalent_speed",
    "training_load",
    "with_rest_days",
    "expected_performance",
    "load_ratio",
    "monotony",
    "population_monotony",
    "readiness",
    "vo2_max_by_heart_rate_ratio",
    "vo2_max_by_cooper",
    "vo2_max_by_race",
    "vo2_max_by_questionnaire",
    "oxygen_uptake",
    "race_by_riegel",
    "race_by_vdot",
    "best_effort",
    "records",
    "active_minutes",
    "met_minutes",
    "activity_week",
    "least_mets_of_cadence",
    "glucose_wear",
    "glucose_summary",
    "glucose_risk",
    "mage",
    "glucose_variability",
    "modd",
    "conga",
    "mag",
    "gvp",
    "glucose_profile",
    "mifflin",
    "harris_benedict",
    "katch_mcardle",
    "cunningham",
    "energy_of_activity_level",
    "energy_of_active_energy",
    "energy_balance",
    "balance_by_weight",
    "body_mass_index",
    "body_mass_category",
    "fat_free_mass_index",
    "waist_to_height",
    "navy_body_fat",
    "lean_mass",
    "body_surface",
    "fitness_age",
    "adequate_drinks",
    "hydration",
    "relative_stress",
    "scores",
    "known_readiness",
    "known_active_week",
    "known_loads",
    "insights",
    "insight_definitions",
    "unusual",
    "context",
    "context_markdown",
    "methods",
]


def normalize(
    reading: t.Reading,
    zones: t.ZoneHistory,
    received: datetime | str,
) -> t.Normalized:
    """Turns a reading into a sample in the canonical unit of its metric, or says why it is none."""
    answer: t.Normalized = _ask("normalize", {"reading": reading, "zones": zones, "received": received})
    return answer


def aggregate(
    samples: list[t.Sample],
    metric: t.Metric,
    bucket: t.Bucket,
    window: t.AggregateWindow | None = None,
    preferences: t.Preferences | None = None,
) -> t.Aggregated:
    """Answers one number per minute, hour, day, week or month, resolved across sources. Asks from the first sample to the last where no window is given."""
    answer: t.Aggregated = _ask("aggregate", {"samples": samples, "metric": metric, "bucket": bucket, "window": window, "preferences": preferences})
    return answer


def nights(
    sessions: list[t.Session],
    preferences: t.Preferences | None = None,
) -> list[t.Night]:
    """Chooses the nights and naps among sessions of all sources, one each however many recorded it, in order of time."""
    answer: list[t.Night] = _ask("nights", {"sessions": sessions, "preferences": preferences})
    return answer


def workouts(
    sessions: list[t.Session],
    user: str,
    preferences: t.Preferences | None = None,
) -> list[t.ResolvedWorkout]:
    """Answers the workouts among sessions of several sources, one each however many recorded it. `user` is the person in the identities by which `preferences` name workouts."""
    answer: list[t.ResolvedWorkout] = _ask("workouts", {"sessions": sessions, "user": user, "preferences": preferences})
    return answer


def median(
    values: t.Values,
) -> float:
    """Returns the middle value."""
    answer: float = _ask("median", {"values": values})
    return answer


def quantile(
    values: t.Values,
    share: float,
) -> float:
    """Returns the value below which a share of the values lies (type 7)."""
    answer: float = _ask("quantile", {"values": values, "share": share})
    return answer


def spread(
    values: t.Values,
) -> t.Spread:
    """Returns the centre and the spread of values."""
    answer: t.Spread = _ask("spread", {"values": values})
    return answer


def rolling_median(
    days: t.Days,
    window: int,
    needed: int,
) -> list[t.RollingMedian | None]:
    """Returns for each day the median and MAD of the `window` days that end on it, where `needed` of them have a value."""
    answer: list[t.RollingMedian | None] = _ask("rolling_median", {"days": days, "window": window, "needed": needed})
    return answer


def baseline(
    first: date | str,
    days: t.Days,
    date: date | str,
    window: t.BaselineWindow,
) -> t.Baseline:
    """Returns what has been usual in the window that ends on the day before `date`."""
    answer: t.Baseline = _ask("baseline", {"first": first, "days": days, "date": date, "window": window})
    return answer


def ewma(
    days: t.Days,
    alpha: float,
) -> Column:
    """Returns the average up to each day that has a value."""
    answer: Column = _ask("ewma", {"days": days, "alpha": alpha})
    return answer


def alpha_of_span(
    days: int,
) -> float:
    """Returns the weight of a new day if the days' mean age is that of a plain mean over `days`: `2/(n + 1)`."""
    answer: float = _ask("alpha_of_span", {"days": days})
    return answer


def alpha_of_time_constant(
    days: float,
) -> float:
    """Returns the weight of a new day if a value fades to 1/e in `days`: `1 − e^(−1/n)`."""
    answer: float = _ask("alpha_of_time_constant", {"days": days})
    return answer


def line(
    days: t.Days,
) -> t.Line:
    """Draws a line by least squares."""
    answer: t.Line = _ask("line", {"days": days})
    return answer


def theil_sen(
    days: t.Days,
) -> t.MedianLine:
    """Draws a line through the middle: the median slope of all pairs of days. Takes time and memory in n²."""
    answer: t.MedianLine = _ask("theil_sen", {"days": days})
    return answer


def mann_kendall(
    days: t.Days,
) -> t.MannKendall:
    """Asks whether later days are higher, or lower, than earlier ones."""
    answer: t.MannKendall = _ask("mann_kendall", {"days": days})
    return answer


def change_points(
    days: t.Days,
    least_segment: int = 7,
    penalty: float | None = None,
    ar1: float = 0.0,
) -> list[t.LevelChange]:
    """Finds the changes of level in a series."""
    answer: list[t.LevelChange] = _ask("change_points", {"days": days, "least_segment": least_segment, "penalty": penalty, "ar1": ar1})
    return answer


def pelt(
    values: t.Values,
    least_segment: int = 7,
    penalty: float | None = None,
    ar1: float = 0.0,
) -> list[int]:
    """Cuts a series without gaps into levels; returns the end of each, the last of which is the length."""
    answer: list[int] = _ask("pelt", {"values": values, "least_segment": least_segment, "penalty": penalty, "ar1": ar1})
    return answer


def shift(
    days: t.Days,
    learn: int = 28,
    slack: float = 0.5,
    threshold: float = 5.0,
) -> list[t.LevelShift]:
    """Watches a series day by day for a lasting change of level, without looking at the past again, and returns the changes it finds."""
    answer: list[t.LevelShift] = _ask("shift", {"days": days, "learn": learn, "slack": slack, "threshold": threshold})
    return answer


def ar1(
    days: t.Days,
) -> float:
    """Returns how much a day resembles the one before, from 0 to 0.95."""
    answer: float = _ask("ar1", {"days": days})
    return answer


def whitened(
    z: t.Days,
    ar1: float,
) -> Column:
    """Returns deviations without what each has of the one before: `(z − φᵍ·z before)/√(1 − φ²ᵍ)`, where g days lie between them.

    `z` are deviations from what is usual in standard deviations. The first stays as it is. They scatter as much as before and are
    independent; a lasting shift of one comes to `√((1 − φ)/(1 + φ))`, so it takes longer to be found.
    """
    answer: Column = _ask("whitened", {"z": z, "ar1": ar1})
    return answer


def cusum(
    z: t.Days,
    slack: float,
) -> list[t.CusumSums]:
    """Returns the sums of deviations above and below a slack after each day. They go on after an alarm."""
    answer: list[t.CusumSums] = _ask("cusum", {"z": z, "slack": slack})
    return answer


def pearson(
    x: t.Values,
    y: t.Values,
) -> float:
    """Says how closely pairs lie to a straight line, from −1 to 1."""
    answer: float = _ask("pearson", {"x": x, "y": y})
    return answer


def spearman(
    x: t.Values,
    y: t.Values,
) -> float:
    """Says how closely pairs rise or fall together, whatever the shape, from −1 to 1."""
    answer: float = _ask("spearman", {"x": x, "y": y})
    return answer


def kendall(
    x: t.Values,
    y: t.Values,
) -> float:
    """Says how many more pairs of days agree than disagree (τ-b), from −1 to 1."""
    answer: float = _ask("kendall", {"x": x, "y": y})
    return answer


def bretherton(
    x: t.Values,
    y: t.Values,
) -> float:
    """Returns how many independent pairs two series of successive days are worth, from their lag-1 autocorrelations."""
    answer: float = _ask("bretherton", {"x": x, "y": y})
    return answer


def pyper_peterman(
    x: t.Values,
    y: t.Values,
) -> float:
    """Returns how many independent pairs two series of successive days are worth, from all autocorrelations up to a fifth of
    their length.
    """
    answer: float = _ask("pyper_peterman", {"x": x, "y": y})
    return answer


def p_value(
    correlation: float,
    effective_pairs: float,
) -> float:
    """Returns the chance of a correlation at least this strong between unrelated series, on both sides."""
    answer: float = _ask("p_value", {"correlation": correlation, "effective_pairs": effective_pairs})
    return answer


def pairs_at_lag(
    x: t.Days,
    y: t.Days,
    lag: int,
) -> t.SeriesPairs:
    """Lists the pairs of `x` on a day and `y` `lag` days later, where both have a value."""
    answer: t.SeriesPairs = _ask("pairs_at_lag", {"x": x, "y": y, "lag": lag})
    return answer


def benjamini_hochberg(
    p: t.Values,
) -> Column:
    """Adjusts p-values so that those of at most `q` hold a share of false discoveries of at most `q`, in the order given."""
    answer: Column = _ask("benjamini_hochberg", {"p": p})
    return answer


def benjamini_yekutieli(
    p: t.Values,
) -> Column:
    """As `benjamini_hochberg`, under any dependence between the tests."""
    answer: Column = _ask("benjamini_yekutieli", {"p": p})
    return answer


def holm(
    p: t.Values,
) -> Column:
    """Adjusts p-values so that the chance of a single false discovery among those of at most `α` is at most `α`."""
    answer: Column = _ask("holm", {"p": p})
    return answer


def bonferroni(
    p: t.Values,
) -> Column:
    """Multiplies each p by the number of tests."""
    answer: Column = _ask("bonferroni", {"p": p})
    return answer


def discover(
    series: list[t.NamedSeries],
    max_lag: int = 7,
    min_pairs: int = 21,
    false_discovery_rate: float = 0.05,
    detrend: bool = True,
    exclude: list[tuple[int, int]] | None = None,
) -> t.Discovery:
    """Tests all pairs of series at all lags."""
    answer: t.Discovery = _ask("discover", {"series": series, "max_lag": max_lag, "min_pairs": min_pairs, "false_discovery_rate": false_discovery_rate, "detrend": detrend, "exclude": exclude})
    return answer


def outliers(
    first: date | str,
    days: t.Days,
    window: t.BaselineWindow,
) -> t.Findings:
    """Judges every day that has a value and a baseline."""
    answer: t.Findings = _ask("outliers", {"first": first, "days": days, "window": window})
    return answer


def unusual_for_weekday(
    first: date | str,
    days: t.Days,
) -> t.Findings:
    """Judges every day that has a value and enough weeks before it."""
    answer: t.Findings = _ask("unusual_for_weekday", {"first": first, "days": days})
    return answer


def drifts(
    first: date | str,
    days: t.Days,
    chart: t.DriftChart,
) -> t.Findings:
    """Judges every day that has a value and something to compare it with."""
    answer: t.Findings = _ask("drifts", {"first": first, "days": days, "chart": chart})
    return answer


def overnight_average(
    heart_rates: t.Values,
) -> float:
    """Returns a night's value from its heart rates at rest."""
    answer: float = _ask("overnight_average", {"heart_rates": heart_rates})
    return answer


def night_signal(
    first: date | str,
    days: t.Days,
) -> t.NightSignal:
    """Watches overnight resting heart rates for nights above what is usual. The days are averages of nights."""
    answer: t.NightSignal = _ask("night_signal", {"first": first, "days": days})
    return answer


def classify(
    metric: t.Metric,
    value: float,
    person: t.Person,
) -> t.ThresholdLabel:
    """Names a value."""
    answer: t.ThresholdLabel = _ask("classify", {"metric": metric, "value": value, "person": person})
    return answer


def beyond_thresholds(
    metric: t.Metric,
    first: date | str,
    days: t.Days,
    person: t.Person,
) -> t.Findings:
    """Names every day's value and lists those that are not usual."""
    answer: t.Findings = _ask("beyond_thresholds", {"metric": metric, "first": first, "days": days, "person": person})
    return answer


def blood_pressure(
    readings: list[t.BloodPressureReading],
    guideline: t.BloodPressureGuideline,
) -> t.BloodPressure:
    """Names the mean of readings."""
    answer: t.BloodPressure = _ask("blood_pressure", {"readings": readings, "guideline": guideline})
    return answer


def is_severe(
    reading: t.BloodPressureReading,
    guideline: t.BloodPressureGuideline,
) -> bool:
    """Tells whether one reading alone is severe."""
    answer: bool = _ask("is_severe", {"reading": reading, "guideline": guideline})
    return answer


def episodes(
    first: date | str,
    days: t.Days,
    window: t.BaselineWindow,
) -> list[t.Episode]:
    """Gathers what is unusual by `outliers` and `night_signal` into stretches of days that belong together."""
    answer: list[t.Episode] = _ask("episodes", {"first": first, "days": days, "window": window})
    return answer


def intervals_from_beats(
    times_ms: t.Values,
) -> Column:
    """Returns the intervals between beats, in milliseconds. The times are in milliseconds, in any order."""
    answer: Column = _ask("intervals_from_beats", {"times_ms": times_ms})
    return answer


def intervals_from_samples(
    times: t.Instants,
    intervals_ms: t.Values,
) -> Column:
    """Returns the intervals of samples that each tell when a beat was and how long before it the last one; a place without a value stands where beats are missing. Refuses rates that were turned over into milliseconds."""
    answer: Column = _ask("intervals_from_samples", {"times": times, "intervals_ms": intervals_ms})
    return answer


def mend(
    intervals_ms: t.Days,
) -> t.MendedBeats:
    """Mends ectopic, missed, extra and misplaced beats, and tells which there were."""
    answer: t.MendedBeats = _ask("mend", {"intervals_ms": intervals_ms})
    return answer


def out_of_range(
    intervals_ms: t.Days,
) -> list[int]:
    """Marks the intervals that no heart is believed to have, by their places."""
    answer: list[int] = _ask("out_of_range", {"intervals_ms": intervals_ms})
    return answer


def ectopic(
    intervals_ms: t.Days,
    rule: t.EctopicRule,
) -> list[int]:
    """Marks the intervals that a rule calls ectopic, by their places."""
    answer: list[int] = _ask("ectopic", {"intervals_ms": intervals_ms, "rule": rule})
    return answer


def bridge(
    intervals_ms: t.Days,
    marked: list[int],
) -> Column:
    """Puts straight lines in the place of marked intervals, inside their run; at its ends the nearest that is not marked."""
    answer: Column = _ask("bridge", {"intervals_ms": intervals_ms, "marked": marked})
    return answer


def time_domain(
    intervals_ms: t.Days,
) -> t.TimeDomain:
    """Returns how much the intervals vary."""
    answer: t.TimeDomain = _ask("time_domain", {"intervals_ms": intervals_ms})
    return answer


def spectrum(
    intervals_ms: t.Days,
    pipeline: t.SpectrumPipeline | None = None,
) -> t.Spectrum:
    """Returns how much the intervals vary at each frequency."""
    answer: t.Spectrum = _ask("spectrum", {"intervals_ms": intervals_ms, "pipeline": pipeline})
    return answer


def frequency_domain(
    intervals_ms: t.Days,
    pipeline: t.SpectrumPipeline | None = None,
) -> t.FrequencyBands:
    """Returns the power of heart rate variability in the usual bands, in square milliseconds."""
    answer: t.FrequencyBands = _ask("frequency_domain", {"intervals_ms": intervals_ms, "pipeline": pipeline})
    return answer


def poincare(
    intervals_ms: t.Days,
) -> t.Poincare:
    """Returns the shape of the cloud."""
    answer: t.Poincare = _ask("poincare", {"intervals_ms": intervals_ms})
    return answer


def geometry(
    intervals_ms: t.Days,
    bins: t.HistogramBins | None = None,
) -> t.Geometry:
    """Returns the shape of the histogram."""
    answer: t.Geometry = _ask("geometry", {"intervals_ms": intervals_ms, "bins": bins})
    return answer


def sample_entropy(
    intervals_ms: t.Days,
) -> t.SampleEntropy:
    """Returns the sample entropy of intervals."""
    answer: t.SampleEntropy = _ask("sample_entropy", {"intervals_ms": intervals_ms})
    return answer


def ln_rmssd(
    first: date | str,
    days: t.Days,
) -> t.Daily:
    """Turns a day's RMSSD in milliseconds into its natural logarithm."""
    answer: t.Daily = _ask("ln_rmssd", {"first": first, "days": days})
    return answer


def hrv_weeks(
    first: date | str,
    days: t.Days,
    share: float = 0.5,
) -> list[t.HrvWeek]:
    """Judges every week of heart rate variability, by the day on which it ends. The days are logarithms of RMSSD; `share` is how many standard deviations are usual."""
    answer: list[t.HrvWeek] = _ask("hrv_weeks", {"first": first, "days": days, "share": share})
    return answer


def resting_heart_rate(
    times: t.Instants,
    rates: t.Values,
    night: t.TimeStretch,
    moved: list[t.TimeStretch] | None = None,
) -> t.RestingHeartRate:
    """Returns the heart rate at rest in a night. `moved` are the stretches in which steps or other movement were measured, half-open."""
    answer: t.RestingHeartRate = _ask("resting_heart_rate", {"times": times, "rates": rates, "moved": moved, "night": night})
    return answer


def resting_coverage(
    resting: t.RestingHeartRate,
    night: t.TimeStretch,
) -> float:
    """Returns the share of a night's minutes that a resting heart rate rests on."""
    answer: float = _ask("resting_coverage", {"resting": resting, "night": night})
    return answer


def heart_rate_recovery(
    times: t.Instants,
    rates: t.Values,
    end: datetime | str,
) -> t.HeartRateRecovery:
    """Returns how fast the heart rate falls after `end`. The samples may be in any order."""
    answer: t.HeartRateRecovery = _ask("heart_rate_recovery", {"times": times, "rates": rates, "end": end})
    return answer


def zones_of_reserve(
    rest: float,
    max: float,
) -> t.HeartRateZones:
    """Returns five zones that begin at 50, 60, 70, 80 and 90 % of the heart rate reserve."""
    answer: t.HeartRateZones = _ask("zones_of_reserve", {"rest": rest, "max": max})
    return answer


def zones_of_maximum(
    maximum: float,
) -> t.HeartRateZones:
    """Returns five zones that begin at 50, 60, 70, 80 and 90 % of the maximal heart rate."""
    answer: t.HeartRateZones = _ask("zones_of_maximum", {"maximum": maximum})
    return answer


def zones_of_threshold(
    threshold: float,
    percents: list[float],
) -> t.HeartRateZones:
    """Returns five zones whose upper four begin at so many per cent of the threshold heart rate."""
    answer: t.HeartRateZones = _ask("zones_of_threshold", {"threshold": threshold, "percents": percents})
    return answer


def time_in_zones(
    times: t.Instants,
    rates: t.Values,
    lower: list[float],
    max_gap_s: float,
) -> t.TimeInZones:
    """Returns how long each zone took. A sample counts until the next; where that is more than `max_gap_s` away, it counts for nothing
    and the gap is unknown. The samples may be in any order.
    """
    answer: t.TimeInZones = _ask("time_in_zones", {"times": times, "rates": rates, "lower": lower, "max_gap_s": max_gap_s})
    return answer


def ecg_summary(
    microvolts: t.Values,
    samples_per_second: float,
) -> t.EcgSummary:
    """Returns what an electrocardiogram holds."""
    answer: t.EcgSummary = _ask("ecg_summary", {"microvolts": microvolts, "samples_per_second": samples_per_second})
    return answer


def slept(
    sessions: list[t.Session],
    preferences: t.Preferences | None = None,
) -> list[t.Slept]:
    """Tells resolved nights and naps by the clocks of the records that are believed: from falling asleep to waking, and how long was slept."""
    answer: list[t.Slept] = _ask("slept", {"sessions": sessions, "preferences": preferences})
    return answer


def efficiency(
    asleep: float,
    of: float,
) -> float:
    """Returns sleep in per cent of a longer time, both in any one unit."""
    answer: float = _ask("efficiency", {"asleep": asleep, "of": of})
    return answer


def night_efficiency(
    night: t.Night,
) -> t.SleepEfficiency:
    """Returns how much of a resolved night was slept, by the measures there are."""
    answer: t.SleepEfficiency = _ask("night_efficiency", {"night": night})
    return answer


def hypnogram(
    stages: list[t.ScoredStage],
    seconds: t.Values,
) -> t.SleepStatistics:
    """Describes a scored night: latency, waking, shifts and fragmentation. `stages` and `seconds` say what follows what and how long it lasts."""
    answer: t.SleepStatistics = _ask("hypnogram", {"stages": stages, "seconds": seconds})
    return answer


def night_hypnogram(
    night: t.Night,
) -> t.SleepStatistics:
    """Describes a resolved night as a hypnogram: latency, waking, shifts and fragmentation."""
    answer: t.SleepStatistics = _ask("night_hypnogram", {"night": night})
    return answer


def stage_shares(
    night: t.Night,
    age: float,
) -> t.StageShares:
    """Returns what a night was made of, for somebody of an age in years."""
    answer: t.StageShares = _ask("stage_shares", {"night": night, "age": age})
    return answer


def sleep_quality(
    night: t.Night,
    age: float,
) -> t.SleepQuality:
    """Returns which indicators a night of somebody of an age in years meets."""
    answer: t.SleepQuality = _ask("sleep_quality", {"night": night, "age": age})
    return answer


def debt(
    first: date | str,
    days: t.Days,
    date: date | str,
    need: float,
) -> t.SleepDebt:
    """Returns how much less was slept than needed in the 14 days that end on `date`, that day included. `slept` and `need` are hours a
    day.
    """
    answer: t.SleepDebt = _ask("debt", {"first": first, "days": days, "date": date, "need": need})
    return answer


def slept_per_day(
    slept: list[t.Slept],
) -> t.Daily:
    """Adds up what was slept per date of waking, in hours: the night, what it is split into, and naps. A date of which one stretch tells
    no sleep has no value.
    """
    answer: t.Daily = _ask("slept_per_day", {"slept": slept})
    return answer


def usual_need(
    age: float,
) -> t.SleepNeed:
    """Returns how many hours of sleep are recommended at an age in years."""
    answer: t.SleepNeed = _ask("usual_need", {"age": age})
    return answer


def circular(
    hours: t.Values,
) -> t.Circular:
    """Returns where times of the clock, in hours from 0 to 24, lie."""
    answer: t.Circular = _ask("circular", {"hours": hours})
    return answer


def hours_after(
    later: float,
    earlier: float,
) -> float:
    """Returns by how much one time of the clock is after another, from −12 to below 12 hours."""
    answer: float = _ask("hours_after", {"later": later, "earlier": earlier})
    return answer


def consistency(
    slept: list[t.Slept],
) -> t.SleepConsistency:
    """Returns how much the times of nights vary."""
    answer: t.SleepConsistency = _ask("consistency", {"slept": slept})
    return answer


def regularity(
    states: list[bool | None],
    epochs_per_day: int,
) -> t.SleepRegularity:
    """Returns how regular states are, one per epoch of the wall clock; true is asleep, none unknown."""
    answer: t.SleepRegularity = _ask("regularity", {"states": states, "epochs_per_day": epochs_per_day})
    return answer


def sleep_regularity(
    slept: list[t.Slept],
) -> t.SleepRegularity:
    """Returns the sleep regularity index of resolved nights and naps."""
    answer: t.SleepRegularity = _ask("sleep_regularity", {"slept": slept})
    return answer


def chronotype(
    mid_work: float,
    mid_free: float,
    sleep_work: float,
    sleep_free: float,
    work_days: float,
) -> t.Chronotype:
    """Returns the person's own time from means."""
    answer: t.Chronotype = _ask("chronotype", {"mid_work": mid_work, "mid_free": mid_free, "sleep_work": sleep_work, "sleep_free": sleep_free, "work_days": work_days})
    return answer


def sleep_chronotype(
    slept: list[t.Slept],
    free_days: list[date] | list[str],
    work_days: float,
) -> t.Chronotype:
    """Returns the person's own time from nights. `free_days` are the dates of waking that were free."""
    answer: t.Chronotype = _ask("sleep_chronotype", {"slept": slept, "free_days": free_days, "work_days": work_days})
    return answer


def rest_activity(
    hours: t.Days,
) -> t.RestActivity:
    """Returns the rhythm of activity by the hour, the first from local midnight on."""
    answer: t.RestActivity = _ask("rest_activity", {"hours": hours})
    return answer


def cosinor(
    hours: t.Values,
    values: t.Values,
) -> t.Cosinor:
    """Fits a wave of 24 hours. `hours` are times since any midnight, of one length with `values`."""
    answer: t.Cosinor = _ask("cosinor", {"hours": hours, "values": values})
    return answer


def held(
    seconds: t.Values,
    values: t.Values,
    longest_s: float,
) -> list[t.Held]:
    """Tells how long each value of a stream holds, at most `longest_s` seconds. `seconds` are counted from any moment."""
    answer: list[t.Held] = _ask("held", {"seconds": seconds, "values": values, "longest_s": longest_s})
    return answer


def per_second(
    seconds: t.Values,
    values: t.Values,
    longest_s: float,
) -> Column:
    """Writes a stream as one value per second; a value holds until the next, at most `longest_s` seconds."""
    answer: Column = _ask("per_second", {"seconds": seconds, "values": values, "longest_s": longest_s})
    return answer


def predicted_max_heart_rate(
    formula: t.MaxHeartRateFormula,
    age_years: float,
    sex: t.Sex | None = None,
) -> float:
    """Predicts the maximal heart rate of an adult, in beats per minute."""
    answer: float = _ask("predicted_max_heart_rate", {"formula": formula, "age_years": age_years, "sex": sex})
    return answer


def trimp_coefficients(
    sex: t.Sex | None = None,
) -> t.TrimpCoefficients:
    """Returns Banister's coefficients for a sex."""
    answer: t.TrimpCoefficients = _ask("trimp_coefficients", {"sex": sex})
    return answer


def banister_trimp(
    seconds: t.Values,
    heart_rates: t.Values,
    rest: float,
    max: float,
    coefficients: t.TrimpCoefficients,
) -> float:
    """Returns Banister's training impulse. `seconds` say how long each heart rate held; `rest` and `max` are the person's."""
    answer: float = _ask("banister_trimp", {"seconds": seconds, "heart_rates": heart_rates, "rest": rest, "max": max, "coefficients": coefficients})
    return answer


def trimp_of_threshold_hour(
    seconds: t.Values,
    heart_rates: t.Values,
    rest: float,
    max: float,
    coefficients: t.TrimpCoefficients,
    threshold_heart_rate: float,
) -> float:
    """Returns the training impulse in per cent of that of an hour at the threshold. `seconds` say how long each heart rate held."""
    answer: float = _ask("trimp_of_threshold_hour", {"seconds": seconds, "heart_rates": heart_rates, "rest": rest, "max": max, "coefficients": coefficients, "threshold_heart_rate": threshold_heart_rate})
    return answer


def edwards_trimp(
    seconds: t.Values,
    heart_rates: t.Values,
    max_heart_rate: float,
) -> float:
    """Returns Edwards' training impulse. `seconds` say how long each heart rate held."""
    answer: float = _ask("edwards_trimp", {"seconds": seconds, "heart_rates": heart_rates, "max_heart_rate": max_heart_rate})
    return answer


def lucia_trimp(
    seconds: t.Values,
    heart_rates: t.Values,
    first_threshold: float,
    second_threshold: float,
) -> float:
    """Returns Lucia's training impulse. `seconds` say how long each heart rate held."""
    answer: float = _ask("lucia_trimp", {"seconds": seconds, "heart_rates": heart_rates, "first_threshold": first_threshold, "second_threshold": second_threshold})
    return answer


def session_rpe(
    minutes: float,
    rating: float,
) -> float:
    """Returns the load of a session."""
    answer: float = _ask("session_rpe", {"minutes": minutes, "rating": rating})
    return answer


def normalised_power(
    watts: t.Days,
    windows: t.PowerWindows = "full",
) -> t.NormalisedPower:
    """Returns the normalised power of a session, of one value per second."""
    answer: t.NormalisedPower = _ask("normalised_power", {"watts": watts, "windows": windows})
    return answer


def intensity_factor(
    watts: t.Days,
    threshold_watts: float,
    windows: t.PowerWindows = "full",
) -> float:
    """Returns normalised power over the threshold power."""
    answer: float = _ask("intensity_factor", {"watts": watts, "windows": windows, "threshold_watts": threshold_watts})
    return answer


def power_curve(
    watts: t.Days,
    durations_s: list[int] | None = None,
) -> list[t.BestPower]:
    """Returns the best of each duration that fits, in the order they are asked for."""
    answer: list[t.BestPower] = _ask("power_curve", {"watts": watts, "durations_s": durations_s})
    return answer


def power_stress_score(
    watts: t.Days,
    threshold_watts: float,
    windows: t.PowerWindows = "full",
) -> t.StressScore:
    """Returns the training stress score of a ride, from one power a second."""
    answer: t.StressScore = _ask("power_stress_score", {"watts": watts, "windows": windows, "threshold_watts": threshold_watts})
    return answer


def pace_stress_score(
    run: list[t.RunStretch],
    threshold_speed: float,
) -> t.StressScore:
    """Returns the training stress score of a run, from its pace on the flat."""
    answer: t.StressScore = _ask("pace_stress_score", {"run": run, "threshold_speed": threshold_speed})
    return answer


def flat_equivalent_speed(
    speed: float,
    grade: float,
) -> float:
    """Returns the speed on the flat that costs as much as a speed on a grade, in metres per second."""
    answer: float = _ask("flat_equivalent_speed", {"speed": speed, "grade": grade})
    return answer


def training_load(
    first: date | str,
    days: t.Days,
    constants: t.LoadConstants | None = None,
) -> list[t.TrainingLoad]:
    """Returns chronic load, acute load and balance of every day."""
    answer: list[t.TrainingLoad] = _ask("training_load", {"first": first, "days": days, "constants": constants})
    return answer


def with_rest_days(
    first: date | str,
    days: t.Days,
    worn: list[date] | list[str],
) -> t.Daily:
    """Makes a known rest day of every day without a load on which a device was worn."""
    answer: t.Daily = _ask("with_rest_days", {"first": first, "days": days, "worn": worn})
    return answer


def expected_performance(
    days: t.Days,
    parameters: t.ImpulseResponse,
) -> Column:
    """Returns the expected performance after each day."""
    answer: Column = _ask("expected_performance", {"days": days, "parameters": parameters})
    return answer


def load_ratio(
    days: t.Days,
) -> t.LoadRatio:
    """Compares the load of the last 7 days given with that of the days before."""
    answer: t.LoadRatio = _ask("load_ratio", {"days": days})
    return answer


def monotony(
    days: t.Days,
) -> t.Monotony:
    """Returns monotony and strain of the last seven days given."""
    answer: t.Monotony = _ask("monotony", {"days": days})
    return answer


def population_monotony(
    days: t.Days,
) -> float:
    """Returns monotony with the standard deviation of a population, as some programs compute it."""
    answer: float = _ask("population_monotony", {"days": days})
    return answer


def readiness(
    signals: dict[t.ReadinessSignal, t.Daily],
    date: date | str,
    weights: dict[t.ReadinessSignal, float] | None = None,
) -> t.Readiness:
    """Judges a morning by signals against what is usual for the person. The weights need not add up to 1."""
    answer: t.Readiness = _ask("readiness", {"signals": signals, "date": date, "weights": weights})
    return answer


def vo2_max_by_heart_rate_ratio(
    rest: float,
    max: float,
) -> float:
    """Estimates by the ratio of maximal to resting heart rate. Both must be measured; from a predicted maximum the ratio says
    little.
    """
    answer: float = _ask("vo2_max_by_heart_rate_ratio", {"rest": rest, "max": max})
    return answer


def vo2_max_by_cooper(
    metres: float,
) -> float:
    """Estimates by Cooper's test: the metres run in 12 minutes."""
    answer: float = _ask("vo2_max_by_cooper", {"metres": metres})
    return answer


def vo2_max_by_race(
    metres: float,
    seconds: float,
) -> float:
    """Estimates by an all-out race: VDOT."""
    answer: float = _ask("vo2_max_by_race", {"metres": metres, "seconds": seconds})
    return answer


def vo2_max_by_questionnaire(
    sex: t.Sex,
    age_years: float,
    body_mass_index: float,
    activity_rating: float,
) -> float:
    """Estimates by what a person says: the activity rating is NASA's, from 0 (avoids exertion) to 7 (runs over 10 miles a week)."""
    answer: float = _ask("vo2_max_by_questionnaire", {"sex": sex, "age_years": age_years, "body_mass_index": body_mass_index, "activity_rating": activity_rating})
    return answer


def oxygen_uptake(
    gait: t.Gait,
    speed: float,
    grade: float,
) -> float:
    """Returns the oxygen uptake of steady running or walking at a speed in m/s and a grade (metres up per metre)."""
    answer: float = _ask("oxygen_uptake", {"gait": gait, "speed": speed, "grade": grade})
    return answer


def race_by_riegel(
    metres: float,
    seconds: float,
    other_metres: float,
    exponent: float = 1.06,
) -> t.RacePrediction:
    """Predicts the time for another distance by Riegel's law."""
    answer: t.RacePrediction = _ask("race_by_riegel", {"metres": metres, "seconds": seconds, "other_metres": other_metres, "exponent": exponent})
    return answer


def race_by_vdot(
    metres: float,
    seconds: float,
    other_metres: float,
) -> t.RacePrediction:
    """Predicts the time for another distance by equal VDOT."""
    answer: t.RacePrediction = _ask("race_by_vdot", {"metres": metres, "seconds": seconds, "other_metres": other_metres})
    return answer


def best_effort(
    seconds: t.Values,
    distances: t.Values,
    metres: float,
    max_speed: float = 12.5,
) -> t.BestEffort:
    """Finds the fastest stretch of a distance. `distances` are metres since the start, at `seconds` from any moment."""
    answer: t.BestEffort = _ask("best_effort", {"seconds": seconds, "distances": distances, "metres": metres, "max_speed": max_speed})
    return answer


def records(
    efforts: list[t.Effort],
    better: t.Better,
) -> list[t.PersonalRecord]:
    """Returns the records among efforts at one thing in order of time; the last of them stands."""
    answer: list[t.PersonalRecord] = _ask("records", {"efforts": efforts, "better": better})
    return answer


def active_minutes(
    seconds: t.Values,
    mets: t.Values,
) -> t.ActiveMinutes:
    """Counts active minutes. `seconds` say how long each intensity, in MET, held."""
    answer: t.ActiveMinutes = _ask("active_minutes", {"seconds": seconds, "mets": mets})
    return answer


def met_minutes(
    seconds: t.Values,
    mets: t.Values,
) -> float:
    """Adds up MET minutes. `seconds` say how long each intensity, in MET, held."""
    answer: float = _ask("met_minutes", {"seconds": seconds, "mets": mets})
    return answer


def activity_week(
    days: list[t.ActiveMinutes | None],
    age_years: int,
) -> t.ActivityWeek:
    """Compares the last seven of the days given with the advice for adults; `None` is a day of which nothing is known."""
    answer: t.ActivityWeek = _ask("activity_week", {"days": days, "age_years": age_years})
    return answer


def least_mets_of_cadence(
    steps_per_minute: float,
    age_years: int,
) -> float:
    """Returns the METs that walking at a cadence reaches at least, for people from 21 to 40 years."""
    answer: float = _ask("least_mets_of_cadence", {"steps_per_minute": steps_per_minute, "age_years": age_years})
    return answer


def glucose_wear(
    readings: list[t.GlucoseReading],
) -> t.SensorWear:
    """Returns how much of the time there are readings."""
    answer: t.SensorWear = _ask("glucose_wear", {"readings": readings})
    return answer


def glucose_summary(
    readings: list[t.GlucoseReading],
) -> t.GlucoseSummary:
    """Sums up a trace."""
    answer: t.GlucoseSummary = _ask("glucose_summary", {"readings": readings})
    return answer


def glucose_risk(
    readings: list[t.GlucoseReading],
) -> t.GlucoseRisk:
    """Weighs the readings of a trace."""
    answer: t.GlucoseRisk = _ask("glucose_risk", {"readings": readings})
    return answer


def mage(
    readings: list[t.GlucoseReading],
) -> t.Mage:
    """Returns the mean amplitude of the excursions of a trace."""
    answer: t.Mage = _ask("mage", {"readings": readings})
    return answer


def glucose_variability(
    readings: list[t.GlucoseReading],
) -> t.GlucoseVariability:
    """Returns how much the glucose of a trace changes."""
    answer: t.GlucoseVariability = _ask("glucose_variability", {"readings": readings})
    return answer


def modd(
    readings: list[t.GlucoseReading],
) -> float:
    """Returns the mean of daily differences of a trace, in mg/dL."""
    answer: float = _ask("modd", {"readings": readings})
    return answer


def conga(
    readings: list[t.GlucoseReading],
) -> float:
    """Returns the standard deviation of daily differences of a trace, in mg/dL."""
    answer: float = _ask("conga", {"readings": readings})
    return answer


def mag(
    readings: list[t.GlucoseReading],
) -> float:
    """Returns the mean absolute change of a trace, in mg/dL per hour."""
    answer: float = _ask("mag", {"readings": readings})
    return answer


def gvp(
    readings: list[t.GlucoseReading],
) -> float:
    """Returns the glycemic variability percentage of a trace: how much longer its line is than a flat one."""
    answer: float = _ask("gvp", {"readings": readings})
    return answer


def glucose_profile(
    readings: list[t.GlucoseReading],
    slot_minutes: int,
) -> list[t.GlucoseSlot]:
    """Returns the profile in slots of so many minutes."""
    answer: list[t.GlucoseSlot] = _ask("glucose_profile", {"readings": readings, "slot_minutes": slot_minutes})
    return answer


def mifflin(
    weight_kg: float,
    height_m: float,
    age_years: float,
    sex: t.Sex | None = None,
) -> float:
    """Returns the energy of a day at rest by Mifflin and St Jeor, in kilocalories."""
    answer: float = _ask("mifflin", {"weight_kg": weight_kg, "height_m": height_m, "age_years": age_years, "sex": sex})
    return answer


def harris_benedict(
    weight_kg: float,
    height_m: float,
    age_years: float,
    sex: t.Sex | None = None,
) -> float:
    """Returns the energy of a day at rest by Harris and Benedict, as Roza and Shizgal revised it, in kilocalories."""
    answer: float = _ask("harris_benedict", {"weight_kg": weight_kg, "height_m": height_m, "age_years": age_years, "sex": sex})
    return answer


def katch_mcardle(
    lean_kg: float,
) -> float:
    """Returns the resting energy by Katch and McArdle, of lean mass in kilograms."""
    answer: float = _ask("katch_mcardle", {"lean_kg": lean_kg})
    return answer


def cunningham(
    lean_kg: float,
) -> float:
    """Returns the resting energy by Cunningham, of lean mass in kilograms."""
    answer: float = _ask("cunningham", {"lean_kg": lean_kg})
    return answer


def energy_of_activity_level(
    resting_kcal: float,
    level: t.ActivityLevel,
) -> float:
    """Returns the energy of a day from that at rest and how active the day is."""
    answer: float = _ask("energy_of_activity_level", {"resting_kcal": resting_kcal, "level": level})
    return answer


def energy_of_active_energy(
    resting_kcal: float,
    active_kcal: float,
) -> float:
    """Returns the energy of a day from that at rest and the active energy a device measured, with a tenth of the whole for
    digestion.
    """
    answer: float = _ask("energy_of_active_energy", {"resting_kcal": resting_kcal, "active_kcal": active_kcal})
    return answer


def energy_balance(
    first: date | str,
    intake: t.Days,
    expenditure: t.Days,
    least_intake: float,
) -> t.EnergyBalance:
    """Returns energy eaten less energy spent, of days on which both are known. Both series begin on `first`."""
    answer: t.EnergyBalance = _ask("energy_balance", {"first": first, "intake": intake, "expenditure": expenditure, "least_intake": least_intake})
    return answer


def balance_by_weight(
    first: date | str,
    days: t.Days,
) -> float:
    """Estimates the balance in kcal per day from how weight, in kilograms, changes."""
    answer: float = _ask("balance_by_weight", {"first": first, "days": days})
    return answer


def body_mass_index(
    weight_kg: float,
    height_m: float,
) -> float:
    """Returns the body mass index in kg/m²."""
    answer: float = _ask("body_mass_index", {"weight_kg": weight_kg, "height_m": height_m})
    return answer


def body_mass_category(
    body_mass_index: float,
    age_years: int | None = None,
    asian: bool = False,
) -> t.ThresholdLabel:
    """Names a body mass index by the categories for adults; `asian` takes the action points for Asian populations."""
    answer: t.ThresholdLabel = _ask("body_mass_category", {"body_mass_index": body_mass_index, "age_years": age_years, "asian": asian})
    return answer


def fat_free_mass_index(
    lean_kg: float,
    height_m: float,
) -> t.FatFreeMassIndex:
    """Returns the fat-free mass index."""
    answer: t.FatFreeMassIndex = _ask("fat_free_mass_index", {"lean_kg": lean_kg, "height_m": height_m})
    return answer


def waist_to_height(
    waist_m: float,
    height_m: float,
) -> float:
    """Returns the waist as a share of the height."""
    answer: float = _ask("waist_to_height", {"waist_m": waist_m, "height_m": height_m})
    return answer


def navy_body_fat(
    girths: t.Girths,
    height_m: float,
    sex: t.Sex | None = None,
) -> float:
    """Estimates body fat in percent from girths, as the US Navy does; off by 3 to 4 points."""
    answer: float = _ask("navy_body_fat", {"girths": girths, "height_m": height_m, "sex": sex})
    return answer


def lean_mass(
    weight_kg: float,
    height_m: float,
    sex: t.Sex,
) -> float:
    """Estimates the lean mass of an adult in kilograms, by Boer."""
    answer: float = _ask("lean_mass", {"weight_kg": weight_kg, "height_m": height_m, "sex": sex})
    return answer


def body_surface(
    weight_kg: float,
    height_m: float,
) -> float:
    """Estimates the body's surface in m², by Du Bois."""
    answer: float = _ask("body_surface", {"weight_kg": weight_kg, "height_m": height_m})
    return answer


def fitness_age(
    vo2_max: float,
    age_years: int,
    sex: t.Sex | None = None,
) -> t.FitnessAge:
    """Returns the fitness age for a maximal oxygen uptake in mL/kg/min."""
    answer: t.FitnessAge = _ask("fitness_age", {"vo2_max": vo2_max, "age_years": age_years, "sex": sex})
    return answer


def adequate_drinks(
    age_years: int | None = None,
    sex: t.Sex | None = None,
) -> float:
    """Returns the adequate volume of drinks for an adult in mL a day."""
    answer: float = _ask("adequate_drinks", {"age_years": age_years, "sex": sex})
    return answer


def hydration(
    first: date | str,
    days: t.Days,
    target_ml: float,
) -> t.Hydration:
    """Compares what was drunk with a target, in mL a day."""
    answer: t.Hydration = _ask("hydration", {"first": first, "days": days, "target_ml": target_ml})
    return answer


def relative_stress(
    metric: t.Metric,
    first: date | str,
    days: t.Days,
    date: date | str,
) -> t.RelativeStress:
    """Compares the stress score of a day with those of the days before."""
    answer: t.RelativeStress = _ask("relative_stress", {"metric": metric, "first": first, "days": days, "date": date})
    return answer


def scores(
    known: t.Known,
) -> t.Scores:
    """Returns the scores of the day the evidence ends on."""
    answer: t.Scores = _ask("scores", {"known": known})
    return answer


def known_readiness(
    known: t.Known,
) -> t.Readiness:
    """Judges readiness by what is known of a person, against their own usual."""
    answer: t.Readiness = _ask("known_readiness", {"known": known})
    return answer


def known_active_week(
    known: t.Known,
) -> t.ActivityWeek:
    """Returns the active minutes of the week that ends on the date."""
    answer: t.ActivityWeek = _ask("known_active_week", {"known": known})
    return answer


def known_loads(
    known: t.Known,
) -> t.Loads:
    """Returns daily training loads, and what they rest on."""
    answer: t.Loads = _ask("known_loads", {"known": known})
    return answer


def insights(
    known: t.Known,
    ids: list[str] | None = None,
) -> list[t.Insight]:
    """Asks the insights that are not refused, or those of some names."""
    answer: list[t.Insight] = _ask("insights", {"known": known, "ids": ids})
    return answer


def insight_definitions() -> list[t.InsightDefinition]:
    """Lists what can be asked of a person, and what is refused and why."""
    answer: list[t.InsightDefinition] = _ask("insight_definitions", {})
    return answer


def unusual(
    known: t.Known,
    days: int,
) -> list[t.Unusual]:
    """Finds what has been unusual in the last days, by metric."""
    answer: list[t.Unusual] = _ask("unusual", {"known": known, "days": days})
    return answer


def context(
    known: t.Known,
    budget: int = 2000,
) -> t.HealthContext:
    """Sums up what is known of a person in so many tokens, for a language model."""
    answer: t.HealthContext = _ask("context", {"known": known, "budget": budget})
    return answer


def context_markdown(
    known: t.Known,
    budget: int = 2000,
) -> str:
    """Writes the same as `context` as Markdown."""
    answer: str = _ask("context_markdown", {"known": known, "budget": budget})
    return answer


def methods() -> list[t.Method]:
    """Lists every method with its version, its source and the least data it answers from."""
    answer: list[t.Method] = _ask("methods", {})
    return answer
