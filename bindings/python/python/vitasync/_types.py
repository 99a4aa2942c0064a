"""What questions take and answer. Written from the questions of vitasync-core by a test; do not edit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, NotRequired, Protocol, TypeAlias, TypedDict


class Array(Protocol):
    """An array of numpy, or what becomes one: a series of pandas or polars, a column of Arrow."""

    def __array__(self) -> Any: ...


class ArrowArray(Protocol):
    """A column in the Arrow format."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...


Values: TypeAlias = "Sequence[float] | Array | ArrowArray"
"""Numbers, none of which may be missing."""
Days: TypeAlias = "Sequence[float | None] | Array | ArrowArray"
"""Numbers, one per place; null, None or NaN where there is none."""
Instants: TypeAlias = "Sequence[datetime] | Sequence[str] | Sequence[float] | Array | ArrowArray"
"""Instants; numbers are milliseconds since 1970 in UTC."""


class ActiveMinutes(TypedDict):
    """What counts of an activity or a day."""

    moderate_minutes: float
    """Minutes from 3 to 6 MET."""

    vigorous_minutes: float
    """Minutes from 6 MET."""


ActivityGuidance = Literal[
    "below",
    "within",
    "above",
]
"""Where a week lies."""


ActivityLevel = Literal[
    "sedentary",
    "active",
    "vigorous",
]
"""How active a day is: its physical activity level, energy of the day over that at rest (FAO/WHO/UNU 2004)."""


class ActivityWeek(TypedDict):
    """How a week compares with the advice."""

    moderate_minutes: float
    """Minutes from 3 to 6 MET."""

    vigorous_minutes: float
    """Minutes from 6 MET."""

    equivalent_minutes: float
    """The minutes of moderate activity that are worth as much."""

    guidance: ActivityGuidance
    """Where that lies."""

    known_days: int
    """How many of the seven days are known; what the others held comes on top."""


AgainstUsual = Literal[
    "below",
    "within",
    "above",
]
"""Where the week lies."""


AggregateWindow1 = TypedDict(
    "AggregateWindow1",
    {
        # The first.
        "from": "str",
        # The last.
        "to": "str",
    },
)
"""The time that is asked about."""


AggregateWindow2 = TypedDict(
    "AggregateWindow2",
    {
        # The first.
        "from": "str",
        # The end.
        "to": "str",
    },
)
"""The time that is asked about."""


AggregateWindow: TypeAlias = "AggregateWindow1 | AggregateWindow2"
"""The time that is asked about."""


class Aggregated(TypedDict):
    """Values per bucket of time."""

    sources: list[Source]
    """Who measured; buckets name them by their place here."""

    buckets: list[BucketValue]
    """The buckets that have data, in order of time."""


class Association(TypedDict):
    """Two series that go together."""

    a: int
    """The place of the one in the list of series."""

    b: int
    """The place of the other."""

    lag_days: int
    """How many days `b` comes after `a`; below 0 it comes before."""

    n: int
    """How many pairs of days there are."""

    n_effective: float
    """How many independent pairs these are worth."""

    spearman: float
    """The correlation of ranks, from −1 to 1."""

    pearson: float
    """The correlation of values, from −1 to 1."""

    p: float
    """The chance of it between unrelated series."""

    q: float
    """The same after the correction for all tests."""

    strength: AssociationStrength
    """How strong it is."""

    detrended: bool
    """Whether trends were taken out first."""

    sentence: str
    """What it says in plain words."""


AssociationStrength = Literal[
    "weak",
    "moderate",
    "strong",
    "very_strong",
]
"""How strong a correlation is."""


Baseline = TypedDict(
    "Baseline",
    {
        # How many values there are.
        "n": "int",
        # The middle value.
        "median": "float",
        # The median absolute deviation from the median, as it is.
        "mad": "float",
        # What a standard deviation would be if the usual values are normal; always above 0.
        "sigma": "float",
        # What sigma is made from.
        "basis": "SpreadBasis",
        # The first day of the window.
        "from": "str",
        # Its last day.
        "to": "str",
    },
)
"""What has been usual before a day."""


BaselineWindow = Literal[
    "7d",
    "14d",
    "30d",
    "60d",
    "90d",
]
"""How many days a baseline looks back."""


class BeatFaults(TypedDict):
    """Which beats are not as they should be, counted from 0 through all runs; beat 0 begins the first interval of the first
    run, and every run has a beat more than intervals.
    """

    ectopic: list[int]
    """Beats that come too early or too late and are followed by a pause or a hurry."""

    missed: list[int]
    """Beats before which one was missed."""

    extra: list[int]
    """Beats that were none."""

    misplaced: list[int]
    """Beats that end an interval too long or too short."""


class BestEffort(TypedDict):
    """The fastest stretch."""

    seconds: float
    """How long it took, in seconds."""

    start: float
    """When it began, on the clock of the samples; of equally fast ones the first."""


class BestPower(TypedDict):
    """The best of one duration."""

    seconds: int
    """The duration in seconds."""

    watts: float
    """The mean power in watts."""

    start: int
    """The second at which it begins; of equal ones the first."""


Better = Literal[
    "higher",
    "lower",
]
"""Which of two values is better."""


class BloodPressure(TypedDict):
    """What readings come to."""

    n: int
    """How many readings there are."""

    days: int
    """On how many days."""

    systolic: float
    """The mean of the upper values."""

    diastolic: float
    """The mean of the lower values."""

    category: BloodPressureCategory
    """What the means are called."""


BloodPressureCategory = Literal[
    "usual",
    "elevated",
    "stage1",
    "stage2",
    "severe",
]
"""A category, of either guideline."""


BloodPressureGuideline = Literal[
    "acc_aha2017",
    "esc2024",
]
"""Whose categories."""


class BloodPressureReading(TypedDict):
    """One reading in mmHg."""

    date: str
    """The day."""

    systolic: float
    """The upper value."""

    diastolic: float
    """The lower value."""


Bucket = Literal[
    "minute",
    "5min",
    "15min",
    "hour",
    "day",
    "week",
    "month",
]
"""How much time one value covers."""


BucketBasis = Literal[
    "intervals",
    "provider_total",
    "samples",
    "mixed",
]
"""What a bucket's value is made from."""


class BucketValue(TypedDict):
    """What the values of one bucket come to."""

    start: str
    """The first instant of the bucket by the person's clock, also where the window begins inside it."""

    end: str
    """The end of the bucket, exclusive. Equal to the start for a date the person's clock has skipped."""

    date: str
    """The civil date on which it begins: the day, the week's first, the month's first."""

    value: float
    """The one value, by the metric's `Aggregation`. Of a category whose time adds up it is the seconds in all its
    values, for sleep stages the seconds asleep; where nothing but time in bed is told there is no bucket.
    """

    sum: float | None
    """The sum, where values add up."""

    min: float | None
    """The least value, where values do not add up."""

    max: float | None
    """The greatest value, where values do not add up."""

    mean: float | None
    """The mean of the samples, where values do not add up."""

    time_weighted_mean: float | None
    """The mean weighted by how long each value held, where the metric asks for it; then it is the value."""

    count: int
    """How many samples count."""

    basis: BucketBasis
    """What the value is made from."""

    sources: list[SourceShare]
    """Whose samples count, best source first."""

    set_aside: list[SourceShare]
    """What does not count, best source first."""

    categories: list[tuple[float, float]]
    """The seconds in each value of a category whose time adds up, as (code, seconds), by code."""

    travel_day: bool
    """True for a day on which the samples' own offsets differ by three hours or more, or on which the person moved as
    far. Its hours need not add up to it.
    """


class Chronotype(TypedDict):
    """The person's own time. All are in hours."""

    social_jetlag: float
    """By how much mid-sleep on free days is later than on work days; below 0 where it is earlier."""

    week_sleep: float
    """How long is slept on a mean day of the week."""

    msf_sc: float
    """Mid-sleep on free days, corrected for what is made up for: a time of the clock."""


class Circular(TypedDict):
    """Where times of the clock lie. All are in hours."""

    n: int
    """How many there are."""

    mean: float
    """The mean, from 0 to below 24."""

    resultant: float
    """How close they lie together, from 0 (all around) to 1 (all equal)."""

    sd: float
    """The standard deviation."""


ContentId: TypeAlias = "str"
"""The identity of a session: 26 characters that its content decides."""


class Cosinor(TypedDict):
    """A wave of 24 hours."""

    n: int
    """How many values it rests on."""

    mesor: float
    """The level about which it swings."""

    amplitude: float
    """How far it swings to either side."""

    acrophase: float
    """When it peaks, a time of the clock in hours."""

    explained: float
    """The share of the variance that it explains, from 0 to 1."""


class CusumSums(TypedDict):
    """The two sums so far."""

    high: float
    """What has gathered above the usual."""

    low: float
    """What has gathered below the usual."""


class Daily(TypedDict):
    """One value per civil day, from a first day on; `None` is a day without a value. Every value is finite."""

    first: str

    values: list[float | None]


Detrend = Literal[
    "mean",
    "line",
]
"""What is taken away from each segment."""


class Device(TypedDict):
    """What is known about a device."""

    manufacturer: NotRequired[str | None]
    """The maker, for example `Apple Inc.`."""

    model: NotRequired[str | None]
    """The model, for example `Watch`."""

    hardware: NotRequired[str | None]
    """The hardware revision, for example `Watch6,2`."""


DeviceKind = Literal[
    "unknown",
    "app",
    "phone",
    "band",
    "ring",
    "watch",
    "chest_strap",
    "bike_computer",
    "scale",
    "cuff",
    "glucose_meter",
]
"""What kind of device measured. Declared from the least to the most telling."""


Direction = Literal[
    "low",
    "high",
]
"""To which side a value lies."""


class Discovery(TypedDict):
    """What was found."""

    tests: int
    """How many tests were made, all of which count in the correction."""

    found: list[Association]
    """What holds after the correction, the strongest first."""

    untested: list[Untested]
    """What could not be tested."""


DriftChart = Literal[
    "ewma",
    "cusum",
]
"""Which chart to draw."""


