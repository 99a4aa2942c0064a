// Written from the questions of vitasync-core by a test; do not edit.

package dev.vitasync

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.encodeToJsonElement

/** What counts of an activity or a day. */
@Serializable
public data class ActiveMinutes(
    /** Minutes from 3 to 6 MET. */
    @SerialName("moderate_minutes") public val moderateMinutes: Double,
    /** Minutes from 6 MET. */
    @SerialName("vigorous_minutes") public val vigorousMinutes: Double,
)

/** Where a week lies. */
@Serializable
public enum class ActivityGuidance {
    @SerialName("below") Below,
    @SerialName("within") Within,
    @SerialName("above") Above,
}

/** How active a day is: its physical activity level, energy of the day over that at rest (FAO/WHO/UNU 2004). */
@Serializable
public enum class ActivityLevel {
    @SerialName("sedentary") Sedentary,
    @SerialName("active") Active,
    @SerialName("vigorous") Vigorous,
}

/** How a week compares with the advice. */
@Serializable
public data class ActivityWeek(
    /** Minutes from 3 to 6 MET. */
    @SerialName("moderate_minutes") public val moderateMinutes: Double,
    /** Minutes from 6 MET. */
    @SerialName("vigorous_minutes") public val vigorousMinutes: Double,
    /** The minutes of moderate activity that are worth as much. */
    @SerialName("equivalent_minutes") public val equivalentMinutes: Double,
    /** Where that lies. */
    public val guidance: ActivityGuidance,
    /** How many of the seven days are known; what the others held comes on top. */
    @SerialName("known_days") public val knownDays: Long,
)

/** Where the week lies. */
@Serializable
public enum class AgainstUsual {
    @SerialName("below") Below,
    @SerialName("within") Within,
    @SerialName("above") Above,
}

/** The time that is asked about. */
@Serializable
public data class AggregateWindow(
    /** The first. */
    public val from: String,
    /** The last. */
    public val to: String,
)

/** Values per bucket of time. */
@Serializable
public data class Aggregated(
    /** Who measured; buckets name them by their place here. */
    public val sources: List<Source>,
    /** The buckets that have data, in order of time. */
    public val buckets: List<BucketValue>,
)

/** Two series that go together. */
@Serializable
public data class Association(
    /** The place of the one in the list of series. */
    public val a: Long,
    /** The place of the other. */
    public val b: Long,
    /** How many days `b` comes after `a`; below 0 it comes before. */
    @SerialName("lag_days") public val lagDays: Long,
    /** How many pairs of days there are. */
    public val n: Long,
    /** How many independent pairs these are worth. */
    @SerialName("n_effective") public val nEffective: Double,
    /** The correlation of ranks, from −1 to 1. */
    public val spearman: Double,
    /** The correlation of values, from −1 to 1. */
    public val pearson: Double,
    /** The chance of it between unrelated series. */
    public val p: Double,
    /** The same after the correction for all tests. */
    public val q: Double,
    /** How strong it is. */
    public val strength: AssociationStrength,
    /** Whether trends were taken out first. */
    public val detrended: Boolean,
    /** What it says in plain words. */
    public val sentence: String,
)

/** How strong a correlation is. */
@Serializable
public enum class AssociationStrength {
    @SerialName("weak") Weak,
    @SerialName("moderate") Moderate,
    @SerialName("strong") Strong,
    @SerialName("very_strong") VeryStrong,
}

/** What has been usual before a day. */
@Serializable
public data class Baseline(
    /** How many values there are. */
    public val n: Long,
    /** The middle value. */
    public val median: Double,
    /** The median absolute deviation from the median, as it is. */
    public val mad: Double,
    /** What a standard deviation would be if the usual values are normal; always above 0. */
    public val sigma: Double,
    /** What sigma is made from. */
    public val basis: SpreadBasis,
    /** The first day of the window. */
    public val from: String,
    /** Its last day. */
    public val to: String,
)

/** How many days a baseline looks back. */
@Serializable
public enum class BaselineWindow {
    @SerialName("7d") _7d,
    @SerialName("14d") _14d,
    @SerialName("30d") _30d,
    @SerialName("60d") _60d,
    @SerialName("90d") _90d,
}

/**
 * Which beats are not as they should be, counted from 0 through all runs; beat 0 begins the first interval of the first
 * run, and every run has a beat more than intervals.
 */
@Serializable
public data class BeatFaults(
    /** Beats that come too early or too late and are followed by a pause or a hurry. */
    public val ectopic: List<Long>,
    /** Beats before which one was missed. */
    public val missed: List<Long>,
    /** Beats that were none. */
    public val extra: List<Long>,
    /** Beats that end an interval too long or too short. */
    public val misplaced: List<Long>,
)

/** The fastest stretch. */
@Serializable
public data class BestEffort(
    /** How long it took, in seconds. */
    public val seconds: Double,
    /** When it began, on the clock of the samples; of equally fast ones the first. */
    public val start: Double,
)

/** The best of one duration. */
@Serializable
public data class BestPower(
    /** The duration in seconds. */
    public val seconds: Long,
    /** The mean power in watts. */
    public val watts: Double,
    /** The second at which it begins; of equal ones the first. */
    public val start: Long,
)

/** Which of two values is better. */
@Serializable
public enum class Better {
    @SerialName("higher") Higher,
    @SerialName("lower") Lower,
}

/** What readings come to. */
@Serializable
public data class BloodPressure(
    /** How many readings there are. */
    public val n: Long,
    /** On how many days. */
    public val days: Long,
    /** The mean of the upper values. */
    public val systolic: Double,
    /** The mean of the lower values. */
    public val diastolic: Double,
    /** What the means are called. */
    public val category: BloodPressureCategory,
)

/** A category, of either guideline. */
@Serializable
public enum class BloodPressureCategory {
    @SerialName("usual") Usual,
    @SerialName("elevated") Elevated,
    @SerialName("stage1") Stage1,
    @SerialName("stage2") Stage2,
    @SerialName("severe") Severe,
}

/** Whose categories. */
@Serializable
public enum class BloodPressureGuideline {
    @SerialName("acc_aha2017") AccAha2017,
    @SerialName("esc2024") Esc2024,
}

/** One reading in mmHg. */
@Serializable
public data class BloodPressureReading(
    /** The day. */
    public val date: String,
    /** The upper value. */
    public val systolic: Double,
    /** The lower value. */
    public val diastolic: Double,
)

/** How much time one value covers. */
@Serializable
public enum class Bucket {
    @SerialName("minute") Minute,
    @SerialName("5min") _5min,
    @SerialName("15min") _15min,
    @SerialName("hour") Hour,
    @SerialName("day") Day,
    @SerialName("week") Week,
    @SerialName("month") Month,
}

/** What a bucket's value is made from. */
@Serializable
public enum class BucketBasis {
    @SerialName("intervals") Intervals,
    @SerialName("provider_total") ProviderTotal,
    @SerialName("samples") Samples,
    @SerialName("mixed") Mixed,
}

/** What the values of one bucket come to. */
@Serializable
public data class BucketValue(
    /** The first instant of the bucket by the person's clock, also where the window begins inside it. */
    public val start: String,
    /** The end of the bucket, exclusive. Equal to the start for a date the person's clock has skipped. */
    public val end: String,
    /** The civil date on which it begins: the day, the week's first, the month's first. */
    public val date: String,
    /**
     * The one value, by the metric's `Aggregation`. Of a category whose time adds up it is the seconds in all its
     * values, for sleep stages the seconds asleep; where nothing but time in bed is told there is no bucket.
     */
    public val value: Double,
    /** The sum, where values add up. */
    public val sum: Double?,
    /** The least value, where values do not add up. */
    public val min: Double?,
    /** The greatest value, where values do not add up. */
    public val max: Double?,
    /** The mean of the samples, where values do not add up. */
    public val mean: Double?,
    /** The mean weighted by how long each value held, where the metric asks for it; then it is the value. */
    @SerialName("time_weighted_mean") public val timeWeightedMean: Double?,
    /** How many samples count. */
    public val count: Long,
    /** What the value is made from. */
    public val basis: BucketBasis,
    /** Whose samples count, best source first. */
    public val sources: List<SourceShare>,
    /** What does not count, best source first. */
    @SerialName("set_aside") public val setAside: List<SourceShare>,
    /** The seconds in each value of a category whose time adds up, as (code, seconds), by code. */
    public val categories: List<List<Double>>,
    /**
     * True for a day on which the samples' own offsets differ by three hours or more, or on which the person moved as
     * far. Its hours need not add up to it.
     */
    @SerialName("travel_day") public val travelDay: Boolean,
)

/** The person's own time. All are in hours. */
@Serializable
public data class Chronotype(
    /** By how much mid-sleep on free days is later than on work days; below 0 where it is earlier. */
    @SerialName("social_jetlag") public val socialJetlag: Double,
    /** How long is slept on a mean day of the week. */
    @SerialName("week_sleep") public val weekSleep: Double,
    /** Mid-sleep on free days, corrected for what is made up for: a time of the clock. */
    @SerialName("msf_sc") public val msfSc: Double,
)

/** Where times of the clock lie. All are in hours. */
@Serializable
public data class Circular(
    /** How many there are. */
    public val n: Long,
    /** The mean, from 0 to below 24. */
    public val mean: Double,
    /** How close they lie together, from 0 (all around) to 1 (all equal). */
    public val resultant: Double,
    /** The standard deviation. */
    public val sd: Double,
)

/** The identity of a session: 26 characters that its content decides. */
public typealias ContentId = String

/** A wave of 24 hours. */
@Serializable
public data class Cosinor(
    /** How many values it rests on. */
    public val n: Long,
    /** The level about which it swings. */
    public val mesor: Double,
    /** How far it swings to either side. */
    public val amplitude: Double,
    /** When it peaks, a time of the clock in hours. */
    public val acrophase: Double,
    /** The share of the variance that it explains, from 0 to 1. */
    public val explained: Double,
)

/** The two sums so far. */
@Serializable
public data class CusumSums(
    /** What has gathered above the usual. */
    public val high: Double,
    /** What has gathered below the usual. */
    public val low: Double,
)

/** One value per civil day, from a first day on; `None` is a day without a value. Every value is finite. */
@Serializable
public data class Daily(
    public val first: String,
    public val values: List<Double?>,
)

/** What is taken away from each segment. */
@Serializable
public enum class Detrend {
    @SerialName("mean") Mean,
    @SerialName("line") Line,
}

/** What is known about a device. */
@Serializable
public data class Device(
    /** The maker, for example `Apple Inc.`. */
    public val manufacturer: String? = null,
    /** The model, for example `Watch`. */
    public val model: String? = null,
    /** The hardware revision, for example `Watch6,2`. */
    public val hardware: String? = null,
)

/** What kind of device measured. Declared from the least to the most telling. */
@Serializable
public enum class DeviceKind {
    @SerialName("unknown") Unknown,
    @SerialName("app") App,
    @SerialName("phone") Phone,
    @SerialName("band") Band,
    @SerialName("ring") Ring,
    @SerialName("watch") Watch,
    @SerialName("chest_strap") ChestStrap,
    @SerialName("bike_computer") BikeComputer,
    @SerialName("scale") Scale,
    @SerialName("cuff") Cuff,
    @SerialName("glucose_meter") GlucoseMeter,
}

/** To which side a value lies. */
@Serializable
public enum class Direction {
    @SerialName("low") Low,
    @SerialName("high") High,
}

/** What was found. */
@Serializable
public data class Discovery(
    /** How many tests were made, all of which count in the correction. */
    public val tests: Long,
    /** What holds after the correction, the strongest first. */
    public val found: List<Association>,
    /** What could not be tested. */
    public val untested: List<Untested>,
)

/** Which chart to draw. */
@Serializable
public enum class DriftChart {
    @SerialName("ewma") Ewma,
    @SerialName("cusum") Cusum,
}

/** What an electrocardiogram holds. Voltages are in microvolts. */
@Serializable
public data class EcgSummary(
    /** How many samples it has. */
    public val n: Long,
    /** How long it is, in seconds. */
    public val seconds: Double,
    /** The lowest voltage. */
    public val lowest: Double,
    /** The middle voltage, about which it swings. */
    public val median: Double,
    /** The highest voltage. */
    public val highest: Double,
    /** From the 1st to the 99th percentile. */
    public val amplitude: Double,
    /** The share of samples in flat stretches, from 0 to 1. */
    public val flat: Double,
)

/** How an ectopic beat is told by its neighbours. */
@Serializable
public enum class EctopicRule {
    @SerialName("malik") Malik,
    @SerialName("kamath") Kamath,
    @SerialName("karlsson") Karlsson,
}

/** A value that may be a record. */
@Serializable
public data class Effort(
    /** When it was. */
    public val at: String,
    /** How good. */
    public val value: Double,
)

/** Whether more was eaten than spent. */
@Serializable
public data class EnergyBalance(
    /** The balance of each day from the first to the last of the window; `None` where intake or expenditure is missing. */
    public val days: List<Double?>,
    /** The mean of the days that have one, in kcal per day. */
    public val mean: Double,
    /** How many days have one. */
    public val n: Long,
    /** Their share of the days asked about, from 0 to 1. */
    @SerialName("data_completeness") public val dataCompleteness: Double,
)

/** Findings that are one event. */
@Serializable
public data class Episode(
    /** The day of its first finding. */
    public val start: String,
    /** The day of its last finding. */
    public val end: String,
    /** To which side it lies. */
    public val direction: Direction,
    /** How urgent it is at its worst. */
    public val severity: Severity,
    /** How many days have a finding. */
    public val days: Long,
    /** Of each method its severest finding, the severest first. */
    public val evidence: List<Finding>,
    /** Whether it is over. */
    public val resolution: Resolution,
)

/** A workout, as far as days need it. */
@Serializable
public data class Exercise(
    /** The civil date on which it began. */
    public val date: String,
    /** The sport. */
    public val sport: Sport,
    /** How long it lasted without pauses, in minutes. */
    public val minutes: Double,
    /** The mean heart rate, in beats per minute. */
    @SerialName("mean_heart_rate") public val meanHeartRate: Double? = null,
)

/** The lean mass at a height, in kg/m². */
@Serializable
public data class FatFreeMassIndex(
    /** As it is. */
    public val index: Double,
    /** As it would be at 1.80 m. */
    @SerialName("at_180_cm") public val at180Cm: Double,
)

/** A day that stands out. */
@Serializable
public data class Finding(
    /** The day. */
    public val date: String,
    /** Its value. */
    public val value: Double,
    /** What is usual, where that is one number. */
    public val expected: Double?,
    /** How far it is from that, in the method's own measure. */
    public val score: Double?,
    /** To which side. */
    public val direction: Direction,
    /** How urgent it is to look. */
    public val severity: Severity,
    /** The `Method` that says so. */
    public val method: String,
    /** Why, in plain words. */
    public val evidence: String,
)

/** What a method says of a series. */
@Serializable
public data class Findings(
    /** How many days could be judged; at least one. */
    public val judged: Long,
    /** Those that stand out, in order of time. */
    public val findings: List<Finding>,
)

/** Of which age an oxygen uptake is the mean. */
@Serializable
public data class FitnessAge(
    /** Of this many years. */
    public val years: Double,
    /** One of `years`, `at_most`, `at_least`. */
    public val kind: String,
)

/** The power in the bands, in ms². */
@Serializable
public data class FrequencyBands(
    /** Very low frequency; none where segments are shorter than 300 s. */
    public val vlf: Double?,
    /** Low frequency. */
    public val lf: Double,
    /** High frequency. */
    public val hf: Double,
    /** All of the above that are answered. */
    public val total: Double,
    /** LF divided by HF; none where HF is 0. */
    @SerialName("lf_hf") public val lfHf: Double?,
    /** LF in per cent of LF and HF; none where both are 0. */
    @SerialName("lf_nu") public val lfNu: Double?,
    /** HF in per cent of LF and HF; none where both are 0. */
    @SerialName("hf_nu") public val hfNu: Double?,
)

/** How somebody moves on foot. */
@Serializable
public enum class Gait {
    @SerialName("running") Running,
    @SerialName("walking") Walking,
}

/** The shape of the histogram. */
@Serializable
public data class Geometry(
    /** How many intervals it holds. */
    public val n: Long,
    /** All intervals divided by those of the fullest bin. */
    @SerialName("triangular_index") public val triangularIndex: Double,
    /** The base of the best triangle, in milliseconds; none where one bin holds all. */
    public val tinn: Double?,
)

/** Sizes around the body in metres, for the estimate of fat. */
@Serializable
public data class Girths(
    /** Of the waist. */
    @SerialName("waist_m") public val waistM: Double,
    /** Of the neck. */
    @SerialName("neck_m") public val neckM: Double,
    /** Of the hip; asked for of women alone. */
    @SerialName("hip_m") public val hipM: Double? = null,
)

/** The share of readings in each range, in percent. The first five make 100. */
@Serializable
public data class GlucoseRanges(
    /** Below 54: low, level 2. */
    @SerialName("very_low") public val veryLow: Double,
    /** From 54 to below 70: low, level 1. */
    public val low: Double,
    /** From 70 to 180. */
    @SerialName("in_range") public val inRange: Double,
    /** Above 180 to 250: high, level 1. */
    public val high: Double,
    /** Above 250: high, level 2. */
    @SerialName("very_high") public val veryHigh: Double,
    /** From 70 to 140. */
    public val tight: Double,
    /** From 63 to 140, the target of a pregnancy with type 1 diabetes. */
    public val pregnancy: Double,
)

/** A reading of a sensor. */
@Serializable
public data class GlucoseReading(
    /** When it was, on the local clock. */
    public val at: String,
    /** In mg/dL. */
    public val value: Double,
)

/** How risky glucose was. */
@Serializable
public data class GlucoseRisk(
    /** The low blood glucose index. */
    public val lbgi: Double,
    /** The high blood glucose index. */
    public val hbgi: Double,
    /** The average daily risk range. */
    public val adrr: Double,
    /** The glycemia risk index, from 0 to 100. */
    public val gri: Double,
    /** The J-index. */
    @SerialName("j_index") public val jIndex: Double,
    /** The M-value about 90 mg/dL. */
    @SerialName("m_value") public val mValue: Double,
    /** The mean GRADE score, from 0 to 50. */
    public val grade: Double,
    /** The hypoglycemic index. */
    @SerialName("hypo_index") public val hypoIndex: Double,
    /** The hyperglycemic index. */
    @SerialName("hyper_index") public val hyperIndex: Double,
    /** The index of glycemic control. */
    public val igc: Double,
    /** The continuous glucose monitoring index, from 0 to 100; more is better. */
    public val cogi: Double,
)

/** A time of day. */
@Serializable
public data class GlucoseSlot(
    /** When it begins, in minutes after local midnight. */
    public val minute: Long,
    /** How many readings it has. */
    public val n: Long,
    /** What they are, where there are enough. */
    public val percentiles: Percentiles?,
)

/** What the readings say. */
@Serializable
public data class GlucoseSummary(
    /** How many readings there are. */
    public val n: Long,
    /** How much of the time they cover. */
    public val wear: SensorWear,
    /** The mean, in mg/dL. */
    public val mean: Double,
    /** The standard deviation, in mg/dL. */
    public val sd: Double,
    /** The coefficient of variation, in percent. */
    @SerialName("cv_percent") public val cvPercent: Double,
    /** The middle reading, in mg/dL. */
    public val median: Double,
    /** The distance of the quartiles, in mg/dL. */
    public val iqr: Double,
    /** The glucose management indicator, in percent. */
    @SerialName("gmi_percent") public val gmiPercent: Double,
    /** The A1c estimated from the mean by the older formula, in percent. */
    @SerialName("ea1c_percent") public val ea1cPercent: Double,
    /** The share of readings in each range. */
    public val ranges: GlucoseRanges,
)

