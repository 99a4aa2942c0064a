// Written from the questions of vitasync-core by a test; do not edit.

/** Numbers, none of which may be missing. */
export type Values = ArrayLike<number>;

/** Numbers, one per place; null or NaN where there is none. */
export type Days = ArrayLike<number | null>;

/** Instants: milliseconds since 1970 in UTC, or RFC 3339 texts. */
export type Instants = ArrayLike<number> | readonly string[];

/** Numbers that are answered, one per place; NaN where there is none. */
export type Column = Float64Array;

/** What counts of an activity or a day. */
export interface ActiveMinutes {
  /** Minutes from 3 to 6 MET. */
  moderate_minutes: number;
  /** Minutes from 6 MET. */
  vigorous_minutes: number;
}

/** Where a week lies. */
export type ActivityGuidance =
  | "below"
  | "within"
  | "above";

/** How active a day is: its physical activity level, energy of the day over that at rest (FAO/WHO/UNU 2004). */
export type ActivityLevel =
  | "sedentary"
  | "active"
  | "vigorous";

/** How a week compares with the advice. */
export interface ActivityWeek {
  /** Minutes from 3 to 6 MET. */
  moderate_minutes: number;
  /** Minutes from 6 MET. */
  vigorous_minutes: number;
  /** The minutes of moderate activity that are worth as much. */
  equivalent_minutes: number;
  /** Where that lies. */
  guidance: ActivityGuidance;
  /** How many of the seven days are known; what the others held comes on top. */
  known_days: number;
}

/** Where the week lies. */
export type AgainstUsual =
  | "below"
  | "within"
  | "above";

/** The time that is asked about. */
export type AggregateWindow =
  | {
      /** The first. */
      from: string;
      /** The last. */
      to: string;
    }
  | {
      /** The first. */
      from: string;
      /** The end. */
      to: string;
    };

/** Values per bucket of time. */
export interface Aggregated {
  /** Who measured; buckets name them by their place here. */
  sources: Source[];
  /** The buckets that have data, in order of time. */
  buckets: BucketValue[];
}

/** Two series that go together. */
export interface Association {
  /** The place of the one in the list of series. */
  a: number;
  /** The place of the other. */
  b: number;
  /** How many days `b` comes after `a`; below 0 it comes before. */
  lag_days: number;
  /** How many pairs of days there are. */
  n: number;
  /** How many independent pairs these are worth. */
  n_effective: number;
  /** The correlation of ranks, from −1 to 1. */
  spearman: number;
  /** The correlation of values, from −1 to 1. */
  pearson: number;
  /** The chance of it between unrelated series. */
  p: number;
  /** The same after the correction for all tests. */
  q: number;
  /** How strong it is. */
  strength: AssociationStrength;
  /** Whether trends were taken out first. */
  detrended: boolean;
  /** What it says in plain words. */
  sentence: string;
}

/** How strong a correlation is. */
export type AssociationStrength =
  | "weak"
  | "moderate"
  | "strong"
  | "very_strong";

/** What has been usual before a day. */
export interface Baseline {
  /** How many values there are. */
  n: number;
  /** The middle value. */
  median: number;
  /** The median absolute deviation from the median, as it is. */
  mad: number;
  /** What a standard deviation would be if the usual values are normal; always above 0. */
  sigma: number;
  /** What sigma is made from. */
  basis: SpreadBasis;
  /** The first day of the window. */
  from: string;
  /** Its last day. */
  to: string;
}

/** How many days a baseline looks back. */
export type BaselineWindow =
  | "7d"
  | "14d"
  | "30d"
  | "60d"
  | "90d";

/**
 * Which beats are not as they should be, counted from 0 through all runs; beat 0 begins the first interval of the first
 * run, and every run has a beat more than intervals.
 */
export interface BeatFaults {
  /** Beats that come too early or too late and are followed by a pause or a hurry. */
  ectopic: number[];
  /** Beats before which one was missed. */
  missed: number[];
  /** Beats that were none. */
  extra: number[];
  /** Beats that end an interval too long or too short. */
  misplaced: number[];
}

/** The fastest stretch. */
export interface BestEffort {
  /** How long it took, in seconds. */
  seconds: number;
  /** When it began, on the clock of the samples; of equally fast ones the first. */
  start: number;
}

/** The best of one duration. */
export interface BestPower {
  /** The duration in seconds. */
  seconds: number;
  /** The mean power in watts. */
  watts: number;
  /** The second at which it begins; of equal ones the first. */
  start: number;
}

/** Which of two values is better. */
export type Better =
  | "higher"
  | "lower";

/** What readings come to. */
export interface BloodPressure {
  /** How many readings there are. */
  n: number;
  /** On how many days. */
  days: number;
  /** The mean of the upper values. */
  systolic: number;
  /** The mean of the lower values. */
  diastolic: number;
  /** What the means are called. */
  category: BloodPressureCategory;
}

/** A category, of either guideline. */
export type BloodPressureCategory =
  | "usual"
  | "elevated"
  | "stage1"
  | "stage2"
  | "severe";

/** Whose categories. */
export type BloodPressureGuideline =
  | "acc_aha2017"
  | "esc2024";

/** One reading in mmHg. */
export interface BloodPressureReading {
  /** The day. */
  date: string;
  /** The upper value. */
  systolic: number;
  /** The lower value. */
  diastolic: number;
}

/** How much time one value covers. */
export type Bucket =
  | "minute"
  | "5min"
  | "15min"
  | "hour"
  | "day"
  | "week"
  | "month";

/** What a bucket's value is made from. */
export type BucketBasis =
  | "intervals"
  | "provider_total"
  | "samples"
  | "mixed";

/** What the values of one bucket come to. */
export interface BucketValue {
  /** The first instant of the bucket by the person's clock, also where the window begins inside it. */
  start: string;
  /** The end of the bucket, exclusive. Equal to the start for a date the person's clock has skipped. */
  end: string;
  /** The civil date on which it begins: the day, the week's first, the month's first. */
  date: string;
  /**
   * The one value, by the metric's `Aggregation`. Of a category whose time adds up it is the seconds in all its
   * values, for sleep stages the seconds asleep; where nothing but time in bed is told there is no bucket.
   */
  value: number;
  /** The sum, where values add up. */
  sum: number | null;
  /** The least value, where values do not add up. */
  min: number | null;
  /** The greatest value, where values do not add up. */
  max: number | null;
  /** The mean of the samples, where values do not add up. */
  mean: number | null;
  /** The mean weighted by how long each value held, where the metric asks for it; then it is the value. */
  time_weighted_mean: number | null;
  /** How many samples count. */
  count: number;
  /** What the value is made from. */
  basis: BucketBasis;
  /** Whose samples count, best source first. */
  sources: SourceShare[];
  /** What does not count, best source first. */
  set_aside: SourceShare[];
  /** The seconds in each value of a category whose time adds up, as (code, seconds), by code. */
  categories: [number, number][];
  /**
   * True for a day on which the samples' own offsets differ by three hours or more, or on which the person moved as
   * far. Its hours need not add up to it.
   */
  travel_day: boolean;
}

/** The person's own time. All are in hours. */
export interface Chronotype {
  /** By how much mid-sleep on free days is later than on work days; below 0 where it is earlier. */
  social_jetlag: number;
  /** How long is slept on a mean day of the week. */
  week_sleep: number;
  /** Mid-sleep on free days, corrected for what is made up for: a time of the clock. */
  msf_sc: number;
}

/** Where times of the clock lie. All are in hours. */
export interface Circular {
  /** How many there are. */
  n: number;
  /** The mean, from 0 to below 24. */
  mean: number;
  /** How close they lie together, from 0 (all around) to 1 (all equal). */
  resultant: number;
  /** The standard deviation. */
  sd: number;
}

/** The identity of a session: 26 characters that its content decides. */
export type ContentId = string;

/** A wave of 24 hours. */
export interface Cosinor {
  /** How many values it rests on. */
  n: number;
  /** The level about which it swings. */
  mesor: number;
  /** How far it swings to either side. */
  amplitude: number;
  /** When it peaks, a time of the clock in hours. */
  acrophase: number;
  /** The share of the variance that it explains, from 0 to 1. */
  explained: number;
}

/** The two sums so far. */
export interface CusumSums {
  /** What has gathered above the usual. */
  high: number;
  /** What has gathered below the usual. */
  low: number;
}

/** One value per civil day, from a first day on; `None` is a day without a value. Every value is finite. */
export interface Daily {
  first: string;
  values: (number | null)[];
}

/** What is taken away from each segment. */
export type Detrend =
  | "mean"
  | "line";

/** What is known about a device. */
export interface Device {
  /** The maker, for example `Apple Inc.`. */
  manufacturer?: string | null;
  /** The model, for example `Watch`. */
  model?: string | null;
  /** The hardware revision, for example `Watch6,2`. */
  hardware?: string | null;
}

/** What kind of device measured. Declared from the least to the most telling. */
export type DeviceKind =
  | "unknown"
  | "app"
  | "phone"
  | "band"
  | "ring"
  | "watch"
  | "chest_strap"
  | "bike_computer"
  | "scale"
  | "cuff"
  | "glucose_meter";

/** To which side a value lies. */
export type Direction =
  | "low"
  | "high";

/** What was found. */
export interface Discovery {
  /** How many tests were made, all of which count in the correction. */
  tests: number;
  /** What holds after the correction, the strongest first. */
  found: Association[];
  /** What could not be tested. */
  untested: Untested[];
}

/** Which chart to draw. */
export type DriftChart =
  | "ewma"
  | "cusum";

/** What an electrocardiogram holds. Voltages are in microvolts. */
export interface EcgSummary {
  /** How many samples it has. */
  n: number;
  /** How long it is, in seconds. */
  seconds: number;
  /** The lowest voltage. */
  lowest: number;
  /** The middle voltage, about which it swings. */
  median: number;
  /** The highest voltage. */
  highest: number;
  /** From the 1st to the 99th percentile. */
  amplitude: number;
  /** The share of samples in flat stretches, from 0 to 1. */
  flat: number;
}

/** How an ectopic beat is told by its neighbours. */
export type EctopicRule =
  | "malik"
  | "kamath"
  | "karlsson";

/** A value that may be a record. */
export interface Effort {
  /** When it was. */
  at: string;
  /** How good. */
  value: number;
}

/** Whether more was eaten than spent. */
export interface EnergyBalance {
  /** The balance of each day from the first to the last of the window; `None` where intake or expenditure is missing. */
  days: (number | null)[];
  /** The mean of the days that have one, in kcal per day. */
  mean: number;
  /** How many days have one. */
  n: number;
  /** Their share of the days asked about, from 0 to 1. */
  data_completeness: number;
}

/** Findings that are one event. */
export interface Episode {
  /** The day of its first finding. */
  start: string;
  /** The day of its last finding. */
  end: string;
  /** To which side it lies. */
  direction: Direction;
  /** How urgent it is at its worst. */
  severity: Severity;
  /** How many days have a finding. */
  days: number;
  /** Of each method its severest finding, the severest first. */
  evidence: Finding[];
  /** Whether it is over. */
  resolution: Resolution;
}

/** A workout, as far as days need it. */
export interface Exercise {
  /** The civil date on which it began. */
  date: string;
  /** The sport. */
  sport: Sport;
  /** How long it lasted without pauses, in minutes. */
  minutes: number;
  /** The mean heart rate, in beats per minute. */
  mean_heart_rate?: number | null;
}

/** The lean mass at a height, in kg/m². */
export interface FatFreeMassIndex {
  /** As it is. */
  index: number;
  /** As it would be at 1.80 m. */
  at_180_cm: number;
}

/** A day that stands out. */
export interface Finding {
  /** The day. */
  date: string;
  /** Its value. */
  value: number;
  /** What is usual, where that is one number. */
  expected: number | null;
  /** How far it is from that, in the method's own measure. */
  score: number | null;
  /** To which side. */
  direction: Direction;
  /** How urgent it is to look. */
  severity: Severity;
  /** The `Method` that says so. */
  method: string;
  /** Why, in plain words. */
  evidence: string;
}

/** What a method says of a series. */
export interface Findings {
  /** How many days could be judged; at least one. */
  judged: number;
  /** Those that stand out, in order of time. */
  findings: Finding[];
}

/** Of which age an oxygen uptake is the mean. */
export type FitnessAge =
  | {
      /** Of this many years. */
      years: number;
      kind: "years";
    }
  | {
      /** Of this many or fewer; the table does not say. */
      years: number;
      kind: "at_most";
    }
  | {
      /** Of this many or more. */
      years: number;
      kind: "at_least";
    };

/** The power in the bands, in ms². */
export interface FrequencyBands {
  /** Very low frequency; none where segments are shorter than 300 s. */
  vlf: number | null;
  /** Low frequency. */
  lf: number;
  /** High frequency. */
  hf: number;
  /** All of the above that are answered. */
  total: number;
  /** LF divided by HF; none where HF is 0. */
  lf_hf: number | null;
  /** LF in per cent of LF and HF; none where both are 0. */
  lf_nu: number | null;
  /** HF in per cent of LF and HF; none where both are 0. */
  hf_nu: number | null;
}

/** How somebody moves on foot. */
export type Gait =
  | "running"
  | "walking";

/** The shape of the histogram. */
export interface Geometry {
  /** How many intervals it holds. */
  n: number;
  /** All intervals divided by those of the fullest bin. */
  triangular_index: number;
  /** The base of the best triangle, in milliseconds; none where one bin holds all. */
  tinn: number | null;
}

/** Sizes around the body in metres, for the estimate of fat. */
export interface Girths {
  /** Of the waist. */
  waist_m: number;
  /** Of the neck. */
  neck_m: number;
  /** Of the hip; asked for of women alone. */
  hip_m?: number | null;
}

