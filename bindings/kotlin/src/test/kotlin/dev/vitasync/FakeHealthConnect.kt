package dev.vitasync

import java.time.Instant

/** A store in memory that behaves as Health Connect does: tokens, pages, deletions, and tokens that end. */
class FakeHealthConnect(private val pageSize: Int = 7) : HealthConnect {
    private val live = LinkedHashMap<String, PushRecord>()
    private val log = mutableListOf<Pair<String, String>>() // type and id
    private var firstKnown = 0
    var isLocked = false

    fun put(record: PushRecord) {
        live[record.id!!] = record
        log += record.kind to record.id
    }

    fun delete(id: String) {
        val record = live.remove(id) ?: return
        log += record.kind to id
    }

    /** Ends all tokens there are, and forgets what they would have told. */
    fun forget() {
        firstKnown = log.size + 1
        log += "" to ""
    }

    val ids: Set<String> get() = live.keys

    override suspend fun changesToken(type: String): String = "$type ${log.size}"

    override suspend fun changes(token: String): HealthConnectChanges {
        unlocked()
        val (type, at) = token.split(' ')
        if (at.toInt() < firstKnown) return HealthConnectChanges(HealthConnectItems(), emptyList(), token, false, true)
        val page = log.drop(at.toInt()).take(pageSize)
        val ids = page.filter { it.first == type }.map { it.second }
        val next = at.toInt() + page.size
        return HealthConnectChanges(
            HealthConnectItems(ids.distinct().mapNotNull(live::get)),
            ids.filterNot(live::containsKey),
            "$type $next",
            next < log.size,
        )
    }

    override suspend fun records(type: String, from: Instant?, to: Instant?, size: Int, page: String?): HealthConnectPage {
        unlocked()
        val all = live.values.filter { it.kind == type && (from == null || it.startDate >= from) && (to == null || it.startDate < to) }
        val first = page?.toInt() ?: 0
        val read = all.sortedByDescending { it.startDate }.drop(first).take(minOf(size, pageSize))
        val next = first + read.size
        return HealthConnectPage(HealthConnectItems(read), next.takeIf { it < all.size }?.toString())
    }

    private fun unlocked() {
        if (isLocked) throw StoreUnavailableException("the store is locked")
    }
}
