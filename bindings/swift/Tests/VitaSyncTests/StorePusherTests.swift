import Foundation
import XCTest

@testable import VitaSync

private let steps = "HKQuantityTypeIdentifierStepCount"

/// A store with one object, which is told until it was acknowledged.
private actor Store: StoreReader {
    private(set) var reads = 0
    var isLocked = false

    func lock(_ isLocked: Bool) {
        self.isLocked = isLocked
    }

    func read(_ query: ReadQuery) throws -> ReadChanges {
        reads += 1
        if isLocked {
            throw StoreError.unavailable("the phone is locked")
        }
        if query.to != nil || query.anchor == "1" {
            return ReadChanges(anchor: query.anchor)
        }
        let record = PushRecord(
            kind: steps, startDate: Date(timeIntervalSince1970: 1_776_924_000), id: "a", value: .number(10), unit: "count"
        )
        return ReadChanges(records: [record], anchor: "1")
    }
}

/// A server that acknowledges, and whatever goes wrong before it does.
private actor Server: Transport {
    private(set) var batches: [String] = []
    private var troubles: [UInt16?]

    init(troubles: [UInt16?] = []) {
        self.troubles = troubles
    }

    func call(_ method: String, _ url: URL, token: String, body: String?) throws -> Answer {
        if !troubles.isEmpty {
            guard let status = troubles.removeFirst() else {
                throw URLError(.notConnectedToInternet)
            }
            return Answer(status: status, body: Data())
        }
        guard let body = body else {
            return Answer(status: 200, body: Data("[]".utf8))
        }
        batches.append(body)
        let sent = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        let id = sent?["batchId"] as? String ?? ""
        return Answer(status: 200, body: Data(#"{"batchId": "\#(id)", "status": "done", "results": []}"#.utf8))
    }
}

private actor Memory: StateStore {
    private var state: String?

    func load() -> String? { state }

    func save(_ state: String) { self.state = state }
}

final class StorePusherTests: XCTestCase {
    private func pusher(_ store: Store, _ server: Server, _ states: Memory) -> StorePusher {
        StorePusher(
            server: URL(fileURLWithPath: "/"),
            userID: "u",
            plan: SyncPlan(platform: .appleHealth, device: "phone", types: [steps]),
            reader: store,
            states: states,
            tokens: { "token" },
            transport: server
        )
    }

    func testWhatIsAcknowledgedIsNotSentAgain() async throws {
        let (store, server, states) = (Store(), Server(), Memory())
        let first = try await self.pusher(store, server, states).push()
        XCTAssertEqual(first.end, .done)
        XCTAssertEqual(first.report.items, 1)
        let again = try await self.pusher(store, server, states).push()
        XCTAssertEqual(again.report.items, 0)
        let batches = await server.batches
        XCTAssertEqual(batches.count, 1)
        XCTAssert(batches[0].contains(#""startDate":"2026-04-23T06:00:00Z""#), batches[0])
    }

    func testTroubleCostsNothingButTime() async throws {
        let (store, server, states) = (Store(), Server(troubles: [nil, 401, 503]), Memory())
        let pushed = try await self.pusher(store, server, states).push(patience: 60)
        XCTAssertEqual(pushed.end, .done)
        XCTAssertEqual(pushed.report.items, 1)
    }

    func testWithoutPatienceARunEndsWithTheMomentToTryAgain() async throws {
        let (store, server, states) = (Store(), Server(troubles: [503]), Memory())
        let pushed = try await self.pusher(store, server, states).push()
        guard case .waiting = pushed.end else {
            return XCTFail("\(pushed.end)")
        }
    }

    func testALockedPhonePushesLater() async throws {
        let (store, server, states) = (Store(), Server(), Memory())
        await store.lock(true)
        let pusher = self.pusher(store, server, states)
        let locked = try await pusher.push()
        XCTAssertEqual(locked.report.items, 0)
        await store.lock(false)
        let open = try await pusher.push()
        XCTAssertEqual(open.report.items, 1)
    }
}
