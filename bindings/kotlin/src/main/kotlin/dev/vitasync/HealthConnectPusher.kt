package dev.vitasync

import java.net.URI
import java.time.Instant
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

/** The most records Health Connect gives at once. */
private const val LARGEST_PAGE = 5000

/**
 * The part of Health Connect that a pusher needs. On Android, `AndroidHealthConnect` implements it over the Jetpack library
 * (`bindings/kotlin/android`). A type is the name of a record: `HeartRateRecord`.
 *
 * Every function throws [StoreUnavailableException] where a permission is missing or the limit of calls is reached.
 */
public interface HealthConnect {
    /** Gives a token from which [changes] tells every change of a type that comes after now. */
    public suspend fun changesToken(type: String): String

    /** Gives the changes since a token. */
    public suspend fun changes(token: String): HealthConnectChanges

    /** Gives records that began at [from] or later and before [to], the newest first, from a page on. */
    public suspend fun records(type: String, from: Instant?, to: Instant?, size: Int, page: String?): HealthConnectPage
}

/** Records of Health Connect, as the server reads them. */
public data class HealthConnectItems(
    val records: List<PushRecord> = emptyList(),
    val sleep: List<PushSleep> = emptyList(),
    val workouts: List<PushWorkout> = emptyList(),
) {
    internal val size: Int get() = records.size + sleep.size + workouts.size

    internal operator fun plus(other: HealthConnectItems) =
        HealthConnectItems(records + other.records, sleep + other.sleep, workouts + other.workouts)
}

/** Changes since a token. */
public data class HealthConnectChanges(
    val items: HealthConnectItems,
    val deletions: List<String>,
    val nextToken: String,
    val hasMore: Boolean,
    /** Whether the token is older than 30 days, so that nothing is told. */
    val isExpired: Boolean = false,
)

/** A page of records, and what the next one is asked by. */
public data class HealthConnectPage(val items: HealthConnectItems, val nextPage: String?)

/** How far a type is read: first the records that are there, page by page, then changes. */
@Serializable
private data class Anchor(val token: String? = null, val page: String? = null)

/**
 * Makes a pusher of Health Connect. Ask for the permissions of [types] first, and push from a `WorkManager` job.
 *
 * ```kotlin
 * val pusher = healthConnectPusher(server, userId, deviceId, types, AndroidHealthConnect(context), states, tokens)
 * val result = pusher.push()
 * ```
 */
public fun healthConnectPusher(
    server: URI,
    userId: String,
    device: String,
    types: List<String>,
    store: HealthConnect,
    states: StateStore,
    tokens: TokenSource,
    transport: Transport = HttpTransport(),
): StorePusher {
    val plan = SyncPlan(PushPlatform.HEALTH_CONNECT, device, types)
    return StorePusher(server, userId, plan, HealthConnectReader(store), states, tokens, transport)
}

/**
 * Reads Health Connect as the engine asks for it.
 *
 * Changes are told by a token, which is taken before the first record is read, so that nothing falls between. A token tells
 * changes of any time: only the newest lane of a type, which has no end, has one; older lanes are read once.
 */
public class HealthConnectReader(private val store: HealthConnect) : StoreReader {
    override suspend fun read(query: ReadQuery): ReadChanges {
        if (query.whole) return whole(query)
        val isNewest = query.to == null
        val anchor = query.anchor?.let { Json.decodeFromString<Anchor>(it) }
        return when {
            anchor == null -> page(query, Anchor(token = if (isNewest) store.changesToken(query.kind) else null))
            anchor.page != null -> page(query, anchor)
            anchor.token != null -> changes(anchor.token)
            else -> ReadChanges(anchor = query.anchor)
        }
    }

    private suspend fun page(query: ReadQuery, anchor: Anchor): ReadChanges {
        val page = store.records(query.kind, query.from, query.to, size(query), anchor.page)
        val next = Json.encodeToString(Anchor.serializer(), anchor.copy(page = page.nextPage))
        return page.items.toChanges(anchor = next, more = page.nextPage != null)
    }

    private suspend fun changes(token: String): ReadChanges {
        val changes = store.changes(token)
        if (changes.isExpired) throw AnchorExpiredException()
        val next = Json.encodeToString(Anchor.serializer(), Anchor(token = changes.nextToken))
        return changes.items.toChanges(changes.deletions, next, changes.hasMore)
    }

    /** Reads a span to its end, or until there is more than is of use. */
    private suspend fun whole(query: ReadQuery): ReadChanges {
        var items = HealthConnectItems()
        var page: String? = null
        do {
            val read = store.records(query.kind, query.from, query.to, size(query), page)
            items += read.items
            page = read.nextPage
        } while (page != null && items.size < query.limit.toInt())
        return items.toChanges(more = page != null)
    }

    private fun size(query: ReadQuery) = query.limit.toInt().coerceIn(1, LARGEST_PAGE)

    private fun HealthConnectItems.toChanges(
        deletions: List<String> = emptyList(),
        anchor: String? = null,
        more: Boolean,
    ) = ReadChanges(records, sleep, workouts, deletions, anchor, more)
}
