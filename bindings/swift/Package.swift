// swift-tools-version: 5.9
import Foundation
import PackageDescription

// The native library: the XCFramework (scripts/build-xcframework), or for tests a folder with libvitasync_ffi.
let native: Target
if let folder = ProcessInfo.processInfo.environment["VITASYNC_LIBRARY"] {
    native = .target(
        name: "VitaSyncFFI",
        linkerSettings: [.unsafeFlags(["-L\(folder)", "-Xlinker", "-rpath", "-Xlinker", folder]), .linkedLibrary("vitasync_ffi")]
    )
} else {
    // A release names its archive instead: .binaryTarget(name: "VitaSyncFFI", url: …, checksum: …).
    native = .binaryTarget(name: "VitaSyncFFI", path: "VitaSyncFFI.xcframework")
}

let package = Package(
    name: "VitaSync",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "VitaSync", targets: ["VitaSync"])],
    targets: [
        native,
        .target(name: "VitaSync", dependencies: ["VitaSyncFFI"], resources: [.copy("PrivacyInfo.xcprivacy")]),
        .testTarget(name: "VitaSyncTests", dependencies: ["VitaSync"]),
    ]
)