class EcgSummary(TypedDict):
    """What an electrocardiogram holds. Voltages are in microvolts."""

    n: int
    """How many samples it has."""

    seconds: float
    """How long it is, in seconds."""

    lowest: float
    """The lowest voltage."""

    median: float
    """The middle voltage, about which it swings."""

    highest: float
    """The highest voltage."""

    amplitude: float
    """From the 1st to the 99th percentile."""

    flat: float
    """The share of samples in flat stretches, from 0 to 1."""


EctopicRule = Literal[
    "malik",
    "kamath",
    "karlsson",
]
"""How an ectopic beat is told by its neighbours."""


class Effort(TypedDict):
    """A value that may be a record."""

    at: str
    """When it was."""

    value: float
    """How good."""


class EnergyBalance(TypedDict):
    """Whether more was eaten than spent."""

    days: list[float | None]
    """The balance of each day from the first to the last of the window; `None` where intake or expenditure is missing."""

    mean: float
    """The mean of the days that have one, in kcal per day."""

    n: int
    """How many days have one."""

    data_completeness: float
    """Their share of the days asked about, from 0 to 1."""


class Episode(TypedDict):
    """Findings that are one event."""

    start: str
    """The day of its first finding."""

    end: str
    """The day of its last finding."""

    direction: Direction
    """To which side it lies."""

    severity: Severity
    """How urgent it is at its worst."""

    days: int
    """How many days have a finding."""

    evidence: list[Finding]
    """Of each method its severest finding, the severest first."""

    resolution: Resolution
    """Whether it is over."""


class Exercise(TypedDict):
    """A workout, as far as days need it."""

    date: str
    """The civil date on which it began."""

    sport: Sport
    """The sport."""

    minutes: float
    """How long it lasted without pauses, in minutes."""

    mean_heart_rate: NotRequired[float | None]
    """The mean heart rate, in beats per minute."""


class FatFreeMassIndex(TypedDict):
    """The lean mass at a height, in kg/m²."""

    index: float
    """As it is."""

    at_180_cm: float
    """As it would be at 1.80 m."""


class Finding(TypedDict):
    """A day that stands out."""

    date: str
    """The day."""

    value: float
    """Its value."""

    expected: float | None
    """What is usual, where that is one number."""

    score: float | None
    """How far it is from that, in the method's own measure."""

    direction: Direction
    """To which side."""

    severity: Severity
    """How urgent it is to look."""

    method: str
    """The `Method` that says so."""

    evidence: str
    """Why, in plain words."""


class Findings(TypedDict):
    """What a method says of a series."""

    judged: int
    """How many days could be judged; at least one."""

    findings: list[Finding]
    """Those that stand out, in order of time."""


class FitnessAgeYears(TypedDict):
    """Of which age an oxygen uptake is the mean."""

    years: float
    """Of this many years."""

    kind: Literal["years"]


class FitnessAgeAtMost(TypedDict):
    """Of which age an oxygen uptake is the mean."""

    years: float
    """Of this many or fewer; the table does not say."""

    kind: Literal["at_most"]


class FitnessAgeAtLeast(TypedDict):
    """Of which age an oxygen uptake is the mean."""

    years: float
    """Of this many or more."""

    kind: Literal["at_least"]


FitnessAge: TypeAlias = "FitnessAgeYears | FitnessAgeAtMost | FitnessAgeAtLeast"
"""Of which age an oxygen uptake is the mean."""


class FrequencyBands(TypedDict):
    """The power in the bands, in ms²."""

    vlf: float | None
    """Very low frequency; none where segments are shorter than 300 s."""

    lf: float
    """Low frequency."""

    hf: float
    """High frequency."""

    total: float
    """All of the above that are answered."""

    lf_hf: float | None
    """LF divided by HF; none where HF is 0."""

    lf_nu: float | None
    """LF in per cent of LF and HF; none where both are 0."""

    hf_nu: float | None
    """HF in per cent of LF and HF; none where both are 0."""


Gait = Literal[
    "running",
    "walking",
]
"""How somebody moves on foot."""


class Geometry(TypedDict):
    """The shape of the histogram."""

    n: int
    """How many intervals it holds."""

    triangular_index: float
    """All intervals divided by those of the fullest bin."""

    tinn: float | None
    """The base of the best triangle, in milliseconds; none where one bin holds all."""


class Girths(TypedDict):
    """Sizes around the body in metres, for the estimate of fat."""

    waist_m: float
    """Of the waist."""

    neck_m: float
    """Of the neck."""

    hip_m: NotRequired[float | None]
    """Of the hip; asked for of women alone."""


class GlucoseRanges(TypedDict):
    """The share of readings in each range, in percent. The first five make 100."""

    very_low: float
    """Below 54: low, level 2."""

    low: float
    """From 54 to below 70: low, level 1."""

    in_range: float
    """From 70 to 180."""

    high: float
    """Above 180 to 250: high, level 1."""

    very_high: float
    """Above 250: high, level 2."""

    tight: float
    """From 70 to 140."""

    pregnancy: float
    """From 63 to 140, the target of a pregnancy with type 1 diabetes."""


class GlucoseReading(TypedDict):
    """A reading of a sensor."""

    at: str
    """When it was, on the local clock."""

    value: float
    """In mg/dL."""


class GlucoseRisk(TypedDict):
    """How risky glucose was."""

    lbgi: float
    """The low blood glucose index."""

    hbgi: float
    """The high blood glucose index."""

    adrr: float
    """The average daily risk range."""

    gri: float
    """The glycemia risk index, from 0 to 100."""

    j_index: float
    """The J-index."""

    m_value: float
    """The M-value about 90 mg/dL."""

    grade: float
    """The mean GRADE score, from 0 to 50."""

    hypo_index: float
    """The hypoglycemic index."""

    hyper_index: float
    """The hyperglycemic index."""

    igc: float
    """The index of glycemic control."""

    cogi: float
    """The continuous glucose monitoring index, from 0 to 100; more is better."""


class GlucoseSlot(TypedDict):
    """A time of day."""

    minute: int
    """When it begins, in minutes after local midnight."""

    n: int
    """How many readings it has."""

    percentiles: Percentiles | None
    """What they are, where there are enough."""


class GlucoseSummary(TypedDict):
    """What the readings say."""

    n: int
    """How many readings there are."""

    wear: SensorWear
    """How much of the time they cover."""

    mean: float
    """The mean, in mg/dL."""

    sd: float
    """The standard deviation, in mg/dL."""

    cv_percent: float
    """The coefficient of variation, in percent."""

    median: float
    """The middle reading, in mg/dL."""

    iqr: float
    """The distance of the quartiles, in mg/dL."""

    gmi_percent: float
    """The glucose management indicator, in percent."""

    ea1c_percent: float
    """The A1c estimated from the mean by the older formula, in percent."""

    ranges: GlucoseRanges
    """The share of readings in each range."""


class GlucoseVariability(TypedDict):
    """How much glucose changes."""

    modd: float
    """The mean of daily differences, in mg/dL."""

    conga: float
    """The standard deviation of daily differences, in mg/dL."""

    mag: float
    """The mean absolute change, in mg/dL per hour."""

    gvp_percent: float
    """The glycemic variability percentage."""

    rate_sd: float
    """The standard deviation of the rate of change, in mg/dL per minute."""

    time_weighted_mean: float
    """The mean over time, in mg/dL."""

    day_pairs: int
    """How many pairs of moments 24 hours apart the first two rest on."""


class GradeBelow(TypedDict):
    """Where a value lies."""

    severity: Severity
    """Below what is usual."""

    side: Literal["below"]


class GradeUsual(TypedDict):
    """Where a value lies."""

    side: Literal["usual"]


class GradeAbove(TypedDict):
    """Where a value lies."""

    severity: Severity
    """Above what is usual."""

    side: Literal["above"]


Grade: TypeAlias = "GradeBelow | GradeUsual | GradeAbove"
"""Where a value lies."""


class HealthContext(TypedDict):
    """What is known of a person."""

    date: str
    """The day it is about."""

    usual: dict[str, UsualValue]
    """What is usual, by metric."""

    changes: list[MetricChange]
    """What changes, the surest first."""

    notices: list[MetricNotice]
    """What is unusual, the most urgent first."""

    links: list[MetricLink]
    """What goes together, the strongest first."""

    scores: Scores
    """The scores."""

    left_out: dict[str, int]
    """How many entries had no room, by group."""


class HeartRateRecovery(TypedDict):
    """How fast the heart rate falls, in beats per minute."""

    at_end: float
    """The rate at the end."""

    peak: float
    """The highest rate of the two minutes before."""

    after_60_s: float | None
    """By how much it has fallen after 60 seconds; below 0 where it rose."""

    after_120_s: float | None
    """By how much it has fallen after 120 seconds."""


class HeartRateZones(TypedDict):
    """The lower borders of five zones in beats per minute; the fifth has no upper one."""

    lower: list[float]


class Held(TypedDict):
    """A value and how long it held."""

    seconds: float
    """How long, in seconds."""

    value: float
    """What was measured."""


class HistogramBins(TypedDict):
    """How intervals are put into bins."""

    origin_ms: float
    """Where a bin begins, in milliseconds."""

    width_ms: float
    """How wide each is, in milliseconds; at least 1."""


class HrvWeek(TypedDict):
    """The week that ends on a day, against what is usual."""

    date: str
    """The day."""

    n: int
    """How many days of the week have a value."""

    n_usual: int
    """How many days what is usual rests on."""

    mean: float
    """The mean of the week."""

    variation: float | None
    """Its coefficient of variation, in per cent of the mean; none where the mean is not above 0."""

    low: float
    """From where on it is usual."""

    high: float
    """To where it is usual."""

    against: AgainstUsual
    """Where the week lies."""


class Hydration(TypedDict):
    """How much was drunk."""

    mean_ml: float
    """The mean of the days with a log, in mL."""

    target_ml: float
    """What is compared with, in mL."""

    share: float
    """The share of the target, 1 for all of it."""

    n: int
    """How many days have a log."""

    days_reached: int
    """On how many of them the target was reached."""

    data_completeness: float
    """Their share of all days, from 0 to 1."""


class ImpulseResponse(TypedDict):
    """The parameters of a person."""

    base: float
    """The performance without training."""

    fitness_gain: float
    """How much fitness adds per load."""

    fatigue_gain: float
    """How much fatigue takes per load."""

    fitness_days: float
    """In how many days fitness fades to 1/e."""

    fatigue_days: float
    """In how many days fatigue fades to 1/e."""