/** How much glucose changes. */
@Serializable
public data class GlucoseVariability(
    /** The mean of daily differences, in mg/dL. */
    public val modd: Double,
    /** The standard deviation of daily differences, in mg/dL. */
    public val conga: Double,
    /** The mean absolute change, in mg/dL per hour. */
    public val mag: Double,
    /** The glycemic variability percentage. */
    @SerialName("gvp_percent") public val gvpPercent: Double,
    /** The standard deviation of the rate of change, in mg/dL per minute. */
    @SerialName("rate_sd") public val rateSd: Double,
    /** The mean over time, in mg/dL. */
    @SerialName("time_weighted_mean") public val timeWeightedMean: Double,
    /** How many pairs of moments 24 hours apart the first two rest on. */
    @SerialName("day_pairs") public val dayPairs: Long,
)

/** Where a value lies. */
@Serializable
public data class Grade(
    /** Below what is usual. */
    public val severity: Severity? = null,
    /** One of `below`, `usual`, `above`. */
    public val side: String,
)

/** What is known of a person. */
@Serializable
public data class HealthContext(
    /** The day it is about. */
    public val date: String,
    /** What is usual, by metric. */
    public val usual: Map<String, UsualValue>,
    /** What changes, the surest first. */
    public val changes: List<MetricChange>,
    /** What is unusual, the most urgent first. */
    public val notices: List<MetricNotice>,
    /** What goes together, the strongest first. */
    public val links: List<MetricLink>,
    /** The scores. */
    public val scores: Scores,
    /** How many entries had no room, by group. */
    @SerialName("left_out") public val leftOut: Map<String, Long>,
)

/** How fast the heart rate falls, in beats per minute. */
@Serializable
public data class HeartRateRecovery(
    /** The rate at the end. */
    @SerialName("at_end") public val atEnd: Double,
    /** The highest rate of the two minutes before. */
    public val peak: Double,
    /** By how much it has fallen after 60 seconds; below 0 where it rose. */
    @SerialName("after_60_s") public val after60S: Double?,
    /** By how much it has fallen after 120 seconds. */
    @SerialName("after_120_s") public val after120S: Double?,
)

/** The lower borders of five zones in beats per minute; the fifth has no upper one. */
@Serializable
public data class HeartRateZones(
    public val lower: List<Double>,
)

/** A value and how long it held. */
@Serializable
public data class Held(
    /** How long, in seconds. */
    public val seconds: Double,
    /** What was measured. */
    public val value: Double,
)

/** How intervals are put into bins. */
@Serializable
public data class HistogramBins(
    /** Where a bin begins, in milliseconds. */
    @SerialName("origin_ms") public val originMs: Double,
    /** How wide each is, in milliseconds; at least 1. */
    @SerialName("width_ms") public val widthMs: Double,
)

/** The week that ends on a day, against what is usual. */
@Serializable
public data class HrvWeek(
    /** The day. */
    public val date: String,
    /** How many days of the week have a value. */
    public val n: Long,
    /** How many days what is usual rests on. */
    @SerialName("n_usual") public val nUsual: Long,
    /** The mean of the week. */
    public val mean: Double,
    /** Its coefficient of variation, in per cent of the mean; none where the mean is not above 0. */
    public val variation: Double?,
    /** From where on it is usual. */
    public val low: Double,
    /** To where it is usual. */
    public val high: Double,
    /** Where the week lies. */
    public val against: AgainstUsual,
)

/** How much was drunk. */
@Serializable
public data class Hydration(
    /** The mean of the days with a log, in mL. */
    @SerialName("mean_ml") public val meanMl: Double,
    /** What is compared with, in mL. */
    @SerialName("target_ml") public val targetMl: Double,
    /** The share of the target, 1 for all of it. */
    public val share: Double,
    /** How many days have a log. */
    public val n: Long,
    /** On how many of them the target was reached. */
    @SerialName("days_reached") public val daysReached: Long,
    /** Their share of all days, from 0 to 1. */
    @SerialName("data_completeness") public val dataCompleteness: Double,
)

/** The parameters of a person. */
@Serializable
public data class ImpulseResponse(
    /** The performance without training. */
    public val base: Double,
    /** How much fitness adds per load. */
    @SerialName("fitness_gain") public val fitnessGain: Double,
    /** How much fatigue takes per load. */
    @SerialName("fatigue_gain") public val fatigueGain: Double,
    /** In how many days fitness fades to 1/e. */
    @SerialName("fitness_days") public val fitnessDays: Double,
    /** In how many days fatigue fades to 1/e. */
    @SerialName("fatigue_days") public val fatigueDays: Double,
)

/** An insight, or why there is none. */
@Serializable
public data class Insight(
    /** The stable name. */
    public val id: String,
    /** What it is about. */
    public val category: InsightCategory,
    /** What it says; none where there is a reason. */
    public val answer: InsightAnswer?,
    /** Why it says nothing. */
    public val reason: NoAnswer?,
)

/** What an insight says of a person. */
@Serializable
public data class InsightAnswer(
    /** The number. */
    public val value: Double,
    /** The UCUM code of its unit. */
    public val unit: String,
    /** How it sounds. */
    public val tone: InsightTone,
    /** A sentence for people. */
    public val sentence: String,
    /** How many values it rests on. */
    public val n: Long,
    /** The first day it looks at. */
    public val from: String,
    /** The last. */
    public val to: String,
    /** What it is held against. */
    public val reference: InsightReference?,
)

/** What an insight is about. */
@Serializable
public enum class InsightCategory {
    @SerialName("cardio") Cardio,
    @SerialName("sleep") Sleep,
    @SerialName("activity") Activity,
    @SerialName("body") Body,
    @SerialName("recovery") Recovery,
    @SerialName("respiratory") Respiratory,
    @SerialName("metabolic") Metabolic,
    @SerialName("workout") Workout,
    @SerialName("trend") Trend,
    @SerialName("anomaly") Anomaly,
    @SerialName("longevity") Longevity,
    @SerialName("immune") Immune,
    @SerialName("cognitive") Cognitive,
    @SerialName("hormonal") Hormonal,
    @SerialName("womens_health") WomensHealth,
    @SerialName("performance") Performance,
}

/** What can be asked of a person. */
@Serializable
public data class InsightDefinition(
    /** The stable name. */
    public val id: String,
    /** The name people read. */
    public val name: String,
    /** What it is about. */
    public val category: InsightCategory,
    /** The metrics it is made from. */
    public val metrics: List<Metric>,
    /** What it says. */
    public val says: String,
    /** The method it is answered by. */
    public val method: String?,
    /** The least data it answers from. */
    public val needs: String?,
    /** Why it is refused. */
    public val refused: String?,
)

/** What a value is held against. */
@Serializable
public data class InsightReference(
    /** From where on it is inside; none where less is better. */
    public val low: Double?,
    /** To where it is inside; none where more is better. */
    public val high: Double?,
    /** Who says so. */
    public val source: String,
)

/** How an insight sounds. */
@Serializable
public enum class InsightTone {
    @SerialName("info") Info,
    @SerialName("positive") Positive,
    @SerialName("warning") Warning,
    @SerialName("critical") Critical,
}

/** How intervals are read between beats. */
@Serializable
public enum class Interpolation {
    @SerialName("linear") Linear,
    @SerialName("quadratic") Quadratic,
}

/** One indicator of a night. */
@Serializable
public data class JudgedIndicator(
    /** What is judged. */
    public val indicator: SleepIndicator,
    /** Its value. */
    public val value: Double,
    /** From where on it is good; none where less is better. */
    public val least: Double?,
    /** To where it is good; none where more is better. */
    public val most: Double?,
    /** Whether it is good. */
    public val met: Boolean,
)

/** What is known of a person up to a day. */
@Serializable
public data class Known(
    /** The day that is judged; nothing after it counts. */
    public val date: String,
    /** The person, as far as limits depend on it. */
    public val person: Person? = null,
    /** The height in metres. */
    @SerialName("height_m") public val heightM: Double? = null,
    /** One value per day, by metric. */
    public val days: Map<Metric, Daily>? = null,
    /** The nights and naps of every source. */
    public val sessions: List<Session>? = null,
    /** Workouts, in order of time. */
    public val workouts: List<Exercise>? = null,
    /** Readings of a glucose sensor. */
    public val glucose: List<GlucoseReading>? = null,
    /** What the person has set. */
    public val preferences: Preferences? = null,
)

/** A change of level. */
@Serializable
public data class LevelChange(
    /** The first day of the new level that has a value, counted from the first of the series. */
    public val day: Long,
    /** The mean of the level before. */
    public val before: Double,
    /** The mean of the level after. */
    public val after: Double,
    /** How many values the level before has. */
    @SerialName("n_before") public val nBefore: Long,
    /** How many values the level after has. */
    @SerialName("n_after") public val nAfter: Long,
    /** `after − before`. */
    public val difference: Double,
    /** The lower end of the 95 % interval of the difference. */
    public val low: Double,
    /** The upper end of it. */
    public val high: Double,
    /** Cohen's d: the difference in pooled standard deviations; none where both levels are constant. */
    public val effect: Double?,
)

/** A lasting change that was found. */
@Serializable
public data class LevelShift(
    /** The day the level changed, counted from the first that was pushed. */
    public val from: Long,
    /** The day it was certain. */
    public val found: Long,
    /** True if the level rose. */
    public val up: Boolean,
    /** What was usual before. */
    public val usual: Double,
)

/** A straight line through days, by least squares. */
@Serializable
public data class Line(
    /** How many days have a value. */
    public val n: Long,
    /** The change per day. */
    public val slope: Double,
    /** The line's value on the first day of the series. */
    public val intercept: Double,
    /** The share of the variance that the line explains. */
    public val r2: Double,
    /** The chance of such a slope if there is none and days are independent. */
    public val p: Double,
    /** How many independent days these are worth; never above `n`. */
    @SerialName("n_effective") public val nEffective: Double,
    /** The chance of such a slope if days resemble their neighbours; none where they are worth 3 days or fewer. */
    @SerialName("p_effective") public val pEffective: Double?,
)

/** How loads fade. */
@Serializable
public data class LoadConstants(
    /** The time constant of fitness, in days. */
    @SerialName("chronic_days") public val chronicDays: Double,
    /** The time constant of fatigue, in days. */
    @SerialName("acute_days") public val acuteDays: Double,
    /** What a time constant means. */
    public val decay: LoadDecay,
)

/** What a time constant of `n` days means. */
@Serializable
public enum class LoadDecay {
    @SerialName("exponential") Exponential,
    @SerialName("reciprocal") Reciprocal,
}

/** How this week's load compares. */
@Serializable
public data class LoadRatio(
    /** Against the three weeks before. */
    public val uncoupled: Double,
    /** Against four weeks of which it is one. */
    public val coupled: Double,
    /** Between weighted means. */
    public val weighted: Double,
    /** Between weighted means that start at 0; too high while there are few days. */
    @SerialName("weighted_from_zero") public val weightedFromZero: Double,
    /** The mean of the last 7 days. */
    @SerialName("acute_mean") public val acuteMean: Double,
    /** The mean of the 21 days before them. */
    @SerialName("before_mean") public val beforeMean: Double,
)

/** Daily training loads, and what they rest on. */
@Serializable
public data class Loads(
    /** TRIMP per day. */
    public val days: Daily,
    /** The resting heart rate. */
    @SerialName("resting_heart_rate") public val restingHeartRate: Double,
    /** The maximal heart rate. */
    @SerialName("max_heart_rate") public val maxHeartRate: Double,
    /** Where the maximum is from. */
    @SerialName("max_basis") public val maxBasis: MaxBasis,
)

/** How high the excursions are. */
@Serializable
public data class Mage(
    /** The mean amplitude, in mg/dL. */
    public val mage: Double,
    /** How many rises it rests on. */
    public val rises: Long,
    /** How many falls it rests on. */
    public val falls: Long,
)

/** Whether a series rises or falls, whatever its shape. */
@Serializable
public data class MannKendall(
    /** How many days have a value. */
    public val n: Long,
    /** The pairs of days that rise, less those that fall. */
    public val s: Long,
    /** The variance of `s` if there is no trend. */
    public val variance: Double,
    /** How many standard deviations `s` is from none. */
    public val z: Double,
    /** The chance of such an `s` if there is no trend and days are independent. */
    public val p: Double,
)

/** Says when two records are the same workout. */
@Serializable
public enum class Matcher {
    @SerialName("overlap") Overlap,
    @SerialName("train_stack") TrainStack,
}

/** Where a maximal heart rate is from. */
@Serializable
public enum class MaxBasis {
    @SerialName("setting") Setting,
    @SerialName("predicted_by_age") PredictedByAge,
}

/** Names a formula for the maximal heart rate. */
@Serializable
public enum class MaxHeartRateFormula {
    @SerialName("fox") Fox,
    @SerialName("tanaka") Tanaka,
    @SerialName("gellish") Gellish,
    @SerialName("gulati") Gulati,
    @SerialName("nes") Nes,
}

/** A straight line through the middle of days. */
@Serializable
public data class MedianLine(
    /** How many days have a value. */
    public val n: Long,
    /** The median change per day. */
    public val slope: Double,
    /** The line's value on the first day of the series. */
    public val intercept: Double,
)

/** Intervals after mending. */
@Serializable
public data class MendedBeats(
    /** The intervals in milliseconds; `null` where beats are missing. */
    @SerialName("intervals_ms") public val intervalsMs: List<Double?>,
    /** Which beats were not as they should be, by their places among those given. */
    public val found: BeatFaults,
    /** The share of beats that were mended. */
    public val share: Double,
)

/** A group as one workout. */
@Serializable
public data class MergedWorkout(
    /**
     * The primary's record, with what it lacks filled from the others. Source, start and end are the primary's, and
     * so is the vendor's id.
     */
    public val session: Session,
    /**
     * Whose each field is that has a value, as an index into the sessions. A statistic is named by metric and kind, for
     * example `statistics.heart_rate.mean`; `elapsed_s` is end minus start.
     */
    @SerialName("field_sources") public val fieldSources: Map<String, Long>,
    /** The parts that have records of their own, in order of time. What they say is not added to the whole. */
    public val children: List<MergedWorkout>,
)

/** Describes a method: what an answer is made with. */
@Serializable
public data class Method(
    /** The stable name; where it matters it stands beside the answer. */
    public val id: String,
    /** Changes whenever an answer to the same question would. */
    public val version: Long,
    /** Where it comes from. */
    public val source: String,
    /** The least data it answers from. */
    public val needs: String,
)

