// Written from the questions of vitasync-core by a test; do not edit.

import Foundation

/// What counts of an activity or a day.
public struct ActiveMinutes: Codable, Hashable, Sendable {
    /// Minutes from 3 to 6 MET.
    public var moderateMinutes: Double
    /// Minutes from 6 MET.
    public var vigorousMinutes: Double

    public init(moderateMinutes: Double, vigorousMinutes: Double) {
        self.moderateMinutes = moderateMinutes
        self.vigorousMinutes = vigorousMinutes
    }

    private enum CodingKeys: String, CodingKey {
        case moderateMinutes = "moderate_minutes"
        case vigorousMinutes = "vigorous_minutes"
    }
}

/// Where a week lies.
public enum ActivityGuidance: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case below
    case within
    case above
}

/// How active a day is: its physical activity level, energy of the day over that at rest (FAO/WHO/UNU 2004).
public enum ActivityLevel: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case sedentary
    case active
    case vigorous
}

/// How a week compares with the advice.
public struct ActivityWeek: Codable, Hashable, Sendable {
    /// Minutes from 3 to 6 MET.
    public var moderateMinutes: Double
    /// Minutes from 6 MET.
    public var vigorousMinutes: Double
    /// The minutes of moderate activity that are worth as much.
    public var equivalentMinutes: Double
    /// Where that lies.
    public var guidance: ActivityGuidance
    /// How many of the seven days are known; what the others held comes on top.
    public var knownDays: Int

    public init(moderateMinutes: Double, vigorousMinutes: Double, equivalentMinutes: Double, guidance: ActivityGuidance, knownDays: Int) {
        self.moderateMinutes = moderateMinutes
        self.vigorousMinutes = vigorousMinutes
        self.equivalentMinutes = equivalentMinutes
        self.guidance = guidance
        self.knownDays = knownDays
    }

    private enum CodingKeys: String, CodingKey {
        case moderateMinutes = "moderate_minutes"
        case vigorousMinutes = "vigorous_minutes"
        case equivalentMinutes = "equivalent_minutes"
        case guidance
        case knownDays = "known_days"
    }
}

/// Where the week lies.
public enum AgainstUsual: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case below
    case within
    case above
}

/// The time that is asked about.
public struct AggregateWindow: Codable, Hashable, Sendable {
    /// The first.
    public var from: String
    /// The last.
    public var to: String

    public init(from: String, to: String) {
        self.from = from
        self.to = to
    }

    private enum CodingKeys: String, CodingKey {
        case from
        case to
    }
}

/// Values per bucket of time.
public struct Aggregated: Codable, Hashable, Sendable {
    /// Who measured; buckets name them by their place here.
    public var sources: [Source]
    /// The buckets that have data, in order of time.
    public var buckets: [BucketValue]

    public init(sources: [Source], buckets: [BucketValue]) {
        self.sources = sources
        self.buckets = buckets
    }

    private enum CodingKeys: String, CodingKey {
        case sources
        case buckets
    }
}

/// Two series that go together.
public struct Association: Codable, Hashable, Sendable {
    /// The place of the one in the list of series.
    public var a: Int
    /// The place of the other.
    public var b: Int
    /// How many days `b` comes after `a`; below 0 it comes before.
    public var lagDays: Int
    /// How many pairs of days there are.
    public var n: Int
    /// How many independent pairs these are worth.
    public var nEffective: Double
    /// The correlation of ranks, from −1 to 1.
    public var spearman: Double
    /// The correlation of values, from −1 to 1.
    public var pearson: Double
    /// The chance of it between unrelated series.
    public var p: Double
    /// The same after the correction for all tests.
    public var q: Double
    /// How strong it is.
    public var strength: AssociationStrength
    /// Whether trends were taken out first.
    public var detrended: Bool
    /// What it says in plain words.
    public var sentence: String

    public init(a: Int, b: Int, lagDays: Int, n: Int, nEffective: Double, spearman: Double, pearson: Double, p: Double, q: Double, strength: AssociationStrength, detrended: Bool, sentence: String) {
        self.a = a
        self.b = b
        self.lagDays = lagDays
        self.n = n
        self.nEffective = nEffective
        self.spearman = spearman
        self.pearson = pearson
        self.p = p
        self.q = q
        self.strength = strength
        self.detrended = detrended
        self.sentence = sentence
    }

    private enum CodingKeys: String, CodingKey {
        case a
        case b
        case lagDays = "lag_days"
        case n
        case nEffective = "n_effective"
        case spearman
        case pearson
        case p
        case q
        case strength
        case detrended
        case sentence
    }
}

/// How strong a correlation is.
public enum AssociationStrength: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case weak
    case moderate
    case strong
    case veryStrong = "very_strong"
}

/// What has been usual before a day.
public struct Baseline: Codable, Hashable, Sendable {
    /// How many values there are.
    public var n: Int
    /// The middle value.
    public var median: Double
    /// The median absolute deviation from the median, as it is.
    public var mad: Double
    /// What a standard deviation would be if the usual values are normal; always above 0.
    public var sigma: Double
    /// What sigma is made from.
    public var basis: SpreadBasis
    /// The first day of the window.
    public var from: String
    /// Its last day.
    public var to: String

    public init(n: Int, median: Double, mad: Double, sigma: Double, basis: SpreadBasis, from: String, to: String) {
        self.n = n
        self.median = median
        self.mad = mad
        self.sigma = sigma
        self.basis = basis
        self.from = from
        self.to = to
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case median
        case mad
        case sigma
        case basis
        case from
        case to
    }
}

/// How many days a baseline looks back.
public enum BaselineWindow: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case _7d = "7d"
    case _14d = "14d"
    case _30d = "30d"
    case _60d = "60d"
    case _90d = "90d"
}

/// Which beats are not as they should be, counted from 0 through all runs; beat 0 begins the first interval of the first
/// run, and every run has a beat more than intervals.
public struct BeatFaults: Codable, Hashable, Sendable {
    /// Beats that come too early or too late and are followed by a pause or a hurry.
    public var ectopic: [Int]
    /// Beats before which one was missed.
    public var missed: [Int]
    /// Beats that were none.
    public var extra: [Int]
    /// Beats that end an interval too long or too short.
    public var misplaced: [Int]

    public init(ectopic: [Int], missed: [Int], extra: [Int], misplaced: [Int]) {
        self.ectopic = ectopic
        self.missed = missed
        self.extra = extra
        self.misplaced = misplaced
    }

    private enum CodingKeys: String, CodingKey {
        case ectopic
        case missed
        case extra
        case misplaced
    }
}

/// The fastest stretch.
public struct BestEffort: Codable, Hashable, Sendable {
    /// How long it took, in seconds.
    public var seconds: Double
    /// When it began, on the clock of the samples; of equally fast ones the first.
    public var start: Double

    public init(seconds: Double, start: Double) {
        self.seconds = seconds
        self.start = start
    }

    private enum CodingKeys: String, CodingKey {
        case seconds
        case start
    }
}

/// The best of one duration.
public struct BestPower: Codable, Hashable, Sendable {
    /// The duration in seconds.
    public var seconds: Int
    /// The mean power in watts.
    public var watts: Double
    /// The second at which it begins; of equal ones the first.
    public var start: Int

    public init(seconds: Int, watts: Double, start: Int) {
        self.seconds = seconds
        self.watts = watts
        self.start = start
    }

    private enum CodingKeys: String, CodingKey {
        case seconds
        case watts
        case start
    }
}

/// Which of two values is better.
public enum Better: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case higher
    case lower
}

/// What readings come to.
public struct BloodPressure: Codable, Hashable, Sendable {
    /// How many readings there are.
    public var n: Int
    /// On how many days.
    public var days: Int
    /// The mean of the upper values.
    public var systolic: Double
    /// The mean of the lower values.
    public var diastolic: Double
    /// What the means are called.
    public var category: BloodPressureCategory

    public init(n: Int, days: Int, systolic: Double, diastolic: Double, category: BloodPressureCategory) {
        self.n = n
        self.days = days
        self.systolic = systolic
        self.diastolic = diastolic
        self.category = category
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case days
        case systolic
        case diastolic
        case category
    }
}

/// A category, of either guideline.
public enum BloodPressureCategory: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case usual
    case elevated
    case stage1
    case stage2
    case severe
}

/// Whose categories.
public enum BloodPressureGuideline: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case accAha2017 = "acc_aha2017"
    case esc2024
}

/// One reading in mmHg.
public struct BloodPressureReading: Codable, Hashable, Sendable {
    /// The day.
    public var date: String
    /// The upper value.
    public var systolic: Double
    /// The lower value.
    public var diastolic: Double

    public init(date: String, systolic: Double, diastolic: Double) {
        self.date = date
        self.systolic = systolic
        self.diastolic = diastolic
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case systolic
        case diastolic
    }
}

/// How much time one value covers.
public enum Bucket: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case minute
    case _5min = "5min"
    case _15min = "15min"
    case hour
    case day
    case week
    case month
}

/// What a bucket's value is made from.
public enum BucketBasis: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case intervals
    case providerTotal = "provider_total"
    case samples
    case mixed
}

/// What the values of one bucket come to.
public struct BucketValue: Codable, Hashable, Sendable {
    /// The first instant of the bucket by the person's clock, also where the window begins inside it.
    public var start: String
    /// The end of the bucket, exclusive. Equal to the start for a date the person's clock has skipped.
    public var end: String
    /// The civil date on which it begins: the day, the week's first, the month's first.
    public var date: String
    /// The one value, by the metric's `Aggregation`. Of a category whose time adds up it is the seconds in all its
    /// values, for sleep stages the seconds asleep; where nothing but time in bed is told there is no bucket.
    public var value: Double
    /// The sum, where values add up.
    public var sum: Double?
    /// The least value, where values do not add up.
    public var min: Double?
    /// The greatest value, where values do not add up.
    public var max: Double?
    /// The mean of the samples, where values do not add up.
    public var mean: Double?
    /// The mean weighted by how long each value held, where the metric asks for it; then it is the value.
    public var timeWeightedMean: Double?
    /// How many samples count.
    public var count: Int
    /// What the value is made from.
    public var basis: BucketBasis
    /// Whose samples count, best source first.
    public var sources: [SourceShare]
    /// What does not count, best source first.
    public var setAside: [SourceShare]
    /// The seconds in each value of a category whose time adds up, as (code, seconds), by code.
    public var categories: [[Double]]
    /// True for a day on which the samples' own offsets differ by three hours or more, or on which the person moved as
    /// far. Its hours need not add up to it.
    public var travelDay: Bool

    public init(start: String, end: String, date: String, value: Double, sum: Double? = nil, min: Double? = nil, max: Double? = nil, mean: Double? = nil, timeWeightedMean: Double? = nil, count: Int, basis: BucketBasis, sources: [SourceShare], setAside: [SourceShare], categories: [[Double]], travelDay: Bool) {
        self.start = start
        self.end = end
        self.date = date
        self.value = value
        self.sum = sum
        self.min = min
        self.max = max
        self.mean = mean
        self.timeWeightedMean = timeWeightedMean
        self.count = count
        self.basis = basis
        self.sources = sources
        self.setAside = setAside
        self.categories = categories
        self.travelDay = travelDay
    }

    private enum CodingKeys: String, CodingKey {
        case start
        case end
        case date
        case value
        case sum
        case min
        case max
        case mean
        case timeWeightedMean = "time_weighted_mean"
        case count
        case basis
        case sources
        case setAside = "set_aside"
        case categories
        case travelDay = "travel_day"
    }
}

/// The person's own time. All are in hours.
public struct Chronotype: Codable, Hashable, Sendable {
    /// By how much mid-sleep on free days is later than on work days; below 0 where it is earlier.
    public var socialJetlag: Double
    /// How long is slept on a mean day of the week.
    public var weekSleep: Double
    /// Mid-sleep on free days, corrected for what is made up for: a time of the clock.
    public var msfSc: Double

    public init(socialJetlag: Double, weekSleep: Double, msfSc: Double) {
        self.socialJetlag = socialJetlag
        self.weekSleep = weekSleep
        self.msfSc = msfSc
    }

    private enum CodingKeys: String, CodingKey {
        case socialJetlag = "social_jetlag"
        case weekSleep = "week_sleep"
        case msfSc = "msf_sc"
    }
}

/// Where times of the clock lie. All are in hours.
public struct Circular: Codable, Hashable, Sendable {
    /// How many there are.
    public var n: Int
    /// The mean, from 0 to below 24.
    public var mean: Double
    /// How close they lie together, from 0 (all around) to 1 (all equal).
    public var resultant: Double
    /// The standard deviation.
    public var sd: Double

    public init(n: Int, mean: Double, resultant: Double, sd: Double) {
        self.n = n
        self.mean = mean
        self.resultant = resultant
        self.sd = sd
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case mean
        case resultant
        case sd
    }
}

/// The identity of a session: 26 characters that its content decides.
public typealias ContentId = String

/// A wave of 24 hours.
public struct Cosinor: Codable, Hashable, Sendable {
    /// How many values it rests on.
    public var n: Int
    /// The level about which it swings.
    public var mesor: Double
    /// How far it swings to either side.
    public var amplitude: Double
    /// When it peaks, a time of the clock in hours.
    public var acrophase: Double
    /// The share of the variance that it explains, from 0 to 1.
    public var explained: Double

    public init(n: Int, mesor: Double, amplitude: Double, acrophase: Double, explained: Double) {
        self.n = n
        self.mesor = mesor
        self.amplitude = amplitude
        self.acrophase = acrophase
        self.explained = explained
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case mesor
        case amplitude
        case acrophase
        case explained
    }
}

/// The two sums so far.
public struct CusumSums: Codable, Hashable, Sendable {
    /// What has gathered above the usual.
    public var high: Double
    /// What has gathered below the usual.
    public var low: Double

    public init(high: Double, low: Double) {
        self.high = high
        self.low = low
    }

    private enum CodingKeys: String, CodingKey {
        case high
        case low
    }
}

/// One value per civil day, from a first day on; `None` is a day without a value. Every value is finite.
public struct Daily: Codable, Hashable, Sendable {
    public var first: String
    public var values: [Double?]

    public init(first: String, values: [Double?]) {
        self.first = first
        self.values = values
    }

    private enum CodingKeys: String, CodingKey {
        case first
        case values
    }
}

/// What is taken away from each segment.
public enum Detrend: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case mean
    case line
}

/// What is known about a device.
public struct Device: Codable, Hashable, Sendable {
    /// The maker, for example `Apple Inc.`.
    public var manufacturer: String?
    /// The model, for example `Watch`.
    public var model: String?
    /// The hardware revision, for example `Watch6,2`.
    public var hardware: String?

    public init(manufacturer: String? = nil, model: String? = nil, hardware: String? = nil) {
        self.manufacturer = manufacturer
        self.model = model
        self.hardware = hardware
    }

    private enum CodingKeys: String, CodingKey {
        case manufacturer
        case model
        case hardware
    }
}

/// What kind of device measured. Declared from the least to the most telling.
public enum DeviceKind: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case unknown
    case app
    case phone
    case band
    case ring
    case watch
    case chestStrap = "chest_strap"
    case bikeComputer = "bike_computer"
    case scale
    case cuff
    case glucoseMeter = "glucose_meter"
}

/// To which side a value lies.
public enum Direction: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case low
    case high
}

/// What was found.
public struct Discovery: Codable, Hashable, Sendable {
    /// How many tests were made, all of which count in the correction.
    public var tests: Int
    /// What holds after the correction, the strongest first.
    public var found: [Association]
    /// What could not be tested.
    public var untested: [Untested]

    public init(tests: Int, found: [Association], untested: [Untested]) {
        self.tests = tests
        self.found = found
        self.untested = untested
    }

    private enum CodingKeys: String, CodingKey {
        case tests
        case found
        case untested
    }
}

/// Which chart to draw.
public enum DriftChart: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case ewma
    case cusum
}

/// What an electrocardiogram holds. Voltages are in microvolts.
public struct EcgSummary: Codable, Hashable, Sendable {
    /// How many samples it has.
    public var n: Int
    /// How long it is, in seconds.
    public var seconds: Double
    /// The lowest voltage.
    public var lowest: Double
    /// The middle voltage, about which it swings.
    public var median: Double
    /// The highest voltage.
    public var highest: Double
    /// From the 1st to the 99th percentile.
    public var amplitude: Double
    /// The share of samples in flat stretches, from 0 to 1.
    public var flat: Double

    public init(n: Int, seconds: Double, lowest: Double, median: Double, highest: Double, amplitude: Double, flat: Double) {
        self.n = n
        self.seconds = seconds
        self.lowest = lowest
        self.median = median
        self.highest = highest
        self.amplitude = amplitude
        self.flat = flat
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case seconds
        case lowest
        case median
        case highest
        case amplitude
        case flat
    }
}

/// How an ectopic beat is told by its neighbours.
public enum EctopicRule: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case malik
    case kamath
    case karlsson
}

/// A value that may be a record.
public struct Effort: Codable, Hashable, Sendable {
    /// When it was.
    public var at: String
    /// How good.
    public var value: Double

    public init(at: String, value: Double) {
        self.at = at
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case at
        case value
    }
}

/// Whether more was eaten than spent.
public struct EnergyBalance: Codable, Hashable, Sendable {
    /// The balance of each day from the first to the last of the window; `None` where intake or expenditure is missing.
    public var days: [Double?]
    /// The mean of the days that have one, in kcal per day.
    public var mean: Double
    /// How many days have one.
    public var n: Int
    /// Their share of the days asked about, from 0 to 1.
    public var dataCompleteness: Double

    public init(days: [Double?], mean: Double, n: Int, dataCompleteness: Double) {
        self.days = days
        self.mean = mean
        self.n = n
        self.dataCompleteness = dataCompleteness
    }

    private enum CodingKeys: String, CodingKey {
        case days
        case mean
        case n
        case dataCompleteness = "data_completeness"
    }
}

/// Findings that are one event.
public struct Episode: Codable, Hashable, Sendable {
    /// The day of its first finding.
    public var start: String
    /// The day of its last finding.
    public var end: String
    /// To which side it lies.
    public var direction: Direction
    /// How urgent it is at its worst.
    public var severity: Severity
    /// How many days have a finding.
    public var days: Int
    /// Of each method its severest finding, the severest first.
    public var evidence: [Finding]
    /// Whether it is over.
    public var resolution: Resolution

    public init(start: String, end: String, direction: Direction, severity: Severity, days: Int, evidence: [Finding], resolution: Resolution) {
        self.start = start
        self.end = end
        self.direction = direction
        self.severity = severity
        self.days = days
        self.evidence = evidence
        self.resolution = resolution
    }

    private enum CodingKeys: String, CodingKey {
        case start
        case end
        case direction
        case severity
        case days
        case evidence
        case resolution
    }
}

/// A workout, as far as days need it.
public struct Exercise: Codable, Hashable, Sendable {
    /// The civil date on which it began.
    public var date: String
    /// The sport.
    public var sport: Sport
    /// How long it lasted without pauses, in minutes.
    public var minutes: Double
    /// The mean heart rate, in beats per minute.
    public var meanHeartRate: Double?

    public init(date: String, sport: Sport, minutes: Double, meanHeartRate: Double? = nil) {
        self.date = date
        self.sport = sport
        self.minutes = minutes
        self.meanHeartRate = meanHeartRate
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case sport
        case minutes
        case meanHeartRate = "mean_heart_rate"
    }
}

/// The lean mass at a height, in kg/m².
public struct FatFreeMassIndex: Codable, Hashable, Sendable {
    /// As it is.
    public var index: Double
    /// As it would be at 1.80 m.
    public var at180Cm: Double

    public init(index: Double, at180Cm: Double) {
        self.index = index
        self.at180Cm = at180Cm
    }

    private enum CodingKeys: String, CodingKey {
        case index
        case at180Cm = "at_180_cm"
    }
}

/// A day that stands out.
public struct Finding: Codable, Hashable, Sendable {
    /// The day.
    public var date: String
    /// Its value.
    public var value: Double
    /// What is usual, where that is one number.
    public var expected: Double?
    /// How far it is from that, in the method's own measure.
    public var score: Double?
    /// To which side.
    public var direction: Direction
    /// How urgent it is to look.
    public var severity: Severity
    /// The `Method` that says so.
    public var method: String
    /// Why, in plain words.
    public var evidence: String

    public init(date: String, value: Double, expected: Double? = nil, score: Double? = nil, direction: Direction, severity: Severity, method: String, evidence: String) {
        self.date = date
        self.value = value
        self.expected = expected
        self.score = score
        self.direction = direction
        self.severity = severity
        self.method = method
        self.evidence = evidence
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case value
        case expected
        case score
        case direction
        case severity
        case method
        case evidence
    }
}

/// What a method says of a series.
public struct Findings: Codable, Hashable, Sendable {
    /// How many days could be judged; at least one.
    public var judged: Int
    /// Those that stand out, in order of time.
    public var findings: [Finding]

    public init(judged: Int, findings: [Finding]) {
        self.judged = judged
        self.findings = findings
    }

    private enum CodingKeys: String, CodingKey {
        case judged
        case findings
    }
}

/// Of which age an oxygen uptake is the mean.
public struct FitnessAge: Codable, Hashable, Sendable {
    /// Of this many years.
    public var years: Double
    /// One of `years`, `at_most`, `at_least`.
    public var kind: String

    public init(years: Double, kind: String) {
        self.years = years
        self.kind = kind
    }

    private enum CodingKeys: String, CodingKey {
        case years
        case kind
    }
}

/// The power in the bands, in ms².
public struct FrequencyBands: Codable, Hashable, Sendable {
    /// Very low frequency; none where segments are shorter than 300 s.
    public var vlf: Double?
    /// Low frequency.
    public var lf: Double
    /// High frequency.
    public var hf: Double
    /// All of the above that are answered.
    public var total: Double
    /// LF divided by HF; none where HF is 0.
    public var lfHf: Double?
    /// LF in per cent of LF and HF; none where both are 0.
    public var lfNu: Double?
    /// HF in per cent of LF and HF; none where both are 0.
    public var hfNu: Double?

    public init(vlf: Double? = nil, lf: Double, hf: Double, total: Double, lfHf: Double? = nil, lfNu: Double? = nil, hfNu: Double? = nil) {
        self.vlf = vlf
        self.lf = lf
        self.hf = hf
        self.total = total
        self.lfHf = lfHf
        self.lfNu = lfNu
        self.hfNu = hfNu
    }

