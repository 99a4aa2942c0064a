package dev.vitasync

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class ReadmeTest {
    @Test
    fun `the first example does what it says`() {
        val resting = Questions.median(listOf(58.0, 60.0, 61.0)) // 60.0
        val byName = ask("median", """{"values": [58, 60, 61]}""") // 60.0

        val example = File("README.md").readText().substringAfter("```kotlin\n").substringBefore("\n```").lines()
        assertEquals(listOf("$resting", byName), example.map { it.substringAfterLast("// ") })

        val here = File("src/test/kotlin/dev/vitasync/ReadmeTest.kt").readLines().map(String::trim)
        assertEquals(emptyList<String>(), example.filterNot(here::contains))
    }
}