class Insight(TypedDict):
    """An insight, or why there is none."""

    id: str
    """The stable name."""

    category: InsightCategory
    """What it is about."""

    answer: InsightAnswer | None
    """What it says; none where there is a reason."""

    reason: NoAnswer | None
    """Why it says nothing."""


InsightAnswer = TypedDict(
    "InsightAnswer",
    {
        # The number.
        "value": "float",
        # The UCUM code of its unit.
        "unit": "str",
        # How it sounds.
        "tone": "InsightTone",
        # A sentence for people.
        "sentence": "str",
        # How many values it rests on.
        "n": "int",
        # The first day it looks at.
        "from": "str",
        # The last.
        "to": "str",
        # What it is held against.
        "reference": "InsightReference | None",
    },
)
"""What an insight says of a person."""


InsightCategory = Literal[
    "cardio",
    "sleep",
    "activity",
    "body",
    "recovery",
    "respiratory",
    "metabolic",
    "workout",
    "trend",
    "anomaly",
    "longevity",
    "immune",
    "cognitive",
    "hormonal",
    "womens_health",
    "performance",
]
"""What an insight is about."""


class InsightDefinition(TypedDict):
    """What can be asked of a person."""

    id: str
    """The stable name."""

    name: str
    """The name people read."""

    category: InsightCategory
    """What it is about."""

    metrics: list[Metric]
    """The metrics it is made from."""

    says: str
    """What it says."""

    method: str | None
    """The method it is answered by."""

    needs: str | None
    """The least data it answers from."""

    refused: str | None
    """Why it is refused."""


class InsightReference(TypedDict):
    """What a value is held against."""

    low: float | None
    """From where on it is inside; none where less is better."""

    high: float | None
    """To where it is inside; none where more is better."""

    source: str
    """Who says so."""


InsightTone = Literal[
    "info",
    "positive",
    "warning",
    "critical",
]
"""How an insight sounds."""


Interpolation = Literal[
    "linear",
    "quadratic",
]
"""How intervals are read between beats."""


class JudgedIndicator(TypedDict):
    """One indicator of a night."""

    indicator: SleepIndicator
    """What is judged."""

    value: float
    """Its value."""

    least: float | None
    """From where on it is good; none where less is better."""

    most: float | None
    """To where it is good; none where more is better."""

    met: bool
    """Whether it is good."""


class Known(TypedDict):
    """What is known of a person up to a day."""

    date: str
    """The day that is judged; nothing after it counts."""

    person: NotRequired[Person | None]
    """The person, as far as limits depend on it."""

    height_m: NotRequired[float | None]
    """The height in metres."""

    days: NotRequired[dict[Metric, Daily] | None]
    """One value per day, by metric."""

    sessions: NotRequired[list[Session] | None]
    """The nights and naps of every source."""

    workouts: NotRequired[list[Exercise] | None]
    """Workouts, in order of time."""

    glucose: NotRequired[list[GlucoseReading] | None]
    """Readings of a glucose sensor."""

    preferences: NotRequired[Preferences | None]
    """What the person has set."""


class LevelChange(TypedDict):
    """A change of level."""

    day: int
    """The first day of the new level that has a value, counted from the first of the series."""

    before: float
    """The mean of the level before."""

    after: float
    """The mean of the level after."""

    n_before: int
    """How many values the level before has."""

    n_after: int
    """How many values the level after has."""

    difference: float
    """`after − before`."""

    low: float
    """The lower end of the 95 % interval of the difference."""

    high: float
    """The upper end of it."""

    effect: float | None
    """Cohen's d: the difference in pooled standard deviations; none where both levels are constant."""


LevelShift = TypedDict(
    "LevelShift",
    {
        # The day the level changed, counted from the first that was pushed.
        "from": "int",
        # The day it was certain.
        "found": "int",
        # True if the level rose.
        "up": "bool",
        # What was usual before.
        "usual": "float",
    },
)
"""A lasting change that was found."""


class Line(TypedDict):
    """A straight line through days, by least squares."""

    n: int
    """How many days have a value."""

    slope: float
    """The change per day."""

    intercept: float
    """The line's value on the first day of the series."""

    r2: float
    """The share of the variance that the line explains."""

    p: float
    """The chance of such a slope if there is none and days are independent."""

    n_effective: float
    """How many independent days these are worth; never above `n`."""

    p_effective: float | None
    """The chance of such a slope if days resemble their neighbours; none where they are worth 3 days or fewer."""


class LoadConstants(TypedDict):
    """How loads fade."""

    chronic_days: float
    """The time constant of fitness, in days."""

    acute_days: float
    """The time constant of fatigue, in days."""

    decay: LoadDecay
    """What a time constant means."""


LoadDecay = Literal[
    "exponential",
    "reciprocal",
]
"""What a time constant of `n` days means."""


class LoadRatio(TypedDict):
    """How this week's load compares."""

    uncoupled: float
    """Against the three weeks before."""

    coupled: float
    """Against four weeks of which it is one."""

    weighted: float
    """Between weighted means."""

    weighted_from_zero: float
    """Between weighted means that start at 0; too high while there are few days."""

    acute_mean: float
    """The mean of the last 7 days."""

    before_mean: float
    """The mean of the 21 days before them."""


class Loads(TypedDict):
    """Daily training loads, and what they rest on."""

    days: Daily
    """TRIMP per day."""

    resting_heart_rate: float
    """The resting heart rate."""

    max_heart_rate: float
    """The maximal heart rate."""

    max_basis: MaxBasis
    """Where the maximum is from."""


class Mage(TypedDict):
    """How high the excursions are."""

    mage: float
    """The mean amplitude, in mg/dL."""

    rises: int
    """How many rises it rests on."""

    falls: int
    """How many falls it rests on."""


class MannKendall(TypedDict):
    """Whether a series rises or falls, whatever its shape."""

    n: int
    """How many days have a value."""

    s: int
    """The pairs of days that rise, less those that fall."""

    variance: float
    """The variance of `s` if there is no trend."""

    z: float
    """How many standard deviations `s` is from none."""

    p: float
    """The chance of such an `s` if there is no trend and days are independent."""


Matcher = Literal[
    "overlap",
    "train_stack",
]
"""Says when two records are the same workout."""


MaxBasis = Literal[
    "setting",
    "predicted_by_age",
]
"""Where a maximal heart rate is from."""


MaxHeartRateFormula = Literal[
    "fox",
    "tanaka",
    "gellish",
    "gulati",
    "nes",
]
"""Names a formula for the maximal heart rate."""


class MedianLine(TypedDict):
    """A straight line through the middle of days."""

    n: int
    """How many days have a value."""

    slope: float
    """The median change per day."""

    intercept: float
    """The line's value on the first day of the series."""


class MendedBeats(TypedDict):
    """Intervals after mending."""

    intervals_ms: list[float | None]
    """The intervals in milliseconds; `null` where beats are missing."""

    found: BeatFaults
    """Which beats were not as they should be, by their places among those given."""

    share: float
    """The share of beats that were mended."""


class MergedWorkout(TypedDict):
    """A group as one workout."""

    session: Session
    """The primary's record, with what it lacks filled from the others. Source, start and end are the primary's, and
    so is the vendor's id.
    """

    field_sources: dict[str, int]
    """Whose each field is that has a value, as an index into the sessions. A statistic is named by metric and kind, for
    example `statistics.heart_rate.mean`; `elapsed_s` is end minus start.
    """

    children: list[MergedWorkout]
    """The parts that have records of their own, in order of time. What they say is not added to the whole."""


class Method(TypedDict):
    """Describes a method: what an answer is made with."""

    id: str
    """The stable name; where it matters it stands beside the answer."""

    version: int
    """Changes whenever an answer to the same question would."""

    source: str
    """Where it comes from."""

    needs: str
    """The least data it answers from."""