    private enum CodingKeys: String, CodingKey {
        case vlf
        case lf
        case hf
        case total
        case lfHf = "lf_hf"
        case lfNu = "lf_nu"
        case hfNu = "hf_nu"
    }
}

/// How somebody moves on foot.
public enum Gait: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case running
    case walking
}

/// The shape of the histogram.
public struct Geometry: Codable, Hashable, Sendable {
    /// How many intervals it holds.
    public var n: Int
    /// All intervals divided by those of the fullest bin.
    public var triangularIndex: Double
    /// The base of the best triangle, in milliseconds; none where one bin holds all.
    public var tinn: Double?

    public init(n: Int, triangularIndex: Double, tinn: Double? = nil) {
        self.n = n
        self.triangularIndex = triangularIndex
        self.tinn = tinn
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case triangularIndex = "triangular_index"
        case tinn
    }
}

/// Sizes around the body in metres, for the estimate of fat.
public struct Girths: Codable, Hashable, Sendable {
    /// Of the waist.
    public var waistM: Double
    /// Of the neck.
    public var neckM: Double
    /// Of the hip; asked for of women alone.
    public var hipM: Double?

    public init(waistM: Double, neckM: Double, hipM: Double? = nil) {
        self.waistM = waistM
        self.neckM = neckM
        self.hipM = hipM
    }

    private enum CodingKeys: String, CodingKey {
        case waistM = "waist_m"
        case neckM = "neck_m"
        case hipM = "hip_m"
    }
}

/// The share of readings in each range, in percent. The first five make 100.
public struct GlucoseRanges: Codable, Hashable, Sendable {
    /// Below 54: low, level 2.
    public var veryLow: Double
    /// From 54 to below 70: low, level 1.
    public var low: Double
    /// From 70 to 180.
    public var inRange: Double
    /// Above 180 to 250: high, level 1.
    public var high: Double
    /// Above 250: high, level 2.
    public var veryHigh: Double
    /// From 70 to 140.
    public var tight: Double
    /// From 63 to 140, the target of a pregnancy with type 1 diabetes.
    public var pregnancy: Double

    public init(veryLow: Double, low: Double, inRange: Double, high: Double, veryHigh: Double, tight: Double, pregnancy: Double) {
        self.veryLow = veryLow
        self.low = low
        self.inRange = inRange
        self.high = high
        self.veryHigh = veryHigh
        self.tight = tight
        self.pregnancy = pregnancy
    }

    private enum CodingKeys: String, CodingKey {
        case veryLow = "very_low"
        case low
        case inRange = "in_range"
        case high
        case veryHigh = "very_high"
        case tight
        case pregnancy
    }
}

/// A reading of a sensor.
public struct GlucoseReading: Codable, Hashable, Sendable {
    /// When it was, on the local clock.
    public var at: String
    /// In mg/dL.
    public var value: Double

    public init(at: String, value: Double) {
        self.at = at
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case at
        case value
    }
}

/// How risky glucose was.
public struct GlucoseRisk: Codable, Hashable, Sendable {
    /// The low blood glucose index.
    public var lbgi: Double
    /// The high blood glucose index.
    public var hbgi: Double
    /// The average daily risk range.
    public var adrr: Double
    /// The glycemia risk index, from 0 to 100.
    public var gri: Double
    /// The J-index.
    public var jIndex: Double
    /// The M-value about 90 mg/dL.
    public var mValue: Double
    /// The mean GRADE score, from 0 to 50.
    public var grade: Double
    /// The hypoglycemic index.
    public var hypoIndex: Double
    /// The hyperglycemic index.
    public var hyperIndex: Double
    /// The index of glycemic control.
    public var igc: Double
    /// The continuous glucose monitoring index, from 0 to 100; more is better.
    public var cogi: Double

    public init(lbgi: Double, hbgi: Double, adrr: Double, gri: Double, jIndex: Double, mValue: Double, grade: Double, hypoIndex: Double, hyperIndex: Double, igc: Double, cogi: Double) {
        self.lbgi = lbgi
        self.hbgi = hbgi
        self.adrr = adrr
        self.gri = gri
        self.jIndex = jIndex
        self.mValue = mValue
        self.grade = grade
        self.hypoIndex = hypoIndex
        self.hyperIndex = hyperIndex
        self.igc = igc
        self.cogi = cogi
    }

    private enum CodingKeys: String, CodingKey {
        case lbgi
        case hbgi
        case adrr
        case gri
        case jIndex = "j_index"
        case mValue = "m_value"
        case grade
        case hypoIndex = "hypo_index"
        case hyperIndex = "hyper_index"
        case igc
        case cogi
    }
}

/// A time of day.
public struct GlucoseSlot: Codable, Hashable, Sendable {
    /// When it begins, in minutes after local midnight.
    public var minute: Int
    /// How many readings it has.
    public var n: Int
    /// What they are, where there are enough.
    public var percentiles: Percentiles?

    public init(minute: Int, n: Int, percentiles: Percentiles? = nil) {
        self.minute = minute
        self.n = n
        self.percentiles = percentiles
    }

    private enum CodingKeys: String, CodingKey {
        case minute
        case n
        case percentiles
    }
}

/// What the readings say.
public struct GlucoseSummary: Codable, Hashable, Sendable {
    /// How many readings there are.
    public var n: Int
    /// How much of the time they cover.
    public var wear: SensorWear
    /// The mean, in mg/dL.
    public var mean: Double
    /// The standard deviation, in mg/dL.
    public var sd: Double
    /// The coefficient of variation, in percent.
    public var cvPercent: Double
    /// The middle reading, in mg/dL.
    public var median: Double
    /// The distance of the quartiles, in mg/dL.
    public var iqr: Double
    /// The glucose management indicator, in percent.
    public var gmiPercent: Double
    /// The A1c estimated from the mean by the older formula, in percent.
    public var ea1cPercent: Double
    /// The share of readings in each range.
    public var ranges: GlucoseRanges

    public init(n: Int, wear: SensorWear, mean: Double, sd: Double, cvPercent: Double, median: Double, iqr: Double, gmiPercent: Double, ea1cPercent: Double, ranges: GlucoseRanges) {
        self.n = n
        self.wear = wear
        self.mean = mean
        self.sd = sd
        self.cvPercent = cvPercent
        self.median = median
        self.iqr = iqr
        self.gmiPercent = gmiPercent
        self.ea1cPercent = ea1cPercent
        self.ranges = ranges
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case wear
        case mean
        case sd
        case cvPercent = "cv_percent"
        case median
        case iqr
        case gmiPercent = "gmi_percent"
        case ea1cPercent = "ea1c_percent"
        case ranges
    }
}

/// How much glucose changes.
public struct GlucoseVariability: Codable, Hashable, Sendable {
    /// The mean of daily differences, in mg/dL.
    public var modd: Double
    /// The standard deviation of daily differences, in mg/dL.
    public var conga: Double
    /// The mean absolute change, in mg/dL per hour.
    public var mag: Double
    /// The glycemic variability percentage.
    public var gvpPercent: Double
    /// The standard deviation of the rate of change, in mg/dL per minute.
    public var rateSd: Double
    /// The mean over time, in mg/dL.
    public var timeWeightedMean: Double
    /// How many pairs of moments 24 hours apart the first two rest on.
    public var dayPairs: Int

    public init(modd: Double, conga: Double, mag: Double, gvpPercent: Double, rateSd: Double, timeWeightedMean: Double, dayPairs: Int) {
        self.modd = modd
        self.conga = conga
        self.mag = mag
        self.gvpPercent = gvpPercent
        self.rateSd = rateSd
        self.timeWeightedMean = timeWeightedMean
        self.dayPairs = dayPairs
    }

    private enum CodingKeys: String, CodingKey {
        case modd
        case conga
        case mag
        case gvpPercent = "gvp_percent"
        case rateSd = "rate_sd"
        case timeWeightedMean = "time_weighted_mean"
        case dayPairs = "day_pairs"
    }
}

/// Where a value lies.
public struct Grade: Codable, Hashable, Sendable {
    /// Below what is usual.
    public var severity: Severity?
    /// One of `below`, `usual`, `above`.
    public var side: String

    public init(severity: Severity? = nil, side: String) {
        self.severity = severity
        self.side = side
    }

    private enum CodingKeys: String, CodingKey {
        case severity
        case side
    }
}

/// What is known of a person.
public struct HealthContext: Codable, Hashable, Sendable {
    /// The day it is about.
    public var date: String
    /// What is usual, by metric.
    public var usual: [String: UsualValue]
    /// What changes, the surest first.
    public var changes: [MetricChange]
    /// What is unusual, the most urgent first.
    public var notices: [MetricNotice]
    /// What goes together, the strongest first.
    public var links: [MetricLink]
    /// The scores.
    public var scores: Scores
    /// How many entries had no room, by group.
    public var leftOut: [String: Int]

    public init(date: String, usual: [String: UsualValue], changes: [MetricChange], notices: [MetricNotice], links: [MetricLink], scores: Scores, leftOut: [String: Int]) {
        self.date = date
        self.usual = usual
        self.changes = changes
        self.notices = notices
        self.links = links
        self.scores = scores
        self.leftOut = leftOut
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case usual
        case changes
        case notices
        case links
        case scores
        case leftOut = "left_out"
    }
}

/// How fast the heart rate falls, in beats per minute.
public struct HeartRateRecovery: Codable, Hashable, Sendable {
    /// The rate at the end.
    public var atEnd: Double
    /// The highest rate of the two minutes before.
    public var peak: Double
    /// By how much it has fallen after 60 seconds; below 0 where it rose.
    public var after60S: Double?
    /// By how much it has fallen after 120 seconds.
    public var after120S: Double?

    public init(atEnd: Double, peak: Double, after60S: Double? = nil, after120S: Double? = nil) {
        self.atEnd = atEnd
        self.peak = peak
        self.after60S = after60S
        self.after120S = after120S
    }

    private enum CodingKeys: String, CodingKey {
        case atEnd = "at_end"
        case peak
        case after60S = "after_60_s"
        case after120S = "after_120_s"
    }
}

/// The lower borders of five zones in beats per minute; the fifth has no upper one.
public struct HeartRateZones: Codable, Hashable, Sendable {
    public var lower: [Double]

    public init(lower: [Double]) {
        self.lower = lower
    }

    private enum CodingKeys: String, CodingKey {
        case lower
    }
}

/// A value and how long it held.
public struct Held: Codable, Hashable, Sendable {
    /// How long, in seconds.
    public var seconds: Double
    /// What was measured.
    public var value: Double

    public init(seconds: Double, value: Double) {
        self.seconds = seconds
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case seconds
        case value
    }
}

/// How intervals are put into bins.
public struct HistogramBins: Codable, Hashable, Sendable {
    /// Where a bin begins, in milliseconds.
    public var originMs: Double
    /// How wide each is, in milliseconds; at least 1.
    public var widthMs: Double

    public init(originMs: Double, widthMs: Double) {
        self.originMs = originMs
        self.widthMs = widthMs
    }

    private enum CodingKeys: String, CodingKey {
        case originMs = "origin_ms"
        case widthMs = "width_ms"
    }
}

/// The week that ends on a day, against what is usual.
public struct HrvWeek: Codable, Hashable, Sendable {
    /// The day.
    public var date: String
    /// How many days of the week have a value.
    public var n: Int
    /// How many days what is usual rests on.
    public var nUsual: Int
    /// The mean of the week.
    public var mean: Double
    /// Its coefficient of variation, in per cent of the mean; none where the mean is not above 0.
    public var variation: Double?
    /// From where on it is usual.
    public var low: Double
    /// To where it is usual.
    public var high: Double
    /// Where the week lies.
    public var against: AgainstUsual

    public init(date: String, n: Int, nUsual: Int, mean: Double, variation: Double? = nil, low: Double, high: Double, against: AgainstUsual) {
        self.date = date
        self.n = n
        self.nUsual = nUsual
        self.mean = mean
        self.variation = variation
        self.low = low
        self.high = high
        self.against = against
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case n
        case nUsual = "n_usual"
        case mean
        case variation
        case low
        case high
        case against
    }
}

/// How much was drunk.
public struct Hydration: Codable, Hashable, Sendable {
    /// The mean of the days with a log, in mL.
    public var meanMl: Double
    /// What is compared with, in mL.
    public var targetMl: Double
    /// The share of the target, 1 for all of it.
    public var share: Double
    /// How many days have a log.
    public var n: Int
    /// On how many of them the target was reached.
    public var daysReached: Int
    /// Their share of all days, from 0 to 1.
    public var dataCompleteness: Double

    public init(meanMl: Double, targetMl: Double, share: Double, n: Int, daysReached: Int, dataCompleteness: Double) {
        self.meanMl = meanMl
        self.targetMl = targetMl
        self.share = share
        self.n = n
        self.daysReached = daysReached
        self.dataCompleteness = dataCompleteness
    }

    private enum CodingKeys: String, CodingKey {
        case meanMl = "mean_ml"
        case targetMl = "target_ml"
        case share
        case n
        case daysReached = "days_reached"
        case dataCompleteness = "data_completeness"
    }
}

/// The parameters of a person.
public struct ImpulseResponse: Codable, Hashable, Sendable {
    /// The performance without training.
    public var base: Double
    /// How much fitness adds per load.
    public var fitnessGain: Double
    /// How much fatigue takes per load.
    public var fatigueGain: Double
    /// In how many days fitness fades to 1/e.
    public var fitnessDays: Double
    /// In how many days fatigue fades to 1/e.
    public var fatigueDays: Double

    public init(base: Double, fitnessGain: Double, fatigueGain: Double, fitnessDays: Double, fatigueDays: Double) {
        self.base = base
        self.fitnessGain = fitnessGain
        self.fatigueGain = fatigueGain
        self.fitnessDays = fitnessDays
        self.fatigueDays = fatigueDays
    }

    private enum CodingKeys: String, CodingKey {
        case base
        case fitnessGain = "fitness_gain"
        case fatigueGain = "fatigue_gain"
        case fitnessDays = "fitness_days"
        case fatigueDays = "fatigue_days"
    }
}

/// An insight, or why there is none.
public struct Insight: Codable, Hashable, Sendable {
    /// The stable name.
    public var id: String
    /// What it is about.
    public var category: InsightCategory
    /// What it says; none where there is a reason.
    public var answer: InsightAnswer?
    /// Why it says nothing.
    public var reason: NoAnswer?

    public init(id: String, category: InsightCategory, answer: InsightAnswer? = nil, reason: NoAnswer? = nil) {
        self.id = id
        self.category = category
        self.answer = answer
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case category
        case answer
        case reason
    }
}

/// What an insight says of a person.
public struct InsightAnswer: Codable, Hashable, Sendable {
    /// The number.
    public var value: Double
    /// The UCUM code of its unit.
    public var unit: String
    /// How it sounds.
    public var tone: InsightTone
    /// A sentence for people.
    public var sentence: String
    /// How many values it rests on.
    public var n: Int
    /// The first day it looks at.
    public var from: String
    /// The last.
    public var to: String
    /// What it is held against.
    public var reference: InsightReference?

    public init(value: Double, unit: String, tone: InsightTone, sentence: String, n: Int, from: String, to: String, reference: InsightReference? = nil) {
        self.value = value
        self.unit = unit
        self.tone = tone
        self.sentence = sentence
        self.n = n
        self.from = from
        self.to = to
        self.reference = reference
    }

    private enum CodingKeys: String, CodingKey {
        case value
        case unit
        case tone
        case sentence
        case n
        case from
        case to
        case reference
    }
}

/// What an insight is about.
public enum InsightCategory: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case cardio
    case sleep
    case activity
    case body
    case recovery
    case respiratory
    case metabolic
    case workout
    case trend
    case anomaly
    case longevity
    case immune
    case cognitive
    case hormonal
    case womensHealth = "womens_health"
    case performance
}

/// What can be asked of a person.
public struct InsightDefinition: Codable, Hashable, Sendable {
    /// The stable name.
    public var id: String
    /// The name people read.
    public var name: String
    /// What it is about.
    public var category: InsightCategory
    /// The metrics it is made from.
    public var metrics: [Metric]
    /// What it says.
    public var says: String
    /// The method it is answered by.
    public var method: String?
    /// The least data it answers from.
    public var needs: String?
    /// Why it is refused.
    public var refused: String?

    public init(id: String, name: String, category: InsightCategory, metrics: [Metric], says: String, method: String? = nil, needs: String? = nil, refused: String? = nil) {
        self.id = id
        self.name = name
        self.category = category
        self.metrics = metrics
        self.says = says
        self.method = method
        self.needs = needs
        self.refused = refused
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case name
        case category
        case metrics
        case says
        case method
        case needs
        case refused
    }
}

/// What a value is held against.
public struct InsightReference: Codable, Hashable, Sendable {
    /// From where on it is inside; none where less is better.
    public var low: Double?
    /// To where it is inside; none where more is better.
    public var high: Double?
    /// Who says so.
    public var source: String

    public init(low: Double? = nil, high: Double? = nil, source: String) {
        self.low = low
        self.high = high
        self.source = source
    }

    private enum CodingKeys: String, CodingKey {
        case low
        case high
        case source
    }
}

/// How an insight sounds.
public enum InsightTone: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case info
    case positive
    case warning
    case critical
}

/// How intervals are read between beats.
public enum Interpolation: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case linear
    case quadratic
}

/// One indicator of a night.
public struct JudgedIndicator: Codable, Hashable, Sendable {
    /// What is judged.
    public var indicator: SleepIndicator
    /// Its value.
    public var value: Double
    /// From where on it is good; none where less is better.
    public var least: Double?
    /// To where it is good; none where more is better.
    public var most: Double?
    /// Whether it is good.
    public var met: Bool

    public init(indicator: SleepIndicator, value: Double, least: Double? = nil, most: Double? = nil, met: Bool) {
        self.indicator = indicator
        self.value = value
        self.least = least
        self.most = most
        self.met = met
    }

    private enum CodingKeys: String, CodingKey {
        case indicator
        case value
        case least
        case most
        case met
    }
}

/// What is known of a person up to a day.
public struct Known: Codable, Hashable, Sendable {
    /// The day that is judged; nothing after it counts.
    public var date: String
    /// The person, as far as limits depend on it.
    public var person: Person?
    /// The height in metres.
    public var heightM: Double?
    /// One value per day, by metric.
    public var days: [Metric: Daily]?
    /// The nights and naps of every source.
    public var sessions: [Session]?
    /// Workouts, in order of time.
    public var workouts: [Exercise]?
    /// Readings of a glucose sensor.
    public var glucose: [GlucoseReading]?
    /// What the person has set.
    public var preferences: Preferences?

    public init(date: String, person: Person? = nil, heightM: Double? = nil, days: [Metric: Daily]? = nil, sessions: [Session]? = nil, workouts: [Exercise]? = nil, glucose: [GlucoseReading]? = nil, preferences: Preferences? = nil) {
        self.date = date
        self.person = person
        self.heightM = heightM
        self.days = days
        self.sessions = sessions
        self.workouts = workouts
        self.glucose = glucose
        self.preferences = preferences
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case person
        case heightM = "height_m"
        case days
        case sessions
        case workouts
        case glucose
        case preferences
    }
}

/// A change of level.
public struct LevelChange: Codable, Hashable, Sendable {
    /// The first day of the new level that has a value, counted from the first of the series.
    public var day: Int
    /// The mean of the level before.
    public var before: Double
    /// The mean of the level after.
    public var after: Double
    /// How many values the level before has.
    public var nBefore: Int
    /// How many values the level after has.
    public var nAfter: Int
    /// `after − before`.
    public var difference: Double
    /// The lower end of the 95 % interval of the difference.
    public var low: Double
    /// The upper end of it.
    public var high: Double
    /// Cohen's d: the difference in pooled standard deviations; none where both levels are constant.
    public var effect: Double?

    public init(day: Int, before: Double, after: Double, nBefore: Int, nAfter: Int, difference: Double, low: Double, high: Double, effect: Double? = nil) {
        self.day = day
        self.before = before
        self.after = after
        self.nBefore = nBefore
        self.nAfter = nAfter
        self.difference = difference
        self.low = low
        self.high = high
        self.effect = effect
    }

    private enum CodingKeys: String, CodingKey {
        case day
        case before
        case after
        case nBefore = "n_before"
        case nAfter = "n_after"
        case difference
        case low
        case high
        case effect
    }
}

/// A lasting change that was found.
public struct LevelShift: Codable, Hashable, Sendable {
    /// The day the level changed, counted from the first that was pushed.
    public var from: Int
    /// The day it was certain.
    public var found: Int
    /// True if the level rose.
    public var up: Bool
    /// What was usual before.
    public var usual: Double

    public init(from: Int, found: Int, up: Bool, usual: Double) {
        self.from = from
        self.found = found
        self.up = up
        self.usual = usual
    }

    private enum CodingKeys: String, CodingKey {
        case from
        case found
        case up
        case usual
    }
}

/// A straight line through days, by least squares.
public struct Line: Codable, Hashable, Sendable {
    /// How many days have a value.
    public var n: Int
    /// The change per day.
    public var slope: Double
    /// The line's value on the first day of the series.
    public var intercept: Double
    /// The share of the variance that the line explains.
    public var r2: Double
    /// The chance of such a slope if there is none and days are independent.
    public var p: Double
    /// How many independent days these are worth; never above `n`.
    public var nEffective: Double
    /// The chance of such a slope if days resemble their neighbours; none where they are worth 3 days or fewer.
    public var pEffective: Double?

    public init(n: Int, slope: Double, intercept: Double, r2: Double, p: Double, nEffective: Double, pEffective: Double? = nil) {
        self.n = n
        self.slope = slope
        self.intercept = intercept
        self.r2 = r2
        self.p = p
        self.nEffective = nEffective
        self.pEffective = pEffective
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case slope
        case intercept
        case r2
        case p
        case nEffective = "n_effective"
        case pEffective = "p_effective"
    }
}

/// How loads fade.
public struct LoadConstants: Codable, Hashable, Sendable {
    /// The time constant of fitness, in days.
    public var chronicDays: Double
    /// The time constant of fatigue, in days.
    public var acuteDays: Double
    /// What a time constant means.
    public var decay: LoadDecay

    public init(chronicDays: Double, acuteDays: Double, decay: LoadDecay) {
        self.chronicDays = chronicDays
        self.acuteDays = acuteDays
        self.decay = decay
    }

