package dev.vitasync

import java.io.IOException
import java.net.URI
import java.time.Duration
import java.time.Instant
import kotlin.random.Random
import kotlin.random.nextULong
import kotlinx.coroutines.delay
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Reads a phone's store. */
public fun interface StoreReader {
    /**
     * Reads what a query asks for.
     *
     * @throws AnchorExpiredException where the store knows the anchor no more.
     * @throws StoreUnavailableException where the store cannot be read now: the phone is locked, or a permission is missing.
     */
    public suspend fun read(query: ReadQuery): ReadChanges
}

/** The store knows an anchor no more, so that it does not tell what was deleted since. */
public class AnchorExpiredException : Exception("the store knows the anchor no more")

/** The store cannot be read now. */
public class StoreUnavailableException(message: String, cause: Throwable? = null) : Exception(message, cause)

/** Keeps the state of a pusher where the app likes: a file, a row, the preferences. It holds no health data. */
public interface StateStore {
    /** Gives what was kept last; `null` where nothing was. */
    public suspend fun load(): String?

    /** Keeps a state in the place of the last one. */
    public suspend fun save(state: String)
}

/** Gets a push token from the app's own server, which makes it by `POST /v1/users/{id}/token`. */
public fun interface TokenSource {
    /** @throws IOException where the app's server cannot be reached. */
    public suspend fun token(): String
}

/** How a run has ended. */
public sealed class PushEnd {
    /** Everything is pushed. */
    public object Done : PushEnd()

    /** The server or the network wants a pause: push again at [until]. */
    public data class Waiting(val until: Instant) : PushEnd()

    /** The server will not take it. Nothing is lost; the next run tries again. */
    public data class Stopped(val reason: String) : PushEnd()
}

/** What came of a run. */
public data class PushResult(val end: PushEnd, val report: SyncReport)

/**
 * Pushes what has changed in a phone's store to `/v1/users/{id}/ingest`.
 *
 * What to read, what to send and when is decided by [SyncEngine]; this does it. The app may be killed at any time: the next run
 * goes on from the state in [states]. Use one pusher per [states].
 */
public class StorePusher(
    private val server: URI,
    private val userId: String,
    private val plan: SyncPlan,
    private val reader: StoreReader,
    private val states: StateStore,
    private val tokens: TokenSource,
    private val transport: Transport = HttpTransport(),
    private val clock: () -> Instant = Instant::now,
) {
    private val running = Mutex()
    private var token: String? = null

    /**
     * Pushes changes of these types, or of all, until nothing is left. A pause that the server or the network makes needful is
     * waited for if it is over within [patience]; otherwise the run ends with [PushEnd.Waiting].
     */
    public suspend fun push(types: List<String>? = null, patience: Duration = Duration.ZERO): PushResult =
        running.withLock {
            val kept = states.load()
            val end = clock() + patience
            SyncEngine(plan, kept, Random.nextULong(), clock()).use { engine ->
                engine.begin(types, clock())
                var state = kept
                var ended: PushEnd? = null
                while (ended == null) {
                    ended = take(engine, engine.step(clock()), end)
                    val now = engine.state()
                    if (now != state) states.save(now)
                    state = now
                }
                PushResult(ended, engine.report())
            }
        }

    /** Takes a step; tells how the run ends, where it does. */
    private suspend fun take(engine: SyncEngine, step: SyncStep, end: Instant): PushEnd? {
        when (step) {
            is SyncStep.Read -> read(engine, step.query)
            is SyncStep.Call -> call(engine, step.request)
            is SyncStep.Authorise -> authorise(engine)
            is SyncStep.Wait -> when {
                step.until > end -> return PushEnd.Waiting(step.until)
                else -> delay(Duration.between(clock(), step.until).toMillis().coerceAtLeast(1))
            }
            is SyncStep.Done -> return PushEnd.Done
            is SyncStep.Stopped -> return PushEnd.Stopped(step.reason)
        }
        return null
    }

    private suspend fun read(engine: SyncEngine, query: ReadQuery) =
        try {
            engine.take(reader.read(query))
        } catch (_: AnchorExpiredException) {
            engine.expired(clock())
        } catch (_: StoreUnavailableException) {
            engine.skip()
        }

    private suspend fun call(engine: SyncEngine, request: SyncRequest) =
        try {
            val token = token ?: tokens.token().also { token = it }
            val url = at(server, "/v1/users/${encode(userId)}/${request.path}")
            val answer = transport.call(request.method, url, token, request.body)
            engine.answer(answer.status.toUShort(), answer.retryAfter, answer.body, clock())
        } catch (_: IOException) {
            engine.unreachable(clock())
        }

    private suspend fun authorise(engine: SyncEngine) =
        try {
            token = tokens.token()
            engine.authorised()
        } catch (_: IOException) {
            engine.unreachable(clock())
        }
}