Metric = Literal[
    "steps",
    "distance",
    "distance_walking_running",
    "distance_wheelchair",
    "wheelchair_pushes",
    "equivalent_walking_distance",
    "floors_climbed",
    "elevation_gain",
    "elevation_loss",
    "altitude",
    "active_energy",
    "basal_energy",
    "total_energy",
    "met",
    "met_minutes",
    "physical_effort",
    "workout_duration",
    "moving_duration",
    "active_duration",
    "light_activity_duration",
    "moderate_activity_duration",
    "vigorous_activity_duration",
    "sedentary_duration",
    "resting_duration",
    "exercise_time",
    "move_time",
    "stand_time",
    "stand_hour",
    "stand_hours",
    "active_zone_minutes",
    "intensity_minutes",
    "inactivity_alerts",
    "heart_rate_zone_duration",
    "activity_level",
    "speed",
    "cadence",
    "power",
    "repetitions",
    "lifted_weight",
    "training_volume",
    "nike_fuel",
    "latitude",
    "longitude",
    "grade",
    "mechanical_work",
    "distance_cycling",
    "cycling_speed",
    "cycling_power",
    "cycling_cadence",
    "functional_threshold_power",
    "normalized_power",
    "left_right_balance",
    "torque_effectiveness",
    "pedal_smoothness",
    "step_cadence",
    "running_speed",
    "running_power",
    "running_stride_length",
    "running_vertical_oscillation",
    "running_vertical_ratio",
    "running_ground_contact_time",
    "running_ground_contact_balance",
    "running_index",
    "grade_adjusted_speed",
    "workout_effort_score",
    "estimated_workout_effort_score",
    "perceived_exertion",
    "nerve_health_score",
    "readiness_score",
    "recovery_score",
    "recovery_index",
    "strain_score",
    "body_battery",
    "body_battery_charged",
    "body_battery_drained",
    "activity_score",
    "movement_index",
    "metabolic_score",
    "resilience_level",
    "nightly_recharge_status",
    "ans_charge",
    "hrv_status",
    "cardio_load",
    "cardio_load_strain",
    "cardio_load_tolerance",
    "training_load_ratio",
    "training_load",
    "training_stress_score",
    "intensity_factor",
    "trimp",
    "relative_effort",
    "training_effect_aerobic",
    "training_effect_anaerobic",
    "recovery_time",
    "chronic_training_load",
    "acute_training_load",
    "training_stress_balance",
    "fitness_age",
    "heart_rate",
    "heart_rate_min",
    "heart_rate_max",
    "heart_rate_average",
    "resting_heart_rate",
    "sleeping_heart_rate_lowest",
    "sleeping_heart_rate_average",
    "walking_heart_rate_average",
    "heart_rate_recovery_1min",
    "heart_rate_max_setting",
    "heart_rate_variability_rmssd",
    "heart_rate_variability_rmssd_deep",
    "heart_rate_variability_rmssd_5min_high",
    "heart_rate_variability_sdnn",
    "heart_rate_variability_entropy",
    "rr_interval",
    "atrial_fibrillation_burden",
    "afib_result",
    "qrs_duration",
    "pr_interval",
    "qt_interval",
    "qtc_interval",
    "pulse_wave_velocity",
    "pulse_transit_time",
    "blood_pressure_systolic",
    "blood_pressure_diastolic",
    "blood_pressure_mean",
    "peripheral_perfusion_index",
    "cardiovascular_age",
    "high_heart_rate_event",
    "low_heart_rate_event",
    "irregular_heart_rhythm_event",
    "low_cardio_fitness_event",
    "hypertension_event",
    "vo2_max",
    "respiratory_rate",
    "sleeping_respiratory_rate",
    "oxygen_saturation",
    "sleeping_oxygen_saturation",
    "sleeping_oxygen_saturation_min",
    "breathing_disturbances_apple",
    "breathing_disturbance_index",
    "breathing_disturbances_intensity",
    "apnea_hypopnea_index",
    "sleep_apnea_event",
    "snoring_duration",
    "snoring_episode_count",
    "forced_vital_capacity",
    "forced_expiratory_volume_1",
    "peak_expiratory_flow_rate",
    "inhaler_usage",
    "sleep_stage",
    "time_in_bed",
    "sleep_duration",
    "sleep_light_duration",
    "sleep_deep_duration",
    "sleep_rem_duration",
    "sleep_awake_duration",
    "waso_duration",
    "sleep_unspecified_duration",
    "sleep_latency",
    "wake_latency",
    "sleep_efficiency",
    "sleep_awakenings",
    "sleep_restless_periods",
    "sleep_out_of_bed_count",
    "sleep_cycle_count",
    "sleep_score",
    "sleep_need",
    "sleep_debt",
    "sleep_consistency",
    "sleep_continuity",
    "sleep_charge",
    "sleep_movement",
    "weight",
    "height",
    "body_mass_index",
    "body_fat_percentage",
    "fat_mass",
    "lean_body_mass",
    "muscle_mass",
    "skeletal_muscle_mass",
    "bone_mass",
    "body_water_mass",
    "body_water_percentage",
    "extracellular_water",
    "intracellular_water",
    "visceral_fat_rating",
    "waist_circumference",
    "basal_metabolic_rate",
    "metabolic_age",
    "body_temperature",
    "core_temperature",
    "skin_temperature",
    "sleeping_wrist_temperature",
    "skin_temperature_deviation",
    "skin_temperature_trend_deviation",
    "electrodermal_activity",
    "eda_feet",
    "basal_body_temperature",
    "menstrual_flow",
    "menstruation_period",
    "intermenstrual_bleeding",
    "cervical_mucus_quality",
    "ovulation_test_result",
    "pregnancy_test_result",
    "progesterone_test_result",
    "sexual_activity",
    "contraceptive",
    "lactation",
    "pregnancy",
    "menstrual_cycle_deviation",
    "pregnancy_bleeding",
    "blood_glucose",
    "interstitial_glucose",
    "glucose_trend_rate",
    "glucose_trend",
    "glucose_mean",
    "glucose_management_indicator",
    "glucose_time_in_range",
    "glucose_time_below_range",
    "glucose_time_above_range",
    "cgm_sensor_active",
    "glucose_variability",
    "insulin_delivery",
    "blood_alcohol_content",
    "muscle_oxygen_saturation",
    "total_hemoglobin",
    "alcoholic_beverages",
    "dietary_energy",
    "dietary_carbohydrates",
    "dietary_protein",
    "dietary_fat_total",
    "dietary_fat_saturated",
    "dietary_fat_monounsaturated",
    "dietary_fat_polyunsaturated",
    "dietary_fat_unsaturated",
    "dietary_fat_trans",
    "dietary_energy_from_fat",
    "dietary_sugar",
    "dietary_fiber",
    "dietary_cholesterol",
    "dietary_sodium",
    "dietary_potassium",
    "dietary_calcium",
    "dietary_iron",
    "dietary_magnesium",
    "dietary_phosphorus",
    "dietary_zinc",
    "dietary_copper",
    "dietary_manganese",
    "dietary_chloride",
    "dietary_selenium",
    "dietary_chromium",
    "dietary_molybdenum",
    "dietary_iodine",
    "dietary_vitamin_a",
    "dietary_vitamin_b6",
    "dietary_vitamin_b12",
    "dietary_vitamin_c",
    "dietary_vitamin_d",
    "dietary_vitamin_e",
    "dietary_vitamin_k",
    "dietary_thiamin",
    "dietary_riboflavin",
    "dietary_niacin",
    "dietary_pantothenic_acid",
    "dietary_biotin",
    "dietary_folate",
    "dietary_folic_acid",
    "dietary_caffeine",
    "hydration",
    "walking_speed",
    "walking_step_length",
    "walking_double_support",
    "walking_asymmetry",
    "walking_steadiness",
    "walking_steadiness_event",
    "stair_ascent_speed",
    "stair_descent_speed",
    "six_minute_walk_distance",
    "falls",
    "distance_swimming",
    "swimming_stroke_count",
    "swimming_stroke_rate",
    "swolf",
    "swimming_laps",
    "underwater_depth",
    "distance_paddle_sports",
    "paddle_sports_speed",
    "distance_rowing",
    "rowing_speed",
    "rowing_stroke_rate",
    "distance_downhill_snow_sports",
    "distance_cross_country_skiing",
    "cross_country_skiing_speed",
    "distance_skating_sports",
    "stress_level",
    "stress_duration",
    "stress_high_duration",
    "recovery_high_duration",
    "stress_day_summary",
    "mindfulness_duration",
    "mood_valence",
    "mood",
    "symptom",
    "environmental_audio_exposure",
    "headphone_audio_exposure",
    "environmental_sound_reduction",
    "environmental_audio_exposure_event",
    "headphone_audio_exposure_event",
    "time_in_daylight",
    "uv_index",
    "ambient_temperature",
    "ambient_humidity",
    "ambient_pressure",
    "water_temperature",
    "device_battery",
    "non_wear_duration",
    "handwashing_event",
    "toothbrushing_event",
]
"""What is measured."""


class MetricChange(TypedDict):
    """How a metric changes."""

    metric: str
    """Which."""

    direction: str
    """Where to: `rising`, `falling`, or `stable` where it may be chance."""

    per_week: float
    """By how much a week, in the unit."""

    percent: float | None
    """The mean of the last 7 days against that of the days before, in per cent; none where that makes no sense."""

    unit: str
    """The UCUM code of the unit."""

    p: float
    """How likely as much is by chance."""

    n: int
    """How many days have a value."""


class MetricLink(TypedDict):
    """Two metrics that go together; an association, not a cause."""

    a: str
    """One."""

    b: str
    """The other."""

    lag_days: int
    """How many days later the other follows."""

    spearman: float
    """Spearman's coefficient."""

    pearson: float
    """Pearson's."""

    q: float
    """The chance, corrected for all pairs and lags that were tried."""

    n: int
    """How many pairs of days."""

    strength: AssociationStrength
    """How strong."""

    sentence: str
    """It in words."""


class MetricNotice(TypedDict):
    """Something unusual."""

    metric: str
    """Of which metric."""

    date: str
    """The day."""

    severity: Severity
    """How urgent."""

    value: float
    """The value."""

    unit: str
    """The UCUM code of the unit."""

    evidence: str
    """What shows it."""

    method: str
    """By which method."""


class MissingComponent(TypedDict):
    """A component that is not known."""

    component: ScoreComponent
    """Which."""

    weight: float
    """Its weight among all."""

    reason: NoAnswer
    """Why."""


class MissingSignal(TypedDict):
    """A signal that is not known."""

    signal: ReadinessSignal
    """Which."""

    reason: NoAnswer
    """Why."""


class Monotony(TypedDict):
    """How the load of a week varies."""

    monotony: float
    """The mean over the standard deviation."""

    strain: float
    """The sum of the loads times the monotony."""

    total: float
    """The sum of the loads."""


class NamedSeries(TypedDict):
    """A series with the name people read."""

    first: str

    values: list[float | None]

    name: str
    """The name as it stands in a sentence: `sleep duration`."""


class Night(TypedDict):
    """One stretch of sleep, resolved across sources.

    Terms are those of the American Academy of Sleep Medicine (AASM Manual for the Scoring of Sleep), as far as a
    device that knows no lights-out can follow them. Durations are in whole seconds. Where `basis` is
    `Totals` they are the vendor's, by the vendor's definitions, and what it does not tell is
    `None`; the definitions here are those of stages.
    """

    date: str
    """The civil date of waking, by the session's own clock where it names one."""

    kind: NightKind
    """What it is to that date."""

    basis: NightBasis
    """What its figures are made from."""

    primary: int
    """Index of the session that is believed."""

    others: list[int]
    """Indexes of other records of the same sleep, best first."""

    start: str
    """When the primary begins."""

    end: str
    """When the primary ends, exclusive."""

    stages: list[StageStretch]
    """The primary's stages in order of time, none overlapping. In bed is not among them. A session of which only start
    and end are told is one stretch of unspecified sleep.
    """

    time_in_bed_s: int
    """Time in bed (TIB), in seconds: where some source tells it, the time in bed or in a stage, otherwise the whole
    session; never out of bed.
    """

    asleep_s: NotRequired[int | None]
    """Total sleep time (TST), in seconds: light, deep, REM and unspecified sleep. `None` of mere bedtime."""

    light_s: NotRequired[int | None]
    """Light sleep (N1 and N2), in seconds. This and the next two are `None` where no stage is told apart."""

    deep_s: NotRequired[int | None]
    """Deep sleep (N3), in seconds."""

    rem_s: NotRequired[int | None]
    """REM sleep (R), in seconds."""

    unspecified_s: NotRequired[int | None]
    """Asleep in a stage nobody names, in seconds. `None` of mere bedtime."""

    awake_s: NotRequired[int | None]
    """Awake or out of bed inside the session, before the first and after the last sleep too, in seconds. `None` where
    the source tells neither stages apart nor waking.
    """

    latency_s: NotRequired[int | None]
    """Sleep onset latency (SOL), in seconds: to the first sleep of any stage from where the primary says in bed,
    otherwise from where it begins with lying awake. `None` where it says neither: no other source lends it.
    """

    waso_s: NotRequired[int | None]
    """Wake after sleep onset (WASO), in seconds: awake or out of bed between the first sleep and the last. Lying
    awake after the last one, which the AASM adds, is in `awake_s` alone, because a device cannot
    tell it from having got up. `None` where `awake_s` or `asleep_s` is.
    """

    awakenings: NotRequired[int | None]
    """How often awake or out of bed between the first sleep and the last, however briefly; out of bed next to lying
    awake is one time. `None` where `waso_s` is.
    """

    efficiency: NotRequired[float | None]
    """Sleep efficiency: total sleep time in per cent of the time in bed. `None` where either is not told, or where a
    vendor's totals contradict each other.
    """

    midpoint: str
    """The midpoint of sleep: the middle between the first sleep's start and the last one's end, otherwise of the
    session.
    """