    private enum CodingKeys: String, CodingKey {
        case chronicDays = "chronic_days"
        case acuteDays = "acute_days"
        case decay
    }
}

/// What a time constant of `n` days means.
public enum LoadDecay: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case exponential
    case reciprocal
}

/// How this week's load compares.
public struct LoadRatio: Codable, Hashable, Sendable {
    /// Against the three weeks before.
    public var uncoupled: Double
    /// Against four weeks of which it is one.
    public var coupled: Double
    /// Between weighted means.
    public var weighted: Double
    /// Between weighted means that start at 0; too high while there are few days.
    public var weightedFromZero: Double
    /// The mean of the last 7 days.
    public var acuteMean: Double
    /// The mean of the 21 days before them.
    public var beforeMean: Double

    public init(uncoupled: Double, coupled: Double, weighted: Double, weightedFromZero: Double, acuteMean: Double, beforeMean: Double) {
        self.uncoupled = uncoupled
        self.coupled = coupled
        self.weighted = weighted
        self.weightedFromZero = weightedFromZero
        self.acuteMean = acuteMean
        self.beforeMean = beforeMean
    }

    private enum CodingKeys: String, CodingKey {
        case uncoupled
        case coupled
        case weighted
        case weightedFromZero = "weighted_from_zero"
        case acuteMean = "acute_mean"
        case beforeMean = "before_mean"
    }
}

/// Daily training loads, and what they rest on.
public struct Loads: Codable, Hashable, Sendable {
    /// TRIMP per day.
    public var days: Daily
    /// The resting heart rate.
    public var restingHeartRate: Double
    /// The maximal heart rate.
    public var maxHeartRate: Double
    /// Where the maximum is from.
    public var maxBasis: MaxBasis

    public init(days: Daily, restingHeartRate: Double, maxHeartRate: Double, maxBasis: MaxBasis) {
        self.days = days
        self.restingHeartRate = restingHeartRate
        self.maxHeartRate = maxHeartRate
        self.maxBasis = maxBasis
    }

    private enum CodingKeys: String, CodingKey {
        case days
        case restingHeartRate = "resting_heart_rate"
        case maxHeartRate = "max_heart_rate"
        case maxBasis = "max_basis"
    }
}

/// How high the excursions are.
public struct Mage: Codable, Hashable, Sendable {
    /// The mean amplitude, in mg/dL.
    public var mage: Double
    /// How many rises it rests on.
    public var rises: Int
    /// How many falls it rests on.
    public var falls: Int

    public init(mage: Double, rises: Int, falls: Int) {
        self.mage = mage
        self.rises = rises
        self.falls = falls
    }

    private enum CodingKeys: String, CodingKey {
        case mage
        case rises
        case falls
    }
}

/// Whether a series rises or falls, whatever its shape.
public struct MannKendall: Codable, Hashable, Sendable {
    /// How many days have a value.
    public var n: Int
    /// The pairs of days that rise, less those that fall.
    public var s: Int
    /// The variance of `s` if there is no trend.
    public var variance: Double
    /// How many standard deviations `s` is from none.
    public var z: Double
    /// The chance of such an `s` if there is no trend and days are independent.
    public var p: Double

    public init(n: Int, s: Int, variance: Double, z: Double, p: Double) {
        self.n = n
        self.s = s
        self.variance = variance
        self.z = z
        self.p = p
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case s
        case variance
        case z
        case p
    }
}

/// Says when two records are the same workout.
public enum Matcher: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case overlap
    case trainStack = "train_stack"
}

/// Where a maximal heart rate is from.
public enum MaxBasis: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case setting
    case predictedByAge = "predicted_by_age"
}

/// Names a formula for the maximal heart rate.
public enum MaxHeartRateFormula: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case fox
    case tanaka
    case gellish
    case gulati
    case nes
}

/// A straight line through the middle of days.
public struct MedianLine: Codable, Hashable, Sendable {
    /// How many days have a value.
    public var n: Int
    /// The median change per day.
    public var slope: Double
    /// The line's value on the first day of the series.
    public var intercept: Double

    public init(n: Int, slope: Double, intercept: Double) {
        self.n = n
        self.slope = slope
        self.intercept = intercept
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case slope
        case intercept
    }
}

/// Intervals after mending.
public struct MendedBeats: Codable, Hashable, Sendable {
    /// The intervals in milliseconds; `null` where beats are missing.
    public var intervalsMs: [Double?]
    /// Which beats were not as they should be, by their places among those given.
    public var found: BeatFaults
    /// The share of beats that were mended.
    public var share: Double

    public init(intervalsMs: [Double?], found: BeatFaults, share: Double) {
        self.intervalsMs = intervalsMs
        self.found = found
        self.share = share
    }

    private enum CodingKeys: String, CodingKey {
        case intervalsMs = "intervals_ms"
        case found
        case share
    }
}

/// A group as one workout.
public struct MergedWorkout: Codable, Hashable, Sendable {
    /// The primary's record, with what it lacks filled from the others. Source, start and end are the primary's, and
    /// so is the vendor's id.
    public var session: Session
    /// Whose each field is that has a value, as an index into the sessions. A statistic is named by metric and kind, for
    /// example `statistics.heart_rate.mean`; `elapsed_s` is end minus start.
    public var fieldSources: [String: Int]
    /// The parts that have records of their own, in order of time. What they say is not added to the whole.
    public var children: [MergedWorkout]

    public init(session: Session, fieldSources: [String: Int], children: [MergedWorkout]) {
        self.session = session
        self.fieldSources = fieldSources
        self.children = children
    }

    private enum CodingKeys: String, CodingKey {
        case session
        case fieldSources = "field_sources"
        case children
    }
}

/// Describes a method: what an answer is made with.
public struct Method: Codable, Hashable, Sendable {
    /// The stable name; where it matters it stands beside the answer.
    public var id: String
    /// Changes whenever an answer to the same question would.
    public var version: Int
    /// Where it comes from.
    public var source: String
    /// The least data it answers from.
    public var needs: String

    public init(id: String, version: Int, source: String, needs: String) {
        self.id = id
        self.version = version
        self.source = source
        self.needs = needs
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case version
        case source
        case needs
    }
}

/// What is measured.
public enum Metric: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case steps
    case distance
    case distanceWalkingRunning = "distance_walking_running"
    case distanceWheelchair = "distance_wheelchair"
    case wheelchairPushes = "wheelchair_pushes"
    case equivalentWalkingDistance = "equivalent_walking_distance"
    case floorsClimbed = "floors_climbed"
    case elevationGain = "elevation_gain"
    case elevationLoss = "elevation_loss"
    case altitude
    case activeEnergy = "active_energy"
    case basalEnergy = "basal_energy"
    case totalEnergy = "total_energy"
    case met
    case metMinutes = "met_minutes"
    case physicalEffort = "physical_effort"
    case workoutDuration = "workout_duration"
    case movingDuration = "moving_duration"
    case activeDuration = "active_duration"
    case lightActivityDuration = "light_activity_duration"
    case moderateActivityDuration = "moderate_activity_duration"
    case vigorousActivityDuration = "vigorous_activity_duration"
    case sedentaryDuration = "sedentary_duration"
    case restingDuration = "resting_duration"
    case exerciseTime = "exercise_time"
    case moveTime = "move_time"
    case standTime = "stand_time"
    case standHour = "stand_hour"
    case standHours = "stand_hours"
    case activeZoneMinutes = "active_zone_minutes"
    case intensityMinutes = "intensity_minutes"
    case inactivityAlerts = "inactivity_alerts"
    case heartRateZoneDuration = "heart_rate_zone_duration"
    case activityLevel = "activity_level"
    case speed
    case cadence
    case power
    case repetitions
    case liftedWeight = "lifted_weight"
    case trainingVolume = "training_volume"
    case nikeFuel = "nike_fuel"
    case latitude
    case longitude
    case grade
    case mechanicalWork = "mechanical_work"
    case distanceCycling = "distance_cycling"
    case cyclingSpeed = "cycling_speed"
    case cyclingPower = "cycling_power"
    case cyclingCadence = "cycling_cadence"
    case functionalThresholdPower = "functional_threshold_power"
    case normalizedPower = "normalized_power"
    case leftRightBalance = "left_right_balance"
    case torqueEffectiveness = "torque_effectiveness"
    case pedalSmoothness = "pedal_smoothness"
    case stepCadence = "step_cadence"
    case runningSpeed = "running_speed"
    case runningPower = "running_power"
    case runningStrideLength = "running_stride_length"
    case runningVerticalOscillation = "running_vertical_oscillation"
    case runningVerticalRatio = "running_vertical_ratio"
    case runningGroundContactTime = "running_ground_contact_time"
    case runningGroundContactBalance = "running_ground_contact_balance"
    case runningIndex = "running_index"
    case gradeAdjustedSpeed = "grade_adjusted_speed"
    case workoutEffortScore = "workout_effort_score"
    case estimatedWorkoutEffortScore = "estimated_workout_effort_score"
    case perceivedExertion = "perceived_exertion"
    case nerveHealthScore = "nerve_health_score"
    case readinessScore = "readiness_score"
    case recoveryScore = "recovery_score"
    case recoveryIndex = "recovery_index"
    case strainScore = "strain_score"
    case bodyBattery = "body_battery"
    case bodyBatteryCharged = "body_battery_charged"
    case bodyBatteryDrained = "body_battery_drained"
    case activityScore = "activity_score"
    case movementIndex = "movement_index"
    case metabolicScore = "metabolic_score"
    case resilienceLevel = "resilience_level"
    case nightlyRechargeStatus = "nightly_recharge_status"
    case ansCharge = "ans_charge"
    case hrvStatus = "hrv_status"
    case cardioLoad = "cardio_load"
    case cardioLoadStrain = "cardio_load_strain"
    case cardioLoadTolerance = "cardio_load_tolerance"
    case trainingLoadRatio = "training_load_ratio"
    case trainingLoad = "training_load"
    case trainingStressScore = "training_stress_score"
    case intensityFactor = "intensity_factor"
    case trimp
    case relativeEffort = "relative_effort"
    case trainingEffectAerobic = "training_effect_aerobic"
    case trainingEffectAnaerobic = "training_effect_anaerobic"
    case recoveryTime = "recovery_time"
    case chronicTrainingLoad = "chronic_training_load"
    case acuteTrainingLoad = "acute_training_load"
    case trainingStressBalance = "training_stress_balance"
    case fitnessAge = "fitness_age"
    case heartRate = "heart_rate"
    case heartRateMin = "heart_rate_min"
    case heartRateMax = "heart_rate_max"
    case heartRateAverage = "heart_rate_average"
    case restingHeartRate = "resting_heart_rate"
    case sleepingHeartRateLowest = "sleeping_heart_rate_lowest"
    case sleepingHeartRateAverage = "sleeping_heart_rate_average"
    case walkingHeartRateAverage = "walking_heart_rate_average"
    case heartRateRecovery1min = "heart_rate_recovery_1min"
    case heartRateMaxSetting = "heart_rate_max_setting"
    case heartRateVariabilityRmssd = "heart_rate_variability_rmssd"
    case heartRateVariabilityRmssdDeep = "heart_rate_variability_rmssd_deep"
    case heartRateVariabilityRmssd5minHigh = "heart_rate_variability_rmssd_5min_high"
    case heartRateVariabilitySdnn = "heart_rate_variability_sdnn"
    case heartRateVariabilityEntropy = "heart_rate_variability_entropy"
    case rrInterval = "rr_interval"
    case atrialFibrillationBurden = "atrial_fibrillation_burden"
    case afibResult = "afib_result"
    case qrsDuration = "qrs_duration"
    case prInterval = "pr_interval"
    case qtInterval = "qt_interval"
    case qtcInterval = "qtc_interval"
    case pulseWaveVelocity = "pulse_wave_velocity"
    case pulseTransitTime = "pulse_transit_time"
    case bloodPressureSystolic = "blood_pressure_systolic"
    case bloodPressureDiastolic = "blood_pressure_diastolic"
    case bloodPressureMean = "blood_pressure_mean"
    case peripheralPerfusionIndex = "peripheral_perfusion_index"
    case cardiovascularAge = "cardiovascular_age"
    case highHeartRateEvent = "high_heart_rate_event"
    case lowHeartRateEvent = "low_heart_rate_event"
    case irregularHeartRhythmEvent = "irregular_heart_rhythm_event"
    case lowCardioFitnessEvent = "low_cardio_fitness_event"
    case hypertensionEvent = "hypertension_event"
    case vo2Max = "vo2_max"
    case respiratoryRate = "respiratory_rate"
    case sleepingRespiratoryRate = "sleeping_respiratory_rate"
    case oxygenSaturation = "oxygen_saturation"
    case sleepingOxygenSaturation = "sleeping_oxygen_saturation"
    case sleepingOxygenSaturationMin = "sleeping_oxygen_saturation_min"
    case breathingDisturbancesApple = "breathing_disturbances_apple"
    case breathingDisturbanceIndex = "breathing_disturbance_index"
    case breathingDisturbancesIntensity = "breathing_disturbances_intensity"
    case apneaHypopneaIndex = "apnea_hypopnea_index"
    case sleepApneaEvent = "sleep_apnea_event"
    case snoringDuration = "snoring_duration"
    case snoringEpisodeCount = "snoring_episode_count"
    case forcedVitalCapacity = "forced_vital_capacity"
    case forcedExpiratoryVolume1 = "forced_expiratory_volume_1"
    case peakExpiratoryFlowRate = "peak_expiratory_flow_rate"
    case inhalerUsage = "inhaler_usage"
    case sleepStage = "sleep_stage"
    case timeInBed = "time_in_bed"
    case sleepDuration = "sleep_duration"
    case sleepLightDuration = "sleep_light_duration"
    case sleepDeepDuration = "sleep_deep_duration"
    case sleepRemDuration = "sleep_rem_duration"
    case sleepAwakeDuration = "sleep_awake_duration"
    case wasoDuration = "waso_duration"
    case sleepUnspecifiedDuration = "sleep_unspecified_duration"
    case sleepLatency = "sleep_latency"
    case wakeLatency = "wake_latency"
    case sleepEfficiency = "sleep_efficiency"
    case sleepAwakenings = "sleep_awakenings"
    case sleepRestlessPeriods = "sleep_restless_periods"
    case sleepOutOfBedCount = "sleep_out_of_bed_count"
    case sleepCycleCount = "sleep_cycle_count"
    case sleepScore = "sleep_score"
    case sleepNeed = "sleep_need"
    case sleepDebt = "sleep_debt"
    case sleepConsistency = "sleep_consistency"
    case sleepContinuity = "sleep_continuity"
    case sleepCharge = "sleep_charge"
    case sleepMovement = "sleep_movement"
    case weight
    case height
    case bodyMassIndex = "body_mass_index"
    case bodyFatPercentage = "body_fat_percentage"
    case fatMass = "fat_mass"
    case leanBodyMass = "lean_body_mass"
    case muscleMass = "muscle_mass"
    case skeletalMuscleMass = "skeletal_muscle_mass"
    case boneMass = "bone_mass"
    case bodyWaterMass = "body_water_mass"
    case bodyWaterPercentage = "body_water_percentage"
    case extracellularWater = "extracellular_water"
    case intracellularWater = "intracellular_water"
    case visceralFatRating = "visceral_fat_rating"
    case waistCircumference = "waist_circumference"
    case basalMetabolicRate = "basal_metabolic_rate"
    case metabolicAge = "metabolic_age"
    case bodyTemperature = "body_temperature"
    case coreTemperature = "core_temperature"
    case skinTemperature = "skin_temperature"
    case sleepingWristTemperature = "sleeping_wrist_temperature"
    case skinTemperatureDeviation = "skin_temperature_deviation"
    case skinTemperatureTrendDeviation = "skin_temperature_trend_deviation"
    case electrodermalActivity = "electrodermal_activity"
    case edaFeet = "eda_feet"
    case basalBodyTemperature = "basal_body_temperature"
    case menstrualFlow = "menstrual_flow"
    case menstruationPeriod = "menstruation_period"
    case intermenstrualBleeding = "intermenstrual_bleeding"
    case cervicalMucusQuality = "cervical_mucus_quality"
    case ovulationTestResult = "ovulation_test_result"
    case pregnancyTestResult = "pregnancy_test_result"
    case progesteroneTestResult = "progesterone_test_result"
    case sexualActivity = "sexual_activity"
    case contraceptive
    case lactation
    case pregnancy
    case menstrualCycleDeviation = "menstrual_cycle_deviation"
    case pregnancyBleeding = "pregnancy_bleeding"
    case bloodGlucose = "blood_glucose"
    case interstitialGlucose = "interstitial_glucose"
    case glucoseTrendRate = "glucose_trend_rate"
    case glucoseTrend = "glucose_trend"
    case glucoseMean = "glucose_mean"
    case glucoseManagementIndicator = "glucose_management_indicator"
    case glucoseTimeInRange = "glucose_time_in_range"
    case glucoseTimeBelowRange = "glucose_time_below_range"
    case glucoseTimeAboveRange = "glucose_time_above_range"
    case cgmSensorActive = "cgm_sensor_active"
    case glucoseVariability = "glucose_variability"
    case insulinDelivery = "insulin_delivery"
    case bloodAlcoholContent = "blood_alcohol_content"
    case muscleOxygenSaturation = "muscle_oxygen_saturation"
    case totalHemoglobin = "total_hemoglobin"
    case alcoholicBeverages = "alcoholic_beverages"
    case dietaryEnergy = "dietary_energy"
    case dietaryCarbohydrates = "dietary_carbohydrates"
    case dietaryProtein = "dietary_protein"
    case dietaryFatTotal = "dietary_fat_total"
    case dietaryFatSaturated = "dietary_fat_saturated"
    case dietaryFatMonounsaturated = "dietary_fat_monounsaturated"
    case dietaryFatPolyunsaturated = "dietary_fat_polyunsaturated"
    case dietaryFatUnsaturated = "dietary_fat_unsaturated"
    case dietaryFatTrans = "dietary_fat_trans"
    case dietaryEnergyFromFat = "dietary_energy_from_fat"
    case dietarySugar = "dietary_sugar"
    case dietaryFiber = "dietary_fiber"
    case dietaryCholesterol = "dietary_cholesterol"
    case dietarySodium = "dietary_sodium"
    case dietaryPotassium = "dietary_potassium"
    case dietaryCalcium = "dietary_calcium"
    case dietaryIron = "dietary_iron"
    case dietaryMagnesium = "dietary_magnesium"
    case dietaryPhosphorus = "dietary_phosphorus"
    case dietaryZinc = "dietary_zinc"
    case dietaryCopper = "dietary_copper"
    case dietaryManganese = "dietary_manganese"
    case dietaryChloride = "dietary_chloride"
    case dietarySelenium = "dietary_selenium"
    case dietaryChromium = "dietary_chromium"
    case dietaryMolybdenum = "dietary_molybdenum"
    case dietaryIodine = "dietary_iodine"
    case dietaryVitaminA = "dietary_vitamin_a"
    case dietaryVitaminB6 = "dietary_vitamin_b6"
    case dietaryVitaminB12 = "dietary_vitamin_b12"
    case dietaryVitaminC = "dietary_vitamin_c"
    case dietaryVitaminD = "dietary_vitamin_d"
    case dietaryVitaminE = "dietary_vitamin_e"
    case dietaryVitaminK = "dietary_vitamin_k"
    case dietaryThiamin = "dietary_thiamin"
    case dietaryRiboflavin = "dietary_riboflavin"
    case dietaryNiacin = "dietary_niacin"
    case dietaryPantothenicAcid = "dietary_pantothenic_acid"
    case dietaryBiotin = "dietary_biotin"
    case dietaryFolate = "dietary_folate"
    case dietaryFolicAcid = "dietary_folic_acid"
    case dietaryCaffeine = "dietary_caffeine"
    case hydration
    case walkingSpeed = "walking_speed"
    case walkingStepLength = "walking_step_length"
    case walkingDoubleSupport = "walking_double_support"
    case walkingAsymmetry = "walking_asymmetry"
    case walkingSteadiness = "walking_steadiness"
    case walkingSteadinessEvent = "walking_steadiness_event"
    case stairAscentSpeed = "stair_ascent_speed"
    case stairDescentSpeed = "stair_descent_speed"
    case sixMinuteWalkDistance = "six_minute_walk_distance"
    case falls
    case distanceSwimming = "distance_swimming"
    case swimmingStrokeCount = "swimming_stroke_count"
    case swimmingStrokeRate = "swimming_stroke_rate"
    case swolf
    case swimmingLaps = "swimming_laps"
    case underwaterDepth = "underwater_depth"
    case distancePaddleSports = "distance_paddle_sports"
    case paddleSportsSpeed = "paddle_sports_speed"
    case distanceRowing = "distance_rowing"
    case rowingSpeed = "rowing_speed"
    case rowingStrokeRate = "rowing_stroke_rate"
    case distanceDownhillSnowSports = "distance_downhill_snow_sports"
    case distanceCrossCountrySkiing = "distance_cross_country_skiing"
    case crossCountrySkiingSpeed = "cross_country_skiing_speed"
    case distanceSkatingSports = "distance_skating_sports"
    case stressLevel = "stress_level"
    case stressDuration = "stress_duration"
    case stressHighDuration = "stress_high_duration"
    case recoveryHighDuration = "recovery_high_duration"
    case stressDaySummary = "stress_day_summary"
    case mindfulnessDuration = "mindfulness_duration"
    case moodValence = "mood_valence"
    case mood
    case symptom
    case environmentalAudioExposure = "environmental_audio_exposure"
    case headphoneAudioExposure = "headphone_audio_exposure"
    case environmentalSoundReduction = "environmental_sound_reduction"
    case environmentalAudioExposureEvent = "environmental_audio_exposure_event"
    case headphoneAudioExposureEvent = "headphone_audio_exposure_event"
    case timeInDaylight = "time_in_daylight"
    case uvIndex = "uv_index"
    case ambientTemperature = "ambient_temperature"
    case ambientHumidity = "ambient_humidity"
    case ambientPressure = "ambient_pressure"
    case waterTemperature = "water_temperature"
    case deviceBattery = "device_battery"
    case nonWearDuration = "non_wear_duration"
    case handwashingEvent = "handwashing_event"
    case toothbrushingEvent = "toothbrushing_event"
}

