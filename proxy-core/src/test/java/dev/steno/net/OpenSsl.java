package dev.steno.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code openssl} as a server, as a client and as a maker of certificates. */
final class OpenSsl implements AutoCloseable {
    private final Process process;
    private final Path output;

    private OpenSsl(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    private static ProcessBuilder command(List<String> arguments) {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl"))),
                "openssl is not on the PATH");
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** What a call printed, whatever its exit code; it gets the input and then the end of it. */
    static String call(String input, String... arguments) throws Exception {
        Process process = command(List.of(arguments)).start();
        process.outputWriter(StandardCharsets.ISO_8859_1).append(input).close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("openssl did not end: " + text);
        }
        return text;
    }

    /** A key and a certificate that it signed itself, in one file. */
    static Path selfSigned(Path folder, String name) throws Exception {
        Path key = folder.resolve(name + ".key");
        Path certificate = folder.resolve(name + ".crt");
        call(
                "",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        Path both = folder.resolve(name + ".pem");
        Files.writeString(both, Files.readString(certificate) + Files.readString(key));
        Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-------"));
        return both;
    }

    /** A server at a free port of loopback that answers requests with a page about the connection. */
    static Server server(Path folder, Path identity, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-www"));
        all.addAll(List.of(arguments));
        return talker(folder, identity, all.toArray(new String[0]));
    }

    /** A server at a free port of loopback that does with connections what the arguments say. */
    static Server talker(Path folder, Path identity, String... arguments) throws Exception {
        int port = ScriptedOrigin.freePort();
        Path output = Files.createTempFile(folder, "s_server", ".txt");
        List<String> all = new ArrayList<>(List.of(
                "s_server", "-accept", "127.0.0.1:" + port, "-cert", identity.toString(), "-key", identity.toString()));
        all.addAll(List.of(arguments));
        Process process = command(all).redirectOutput(output.toFile()).start();
        OpenSsl running = new OpenSsl(process, output);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> running.printed().contains("ACCEPT"));
        return new Server(port, running);
    }

    record Server(int port, OpenSsl process) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    /** What it printed so far. */
    String printed() {
        try {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
