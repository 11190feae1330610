package dev.steno.testing.process;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server that others wrote, for the time of a test. */
public final class OtherProgram implements AutoCloseable {
    private final Process process;

    private OtherProgram(Process process) {
        this.process = process;
    }

    /** Starts it and waits until it listens at a port of loopback. */
    public static OtherProgram listening(int port, String... command) throws IOException {
        OtherProgram program = new OtherProgram(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            try {
                new Socket(InetAddress.getByName("127.0.0.1"), port).close();
                return true;
            } catch (ConnectException e) {
                if (!program.process.isAlive()) {
                    throw new IOException(command[0] + " ended with " + program.process.exitValue());
                }
                return false;
            }
        });
        return program;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