/** The share of readings in each range, in percent. The first five make 100. */
export interface GlucoseRanges {
  /** Below 54: low, level 2. */
  very_low: number;
  /** From 54 to below 70: low, level 1. */
  low: number;
  /** From 70 to 180. */
  in_range: number;
  /** Above 180 to 250: high, level 1. */
  high: number;
  /** Above 250: high, level 2. */
  very_high: number;
  /** From 70 to 140. */
  tight: number;
  /** From 63 to 140, the target of a pregnancy with type 1 diabetes. */
  pregnancy: number;
}

/** A reading of a sensor. */
export interface GlucoseReading {
  /** When it was, on the local clock. */
  at: string;
  /** In mg/dL. */
  value: number;
}

/** How risky glucose was. */
export interface GlucoseRisk {
  /** The low blood glucose index. */
  lbgi: number;
  /** The high blood glucose index. */
  hbgi: number;
  /** The average daily risk range. */
  adrr: number;
  /** The glycemia risk index, from 0 to 100. */
  gri: number;
  /** The J-index. */
  j_index: number;
  /** The M-value about 90 mg/dL. */
  m_value: number;
  /** The mean GRADE score, from 0 to 50. */
  grade: number;
  /** The hypoglycemic index. */
  hypo_index: number;
  /** The hyperglycemic index. */
  hyper_index: number;
  /** The index of glycemic control. */
  igc: number;
  /** The continuous glucose monitoring index, from 0 to 100; more is better. */
  cogi: number;
}

/** A time of day. */
export interface GlucoseSlot {
  /** When it begins, in minutes after local midnight. */
  minute: number;
  /** How many readings it has. */
  n: number;
  /** What they are, where there are enough. */
  percentiles: Percentiles | null;
}

/** What the readings say. */
export interface GlucoseSummary {
  /** How many readings there are. */
  n: number;
  /** How much of the time they cover. */
  wear: SensorWear;
  /** The mean, in mg/dL. */
  mean: number;
  /** The standard deviation, in mg/dL. */
  sd: number;
  /** The coefficient of variation, in percent. */
  cv_percent: number;
  /** The middle reading, in mg/dL. */
  median: number;
  /** The distance of the quartiles, in mg/dL. */
  iqr: number;
  /** The glucose management indicator, in percent. */
  gmi_percent: number;
  /** The A1c estimated from the mean by the older formula, in percent. */
  ea1c_percent: number;
  /** The share of readings in each range. */
  ranges: GlucoseRanges;
}

/** How much glucose changes. */
export interface GlucoseVariability {
  /** The mean of daily differences, in mg/dL. */
  modd: number;
  /** The standard deviation of daily differences, in mg/dL. */
  conga: number;
  /** The mean absolute change, in mg/dL per hour. */
  mag: number;
  /** The glycemic variability percentage. */
  gvp_percent: number;
  /** The standard deviation of the rate of change, in mg/dL per minute. */
  rate_sd: number;
  /** The mean over time, in mg/dL. */
  time_weighted_mean: number;
  /** How many pairs of moments 24 hours apart the first two rest on. */
  day_pairs: number;
}

/** Where a value lies. */
export type Grade =
  | {
      /** Below what is usual. */
      severity: Severity;
      side: "below";
    }
  | {
      side: "usual";
    }
  | {
      /** Above what is usual. */
      severity: Severity;
      side: "above";
    };

/** What is known of a person. */
export interface HealthContext {
  /** The day it is about. */
  date: string;
  /** What is usual, by metric. */
  usual: Record<string, UsualValue>;
  /** What changes, the surest first. */
  changes: MetricChange[];
  /** What is unusual, the most urgent first. */
  notices: MetricNotice[];
  /** What goes together, the strongest first. */
  links: MetricLink[];
  /** The scores. */
  scores: Scores;
  /** How many entries had no room, by group. */
  left_out: Record<string, number>;
}

/** How fast the heart rate falls, in beats per minute. */
export interface HeartRateRecovery {
  /** The rate at the end. */
  at_end: number;
  /** The highest rate of the two minutes before. */
  peak: number;
  /** By how much it has fallen after 60 seconds; below 0 where it rose. */
  after_60_s: number | null;
  /** By how much it has fallen after 120 seconds. */
  after_120_s: number | null;
}

/** The lower borders of five zones in beats per minute; the fifth has no upper one. */
export interface HeartRateZones {
  lower: number[];
}

/** A value and how long it held. */
export interface Held {
  /** How long, in seconds. */
  seconds: number;
  /** What was measured. */
  value: number;
}

/** How intervals are put into bins. */
export interface HistogramBins {
  /** Where a bin begins, in milliseconds. */
  origin_ms: number;
  /** How wide each is, in milliseconds; at least 1. */
  width_ms: number;
}

/** The week that ends on a day, against what is usual. */
export interface HrvWeek {
  /** The day. */
  date: string;
  /** How many days of the week have a value. */
  n: number;
  /** How many days what is usual rests on. */
  n_usual: number;
  /** The mean of the week. */
  mean: number;
  /** Its coefficient of variation, in per cent of the mean; none where the mean is not above 0. */
  variation: number | null;
  /** From where on it is usual. */
  low: number;
  /** To where it is usual. */
  high: number;
  /** Where the week lies. */
  against: AgainstUsual;
}

/** How much was drunk. */
export interface Hydration {
  /** The mean of the days with a log, in mL. */
  mean_ml: number;
  /** What is compared with, in mL. */
  target_ml: number;
  /** The share of the target, 1 for all of it. */
  share: number;
  /** How many days have a log. */
  n: number;
  /** On how many of them the target was reached. */
  days_reached: number;
  /** Their share of all days, from 0 to 1. */
  data_completeness: number;
}

/** The parameters of a person. */
export interface ImpulseResponse {
  /** The performance without training. */
  base: number;
  /** How much fitness adds per load. */
  fitness_gain: number;
  /** How much fatigue takes per load. */
  fatigue_gain: number;
  /** In how many days fitness fades to 1/e. */
  fitness_days: number;
  /** In how many days fatigue fades to 1/e. */
  fatigue_days: number;
}

/** An insight, or why there is none. */
export interface Insight {
  /** The stable name. */
  id: string;
  /** What it is about. */
  category: InsightCategory;
  /** What it says; none where there is a reason. */
  answer: InsightAnswer | null;
  /** Why it says nothing. */
  reason: NoAnswer | null;
}

/** What an insight says of a person. */
export interface InsightAnswer {
  /** The number. */
  value: number;
  /** The UCUM code of its unit. */
  unit: string;
  /** How it sounds. */
  tone: InsightTone;
  /** A sentence for people. */
  sentence: string;
  /** How many values it rests on. */
  n: number;
  /** The first day it looks at. */
  from: string;
  /** The last. */
  to: string;
  /** What it is held against. */
  reference: InsightReference | null;
}

/** What an insight is about. */
export type InsightCategory =
  | "cardio"
  | "sleep"
  | "activity"
  | "body"
  | "recovery"
  | "respiratory"
  | "metabolic"
  | "workout"
  | "trend"
  | "anomaly"
  | "longevity"
  | "immune"
  | "cognitive"
  | "hormonal"
  | "womens_health"
  | "performance";

/** What can be asked of a person. */
export interface InsightDefinition {
  /** The stable name. */
  id: string;
  /** The name people read. */
  name: string;
  /** What it is about. */
  category: InsightCategory;
  /** The metrics it is made from. */
  metrics: Metric[];
  /** What it says. */
  says: string;
  /** The method it is answered by. */
  method: string | null;
  /** The least data it answers from. */
  needs: string | null;
  /** Why it is refused. */
  refused: string | null;
}

/** What a value is held against. */
export interface InsightReference {
  /** From where on it is inside; none where less is better. */
  low: number | null;
  /** To where it is inside; none where more is better. */
  high: number | null;
  /** Who says so. */
  source: string;
}

/** How an insight sounds. */
export type InsightTone =
  | "info"
  | "positive"
  | "warning"
  | "critical";

/** How intervals are read between beats. */
export type Interpolation =
  | "linear"
  | "quadratic";

/** One indicator of a night. */
export interface JudgedIndicator {
  /** What is judged. */
  indicator: SleepIndicator;
  /** Its value. */
  value: number;
  /** From where on it is good; none where less is better. */
  least: number | null;
  /** To where it is good; none where more is better. */
  most: number | null;
  /** Whether it is good. */
  met: boolean;
}

/** What is known of a person up to a day. */
export interface Known {
  /** The day that is judged; nothing after it counts. */
  date: string;
  /** The person, as far as limits depend on it. */
  person?: Person | null;
  /** The height in metres. */
  height_m?: number | null;
  /** One value per day, by metric. */
  days?: Partial<Record<Metric, Daily>> | null;
  /** The nights and naps of every source. */
  sessions?: Session[] | null;
  /** Workouts, in order of time. */
  workouts?: Exercise[] | null;
  /** Readings of a glucose sensor. */
  glucose?: GlucoseReading[] | null;
  /** What the person has set. */
  preferences?: Preferences | null;
}

/** A change of level. */
export interface LevelChange {
  /** The first day of the new level that has a value, counted from the first of the series. */
  day: number;
  /** The mean of the level before. */
  before: number;
  /** The mean of the level after. */
  after: number;
  /** How many values the level before has. */
  n_before: number;
  /** How many values the level after has. */
  n_after: number;
  /** `after − before`. */
  difference: number;
  /** The lower end of the 95 % interval of the difference. */
  low: number;
  /** The upper end of it. */
  high: number;
  /** Cohen's d: the difference in pooled standard deviations; none where both levels are constant. */
  effect: number | null;
}

/** A lasting change that was found. */
export interface LevelShift {
  /** The day the level changed, counted from the first that was pushed. */
  from: number;
  /** The day it was certain. */
  found: number;
  /** True if the level rose. */
  up: boolean;
  /** What was usual before. */
  usual: number;
}

/** A straight line through days, by least squares. */
export interface Line {
  /** How many days have a value. */
  n: number;
  /** The change per day. */
  slope: number;
  /** The line's value on the first day of the series. */
  intercept: number;
  /** The share of the variance that the line explains. */
  r2: number;
  /** The chance of such a slope if there is none and days are independent. */
  p: number;
  /** How many independent days these are worth; never above `n`. */
  n_effective: number;
  /** The chance of such a slope if days resemble their neighbours; none where they are worth 3 days or fewer. */
  p_effective: number | null;
}

/** How loads fade. */
export interface LoadConstants {
  /** The time constant of fitness, in days. */
  chronic_days: number;
  /** The time constant of fatigue, in days. */
  acute_days: number;
  /** What a time constant means. */
  decay: LoadDecay;
}

/** What a time constant of `n` days means. */
export type LoadDecay =
  | "exponential"
  | "reciprocal";

/** How this week's load compares. */
export interface LoadRatio {
  /** Against the three weeks before. */
  uncoupled: number;
  /** Against four weeks of which it is one. */
  coupled: number;
  /** Between weighted means. */
  weighted: number;
  /** Between weighted means that start at 0; too high while there are few days. */
  weighted_from_zero: number;
  /** The mean of the last 7 days. */
  acute_mean: number;
  /** The mean of the 21 days before them. */
  before_mean: number;
}

/** Daily training loads, and what they rest on. */
export interface Loads {
  /** TRIMP per day. */
  days: Daily;
  /** The resting heart rate. */
  resting_heart_rate: number;
  /** The maximal heart rate. */
  max_heart_rate: number;
  /** Where the maximum is from. */
  max_basis: MaxBasis;
}

/** How high the excursions are. */
export interface Mage {
  /** The mean amplitude, in mg/dL. */
  mage: number;
  /** How many rises it rests on. */
  rises: number;
  /** How many falls it rests on. */
  falls: number;
}

/** Whether a series rises or falls, whatever its shape. */
export interface MannKendall {
  /** How many days have a value. */
  n: number;
  /** The pairs of days that rise, less those that fall. */
  s: number;
  /** The variance of `s` if there is no trend. */
  variance: number;
  /** How many standard deviations `s` is from none. */
  z: number;
  /** The chance of such an `s` if there is no trend and days are independent. */
  p: number;
}

/** Says when two records are the same workout. */
export type Matcher =
  | "overlap"
  | "train_stack";

/** Where a maximal heart rate is from. */
export type MaxBasis =
  | "setting"
  | "predicted_by_age";

/** Names a formula for the maximal heart rate. */
export type MaxHeartRateFormula =
  | "fox"
  | "tanaka"
  | "gellish"
  | "gulati"
  | "nes";

/** A straight line through the middle of days. */
export interface MedianLine {
  /** How many days have a value. */
  n: number;
  /** The median change per day. */
  slope: number;
  /** The line's value on the first day of the series. */
  intercept: number;
}

/** Intervals after mending. */
export interface MendedBeats {
  /** The intervals in milliseconds; `null` where beats are missing. */
  intervals_ms: (number | null)[];
  /** Which beats were not as they should be, by their places among those given. */
  found: BeatFaults;
  /** The share of beats that were mended. */
  share: number;
}

/** A group as one workout. */
export interface MergedWorkout {
  /**
   * The primary's record, with what it lacks filled from the others. Source, start and end are the primary's, and
   * so is the vendor's id.
   */
  session: Session;
  /**
   * Whose each field is that has a value, as an index into the sessions. A statistic is named by metric and kind, for
   * example `statistics.heart_rate.mean`; `elapsed_s` is end minus start.
   */
  field_sources: Record<string, number>;
  /** The parts that have records of their own, in order of time. What they say is not added to the whole. */
  children: MergedWorkout[];
}

