//! Kotlin: a serialisable class per type, and a function per question.
