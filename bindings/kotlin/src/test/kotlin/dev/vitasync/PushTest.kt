package dev.vitasync

import java.io.IOException
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance

private const val STEPS = "StepsRecord"

/** Pushes an invented phone to a server that runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushTest {
    private lateinit var server: TestServer
    private lateinit var client: VitaSyncClient
    private val noon = Instant.parse("2026-04-20T12:00:00Z")

    @BeforeAll
    fun start() {
        server = TestServer()
        client = VitaSyncClient(server.address, server.key)
    }

    @AfterAll
    fun stop() {
        if (::server.isInitialized) server.close()
    }

    /** An app on a phone, with a state that lives on. */
    private inner class Phone(val transport: Transport = HttpTransport()) : StateStore {
        val user = server.user()
        val store = FakeHealthConnect()
        var kept: String? = null
        var tokens = 0

        override suspend fun load(): String? = kept

        override suspend fun save(state: String) {
            kept = state
        }

        fun push(): PushResult = runBlocking {
            val tokens = TokenSource { client.createPushToken(user).accessToken.also { tokens += 1 } }
            val pusher = healthConnectPusher(
                server.address, user, "pixel", listOf(STEPS, "HeartRateRecord"), store, this@Phone, tokens, transport,
            )
            pusher.push(patience = Duration.ofMinutes(1))
        }

        fun steps(day: LocalDate): Double? = runBlocking {
            val days = client.summariesFor(user, day, day)
            days.firstOrNull()?.metrics?.get("steps")?.jsonObject?.get("value")?.jsonPrimitive?.content?.toDouble()
        }
    }

    private fun steps(id: String, count: Int, start: Instant = noon) = PushRecord(
        kind = STEPS,
        startDate = start,
        endDate = start.plusSeconds(600),
        id = id,
        value = PushValue.Number(count.toDouble()),
        unit = "count",
        source = PushSource(appId = "com.example.steps", recordingMethod = "automatic"),
    )

    private val day = LocalDate.of(2026, 4, 20)

    @Test
    fun `what a phone holds is what the server answers, also after changes and deletions`() {
        val phone = Phone()
        repeat(20) { phone.store.put(steps("s$it", 10, noon.plusSeconds(600L * it))) }
        val first = phone.push()
        assertEquals(PushEnd.Done, first.end)
        assertEquals(20UL, first.report.items)
        assertEquals(200.0, phone.steps(day))

        phone.store.delete("s3")
        phone.store.put(steps("s4", 15, noon.plusSeconds(600L * 4)))
        assertEquals(2UL, phone.push().report.items)
        assertEquals(195.0, phone.steps(day))
        assertEquals(0UL, phone.push().report.items)
    }

    @Test
    fun `a state that is lost is found again on the server, and nothing is there twice`() {
        val phone = Phone()
        repeat(20) { phone.store.put(steps("s$it", 10, noon.plusSeconds(600L * it))) }
        phone.push()
        phone.kept = null
        phone.store.put(steps("new", 7, noon.minusSeconds(3600)))
        assertEquals(PushEnd.Done, phone.push().end)
        assertEquals(207.0, phone.steps(day))
    }

    @Test
    fun `tokens that ended lose no deletion`() {
        val phone = Phone()
        repeat(20) { phone.store.put(steps("s$it", 10, noon.plusSeconds(600L * it))) }
        phone.push()
        phone.store.delete("s0")
        phone.store.forget()
        assertEquals(PushEnd.Done, phone.push().end)
        assertEquals(190.0, phone.steps(day))
    }

    @Test
    fun `an item that cannot be used is reported and takes no other with it`() {
        val phone = Phone()
        phone.store.put(steps("good", 10))
        phone.store.put(steps("bad", 10).copy(unit = "kg"))
        val report = phone.push().report
        assertEquals(listOf(SyncRefusal("bad", "the unit \"kg\" does not measure steps")), report.refusals)
        assertEquals(10.0, phone.steps(day))
    }

    @Test
    fun `a locked phone pushes later`() {
        val phone = Phone()
        phone.store.put(steps("a", 10))
        phone.store.isLocked = true
        assertEquals(0UL, phone.push().report.items)
        phone.store.isLocked = false
        assertEquals(1UL, phone.push().report.items)
    }

    @Test
    fun `answers that are lost and tokens that end cost nothing but time`() {
        val http = HttpTransport()
        var calls = 0
        val bad = Transport { method, url, token, body ->
            calls += 1
            val answer = http.call(method, url, if (calls == 3) "vs_push_ended" else token, body)
            if (calls % 4 == 2) throw IOException("the answer is lost")
            answer
        }
        val phone = Phone(bad)
        repeat(20) { phone.store.put(steps("s$it", 10, noon.plusSeconds(600L * it))) }
        assertEquals(PushEnd.Done, phone.push().end)
        assertEquals(200.0, phone.steps(day))
        assertTrue(phone.tokens >= 2, "${phone.tokens} tokens")
    }

    @Test
    fun `a server that cannot be reached is told by the moment to try again`() {
        val phone = Phone { _, _, _, _ -> throw IOException("no network") }
        val until = (runBlocking {
            val pusher = healthConnectPusher(server.address, phone.user, "p", listOf(STEPS), phone.store, phone, { "t" }, phone.transport)
            pusher.push()
        }.end as PushEnd.Waiting).until
        assertTrue(until > Instant.now().minusSeconds(1))
    }

    @Test
    fun `the client lists providers and connections`() = runBlocking {
        val providers = client.listProviders(all = true)
        assertEquals(listOf("push"), providers.first { it.id == "health_connect" }.waysIn.filter { it == "push" })
        assertEquals(emptyList<Connection>(), client.connectionsFor(server.user()))
    }
}