NightAlert = Literal[
    "none",
    "yellow",
    "red",
]
"""What a night says."""


NightBasis = Literal[
    "stages",
    "totals",
    "span",
]
"""What a night's figures are made from."""


NightKind = Literal[
    "night",
    "split",
    "nap",
]
"""What a stretch of sleep is to its date."""


class NightSignal(TypedDict):
    """What the nights of a person show."""

    findings: list[Finding]
    """The nights that stand out."""

    nights: list[WatchedNight]
    """Every night, with what was usual until then."""


class NoAnswerInsufficient(TypedDict):
    """Why there is no answer."""

    what: str
    """What is counted, in the plural: `days`, `pairs of days`, …."""

    needed: int
    """How many the method needs."""

    got: int
    """How many there are."""

    kind: Literal["insufficient"]


class NoAnswerNoSpread(TypedDict):
    """Why there is no answer."""

    what: str
    """What is equal, in the plural."""

    kind: Literal["no_spread"]


class NoAnswerNotFinite(TypedDict):
    """Why there is no answer."""

    what: str
    """Among what it stands, in the plural."""

    index: int
    """Its place, from 0."""

    kind: Literal["not_finite"]


class NoAnswerOutOfRange(TypedDict):
    """Why there is no answer."""

    what: str
    """What it is."""

    value: float
    """The value."""

    min: float
    """The least it may be."""

    max: float
    """The greatest it may be."""

    kind: Literal["out_of_range"]


class NoAnswerTooSmall(TypedDict):
    """Why there is no answer."""

    what: str
    """What it is."""

    value: float
    """The value."""

    min: float
    """The least it may be."""

    kind: Literal["too_small"]


class NoAnswerNotPositive(TypedDict):
    """Why there is no answer."""

    what: str
    """What it is."""

    value: float
    """The value."""

    kind: Literal["not_positive"]


class NoAnswerTooMany(TypedDict):
    """Why there is no answer."""

    what: str
    """What is counted, in the plural."""

    most: int
    """How many it can be."""

    got: int
    """How many there are."""

    kind: Literal["too_many"]


class NoAnswerUnpaired(TypedDict):
    """Why there is no answer."""

    left: int
    """The length of the first."""

    right: int
    """The length of the second."""

    kind: Literal["unpaired"]


class NoAnswerSecondValue(TypedDict):
    """Why there is no answer."""

    date: str
    """The day."""

    kind: Literal["second_value"]


class NoAnswerNotBeatToBeat(TypedDict):
    """Why there is no answer."""

    evidence: str
    """What shows it."""

    kind: Literal["not_beat_to_beat"]


class NoAnswerUndefined(TypedDict):
    """Why there is no answer."""

    what: str
    """What is asked for."""

    of: str
    """Of what."""

    kind: Literal["undefined"]


NoAnswer: TypeAlias = "NoAnswerInsufficient | NoAnswerNoSpread | NoAnswerNotFinite | NoAnswerOutOfRange | NoAnswerTooSmall | NoAnswerNotPositive | NoAnswerTooMany | NoAnswerUnpaired | NoAnswerSecondValue | NoAnswerNotBeatToBeat | NoAnswerUndefined"
"""Why there is no answer."""


class NormalisedPower(TypedDict):
    """What steady power would have cost as much."""

    watts: float
    """In watts."""

    mean_watts: float
    """The plain mean, in watts, with coasting."""

    seconds: int
    """How many seconds have power."""

    silent_seconds: int
    """How many seconds in between have none."""

    windows: PowerWindows
    """Which windows count."""


class NormalizedSample(TypedDict):
    """A sample, or why a reading is none."""

    sample: Sample
    """The reading in canonical terms."""


class NormalizedRejected(TypedDict):
    """A sample, or why a reading is none."""

    rejected: RejectReason
    """Why it is refused."""


Normalized: TypeAlias = "NormalizedSample | NormalizedRejected"
"""A sample, or why a reading is none."""


class Percentiles(TypedDict):
    """How readings are distributed, in mg/dL."""

    p5: float
    """5 % are below."""

    p25: float
    """A quarter is below."""

    p50: float
    """Half are below."""

    p75: float
    """Three quarters are below."""

    p95: float
    """95 % are below."""


class Person(TypedDict):
    """What limits depend on."""

    age_years: NotRequired[int | None]
    """The age in whole years."""

    sex: NotRequired[Sex | None]
    """The sex reference values are given for."""

    asian_bmi: NotRequired[bool | None]
    """Judges the body mass index by the action points for Asian populations."""


class PersonalRecord(TypedDict):
    """A value that was the best when it came."""

    at: str
    """When it was."""

    value: float
    """How good."""

    previous: float | None
    """The record before, if there was one."""


class Poincare(TypedDict):
    """The shape of the cloud."""

    n: int
    """How many successive differences it rests on."""

    sd1: float
    """The width, in milliseconds."""

    sd2: float
    """The length, in milliseconds."""

    csi: float
    """Cardiac sympathetic index: SD2/SD1."""

    cvi: float
    """Cardiac vagal index: log₁₀(16·SD1·SD2), of milliseconds."""

    modified_csi: float
    """Modified cardiac sympathetic index: 4·SD2²/SD1, in milliseconds."""


PowerWindows = Literal[
    "full",
    "from_rest",
]
"""Which windows of 30 s count."""


class Preferences(TypedDict):
    """What a person has set. Changing it changes answers and never data."""

    priority: NotRequired[Priority | None]
    """Whose samples count where sources overlap."""

    zones: NotRequired[ZoneHistory | None]
    """Where the person has lived."""

    week_start: NotRequired[str | None]
    """The day on which a week begins."""

    matcher: NotRequired[Matcher | None]
    """When two records are the same workout."""

    links: NotRequired[WorkoutLinks | None]
    """Which workouts the person has joined, separated and chosen by hand."""


class Priority(TypedDict):
    """What a person prefers. The default prefers nothing, and the catalogue decides alone.

    A source picked by an earlier selector comes before one picked by a later, and that before one picked by none.
    """

    metrics: NotRequired[dict[Metric, list[Selector]] | None]
    """The order for single metrics, best first. Workouts follow `workout_duration`, nights `sleep_stage`."""

    general: NotRequired[list[Selector] | None]
    """The order for everything, best first."""


class RacePrediction(TypedDict):
    """What a race predicts."""

    seconds: float
    """The time in seconds."""

    reach: float
    """How many times as far as the race it is predicted from."""


class Readiness(TypedDict):
    """How a person stands on a day."""

    score: float
    """From 0 to 100; 50 is a day as usual."""

    z: float
    """The weighted mean of the z of the contributors."""

    coverage: float
    """The share of the weight that is known."""

    contributors: list[ReadinessContributor]
    """What it is made from, in the order of the weights."""

    missing: list[MissingSignal]
    """What it is not made from, and why."""


class ReadinessContributor(TypedDict):
    """A signal that is known."""

    signal: ReadinessSignal
    """Which."""

    value: float
    """Its value on the day."""

    usual: float
    """What is usual: the median of the days before."""

    z: float
    """How far it is from that, in usual deviations; above 0 is better."""

    weight: float
    """Its weight among those that are known."""


ReadinessSignal = Literal[
    "heart_rate_variability",
    "resting_heart_rate",
    "sleep_debt",
    "training_balance",
    "temperature",
    "respiratory_rate",
]
"""What readiness is made from."""


class Reading(TypedDict):
    """One value as a vendor gives it. It becomes a `Sample` only through
    `normalize`.
    """

    record: NotRequired[RecordVersion | None]
    """The vendor's object it came in, where the vendor can revise or delete that."""

    source: Source
    """Who measured."""

    metric: Metric
    """What was measured."""

    value: float
    """The value in `unit`, or a category's code."""

    unit: NotRequired[str | None]
    """The unit as the vendor writes it; `None` for categories, and nothing else."""

    start: ReadingTime
    """When it was, or began."""

    end: NotRequired[ReadingTime | None]
    """When it ended; `None` for an instant or a whole civil day."""

    zone: NotRequired[str | None]
    """The zone the vendor names."""

    remarks: NotRequired[dict[str, str] | None]
    """The vendor's remarks, by its own keys."""


class ReadingTimeInstant(TypedDict):
    """When a vendor says something happened, with exactly as much as the vendor says."""

    instant: str
    """An instant without any local information."""


class ReadingTimeWithOffset(TypedDict):
    """When a vendor says something happened, with exactly as much as the vendor says."""

    with_offset: str
    """An instant with the offset in force where it happened."""


class ReadingTimeLocal(TypedDict):
    """When a vendor says something happened, with exactly as much as the vendor says."""

    local: str
    """A wall clock without an offset."""


class ReadingTimeDate(TypedDict):
    """When a vendor says something happened, with exactly as much as the vendor says."""

    date: str
    """A civil date."""


