package dev.vitasync

import java.io.File
import java.net.HttpURLConnection
import java.net.URI
import java.nio.file.Files
import kotlin.concurrent.thread
import org.junit.jupiter.api.Assumptions.assumeTrue

/** A server on a database of its own. */
class TestServer : AutoCloseable {
    val key: String = "vs_live_" + "0123456789abcdef".repeat(3)
    val address: URI
    private val folder: File = Files.createTempDirectory("vitasync").toFile()
    private val process: Process
    private var users = 0

    init {
        val binary = System.getProperty("vitasync.server").orEmpty()
        assumeTrue(binary.isNotEmpty(), "no server was named: -Dvitasync.server=…/vitasync")
        val builder = ProcessBuilder(binary, "serve", "--listen", "127.0.0.1:0").redirectOutput(ProcessBuilder.Redirect.DISCARD)
        builder.environment() += mapOf("VITASYNC_DATABASE" to "$folder/vitasync.db", "VITASYNC_BOOTSTRAP_KEY" to key)
        process = builder.start()
        val lines = process.errorStream.bufferedReader()
        val serving = generateSequence(lines::readLine).firstNotNullOfOrNull { Regex("Serving on (\\S+),").find(it) }
        address = URI(checkNotNull(serving) { "the server did not start" }.groupValues[1])
        thread(isDaemon = true) { lines.forEachLine {} }
    }

    /** Calls the server and gives what it answers. */
    fun call(method: String, path: String, body: String? = null): String {
        val connection = at(address, path).toURL().openConnection() as HttpURLConnection
        connection.requestMethod = method
        connection.setRequestProperty("Authorization", "Bearer $key")
        connection.setRequestProperty("Content-Type", "application/json")
        body?.let {
            connection.doOutput = true
            connection.outputStream.use { out -> out.write(it.toByteArray()) }
        }
        return connection.inputStream.use { it.readBytes().decodeToString() }
    }

    /** Makes a user and gives the id. */
    fun user(): String = Regex("\"id\":\"([^\"]+)\"").find(call("POST", "/v1/users", """{"externalId": "u${users++}"}"""))!!.groupValues[1]

    override fun close() {
        process.destroy()
        process.waitFor()
        folder.deleteRecursively()
    }
}