/// How a metric changes.
public struct MetricChange: Codable, Hashable, Sendable {
    /// Which.
    public var metric: String
    /// Where to: `rising`, `falling`, or `stable` where it may be chance.
    public var direction: String
    /// By how much a week, in the unit.
    public var perWeek: Double
    /// The mean of the last 7 days against that of the days before, in per cent; none where that makes no sense.
    public var percent: Double?
    /// The UCUM code of the unit.
    public var unit: String
    /// How likely as much is by chance.
    public var p: Double
    /// How many days have a value.
    public var n: Int

    public init(metric: String, direction: String, perWeek: Double, percent: Double? = nil, unit: String, p: Double, n: Int) {
        self.metric = metric
        self.direction = direction
        self.perWeek = perWeek
        self.percent = percent
        self.unit = unit
        self.p = p
        self.n = n
    }

    private enum CodingKeys: String, CodingKey {
        case metric
        case direction
        case perWeek = "per_week"
        case percent
        case unit
        case p
        case n
    }
}

/// Two metrics that go together; an association, not a cause.
public struct MetricLink: Codable, Hashable, Sendable {
    /// One.
    public var a: String
    /// The other.
    public var b: String
    /// How many days later the other follows.
    public var lagDays: Int
    /// Spearman's coefficient.
    public var spearman: Double
    /// Pearson's.
    public var pearson: Double
    /// The chance, corrected for all pairs and lags that were tried.
    public var q: Double
    /// How many pairs of days.
    public var n: Int
    /// How strong.
    public var strength: AssociationStrength
    /// It in words.
    public var sentence: String

    public init(a: String, b: String, lagDays: Int, spearman: Double, pearson: Double, q: Double, n: Int, strength: AssociationStrength, sentence: String) {
        self.a = a
        self.b = b
        self.lagDays = lagDays
        self.spearman = spearman
        self.pearson = pearson
        self.q = q
        self.n = n
        self.strength = strength
        self.sentence = sentence
    }

    private enum CodingKeys: String, CodingKey {
        case a
        case b
        case lagDays = "lag_days"
        case spearman
        case pearson
        case q
        case n
        case strength
        case sentence
    }
}

/// Something unusual.
public struct MetricNotice: Codable, Hashable, Sendable {
    /// Of which metric.
    public var metric: String
    /// The day.
    public var date: String
    /// How urgent.
    public var severity: Severity
    /// The value.
    public var value: Double
    /// The UCUM code of the unit.
    public var unit: String
    /// What shows it.
    public var evidence: String
    /// By which method.
    public var method: String

    public init(metric: String, date: String, severity: Severity, value: Double, unit: String, evidence: String, method: String) {
        self.metric = metric
        self.date = date
        self.severity = severity
        self.value = value
        self.unit = unit
        self.evidence = evidence
        self.method = method
    }

    private enum CodingKeys: String, CodingKey {
        case metric
        case date
        case severity
        case value
        case unit
        case evidence
        case method
    }
}

/// A component that is not known.
public struct MissingComponent: Codable, Hashable, Sendable {
    /// Which.
    public var component: ScoreComponent
    /// Its weight among all.
    public var weight: Double
    /// Why.
    public var reason: NoAnswer

    public init(component: ScoreComponent, weight: Double, reason: NoAnswer) {
        self.component = component
        self.weight = weight
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case component
        case weight
        case reason
    }
}

/// A signal that is not known.
public struct MissingSignal: Codable, Hashable, Sendable {
    /// Which.
    public var signal: ReadinessSignal
    /// Why.
    public var reason: NoAnswer

    public init(signal: ReadinessSignal, reason: NoAnswer) {
        self.signal = signal
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case signal
        case reason
    }
}

/// How the load of a week varies.
public struct Monotony: Codable, Hashable, Sendable {
    /// The mean over the standard deviation.
    public var monotony: Double
    /// The sum of the loads times the monotony.
    public var strain: Double
    /// The sum of the loads.
    public var total: Double

    public init(monotony: Double, strain: Double, total: Double) {
        self.monotony = monotony
        self.strain = strain
        self.total = total
    }

    private enum CodingKeys: String, CodingKey {
        case monotony
        case strain
        case total
    }
}

/// A series with the name people read.
public struct NamedSeries: Codable, Hashable, Sendable {
    public var first: String
    public var values: [Double?]
    /// The name as it stands in a sentence: `sleep duration`.
    public var name: String

    public init(first: String, values: [Double?], name: String) {
        self.first = first
        self.values = values
        self.name = name
    }

    private enum CodingKeys: String, CodingKey {
        case first
        case values
        case name
    }
}

/// One stretch of sleep, resolved across sources.
///
/// Terms are those of the American Academy of Sleep Medicine (AASM Manual for the Scoring of Sleep), as far as a
/// device that knows no lights-out can follow them. Durations are in whole seconds. Where `basis` is
/// `Totals` they are the vendor's, by the vendor's definitions, and what it does not tell is
/// `None`; the definitions here are those of stages.
public struct Night: Codable, Hashable, Sendable {
    /// The civil date of waking, by the session's own clock where it names one.
    public var date: String
    /// What it is to that date.
    public var kind: NightKind
    /// What its figures are made from.
    public var basis: NightBasis
    /// Index of the session that is believed.
    public var primary: Int
    /// Indexes of other records of the same sleep, best first.
    public var others: [Int]
    /// When the primary begins.
    public var start: String
    /// When the primary ends, exclusive.
    public var end: String
    /// The primary's stages in order of time, none overlapping. In bed is not among them. A session of which only start
    /// and end are told is one stretch of unspecified sleep.
    public var stages: [StageStretch]
    /// Time in bed (TIB), in seconds: where some source tells it, the time in bed or in a stage, otherwise the whole
    /// session; never out of bed.
    public var timeInBedS: Int
    /// Total sleep time (TST), in seconds: light, deep, REM and unspecified sleep. `None` of mere bedtime.
    public var asleepS: Int?
    /// Light sleep (N1 and N2), in seconds. This and the next two are `None` where no stage is told apart.
    public var lightS: Int?
    /// Deep sleep (N3), in seconds.
    public var deepS: Int?
    /// REM sleep (R), in seconds.
    public var remS: Int?
    /// Asleep in a stage nobody names, in seconds. `None` of mere bedtime.
    public var unspecifiedS: Int?
    /// Awake or out of bed inside the session, before the first and after the last sleep too, in seconds. `None` where
    /// the source tells neither stages apart nor waking.
    public var awakeS: Int?
    /// Sleep onset latency (SOL), in seconds: to the first sleep of any stage from where the primary says in bed,
    /// otherwise from where it begins with lying awake. `None` where it says neither: no other source lends it.
    public var latencyS: Int?
    /// Wake after sleep onset (WASO), in seconds: awake or out of bed between the first sleep and the last. Lying
    /// awake after the last one, which the AASM adds, is in `awake_s` alone, because a device cannot
    /// tell it from having got up. `None` where `awake_s` or `asleep_s` is.
    public var wasoS: Int?
    /// How often awake or out of bed between the first sleep and the last, however briefly; out of bed next to lying
    /// awake is one time. `None` where `waso_s` is.
    public var awakenings: Int?
    /// Sleep efficiency: total sleep time in per cent of the time in bed. `None` where either is not told, or where a
    /// vendor's totals contradict each other.
    public var efficiency: Double?
    /// The midpoint of sleep: the middle between the first sleep's start and the last one's end, otherwise of the
    /// session.
    public var midpoint: String

    public init(date: String, kind: NightKind, basis: NightBasis, primary: Int, others: [Int], start: String, end: String, stages: [StageStretch], timeInBedS: Int, asleepS: Int? = nil, lightS: Int? = nil, deepS: Int? = nil, remS: Int? = nil, unspecifiedS: Int? = nil, awakeS: Int? = nil, latencyS: Int? = nil, wasoS: Int? = nil, awakenings: Int? = nil, efficiency: Double? = nil, midpoint: String) {
        self.date = date
        self.kind = kind
        self.basis = basis
        self.primary = primary
        self.others = others
        self.start = start
        self.end = end
        self.stages = stages
        self.timeInBedS = timeInBedS
        self.asleepS = asleepS
        self.lightS = lightS
        self.deepS = deepS
        self.remS = remS
        self.unspecifiedS = unspecifiedS
        self.awakeS = awakeS
        self.latencyS = latencyS
        self.wasoS = wasoS
        self.awakenings = awakenings
        self.efficiency = efficiency
        self.midpoint = midpoint
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case kind
        case basis
        case primary
        case others
        case start
        case end
        case stages
        case timeInBedS = "time_in_bed_s"
        case asleepS = "asleep_s"
        case lightS = "light_s"
        case deepS = "deep_s"
        case remS = "rem_s"
        case unspecifiedS = "unspecified_s"
        case awakeS = "awake_s"
        case latencyS = "latency_s"
        case wasoS = "waso_s"
        case awakenings
        case efficiency
        case midpoint
    }
}

/// What a night says.
public enum NightAlert: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case none
    case yellow
    case red
}

/// What a night's figures are made from.
public enum NightBasis: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case stages
    case totals
    case span
}

/// What a stretch of sleep is to its date.
public enum NightKind: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case night
    case split
    case nap
}

/// What the nights of a person show.
public struct NightSignal: Codable, Hashable, Sendable {
    /// The nights that stand out.
    public var findings: [Finding]
    /// Every night, with what was usual until then.
    public var nights: [WatchedNight]

    public init(findings: [Finding], nights: [WatchedNight]) {
        self.findings = findings
        self.nights = nights
    }

    private enum CodingKeys: String, CodingKey {
        case findings
        case nights
    }
}

/// Why there is no answer.
public struct NoAnswer: Codable, Hashable, Sendable {
    /// What is counted, in the plural: `days`, `pairs of days`, ….
    public var what: String?
    /// How many the method needs.
    public var needed: Int?
    /// How many there are.
    public var got: Int?
    /// One of `insufficient`, `no_spread`, `not_finite`, `out_of_range`, `too_small`, `not_positive`, `too_many`, `unpaired`, `second_value`, `not_beat_to_beat`, `undefined`.
    public var kind: String
    /// Its place, from 0.
    public var index: Int?
    /// The value.
    public var value: Double?
    /// The least it may be.
    public var min: Double?
    /// The greatest it may be.
    public var max: Double?
    /// How many it can be.
    public var most: Int?
    /// The length of the first.
    public var left: Int?
    /// The length of the second.
    public var right: Int?
    /// The day.
    public var date: String?
    /// What shows it.
    public var evidence: String?
    /// Of what.
    public var of: String?

    public init(what: String? = nil, needed: Int? = nil, got: Int? = nil, kind: String, index: Int? = nil, value: Double? = nil, min: Double? = nil, max: Double? = nil, most: Int? = nil, left: Int? = nil, right: Int? = nil, date: String? = nil, evidence: String? = nil, of: String? = nil) {
        self.what = what
        self.needed = needed
        self.got = got
        self.kind = kind
        self.index = index
        self.value = value
        self.min = min
        self.max = max
        self.most = most
        self.left = left
        self.right = right
        self.date = date
        self.evidence = evidence
        self.of = of
    }

    private enum CodingKeys: String, CodingKey {
        case what
        case needed
        case got
        case kind
        case index
        case value
        case min
        case max
        case most
        case left
        case right
        case date
        case evidence
        case of
    }
}

/// What steady power would have cost as much.
public struct NormalisedPower: Codable, Hashable, Sendable {
    /// In watts.
    public var watts: Double
    /// The plain mean, in watts, with coasting.
    public var meanWatts: Double
    /// How many seconds have power.
    public var seconds: Int
    /// How many seconds in between have none.
    public var silentSeconds: Int
    /// Which windows count.
    public var windows: PowerWindows

    public init(watts: Double, meanWatts: Double, seconds: Int, silentSeconds: Int, windows: PowerWindows) {
        self.watts = watts
        self.meanWatts = meanWatts
        self.seconds = seconds
        self.silentSeconds = silentSeconds
        self.windows = windows
    }

    private enum CodingKeys: String, CodingKey {
        case watts
        case meanWatts = "mean_watts"
        case seconds
        case silentSeconds = "silent_seconds"
        case windows
    }
}

/// A sample, or why a reading is none.
public struct Normalized: Codable, Hashable, Sendable {
    /// The reading in canonical terms.
    public var sample: Sample?
    /// Why it is refused.
    public var rejected: RejectReason?

    public init(sample: Sample? = nil, rejected: RejectReason? = nil) {
        self.sample = sample
        self.rejected = rejected
    }

    private enum CodingKeys: String, CodingKey {
        case sample
        case rejected
    }
}

/// How readings are distributed, in mg/dL.
public struct Percentiles: Codable, Hashable, Sendable {
    /// 5 % are below.
    public var p5: Double
    /// A quarter is below.
    public var p25: Double
    /// Half are below.
    public var p50: Double
    /// Three quarters are below.
    public var p75: Double
    /// 95 % are below.
    public var p95: Double

    public init(p5: Double, p25: Double, p50: Double, p75: Double, p95: Double) {
        self.p5 = p5
        self.p25 = p25
        self.p50 = p50
        self.p75 = p75
        self.p95 = p95
    }

    private enum CodingKeys: String, CodingKey {
        case p5
        case p25
        case p50
        case p75
        case p95
    }
}

/// What limits depend on.
public struct Person: Codable, Hashable, Sendable {
    /// The age in whole years.
    public var ageYears: Int?
    /// The sex reference values are given for.
    public var sex: Sex?
    /// Judges the body mass index by the action points for Asian populations.
    public var asianBmi: Bool?

    public init(ageYears: Int? = nil, sex: Sex? = nil, asianBmi: Bool? = nil) {
        self.ageYears = ageYears
        self.sex = sex
        self.asianBmi = asianBmi
    }

    private enum CodingKeys: String, CodingKey {
        case ageYears = "age_years"
        case sex
        case asianBmi = "asian_bmi"
    }
}

/// A value that was the best when it came.
public struct PersonalRecord: Codable, Hashable, Sendable {
    /// When it was.
    public var at: String
    /// How good.
    public var value: Double
    /// The record before, if there was one.
    public var previous: Double?

    public init(at: String, value: Double, previous: Double? = nil) {
        self.at = at
        self.value = value
        self.previous = previous
    }

    private enum CodingKeys: String, CodingKey {
        case at
        case value
        case previous
    }
}

/// The shape of the cloud.
public struct Poincare: Codable, Hashable, Sendable {
    /// How many successive differences it rests on.
    public var n: Int
    /// The width, in milliseconds.
    public var sd1: Double
    /// The length, in milliseconds.
    public var sd2: Double
    /// Cardiac sympathetic index: SD2/SD1.
    public var csi: Double
    /// Cardiac vagal index: log₁₀(16·SD1·SD2), of milliseconds.
    public var cvi: Double
    /// Modified cardiac sympathetic index: 4·SD2²/SD1, in milliseconds.
    public var modifiedCsi: Double

    public init(n: Int, sd1: Double, sd2: Double, csi: Double, cvi: Double, modifiedCsi: Double) {
        self.n = n
        self.sd1 = sd1
        self.sd2 = sd2
        self.csi = csi
        self.cvi = cvi
        self.modifiedCsi = modifiedCsi
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case sd1
        case sd2
        case csi
        case cvi
        case modifiedCsi = "modified_csi"
    }
}

/// Which windows of 30 s count.
public enum PowerWindows: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case full
    case fromRest = "from_rest"
}

/// What a person has set. Changing it changes answers and never data.
public struct Preferences: Codable, Hashable, Sendable {
    /// Whose samples count where sources overlap.
    public var priority: Priority?
    /// Where the person has lived.
    public var zones: ZoneHistory?
    /// The day on which a week begins.
    public var weekStart: String?
    /// When two records are the same workout.
    public var matcher: Matcher?
    /// Which workouts the person has joined, separated and chosen by hand.
    public var links: WorkoutLinks?

    public init(priority: Priority? = nil, zones: ZoneHistory? = nil, weekStart: String? = nil, matcher: Matcher? = nil, links: WorkoutLinks? = nil) {
        self.priority = priority
        self.zones = zones
        self.weekStart = weekStart
        self.matcher = matcher
        self.links = links
    }

    private enum CodingKeys: String, CodingKey {
        case priority
        case zones
        case weekStart = "week_start"
        case matcher
        case links
    }
}

/// What a person prefers. The default prefers nothing, and the catalogue decides alone.
///
/// A source picked by an earlier selector comes before one picked by a later, and that before one picked by none.
public struct Priority: Codable, Hashable, Sendable {
    /// The order for single metrics, best first. Workouts follow `workout_duration`, nights `sleep_stage`.
    public var metrics: [Metric: [Selector]]?
    /// The order for everything, best first.
    public var general: [Selector]?

    public init(metrics: [Metric: [Selector]]? = nil, general: [Selector]? = nil) {
        self.metrics = metrics
        self.general = general
    }

    private enum CodingKeys: String, CodingKey {
        case metrics
        case general
    }
}

/// What a race predicts.
public struct RacePrediction: Codable, Hashable, Sendable {
    /// The time in seconds.
    public var seconds: Double
    /// How many times as far as the race it is predicted from.
    public var reach: Double

    public init(seconds: Double, reach: Double) {
        self.seconds = seconds
        self.reach = reach
    }

    private enum CodingKeys: String, CodingKey {
        case seconds
        case reach
    }
}

/// How a person stands on a day.
public struct Readiness: Codable, Hashable, Sendable {
    /// From 0 to 100; 50 is a day as usual.
    public var score: Double
    /// The weighted mean of the z of the contributors.
    public var z: Double
    /// The share of the weight that is known.
    public var coverage: Double
    /// What it is made from, in the order of the weights.
    public var contributors: [ReadinessContributor]
    /// What it is not made from, and why.
    public var missing: [MissingSignal]

    public init(score: Double, z: Double, coverage: Double, contributors: [ReadinessContributor], missing: [MissingSignal]) {
        self.score = score
        self.z = z
        self.coverage = coverage
        self.contributors = contributors
        self.missing = missing
    }

    private enum CodingKeys: String, CodingKey {
        case score
        case z
        case coverage
        case contributors
        case missing
    }
}

/// A signal that is known.
public struct ReadinessContributor: Codable, Hashable, Sendable {
    /// Which.
    public var signal: ReadinessSignal
    /// Its value on the day.
    public var value: Double
    /// What is usual: the median of the days before.
    public var usual: Double
    /// How far it is from that, in usual deviations; above 0 is better.
    public var z: Double
    /// Its weight among those that are known.
    public var weight: Double

    public init(signal: ReadinessSignal, value: Double, usual: Double, z: Double, weight: Double) {
        self.signal = signal
        self.value = value
        self.usual = usual
        self.z = z
        self.weight = weight
    }

    private enum CodingKeys: String, CodingKey {
        case signal
        case value
        case usual
        case z
        case weight
    }
}

/// What readiness is made from.
public enum ReadinessSignal: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case heartRateVariability = "heart_rate_variability"
    case restingHeartRate = "resting_heart_rate"
    case sleepDebt = "sleep_debt"
    case trainingBalance = "training_balance"
    case temperature
    case respiratoryRate = "respiratory_rate"
}

/// One value as a vendor gives it. It becomes a `Sample` only through
/// `normalize`.
public struct Reading: Codable, Hashable, Sendable {
    /// The vendor's object it came in, where the vendor can revise or delete that.
    public var record: RecordVersion?
    /// Who measured.
    public var source: Source
    /// What was measured.
    public var metric: Metric
    /// The value in `unit`, or a category's code.
    public var value: Double
    /// The unit as the vendor writes it; `None` for categories, and nothing else.
    public var unit: String?
    /// When it was, or began.
    public var start: ReadingTime
    /// When it ended; `None` for an instant or a whole civil day.
    public var end: ReadingTime?
    /// The zone the vendor names.
    public var zone: String?
    /// The vendor's remarks, by its own keys.
    public var remarks: [String: String]?

    public init(record: RecordVersion? = nil, source: Source, metric: Metric, value: Double, unit: String? = nil, start: ReadingTime, end: ReadingTime? = nil, zone: String? = nil, remarks: [String: String]? = nil) {
        self.record = record
        self.source = source
        self.metric = metric
        self.value = value
        self.unit = unit
        self.start = start
        self.end = end
        self.zone = zone
        self.remarks = remarks
    }

    private enum CodingKeys: String, CodingKey {
        case record
        case source
        case metric
        case value
        case unit
        case start
        case end
        case zone
        case remarks
    }
}

/// When a vendor says something happened, with exactly as much as the vendor says.
public struct ReadingTime: Codable, Hashable, Sendable {
    /// An instant without any local information.
    public var instant: String?
    /// An instant with the offset in force where it happened.
    public var withOffset: String?
    /// A wall clock without an offset.
    public var local: String?
    /// A civil date.
    public var date: String?

    public init(instant: String? = nil, withOffset: String? = nil, local: String? = nil, date: String? = nil) {
        self.instant = instant
        self.withOffset = withOffset
        self.local = local
        self.date = date
    }

    private enum CodingKeys: String, CodingKey {
        case instant
        case withOffset = "with_offset"
        case local
        case date
    }
}

/// One version of an object, as a delivery names it.
public struct RecordVersion: Codable, Hashable, Sendable {
    /// The provider's slug, for example `whoop`.
    public var provider: String
    /// Where the id is unique, if not in all of the provider: a connection, or one phone's installation.
    public var scope: String?
    /// What kind of object it is, in the provider's word, for example `sleep`.
    public var resource: String
    /// The vendor's id.
    public var externalId: String
    /// The vendor's revision, where it has one that can be compared: a later one is greater. Milliseconds of the
    /// vendor's `updated_at` are one where the vendor promises that they grow.
    public var revision: Int?

    public init(provider: String, scope: String? = nil, resource: String, externalId: String, revision: Int? = nil) {
        self.provider = provider
        self.scope = scope
        self.resource = resource
        self.externalId = externalId
        self.revision = revision
    }

    private enum CodingKeys: String, CodingKey {
        case provider
        case scope
        case resource
        case externalId = "external_id"
        case revision
    }
}

/// How a value came about.
public enum RecordingMethod: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case unknown
    case automatic
    case active
    case manual
}