ReadingTime: TypeAlias = "ReadingTimeInstant | ReadingTimeWithOffset | ReadingTimeLocal | ReadingTimeDate"
"""When a vendor says something happened, with exactly as much as the vendor says."""


class RecordVersion(TypedDict):
    """One version of an object, as a delivery names it."""

    provider: str
    """The provider's slug, for example `whoop`."""

    scope: NotRequired[str | None]
    """Where the id is unique, if not in all of the provider: a connection, or one phone's installation."""

    resource: str
    """What kind of object it is, in the provider's word, for example `sleep`."""

    external_id: str
    """The vendor's id."""

    revision: NotRequired[int | None]
    """The vendor's revision, where it has one that can be compared: a later one is greater. Milliseconds of the
    vendor's `updated_at` are one where the vendor promises that they grow.
    """


RecordingMethod = Literal[
    "unknown",
    "automatic",
    "active",
    "manual",
]
"""How a value came about."""


class RejectReasonMissingField(TypedDict):
    """Why something could not be used."""

    field: str
    """The field's name in the vendor's words."""

    kind: Literal["missing_field"]


class RejectReasonNotANumber(TypedDict):
    """Why something could not be used."""

    text: str
    """What stood there."""

    kind: Literal["not_a_number"]


class RejectReasonUnknownWord(TypedDict):
    """Why something could not be used."""

    vocabulary: str
    """Which vocabulary was looked up."""

    text: str
    """What stood there."""

    kind: Literal["unknown_word"]


class RejectReasonWrongUnit(TypedDict):
    """Why something could not be used."""

    metric: Metric
    """The metric it was given for."""

    unit: str
    """The unit as it was written."""

    kind: Literal["wrong_unit"]


class RejectReasonImplausible(TypedDict):
    """Why something could not be used."""

    metric: Metric
    """The metric."""

    value: float
    """The value in the metric's canonical unit."""

    min: float
    """The least plausible value."""

    max: float
    """The greatest plausible value."""

    kind: Literal["implausible"]


class RejectReasonTooFast(TypedDict):
    """Why something could not be used."""

    metric: Metric
    """The metric."""

    value: float
    """The value in the metric's canonical unit."""

    seconds: float
    """How long the interval is."""

    max_per_second: float
    """The greatest plausible rate."""

    kind: Literal["too_fast"]


class RejectReasonNotATime(TypedDict):
    """Why something could not be used."""

    text: str
    """What stood there."""

    kind: Literal["not_a_time"]


class RejectReasonEndBeforeStart(TypedDict):
    """Why something could not be used."""

    start: str
    """The start."""

    end: str
    """The end."""

    kind: Literal["end_before_start"]


class RejectReasonWrongClock(TypedDict):
    """Why something could not be used."""

    at: str
    """The time."""

    kind: Literal["wrong_clock"]


class RejectReasonNoZone(TypedDict):
    """Why something could not be used."""

    local: str
    """The wall-clock time."""

    kind: Literal["no_zone"]


class RejectReasonMalformed(TypedDict):
    """Why something could not be used."""

    detail: str
    """What the parser said."""

    kind: Literal["malformed"]


class RejectReasonUnusable(TypedDict):
    """Why something could not be used."""

    detail: str
    """What stands against it."""

    kind: Literal["unusable"]


class RejectReasonTruncated(TypedDict):
    """Why something could not be used."""

    kind: Literal["truncated"]


RejectReason: TypeAlias = "RejectReasonMissingField | RejectReasonNotANumber | RejectReasonUnknownWord | RejectReasonWrongUnit | RejectReasonImplausible | RejectReasonTooFast | RejectReasonNotATime | RejectReasonEndBeforeStart | RejectReasonWrongClock | RejectReasonNoZone | RejectReasonMalformed | RejectReasonUnusable | RejectReasonTruncated"
"""Why something could not be used."""


class RelativeStress(TypedDict):
    """How a day's stress score compares."""

    value: float
    """The day's value, in the metric's unit."""

    usual: float
    """What is usual: the median of the days before."""

    z: float
    """How far the day is above that, in usual deviations."""

    n: int
    """How many days the baseline has."""


class ResolutionOngoing(TypedDict):
    """Whether an episode is over."""

    state: Literal["ongoing"]


class ResolutionResolved(TypedDict):
    """Whether an episode is over."""

    on: str
    """Since the first of the calm days."""

    state: Literal["resolved"]


class ResolutionUnknown(TypedDict):
    """Whether an episode is over."""

    on: str
    """There are no values; since the first day without one."""

    state: Literal["unknown"]


Resolution: TypeAlias = "ResolutionOngoing | ResolutionResolved | ResolutionUnknown"
"""Whether an episode is over."""


class ResolvedWorkout(TypedDict):
    """A workout, resolved across sources."""

    group: WorkoutGroup
    """Which sessions it is made of, by their places."""

    merged: MergedWorkout
    """What they come to."""


class RestActivity(TypedDict):
    """How steady, broken and strong the rhythm is."""

    n: int
    """How many hours have a value."""

    stability: float
    """Interdaily stability."""

    variability: float
    """Intradaily variability."""

    l5: float
    """The mean of the 5 least active hours in a row."""

    l5_start: int
    """The hour of the clock at which they begin."""

    m10: float
    """The mean of the 10 most active hours in a row."""

    m10_start: int
    """The hour of the clock at which they begin."""

    amplitude: float
    """Relative amplitude."""


class RestingHeartRate(TypedDict):
    """The heart rate at rest."""

    rate: float
    """The rate, in beats per minute."""

    minutes: int
    """How many minutes it rests on."""

    moving: int
    """How many minutes with a rate were left out because something moved."""


RevisionRule = Literal[
    "immutable",
    "last_wins",
]
"""How a source changes what it has once said."""


class RollingMedian(TypedDict):
    """What is usual in one window."""

    n: int
    """How many values the window has."""

    median: float
    """Their middle value."""

    mad: float
    """Their median absolute deviation, as it is."""


class RoutePoint(TypedDict):
    """A point of a route."""

    at: str
    """When."""

    latitude: float
    """Degrees north."""

    longitude: float
    """Degrees east."""

    altitude_m: NotRequired[float | None]
    """Metres above sea level."""

    speed_m_s: NotRequired[float | None]
    """Metres per second."""

    course_deg: NotRequired[float | None]
    """Degrees from north."""

    accuracy_m: NotRequired[float | None]
    """Horizontal accuracy in metres."""


class RunStretch(TypedDict):
    """Running at a speed, for a while."""

    seconds: float
    """How long, in seconds."""

    speed: float
    """The speed in metres per second."""

    grade: float
    """The grade: metres up per metre; 0 on the flat."""


class Sample(TypedDict):
    """One value in its metric's canonical unit.

    There is no unit field: `Metric::spec` says the unit. Bulk work uses
    `SampleBatch` instead, into which samples are collected.
    """

    record: NotRequired[RecordVersion | None]
    """The vendor's object it came in, where the vendor can revise or delete that."""

    source: Source
    """Who measured."""

    metric: Metric
    """What was measured."""

    start: str
    """When it was, or began."""

    end: str
    """When it ended, exclusive; equal to the start for an instant."""

    value: float
    """The value in the metric's canonical unit, or a category's code."""

    attributes: NotRequired[SampleAttributes | None]
    """Local time and the vendor's remarks."""


class SampleAttributes(TypedDict):
    """What is known about one sample beside its value: local time and the vendor's own remarks.

    Few distinct sets occur, so batches and blocks keep each set once and an index per row.
    """

    o: NotRequired[int | None]
    """The offset from UTC at the start, in seconds east."""

    e: NotRequired[int | None]
    """The offset from UTC at the end, where it differs from that at the start."""

    z: NotRequired[str | None]
    """The zone the vendor names."""

    d: NotRequired[bool | None]
    """True for a value of a whole civil day, as the vendor dates it: a daily total or score."""

    m: NotRequired[dict[str, str] | None]
    """The vendor's remarks, by its own keys."""


class SampleEntropy(TypedDict):
    """How regular intervals are."""

    n: int
    """How many places there are that have two intervals after them."""

    entropy: float
    """The sample entropy, in nats."""

    tolerance_ms: float
    """Below which two intervals are alike, in milliseconds."""


class Score(TypedDict):
    """A score, or why there is none."""

    kind: ScoreKind
    """What it sums up."""

    value: float | None
    """From 0 to 100; none where too little is known."""

    reason: NoAnswer | None
    """Why there is none."""

    confidence: float
    """The share of the weight that is known, from 0 to 1."""

    components: list[ScorePart]
    """What it is made from, the heaviest first."""

    missing: list[MissingComponent]
    """What it is not made from, and why, the heaviest first."""

    version: int
    """The version of the method."""


ScoreComponent = Literal[
    "sleep",
    "activity",
    "cardio",
    "recovery",
    "sleep_length",
    "sleep_continuity",
    "sleep_regularity",
    "active_minutes",
    "steps",
    "oxygen_uptake",
    "resting_heart_rate",
    "heart_rate_variability",
    "sleep_debt",
    "training_balance",
    "temperature",
    "respiratory_rate",
]
"""What a score is made from."""


ScoreKind = Literal[
    "overall",
    "sleep",
    "activity",
    "cardio",
    "recovery",
]
"""What a score sums up."""


class ScorePart(TypedDict):
    """A component that is known."""

    component: ScoreComponent
    """Which."""

    points: float
    """From 0 to 100."""

    weight: float
    """Its weight among those that are known."""

    value: float
    """What was measured."""

    unit: str
    """The UCUM code of its unit."""

    method: str
    """The method that answers it."""


ScoredStage = Literal[
    "wake",
    "n1",
    "n2",
    "light",
    "n3",
    "rem",
    "asleep",
    "unknown",
]
"""A scored stage."""


class Scores(TypedDict):
    """The scores of a day."""

    overall: Score
    """All of them."""

    sleep: Score
    """Sleep."""

    activity: Score
    """Activity."""

    cardio: Score
    """Heart and fitness."""

    recovery: Score
    """Readiness."""


class Selector(TypedDict):
    """Picks sources; a part that is missing picks all."""

    provider: NotRequired[str | None]
    """The provider's slug."""

    origin: NotRequired[str | None]
    """The writer inside the provider."""

    device_kind: NotRequired[DeviceKind | None]
    """The kind of device."""