/** What is measured. */
@Serializable
public enum class Metric {
    @SerialName("steps") Steps,
    @SerialName("distance") Distance,
    @SerialName("distance_walking_running") DistanceWalkingRunning,
    @SerialName("distance_wheelchair") DistanceWheelchair,
    @SerialName("wheelchair_pushes") WheelchairPushes,
    @SerialName("equivalent_walking_distance") EquivalentWalkingDistance,
    @SerialName("floors_climbed") FloorsClimbed,
    @SerialName("elevation_gain") ElevationGain,
    @SerialName("elevation_loss") ElevationLoss,
    @SerialName("altitude") Altitude,
    @SerialName("active_energy") ActiveEnergy,
    @SerialName("basal_energy") BasalEnergy,
    @SerialName("total_energy") TotalEnergy,
    @SerialName("met") Met,
    @SerialName("met_minutes") MetMinutes,
    @SerialName("physical_effort") PhysicalEffort,
    @SerialName("workout_duration") WorkoutDuration,
    @SerialName("moving_duration") MovingDuration,
    @SerialName("active_duration") ActiveDuration,
    @SerialName("light_activity_duration") LightActivityDuration,
    @SerialName("moderate_activity_duration") ModerateActivityDuration,
    @SerialName("vigorous_activity_duration") VigorousActivityDuration,
    @SerialName("sedentary_duration") SedentaryDuration,
    @SerialName("resting_duration") RestingDuration,
    @SerialName("exercise_time") ExerciseTime,
    @SerialName("move_time") MoveTime,
    @SerialName("stand_time") StandTime,
    @SerialName("stand_hour") StandHour,
    @SerialName("stand_hours") StandHours,
    @SerialName("active_zone_minutes") ActiveZoneMinutes,
    @SerialName("intensity_minutes") IntensityMinutes,
    @SerialName("inactivity_alerts") InactivityAlerts,
    @SerialName("heart_rate_zone_duration") HeartRateZoneDuration,
    @SerialName("activity_level") ActivityLevel,
    @SerialName("speed") Speed,
    @SerialName("cadence") Cadence,
    @SerialName("power") Power,
    @SerialName("repetitions") Repetitions,
    @SerialName("lifted_weight") LiftedWeight,
    @SerialName("training_volume") TrainingVolume,
    @SerialName("nike_fuel") NikeFuel,
    @SerialName("latitude") Latitude,
    @SerialName("longitude") Longitude,
    @SerialName("grade") Grade,
    @SerialName("mechanical_work") MechanicalWork,
    @SerialName("distance_cycling") DistanceCycling,
    @SerialName("cycling_speed") CyclingSpeed,
    @SerialName("cycling_power") CyclingPower,
    @SerialName("cycling_cadence") CyclingCadence,
    @SerialName("functional_threshold_power") FunctionalThresholdPower,
    @SerialName("normalized_power") NormalizedPower,
    @SerialName("left_right_balance") LeftRightBalance,
    @SerialName("torque_effectiveness") TorqueEffectiveness,
    @SerialName("pedal_smoothness") PedalSmoothness,
    @SerialName("step_cadence") StepCadence,
    @SerialName("running_speed") RunningSpeed,
    @SerialName("running_power") RunningPower,
    @SerialName("running_stride_length") RunningStrideLength,
    @SerialName("running_vertical_oscillation") RunningVerticalOscillation,
    @SerialName("running_vertical_ratio") RunningVerticalRatio,
    @SerialName("running_ground_contact_time") RunningGroundContactTime,
    @SerialName("running_ground_contact_balance") RunningGroundContactBalance,
    @SerialName("running_index") RunningIndex,
    @SerialName("grade_adjusted_speed") GradeAdjustedSpeed,
    @SerialName("workout_effort_score") WorkoutEffortScore,
    @SerialName("estimated_workout_effort_score") EstimatedWorkoutEffortScore,
    @SerialName("perceived_exertion") PerceivedExertion,
    @SerialName("nerve_health_score") NerveHealthScore,
    @SerialName("readiness_score") ReadinessScore,
    @SerialName("recovery_score") RecoveryScore,
    @SerialName("recovery_index") RecoveryIndex,
    @SerialName("strain_score") StrainScore,
    @SerialName("body_battery") BodyBattery,
    @SerialName("body_battery_charged") BodyBatteryCharged,
    @SerialName("body_battery_drained") BodyBatteryDrained,
    @SerialName("activity_score") ActivityScore,
    @SerialName("movement_index") MovementIndex,
    @SerialName("metabolic_score") MetabolicScore,
    @SerialName("resilience_level") ResilienceLevel,
    @SerialName("nightly_recharge_status") NightlyRechargeStatus,
    @SerialName("ans_charge") AnsCharge,
    @SerialName("hrv_status") HrvStatus,
    @SerialName("cardio_load") CardioLoad,
    @SerialName("cardio_load_strain") CardioLoadStrain,
    @SerialName("cardio_load_tolerance") CardioLoadTolerance,
    @SerialName("training_load_ratio") TrainingLoadRatio,
    @SerialName("training_load") TrainingLoad,
    @SerialName("training_stress_score") TrainingStressScore,
    @SerialName("intensity_factor") IntensityFactor,
    @SerialName("trimp") Trimp,
    @SerialName("relative_effort") RelativeEffort,
    @SerialName("training_effect_aerobic") TrainingEffectAerobic,
    @SerialName("training_effect_anaerobic") TrainingEffectAnaerobic,
    @SerialName("recovery_time") RecoveryTime,
    @SerialName("chronic_training_load") ChronicTrainingLoad,
    @SerialName("acute_training_load") AcuteTrainingLoad,
    @SerialName("training_stress_balance") TrainingStressBalance,
    @SerialName("fitness_age") FitnessAge,
    @SerialName("heart_rate") HeartRate,
    @SerialName("heart_rate_min") HeartRateMin,
    @SerialName("heart_rate_max") HeartRateMax,
    @SerialName("heart_rate_average") HeartRateAverage,
    @SerialName("resting_heart_rate") RestingHeartRate,
    @SerialName("sleeping_heart_rate_lowest") SleepingHeartRateLowest,
    @SerialName("sleeping_heart_rate_average") SleepingHeartRateAverage,
    @SerialName("walking_heart_rate_average") WalkingHeartRateAverage,
    @SerialName("heart_rate_recovery_1min") HeartRateRecovery1min,
    @SerialName("heart_rate_max_setting") HeartRateMaxSetting,
    @SerialName("heart_rate_variability_rmssd") HeartRateVariabilityRmssd,
    @SerialName("heart_rate_variability_rmssd_deep") HeartRateVariabilityRmssdDeep,
    @SerialName("heart_rate_variability_rmssd_5min_high") HeartRateVariabilityRmssd5minHigh,
    @SerialName("heart_rate_variability_sdnn") HeartRateVariabilitySdnn,
    @SerialName("heart_rate_variability_entropy") HeartRateVariabilityEntropy,
    @SerialName("rr_interval") RrInterval,
    @SerialName("atrial_fibrillation_burden") AtrialFibrillationBurden,
    @SerialName("afib_result") AfibResult,
    @SerialName("qrs_duration") QrsDuration,
    @SerialName("pr_interval") PrInterval,
    @SerialName("qt_interval") QtInterval,
    @SerialName("qtc_interval") QtcInterval,
    @SerialName("pulse_wave_velocity") PulseWaveVelocity,
    @SerialName("pulse_transit_time") PulseTransitTime,
    @SerialName("blood_pressure_systolic") BloodPressureSystolic,
    @SerialName("blood_pressure_diastolic") BloodPressureDiastolic,
    @SerialName("blood_pressure_mean") BloodPressureMean,
    @SerialName("peripheral_perfusion_index") PeripheralPerfusionIndex,
    @SerialName("cardiovascular_age") CardiovascularAge,
    @SerialName("high_heart_rate_event") HighHeartRateEvent,
    @SerialName("low_heart_rate_event") LowHeartRateEvent,
    @SerialName("irregular_heart_rhythm_event") IrregularHeartRhythmEvent,
    @SerialName("low_cardio_fitness_event") LowCardioFitnessEvent,
    @SerialName("hypertension_event") HypertensionEvent,
    @SerialName("vo2_max") Vo2Max,
    @SerialName("respiratory_rate") RespiratoryRate,
    @SerialName("sleeping_respiratory_rate") SleepingRespiratoryRate,
    @SerialName("oxygen_saturation") OxygenSaturation,
    @SerialName("sleeping_oxygen_saturation") SleepingOxygenSaturation,
    @SerialName("sleeping_oxygen_saturation_min") SleepingOxygenSaturationMin,
    @SerialName("breathing_disturbances_apple") BreathingDisturbancesApple,
    @SerialName("breathing_disturbance_index") BreathingDisturbanceIndex,
    @SerialName("breathing_disturbances_intensity") BreathingDisturbancesIntensity,
    @SerialName("apnea_hypopnea_index") ApneaHypopneaIndex,
    @SerialName("sleep_apnea_event") SleepApneaEvent,
    @SerialName("snoring_duration") SnoringDuration,
    @SerialName("snoring_episode_count") SnoringEpisodeCount,
    @SerialName("forced_vital_capacity") ForcedVitalCapacity,
    @SerialName("forced_expiratory_volume_1") ForcedExpiratoryVolume1,
    @SerialName("peak_expiratory_flow_rate") PeakExpiratoryFlowRate,
    @SerialName("inhaler_usage") InhalerUsage,
    @SerialName("sleep_stage") SleepStage,
    @SerialName("time_in_bed") TimeInBed,
    @SerialName("sleep_duration") SleepDuration,
    @SerialName("sleep_light_duration") SleepLightDuration,
    @SerialName("sleep_deep_duration") SleepDeepDuration,
    @SerialName("sleep_rem_duration") SleepRemDuration,
    @SerialName("sleep_awake_duration") SleepAwakeDuration,
    @SerialName("waso_duration") WasoDuration,
    @SerialName("sleep_unspecified_duration") SleepUnspecifiedDuration,
    @SerialName("sleep_latency") SleepLatency,
    @SerialName("wake_latency") WakeLatency,
    @SerialName("sleep_efficiency") SleepEfficiency,
    @SerialName("sleep_awakenings") SleepAwakenings,
    @SerialName("sleep_restless_periods") SleepRestlessPeriods,
    @SerialName("sleep_out_of_bed_count") SleepOutOfBedCount,
    @SerialName("sleep_cycle_count") SleepCycleCount,
    @SerialName("sleep_score") SleepScore,
    @SerialName("sleep_need") SleepNeed,
    @SerialName("sleep_debt") SleepDebt,
    @SerialName("sleep_consistency") SleepConsistency,
    @SerialName("sleep_continuity") SleepContinuity,
    @SerialName("sleep_charge") SleepCharge,
    @SerialName("sleep_movement") SleepMovement,
    @SerialName("weight") Weight,
    @SerialName("height") Height,
    @SerialName("body_mass_index") BodyMassIndex,
    @SerialName("body_fat_percentage") BodyFatPercentage,
    @SerialName("fat_mass") FatMass,
    @SerialName("lean_body_mass") LeanBodyMass,
    @SerialName("muscle_mass") MuscleMass,
    @SerialName("skeletal_muscle_mass") SkeletalMuscleMass,
    @SerialName("bone_mass") BoneMass,
    @SerialName("body_water_mass") BodyWaterMass,
    @SerialName("body_water_percentage") BodyWaterPercentage,
    @SerialName("extracellular_water") ExtracellularWater,
    @SerialName("intracellular_water") IntracellularWater,
    @SerialName("visceral_fat_rating") VisceralFatRating,
    @SerialName("waist_circumference") WaistCircumference,
    @SerialName("basal_metabolic_rate") BasalMetabolicRate,
    @SerialName("metabolic_age") MetabolicAge,
    @SerialName("body_temperature") BodyTemperature,
    @SerialName("core_temperature") CoreTemperature,
    @SerialName("skin_temperature") SkinTemperature,
    @SerialName("sleeping_wrist_temperature") SleepingWristTemperature,
    @SerialName("skin_temperature_deviation") SkinTemperatureDeviation,
    @SerialName("skin_temperature_trend_deviation") SkinTemperatureTrendDeviation,
    @SerialName("electrodermal_activity") ElectrodermalActivity,
    @SerialName("eda_feet") EdaFeet,
    @SerialName("basal_body_temperature") BasalBodyTemperature,
    @SerialName("menstrual_flow") MenstrualFlow,
    @SerialName("menstruation_period") MenstruationPeriod,
    @SerialName("intermenstrual_bleeding") IntermenstrualBleeding,
    @SerialName("cervical_mucus_quality") CervicalMucusQuality,
    @SerialName("ovulation_test_result") OvulationTestResult,
    @SerialName("pregnancy_test_result") PregnancyTestResult,
    @SerialName("progesterone_test_result") ProgesteroneTestResult,
    @SerialName("sexual_activity") SexualActivity,
    @SerialName("contraceptive") Contraceptive,
    @SerialName("lactation") Lactation,
    @SerialName("pregnancy") Pregnancy,
    @SerialName("menstrual_cycle_deviation") MenstrualCycleDeviation,
    @SerialName("pregnancy_bleeding") PregnancyBleeding,
    @SerialName("blood_glucose") BloodGlucose,
    @SerialName("interstitial_glucose") InterstitialGlucose,
    @SerialName("glucose_trend_rate") GlucoseTrendRate,
    @SerialName("glucose_trend") GlucoseTrend,
    @SerialName("glucose_mean") GlucoseMean,
    @SerialName("glucose_management_indicator") GlucoseManagementIndicator,
    @SerialName("glucose_time_in_range") GlucoseTimeInRange,
    @SerialName("glucose_time_below_range") GlucoseTimeBelowRange,
    @SerialName("glucose_time_above_range") GlucoseTimeAboveRange,
    @SerialName("cgm_sensor_active") CgmSensorActive,
    @SerialName("glucose_variability") GlucoseVariability,
    @SerialName("insulin_delivery") InsulinDelivery,
    @SerialName("blood_alcohol_content") BloodAlcoholContent,
    @SerialName("muscle_oxygen_saturation") MuscleOxygenSaturation,
    @SerialName("total_hemoglobin") TotalHemoglobin,
    @SerialName("alcoholic_beverages") AlcoholicBeverages,
    @SerialName("dietary_energy") DietaryEnergy,
    @SerialName("dietary_carbohydrates") DietaryCarbohydrates,
    @SerialName("dietary_protein") DietaryProtein,
    @SerialName("dietary_fat_total") DietaryFatTotal,
    @SerialName("dietary_fat_saturated") DietaryFatSaturated,
    @SerialName("dietary_fat_monounsaturated") DietaryFatMonounsaturated,
    @SerialName("dietary_fat_polyunsaturated") DietaryFatPolyunsaturated,
    @SerialName("dietary_fat_unsaturated") DietaryFatUnsaturated,
    @SerialName("dietary_fat_trans") DietaryFatTrans,
    @SerialName("dietary_energy_from_fat") DietaryEnergyFromFat,
    @SerialName("dietary_sugar") DietarySugar,
    @SerialName("dietary_fiber") DietaryFiber,
    @SerialName("dietary_cholesterol") DietaryCholesterol,
    @SerialName("dietary_sodium") DietarySodium,
    @SerialName("dietary_potassium") DietaryPotassium,
    @SerialName("dietary_calcium") DietaryCalcium,
    @SerialName("dietary_iron") DietaryIron,
    @SerialName("dietary_magnesium") DietaryMagnesium,
    @SerialName("dietary_phosphorus") DietaryPhosphorus,
    @SerialName("dietary_zinc") DietaryZinc,
    @SerialName("dietary_copper") DietaryCopper,
    @SerialName("dietary_manganese") DietaryManganese,
    @SerialName("dietary_chloride") DietaryChloride,
    @SerialName("dietary_selenium") DietarySelenium,
    @SerialName("dietary_chromium") DietaryChromium,
    @SerialName("dietary_molybdenum") DietaryMolybdenum,
    @SerialName("dietary_iodine") DietaryIodine,
    @SerialName("dietary_vitamin_a") DietaryVitaminA,
    @SerialName("dietary_vitamin_b6") DietaryVitaminB6,
    @SerialName("dietary_vitamin_b12") DietaryVitaminB12,
    @SerialName("dietary_vitamin_c") DietaryVitaminC,
    @SerialName("dietary_vitamin_d") DietaryVitaminD,
    @SerialName("dietary_vitamin_e") DietaryVitaminE,
    @SerialName("dietary_vitamin_k") DietaryVitaminK,
    @SerialName("dietary_thiamin") DietaryThiamin,
    @SerialName("dietary_riboflavin") DietaryRiboflavin,
    @SerialName("dietary_niacin") DietaryNiacin,
    @SerialName("dietary_pantothenic_acid") DietaryPantothenicAcid,
    @SerialName("dietary_biotin") DietaryBiotin,
    @SerialName("dietary_folate") DietaryFolate,
    @SerialName("dietary_folic_acid") DietaryFolicAcid,
    @SerialName("dietary_caffeine") DietaryCaffeine,
    @SerialName("hydration") Hydration,
    @SerialName("walking_speed") WalkingSpeed,
    @SerialName("walking_step_length") WalkingStepLength,
    @SerialName("walking_double_support") WalkingDoubleSupport,
    @SerialName("walking_asymmetry") WalkingAsymmetry,
    @SerialName("walking_steadiness") WalkingSteadiness,
    @SerialName("walking_steadiness_event") WalkingSteadinessEvent,
    @SerialName("stair_ascent_speed") StairAscentSpeed,
    @SerialName("stair_descent_speed") StairDescentSpeed,
    @SerialName("six_minute_walk_distance") SixMinuteWalkDistance,
    @SerialName("falls") Falls,
    @SerialName("distance_swimming") DistanceSwimming,
    @SerialName("swimming_stroke_count") SwimmingStrokeCount,
    @SerialName("swimming_stroke_rate") SwimmingStrokeRate,
    @SerialName("swolf") Swolf,
    @SerialName("swimming_laps") SwimmingLaps,
    @SerialName("underwater_depth") UnderwaterDepth,
    @SerialName("distance_paddle_sports") DistancePaddleSports,
    @SerialName("paddle_sports_speed") PaddleSportsSpeed,
    @SerialName("distance_rowing") DistanceRowing,
    @SerialName("rowing_speed") RowingSpeed,
    @SerialName("rowing_stroke_rate") RowingStrokeRate,
    @SerialName("distance_downhill_snow_sports") DistanceDownhillSnowSports,
    @SerialName("distance_cross_country_skiing") DistanceCrossCountrySkiing,
    @SerialName("cross_country_skiing_speed") CrossCountrySkiingSpeed,
    @SerialName("distance_skating_sports") DistanceSkatingSports,
    @SerialName("stress_level") StressLevel,
    @SerialName("stress_duration") StressDuration,
    @SerialName("stress_high_duration") StressHighDuration,
    @SerialName("recovery_high_duration") RecoveryHighDuration,
    @SerialName("stress_day_summary") StressDaySummary,
    @SerialName("mindfulness_duration") MindfulnessDuration,
    @SerialName("mood_valence") MoodValence,
    @SerialName("mood") Mood,
    @SerialName("symptom") Symptom,
    @SerialName("environmental_audio_exposure") EnvironmentalAudioExposure,
    @SerialName("headphone_audio_exposure") HeadphoneAudioExposure,
    @SerialName("environmental_sound_reduction") EnvironmentalSoundReduction,
    @SerialName("environmental_audio_exposure_event") EnvironmentalAudioExposureEvent,
    @SerialName("headphone_audio_exposure_event") HeadphoneAudioExposureEvent,
    @SerialName("time_in_daylight") TimeInDaylight,
    @SerialName("uv_index") UvIndex,
    @SerialName("ambient_temperature") AmbientTemperature,
    @SerialName("ambient_humidity") AmbientHumidity,
    @SerialName("ambient_pressure") AmbientPressure,
    @SerialName("water_temperature") WaterTemperature,
    @SerialName("device_battery") DeviceBattery,
    @SerialName("non_wear_duration") NonWearDuration,
    @SerialName("handwashing_event") HandwashingEvent,
    @SerialName("toothbrushing_event") ToothbrushingEvent,
}

/** How a metric changes. */
@Serializable
public data class MetricChange(
    /** Which. */
    public val metric: String,
    /** Where to: `rising`, `falling`, or `stable` where it may be chance. */
    public val direction: String,
    /** By how much a week, in the unit. */
    @SerialName("per_week") public val perWeek: Double,
    /** The mean of the last 7 days against that of the days before, in per cent; none where that makes no sense. */
    public val percent: Double?,
    /** The UCUM code of the unit. */
    public val unit: String,
    /** How likely as much is by chance. */
    public val p: Double,
    /** How many days have a value. */
    public val n: Long,
)

/** Two metrics that go together; an association, not a cause. */
@Serializable
public data class MetricLink(
    /** One. */
    public val a: String,
    /** The other. */
    public val b: String,
    /** How many days later the other follows. */
    @SerialName("lag_days") public val lagDays: Long,
    /** Spearman's coefficient. */
    public val spearman: Double,
    /** Pearson's. */
    public val pearson: Double,
    /** The chance, corrected for all pairs and lags that were tried. */
    public val q: Double,
    /** How many pairs of days. */
    public val n: Long,
    /** How strong. */
    public val strength: AssociationStrength,
    /** It in words. */
    public val sentence: String,
)

/** Something unusual. */
@Serializable
public data class MetricNotice(
    /** Of which metric. */
    public val metric: String,
    /** The day. */
    public val date: String,
    /** How urgent. */
    public val severity: Severity,
    /** The value. */
    public val value: Double,
    /** The UCUM code of the unit. */
    public val unit: String,
    /** What shows it. */
    public val evidence: String,
    /** By which method. */
    public val method: String,
)

/** A component that is not known. */
@Serializable
public data class MissingComponent(
    /** Which. */
    public val component: ScoreComponent,
    /** Its weight among all. */
    public val weight: Double,
    /** Why. */
    public val reason: NoAnswer,
)

/** A signal that is not known. */
@Serializable
public data class MissingSignal(
    /** Which. */
    public val signal: ReadinessSignal,
    /** Why. */
    public val reason: NoAnswer,
)

/** How the load of a week varies. */
@Serializable
public data class Monotony(
    /** The mean over the standard deviation. */
    public val monotony: Double,
    /** The sum of the loads times the monotony. */
    public val strain: Double,
    /** The sum of the loads. */
    public val total: Double,
)

/** A series with the name people read. */
@Serializable
public data class NamedSeries(
    public val first: String,
    public val values: List<Double?>,
    /** The name as it stands in a sentence: `sleep duration`. */
    public val name: String,
)

/**
 * One stretch of sleep, resolved across sources.
 *
 * Terms are those of the American Academy of Sleep Medicine (AASM Manual for the Scoring of Sleep), as far as a
 * device that knows no lights-out can follow them. Durations are in whole seconds. Where `basis` is
 * `Totals` they are the vendor's, by the vendor's definitions, and what it does not tell is
 * `None`; the definitions here are those of stages.
 */
@Serializable
public data class Night(
    /** The civil date of waking, by the session's own clock where it names one. */
    public val date: String,
    /** What it is to that date. */
    public val kind: NightKind,
    /** What its figures are made from. */
    public val basis: NightBasis,
    /** Index of the session that is believed. */
    public val primary: Long,
    /** Indexes of other records of the same sleep, best first. */
    public val others: List<Long>,
    /** When the primary begins. */
    public val start: String,
    /** When the primary ends, exclusive. */
    public val end: String,
    /**
     * The primary's stages in order of time, none overlapping. In bed is not among them. A session of which only start
     * and end are told is one stretch of unspecified sleep.
     */
    public val stages: List<StageStretch>,
    /**
     * Time in bed (TIB), in seconds: where some source tells it, the time in bed or in a stage, otherwise the whole
     * session; never out of bed.
     */
    @SerialName("time_in_bed_s") public val timeInBedS: Long,
    /** Total sleep time (TST), in seconds: light, deep, REM and unspecified sleep. `None` of mere bedtime. */
    @SerialName("asleep_s") public val asleepS: Long? = null,
    /** Light sleep (N1 and N2), in seconds. This and the next two are `None` where no stage is told apart. */
    @SerialName("light_s") public val lightS: Long? = null,
    /** Deep sleep (N3), in seconds. */
    @SerialName("deep_s") public val deepS: Long? = null,
    /** REM sleep (R), in seconds. */
    @SerialName("rem_s") public val remS: Long? = null,
    /** Asleep in a stage nobody names, in seconds. `None` of mere bedtime. */
    @SerialName("unspecified_s") public val unspecifiedS: Long? = null,
    /**
     * Awake or out of bed inside the session, before the first and after the last sleep too, in seconds. `None` where
     * the source tells neither stages apart nor waking.
     */
    @SerialName("awake_s") public val awakeS: Long? = null,
    /**
     * Sleep onset latency (SOL), in seconds: to the first sleep of any stage from where the primary says in bed,
     * otherwise from where it begins with lying awake. `None` where it says neither: no other source lends it.
     */
    @SerialName("latency_s") public val latencyS: Long? = null,
    /**
     * Wake after sleep onset (WASO), in seconds: awake or out of bed between the first sleep and the last. Lying
     * awake after the last one, which the AASM adds, is in `awake_s` alone, because a device cannot
     * tell it from having got up. `None` where `awake_s` or `asleep_s` is.
     */
    @SerialName("waso_s") public val wasoS: Long? = null,
    /**
     * How often awake or out of bed between the first sleep and the last, however briefly; out of bed next to lying
     * awake is one time. `None` where `waso_s` is.
     */
    public val awakenings: Long? = null,
    /**
     * Sleep efficiency: total sleep time in per cent of the time in bed. `None` where either is not told, or where a
     * vendor's totals contradict each other.
     */
    public val efficiency: Double? = null,
    /**
     * The midpoint of sleep: the middle between the first sleep's start and the last one's end, otherwise of the
     * session.
     */
    public val midpoint: String,
)