/// Why something could not be used.
public struct RejectReason: Codable, Hashable, Sendable {
    /// The field's name in the vendor's words.
    public var field: String?
    /// One of `missing_field`, `not_a_number`, `unknown_word`, `wrong_unit`, `implausible`, `too_fast`, `not_a_time`, `end_before_start`, `wrong_clock`, `no_zone`, `malformed`, `unusable`, `truncated`.
    public var kind: String
    /// What stood there.
    public var text: String?
    /// Which vocabulary was looked up.
    public var vocabulary: String?
    /// The metric it was given for.
    public var metric: Metric?
    /// The unit as it was written.
    public var unit: String?
    /// The value in the metric's canonical unit.
    public var value: Double?
    /// The least plausible value.
    public var min: Double?
    /// The greatest plausible value.
    public var max: Double?
    /// How long the interval is.
    public var seconds: Double?
    /// The greatest plausible rate.
    public var maxPerSecond: Double?
    /// The start.
    public var start: String?
    /// The end.
    public var end: String?
    /// The time.
    public var at: String?
    /// The wall-clock time.
    public var local: String?
    /// What the parser said.
    public var detail: String?

    public init(field: String? = nil, kind: String, text: String? = nil, vocabulary: String? = nil, metric: Metric? = nil, unit: String? = nil, value: Double? = nil, min: Double? = nil, max: Double? = nil, seconds: Double? = nil, maxPerSecond: Double? = nil, start: String? = nil, end: String? = nil, at: String? = nil, local: String? = nil, detail: String? = nil) {
        self.field = field
        self.kind = kind
        self.text = text
        self.vocabulary = vocabulary
        self.metric = metric
        self.unit = unit
        self.value = value
        self.min = min
        self.max = max
        self.seconds = seconds
        self.maxPerSecond = maxPerSecond
        self.start = start
        self.end = end
        self.at = at
        self.local = local
        self.detail = detail
    }

    private enum CodingKeys: String, CodingKey {
        case field
        case kind
        case text
        case vocabulary
        case metric
        case unit
        case value
        case min
        case max
        case seconds
        case maxPerSecond = "max_per_second"
        case start
        case end
        case at
        case local
        case detail
    }
}

/// How a day's stress score compares.
public struct RelativeStress: Codable, Hashable, Sendable {
    /// The day's value, in the metric's unit.
    public var value: Double
    /// What is usual: the median of the days before.
    public var usual: Double
    /// How far the day is above that, in usual deviations.
    public var z: Double
    /// How many days the baseline has.
    public var n: Int

    public init(value: Double, usual: Double, z: Double, n: Int) {
        self.value = value
        self.usual = usual
        self.z = z
        self.n = n
    }

    private enum CodingKeys: String, CodingKey {
        case value
        case usual
        case z
        case n
    }
}

/// Whether an episode is over.
public struct Resolution: Codable, Hashable, Sendable {
    /// One of `ongoing`, `resolved`, `unknown`.
    public var state: String
    /// Since the first of the calm days.
    public var on: String?

    public init(state: String, on: String? = nil) {
        self.state = state
        self.on = on
    }

    private enum CodingKeys: String, CodingKey {
        case state
        case on
    }
}

/// A workout, resolved across sources.
public struct ResolvedWorkout: Codable, Hashable, Sendable {
    /// Which sessions it is made of, by their places.
    public var group: WorkoutGroup
    /// What they come to.
    public var merged: MergedWorkout

    public init(group: WorkoutGroup, merged: MergedWorkout) {
        self.group = group
        self.merged = merged
    }

    private enum CodingKeys: String, CodingKey {
        case group
        case merged
    }
}

/// How steady, broken and strong the rhythm is.
public struct RestActivity: Codable, Hashable, Sendable {
    /// How many hours have a value.
    public var n: Int
    /// Interdaily stability.
    public var stability: Double
    /// Intradaily variability.
    public var variability: Double
    /// The mean of the 5 least active hours in a row.
    public var l5: Double
    /// The hour of the clock at which they begin.
    public var l5Start: Int
    /// The mean of the 10 most active hours in a row.
    public var m10: Double
    /// The hour of the clock at which they begin.
    public var m10Start: Int
    /// Relative amplitude.
    public var amplitude: Double

    public init(n: Int, stability: Double, variability: Double, l5: Double, l5Start: Int, m10: Double, m10Start: Int, amplitude: Double) {
        self.n = n
        self.stability = stability
        self.variability = variability
        self.l5 = l5
        self.l5Start = l5Start
        self.m10 = m10
        self.m10Start = m10Start
        self.amplitude = amplitude
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case stability
        case variability
        case l5
        case l5Start = "l5_start"
        case m10
        case m10Start = "m10_start"
        case amplitude
    }
}

/// The heart rate at rest.
public struct RestingHeartRate: Codable, Hashable, Sendable {
    /// The rate, in beats per minute.
    public var rate: Double
    /// How many minutes it rests on.
    public var minutes: Int
    /// How many minutes with a rate were left out because something moved.
    public var moving: Int

    public init(rate: Double, minutes: Int, moving: Int) {
        self.rate = rate
        self.minutes = minutes
        self.moving = moving
    }

    private enum CodingKeys: String, CodingKey {
        case rate
        case minutes
        case moving
    }
}

/// How a source changes what it has once said.
public enum RevisionRule: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case immutable
    case lastWins = "last_wins"
}

/// What is usual in one window.
public struct RollingMedian: Codable, Hashable, Sendable {
    /// How many values the window has.
    public var n: Int
    /// Their middle value.
    public var median: Double
    /// Their median absolute deviation, as it is.
    public var mad: Double

    public init(n: Int, median: Double, mad: Double) {
        self.n = n
        self.median = median
        self.mad = mad
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case median
        case mad
    }
}

/// A point of a route.
public struct RoutePoint: Codable, Hashable, Sendable {
    /// When.
    public var at: String
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Metres above sea level.
    public var altitudeM: Double?
    /// Metres per second.
    public var speedMS: Double?
    /// Degrees from north.
    public var courseDeg: Double?
    /// Horizontal accuracy in metres.
    public var accuracyM: Double?

    public init(at: String, latitude: Double, longitude: Double, altitudeM: Double? = nil, speedMS: Double? = nil, courseDeg: Double? = nil, accuracyM: Double? = nil) {
        self.at = at
        self.latitude = latitude
        self.longitude = longitude
        self.altitudeM = altitudeM
        self.speedMS = speedMS
        self.courseDeg = courseDeg
        self.accuracyM = accuracyM
    }

    private enum CodingKeys: String, CodingKey {
        case at
        case latitude
        case longitude
        case altitudeM = "altitude_m"
        case speedMS = "speed_m_s"
        case courseDeg = "course_deg"
        case accuracyM = "accuracy_m"
    }
}

/// Running at a speed, for a while.
public struct RunStretch: Codable, Hashable, Sendable {
    /// How long, in seconds.
    public var seconds: Double
    /// The speed in metres per second.
    public var speed: Double
    /// The grade: metres up per metre; 0 on the flat.
    public var grade: Double

    public init(seconds: Double, speed: Double, grade: Double) {
        self.seconds = seconds
        self.speed = speed
        self.grade = grade
    }

    private enum CodingKeys: String, CodingKey {
        case seconds
        case speed
        case grade
    }
}

/// One value in its metric's canonical unit.
///
/// There is no unit field: `Metric::spec` says the unit. Bulk work uses
/// `SampleBatch` instead, into which samples are collected.
public struct Sample: Codable, Hashable, Sendable {
    /// The vendor's object it came in, where the vendor can revise or delete that.
    public var record: RecordVersion?
    /// Who measured.
    public var source: Source
    /// What was measured.
    public var metric: Metric
    /// When it was, or began.
    public var start: String
    /// When it ended, exclusive; equal to the start for an instant.
    public var end: String
    /// The value in the metric's canonical unit, or a category's code.
    public var value: Double
    /// Local time and the vendor's remarks.
    public var attributes: SampleAttributes?

    public init(record: RecordVersion? = nil, source: Source, metric: Metric, start: String, end: String, value: Double, attributes: SampleAttributes? = nil) {
        self.record = record
        self.source = source
        self.metric = metric
        self.start = start
        self.end = end
        self.value = value
        self.attributes = attributes
    }

    private enum CodingKeys: String, CodingKey {
        case record
        case source
        case metric
        case start
        case end
        case value
        case attributes
    }
}

/// What is known about one sample beside its value: local time and the vendor's own remarks.
///
/// Few distinct sets occur, so batches and blocks keep each set once and an index per row.
public struct SampleAttributes: Codable, Hashable, Sendable {
    /// The offset from UTC at the start, in seconds east.
    public var o: Int?
    /// The offset from UTC at the end, where it differs from that at the start.
    public var e: Int?
    /// The zone the vendor names.
    public var z: String?
    /// True for a value of a whole civil day, as the vendor dates it: a daily total or score.
    public var d: Bool?
    /// The vendor's remarks, by its own keys.
    public var m: [String: String]?

    public init(o: Int? = nil, e: Int? = nil, z: String? = nil, d: Bool? = nil, m: [String: String]? = nil) {
        self.o = o
        self.e = e
        self.z = z
        self.d = d
        self.m = m
    }

    private enum CodingKeys: String, CodingKey {
        case o
        case e
        case z
        case d
        case m
    }
}

/// How regular intervals are.
public struct SampleEntropy: Codable, Hashable, Sendable {
    /// How many places there are that have two intervals after them.
    public var n: Int
    /// The sample entropy, in nats.
    public var entropy: Double
    /// Below which two intervals are alike, in milliseconds.
    public var toleranceMs: Double

    public init(n: Int, entropy: Double, toleranceMs: Double) {
        self.n = n
        self.entropy = entropy
        self.toleranceMs = toleranceMs
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case entropy
        case toleranceMs = "tolerance_ms"
    }
}

/// A score, or why there is none.
public struct Score: Codable, Hashable, Sendable {
    /// What it sums up.
    public var kind: ScoreKind
    /// From 0 to 100; none where too little is known.
    public var value: Double?
    /// Why there is none.
    public var reason: NoAnswer?
    /// The share of the weight that is known, from 0 to 1.
    public var confidence: Double
    /// What it is made from, the heaviest first.
    public var components: [ScorePart]
    /// What it is not made from, and why, the heaviest first.
    public var missing: [MissingComponent]
    /// The version of the method.
    public var version: Int

    public init(kind: ScoreKind, value: Double? = nil, reason: NoAnswer? = nil, confidence: Double, components: [ScorePart], missing: [MissingComponent], version: Int) {
        self.kind = kind
        self.value = value
        self.reason = reason
        self.confidence = confidence
        self.components = components
        self.missing = missing
        self.version = version
    }

    private enum CodingKeys: String, CodingKey {
        case kind
        case value
        case reason
        case confidence
        case components
        case missing
        case version
    }
}

/// What a score is made from.
public enum ScoreComponent: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case sleep
    case activity
    case cardio
    case recovery
    case sleepLength = "sleep_length"
    case sleepContinuity = "sleep_continuity"
    case sleepRegularity = "sleep_regularity"
    case activeMinutes = "active_minutes"
    case steps
    case oxygenUptake = "oxygen_uptake"
    case restingHeartRate = "resting_heart_rate"
    case heartRateVariability = "heart_rate_variability"
    case sleepDebt = "sleep_debt"
    case trainingBalance = "training_balance"
    case temperature
    case respiratoryRate = "respiratory_rate"
}

/// What a score sums up.
public enum ScoreKind: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case overall
    case sleep
    case activity
    case cardio
    case recovery
}

/// A component that is known.
public struct ScorePart: Codable, Hashable, Sendable {
    /// Which.
    public var component: ScoreComponent
    /// From 0 to 100.
    public var points: Double
    /// Its weight among those that are known.
    public var weight: Double
    /// What was measured.
    public var value: Double
    /// The UCUM code of its unit.
    public var unit: String
    /// The method that answers it.
    public var method: String

    public init(component: ScoreComponent, points: Double, weight: Double, value: Double, unit: String, method: String) {
        self.component = component
        self.points = points
        self.weight = weight
        self.value = value
        self.unit = unit
        self.method = method
    }

    private enum CodingKeys: String, CodingKey {
        case component
        case points
        case weight
        case value
        case unit
        case method
    }
}

/// A scored stage.
public enum ScoredStage: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case wake
    case n1
    case n2
    case light
    case n3
    case rem
    case asleep
    case unknown
}

/// The scores of a day.
public struct Scores: Codable, Hashable, Sendable {
    /// All of them.
    public var overall: Score
    /// Sleep.
    public var sleep: Score
    /// Activity.
    public var activity: Score
    /// Heart and fitness.
    public var cardio: Score
    /// Readiness.
    public var recovery: Score

    public init(overall: Score, sleep: Score, activity: Score, cardio: Score, recovery: Score) {
        self.overall = overall
        self.sleep = sleep
        self.activity = activity
        self.cardio = cardio
        self.recovery = recovery
    }

    private enum CodingKeys: String, CodingKey {
        case overall
        case sleep
        case activity
        case cardio
        case recovery
    }
}

/// Picks sources; a part that is missing picks all.
public struct Selector: Codable, Hashable, Sendable {
    /// The provider's slug.
    public var provider: String?
    /// The writer inside the provider.
    public var origin: String?
    /// The kind of device.
    public var deviceKind: DeviceKind?

    public init(provider: String? = nil, origin: String? = nil, deviceKind: DeviceKind? = nil) {
        self.provider = provider
        self.origin = origin
        self.deviceKind = deviceKind
    }

    private enum CodingKeys: String, CodingKey {
        case provider
        case origin
        case deviceKind = "device_kind"
    }
}

/// How much of the time a trace covers.
public struct SensorWear: Codable, Hashable, Sendable {
    /// How many days there are from the first reading to the last.
    public var days: Double
    /// How many minutes the sensor leaves between readings.
    public var intervalMinutes: Int
    /// How much of the time has readings, in percent.
    public var activePercent: Double
    /// Tells whether these are at least 14 days with at least 70 % of the readings, as the consensus asks for
    /// (Battelino 2019, Diabetes Care 42:1593).
    public var sufficient: Bool

    public init(days: Double, intervalMinutes: Int, activePercent: Double, sufficient: Bool) {
        self.days = days
        self.intervalMinutes = intervalMinutes
        self.activePercent = activePercent
        self.sufficient = sufficient
    }

    private enum CodingKeys: String, CodingKey {
        case days
        case intervalMinutes = "interval_minutes"
        case activePercent = "active_percent"
        case sufficient
    }
}

/// The values of two series that stand together.
public struct SeriesPairs: Codable, Hashable, Sendable {
    /// Those of the first.
    public var x: [Double]
    /// Those of the second.
    public var y: [Double]

    public init(x: [Double], y: [Double]) {
        self.x = x
        self.y = y
    }

    private enum CodingKeys: String, CodingKey {
        case x
        case y
    }
}

/// One night, nap or workout of one source.
public struct Session: Codable, Hashable, Sendable {
    /// The stages in order of time; those of one source may overlap until they are resolved.
    public var stages: [StageStretch]?
    /// Whether it is a nap, where the vendor says so.
    public var nap: Bool?
    /// The vendor's own totals, beside the stages or instead of them.
    public var totals: SleepTotals?
    /// One of `sleep`, `workout`.
    public var kind: String
    /// Who recorded it.
    public var source: Source
    /// The vendor's object it came as, where the vendor's id is stable across deliveries.
    public var record: RecordVersion?
    /// When it began.
    public var start: String
    /// When it ended, exclusive. End minus start is the elapsed time, pauses included.
    public var end: String
    /// Local time and the vendor's remarks.
    public var attributes: SampleAttributes?
    /// The canonical sport.
    public var sport: Sport?
    /// The vendor's own word for the sport.
    public var vendorSport: String?
    /// The title a person gave it.
    public var title: String?
    /// The timer's time without pauses, in seconds.
    public var timerS: Double?
    /// Totals, means and extremes as the source gives them.
    public var statistics: [WorkoutStatistic]?
    /// Laps and segments.
    public var laps: [WorkoutLap]?
    /// Pauses and other marks.
    public var events: [WorkoutEvent]?
    /// Parts of a multisport workout, or intervals.
    public var parts: [WorkoutPart]?
    /// The way that was taken.
    public var route: [RoutePoint]?

    public init(stages: [StageStretch]? = nil, nap: Bool? = nil, totals: SleepTotals? = nil, kind: String, source: Source, record: RecordVersion? = nil, start: String, end: String, attributes: SampleAttributes? = nil, sport: Sport? = nil, vendorSport: String? = nil, title: String? = nil, timerS: Double? = nil, statistics: [WorkoutStatistic]? = nil, laps: [WorkoutLap]? = nil, events: [WorkoutEvent]? = nil, parts: [WorkoutPart]? = nil, route: [RoutePoint]? = nil) {
        self.stages = stages
        self.nap = nap
        self.totals = totals
        self.kind = kind
        self.source = source
        self.record = record
        self.start = start
        self.end = end
        self.attributes = attributes
        self.sport = sport
        self.vendorSport = vendorSport
        self.title = title
        self.timerS = timerS
        self.statistics = statistics
        self.laps = laps
        self.events = events
        self.parts = parts
        self.route = route
    }

    private enum CodingKeys: String, CodingKey {
        case stages
        case nap
        case totals
        case kind
        case source
        case record
        case start
        case end
        case attributes
        case sport
        case vendorSport = "vendor_sport"
        case title
        case timerS = "timer_s"
        case statistics
        case laps
        case events
        case parts
        case route
    }
}

/// How urgent it is to look.
public enum Severity: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case low
    case medium
    case high
    case critical
}

/// The sex that reference values in the literature are given for.
public enum Sex: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case female
    case male
}

/// How much the times of sleep vary. All are in hours.
public struct SleepConsistency: Codable, Hashable, Sendable {
    /// How many nights there are.
    public var n: Int
    /// When sleep begins.
    public var onset: Circular
    /// When it ends.
    public var wake: Circular
    /// When its middle is.
    public var midpoint: Circular
    /// The standard deviation of how long it lasts, from its beginning to its end.
    public var lengthSd: Double

    public init(n: Int, onset: Circular, wake: Circular, midpoint: Circular, lengthSd: Double) {
        self.n = n
        self.onset = onset
        self.wake = wake
        self.midpoint = midpoint
        self.lengthSd = lengthSd
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case onset
        case wake
        case midpoint
        case lengthSd = "length_sd"
    }
}

/// How much less was slept than needed, in hours.
public struct SleepDebt: Codable, Hashable, Sendable {
    /// How many of the 14 days are known.
    public var n: Int
    /// The sum of what was missing less what was more.
    public var cumulative: Double
    /// The sum of what was missing.
    public var shortfall: Double
    /// What is missing on a day, the newest counting most.
    public var weighted: Double

    public init(n: Int, cumulative: Double, shortfall: Double, weighted: Double) {
        self.n = n
        self.cumulative = cumulative
        self.shortfall = shortfall
        self.weighted = weighted
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case cumulative
        case shortfall
        case weighted
    }
}

/// How much of a night was sleep, in per cent.
public struct SleepEfficiency: Codable, Hashable, Sendable {
    /// Of the time in bed.
    public var ofTimeInBed: Double
    /// Of sleep and waking after its onset; none where waking is not told.
    public var ofSleepPeriod: Double?

    public init(ofTimeInBed: Double, ofSleepPeriod: Double? = nil) {
        self.ofTimeInBed = ofTimeInBed
        self.ofSleepPeriod = ofSleepPeriod
    }

    private enum CodingKeys: String, CodingKey {
        case ofTimeInBed = "of_time_in_bed"
        case ofSleepPeriod = "of_sleep_period"
    }
}

/// What is judged of a night.
public enum SleepIndicator: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case lengthH = "length_h"
    case latencyMin = "latency_min"
    case longAwakenings = "long_awakenings"
    case wasoMin = "waso_min"
    case efficiencyPercent = "efficiency_percent"
}

/// How many hours of sleep are recommended.
public struct SleepNeed: Codable, Hashable, Sendable {
    /// The least.
    public var least: Double
    /// The most.
    public var most: Double

    public init(least: Double, most: Double) {
        self.least = least
        self.most = most
    }

    private enum CodingKeys: String, CodingKey {
        case least
        case most
    }
}

/// Which indicators a night meets.
public struct SleepQuality: Codable, Hashable, Sendable {
    /// Those that could be judged, three at least.
    public var indicators: [JudgedIndicator]
    /// The share of them that is met, from 0 to 1.
    public var met: Double

    public init(indicators: [JudgedIndicator], met: Double) {
        self.indicators = indicators
        self.met = met
    }

    private enum CodingKeys: String, CodingKey {
        case indicators
        case met
    }
}

/// How regular sleep is.
public struct SleepRegularity: Codable, Hashable, Sendable {
    /// The index, from −100 to 100.
    public var index: Double
    /// How many pairs of epochs it rests on.
    public var pairs: Int
    /// How many pairs the days have; what is missing is unknown.
    public var possible: Int

    public init(index: Double, pairs: Int, possible: Int) {
        self.index = index
        self.pairs = pairs
        self.possible = possible
    }

    private enum CodingKeys: String, CodingKey {
        case index
        case pairs
        case possible
    }
}

/// Names a stage of sleep.
public enum SleepStage: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case inBed = "in_bed"
    case outOfBed = "out_of_bed"
    case awake
    case light
    case deep
    case rem
    case asleepUnspecified = "asleep_unspecified"
    case unknown
}

/// What a hypnogram comes to. Times are in seconds, shares in per cent.
public struct SleepStatistics: Codable, Hashable, Sendable {
    /// From beginning to end.
    public var inBedS: Double
    /// From the first sleep to the end of the last.
    public var periodS: Double
    /// Asleep.
    public var asleepS: Double
    /// Awake inside the sleep period.
    public var wasoS: Double
    /// Unknown, inside the sleep period or not.
    public var unknownS: Double
    /// From the beginning to the first sleep.
    public var latencyS: Double
    /// How often awake inside the sleep period.
    public var awakenings: Int
    /// How often a stage is followed by another, inside the sleep period.
    public var shifts: Int
    /// Awakenings and shifts to N1, per hour of sleep.
    public var fragmentation: Double
    /// Sleep in per cent of the time in bed.
    public var efficiency: Double
    /// Sleep in per cent of the sleep period.
    public var maintenance: Double

    public init(inBedS: Double, periodS: Double, asleepS: Double, wasoS: Double, unknownS: Double, latencyS: Double, awakenings: Int, shifts: Int, fragmentation: Double, efficiency: Double, maintenance: Double) {
        self.inBedS = inBedS
        self.periodS = periodS
        self.asleepS = asleepS
        self.wasoS = wasoS
        self.unknownS = unknownS
        self.latencyS = latencyS
        self.awakenings = awakenings
        self.shifts = shifts
        self.fragmentation = fragmentation
        self.efficiency = efficiency
        self.maintenance = maintenance
    }

