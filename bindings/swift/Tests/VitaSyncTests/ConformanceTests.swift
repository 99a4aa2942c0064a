import Foundation
import XCTest

@testable import VitaSync

/// Numbers are equal within one part in 10^12.
private let equal = 1e-12

/// Answers every case of `fixtures/conformance`, which is truth for all languages.
final class ConformanceTests: XCTestCase {
    func testEveryCaseIsAnsweredAsItSays() throws {
        let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../../fixtures/conformance").standardizedFileURL
        let files = FileManager.default.enumerator(at: fixtures, includingPropertiesForKeys: nil)
        let cases = (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }
        XCTAssertGreaterThan(cases.count, 100, "in \(fixtures.path)")
        for file in cases {
            let read = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
            let parts = try XCTUnwrap(read as? [String: Any], file.path)
            let input = try JSONSerialization.data(withJSONObject: XCTUnwrap(parts["input"]))
            let question = file.deletingLastPathComponent().lastPathComponent
            let answered = try answer(question, String(decoding: input, as: UTF8.self))
            XCTAssert(alike(try XCTUnwrap(parts["expected"]), answered), "\(file.path): answered \(answered)")
        }
    }

    func testANameThatNobodyAnswersToIsToldWithTheNearest() {
        XCTAssertThrowsError(try ask(name: "medain", arguments: "{}")) { error in
            guard case VitaSyncError.WrongQuestion(_, let text) = error else {
                return XCTFail("\(error)")
            }
            XCTAssertEqual(text, "there is no question `medain`; did you mean `median`?")
        }
    }

    /// Asks, and writes what comes of it as cases do.
    private func answer(_ question: String, _ arguments: String) throws -> Any {
        do {
            return try value(ask(name: question, arguments: arguments))
        } catch VitaSyncError.NoAnswer(let reason, _) {
            return ["no_answer": try value(reason)]
        }
    }

    private func value(_ json: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
    }

    private func alike(_ a: Any, _ b: Any) -> Bool {
        switch (a, b) {
        case let (a as [String: Any], b as [String: Any]):
            return a.count == b.count && a.allSatisfy { key, value in b[key].map { alike(value, $0) } ?? false }
        case let (a as [Any], b as [Any]):
            return a.count == b.count && zip(a, b).allSatisfy { alike($0, $1) }
        case let (a as String, b as String):
            return a == b
        case let (a as NSNumber, b as NSNumber):
            return abs(a.doubleValue - b.doubleValue) <= equal * max(abs(a.doubleValue), abs(b.doubleValue))
        case (is NSNull, is NSNull):
            return true
        default:
            return false
        }
    }
}