/** Describes a method: what an answer is made with. */
export interface Method {
  /** The stable name; where it matters it stands beside the answer. */
  id: string;
  /** Changes whenever an answer to the same question would. */
  version: number;
  /** Where it comes from. */
  source: string;
  /** The least data it answers from. */
  needs: string;
}

/** What is measured. */
export type Metric =
  | "steps"
  | "distance"
  | "distance_walking_running"
  | "distance_wheelchair"
  | "wheelchair_pushes"
  | "equivalent_walking_distance"
  | "floors_climbed"
  | "elevation_gain"
  | "elevation_loss"
  | "altitude"
  | "active_energy"
  | "basal_energy"
  | "total_energy"
  | "met"
  | "met_minutes"
  | "physical_effort"
  | "workout_duration"
  | "moving_duration"
  | "active_duration"
  | "light_activity_duration"
  | "moderate_activity_duration"
  | "vigorous_activity_duration"
  | "sedentary_duration"
  | "resting_duration"
  | "exercise_time"
  | "move_time"
  | "stand_time"
  | "stand_hour"
  | "stand_hours"
  | "active_zone_minutes"
  | "intensity_minutes"
  | "inactivity_alerts"
  | "heart_rate_zone_duration"
  | "activity_level"
  | "speed"
  | "cadence"
  | "power"
  | "repetitions"
  | "lifted_weight"
  | "training_volume"
  | "nike_fuel"
  | "latitude"
  | "longitude"
  | "grade"
  | "mechanical_work"
  | "distance_cycling"
  | "cycling_speed"
  | "cycling_power"
  | "cycling_cadence"
  | "functional_threshold_power"
  | "normalized_power"
  | "left_right_balance"
  | "torque_effectiveness"
  | "pedal_smoothness"
  | "step_cadence"
  | "running_speed"
  | "running_power"
  | "running_stride_length"
  | "running_vertical_oscillation"
  | "running_vertical_ratio"
  | "running_ground_contact_time"
  | "running_ground_contact_balance"
  | "running_index"
  | "grade_adjusted_speed"
  | "workout_effort_score"
  | "estimated_workout_effort_score"
  | "perceived_exertion"
  | "nerve_health_score"
  | "readiness_score"
  | "recovery_score"
  | "recovery_index"
  | "strain_score"
  | "body_battery"
  | "body_battery_charged"
  | "body_battery_drained"
  | "activity_score"
  | "movement_index"
  | "metabolic_score"
  | "resilience_level"
  | "nightly_recharge_status"
  | "ans_charge"
  | "hrv_status"
  | "cardio_load"
  | "cardio_load_strain"
  | "cardio_load_tolerance"
  | "training_load_ratio"
  | "training_load"
  | "training_stress_score"
  | "intensity_factor"
  | "trimp"
  | "relative_effort"
  | "training_effect_aerobic"
  | "training_effect_anaerobic"
  | "recovery_time"
  | "chronic_training_load"
  | "acute_training_load"
  | "training_stress_balance"
  | "fitness_age"
  | "heart_rate"
  | "heart_rate_min"
  | "heart_rate_max"
  | "heart_rate_average"
  | "resting_heart_rate"
  | "sleeping_heart_rate_lowest"
  | "sleeping_heart_rate_average"
  | "walking_heart_rate_average"
  | "heart_rate_recovery_1min"
  | "heart_rate_max_setting"
  | "heart_rate_variability_rmssd"
  | "heart_rate_variability_rmssd_deep"
  | "heart_rate_variability_rmssd_5min_high"
  | "heart_rate_variability_sdnn"
  | "heart_rate_variability_entropy"
  | "rr_interval"
  | "atrial_fibrillation_burden"
  | "afib_result"
  | "qrs_duration"
  | "pr_interval"
  | "qt_interval"
  | "qtc_interval"
  | "pulse_wave_velocity"
  | "pulse_transit_time"
  | "blood_pressure_systolic"
  | "blood_pressure_diastolic"
  | "blood_pressure_mean"
  | "peripheral_perfusion_index"
  | "cardiovascular_age"
  | "high_heart_rate_event"
  | "low_heart_rate_event"
  | "irregular_heart_rhythm_event"
  | "low_cardio_fitness_event"
  | "hypertension_event"
  | "vo2_max"
  | "respiratory_rate"
  | "sleeping_respiratory_rate"
  | "oxygen_saturation"
  | "sleeping_oxygen_saturation"
  | "sleeping_oxygen_saturation_min"
  | "breathing_disturbances_apple"
  | "breathing_disturbance_index"
  | "breathing_disturbances_intensity"
  | "apnea_hypopnea_index"
  | "sleep_apnea_event"
  | "snoring_duration"
  | "snoring_episode_count"
  | "forced_vital_capacity"
  | "forced_expiratory_volume_1"
  | "peak_expiratory_flow_rate"
  | "inhaler_usage"
  | "sleep_stage"
  | "time_in_bed"
  | "sleep_duration"
  | "sleep_light_duration"
  | "sleep_deep_duration"
  | "sleep_rem_duration"
  | "sleep_awake_duration"
  | "waso_duration"
  | "sleep_unspecified_duration"
  | "sleep_latency"
  | "wake_latency"
  | "sleep_efficiency"
  | "sleep_awakenings"
  | "sleep_restless_periods"
  | "sleep_out_of_bed_count"
  | "sleep_cycle_count"
  | "sleep_score"
  | "sleep_need"
  | "sleep_debt"
  | "sleep_consistency"
  | "sleep_continuity"
  | "sleep_charge"
  | "sleep_movement"
  | "weight"
  | "height"
  | "body_mass_index"
  | "body_fat_percentage"
  | "fat_mass"
  | "lean_body_mass"
  | "muscle_mass"
  | "skeletal_muscle_mass"
  | "bone_mass"
  | "body_water_mass"
  | "body_water_percentage"
  | "extracellular_water"
  | "intracellular_water"
  | "visceral_fat_rating"
  | "waist_circumference"
  | "basal_metabolic_rate"
  | "metabolic_age"
  | "body_temperature"
  | "core_temperature"
  | "skin_temperature"
  | "sleeping_wrist_temperature"
  | "skin_temperature_deviation"
  | "skin_temperature_trend_deviation"
  | "electrodermal_activity"
  | "eda_feet"
  | "basal_body_temperature"
  | "menstrual_flow"
  | "menstruation_period"
  | "intermenstrual_bleeding"
  | "cervical_mucus_quality"
  | "ovulation_test_result"
  | "pregnancy_test_result"
  | "progesterone_test_result"
  | "sexual_activity"
  | "contraceptive"
  | "lactation"
  | "pregnancy"
  | "menstrual_cycle_deviation"
  | "pregnancy_bleeding"
  | "blood_glucose"
  | "interstitial_glucose"
  | "glucose_trend_rate"
  | "glucose_trend"
  | "glucose_mean"
  | "glucose_management_indicator"
  | "glucose_time_in_range"
  | "glucose_time_below_range"
  | "glucose_time_above_range"
  | "cgm_sensor_active"
  | "glucose_variability"
  | "insulin_delivery"
  | "blood_alcohol_content"
  | "muscle_oxygen_saturation"
  | "total_hemoglobin"
  | "alcoholic_beverages"
  | "dietary_energy"
  | "dietary_carbohydrates"
  | "dietary_protein"
  | "dietary_fat_total"
  | "dietary_fat_saturated"
  | "dietary_fat_monounsaturated"
  | "dietary_fat_polyunsaturated"
  | "dietary_fat_unsaturated"
  | "dietary_fat_trans"
  | "dietary_energy_from_fat"
  | "dietary_sugar"
  | "dietary_fiber"
  | "dietary_cholesterol"
  | "dietary_sodium"
  | "dietary_potassium"
  | "dietary_calcium"
  | "dietary_iron"
  | "dietary_magnesium"
  | "dietary_phosphorus"
  | "dietary_zinc"
  | "dietary_copper"
  | "dietary_manganese"
  | "dietary_chloride"
  | "dietary_selenium"
  | "dietary_chromium"
  | "dietary_molybdenum"
  | "dietary_iodine"
  | "dietary_vitamin_a"
  | "dietary_vitamin_b6"
  | "dietary_vitamin_b12"
  | "dietary_vitamin_c"
  | "dietary_vitamin_d"
  | "dietary_vitamin_e"
  | "dietary_vitamin_k"
  | "dietary_thiamin"
  | "dietary_riboflavin"
  | "dietary_niacin"
  | "dietary_pantothenic_acid"
  | "dietary_biotin"
  | "dietary_folate"
  | "dietary_folic_acid"
  | "dietary_caffeine"
  | "hydration"
  | "walking_speed"
  | "walking_step_length"
  | "walking_double_support"
  | "walking_asymmetry"
  | "walking_steadiness"
  | "walking_steadiness_event"
  | "stair_ascent_speed"
  | "stair_descent_speed"
  | "six_minute_walk_distance"
  | "falls"
  | "distance_swimming"
  | "swimming_stroke_count"
  | "swimming_stroke_rate"
  | "swolf"
  | "swimming_laps"
  | "underwater_depth"
  | "distance_paddle_sports"
  | "paddle_sports_speed"
  | "distance_rowing"
  | "rowing_speed"
  | "rowing_stroke_rate"
  | "distance_downhill_snow_sports"
  | "distance_cross_country_skiing"
  | "cross_country_skiing_speed"
  | "distance_skating_sports"
  | "stress_level"
  | "stress_duration"
  | "stress_high_duration"
  | "recovery_high_duration"
  | "stress_day_summary"
  | "mindfulness_duration"
  | "mood_valence"
  | "mood"
  | "symptom"
  | "environmental_audio_exposure"
  | "headphone_audio_exposure"
  | "environmental_sound_reduction"
  | "environmental_audio_exposure_event"
  | "headphone_audio_exposure_event"
  | "time_in_daylight"
  | "uv_index"
  | "ambient_temperature"
  | "ambient_humidity"
  | "ambient_pressure"
  | "water_temperature"
  | "device_battery"
  | "non_wear_duration"
  | "handwashing_event"
  | "toothbrushing_event";

/** How a metric changes. */
export interface MetricChange {
  /** Which. */
  metric: string;
  /** Where to: `rising`, `falling`, or `stable` where it may be chance. */
  direction: string;
  /** By how much a week, in the unit. */
  per_week: number;
  /** The mean of the last 7 days against that of the days before, in per cent; none where that makes no sense. */
  percent: number | null;
  /** The UCUM code of the unit. */
  unit: string;
  /** How likely as much is by chance. */
  p: number;
  /** How many days have a value. */
  n: number;
}

/** Two metrics that go together; an association, not a cause. */
export interface MetricLink {
  /** One. */
  a: string;
  /** The other. */
  b: string;
  /** How many days later the other follows. */
  lag_days: number;
  /** Spearman's coefficient. */
  spearman: number;
  /** Pearson's. */
  pearson: number;
  /** The chance, corrected for all pairs and lags that were tried. */
  q: number;
  /** How many pairs of days. */
  n: number;
  /** How strong. */
  strength: AssociationStrength;
  /** It in words. */
  sentence: string;
}

/** Something unusual. */
export interface MetricNotice {
  /** Of which metric. */
  metric: string;
  /** The day. */
  date: string;
  /** How urgent. */
  severity: Severity;
  /** The value. */
  value: number;
  /** The UCUM code of the unit. */
  unit: string;
  /** What shows it. */
  evidence: string;
  /** By which method. */
  method: string;
}

/** A component that is not known. */
export interface MissingComponent {
  /** Which. */
  component: ScoreComponent;
  /** Its weight among all. */
  weight: number;
  /** Why. */
  reason: NoAnswer;
}

/** A signal that is not known. */
export interface MissingSignal {
  /** Which. */
  signal: ReadinessSignal;
  /** Why. */
  reason: NoAnswer;
}

/** How the load of a week varies. */
export interface Monotony {
  /** The mean over the standard deviation. */
  monotony: number;
  /** The sum of the loads times the monotony. */
  strain: number;
  /** The sum of the loads. */
  total: number;
}

/** A series with the name people read. */
export interface NamedSeries {
  first: string;
  values: (number | null)[];
  /** The name as it stands in a sentence: `sleep duration`. */
  name: string;
}

/**
 * One stretch of sleep, resolved across sources.
 *
 * Terms are those of the American Academy of Sleep Medicine (AASM Manual for the Scoring of Sleep), as far as a
 * device that knows no lights-out can follow them. Durations are in whole seconds. Where `basis` is
 * `Totals` they are the vendor's, by the vendor's definitions, and what it does not tell is
 * `None`; the definitions here are those of stages.
 */
