import HealthKit
import SwiftUI
import VitaSync

/// Where the app's own server is. It holds the API key, knows who is signed in, and hands out push tokens.
let backend = URL(string: "https://app.example.com")!
/// Where VitaSync is.
let vitaSync = URL(string: "https://vitasync.example.com")!

@main
struct SampleApp: App {
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate

    var body: some Scene {
        WindowGroup { ContentView(pusher: delegate.pusher) }
    }
}

final class AppDelegate: NSObject, UIApplicationDelegate {
    let pusher = HealthKitPusher(
        server: vitaSync,
        userID: "01JXS7N3R8A1B2C3D4E5F6G7H9",
        device: UIDevice.current.identifierForVendor?.uuidString ?? "unknown",
        states: StateFile(),
        tokens: pushToken
    )

    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        // In every launch, also when HealthKit has woken the app: it tells changes to those who ask now.
        Task { try? await pusher.startBackgroundDelivery() }
        return true
    }
}

struct ContentView: View {
    let pusher: HealthKitPusher
    @State private var status = "Nothing pushed yet"

    var body: some View {
        VStack(spacing: 16) {
            Text(status)
            Button("Allow and push") { Task { await allowAndPush() } }
        }
        .padding()
    }

    private func allowAndPush() async {
        do {
            try await pusher.requestAuthorization()
            let result = try await pusher.push(patience: 60)
            switch result.end {
            case .done: status = "Pushed \(result.report.items) items"
            case .waiting(let until): status = "Goes on at \(until)"
            case .stopped(let reason): status = "The server will not take it: \(reason)"
            }
        } catch {
            status = error.localizedDescription
        }
    }
}

/// Keeps the state in a file that can be written while the phone is locked.
struct StateFile: StateStore {
    private var url: URL {
        FileManager.default.urls(for: .applicationSupportDirectory, in: .userDomainMask)[0]
            .appendingPathComponent("vitasync.json")
    }

    func load() async throws -> String? {
        guard FileManager.default.fileExists(atPath: url.path) else {
            return nil
        }
        return try String(contentsOf: url, encoding: .utf8)
    }

    func save(_ state: String) async throws {
        let folder = url.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let options: Data.WritingOptions = [.atomic, .completeFileProtectionUntilFirstUserAuthentication]
        try Data(state.utf8).write(to: url, options: options)
    }
}

/// Asks the app's own server for a push token.
@Sendable
func pushToken() async throws -> String {
    struct Token: Decodable {
        let access_token: String
    }
    let (data, _) = try await URLSession.shared.data(from: backend.appendingPathComponent("push-token"))
    return try JSONDecoder().decode(Token.self, from: data).access_token
}