/** What a night says. */
@Serializable
public enum class NightAlert {
    @SerialName("none") None,
    @SerialName("yellow") Yellow,
    @SerialName("red") Red,
}

/** What a night's figures are made from. */
@Serializable
public enum class NightBasis {
    @SerialName("stages") Stages,
    @SerialName("totals") Totals,
    @SerialName("span") Span,
}

/** What a stretch of sleep is to its date. */
@Serializable
public enum class NightKind {
    @SerialName("night") Night,
    @SerialName("split") Split,
    @SerialName("nap") Nap,
}

/** What the nights of a person show. */
@Serializable
public data class NightSignal(
    /** The nights that stand out. */
    public val findings: List<Finding>,
    /** Every night, with what was usual until then. */
    public val nights: List<WatchedNight>,
)

/** Why there is no answer. */
@Serializable
public data class NoAnswer(
    /** What is counted, in the plural: `days`, `pairs of days`, …. */
    public val what: String? = null,
    /** How many the method needs. */
    public val needed: Long? = null,
    /** How many there are. */
    public val got: Long? = null,
    /** One of `insufficient`, `no_spread`, `not_finite`, `out_of_range`, `too_small`, `not_positive`, `too_many`, `unpaired`, `second_value`, `not_beat_to_beat`, `undefined`. */
    public val kind: String,
    /** Its place, from 0. */
    public val index: Long? = null,
    /** The value. */
    public val value: Double? = null,
    /** The least it may be. */
    public val min: Double? = null,
    /** The greatest it may be. */
    public val max: Double? = null,
    /** How many it can be. */
    public val most: Long? = null,
    /** The length of the first. */
    public val left: Long? = null,
    /** The length of the second. */
    public val right: Long? = null,
    /** The day. */
    public val date: String? = null,
    /** What shows it. */
    public val evidence: String? = null,
    /** Of what. */
    public val of: String? = null,
)

/** What steady power would have cost as much. */
@Serializable
public data class NormalisedPower(
    /** In watts. */
    public val watts: Double,
    /** The plain mean, in watts, with coasting. */
    @SerialName("mean_watts") public val meanWatts: Double,
    /** How many seconds have power. */
    public val seconds: Long,
    /** How many seconds in between have none. */
    @SerialName("silent_seconds") public val silentSeconds: Long,
    /** Which windows count. */
    public val windows: PowerWindows,
)

/** A sample, or why a reading is none. */
@Serializable
public data class Normalized(
    /** The reading in canonical terms. */
    public val sample: Sample? = null,
    /** Why it is refused. */
    public val rejected: RejectReason? = null,
)

/** How readings are distributed, in mg/dL. */
@Serializable
public data class Percentiles(
    /** 5 % are below. */
    public val p5: Double,
    /** A quarter is below. */
    public val p25: Double,
    /** Half are below. */
    public val p50: Double,
    /** Three quarters are below. */
    public val p75: Double,
    /** 95 % are below. */
    public val p95: Double,
)

/** What limits depend on. */
@Serializable
public data class Person(
    /** The age in whole years. */
    @SerialName("age_years") public val ageYears: Long? = null,
    /** The sex reference values are given for. */
    public val sex: Sex? = null,
    /** Judges the body mass index by the action points for Asian populations. */
    @SerialName("asian_bmi") public val asianBmi: Boolean? = null,
)

/** A value that was the best when it came. */
@Serializable
public data class PersonalRecord(
    /** When it was. */
    public val at: String,
    /** How good. */
    public val value: Double,
    /** The record before, if there was one. */
    public val previous: Double?,
)

/** The shape of the cloud. */
@Serializable
public data class Poincare(
    /** How many successive differences it rests on. */
    public val n: Long,
    /** The width, in milliseconds. */
    public val sd1: Double,
    /** The length, in milliseconds. */
    public val sd2: Double,
    /** Cardiac sympathetic index: SD2/SD1. */
    public val csi: Double,
    /** Cardiac vagal index: log₁₀(16·SD1·SD2), of milliseconds. */
    public val cvi: Double,
    /** Modified cardiac sympathetic index: 4·SD2²/SD1, in milliseconds. */
    @SerialName("modified_csi") public val modifiedCsi: Double,
)

/** Which windows of 30 s count. */
@Serializable
public enum class PowerWindows {
    @SerialName("full") Full,
    @SerialName("from_rest") FromRest,
}

/** What a person has set. Changing it changes answers and never data. */
@Serializable
public data class Preferences(
    /** Whose samples count where sources overlap. */
    public val priority: Priority? = null,
    /** Where the person has lived. */
    public val zones: ZoneHistory? = null,
    /** The day on which a week begins. */
    @SerialName("week_start") public val weekStart: String? = null,
    /** When two records are the same workout. */
    public val matcher: Matcher? = null,
    /** Which workouts the person has joined, separated and chosen by hand. */
    public val links: WorkoutLinks? = null,
)

/**
 * What a person prefers. The default prefers nothing, and the catalogue decides alone.
 *
 * A source picked by an earlier selector comes before one picked by a later, and that before one picked by none.
 */
@Serializable
public data class Priority(
    /** The order for single metrics, best first. Workouts follow `workout_duration`, nights `sleep_stage`. */
    public val metrics: Map<Metric, List<Selector>>? = null,
    /** The order for everything, best first. */
    public val general: List<Selector>? = null,
)

/** What a race predicts. */
@Serializable
public data class RacePrediction(
    /** The time in seconds. */
    public val seconds: Double,
    /** How many times as far as the race it is predicted from. */
    public val reach: Double,
)

/** How a person stands on a day. */
@Serializable
public data class Readiness(
    /** From 0 to 100; 50 is a day as usual. */
    public val score: Double,
    /** The weighted mean of the z of the contributors. */
    public val z: Double,
    /** The share of the weight that is known. */
    public val coverage: Double,
    /** What it is made from, in the order of the weights. */
    public val contributors: List<ReadinessContributor>,
    /** What it is not made from, and why. */
    public val missing: List<MissingSignal>,
)

/** A signal that is known. */
@Serializable
public data class ReadinessContributor(
    /** Which. */
    public val signal: ReadinessSignal,
    /** Its value on the day. */
    public val value: Double,
    /** What is usual: the median of the days before. */
    public val usual: Double,
    /** How far it is from that, in usual deviations; above 0 is better. */
    public val z: Double,
    /** Its weight among those that are known. */
    public val weight: Double,
)

/** What readiness is made from. */
@Serializable
public enum class ReadinessSignal {
    @SerialName("heart_rate_variability") HeartRateVariability,
    @SerialName("resting_heart_rate") RestingHeartRate,
    @SerialName("sleep_debt") SleepDebt,
    @SerialName("training_balance") TrainingBalance,
    @SerialName("temperature") Temperature,
    @SerialName("respiratory_rate") RespiratoryRate,
}

/**
 * One value as a vendor gives it. It becomes a `Sample` only through
 * `normalize`.
 */
@Serializable
public data class Reading(
    /** The vendor's object it came in, where the vendor can revise or delete that. */
    public val record: RecordVersion? = null,
    /** Who measured. */
    public val source: Source,
    /** What was measured. */
    public val metric: Metric,
    /** The value in `unit`, or a category's code. */
    public val value: Double,
    /** The unit as the vendor writes it; `None` for categories, and nothing else. */
    public val unit: String? = null,
    /** When it was, or began. */
    public val start: ReadingTime,
    /** When it ended; `None` for an instant or a whole civil day. */
    public val end: ReadingTime? = null,
    /** The zone the vendor names. */
    public val zone: String? = null,
    /** The vendor's remarks, by its own keys. */
    public val remarks: Map<String, String>? = null,
)

/** When a vendor says something happened, with exactly as much as the vendor says. */
@Serializable
public data class ReadingTime(
    /** An instant without any local information. */
    public val instant: String? = null,
    /** An instant with the offset in force where it happened. */
    @SerialName("with_offset") public val withOffset: String? = null,
    /** A wall clock without an offset. */
    public val local: String? = null,
    /** A civil date. */
    public val date: String? = null,
)

/** One version of an object, as a delivery names it. */
@Serializable
public data class RecordVersion(
    /** The provider's slug, for example `whoop`. */
    public val provider: String,
    /** Where the id is unique, if not in all of the provider: a connection, or one phone's installation. */
    public val scope: String? = null,
    /** What kind of object it is, in the provider's word, for example `sleep`. */
    public val resource: String,
    /** The vendor's id. */
    @SerialName("external_id") public val externalId: String,
    /**
     * The vendor's revision, where it has one that can be compared: a later one is greater. Milliseconds of the
     * vendor's `updated_at` are one where the vendor promises that they grow.
     */
    public val revision: Long? = null,
)

/** How a value came about. */
@Serializable
public enum class RecordingMethod {
    @SerialName("unknown") Unknown,
    @SerialName("automatic") Automatic,
    @SerialName("active") Active,
    @SerialName("manual") Manual,
}

/** Why something could not be used. */
@Serializable
public data class RejectReason(
    /** The field's name in the vendor's words. */
    public val field: String? = null,
    /** One of `missing_field`, `not_a_number`, `unknown_word`, `wrong_unit`, `implausible`, `too_fast`, `not_a_time`, `end_before_start`, `wrong_clock`, `no_zone`, `malformed`, `unusable`, `truncated`. */
    public val kind: String,
    /** What stood there. */
    public val text: String? = null,
    /** Which vocabulary was looked up. */
    public val vocabulary: String? = null,
    /** The metric it was given for. */
    public val metric: Metric? = null,
    /** The unit as it was written. */
    public val unit: String? = null,
    /** The value in the metric's canonical unit. */
    public val value: Double? = null,
    /** The least plausible value. */
    public val min: Double? = null,
    /** The greatest plausible value. */
    public val max: Double? = null,
    /** How long the interval is. */
    public val seconds: Double? = null,
    /** The greatest plausible rate. */
    @SerialName("max_per_second") public val maxPerSecond: Double? = null,
    /** The start. */
    public val start: String? = null,
    /** The end. */
    public val end: String? = null,
    /** The time. */
    public val at: String? = null,
    /** The wall-clock time. */
    public val local: String? = null,
    /** What the parser said. */
    public val detail: String? = null,
)

/** How a day's stress score compares. */
@Serializable
public data class RelativeStress(
    /** The day's value, in the metric's unit. */
    public val value: Double,
    /** What is usual: the median of the days before. */
    public val usual: Double,
    /** How far the day is above that, in usual deviations. */
    public val z: Double,
    /** How many days the baseline has. */
    public val n: Long,
)

/** Whether an episode is over. */
@Serializable
public data class Resolution(
    /** One of `ongoing`, `resolved`, `unknown`. */
    public val state: String,
    /** Since the first of the calm days. */
    public val on: String? = null,
)

/** A workout, resolved across sources. */
@Serializable
public data class ResolvedWorkout(
    /** Which sessions it is made of, by their places. */
    public val group: WorkoutGroup,
    /** What they come to. */
    public val merged: MergedWorkout,
)

/** How steady, broken and strong the rhythm is. */
@Serializable
public data class RestActivity(
    /** How many hours have a value. */
    public val n: Long,
    /** Interdaily stability. */
    public val stability: Double,
    /** Intradaily variability. */
    public val variability: Double,
    /** The mean of the 5 least active hours in a row. */
    public val l5: Double,
    /** The hour of the clock at which they begin. */
    @SerialName("l5_start") public val l5Start: Long,
    /** The mean of the 10 most active hours in a row. */
    public val m10: Double,
    /** The hour of the clock at which they begin. */
    @SerialName("m10_start") public val m10Start: Long,
    /** Relative amplitude. */
    public val amplitude: Double,
)

/** The heart rate at rest. */
@Serializable
public data class RestingHeartRate(
    /** The rate, in beats per minute. */
    public val rate: Double,
    /** How many minutes it rests on. */
    public val minutes: Long,
    /** How many minutes with a rate were left out because something moved. */
    public val moving: Long,
)

/** How a source changes what it has once said. */
@Serializable
public enum class RevisionRule {
    @SerialName("immutable") Immutable,
    @SerialName("last_wins") LastWins,
}

/** What is usual in one window. */
@Serializable
public data class RollingMedian(
    /** How many values the window has. */
    public val n: Long,
    /** Their middle value. */
    public val median: Double,
    /** Their median absolute deviation, as it is. */
    public val mad: Double,
)

/** A point of a route. */
@Serializable
public data class RoutePoint(
    /** When. */
    public val at: String,
    /** Degrees north. */
    public val latitude: Double,
    /** Degrees east. */
    public val longitude: Double,
    /** Metres above sea level. */
    @SerialName("altitude_m") public val altitudeM: Double? = null,
    /** Metres per second. */
    @SerialName("speed_m_s") public val speedMS: Double? = null,
    /** Degrees from north. */
    @SerialName("course_deg") public val courseDeg: Double? = null,
    /** Horizontal accuracy in metres. */
    @SerialName("accuracy_m") public val accuracyM: Double? = null,
)

/** Running at a speed, for a while. */
@Serializable
public data class RunStretch(
    /** How long, in seconds. */
    public val seconds: Double,
    /** The speed in metres per second. */
    public val speed: Double,
    /** The grade: metres up per metre; 0 on the flat. */
    public val grade: Double,
)

/**
 * One value in its metric's canonical unit.
 *
 * There is no unit field: `Metric::spec` says the unit. Bulk work uses
 * `SampleBatch` instead, into which samples are collected.
 */
@Serializable
public data class Sample(
    /** The vendor's object it came in, where the vendor can revise or delete that. */
    public val record: RecordVersion? = null,
    /** Who measured. */
    public val source: Source,
    /** What was measured. */
    public val metric: Metric,
    /** When it was, or began. */
    public val start: String,
    /** When it ended, exclusive; equal to the start for an instant. */
    public val end: String,
    /** The value in the metric's canonical unit, or a category's code. */
    public val value: Double,
    /** Local time and the vendor's remarks. */
    public val attributes: SampleAttributes? = null,
)

/**
 * What is known about one sample beside its value: local time and the vendor's own remarks.
 *
 * Few distinct sets occur, so batches and blocks keep each set once and an index per row.
 */
@Serializable
public data class SampleAttributes(
    /** The offset from UTC at the start, in seconds east. */
    public val o: Long? = null,
    /** The offset from UTC at the end, where it differs from that at the start. */
    public val e: Long? = null,
    /** The zone the vendor names. */
    public val z: String? = null,
    /** True for a value of a whole civil day, as the vendor dates it: a daily total or score. */
    public val d: Boolean? = null,
    /** The vendor's remarks, by its own keys. */
    public val m: Map<String, String>? = null,
)

/** How regular intervals are. */
@Serializable
public data class SampleEntropy(
    /** How many places there are that have two intervals after them. */
    public val n: Long,
    /** The sample entropy, in nats. */
    public val entropy: Double,
    /** Below which two intervals are alike, in milliseconds. */
    @SerialName("tolerance_ms") public val toleranceMs: Double,
)

/** A score, or why there is none. */
@Serializable
public data class Score(
    /** What it sums up. */
    public val kind: ScoreKind,
    /** From 0 to 100; none where too little is known. */
    public val value: Double?,
    /** Why there is none. */
    public val reason: NoAnswer?,
    /** The share of the weight that is known, from 0 to 1. */
    public val confidence: Double,
    /** What it is made from, the heaviest first. */
    public val components: List<ScorePart>,
    /** What it is not made from, and why, the heaviest first. */
    public val missing: List<MissingComponent>,
    /** The version of the method. */
    public val version: Long,
)

/** What a score is made from. */
@Serializable
public enum class ScoreComponent {
    @SerialName("sleep") Sleep,
    @SerialName("activity") Activity,
    @SerialName("cardio") Cardio,
    @SerialName("recovery") Recovery,
    @SerialName("sleep_length") SleepLength,
    @SerialName("sleep_continuity") SleepContinuity,
    @SerialName("sleep_regularity") SleepRegularity,
    @SerialName("active_minutes") ActiveMinutes,
    @SerialName("steps") Steps,
    @SerialName("oxygen_uptake") OxygenUptake,
    @SerialName("resting_heart_rate") RestingHeartRate,
    @SerialName("heart_rate_variability") HeartRateVariability,
    @SerialName("sleep_debt") SleepDebt,
    @SerialName("training_balance") TrainingBalance,
    @SerialName("temperature") Temperature,
    @SerialName("respiratory_rate") RespiratoryRate,
}

/** What a score sums up. */
@Serializable
public enum class ScoreKind {
    @SerialName("overall") Overall,
    @SerialName("sleep") Sleep,
    @SerialName("activity") Activity,
    @SerialName("cardio") Cardio,
    @SerialName("recovery") Recovery,
}

/** A component that is known. */
@Serializable
public data class ScorePart(
    /** Which. */
    public val component: ScoreComponent,
    /** From 0 to 100. */
    public val points: Double,
    /** Its weight among those that are known. */
    public val weight: Double,
    /** What was measured. */
    public val value: Double,
    /** The UCUM code of its unit. */
    public val unit: String,
    /** The method that answers it. */
    public val method: String,
)

/** A scored stage. */
@Serializable
public enum class ScoredStage {
    @SerialName("wake") Wake,
    @SerialName("n1") N1,
    @SerialName("n2") N2,
    @SerialName("light") Light,
    @SerialName("n3") N3,
    @SerialName("rem") Rem,
    @SerialName("asleep") Asleep,
    @SerialName("unknown") Unknown,
}

/** The scores of a day. */
@Serializable
public data class Scores(
    /** All of them. */
    public val overall: Score,
    /** Sleep. */
    public val sleep: Score,
    /** Activity. */
    public val activity: Score,
    /** Heart and fitness. */
    public val cardio: Score,
    /** Readiness. */
    public val recovery: Score,
)

/** Picks sources; a part that is missing picks all. */
@Serializable
public data class Selector(
    /** The provider's slug. */
    public val provider: String? = null,
    /** The writer inside the provider. */
    public val origin: String? = null,
    /** The kind of device. */
    @SerialName("device_kind") public val deviceKind: DeviceKind? = null,
)

/** How much of the time a trace covers. */
@Serializable
public data class SensorWear(
    /** How many days there are from the first reading to the last. */
    public val days: Double,
    /** How many minutes the sensor leaves between readings. */
    @SerialName("interval_minutes") public val intervalMinutes: Long,
    /** How much of the time has readings, in percent. */
    @SerialName("active_percent") public val activePercent: Double,
    /**
     * Tells whether these are at least 14 days with at least 70 % of the readings, as the consensus asks for
     * (Battelino 2019, Diabetes Care 42:1593).
     */
    public val sufficient: Boolean,
)

/** The values of two series that stand together. */
@Serializable
public data class SeriesPairs(
    /** Those of the first. */
    public val x: List<Double>,
    /** Those of the second. */
    public val y: List<Double>,
)

/** One night, nap or workout of one source. */
@Serializable
public data class Session(
    /** The stages in order of time; those of one source may overlap until they are resolved. */
    public val stages: List<StageStretch>? = null,
    /** Whether it is a nap, where the vendor says so. */
    public val nap: Boolean? = null,
    /** The vendor's own totals, beside the stages or instead of them. */
    public val totals: SleepTotals? = null,
    /** One of `sleep`, `workout`. */
    public val kind: String,
    /** Who recorded it. */
    public val source: Source,
    /** The vendor's object it came as, where the vendor's id is stable across deliveries. */
    public val record: RecordVersion? = null,
    /** When it began. */
    public val start: String,
    /** When it ended, exclusive. End minus start is the elapsed time, pauses included. */
    public val end: String,
    /** Local time and the vendor's remarks. */
    public val attributes: SampleAttributes? = null,
    /** The canonical sport. */
    public val sport: Sport? = null,
    /** The vendor's own word for the sport. */
    @SerialName("vendor_sport") public val vendorSport: String? = null,
    /** The title a person gave it. */
    public val title: String? = null,
    /** The timer's time without pauses, in seconds. */
    @SerialName("timer_s") public val timerS: Double? = null,
    /** Totals, means and extremes as the source gives them. */
    public val statistics: List<WorkoutStatistic>? = null,
    /** Laps and segments. */
    public val laps: List<WorkoutLap>? = null,
    /** Pauses and other marks. */
    public val events: List<WorkoutEvent>? = null,
    /** Parts of a multisport workout, or intervals. */
    public val parts: List<WorkoutPart>? = null,
    /** The way that was taken. */
    public val route: List<RoutePoint>? = null,
)

