package dev.vitasync

import java.io.IOException
import java.net.URI
import java.net.URLEncoder
import java.time.LocalDate
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement

/** Reads what the server adds later too. */
private val json = Json { ignoreUnknownKeys = true }

/**
 * Asks a VitaSync server. [key] is an API key: it stays on a server of yours, never in an app.
 *
 * The rest of the API is described in `docs/openapi.json`.
 */
public class VitaSyncClient(
    private val server: URI,
    private val key: String,
    private val transport: Transport = HttpTransport(),
) {
    /**
     * Lists the providers data can come from: those that can be used now, or all that are known.
     *
     * @throws IOException where the server cannot be reached.
     * @throws ApiException where it refuses.
     */
    public suspend fun listProviders(all: Boolean = false): List<Provider> = get("/v1/providers?all=$all")

    /**
     * Lists the accounts that a user has connected.
     *
     * @throws IOException where the server cannot be reached.
     * @throws ApiException where it refuses.
     */
    public suspend fun connectionsFor(userId: String): List<Connection> =
        get("/v1/users/${encode(userId)}/connections")

    /**
     * Tells what each civil day of a user comes to, both dates included. A day without data is left out.
     *
     * @throws IOException where the server cannot be reached.
     * @throws ApiException where it refuses.
     */
    public suspend fun summariesFor(userId: String, dateFrom: LocalDate, dateTo: LocalDate): List<DailySummary> =
        get("/v1/users/${encode(userId)}/health/daily-summaries?from=$dateFrom&to=$dateTo")

    /**
     * Makes a short-lived token with which a user's phone pushes, to be handed to the app.
     *
     * @throws IOException where the server cannot be reached.
     * @throws ApiException where it refuses.
     */
    public suspend fun createPushToken(userId: String): PushToken =
        call("POST", "/v1/users/${encode(userId)}/token", "{}")

    private suspend inline fun <reified T> get(path: String): T = call("GET", path, null)

    private suspend inline fun <reified T> call(method: String, path: String, body: String?): T {
        val answer = transport.call(method, at(server, path), key, body)
        val text = answer.body.decodeToString()
        if (answer.status !in 200..299) throw ApiException(answer.status, text)
        return json.decodeFromString(text)
    }
}

/** A server's refusal: its [status], and the [body] that says why. */
public class ApiException(public val status: Int, public val body: String) : Exception("the server answered $status: $body")

/** A place data can come from. */
@Serializable
public data class Provider(
    /** The slug. */
    val id: String,
    /** The name people know. */
    val name: String,
    /** Whether everything is in place to read it. */
    val isConfigured: Boolean,
    /** Every way in, the best first: `oauth`, `key`, `file`, `push` or `through`. */
    val waysIn: List<String>,
    /** The metrics it can bring, by their exact ids. */
    val metrics: List<String>,
)

/** An account of a user at a provider. */
@Serializable
public data class Connection(
    val id: String,
    val userId: String,
    val providerId: String,
    /** `connected`, `reauth_required`, …. */
    val status: String,
    val connectedAt: String,
    /** When it was last read to its end; `null` where it never was. */
    val lastSyncedAt: String? = null,
    /** Why it needs attention, if it does. */
    val reason: String? = null,
)

/** What a civil day comes to. */
@Serializable
public data class DailySummary(
    /** The date, as in `2026-04-23`. */
    val date: String,
    /** The time zone whose day it is. */
    val timezone: String,
    /** Whether the day is not over yet. */
    val isPartial: Boolean,
    /** What was measured, by documented name and by exact id, as the server's description has it. */
    val metrics: Map<String, JsonElement>,
)

/** A token with which a user's phone pushes. */
@Serializable
public data class PushToken(
    @SerialName("access_token") val accessToken: String,
    /** For how many seconds it is valid. */
    @SerialName("expires_in") val expiresIn: Long,
)

/** Puts a path behind the address of a server. */
internal fun at(server: URI, path: String): URI = URI(server.toString().trimEnd('/') + path)

internal fun encode(part: String): String = URLEncoder.encode(part, "UTF-8").replace("+", "%20")