class SensorWear(TypedDict):
    """How much of the time a trace covers."""

    days: float
    """How many days there are from the first reading to the last."""

    interval_minutes: int
    """How many minutes the sensor leaves between readings."""

    active_percent: float
    """How much of the time has readings, in percent."""

    sufficient: bool
    """Tells whether these are at least 14 days with at least 70 % of the readings, as the consensus asks for
    (Battelino 2019, Diabetes Care 42:1593).
    """


class SeriesPairs(TypedDict):
    """The values of two series that stand together."""

    x: list[float]
    """Those of the first."""

    y: list[float]
    """Those of the second."""


class SessionSleep(TypedDict):
    """One night, nap or workout of one source."""

    stages: list[StageStretch]
    """The stages in order of time; those of one source may overlap until they are resolved."""

    nap: NotRequired[bool | None]
    """Whether it is a nap, where the vendor says so."""

    totals: NotRequired[SleepTotals | None]
    """The vendor's own totals, beside the stages or instead of them."""

    kind: Literal["sleep"]

    source: Source
    """Who recorded it."""

    record: NotRequired[RecordVersion | None]
    """The vendor's object it came as, where the vendor's id is stable across deliveries."""

    start: str
    """When it began."""

    end: str
    """When it ended, exclusive. End minus start is the elapsed time, pauses included."""

    attributes: NotRequired[SampleAttributes | None]
    """Local time and the vendor's remarks."""


class SessionWorkout(TypedDict):
    """One night, nap or workout of one source."""

    sport: Sport
    """The canonical sport."""

    vendor_sport: NotRequired[str | None]
    """The vendor's own word for the sport."""

    title: NotRequired[str | None]
    """The title a person gave it."""

    timer_s: NotRequired[float | None]
    """The timer's time without pauses, in seconds."""

    statistics: NotRequired[list[WorkoutStatistic] | None]
    """Totals, means and extremes as the source gives them."""

    laps: NotRequired[list[WorkoutLap] | None]
    """Laps and segments."""

    events: NotRequired[list[WorkoutEvent] | None]
    """Pauses and other marks."""

    parts: NotRequired[list[WorkoutPart] | None]
    """Parts of a multisport workout, or intervals."""

    route: NotRequired[list[RoutePoint] | None]
    """The way that was taken."""

    kind: Literal["workout"]

    source: Source
    """Who recorded it."""

    record: NotRequired[RecordVersion | None]
    """The vendor's object it came as, where the vendor's id is stable across deliveries."""

    start: str
    """When it began."""

    end: str
    """When it ended, exclusive. End minus start is the elapsed time, pauses included."""

    attributes: NotRequired[SampleAttributes | None]
    """Local time and the vendor's remarks."""


Session: TypeAlias = "SessionSleep | SessionWorkout"
"""One night, nap or workout of one source."""


Severity = Literal[
    "low",
    "medium",
    "high",
    "critical",
]
"""How urgent it is to look."""


Sex = Literal[
    "female",
    "male",
]
"""The sex that reference values in the literature are given for."""


class SleepConsistency(TypedDict):
    """How much the times of sleep vary. All are in hours."""

    n: int
    """How many nights there are."""

    onset: Circular
    """When sleep begins."""

    wake: Circular
    """When it ends."""

    midpoint: Circular
    """When its middle is."""

    length_sd: float
    """The standard deviation of how long it lasts, from its beginning to its end."""


class SleepDebt(TypedDict):
    """How much less was slept than needed, in hours."""

    n: int
    """How many of the 14 days are known."""

    cumulative: float
    """The sum of what was missing less what was more."""

    shortfall: float
    """The sum of what was missing."""

    weighted: float
    """What is missing on a day, the newest counting most."""


class SleepEfficiency(TypedDict):
    """How much of a night was sleep, in per cent."""

    of_time_in_bed: float
    """Of the time in bed."""

    of_sleep_period: float | None
    """Of sleep and waking after its onset; none where waking is not told."""


SleepIndicator = Literal[
    "length_h",
    "latency_min",
    "long_awakenings",
    "waso_min",
    "efficiency_percent",
]
"""What is judged of a night."""


class SleepNeed(TypedDict):
    """How many hours of sleep are recommended."""

    least: float
    """The least."""

    most: float
    """The most."""


class SleepQuality(TypedDict):
    """Which indicators a night meets."""

    indicators: list[JudgedIndicator]
    """Those that could be judged, three at least."""

    met: float
    """The share of them that is met, from 0 to 1."""


class SleepRegularity(TypedDict):
    """How regular sleep is."""

    index: float
    """The index, from −100 to 100."""

    pairs: int
    """How many pairs of epochs it rests on."""

    possible: int
    """How many pairs the days have; what is missing is unknown."""


SleepStage = Literal[
    "in_bed",
    "out_of_bed",
    "awake",
    "light",
    "deep",
    "rem",
    "asleep_unspecified",
    "unknown",
]
"""Names a stage of sleep."""


class SleepStatistics(TypedDict):
    """What a hypnogram comes to. Times are in seconds, shares in per cent."""

    in_bed_s: float
    """From beginning to end."""

    period_s: float
    """From the first sleep to the end of the last."""

    asleep_s: float
    """Asleep."""

    waso_s: float
    """Awake inside the sleep period."""

    unknown_s: float
    """Unknown, inside the sleep period or not."""

    latency_s: float
    """From the beginning to the first sleep."""

    awakenings: int
    """How often awake inside the sleep period."""

    shifts: int
    """How often a stage is followed by another, inside the sleep period."""

    fragmentation: float
    """Awakenings and shifts to N1, per hour of sleep."""

    efficiency: float
    """Sleep in per cent of the time in bed."""

    maintenance: float
    """Sleep in per cent of the sleep period."""


class SleepTotals(TypedDict):
    """What a vendor sums up of a night or a nap, in whole seconds, by its own definitions.

    Some vendors tell totals and no stages (WHOOP, Suunto), some both. A night is answered from the stages where there
    are some and from the totals otherwise, never from both; `NightBasis` says which. A
    vendor's efficiency is a sample of its own metric. What the vendor does not tell is `None`, never 0.
    """

    in_bed_s: NotRequired[int | None]
    """In bed."""

    asleep_s: NotRequired[int | None]
    """Asleep, in whatever stage."""

    light_s: NotRequired[int | None]
    """Light sleep, N1 and N2."""

    deep_s: NotRequired[int | None]
    """Deep sleep, N3."""

    rem_s: NotRequired[int | None]
    """REM sleep."""

    unspecified_s: NotRequired[int | None]
    """Asleep in a stage the vendor could not tell."""

    awake_s: NotRequired[int | None]
    """Awake."""

    unknown_s: NotRequired[int | None]
    """Not measured."""

    latency_s: NotRequired[int | None]
    """From going to bed to the first sleep."""

    waso_s: NotRequired[int | None]
    """Awake after the first sleep."""

    awakenings: NotRequired[int | None]
    """How often awake after the first sleep."""


class Slept(TypedDict):
    """A stretch of sleep by the clock of the person."""

    date: str
    """The date of waking."""

    kind: NightKind
    """What it is to that date."""

    start: str
    """When the first sleep began, by the clock of then."""

    end: str
    """When the last sleep ended, by the clock of then."""

    asleep_h: NotRequired[float | None]
    """How long was slept, in hours; none where nobody tells."""


class Source(TypedDict):
    """Who measured."""

    provider: str
    """The provider's slug, for example `apple_health`."""

    origin: str
    """The stable writer inside the provider: a package name, a serial number, or for Apple's export the
    normalised first-seen source name.
    """

    recording: RecordingMethod
    """How the values came about; typed and measured values of one writer are two sources."""

    name: str
    """The name to show, as the vendor spells it."""

    device_kind: DeviceKind
    """What kind of device it is."""

    device: NotRequired[Device | None]
    """The device, where the vendor describes it."""

    revision: RevisionRule
    """How it revises."""


class SourceShare(TypedDict):
    """What one source has to do with a bucket."""

    source: int
    """Index into the series."""

    count: int
    """How many of its samples."""

    value: float
    """What they come to."""


class Spectrum(TypedDict):
    """How much intervals vary at each frequency."""

    pipeline: SpectrumPipeline
    """How it was made."""

    seconds: float
    """How long the run is, in seconds."""

    segments: int
    """How many segments were averaged."""

    step_hz: float
    """How far frequencies are apart, in Hz; the first is 0."""

    density: list[float]
    """The one-sided power density at each, in ms²/Hz."""


class SpectrumPipeline(TypedDict):
    """How a spectrum is made."""

    resample_hz: float
    """How often a second the intervals are read, from 1 to 100."""

    interpolation: Interpolation
    """How they are read between beats."""

    segment_s: float
    """How long a segment is, in seconds, at least 30."""

    detrend: Detrend
    """What is taken away from each segment."""


