import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Calls a server. The default uses a `URLSession`; give another to use the app's own client.
public protocol Transport: Sendable {
    /// Calls a URL with a bearer token. Throws where there is no answer.
    func call(_ method: String, _ url: URL, token: String, body: String?) async throws -> Answer
}

/// What a server has answered, whatever its status is.
public struct Answer: Sendable {
    public let status: UInt16
    public let retryAfter: String?
    public let body: Data

    public init(status: UInt16, retryAfter: String? = nil, body: Data) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }
}

/// Calls by a `URLSession` without a cache: what is pushed stays in no file. It follows no redirect: a token is for one host.
public final class URLSessionTransport: Transport, @unchecked Sendable {
    private let session: URLSession

    public init(configuration: URLSessionConfiguration = .ephemeral) {
        session = URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil)
    }

    public func call(_ method: String, _ url: URL, token: String, body: String?) async throws -> Answer {
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        if let body = body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(body.utf8)
        }
        // Not every Foundation has the call that is asynchronous by itself.
        return try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Answer, Error>) in
            let task = session.dataTask(with: request) { data, response, error in
                if let response = response as? HTTPURLResponse {
                    continuation.resume(returning: Answer(
                        status: UInt16(clamping: response.statusCode),
                        retryAfter: response.value(forHTTPHeaderField: "Retry-After"),
                        body: data ?? Data()
                    ))
                } else {
                    continuation.resume(throwing: error ?? URLError(.badServerResponse))
                }
            }
            task.resume()
        }
    }
}

private final class NoRedirects: NSObject, URLSessionTaskDelegate, @unchecked Sendable {
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
