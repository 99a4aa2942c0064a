#if canImport(HealthKit)
import Foundation
import HealthKit

/// Finds the type of an identifier; `nil` where this version of the system has none.
@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
func healthKitType(_ identifier: String) -> HKSampleType? {
    if identifier == "HKWorkoutTypeIdentifier" {
        return HKObjectType.workoutType()
    }
    if identifier.hasPrefix("HKQuantityTypeIdentifier") {
        return HKObjectType.quantityType(forIdentifier: HKQuantityTypeIdentifier(rawValue: identifier))
    }
    if identifier.hasPrefix("HKCategoryTypeIdentifier") {
        return HKObjectType.categoryType(forIdentifier: HKCategoryTypeIdentifier(rawValue: identifier))
    }
    return nil
}

/// Reads HealthKit as the engine asks for it: a thin reader, which decides nothing.
@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
struct HealthKitReader: StoreReader, @unchecked Sendable {
    let store: HKHealthStore

    func read(_ query: ReadQuery) async throws -> ReadChanges {
        guard let type = healthKitType(query.kind) else {
            throw StoreError.unavailable("\(query.kind) is not known here")
        }
        let began = HKQuery.predicateForSamples(withStart: query.from, end: query.to, options: .strictStartDate)
        do {
            return query.whole
                ? try await whole(type, began, limit: Int(query.limit))
                : try await changes(type, began, query)
        } catch let error as HKError {
            // A locked phone, a question that was not asked yet, a refusal: all of them may be over the next time.
            throw StoreError.unavailable(error.localizedDescription)
        }
    }

    private func changes(_ type: HKSampleType, _ began: NSPredicate, _ query: ReadQuery) async throws -> ReadChanges {
        let anchor = try query.anchor.map(HealthKitReader.anchor)
        let limit = Int(query.limit)
        let read: (samples: [HKSample], deleted: [HKDeletedObject], anchor: HKQueryAnchor?) =
            try await withCheckedThrowingContinuation { continuation in
                store.execute(HKAnchoredObjectQuery(type: type, predicate: began, anchor: anchor, limit: limit) {
                    _, samples, deleted, next, error in
                    if let error = error {
                        continuation.resume(throwing: error)
                    } else {
                        continuation.resume(returning: (samples ?? [], deleted ?? [], next))
                    }
                })
            }
        let items = try await self.items(read.samples, type)
        return ReadChanges(
            records: items.records,
            sleep: items.sleep,
            workouts: items.workouts,
            deletions: read.deleted.map { $0.uuid.uuidString },
            anchor: try read.anchor.map(HealthKitReader.text),
            more: read.samples.count + read.deleted.count >= limit
        )
    }

    private func whole(_ type: HKSampleType, _ began: NSPredicate, limit: Int) async throws -> ReadChanges {
        let newestFirst = [NSSortDescriptor(key: HKSampleSortIdentifierStartDate, ascending: false)]
        let samples: [HKSample] = try await withCheckedThrowingContinuation { continuation in
            store.execute(HKSampleQuery(sampleType: type, predicate: began, limit: limit + 1, sortDescriptors: newestFirst) {
                _, samples, error in
                if let error = error {
                    continuation.resume(throwing: error)
                } else {
                    continuation.resume(returning: samples ?? [])
                }
            })
        }
        if samples.count > limit {
            return ReadChanges(more: true)
        }
        let items = try await self.items(samples, type)
        return ReadChanges(records: items.records, sleep: items.sleep, workouts: items.workouts)
    }

    private func items(_ samples: [HKSample], _ type: HKSampleType) async throws -> ReadChanges {
        let unit = try await preferredUnit(type)
        var records: [PushRecord] = []
        var sleep: [PushSleep] = []
        var workouts: [PushWorkout] = []
        for sample in samples {
            switch sample {
            case let sample as HKQuantitySample:
                let points = try await self.points(of: sample, unit)
                records.append(record(sample, unit, points))
            case let sample as HKCategorySample where sample.categoryType.identifier == sleepAnalysis:
                sleep.append(stretch(sample))
            case let sample as HKCategorySample:
                records.append(record(sample))
            case let sample as HKWorkout:
                workouts.append(workout(sample))
            default:
                break
            }
        }
        return ReadChanges(records: records, sleep: sleep, workouts: workouts)
    }

    /// The unit the person sees in Health, which an export has too. It always fits the type.
    private func preferredUnit(_ type: HKSampleType) async throws -> HKUnit? {
        guard let type = type as? HKQuantityType else {
            return nil
        }
        return try await store.preferredUnits(for: [type])[type]
    }

    /// Gives the measurements of a series, such as the heart rate of a workout; none where the sample is one measurement, or a
    /// total of its span.
    private func points(of sample: HKQuantitySample, _ unit: HKUnit?) async throws -> [PushPoint] {
        guard sample is HKDiscreteQuantitySample, sample.count > 1, let unit = unit else {
            return []
        }
        let one = HKQuery.predicateForObject(with: sample.uuid)
        return try await withCheckedThrowingContinuation { continuation in
            var points: [PushPoint] = []
            var isOver = false
            store.execute(HKQuantitySeriesSampleQuery(quantityType: sample.quantityType, predicate: one) {
                _, quantity, span, _, done, error in
                guard !isOver else {
                    return
                }
                if let quantity = quantity, let span = span {
                    points.append(PushPoint(time: span.start, value: quantity.doubleValue(for: unit)))
                }
                if let error = error {
                    isOver = true
                    continuation.resume(throwing: error)
                } else if done {
                    isOver = true
                    continuation.resume(returning: points)
                }
            })
        }
    }

    private static func text(_ anchor: HKQueryAnchor) throws -> String {
        try NSKeyedArchiver.archivedData(withRootObject: anchor, requiringSecureCoding: true).base64EncodedString()
    }

    private static func anchor(_ text: String) throws -> HKQueryAnchor {
        guard
            let data = Data(base64Encoded: text),
            let anchor = try? NSKeyedUnarchiver.unarchivedObject(ofClass: HKQueryAnchor.self, from: data)
        else {
            throw StoreError.anchorExpired
        }
        return anchor
    }
}
#endif