    private enum CodingKeys: String, CodingKey {
        case inBedS = "in_bed_s"
        case periodS = "period_s"
        case asleepS = "asleep_s"
        case wasoS = "waso_s"
        case unknownS = "unknown_s"
        case latencyS = "latency_s"
        case awakenings
        case shifts
        case fragmentation
        case efficiency
        case maintenance
    }
}

/// What a vendor sums up of a night or a nap, in whole seconds, by its own definitions.
///
/// Some vendors tell totals and no stages (WHOOP, Suunto), some both. A night is answered from the stages where there
/// are some and from the totals otherwise, never from both; `NightBasis` says which. A
/// vendor's efficiency is a sample of its own metric. What the vendor does not tell is `None`, never 0.
public struct SleepTotals: Codable, Hashable, Sendable {
    /// In bed.
    public var inBedS: Int?
    /// Asleep, in whatever stage.
    public var asleepS: Int?
    /// Light sleep, N1 and N2.
    public var lightS: Int?
    /// Deep sleep, N3.
    public var deepS: Int?
    /// REM sleep.
    public var remS: Int?
    /// Asleep in a stage the vendor could not tell.
    public var unspecifiedS: Int?
    /// Awake.
    public var awakeS: Int?
    /// Not measured.
    public var unknownS: Int?
    /// From going to bed to the first sleep.
    public var latencyS: Int?
    /// Awake after the first sleep.
    public var wasoS: Int?
    /// How often awake after the first sleep.
    public var awakenings: Int?

    public init(inBedS: Int? = nil, asleepS: Int? = nil, lightS: Int? = nil, deepS: Int? = nil, remS: Int? = nil, unspecifiedS: Int? = nil, awakeS: Int? = nil, unknownS: Int? = nil, latencyS: Int? = nil, wasoS: Int? = nil, awakenings: Int? = nil) {
        self.inBedS = inBedS
        self.asleepS = asleepS
        self.lightS = lightS
        self.deepS = deepS
        self.remS = remS
        self.unspecifiedS = unspecifiedS
        self.awakeS = awakeS
        self.unknownS = unknownS
        self.latencyS = latencyS
        self.wasoS = wasoS
        self.awakenings = awakenings
    }

    private enum CodingKeys: String, CodingKey {
        case inBedS = "in_bed_s"
        case asleepS = "asleep_s"
        case lightS = "light_s"
        case deepS = "deep_s"
        case remS = "rem_s"
        case unspecifiedS = "unspecified_s"
        case awakeS = "awake_s"
        case unknownS = "unknown_s"
        case latencyS = "latency_s"
        case wasoS = "waso_s"
        case awakenings
    }
}

/// A stretch of sleep by the clock of the person.
public struct Slept: Codable, Hashable, Sendable {
    /// The date of waking.
    public var date: String
    /// What it is to that date.
    public var kind: NightKind
    /// When the first sleep began, by the clock of then.
    public var start: String
    /// When the last sleep ended, by the clock of then.
    public var end: String
    /// How long was slept, in hours; none where nobody tells.
    public var asleepH: Double?

    public init(date: String, kind: NightKind, start: String, end: String, asleepH: Double? = nil) {
        self.date = date
        self.kind = kind
        self.start = start
        self.end = end
        self.asleepH = asleepH
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case kind
        case start
        case end
        case asleepH = "asleep_h"
    }
}

/// Who measured.
public struct Source: Codable, Hashable, Sendable {
    /// The provider's slug, for example `apple_health`.
    public var provider: String
    /// The stable writer inside the provider: a package name, a serial number, or for Apple's export the
    /// normalised first-seen source name.
    public var origin: String
    /// How the values came about; typed and measured values of one writer are two sources.
    public var recording: RecordingMethod
    /// The name to show, as the vendor spells it.
    public var name: String
    /// What kind of device it is.
    public var deviceKind: DeviceKind
    /// The device, where the vendor describes it.
    public var device: Device?
    /// How it revises.
    public var revision: RevisionRule

    public init(provider: String, origin: String, recording: RecordingMethod, name: String, deviceKind: DeviceKind, device: Device? = nil, revision: RevisionRule) {
        self.provider = provider
        self.origin = origin
        self.recording = recording
        self.name = name
        self.deviceKind = deviceKind
        self.device = device
        self.revision = revision
    }

    private enum CodingKeys: String, CodingKey {
        case provider
        case origin
        case recording
        case name
        case deviceKind = "device_kind"
        case device
        case revision
    }
}

/// What one source has to do with a bucket.
public struct SourceShare: Codable, Hashable, Sendable {
    /// Index into the series.
    public var source: Int
    /// How many of its samples.
    public var count: Int
    /// What they come to.
    public var value: Double

    public init(source: Int, count: Int, value: Double) {
        self.source = source
        self.count = count
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case source
        case count
        case value
    }
}

/// How much intervals vary at each frequency.
public struct Spectrum: Codable, Hashable, Sendable {
    /// How it was made.
    public var pipeline: SpectrumPipeline
    /// How long the run is, in seconds.
    public var seconds: Double
    /// How many segments were averaged.
    public var segments: Int
    /// How far frequencies are apart, in Hz; the first is 0.
    public var stepHz: Double
    /// The one-sided power density at each, in ms²/Hz.
    public var density: [Double]

    public init(pipeline: SpectrumPipeline, seconds: Double, segments: Int, stepHz: Double, density: [Double]) {
        self.pipeline = pipeline
        self.seconds = seconds
        self.segments = segments
        self.stepHz = stepHz
        self.density = density
    }

    private enum CodingKeys: String, CodingKey {
        case pipeline
        case seconds
        case segments
        case stepHz = "step_hz"
        case density
    }
}

/// How a spectrum is made.
public struct SpectrumPipeline: Codable, Hashable, Sendable {
    /// How often a second the intervals are read, from 1 to 100.
    public var resampleHz: Double
    /// How they are read between beats.
    public var interpolation: Interpolation
    /// How long a segment is, in seconds, at least 30.
    public var segmentS: Double
    /// What is taken away from each segment.
    public var detrend: Detrend

    public init(resampleHz: Double, interpolation: Interpolation, segmentS: Double, detrend: Detrend) {
        self.resampleHz = resampleHz
        self.interpolation = interpolation
        self.segmentS = segmentS
        self.detrend = detrend
    }

    private enum CodingKeys: String, CodingKey {
        case resampleHz = "resample_hz"
        case interpolation
        case segmentS = "segment_s"
        case detrend
    }
}

/// A sport.
public enum Sport: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case running
    case trailRunning = "trail_running"
    case treadmillRunning = "treadmill_running"
    case virtualRunning = "virtual_running"
    case trackRunning = "track_running"
    case trackAndField = "track_and_field"
    case obstacleRacing = "obstacle_racing"
    case orienteering
    case walking
    case treadmillWalking = "treadmill_walking"
    case nordicWalking = "nordic_walking"
    case dogWalking = "dog_walking"
    case strollerWalking = "stroller_walking"
    case hiking
    case backpacking
    case mountaineering
    case rockClimbing = "rock_climbing"
    case indoorClimbing = "indoor_climbing"
    case bouldering
    case cycling
    case roadCycling = "road_cycling"
    case gravelCycling = "gravel_cycling"
    case mountainBiking = "mountain_biking"
    case bmx
    case cyclocross
    case trackCycling = "track_cycling"
    case indoorCycling = "indoor_cycling"
    case spinning
    case virtualCycling = "virtual_cycling"
    case eBiking = "e_biking"
    case eMountainBiking = "e_mountain_biking"
    case handCycling = "hand_cycling"
    case velomobile
    case swimming
    case poolSwimming = "pool_swimming"
    case openWaterSwimming = "open_water_swimming"
    case waterAerobics = "water_aerobics"
    case triathlon
    case duathlon
    case swimrun
    case multisport
    case transition
    case strengthTraining = "strength_training"
    case weightlifting
    case functionalTraining = "functional_training"
    case coreTraining = "core_training"
    case calisthenics
    case crossfit
    case crossTraining = "cross_training"
    case circuitTraining = "circuit_training"
    case hiit
    case bootCamp = "boot_camp"
    case cardio
    case elliptical
    case indoorRowing = "indoor_rowing"
    case stairClimbing = "stair_climbing"
    case stairMachine = "stair_machine"
    case stepTraining = "step_training"
    case jumpRope = "jump_rope"
    case aerobics
    case groupClass = "group_class"
    case fitnessEquipment = "fitness_equipment"
    case yoga
    case pilates
    case barre
    case taiChi = "tai_chi"
    case mindAndBody = "mind_and_body"
    case stretching
    case meditation
    case breathwork
    case cooldown
    case alpineSkiing = "alpine_skiing"
    case crossCountrySkiing = "cross_country_skiing"
    case backcountrySkiing = "backcountry_skiing"
    case snowboarding
    case snowshoeing
    case iceSkating = "ice_skating"
    case biathlon
    case curling
    case winterSport = "winter_sport"
    case snowmobiling
    case motorcycling
    case motorSport = "motor_sport"
    case skating
    case inlineSkating = "inline_skating"
    case rollerSkating = "roller_skating"
    case rollerSkiing = "roller_skiing"
    case skateboarding
    case fishing
    case discSport = "disc_sport"
    case golf
    case discGolf = "disc_golf"
    case archery
    case shooting
    case hunting
    case horseRiding = "horse_riding"
    case gymnastics
    case bowling
    case parkour
    case rowing
    case kayaking
    case canoeing
    case paddling
    case standUpPaddling = "stand_up_paddling"
    case rafting
    case surfing
    case kitesurfing
    case windsurfing
    case sailing
    case boating
    case waterPolo = "water_polo"
    case waterSkiing = "water_skiing"
    case wakeboarding
    case diving
    case freediving
    case snorkeling
    case waterSport = "water_sport"
    case soccer
    case futsal
    case basketball
    case americanFootball = "american_football"
    case australianFootball = "australian_football"
    case gaelicFootball = "gaelic_football"
    case rugby
    case baseball
    case softball
    case volleyball
    case beachVolleyball = "beach_volleyball"
    case handball
    case netball
    case hockey
    case iceHockey = "ice_hockey"
    case fieldHockey = "field_hockey"
    case rollerHockey = "roller_hockey"
    case floorball
    case lacrosse
    case cricket
    case ultimateFrisbee = "ultimate_frisbee"
    case teamSport = "team_sport"
    case tennis
    case padel
    case pickleball
    case badminton
    case squash
    case racquetball
    case tableTennis = "table_tennis"
    case racketSport = "racket_sport"
    case boxing
    case kickboxing
    case martialArts = "martial_arts"
    case wrestling
    case fencing
    case dance
    case ballet
    case ballroomDance = "ballroom_dance"
    case zumba
    case paragliding
    case skydiving
    case wheelchair
    case wheelchairWalk = "wheelchair_walk"
    case wheelchairRun = "wheelchair_run"
    case recovery
    case gaming
    case chores
    case work
    case lifestyle
    case generic
    case other
}

/// The centre and the spread of values.
public struct Spread: Codable, Hashable, Sendable {
    /// How many values there are.
    public var n: Int
    /// The middle value.
    public var median: Double
    /// The median absolute deviation from the median, as it is.
    public var mad: Double
    /// What a standard deviation would be if the usual values are normal; always above 0.
    public var sigma: Double
    /// What sigma is made from.
    public var basis: SpreadBasis

    public init(n: Int, median: Double, mad: Double, sigma: Double, basis: SpreadBasis) {
        self.n = n
        self.median = median
        self.mad = mad
        self.sigma = sigma
        self.basis = basis
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case median
        case mad
        case sigma
        case basis
    }
}

/// What a sigma is made from.
public enum SpreadBasis: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case mad
    case quartiles
    case meanDeviation = "mean_deviation"
}

/// A stage in per cent of all sleep.
public struct StageShare: Codable, Hashable, Sendable {
    /// The share.
    public var percent: Double
    /// Whether experts call it good; none where they do not agree.
    public var good: Bool?

    public init(percent: Double, good: Bool? = nil) {
        self.percent = percent
        self.good = good
    }

    private enum CodingKeys: String, CodingKey {
        case percent
        case good
    }
}

/// What sleep was made of.
public struct StageShares: Codable, Hashable, Sendable {
    /// Light sleep.
    public var light: Double
    /// Deep sleep.
    public var deep: StageShare
    /// REM sleep.
    public var rem: StageShare
    /// Sleep in a stage nobody names.
    public var unnamed: Double

    public init(light: Double, deep: StageShare, rem: StageShare, unnamed: Double) {
        self.light = light
        self.deep = deep
        self.rem = rem
        self.unnamed = unnamed
    }

    private enum CodingKeys: String, CodingKey {
        case light
        case deep
        case rem
        case unnamed
    }
}

/// One stretch of one sleep stage.
public struct StageStretch: Codable, Hashable, Sendable {
    /// The stage.
    public var stage: SleepStage
    /// When it began.
    public var start: String
    /// When it ended, exclusive.
    public var end: String

    public init(stage: SleepStage, start: String, end: String) {
        self.stage = stage
        self.start = start
        self.end = end
    }

    private enum CodingKeys: String, CodingKey {
        case stage
        case start
        case end
    }
}

/// What a statistic says.
public enum StatisticKind: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case sum
    case mean
    case min
    case max
}

/// How stressful a session was.
public struct StressScore: Codable, Hashable, Sendable {
    /// An hour at threshold is 100.
    public var score: Double
    /// The share of the threshold.
    public var intensityFactor: Double
    /// How long was measured.
    public var hours: Double
    /// By what.
    public var basis: StressScoreBasis

    public init(score: Double, intensityFactor: Double, hours: Double, basis: StressScoreBasis) {
        self.score = score
        self.intensityFactor = intensityFactor
        self.hours = hours
        self.basis = basis
    }

    private enum CodingKeys: String, CodingKey {
        case score
        case intensityFactor = "intensity_factor"
        case hours
        case basis
    }
}

/// What a score is made from.
public enum StressScoreBasis: String, Codable, CodingKeyRepresentable, Hashable, CaseIterable, Sendable {
    case power
    case pace
}

/// What a value is called.
public struct ThresholdLabel: Codable, Hashable, Sendable {
    /// The word for it.
    public var label: String
    /// Where it lies.
    public var grade: Grade
    /// Who calls it so.
    public var source: String

    public init(label: String, grade: Grade, source: String) {
        self.label = label
        self.grade = grade
        self.source = source
    }

    private enum CodingKeys: String, CodingKey {
        case label
        case grade
        case source
    }
}

/// How much intervals vary. Times are in milliseconds, rates in beats per minute, shares in per cent.
public struct TimeDomain: Codable, Hashable, Sendable {
    /// How many intervals there are.
    public var n: Int
    /// How many successive differences there are.
    public var nDifferences: Int
    /// The mean interval.
    public var meanNn: Double
    /// The middle interval.
    public var medianNn: Double
    /// The shortest interval.
    public var minNn: Double
    /// The longest interval.
    public var maxNn: Double
    /// The standard deviation of the intervals.
    public var sdnn: Double
    /// The root mean square of successive differences.
    public var rmssd: Double
    /// Its natural logarithm; none where all intervals are equal.
    public var lnRmssd: Double?
    /// The standard deviation of successive differences.
    public var sdsd: Double
    /// Differences of more than 50 ms.
    public var nn50: Int
    /// Differences of more than 20 ms.
    public var nn20: Int
    /// NN50 in per cent of the differences.
    public var pnn50: Double
    /// NN20 in per cent of the differences.
    public var pnn20: Double
    /// SDNN divided by the mean interval.
    public var cvnn: Double
    /// RMSSD divided by the mean interval.
    public var cvsd: Double
    /// The mean of the beats' rates.
    public var meanRate: Double

    public init(n: Int, nDifferences: Int, meanNn: Double, medianNn: Double, minNn: Double, maxNn: Double, sdnn: Double, rmssd: Double, lnRmssd: Double? = nil, sdsd: Double, nn50: Int, nn20: Int, pnn50: Double, pnn20: Double, cvnn: Double, cvsd: Double, meanRate: Double) {
        self.n = n
        self.nDifferences = nDifferences
        self.meanNn = meanNn
        self.medianNn = medianNn
        self.minNn = minNn
        self.maxNn = maxNn
        self.sdnn = sdnn
        self.rmssd = rmssd
        self.lnRmssd = lnRmssd
        self.sdsd = sdsd
        self.nn50 = nn50
        self.nn20 = nn20
        self.pnn50 = pnn50
        self.pnn20 = pnn20
        self.cvnn = cvnn
        self.cvsd = cvsd
        self.meanRate = meanRate
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case nDifferences = "n_differences"
        case meanNn = "mean_nn"
        case medianNn = "median_nn"
        case minNn = "min_nn"
        case maxNn = "max_nn"
        case sdnn
        case rmssd
        case lnRmssd = "ln_rmssd"
        case sdsd
        case nn50
        case nn20
        case pnn50
        case pnn20
        case cvnn
        case cvsd
        case meanRate = "mean_rate"
    }
}

/// How long each zone took, in seconds.
public struct TimeInZones: Codable, Hashable, Sendable {
    /// Below the first zone.
    public var belowS: Double
    /// The five zones.
    public var zonesS: [Double]
    /// Without a heart rate: what gaps have beyond what a sample may count for.
    public var unknownS: Double

    public init(belowS: Double, zonesS: [Double], unknownS: Double) {
        self.belowS = belowS
        self.zonesS = zonesS
        self.unknownS = unknownS
    }

    private enum CodingKeys: String, CodingKey {
        case belowS = "below_s"
        case zonesS = "zones_s"
        case unknownS = "unknown_s"
    }
}

/// From an instant to another, half-open.
public struct TimeStretch: Codable, Hashable, Sendable {
    /// The first instant.
    public var start: String
    /// The end.
    public var end: String

    public init(start: String, end: String) {
        self.start = start
        self.end = end
    }

    private enum CodingKeys: String, CodingKey {
        case start
        case end
    }
}

/// What the days up to one have added up to.
public struct TrainingLoad: Codable, Hashable, Sendable {
    /// The day.
    public var date: String
    /// Its own load; `None` where nothing is known of it.
    public var load: Double?
    /// The chronic load at its end (CTL).
    public var chronic: Double
    /// The acute load at its end (ATL).
    public var acute: Double
    /// The balance on its morning (TSB): chronic less acute load of the day before.
    public var balance: Double
    /// The share of the chronic load's weight that rests on days that are known.
    public var chronicKnown: Double
    /// The same of the acute load.
    public var acuteKnown: Double
    /// Tells whether the chronic load rests on enough days (`WARM`) to be read.
    public var warm: Bool

    public init(date: String, load: Double? = nil, chronic: Double, acute: Double, balance: Double, chronicKnown: Double, acuteKnown: Double, warm: Bool) {
        self.date = date
        self.load = load
        self.chronic = chronic
        self.acute = acute
        self.balance = balance
        self.chronicKnown = chronicKnown
        self.acuteKnown = acuteKnown
        self.warm = warm
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case load
        case chronic
        case acute
        case balance
        case chronicKnown = "chronic_known"
        case acuteKnown = "acute_known"
        case warm
    }
}

/// What weighs the heart rate reserve in Banister's formula: `scale·e^(exponent·x)`.
public struct TrimpCoefficients: Codable, Hashable, Sendable {
    /// `a`.
    public var scale: Double
    /// `b`.
    public var exponent: Double

    public init(scale: Double, exponent: Double) {
        self.scale = scale
        self.exponent = exponent
    }

    private enum CodingKeys: String, CodingKey {
        case scale
        case exponent
    }
}

/// Pairs of two series that could not be tested.
public struct Untested: Codable, Hashable, Sendable {
    /// The place of the one in the list of series.
    public var a: Int
    /// The place of the other.
    public var b: Int
    /// At how many lags.
    public var lags: Int
    /// Why, at the lag that came closest.
    public var reason: NoAnswer

    public init(a: Int, b: Int, lags: Int, reason: NoAnswer) {
        self.a = a
        self.b = b
        self.lags = lags
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case a
        case b
        case lags
        case reason
    }
}

/// Something unusual of a metric.
public struct Unusual: Codable, Hashable, Sendable {
    /// The metric.
    public var metric: Metric
    /// What was found.
    public var finding: Finding

    public init(metric: Metric, finding: Finding) {
        self.metric = metric
        self.finding = finding
    }

    private enum CodingKeys: String, CodingKey {
        case metric
        case finding
    }
}

/// What is usual of a metric.
public struct UsualValue: Codable, Hashable, Sendable {
    /// The mean of the days.
    public var mean: Double
    /// Their median.
    public var median: Double
    /// Their robust standard deviation.
    public var spread: Double
    /// The UCUM code of the unit.
    public var unit: String
    /// How many days have a value.
    public var n: Int
    /// The first day looked at.
    public var from: String
    /// The last.
    public var to: String

    public init(mean: Double, median: Double, spread: Double, unit: String, n: Int, from: String, to: String) {
        self.mean = mean
        self.median = median
        self.spread = spread
        self.unit = unit
        self.n = n
        self.from = from
        self.to = to
    }

    private enum CodingKeys: String, CodingKey {
        case mean
        case median
        case spread
        case unit
        case n
        case from
        case to
    }
}

/// What is said of one night.
public struct WatchedNight: Codable, Hashable, Sendable {
    /// The date on which the night ended.
    public var date: String
    /// The night's value in beats per minute, without decimals.
    public var average: Double
    /// True where the night is missing and its neighbours stand for it.
    public var imputed: Bool
    /// What is usual so far.
    public var usual: Double
    /// What it says.
    public var alert: NightAlert

    public init(date: String, average: Double, imputed: Bool, usual: Double, alert: NightAlert) {
        self.date = date
        self.average = average
        self.imputed = imputed
        self.usual = usual
        self.alert = alert
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case average
        case imputed
        case usual
        case alert
    }
}

/// A mark on a workout's timeline.
public struct WorkoutEvent: Codable, Hashable, Sendable {
    /// What happened, in canonical words where there is one: `pause`, `resume`, `motion_paused`, ….
    public var kind: String
    /// When.
    public var at: String

    public init(kind: String, at: String) {
        self.kind = kind
        self.at = at
    }