/** How urgent it is to look. */
@Serializable
public enum class Severity {
    @SerialName("low") Low,
    @SerialName("medium") Medium,
    @SerialName("high") High,
    @SerialName("critical") Critical,
}

/** The sex that reference values in the literature are given for. */
@Serializable
public enum class Sex {
    @SerialName("female") Female,
    @SerialName("male") Male,
}

/** How much the times of sleep vary. All are in hours. */
@Serializable
public data class SleepConsistency(
    /** How many nights there are. */
    public val n: Long,
    /** When sleep begins. */
    public val onset: Circular,
    /** When it ends. */
    public val wake: Circular,
    /** When its middle is. */
    public val midpoint: Circular,
    /** The standard deviation of how long it lasts, from its beginning to its end. */
    @SerialName("length_sd") public val lengthSd: Double,
)

/** How much less was slept than needed, in hours. */
@Serializable
public data class SleepDebt(
    /** How many of the 14 days are known. */
    public val n: Long,
    /** The sum of what was missing less what was more. */
    public val cumulative: Double,
    /** The sum of what was missing. */
    public val shortfall: Double,
    /** What is missing on a day, the newest counting most. */
    public val weighted: Double,
)

/** How much of a night was sleep, in per cent. */
@Serializable
public data class SleepEfficiency(
    /** Of the time in bed. */
    @SerialName("of_time_in_bed") public val ofTimeInBed: Double,
    /** Of sleep and waking after its onset; none where waking is not told. */
    @SerialName("of_sleep_period") public val ofSleepPeriod: Double?,
)

/** What is judged of a night. */
@Serializable
public enum class SleepIndicator {
    @SerialName("length_h") LengthH,
    @SerialName("latency_min") LatencyMin,
    @SerialName("long_awakenings") LongAwakenings,
    @SerialName("waso_min") WasoMin,
    @SerialName("efficiency_percent") EfficiencyPercent,
}

/** How many hours of sleep are recommended. */
@Serializable
public data class SleepNeed(
    /** The least. */
    public val least: Double,
    /** The most. */
    public val most: Double,
)

/** Which indicators a night meets. */
@Serializable
public data class SleepQuality(
    /** Those that could be judged, three at least. */
    public val indicators: List<JudgedIndicator>,
    /** The share of them that is met, from 0 to 1. */
    public val met: Double,
)

/** How regular sleep is. */
@Serializable
public data class SleepRegularity(
    /** The index, from −100 to 100. */
    public val index: Double,
    /** How many pairs of epochs it rests on. */
    public val pairs: Long,
    /** How many pairs the days have; what is missing is unknown. */
    public val possible: Long,
)

/** Names a stage of sleep. */
@Serializable
public enum class SleepStage {
    @SerialName("in_bed") InBed,
    @SerialName("out_of_bed") OutOfBed,
    @SerialName("awake") Awake,
    @SerialName("light") Light,
    @SerialName("deep") Deep,
    @SerialName("rem") Rem,
    @SerialName("asleep_unspecified") AsleepUnspecified,
    @SerialName("unknown") Unknown,
}

/** What a hypnogram comes to. Times are in seconds, shares in per cent. */
@Serializable
public data class SleepStatistics(
    /** From beginning to end. */
    @SerialName("in_bed_s") public val inBedS: Double,
    /** From the first sleep to the end of the last. */
    @SerialName("period_s") public val periodS: Double,
    /** Asleep. */
    @SerialName("asleep_s") public val asleepS: Double,
    /** Awake inside the sleep period. */
    @SerialName("waso_s") public val wasoS: Double,
    /** Unknown, inside the sleep period or not. */
    @SerialName("unknown_s") public val unknownS: Double,
    /** From the beginning to the first sleep. */
    @SerialName("latency_s") public val latencyS: Double,
    /** How often awake inside the sleep period. */
    public val awakenings: Long,
    /** How often a stage is followed by another, inside the sleep period. */
    public val shifts: Long,
    /** Awakenings and shifts to N1, per hour of sleep. */
    public val fragmentation: Double,
    /** Sleep in per cent of the time in bed. */
    public val efficiency: Double,
    /** Sleep in per cent of the sleep period. */
    public val maintenance: Double,
)

/**
 * What a vendor sums up of a night or a nap, in whole seconds, by its own definitions.
 *
 * Some vendors tell totals and no stages (WHOOP, Suunto), some both. A night is answered from the stages where there
 * are some and from the totals otherwise, never from both; `NightBasis` says which. A
 * vendor's efficiency is a sample of its own metric. What the vendor does not tell is `None`, never 0.
 */
@Serializable
public data class SleepTotals(
    /** In bed. */
    @SerialName("in_bed_s") public val inBedS: Long? = null,
    /** Asleep, in whatever stage. */
    @SerialName("asleep_s") public val asleepS: Long? = null,
    /** Light sleep, N1 and N2. */
    @SerialName("light_s") public val lightS: Long? = null,
    /** Deep sleep, N3. */
    @SerialName("deep_s") public val deepS: Long? = null,
    /** REM sleep. */
    @SerialName("rem_s") public val remS: Long? = null,
    /** Asleep in a stage the vendor could not tell. */
    @SerialName("unspecified_s") public val unspecifiedS: Long? = null,
    /** Awake. */
    @SerialName("awake_s") public val awakeS: Long? = null,
    /** Not measured. */
    @SerialName("unknown_s") public val unknownS: Long? = null,
    /** From going to bed to the first sleep. */
    @SerialName("latency_s") public val latencyS: Long? = null,
    /** Awake after the first sleep. */
    @SerialName("waso_s") public val wasoS: Long? = null,
    /** How often awake after the first sleep. */
    public val awakenings: Long? = null,
)

/** A stretch of sleep by the clock of the person. */
@Serializable
public data class Slept(
    /** The date of waking. */
    public val date: String,
    /** What it is to that date. */
    public val kind: NightKind,
    /** When the first sleep began, by the clock of then. */
    public val start: String,
    /** When the last sleep ended, by the clock of then. */
    public val end: String,
    /** How long was slept, in hours; none where nobody tells. */
    @SerialName("asleep_h") public val asleepH: Double? = null,
)

/** Who measured. */
@Serializable
public data class Source(
    /** The provider's slug, for example `apple_health`. */
    public val provider: String,
    /**
     * The stable writer inside the provider: a package name, a serial number, or for Apple's export the
     * normalised first-seen source name.
     */
    public val origin: String,
    /** How the values came about; typed and measured values of one writer are two sources. */
    public val recording: RecordingMethod,
    /** The name to show, as the vendor spells it. */
    public val name: String,
    /** What kind of device it is. */
    @SerialName("device_kind") public val deviceKind: DeviceKind,
    /** The device, where the vendor describes it. */
    public val device: Device? = null,
    /** How it revises. */
    public val revision: RevisionRule,
)

/** What one source has to do with a bucket. */
@Serializable
public data class SourceShare(
    /** Index into the series. */
    public val source: Long,
    /** How many of its samples. */
    public val count: Long,
    /** What they come to. */
    public val value: Double,
)

/** How much intervals vary at each frequency. */
@Serializable
public data class Spectrum(
    /** How it was made. */
    public val pipeline: SpectrumPipeline,
    /** How long the run is, in seconds. */
    public val seconds: Double,
    /** How many segments were averaged. */
    public val segments: Long,
    /** How far frequencies are apart, in Hz; the first is 0. */
    @SerialName("step_hz") public val stepHz: Double,
    /** The one-sided power density at each, in ms²/Hz. */
    public val density: List<Double>,
)

/** How a spectrum is made. */
@Serializable
public data class SpectrumPipeline(
    /** How often a second the intervals are read, from 1 to 100. */
    @SerialName("resample_hz") public val resampleHz: Double,
    /** How they are read between beats. */
    public val interpolation: Interpolation,
    /** How long a segment is, in seconds, at least 30. */
    @SerialName("segment_s") public val segmentS: Double,
    /** What is taken away from each segment. */
    public val detrend: Detrend,
)

/** A sport. */
@Serializable
public enum class Sport {
    @SerialName("running") Running,
    @SerialName("trail_running") TrailRunning,
    @SerialName("treadmill_running") TreadmillRunning,
    @SerialName("virtual_running") VirtualRunning,
    @SerialName("track_running") TrackRunning,
    @SerialName("track_and_field") TrackAndField,
    @SerialName("obstacle_racing") ObstacleRacing,
    @SerialName("orienteering") Orienteering,
    @SerialName("walking") Walking,
    @SerialName("treadmill_walking") TreadmillWalking,
    @SerialName("nordic_walking") NordicWalking,
    @SerialName("dog_walking") DogWalking,
    @SerialName("stroller_walking") StrollerWalking,
    @SerialName("hiking") Hiking,
    @SerialName("backpacking") Backpacking,
    @SerialName("mountaineering") Mountaineering,
    @SerialName("rock_climbing") RockClimbing,
    @SerialName("indoor_climbing") IndoorClimbing,
    @SerialName("bouldering") Bouldering,
    @SerialName("cycling") Cycling,
    @SerialName("road_cycling") RoadCycling,
    @SerialName("gravel_cycling") GravelCycling,
    @SerialName("mountain_biking") MountainBiking,
    @SerialName("bmx") Bmx,
    @SerialName("cyclocross") Cyclocross,
    @SerialName("track_cycling") TrackCycling,
    @SerialName("indoor_cycling") IndoorCycling,
    @SerialName("spinning") Spinning,
    @SerialName("virtual_cycling") VirtualCycling,
    @SerialName("e_biking") EBiking,
    @SerialName("e_mountain_biking") EMountainBiking,
    @SerialName("hand_cycling") HandCycling,
    @SerialName("velomobile") Velomobile,
    @SerialName("swimming") Swimming,
    @SerialName("pool_swimming") PoolSwimming,
    @SerialName("open_water_swimming") OpenWaterSwimming,
    @SerialName("water_aerobics") WaterAerobics,
    @SerialName("triathlon") Triathlon,
    @SerialName("duathlon") Duathlon,
    @SerialName("swimrun") Swimrun,
    @SerialName("multisport") Multisport,
    @SerialName("transition") Transition,
    @SerialName("strength_training") StrengthTraining,
    @SerialName("weightlifting") Weightlifting,
    @SerialName("functional_training") FunctionalTraining,
    @SerialName("core_training") CoreTraining,
    @SerialName("calisthenics") Calisthenics,
    @SerialName("crossfit") Crossfit,
    @SerialName("cross_training") CrossTraining,
    @SerialName("circuit_training") CircuitTraining,
    @SerialName("hiit") Hiit,
    @SerialName("boot_camp") BootCamp,
    @SerialName("cardio") Cardio,
    @SerialName("elliptical") Elliptical,
    @SerialName("indoor_rowing") IndoorRowing,
    @SerialName("stair_climbing") StairClimbing,
    @SerialName("stair_machine") StairMachine,
    @SerialName("step_training") StepTraining,
    @SerialName("jump_rope") JumpRope,
    @SerialName("aerobics") Aerobics,
    @SerialName("group_class") GroupClass,
    @SerialName("fitness_equipment") FitnessEquipment,
    @SerialName("yoga") Yoga,
    @SerialName("pilates") Pilates,
    @SerialName("barre") Barre,
    @SerialName("tai_chi") TaiChi,
    @SerialName("mind_and_body") MindAndBody,
    @SerialName("stretching") Stretching,
    @SerialName("meditation") Meditation,
    @SerialName("breathwork") Breathwork,
    @SerialName("cooldown") Cooldown,
    @SerialName("alpine_skiing") AlpineSkiing,
    @SerialName("cross_country_skiing") CrossCountrySkiing,
    @SerialName("backcountry_skiing") BackcountrySkiing,
    @SerialName("snowboarding") Snowboarding,
    @SerialName("snowshoeing") Snowshoeing,
    @SerialName("ice_skating") IceSkating,
    @SerialName("biathlon") Biathlon,
    @SerialName("curling") Curling,
    @SerialName("winter_sport") WinterSport,
    @SerialName("snowmobiling") Snowmobiling,
    @SerialName("motorcycling") Motorcycling,
    @SerialName("motor_sport") MotorSport,
    @SerialName("skating") Skating,
    @SerialName("inline_skating") InlineSkating,
    @SerialName("roller_skating") RollerSkating,
    @SerialName("roller_skiing") RollerSkiing,
    @SerialName("skateboarding") Skateboarding,
    @SerialName("fishing") Fishing,
    @SerialName("disc_sport") DiscSport,
    @SerialName("golf") Golf,
    @SerialName("disc_golf") DiscGolf,
    @SerialName("archery") Archery,
    @SerialName("shooting") Shooting,
    @SerialName("hunting") Hunting,
    @SerialName("horse_riding") HorseRiding,
    @SerialName("gymnastics") Gymnastics,
    @SerialName("bowling") Bowling,
    @SerialName("parkour") Parkour,
    @SerialName("rowing") Rowing,
    @SerialName("kayaking") Kayaking,
    @SerialName("canoeing") Canoeing,
    @SerialName("paddling") Paddling,
    @SerialName("stand_up_paddling") StandUpPaddling,
    @SerialName("rafting") Rafting,
    @SerialName("surfing") Surfing,
    @SerialName("kitesurfing") Kitesurfing,
    @SerialName("windsurfing") Windsurfing,
    @SerialName("sailing") Sailing,
    @SerialName("boating") Boating,
    @SerialName("water_polo") WaterPolo,
    @SerialName("water_skiing") WaterSkiing,
    @SerialName("wakeboarding") Wakeboarding,
    @SerialName("diving") Diving,
    @SerialName("freediving") Freediving,
    @SerialName("snorkeling") Snorkeling,
    @SerialName("water_sport") WaterSport,
    @SerialName("soccer") Soccer,
    @SerialName("futsal") Futsal,
    @SerialName("basketball") Basketball,
    @SerialName("american_football") AmericanFootball,
    @SerialName("australian_football") AustralianFootball,
    @SerialName("gaelic_football") GaelicFootball,
    @SerialName("rugby") Rugby,
    @SerialName("baseball") Baseball,
    @SerialName("softball") Softball,
    @SerialName("volleyball") Volleyball,
    @SerialName("beach_volleyball") BeachVolleyball,
    @SerialName("handball") Handball,
    @SerialName("netball") Netball,
    @SerialName("hockey") Hockey,
    @SerialName("ice_hockey") IceHockey,
    @SerialName("field_hockey") FieldHockey,
    @SerialName("roller_hockey") RollerHockey,
    @SerialName("floorball") Floorball,
    @SerialName("lacrosse") Lacrosse,
    @SerialName("cricket") Cricket,
    @SerialName("ultimate_frisbee") UltimateFrisbee,
    @SerialName("team_sport") TeamSport,
    @SerialName("tennis") Tennis,
    @SerialName("padel") Padel,
    @SerialName("pickleball") Pickleball,
    @SerialName("badminton") Badminton,
    @SerialName("squash") Squash,
    @SerialName("racquetball") Racquetball,
    @SerialName("table_tennis") TableTennis,
    @SerialName("racket_sport") RacketSport,
    @SerialName("boxing") Boxing,
    @SerialName("kickboxing") Kickboxing,
    @SerialName("martial_arts") MartialArts,
    @SerialName("wrestling") Wrestling,
    @SerialName("fencing") Fencing,
    @SerialName("dance") Dance,
    @SerialName("ballet") Ballet,
    @SerialName("ballroom_dance") BallroomDance,
    @SerialName("zumba") Zumba,
    @SerialName("paragliding") Paragliding,
    @SerialName("skydiving") Skydiving,
    @SerialName("wheelchair") Wheelchair,
    @SerialName("wheelchair_walk") WheelchairWalk,
    @SerialName("wheelchair_run") WheelchairRun,
    @SerialName("recovery") Recovery,
    @SerialName("gaming") Gaming,
    @SerialName("chores") Chores,
    @SerialName("work") Work,
    @SerialName("lifestyle") Lifestyle,
    @SerialName("generic") Generic,
    @SerialName("other") Other,
}

/** The centre and the spread of values. */
@Serializable
public data class Spread(
    /** How many values there are. */
    public val n: Long,
    /** The middle value. */
    public val median: Double,
    /** The median absolute deviation from the median, as it is. */
    public val mad: Double,
    /** What a standard deviation would be if the usual values are normal; always above 0. */
    public val sigma: Double,
    /** What sigma is made from. */
    public val basis: SpreadBasis,
)

/** What a sigma is made from. */
@Serializable
public enum class SpreadBasis {
    @SerialName("mad") Mad,
    @SerialName("quartiles") Quartiles,
    @SerialName("mean_deviation") MeanDeviation,
}

/** A stage in per cent of all sleep. */
@Serializable
public data class StageShare(
    /** The share. */
    public val percent: Double,
    /** Whether experts call it good; none where they do not agree. */
    public val good: Boolean?,
)

/** What sleep was made of. */
@Serializable
public data class StageShares(
    /** Light sleep. */
    public val light: Double,
    /** Deep sleep. */
    public val deep: StageShare,
    /** REM sleep. */
    public val rem: StageShare,
    /** Sleep in a stage nobody names. */
    public val unnamed: Double,
)

/** One stretch of one sleep stage. */
@Serializable
public data class StageStretch(
    /** The stage. */
    public val stage: SleepStage,
    /** When it began. */
    public val start: String,
    /** When it ended, exclusive. */
    public val end: String,
)

/** What a statistic says. */
@Serializable
public enum class StatisticKind {
    @SerialName("sum") Sum,
    @SerialName("mean") Mean,
    @SerialName("min") Min,
    @SerialName("max") Max,
}

/** How stressful a session was. */
@Serializable
public data class StressScore(
    /** An hour at threshold is 100. */
    public val score: Double,
    /** The share of the threshold. */
    @SerialName("intensity_factor") public val intensityFactor: Double,
    /** How long was measured. */
    public val hours: Double,
    /** By what. */
    public val basis: StressScoreBasis,
)

/** What a score is made from. */
@Serializable
public enum class StressScoreBasis {
    @SerialName("power") Power,
    @SerialName("pace") Pace,
}

/** What a value is called. */
@Serializable
public data class ThresholdLabel(
    /** The word for it. */
    public val label: String,
    /** Where it lies. */
    public val grade: Grade,
    /** Who calls it so. */
    public val source: String,
)

/** How much intervals vary. Times are in milliseconds, rates in beats per minute, shares in per cent. */
@Serializable
public data class TimeDomain(
    /** How many intervals there are. */
    public val n: Long,
    /** How many successive differences there are. */
    @SerialName("n_differences") public val nDifferences: Long,
    /** The mean interval. */
    @SerialName("mean_nn") public val meanNn: Double,
    /** The middle interval. */
    @SerialName("median_nn") public val medianNn: Double,
    /** The shortest interval. */
    @SerialName("min_nn") public val minNn: Double,
    /** The longest interval. */
    @SerialName("max_nn") public val maxNn: Double,
    /** The standard deviation of the intervals. */
    public val sdnn: Double,
    /** The root mean square of successive differences. */
    public val rmssd: Double,
    /** Its natural logarithm; none where all intervals are equal. */
    @SerialName("ln_rmssd") public val lnRmssd: Double?,
    /** The standard deviation of successive differences. */
    public val sdsd: Double,
    /** Differences of more than 50 ms. */
    public val nn50: Long,
    /** Differences of more than 20 ms. */
    public val nn20: Long,
    /** NN50 in per cent of the differences. */
    public val pnn50: Double,
    /** NN20 in per cent of the differences. */
    public val pnn20: Double,
    /** SDNN divided by the mean interval. */
    public val cvnn: Double,
    /** RMSSD divided by the mean interval. */
    public val cvsd: Double,
    /** The mean of the beats' rates. */
    @SerialName("mean_rate") public val meanRate: Double,
)

