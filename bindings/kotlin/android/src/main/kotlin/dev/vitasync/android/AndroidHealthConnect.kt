package dev.vitasync.android

import android.os.RemoteException
import androidx.health.connect.client.HealthConnectClient
import androidx.health.connect.client.changes.DeletionChange
import androidx.health.connect.client.changes.UpsertionChange
import androidx.health.connect.client.records.Record
import androidx.health.connect.client.request.ChangesTokenRequest
import androidx.health.connect.client.request.ReadRecordsRequest
import androidx.health.connect.client.time.TimeRangeFilter
import dev.vitasync.HealthConnect
import dev.vitasync.HealthConnectChanges
import dev.vitasync.HealthConnectItems
import dev.vitasync.HealthConnectPage
import dev.vitasync.StoreUnavailableException
import java.io.IOException
import java.time.Instant
import kotlin.reflect.KClass

/** Reads Health Connect by the Jetpack library. A thin reader: what to read and when is decided elsewhere. */
public class AndroidHealthConnect(private val client: HealthConnectClient) : HealthConnect {
    override suspend fun changesToken(type: String): String = readable {
        client.getChangesToken(ChangesTokenRequest(setOf(recordClass(type))))
    }

    override suspend fun changes(token: String): HealthConnectChanges = readable {
        val response = client.getChanges(token)
        val changes = response.changes
        HealthConnectChanges(
            items = items(changes.filterIsInstance<UpsertionChange>().map { it.record }),
            deletions = changes.filterIsInstance<DeletionChange>().map { it.recordId },
            nextToken = response.nextChangesToken,
            hasMore = response.hasMore,
            isExpired = response.changesTokenExpired,
        )
    }

    override suspend fun records(type: String, from: Instant?, to: Instant?, size: Int, page: String?): HealthConnectPage =
        readable { page(recordClass(type), from, to, size, page) }

    private suspend fun <T : Record> page(type: KClass<T>, from: Instant?, to: Instant?, size: Int, page: String?): HealthConnectPage {
        val request = ReadRecordsRequest(
            recordType = type,
            timeRangeFilter = span(from, to),
            ascendingOrder = false,
            pageSize = size,
            pageToken = page,
        )
        val response = client.readRecords(request)
        return HealthConnectPage(items(response.records), response.pageToken?.takeIf(String::isNotEmpty))
    }

    /** Without an end, what a clock that is ahead has written is read too. */
    private fun span(from: Instant?, to: Instant?): TimeRangeFilter = when {
        from != null && to != null -> TimeRangeFilter.between(from, to)
        from != null -> TimeRangeFilter.after(from)
        to != null -> TimeRangeFilter.before(to)
        else -> TimeRangeFilter.after(Instant.EPOCH)
    }

    /** A permission that is missing, a limit that is reached and a store that is busy are all reasons to come again later. */
    private suspend fun <T> readable(read: suspend () -> T): T =
        try {
            read()
        } catch (refused: SecurityException) {
            throw StoreUnavailableException("a permission is missing", refused)
        } catch (busy: RemoteException) {
            throw StoreUnavailableException("Health Connect does not answer", busy)
        } catch (failed: IOException) {
            throw StoreUnavailableException("Health Connect cannot read its store", failed)
        } catch (limited: IllegalStateException) {
            throw StoreUnavailableException("Health Connect refuses to be read now", limited)
        }

    private fun items(records: List<Record>): HealthConnectItems {
        val nights = records.mapNotNull(::night)
        val workouts = records.mapNotNull(::workout)
        return HealthConnectItems(records.mapNotNull(::measurement), nights, workouts)
    }
}
