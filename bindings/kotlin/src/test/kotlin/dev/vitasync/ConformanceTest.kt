package dev.vitasync

import java.io.File
import kotlin.math.abs
import kotlin.math.max
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Numbers are equal within one part in 10^12. */
private const val EQUAL = 1e-12

/** Answers every case of `fixtures/conformance`, which is truth for all languages. */
class ConformanceTest {
    private val fixtures = File(System.getProperty("vitasync.fixtures"))

    @Test
    fun `every case is answered as it says`() {
        val cases = fixtures.walk().filter { it.extension == "json" }.sorted().toList()
        assertTrue(cases.size > 100, "there are ${cases.size} cases in $fixtures")
        val wrong = cases.mapNotNull { file ->
            val case = Json.parseToJsonElement(file.readText()).jsonObject
            val expected = case.getValue("expected")
            val answered = answer(file.parentFile.name, case.getValue("input").toString())
            "${file.relativeTo(fixtures)}\n expected $expected\n answered $answered".takeUnless { alike(expected, answered) }
        }
        assertEquals("", wrong.joinToString("\n"))
    }

    @Test
    fun `a name that nobody answers to is told with the nearest`() {
        val refused = assertThrows<VitaSyncException.WrongQuestion> { ask("medain", "{}") }
        assertEquals("there is no question `medain`; did you mean `median`?", refused.text)
    }

    /** Asks, and writes what comes of it as cases do. */
    private fun answer(question: String, arguments: String): JsonElement =
        try {
            Json.parseToJsonElement(ask(question, arguments))
        } catch (none: VitaSyncException.NoAnswer) {
            JsonObject(mapOf("no_answer" to Json.parseToJsonElement(none.reason)))
        }

    private fun alike(a: JsonElement, b: JsonElement): Boolean =
        when {
            a is JsonObject && b is JsonObject -> a.keys == b.keys && a.all { (key, it) -> alike(it, b.getValue(key)) }
            a is JsonArray && b is JsonArray -> a.size == b.size && a.zip(b).all { (a, b) -> alike(a, b) }
            a is JsonPrimitive && b is JsonPrimitive -> alike(a, b)
            else -> false
        }

    private fun alike(a: JsonPrimitive, b: JsonPrimitive): Boolean {
        val (x, y) = a.doubleOrNull to b.doubleOrNull
        if (a.isString || b.isString || x == null || y == null) return a == b
        return abs(x - y) <= EQUAL * max(abs(x), abs(y))
    }
}