/** How long each zone took, in seconds. */
@Serializable
public data class TimeInZones(
    /** Below the first zone. */
    @SerialName("below_s") public val belowS: Double,
    /** The five zones. */
    @SerialName("zones_s") public val zonesS: List<Double>,
    /** Without a heart rate: what gaps have beyond what a sample may count for. */
    @SerialName("unknown_s") public val unknownS: Double,
)

/** From an instant to another, half-open. */
@Serializable
public data class TimeStretch(
    /** The first instant. */
    public val start: String,
    /** The end. */
    public val end: String,
)

/** What the days up to one have added up to. */
@Serializable
public data class TrainingLoad(
    /** The day. */
    public val date: String,
    /** Its own load; `None` where nothing is known of it. */
    public val load: Double?,
    /** The chronic load at its end (CTL). */
    public val chronic: Double,
    /** The acute load at its end (ATL). */
    public val acute: Double,
    /** The balance on its morning (TSB): chronic less acute load of the day before. */
    public val balance: Double,
    /** The share of the chronic load's weight that rests on days that are known. */
    @SerialName("chronic_known") public val chronicKnown: Double,
    /** The same of the acute load. */
    @SerialName("acute_known") public val acuteKnown: Double,
    /** Tells whether the chronic load rests on enough days (`WARM`) to be read. */
    public val warm: Boolean,
)

/** What weighs the heart rate reserve in Banister's formula: `scale·e^(exponent·x)`. */
@Serializable
public data class TrimpCoefficients(
    /** `a`. */
    public val scale: Double,
    /** `b`. */
    public val exponent: Double,
)

/** Pairs of two series that could not be tested. */
@Serializable
public data class Untested(
    /** The place of the one in the list of series. */
    public val a: Long,
    /** The place of the other. */
    public val b: Long,
    /** At how many lags. */
    public val lags: Long,
    /** Why, at the lag that came closest. */
    public val reason: NoAnswer,
)

/** Something unusual of a metric. */
@Serializable
public data class Unusual(
    /** The metric. */
    public val metric: Metric,
    /** What was found. */
    public val finding: Finding,
)

/** What is usual of a metric. */
@Serializable
public data class UsualValue(
    /** The mean of the days. */
    public val mean: Double,
    /** Their median. */
    public val median: Double,
    /** Their robust standard deviation. */
    public val spread: Double,
    /** The UCUM code of the unit. */
    public val unit: String,
    /** How many days have a value. */
    public val n: Long,
    /** The first day looked at. */
    public val from: String,
    /** The last. */
    public val to: String,
)

/** What is said of one night. */
@Serializable
public data class WatchedNight(
    /** The date on which the night ended. */
    public val date: String,
    /** The night's value in beats per minute, without decimals. */
    public val average: Double,
    /** True where the night is missing and its neighbours stand for it. */
    public val imputed: Boolean,
    /** What is usual so far. */
    public val usual: Double,
    /** What it says. */
    public val alert: NightAlert,
)

/** A mark on a workout's timeline. */
@Serializable
public data class WorkoutEvent(
    /** What happened, in canonical words where there is one: `pause`, `resume`, `motion_paused`, …. */
    public val kind: String,
    /** When. */
    public val at: String,
)

/** Records of the same workout. */
@Serializable
public data class WorkoutGroup(
    /** Indexes into the sessions, best first. */
    public val members: List<Long>,
    /** The identities of the members, in the same order. Each of them names the group. */
    public val ids: List<ContentId>,
    /** The member to show: the first. */
    public val primary: Long,
    /**
     * The smallest of the members' identities. A member that joins later may lower it; the old one is then among
     * `ids` and still names the group.
     */
    @SerialName("session_id") public val sessionId: ContentId,
    /**
     * The parts of a multisport workout that have records of their own, in order of time. They are parts of this
     * workout and not workouts beside it; a child's children are parts of a part.
     */
    public val children: List<WorkoutGroup>,
)

/** A lap or an automatic segment. */
@Serializable
public data class WorkoutLap(
    /** True for a lap, false for an automatic segment such as each kilometre. */
    public val lap: Boolean,
    /** When it began. */
    public val start: String,
    /** When it ended. */
    public val end: String,
    /** The vendor's remarks. */
    public val remarks: Map<String, String>? = null,
)

/**
 * What a person decided by hand: which records are the same workout, which are not, and which one is shown.
 *
 * Decisions name records by their identity, so they hold after a re-import, for records that come later, and under any
 * matcher. The latest decision wins when it is made: it takes away what it contradicts, so that a value never holds a
 * contradiction, and decisions that do not contradict each other may be made in any order. Records of one source stay
 * apart even so: such a join is kept, waits, and is told by `refused_joins`.
 */
@Serializable
public data class WorkoutLinks(
    /** Records that are the same workout. */
    public val same: List<List<String>>? = null,
    /** Records that are not. */
    public val separate: List<List<String>>? = null,
    /** Records that are shown for their workouts. */
    public val primaries: List<ContentId>? = null,
)

/** A part of a workout. */
@Serializable
public data class WorkoutPart(
    /** The vendor's id. */
    @SerialName("external_id") public val externalId: String? = null,
    /** The sport, where it differs from the whole. */
    public val sport: Sport? = null,
    /** When it began. */
    public val start: String,
    /** When it ended. */
    public val end: String,
    /** The timer's time without pauses, in seconds. */
    @SerialName("timer_s") public val timerS: Double? = null,
    /** Totals, means and extremes of the part. */
    public val statistics: List<WorkoutStatistic>? = null,
)

/** A number that sums up a workout, in the metric's canonical unit. */
@Serializable
public data class WorkoutStatistic(
    /** What was measured. */
    public val metric: Metric,
    /** What the number says about it. */
    public val kind: StatisticKind,
    /** The number. */
    public val value: Double,
)

/**
 * The zones a person has lived in, so that a later move does not rewrite the past.
 *
 * Invariant: the moves are in order of time.
 */
@Serializable
public data class ZoneHistory(
    /** The zone before the first move. */
    public val first: String,
    /** From when on the person was in another zone. */
    public val moves: List<List<String>>? = null,
)

/** Every question, as a function. Each throws a [VitaSyncException] where there is no answer. */
@OptIn(ExperimentalSerializationApi::class)
public object Questions {
    private val json = Json {
        explicitNulls = false
        ignoreUnknownKeys = true
    }

    private inline fun <reified Given> given(value: Given): JsonElement = json.encodeToJsonElement(value)

    private inline fun <reified Answer> answer(name: String, vararg arguments: Pair<String, JsonElement>): Answer =
        json.decodeFromString(ask(name, JsonObject(mapOf(*arguments)).toString()))

    /** Turns a reading into a sample in the canonical unit of its metric, or says why it is none. */
    @Throws(VitaSyncException::class)
    public fun normalize(
        reading: Reading,
        zones: ZoneHistory,
        received: String,
    ): Normalized =
        answer(
            "normalize",
            "reading" to given(reading),
            "zones" to given(zones),
            "received" to given(received),
        )

    /** Answers one number per minute, hour, day, week or month, resolved across sources. Asks from the first sample to the last where no window is given. */
    @Throws(VitaSyncException::class)
    public fun aggregate(
        samples: List<Sample>,
        metric: Metric,
        bucket: Bucket,
        window: AggregateWindow? = null,
        preferences: Preferences? = null,
    ): Aggregated =
        answer(
            "aggregate",
            "samples" to given(samples),
            "metric" to given(metric),
            "bucket" to given(bucket),
            "window" to given(window),
            "preferences" to given(preferences),
        )

    /** Chooses the nights and naps among sessions of all sources, one each however many recorded it, in order of time. */
    @Throws(VitaSyncException::class)
    public fun nights(
        sessions: List<Session>,
        preferences: Preferences? = null,
    ): List<Night> =
        answer(
            "nights",
            "sessions" to given(sessions),
            "preferences" to given(preferences),
        )

    /** Answers the workouts among sessions of several sources, one each however many recorded it. `user` is the person in the identities by which `preferences` name workouts. */
    @Throws(VitaSyncException::class)
    public fun workouts(
        sessions: List<Session>,
        user: String,
        preferences: Preferences? = null,
    ): List<ResolvedWorkout> =
        answer(
            "workouts",
            "sessions" to given(sessions),
            "user" to given(user),
            "preferences" to given(preferences),
        )

    /** Returns the middle value. */
    @Throws(VitaSyncException::class)
    public fun median(
        values: List<Double>,
    ): Double =
        answer(
            "median",
            "values" to given(values),
        )

    /** Returns the value below which a share of the values lies (type 7). */
    @Throws(VitaSyncException::class)
    public fun quantile(
        values: List<Double>,
        share: Double,
    ): Double =
        answer(
            "quantile",
            "values" to given(values),
            "share" to given(share),
        )

    /** Returns the centre and the spread of values. */
    @Throws(VitaSyncException::class)
    public fun spread(
        values: List<Double>,
    ): Spread =
        answer(
            "spread",
            "values" to given(values),
        )

    /** Returns for each day the median and MAD of the `window` days that end on it, where `needed` of them have a value. */
    @Throws(VitaSyncException::class)
    public fun rollingMedian(
        days: List<Double?>,
        window: Long,
        needed: Long,
    ): List<RollingMedian?> =
        answer(
            "rolling_median",
            "days" to given(days),
            "window" to given(window),
            "needed" to given(needed),
        )

    /** Returns what has been usual in the window that ends on the day before `date`. */
    @Throws(VitaSyncException::class)
    public fun baseline(
        first: String,
        days: List<Double?>,
        date: String,
        window: BaselineWindow,
    ): Baseline =
        answer(
            "baseline",
            "first" to given(first),
            "days" to given(days),
            "date" to given(date),
            "window" to given(window),
        )

    /** Returns the average up to each day that has a value. */
    @Throws(VitaSyncException::class)
    public fun ewma(
        days: List<Double?>,
        alpha: Double,
    ): List<Double?> =
        answer(
            "ewma",
            "days" to given(days),
            "alpha" to given(alpha),
        )

    /** Returns the weight of a new day if the days' mean age is that of a plain mean over `days`: `2/(n + 1)`. */
    @Throws(VitaSyncException::class)
    public fun alphaOfSpan(
        days: Long,
    ): Double =
        answer(
            "alpha_of_span",
            "days" to given(days),
        )

    /** Returns the weight of a new day if a value fades to 1/e in `days`: `1 − e^(−1/n)`. */
    @Throws(VitaSyncException::class)
    public fun alphaOfTimeConstant(
        days: Double,
    ): Double =
        answer(
            "alpha_of_time_constant",
            "days" to given(days),
        )

    /** Draws a line by least squares. */
    @Throws(VitaSyncException::class)
    public fun line(
        days: List<Double?>,
    ): Line =
        answer(
            "line",
            "days" to given(days),
        )

    /** Draws a line through the middle: the median slope of all pairs of days. Takes time and memory in n². */
    @Throws(VitaSyncException::class)
    public fun theilSen(
        days: List<Double?>,
    ): MedianLine =
        answer(
            "theil_sen",
            "days" to given(days),
        )

    /** Asks whether later days are higher, or lower, than earlier ones. */
    @Throws(VitaSyncException::class)
    public fun mannKendall(
        days: List<Double?>,
    ): MannKendall =
        answer(
            "mann_kendall",
            "days" to given(days),
        )

    /** Finds the changes of level in a series. */
    @Throws(VitaSyncException::class)
    public fun changePoints(
        days: List<Double?>,
        leastSegment: Long = 7,
        penalty: Double? = null,
        ar1: Double = 0.0,
    ): List<LevelChange> =
        answer(
            "change_points",
            "days" to given(days),
            "least_segment" to given(leastSegment),
            "penalty" to given(penalty),
            "ar1" to given(ar1),
        )

    /** Cuts a series without gaps into levels; returns the end of each, the last of which is the length. */
    @Throws(VitaSyncException::class)
    public fun pelt(
        values: List<Double>,
        leastSegment: Long = 7,
        penalty: Double? = null,
        ar1: Double = 0.0,
    ): List<Long> =
        answer(
            "pelt",
            "values" to given(values),
            "least_segment" to given(leastSegment),
            "penalty" to given(penalty),
            "ar1" to given(ar1),
        )

    /** Watches a series day by day for a lasting change of level, without looking at the past again, and returns the changes it finds. */
    @Throws(VitaSyncException::class)
    public fun shift(
        days: List<Double?>,
        learn: Long = 28,
        slack: Double = 0.5,
        threshold: Double = 5.0,
    ): List<LevelShift> =
        answer(
            "shift",
            "days" to given(days),
            "learn" to given(learn),
            "slack" to given(slack),
            "threshold" to given(threshold),
        )

    /** Returns how much a day resembles the one before, from 0 to 0.95. */
    @Throws(VitaSyncException::class)
    public fun ar1(
        days: List<Double?>,
    ): Double =
        answer(
            "ar1",
            "days" to given(days),
        )

    /**
     * Returns deviations without what each has of the one before: `(z − φᵍ·z before)/√(1 − φ²ᵍ)`, where g days lie between them.
     *
     * `z` are deviations from what is usual in standard deviations. The first stays as it is. They scatter as much as before and are
     * independent; a lasting shift of one comes to `√((1 − φ)/(1 + φ))`, so it takes longer to be found.
     */
    @Throws(VitaSyncException::class)
    public fun whitened(
        z: List<Double?>,
        ar1: Double,
    ): List<Double?> =
        answer(
            "whitened",
            "z" to given(z),
            "ar1" to given(ar1),
        )

    /** Returns the sums of deviations above and below a slack after each day. They go on after an alarm. */
    @Throws(VitaSyncException::class)
    public fun cusum(
        z: List<Double?>,
        slack: Double,
    ): List<CusumSums> =
        answer(
            "cusum",
            "z" to given(z),
            "slack" to given(slack),
        )

    /** Says how closely pairs lie to a straight line, from −1 to 1. */
    @Throws(VitaSyncException::class)
    public fun pearson(
        x: List<Double>,
        y: List<Double>,
    ): Double =
        answer(
            "pearson",
            "x" to given(x),
            "y" to given(y),
        )

    /** Says how closely pairs rise or fall together, whatever the shape, from −1 to 1. */
    @Throws(VitaSyncException::class)
    public fun spearman(
        x: List<Double>,
        y: List<Double>,
    ): Double =
        answer(
            "spearman",
            "x" to given(x),
            "y" to given(y),
        )

    /** Says how many more pairs of days agree than disagree (τ-b), from −1 to 1. */
    @Throws(VitaSyncException::class)
    public fun kendall(
        x: List<Double>,
        y: List<Double>,
    ): Double =
        answer(
            "kendall",
            "x" to given(x),
            "y" to given(y),
        )

    /** Returns how many independent pairs two series of successive days are worth, from their lag-1 autocorrelations. */
    @Throws(VitaSyncException::class)
    public fun bretherton(
        x: List<Double>,
        y: List<Double>,
    ): Double =
        answer(
            "bretherton",
            "x" to given(x),
            "y" to given(y),
        )

    /**
     * Returns how many independent pairs two series of successive days are worth, from all autocorrelations up to a fifth of
     * their length.
     */
    @Throws(VitaSyncException::class)
    public fun pyperPeterman(
        x: List<Double>,
        y: List<Double>,
    ): Double =
        answer(
            "pyper_peterman",
            "x" to given(x),
            "y" to given(y),
        )

    /** Returns the chance of a correlation at least this strong between unrelated series, on both sides. */
    @Throws(VitaSyncException::class)
    public fun pValue(
        correlation: Double,
        effectivePairs: Double,
    ): Double =
        answer(
            "p_value",
            "correlation" to given(correlation),
            "effective_pairs" to given(effectivePairs),
        )

    /** Lists the pairs of `x` on a day and `y` `lag` days later, where both have a value. */
    @Throws(VitaSyncException::class)
    public fun pairsAtLag(
        x: List<Double?>,
        y: List<Double?>,
        lag: Long,
    ): SeriesPairs =
        answer(
            "pairs_at_lag",
            "x" to given(x),
            "y" to given(y),
            "lag" to given(lag),
        )

    /** Adjusts p-values so that those of at most `q` hold a share of false discoveries of at most `q`, in the order given. */
    @Throws(VitaSyncException::class)
    public fun benjaminiHochberg(
        p: List<Double>,
    ): List<Double?> =
        answer(
            "benjamini_hochberg",
            "p" to given(p),
        )

    /** As `benjamini_hochberg`, under any dependence between the tests. */
    @Throws(VitaSyncException::class)
    public fun benjaminiYekutieli(
        p: List<Double>,
    ): List<Double?> =
        answer(
            "benjamini_yekutieli",
            "p" to given(p),
        )

    /** Adjusts p-values so that the chance of a single false discovery among those of at most `α` is at most `α`. */
    @Throws(VitaSyncException::class)
    public fun holm(
        p: List<Double>,
    ): List<Double?> =
        answer(
            "holm",
            "p" to given(p),
        )

    /** Multiplies each p by the number of tests. */
    @Throws(VitaSyncException::class)
    public fun bonferroni(
        p: List<Double>,
    ): List<Double?> =
        answer(
            "bonferroni",
            "p" to given(p),
        )

    /** Tests all pairs of series at all lags. */
    @Throws(VitaSyncException::class)
    public fun discover(
        series: List<NamedSeries>,
        maxLag: Long = 7,
        minPairs: Long = 21,
        falseDiscoveryRate: Double = 0.05,
        detrend: Boolean = true,
        exclude: List<List<Long>>? = null,
    ): Discovery =
        answer(
            "discover",
            "series" to given(series),
            "max_lag" to given(maxLag),
            "min_pairs" to given(minPairs),
            "false_discovery_rate" to given(falseDiscoveryRate),
            "detrend" to given(detrend),
            "exclude" to given(exclude),
        )

    /** Judges every day that has a value and a baseline. */
    @Throws(VitaSyncException::class)
    public fun outliers(
        first: String,
        days: List<Double?>,
        window: BaselineWindow,
    ): Findings =
        answer(
            "outliers",
            "first" to given(first),
            "days" to given(days),
            "window" to given(window),
        )

    /** Judges every day that has a value and enough weeks before it. */
    @Throws(VitaSyncException::class)
    public fun unusualForWeekday(
        first: String,
        days: List<Double?>,
    ): Findings =
        answer(
            "unusual_for_weekday",
            "first" to given(first),
            "days" to given(days),
        )

    /** Judges every day that has a value and something to compare it with. */
    @Throws(VitaSyncException::class)
    public fun drifts(
        first: String,
        days: List<Double?>,
        chart: DriftChart,
    ): Findings =
        answer(
            "drifts",
            "first" to given(first),
            "days" to given(days),
            "chart" to given(chart),
        )

    /** Returns a night's value from its heart rates at rest. */
    @Throws(VitaSyncException::class)
    public fun overnightAverage(
        heartRates: List<Double>,
    ): Double =
        answer(
            "overnight_average",
            "heart_rates" to given(heartRates),
        )

    /** Watches overnight resting heart rates for nights above what is usual. The days are averages of nights. */
    @Throws(VitaSyncException::class)
    public fun nightSignal(
        first: String,
        days: List<Double?>,
    ): NightSignal =
        answer(
            "night_signal",
            "first" to given(first),
            "days" to given(days),
        )

    /** Names a value. */
    @Throws(VitaSyncException::class)
    public fun classify(
        metric: Metric,
        value: Double,
        person: Person,
    ): ThresholdLabel =
        answer(
            "classify",
            "metric" to given(metric),
            "value" to given(value),
            "person" to given(person),
        )

    /** Names every day's value and lists those that are not usual. */
    @Throws(VitaSyncException::class)
    public fun beyondThresholds(
        metric: Metric,
        first: String,
        days: List<Double?>,
        person: Person,
    ): Findings =
        answer(
            "beyond_thresholds",
            "metric" to given(metric),
            "first" to given(first),
            "days" to given(days),
            "person" to given(person),
        )