    private enum CodingKeys: String, CodingKey {
        case kind
        case at
    }
}

/// Records of the same workout.
public struct WorkoutGroup: Codable, Hashable, Sendable {
    /// Indexes into the sessions, best first.
    public var members: [Int]
    /// The identities of the members, in the same order. Each of them names the group.
    public var ids: [ContentId]
    /// The member to show: the first.
    public var primary: Int
    /// The smallest of the members' identities. A member that joins later may lower it; the old one is then among
    /// `ids` and still names the group.
    public var sessionId: ContentId
    /// The parts of a multisport workout that have records of their own, in order of time. They are parts of this
    /// workout and not workouts beside it; a child's children are parts of a part.
    public var children: [WorkoutGroup]

    public init(members: [Int], ids: [ContentId], primary: Int, sessionId: ContentId, children: [WorkoutGroup]) {
        self.members = members
        self.ids = ids
        self.primary = primary
        self.sessionId = sessionId
        self.children = children
    }

    private enum CodingKeys: String, CodingKey {
        case members
        case ids
        case primary
        case sessionId = "session_id"
        case children
    }
}

/// A lap or an automatic segment.
public struct WorkoutLap: Codable, Hashable, Sendable {
    /// True for a lap, false for an automatic segment such as each kilometre.
    public var lap: Bool
    /// When it began.
    public var start: String
    /// When it ended.
    public var end: String
    /// The vendor's remarks.
    public var remarks: [String: String]?

    public init(lap: Bool, start: String, end: String, remarks: [String: String]? = nil) {
        self.lap = lap
        self.start = start
        self.end = end
        self.remarks = remarks
    }

    private enum CodingKeys: String, CodingKey {
        case lap
        case start
        case end
        case remarks
    }
}

/// What a person decided by hand: which records are the same workout, which are not, and which one is shown.
///
/// Decisions name records by their identity, so they hold after a re-import, for records that come later, and under any
/// matcher. The latest decision wins when it is made: it takes away what it contradicts, so that a value never holds a
/// contradiction, and decisions that do not contradict each other may be made in any order. Records of one source stay
/// apart even so: such a join is kept, waits, and is told by `refused_joins`.
public struct WorkoutLinks: Codable, Hashable, Sendable {
    /// Records that are the same workout.
    public var same: [[String]]?
    /// Records that are not.
    public var separate: [[String]]?
    /// Records that are shown for their workouts.
    public var primaries: [ContentId]?

    public init(same: [[String]]? = nil, separate: [[String]]? = nil, primaries: [ContentId]? = nil) {
        self.same = same
        self.separate = separate
        self.primaries = primaries
    }

    private enum CodingKeys: String, CodingKey {
        case same
        case separate
        case primaries
    }
}

/// A part of a workout.
public struct WorkoutPart: Codable, Hashable, Sendable {
    /// The vendor's id.
    public var externalId: String?
    /// The sport, where it differs from the whole.
    public var sport: Sport?
    /// When it began.
    public var start: String
    /// When it ended.
    public var end: String
    /// The timer's time without pauses, in seconds.
    public var timerS: Double?
    /// Totals, means and extremes of the part.
    public var statistics: [WorkoutStatistic]?

    public init(externalId: String? = nil, sport: Sport? = nil, start: String, end: String, timerS: Double? = nil, statistics: [WorkoutStatistic]? = nil) {
        self.externalId = externalId
        self.sport = sport
        self.start = start
        self.end = end
        self.timerS = timerS
        self.statistics = statistics
    }

    private enum CodingKeys: String, CodingKey {
        case externalId = "external_id"
        case sport
        case start
        case end
        case timerS = "timer_s"
        case statistics
    }
}

/// A number that sums up a workout, in the metric's canonical unit.
public struct WorkoutStatistic: Codable, Hashable, Sendable {
    /// What was measured.
    public var metric: Metric
    /// What the number says about it.
    public var kind: StatisticKind
    /// The number.
    public var value: Double

    public init(metric: Metric, kind: StatisticKind, value: Double) {
        self.metric = metric
        self.kind = kind
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case metric
        case kind
        case value
    }
}

/// The zones a person has lived in, so that a later move does not rewrite the past.
///
/// Invariant: the moves are in order of time.
public struct ZoneHistory: Codable, Hashable, Sendable {
    /// The zone before the first move.
    public var first: String
    /// From when on the person was in another zone.
    public var moves: [[String]]?

    public init(first: String, moves: [[String]]? = nil) {
        self.first = first
        self.moves = moves
    }

    private enum CodingKeys: String, CodingKey {
        case first
        case moves
    }
}

/// Every question, as a function. Each throws a `VitaSyncError` where there is no answer.
public enum Questions {
    private static func answer<Answer: Decodable>(
        _ name: String,
        _ arguments: KeyValuePairs<String, any Encodable>
    ) throws -> Answer {
        let given = try JSONEncoder().encode(Given(arguments: arguments))
        let told = try ask(name: name, arguments: String(decoding: given, as: UTF8.self))
        return try JSONDecoder().decode(Answer.self, from: Data(told.utf8))
    }

    private struct Given: Encodable {
        let arguments: KeyValuePairs<String, any Encodable>

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            for (name, argument) in arguments {
                try argument.encode(to: container.superEncoder(forKey: Name(stringValue: name)))
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }

    /// Turns a reading into a sample in the canonical unit of its metric, or says why it is none.
    public static func normalize(reading: Reading, zones: ZoneHistory, received: String) throws -> Normalized {
        try answer("normalize", ["reading": reading, "zones": zones, "received": received])
    }

    /// Answers one number per minute, hour, day, week or month, resolved across sources. Asks from the first sample to the last where no window is given.
    public static func aggregate(samples: [Sample], metric: Metric, bucket: Bucket, window: AggregateWindow? = nil, preferences: Preferences? = nil) throws -> Aggregated {
        try answer("aggregate", ["samples": samples, "metric": metric, "bucket": bucket, "window": window, "preferences": preferences])
    }

    /// Chooses the nights and naps among sessions of all sources, one each however many recorded it, in order of time.
    public static func nights(sessions: [Session], preferences: Preferences? = nil) throws -> [Night] {
        try answer("nights", ["sessions": sessions, "preferences": preferences])
    }

    /// Answers the workouts among sessions of several sources, one each however many recorded it. `user` is the person in the identities by which `preferences` name workouts.
    public static func workouts(sessions: [Session], user: String, preferences: Preferences? = nil) throws -> [ResolvedWorkout] {
        try answer("workouts", ["sessions": sessions, "user": user, "preferences": preferences])
    }

    /// Returns the middle value.
    public static func median(values: [Double]) throws -> Double {
        try answer("median", ["values": values])
    }

    /// Returns the value below which a share of the values lies (type 7).
    public static func quantile(values: [Double], share: Double) throws -> Double {
        try answer("quantile", ["values": values, "share": share])
    }

    /// Returns the centre and the spread of values.
    public static func spread(values: [Double]) throws -> Spread {
        try answer("spread", ["values": values])
    }

    /// Returns for each day the median and MAD of the `window` days that end on it, where `needed` of them have a value.
    public static func rollingMedian(days: [Double?], window: Int, needed: Int) throws -> [RollingMedian?] {
        try answer("rolling_median", ["days": days, "window": window, "needed": needed])
    }

    /// Returns what has been usual in the window that ends on the day before `date`.
    public static func baseline(first: String, days: [Double?], date: String, window: BaselineWindow) throws -> Baseline {
        try answer("baseline", ["first": first, "days": days, "date": date, "window": window])
    }

    /// Returns the average up to each day that has a value.
    public static func ewma(days: [Double?], alpha: Double) throws -> [Double?] {
        try answer("ewma", ["days": days, "alpha": alpha])
    }

    /// Returns the weight of a new day if the days' mean age is that of a plain mean over `days`: `2/(n + 1)`.
    public static func alphaOfSpan(days: Int) throws -> Double {
        try answer("alpha_of_span", ["days": days])
    }

    /// Returns the weight of a new day if a value fades to 1/e in `days`: `1 − e^(−1/n)`.
    public static func alphaOfTimeConstant(days: Double) throws -> Double {
        try answer("alpha_of_time_constant", ["days": days])
    }

    /// Draws a line by least squares.
    public static func line(days: [Double?]) throws -> Line {
        try answer("line", ["days": days])
    }

    /// Draws a line through the middle: the median slope of all pairs of days. Takes time and memory in n².
    public static func theilSen(days: [Double?]) throws -> MedianLine {
        try answer("theil_sen", ["days": days])
    }

    /// Asks whether later days are higher, or lower, than earlier ones.
    public static func mannKendall(days: [Double?]) throws -> MannKendall {
        try answer("mann_kendall", ["days": days])
    }

    /// Finds the changes of level in a series.
    public static func changePoints(days: [Double?], leastSegment: Int = 7, penalty: Double? = nil, ar1: Double = 0.0) throws -> [LevelChange] {
        try answer("change_points", ["days": days, "least_segment": leastSegment, "penalty": penalty, "ar1": ar1])
    }

    /// Cuts a series without gaps into levels; returns the end of each, the last of which is the length.
    public static func pelt(values: [Double], leastSegment: Int = 7, penalty: Double? = nil, ar1: Double = 0.0) throws -> [Int] {
        try answer("pelt", ["values": values, "least_segment": leastSegment, "penalty": penalty, "ar1": ar1])
    }

    /// Watches a series day by day for a lasting change of level, without looking at the past again, and returns the changes it finds.
    public static func shift(days: [Double?], learn: Int = 28, slack: Double = 0.5, threshold: Double = 5.0) throws -> [LevelShift] {
        try answer("shift", ["days": days, "learn": learn, "slack": slack, "threshold": threshold])
    }

    /// Returns how much a day resembles the one before, from 0 to 0.95.
    public static func ar1(days: [Double?]) throws -> Double {
        try answer("ar1", ["days": days])
    }

    /// Returns deviations without what each has of the one before: `(z − φᵍ·z before)/√(1 − φ²ᵍ)`, where g days lie between them.
    ///
    /// `z` are deviations from what is usual in standard deviations. The first stays as it is. They scatter as much as before and are
    /// independent; a lasting shift of one comes to `√((1 − φ)/(1 + φ))`, so it takes longer to be found.
    public static func whitened(z: [Double?], ar1: Double) throws -> [Double?] {
        try answer("whitened", ["z": z, "ar1": ar1])
    }

    /// Returns the sums of deviations above and below a slack after each day. They go on after an alarm.
    public static func cusum(z: [Double?], slack: Double) throws -> [CusumSums] {
        try answer("cusum", ["z": z, "slack": slack])
    }

    /// Says how closely pairs lie to a straight line, from −1 to 1.
    public static func pearson(x: [Double], y: [Double]) throws -> Double {
        try answer("pearson", ["x": x, "y": y])
    }

    /// Says how closely pairs rise or fall together, whatever the shape, from −1 to 1.
    public static func spearman(x: [Double], y: [Double]) throws -> Double {
        try answer("spearman", ["x": x, "y": y])
    }

    /// Says how many more pairs of days agree than disagree (τ-b), from −1 to 1.
    public static func kendall(x: [Double], y: [Double]) throws -> Double {
        try answer("kendall", ["x": x, "y": y])
    }

    /// Returns how many independent pairs two series of successive days are worth, from their lag-1 autocorrelations.
    public static func bretherton(x: [Double], y: [Double]) throws -> Double {
        try answer("bretherton", ["x": x, "y": y])
    }

    /// Returns how many independent pairs two series of successive days are worth, from all autocorrelations up to a fifth of
    /// their length.
    public static func pyperPeterman(x: [Double], y: [Double]) throws -> Double {
        try answer("pyper_peterman", ["x": x, "y": y])
    }

    /// Returns the chance of a correlation at least this strong between unrelated series, on both sides.
    public static func pValue(correlation: Double, effectivePairs: Double) throws -> Double {
        try answer("p_value", ["correlation": correlation, "effective_pairs": effectivePairs])
    }

    /// Lists the pairs of `x` on a day and `y` `lag` days later, where both have a value.
    public static func pairsAtLag(x: [Double?], y: [Double?], lag: Int) throws -> SeriesPairs {
        try answer("pairs_at_lag", ["x": x, "y": y, "lag": lag])
    }

    /// Adjusts p-values so that those of at most `q` hold a share of false discoveries of at most `q`, in the order given.
    public static func benjaminiHochberg(p: [Double]) throws -> [Double?] {
        try answer("benjamini_hochberg", ["p": p])
    }

    /// As `benjamini_hochberg`, under any dependence between the tests.
    public static func benjaminiYekutieli(p: [Double]) throws -> [Double?] {
        try answer("benjamini_yekutieli", ["p": p])
    }

    /// Adjusts p-values so that the chance of a single false discovery among those of at most `α` is at most `α`.
    public static func holm(p: [Double]) throws -> [Double?] {
        try answer("holm", ["p": p])
    }

    /// Multiplies each p by the number of tests.
    public static func bonferroni(p: [Double]) throws -> [Double?] {
        try answer("bonferroni", ["p": p])
    }

    /// Tests all pairs of series at all lags.
    public static func discover(series: [NamedSeries], maxLag: Int = 7, minPairs: Int = 21, falseDiscoveryRate: Double = 0.05, detrend: Bool = true, exclude: [[Int]]? = nil) throws -> Discovery {
        try answer("discover", ["series": series, "max_lag": maxLag, "min_pairs": minPairs, "false_discovery_rate": falseDiscoveryRate, "detrend": detrend, "exclude": exclude])
    }

    /// Judges every day that has a value and a baseline.
    public static func outliers(first: String, days: [Double?], window: BaselineWindow) throws -> Findings {
        try answer("outliers", ["first": first, "days": days, "window": window])
    }

    /// Judges every day that has a value and enough weeks before it.
    public static func unusualForWeekday(first: String, days: [Double?]) throws -> Findings {
        try answer("unusual_for_weekday", ["first": first, "days": days])
    }

    /// Judges every day that has a value and something to compare it with.
    public static func drifts(first: String, days: [Double?], chart: DriftChart) throws -> Findings {
        try answer("drifts", ["first": first, "days": days, "chart": chart])
    }

    /// Returns a night's value from its heart rates at rest.
    public static func overnightAverage(heartRates: [Double]) throws -> Double {
        try answer("overnight_average", ["heart_rates": heartRates])
    }

    /// Watches overnight resting heart rates for nights above what is usual. The days are averages of nights.
    public static func nightSignal(first: String, days: [Double?]) throws -> NightSignal {
        try answer("night_signal", ["first": first, "days": days])
    }

    /// Names a value.
    public static func classify(metric: Metric, value: Double, person: Person) throws -> ThresholdLabel {
        try answer("classify", ["metric": metric, "value": value, "person": person])
    }

    /// Names every day's value and lists those that are not usual.
    public static func beyondThresholds(metric: Metric, first: String, days: [Double?], person: Person) throws -> Findings {
        try answer("beyond_thresholds", ["metric": metric, "first": first, "days": days, "person": person])
    }

    /// Names the mean of readings.
    public static func bloodPressure(readings: [BloodPressureReading], guideline: BloodPressureGuideline) throws -> BloodPressure {
        try answer("blood_pressure", ["readings": readings, "guideline": guideline])
    }

    /// Tells whether one reading alone is severe.
    public static func isSevere(reading: BloodPressureReading, guideline: BloodPressureGuideline) throws -> Bool {
        try answer("is_severe", ["reading": reading, "guideline": guideline])
    }

    /// Gathers what is unusual by `outliers` and `night_signal` into stretches of days that belong together.
    public static func episodes(first: String, days: [Double?], window: BaselineWindow) throws -> [Episode] {
        try answer("episodes", ["first": first, "days": days, "window": window])
    }

    /// Returns the intervals between beats, in milliseconds. The times are in milliseconds, in any order.
    public static func intervalsFromBeats(timesMs: [Double]) throws -> [Double?] {
        try answer("intervals_from_beats", ["times_ms": timesMs])
    }

    /// Returns the intervals of samples that each tell when a beat was and how long before it the last one; a place without a value stands where beats are missing. Refuses rates that were turned over into milliseconds.
    public static func intervalsFromSamples(times: [String], intervalsMs: [Double]) throws -> [Double?] {
        try answer("intervals_from_samples", ["times": times, "intervals_ms": intervalsMs])
    }

    /// Mends ectopic, missed, extra and misplaced beats, and tells which there were.
    public static func mend(intervalsMs: [Double?]) throws -> MendedBeats {
        try answer("mend", ["intervals_ms": intervalsMs])
    }

    /// Marks the intervals that no heart is believed to have, by their places.
    public static func outOfRange(intervalsMs: [Double?]) throws -> [Int] {
        try answer("out_of_range", ["intervals_ms": intervalsMs])
    }

    /// Marks the intervals that a rule calls ectopic, by their places.
    public static func ectopic(intervalsMs: [Double?], rule: EctopicRule) throws -> [Int] {
        try answer("ectopic", ["intervals_ms": intervalsMs, "rule": rule])
    }

    /// Puts straight lines in the place of marked intervals, inside their run; at its ends the nearest that is not marked.
    public static func bridge(intervalsMs: [Double?], marked: [Int]) throws -> [Double?] {
        try answer("bridge", ["intervals_ms": intervalsMs, "marked": marked])
    }

    /// Returns how much the intervals vary.
    public static func timeDomain(intervalsMs: [Double?]) throws -> TimeDomain {
        try answer("time_domain", ["intervals_ms": intervalsMs])
    }

    /// Returns how much the intervals vary at each frequency.
    public static func spectrum(intervalsMs: [Double?], pipeline: SpectrumPipeline? = nil) throws -> Spectrum {
        try answer("spectrum", ["intervals_ms": intervalsMs, "pipeline": pipeline])
    }

    /// Returns the power of heart rate variability in the usual bands, in square milliseconds.
    public static func frequencyDomain(intervalsMs: [Double?], pipeline: SpectrumPipeline? = nil) throws -> FrequencyBands {
        try answer("frequency_domain", ["intervals_ms": intervalsMs, "pipeline": pipeline])
    }

    /// Returns the shape of the cloud.
    public static func poincare(intervalsMs: [Double?]) throws -> Poincare {
        try answer("poincare", ["intervals_ms": intervalsMs])
    }

    /// Returns the shape of the histogram.
    public static func geometry(intervalsMs: [Double?], bins: HistogramBins? = nil) throws -> Geometry {
        try answer("geometry", ["intervals_ms": intervalsMs, "bins": bins])
    }

    /// Returns the sample entropy of intervals.
    public static func sampleEntropy(intervalsMs: [Double?]) throws -> SampleEntropy {
        try answer("sample_entropy", ["intervals_ms": intervalsMs])
    }

    /// Turns a day's RMSSD in milliseconds into its natural logarithm.
    public static func lnRmssd(first: String, days: [Double?]) throws -> Daily {
        try answer("ln_rmssd", ["first": first, "days": days])
    }

    /// Judges every week of heart rate variability, by the day on which it ends. The days are logarithms of RMSSD; `share` is how many standard deviations are usual.
    public static func hrvWeeks(first: String, days: [Double?], share: Double = 0.5) throws -> [HrvWeek] {
        try answer("hrv_weeks", ["first": first, "days": days, "share": share])
    }

    /// Returns the heart rate at rest in a night. `moved` are the stretches in which steps or other movement were measured, half-open.
    public static func restingHeartRate(times: [String], rates: [Double], moved: [TimeStretch]? = nil, night: TimeStretch) throws -> RestingHeartRate {
        try answer("resting_heart_rate", ["times": times, "rates": rates, "moved": moved, "night": night])
    }

    /// Returns the share of a night's minutes that a resting heart rate rests on.
    public static func restingCoverage(resting: RestingHeartRate, night: TimeStretch) throws -> Double {
        try answer("resting_coverage", ["resting": resting, "night": night])
    }

    /// Returns how fast the heart rate falls after `end`. The samples may be in any order.
    public static func heartRateRecovery(times: [String], rates: [Double], end: String) throws -> HeartRateRecovery {
        try answer("heart_rate_recovery", ["times": times, "rates": rates, "end": end])
    }

    /// Returns five zones that begin at 50, 60, 70, 80 and 90 % of the heart rate reserve.
    public static func zonesOfReserve(rest: Double, max: Double) throws -> HeartRateZones {
        try answer("zones_of_reserve", ["rest": rest, "max": max])
    }

    /// Returns five zones that begin at 50, 60, 70, 80 and 90 % of the maximal heart rate.
    public static func zonesOfMaximum(maximum: Double) throws -> HeartRateZones {
        try answer("zones_of_maximum", ["maximum": maximum])
    }

    /// Returns five zones whose upper four begin at so many per cent of the threshold heart rate.
    public static func zonesOfThreshold(threshold: Double, percents: [Double]) throws -> HeartRateZones {
        try answer("zones_of_threshold", ["threshold": threshold, "percents": percents])
    }

    /// Returns how long each zone took. A sample counts until the next; where that is more than `max_gap_s` away, it counts for nothing
    /// and the gap is unknown. The samples may be in any order.
    public static func timeInZones(times: [String], rates: [Double], lower: [Double], maxGapS: Double) throws -> TimeInZones {
        try answer("time_in_zones", ["times": times, "rates": rates, "lower": lower, "max_gap_s": maxGapS])
    }

    /// Returns what an electrocardiogram holds.
    public static func ecgSummary(microvolts: [Double], samplesPerSecond: Double) throws -> EcgSummary {
        try answer("ecg_summary", ["microvolts": microvolts, "samples_per_second": samplesPerSecond])
    }

    /// Tells resolved nights and naps by the clocks of the records that are believed: from falling asleep to waking, and how long was slept.
    public static func slept(sessions: [Session], preferences: Preferences? = nil) throws -> [Slept] {
        try answer("slept", ["sessions": sessions, "preferences": preferences])
    }

    /// Returns sleep in per cent of a longer time, both in any one unit.
    public static func efficiency(asleep: Double, of: Double) throws -> Double {
        try answer("efficiency", ["asleep": asleep, "of": of])
    }

    /// Returns how much of a resolved night was slept, by the measures there are.
    public static func nightEfficiency(night: Night) throws -> SleepEfficiency {
        try answer("night_efficiency", ["night": night])
    }