export interface Night {
  /** The civil date of waking, by the session's own clock where it names one. */
  date: string;
  /** What it is to that date. */
  kind: NightKind;
  /** What its figures are made from. */
  basis: NightBasis;
  /** Index of the session that is believed. */
  primary: number;
  /** Indexes of other records of the same sleep, best first. */
  others: number[];
  /** When the primary begins. */
  start: string;
  /** When the primary ends, exclusive. */
  end: string;
  /**
   * The primary's stages in order of time, none overlapping. In bed is not among them. A session of which only start
   * and end are told is one stretch of unspecified sleep.
   */
  stages: StageStretch[];
  /**
   * Time in bed (TIB), in seconds: where some source tells it, the time in bed or in a stage, otherwise the whole
   * session; never out of bed.
   */
  time_in_bed_s: number;
  /** Total sleep time (TST), in seconds: light, deep, REM and unspecified sleep. `None` of mere bedtime. */
  asleep_s?: number | null;
  /** Light sleep (N1 and N2), in seconds. This and the next two are `None` where no stage is told apart. */
  light_s?: number | null;
  /** Deep sleep (N3), in seconds. */
  deep_s?: number | null;
  /** REM sleep (R), in seconds. */
  rem_s?: number | null;
  /** Asleep in a stage nobody names, in seconds. `None` of mere bedtime. */
  unspecified_s?: number | null;
  /**
   * Awake or out of bed inside the session, before the first and after the last sleep too, in seconds. `None` where
   * the source tells neither stages apart nor waking.
   */
  awake_s?: number | null;
  /**
   * Sleep onset latency (SOL), in seconds: to the first sleep of any stage from where the primary says in bed,
   * otherwise from where it begins with lying awake. `None` where it says neither: no other source lends it.
   */
  latency_s?: number | null;
  /**
   * Wake after sleep onset (WASO), in seconds: awake or out of bed between the first sleep and the last. Lying
   * awake after the last one, which the AASM adds, is in `awake_s` alone, because a device cannot
   * tell it from having got up. `None` where `awake_s` or `asleep_s` is.
   */
  waso_s?: number | null;
  /**
   * How often awake or out of bed between the first sleep and the last, however briefly; out of bed next to lying
   * awake is one time. `None` where `waso_s` is.
   */
  awakenings?: number | null;
  /**
   * Sleep efficiency: total sleep time in per cent of the time in bed. `None` where either is not told, or where a
   * vendor's totals contradict each other.
   */
  efficiency?: number | null;
  /**
   * The midpoint of sleep: the middle between the first sleep's start and the last one's end, otherwise of the
   * session.
   */
  midpoint: string;
}

/** What a night says. */
export type NightAlert =
  | "none"
  | "yellow"
  | "red";

/** What a night's figures are made from. */
export type NightBasis =
  | "stages"
  | "totals"
  | "span";

/** What a stretch of sleep is to its date. */
export type NightKind =
  | "night"
  | "split"
  | "nap";

/** What the nights of a person show. */
export interface NightSignal {
  /** The nights that stand out. */
  findings: Finding[];
  /** Every night, with what was usual until then. */
  nights: WatchedNight[];
}

/** Why there is no answer. */
export type NoAnswer =
  | {
      /** What is counted, in the plural: `days`, `pairs of days`, …. */
      what: string;
      /** How many the method needs. */
      needed: number;
      /** How many there are. */
      got: number;
      kind: "insufficient";
    }
  | {
      /** What is equal, in the plural. */
      what: string;
      kind: "no_spread";
    }
  | {
      /** Among what it stands, in the plural. */
      what: string;
      /** Its place, from 0. */
      index: number;
      kind: "not_finite";
    }
  | {
      /** What it is. */
      what: string;
      /** The value. */
      value: number;
      /** The least it may be. */
      min: number;
      /** The greatest it may be. */
      max: number;
      kind: "out_of_range";
    }
  | {
      /** What it is. */
      what: string;
      /** The value. */
      value: number;
      /** The least it may be. */
      min: number;
      kind: "too_small";
    }
  | {
      /** What it is. */
      what: string;
      /** The value. */
      value: number;
      kind: "not_positive";
    }
  | {
      /** What is counted, in the plural. */
      what: string;
      /** How many it can be. */
      most: number;
      /** How many there are. */
      got: number;
      kind: "too_many";
    }
  | {
      /** The length of the first. */
      left: number;
      /** The length of the second. */
      right: number;
      kind: "unpaired";
    }
  | {
      /** The day. */
      date: string;
      kind: "second_value";
    }
  | {
      /** What shows it. */
      evidence: string;
      kind: "not_beat_to_beat";
    }
  | {
      /** What is asked for. */
      what: string;
      /** Of what. */
      of: string;
      kind: "undefined";
    };

/** What steady power would have cost as much. */
export interface NormalisedPower {
  /** In watts. */
  watts: number;
  /** The plain mean, in watts, with coasting. */
  mean_watts: number;
  /** How many seconds have power. */
  seconds: number;
  /** How many seconds in between have none. */
  silent_seconds: number;
  /** Which windows count. */
  windows: PowerWindows;
}

/** A sample, or why a reading is none. */
export type Normalized =
  | {
      /** The reading in canonical terms. */
      sample: Sample;
    }
  | {
      /** Why it is refused. */
      rejected: RejectReason;
    };

/** How readings are distributed, in mg/dL. */
export interface Percentiles {
  /** 5 % are below. */
  p5: number;
  /** A quarter is below. */
  p25: number;
  /** Half are below. */
  p50: number;
  /** Three quarters are below. */
  p75: number;
  /** 95 % are below. */
  p95: number;
}

/** What limits depend on. */
export interface Person {
  /** The age in whole years. */
  age_years?: number | null;
  /** The sex reference values are given for. */
  sex?: Sex | null;
  /** Judges the body mass index by the action points for Asian populations. */
  asian_bmi?: boolean | null;
}

/** A value that was the best when it came. */
export interface PersonalRecord {
  /** When it was. */
  at: string;
  /** How good. */
  value: number;
  /** The record before, if there was one. */
  previous: number | null;
}

/** The shape of the cloud. */
export interface Poincare {
  /** How many successive differences it rests on. */
  n: number;
  /** The width, in milliseconds. */
  sd1: number;
  /** The length, in milliseconds. */
  sd2: number;
  /** Cardiac sympathetic index: SD2/SD1. */
  csi: number;
  /** Cardiac vagal index: log₁₀(16·SD1·SD2), of milliseconds. */
  cvi: number;
  /** Modified cardiac sympathetic index: 4·SD2²/SD1, in milliseconds. */
  modified_csi: number;
}

/** Which windows of 30 s count. */
export type PowerWindows =
  | "full"
  | "from_rest";

/** What a person has set. Changing it changes answers and never data. */
export interface Preferences {
  /** Whose samples count where sources overlap. */
  priority?: Priority | null;
  /** Where the person has lived. */
  zones?: ZoneHistory | null;
  /** The day on which a week begins. */
  week_start?: string | null;
  /** When two records are the same workout. */
  matcher?: Matcher | null;
  /** Which workouts the person has joined, separated and chosen by hand. */
  links?: WorkoutLinks | null;
}

/**
 * What a person prefers. The default prefers nothing, and the catalogue decides alone.
 *
 * A source picked by an earlier selector comes before one picked by a later, and that before one picked by none.
 */
export interface Priority {
  /** The order for single metrics, best first. Workouts follow `workout_duration`, nights `sleep_stage`. */
  metrics?: Partial<Record<Metric, Selector[]>> | null;
  /** The order for everything, best first. */
  general?: Selector[] | null;
}

/** What a race predicts. */
export interface RacePrediction {
  /** The time in seconds. */
  seconds: number;
  /** How many times as far as the race it is predicted from. */
  reach: number;
}

/** How a person stands on a day. */
export interface Readiness {
  /** From 0 to 100; 50 is a day as usual. */
  score: number;
  /** The weighted mean of the z of the contributors. */
  z: number;
  /** The share of the weight that is known. */
  coverage: number;
  /** What it is made from, in the order of the weights. */
  contributors: ReadinessContributor[];
  /** What it is not made from, and why. */
  missing: MissingSignal[];
}

/** A signal that is known. */
export interface ReadinessContributor {
  /** Which. */
  signal: ReadinessSignal;
  /** Its value on the day. */
  value: number;
  /** What is usual: the median of the days before. */
  usual: number;
  /** How far it is from that, in usual deviations; above 0 is better. */
  z: number;
  /** Its weight among those that are known. */
  weight: number;
}

/** What readiness is made from. */
export type ReadinessSignal =
  | "heart_rate_variability"
  | "resting_heart_rate"
  | "sleep_debt"
  | "training_balance"
  | "temperature"
  | "respiratory_rate";

/**
 * One value as a vendor gives it. It becomes a `Sample` only through
 * `normalize`.
 */
export interface Reading {
  /** The vendor's object it came in, where the vendor can revise or delete that. */
  record?: RecordVersion | null;
  /** Who measured. */
  source: Source;
  /** What was measured. */
  metric: Metric;
  /** The value in `unit`, or a category's code. */
  value: number;
  /** The unit as the vendor writes it; `None` for categories, and nothing else. */
  unit?: string | null;
  /** When it was, or began. */
  start: ReadingTime;
  /** When it ended; `None` for an instant or a whole civil day. */
  end?: ReadingTime | null;
  /** The zone the vendor names. */
  zone?: string | null;
  /** The vendor's remarks, by its own keys. */
  remarks?: Record<string, string> | null;
}

/** When a vendor says something happened, with exactly as much as the vendor says. */
export type ReadingTime =
  | {
      /** An instant without any local information. */
      instant: string;
    }
  | {
      /** An instant with the offset in force where it happened. */
      with_offset: string;
    }
  | {
      /** A wall clock without an offset. */
      local: string;
    }
  | {
      /** A civil date. */
      date: string;
    };

/** One version of an object, as a delivery names it. */
export interface RecordVersion {
  /** The provider's slug, for example `whoop`. */
  provider: string;
  /** Where the id is unique, if not in all of the provider: a connection, or one phone's installation. */
  scope?: string | null;
  /** What kind of object it is, in the provider's word, for example `sleep`. */
  resource: string;
  /** The vendor's id. */
  external_id: string;
  /**
   * The vendor's revision, where it has one that can be compared: a later one is greater. Milliseconds of the
   * vendor's `updated_at` are one where the vendor promises that they grow.
   */
  revision?: number | null;
}

/** How a value came about. */
export type RecordingMethod =
  | "unknown"
  | "automatic"
  | "active"
  | "manual";

/** Why something could not be used. */
export type RejectReason =
  | {
      /** The field's name in the vendor's words. */
      field: string;
      kind: "missing_field";
    }
  | {
      /** What stood there. */
      text: string;
      kind: "not_a_number";
    }
  | {
      /** Which vocabulary was looked up. */
      vocabulary: string;
      /** What stood there. */
      text: string;
      kind: "unknown_word";
    }
  | {
      /** The metric it was given for. */
      metric: Metric;
      /** The unit as it was written. */
      unit: string;
      kind: "wrong_unit";
    }
  | {
      /** The metric. */
      metric: Metric;
      /** The value in the metric's canonical unit. */
      value: number;
      /** The least plausible value. */
      min: number;
      /** The greatest plausible value. */
      max: number;
      kind: "implausible";
    }
  | {
      /** The metric. */
      metric: Metric;
      /** The value in the metric's canonical unit. */
      value: number;
      /** How long the interval is. */
      seconds: number;
      /** The greatest plausible rate. */
      max_per_second: number;
      kind: "too_fast";
    }
  | {
      /** What stood there. */
      text: string;
      kind: "not_a_time";
    }
  | {
      /** The start. */
      start: string;
      /** The end. */
      end: string;
      kind: "end_before_start";
    }
  | {
      /** The time. */
      at: string;
      kind: "wrong_clock";
    }
  | {
      /** The wall-clock time. */
      local: string;
      kind: "no_zone";
    }
  | {
      /** What the parser said. */
      detail: string;
      kind: "malformed";
    }
  | {
      /** What stands against it. */
      detail: string;
      kind: "unusable";
    }
  | {
      kind: "truncated";
    };

/** How a day's stress score compares. */
export interface RelativeStress {
  /** The day's value, in the metric's unit. */
  value: number;
  /** What is usual: the median of the days before. */
  usual: number;
  /** How far the day is above that, in usual deviations. */
  z: number;
  /** How many days the baseline has. */
  n: number;
}

/** Whether an episode is over. */
export type Resolution =
  | {
      state: "ongoing";
    }
  | {
      /** Since the first of the calm days. */
      on: string;
      state: "resolved";
    }
  | {
      /** There are no values; since the first day without one. */
      on: string;
      state: "unknown";
    };

/** A workout, resolved across sources. */
export interface ResolvedWorkout {
  /** Which sessions it is made of, by their places. */
  group: WorkoutGroup;
  /** What they come to. */
  merged: MergedWorkout;
}

/** How steady, broken and strong the rhythm is. */
export interface RestActivity {
  /** How many hours have a value. */
  n: number;
  /** Interdaily stability. */
  stability: number;
  /** Intradaily variability. */
  variability: number;
  /** The mean of the 5 least active hours in a row. */
  l5: number;
  /** The hour of the clock at which they begin. */
  l5_start: number;
  /** The mean of the 10 most active hours in a row. */
  m10: number;
  /** The hour of the clock at which they begin. */
  m10_start: number;
  /** Relative amplitude. */
  amplitude: number;
}

/** The heart rate at rest. */
export interface RestingHeartRate {
  /** The rate, in beats per minute. */
  rate: number;
  /** How many minutes it rests on. */
  minutes: number;
  /** How many minutes with a rate were left out because something moved. */
  moving: number;
}

/** How a source changes what it has once said. */
export type RevisionRule =
  | "immutable"
  | "last_wins";

/** What is usual in one window. */
export interface RollingMedian {
  /** How many values the window has. */
  n: number;
  /** Their middle value. */
  median: number;
  /** Their median absolute deviation, as it is. */
  mad: number;
}

/** A point of a route. */
export interface RoutePoint {
  /** When. */
  at: string;
  /** Degrees north. */
  latitude: number;
  /** Degrees east. */
  longitude: number;
  /** Metres above sea level. */
  altitude_m?: number | null;
  /** Metres per second. */
  speed_m_s?: number | null;
  /** Degrees from north. */
  course_deg?: number | null;
  /** Horizontal accuracy in metres. */
  accuracy_m?: number | null;
}

/** Running at a speed, for a while. */
export interface RunStretch {
  /** How long, in seconds. */
  seconds: number;
  /** The speed in metres per second. */
  speed: number;
  /** The grade: metres up per metre; 0 on the flat. */
  grade: number;
}

/**
 * One value in its metric's canonical unit.
 *
 * There is no unit field: `Metric::spec` says the unit. Bulk work uses
 * `SampleBatch` instead, into which samples are collected.
 */
