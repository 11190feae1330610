package dev.steno.testing.process;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A third-party server that runs for the duration of a test. */
public final class OtherProgram implements AutoCloseable {
    private final Process process;

    private OtherProgram(Process process) {
        this.process = process;
    }

    /**
     * Starts the server and waits until it listens on a port of loopback.
     *
     * @param said the file for standard output and standard error
     */
    public static OtherProgram listening(int port, Path said, Program program, Object... arguments) throws IOException {
        OtherProgram running = new OtherProgram(program.builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start());
        try {
            Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> running.listensAt(port, said));
        } catch (RuntimeException | Error e) {
            running.process.destroyForcibly();
            throw e;
        }
        return running;
    }

    private boolean listensAt(int port, Path said) throws IOException {
        try (Socket probe = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            return probe.isConnected();
        } catch (ConnectException e) {
            if (!process.isAlive()) {
                throw new IOException("the server exited with code " + process.exitValue() + ": "
                        + Files.readString(said, StandardCharsets.ISO_8859_1));
            }
            return false;
        }
    }

    @Override
    public void close() {
        Program.end(process.toHandle());
    }
}