    /** Names the mean of readings. */
    @Throws(VitaSyncException::class)
    public fun bloodPressure(
        readings: List<BloodPressureReading>,
        guideline: BloodPressureGuideline,
    ): BloodPressure =
        answer(
            "blood_pressure",
            "readings" to given(readings),
            "guideline" to given(guideline),
        )

    /** Tells whether one reading alone is severe. */
    @Throws(VitaSyncException::class)
    public fun isSevere(
        reading: BloodPressureReading,
        guideline: BloodPressureGuideline,
    ): Boolean =
        answer(
            "is_severe",
            "reading" to given(reading),
            "guideline" to given(guideline),
        )

    /** Gathers what is unusual by `outliers` and `night_signal` into stretches of days that belong together. */
    @Throws(VitaSyncException::class)
    public fun episodes(
        first: String,
        days: List<Double?>,
        window: BaselineWindow,
    ): List<Episode> =
        answer(
            "episodes",
            "first" to given(first),
            "days" to given(days),
            "window" to given(window),
        )

    /** Returns the intervals between beats, in milliseconds. The times are in milliseconds, in any order. */
    @Throws(VitaSyncException::class)
    public fun intervalsFromBeats(
        timesMs: List<Double>,
    ): List<Double?> =
        answer(
            "intervals_from_beats",
            "times_ms" to given(timesMs),
        )

    /** Returns the intervals of samples that each tell when a beat was and how long before it the last one; a place without a value stands where beats are missing. Refuses rates that were turned over into milliseconds. */
    @Throws(VitaSyncException::class)
    public fun intervalsFromSamples(
        times: List<String>,
        intervalsMs: List<Double>,
    ): List<Double?> =
        answer(
            "intervals_from_samples",
            "times" to given(times),
            "intervals_ms" to given(intervalsMs),
        )

    /** Mends ectopic, missed, extra and misplaced beats, and tells which there were. */
    @Throws(VitaSyncException::class)
    public fun mend(
        intervalsMs: List<Double?>,
    ): MendedBeats =
        answer(
            "mend",
            "intervals_ms" to given(intervalsMs),
        )

    /** Marks the intervals that no heart is believed to have, by their places. */
    @Throws(VitaSyncException::class)
    public fun outOfRange(
        intervalsMs: List<Double?>,
    ): List<Long> =
        answer(
            "out_of_range",
            "intervals_ms" to given(intervalsMs),
        )

    /** Marks the intervals that a rule calls ectopic, by their places. */
    @Throws(VitaSyncException::class)
    public fun ectopic(
        intervalsMs: List<Double?>,
        rule: EctopicRule,
    ): List<Long> =
        answer(
            "ectopic",
            "intervals_ms" to given(intervalsMs),
            "rule" to given(rule),
        )

    /** Puts straight lines in the place of marked intervals, inside their run; at its ends the nearest that is not marked. */
    @Throws(VitaSyncException::class)
    public fun bridge(
        intervalsMs: List<Double?>,
        marked: List<Long>,
    ): List<Double?> =
        answer(
            "bridge",
            "intervals_ms" to given(intervalsMs),
            "marked" to given(marked),
        )

    /** Returns how much the intervals vary. */
    @Throws(VitaSyncException::class)
    public fun timeDomain(
        intervalsMs: List<Double?>,
    ): TimeDomain =
        answer(
            "time_domain",
            "intervals_ms" to given(intervalsMs),
        )

    /** Returns how much the intervals vary at each frequency. */
    @Throws(VitaSyncException::class)
    public fun spectrum(
        intervalsMs: List<Double?>,
        pipeline: SpectrumPipeline? = null,
    ): Spectrum =
        answer(
            "spectrum",
            "intervals_ms" to given(intervalsMs),
            "pipeline" to given(pipeline),
        )

    /** Returns the power of heart rate variability in the usual bands, in square milliseconds. */
    @Throws(VitaSyncException::class)
    public fun frequencyDomain(
        intervalsMs: List<Double?>,
        pipeline: SpectrumPipeline? = null,
    ): FrequencyBands =
        answer(
            "frequency_domain",
            "intervals_ms" to given(intervalsMs),
            "pipeline" to given(pipeline),
        )

    /** Returns the shape of the cloud. */
    @Throws(VitaSyncException::class)
    public fun poincare(
        intervalsMs: List<Double?>,
    ): Poincare =
        answer(
            "poincare",
            "intervals_ms" to given(intervalsMs),
        )

    /** Returns the shape of the histogram. */
    @Throws(VitaSyncException::class)
    public fun geometry(
        intervalsMs: List<Double?>,
        bins: HistogramBins? = null,
    ): Geometry =
        answer(
            "geometry",
            "intervals_ms" to given(intervalsMs),
            "bins" to given(bins),
        )

    /** Returns the sample entropy of intervals. */
    @Throws(VitaSyncException::class)
    public fun sampleEntropy(
        intervalsMs: List<Double?>,
    ): SampleEntropy =
        answer(
            "sample_entropy",
            "intervals_ms" to given(intervalsMs),
        )

    /** Turns a day's RMSSD in milliseconds into its natural logarithm. */
    @Throws(VitaSyncException::class)
    public fun lnRmssd(
        first: String,
        days: List<Double?>,
    ): Daily =
        answer(
            "ln_rmssd",
            "first" to given(first),
            "days" to given(days),
        )

    /** Judges every week of heart rate variability, by the day on which it ends. The days are logarithms of RMSSD; `share` is how many standard deviations are usual. */
    @Throws(VitaSyncException::class)
    public fun hrvWeeks(
        first: String,
        days: List<Double?>,
        share: Double = 0.5,
    ): List<HrvWeek> =
        answer(
            "hrv_weeks",
            "first" to given(first),
            "days" to given(days),
            "share" to given(share),
        )

    /** Returns the heart rate at rest in a night. `moved` are the stretches in which steps or other movement were measured, half-open. */
    @Throws(VitaSyncException::class)
    public fun restingHeartRate(
        times: List<String>,
        rates: List<Double>,
        moved: List<TimeStretch>? = null,
        night: TimeStretch,
    ): RestingHeartRate =
        answer(
            "resting_heart_rate",
            "times" to given(times),
            "rates" to given(rates),
            "moved" to given(moved),
            "night" to given(night),
        )

    /** Returns the share of a night's minutes that a resting heart rate rests on. */
    @Throws(VitaSyncException::class)
    public fun restingCoverage(
        resting: RestingHeartRate,
        night: TimeStretch,
    ): Double =
        answer(
            "resting_coverage",
            "resting" to given(resting),
            "night" to given(night),
        )

    /** Returns how fast the heart rate falls after `end`. The samples may be in any order. */
    @Throws(VitaSyncException::class)
    public fun heartRateRecovery(
        times: List<String>,
        rates: List<Double>,
        end: String,
    ): HeartRateRecovery =
        answer(
            "heart_rate_recovery",
            "times" to given(times),
            "rates" to given(rates),
            "end" to given(end),
        )

    /** Returns five zones that begin at 50, 60, 70, 80 and 90 % of the heart rate reserve. */
    @Throws(VitaSyncException::class)
    public fun zonesOfReserve(
        rest: Double,
        max: Double,
    ): HeartRateZones =
        answer(
            "zones_of_reserve",
            "rest" to given(rest),
            "max" to given(max),
        )

    /** Returns five zones that begin at 50, 60, 70, 80 and 90 % of the maximal heart rate. */
    @Throws(VitaSyncException::class)
    public fun zonesOfMaximum(
        maximum: Double,
    ): HeartRateZones =
        answer(
            "zones_of_maximum",
            "maximum" to given(maximum),
        )

    /** Returns five zones whose upper four begin at so many per cent of the threshold heart rate. */
    @Throws(VitaSyncException::class)
    public fun zonesOfThreshold(
        threshold: Double,
        percents: List<Double>,
    ): HeartRateZones =
        answer(
            "zones_of_threshold",
            "threshold" to given(threshold),
            "percents" to given(percents),
        )

    /**
     * Returns how long each zone took. A sample counts until the next; where that is more than `max_gap_s` away, it counts for nothing
     * and the gap is unknown. The samples may be in any order.
     */
    @Throws(VitaSyncException::class)
    public fun timeInZones(
        times: List<String>,
        rates: List<Double>,
        lower: List<Double>,
        maxGapS: Double,
    ): TimeInZones =
        answer(
            "time_in_zones",
            "times" to given(times),
            "rates" to given(rates),
            "lower" to given(lower),
            "max_gap_s" to given(maxGapS),
        )

    /** Returns what an electrocardiogram holds. */
    @Throws(VitaSyncException::class)
    public fun ecgSummary(
        microvolts: List<Double>,
        samplesPerSecond: Double,
    ): EcgSummary =
        answer(
            "ecg_summary",
            "microvolts" to given(microvolts),
            "samples_per_second" to given(samplesPerSecond),
        )

    /** Tells resolved nights and naps by the clocks of the records that are believed: from falling asleep to waking, and how long was slept. */
    @Throws(VitaSyncException::class)
    public fun slept(
        sessions: List<Session>,
        preferences: Preferences? = null,
    ): List<Slept> =
        answer(
            "slept",
            "sessions" to given(sessions),
            "preferences" to given(preferences),
        )

    /** Returns sleep in per cent of a longer time, both in any one unit. */
    @Throws(VitaSyncException::class)
    public fun efficiency(
        asleep: Double,
        of: Double,
    ): Double =
        answer(
            "efficiency",
            "asleep" to given(asleep),
            "of" to given(of),
        )

    /** Returns how much of a resolved night was slept, by the measures there are. */
    @Throws(VitaSyncException::class)
    public fun nightEfficiency(
        night: Night,
    ): SleepEfficiency =
        answer(
            "night_efficiency",
            "night" to given(night),
        )

    /** Describes a scored night: latency, waking, shifts and fragmentation. `stages` and `seconds` say what follows what and how long it lasts. */
    @Throws(VitaSyncException::class)
    public fun hypnogram(
        stages: List<ScoredStage>,
        seconds: List<Double>,
    ): SleepStatistics =
        answer(
            "hypnogram",
            "stages" to given(stages),
            "seconds" to given(seconds),
        )

    /** Describes a resolved night as a hypnogram: latency, waking, shifts and fragmentation. */
    @Throws(VitaSyncException::class)
    public fun nightHypnogram(
        night: Night,
    ): SleepStatistics =
        answer(
            "night_hypnogram",
            "night" to given(night),
        )

    /** Returns what a night was made of, for somebody of an age in years. */
    @Throws(VitaSyncException::class)
    public fun stageShares(
        night: Night,
        age: Double,
    ): StageShares =
        answer(
            "stage_shares",
            "night" to given(night),
            "age" to given(age),
        )

    /** Returns which indicators a night of somebody of an age in years meets. */
    @Throws(VitaSyncException::class)
    public fun sleepQuality(
        night: Night,
        age: Double,
    ): SleepQuality =
        answer(
            "sleep_quality",
            "night" to given(night),
            "age" to given(age),
        )

    /**
     * Returns how much less was slept than needed in the 14 days that end on `date`, that day included. `slept` and `need` are hours a
     * day.
     */
    @Throws(VitaSyncException::class)
    public fun debt(
        first: String,
        days: List<Double?>,
        date: String,
        need: Double,
    ): SleepDebt =
        answer(
            "debt",
            "first" to given(first),
            "days" to given(days),
            "date" to given(date),
            "need" to given(need),
        )

    /**
     * Adds up what was slept per date of waking, in hours: the night, what it is split into, and naps. A date of which one stretch tells
     * no sleep has no value.
     */
    @Throws(VitaSyncException::class)
    public fun sleptPerDay(
        slept: List<Slept>,
    ): Daily =
        answer(
            "slept_per_day",
            "slept" to given(slept),
        )

    /** Returns how many hours of sleep are recommended at an age in years. */
    @Throws(VitaSyncException::class)
    public fun usualNeed(
        age: Double,
    ): SleepNeed =
        answer(
            "usual_need",
            "age" to given(age),
        )

    /** Returns where times of the clock, in hours from 0 to 24, lie. */
    @Throws(VitaSyncException::class)
    public fun circular(
        hours: List<Double>,
    ): Circular =
        answer(
            "circular",
            "hours" to given(hours),
        )

    /** Returns by how much one time of the clock is after another, from −12 to below 12 hours. */
    @Throws(VitaSyncException::class)
    public fun hoursAfter(
        later: Double,
        earlier: Double,
    ): Double =
        answer(
            "hours_after",
            "later" to given(later),
            "earlier" to given(earlier),
        )

    /** Returns how much the times of nights vary. */
    @Throws(VitaSyncException::class)
    public fun consistency(
        slept: List<Slept>,
    ): SleepConsistency =
        answer(
            "consistency",
            "slept" to given(slept),
        )

    /** Returns how regular states are, one per epoch of the wall clock; true is asleep, none unknown. */
    @Throws(VitaSyncException::class)
    public fun regularity(
        states: List<Boolean?>,
        epochsPerDay: Long,
    ): SleepRegularity =
        answer(
            "regularity",
            "states" to given(states),
            "epochs_per_day" to given(epochsPerDay),
        )

    /** Returns the sleep regularity index of resolved nights and naps. */
    @Throws(VitaSyncException::class)
    public fun sleepRegularity(
        slept: List<Slept>,
    ): SleepRegularity =
        answer(
            "sleep_regularity",
            "slept" to given(slept),
        )

    /** Returns the person's own time from means. */
    @Throws(VitaSyncException::class)
    public fun chronotype(
        midWork: Double,
        midFree: Double,
        sleepWork: Double,
        sleepFree: Double,
        workDays: Double,
    ): Chronotype =
        answer(
            "chronotype",
            "mid_work" to given(midWork),
            "mid_free" to given(midFree),
            "sleep_work" to given(sleepWork),
            "sleep_free" to given(sleepFree),
            "work_days" to given(workDays),
        )

    /** Returns the person's own time from nights. `free_days` are the dates of waking that were free. */
    @Throws(VitaSyncException::class)
    public fun sleepChronotype(
        slept: List<Slept>,
        freeDays: List<String>,
        workDays: Double,
    ): Chronotype =
        answer(
            "sleep_chronotype",
            "slept" to given(slept),
            "free_days" to given(freeDays),
            "work_days" to given(workDays),
        )

    /** Returns the rhythm of activity by the hour, the first from local midnight on. */
    @Throws(VitaSyncException::class)
    public fun restActivity(
        hours: List<Double?>,
    ): RestActivity =
        answer(
            "rest_activity",
            "hours" to given(hours),
        )

    /** Fits a wave of 24 hours. `hours` are times since any midnight, of one length with `values`. */
    @Throws(VitaSyncException::class)
    public fun cosinor(
        hours: List<Double>,
        values: List<Double>,
    ): Cosinor =
        answer(
            "cosinor",
            "hours" to given(hours),
            "values" to given(values),
        )

    /** Tells how long each value of a stream holds, at most `longest_s` seconds. `seconds` are counted from any moment. */
    @Throws(VitaSyncException::class)
    public fun held(
        seconds: List<Double>,
        values: List<Double>,
        longestS: Double,
    ): List<Held> =
        answer(
            "held",
            "seconds" to given(seconds),
            "values" to given(values),
            "longest_s" to given(longestS),
        )

    /** Writes a stream as one value per second; a value holds until the next, at most `longest_s` seconds. */
    @Throws(VitaSyncException::class)
    public fun perSecond(
        seconds: List<Double>,
        values: List<Double>,
        longestS: Double,
    ): List<Double?> =
        answer(
            "per_second",
            "seconds" to given(seconds),
            "values" to given(values),
            "longest_s" to given(longestS),
        )

    /** Predicts the maximal heart rate of an adult, in beats per minute. */
    @Throws(VitaSyncException::class)
    public fun predictedMaxHeartRate(
        formula: MaxHeartRateFormula,
        ageYears: Double,
        sex: Sex? = null,
    ): Double =
        answer(
            "predicted_max_heart_rate",
            "formula" to given(formula),
            "age_years" to given(ageYears),
            "sex" to given(sex),
        )

    /** Returns Banister's coefficients for a sex. */
    @Throws(VitaSyncException::class)
    public fun trimpCoefficients(
        sex: Sex? = null,
    ): TrimpCoefficients =
        answer(
            "trimp_coefficients",
            "sex" to given(sex),
        )

    /** Returns Banister's training impulse. `seconds` say how long each heart rate held; `rest` and `max` are the person's. */
    @Throws(VitaSyncException::class)
    public fun banisterTrimp(
        seconds: List<Double>,
        heartRates: List<Double>,
        rest: Double,
        max: Double,
        coefficients: TrimpCoefficients,
    ): Double =
        answer(
            "banister_trimp",
            "seconds" to given(seconds),
            "heart_rates" to given(heartRates),
            "rest" to given(rest),
            "max" to given(max),
            "coefficients" to given(coefficients),
        )

    /** Returns the training impulse in per cent of that of an hour at the threshold. `seconds` say how long each heart rate held. */
    @Throws(VitaSyncException::class)
    public fun trimpOfThresholdHour(
        seconds: List<Double>,
        heartRates: List<Double>,
        rest: Double,
        max: Double,
        coefficients: TrimpCoefficients,
        thresholdHeartRate: Double,
    ): Double =
        answer(
            "trimp_of_threshold_hour",
            "seconds" to given(seconds),
            "heart_rates" to given(heartRates),
            "rest" to given(rest),
            "max" to given(max),
            "coefficients" to given(coefficients),
            "threshold_heart_rate" to given(thresholdHeartRate),
        )

    /** Returns Edwards' training impulse. `seconds` say how long each heart rate held. */
    @Throws(VitaSyncException::class)
    public fun edwardsTrimp(
        seconds: List<Double>,
        heartRates: List<Double>,
        maxHeartRate: Double,
    ): Double =
        answer(
            "edwards_trimp",
            "seconds" to given(seconds),
            "heart_rates" to given(heartRates),
            "max_heart_rate" to given(maxHeartRate),
        )

    /** Returns Lucia's training impulse. `seconds` say how long each heart rate held. */
    @Throws(VitaSyncException::class)
    public fun luciaTrimp(
        seconds: List<Double>,
        heartRates: List<Double>,
        firstThreshold: Double,
        secondThreshold: Double,
    ): Double =
        answer(
            "lucia_trimp",
            "seconds" to given(seconds),
            "heart_rates" to given(heartRates),
            "first_threshold" to given(firstThreshold),
            "second_threshold" to given(secondThreshold),
        )

    /** Returns the load of a session. */
    @Throws(VitaSyncException::class)
    public fun sessionRpe(
        minutes: Double,
        rating: Double,
    ): Double =
        answer(
            "session_rpe",
            "minutes" to given(minutes),
            "rating" to given(rating),
        )

    /** Returns the normalised power of a session, of one value per second. */
    @Throws(VitaSyncException::class)
    public fun normalisedPower(
        watts: List<Double?>,
        windows: PowerWindows = PowerWindows.Full,
    ): NormalisedPower =
        answer(
            "normalised_power",
            "watts" to given(watts),
            "windows" to given(windows),
        )

    /** Returns normalised power over the threshold power. */
    @Throws(VitaSyncException::class)
    public fun intensityFactor(
        watts: List<Double?>,
        windows: PowerWindows = PowerWindows.Full,
        thresholdWatts: Double,
    ): Double =
        answer(
            "intensity_factor",
            "watts" to given(watts),
            "windows" to given(windows),
            "threshold_watts" to given(thresholdWatts),
        )

    /** Returns the best of each duration that fits, in the order they are asked for. */
    @Throws(VitaSyncException::class)
    public fun powerCurve(
        watts: List<Double?>,
        durationsS: List<Long>? = null,
    ): List<BestPower> =
        answer(
            "power_curve",
            "watts" to given(watts),
            "durations_s" to given(durationsS),
        )