export interface Sample {
  /** The vendor's object it came in, where the vendor can revise or delete that. */
  record?: RecordVersion | null;
  /** Who measured. */
  source: Source;
  /** What was measured. */
  metric: Metric;
  /** When it was, or began. */
  start: string;
  /** When it ended, exclusive; equal to the start for an instant. */
  end: string;
  /** The value in the metric's canonical unit, or a category's code. */
  value: number;
  /** Local time and the vendor's remarks. */
  attributes?: SampleAttributes | null;
}

/**
 * What is known about one sample beside its value: local time and the vendor's own remarks.
 *
 * Few distinct sets occur, so batches and blocks keep each set once and an index per row.
 */
export interface SampleAttributes {
  /** The offset from UTC at the start, in seconds east. */
  o?: number | null;
  /** The offset from UTC at the end, where it differs from that at the start. */
  e?: number | null;
  /** The zone the vendor names. */
  z?: string | null;
  /** True for a value of a whole civil day, as the vendor dates it: a daily total or score. */
  d?: boolean | null;
  /** The vendor's remarks, by its own keys. */
  m?: Record<string, string> | null;
}

/** How regular intervals are. */
export interface SampleEntropy {
  /** How many places there are that have two intervals after them. */
  n: number;
  /** The sample entropy, in nats. */
  entropy: number;
  /** Below which two intervals are alike, in milliseconds. */
  tolerance_ms: number;
}

/** A score, or why there is none. */
export interface Score {
  /** What it sums up. */
  kind: ScoreKind;
  /** From 0 to 100; none where too little is known. */
  value: number | null;
  /** Why there is none. */
  reason: NoAnswer | null;
  /** The share of the weight that is known, from 0 to 1. */
  confidence: number;
  /** What it is made from, the heaviest first. */
  components: ScorePart[];
  /** What it is not made from, and why, the heaviest first. */
  missing: MissingComponent[];
  /** The version of the method. */
  version: number;
}

/** What a score is made from. */
export type ScoreComponent =
  | "sleep"
  | "activity"
  | "cardio"
  | "recovery"
  | "sleep_length"
  | "sleep_continuity"
  | "sleep_regularity"
  | "active_minutes"
  | "steps"
  | "oxygen_uptake"
  | "resting_heart_rate"
  | "heart_rate_variability"
  | "sleep_debt"
  | "training_balance"
  | "temperature"
  | "respiratory_rate";

/** What a score sums up. */
export type ScoreKind =
  | "overall"
  | "sleep"
  | "activity"
  | "cardio"
  | "recovery";

/** A component that is known. */
export interface ScorePart {
  /** Which. */
  component: ScoreComponent;
  /** From 0 to 100. */
  points: number;
  /** Its weight among those that are known. */
  weight: number;
  /** What was measured. */
  value: number;
  /** The UCUM code of its unit. */
  unit: string;
  /** The method that answers it. */
  method: string;
}

/** A scored stage. */
export type ScoredStage =
  | "wake"
  | "n1"
  | "n2"
  | "light"
  | "n3"
  | "rem"
  | "asleep"
  | "unknown";

/** The scores of a day. */
export interface Scores {
  /** All of them. */
  overall: Score;
  /** Sleep. */
  sleep: Score;
  /** Activity. */
  activity: Score;
  /** Heart and fitness. */
  cardio: Score;
  /** Readiness. */
  recovery: Score;
}

/** Picks sources; a part that is missing picks all. */
export interface Selector {
  /** The provider's slug. */
  provider?: string | null;
  /** The writer inside the provider. */
  origin?: string | null;
  /** The kind of device. */
  device_kind?: DeviceKind | null;
}

/** How much of the time a trace covers. */
export interface SensorWear {
  /** How many days there are from the first reading to the last. */
  days: number;
  /** How many minutes the sensor leaves between readings. */
  interval_minutes: number;
  /** How much of the time has readings, in percent. */
  active_percent: number;
  /**
   * Tells whether these are at least 14 days with at least 70 % of the readings, as the consensus asks for
   * (Battelino 2019, Diabetes Care 42:1593).
   */
  sufficient: boolean;
}

/** The values of two series that stand together. */
export interface SeriesPairs {
  /** Those of the first. */
  x: number[];
  /** Those of the second. */
  y: number[];
}

/** One night, nap or workout of one source. */
export type Session =
  | {
      /** The stages in order of time; those of one source may overlap until they are resolved. */
      stages: StageStretch[];
      /** Whether it is a nap, where the vendor says so. */
      nap?: boolean | null;
      /** The vendor's own totals, beside the stages or instead of them. */
      totals?: SleepTotals | null;
      kind: "sleep";
      /** Who recorded it. */
      source: Source;
      /** The vendor's object it came as, where the vendor's id is stable across deliveries. */
      record?: RecordVersion | null;
      /** When it began. */
      start: string;
      /** When it ended, exclusive. End minus start is the elapsed time, pauses included. */
      end: string;
      /** Local time and the vendor's remarks. */
      attributes?: SampleAttributes | null;
    }
  | {
      /** The canonical sport. */
      sport: Sport;
      /** The vendor's own word for the sport. */
      vendor_sport?: string | null;
      /** The title a person gave it. */
      title?: string | null;
      /** The timer's time without pauses, in seconds. */
      timer_s?: number | null;
      /** Totals, means and extremes as the source gives them. */
      statistics?: WorkoutStatistic[] | null;
      /** Laps and segments. */
      laps?: WorkoutLap[] | null;
      /** Pauses and other marks. */
      events?: WorkoutEvent[] | null;
      /** Parts of a multisport workout, or intervals. */
      parts?: WorkoutPart[] | null;
      /** The way that was taken. */
      route?: RoutePoint[] | null;
      kind: "workout";
      /** Who recorded it. */
      source: Source;
      /** The vendor's object it came as, where the vendor's id is stable across deliveries. */
      record?: RecordVersion | null;
      /** When it began. */
      start: string;
      /** When it ended, exclusive. End minus start is the elapsed time, pauses included. */
      end: string;
      /** Local time and the vendor's remarks. */
      attributes?: SampleAttributes | null;
    };

/** How urgent it is to look. */
export type Severity =
  | "low"
  | "medium"
  | "high"
  | "critical";

/** The sex that reference values in the literature are given for. */
export type Sex =
  | "female"
  | "male";

/** How much the times of sleep vary. All are in hours. */
export interface SleepConsistency {
  /** How many nights there are. */
  n: number;
  /** When sleep begins. */
  onset: Circular;
  /** When it ends. */
  wake: Circular;
  /** When its middle is. */
  midpoint: Circular;
  /** The standard deviation of how long it lasts, from its beginning to its end. */
  length_sd: number;
}

/** How much less was slept than needed, in hours. */
export interface SleepDebt {
  /** How many of the 14 days are known. */
  n: number;
  /** The sum of what was missing less what was more. */
  cumulative: number;
  /** The sum of what was missing. */
  shortfall: number;
  /** What is missing on a day, the newest counting most. */
  weighted: number;
}

/** How much of a night was sleep, in per cent. */
export interface SleepEfficiency {
  /** Of the time in bed. */
  of_time_in_bed: number;
  /** Of sleep and waking after its onset; none where waking is not told. */
  of_sleep_period: number | null;
}

/** What is judged of a night. */
export type SleepIndicator =
  | "length_h"
  | "latency_min"
  | "long_awakenings"
  | "waso_min"
  | "efficiency_percent";

/** How many hours of sleep are recommended. */
export interface SleepNeed {
  /** The least. */
  least: number;
  /** The most. */
  most: number;
}

/** Which indicators a night meets. */
export interface SleepQuality {
  /** Those that could be judged, three at least. */
  indicators: JudgedIndicator[];
  /** The share of them that is met, from 0 to 1. */
  met: number;
}

/** How regular sleep is. */
export interface SleepRegularity {
  /** The index, from −100 to 100. */
  index: number;
  /** How many pairs of epochs it rests on. */
  pairs: number;
  /** How many pairs the days have; what is missing is unknown. */
  possible: number;
}

/** Names a stage of sleep. */
export type SleepStage =
  | "in_bed"
  | "out_of_bed"
  | "awake"
  | "light"
  | "deep"
  | "rem"
  | "asleep_unspecified"
  | "unknown";

/** What a hypnogram comes to. Times are in seconds, shares in per cent. */
export interface SleepStatistics {
  /** From beginning to end. */
  in_bed_s: number;
  /** From the first sleep to the end of the last. */
  period_s: number;
  /** Asleep. */
  asleep_s: number;
  /** Awake inside the sleep period. */
  waso_s: number;
  /** Unknown, inside the sleep period or not. */
  unknown_s: number;
  /** From the beginning to the first sleep. */
  latency_s: number;
  /** How often awake inside the sleep period. */
  awakenings: number;
  /** How often a stage is followed by another, inside the sleep period. */
  shifts: number;
  /** Awakenings and shifts to N1, per hour of sleep. */
  fragmentation: number;
  /** Sleep in per cent of the time in bed. */
  efficiency: number;
  /** Sleep in per cent of the sleep period. */
  maintenance: number;
}

/**
 * What a vendor sums up of a night or a nap, in whole seconds, by its own definitions.
 *
 * Some vendors tell totals and no stages (WHOOP, Suunto), some both. A night is answered from the stages where there
 * are some and from the totals otherwise, never from both; `NightBasis` says which. A
 * vendor's efficiency is a sample of its own metric. What the vendor does not tell is `None`, never 0.
 */
export interface SleepTotals {
  /** In bed. */
  in_bed_s?: number | null;
  /** Asleep, in whatever stage. */
  asleep_s?: number | null;
  /** Light sleep, N1 and N2. */
  light_s?: number | null;
  /** Deep sleep, N3. */
  deep_s?: number | null;
  /** REM sleep. */
  rem_s?: number | null;
  /** Asleep in a stage the vendor could not tell. */
  unspecified_s?: number | null;
  /** Awake. */
  awake_s?: number | null;
  /** Not measured. */
  unknown_s?: number | null;
  /** From going to bed to the first sleep. */
  latency_s?: number | null;
  /** Awake after the first sleep. */
  waso_s?: number | null;
  /** How often awake after the first sleep. */
  awakenings?: number | null;
}

/** A stretch of sleep by the clock of the person. */
export interface Slept {
  /** The date of waking. */
  date: string;
  /** What it is to that date. */
  kind: NightKind;
  /** When the first sleep began, by the clock of then. */
  start: string;
  /** When the last sleep ended, by the clock of then. */
  end: string;
  /** How long was slept, in hours; none where nobody tells. */
  asleep_h?: number | null;
}

/** Who measured. */
export interface Source {
  /** The provider's slug, for example `apple_health`. */
  provider: string;
  /**
   * The stable writer inside the provider: a package name, a serial number, or for Apple's export the
   * normalised first-seen source name.
   */
  origin: string;
  /** How the values came about; typed and measured values of one writer are two sources. */
  recording: RecordingMethod;
  /** The name to show, as the vendor spells it. */
  name: string;
  /** What kind of device it is. */
  device_kind: DeviceKind;
  /** The device, where the vendor describes it. */
  device?: Device | null;
  /** How it revises. */
  revision: RevisionRule;
}

/** What one source has to do with a bucket. */
export interface SourceShare {
  /** Index into the series. */
  source: number;
  /** How many of its samples. */
  count: number;
  /** What they come to. */
  value: number;
}

/** How much intervals vary at each frequency. */
export interface Spectrum {
  /** How it was made. */
  pipeline: SpectrumPipeline;
  /** How long the run is, in seconds. */
  seconds: number;
  /** How many segments were averaged. */
  segments: number;
  /** How far frequencies are apart, in Hz; the first is 0. */
  step_hz: number;
  /** The one-sided power density at each, in ms²/Hz. */
  density: number[];
}

/** How a spectrum is made. */
export interface SpectrumPipeline {
  /** How often a second the intervals are read, from 1 to 100. */
  resample_hz: number;
  /** How they are read between beats. */
  interpolation: Interpolation;
  /** How long a segment is, in seconds, at least 30. */
  segment_s: number;
  /** What is taken away from each segment. */
  detrend: Detrend;
}

