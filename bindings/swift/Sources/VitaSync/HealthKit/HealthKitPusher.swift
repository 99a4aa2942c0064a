#if canImport(HealthKit)
import Foundation
import HealthKit

/// Pushes what HealthKit lets an app read.
///
/// ```swift
/// let pusher = HealthKitPusher(server: server, userID: id, device: device, states: states) { try await api.pushToken() }
/// try await pusher.requestAuthorization()
/// try await pusher.push()
/// ```
///
/// Make it when the app launches, also in the background, and call `startBackgroundDelivery` then: HealthKit wakes the app only
/// for those who have asked for it in that launch.
@available(iOS 15.0, macOS 13.0, watchOS 8.0, *)
public final class HealthKitPusher: @unchecked Sendable {
    /// Every type that the server understands.
    public static var allTypes: [String] { pushTypes(platform: .appleHealth) }

    private let store: HKHealthStore
    private let types: [String]
    private let pusher: StorePusher
    private let lock = NSLock()
    private var observers: [HKObserverQuery] = []

    /// `device` names this phone's installation of the app, `identifierForVendor` for example: another one after a restore on
    /// another phone, whose anchors are others. `types` are HealthKit's identifiers, the most wanted first.
    public init(
        server: URL,
        userID: String,
        device: String,
        types: [String] = HealthKitPusher.allTypes,
        states: StateStore,
        store: HKHealthStore = HKHealthStore(),
        transport: Transport = URLSessionTransport(),
        tokens: @escaping TokenSource
    ) {
        let known = types.filter { healthKitType($0) != nil }
        self.store = store
        self.types = known
        pusher = StorePusher(
            server: server,
            userID: userID,
            plan: SyncPlan(platform: .appleHealth, device: device, types: known),
            reader: HealthKitReader(store: store),
            states: states,
            tokens: tokens,
            transport: transport
        )
    }

    /// Asks the person for permission to read the types. HealthKit never tells what was refused: such a type is just empty.
    public func requestAuthorization() async throws {
        guard HKHealthStore.isHealthDataAvailable() else {
            throw StoreError.unavailable("this device has no HealthKit")
        }
        let objects: [HKObjectType] = types.compactMap(healthKitType)
        try await store.requestAuthorization(toShare: [], read: Set(objects))
    }

    /// Pushes changes of these types, or of all.
    @discardableResult
    public func push(types: [String]? = nil, patience: TimeInterval = 0) async throws -> PushResult {
        try await pusher.push(types: types, patience: patience)
    }

    #if os(iOS) || os(watchOS)
    /// Has HealthKit wake the app when there is something new, at most once in an hour for some types. The app then has about
    /// 30 seconds; what is not pushed by then is pushed the next time. Needs the entitlement
    /// `com.apple.developer.healthkit.background-delivery`.
    public func startBackgroundDelivery(frequency: HKUpdateFrequency = .hourly) async throws {
        stopObserving()
        for identifier in types {
            guard let type = healthKitType(identifier) else { continue }
            observe(type, identifier)
            try await store.enableBackgroundDelivery(for: type, frequency: frequency)
        }
    }

    /// Ends what `startBackgroundDelivery` has begun.
    public func stopBackgroundDelivery() async throws {
        stopObserving()
        try await store.disableAllBackgroundDelivery()
    }

    private func observe(_ type: HKSampleType, _ identifier: String) {
        let pusher = self.pusher
        let query = HKObserverQuery(sampleType: type, predicate: nil) { _, completed, error in
            guard error == nil else {
                completed()
                return
            }
            // Told in any case: HealthKit stops waking an app that does not answer.
            Task {
                _ = try? await pusher.push(types: [identifier])
                completed()
            }
        }
        store.execute(query)
        lock.lock()
        observers.append(query)
        lock.unlock()
    }

    private func stopObserving() {
        lock.lock()
        let stopped = observers
        observers = []
        lock.unlock()
        stopped.forEach(store.stop)
    }
    #endif
}
#endif
