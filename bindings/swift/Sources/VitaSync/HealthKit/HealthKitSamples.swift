#if canImport(HealthKit)
import Foundation
import HealthKit

let sleepAnalysis = "HKCategoryTypeIdentifierSleepAnalysis"

/// Writes a quantity as the server reads it. Without a unit it has no value, and the server says so.
@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
func record(_ sample: HKQuantitySample, _ unit: HKUnit?, _ points: [PushPoint]) -> PushRecord {
    PushRecord(
        kind: sample.quantityType.identifier,
        startDate: sample.startDate,
        endDate: sample.endDate,
        id: sample.uuid.uuidString,
        value: points.isEmpty ? unit.map { .number(sample.quantity.doubleValue(for: $0)) } : nil,
        unit: unit?.unitString,
        samples: points,
        source: source(sample),
        metadata: remarks(sample.metadata)
    )
}

/// Writes a category by its number.
@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
func record(_ sample: HKCategorySample) -> PushRecord {
    PushRecord(
        kind: sample.categoryType.identifier,
        startDate: sample.startDate,
        endDate: sample.endDate,
        id: sample.uuid.uuidString,
        value: .number(Double(sample.value)),
        source: source(sample),
        metadata: remarks(sample.metadata)
    )
}

/// Writes a stretch of sleep by the number of its stage.
@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
func stretch(_ sample: HKCategorySample) -> PushSleep {
    PushSleep(
        startDate: sample.startDate,
        endDate: sample.endDate,
        id: sample.uuid.uuidString,
        stage: String(sample.value),
        source: source(sample),
        metadata: remarks(sample.metadata)
    )
}

/// Writes a workout, without the way that was taken.
@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
func workout(_ workout: HKWorkout) -> PushWorkout {
    var values: [PushMeasured] = []
    if let distance = workout.totalDistance {
        values.append(PushMeasured(kind: "distance", value: distance.doubleValue(for: .meter()), unit: "m"))
    }
    if let energy = workout.totalEnergyBurned {
        values.append(PushMeasured(kind: "activeEnergyBurned", value: energy.doubleValue(for: .kilocalorie()), unit: "kcal"))
    }
    return PushWorkout(
        kind: .number(Double(workout.workoutActivityType.rawValue)),
        startDate: workout.startDate,
        endDate: workout.endDate,
        id: workout.uuid.uuidString,
        duration: workout.duration,
        values: values,
        events: (workout.workoutEvents ?? []).compactMap(event),
        source: source(workout),
        metadata: remarks(workout.metadata)
    )
}

@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
private func event(_ event: HKWorkoutEvent) -> PushEvent? {
    let kind: String
    switch event.type {
    case .pause: kind = "HKWorkoutEventTypePause"
    case .resume: kind = "HKWorkoutEventTypeResume"
    case .lap: kind = "HKWorkoutEventTypeLap"
    case .marker: kind = "HKWorkoutEventTypeMarker"
    case .motionPaused: kind = "HKWorkoutEventTypeMotionPaused"
    case .motionResumed: kind = "HKWorkoutEventTypeMotionResumed"
    case .segment: kind = "HKWorkoutEventTypeSegment"
    case .pauseOrResumeRequest: kind = "HKWorkoutEventTypePauseOrResumeRequest"
    @unknown default: return nil
    }
    let span = event.dateInterval
    return PushEvent(kind: kind, startDate: span.start, endDate: span.duration > 0 ? span.end : nil)
}

@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
private func source(_ sample: HKSample) -> PushSource {
    let revision = sample.sourceRevision
    return PushSource(
        name: revision.source.name,
        bundleIdentifier: revision.source.bundleIdentifier,
        productType: revision.productType,
        deviceName: sample.device?.name,
        deviceManufacturer: sample.device?.manufacturer,
        deviceModel: sample.device?.model,
        deviceHardwareVersion: sample.device?.hardwareVersion
    )
}

/// Writes metadata as an export does: truths are 1 and 0.
private func remarks(_ metadata: [String: Any]?) -> [String: String] {
    var remarks: [String: String] = [:]
    for (key, value) in metadata ?? [:] {
        switch value {
        case let text as String: remarks[key] = text
        case let number as NSNumber: remarks[key] = number.stringValue
        case let date as Date: remarks[key] = ISO8601DateFormatter().string(from: date)
        default: remarks[key] = String(describing: value)
        }
    }
    return remarks
}
#endif