/** A sport. */
export type Sport =
  | "running"
  | "trail_running"
  | "treadmill_running"
  | "virtual_running"
  | "track_running"
  | "track_and_field"
  | "obstacle_racing"
  | "orienteering"
  | "walking"
  | "treadmill_walking"
  | "nordic_walking"
  | "dog_walking"
  | "stroller_walking"
  | "hiking"
  | "backpacking"
  | "mountaineering"
  | "rock_climbing"
  | "indoor_climbing"
  | "bouldering"
  | "cycling"
  | "road_cycling"
  | "gravel_cycling"
  | "mountain_biking"
  | "bmx"
  | "cyclocross"
  | "track_cycling"
  | "indoor_cycling"
  | "spinning"
  | "virtual_cycling"
  | "e_biking"
  | "e_mountain_biking"
  | "hand_cycling"
  | "velomobile"
  | "swimming"
  | "pool_swimming"
  | "open_water_swimming"
  | "water_aerobics"
  | "triathlon"
  | "duathlon"
  | "swimrun"
  | "multisport"
  | "transition"
  | "strength_training"
  | "weightlifting"
  | "functional_training"
  | "core_training"
  | "calisthenics"
  | "crossfit"
  | "cross_training"
  | "circuit_training"
  | "hiit"
  | "boot_camp"
  | "cardio"
  | "elliptical"
  | "indoor_rowing"
  | "stair_climbing"
  | "stair_machine"
  | "step_training"
  | "jump_rope"
  | "aerobics"
  | "group_class"
  | "fitness_equipment"
  | "yoga"
  | "pilates"
  | "barre"
  | "tai_chi"
  | "mind_and_body"
  | "stretching"
  | "meditation"
  | "breathwork"
  | "cooldown"
  | "alpine_skiing"
  | "cross_country_skiing"
  | "backcountry_skiing"
  | "snowboarding"
  | "snowshoeing"
  | "ice_skating"
  | "biathlon"
  | "curling"
  | "winter_sport"
  | "snowmobiling"
  | "motorcycling"
  | "motor_sport"
  | "skating"
  | "inline_skating"
  | "roller_skating"
  | "roller_skiing"
  | "skateboarding"
  | "fishing"
  | "disc_sport"
  | "golf"
  | "disc_golf"
  | "archery"
  | "shooting"
  | "hunting"
  | "horse_riding"
  | "gymnastics"
  | "bowling"
  | "parkour"
  | "rowing"
  | "kayaking"
  | "canoeing"
  | "paddling"
  | "stand_up_paddling"
  | "rafting"
  | "surfing"
  | "kitesurfing"
  | "windsurfing"
  | "sailing"
  | "boating"
  | "water_polo"
  | "water_skiing"
  | "wakeboarding"
  | "diving"
  | "freediving"
  | "snorkeling"
  | "water_sport"
  | "soccer"
  | "futsal"
  | "basketball"
  | "american_football"
  | "australian_football"
  | "gaelic_football"
  | "rugby"
  | "baseball"
  | "softball"
  | "volleyball"
  | "beach_volleyball"
  | "handball"
  | "netball"
  | "hockey"
  | "ice_hockey"
  | "field_hockey"
  | "roller_hockey"
  | "floorball"
  | "lacrosse"
  | "cricket"
  | "ultimate_frisbee"
  | "team_sport"
  | "tennis"
  | "padel"
  | "pickleball"
  | "badminton"
  | "squash"
  | "racquetball"
  | "table_tennis"
  | "racket_sport"
  | "boxing"
  | "kickboxing"
  | "martial_arts"
  | "wrestling"
  | "fencing"
  | "dance"
  | "ballet"
  | "ballroom_dance"
  | "zumba"
  | "paragliding"
  | "skydiving"
  | "wheelchair"
  | "wheelchair_walk"
  | "wheelchair_run"
  | "recovery"
  | "gaming"
  | "chores"
  | "work"
  | "lifestyle"
  | "generic"
  | "other";

/** The centre and the spread of values. */
export interface Spread {
  /** How many values there are. */
  n: number;
  /** The middle value. */
  median: number;
  /** The median absolute deviation from the median, as it is. */
  mad: number;
  /** What a standard deviation would be if the usual values are normal; always above 0. */
  sigma: number;
  /** What sigma is made from. */
  basis: SpreadBasis;
}

/** What a sigma is made from. */
export type SpreadBasis =
  | "mad"
  | "quartiles"
  | "mean_deviation";

/** A stage in per cent of all sleep. */
export interface StageShare {
  /** The share. */
  percent: number;
  /** Whether experts call it good; none where they do not agree. */
  good: boolean | null;
}

/** What sleep was made of. */
export interface StageShares {
  /** Light sleep. */
  light: number;
  /** Deep sleep. */
  deep: StageShare;
  /** REM sleep. */
  rem: StageShare;
  /** Sleep in a stage nobody names. */
  unnamed: number;
}

/** One stretch of one sleep stage. */
export interface StageStretch {
  /** The stage. */
  stage: SleepStage;
  /** When it began. */
  start: string;
  /** When it ended, exclusive. */
  end: string;
}

/** What a statistic says. */
export type StatisticKind =
  | "sum"
  | "mean"
  | "min"
  | "max";

/** How stressful a session was. */
export interface StressScore {
  /** An hour at threshold is 100. */
  score: number;
  /** The share of the threshold. */
  intensity_factor: number;
  /** How long was measured. */
  hours: number;
  /** By what. */
  basis: StressScoreBasis;
}

/** What a score is made from. */
export type StressScoreBasis =
  | "power"
  | "pace";

/** What a value is called. */
export interface ThresholdLabel {
  /** The word for it. */
  label: string;
  /** Where it lies. */
  grade: Grade;
  /** Who calls it so. */
  source: string;
}

/** How much intervals vary. Times are in milliseconds, rates in beats per minute, shares in per cent. */
export interface TimeDomain {
  /** How many intervals there are. */
  n: number;
  /** How many successive differences there are. */
  n_differences: number;
  /** The mean interval. */
  mean_nn: number;
  /** The middle interval. */
  median_nn: number;
  /** The shortest interval. */
  min_nn: number;
  /** The longest interval. */
  max_nn: number;
  /** The standard deviation of the intervals. */
  sdnn: number;
  /** The root mean square of successive differences. */
  rmssd: number;
  /** Its natural logarithm; none where all intervals are equal. */
  ln_rmssd: number | null;
  /** The standard deviation of successive differences. */
  sdsd: number;
  /** Differences of more than 50 ms. */
  nn50: number;
  /** Differences of more than 20 ms. */
  nn20: number;
  /** NN50 in per cent of the differences. */
  pnn50: number;
  /** NN20 in per cent of the differences. */
  pnn20: number;
  /** SDNN divided by the mean interval. */
  cvnn: number;
  /** RMSSD divided by the mean interval. */
  cvsd: number;
  /** The mean of the beats' rates. */
  mean_rate: number;
}

/** How long each zone took, in seconds. */
export interface TimeInZones {
  /** Below the first zone. */
  below_s: number;
  /** The five zones. */
  zones_s: number[];
  /** Without a heart rate: what gaps have beyond what a sample may count for. */
  unknown_s: number;
}

/** From an instant to another, half-open. */
export interface TimeStretch {
  /** The first instant. */
  start: string;
  /** The end. */
  end: string;
}

/** What the days up to one have added up to. */
export interface TrainingLoad {
  /** The day. */
  date: string;
  /** Its own load; `None` where nothing is known of it. */
  load: number | null;
  /** The chronic load at its end (CTL). */
  chronic: number;
  /** The acute load at its end (ATL). */
  acute: number;
  /** The balance on its morning (TSB): chronic less acute load of the day before. */
  balance: number;
  /** The share of the chronic load's weight that rests on days that are known. */
  chronic_known: number;
  /** The same of the acute load. */
  acute_known: number;
  /** Tells whether the chronic load rests on enough days (`WARM`) to be read. */
  warm: boolean;
}

/** What weighs the heart rate reserve in Banister's formula: `scale·e^(exponent·x)`. */
export interface TrimpCoefficients {
  /** `a`. */
  scale: number;
  /** `b`. */
  exponent: number;
}

/** Pairs of two series that could not be tested. */
export interface Untested {
  /** The place of the one in the list of series. */
  a: number;
  /** The place of the other. */
  b: number;
  /** At how many lags. */
  lags: number;
  /** Why, at the lag that came closest. */
  reason: NoAnswer;
}

/** Something unusual of a metric. */
export interface Unusual {
  /** The metric. */
  metric: Metric;
  /** What was found. */
  finding: Finding;
}

/** What is usual of a metric. */
export interface UsualValue {
  /** The mean of the days. */
  mean: number;
  /** Their median. */
  median: number;
  /** Their robust standard deviation. */
  spread: number;
  /** The UCUM code of the unit. */
  unit: string;
  /** How many days have a value. */
  n: number;
  /** The first day looked at. */
  from: string;
  /** The last. */
  to: string;
}

/** What is said of one night. */
export interface WatchedNight {
  /** The date on which the night ended. */
  date: string;
  /** The night's value in beats per minute, without decimals. */
  average: number;
  /** True where the night is missing and its neighbours stand for it. */
  imputed: boolean;
  /** What is usual so far. */
  usual: number;
  /** What it says. */
  alert: NightAlert;
}

/** A mark on a workout's timeline. */
export interface WorkoutEvent {
  /** What happened, in canonical words where there is one: `pause`, `resume`, `motion_paused`, …. */
  kind: string;
  /** When. */
  at: string;
}

/** Records of the same workout. */
export interface WorkoutGroup {
  /** Indexes into the sessions, best first. */
  members: number[];
  /** The identities of the members, in the same order. Each of them names the group. */
  ids: ContentId[];
  /** The member to show: the first. */
  primary: number;
  /**
   * The smallest of the members' identities. A member that joins later may lower it; the old one is then among
   * `ids` and still names the group.
   */
  session_id: ContentId;
  /**
   * The parts of a multisport workout that have records of their own, in order of time. They are parts of this
   * workout and not workouts beside it; a child's children are parts of a part.
   */
  children: WorkoutGroup[];
}

/** A lap or an automatic segment. */
export interface WorkoutLap {
  /** True for a lap, false for an automatic segment such as each kilometre. */
  lap: boolean;
  /** When it began. */
  start: string;
  /** When it ended. */
  end: string;
  /** The vendor's remarks. */
  remarks?: Record<string, string> | null;
}

/**
 * What a person decided by hand: which records are the same workout, which are not, and which one is shown.
 *
 * Decisions name records by their identity, so they hold after a re-import, for records that come later, and under any
 * matcher. The latest decision wins when it is made: it takes away what it contradicts, so that a value never holds a
 * contradiction, and decisions that do not contradict each other may be made in any order. Records of one source stay
 * apart even so: such a join is kept, waits, and is told by `refused_joins`.
 */
export interface WorkoutLinks {
  /** Records that are the same workout. */
  same?: [string, string][] | null;
  /** Records that are not. */
  separate?: [string, string][] | null;
  /** Records that are shown for their workouts. */
  primaries?: ContentId[] | null;
}

/** A part of a workout. */
export interface WorkoutPart {
  /** The vendor's id. */
  external_id?: string | null;
  /** The sport, where it differs from the whole. */
  sport?: Sport | null;
  /** When it began. */
  start: string;
  /** When it ended. */
  end: string;
  /** The timer's time without pauses, in seconds. */
  timer_s?: number | null;
  /** Totals, means and extremes of the part. */
  statistics?: WorkoutStatistic[] | null;
}

/** A number that sums up a workout, in the metric's canonical unit. */
export interface WorkoutStatistic {
  /** What was measured. */
  metric: Metric;
  /** What the number says about it. */
  kind: StatisticKind;
  /** The number. */
  value: number;
}

/**
 * The zones a person has lived in, so that a later move does not rewrite the past.
 *
 * Invariant: the moves are in order of time.
 */
export interface ZoneHistory {
  /** The zone before the first move. */
  first: string;
  /** From when on the person was in another zone. */
  moves?: [string, string][] | null;
}

/** Turns a reading into a sample in the canonical unit of its metric, or says why it is none. */
export function normalize(given: {
  reading: Reading;
  zones: ZoneHistory;
  received: string;
}): Normalized;

/**
 * Answers one number per minute, hour, day, week or month, resolved across sources. Asks from the first sample to the last where no window is given.
 * @param given.preferences `{"links":{"primaries":[],"same":[],"separate":[]},"matcher":"overlap","priority":{"general":[],"metrics":{}},"week_start":"Mon","zones":{"first":"UTC"}}` where it is not given.
 */
export function aggregate(given: {
  samples: Sample[];
  metric: Metric;
  bucket: Bucket;
  window?: AggregateWindow | null;
  preferences?: Preferences | null;
}): Aggregated;

/**
 * Chooses the nights and naps among sessions of all sources, one each however many recorded it, in order of time.
 * @param given.preferences `{"links":{"primaries":[],"same":[],"separate":[]},"matcher":"overlap","priority":{"general":[],"metrics":{}},"week_start":"Mon","zones":{"first":"UTC"}}` where it is not given.
 */
export function nights(given: {
  sessions: Session[];
  preferences?: Preferences | null;
}): Night[];

/**
 * Answers the workouts among sessions of several sources, one each however many recorded it. `user` is the person in the identities by which `preferences` name workouts.
 * @param given.preferences `{"links":{"primaries":[],"same":[],"separate":[]},"matcher":"overlap","priority":{"general":[],"metrics":{}},"week_start":"Mon","zones":{"first":"UTC"}}` where it is not given.
 */
export function workouts(given: {
  sessions: Session[];
  user: string;
  preferences?: Preferences | null;
}): ResolvedWorkout[];

/** Returns the middle value. */
export function median(given: {
  values: Values;
}): number;

/** Returns the value below which a share of the values lies (type 7). */
export function quantile(given: {
  values: Values;
  share: number;
}): number;

/** Returns the centre and the spread of values. */
export function spread(given: {
  values: Values;
}): Spread;

/** Returns for each day the median and MAD of the `window` days that end on it, where `needed` of them have a value. */
export function rollingMedian(given: {
  days: Days;
  window: number;
  needed: number;
}): (RollingMedian | null)[];

/** Returns what has been usual in the window that ends on the day before `date`. */
export function baseline(given: {
  first: string;
  days: Days;
  date: string;
  window: BaselineWindow;
}): Baseline;

/** Returns the average up to each day that has a value. */
export function ewma(given: {
  days: Days;
  alpha: number;
}): Column;

/** Returns the weight of a new day if the days' mean age is that of a plain mean over `days`: `2/(n + 1)`. */
export function alphaOfSpan(given: {
  days: number;
}): number;

/** Returns the weight of a new day if a value fades to 1/e in `days`: `1 − e^(−1/n)`. */
export function alphaOfTimeConstant(given: {
  days: number;
}): number;

/** Draws a line by least squares. */
export function line(given: {
  days: Days;
}): Line;

/** Draws a line through the middle: the median slope of all pairs of days. Takes time and memory in n². */
export function theilSen(given: {
  days: Days;
}): MedianLine;

/** Asks whether later days are higher, or lower, than earlier ones. */
export function mannKendall(given: {
  days: Days;
}): MannKendall;

