package dev.vitasync

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI
import java.util.zip.GZIPOutputStream
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible

/** A body as short as this is sent as it is. */
private const val WORTH_COMPRESSING = 1024

/** Calls a server. The default uses what every JVM and Android have; give another to use the app's own client. */
public fun interface Transport {
    /**
     * Calls [url] with a bearer [token].
     *
     * @throws IOException where there is no answer.
     */
    public suspend fun call(method: String, url: URI, token: String, body: String?): Answer
}

/** What a server has answered, whatever its status is. */
public class Answer(public val status: Int, public val retryAfter: String?, public val body: ByteArray)

/** Calls by `HttpURLConnection`, with compressed bodies. It follows no redirect: a token is for one host. */
public class HttpTransport(private val timeoutMs: Int = 30_000) : Transport {
    override suspend fun call(method: String, url: URI, token: String, body: String?): Answer =
        runInterruptible(Dispatchers.IO) {
            val connection = url.toURL().openConnection() as HttpURLConnection
            try {
                connection.requestMethod = method
                connection.connectTimeout = timeoutMs
                connection.readTimeout = timeoutMs
                connection.instanceFollowRedirects = false
                connection.setRequestProperty("Authorization", "Bearer $token")
                connection.setRequestProperty("Accept", "application/json")
                body?.let { send(connection, it.toByteArray()) }
                val status = connection.responseCode
                val stream = if (status < 400) connection.inputStream else connection.errorStream
                Answer(status, connection.getHeaderField("Retry-After"), stream?.use { it.readBytes() } ?: ByteArray(0))
            } finally {
                connection.disconnect()
            }
        }

    private fun send(connection: HttpURLConnection, body: ByteArray) {
        val isWorthIt = body.size > WORTH_COMPRESSING
        val bytes = if (isWorthIt) gzip(body) else body
        connection.setRequestProperty("Content-Type", "application/json")
        if (isWorthIt) connection.setRequestProperty("Content-Encoding", "gzip")
        connection.doOutput = true
        connection.setFixedLengthStreamingMode(bytes.size)
        connection.outputStream.use { it.write(bytes) }
    }

    private fun gzip(bytes: ByteArray): ByteArray {
        val packed = ByteArrayOutputStream()
        GZIPOutputStream(packed).use { it.write(bytes) }
        return packed.toByteArray()
    }
}