    /** Returns the training stress score of a ride, from one power a second. */
    @Throws(VitaSyncException::class)
    public fun powerStressScore(
        watts: List<Double?>,
        windows: PowerWindows = PowerWindows.Full,
        thresholdWatts: Double,
    ): StressScore =
        answer(
            "power_stress_score",
            "watts" to given(watts),
            "windows" to given(windows),
            "threshold_watts" to given(thresholdWatts),
        )

    /** Returns the training stress score of a run, from its pace on the flat. */
    @Throws(VitaSyncException::class)
    public fun paceStressScore(
        run: List<RunStretch>,
        thresholdSpeed: Double,
    ): StressScore =
        answer(
            "pace_stress_score",
            "run" to given(run),
            "threshold_speed" to given(thresholdSpeed),
        )

    /** Returns the speed on the flat that costs as much as a speed on a grade, in metres per second. */
    @Throws(VitaSyncException::class)
    public fun flatEquivalentSpeed(
        speed: Double,
        grade: Double,
    ): Double =
        answer(
            "flat_equivalent_speed",
            "speed" to given(speed),
            "grade" to given(grade),
        )

    /** Returns chronic load, acute load and balance of every day. */
    @Throws(VitaSyncException::class)
    public fun trainingLoad(
        first: String,
        days: List<Double?>,
        constants: LoadConstants? = null,
    ): List<TrainingLoad> =
        answer(
            "training_load",
            "first" to given(first),
            "days" to given(days),
            "constants" to given(constants),
        )

    /** Makes a known rest day of every day without a load on which a device was worn. */
    @Throws(VitaSyncException::class)
    public fun withRestDays(
        first: String,
        days: List<Double?>,
        worn: List<String>,
    ): Daily =
        answer(
            "with_rest_days",
            "first" to given(first),
            "days" to given(days),
            "worn" to given(worn),
        )

    /** Returns the expected performance after each day. */
    @Throws(VitaSyncException::class)
    public fun expectedPerformance(
        days: List<Double?>,
        parameters: ImpulseResponse,
    ): List<Double?> =
        answer(
            "expected_performance",
            "days" to given(days),
            "parameters" to given(parameters),
        )

    /** Compares the load of the last 7 days given with that of the days before. */
    @Throws(VitaSyncException::class)
    public fun loadRatio(
        days: List<Double?>,
    ): LoadRatio =
        answer(
            "load_ratio",
            "days" to given(days),
        )

    /** Returns monotony and strain of the last seven days given. */
    @Throws(VitaSyncException::class)
    public fun monotony(
        days: List<Double?>,
    ): Monotony =
        answer(
            "monotony",
            "days" to given(days),
        )

    /** Returns monotony with the standard deviation of a population, as some programs compute it. */
    @Throws(VitaSyncException::class)
    public fun populationMonotony(
        days: List<Double?>,
    ): Double =
        answer(
            "population_monotony",
            "days" to given(days),
        )

    /** Judges a morning by signals against what is usual for the person. The weights need not add up to 1. */
    @Throws(VitaSyncException::class)
    public fun readiness(
        signals: Map<ReadinessSignal, Daily>,
        date: String,
        weights: Map<ReadinessSignal, Double>? = null,
    ): Readiness =
        answer(
            "readiness",
            "signals" to given(signals),
            "date" to given(date),
            "weights" to given(weights),
        )

    /**
     * Estimates by the ratio of maximal to resting heart rate. Both must be measured; from a predicted maximum the ratio says
     * little.
     */
    @Throws(VitaSyncException::class)
    public fun vo2MaxByHeartRateRatio(
        rest: Double,
        max: Double,
    ): Double =
        answer(
            "vo2_max_by_heart_rate_ratio",
            "rest" to given(rest),
            "max" to given(max),
        )

    /** Estimates by Cooper's test: the metres run in 12 minutes. */
    @Throws(VitaSyncException::class)
    public fun vo2MaxByCooper(
        metres: Double,
    ): Double =
        answer(
            "vo2_max_by_cooper",
            "metres" to given(metres),
        )

    /** Estimates by an all-out race: VDOT. */
    @Throws(VitaSyncException::class)
    public fun vo2MaxByRace(
        metres: Double,
        seconds: Double,
    ): Double =
        answer(
            "vo2_max_by_race",
            "metres" to given(metres),
            "seconds" to given(seconds),
        )

    /** Estimates by what a person says: the activity rating is NASA's, from 0 (avoids exertion) to 7 (runs over 10 miles a week). */
    @Throws(VitaSyncException::class)
    public fun vo2MaxByQuestionnaire(
        sex: Sex,
        ageYears: Double,
        bodyMassIndex: Double,
        activityRating: Double,
    ): Double =
        answer(
            "vo2_max_by_questionnaire",
            "sex" to given(sex),
            "age_years" to given(ageYears),
            "body_mass_index" to given(bodyMassIndex),
            "activity_rating" to given(activityRating),
        )

    /** Returns the oxygen uptake of steady running or walking at a speed in m/s and a grade (metres up per metre). */
    @Throws(VitaSyncException::class)
    public fun oxygenUptake(
        gait: Gait,
        speed: Double,
        grade: Double,
    ): Double =
        answer(
            "oxygen_uptake",
            "gait" to given(gait),
            "speed" to given(speed),
            "grade" to given(grade),
        )

    /** Predicts the time for another distance by Riegel's law. */
    @Throws(VitaSyncException::class)
    public fun raceByRiegel(
        metres: Double,
        seconds: Double,
        otherMetres: Double,
        exponent: Double = 1.06,
    ): RacePrediction =
        answer(
            "race_by_riegel",
            "metres" to given(metres),
            "seconds" to given(seconds),
            "other_metres" to given(otherMetres),
            "exponent" to given(exponent),
        )

    /** Predicts the time for another distance by equal VDOT. */
    @Throws(VitaSyncException::class)
    public fun raceByVdot(
        metres: Double,
        seconds: Double,
        otherMetres: Double,
    ): RacePrediction =
        answer(
            "race_by_vdot",
            "metres" to given(metres),
            "seconds" to given(seconds),
            "other_metres" to given(otherMetres),
        )

    /** Finds the fastest stretch of a distance. `distances` are metres since the start, at `seconds` from any moment. */
    @Throws(VitaSyncException::class)
    public fun bestEffort(
        seconds: List<Double>,
        distances: List<Double>,
        metres: Double,
        maxSpeed: Double = 12.5,
    ): BestEffort =
        answer(
            "best_effort",
            "seconds" to given(seconds),
            "distances" to given(distances),
            "metres" to given(metres),
            "max_speed" to given(maxSpeed),
        )

    /** Returns the records among efforts at one thing in order of time; the last of them stands. */
    @Throws(VitaSyncException::class)
    public fun records(
        efforts: List<Effort>,
        better: Better,
    ): List<PersonalRecord> =
        answer(
            "records",
            "efforts" to given(efforts),
            "better" to given(better),
        )

    /** Counts active minutes. `seconds` say how long each intensity, in MET, held. */
    @Throws(VitaSyncException::class)
    public fun activeMinutes(
        seconds: List<Double>,
        mets: List<Double>,
    ): ActiveMinutes =
        answer(
            "active_minutes",
            "seconds" to given(seconds),
            "mets" to given(mets),
        )

    /** Adds up MET minutes. `seconds` say how long each intensity, in MET, held. */
    @Throws(VitaSyncException::class)
    public fun metMinutes(
        seconds: List<Double>,
        mets: List<Double>,
    ): Double =
        answer(
            "met_minutes",
            "seconds" to given(seconds),
            "mets" to given(mets),
        )

    /** Compares the last seven of the days given with the advice for adults; `None` is a day of which nothing is known. */
    @Throws(VitaSyncException::class)
    public fun activityWeek(
        days: List<ActiveMinutes?>,
        ageYears: Long,
    ): ActivityWeek =
        answer(
            "activity_week",
            "days" to given(days),
            "age_years" to given(ageYears),
        )

    /** Returns the METs that walking at a cadence reaches at least, for people from 21 to 40 years. */
    @Throws(VitaSyncException::class)
    public fun leastMetsOfCadence(
        stepsPerMinute: Double,
        ageYears: Long,
    ): Double =
        answer(
            "least_mets_of_cadence",
            "steps_per_minute" to given(stepsPerMinute),
            "age_years" to given(ageYears),
        )

    /** Returns how much of the time there are readings. */
    @Throws(VitaSyncException::class)
    public fun glucoseWear(
        readings: List<GlucoseReading>,
    ): SensorWear =
        answer(
            "glucose_wear",
            "readings" to given(readings),
        )

    /** Sums up a trace. */
    @Throws(VitaSyncException::class)
    public fun glucoseSummary(
        readings: List<GlucoseReading>,
    ): GlucoseSummary =
        answer(
            "glucose_summary",
            "readings" to given(readings),
        )

    /** Weighs the readings of a trace. */
    @Throws(VitaSyncException::class)
    public fun glucoseRisk(
        readings: List<GlucoseReading>,
    ): GlucoseRisk =
        answer(
            "glucose_risk",
            "readings" to given(readings),
        )

    /** Returns the mean amplitude of the excursions of a trace. */
    @Throws(VitaSyncException::class)
    public fun mage(
        readings: List<GlucoseReading>,
    ): Mage =
        answer(
            "mage",
            "readings" to given(readings),
        )

    /** Returns how much the glucose of a trace changes. */
    @Throws(VitaSyncException::class)
    public fun glucoseVariability(
        readings: List<GlucoseReading>,
    ): GlucoseVariability =
        answer(
            "glucose_variability",
            "readings" to given(readings),
        )

    /** Returns the mean of daily differences of a trace, in mg/dL. */
    @Throws(VitaSyncException::class)
    public fun modd(
        readings: List<GlucoseReading>,
    ): Double =
        answer(
            "modd",
            "readings" to given(readings),
        )

    /** Returns the standard deviation of daily differences of a trace, in mg/dL. */
    @Throws(VitaSyncException::class)
    public fun conga(
        readings: List<GlucoseReading>,
    ): Double =
        answer(
            "conga",
            "readings" to given(readings),
        )

    /** Returns the mean absolute change of a trace, in mg/dL per hour. */
    @Throws(VitaSyncException::class)
    public fun mag(
        readings: List<GlucoseReading>,
    ): Double =
        answer(
            "mag",
            "readings" to given(readings),
        )

    /** Returns the glycemic variability percentage of a trace: how much longer its line is than a flat one. */
    @Throws(VitaSyncException::class)
    public fun gvp(
        readings: List<GlucoseReading>,
    ): Double =
        answer(
            "gvp",
            "readings" to given(readings),
        )

    /** Returns the profile in slots of so many minutes. */
    @Throws(VitaSyncException::class)
    public fun glucoseProfile(
        readings: List<GlucoseReading>,
        slotMinutes: Long,
    ): List<GlucoseSlot> =
        answer(
            "glucose_profile",
            "readings" to given(readings),
            "slot_minutes" to given(slotMinutes),
        )

    /** Returns the energy of a day at rest by Mifflin and St Jeor, in kilocalories. */
    @Throws(VitaSyncException::class)
    public fun mifflin(
        weightKg: Double,
        heightM: Double,
        ageYears: Double,
        sex: Sex? = null,
    ): Double =
        answer(
            "mifflin",
            "weight_kg" to given(weightKg),
            "height_m" to given(heightM),
            "age_years" to given(ageYears),
            "sex" to given(sex),
        )

    /** Returns the energy of a day at rest by Harris and Benedict, as Roza and Shizgal revised it, in kilocalories. */
    @Throws(VitaSyncException::class)
    public fun harrisBenedict(
        weightKg: Double,
        heightM: Double,
        ageYears: Double,
        sex: Sex? = null,
    ): Double =
        answer(
            "harris_benedict",
            "weight_kg" to given(weightKg),
            "height_m" to given(heightM),
            "age_years" to given(ageYears),
            "sex" to given(sex),
        )

    /** Returns the resting energy by Katch and McArdle, of lean mass in kilograms. */
    @Throws(VitaSyncException::class)
    public fun katchMcardle(
        leanKg: Double,
    ): Double =
        answer(
            "katch_mcardle",
            "lean_kg" to given(leanKg),
        )

    /** Returns the resting energy by Cunningham, of lean mass in kilograms. */
    @Throws(VitaSyncException::class)
    public fun cunningham(
        leanKg: Double,
    ): Double =
        answer(
            "cunningham",
            "lean_kg" to given(leanKg),
        )

    /** Returns the energy of a day from that at rest and how active the day is. */
    @Throws(VitaSyncException::class)
    public fun energyOfActivityLevel(
        restingKcal: Double,
        level: ActivityLevel,
    ): Double =
        answer(
            "energy_of_activity_level",
            "resting_kcal" to given(restingKcal),
            "level" to given(level),
        )

    /**
     * Returns the energy of a day from that at rest and the active energy a device measured, with a tenth of the whole for
     * digestion.
     */
    @Throws(VitaSyncException::class)
    public fun energyOfActiveEnergy(
        restingKcal: Double,
        activeKcal: Double,
    ): Double =
        answer(
            "energy_of_active_energy",
            "resting_kcal" to given(restingKcal),
            "active_kcal" to given(activeKcal),
        )

    /** Returns energy eaten less energy spent, of days on which both are known. Both series begin on `first`. */
    @Throws(VitaSyncException::class)
    public fun energyBalance(
        first: String,
        intake: List<Double?>,
        expenditure: List<Double?>,
        leastIntake: Double,
    ): EnergyBalance =
        answer(
            "energy_balance",
            "first" to given(first),
            "intake" to given(intake),
            "expenditure" to given(expenditure),
            "least_intake" to given(leastIntake),
        )

    /** Estimates the balance in kcal per day from how weight, in kilograms, changes. */
    @Throws(VitaSyncException::class)
    public fun balanceByWeight(
        first: String,
        days: List<Double?>,
    ): Double =
        answer(
            "balance_by_weight",
            "first" to given(first),
            "days" to given(days),
        )

    /** Returns the body mass index in kg/m². */
    @Throws(VitaSyncException::class)
    public fun bodyMassIndex(
        weightKg: Double,
        heightM: Double,
    ): Double =
        answer(
            "body_mass_index",
            "weight_kg" to given(weightKg),
            "height_m" to given(heightM),
        )

    /** Names a body mass index by the categories for adults; `asian` takes the action points for Asian populations. */
    @Throws(VitaSyncException::class)
    public fun bodyMassCategory(
        bodyMassIndex: Double,
        ageYears: Long? = null,
        asian: Boolean = false,
    ): ThresholdLabel =
        answer(
            "body_mass_category",
            "body_mass_index" to given(bodyMassIndex),
            "age_years" to given(ageYears),
            "asian" to given(asian),
        )

    /** Returns the fat-free mass index. */
    @Throws(VitaSyncException::class)
    public fun fatFreeMassIndex(
        leanKg: Double,
        heightM: Double,
    ): FatFreeMassIndex =
        answer(
            "fat_free_mass_index",
            "lean_kg" to given(leanKg),
            "height_m" to given(heightM),
        )

    /** Returns the waist as a share of the height. */
    @Throws(VitaSyncException::class)
    public fun waistToHeight(
        waistM: Double,
        heightM: Double,
    ): Double =
        answer(
            "waist_to_height",
            "waist_m" to given(waistM),
            "height_m" to given(heightM),
        )

    /** Estimates body fat in percent from girths, as the US Navy does; off by 3 to 4 points. */
    @Throws(VitaSyncException::class)
    public fun navyBodyFat(
        girths: Girths,
        heightM: Double,
        sex: Sex? = null,
    ): Double =
        answer(
            "navy_body_fat",
            "girths" to given(girths),
            "height_m" to given(heightM),
            "sex" to given(sex),
        )

    /** Estimates the lean mass of an adult in kilograms, by Boer. */
    @Throws(VitaSyncException::class)
    public fun leanMass(
        weightKg: Double,
        heightM: Double,
        sex: Sex,
    ): Double =
        answer(
            "lean_mass",
            "weight_kg" to given(weightKg),
            "height_m" to given(heightM),
            "sex" to given(sex),
        )

    /** Estimates the body's surface in m², by Du Bois. */
    @Throws(VitaSyncException::class)
    public fun bodySurface(
        weightKg: Double,
        heightM: Double,
    ): Double =
        answer(
            "body_surface",
            "weight_kg" to given(weightKg),
            "height_m" to given(heightM),
        )

    /** Returns the fitness age for a maximal oxygen uptake in mL/kg/min. */
    @Throws(VitaSyncException::class)
    public fun fitnessAge(
        vo2Max: Double,
        ageYears: Long,
        sex: Sex? = null,
    ): FitnessAge =
        answer(
            "fitness_age",
            "vo2_max" to given(vo2Max),
            "age_years" to given(ageYears),
            "sex" to given(sex),
        )

    /** Returns the adequate volume of drinks for an adult in mL a day. */
    @Throws(VitaSyncException::class)
    public fun adequateDrinks(
        ageYears: Long? = null,
        sex: Sex? = null,
    ): Double =
        answer(
            "adequate_drinks",
            "age_years" to given(ageYears),
            "sex" to given(sex),
        )

    /** Compares what was drunk with a target, in mL a day. */
    @Throws(VitaSyncException::class)
    public fun hydration(
        first: String,
        days: List<Double?>,
        targetMl: Double,
    ): Hydration =
        answer(
            "hydration",
            "first" to given(first),
            "days" to given(days),
            "target_ml" to given(targetMl),
        )

    /** Compares the stress score of a day with those of the days before. */
    @Throws(VitaSyncException::class)
    public fun relativeStress(
        metric: Metric,
        first: String,
        days: List<Double?>,
        date: String,
    ): RelativeStress =
        answer(
            "relative_stress",
            "metric" to given(metric),
            "first" to given(first),
            "days" to given(days),
            "date" to given(date),
        )

    /** Returns the scores of the day the evidence ends on. */
    @Throws(VitaSyncException::class)
    public fun scores(
        known: Known,
    ): Scores =
        answer(
            "scores",
            "known" to given(known),
        )

    /** Judges readiness by what is known of a person, against their own usual. */
    @Throws(VitaSyncException::class)
    public fun knownReadiness(
        known: Known,
    ): Readiness =
        answer(
            "known_readiness",
            "known" to given(known),
        )

    /** Returns the active minutes of the week that ends on the date. */
    @Throws(VitaSyncException::class)
    public fun knownActiveWeek(
        known: Known,
    ): ActivityWeek =
        answer(
            "known_active_week",
            "known" to given(known),
        )

    /** Returns daily training loads, and what they rest on. */
    @Throws(VitaSyncException::class)
    public fun knownLoads(
        known: Known,
    ): Loads =
        answer(
            "known_loads",
            "known" to given(known),
        )

    /** Asks the insights that are not refused, or those of some names. */
    @Throws(VitaSyncException::class)
    public fun insights(
        known: Known,
        ids: List<String>? = null,
    ): List<Insight> =
        answer(
            "insights",
            "known" to given(known),
            "ids" to given(ids),
        )

    /** Lists what can be asked of a person, and what is refused and why. */
    @Throws(VitaSyncException::class)
    public fun insightDefinitions(): List<InsightDefinition> =
        answer(
            "insight_definitions",
        )

    /** Finds what has been unusual in the last days, by metric. */
    @Throws(VitaSyncException::class)
    public fun unusual(
        known: Known,
        days: Long,
    ): List<Unusual> =
        answer(
            "unusual",
            "known" to given(known),
            "days" to given(days),
        )

    /** Sums up what is known of a person in so many tokens, for a language model. */
    @Throws(VitaSyncException::class)
    public fun context(
        known: Known,
        budget: Long = 2000,
    ): HealthContext =
        answer(
            "context",
            "known" to given(known),
            "budget" to given(budget),
        )

    /** Writes the same as `context` as Markdown. */
    @Throws(VitaSyncException::class)
    public fun contextMarkdown(
        known: Known,
        budget: Long = 2000,
    ): String =
        answer(
            "context_markdown",
            "known" to given(known),
            "budget" to given(budget),
        )

    /** Lists every method with its version, its source and the least data it answers from. */
    @Throws(VitaSyncException::class)
    public fun methods(): List<Method> =
        answer(
            "methods",
        )
}