/**
 * Finds the changes of level in a series.
 * @param given.least_segment `7` where it is not given.
 * @param given.ar1 `0.0` where it is not given.
 */
export function changePoints(given: {
  days: Days;
  least_segment?: number | null;
  penalty?: number | null;
  ar1?: number | null;
}): LevelChange[];

/**
 * Cuts a series without gaps into levels; returns the end of each, the last of which is the length.
 * @param given.least_segment `7` where it is not given.
 * @param given.ar1 `0.0` where it is not given.
 */
export function pelt(given: {
  values: Values;
  least_segment?: number | null;
  penalty?: number | null;
  ar1?: number | null;
}): number[];

/**
 * Watches a series day by day for a lasting change of level, without looking at the past again, and returns the changes it finds.
 * @param given.learn `28` where it is not given.
 * @param given.slack `0.5` where it is not given.
 * @param given.threshold `5.0` where it is not given.
 */
export function shift(given: {
  days: Days;
  learn?: number | null;
  slack?: number | null;
  threshold?: number | null;
}): LevelShift[];

/** Returns how much a day resembles the one before, from 0 to 0.95. */
export function ar1(given: {
  days: Days;
}): number;

/**
 * Returns deviations without what each has of the one before: `(z − φᵍ·z before)/√(1 − φ²ᵍ)`, where g days lie between them.
 *
 * `z` are deviations from what is usual in standard deviations. The first stays as it is. They scatter as much as before and are
 * independent; a lasting shift of one comes to `√((1 − φ)/(1 + φ))`, so it takes longer to be found.
 */
export function whitened(given: {
  z: Days;
  ar1: number;
}): Column;

/** Returns the sums of deviations above and below a slack after each day. They go on after an alarm. */
export function cusum(given: {
  z: Days;
  slack: number;
}): CusumSums[];

/** Says how closely pairs lie to a straight line, from −1 to 1. */
export function pearson(given: {
  x: Values;
  y: Values;
}): number;

/** Says how closely pairs rise or fall together, whatever the shape, from −1 to 1. */
export function spearman(given: {
  x: Values;
  y: Values;
}): number;

/** Says how many more pairs of days agree than disagree (τ-b), from −1 to 1. */
export function kendall(given: {
  x: Values;
  y: Values;
}): number;

/** Returns how many independent pairs two series of successive days are worth, from their lag-1 autocorrelations. */
export function bretherton(given: {
  x: Values;
  y: Values;
}): number;

/**
 * Returns how many independent pairs two series of successive days are worth, from all autocorrelations up to a fifth of
 * their length.
 */
export function pyperPeterman(given: {
  x: Values;
  y: Values;
}): number;

/** Returns the chance of a correlation at least this strong between unrelated series, on both sides. */
export function pValue(given: {
  correlation: number;
  effective_pairs: number;
}): number;

/** Lists the pairs of `x` on a day and `y` `lag` days later, where both have a value. */
export function pairsAtLag(given: {
  x: Days;
  y: Days;
  lag: number;
}): SeriesPairs;

/** Adjusts p-values so that those of at most `q` hold a share of false discoveries of at most `q`, in the order given. */
export function benjaminiHochberg(given: {
  p: Values;
}): Column;

/** As `benjamini_hochberg`, under any dependence between the tests. */
export function benjaminiYekutieli(given: {
  p: Values;
}): Column;

/** Adjusts p-values so that the chance of a single false discovery among those of at most `α` is at most `α`. */
export function holm(given: {
  p: Values;
}): Column;

/** Multiplies each p by the number of tests. */
export function bonferroni(given: {
  p: Values;
}): Column;

/**
 * Tests all pairs of series at all lags.
 * @param given.max_lag `7` where it is not given.
 * @param given.min_pairs `21` where it is not given.
 * @param given.false_discovery_rate `0.05` where it is not given.
 * @param given.detrend `true` where it is not given.
 * @param given.exclude `[]` where it is not given.
 */
export function discover(given: {
  series: NamedSeries[];
  max_lag?: number | null;
  min_pairs?: number | null;
  false_discovery_rate?: number | null;
  detrend?: boolean | null;
  exclude?: [number, number][] | null;
}): Discovery;

/** Judges every day that has a value and a baseline. */
export function outliers(given: {
  first: string;
  days: Days;
  window: BaselineWindow;
}): Findings;

/** Judges every day that has a value and enough weeks before it. */
export function unusualForWeekday(given: {
  first: string;
  days: Days;
}): Findings;

/** Judges every day that has a value and something to compare it with. */
export function drifts(given: {
  first: string;
  days: Days;
  chart: DriftChart;
}): Findings;

/** Returns a night's value from its heart rates at rest. */
export function overnightAverage(given: {
  heart_rates: Values;
}): number;

/** Watches overnight resting heart rates for nights above what is usual. The days are averages of nights. */
export function nightSignal(given: {
  first: string;
  days: Days;
}): NightSignal;

/** Names a value. */
export function classify(given: {
  metric: Metric;
  value: number;
  person: Person;
}): ThresholdLabel;

/** Names every day's value and lists those that are not usual. */
export function beyondThresholds(given: {
  metric: Metric;
  first: string;
  days: Days;
  person: Person;
}): Findings;

/** Names the mean of readings. */
export function bloodPressure(given: {
  readings: BloodPressureReading[];
  guideline: BloodPressureGuideline;
}): BloodPressure;

/** Tells whether one reading alone is severe. */
export function isSevere(given: {
  reading: BloodPressureReading;
  guideline: BloodPressureGuideline;
}): boolean;

/** Gathers what is unusual by `outliers` and `night_signal` into stretches of days that belong together. */
export function episodes(given: {
  first: string;
  days: Days;
  window: BaselineWindow;
}): Episode[];

/** Returns the intervals between beats, in milliseconds. The times are in milliseconds, in any order. */
export function intervalsFromBeats(given: {
  times_ms: Values;
}): Column;

/** Returns the intervals of samples that each tell when a beat was and how long before it the last one; a place without a value stands where beats are missing. Refuses rates that were turned over into milliseconds. */
export function intervalsFromSamples(given: {
  times: Instants;
  intervals_ms: Values;
}): Column;

/** Mends ectopic, missed, extra and misplaced beats, and tells which there were. */
export function mend(given: {
  intervals_ms: Days;
}): MendedBeats;

/** Marks the intervals that no heart is believed to have, by their places. */
export function outOfRange(given: {
  intervals_ms: Days;
}): number[];

/** Marks the intervals that a rule calls ectopic, by their places. */
export function ectopic(given: {
  intervals_ms: Days;
  rule: EctopicRule;
}): number[];

/** Puts straight lines in the place of marked intervals, inside their run; at its ends the nearest that is not marked. */
export function bridge(given: {
  intervals_ms: Days;
  marked: number[];
}): Column;

/** Returns how much the intervals vary. */
export function timeDomain(given: {
  intervals_ms: Days;
}): TimeDomain;

/**
 * Returns how much the intervals vary at each frequency.
 * @param given.pipeline `{"detrend":"line","interpolation":"quadratic","resample_hz":4.0,"segment_s":120.0}` where it is not given.
 */
export function spectrum(given: {
  intervals_ms: Days;
  pipeline?: SpectrumPipeline | null;
}): Spectrum;

/**
 * Returns the power of heart rate variability in the usual bands, in square milliseconds.
 * @param given.pipeline `{"detrend":"line","interpolation":"quadratic","resample_hz":4.0,"segment_s":120.0}` where it is not given.
 */
export function frequencyDomain(given: {
  intervals_ms: Days;
  pipeline?: SpectrumPipeline | null;
}): FrequencyBands;

/** Returns the shape of the cloud. */
export function poincare(given: {
  intervals_ms: Days;
}): Poincare;

/**
 * Returns the shape of the histogram.
 * @param given.bins `{"origin_ms":0.0,"width_ms":7.8125}` where it is not given.
 */
export function geometry(given: {
  intervals_ms: Days;
  bins?: HistogramBins | null;
}): Geometry;

/** Returns the sample entropy of intervals. */
export function sampleEntropy(given: {
  intervals_ms: Days;
}): SampleEntropy;

/** Turns a day's RMSSD in milliseconds into its natural logarithm. */
export function lnRmssd(given: {
  first: string;
  days: Days;
}): Daily;

/**
 * Judges every week of heart rate variability, by the day on which it ends. The days are logarithms of RMSSD; `share` is how many standard deviations are usual.
 * @param given.share `0.5` where it is not given.
 */
export function hrvWeeks(given: {
  first: string;
  days: Days;
  share?: number | null;
}): HrvWeek[];

/**
 * Returns the heart rate at rest in a night. `moved` are the stretches in which steps or other movement were measured, half-open.
 * @param given.moved `[]` where it is not given.
 */
export function restingHeartRate(given: {
  times: Instants;
  rates: Values;
  moved?: TimeStretch[] | null;
  night: TimeStretch;
}): RestingHeartRate;

/** Returns the share of a night's minutes that a resting heart rate rests on. */
export function restingCoverage(given: {
  resting: RestingHeartRate;
  night: TimeStretch;
}): number;

/** Returns how fast the heart rate falls after `end`. The samples may be in any order. */
export function heartRateRecovery(given: {
  times: Instants;
  rates: Values;
  end: string;
}): HeartRateRecovery;

/** Returns five zones that begin at 50, 60, 70, 80 and 90 % of the heart rate reserve. */
export function zonesOfReserve(given: {
  rest: number;
  max: number;
}): HeartRateZones;

/** Returns five zones that begin at 50, 60, 70, 80 and 90 % of the maximal heart rate. */
export function zonesOfMaximum(given: {
  maximum: number;
}): HeartRateZones;

/** Returns five zones whose upper four begin at so many per cent of the threshold heart rate. */
export function zonesOfThreshold(given: {
  threshold: number;
  percents: number[];
}): HeartRateZones;

/**
 * Returns how long each zone took. A sample counts until the next; where that is more than `max_gap_s` away, it counts for nothing
 * and the gap is unknown. The samples may be in any order.
 */
export function timeInZones(given: {
  times: Instants;
  rates: Values;
  lower: number[];
  max_gap_s: number;
}): TimeInZones;

/** Returns what an electrocardiogram holds. */
export function ecgSummary(given: {
  microvolts: Values;
  samples_per_second: number;
}): EcgSummary;

/**
 * Tells resolved nights and naps by the clocks of the records that are believed: from falling asleep to waking, and how long was slept.
 * @param given.preferences `{"links":{"primaries":[],"same":[],"separate":[]},"matcher":"overlap","priority":{"general":[],"metrics":{}},"week_start":"Mon","zones":{"first":"UTC"}}` where it is not given.
 */
export function slept(given: {
  sessions: Session[];
  preferences?: Preferences | null;
}): Slept[];

/** Returns sleep in per cent of a longer time, both in any one unit. */
export function efficiency(given: {
  asleep: number;
  of: number;
}): number;

/** Returns how much of a resolved night was slept, by the measures there are. */
export function nightEfficiency(given: {
  night: Night;
}): SleepEfficiency;

/** Describes a scored night: latency, waking, shifts and fragmentation. `stages` and `seconds` say what follows what and how long it lasts. */
export function hypnogram(given: {
  stages: ScoredStage[];
  seconds: Values;
}): SleepStatistics;

/** Describes a resolved night as a hypnogram: latency, waking, shifts and fragmentation. */
export function nightHypnogram(given: {
  night: Night;
}): SleepStatistics;

/** Returns what a night was made of, for somebody of an age in years. */
export function stageShares(given: {
  night: Night;
  age: number;
}): StageShares;

/** Returns which indicators a night of somebody of an age in years meets. */
export function sleepQuality(given: {
  night: Night;
  age: number;
}): SleepQuality;

/**
 * Returns how much less was slept than needed in the 14 days that end on `date`, that day included. `slept` and `need` are hours a
 * day.
 */
export function debt(given: {
  first: string;
  days: Days;
  date: string;
  need: number;
}): SleepDebt;

/**
 * Adds up what was slept per date of waking, in hours: the night, what it is split into, and naps. A date of which one stretch tells
 * no sleep has no value.
 */
export function sleptPerDay(given: {
  slept: Slept[];
}): Daily;

/** Returns how many hours of sleep are recommended at an age in years. */
export function usualNeed(given: {
  age: number;
}): SleepNeed;

/** Returns where times of the clock, in hours from 0 to 24, lie. */
export function circular(given: {
  hours: Values;
}): Circular;

/** Returns by how much one time of the clock is after another, from −12 to below 12 hours. */
export function hoursAfter(given: {
  later: number;
  earlier: number;
}): number;

/** Returns how much the times of nights vary. */
export function consistency(given: {
  slept: Slept[];
}): SleepConsistency;

/** Returns how regular states are, one per epoch of the wall clock; true is asleep, none unknown. */
export function regularity(given: {
  states: (boolean | null)[];
  epochs_per_day: number;
}): SleepRegularity;

/** Returns the sleep regularity index of resolved nights and naps. */
export function sleepRegularity(given: {
  slept: Slept[];
}): SleepRegularity;

/** Returns the person's own time from means. */
export function chronotype(given: {
  mid_work: number;
  mid_free: number;
  sleep_work: number;
  sleep_free: number;
  work_days: number;
}): Chronotype;

/** Returns the person's own time from nights. `free_days` are the dates of waking that were free. */
export function sleepChronotype(given: {
  slept: Slept[];
  free_days: string[];
  work_days: number;
}): Chronotype;

/** Returns the rhythm of activity by the hour, the first from local midnight on. */
export function restActivity(given: {
  hours: Days;
}): RestActivity;

/** Fits a wave of 24 hours. `hours` are times since any midnight, of one length with `values`. */
export function cosinor(given: {
  hours: Values;
  values: Values;
}): Cosinor;