    /// Describes a scored night: latency, waking, shifts and fragmentation. `stages` and `seconds` say what follows what and how long it lasts.
    public static func hypnogram(stages: [ScoredStage], seconds: [Double]) throws -> SleepStatistics {
        try answer("hypnogram", ["stages": stages, "seconds": seconds])
    }

    /// Describes a resolved night as a hypnogram: latency, waking, shifts and fragmentation.
    public static func nightHypnogram(night: Night) throws -> SleepStatistics {
        try answer("night_hypnogram", ["night": night])
    }

    /// Returns what a night was made of, for somebody of an age in years.
    public static func stageShares(night: Night, age: Double) throws -> StageShares {
        try answer("stage_shares", ["night": night, "age": age])
    }

    /// Returns which indicators a night of somebody of an age in years meets.
    public static func sleepQuality(night: Night, age: Double) throws -> SleepQuality {
        try answer("sleep_quality", ["night": night, "age": age])
    }

    /// Returns how much less was slept than needed in the 14 days that end on `date`, that day included. `slept` and `need` are hours a
    /// day.
    public static func debt(first: String, days: [Double?], date: String, need: Double) throws -> SleepDebt {
        try answer("debt", ["first": first, "days": days, "date": date, "need": need])
    }

    /// Adds up what was slept per date of waking, in hours: the night, what it is split into, and naps. A date of which one stretch tells
    /// no sleep has no value.
    public static func sleptPerDay(slept: [Slept]) throws -> Daily {
        try answer("slept_per_day", ["slept": slept])
    }

    /// Returns how many hours of sleep are recommended at an age in years.
    public static func usualNeed(age: Double) throws -> SleepNeed {
        try answer("usual_need", ["age": age])
    }

    /// Returns where times of the clock, in hours from 0 to 24, lie.
    public static func circular(hours: [Double]) throws -> Circular {
        try answer("circular", ["hours": hours])
    }

    /// Returns by how much one time of the clock is after another, from −12 to below 12 hours.
    public static func hoursAfter(later: Double, earlier: Double) throws -> Double {
        try answer("hours_after", ["later": later, "earlier": earlier])
    }

    /// Returns how much the times of nights vary.
    public static func consistency(slept: [Slept]) throws -> SleepConsistency {
        try answer("consistency", ["slept": slept])
    }

    /// Returns how regular states are, one per epoch of the wall clock; true is asleep, none unknown.
    public static func regularity(states: [Bool?], epochsPerDay: Int) throws -> SleepRegularity {
        try answer("regularity", ["states": states, "epochs_per_day": epochsPerDay])
    }

    /// Returns the sleep regularity index of resolved nights and naps.
    public static func sleepRegularity(slept: [Slept]) throws -> SleepRegularity {
        try answer("sleep_regularity", ["slept": slept])
    }

    /// Returns the person's own time from means.
    public static func chronotype(midWork: Double, midFree: Double, sleepWork: Double, sleepFree: Double, workDays: Double) throws -> Chronotype {
        try answer("chronotype", ["mid_work": midWork, "mid_free": midFree, "sleep_work": sleepWork, "sleep_free": sleepFree, "work_days": workDays])
    }

    /// Returns the person's own time from nights. `free_days` are the dates of waking that were free.
    public static func sleepChronotype(slept: [Slept], freeDays: [String], workDays: Double) throws -> Chronotype {
        try answer("sleep_chronotype", ["slept": slept, "free_days": freeDays, "work_days": workDays])
    }

    /// Returns the rhythm of activity by the hour, the first from local midnight on.
    public static func restActivity(hours: [Double?]) throws -> RestActivity {
        try answer("rest_activity", ["hours": hours])
    }

    /// Fits a wave of 24 hours. `hours` are times since any midnight, of one length with `values`.
    public static func cosinor(hours: [Double], values: [Double]) throws -> Cosinor {
        try answer("cosinor", ["hours": hours, "values": values])
    }

    /// Tells how long each value of a stream holds, at most `longest_s` seconds. `seconds` are counted from any moment.
    public static func held(seconds: [Double], values: [Double], longestS: Double) throws -> [Held] {
        try answer("held", ["seconds": seconds, "values": values, "longest_s": longestS])
    }

    /// Writes a stream as one value per second; a value holds until the next, at most `longest_s` seconds.
    public static func perSecond(seconds: [Double], values: [Double], longestS: Double) throws -> [Double?] {
        try answer("per_second", ["seconds": seconds, "values": values, "longest_s": longestS])
    }

    /// Predicts the maximal heart rate of an adult, in beats per minute.
    public static func predictedMaxHeartRate(formula: MaxHeartRateFormula, ageYears: Double, sex: Sex? = nil) throws -> Double {
        try answer("predicted_max_heart_rate", ["formula": formula, "age_years": ageYears, "sex": sex])
    }

    /// Returns Banister's coefficients for a sex.
    public static func trimpCoefficients(sex: Sex? = nil) throws -> TrimpCoefficients {
        try answer("trimp_coefficients", ["sex": sex])
    }

    /// Returns Banister's training impulse. `seconds` say how long each heart rate held; `rest` and `max` are the person's.
    public static func banisterTrimp(seconds: [Double], heartRates: [Double], rest: Double, max: Double, coefficients: TrimpCoefficients) throws -> Double {
        try answer("banister_trimp", ["seconds": seconds, "heart_rates": heartRates, "rest": rest, "max": max, "coefficients": coefficients])
    }

    /// Returns the training impulse in per cent of that of an hour at the threshold. `seconds` say how long each heart rate held.
    public static func trimpOfThresholdHour(seconds: [Double], heartRates: [Double], rest: Double, max: Double, coefficients: TrimpCoefficients, thresholdHeartRate: Double) throws -> Double {
        try answer("trimp_of_threshold_hour", ["seconds": seconds, "heart_rates": heartRates, "rest": rest, "max": max, "coefficients": coefficients, "threshold_heart_rate": thresholdHeartRate])
    }

    /// Returns Edwards' training impulse. `seconds` say how long each heart rate held.
    public static func edwardsTrimp(seconds: [Double], heartRates: [Double], maxHeartRate: Double) throws -> Double {
        try answer("edwards_trimp", ["seconds": seconds, "heart_rates": heartRates, "max_heart_rate": maxHeartRate])
    }

    /// Returns Lucia's training impulse. `seconds` say how long each heart rate held.
    public static func luciaTrimp(seconds: [Double], heartRates: [Double], firstThreshold: Double, secondThreshold: Double) throws -> Double {
        try answer("lucia_trimp", ["seconds": seconds, "heart_rates": heartRates, "first_threshold": firstThreshold, "second_threshold": secondThreshold])
    }

    /// Returns the load of a session.
    public static func sessionRpe(minutes: Double, rating: Double) throws -> Double {
        try answer("session_rpe", ["minutes": minutes, "rating": rating])
    }

    /// Returns the normalised power of a session, of one value per second.
    public static func normalisedPower(watts: [Double?], windows: PowerWindows = .full) throws -> NormalisedPower {
        try answer("normalised_power", ["watts": watts, "windows": windows])
    }

    /// Returns normalised power over the threshold power.
    public static func intensityFactor(watts: [Double?], windows: PowerWindows = .full, thresholdWatts: Double) throws -> Double {
        try answer("intensity_factor", ["watts": watts, "windows": windows, "threshold_watts": thresholdWatts])
    }

    /// Returns the best of each duration that fits, in the order they are asked for.
    public static func powerCurve(watts: [Double?], durationsS: [Int]? = nil) throws -> [BestPower] {
        try answer("power_curve", ["watts": watts, "durations_s": durationsS])
    }

    /// Returns the training stress score of a ride, from one power a second.
    public static func powerStressScore(watts: [Double?], windows: PowerWindows = .full, thresholdWatts: Double) throws -> StressScore {
        try answer("power_stress_score", ["watts": watts, "windows": windows, "threshold_watts": thresholdWatts])
    }

    /// Returns the training stress score of a run, from its pace on the flat.
    public static func paceStressScore(run: [RunStretch], thresholdSpeed: Double) throws -> StressScore {
        try answer("pace_stress_score", ["run": run, "threshold_speed": thresholdSpeed])
    }

    /// Returns the speed on the flat that costs as much as a speed on a grade, in metres per second.
    public static func flatEquivalentSpeed(speed: Double, grade: Double) throws -> Double {
        try answer("flat_equivalent_speed", ["speed": speed, "grade": grade])
    }

    /// Returns chronic load, acute load and balance of every day.
    public static func trainingLoad(first: String, days: [Double?], constants: LoadConstants? = nil) throws -> [TrainingLoad] {
        try answer("training_load", ["first": first, "days": days, "constants": constants])
    }

    /// Makes a known rest day of every day without a load on which a device was worn.
    public static func withRestDays(first: String, days: [Double?], worn: [String]) throws -> Daily {
        try answer("with_rest_days", ["first": first, "days": days, "worn": worn])
    }

    /// Returns the expected performance after each day.
    public static func expectedPerformance(days: [Double?], parameters: ImpulseResponse) throws -> [Double?] {
        try answer("expected_performance", ["days": days, "parameters": parameters])
    }

    /// Compares the load of the last 7 days given with that of the days before.
    public static func loadRatio(days: [Double?]) throws -> LoadRatio {
        try answer("load_ratio", ["days": days])
    }

    /// Returns monotony and strain of the last seven days given.
    public static func monotony(days: [Double?]) throws -> Monotony {
        try answer("monotony", ["days": days])
    }

    /// Returns monotony with the standard deviation of a population, as some programs compute it.
    public static func populationMonotony(days: [Double?]) throws -> Double {
        try answer("population_monotony", ["days": days])
    }

    /// Judges a morning by signals against what is usual for the person. The weights need not add up to 1.
    public static func readiness(signals: [ReadinessSignal: Daily], date: String, weights: [ReadinessSignal: Double]? = nil) throws -> Readiness {
        try answer("readiness", ["signals": signals, "date": date, "weights": weights])
    }

    /// Estimates by the ratio of maximal to resting heart rate. Both must be measured; from a predicted maximum the ratio says
    /// little.
    public static func vo2MaxByHeartRateRatio(rest: Double, max: Double) throws -> Double {
        try answer("vo2_max_by_heart_rate_ratio", ["rest": rest, "max": max])
    }

    /// Estimates by Cooper's test: the metres run in 12 minutes.
    public static func vo2MaxByCooper(metres: Double) throws -> Double {
        try answer("vo2_max_by_cooper", ["metres": metres])
    }

    /// Estimates by an all-out race: VDOT.
    public static func vo2MaxByRace(metres: Double, seconds: Double) throws -> Double {
        try answer("vo2_max_by_race", ["metres": metres, "seconds": seconds])
    }

    /// Estimates by what a person says: the activity rating is NASA's, from 0 (avoids exertion) to 7 (runs over 10 miles a week).
    public static func vo2MaxByQuestionnaire(sex: Sex, ageYears: Double, bodyMassIndex: Double, activityRating: Double) throws -> Double {
        try answer("vo2_max_by_questionnaire", ["sex": sex, "age_years": ageYears, "body_mass_index": bodyMassIndex, "activity_rating": activityRating])
    }

    /// Returns the oxygen uptake of steady running or walking at a speed in m/s and a grade (metres up per metre).
    public static func oxygenUptake(gait: Gait, speed: Double, grade: Double) throws -> Double {
        try answer("oxygen_uptake", ["gait": gait, "speed": speed, "grade": grade])
    }

    /// Predicts the time for another distance by Riegel's law.
    public static func raceByRiegel(metres: Double, seconds: Double, otherMetres: Double, exponent: Double = 1.06) throws -> RacePrediction {
        try answer("race_by_riegel", ["metres": metres, "seconds": seconds, "other_metres": otherMetres, "exponent": exponent])
    }

    /// Predicts the time for another distance by equal VDOT.
    public static func raceByVdot(metres: Double, seconds: Double, otherMetres: Double) throws -> RacePrediction {
        try answer("race_by_vdot", ["metres": metres, "seconds": seconds, "other_metres": otherMetres])
    }

    /// Finds the fastest stretch of a distance. `distances` are metres since the start, at `seconds` from any moment.
    public static func bestEffort(seconds: [Double], distances: [Double], metres: Double, maxSpeed: Double = 12.5) throws -> BestEffort {
        try answer("best_effort", ["seconds": seconds, "distances": distances, "metres": metres, "max_speed": maxSpeed])
    }

    /// Returns the records among efforts at one thing in order of time; the last of them stands.
    public static func records(efforts: [Effort], better: Better) throws -> [PersonalRecord] {
        try answer("records", ["efforts": efforts, "better": better])
    }

    /// Counts active minutes. `seconds` say how long each intensity, in MET, held.
    public static func activeMinutes(seconds: [Double], mets: [Double]) throws -> ActiveMinutes {
        try answer("active_minutes", ["seconds": seconds, "mets": mets])
    }

    /// Adds up MET minutes. `seconds` say how long each intensity, in MET, held.
    public static func metMinutes(seconds: [Double], mets: [Double]) throws -> Double {
        try answer("met_minutes", ["seconds": seconds, "mets": mets])
    }

    /// Compares the last seven of the days given with the advice for adults; `None` is a day of which nothing is known.
    public static func activityWeek(days: [ActiveMinutes?], ageYears: Int) throws -> ActivityWeek {
        try answer("activity_week", ["days": days, "age_years": ageYears])
    }

    /// Returns the METs that walking at a cadence reaches at least, for people from 21 to 40 years.
    public static func leastMetsOfCadence(stepsPerMinute: Double, ageYears: Int) throws -> Double {
        try answer("least_mets_of_cadence", ["steps_per_minute": stepsPerMinute, "age_years": ageYears])
    }

    /// Returns how much of the time there are readings.
    public static func glucoseWear(readings: [GlucoseReading]) throws -> SensorWear {
        try answer("glucose_wear", ["readings": readings])
    }

    /// Sums up a trace.
    public static func glucoseSummary(readings: [GlucoseReading]) throws -> GlucoseSummary {
        try answer("glucose_summary", ["readings": readings])
    }

    /// Weighs the readings of a trace.
    public static func glucoseRisk(readings: [GlucoseReading]) throws -> GlucoseRisk {
        try answer("glucose_risk", ["readings": readings])
    }

    /// Returns the mean amplitude of the excursions of a trace.
    public static func mage(readings: [GlucoseReading]) throws -> Mage {
        try answer("mage", ["readings": readings])
    }

    /// Returns how much the glucose of a trace changes.
    public static func glucoseVariability(readings: [GlucoseReading]) throws -> GlucoseVariability {
        try answer("glucose_variability", ["readings": readings])
    }

    /// Returns the mean of daily differences of a trace, in mg/dL.
    public static func modd(readings: [GlucoseReading]) throws -> Double {
        try answer("modd", ["readings": readings])
    }

    /// Returns the standard deviation of daily differences of a trace, in mg/dL.
    public static func conga(readings: [GlucoseReading]) throws -> Double {
        try answer("conga", ["readings": readings])
    }

    /// Returns the mean absolute change of a trace, in mg/dL per hour.
    public static func mag(readings: [GlucoseReading]) throws -> Double {
        try answer("mag", ["readings": readings])
    }

    /// Returns the glycemic variability percentage of a trace: how much longer its line is than a flat one.
    public static func gvp(readings: [GlucoseReading]) throws -> Double {
        try answer("gvp", ["readings": readings])
    }

    /// Returns the profile in slots of so many minutes.
    public static func glucoseProfile(readings: [GlucoseReading], slotMinutes: Int) throws -> [GlucoseSlot] {
        try answer("glucose_profile", ["readings": readings, "slot_minutes": slotMinutes])
    }

    /// Returns the energy of a day at rest by Mifflin and St Jeor, in kilocalories.
    public static func mifflin(weightKg: Double, heightM: Double, ageYears: Double, sex: Sex? = nil) throws -> Double {
        try answer("mifflin", ["weight_kg": weightKg, "height_m": heightM, "age_years": ageYears, "sex": sex])
    }

    /// Returns the energy of a day at rest by Harris and Benedict, as Roza and Shizgal revised it, in kilocalories.
    public static func harrisBenedict(weightKg: Double, heightM: Double, ageYears: Double, sex: Sex? = nil) throws -> Double {
        try answer("harris_benedict", ["weight_kg": weightKg, "height_m": heightM, "age_years": ageYears, "sex": sex])
    }

    /// Returns the resting energy by Katch and McArdle, of lean mass in kilograms.
    public static func katchMcardle(leanKg: Double) throws -> Double {
        try answer("katch_mcardle", ["lean_kg": leanKg])
    }

    /// Returns the resting energy by Cunningham, of lean mass in kilograms.
    public static func cunningham(leanKg: Double) throws -> Double {
        try answer("cunningham", ["lean_kg": leanKg])
    }

    /// Returns the energy of a day from that at rest and how active the day is.
    public static func energyOfActivityLevel(restingKcal: Double, level: ActivityLevel) throws -> Double {
        try answer("energy_of_activity_level", ["resting_kcal": restingKcal, "level": level])
    }

    /// Returns the energy of a day from that at rest and the active energy a device measured, with a tenth of the whole for
    /// digestion.
    public static func energyOfActiveEnergy(restingKcal: Double, activeKcal: Double) throws -> Double {
        try answer("energy_of_active_energy", ["resting_kcal": restingKcal, "active_kcal": activeKcal])
    }

    /// Returns energy eaten less energy spent, of days on which both are known. Both series begin on `first`.
    public static func energyBalance(first: String, intake: [Double?], expenditure: [Double?], leastIntake: Double) throws -> EnergyBalance {
        try answer("energy_balance", ["first": first, "intake": intake, "expenditure": expenditure, "least_intake": leastIntake])
    }

    /// Estimates the balance in kcal per day from how weight, in kilograms, changes.
    public static func balanceByWeight(first: String, days: [Double?]) throws -> Double {
        try answer("balance_by_weight", ["first": first, "days": days])
    }

    /// Returns the body mass index in kg/m².
    public static func bodyMassIndex(weightKg: Double, heightM: Double) throws -> Double {
        try answer("body_mass_index", ["weight_kg": weightKg, "height_m": heightM])
    }

    /// Names a body mass index by the categories for adults; `asian` takes the action points for Asian populations.
    public static func bodyMassCategory(bodyMassIndex: Double, ageYears: Int? = nil, asian: Bool = false) throws -> ThresholdLabel {
        try answer("body_mass_category", ["body_mass_index": bodyMassIndex, "age_years": ageYears, "asian": asian])
    }

    /// Returns the fat-free mass index.
    public static func fatFreeMassIndex(leanKg: Double, heightM: Double) throws -> FatFreeMassIndex {
        try answer("fat_free_mass_index", ["lean_kg": leanKg, "height_m": heightM])
    }

    /// Returns the waist as a share of the height.
    public static func waistToHeight(waistM: Double, heightM: Double) throws -> Double {
        try answer("waist_to_height", ["waist_m": waistM, "height_m": heightM])
    }

    /// Estimates body fat in percent from girths, as the US Navy does; off by 3 to 4 points.
    public static func navyBodyFat(girths: Girths, heightM: Double, sex: Sex? = nil) throws -> Double {
        try answer("navy_body_fat", ["girths": girths, "height_m": heightM, "sex": sex])
    }

    /// Estimates the lean mass of an adult in kilograms, by Boer.
    public static func leanMass(weightKg: Double, heightM: Double, sex: Sex) throws -> Double {
        try answer("lean_mass", ["weight_kg": weightKg, "height_m": heightM, "sex": sex])
    }

    /// Estimates the body's surface in m², by Du Bois.
    public static func bodySurface(weightKg: Double, heightM: Double) throws -> Double {
        try answer("body_surface", ["weight_kg": weightKg, "height_m": heightM])
    }

    /// Returns the fitness age for a maximal oxygen uptake in mL/kg/min.
    public static func fitnessAge(vo2Max: Double, ageYears: Int, sex: Sex? = nil) throws -> FitnessAge {
        try answer("fitness_age", ["vo2_max": vo2Max, "age_years": ageYears, "sex": sex])
    }

    /// Returns the adequate volume of drinks for an adult in mL a day.
    public static func adequateDrinks(ageYears: Int? = nil, sex: Sex? = nil) throws -> Double {
        try answer("adequate_drinks", ["age_years": ageYears, "sex": sex])
    }

    /// Compares what was drunk with a target, in mL a day.
    public static func hydration(first: String, days: [Double?], targetMl: Double) throws -> Hydration {
        try answer("hydration", ["first": first, "days": days, "target_ml": targetMl])
    }

    /// Compares the stress score of a day with those of the days before.
    public static func relativeStress(metric: Metric, first: String, days: [Double?], date: String) throws -> RelativeStress {
        try answer("relative_stress", ["metric": metric, "first": first, "days": days, "date": date])
    }

    /// Returns the scores of the day the evidence ends on.
    public static func scores(known: Known) throws -> Scores {
        try answer("scores", ["known": known])
    }

    /// Judges readiness by what is known of a person, against their own usual.
    public static func knownReadiness(known: Known) throws -> Readiness {
        try answer("known_readiness", ["known": known])
    }

    /// Returns the active minutes of the week that ends on the date.
    public static func knownActiveWeek(known: Known) throws -> ActivityWeek {
        try answer("known_active_week", ["known": known])
    }

    /// Returns daily training loads, and what they rest on.
    public static func knownLoads(known: Known) throws -> Loads {
        try answer("known_loads", ["known": known])
    }

    /// Asks the insights that are not refused, or those of some names.
    public static func insights(known: Known, ids: [String]? = nil) throws -> [Insight] {
        try answer("insights", ["known": known, "ids": ids])
    }

    /// Lists what can be asked of a person, and what is refused and why.
    public static func insightDefinitions() throws -> [InsightDefinition] {
        try answer("insight_definitions", [:])
    }

    /// Finds what has been unusual in the last days, by metric.
    public static func unusual(known: Known, days: Int) throws -> [Unusual] {
        try answer("unusual", ["known": known, "days": days])
    }

    /// Sums up what is known of a person in so many tokens, for a language model.
    public static func context(known: Known, budget: Int = 2000) throws -> HealthContext {
        try answer("context", ["known": known, "budget": budget])
    }

    /// Writes the same as `context` as Markdown.
    public static func contextMarkdown(known: Known, budget: Int = 2000) throws -> String {
        try answer("context_markdown", ["known": known, "budget": budget])
    }

    /// Lists every method with its version, its source and the least data it answers from.
    public static func methods() throws -> [Method] {
        try answer("methods", [:])
    }
}