Sport = Literal[
    "running",
    "trail_running",
    "treadmill_running",
    "virtual_running",
    "track_running",
    "track_and_field",
    "obstacle_racing",
    "orienteering",
    "walking",
    "treadmill_walking",
    "nordic_walking",
    "dog_walking",
    "stroller_walking",
    "hiking",
    "backpacking",
    "mountaineering",
    "rock_climbing",
    "indoor_climbing",
    "bouldering",
    "cycling",
    "road_cycling",
    "gravel_cycling",
    "mountain_biking",
    "bmx",
    "cyclocross",
    "track_cycling",
    "indoor_cycling",
    "spinning",
    "virtual_cycling",
    "e_biking",
    "e_mountain_biking",
    "hand_cycling",
    "velomobile",
    "swimming",
    "pool_swimming",
    "open_water_swimming",
    "water_aerobics",
    "triathlon",
    "duathlon",
    "swimrun",
    "multisport",
    "transition",
    "strength_training",
    "weightlifting",
    "functional_training",
    "core_training",
    "calisthenics",
    "crossfit",
    "cross_training",
    "circuit_training",
    "hiit",
    "boot_camp",
    "cardio",
    "elliptical",
    "indoor_rowing",
    "stair_climbing",
    "stair_machine",
    "step_training",
    "jump_rope",
    "aerobics",
    "group_class",
    "fitness_equipment",
    "yoga",
    "pilates",
    "barre",
    "tai_chi",
    "mind_and_body",
    "stretching",
    "meditation",
    "breathwork",
    "cooldown",
    "alpine_skiing",
    "cross_country_skiing",
    "backcountry_skiing",
    "snowboarding",
    "snowshoeing",
    "ice_skating",
    "biathlon",
    "curling",
    "winter_sport",
    "snowmobiling",
    "motorcycling",
    "motor_sport",
    "skating",
    "inline_skating",
    "roller_skating",
    "roller_skiing",
    "skateboarding",
    "fishing",
    "disc_sport",
    "golf",
    "disc_golf",
    "archery",
    "shooting",
    "hunting",
    "horse_riding",
    "gymnastics",
    "bowling",
    "parkour",
    "rowing",
    "kayaking",
    "canoeing",
    "paddling",
    "stand_up_paddling",
    "rafting",
    "surfing",
    "kitesurfing",
    "windsurfing",
    "sailing",
    "boating",
    "water_polo",
    "water_skiing",
    "wakeboarding",
    "diving",
    "freediving",
    "snorkeling",
    "water_sport",
    "soccer",
    "futsal",
    "basketball",
    "american_football",
    "australian_football",
    "gaelic_football",
    "rugby",
    "baseball",
    "softball",
    "volleyball",
    "beach_volleyball",
    "handball",
    "netball",
    "hockey",
    "ice_hockey",
    "field_hockey",
    "roller_hockey",
    "floorball",
    "lacrosse",
    "cricket",
    "ultimate_frisbee",
    "team_sport",
    "tennis",
    "padel",
    "pickleball",
    "badminton",
    "squash",
    "racquetball",
    "table_tennis",
    "racket_sport",
    "boxing",
    "kickboxing",
    "martial_arts",
    "wrestling",
    "fencing",
    "dance",
    "ballet",
    "ballroom_dance",
    "zumba",
    "paragliding",
    "skydiving",
    "wheelchair",
    "wheelchair_walk",
    "wheelchair_run",
    "recovery",
    "gaming",
    "chores",
    "work",
    "lifestyle",
    "generic",
    "other",
]
"""A sport."""


class Spread(TypedDict):
    """The centre and the spread of values."""

    n: int
    """How many values there are."""

    median: float
    """The middle value."""

    mad: float
    """The median absolute deviation from the median, as it is."""

    sigma: float
    """What a standard deviation would be if the usual values are normal; always above 0."""

    basis: SpreadBasis
    """What sigma is made from."""


SpreadBasis = Literal[
    "mad",
    "quartiles",
    "mean_deviation",
]
"""What a sigma is made from."""


class StageShare(TypedDict):
    """A stage in per cent of all sleep."""

    percent: float
    """The share."""

    good: bool | None
    """Whether experts call it good; none where they do not agree."""


class StageShares(TypedDict):
    """What sleep was made of."""

    light: float
    """Light sleep."""

    deep: StageShare
    """Deep sleep."""

    rem: StageShare
    """REM sleep."""

    unnamed: float
    """Sleep in a stage nobody names."""


class StageStretch(TypedDict):
    """One stretch of one sleep stage."""

    stage: SleepStage
    """The stage."""

    start: str
    """When it began."""

    end: str
    """When it ended, exclusive."""


StatisticKind = Literal[
    "sum",
    "mean",
    "min",
    "max",
]
"""What a statistic says."""


class StressScore(TypedDict):
    """How stressful a session was."""

    score: float
    """An hour at threshold is 100."""

    intensity_factor: float
    """The share of the threshold."""

    hours: float
    """How long was measured."""

    basis: StressScoreBasis
    """By what."""


StressScoreBasis = Literal[
    "power",
    "pace",
]
"""What a score is made from."""


class ThresholdLabel(TypedDict):
    """What a value is called."""

    label: str
    """The word for it."""

    grade: Grade
    """Where it lies."""

    source: str
    """Who calls it so."""


class TimeDomain(TypedDict):
    """How much intervals vary. Times are in milliseconds, rates in beats per minute, shares in per cent."""

    n: int
    """How many intervals there are."""

    n_differences: int
    """How many successive differences there are."""

    mean_nn: float
    """The mean interval."""

    median_nn: float
    """The middle interval."""

    min_nn: float
    """The shortest interval."""

    max_nn: float
    """The longest interval."""

    sdnn: float
    """The standard deviation of the intervals."""

    rmssd: float
    """The root mean square of successive differences."""

    ln_rmssd: float | None
    """Its natural logarithm; none where all intervals are equal."""

    sdsd: float
    """The standard deviation of successive differences."""

    nn50: int
    """Differences of more than 50 ms."""

    nn20: int
    """Differences of more than 20 ms."""

    pnn50: float
    """NN50 in per cent of the differences."""

    pnn20: float
    """NN20 in per cent of the differences."""

    cvnn: float
    """SDNN divided by the mean interval."""

    cvsd: float
    """RMSSD divided by the mean interval."""

    mean_rate: float
    """The mean of the beats' rates."""


class TimeInZones(TypedDict):
    """How long each zone took, in seconds."""

    below_s: float
    """Below the first zone."""

    zones_s: list[float]
    """The five zones."""

    unknown_s: float
    """Without a heart rate: what gaps have beyond what a sample may count for."""


class TimeStretch(TypedDict):
    """From an instant to another, half-open."""

    start: str
    """The first instant."""

    end: str
    """The end."""


class TrainingLoad(TypedDict):
    """What the days up to one have added up to."""

    date: str
    """The day."""

    load: float | None
    """Its own load; `None` where nothing is known of it."""

    chronic: float
    """The chronic load at its end (CTL)."""

    acute: float
    """The acute load at its end (ATL)."""

    balance: float
    """The balance on its morning (TSB): chronic less acute load of the day before."""

    chronic_known: float
    """The share of the chronic load's weight that rests on days that are known."""

    acute_known: float
    """The same of the acute load."""

    warm: bool
    """Tells whether the chronic load rests on enough days (`WARM`) to be read."""


class TrimpCoefficients(TypedDict):
    """What weighs the heart rate reserve in Banister's formula: `scale·e^(exponent·x)`."""

    scale: float
    """`a`."""

    exponent: float
    """`b`."""


class Untested(TypedDict):
    """Pairs of two series that could not be tested."""

    a: int
    """The place of the one in the list of series."""

    b: int
    """The place of the other."""

    lags: int
    """At how many lags."""

    reason: NoAnswer
    """Why, at the lag that came closest."""


class Unusual(TypedDict):
    """Something unusual of a metric."""

    metric: Metric
    """The metric."""

    finding: Finding
    """What was found."""


UsualValue = TypedDict(
    "UsualValue",
    {
        # The mean of the days.
        "mean": "float",
        # Their median.
        "median": "float",
        # Their robust standard deviation.
        "spread": "float",
        # The UCUM code of the unit.
        "unit": "str",
        # How many days have a value.
        "n": "int",
        # The first day looked at.
        "from": "str",
        # The last.
        "to": "str",
    },
)
"""What is usual of a metric."""


class WatchedNight(TypedDict):
    """What is said of one night."""

    date: str
    """The date on which the night ended."""

    average: float
    """The night's value in beats per minute, without decimals."""

    imputed: bool
    """True where the night is missing and its neighbours stand for it."""

    usual: float
    """What is usual so far."""

    alert: NightAlert
    """What it says."""


class WorkoutEvent(TypedDict):
    """A mark on a workout's timeline."""

    kind: str
    """What happened, in canonical words where there is one: `pause`, `resume`, `motion_paused`, …."""

    at: str
    """When."""


class WorkoutGroup(TypedDict):
    """Records of the same workout."""

    members: list[int]
    """Indexes into the sessions, best first."""

    ids: list[ContentId]
    """The identities of the members, in the same order. Each of them names the group."""

    primary: int
    """The member to show: the first."""

    session_id: ContentId
    """The smallest of the members' identities. A member that joins later may lower it; the old one is then among
    `ids` and still names the group.
    """

    children: list[WorkoutGroup]
    """The parts of a multisport workout that have records of their own, in order of time. They are parts of this
    workout and not workouts beside it; a child's children are parts of a part.
    """


class WorkoutLap(TypedDict):
    """A lap or an automatic segment."""

    lap: bool
    """True for a lap, false for an automatic segment such as each kilometre."""

    start: str
    """When it began."""

    end: str
    """When it ended."""

    remarks: NotRequired[dict[str, str] | None]
    """The vendor's remarks."""


class WorkoutLinks(TypedDict):
    """What a person decided by hand: which records are the same workout, which are not, and which one is shown.

    Decisions name records by their identity, so they hold after a re-import, for records that come later, and under any
    matcher. The latest decision wins when it is made: it takes away what it contradicts, so that a value never holds a
    contradiction, and decisions that do not contradict each other may be made in any order. Records of one source stay
    apart even so: such a join is kept, waits, and is told by `refused_joins`.
    """

    same: NotRequired[list[tuple[str, str]] | None]
    """Records that are the same workout."""

    separate: NotRequired[list[tuple[str, str]] | None]
    """Records that are not."""

    primaries: NotRequired[list[ContentId] | None]
    """Records that are shown for their workouts."""


class WorkoutPart(TypedDict):
    """A part of a workout."""

    external_id: NotRequired[str | None]
    """The vendor's id."""

    sport: NotRequired[Sport | None]
    """The sport, where it differs from the whole."""

    start: str
    """When it began."""

    end: str
    """When it ended."""

    timer_s: NotRequired[float | None]
    """The timer's time without pauses, in seconds."""

    statistics: NotRequired[list[WorkoutStatistic] | None]
    """Totals, means and extremes of the part."""


class WorkoutStatistic(TypedDict):
    """A number that sums up a workout, in the metric's canonical unit."""

    metric: Metric
    """What was measured."""

    kind: StatisticKind
    """What the number says about it."""

    value: float
    """The number."""


class ZoneHistory(TypedDict):
    """The zones a person has lived in, so that a later move does not rewrite the past.

    Invariant: the moves are in order of time.
    """

    first: str
    """The zone before the first move."""

    moves: NotRequired[list[tuple[str, str]] | None]
    """From when on the person was in another zone."""