/** Tells how long each value of a stream holds, at most `longest_s` seconds. `seconds` are counted from any moment. */
export function held(given: {
  seconds: Values;
  values: Values;
  longest_s: number;
}): Held[];

/** Writes a stream as one value per second; a value holds until the next, at most `longest_s` seconds. */
export function perSecond(given: {
  seconds: Values;
  values: Values;
  longest_s: number;
}): Column;

/** Predicts the maximal heart rate of an adult, in beats per minute. */
export function predictedMaxHeartRate(given: {
  formula: MaxHeartRateFormula;
  age_years: number;
  sex?: Sex | null;
}): number;

/** Returns Banister's coefficients for a sex. */
export function trimpCoefficients(given: {
  sex?: Sex | null;
}): TrimpCoefficients;

/** Returns Banister's training impulse. `seconds` say how long each heart rate held; `rest` and `max` are the person's. */
export function banisterTrimp(given: {
  seconds: Values;
  heart_rates: Values;
  rest: number;
  max: number;
  coefficients: TrimpCoefficients;
}): number;

/** Returns the training impulse in per cent of that of an hour at the threshold. `seconds` say how long each heart rate held. */
export function trimpOfThresholdHour(given: {
  seconds: Values;
  heart_rates: Values;
  rest: number;
  max: number;
  coefficients: TrimpCoefficients;
  threshold_heart_rate: number;
}): number;

/** Returns Edwards' training impulse. `seconds` say how long each heart rate held. */
export function edwardsTrimp(given: {
  seconds: Values;
  heart_rates: Values;
  max_heart_rate: number;
}): number;

/** Returns Lucia's training impulse. `seconds` say how long each heart rate held. */
export function luciaTrimp(given: {
  seconds: Values;
  heart_rates: Values;
  first_threshold: number;
  second_threshold: number;
}): number;

/** Returns the load of a session. */
export function sessionRpe(given: {
  minutes: number;
  rating: number;
}): number;

/**
 * Returns the normalised power of a session, of one value per second.
 * @param given.windows `"full"` where it is not given.
 */
export function normalisedPower(given: {
  watts: Days;
  windows?: PowerWindows | null;
}): NormalisedPower;

/**
 * Returns normalised power over the threshold power.
 * @param given.windows `"full"` where it is not given.
 */
export function intensityFactor(given: {
  watts: Days;
  windows?: PowerWindows | null;
  threshold_watts: number;
}): number;

/**
 * Returns the best of each duration that fits, in the order they are asked for.
 * @param given.durations_s `[1,5,10,15,30,60,120,180,300,480,600,900,1200,1800,2700,3600,5400,7200,10800,14400,18000]` where it is not given.
 */
export function powerCurve(given: {
  watts: Days;
  durations_s?: number[] | null;
}): BestPower[];

/**
 * Returns the training stress score of a ride, from one power a second.
 * @param given.windows `"full"` where it is not given.
 */
export function powerStressScore(given: {
  watts: Days;
  windows?: PowerWindows | null;
  threshold_watts: number;
}): StressScore;

/** Returns the training stress score of a run, from its pace on the flat. */
export function paceStressScore(given: {
  run: RunStretch[];
  threshold_speed: number;
}): StressScore;

/** Returns the speed on the flat that costs as much as a speed on a grade, in metres per second. */
export function flatEquivalentSpeed(given: {
  speed: number;
  grade: number;
}): number;

/**
 * Returns chronic load, acute load and balance of every day.
 * @param given.constants `{"acute_days":7.0,"chronic_days":42.0,"decay":"exponential"}` where it is not given.
 */
export function trainingLoad(given: {
  first: string;
  days: Days;
  constants?: LoadConstants | null;
}): TrainingLoad[];

/** Makes a known rest day of every day without a load on which a device was worn. */
export function withRestDays(given: {
  first: string;
  days: Days;
  worn: string[];
}): Daily;

/** Returns the expected performance after each day. */
export function expectedPerformance(given: {
  days: Days;
  parameters: ImpulseResponse;
}): Column;

/** Compares the load of the last 7 days given with that of the days before. */
export function loadRatio(given: {
  days: Days;
}): LoadRatio;

/** Returns monotony and strain of the last seven days given. */
export function monotony(given: {
  days: Days;
}): Monotony;

/** Returns monotony with the standard deviation of a population, as some programs compute it. */
export function populationMonotony(given: {
  days: Days;
}): number;

/**
 * Judges a morning by signals against what is usual for the person. The weights need not add up to 1.
 * @param given.weights `{"heart_rate_variability":0.3,"respiratory_rate":0.05,"resting_heart_rate":0.2,"sleep_debt":0.2,"temperature":0.1,"training_balance":0.15}` where it is not given.
 */
export function readiness(given: {
  signals: Partial<Record<ReadinessSignal, Daily>>;
  date: string;
  weights?: Partial<Record<ReadinessSignal, number>> | null;
}): Readiness;

/**
 * Estimates by the ratio of maximal to resting heart rate. Both must be measured; from a predicted maximum the ratio says
 * little.
 */
export function vo2MaxByHeartRateRatio(given: {
  rest: number;
  max: number;
}): number;

/** Estimates by Cooper's test: the metres run in 12 minutes. */
export function vo2MaxByCooper(given: {
  metres: number;
}): number;

/** Estimates by an all-out race: VDOT. */
export function vo2MaxByRace(given: {
  metres: number;
  seconds: number;
}): number;

/** Estimates by what a person says: the activity rating is NASA's, from 0 (avoids exertion) to 7 (runs over 10 miles a week). */
export function vo2MaxByQuestionnaire(given: {
  sex: Sex;
  age_years: number;
  body_mass_index: number;
  activity_rating: number;
}): number;

/** Returns the oxygen uptake of steady running or walking at a speed in m/s and a grade (metres up per metre). */
export function oxygenUptake(given: {
  gait: Gait;
  speed: number;
  grade: number;
}): number;

/**
 * Predicts the time for another distance by Riegel's law.
 * @param given.exponent `1.06` where it is not given.
 */
export function raceByRiegel(given: {
  metres: number;
  seconds: number;
  other_metres: number;
  exponent?: number | null;
}): RacePrediction;

/** Predicts the time for another distance by equal VDOT. */
export function raceByVdot(given: {
  metres: number;
  seconds: number;
  other_metres: number;
}): RacePrediction;

/**
 * Finds the fastest stretch of a distance. `distances` are metres since the start, at `seconds` from any moment.
 * @param given.max_speed `12.5` where it is not given.
 */
export function bestEffort(given: {
  seconds: Values;
  distances: Values;
  metres: number;
  max_speed?: number | null;
}): BestEffort;

/** Returns the records among efforts at one thing in order of time; the last of them stands. */
export function records(given: {
  efforts: Effort[];
  better: Better;
}): PersonalRecord[];

/** Counts active minutes. `seconds` say how long each intensity, in MET, held. */
export function activeMinutes(given: {
  seconds: Values;
  mets: Values;
}): ActiveMinutes;

/** Adds up MET minutes. `seconds` say how long each intensity, in MET, held. */
export function metMinutes(given: {
  seconds: Values;
  mets: Values;
}): number;

/** Compares the last seven of the days given with the advice for adults; `None` is a day of which nothing is known. */
export function activityWeek(given: {
  days: (ActiveMinutes | null)[];
  age_years: number;
}): ActivityWeek;

/** Returns the METs that walking at a cadence reaches at least, for people from 21 to 40 years. */
export function leastMetsOfCadence(given: {
  steps_per_minute: number;
  age_years: number;
}): number;

/** Returns how much of the time there are readings. */
export function glucoseWear(given: {
  readings: GlucoseReading[];
}): SensorWear;

/** Sums up a trace. */
export function glucoseSummary(given: {
  readings: GlucoseReading[];
}): GlucoseSummary;

/** Weighs the readings of a trace. */
export function glucoseRisk(given: {
  readings: GlucoseReading[];
}): GlucoseRisk;

/** Returns the mean amplitude of the excursions of a trace. */
export function mage(given: {
  readings: GlucoseReading[];
}): Mage;

/** Returns how much the glucose of a trace changes. */
export function glucoseVariability(given: {
  readings: GlucoseReading[];
}): GlucoseVariability;

/** Returns the mean of daily differences of a trace, in mg/dL. */
export function modd(given: {
  readings: GlucoseReading[];
}): number;

/** Returns the standard deviation of daily differences of a trace, in mg/dL. */
export function conga(given: {
  readings: GlucoseReading[];
}): number;

/** Returns the mean absolute change of a trace, in mg/dL per hour. */
export function mag(given: {
  readings: GlucoseReading[];
}): number;

/** Returns the glycemic variability percentage of a trace: how much longer its line is than a flat one. */
export function gvp(given: {
  readings: GlucoseReading[];
}): number;

/** Returns the profile in slots of so many minutes. */
export function glucoseProfile(given: {
  readings: GlucoseReading[];
  slot_minutes: number;
}): GlucoseSlot[];

/** Returns the energy of a day at rest by Mifflin and St Jeor, in kilocalories. */
export function mifflin(given: {
  weight_kg: number;
  height_m: number;
  age_years: number;
  sex?: Sex | null;
}): number;

/** Returns the energy of a day at rest by Harris and Benedict, as Roza and Shizgal revised it, in kilocalories. */
export function harrisBenedict(given: {
  weight_kg: number;
  height_m: number;
  age_years: number;
  sex?: Sex | null;
}): number;

/** Returns the resting energy by Katch and McArdle, of lean mass in kilograms. */
export function katchMcardle(given: {
  lean_kg: number;
}): number;

/** Returns the resting energy by Cunningham, of lean mass in kilograms. */
export function cunningham(given: {
  lean_kg: number;
}): number;

/** Returns the energy of a day from that at rest and how active the day is. */
export function energyOfActivityLevel(given: {
  resting_kcal: number;
  level: ActivityLevel;
}): number;

/**
 * Returns the energy of a day from that at rest and the active energy a device measured, with a tenth of the whole for
 * digestion.
 */
export function energyOfActiveEnergy(given: {
  resting_kcal: number;
  active_kcal: number;
}): number;

/** Returns energy eaten less energy spent, of days on which both are known. Both series begin on `first`. */
export function energyBalance(given: {
  first: string;
  intake: Days;
  expenditure: Days;
  least_intake: number;
}): EnergyBalance;

/** Estimates the balance in kcal per day from how weight, in kilograms, changes. */
export function balanceByWeight(given: {
  first: string;
  days: Days;
}): number;

/** Returns the body mass index in kg/m². */
export function bodyMassIndex(given: {
  weight_kg: number;
  height_m: number;
}): number;

/**
 * Names a body mass index by the categories for adults; `asian` takes the action points for Asian populations.
 * @param given.asian `false` where it is not given.
 */
export function bodyMassCategory(given: {
  body_mass_index: number;
  age_years?: number | null;
  asian?: boolean | null;
}): ThresholdLabel;

/** Returns the fat-free mass index. */
export function fatFreeMassIndex(given: {
  lean_kg: number;
  height_m: number;
}): FatFreeMassIndex;

/** Returns the waist as a share of the height. */
export function waistToHeight(given: {
  waist_m: number;
  height_m: number;
}): number;

/** Estimates body fat in percent from girths, as the US Navy does; off by 3 to 4 points. */
export function navyBodyFat(given: {
  girths: Girths;
  height_m: number;
  sex?: Sex | null;
}): number;

/** Estimates the lean mass of an adult in kilograms, by Boer. */
export function leanMass(given: {
  weight_kg: number;
  height_m: number;
  sex: Sex;
}): number;

/** Estimates the body's surface in m², by Du Bois. */
export function bodySurface(given: {
  weight_kg: number;
  height_m: number;
}): number;

/** Returns the fitness age for a maximal oxygen uptake in mL/kg/min. */
export function fitnessAge(given: {
  vo2_max: number;
  age_years: number;
  sex?: Sex | null;
}): FitnessAge;

/** Returns the adequate volume of drinks for an adult in mL a day. */
export function adequateDrinks(given: {
  age_years?: number | null;
  sex?: Sex | null;
}): number;

/** Compares what was drunk with a target, in mL a day. */
export function hydration(given: {
  first: string;
  days: Days;
  target_ml: number;
}): Hydration;

/** Compares the stress score of a day with those of the days before. */
export function relativeStress(given: {
  metric: Metric;
  first: string;
  days: Days;
  date: string;
}): RelativeStress;

/** Returns the scores of the day the evidence ends on. */
export function scores(given: {
  known: Known;
}): Scores;

/** Judges readiness by what is known of a person, against their own usual. */
export function knownReadiness(given: {
  known: Known;
}): Readiness;

/** Returns the active minutes of the week that ends on the date. */
export function knownActiveWeek(given: {
  known: Known;
}): ActivityWeek;

/** Returns daily training loads, and what they rest on. */
export function knownLoads(given: {
  known: Known;
}): Loads;

/** Asks the insights that are not refused, or those of some names. */
export function insights(given: {
  known: Known;
  ids?: string[] | null;
}): Insight[];

/** Lists what can be asked of a person, and what is refused and why. */
export function insightDefinitions(): InsightDefinition[];

/** Finds what has been unusual in the last days, by metric. */
export function unusual(given: {
  known: Known;
  days: number;
}): Unusual[];

/**
 * Sums up what is known of a person in so many tokens, for a language model.
 * @param given.budget `2000` where it is not given.
 */
export function context(given: {
  known: Known;
  budget?: number | null;
}): HealthContext;

/**
 * Writes the same as `context` as Markdown.
 * @param given.budget `2000` where it is not given.
 */
export function contextMarkdown(given: {
  known: Known;
  budget?: number | null;
}): string;

/** Lists every method with its version, its source and the least data it answers from. */
export function methods(): Method[];
