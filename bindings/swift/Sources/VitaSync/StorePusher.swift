import Foundation

/// Reads a phone's store.
public protocol StoreReader: Sendable {
    /// Reads what a query asks for. Throws a `StoreError` where it cannot.
    func read(_ query: ReadQuery) async throws -> ReadChanges
}

/// Why a store could not be read.
public enum StoreError: Error, Equatable, Sendable {
    /// The store knows the anchor no more, so that it does not tell what was deleted since.
    case anchorExpired
    /// The store cannot be read now: the phone is locked, or a permission is missing.
    case unavailable(String)
}

/// Keeps the state of a pusher where the app likes: a file, a row, the preferences. It holds no health data.
public protocol StateStore: Sendable {
    /// Gives what was kept last; `nil` where nothing was.
    func load() async throws -> String?

    /// Keeps a state in the place of the last one.
    func save(_ state: String) async throws
}

/// Gets a push token from the app's own server, which makes it by `POST /v1/users/{id}/token`.
public typealias TokenSource = @Sendable () async throws -> String

/// How a run has ended.
public enum PushEnd: Equatable, Sendable {
    /// Everything is pushed.
    case done
    /// The server or the network wants a pause: push again then.
    case waiting(until: Date)
    /// The server will not take it. Nothing is lost; the next run tries again.
    case stopped(reason: String)
}

/// What came of a run.
public struct PushResult: Sendable {
    public let end: PushEnd
    public let report: SyncReport
}

/// Pushes what has changed in a phone's store to `/v1/users/{id}/ingest`.
///
/// What to read, what to send and when is decided by `SyncEngine`; this does it. The app may be killed at any time: the next
/// run goes on from the state in `states`. Runs of one pusher come one after another; use one pusher per `states`.
public actor StorePusher {
    private let server: URL
    private let userID: String
    private let plan: SyncPlan
    private let reader: StoreReader
    private let states: StateStore
    private let tokens: TokenSource
    private let transport: Transport
    private var token: String?
    private var running: Task<PushResult, Error>?

    public init(
        server: URL,
        userID: String,
        plan: SyncPlan,
        reader: StoreReader,
        states: StateStore,
        tokens: @escaping TokenSource,
        transport: Transport = URLSessionTransport()
    ) {
        self.server = server
        self.userID = userID
        self.plan = plan
        self.reader = reader
        self.states = states
        self.tokens = tokens
        self.transport = transport
    }

    /// Pushes changes of these types, or of all, until nothing is left. A pause that the server or the network makes needful is
    /// waited for if it is over within `patience` seconds; otherwise the run ends with `.waiting`.
    public func push(types: [String]? = nil, patience: TimeInterval = 0) async throws -> PushResult {
        let before = running
        let task = Task {
            _ = await before?.result
            return try await self.run(types: types, patience: patience)
        }
        running = task
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func run(types: [String]?, patience: TimeInterval) async throws -> PushResult {
        let end = Date().addingTimeInterval(patience)
        var kept = try await states.load()
        let engine = try SyncEngine(plan: plan, state: kept, chance: UInt64.random(in: 0...UInt64.max), now: Date())
        try engine.begin(types: types, now: Date())
        while true {
            try Task.checkCancellation()
            let ended = try await take(engine.step(now: Date()), engine, end)
            let state = engine.state()
            if state != kept {
                try await states.save(state)
                kept = state
            }
            if let ended = ended {
                return PushResult(end: ended, report: engine.report())
            }
        }
    }

    /// Takes a step; tells how the run ends, where it does.
    private func take(_ step: SyncStep, _ engine: SyncEngine, _ end: Date) async throws -> PushEnd? {
        switch step {
        case .read(let query):
            try await read(query, engine)
        case .call(let request):
            try await call(request, engine)
        case .authorise:
            try await authorise(engine)
        case .wait(let until):
            if until > end {
                return .waiting(until: until)
            }
            let seconds = max(until.timeIntervalSinceNow, 0.001)
            try await Task.sleep(nanoseconds: UInt64(seconds * 1_000_000_000))
        case .done:
            return .done
        case .stopped(let reason):
            return .stopped(reason: reason)
        }
        return nil
    }

    private func read(_ query: ReadQuery, _ engine: SyncEngine) async throws {
        do {
            try engine.take(changes: await reader.read(query))
        } catch StoreError.anchorExpired {
            try engine.expired(now: Date())
        } catch StoreError.unavailable {
            engine.skip()
        }
    }

    private func call(_ request: SyncRequest, _ engine: SyncEngine) async throws {
        let answer: Answer
        do {
            let url = server.appendingPathComponent("v1/users/\(userID)/\(request.path)")
            answer = try await transport.call(request.method, url, token: currentToken(), body: request.body)
        } catch {
            try Task.checkCancellation()
            return try engine.unreachable(now: Date())
        }
        try engine.answer(status: answer.status, retryAfter: answer.retryAfter, body: answer.body, now: Date())
    }

    private func currentToken() async throws -> String {
        if let token = token {
            return token
        }
        let fresh = try await tokens()
        token = fresh
        return fresh
    }

    private func authorise(_ engine: SyncEngine) async throws {
        token = nil
        do {
            _ = try await currentToken()
        } catch {
            try Task.checkCancellation()
            return try engine.unreachable(now: Date())
        }
        engine.authorised()
    }
}
