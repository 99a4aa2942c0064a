//! Swift: a `Codable` structure per type, and a function per question.
